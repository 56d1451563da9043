"""Documents that are sent here, and that no work goes on for who has left."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

from fastapi import Request

from service.deliver.turns import Turns
from service.documents.document import LARGEST, Document
from service.documents.kinds import check
from service.documents.sandbox import LONG, SOON, Envelope, Unfinished
from service.errors import Busy, DocumentTooLong
from service.web.bodies import address_of, bytes_of
from service.web.leaving import STOPPING, cancelled
from service.web.places import RETRY_AFTER
from service.web.problems import ProblemError
from service.web.requests import House

HELD = 0.75
"""The part of what may be held at all beyond which documents are refused: the rest is for letters that arrive."""
MOST_OF_ONE = 16
"""Documents that one address may have here at once. Behind a proxy, that is everybody unless the proxy is trusted."""


async def letter_in(request: Request, house: House) -> Document:
    """The letter in the document that a request brings. Raises what bodies and documents raise."""
    kind = request.headers.get("content-type", "application/octet-stream").partition(";")[0].strip().lower()
    check(kind)
    with _one_more(address_of(request), house) as before, house.held.share(of=HELD) as share:
        data = await bytes_of(request, LARGEST, DocumentTooLong(LARGEST), share)
        # Whoever has sent several comes after whoever has sent one.
        due = asyncio.get_running_loop().time() + before * SOON.seconds
        most = house.settings.max_characters
        try:
            return await _opened(Envelope(data, most, SOON), house, house.envelopes, due)
        except Unfinished:
            with house.hard_places.one():
                return await _opened(Envelope(data, most, LONG), house, house.hard, due)


@contextlib.contextmanager
def _one_more(address: str, house: House) -> Iterator[int]:
    """Count a document of that address while it is here. How many there are before it. Raises Busy."""
    before = house.senders[address]
    if before >= MOST_OF_ONE:
        raise Busy("documents", RETRY_AFTER)
    house.senders[address] += 1
    try:
        yield before
    finally:
        house.senders[address] -= 1
        if not house.senders[address]:
            del house.senders[address]


async def _opened(envelope: Envelope, house: House, turns: Turns, due: float) -> Document:
    """What is in it, unless who sent it leaves before, or the server stops: then it is let go of."""
    opening = asyncio.create_task(turns.next(due, envelope.opened))
    stopping = asyncio.create_task(house.stopping.wait())
    try:
        await asyncio.wait({opening, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if opening.done():
            return opening.result()
    finally:
        turns.aside(envelope.close)  # it waits where the process is just being started
        await cancelled(opening, stopping)
    raise ProblemError(STOPPING)
