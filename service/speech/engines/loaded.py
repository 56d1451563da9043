"""What an engine has loaded, each thing once, whoever asks first and from however many threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """Things of one kind, by name."""

    def __init__(self) -> None:
        self._things: dict[str, Thing] = {}
        self._loading = threading.Lock()

    def get(self, name: str, load: Callable[[], Thing]) -> Thing:
        """The thing of that name, loaded if nobody has yet; others who ask wait. What `load` raises is raised."""
        with self._loading:
            if name not in self._things:
                self._things[name] = load()
            return self._things[name]

    def clear(self) -> None:
        """Let go of all of them."""
        self._things = {}
