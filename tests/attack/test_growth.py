"""Planning, cue sheets and documents take twice as long for twice as much, whatever stands in it."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import partial
from itertools import islice
from typing import Any

import pytest

from service.documents.document import document_of
from service.languages.language import Language
from service.languages.registry import language_of
from tests.attack.documents import DOCUMENTS
from tests.attack.expressions import BOUNDED, used
from tests.attack.growing import FOUND, Kind, drawn, growth
from tests.attack.planners import PLANNERS, everything, languages

STEEP = 3.0
"""Twice as much takes twice as long, or four times where it is by the square: this lies between, whatever else runs."""
SEED = 20261126


def steep(made: Callable[[int], Callable[[], object]], small: int, large: int, quick: float) -> float:
    """How much work grows, where that is too much, or 0."""
    times = growth(made, small, large, quick)
    return times if times > STEEP else 0.0


def work(do: Callable[..., object], kind: Kind, *more: Any) -> Callable[[int], Callable[[], object]]:
    return lambda size: partial(do, kind.of(size), *more)


@pytest.mark.parametrize("kind", FOUND, ids=repr)
@pytest.mark.parametrize("tag", ["en", "de"])
def test_what_was_slow_once_is_planned_as_any_letter_is(tag: str, kind: Kind) -> None:
    for name in ("its phrases", "cue sheets"):
        assert not steep(work(PLANNERS[name], kind, language_of(tag)), 1_500, 6_000, 0.1)


def test_no_letter_of_those_that_are_drawn_is_planned_in_more_than_its_share() -> None:
    chance = random.Random(SEED)
    found = {}
    for kind in islice(drawn(chance), 30):
        language: Language = chance.choice(languages())
        if times := steep(work(everything, kind, language), 500, 2_000, 0.04):
            found[kind] = language.tag, times
    assert not found


@pytest.mark.parametrize("name", PLANNERS)
def test_each_planner_takes_its_share_of_an_ordinary_letter(name: str) -> None:
    kind = Kind("Dear Sam,", " you did it.", " me")
    assert not steep(work(PLANNERS[name], kind, language_of("en")), 1_000, 4_000, 0.05)


def test_no_expression_takes_more_than_its_share_of_any_letter_that_is_drawn() -> None:
    chance, found = random.Random(SEED), {}
    uses = [(name, use) for name, use in used() if name.partition("[")[0] not in BOUNDED]
    assert len(uses) > 100
    for kind in (*FOUND, *islice(drawn(chance), 50)):
        for name, use in uses:
            if times := steep(work(use, kind), 1_000, 4_000, 0.01):
                found[name] = kind, times
    assert not found


def test_an_expression_that_shares_out_a_run_in_all_ways_is_found() -> None:
    use = re.compile(r"Dear (\.{2,}|,)[.!]*(?=\s|\w)").match
    assert any(steep(work(use, kind), 250, 1_000, 0.001) for kind in FOUND)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_kind_of_document_is_opened_in_its_share_of_time(name: str) -> None:
    assert not steep(lambda size: partial(document_of, DOCUMENTS[name](size)), 5_000, 20_000, 0.1)
