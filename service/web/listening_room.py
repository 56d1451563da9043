"""The listening room: the page, with what is known here written into it, and the files that it is made of."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from service.languages.registry import language_of, name_of, primary
from service.score.pace import PRESETS
from service.settings import Settings
from service.speech.catalogue import Catalogue
from service.voices.listing import Entry, roster
from service.web.known import known
from service.web.pages import SHUT, TEMPLATES

FOLDER = Path(__file__).parent / "static" / "room"
NO_LANGUAGE = "und"
"""What a voice speaks that says no words. It is offered only where it is the default."""
HTML = "text/html; charset=utf-8"
MEDIA_TYPES: Mapping[str, str] = MappingProxyType(
    {
        ".css": "text/css; charset=utf-8",
        ".js": "text/javascript; charset=utf-8",
        ".json": "application/json",
        ".png": "image/png",
        ".svg": "image/svg+xml",
        ".webmanifest": "application/manifest+json",
    }
)
"""By ending; anything else is plain text. Not asked of the machine, some of which take a module for plain text."""
POLICY: Mapping[str, str] = MappingProxyType(
    {
        **SHUT,
        "Content-Security-Policy": "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "frame-src 'none'; object-src 'none'; font-src 'none'; img-src 'self'; media-src 'self' blob:; "
        "require-trusted-types-for 'script'; trusted-types room",
        # Not no-referrer: with that, a browser says of the form, too, that it comes from nowhere. Nobody else is told.
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-cache",
    }
)
"""What a browser is told with the page and its files: nothing from elsewhere, nothing inline, and ask each time."""
_SHORT = re.compile(r"(.*?\bvoice\b.*?|.*?)([,;:.]\s|\.?$)", re.S)
"""A description up to the first mark, and if it says of a voice what it is like, the first one after that."""


class Files(StaticFiles):
    """The files of the folder, each with a tag of what is in it: dates may be the same in two installations."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Where a file is. This is done on a thread, and so the file is read here: the event loop waits for no disk."""
        full_path, found = super().lookup_path(path)
        if found is not None and stat.S_ISREG(found.st_mode):
            _contents(full_path, found.st_mtime_ns, found.st_size)
        return full_path, found

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        """One file."""
        path = Path(full_path)
        data = _contents(str(full_path), stat_result.st_mtime_ns, stat_result.st_size)
        return _answer(data, MEDIA_TYPES.get(path.suffix, "text/plain; charset=utf-8"), scope)


@lru_cache(maxsize=128)
def _contents(path: str, changed: int, size: int) -> bytes:
    """What is in a file that was changed at that time, in nanoseconds, and has that size."""
    return Path(path).read_bytes()


class FileRoute(Route):
    """A route that says of itself in the scope which it is, as those of FastAPI do: the log names it by that."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether it answers, and what is known with that."""
        match, more = super().matches(scope)
        return match, more if match is Match.NONE else {**more, "route": self}


FILES = Files(directory=FOLDER)


@dataclass(frozen=True)
class Option:
    """One of several to choose from, on the page."""

    value: str
    """What is sent when it is chosen."""
    said: str
    """What people read."""
    chosen: bool
    """Whether it is chosen to begin with."""
    data: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What the page's scripts want to know of it, by its name there."""


def page(catalogue: Catalogue, settings: Settings) -> str:
    """The page. May take a second: engines are asked what they find by themselves."""
    entries = [entry for entry in roster(catalogue, settings.voice) if _is_offered(entry)]
    return TEMPLATES.filled(
        "listening_room.html",
        known=known(),
        voices=_voices(entries),
        paces=[Option(name, name.replace("-", " "), name == settings.pace) for name in PRESETS],
        paragraphs=[text.strip() for text in re.split(r"\n\s*\n", settings.help_text.strip())],
        numbers=[(said, _dialled(said)) for said in settings.help_numbers],
    )


def _is_offered(entry: Entry) -> bool:
    """Whether it stands among the voices to choose from: it can read, and its pace is known.

    A machine may bring a hundred voices by itself. One that was measured (`docs/voices.md`) is offered like any other.
    """
    voice = entry.voice
    paced = voice.language != NO_LANGUAGE and (not voice.estimated or voice.leaves_to is not None)
    return entry.why is None and (entry.default or paced)


def _voices(entries: Sequence[Entry]) -> list[tuple[str, list[Option]]]:
    """The voices to choose from, under the names of their languages: the default's first, then by name."""
    languages = {primary(entry.voice.language): _language(entry) for entry in entries}
    first = next((primary(entry.voice.language) for entry in entries if entry.default), "")
    return [
        (languages[tag], [_voice(entry) for entry in entries if primary(entry.voice.language) == tag])
        for tag in sorted(languages, key=lambda tag: (tag != first, languages[tag]))
    ]


def _language(entry: Entry) -> str:
    tag = entry.voice.language
    return "No language" if tag == NO_LANGUAGE else name_of(tag) or primary(tag)


def _voice(entry: Entry) -> Option:
    voice = entry.voice
    data = {} if voice.leaves_to is None else {"leaves": voice.leaves_to}
    if entry.patient:
        data["slow"] = ""
    language = language_of(voice.language)
    if language.preface:
        data |= {"own": language.preface, "language": language.tag}
    name = voice.name.partition(":")[2] or voice.name
    gets = "" if voice.leaves_to is None else f", and {voice.leaves_to} gets the letter"
    return Option(voice.name, f"{name}: {_short(voice.description)}{gets}", entry.default, data)


def _short(description: str) -> str:
    """The first part of a description, as it goes on after a colon."""
    found = _SHORT.match(description)
    said = found[1] if found else description
    article = said.split(" ", 1)[0] in ("A", "An", "The")
    return said[:1].lower() + said[1:] if article else said


def _dialled(said: str) -> str:
    """The number at the end of what is said of it, as a telephone can call it."""
    return re.sub(r"[^+0-9]", "", said.rpartition(":")[2])


def _answer(data: bytes, media_type: str, scope: Scope) -> Response:
    """What is sent, or only that it is still the same."""
    # A weak tag: what is sent is compressed for some and not for others.
    tag = f'W/"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {**POLICY, "ETag": tag}
    theirs = [one.strip() for one in Headers(scope=scope).get("if-none-match", "").split(",")]
    if tag in theirs:
        return Response(status_code=304, headers=headers)
    return Response(data, headers=headers, media_type=media_type)


async def _page(request: Request) -> Response:
    house = request.app.state.house
    text = await house.aside(lambda: page(house.catalogue, house.settings))
    return _answer(text.encode(), HTML, request.scope)


async def _file(request: Request) -> Response:
    return await FILES.get_response(request.path_params["file"], request.scope)


async def _worker(request: Request) -> Response:
    """The service worker, which has a say only over what lies beside or under it."""
    return await FILES.get_response("service-worker.js", request.scope)


async def _no_icon(request: Request) -> Response:
    """What browsers ask for unasked. Every page of ours names its own."""
    return Response(status_code=204, headers=dict(POLICY))


_COMPRESSED = [Middleware(GZipMiddleware)]
ROUTES = (
    FileRoute("/", _page, middleware=_COMPRESSED),
    FileRoute("/room/{file:path}", _file, middleware=_COMPRESSED),
    FileRoute("/service-worker.js", _worker, middleware=_COMPRESSED),
    FileRoute("/favicon.ico", _no_icon),
)
"""Compressed here and nowhere else: a stream that is compressed is held back."""
