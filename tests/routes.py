"""Every route that an application has, so that a test that goes through them holds a new one, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from fastapi import FastAPI
from starlette.routing import BaseRoute


def routes(app: FastAPI) -> list[tuple[str, str]]:
    """Method and path of everything that the application answers; a voice's name is `tone`, a file `room.js`."""
    found = list(_within(app.routes))
    assert {("POST", "/v1/readbacks"), ("GET", "/room/room.js"), ("GET", "/v1/voices/tone/sample")} <= set(found)
    return found


def _within(several: Iterable[BaseRoute]) -> Iterator[tuple[str, str]]:
    for route in several:
        if (router := getattr(route, "original_router", None)) is not None:
            yield from _within(router.routes)
        else:
            path, methods = vars(route)["path"], vars(route)["methods"]
            for method in sorted(methods):
                yield method, re.sub(r"\{.*?\}", "room.js" if path.startswith("/room") else "tone", path)
