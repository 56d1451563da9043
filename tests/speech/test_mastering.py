"""One level, and a ceiling that nothing goes over."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyloudnorm
import pytest
from scipy.signal import butter, resample_poly, sosfilt

from service.audio import Samples, Take
from service.speech.mastering import CEILING, LEVEL, gain_of, limited, loudness, mastered
from tests.readings import RATE, heard, reading, score_of

LIMIT = 10 ** (CEILING / 20)


def levelled(takes: tuple[Take, ...], voice_level: float = -26.0) -> tuple[Take, ...]:
    """The takes at the level of the reading."""
    return mastered(takes, gain_of(takes, voice_level))


def tone(hertz: float, db: float, seconds: float = 1.0, phase: float = 0.0) -> Samples:
    """A tone that sets in and dies away within 5 ms, as the edges of speech do."""
    time = np.arange(round(seconds * RATE)) / RATE
    fade = np.minimum(1.0, np.minimum(np.arange(len(time)), np.arange(len(time))[::-1]) / min(120, len(time) / 2))
    return (10 ** (db / 20) * np.sin(2 * np.pi * hertz * time + phase) * fade).astype(np.float32)


def noise(db: float, seconds: float = 1.0, seed: int = 1) -> Samples:
    """Noise up to 10 kHz: as bright as the sharpest s."""
    size = round(seconds * RATE)
    white = np.random.default_rng(seed).standard_normal(size) * 10 ** (db / 20)
    return sosfilt(butter(8, 10_000, fs=RATE, output="sos"), white).astype(np.float32)


def true_peak(samples: Samples) -> float:
    """Highest point between samples, four times oversampled, in dB of full scale."""
    return float(20 * np.log10(np.abs(resample_poly(samples.astype(np.float64), 4, 1)).max()))


def take(samples: Samples) -> Take:
    return Take(samples, RATE, 0, len(samples))


@pytest.mark.parametrize(
    "loud",
    [
        tone(220, 6),
        tone(RATE / 4, 3, phase=np.pi / 4),
        tone(5999, 0, phase=0.8),
        tone(9000, 2),
        noise(0),
        noise(-6),
        np.concatenate([tone(200, -30), tone(200, 9, 0.01), tone(200, -30)]),
        np.where(np.arange(RATE) % 4800 == 2400, 2.0, 0.0).astype(np.float32),
        np.where(np.arange(2 * RATE) % 100 < 50, 0.9, -0.9).astype(np.float32),
        tone(300, 20, 0.004),
    ],
    ids=["a tone", "between samples", "high", "higher", "noise", "peaks", "burst", "clicks", "square", "very short"],
)
def test_no_true_peak_goes_over_the_ceiling(loud: Samples) -> None:
    held = limited(loud, RATE)
    assert held.shape == loud.shape
    assert held.dtype == np.float32
    assert true_peak(held) <= CEILING + 0.3


@pytest.mark.parametrize("seed", range(8))
def test_no_hiss_as_sharp_as_an_s_goes_over_the_ceiling_between_samples(seed: int) -> None:
    """Around a quarter of the rate a peak lies beside a loud sample, and the next one is nearly silent."""
    white = np.random.default_rng(seed).standard_normal(RATE)
    hiss = sosfilt(butter(4, [5000, 7000], "band", fs=RATE, output="sos"), white)
    held = limited((hiss / np.abs(hiss).max() * (0.8 + 0.15 * seed)).astype(np.float32), RATE)
    assert true_peak(held) <= CEILING + 0.3


def test_what_is_under_the_ceiling_is_left_as_it_is() -> None:
    quiet = tone(220, CEILING - 0.2)
    assert np.array_equal(limited(quiet, RATE), quiet)
    assert limited(np.zeros(0, np.float32), RATE).shape == (0,)


def test_far_from_a_peak_nothing_is_turned_down_and_near_it_the_gain_moves_without_a_step() -> None:
    loud = tone(200, -12)
    loud[12_000] = 1.5
    held = limited(loud, RATE)
    assert np.array_equal(held[:11_000], loud[:11_000])
    assert np.array_equal(held[13_000:], loud[13_000:])
    sounding = np.abs(loud) > 0.02
    gain = held[sounding] / loud[sounding]
    assert gain.max() <= 1.0 + 1e-6
    assert np.abs(np.diff(gain)).max() < 0.02


@pytest.mark.parametrize("db", [-40.0, -26.0, -14.0])
def test_loudness_is_that_of_bs_1770_on_steady_sound(db: float) -> None:
    sound = noise(db, 5)
    assert loudness(sound, RATE) == pytest.approx(pyloudnorm.Meter(RATE).integrated_loudness(sound), abs=0.3)


@pytest.mark.parametrize("name", ["short", "evening"])
def test_loudness_is_that_of_bs_1770_on_speech(name: str) -> None:
    _, samples, timeline = reading(name)
    cues = [cue for cue in timeline.cues if hasattr(cue, "index")]
    speech = np.concatenate([samples[cue.start : cue.end] for cue in cues])
    assert loudness(speech, RATE) == pytest.approx(pyloudnorm.Meter(RATE).integrated_loudness(speech), abs=0.4)


def test_one_gain_for_all_takes_of_an_utterance() -> None:
    takes = (take(tone(220, -30)), take(tone(330, -24)))
    first, second = levelled(takes)
    gains = [float(np.abs(after.samples).max() / np.abs(before.samples).max()) for before, after in
             zip(takes, (first, second), strict=True)]  # fmt: skip
    assert gains[0] == pytest.approx(gains[1], rel=1e-4)
    assert gains[0] > 1.5


def test_an_utterance_that_is_far_off_keeps_some_of_its_distance() -> None:
    for db in (-60.0, -3.0):
        (leveled,) = levelled((take(noise(db, 2)),))
        gain = 20 * np.log10(np.square(leveled.samples).mean() ** 0.5) - db
        assert 2.5 <= gain <= 10.5 or db > -20


@pytest.mark.parametrize("size", [0, 1, 100])
def test_silence_and_hardly_any_sound_are_leveled_without_a_fuss(size: int) -> None:
    (leveled,) = levelled((take(np.zeros(size, np.float32)),))
    assert np.array_equal(leveled.samples, np.zeros(size, np.float32))


@pytest.mark.parametrize("name", ["short", "evening", "typed"])
def test_a_reading_is_as_loud_as_it_is_promised_and_peaks_under_minus_two(name: str) -> None:
    _, samples, _ = reading(name)
    assert pyloudnorm.Meter(RATE).integrated_loudness(samples) == pytest.approx(LEVEL, abs=1.0)
    assert true_peak(samples) <= -2.0


def test_phrases_lie_close_to_each_other() -> None:
    """95 of 100 phrases of a second or more, within 1.5 LU of the reading's own level."""
    _, samples, timeline = reading("evening")
    levels = []
    for cue in timeline.cues:
        if hasattr(cue, "index") and cue.end - cue.start >= RATE:
            levels.append(loudness(samples[cue.start : cue.end], RATE))
    off = np.abs(np.array(levels) - np.median(levels))
    assert np.percentile(off, 95) <= 1.5


def test_the_tone_voice_is_as_loud_as_the_others() -> None:
    samples, _ = heard(score_of("This is as long as a sentence has to be, for a level that can be measured."))
    assert loudness(samples, RATE) == pytest.approx(LEVEL, abs=2.0)


def test_k_weighting_is_that_of_the_standard() -> None:
    """A 997 Hz sine of full scale is -3.01 LUFS (BS.1770); at 20 Hz little of it counts."""
    assert loudness(tone(997, 0, 3), RATE) == pytest.approx(-3.01, abs=0.15)
    assert loudness(tone(30, 0, 3), RATE) < -8


def test_peaks_are_found_wherever_they_lie_between_samples() -> None:
    phases: Any = np.linspace(0, np.pi, 9)
    assert max(true_peak(limited(tone(RATE / 6, 1, 0.2, phase), RATE)) for phase in phases) <= CEILING + 0.3
    assert LIMIT < 0.75
