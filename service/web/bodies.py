"""What is sent to us: taken in bounded size and bounded time, and read as JSON, strictly."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.requests import ClientDisconnect

from service.errors import BodyInvalid
from service.settings import Settings
from service.web.problems import Problem, ProblemError

BYTES_A_CHARACTER, BYTES_BESIDE = 12, 1_000_000
"""The longest body: a character as two \\u escapes, or as four %XX of a form; and what stands around the letter."""


class BodyRequest(Request):
    """A request whose body has come whole and is a JSON object."""

    def __init__(self, request: Request, data: bytes, value: dict[str, Any]) -> None:
        super().__init__(request.scope, request.receive)
        self._data, self._value = data, value

    async def body(self) -> bytes:
        """The bytes."""
        return self._data

    async def json(self) -> Any:
        """What they say."""
        return self._value


class BodyRoute(APIRoute):
    """A route that takes a body as this module does. FastAPI by itself would take any size, for any time, with NaN."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler, with the body taken before it."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if self.body_field is not None:
                request = await _taken(request, request.app.state.settings)
            return await handler(request)

        return handle


async def _taken(request: Request, settings: Settings) -> BodyRequest:
    """The request with its body. Raises BodyInvalid, or ProblemError where it is too long."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        # A web page of another origin can send text without being asked whether it may, but not JSON.
        raise BodyInvalid("The body is not said to be JSON. Send it with Content-Type: application/json.")
    data = await whole(request, settings)
    return BodyRequest(request, data, parsed(data))


async def whole(request: Request, settings: Settings) -> bytes:
    """The bytes of a body with a letter in it. Raises BodyInvalid, or ProblemError where it is too long."""
    limit = settings.max_characters * BYTES_A_CHARACTER + BYTES_BESIDE
    return await bytes_of(request, limit, settings.read_timeout, _too_long(settings.max_characters, limit))


async def bytes_of(request: Request, limit: int, seconds: float, too_long: Exception) -> bytes:
    """The body. Raises BodyInvalid where it does not come within the seconds, and `too_long` past `limit` bytes."""
    try:
        async with asyncio.timeout(seconds):
            return await _bytes(request, limit, too_long)
    except ClientDisconnect:
        raise BodyInvalid("The body was broken off.") from None
    except TimeoutError:
        raise BodyInvalid(f"The body did not arrive within {seconds:g} seconds.") from None


async def _bytes(request: Request, limit: int, too_long: Exception) -> bytes:
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or len(declared) > 18 or int(declared) > limit:
        raise too_long
    data = bytearray()
    async for piece in request.stream():
        data += piece
        if len(data) > limit:
            raise too_long
    return bytes(data)


def _too_long(characters: int, limit: int) -> ProblemError:
    sentence = f"The body has more than {limit:,} bytes; a letter may have up to {characters:,} characters."
    return ProblemError(Problem("letter-too-long", sentence, {"limit": characters}))


def parsed(data: bytes) -> dict[str, Any]:
    """The JSON object that the bytes are. Raises BodyInvalid."""
    try:
        value = json.loads(data.decode("utf-8-sig"), parse_constant=_refused)
    except UnicodeDecodeError:
        raise BodyInvalid("The body is not UTF-8.") from None
    except (ValueError, RecursionError):
        # from None: the decoder's own error carries the whole body
        raise BodyInvalid("The body is not JSON.") from None
    if not isinstance(value, dict):
        raise BodyInvalid("The body is not a JSON object.")
    return value


def _refused(name: str) -> NoReturn:
    """NaN and the infinities, which JSON does not have."""
    raise ValueError
