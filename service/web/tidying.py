"""Memory that was freed goes back to the system a while after something large was here."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable
from typing import Any

from service.process import give_back

PAUSE = 5.0
"""Seconds from the end of something to the moment at which memory is given back. What ends meanwhile goes along."""


class Tidying:
    """Gives memory back, at most once in a while. Only for the event loop's own thread."""

    def __init__(self, aside: Callable[[Callable[[], Any]], None], empty: Callable[[], bool]) -> None:
        """aside: has something done on a thread; empty: whether nobody is here."""
        self._aside, self._empty = aside, empty
        self._coming: asyncio.TimerHandle | None = None

    def soon(self) -> None:
        """Something has ended."""
        if self._coming is None:
            self._coming = asyncio.get_running_loop().call_later(PAUSE, self._begin)

    def close(self) -> None:
        """Not any more."""
        if self._coming is not None:
            self._coming.cancel()

    def _begin(self) -> None:
        self._coming = None
        # To look for what holds on to itself stops every thread: not while anybody listens.
        self._aside(_all if self._empty() else give_back)


def _all() -> None:
    gc.collect()
    give_back()
