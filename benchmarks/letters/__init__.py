"""Letters as people write them, not as they are kept: how many are said and rested right. The group `letters`.

What is wrong is listed on standard error, with the reason, so that somebody can look at it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from benchmarks.figures import Answer, Figure
from benchmarks.letters import pathological, wanted
from benchmarks.letters.pronounced import ACCENTS, faults, homographs, names, terms
from benchmarks.readings import long_letter
from tests.cases.case import Case, as_read, cases

SEVERITIES = {
    3: ("something of the letter was lost once, or it could not be read", 1.0),
    2: ("it was wrong to hear", 0.98),
    1: ("it was a blemish, or never wrong", 0.9),
}
"""What each means, and how many of the letters of the table are to be right that have it."""
MOST_MILLISECONDS = 60.0
"""How long planning a letter of nothing but one thing may take."""
PLAN_MILLISECONDS = 10.0
"""How long planning a letter of 300 words may take."""


def figures() -> Iterator[Figure]:
    """All figures of the group."""
    yield from _table()
    yield _new()
    yield from _pronounced()
    yield from _pathological()
    yield _plan()


def _table() -> Iterator[Figure]:
    every = tuple(cases())
    for severity, (what, share) in SEVERITIES.items():
        of_it = [case for case in every if case.severity == severity]
        wrong = [case for case in of_it if as_read(case.letter, case.language) != case.said]
        _list(f"{case.name}: {_told(case)}" for case in wrong)
        name = f"Letters of the table in `tests/cases/` that are read exactly right, of those where {what}"
        yield _share(name, share, len(of_it) - len(wrong), len(of_it))


def _told(case: Case) -> str:
    return f"{case.letter!r} is read {as_read(case.letter, case.language)!r}, not {case.said!r}"


def _new() -> Figure:
    letters = wanted.letters()
    wrong = [(letter, fault) for letter in letters if (fault := wanted.fault(letter))]
    _list(f"{letter.letter!r} ({letter.why}): {fault}; right: {letter.said}" for letter, fault in wrong)
    name = "Letters that are only measured with, made after reports about other speech programs, that are read right"
    right = len(letters) - len(wrong)
    how = f"{right} of {len(letters)} small ones that nothing was made for: every word, and every rest of a sentence"
    answer = Answer("letters", f"{right / len(letters) * 100:.0f} %", how)
    return replace(_share(name, 0.9, right, len(letters)), answer=answer)


def _pronounced() -> Iterator[Figure]:
    known, unknown = names()
    wrong = {language: (*faults(known, language), *faults(unknown, language)) for language in ACCENTS}
    yield _accents("First names that are said right, half of them in no dictionary", 0.9, len(known + unknown), wrong)
    _list(f"{accent}: {fault}" for language, accent in ACCENTS.items() for fault in wrong[language])
    wrong = {language: tuple(faults(terms(), language)) for language in ACCENTS}
    yield _accents("Medicines of the mind and terms of therapy that are said right", 0.95, len(terms()), wrong)
    _list(f"{accent}: {fault}" for language, accent in ACCENTS.items() for fault in wrong[language])
    of_two = tuple(faults(homographs(), "en-US"))
    _list(of_two)
    count = len(homographs())
    name = "Sentences with a word that is said in two ways (*read*, *live*, *content*) in which it is said right"
    yield _share(name, 0.95, count - len(of_two), count)


def _pathological() -> Iterator[Figure]:
    kinds = tuple(pathological.kinds())
    slow = [kind for kind in kinds if kind.milliseconds > MOST_MILLISECONDS]
    slowest = max(kinds, key=lambda kind: kind.milliseconds)
    _list(f"{kind.what}: {kind.milliseconds:.0f} ms" for kind in slow)
    yield Figure(
        f"Planning {pathological.LONG:,} characters of nothing but one thing ({', '.join(pathological.KINDS)}), "
        "the slowest",
        f"≤ {MOST_MILLISECONDS:.0f} ms each",
        f"{slowest.milliseconds:.0f} ms ({slowest.what}; {len(kinds) - len(slow)} of {len(kinds)} kinds within)",
        not slow,
    )
    mixed = tuple(pathological.mixed())
    slowest = max(mixed, key=lambda kind: kind.milliseconds)
    name = f"Planning {pathological.LONG:,} characters of one short word, number or sign again and again, the slowest"
    yield Figure(name, "", f"{slowest.milliseconds:.0f} ms ({slowest.what}, of {len(mixed)})", None)
    steepest = max((*kinds, *mixed), key=lambda kind: kind.growth)
    yield Figure(
        f"How many times as long as {pathological.SHORT:,} characters of the same that takes, at worst",
        f"≤ {pathological.STEEP}",
        f"{steepest.growth:.2f} ({steepest.what})",
        steepest.growth <= pathological.STEEP,
    )


def _plan() -> Figure:
    milliseconds = pathological.plan_milliseconds(long_letter(300))
    return Figure(
        "Planning a letter of 300 words",
        f"≤ {PLAN_MILLISECONDS:.0f} ms",
        f"{milliseconds:.1f} ms",
        milliseconds <= PLAN_MILLISECONDS,
    )


def _accents(name: str, share: float, count: int, wrong: Mapping[str, tuple[str, ...]]) -> Figure:
    """How many are right in each accent; the one with fewer has to reach the share."""
    right = {accent: count - len(wrong[language]) for language, accent in ACCENTS.items()}
    told = ", ".join(f"{accent} {of_it / count * 100:.0f} % ({of_it} of {count})" for accent, of_it in right.items())
    return Figure(name, _asked(share), told, min(right.values()) >= share * count)


def _share(name: str, share: float, right: int, count: int) -> Figure:
    told = f"{right / count * 100:.0f} % ({right} of {count})" if count else "none is there"
    return Figure(name, _asked(share), told, right >= share * count if count else None)


def _asked(share: float) -> str:
    return "all" if share == 1.0 else f"≥ {share * 100:.0f} %"


def _list(faults: Iterable[str]) -> None:
    for fault in faults:
        print(f"letters, wrong: {fault}", file=sys.stderr)
