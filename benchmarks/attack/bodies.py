"""How long any single request holds the event loop: random bodies, and bodies that are made to.

A request that held it longer than it may is sent again, twice: what counts is the least, since other programs run here.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from benchmarks.figures import Figure
from tests.attack.bodies import adversarial, random_body
from tests.attack.lateness import Asked, Sent, asked

RANDOM, ADVERSARIAL = 20_000, 2_000
MOST = 0.1
"""Seconds."""
Named = tuple[str, Sent]


def figures() -> Iterator[Figure]:
    """One for each kind of bodies."""
    with asked() as server:
        chance = random.Random(1)
        drawn = (("a random body", random_body(chance)) for _ in range(RANDOM))
        yield _figure(f"{RANDOM:,} random bodies", server, drawn)
        made = islice(adversarial(random.Random(2)), ADVERSARIAL)
        yield _figure(f"{ADVERSARIAL:,} bodies of up to 1.2 MB that are made to hold it", server, made)


def _figure(name: str, server: Asked, bodies: Iterable[Named]) -> Figure:
    worst, what, answers = 0.0, "", Counter[int]()
    for told, sent in bodies:
        status, held = server.least(sent, MOST)
        answers[status] += 1
        if held > worst:
            worst, what = held, told
    failed = sum(number for status, number in answers.items() if status >= 500)
    return Figure(
        f"How long a single request holds the event loop, of {name}, at most",
        f"≤ {MOST * 1000:.0f} ms, none a failure of ours",
        f"{worst * 1000:.0f} ms ({what}); answered {dict(sorted(answers.items()))}",
        worst <= MOST and not failed,
    )
