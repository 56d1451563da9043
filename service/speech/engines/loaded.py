"""What an engine has loaded, each thing once, whoever asks first and from however many threads."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """Things of one kind, by name."""

    def __init__(self) -> None:
        self._things: dict[str, Thing] = {}
        self._loading: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        """Held while the thing of that name is loaded."""
        self._naming = threading.Lock()
        """Held while one of those is made, so that two who ask at the same moment get the same one."""

    def get(self, name: str, load: Callable[[], Thing]) -> Thing:
        """The thing of that name, loaded if nobody has yet. What `load` raises is raised.

        Who asks for it while it is loaded waits; who asks for another does not.
        """
        things = self._things
        if name in things:
            return things[name]
        with self._naming:
            loading = self._loading[name]
        with loading:
            if name not in things:
                things[name] = load()
            return things[name]

    def clear(self) -> None:
        """Let go of all of them."""
        self._things = {}
