"""What is sent to us: taken in bounded size and bounded time, and read as JSON, strictly."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

from fastapi import Request, Response

from service.deliver.held import Share
from service.errors import BodyInvalid, Busy
from service.settings import Settings
from service.web.places import PlacedRoute
from service.web.problems import Problem, ProblemError

BYTES_A_CHARACTER, BYTES_BESIDE = 12, 1_000_000
"""The longest body: a character as two \\u escapes, or as four %XX of a form; and what stands around the letter."""
BYTES_A_MARK = 6
"""Bytes of the longest body for each mark of JSON that may be in it: a long score as we write it has about as many."""
MARKS = b"[{,:"
PIECE = 1 << 16
"""Bytes of a body that have to come within `READBACK_ARRIVAL_TIMEOUT`: 3 kB/s where it is 20 seconds."""
CRUMB = 1 << 12
"""Bytes of a piece to which the next is joined: a body may come byte by byte."""
VALUE = 64
"""Bytes that each comma, colon and bracket of JSON may come to once it is read."""
RETRY_AFTER = 5
"""Seconds after which what is being sent here may have become less."""


class BodyRequest(Request):
    """A request whose body has come whole and is a JSON object."""

    def __init__(self, request: Request, value: dict[str, Any]) -> None:
        super().__init__(request.scope, request.receive)
        self._value = value

    async def body(self) -> bytes:
        """Whether there is one, which is all that FastAPI asks the bytes for. They themselves are held no longer."""
        return b"{}"

    async def json(self) -> Any:
        """What it says."""
        return self._value


class BodyRoute(PlacedRoute):
    """A route that takes a body as this module does. FastAPI by itself would take any size, for any time, with NaN.

    Starlette's limit for bodies counts bytes, and so does this; but it answers in plain text, in place of any other
    answer where the length is declared, and knows neither of time nor of what others hold.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler, with the body taken before it."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if self.body_field is None:
                return await handler(request)
            with request.app.state.house.held.share() as share:
                return await handler(await _taken(request, share))

        return handle


async def _taken(request: Request, share: Share) -> BodyRequest:
    """The request with its body. Raises BodyInvalid, Busy, or ProblemError where it is too long."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json" and not (kind.startswith("application/") and kind.endswith("+json")):
        # A web page of another origin can send text without being asked whether it may, but not JSON.
        raise BodyInvalid("The body is not said to be JSON. Send it with Content-Type: application/json.")
    data = await whole(request, share)
    _weigh(data, share)
    return BodyRequest(request, parsed(data, longest(request.app.state.settings) // BYTES_A_MARK))


def _weigh(data: bytes, share: Share) -> None:
    """Take from the share what the body is once it is read. Raises Busy, and BodyInvalid where that is far too much.

    A letter takes what it took as text; of lists, braces and numbers each takes many times its own length.
    """
    size = VALUE * sum(map(data.count, (b",", b":", b"[", b"{")))
    if size > share.limit:
        raise BodyInvalid("The body has more parts than any letter.")
    if not share.take(size):
        raise Busy("arrivals", RETRY_AFTER)


def longest(settings: Settings) -> int:
    """Bytes of the longest body with a letter in it."""
    return settings.max_characters * BYTES_A_CHARACTER + BYTES_BESIDE


async def whole(request: Request, share: Share, beside: int = BYTES_BESIDE) -> bytes:
    """The bytes of a body with a letter in it. Raises BodyInvalid, Busy, or ProblemError where it is too long.

    beside: bytes that may stand around the letter.
    """
    settings: Settings = request.app.state.settings
    limit = settings.max_characters * BYTES_A_CHARACTER + beside
    return await bytes_of(request, limit, _too_long(settings.max_characters, limit), share)


async def bytes_of(request: Request, limit: int, too_long: Exception, share: Share) -> bytes:
    """The body, which takes from the share, an empty one, as it comes.

    Raises BodyInvalid where it does not come in time, `too_long` past `limit` bytes, and Busy where there is no room,
    or it had to give way to others.
    """
    declared = request.headers.get("content-length", "0")
    if not declared.isdecimal() or len(declared) > 18 or int(declared) > limit:
        raise too_long
    settings, more = request.app.state.settings, True
    begun, arrivals = asyncio.get_running_loop().time(), request.app.state.house.arrivals
    with arrivals.next(address_of(request), share) as arrival:
        try:
            async with arrival.clock as clock:
                while more:
                    clock.reschedule(begun + _patience(settings, share.size))
                    piece, more = await _next(request)
                    if share.size + len(piece) > limit:
                        raise too_long
                    if not arrivals.room(arrival, len(piece)):
                        raise Busy("arrivals", RETRY_AFTER)
                    _add(piece, arrival.pieces)
                    piece = b""  # what waits for more is held once
        except TimeoutError:
            if arrival.gone:
                raise Busy("arrivals", RETRY_AFTER) from None
            seconds = _patience(settings, share.size)
            raise unfinished(request, f"The body did not arrive within {seconds:g} seconds.") from None
    return b"".join(arrival.pieces)


async def _next(request: Request) -> tuple[bytes, bool]:
    """What has come of a body, and whether there is more. Starlette's own stream holds on to each piece."""
    message = await request.receive()
    if message["type"] == "http.disconnect":
        raise unfinished(request, "The body was broken off.")
    return message.get("body", b""), message.get("more_body", False)


def address_of(request: Request) -> str:
    """Where a request comes from: behind a proxy, that is the proxy for all of them, unless the settings trust it."""
    return request.client.host if request.client else ""


def unfinished(request: Request, sentence: str) -> BodyInvalid:
    """What to raise where a request does not come to its end. Who sends thousands of those fills no log with them."""
    request.state.unfinished = True
    return BodyInvalid(sentence)


def _add(piece: bytes, pieces: list[bytes]) -> None:
    """Put a piece behind the others, as it is: one block that grew with them would leave as much behind as it holds."""
    if pieces and len(pieces[-1]) < CRUMB:
        pieces[-1] += piece
    else:
        pieces.append(piece)


def _patience(settings: Settings, size: int) -> float:
    """Seconds from its beginning that a body is waited for of which `size` bytes have come."""
    return min(settings.arrival_timeout * (1 + size // PIECE), settings.read_timeout)


def _too_long(characters: int, limit: int) -> ProblemError:
    sentence = f"The body has more than {limit:,} bytes; a letter may have up to {characters:,} characters."
    return ProblemError(Problem("letter-too-long", sentence, {"limit": characters}))


def parsed(data: bytes, most: int) -> dict[str, Any]:
    """The JSON object that the bytes are. Raises BodyInvalid.

    most: marks that there may be. Nobody else is answered while it is read, and values take time, not bytes.
    """
    if len(data) - len(data.translate(None, MARKS)) > most:
        raise BodyInvalid("The body holds more values than any letter or score.")
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
