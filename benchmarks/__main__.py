"""`scripts/bench`: measure, print one table, and with `--write` put it into the README."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import choice, cost, held, killing, reading, room, serving
from benchmarks.figures import Figure, table

GROUPS: dict[str, Callable[[], Iterator[Figure]]] = {
    "reading": reading.figures,
    "cost": cost.figures,
    "serving": serving.figures,
    "held": held.figures,
    "choice": choice.figures,
    "killing": killing.figures,
    "room": room.figures,
}
README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def main() -> int:
    """Run the groups that are asked for."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("groups", nargs="*", choices=[[], *GROUPS], default=[], help="which figures; all unless named")
    parser.add_argument(
        "--write", action="store_true", help="put the table into README.md; rows of groups that are not measured stay"
    )
    options = parser.parse_args()
    found: list[Figure] = []
    for name in options.groups or GROUPS:
        for figure in GROUPS[name]():
            print(f"{figure.name}: {figure.measured}", file=sys.stderr, flush=True)
            found.append(figure)
    print(table(found))
    if options.write:
        before, rest = README.read_text(encoding="utf-8").split(BEGIN)
        old, after = rest.split(END)
        written = table(found) if not options.groups else merged(old, table(found))
        README.write_text(f"{before}{BEGIN}\n{written}\n{END}{after}", encoding="utf-8")
    return 0


def merged(old: str, new: str) -> str:
    """The old table with the rows that were measured anew in their places, and new ones at its end."""
    rows = {row.split(" | ")[0]: row for table in (old, new) for row in table.strip().splitlines()}
    return "\n".join(rows.values())


if __name__ == "__main__":
    sys.exit(main())
