"""`scripts/bench`: measure, print one table, and with `--write` put it into the README."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import choice, cost, killing, reading, serving
from benchmarks.figures import Figure, table

GROUPS: dict[str, Callable[[], Iterator[Figure]]] = {
    "reading": reading.figures,
    "cost": cost.figures,
    "serving": serving.figures,
    "choice": choice.figures,
    "killing": killing.figures,
}
README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- bench -->", "<!-- /bench -->"


def main() -> int:
    """Run the groups that are asked for."""
    parser = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    parser.add_argument("groups", nargs="*", choices=[[], *GROUPS], default=[], help="which figures; all unless named")
    parser.add_argument("--write", action="store_true", help="put the table into README.md")
    options = parser.parse_args()
    found: list[Figure] = []
    for name in options.groups or GROUPS:
        for figure in GROUPS[name]():
            print(f"{figure.name}: {figure.measured}", file=sys.stderr, flush=True)
            found.append(figure)
    print(table(found))
    if options.write:
        text = README.read_text(encoding="utf-8")
        before, rest = text.split(BEGIN)
        README.write_text(f"{before}{BEGIN}\n{table(found)}\n{rest[rest.index(END) :]}", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
