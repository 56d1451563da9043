"""`scripts/bench`: measure, print the tables, and with `--write` put them into docs/figures.md and the README.

Every group is measured in a process of its own and written as soon as it is done: one that fails, or Ctrl-C, leaves the
pages as they were but for the groups before it.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.group import TITLES, measured
from benchmarks.pages import Measured, section, with_answers, with_section
from service import __version__
from service.deliver.files import write_text

ROOT = Path(__file__).parent.parent
FIGURES, README = ROOT / "docs" / "figures.md", ROOT / "README.md"


def main() -> int:
    """Run the groups that are asked for. 1 where one of them failed, 130 where somebody stopped it."""
    parser = argparse.ArgumentParser(
        prog="scripts/bench", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("groups", nargs="*", metavar="GROUP", help=f"all unless named: {', '.join(TITLES)}")
    parser.add_argument("--write", action="store_true", help="write the pages; groups that are not measured stay")
    options = parser.parse_args()
    if unknown := [name for name in options.groups if name not in TITLES]:
        parser.error(f"there is no group {unknown[0]}; there are {', '.join(TITLES)}")
    try:
        return run(options.groups or list(TITLES), write=options.write)
    except KeyboardInterrupt:
        print("Stopped. What was measured before has been kept.", file=sys.stderr)
        return 130


def run(names: list[str], *, write: bool) -> int:
    """Measure the groups one after the other. 1 where one of them failed."""
    failed = []
    for number, name in enumerate(names, 1):
        print(f"{name} ({number} of {len(names)})", file=sys.stderr, flush=True)
        figures = measured(name)
        if figures is None:
            failed.append(name)
            print(f"{name}: failed; its figures stay as they were", file=sys.stderr, flush=True)
        elif not figures:
            print(f"{name}: nothing to measure on this machine; its figures stay as they were", file=sys.stderr)
        else:
            done = Measured(name, TITLES[name], conditions(), figures)
            print(section(done), flush=True)
            if write:
                put(done)
    if failed:
        print(f"Not measured: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def put(done: Measured) -> None:
    """Write a group into both pages. Each of them is whole at any moment."""
    write_text(FIGURES, with_section(FIGURES.read_text(encoding="utf-8"), done, list(TITLES)))
    write_text(README, with_answers(README.read_text(encoding="utf-8"), done.answers))


def conditions() -> str:
    """When, where and with what: a sentence."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("hibari-tts", "onnxruntime", "numpy"))
    system = f"{os.cpu_count()} cores, {platform.system()} on {platform.machine()}, Python {platform.python_version()}"
    return f"Measured on {datetime.now(UTC):%Y-%m-%d} with Readback {__version__}: {system}, {libraries}."


if __name__ == "__main__":
    sys.exit(main())
