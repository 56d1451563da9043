"""How loud a recording is said to be."""

from __future__ import annotations

import numpy as np
import pytest

from service.audio import Samples
from service.encode.formats import SAMPLE_RATES
from service.voices.loudness import SILENCE, integrated


def sine(level: float, seconds: float, sample_rate: int = 24_000) -> Samples:
    """The tone by which meters are set: 997 Hz, whose peak is so many dB of full scale."""
    at = np.arange(round(seconds * sample_rate)) / sample_rate
    return (10 ** (level / 20) * np.sin(2 * np.pi * 997 * at)).astype(np.float32)


@pytest.mark.parametrize("sample_rate", SAMPLE_RATES)
@pytest.mark.parametrize("seconds", [0.4, 0.5, 5.0])
def test_the_tone_by_which_meters_are_set_is_as_loud_as_the_standard_says(seconds: float, sample_rate: int) -> None:
    assert integrated(sine(-20.0, seconds, sample_rate), sample_rate) == pytest.approx(-23.0, abs=0.05)


def test_pauses_do_not_count() -> None:
    tone, pause = sine(-20.0, 3.0), np.zeros(10 * 24_000, np.float32)
    assert integrated(np.concatenate((tone, pause, tone, pause)), 24_000) == pytest.approx(-23.01, abs=0.4)


@pytest.mark.parametrize("samples", [np.zeros(0), np.zeros(72_000), sine(-20.0, 0.39), sine(-75.0, 3.0)])
def test_silence_and_what_is_too_short_have_the_least_level_that_there_is(samples: Samples) -> None:
    assert integrated(samples.astype(np.float32), 24_000) == SILENCE
