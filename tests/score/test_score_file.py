"""The score as JSON: what is believed of one that comes back, and what is not."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import LetterEmpty, LetterTooLong, PaceInvalid, ReadbackError, ScoreInvalid, VoiceUnknown
from service.phrases.phrases import Phrase
from service.score.score import Preface, Rest, Score
from service.score.score_file import from_json, to_json
from tests.readings import CATALOGUE, LETTERS, score_of

LETTER = "Dear Sam,\n\nYou were brave, and you were kind. I saw it."
WRITTEN: dict[str, Any] = json.loads(to_json(score_of(LETTER)))
FIRST = 1
"""Where the first phrase stands among the parts."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def read(given: Any, limit: int = 20_000) -> Score:
    return from_json(json.dumps(given), CATALOGUE.voice, limit)


def changed(**fields: Any) -> dict[str, Any]:
    return {**deepcopy(WRITTEN), **fields}


def with_part(at: int, **fields: Any) -> dict[str, Any]:
    score = deepcopy(WRITTEN)
    score["parts"][at] |= fields
    return score


def without_part(at: int) -> dict[str, Any]:
    score = deepcopy(WRITTEN)
    del score["parts"][at]
    return score


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("preset", ["slow", "with-breath"])
def test_a_score_comes_back_as_it_went(name: str, preset: str) -> None:
    score = score_of(LETTERS[name], "heart", preset=preset)
    back = from_json(to_json(score), CATALOGUE.voice, 20_000)
    assert (back.letter, back.voice, back.seed, back.parts) == (score.letter, score.voice, score.seed, score.parts)
    assert back.predicted_seconds == pytest.approx(score.predicted_seconds)
    assert from_json(to_json(back), CATALOGUE.voice, 20_000) == back


@pytest.mark.parametrize(
    "text",
    [
        "You did all that you could for the whole family [3 of them were ill] and it was enough.",
        "You woke at 3 a.m.—again—and you got up.",
        "You can read more about how to be kind to yourself on [this page](https://x.org/a) tonight.",
        "Ring me on 020 7946 0958 whenever you want to talk about it (or not), No. 7 or p. 5 of 6 ft., xx",
    ],
)
@pytest.mark.parametrize("preset", ["slow", "with-breath"])
def test_a_phrase_reads_as_it_did_among_its_neighbours(text: str, preset: str) -> None:
    score = score_of(text, preset=preset)
    assert from_json(to_json(score), CATALOGUE.voice, 20_000).parts == score.parts


def test_the_json_is_what_the_documentation_shows() -> None:
    assert list(WRITTEN) == [
        *("version", "letter", "voice", "pace", "seed", "parts", "predicted_seconds", "words_per_minute"),
        *("notices", "silent"),
    ]
    assert WRITTEN["version"] == 1
    assert WRITTEN["parts"][1] == {
        "kind": "phrase",
        "index": 0,
        "text": [0, 9],
        "spoken": "Dear Sam,",
        "role": "greeting",
        "sentence": 0,
    }
    seconds = WRITTEN["parts"][2]["seconds"]
    assert WRITTEN["parts"][2] == {"kind": "rest", "rest": "greeting", "seconds": seconds, "base": seconds, "most": 3.9}
    assert WRITTEN["parts"][0] == {"kind": "rest", "rest": "lead_in", "seconds": 1.2}
    assert [part["index"] for part in WRITTEN["parts"] if part["kind"] == "phrase"] == [0, 1, 2, 3]


def test_the_least_that_comes_back_is_phrases_by_their_place() -> None:
    parts = [{"kind": "phrase", "text": part["text"]} for part in WRITTEN["parts"] if part["kind"] == "phrase"]
    score = read({key: WRITTEN[key] for key in ("version", "letter", "voice", "seed")} | {"pace": {}, "parts": parts})
    assert [part for part in score.parts if isinstance(part, Phrase)] == list(score_of(LETTER).phrases)


def test_rests_may_be_changed_added_and_taken_away() -> None:
    given = deepcopy(WRITTEN)
    rests = [part for part in given["parts"] if part["kind"] == "rest"]
    rests[0]["seconds"], rests[1]["seconds"] = 0, 20
    given["parts"].insert(3, {"kind": "rest", "rest": "breath", "seconds": 4.5})
    del given["parts"][-1]
    score = read(given)
    assert [part.seconds for part in score.parts if isinstance(part, Rest)][:3] == [0.0, 20.0, 4.5]
    assert isinstance(score.parts[-1], Phrase)
    assert score.phrases == score_of(LETTER).phrases


def test_a_rest_that_was_edited_comes_from_nothing_and_no_factor_touches_it() -> None:
    given = deepcopy(WRITTEN)
    rests = [part for part in given["parts"] if "base" in part]
    rests[0]["seconds"] = 2.5
    del rests[1]["base"], rests[1]["most"]
    score = read(given)
    kept = [part for part in score.parts if isinstance(part, Rest) and part.base is not None]
    assert [rest.seconds for rest in kept] == [rest["seconds"] for rest in rests[2:]]
    assert [part.seconds for part in score.parts if isinstance(part, Rest)][1] == 2.5


def test_a_plan_of_before_rests_said_what_they_come_from_is_read_as_it_was() -> None:
    given = deepcopy(WRITTEN)
    for part in given["parts"]:
        part.pop("base", None)
        part.pop("most", None)
    old = [part.seconds for part in read(given).parts if isinstance(part, Rest)]
    assert old == [part.seconds for part in score_of(LETTER).parts if isinstance(part, Rest)]


def test_a_phrase_may_be_split_and_two_may_be_merged() -> None:
    given = deepcopy(WRITTEN)
    split = LETTER.index("and you")
    starts = [part["text"][0] for part in given["parts"] if part["kind"] == "phrase"]
    assert split in starts
    whole = {"kind": "phrase", "text": [LETTER.index("You were"), LETTER.index(" I saw")]}
    halves = [{"kind": "phrase", "text": [at, at + 5]} for at in (0, 4)]
    halves[0]["text"], halves[1]["text"] = [0, 4], [5, 9]
    given["parts"] = [*halves, whole, *given["parts"][-2:]]
    phrases = read(given).phrases
    assert [LETTER[phrase.start : phrase.end] for phrase in phrases] == [
        *("Dear", "Sam,", "You were brave, and you were kind.", "I saw it.")
    ]
    assert [phrase.sentence for phrase in phrases] == [0, 0, 1, 2]
    assert phrases[2].spoken == "You were brave, and you were kind."


def test_predictions_and_notices_are_computed_and_not_believed() -> None:
    score = read(changed(predicted_seconds=1e9, words_per_minute=-1, notices=["Buy now."], extra="?"))
    assert score.predicted_seconds == pytest.approx(WRITTEN["predicted_seconds"], abs=0.001)
    assert score.notices == ()


def test_a_preface_is_believed_where_it_is_readbacks_own_line() -> None:
    given = json.loads(to_json(score_of(LETTER, preface=True)))
    assert read(given).parts[1] == Preface()


INVALID = {
    "no object": [],
    "another version": changed(version=2),
    "true for a version": changed(version=True),
    "no version": {key: value for key, value in WRITTEN.items() if key != "version"},
    "a letter that is a number": changed(letter=1),
    "another letter": changed(letter="Dear Sam, not a word of that was ever there in the first place, was it."),
    "a longer letter": changed(letter=LETTER + " More."),
    "no voice": changed(voice=None),
    "a pace that is a name": changed(pace="slow"),
    "a field of the pace that a score has done with": changed(pace={"speed": 0.9}),
    "a negative seed": changed(seed=-1),
    "a seed of 33 bits": changed(seed=2**32),
    "a seed that is a number with a point": changed(seed=1.5),
    "parts that are no list": changed(parts={}),
    "no parts": changed(parts=[]),
    "no phrase": changed(parts=[{"kind": "rest", "rest": "soft", "seconds": 1}]),
    "a rest that comes from a name": changed(parts=[{"kind": "rest", "rest": "soft", "seconds": 1, "base": "1"}]),
    "a rest that comes from less than nothing": changed(
        parts=[{"kind": "rest", "rest": "soft", "seconds": 1, "base": -1, "most": 3.9}]
    ),
    "a part that is a name": changed(parts=["phrase"]),
    "a part of no kind": with_part(FIRST, kind="song"),
    "a rest of no kind": with_part(0, rest="pause"),
    "a rest of an unhashable kind": with_part(0, rest=["soft"]),
    "a rest that is too long": with_part(0, seconds=20.001),
    "a negative rest": with_part(0, seconds=-0.001),
    "a rest that is no number": with_part(0, seconds="1"),
    "a rest that never ends": with_part(0, seconds=float("inf")),
    "a rest that is none": with_part(0, seconds=float("nan")),
    "a phrase without a place": with_part(FIRST, text=None),
    "a phrase with three places": with_part(FIRST, text=[0, 4, 9]),
    "a phrase whose place is no number": with_part(FIRST, text=["0", "9"]),
    "a phrase whose place is true": with_part(FIRST, text=[False, 9]),
    "a phrase before the letter": with_part(FIRST, text=[-9, 9]),
    "a phrase after the letter": with_part(FIRST, text=[0, 9999]),
    "an empty phrase": with_part(FIRST, text=[3, 3]),
    "a phrase backwards": with_part(FIRST, text=[9, 0]),
    "a phrase that leaves out its end": with_part(FIRST, text=[0, 4], spoken="Dear"),
    "a phrase that leaves out its beginning": with_part(FIRST, text=[5, 9], spoken="Sam,"),
    "a phrase that comes twice": changed(parts=[*WRITTEN["parts"], WRITTEN["parts"][FIRST]]),
    "a phrase that is left out": without_part(FIRST),
    "a last phrase that is left out": without_part(-2),
    "phrases in another order": changed(parts=WRITTEN["parts"][::-1]),
    "other words": with_part(FIRST, spoken="Dear Tom,"),
    "words of another type": with_part(FIRST, spoken=None),
    "another preface": changed(parts=[{"kind": "preface", "spoken": "Send money."}, *WRITTEN["parts"]]),
    "a preface in the letter": changed(parts=[*WRITTEN["parts"][:3], {"kind": "preface"}, *WRITTEN["parts"][3:]]),
    "more parts than there can be": changed(parts=[*WRITTEN["parts"], *[WRITTEN["parts"][0]] * 5000]),
}


@pytest.mark.parametrize("what", INVALID)
def test_a_score_is_refused_that_has(what: str) -> None:
    with pytest.raises(ScoreInvalid) as refused:
        read(INVALID[what])
    assert not any(word in str(refused.value) for word in ("Sam", "brave", "kind,", "Send", "Tom"))


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"version": 1', b"\xff\xfe", "1" * 5000, '{"a":' * 50_000])
def test_what_is_not_json_is_refused(text: str | bytes) -> None:
    with pytest.raises(ScoreInvalid):
        from_json(text, CATALOGUE.voice, 20_000)


def test_what_a_letter_a_voice_and_a_pace_raise_is_raised_here_too() -> None:
    with pytest.raises(LetterTooLong):
        read(WRITTEN, limit=10)
    with pytest.raises(LetterEmpty):
        read(changed(letter=" \n"))
    with pytest.raises(VoiceUnknown):
        read(changed(voice="nobody"))
    with pytest.raises(PaceInvalid, match=r"^jitter"):
        read(changed(pace={"jitter": 0.4}))
    with pytest.raises(PaceInvalid, match="no pace of that name"):
        read(changed(pace={"preset": "glacial"}))
    with pytest.raises(PaceInvalid, match=r"^rests.sentence"):
        read(changed(pace={"rests": {"sentence": 21}}))
    for pace in ({"breath": True}, {"rest_scale": "2"}, {"phrase_syllables": 12.9}, {"rests": [1]}, {"preset": 3}):
        with pytest.raises(PaceInvalid):
            read(changed(pace=pace))


@settings(max_examples=200, deadline=None)
@given(data=st.data())
def test_whatever_is_put_in_its_place_a_score_is_read_or_refused_in_a_sentence(data: st.DataObject) -> None:
    given = deepcopy(WRITTEN)
    at: Any = given
    while True:
        key = data.draw(st.sampled_from(sorted(at) if isinstance(at, dict) else range(len(at))))
        if isinstance(at[key], dict | list) and at[key] and data.draw(st.booleans()):
            at = at[key]
            continue
        at[key] = data.draw(JSON)
        break
    try:
        score = read(given)
    except ReadbackError:
        return
    assert score.letter.text == given["letter"]
    assert all(phrase.words for phrase in score.phrases)
