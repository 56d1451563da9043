"""From a score to takes: what is spoken in one go, and what happens when it fails."""

from __future__ import annotations

import traceback
from dataclasses import replace

import numpy as np
import pytest

from service.audio import Take
from service.errors import SpeechFailed
from service.phrases.phrases import Phrase
from service.score.score import PREFACE, Preface, Rest, Score
from service.speech.engines.engine import EngineFailed, Utterance
from service.speech.engines.tone import ToneEngine
from service.speech.reader import Reader
from service.speech.speech import Said, groups, said
from service.voice import Voice
from tests.readings import CATALOGUE, LETTERS, score_of

TONE = CATALOGUE.voice("tone")
CANARY = "heliotrope"


class Faltering(ToneEngine):
    """Fails at the phrase that holds a word, so many times; and remembers what it was asked."""

    def __init__(self, word: str = "", times: int = 0) -> None:
        self.word, self.times = word, times
        self.asked: list[Utterance] = []
        self.seeds: list[int] = []

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        self.asked.append(utterance)
        self.seeds.append(seed)
        for at, phrase in enumerate(utterance.phrases):
            if self.word and self.word in phrase.spoken and self.times:
                self.times -= 1
                raise EngineFailed("it would not", at)
        return super().speak(utterance, voice, speed, seed)


class Fading(Faltering):
    """Softer by a fifth with every phrase."""

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        before = sum(len(one.phrases) for one in self.asked)
        takes = super().speak(utterance, voice, speed, seed)
        softer = [np.float32(0.8 ** (before + at)) for at in range(len(takes))]
        return tuple(replace(take, samples=take.samples * one) for take, one in zip(takes, softer, strict=True))


def spoken(score: Score, engine: ToneEngine) -> list[Said | Rest]:
    return [part for parts in said(score, Reader(TONE, engine)) for part in parts]


@pytest.mark.parametrize("name", LETTERS)
@pytest.mark.parametrize("longest", [20, 200, 2000])
def test_a_group_is_a_sentence_or_as_much_of_it_as_may_be_spoken_at_once(name: str, longest: int) -> None:
    score = score_of(LETTERS[name])
    found = list(groups(score.parts, longest))
    assert [part for group in found for part in group.parts] == list(score.parts)
    for group in found:
        phrases = [part for part in group.parts if isinstance(part, Phrase)]
        assert len({phrase.sentence for phrase in phrases}) == 1
        assert len(phrases) == 1 or sum(len(phrase.spoken) + 1 for phrase in phrases) <= longest
    sentences = {phrase.sentence for phrase in score.phrases}
    assert sum(group.ends for group in found) == len(sentences)
    if longest == 2000:
        assert len(found) == len(sentences)


def test_a_group_ends_only_where_its_sentence_does() -> None:
    score = score_of("When you are tired, and it is late, and it rains, you may rest. It is late.")
    assert [group.ends for group in groups(score.parts, 30)][-2:] == [True, True]
    assert not next(groups(score.parts, 30)).ends


def test_all_parts_come_out_in_order_with_the_index_of_their_phrase() -> None:
    score = score_of(LETTERS["short"], preface=True)
    out = spoken(score, Faltering())
    assert [part.seconds for part in out if isinstance(part, Rest)] == [
        part.seconds for part in score.parts if isinstance(part, Rest)
    ]
    voiced = [part for part in out if isinstance(part, Said)]
    assert [part.index for part in voiced] == [-1, *range(len(score.phrases))]
    assert [part.phrase for part in voiced] == [None, *score.phrases]
    assert (voiced[0].spoken, voiced[1].spoken) == (PREFACE, score.phrases[0].spoken)


def test_the_preface_is_spoken_by_itself() -> None:
    engine = Faltering()
    spoken(score_of(LETTERS["short"], preface=True), engine)
    assert " ".join(word.spoken for word in engine.asked[0].phrases[0].words) == PREFACE
    assert len(engine.asked[0].phrases) == 1
    assert engine.asked[1].phrases[0].spoken == "Dear Sam,"


def test_nothing_is_spoken_before_it_is_asked_for() -> None:
    engine = Faltering()
    parts = said(score_of(LETTERS["short"]), Reader(TONE, engine))
    assert engine.asked == []
    next(parts)
    assert len(engine.asked) == 1
    next(parts)
    assert len(engine.asked) == 2


def test_a_failure_is_tried_once_more_with_the_same_seed_and_is_not_heard() -> None:
    score = score_of(LETTERS["short"])
    engine, plain = Faltering("quietly", times=1), Faltering()
    assert [part.spoken for part in spoken(score, engine) if isinstance(part, Said)] == [
        part.spoken for part in spoken(score, plain) if isinstance(part, Said)
    ]
    assert len(engine.asked) == len(plain.asked) + 1
    assert list(dict.fromkeys(engine.seeds)) == plain.seeds


@pytest.mark.parametrize("word", ["Dear", "quietly", "Sam."])
def test_a_second_failure_names_the_phrase_and_no_phrase_after_it_is_spoken(word: str) -> None:
    score = score_of(LETTERS["short"])
    index = next(at for at, phrase in enumerate(score.phrases) if word in phrase.spoken)
    engine = Faltering(word, times=2)
    out: list[Said | Rest] = []
    parts = said(score, Reader(TONE, engine))
    with pytest.raises(SpeechFailed) as failed:  # noqa: PT012 (what came before the failure is looked at)
        while True:
            out += next(parts)
    assert (failed.value.phrase, failed.value.voice) == (index, "tone")
    heard = [part.index for part in out if isinstance(part, Said)]
    assert heard == list(range(len(heard)))
    assert len(heard) <= index


def test_a_failure_says_no_word_of_the_letter_also_in_its_traceback() -> None:
    with pytest.raises(SpeechFailed) as failed:
        spoken(score_of(f"It is late. The {CANARY} is out, and you may sleep."), Faltering(CANARY, times=2))
    assert CANARY not in "".join(traceback.format_exception(failed.value))


class Breaking(ToneEngine):
    """An engine whose library raises what it likes, with what it was given in it."""

    def __init__(self, error: type[Exception], times: int) -> None:
        super().__init__()
        self.error, self.times = error, times

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        self.times -= 1
        if self.times >= 0:
            raise self.error(utterance.phrases[0].spoken)
        return super().speak(utterance, voice, speed, seed)


@pytest.mark.parametrize("error", [RuntimeError, OSError, MemoryError, ValueError])
def test_whatever_a_library_raises_is_tried_again_and_then_named_without_a_word(error: type[Exception]) -> None:
    score = score_of(f"It is late. The {CANARY} is out.")
    assert [part.spoken for part in spoken(score, Breaking(error, 1)) if isinstance(part, Said)]
    with pytest.raises(SpeechFailed) as failed:
        spoken(score_of(f"{CANARY} is out. It is late."), Breaking(error, 2))
    assert failed.value.phrase == 0
    assert CANARY not in "".join(traceback.format_exception(failed.value))


def test_every_utterance_has_a_seed_of_its_own_from_the_score() -> None:
    one, again, other = Faltering(), Faltering(), Faltering()
    for engine, text in (
        (one, "It is late. It is late."),
        (again, "It is late. It is late."),
        (other, "It is. It is."),
    ):
        spoken(score_of(text), engine)
    assert one.seeds == again.seeds
    assert len(set(one.seeds)) == len(one.seeds) == 2
    assert set(one.seeds).isdisjoint(other.seeds)


@pytest.mark.parametrize("longest", [20, 200, 2000])
def test_a_reading_that_begins_later_speaks_nothing_before_and_says_the_rest_the_same(longest: int) -> None:
    score = score_of(LETTERS["short"], preface=True)
    whole = Faltering()
    whole.longest = longest
    all_of_it = spoken(score, whole)
    for begin in range(1, len(score.phrases)):
        engine = Faltering()
        engine.longest = longest
        out = [part for parts in said(score, Reader(TONE, engine), begin) for part in parts]
        at = next(at for at, part in enumerate(all_of_it) if isinstance(part, Said) and part.index == begin)
        assert out[0] == score.parts[0] == all_of_it[0]
        for one, same in zip(out[1:], all_of_it[at:], strict=True):
            if isinstance(one, Said) and isinstance(same, Said):
                assert (one.index, one.phrase, one.spoken) == (same.index, same.phrase, same.spoken)
                assert np.array_equal(one.take.samples, same.take.samples)
            else:
                assert one == same
        assert engine.seeds == whole.seeds[-len(engine.seeds) :]
        assert score.phrases[begin] in engine.asked[0].phrases
        assert engine.asked == whole.asked[-len(engine.asked) :], "a sentence is spoken whole"


def test_a_failure_in_a_reading_that_begins_later_names_the_phrase_of_the_letter() -> None:
    score = score_of(LETTERS["short"])
    index = next(at for at, phrase in enumerate(score.phrases) if "quietly" in phrase.spoken)
    with pytest.raises(SpeechFailed) as failed:
        list(said(score, Reader(TONE, Faltering("quietly", times=2)), index))
    assert failed.value.phrase == index


def test_a_score_without_rests_and_one_with_two_in_a_row_are_spoken() -> None:
    score = score_of(LETTERS["short"])
    bare = tuple(part for part in score.parts if not isinstance(part, Rest))
    doubled = tuple(part for one in score.parts for part in ((one, one) if isinstance(one, Rest) else (one,)))
    for parts in (bare, doubled):
        assert [part for group in groups(parts, 200) for part in group.parts] == list(parts)


def test_a_preface_in_a_score_of_its_own_still_ends() -> None:
    (first, second) = groups((Preface(), *score_of("It is late.").phrases), 200)
    assert (first.ends, second.ends) == (True, True)


@pytest.mark.parametrize("estimated", [False, True])
def test_one_gain_holds_for_a_sentence_also_where_the_engine_takes_less_of_it_at_a_time(estimated: bool) -> None:
    """A voice that drops away within a sentence drops away in the reading, too: its gain does not move inside."""
    engine = Fading()
    engine.longest = 20
    score = score_of("You did what you could today, and that is enough for now, my friend, I think. Rest. Now rest.")
    parts = [part for group in said(score, Reader(replace(TONE, estimated=estimated), engine)) for part in group]
    loud = [np.abs(part.take.samples).max() for part in parts if isinstance(part, Said)]
    inside = [at for at, phrase in enumerate(score.phrases) if phrase.sentence == 0]
    assert len(engine.asked) > len(inside) >= 3
    for at in inside[1:]:
        assert loud[at] / loud[0] == pytest.approx(0.8**at, rel=0.01)


def test_a_sentence_that_is_spoken_whole_is_brought_to_the_level_by_itself() -> None:
    score = score_of("You did enough. You may rest. It is late.")
    parts = spoken(score, Fading())
    loud = [np.abs(part.take.samples).max() for part in parts if isinstance(part, Said)]
    assert loud[1] / loud[0] == pytest.approx(1.0, rel=0.02)
