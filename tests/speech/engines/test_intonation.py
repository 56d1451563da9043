"""A phrase inside a sentence ends as if there were more to come, and a statement as if there were not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from scipy.signal import correlate

from service.audio import Samples
from service.mix.timeline import PhraseCue, Timeline
from service.score.score import Score
from service.speech.engines.intonation import bent
from tests.readings import reading

PER_SECOND = 80
"""Frames a second of the pitch, as in the model."""


def phrase(voiced: int, silent: int = 20, hertz: float = 200.0) -> np.ndarray:
    return np.concatenate([np.full(voiced, hertz), np.zeros(silent)]).astype(np.float32)


def semitones(after: np.ndarray, before: np.ndarray) -> np.ndarray:
    return np.asarray(12 * np.log2(after / before))


@pytest.mark.parametrize("wanted", [3.0, -2.0, 0.0])
def test_the_last_150_ms_that_are_voiced_lie_as_far_off_as_asked(wanted: float) -> None:
    pitch = phrase(100)
    shaped = bent(pitch, [(120, wanted)], PER_SECOND)
    assert semitones(shaped[88:100], pitch[88:100]) == pytest.approx(wanted, abs=1e-3)


def test_what_lies_before_the_last_syllable_and_after_the_end_is_untouched() -> None:
    pitch = np.concatenate([phrase(100), phrase(50)])
    shaped = bent(pitch, [(120, 3.0)], PER_SECOND)
    assert np.array_equal(shaped[:70], pitch[:70])
    assert np.array_equal(shaped[100:], pitch[100:])


def test_the_pitch_glides_and_does_not_jump() -> None:
    pitch = phrase(100)
    steps = np.diff(semitones(bent(pitch, [(120, 3.0)], PER_SECOND)[:100], pitch[:100]))
    assert steps.min() >= 0
    assert steps.max() < 0.4


@pytest.mark.parametrize("pitch", [phrase(0), phrase(1), phrase(3, silent=0)])
def test_a_phrase_with_hardly_any_voice_is_bent_as_far_as_there_is_some(pitch: np.ndarray) -> None:
    shaped = bent(pitch, [(len(pitch), 3.0)], PER_SECOND)
    assert np.all(np.isfinite(shaped))
    assert np.array_equal(shaped == 0, pitch == 0)


def test_the_pitch_that_was_given_is_left_alone() -> None:
    pitch = phrase(100)
    bent(pitch, [(120, 3.0)], PER_SECOND)
    assert np.array_equal(pitch, phrase(100))


def pitch_at_the_end(samples: Samples, rate: int) -> float | None:
    """Hz of the last 150 ms of a phrase that repeat themselves clearly, by autocorrelation; None where none do."""
    size, hop = rate // 20, rate // 100
    found = []
    loud = np.abs(samples).max() * 0.02
    for at in range(len(samples) - size, 0, -hop):
        frame = samples[at : at + size].astype(np.float64)
        if np.sqrt(np.mean(frame**2)) < loud:
            continue
        own = correlate(frame, frame, method="fft")[size - 1 :]
        low, high = rate // 350, rate // 110
        lag = low + int(np.argmax(own[low:high]))
        if own[lag] > 0.6 * own[0]:
            found.append(rate / lag)
        if len(found) == 15:
            break
    return float(np.median(found)) if found else None


def sentences(score: Score, samples: Samples, timeline: Timeline) -> Iterator[list[float]]:
    """The pitch at the end of every phrase, a sentence of the letter at a time."""
    cues = [cue for cue in timeline.cues if isinstance(cue, PhraseCue)]
    ends: dict[int, list[float]] = {}
    for cue, said in zip(cues, score.phrases, strict=True):
        if said.role == "paragraph":
            pitch = pitch_at_the_end(samples[cue.start : cue.end], timeline.sample_rate)
            ends.setdefault(said.sentence, []).append(float("nan") if pitch is None else pitch)
    yield from ends.values()


def test_a_phrase_inside_a_sentence_ends_above_the_end_of_its_sentence() -> None:
    """By this ear it is 3.3 semitones, and unbent it was -0.5."""
    above = [
        12 * np.log2(end / own[-1]) for own in sentences(*reading("evening")) for end in own[:-1] if end and own[-1]
    ]
    assert len(above) >= 19
    assert np.nanmedian(above) >= 2.0
