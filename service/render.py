"""From a letter to its sound: here the stages are put together, and whoever wants a reading consumes it."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any, Protocol

import numpy as np

from service.audio import Samples
from service.encode.formats import Tags
from service.errors import LanguageNotSpoken, ReadingTooLong
from service.languages.identify import unlike
from service.languages.registry import language_of, name_of
from service.languages.writing_systems import foreign, mostly
from service.letter.letter import read_letter
from service.mix.mix import Chunk, Mix
from service.mix.timeline import Cue, Timeline
from service.score.pace import Pace
from service.score.plan import plan
from service.score.score import Rest, Score
from service.score.score_file import from_dict
from service.sounds.pronunciations import NOTHING, Pronunciations
from service.speech.catalogue import Catalogue
from service.speech.reader import Reader
from service.speech.speech import Said, said
from service.voice import Voice

TITLE = "A letter, read back"
"""Title of every recording. Nothing of the letter is in it."""
AT_ONCE = 30
"""Seconds of sound after which a piece of the reading is handed on, whatever still belongs to the sentence."""
FEW = 3
"""Most voices that a notice names."""


class Reading(Protocol):
    """A letter, to be heard once, as sound and cues: what a rendition drains. A voice reads one, or somebody has."""

    @property
    def sample_rate(self) -> int:
        """Samples a second."""

    @property
    def tags(self) -> Tags:
        """What a recording says about itself."""

    @property
    def score(self) -> Score:
        """What is to be read."""

    def chunks(self) -> Iterator[tuple[Chunk, ...]]:
        """Samples and cues as they come, as many at a time as need nothing further to be spoken.

        Speaks only as far as it is asked. Raises what speaking raises.
        """


@dataclass(frozen=True)
class Readback:
    """A reading by a voice."""

    score: Score
    """What is to be read."""
    reader: Reader
    """Who reads."""
    room_tone: bool = True
    """Whether soft noise runs under speech and rests, or digital silence."""
    begin: int = 0
    """Index of the phrase that it begins with; at 0, with all that comes before the first phrase, too."""

    @property
    def sample_rate(self) -> int:
        """Samples a second."""
        return self.reader.voice.sample_rate

    @property
    def tags(self) -> Tags:
        """What a recording says about itself."""
        return Tags(TITLE, self.reader.voice.name, self.reader.voice.engine)

    def chunks(self) -> Iterator[tuple[Chunk, ...]]:
        """Samples and cues as they come; see `Reading`."""
        mix = Mix(self.sample_rate, self.room_tone)
        pieces = chain.from_iterable(map(self._pieces, said(self.score, self.reader, self.begin)))
        # No name in here stands for the sound: nothing keeps it while whoever listens takes none.
        yield from filter(None, map(mix.group, pieces))
        if end := mix.end():
            yield end

    def _pieces(self, parts: Iterable[Said | Rest]) -> Iterator[list[Said | Rest]]:
        """The parts of an utterance in pieces that are no longer than they need be: there may be hours of rests."""
        remaining = deque(parts)
        del parts
        while remaining:
            yield _piece(remaining, self.sample_rate)


def _piece(remaining: deque[Said | Rest], sample_rate: int) -> list[Said | Rest]:
    """The next parts, until they come to `AT_ONCE` seconds."""
    piece, length = list[Said | Rest](), 0
    while remaining and length < AT_ONCE * sample_rate:
        piece.append(part := remaining.popleft())
        length += round(part.seconds * sample_rate) if isinstance(part, Rest) else part.take.length
    return piece


class Recorder:
    """A reading, of which the cues stay when its chunks have gone through: its timeline is whole when its sound is."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._cues: list[Cue] = []
        self.sample_rate, self.tags, self.score = reading.sample_rate, reading.tags, reading.score

    def chunks(self) -> Iterator[tuple[Chunk, ...]]:
        """The reading's; see `Reading`."""
        return map(self._noted, self._reading.chunks())

    def _noted(self, chunks: tuple[Chunk, ...]) -> tuple[Chunk, ...]:
        self._cues += (cue for chunk in chunks for cue in chunk.cues)
        return chunks

    def samples(self) -> Iterator[Samples]:
        """The same as samples alone, mono."""
        return map(joined, self.chunks())

    @property
    def timeline(self) -> Timeline:
        """The cues so far."""
        return Timeline(self.sample_rate, tuple(self._cues))


def joined(chunks: tuple[Chunk, ...]) -> Samples:
    """The samples of some chunks in a row, mono."""
    return np.concatenate([chunk.samples for chunk in chunks])


def planned(
    catalogue: Catalogue,
    text: str,
    voice: Voice,
    pace: Pace,
    limit: int,
    preface: bool = False,
    *,
    longest: float = math.inf,
    taught: Pronunciations = NOTHING,
) -> Score:
    """The score of a letter. Raises what letter, voice and pace raise, and ReadingTooLong.

    limit: the longest letter, in code points; longest: the longest reading, in seconds; taught: words as they are said.
    """
    letter = read_letter(text, limit, language_of(voice.language))
    _check_spoken(catalogue, letter.text, voice)
    score = replace(_bounded(plan(letter, pace, voice, preface), longest), pronunciations=taught)
    looks = unlike(letter.text, letter.language, voice.language)
    return score if looks is None else replace(score, notices=(*score.notices, _stranger(catalogue, looks, voice)))


def come_back(
    catalogue: Catalogue, given: Mapping[str, Any], voice: Voice, limit: int, *, longest: float = math.inf
) -> Score:
    """A score as JSON's own types, perhaps edited since it was planned. Raises what a score and a letter raise.

    limit, longest: as for `planned`.
    """
    if isinstance(text := given.get("letter"), str):
        _check_spoken(catalogue, text, voice)
    return _bounded(from_dict(given, voice, limit), longest)


def _bounded(score: Score, longest: float) -> Score:
    """The score. Raises ReadingTooLong where it would take longer than so many seconds."""
    if score.predicted_seconds > longest:
        raise ReadingTooLong(score.predicted_seconds, longest)
    return score


def _stranger(catalogue: Catalogue, looks: str, voice: Voice) -> str:
    """The notice for a letter that looks like another language than the voice's. looks: its BCP 47 tag."""
    name, own = name_of(looks), name_of(voice.language) or voice.language
    others = catalogue.speaking_language(looks)
    who = f"These voices speak {name}: {', '.join(others[:FEW])}." if others else f"No voice here speaks {name}."
    return f"This letter looks {name}, and {voice.name} speaks {own}. {who}"


def _check_spoken(catalogue: Catalogue, text: str, voice: Voice) -> None:
    """Raise LanguageNotSpoken where most of the letter is in a script that the voice does not speak."""
    if not mostly(text, voice.scripts):
        return  # a name in another script is said as it sounds
    if (found := foreign(text, voice.scripts)) is not None:
        script, start, end = found
        raise LanguageNotSpoken(voice.name, script, start, end, catalogue.speaking(script))
