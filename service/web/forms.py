"""The form of the page as it comes without JavaScript: taken in bounded size and time, from our own page only."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs

from fastapi import Request, Response

from service.errors import BodyInvalid
from service.web.bodies import whole
from service.web.origins import is_foreign
from service.web.places import PlacedRoute
from service.web.problems import ORIGIN_NOT_ALLOWED, ProblemError, field_invalid
from service.web.schemas import PaceBody, ReadbackBody

MEDIA_TYPE = "application/x-www-form-urlencoded"
BYTES_BESIDE = 10_000
"""Bytes that may stand around the letter. To take a form apart that is longer than any letter would take long."""
MOST_FIELDS = 40
"""A page has few; fields of names that are not ours are left aside."""
TICKED = frozenset(("yes", "on", "true"))
"""What a box that was ticked says."""


@dataclass(frozen=True)
class Form:
    """What was filled in."""

    letter: str
    """The letter, with line breaks as they were typed."""
    voice: str
    """Who reads; empty for the default."""
    pace: str
    """A preset; empty for the default."""
    preface: bool
    """Whether to begin with the line that these are the writer's own words."""
    send: bool
    """Whether the letter may be sent to where a voice speaks elsewhere."""

    @property
    def body(self) -> ReadbackBody:
        """The same as programs ask for it."""
        pace = PaceBody(preset=self.pace) if self.pace else None
        return ReadbackBody(letter=self.letter, voice=self.voice or None, pace=pace, preface=self.preface)


class FormRoute(PlacedRoute):
    """A route that takes a form, and hands it on as `request.state.form`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler, with the form taken before it."""
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if request.method == "POST":
                if is_foreign(request.headers):  # also of an origin that may call: it is our own page's form
                    raise ProblemError(ORIGIN_NOT_ALLOWED)
                if request.headers.get("content-type", "").partition(";")[0].strip().lower() != MEDIA_TYPE:
                    raise BodyInvalid(f"The body is not said to be a form. Send it with Content-Type: {MEDIA_TYPE}.")
                house = request.app.state.house
                with house.held.share() as share:
                    data = await whole(request, share, BYTES_BESIDE)
                    request.state.form = await house.aside(lambda: filled_in(data))
            return await handler(request)

        return handle


def filled_in(data: bytes) -> Form:
    """The form that the bytes are. Raises BodyInvalid, or ProblemError for a field."""
    try:
        fields = parse_qs(
            data.decode("utf-8"),
            keep_blank_values=True,
            strict_parsing=True,
            errors="strict",
            max_num_fields=MOST_FIELDS,
        )
    except ValueError:
        # from None: the decoder's own error carries the whole body
        raise BodyInvalid("The body is not a form in UTF-8.") from None
    for name in ("letter", "voice", "pace", "preface", "send"):
        if len(fields.get(name, ())) > 1:
            raise field_invalid(name, "it is there more than once.")
    given = {name: values[0] for name, values in fields.items()}
    if "letter" not in given:
        raise field_invalid("letter", "it is missing.")
    return Form(
        letter=given["letter"].replace("\r\n", "\n"),  # a form sends them so, however they were typed
        voice=given.get("voice", ""),
        pace=given.get("pace", ""),
        preface=given.get("preface") in TICKED,
        send=given.get("send") in TICKED,
    )
