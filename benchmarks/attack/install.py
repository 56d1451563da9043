"""What is planted in the way of `voices install`: how much of it is tried, and how much is refused."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure


def figures() -> Iterator[Figure]:
    """The figure of this file."""
    from tests.attack.planted import everything

    with tempfile.TemporaryDirectory() as folder:
        tries = list(everything(Path(folder)))
    passed = [what for what, refused in tries if not refused]
    yield Figure(
        "Planted packages, wrong digests, links and paths in the way of an installation that are refused",
        "all",
        f"{len(tries) - len(passed)} of {len(tries)}" + "".join(f"; not {what}" for what in passed),
        not passed,
    )
