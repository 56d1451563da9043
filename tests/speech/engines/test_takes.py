"""Where a spoken sentence is parted."""

from __future__ import annotations

import numpy as np
import pytest

from service.audio import Samples, Take, WordTime
from service.speech.engines.takes import Span, join, parted

RATE = 24_000


def noise(seconds: float, db: float = -20.0, seed: int = 1) -> Samples:
    size = round(seconds * RATE)
    return (np.random.default_rng(seed).standard_normal(size) * 10 ** (db / 20)).astype(np.float32)


def sound(*pieces: tuple[float, float]) -> Samples:
    """Pieces of noise: (seconds, dB)."""
    return np.concatenate([noise(seconds, db, at) for at, (seconds, db) in enumerate(pieces)])


def samples(seconds: float) -> int:
    return round(seconds * RATE)


def span(start: float, end: float, *words: tuple[float, float]) -> Span:
    times = tuple(WordTime((at, at + 1), samples(first), samples(last)) for at, (first, last) in enumerate(words))
    return Span(samples(start), samples(end), times)


def test_a_joint_is_parted_in_its_quiet_and_what_is_heard_is_found_to_10_ms() -> None:
    spoken = sound((0.3, -80), (1.0, -20), (0.25, -75), (0.8, -22), (0.4, -80))
    spans = (span(0.28, 1.5, (0.28, 0.9), (0.9, 1.35)), span(1.5, 2.4, (1.5, 2.4)))
    first, second = parted(spoken, RATE, spans)
    assert first.seconds == pytest.approx(1.0, abs=0.01)
    assert second.seconds == pytest.approx(0.8, abs=0.01)
    assert np.array_equal(first.samples[first.start : first.end], spoken[samples(0.3) :][: first.length])
    assert first.start > 0
    assert len(first.samples) > first.end


def test_a_take_keeps_a_tenth_of_a_second_of_what_sets_in_before_it_and_rings_on_after_it() -> None:
    (take,) = parted(sound((0.3, -80), (1.0, -20), (0.4, -80)), RATE, (span(0.28, 1.35, (0.28, 1.35)),))
    assert take.start == pytest.approx(samples(0.1), abs=samples(0.01))
    assert len(take.samples) - take.end == pytest.approx(samples(0.1), abs=samples(0.01))


def test_nothing_of_one_phrase_is_in_the_take_of_another() -> None:
    spoken = sound((0.3, -80), (1.0, -20), (0.06, -75), (0.8, -20), (0.3, -80))
    spans = (span(0.3, 1.33, (0.3, 1.3)), span(1.33, 2.2, (1.36, 2.2)))
    first, second = parted(spoken, RATE, spans)
    for take in (first, second):
        outside = np.concatenate((take.samples[: take.start], take.samples[take.end :]))
        assert np.abs(outside).max() < 0.01


def test_the_words_of_a_take_are_counted_from_what_is_heard_and_fill_it() -> None:
    spoken = sound((0.3, -80), (1.0, -20), (0.25, -75), (0.8, -22), (0.4, -80))
    spans = (span(0.25, 1.5, (0.25, 0.9), (0.9, 1.35)), span(1.5, 2.4, (1.5, 2.0), (2.0, 2.4)))
    first, second = parted(spoken, RATE, spans)
    assert (first.words[0].start, first.words[-1].end) == (0, first.length)
    assert first.words[0].end == pytest.approx(samples(0.6), abs=samples(0.01))
    assert second.words[1].start == pytest.approx(samples(0.45), abs=samples(0.01))
    assert second.words[-1].end == second.length


def test_a_joint_that_never_falls_quiet_is_parted_at_its_quietest_point_and_nothing_is_lost() -> None:
    spoken = sound((1.0, -20), (0.05, -30), (1.0, -20))
    first, second = parted(spoken, RATE, (span(0, 1.02, (0, 1.0)), span(1.02, 2.05, (1.05, 2.05))))
    assert first.length + second.length == pytest.approx(len(spoken), abs=samples(0.01))
    assert first.seconds == pytest.approx(1.02, abs=0.04)


@pytest.mark.parametrize("size", [0, 1, 119, 120, 5000])
def test_silence_and_hardly_any_sound_are_parted_too(size: int) -> None:
    for quiet in (np.zeros(size, np.float32), np.full(size, 1e-7, np.float32)):
        takes = parted(quiet, RATE, (Span(0, size // 2), Span(size // 2, size)))
        assert len(takes) == 2


def test_a_phrase_spoken_in_several_calls_is_one_take_without_loss() -> None:
    one = Take(noise(0.5), RATE, 100, 11_000, (WordTime((0, 1), 0, 10_900),))
    two = Take(noise(0.4, seed=2), RATE, 200, 9_000, (WordTime((2, 3), 0, 8_800),))
    joined = join([one, two])
    assert np.array_equal(joined.samples, np.concatenate((one.samples, two.samples)))
    assert (joined.start, joined.end) == (100, len(one.samples) + 9_000)
    for word, take in zip(joined.words, (one, two), strict=True):
        said = joined.samples[joined.start + word.start : joined.start + word.end]
        assert np.array_equal(said, take.samples[take.start : take.end])
    assert join([one]) is one


def test_marks_outside_a_take_are_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        Take(np.zeros(10, np.float32), RATE, 0, 11)
