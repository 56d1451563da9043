"""What is heard between and around the phrases: exact rests, soft edges, a room that never stops."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from service.audio import Samples, Take, WordTime
from service.letter.tokens import Word
from service.mix.mix import Mix
from service.mix.room_tone import ROOM_TONE, TONE_SECONDS, room_tone
from service.mix.timeline import Cue, PhraseCue, RestCue
from service.phrases.phrases import Phrase
from service.score.score import Rest
from service.speech.speech import Said
from tests.readings import CATALOGUE, LETTERS, RATE, heard, reading, score_of

PHRASE = Phrase(0, 4, (Word(0, 4, "Hum."),), "paragraph", 0, 1)


def sine(
    seconds: float, before: float = 0.06, after: float = 0.05, hertz: float = 200.0, around: float = -34.0
) -> Said:
    """A steady tone as a phrase. around: how loud it still is before its start and after its end, in dB below it."""
    time = np.arange(round((before + seconds + after) * RATE)) / RATE
    start, end = round(before * RATE), round((before + seconds) * RATE)
    at = np.arange(len(time))
    inside = np.clip(np.minimum(at - start, end - 1 - at) / (0.005 * RATE), 0, 1)
    swell = 10 ** (around / 20 * (0.5 + 0.5 * np.cos(np.pi * inside)))
    samples = (0.5 * np.cos(2 * np.pi * hertz * time) * swell).astype(np.float32)
    return Said(PHRASE, 0, "Hum.", Take(samples, RATE, start, end, (WordTime((0, 4), 0, end - start),)))


def laid(*parts: Said | Rest, tone: bool = False) -> tuple[Samples, list[Cue]]:
    mix = Mix(RATE, tone)
    chunks = (*mix.group(parts), *mix.end())
    return np.concatenate([chunk.samples for chunk in chunks]), [cue for chunk in chunks for cue in chunk.cues]


def db(samples: Samples) -> float:
    return float(10 * np.log10(np.square(samples, dtype=np.float64).mean() + 1e-15))


def clicks(samples: Samples, edges: list[int]) -> int:
    """Lone steps within 40 ms of an edge: over 0.008, and four times every step in the 2 ms on either side.

    The burst of a t or a k is a run of steps of one size and does not count; a cut is one step alone.
    """
    steps = np.abs(np.diff(samples.astype(np.float64)))
    side = RATE // 500
    windows = np.lib.stride_tricks.sliding_window_view(np.pad(steps, side), side - 2).max(1)
    before, after = windows[: len(steps)], windows[side + 3 : side + 3 + len(steps)]
    lone = (steps > 0.008) & (steps > 4 * before) & (steps > 4 * np.pad(after, (0, len(steps) - len(after))))
    near = np.zeros(len(steps), bool)
    for edge in edges:
        near[max(0, edge - RATE // 25) : edge + RATE // 25] = True
    return int((lone & near).sum())


def edges_of(cues: Sequence[Cue]) -> list[int]:
    return [cue.start for cue in cues] + [cue.end for cue in cues]


def quiet_stretches(samples: Samples) -> list[tuple[int, int]]:
    """Every stretch of at least 0.18 s that is 35 dB under the speech: the rests that a listener hears."""
    hop = RATE // 200
    levels = 10 * np.log10(np.square(samples[: len(samples) // hop * hop].reshape(-1, hop)).mean(1) + 1e-12)
    quiet = levels < np.percentile(levels, 95) - 35
    edges = np.flatnonzero(np.diff(np.concatenate(([0], quiet.astype(int), [0])))) * hop
    return [(a, b) for a, b in zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True) if b - a >= 0.18 * RATE]


@pytest.mark.parametrize("voice", ["tone", "heart"])
@pytest.mark.parametrize("name", ["short", "evening"])
def test_cues_have_no_gap_and_are_as_long_as_the_samples(voice: str, name: str) -> None:
    score, samples, timeline = reading(name, voice)
    assert timeline.cues[0].start == 0
    assert all(before.end == after.start for before, after in pairwise(timeline.cues))
    assert timeline.length == len(samples)
    assert len(timeline.cues) == len(score.parts)


@pytest.mark.parametrize("voice", ["tone", "heart"])
@pytest.mark.parametrize("name", ["short", "evening", "breathless"])
def test_a_rest_is_the_scores_to_the_sample(voice: str, name: str) -> None:
    score, _, timeline = reading(name, voice)
    planned = [(part.kind, round(part.seconds * RATE)) for part in score.parts if isinstance(part, Rest)]
    assert planned == [(cue.rest, cue.end - cue.start) for cue in timeline.cues if isinstance(cue, RestCue)]


def test_phrases_come_in_order_with_their_place_in_the_letter() -> None:
    score, _, timeline = reading("short")
    cues = [cue for cue in timeline.cues if isinstance(cue, PhraseCue)]
    assert [cue.index for cue in cues] == list(range(len(score.phrases)))
    assert [cue.text for cue in cues] == [(phrase.start, phrase.end) for phrase in score.phrases]


@pytest.mark.parametrize("name", ["short", "evening", "wrapped"])
def test_words_follow_each_other_inside_their_phrase(name: str) -> None:
    score, _, timeline = reading(name)
    cues = [cue for cue in timeline.cues if isinstance(cue, PhraseCue)]
    for cue, phrase in zip(cues, score.phrases, strict=True):
        assert [word.text for word in cue.words] == [(word.start, word.end) for word in phrase.words]
        assert cue.words[0].start == cue.start
        assert cue.words[-1].end == cue.end
        assert all(before.end <= after.start for before, after in pairwise(cue.words))
        assert all(word.start < word.end for word in cue.words)


@pytest.mark.parametrize("name", ["evening", "breathless", "short"])
def test_a_rest_that_is_heard_is_the_one_that_was_planned(name: str) -> None:
    """For rests of a quarter second and more: half of them within 20 ms, and no more than one in twenty beyond 60."""
    _, samples, timeline = reading(name)
    stretches = quiet_stretches(samples)
    off = []
    for cue in timeline.cues[1:-1]:
        if isinstance(cue, RestCue) and cue.end - cue.start >= 0.25 * RATE:
            near = [(start, end) for start, end in stretches if start < cue.end and end > cue.start]
            off.append(abs(sum(end - start for start, end in near) - (cue.end - cue.start)) / RATE)
    assert np.median(off) <= 0.020
    assert np.percentile(off, 95) <= 0.060


# Edges.


@pytest.mark.parametrize("rest", [2.0, 0.2, 0.05, 0.03, 0.02, 0.001, 0.0])
def test_however_short_a_rest_the_speech_around_it_ends_and_begins_without_a_click(rest: float) -> None:
    samples, cues = laid(Rest("lead_in", 0.5), sine(0.5), Rest("soft", rest), sine(0.5), Rest("lead_out", 0.5))
    assert clicks(samples, edges_of(cues)) == 0


@pytest.mark.parametrize("margin", [0.0, 0.001, 0.004])
@pytest.mark.parametrize("rest", [0.5, 0.0])
def test_a_take_with_hardly_anything_around_it_fades_all_the_same(margin: float, rest: float) -> None:
    said = sine(0.5, before=margin, after=margin, around=-6.0)
    samples, cues = laid(Rest("lead_in", 0.5), said, Rest("soft", rest), said, Rest("lead_out", 0.5))
    assert clicks(samples, edges_of(cues)) == 0
    assert [cue.end - cue.start for cue in cues if isinstance(cue, PhraseCue)] == [12_000, 12_000]


def test_what_sets_in_early_fades_in_over_20_ms_or_more_and_what_rings_on_is_gone_after_60() -> None:
    loud_all_through = sine(0.5, before=0.1, after=0.1, hertz=2000, around=0.0)
    samples, cues = laid(Rest("lead_in", 0.5), loud_all_through, Rest("lead_out", 0.5))
    phrase, loudest = cues[1], np.abs(samples).max()
    sounding = np.flatnonzero(np.abs(samples) > 0.01 * loudest)
    whole = np.flatnonzero(np.abs(samples) > 0.99 * loudest)
    assert whole[0] - sounding[0] >= 0.8 * 0.020 * RATE
    assert whole[0] <= phrase.start
    assert whole[-1] >= phrase.end - 12
    assert 0.8 * 0.060 * RATE <= sounding[-1] - whole[-1] <= 0.060 * RATE
    assert not samples[: phrase.start - round(0.1 * RATE)].any()
    assert not samples[phrase.end + round(0.06 * RATE) :].any()


@pytest.mark.parametrize("wing", [0.01, 0.03, 0.1])
def test_fades_never_grow_louder_on_the_way_out_nor_softer_on_the_way_in(wing: float) -> None:
    samples, cues = laid(
        Rest("lead_in", 0.5), sine(0.5, before=wing, after=wing, hertz=2000, around=0.0), Rest("lead_out", 0.5)
    )
    wave = RATE // 2000
    before, after = samples[: cues[1].start], samples[cues[1].end :]
    for edge in (before[len(before) % wave :], after[::-1][len(after) % wave :]):
        levels = np.abs(edge).reshape(-1, wave).max(1)
        assert np.diff(levels).min() > -0.002
        assert levels[0] == 0.0
        assert levels[-1] > 0.3


def test_what_is_heard_of_a_take_is_not_touched() -> None:
    said = sine(0.5)
    samples, cues = laid(Rest("lead_in", 0.5), said, Rest("lead_out", 0.5))
    assert np.array_equal(samples[cues[1].start : cues[1].end], said.take.samples[said.take.start : said.take.end])


@pytest.mark.parametrize("name", ["short", "typed", "evening", "breathless", "steps"])
def test_there_is_no_click_at_any_edge_of_a_real_reading(name: str) -> None:
    _, samples, timeline = reading(name)
    assert clicks(samples, edges_of(timeline.cues)) == 0


def test_a_cut_in_a_real_reading_would_be_found() -> None:
    _, samples, timeline = reading("short")
    cut = samples.copy()
    cut[timeline.cues[1].end + RATE // 50 :] += np.float32(0.02)
    assert clicks(cut, edges_of(timeline.cues)) == 1


# The room.


def test_the_room_tone_is_soft_and_the_same_every_time() -> None:
    tone = room_tone(RATE)
    level = db(tone)
    assert -72 <= level <= -66
    assert db(tone) == pytest.approx(ROOM_TONE, abs=0.01)
    assert np.array_equal(tone, room_tone(RATE))
    assert abs(float(tone.mean())) < 1e-6


def test_no_hundredth_of_a_second_of_the_room_stands_out() -> None:
    tone = room_tone(RATE)
    levels = [db(piece) for piece in tone[: len(tone) // 2400 * 2400].reshape(-1, 2400)]
    assert min(levels) > ROOM_TONE - 8
    assert max(levels) < ROOM_TONE + 6


def test_the_loop_of_the_room_has_no_seam() -> None:
    tone = room_tone(RATE)
    assert len(tone) == TONE_SECONDS * RATE
    assert abs(float(tone[0] - tone[-1])) <= np.abs(np.diff(tone)).max()
    turned = np.roll(tone, RATE)
    assert np.abs(np.diff(np.diff(turned))).max() <= np.abs(np.diff(np.diff(tone))).max() * 1.01


@pytest.mark.parametrize("voice", ["tone", "heart"])
def test_the_room_runs_on_under_speech_and_rests_and_is_counted_by_sample(voice: str) -> None:
    score = score_of(LETTERS["short"], voice)
    (with_room, _), (without, _) = heard(score), heard(score, room_tone=False)
    assert with_room.shape == without.shape
    room = with_room - without
    expected = np.take(room_tone(RATE), np.arange(len(room)), mode="wrap")
    assert np.abs(room - expected).max() < 1e-6


@pytest.mark.parametrize("name", ["short", "evening", "breathless"])
def test_rests_of_a_real_reading_are_soft_and_never_digital_silence(name: str) -> None:
    _, samples, timeline = reading(name)
    for cue in timeline.cues:
        if isinstance(cue, RestCue) and cue.end - cue.start > 0.3 * RATE:
            quiet = samples[cue.start + 2400 : cue.end - 2400]
            assert -75 <= db(quiet) <= -62
    pcm = np.round(samples * 32767).astype(np.int16)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], (pcm == 0).astype(int), [0]))))
    assert (edges[1::2] - edges[::2]).max() < 0.02 * RATE


def test_without_room_tone_a_rest_is_silent() -> None:
    samples, cues = laid(Rest("lead_in", 0.5), sine(0.5), Rest("lead_out", 1.0))
    assert not samples[: cues[0].end - 2400].any()
    assert not samples[cues[1].end + 2400 :].any()


# Odd scores.


def test_two_rests_in_a_row_and_none_at_all_are_laid_to_the_sample() -> None:
    samples, cues = laid(Rest("soft", 0.25), Rest("soft", 0.0), Rest("breath", 0.125), sine(0.5), sine(0.25), tone=True)
    assert [(cue.start, cue.end) for cue in cues] == [
        *((0, 6000), (6000, 6000), (6000, 9000), (9000, 21_000), (21_000, 27_000))
    ]
    assert len(samples) == 27_000


def test_only_rests_are_a_quiet_room() -> None:
    samples, cues = laid(Rest("lead_in", 1.0), Rest("lead_out", 1.5), tone=True)
    assert len(samples) == cues[-1].end == 60_000
    assert db(samples) == pytest.approx(ROOM_TONE, abs=1)


def test_an_empty_take_is_a_moment() -> None:
    empty = Said(PHRASE, 0, "Hum.", Take(np.zeros(0, np.float32), RATE, 0, 0))
    samples, cues = laid(Rest("lead_in", 0.5), empty, Rest("lead_out", 0.5))
    assert (len(samples), cues[1].start, cues[1].end) == (24_000, 12_000, 12_000)


def test_only_the_last_rest_of_a_group_waits_for_what_follows() -> None:
    mix = Mix(RATE)
    hum, rest = sine(0.2), Rest("soft", 0.2)
    sizes = [len(mix.group((hum, rest, hum, rest))), len(mix.group((hum,))), len(mix.end()), len(mix.end())]
    assert sizes == [3, 2, 0, 0]


def test_in_groups_or_one_by_one_the_parts_make_the_same_sound() -> None:
    parts = (sine(0.2), Rest("soft", 0.2), Rest("clause", 0.1), sine(0.3), sine(0.2), Rest("sentence", 0.4))
    whole, cues = laid(*parts, tone=True)
    mix = Mix(RATE)
    chunks = [chunk for part in parts for chunk in mix.group((part,))] + list(mix.end())
    assert np.array_equal(np.concatenate([chunk.samples for chunk in chunks]), whole)
    assert [cue for chunk in chunks for cue in chunk.cues] == cues


def test_the_rate_is_the_voices() -> None:
    assert CATALOGUE.voice("heart").sample_rate == CATALOGUE.voice("tone").sample_rate == RATE
