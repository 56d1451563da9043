"""How much longer planning, cue sheets, expressions and documents take for twice as much, over what is drawn at random.

`ATTACK_SECONDS` says how many seconds each is looked for.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator
from functools import partial

from benchmarks.figures import Figure
from service.documents.document import document_of
from service.languages.language import Language
from tests.attack.documents import DOCUMENTS, Opened
from tests.attack.expressions import BOUNDED, used
from tests.attack.growing import FOUND, MOST, Kind, Made, drawn, growth
from tests.attack.planners import PLANNERS, Planner, languages

SMALL, LARGE = 5_000, 40_000
"""Characters, or bytes, between which growth is looked at: three doublings."""
SECONDS = float(os.environ.get("ATTACK_SECONDS", "240"))
QUICK = 0.05
"""Seconds of the processor under which a letter of the larger size harms nobody, however it grows."""
TRIES = 6
"""How often something is measured before it is said to grow too much."""
Work = Callable[[], object]
Worst = tuple[float, str]


def figures() -> Iterator[Figure]:
    """The worst growth of each."""
    yield _figure("planning, scores that come back and cue sheets take", *_planning())
    yield _figure("a regular expression takes", *_expressions())
    yield _figure("opening a document takes", *_documents())


def _figure(name: str, count: int, worst: Worst) -> Figure:
    times, what = worst
    seldom = f"never {QUICK * 1000:.0f} ms of work, of {count:,} tried"
    return Figure(
        f"How many times as long {name} for twice as much, from {SMALL:,} to {LARGE:,} characters, at worst",
        f"≤ {MOST}",
        f"{times:.2f}, of {count:,} tried ({what})" if times else seldom,
        times <= MOST,
    )


def _kinds(chance: random.Random) -> Iterator[Kind]:
    """What was found once, and then what is drawn, for as long as is looked for."""
    end = time.monotonic() + SECONDS
    yield from FOUND
    for kind in drawn(chance):
        if time.monotonic() > end:
            return
        yield kind


def _planning() -> tuple[int, Worst]:
    chance, worst, count = random.Random(1), (0.0, ""), 0
    for kind in _kinds(chance):
        name, language = chance.choice(tuple(PLANNERS)), chance.choice(languages())
        told = f"{name}, in {language.tag}, of {kind}"
        worst = max(worst, (_growth(partial(_planned, PLANNERS[name], language, kind)), told))
        count += 1
    return count, worst


def _planned(planner: Planner, language: Language, kind: Kind, size: int) -> Work:
    return partial(planner, kind.of(size), language)


def _expressions() -> tuple[int, Worst]:
    worst, count = (0.0, ""), 0
    uses = [(name, use) for name, use in used() if name.partition("[")[0] not in BOUNDED]
    for kind in _kinds(random.Random(2)):
        for name, use in uses:
            worst = max(worst, (_growth(partial(_used, use, kind)), f"{name} with {kind}"))
            count += 1
    return count, worst


def _used(use: Callable[[str], object], kind: Kind, size: int) -> Work:
    return partial(use, kind.of(size))


def _documents() -> tuple[int, Worst]:
    found = [(_growth(partial(_opened, made)), name) for name, made in DOCUMENTS.items()]
    return len(found), max(found)


def _opened(made: Opened, size: int) -> Work:
    return partial(document_of, made(size))


def _growth(made: Made) -> float:
    return growth(made, SMALL, LARGE, QUICK, TRIES)
