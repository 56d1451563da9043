"""A reading on paper: what will be said and when it will be quiet. Pure data."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from service.languages.english import ENGLISH
from service.languages.language import Language
from service.languages.syllables import count
from service.letter.letter import Letter
from service.letter.mended import Silence
from service.phrases.phrases import Phrase, consonants
from service.phrases.rests import RestKind
from service.score.pace import LONGEST_UNASKED, Pace
from service.sounds.pronunciations import NOTHING, Pronunciations

PREFACE = ENGLISH.preface
"""The one sentence that is said outside the letter, where it is asked for; other languages have their own."""


@dataclass(frozen=True)
class Rest:
    """A silence that is planned."""

    kind: RestKind
    """Why it is there."""
    seconds: float
    """How long it is, 0 to 20 seconds."""
    base: float | None = None
    """Seconds before the factor on rests, and before `most`; None where no factor touches it."""
    most: float = LONGEST_UNASKED
    """The longest that a factor makes it, in seconds. Of no account where there is no base."""

    @staticmethod
    def scaled(kind: RestKind, base: float, most: float, factor: float) -> Rest:
        """The rest that a factor, above 1 is longer, makes of so many seconds. base: rounded to milliseconds."""
        base = _whole(base * 1000) / 1000
        return Rest(kind, rest_seconds(base, most, factor), base, most)

    def seconds_at(self, factor: float) -> float:
        """How long it is at another factor."""
        return self.seconds if self.base is None else rest_seconds(self.base, self.most, factor)


def rest_seconds(base: float, most: float, factor: float) -> float:
    """Seconds of a rest at a factor, in whole milliseconds.

    The page's player does the same for a listener who changes the factor meanwhile (docs/room.md). Each step is one
    that both languages take alike, so that what is heard there is what is saved here, to the sample.
    """
    return min(_whole(_whole(base * 1000) * factor), _whole(most * 1000)) / 1000


def _whole(value: float) -> int:
    """The nearest whole number; halves go up. Python's own `round` takes them to the even one, and JavaScript's not."""
    return math.floor(value + 0.5)


@dataclass(frozen=True)
class Preface:
    """The line before the letter. It is no part of the letter."""

    spoken: str = PREFACE
    """What is said."""
    syllables: int = ENGLISH.preface_syllables or 0
    """How many syllables the voice will say."""

    @property
    def consonants(self) -> int:
        """How many consonant letters the voice is given."""
        return consonants(self.spoken)

    @staticmethod
    def of(language: Language) -> Preface | None:
        """The line in a language; None where there is none in it."""
        if not language.preface:
            return None
        return Preface(language.preface, language.preface_syllables or count(language.preface, each=language.syllables))


Part = Phrase | Rest | Preface


@dataclass(frozen=True)
class Score:
    """A reading, planned. Made by `plan`, or from JSON."""

    letter: Letter
    """What was written."""
    voice: str
    """Name of the voice that it was planned for."""
    pace: Pace
    """The pace, as it was fitted to what was asked."""
    seed: int
    """From the letter and the preset; the same score sounds the same."""
    parts: tuple[Part, ...]
    """Phrases and rests in order."""
    predicted_seconds: float
    """How long the reading will take, from the voice's measured pace."""
    notices: tuple[str, ...] = ()
    """Sentences about what could not be done as it was asked, and about where the letter goes."""
    pronunciations: Pronunciations = NOTHING
    """Words whose sound the person has taught."""

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """The phrases, in order."""
        return tuple(part for part in self.parts if isinstance(part, Phrase))

    @property
    def silent(self) -> tuple[Silence, ...]:
        """What of the letter is not said, and why, in order. Every other letter and figure is said in its phrase."""
        return tuple(silence for phrase in self.phrases for silence in phrase.silent)

    @property
    def words(self) -> int:
        """How many words are spoken."""
        return sum(len(part.words) for part in self.parts if isinstance(part, Phrase))

    @property
    def words_per_minute(self) -> float:
        """Words a minute, all in, as predicted."""
        return self.words / self.predicted_seconds * 60

    def ahead(self, begin: int) -> tuple[Part, ...]:
        """The parts of a reading that begins with a phrase: the rests that open it, and all from that phrase on.

        begin: index of the phrase; at 0, it is all there is.
        """
        if begin == 0:
            return self.parts
        opening = itertools.takewhile(lambda part: isinstance(part, Rest), self.parts)
        return (*opening, *self.parts[self.parts.index(self.phrases[begin]) :])

    def index_at(self, character: int) -> int | None:
        """Index of the phrase in which a character lies, or of the next; None where none follows.

        character: counted from the beginning of the letter, in code points.
        """
        return next((index for index, phrase in enumerate(self.phrases) if character < phrase.end), None)
