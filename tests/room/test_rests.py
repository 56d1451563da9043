"""What is heard is what is saved: the page stretches rests by itself, and comes to those of a recording."""

from __future__ import annotations

from typing import Any

import pytest

from service.score.pace import LONGEST_REST, LONGEST_UNASKED, PRESETS
from service.score.score import Rest
from service.score.score_file import to_dict
from tests.readings import CATALOGUE, LETTERS, score_of
from tests.room.rests import compared, factors, played

FACTORS = (0.5, 0.8, 1.25, 1.563, 2.0)
"""Ends of the range, and what presses of a button lead to."""
NAMES = ("evening", "steps", "breathless")
ASKED: dict[str, Any] = {"rests": {"sentence": 4.5, "paragraph": 12.0, "greeting": 3.0}, "jitter": 0.3}
"""Rests that go further than a preset does, and one that a factor takes to the limit."""


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("wish", [{"preset": preset} for preset in PRESETS] + [ASKED], ids=[*PRESETS, "asked"])
def test_the_rests_of_the_page_are_those_of_a_recording_to_the_sample(name: str, wish: dict[str, Any]) -> None:
    found = compared(score_of(LETTERS[name]), CATALOGUE.voice("tone"), FACTORS, **wish)
    assert found.rests >= len(FACTORS) * 10
    assert found.differing == 0


def test_every_rest_that_there_can_be_is_the_same_in_both_at_every_factor() -> None:
    every = [*(ms / 1000 for ms in range(0, 4000, 3)), 12.345, 32.5]
    rests = [Rest.scaled("soft", base, most, 1.0) for base in every for most in (LONGEST_UNASKED, LONGEST_REST)]
    score = to_dict(score_of("Hello."))
    parts = [{"kind": "rest", "rest": rest.kind, "seconds": 0, "base": rest.base, "most": rest.most} for rest in rests]
    for factor, page in zip(factors(), played({**score, "parts": parts}, factors()), strict=True):
        assert page == [Rest.scaled("soft", rest.base or 0.0, rest.most, factor).seconds for rest in rests]
