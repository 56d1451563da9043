"""No body that anybody may send keeps the others from being answered."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from tests.attack.bodies import BODIES, LIMIT, LONGEST, letter_of, phrases, random_body
from tests.attack.growing import FOUND, Kind
from tests.attack.lateness import Asked, Sent, asked

HELD = 0.25
"""Seconds of the processor. A hundredth of one is usual; what was mended took two or three, on an idle machine."""
LARGE = LONGEST * 2 // 3
"""Bytes of a body whose values are few enough that it is read."""


@pytest.fixture(scope="module")
def server() -> Iterator[Asked]:
    with asked() as one:
        yield one


def short(server: Asked, sent: Sent) -> int:
    """The status, once the loop was held for no longer than it may be."""
    status, held = server.least(sent, HELD)
    assert held <= HELD
    assert status < 500
    return status


@pytest.mark.parametrize("size", [LONGEST, LARGE])
@pytest.mark.parametrize("name", BODIES)
def test_a_body_that_is_made_to_take_long_holds_nobody_up(server: Asked, name: str, size: int) -> None:
    short(server, BODIES[name].of(size))


def test_a_score_of_ten_thousand_phrases_holds_nobody_up(server: Asked) -> None:
    assert short(server, phrases(LIMIT)) == 200


@pytest.mark.parametrize("kind", FOUND, ids=repr)
def test_a_letter_that_once_took_long_holds_nobody_up(server: Asked, kind: Kind) -> None:
    short(server, letter_of(kind, random.Random(1)))


def test_random_bodies_hold_nobody_up_and_are_no_failures_of_ours(server: Asked) -> None:
    chance = random.Random(20261126)
    for _ in range(150):
        short(server, random_body(chance))


def test_more_values_than_any_letter_or_score_has_are_refused_in_a_sentence(server: Asked) -> None:
    assert server.held(BODIES["lists as a letter"].of(LONGEST))[0] == 400
    assert server.held(Sent("/v1/scores", b'{"letter": "' + b"[" * LIMIT + b' a"}'))[0] in (200, 413)
