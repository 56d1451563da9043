"""The application: a factory that is given its settings, and the server that runs it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from service import __version__
from service.deliver.turns import Turns
from service.errors import ReadbackError, SettingInvalid, VoiceInvalid, VoiceUnknown
from service.score.pace import PRESETS
from service.settings import Settings
from service.speech.catalogue import Catalogue, open_catalogue
from service.voices.listing import unreadable
from service.web.leaving import Leaving
from service.web.listening_room import ROUTES
from service.web.metrics import Metrics
from service.web.middleware import Gate
from service.web.openapi import described
from service.web.pages import docs_page
from service.web.problems import ProblemError, answer_problem
from service.web.requests import House
from service.web.routes import pages, speech, status, v1
from service.web.server import listening, serve
from service.web.streaming import NOTICE

log = logging.getLogger("service.web")

ABOUT = (
    "Reads a letter aloud: unhurried, in a warm voice, with as much quiet between the phrases as the listener wants. "
    "Nothing of a letter is kept or logged."
)


def create_app(settings: Settings, catalogue: Catalogue | None = None) -> FastAPI:
    """The application. Raises SettingInvalid where the default voice or pace is none that there is."""
    house = House(settings, catalogue or open_catalogue(settings), Turns(settings.threads), Metrics())
    _checked(settings, house.catalogue)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await house.begin()
        for one in unreadable(house.catalogue):
            log.warning("%s describes no voice: %s", one.file, one.why)
        await house.aside(lambda: docs_page(app.openapi()))  # both are made once, which takes a tenth of a second
        yield
        await house.close()

    app = FastAPI(
        title="Readback",
        version=__version__,
        description=ABOUT,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        separate_input_output_schemas=False,
    )
    app.state.settings, app.state.house, app.state.metrics = settings, house, house.metrics
    for router in (v1, speech, status, pages):
        app.include_router(router)
    app.router.routes.extend(ROUTES)
    for error in (ReadbackError, ProblemError, RequestValidationError, HTTPException):
        app.add_exception_handler(error, answer_problem)
    if settings.allowed_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.allowed_origins,
            allow_methods=("GET", "POST"),
            allow_headers=("Content-Type", "Authorization"),
            expose_headers=(NOTICE, "Retry-After"),
        )
    app.add_middleware(Leaving, stopping=house.stopping)
    app.add_middleware(
        Gate,
        hosts=settings.allowed_hosts,
        origins=settings.allowed_origins,
        metrics=house.metrics,
        full=house.full,
    )
    app.openapi = lambda: described(app)  # type: ignore[method-assign]
    return app


def _checked(settings: Settings, catalogue: Catalogue) -> None:
    try:
        catalogue.voice(settings.voice)
    except VoiceUnknown as unknown:
        may = f"it may be one of {', '.join(unknown.voices)}"
        raise SettingInvalid("READBACK_VOICE", settings.voice, may) from None
    except VoiceInvalid as invalid:
        raise SettingInvalid("READBACK_VOICE", settings.voice, str(invalid).rstrip(".")) from None
    if settings.pace not in PRESETS:
        raise SettingInvalid("READBACK_PACE", settings.pace, f"it may be one of {', '.join(PRESETS)}")


def run(settings: Settings) -> None:
    """Answer until stopped. Raises SettingInvalid where that cannot begin."""
    app = create_app(settings)
    serve(app, settings, listening(settings))
