"""A rare word in 10,000 requests, to every route and into every failure: how often it turns up unasked."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Figure

REQUESTS = 10_000


def figures() -> Iterator[Figure]:
    """The figure of this file."""
    from tests.attack.canary import run

    with tempfile.TemporaryDirectory() as folder:
        found = run(Path(folder), REQUESTS)
    times = sum(found.where.values())
    places = "".join(f"; {where}: {count}" for where, count in sorted(found.where.items()))
    yield Figure(
        "How often a word of a letter turns up in logs, headers, errors, metrics, files, crashes and arguments",
        f"0 in {REQUESTS:,} requests",
        f"{times} in {found.asked:,} requests of {len(found.statuses)} kinds of answer{places}",
        times == 0 and found.asked == REQUESTS,
    )
