"""When everything is heard: the cues of a reading, in whole samples, noted by the mix as it makes the sound."""

from __future__ import annotations

from dataclasses import dataclass

from service.audio import WordTime


@dataclass(frozen=True)
class PhraseCue:
    """A phrase of the letter, from its first sound to its last."""

    index: int
    """Index of the phrase, counted from 0."""
    start: int
    """First sample that is heard."""
    end: int
    """First sample after the last that is heard."""
    text: tuple[int, int]
    """Start and end in the letter, in code points."""
    words: tuple[WordTime, ...] = ()
    """Times of its words, counted from the beginning of the audio; empty where the engine does not know them."""


@dataclass(frozen=True)
class PrefaceCue:
    """The line that is spoken before the letter and is no part of it."""

    start: int
    """First sample that is heard."""
    end: int
    """First sample after the last that is heard."""
    spoken: str
    """What is said. It is Readback's own sentence, not the letter's."""


@dataclass(frozen=True)
class RestCue:
    """A rest, of exactly the length that the score gives it."""

    rest: str
    """Its kind: `sentence`, `clause`, …"""
    start: int
    """First sample of the rest."""
    end: int
    """First sample after it."""


Cue = PhraseCue | PrefaceCue | RestCue


@dataclass(frozen=True)
class Timeline:
    """The whole reading as cues, in order, without a gap: each starts where the one before it ends."""

    sample_rate: int
    """Samples a second."""
    cues: tuple[Cue, ...]
    """In order of time; the first starts at sample 0."""

    @property
    def length(self) -> int:
        """Samples in all."""
        return self.cues[-1].end if self.cues else 0

    @property
    def seconds(self) -> float:
        """Seconds in all."""
        return self.length / self.sample_rate
