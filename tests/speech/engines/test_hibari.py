"""The quirks of hibari, and that none of them is heard."""

from __future__ import annotations

import dataclasses
import resource
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import SpeechFailed, VoiceNotInstalled
from service.letter.tokens import Word
from service.phrases.phrases import Phrase
from service.speech.engines.engine import EngineFailed, Utterance
from service.speech.engines.hibari import SAFE_PHONEMES, HibariEngine
from service.speech.engines.onnx_graph import whole_frames
from service.speech.engines.phonemes import MARKS, Phonemes, Speller
from service.speech.speech import groups
from service.voice import Voice
from tests.conftest import missing
from tests.readings import CATALOGUE, LETTERS, heard, score_of, with_word

HEART = CATALOGUE.voice("heart")


@dataclass
class Spelt:
    """A token as hibari's front makes them, with the letters themselves for phonemes."""

    text: str
    whitespace: str
    phonemes: str | None


def letters_as_phonemes(text: str) -> list[Spelt]:
    words = text.split(" ")
    spaces = [" "] * (len(words) - 1) + [""]
    return [
        Spelt(word, space, "".join(c for c in word if c.isalpha() or c in MARKS) or None)
        for word, space in zip(words, spaces, strict=True)
    ]


SPELLER = Speller(letters_as_phonemes, frozenset("abcdefghijklmnopqrstuvwxyzˈ") | MARKS)


def utterance(*phrases: str, ends: bool = True) -> Utterance:
    made, at = [], 0
    for text in phrases:
        words = []
        for word in text.split():
            words.append(Word(at, at + len(word), word))
            at += len(word) + 1
        made.append(Phrase(words[0].start, words[-1].end, tuple(words), "paragraph", 0, len(words)))
    return Utterance(tuple(made), ends)


class Counting(HibariEngine):
    """The real engine, which remembers how many phonemes each of its calls had."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[int] = []

    def _load(self, voice: Voice) -> Any:
        loaded = super()._load(voice)
        return dataclasses.replace(loaded, speller=Recording(loaded.speller, self.calls))


class Recording(Speller):
    """A speller, which notes the phonemes of each call."""

    def __init__(self, speller: Speller, calls: list[int]) -> None:
        self.speller = speller
        self.calls = calls

    def spell(self, utterance: Utterance, longest: int) -> tuple[Phonemes, ...]:
        spelt = self.speller.spell(utterance, longest)
        self.calls += [len(call.symbols) for call in spelt]
        return spelt


@pytest.fixture(scope="module")
def engine() -> Counting:
    """One engine for all tests of this file."""
    counting = Counting()
    if (why := counting.missing(HEART)) is not None:
        missing(f"the voice heart: {why[0]}")
    return counting


def only_phrase(text: str) -> Utterance:
    """A whole letter as one phrase, as a score edited by hand may have it."""
    phrases = score_of(text, "heart").phrases
    words = tuple(word for phrase in phrases for word in phrase.words)
    return Utterance((dataclasses.replace(phrases[0], end=phrases[-1].end, words=words),), True)


# Spelling: words to phonemes, each word's place known.


def test_the_words_are_spelt_in_order_with_a_comma_at_every_joint() -> None:
    (call,) = SPELLER.spell(utterance("when it rains", "we stay in,", "you and me."), 300)
    assert call.symbols == "when it rains, we stay in, you and me."
    assert call.phrases == (0, 1, 2)
    joints = list(call.joints)
    assert [call.symbols[joint] for joint in joints] == [",", ","]
    assert [call.symbols[joint - 1] for joint in joints] == ["s", "n"]


def test_a_sentence_that_goes_on_stays_up_and_one_that_asks_still_asks() -> None:
    assert SPELLER.spell(utterance("you are here."), 300)[0].symbols.endswith("here.")
    assert SPELLER.spell(utterance("you are here", ends=False), 300)[0].symbols.endswith("here,")
    assert SPELLER.spell(utterance("are you here?"), 300)[0].symbols.endswith("here?")
    assert SPELLER.spell(utterance("are you here?", "well,"), 300)[0].symbols == "are you here? well,"


def test_each_word_is_found_at_its_phonemes() -> None:
    (call,) = SPELLER.spell(utterance("one two,", "three."), 300)
    assert [call.symbols[word.start - 1 : word.end - 1] for _, word in call.words] == ["one", "two", "three"]
    ends = np.arange(1, len(call.symbols) + 3) * 100
    first, second = call.spans(ends)
    assert [(word.start, word.end) for word in first.words] == [(100, 400), (500, 800)]
    assert second.words[0].start == 1000


@settings(max_examples=200, deadline=None)
@given(
    phrases=st.lists(
        st.text("abc ,.", min_size=1, max_size=40).filter(lambda t: any(c in "abc" for c in t)), max_size=8
    ),
    word=st.integers(0, 700),
    longest=st.integers(20, 300),
)
def test_no_call_is_longer_than_it_may_be_and_none_of_the_words_is_lost(
    phrases: Sequence[str], word: int, longest: int
) -> None:
    given_phrases = [
        *(" ".join(w for w in text.split() if any(c in "abc" for c in w)) for text in phrases),
        "b" * word + "c",
    ]
    calls = SPELLER.spell(utterance(*given_phrases), longest)
    assert all(len(call.symbols) <= longest for call in calls)
    expected = "".join(c for c in "".join(given_phrases) if c in "abc")
    assert "".join(c for call in calls for c in call.symbols if c in "abc") == expected
    assert [phrase for call in calls for phrase in call.phrases] == sorted(p for call in calls for p in call.phrases)
    assert {phrase for call in calls for phrase in call.phrases} == set(range(len(given_phrases)))


@pytest.mark.parametrize("silent", ["12", "…", "ˈ", "☂"])
def test_a_word_without_phonemes_is_an_error_that_names_its_phrase_and_not_the_word(silent: str) -> None:
    with pytest.raises(EngineFailed) as failed:
        SPELLER.spell(utterance("one two", f"three {silent} four"), 300)
    assert failed.value.phrase == 1
    assert silent not in str(failed.value)


@pytest.mark.parametrize(("written", "plain"), [("ɛsi", "esi"), ("ħal", "hal"), ("đor", "dor"), ("Ŋi", "ngi")])
def test_a_letter_that_the_front_would_drop_is_read_as_the_nearest(written: str, plain: str) -> None:
    (call,) = SPELLER.spell(utterance(written), 300)
    assert call.symbols.lower() == plain.lower() + "."


def test_accents_that_the_front_does_not_know_are_taken_off() -> None:
    assert SPELLER.spell(utterance("żółć"), 300)[0].symbols == "zoc."


@given(lengths=st.lists(st.floats(0.0, 40.0), min_size=1, max_size=300))
@settings(max_examples=200, deadline=None)
def test_whole_frames_keep_the_running_sum_and_none_is_missing(lengths: list[float]) -> None:
    frames = whole_frames(np.array(lengths, np.float32))
    assert frames.min() >= 1
    if min(lengths) >= 1:
        assert np.abs(np.cumsum(frames) - np.cumsum(lengths)).max() <= 0.51


# The model itself.


def test_a_word_of_twenty_thousand_letters_is_spoken_in_safe_calls(engine: Counting) -> None:
    engine.calls.clear()
    text = "abcdefghij" * 2_000
    score = score_of(text, "heart")
    takes = [
        take
        for group in groups(score.parts, engine.longest)
        for take in engine.speak(
            Utterance(tuple(p for p in group.parts if isinstance(p, Phrase)), group.ends), HEART, 1.3, 1
        )
    ]
    assert len(takes) == len(score.phrases)
    assert 0 < max(engine.calls) <= SAFE_PHONEMES


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in kilobytes here")
def test_a_letter_that_is_one_phrase_is_spoken_in_safe_calls_and_little_memory(engine: Counting) -> None:
    engine.speak(only_phrase("Hello there."), HEART, 0.7, 1)
    engine.calls.clear()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    spoken = only_phrase(LETTERS["breathless"] * 3)
    (take,) = engine.speak(spoken, HEART, 0.7, 1)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 250_000
    assert 0 < max(engine.calls) <= SAFE_PHONEMES
    assert [word.text for word in take.words] == [(w.start, w.end) for w in spoken.phrases[0].words]
    assert all(word.start <= word.end <= take.length for word in take.words)


def test_the_letters_of_the_tests_are_spoken_in_safe_calls(engine: Counting) -> None:
    engine.calls.clear()
    for group in groups(score_of(LETTERS["wrapped"], "heart").parts, engine.longest):
        engine.speak(Utterance(tuple(p for p in group.parts if isinstance(p, Phrase)), group.ends), HEART, 0.7, 1)
    assert max(engine.calls) <= SAFE_PHONEMES


def test_every_joint_of_the_breathless_letter_falls_quiet_although_nobody_wrote_a_comma(engine: Counting) -> None:
    """The take before a joint and the take after it come from one sound, and the quiet between them is theirs."""
    for group in groups(score_of(LETTERS["breathless"], "heart").parts, engine.longest):
        phrases = tuple(part for part in group.parts if isinstance(part, Phrase))
        for take in engine.speak(Utterance(phrases, group.ends), HEART, HEART.measured.speed(3.7), 1):
            speech = 10 * np.log10(np.square(take.samples[take.start : take.end]).mean())
            last = take.samples[take.end : take.end + 240]
            assert len(last) >= 120
            assert 10 * np.log10(np.square(last).mean() + 1e-12) < speech - 28


def test_the_halves_of_the_model_say_what_the_whole_says(engine: Counting) -> None:
    from service.speech.engines import hibari

    assert hibari.TOLERANCE < 5
    engine.open(HEART)


def test_a_model_that_is_not_the_one_that_was_measured_is_not_used() -> None:
    other = dataclasses.replace(HEART, sha256="0" * 64)
    with pytest.raises(VoiceNotInstalled, match="not the one that was measured"):
        HibariEngine().open(other)


def test_halves_that_say_something_else_than_the_whole_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    from service.speech.engines import hibari

    if (why := HibariEngine().missing(HEART)) is not None:
        missing(f"the voice heart: {why[0]}")
    monkeypatch.setattr(hibari, "TOLERANCE", -1.0)
    with pytest.raises(VoiceNotInstalled, match="away from the whole"):
        HibariEngine().open(HEART)


def test_a_missing_package_is_a_reason_and_something_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import importlib.util

    real = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "onnx" else real(name))
    reason, mend = HibariEngine().missing(HEART) or ("", "")
    assert reason == "the package onnx is not installed"
    assert "pip install" in mend
    with pytest.raises(VoiceNotInstalled):
        HibariEngine().open(HEART)


def test_closing_lets_go_and_opening_again_loads_again() -> None:
    closing = Counting()
    if closing.missing(HEART) is not None:
        missing("the voice heart")
    closing.open(HEART)
    closing.close()
    closing.close()
    assert len(closing.speak(only_phrase("Hello."), HEART, 0.7, 1)) == 1


def test_a_letter_with_a_word_that_nobody_can_say_fails_and_names_its_phrase() -> None:
    score = with_word(score_of("It was good. Then the osmanthus came.", "heart"), 1, "\u01c3\u01c3.")
    assert len(score.phrases) == 2
    with pytest.raises(SpeechFailed, match="phrase 1") as failed:
        heard(score)
    assert failed.value.phrase == 1
