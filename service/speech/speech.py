"""From a score to takes at their level, an utterance at a time. What fails is tried once more, and never skipped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from service.audio import Take
from service.errors import ReadbackError, SpeechFailed
from service.letter.tokens import Word
from service.phrases.phrases import Phrase
from service.score.plan import syllable_rate_of
from service.score.score import Part, Preface, Rest, Score
from service.speech.engines.engine import EngineFailed, Utterance
from service.speech.mastering import REACH, UNMEASURED_REACH, gain_of, mastered
from service.speech.reader import Reader
from service.speech.sounding import sounded
from service.voice import Voice


@dataclass(frozen=True)
class Said:
    """A phrase, or the preface, and its sound at the level of the reading."""

    phrase: Phrase | None
    """The phrase; None for the preface."""
    index: int
    """Index of the phrase, counted from 0; -1 for the preface."""
    spoken: str
    """What the voice was given."""
    take: Take
    """Its sound."""


def said(score: Score, reader: Reader, begin: int = 0) -> Iterator[tuple[Said | Rest, ...]]:
    """What is said and what rests, in order, an utterance and the rests around it at a time.

    begin: index of the phrase to begin with, after the rests that open the reading; at 0, with all there is. Speaks
    only when the next is asked for, and no utterance that ends before that phrase; the one it lies in is spoken whole,
    so that its melody is the same. Raises SpeechFailed with the index of the phrase.
    """
    voice, engine = reader.voice, reader.engine
    speed = voice.measured.speed(syllable_rate_of(score.pace, voice))
    level = _Level(voice)
    opening = tuple(_opening(score.parts)) if begin else ()
    index = 0
    for number, group in enumerate(groups(sounded(score, voice.language), engine.longest)):
        after = index + sum(isinstance(part, Phrase) for part in group.parts)
        if begin and after <= begin:
            level.passed(group)
        else:
            # Nothing keeps the sound while whoever listens takes none.
            yield (*opening, *_from(begin, _uttered(reader, group, level, speed, score.seed + number, index)))
            opening = ()
        index = after


def _uttered(
    reader: Reader, group: Group, level: _Level, speed: float, seed: int, index: int
) -> tuple[Said | Rest, ...]:
    """The parts of a group, spoken at their level. speed and seed: as in `Engine`; index: of its first phrase."""
    phrases = tuple(_phrase(part) for part in group.parts if not isinstance(part, Rest))
    takes: tuple[Take, ...] = ()
    if phrases:
        spoken = takes_of(reader, Utterance(phrases, group.ends), speed, seed, index)
        takes = mastered(spoken, level.gain(group, spoken))
    return tuple(_done(group, takes, index))


def _from(begin: int, done: tuple[Said | Rest, ...]) -> tuple[Said | Rest, ...]:
    """The parts from the phrase of that index on, where there are phrases before it."""
    if not begin or all(part.index >= begin for part in done if isinstance(part, Said)):
        return done
    return done[next(at for at, part in enumerate(done) if isinstance(part, Said) and part.index == begin) :]


class _Level:
    """The gain of each utterance: one for a sentence, also where the engine takes less of it at a time.

    A sentence that is spoken whole is brought a little nearer to the level by itself. One that is spoken in several
    utterances has the voice's own gain, so that it sounds the same wherever a reading begins in it; where nobody has
    measured the voice, it has the gain of what is spoken of it first.
    """

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self._inside = False
        self._held: float | None = None

    def passed(self, group: Group) -> None:
        """The group is over, spoken or not."""
        self._inside = not group.ends
        self._held = self._held if self._inside else None

    def gain(self, group: Group, takes: tuple[Take, ...]) -> float:
        """The gain of a group, in dB. takes: as the engine spoke them."""
        parted = self._inside or not group.ends
        reach = UNMEASURED_REACH if self._voice.estimated else 0.0 if parted else REACH
        own = gain_of(takes, self._voice.measured.level, reach)
        self._held = own if self._held is None else self._held
        gain = self._held if parted and self._voice.estimated else own
        self.passed(group)
        return gain


def _opening(parts: tuple[Part, ...]) -> Iterator[Rest]:
    """The rests before anything is said."""
    for part in parts:
        if not isinstance(part, Rest):
            return
        yield part


def _done(group: Group, takes: tuple[Take, ...], index: int) -> Iterator[Said | Rest]:
    """The parts of a group with their takes. index: of its first phrase."""
    remaining = iter(takes)
    for part in group.parts:
        if isinstance(part, Rest):
            yield part
        elif isinstance(part, Preface):
            yield Said(None, -1, part.spoken, next(remaining))
        else:
            yield Said(part, index, part.spoken, next(remaining))
            index += 1


@dataclass(frozen=True)
class Group:
    """The parts that are spoken in one go, and the rests before, between and after them."""

    parts: tuple[Part, ...]
    """In order."""
    ends: bool
    """Whether its last phrase ends a sentence."""


def groups(parts: Iterable[Part], longest: int) -> Iterator[Group]:
    """The parts by utterance: a sentence, or as many of its phrases as have no more than `longest` characters."""
    group: list[Part] = []
    size = 0
    last: Phrase | Preface | None = None
    for part in parts:
        if isinstance(part, Rest):
            group.append(part)
            continue
        length = len(part.spoken) + 1
        same = isinstance(part, Phrase) and isinstance(last, Phrase) and part.sentence == last.sentence
        if last is not None and (not same or size + length > longest):
            yield Group(tuple(group), ends=not same)
            group, size = [], 0
        group.append(part)
        size += length
        last = part
    yield Group(tuple(group), ends=True)


def _phrase(part: Phrase | Preface) -> Phrase:
    if isinstance(part, Phrase):
        return part
    words = tuple(Word(0, 0, word) for word in part.spoken.split())
    return Phrase(0, 0, words, "paragraph", -1, part.syllables)


def takes_of(reader: Reader, utterance: Utterance, speed: float, seed: int, index: int) -> tuple[Take, ...]:
    """The utterance's takes. Raises SpeechFailed after the second failure, whatever a library may have raised.

    speed and seed: as in `Engine`; index: of the utterance's first phrase.
    """
    voice = reader.voice
    for attempt in (1, 2):
        try:
            return reader.engine.speak(utterance, voice, speed, seed)
        except ReadbackError:
            raise
        except EngineFailed as failure:
            if attempt == 2 or failure.retried:
                raise SpeechFailed(index + failure.phrase, voice.name, failure.again) from failure
        except Exception:  # noqa: BLE001  (the worker's loop)
            if attempt == 2:
                # from None: a library's own error may say what it was given
                raise SpeechFailed(index, voice.name) from None
    raise AssertionError("unreachable")
