"""Documents that are sent here, and that no work goes on for who has left."""

from __future__ import annotations

import asyncio

from fastapi import Request

from service.documents.document import LARGEST, Document, check
from service.documents.sandbox import Envelope
from service.errors import BodyInvalid, DocumentTooLong
from service.web.bodies import bytes_of
from service.web.places import STOPPING
from service.web.problems import ProblemError
from service.web.requests import House
from service.web.streaming import cancelled, left

HELD = 0.75
"""The part of what may be held at all beyond which documents are refused: the rest is for letters that arrive."""


async def letter_in(request: Request, house: House) -> Document:
    """The letter in the document that a request brings. Raises what bodies and documents raise."""
    kind = request.headers.get("content-type", "application/octet-stream").partition(";")[0].strip().lower()
    check(kind)
    with house.held.share(of=HELD) as share:
        data = await bytes_of(request, LARGEST, DocumentTooLong(LARGEST), share)
        return await _opened(Envelope(data, house.settings.max_characters), request, house)


async def _opened(envelope: Envelope, request: Request, house: House) -> Document:
    """What is in it, unless who sent it leaves before, or the server stops: then it is let go of."""
    now = asyncio.get_running_loop().time()
    opening = asyncio.create_task(house.envelopes.next(now, envelope.opened))
    leaving, stopping = asyncio.create_task(left(request.receive)), asyncio.create_task(house.stopping.wait())
    try:
        await asyncio.wait({opening, leaving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if opening.done():
            return opening.result()
    finally:
        house.envelopes.aside(envelope.close)  # it waits where the process is just being started
        await cancelled(opening, leaving, stopping)
    if leaving.done():
        raise BodyInvalid("The request was broken off.")
    raise ProblemError(STOPPING)
