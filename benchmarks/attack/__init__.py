"""What somebody who means harm would try, at length: the group `attack`. A file each, in the order of the page."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from benchmarks.figures import Figure

FILES = ("bodies", "growth", "abandoned", "connections", "memory", "soak", "canary", "install")


def figures() -> Iterator[Figure]:
    """All figures of the group."""
    for name in FILES:
        yield from importlib.import_module(f"{__name__}.{name}").figures()
