"""Bodies on their way here: how many there may be, and which of them gives way where another finds no room."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

from service.deliver.held import Share
from service.web.crowd import Crowd
from service.web.places import Places


class Arrival:
    """A body that has not come whole."""

    def __init__(self, address: str, share: Share) -> None:
        self.share = share
        """What it holds of what may be held at all."""
        self.pieces: list[bytes] = []
        """What has come of it."""
        self.gone = False
        """Whether it has given way."""
        self.address = address
        """Where it comes from."""
        self.clock = asyncio.timeout(None)
        """Until when it is waited for."""

    def give_way(self) -> None:
        """Let go of what has come, and wait no more."""
        self.gone = True
        self.pieces.clear()
        self.share.give(self.share.size)
        if not self.clock.expired():
            self.clock.reschedule(asyncio.get_running_loop().time())


class Arrivals(Places):
    """The places of bodies that arrive. Somebody who sends without an end keeps nobody else from being heard."""

    def __init__(self, most: int) -> None:
        super().__init__("arrivals", most)
        self._here = Crowd[Arrival]()

    @contextlib.contextmanager
    def next(self, address: str, share: Share) -> Iterator[Arrival]:
        """A place for a body. share: an empty one. Where all are taken, somebody gives way."""
        if self.taken >= self.most:
            self._gives_way()
        arrival = Arrival(address, share)
        self._taken(1)
        self._here.add(address, arrival)
        try:
            yield arrival
        finally:
            self._here.remove(address, arrival)
            self._taken(-1)

    def room(self, arrival: Arrival, size: int) -> bool:
        """Take `size` bytes more for it, and where there are none, have others give way. False where that is no use."""
        while not arrival.gone and not arrival.share.take(size):
            if arrival.share.lacks(size) > self._of_others(arrival) or not self._gives_way(arrival):
                return False
        return not arrival.gone

    def _of_others(self, arrival: Arrival) -> int:
        return sum(one.share.size for one in self._here if one is not arrival)

    def _gives_way(self, to: Arrival | None = None) -> bool:
        """Have the first in line give way, unless that is the one for which it would."""
        if (first := self._here.first) is None or first[1] is to:
            return False
        self._here.remove(*first)
        first[1].give_way()
        return True
