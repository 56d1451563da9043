"""One group of figures, measured in a process of its own. `python -m benchmarks.group NAME`: a line of JSON a figure.

A group that fails, or leaves something behind in memory, then has nothing to do with the others.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from types import MappingProxyType

from benchmarks.figures import Answer, Figure

TITLES = MappingProxyType(
    {
        "reading": "The reading itself",
        "letters": "Letters as people write them",
        "documents_read": "Documents, as programs write them",
        "choice": "The English voices side by side",
        "cost": "What a reading costs",
        "serving": "The service",
        "bounds": "What is held for others",
        "held": "What holds the service up",
        "attack": "What somebody who means harm would try",
        "killing": "The machine's own voices, when their process fails",
        "room": "The listening room",
    }
)
"""The groups, each with its heading in docs/figures.md, in that page's order. A group's name is that of its module
here, whose `figures` gives its figures; it is added by its line in this table."""
PATIENCE = 30.0
"""How long a group that is stopped may take to end, in seconds."""


def measured(name: str) -> tuple[Figure, ...] | None:
    """The figures of a group, each told on standard error as it comes; None where the group failed."""
    command = [sys.executable, "-P", "-m", "benchmarks.group", name]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as process:
        try:
            told, _ = process.communicate()
        except KeyboardInterrupt:
            process.wait(PATIENCE)  # it has been stopped, too, and ends what it has started
            raise
    return tuple(read(line) for line in told.splitlines()) if process.returncode == 0 else None


def written(figure: Figure) -> str:
    """A figure as a line of JSON."""
    # What compares numpy's numbers is numpy's own kind of bool.
    return json.dumps(asdict(figure), default=bool)


def read(line: str) -> Figure:
    """A figure from its line."""
    given = json.loads(line)
    answer = given.pop("answer")
    return Figure(**given, answer=answer and Answer(**answer))


def main() -> int:
    """Measure one group. 130 where somebody stopped it."""
    name = sys.argv[1]
    figures: Callable[[], Iterator[Figure]] = importlib.import_module(f"benchmarks.{name}").figures
    try:
        for figure in figures():
            print(f"{name}: {figure.name}: {figure.measured}", file=sys.stderr, flush=True)
            print(written(figure), flush=True)
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
