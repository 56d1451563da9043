"""The application: a factory that is given its settings, and the server that runs it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from typing import Annotated

import uvicorn
from fastapi import Body, FastAPI, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse

from service.catalogue import Catalogue, open_catalogue
from service.encode import format_named
from service.pace import PaceWish
from service.render import Readback, planned, readback_of
from service.settings import Settings


def create_app(settings: Settings, catalogue: Catalogue | None = None) -> FastAPI:
    """The application."""
    voices = catalogue or open_catalogue()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        voice = voices.voice(settings.voice)
        await run_in_threadpool(voices.engine(voice).open, voice)
        yield
        voices.close()

    app = FastAPI(title="Readback", lifespan=lifespan)

    @app.get("/healthz")
    async def healthz() -> dict[str, str]:
        return {"status": "alive"}

    @app.get("/readyz")
    async def readyz() -> dict[str, str]:
        return {"status": "ready"}

    @app.post("/v1/readbacks")
    def readbacks(body: Annotated[dict[str, str], Body()]) -> Response:
        pace = PaceWish(body.get("pace", settings.pace)).pace()
        score = planned(voices, body["letter"], body.get("voice", settings.voice), pace, settings.max_characters)
        readback = readback_of(voices, score)
        form = format_named(body.get("format", "mp3"))
        return StreamingResponse(_sound(readback, form.name), media_type=form.media_type)

    return app


def _sound(readback: Readback, name: str) -> Iterator[bytes]:
    encoder = format_named(name).encoder(readback.voice.rate, readback.tags)
    for chunk in readback.chunks():
        yield encoder.write(chunk.samples)
    yield encoder.close()


def run(settings: Settings) -> None:
    """Answer until stopped."""
    uvicorn.run(create_app(settings), host=settings.host, port=settings.port, log_level=settings.log_level)
