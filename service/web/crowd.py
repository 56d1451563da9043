"""Who waits, and who gives way when a place is full: the one that has waited longest, of the address with the most."""

from __future__ import annotations

import itertools
import logging
import time
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

SELDOM = 60.0
"""Seconds between two lines of the log that say that this server is full."""

log = logging.getLogger("service.web")


class Crowd(Generic[T]):
    """Those of one kind that wait for whoever sent them, by the address that they come from."""

    def __init__(self) -> None:
        self._by: dict[str, dict[T, None]] = {}

    def add(self, address: str, one: T) -> None:
        """It waits. One that waits already has done so since then."""
        self._by.setdefault(address, {}).setdefault(one)

    def remove(self, address: str, one: T) -> None:
        """It does not wait, or no longer."""
        if (ones := self._by.get(address)) is not None:
            ones.pop(one, None)
            if not ones:
                del self._by[address]

    def __iter__(self) -> Iterator[T]:
        return itertools.chain.from_iterable(self._by.values())

    def count(self, address: str) -> int:
        """How many of an address wait."""
        return len(self._by.get(address, ()))

    @property
    def first(self) -> tuple[str, T] | None:
        """Who gives way, and its address; None where nobody waits. Somebody alone stays as long as a crowd is there."""
        if not self._by:
            return None
        address = max(self._by, key=self.count)
        return address, next(iter(self._by[address]))


class Full:
    """Says in the log that this server is full: at once, and then once a minute at most."""

    def __init__(self) -> None:
        self._said = float("-inf")
        self._times = 0

    def note(self) -> None:
        """Somebody was refused or gave way, or did not come to an end."""
        self._times += 1
        if (now := time.monotonic()) - self._said >= SELDOM:
            times, self._times, self._said = self._times, 0, now
            log.warning(
                "this server is as full as it may be: refused, or given way, since this was last said: %d", times
            )
