"""The plan of a reading: what is promised of its phrases, its rests and its length."""

from __future__ import annotations

import itertools
import re
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import LetterEmpty, PaceInvalid, ReadbackError
from service.phrases.phrases import Phrase
from service.phrases.rests import REST_KINDS
from service.score.pace import LONGEST_UNASKED, PRESETS, PaceWish
from service.score.plan import EDGES, plan, predicted, syllable_rate_of
from service.score.score import PREFACE, Preface, Rest, Score
from service.score.score_file import from_json, to_json
from tests.readings import CATALOGUE, LETTERS, score_of

ANYTHING = st.text(alphabet=st.characters(exclude_categories=()), max_size=120)
PIECES = st.lists(
    st.sampled_from(
        ["Dear Sam,", "\n\n", "\n", " ", "- ", "...", "\ud800", "🐈", "know ", "you, ", "it is late. ", "12 "]
    ),
    max_size=30,
).map("".join)
PACES = st.builds(
    PaceWish,
    preset=st.sampled_from(list(PRESETS)),
    rest_scale=st.floats(0.5, 2.0),
    phrase_syllables=st.integers(6, 30),
    jitter=st.floats(0.0, 0.3),
    rests=st.dictionaries(st.sampled_from(REST_KINDS), st.floats(0.0, 20.0), max_size=3),
    speed=st.floats(0.75, 1.3),
)
AIMS = {"gentle": (124, 140), "slow": (104, 116), "very-slow": (83, 92), "with-breath": (42, 59)}
"""Words a minute, all in, on evening.txt."""
SHARES = {"gentle": (0.27, 0.34), "slow": (0.33, 0.43), "very-slow": (0.42, 0.52), "with-breath": (0.62, 0.73)}
"""Share of rests, on evening.txt."""


def rests_of(score: Score) -> list[Rest]:
    return [part for part in score.parts if isinstance(part, Rest)]


def seconds_of(score: Score, kind: str) -> list[float]:
    return [rest.seconds for rest in rests_of(score) if rest.kind == kind]


def again(score: Score) -> Score:
    return from_json(to_json(score), CATALOGUE.voice, 20_000)


@settings(max_examples=150, deadline=None)
@given(text=ANYTHING | PIECES, wish=PACES, preface=st.booleans())
def test_every_word_is_in_the_plan_once_and_in_order_also_after_json(text: str, wish: PaceWish, preface: bool) -> None:
    try:
        score = score_of(text, preface=preface, **vars(wish))
    except LetterEmpty:
        return
    back = again(score)
    assert (back.parts, back.seed, back.letter) == (score.parts, score.seed, score.letter)
    at, outside = 0, ""
    for phrase in back.phrases:
        assert at <= phrase.start < phrase.end
        outside += text[at : phrase.start]
        at = phrase.end
    assert not (outside + text[at:]).strip()


@pytest.mark.parametrize("preset", PRESETS)
@settings(max_examples=80, deadline=None)
@given(text=ANYTHING | PIECES)
def test_every_preset_says_any_text_whole_and_its_plan_comes_back_from_json(preset: str, text: str) -> None:
    try:
        score = score_of(text, preset=preset)
    except LetterEmpty:
        return
    said = set().union(*(range(phrase.start, phrase.end) for phrase in score.phrases))
    assert sum(phrase.end - phrase.start for phrase in score.phrases) == len(said)
    assert [phrase.start for phrase in score.phrases] == sorted(phrase.start for phrase in score.phrases)
    assert not "".join(char for at, char in enumerate(text) if at not in said).strip()
    words = [word for phrase in score.phrases for word in phrase.words]
    assert all(one.start < one.end <= two.start for one, two in pairwise(words))
    assert again(score).parts == score.parts
    assert to_json(again(score)) == to_json(again(again(score)))


NUMBERS = st.none() | st.floats() | st.floats(0.5, 300.0) | st.integers(-5, 100_000)
WISHES = st.fixed_dictionaries(
    {
        "preset": st.sampled_from([*PRESETS, "", "glacial"]),
        "rests": st.dictionaries(st.sampled_from([*REST_KINDS, "nap"]), st.floats() | st.floats(0.0, 20.0), max_size=3),
    },
    optional=dict.fromkeys(
        ("speed", "syllables_per_second", "rest_scale", "jitter", "duration", "words_per_minute"), NUMBERS
    )
    | {"phrase_syllables": st.none() | st.integers()},
)


@settings(max_examples=300, deadline=None)
@given(text=ANYTHING | PIECES, wish=WISHES, voice=st.sampled_from(["heart", "tone", "nobody"]), preface=st.booleans())
def test_whatever_is_asked_of_whatever_text_is_planned_or_refused_and_nothing_else(
    text: str, wish: dict[str, Any], voice: str, preface: bool
) -> None:
    try:
        score = score_of(text, voice, preface, limit=100, **wish)
    except ReadbackError:
        return
    assert 0 < score.predicted_seconds < float("inf")
    assert all(0.0 <= rest.seconds <= 20.0 for rest in rests_of(score))
    assert again(score).parts == score.parts


@settings(max_examples=60, deadline=None)
@given(text=PIECES, wish=PACES)
def test_no_pace_makes_a_rest_of_more_than_twenty_seconds(text: str, wish: PaceWish) -> None:
    try:
        rests = rests_of(score_of(text, **vars(wish)))
    except LetterEmpty:
        return
    assert all(0.0 <= rest.seconds <= 20.0 for rest in rests)


@pytest.mark.parametrize("pace", PRESETS)
@pytest.mark.parametrize("name", LETTERS)
def test_phrases_and_rests_take_turns_between_the_lead_in_and_the_lead_out(name: str, pace: str) -> None:
    parts = score_of(LETTERS[name], preset=pace).parts
    assert all(isinstance(one, Rest) != isinstance(other, Rest) for one, other in pairwise(parts))
    rests = [part for part in parts if isinstance(part, Rest)]
    assert (rests[0].kind, rests[0].seconds) == ("lead_in", 1.2)
    assert (rests[-1].kind, rests[-1].seconds) == ("lead_out", 3.5)
    assert not {rest.kind for rest in rests[1:-1]} & EDGES


@pytest.mark.parametrize("name", ["gentle", "slow", "very-slow", "with-breath"])
def test_each_preset_comes_to_its_words_a_minute_and_its_share_of_rests(name: str) -> None:
    score = score_of(LETTERS["evening"], "heart", preset=name)
    least, most = AIMS[name]
    assert least <= score.words_per_minute <= most
    least_share, most_share = SHARES[name]
    assert least_share <= sum(rest.seconds for rest in rests_of(score)) / score.predicted_seconds <= most_share


def test_the_same_letter_and_pace_are_the_same_plan_and_another_letter_rests_differently() -> None:
    one, same, other = (score_of(text) for text in (LETTERS["evening"], LETTERS["evening"], LETTERS["evening"] + "!"))
    assert one == same
    assert to_json(one) == to_json(same)
    assert one.seed != other.seed
    assert seconds_of(one, "clause") != seconds_of(other, "clause")


def test_who_changes_speed_or_rests_hears_the_same_reading() -> None:
    plain, slower = score_of(LETTERS["evening"]), score_of(LETTERS["evening"], speed=0.8)
    longer = score_of(LETTERS["evening"], rest_scale=1.5)
    named = score_of(LETTERS["evening"], rests={"sentence": 2.0}, jitter=0.1)
    assert plain.seed == slower.seed == longer.seed == named.seed
    assert plain.phrases == slower.phrases == longer.phrases
    assert rests_of(slower) == rests_of(plain)
    assert [rest.base for rest in rests_of(longer)] == [rest.base for rest in rests_of(plain)]
    assert plain.seed != score_of(LETTERS["evening"], preset="gentle").seed


@pytest.mark.parametrize("preset", PRESETS)
def test_a_rest_says_what_it_comes_from_where_a_factor_touches_it(preset: str) -> None:
    free = [rest for rest in rests_of(score_of(LETTERS["evening"], preset=preset)) if rest.base is not None]
    assert all(rest.seconds == min(rest.base or 0.0, rest.most) for rest in free)
    assert bool(free) == (preset != "with-breath")
    assert not any(rest.kind in EDGES for rest in free)


@pytest.mark.parametrize("name", ["gentle", "slow", "very-slow"])
def test_rests_stretch_with_their_phrase_and_spread_around_their_length(name: str) -> None:
    pace = PRESETS[name]
    score = score_of(LETTERS["evening"], preset=name)
    factors = []
    for phrase, rest in pairwise(score.parts):
        if isinstance(phrase, Phrase) and isinstance(rest, Rest) and rest.kind in ("soft", "clause", "sentence"):
            long = min(1.0, max(0.0, (phrase.syllables - 3) / (pace.phrase_syllables - 3)))
            factors.append(rest.seconds / (pace.rests[rest.kind] * (0.85 + 0.4 * long)))
    least, most = 1 - pace.jitter, 1 + pace.jitter
    assert all(least - 0.002 <= factor <= most + 0.002 for factor in factors)
    assert min(factors) < 1 - 0.7 * pace.jitter
    assert max(factors) > 1 + 0.7 * pace.jitter
    assert len(set(factors)) > 0.9 * len(factors)


def test_without_jitter_equal_phrases_are_followed_by_equal_rests() -> None:
    rests = seconds_of(score_of("It is late. It is late. It is late. It is late.", jitter=0.0), "sentence")
    assert rests == [1.36, 1.36, 1.36]


@pytest.mark.parametrize("name", ["gentle", "slow", "very-slow"])
def test_no_preset_rests_for_four_seconds_even_when_rests_are_doubled(name: str) -> None:
    for letter in LETTERS.values():
        longest = max(rest.seconds for rest in rests_of(score_of(letter, preset=name, rest_scale=2.0)))
        assert longest <= 3.9


def test_a_longer_rest_is_there_for_who_asks_for_it_and_ends_at_twenty_seconds() -> None:
    score = score_of(LETTERS["evening"], rests={"paragraph": 6.0}, jitter=0.0)
    assert all(5.0 < seconds < 7.6 for seconds in seconds_of(score, "paragraph"))
    assert max(seconds_of(score, "sentence")) <= LONGEST_UNASKED
    assert max(seconds_of(score_of(LETTERS["evening"], rests={"paragraph": 20.0}), "paragraph")) == 20.0


def test_rest_scale_leaves_the_lead_in_and_the_lead_out_alone() -> None:
    score, doubled = (score_of(LETTERS["short"], rest_scale=scale, jitter=0.0) for scale in (1.0, 2.0))
    for one, two in zip(rests_of(score), rests_of(doubled), strict=True):
        factor = 1.0 if one.kind in EDGES else 2.0
        assert two.seconds == pytest.approx(min(one.seconds * factor, LONGEST_UNASKED), abs=0.002)


def test_with_breath_a_group_and_its_rest_are_one_breath() -> None:
    score = score_of(LETTERS["evening"], preset="with-breath")
    voice = CATALOGUE.voice("tone")
    for phrase, rest in pairwise(score.parts):
        if isinstance(phrase, Phrase) and isinstance(rest, Rest) and rest.kind in ("breath", "sentence"):
            said = predicted((phrase,), syllable_rate_of(score.pace, voice), voice)
            assert rest.seconds == pytest.approx(max(3.5, 10.0 - said), rel=0.035)
    for kind in ("paragraph", "greeting", "closing"):
        assert all(9.6 < seconds < 10.4 for seconds in seconds_of(score, kind))
    assert {rest.kind for rest in rests_of(score)}.isdisjoint({"soft", "clause", "trail"})


def test_a_factor_on_rests_changes_nothing_with_breath_and_a_notice_says_so() -> None:
    plain, scaled = (score_of(LETTERS["short"], preset="with-breath", rest_scale=scale) for scale in (None, 2.0))
    assert len(plain.notices) == 0
    assert [notice for notice in scaled.notices if "rest_scale has no effect" in notice]
    for one, two in zip(rests_of(plain), rests_of(scaled), strict=True):
        assert two.seconds == pytest.approx(one.seconds, rel=0.07)


def test_a_rate_under_the_voices_floor_is_clamped_and_the_notice_names_both_rates() -> None:
    floor = CATALOGUE.voice("heart").measured.slowest
    slow, slower = (score_of(LETTERS["short"], "heart", syllables_per_second=rate) for rate in (floor, floor - 0.5))
    assert slow.notices == ()
    assert len(slower.notices) == 1
    assert f"{floor:g} syllables a second" in slower.notices[0]
    assert f"{floor - 0.5:.2f}" in slower.notices[0]
    speech = [score.predicted_seconds - sum(rest.seconds for rest in rests_of(score)) for score in (slow, slower)]
    assert speech[0] == pytest.approx(speech[1])


@pytest.mark.parametrize(
    ("preset", "factor"),
    [*itertools.product(["gentle", "slow"], [0.72, 0.85, 1.0, 1.2, 1.4]), ("very-slow", 0.75), ("very-slow", 1.1)],
)
def test_a_duration_is_met_to_half_a_percent(preset: str, factor: float) -> None:
    wanted = score_of(LETTERS["evening"], "heart", preset=preset).predicted_seconds * factor
    score = score_of(LETTERS["evening"], "heart", preset=preset, duration=wanted)
    assert score.predicted_seconds == pytest.approx(wanted, rel=0.005)
    again(score)


@pytest.mark.parametrize("words", [90, 110, 130, 150])
def test_words_a_minute_are_met_to_half_a_percent(words: float) -> None:
    assert score_of(LETTERS["evening"], words_per_minute=words).words_per_minute == pytest.approx(words, rel=0.005)


def test_rests_give_way_before_the_speech_does() -> None:
    plain = score_of(LETTERS["evening"])
    near = score_of(LETTERS["evening"], duration=plain.predicted_seconds * 1.2)
    far = score_of(LETTERS["evening"], duration=plain.predicted_seconds * 1.4)
    assert (near.pace.syllable_rate, far.pace.rest_scale) == (plain.pace.syllable_rate, 2.0)
    assert 1.0 < near.pace.rest_scale < 2.0
    assert far.pace.syllable_rate < plain.pace.syllable_rate


@pytest.mark.parametrize("name", ["short", "evening", "typed"])
@pytest.mark.parametrize("voice", ["heart", "tone"])
@pytest.mark.parametrize(
    ("field", "wanted"),
    [("duration", 5.0), ("duration", 5000.0), ("words_per_minute", 400.0), ("words_per_minute", 11.0)],
)
def test_a_length_out_of_reach_is_refused_and_the_nearest_within_reach_is_named(
    name: str, voice: str, field: str, wanted: float
) -> None:
    asked: dict[str, Any] = {field: wanted}
    with pytest.raises(PaceInvalid, match=r"cannot be met: the nearest that can is") as refused:
        score_of(LETTERS[name], voice, **asked)
    assert refused.value.field == field
    nearest = float(re.findall(r"[\d.]+\d", str(refused.value))[-1])
    asked[field] = nearest
    score = score_of(LETTERS[name], voice, **asked)
    met = score.predicted_seconds if field == "duration" else score.words_per_minute
    assert met == pytest.approx(nearest, rel=0.005)


@pytest.mark.parametrize("rate", [2.0, 6.0])
@pytest.mark.parametrize("factor", [0.6, 0.7, 1.3, 1.5, 1.7])
def test_a_pace_that_was_fitted_comes_back_from_json(rate: float, factor: float) -> None:
    wanted = score_of(LETTERS["evening"], syllables_per_second=rate).predicted_seconds * factor
    try:
        score = score_of(LETTERS["evening"], syllables_per_second=rate, duration=wanted)
    except PaceInvalid:
        return
    assert again(score).parts == score.parts
    assert again(score).predicted_seconds == pytest.approx(score.predicted_seconds, rel=1e-4)


def test_the_preface_is_said_before_the_letter_and_is_no_part_of_it() -> None:
    score, bare = score_of(LETTERS["short"], preface=True), score_of(LETTERS["short"])
    assert [type(part) for part in score.parts[:4]] == [Rest, Preface, Rest, Phrase]
    assert score.parts[1] == Preface(PREFACE)
    assert score.phrases == bare.phrases
    assert score.words == bare.words
    assert score.predicted_seconds > bare.predicted_seconds + 1.0


def test_a_duration_counts_the_preface() -> None:
    score = score_of(LETTERS["short"], preface=True, duration=60.0)
    assert score.predicted_seconds == pytest.approx(60.0, rel=0.005)


def test_what_is_predicted_is_what_its_parts_come_to() -> None:
    voice = CATALOGUE.voice("heart")
    score = score_of(LETTERS["evening"], "heart")
    assert score.predicted_seconds == predicted(score.parts, syllable_rate_of(score.pace, voice), voice)
    assert score.words == len(LETTERS["evening"].split()) - LETTERS["evening"].count(" - ")


def test_a_plan_needs_nothing_but_the_letter_the_pace_and_the_voice() -> None:
    letter = score_of(LETTERS["short"]).letter
    score = plan(letter, PRESETS["slow"], CATALOGUE.voice("tone"))
    assert score == score_of(LETTERS["short"])
