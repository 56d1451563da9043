"""What is held in memory for others: bodies, documents and zips, bounded in bytes over all of them."""

from __future__ import annotations

import threading
from types import TracebackType
from typing import Self


class Held:
    """A budget of bytes. Everything that holds what somebody else sent or asked for takes from it first."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        """The most that is held at any time, in bytes."""
        self.in_use = 0
        """Bytes that are held now."""
        self._one = threading.Lock()  # for the length of one addition: the event loop and the workers both take

    def share(self, of: float = 1.0) -> Share:
        """A share, empty yet. of: which part of the limit may be in use for it to grow; what is large leaves some."""
        return Share(self, round(of * self.limit))

    def moved(self, size: int, limit: int) -> bool:
        """Take `size` bytes, or give them back where it is negative. False, and nothing taken, beyond `limit`."""
        with self._one:
            if size > 0 and self.in_use + size > limit:
                return False
            self.in_use += size
            return True


class Share:
    """What one body, document or zip holds of the budget. As a context manager it is given back in every outcome."""

    def __init__(self, held: Held, limit: int) -> None:
        self.size = 0
        """Bytes that it holds."""
        self.limit = limit
        """Bytes that all shares together may come to for this one to grow."""
        self._held = held

    def take(self, size: int) -> bool:
        """Hold `size` bytes more; False where there is no room for them."""
        if not self._held.moved(size, self.limit):
            return False
        self.size += size
        return True

    def lacks(self, size: int) -> int:
        """How many bytes too many are held by others for `size` more to be taken."""
        return self._held.in_use + size - self.limit

    def give(self, size: int) -> None:
        """Hold `size` bytes less."""
        self._held.moved(-size, self.limit)
        self.size -= size

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.give(self.size)
