"""Turns of plans: the shortest first, and what is short never behind what is long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from service.deliver.turns import Turns

T = TypeVar("T")

SHORT = 4000
"""Characters up to which a letter is short: some 700 words, which most are. Its plan takes a twentieth of a second."""
PART = 5
"""Characters that make as much work as one part of a score."""
LEEWAY = 0.0015
"""Seconds for which a letter stands back behind shorter ones that came later, for each of its characters: half a
minute for 20,000 of them, and no longer, however many others come."""


class Planning:
    """Two threads on which plans are made. What is short has one of its own."""

    def __init__(self) -> None:
        self._short, self._long = Turns(1), Turns(1)

    @property
    def turns(self) -> tuple[Turns, ...]:
        """Both."""
        return self._short, self._long

    async def next(self, size: int, work: Callable[[], T]) -> T:
        """What `work` returns or raises, done when it is its turn. size: of what is planned, in characters.

        Who is cancelled while waiting loses the turn.
        """
        turns = self._short if size <= SHORT else self._long
        return await turns.next(asyncio.get_running_loop().time() + size * LEEWAY, work)
