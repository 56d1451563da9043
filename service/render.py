"""From a letter to its sound: here the stages are joined to one iterator, and whoever wants a reading consumes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.audio import Samples
from service.encode.formats import Tags
from service.errors import LanguageNotSpoken
from service.languages.identify import unlike
from service.languages.registry import language_of, name_of
from service.languages.writing_systems import foreign
from service.letter.letter import Letter, read_letter
from service.mix.mix import Chunk, Mix
from service.mix.timeline import Cue, RestCue, Timeline
from service.score.pace import Pace
from service.score.plan import plan
from service.score.score import Rest, Score
from service.speech.catalogue import Catalogue
from service.speech.speech import Said, said
from service.voice import Voice

TITLE = "A letter, read back"
"""Title of every recording. Nothing of the letter is in it."""
FEW = 3
"""Most voices that a notice names."""


@dataclass(frozen=True)
class Readback:
    """One letter, to be read once."""

    score: Score
    """What is to be read."""
    voice: Voice
    """Who reads."""
    catalogue: Catalogue
    """Where the voice's engine is."""
    room_tone: bool = True
    """Whether soft noise runs under speech and rests, or digital silence."""
    begin: int = 0
    """Index of the phrase that it begins with; at 0, with all that comes before the first phrase, too."""

    @property
    def tags(self) -> Tags:
        """What a recording says about itself."""
        return Tags(TITLE, self.voice.name, self.voice.engine)

    def said(self) -> Iterator[tuple[Said | Rest, ...]]:
        """What is said and what rests, at its level but without room tone, an utterance at a time."""
        return said(self.score, self.voice, self.catalogue.engine(self.voice), self.begin)

    def chunks(self) -> Iterator[Chunk]:
        """The reading, samples and cues as they come. Speaks only as far as it is asked."""
        mix = Mix(self.voice.sample_rate, self.room_tone)
        return mix.chunks(part for parts in self.said() for part in parts)

    def utterances(self) -> Iterator[tuple[Chunk, ...]]:
        """The same chunks, as many at a time as need nothing further to be spoken."""
        phrases = 0

        def parts() -> Iterator[Said | Rest]:
            nonlocal phrases
            for spoken in self.said():
                phrases = sum(isinstance(part, Said) for part in spoken)
                yield from spoken

        ready: list[Chunk] = []
        for chunk in Mix(self.voice.sample_rate, self.room_tone).chunks(parts()):
            ready.append(chunk)
            phrases -= sum(not isinstance(cue, RestCue) for cue in chunk.cues)
            if not phrases:
                yield tuple(ready)
                ready = []


class Recorder:
    """Samples go through, cues stay: a file's timeline is whole when its samples are."""

    def __init__(self, readback: Readback) -> None:
        self._readback = readback
        self._cues: list[Cue] = []

    def samples(self) -> Iterator[Samples]:
        """The samples of the reading, as they come."""
        for chunk in self._readback.chunks():
            self._cues += chunk.cues
            yield chunk.samples

    @property
    def timeline(self) -> Timeline:
        """The cues so far."""
        return Timeline(self._readback.voice.sample_rate, tuple(self._cues))


def planned(catalogue: Catalogue, text: str, voice_name: str, pace: Pace, limit: int, preface: bool = False) -> Score:
    """The score of a letter. Raises what letter, voice and pace raise. limit: the longest letter, in code points."""
    voice = catalogue.voice(voice_name)
    letter = read_letter(text, limit, language_of(voice.language))
    spoken_by(catalogue, letter, voice)
    score = plan(letter, pace, voice, preface)
    looks = unlike(letter.text, letter.language, voice.language)
    return score if looks is None else replace(score, notices=(*score.notices, _stranger(catalogue, looks, voice)))


def _stranger(catalogue: Catalogue, looks: str, voice: Voice) -> str:
    """The notice for a letter that looks like another language than the voice's. looks: its BCP 47 tag."""
    name, own = name_of(looks), name_of(voice.language) or voice.language
    others = catalogue.speaking_language(looks)
    who = f"These voices speak {name}: {', '.join(others[:FEW])}." if others else f"No voice here speaks {name}."
    return f"This letter looks {name}, and {voice.name} speaks {own}. {who}"


def readback_of(catalogue: Catalogue, score: Score, room_tone: bool = True, begin: int = 0) -> Readback:
    """The reading of a score. Raises VoiceUnknown, VoiceNotInstalled, LanguageNotSpoken.

    begin: index of the phrase that it begins with.
    """
    voice = catalogue.voice(score.voice)
    spoken_by(catalogue, score.letter, voice)
    catalogue.engine(voice)
    return Readback(score, voice, catalogue, room_tone, begin)


def spoken_by(catalogue: Catalogue, letter: Letter, voice: Voice) -> None:
    """Raise LanguageNotSpoken where a part of the letter is in a script that the voice does not speak."""
    if (found := foreign(letter.text, voice.scripts)) is not None:
        script, start, end = found
        raise LanguageNotSpoken(voice.name, script, start, end, catalogue.speaking(script))
