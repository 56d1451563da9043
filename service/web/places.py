"""Places: how many of a kind may be here at once. One is asked for before a body is read, taken once that is there."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Literal

from fastapi import Depends, Request
from fastapi.routing import APIRoute
from starlette.types import Receive, Scope, Send

from service.errors import Busy
from service.web.leaving import STOPPING
from service.web.problems import ProblemError

Kind = Literal["readings", "plans", "documents", "arrivals"]

MOST: Mapping[Kind, int] = {"plans": 100, "documents": 32, "arrivals": 200}
"""Plans, documents, and bodies that have not come whole, that may be here at once. For readings it is a setting."""
HARD = 4
"""Documents that may wait to be given more time than documents take, the one that is being opened among them."""
RETRY_AFTER = 10
"""Seconds after which a place may have become free."""
MOMENT, LOOKS = 0.25, 5
"""Seconds in which a place may become free before somebody is refused, and how often it is looked."""


class Places:
    """The places of one kind."""

    def __init__(self, kind: Kind, most: int, tell: Callable[[int], object] = lambda _: None) -> None:
        """most: how many there are; tell: told how many are taken, whenever that changes."""
        self.kind, self.most, self.taken = kind, most, 0
        self.tell = tell
        """Told how many are taken, whenever that changes."""

    def ask(self) -> None:
        """Raise Busy where none is free."""
        if self.taken >= self.most:
            raise Busy(self.kind, RETRY_AFTER)

    async def free(self) -> None:
        """Return where one is free, or becomes free in a moment: who has left is noticed a little later. Raises Busy.

        Somebody who breaks a reading off and asks for the next at once is not refused for the place that was theirs.
        """
        for _ in range(LOOKS):
            if self.taken < self.most:
                return
            await asyncio.sleep(MOMENT / LOOKS)
        self.ask()

    @contextlib.contextmanager
    def one(self) -> Iterator[None]:
        """A place, for as long as the context lasts. Raises Busy."""
        self.ask()
        self._taken(1)
        try:
            yield
        finally:
            self._taken(-1)

    def _taken(self, more: int) -> None:
        self.taken += more
        self.tell(self.taken)


class Place:
    """What a route depends on that takes a place: FastAPI holds it until the answer is sent."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind

    def among(self, request: Request) -> Places:
        """The places of its kind. Raises ProblemError while the server stops."""
        house = request.app.state.house
        if house.stopping.is_set():
            raise ProblemError(STOPPING)
        places: Places = house.places[self.kind]
        return places

    async def __call__(self, request: Request) -> AsyncIterator[None]:
        """A place. Raises Busy."""
        with self.among(request).one():
            yield


READING, PLAN, DOCUMENT = Depends(Place("readings")), Depends(Place("plans")), Depends(Place("documents"))
"""For the routes that read, plan, and open documents."""


class PlacedRoute(APIRoute):
    """A route that asks for its place before the body comes: what it depends on is given only once that is there.

    It is not taken yet, so that a body that comes slowly keeps nobody else from being read to.
    """

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer. Raises Busy, and ProblemError while the server stops."""
        for needed in self.dependencies:
            if isinstance(needed.dependency, Place):
                await needed.dependency.among(Request(scope)).free()
        await super().handle(scope, receive, send)
