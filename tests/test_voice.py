"""What was measured of a voice, and what follows from it."""

from __future__ import annotations

import dataclasses

import pytest

from service.voice import Measured
from tests.readings import CATALOGUE

MEASURED = Measured(5.0, 0.25, 0.125, 0.0625, response=1.0, slowest=2.5, level=-26.0)


@pytest.mark.parametrize("rate", [2.5, 3.7, 5.0, 6.0])
@pytest.mark.parametrize("response", [0.8, 1.0, 1.25])
def test_the_engine_is_given_the_speed_at_which_the_voice_keeps_the_rate(rate: float, response: float) -> None:
    """rate = own rate × speed ** response, as it was measured."""
    measured = dataclasses.replace(MEASURED, response=response)
    speed = measured.speed(rate)
    assert measured.syllables_per_second * speed**response == pytest.approx(rate)
    assert (speed < 1) == (rate < 5.0)


def test_a_phrase_takes_longer_by_its_end_its_syllables_and_its_consonants() -> None:
    assert MEASURED.seconds(0, 0) == 0.25
    assert MEASURED.seconds(2, 0) - MEASURED.seconds(0, 0) == 0.25
    assert MEASURED.seconds(2, 4) - MEASURED.seconds(2, 0) == 0.25


@pytest.mark.parametrize("name", CATALOGUE.files)
def test_what_was_measured_of_a_voice_can_be_true(name: str) -> None:
    measured = CATALOGUE.voice(name).measured
    assert 0.5 <= measured.slowest < measured.syllables_per_second < 8.0
    assert 0.5 <= measured.response <= 1.5
    assert -60 < measured.level < 0
    assert 0.8 <= measured.speed(measured.syllables_per_second) <= 1.2
