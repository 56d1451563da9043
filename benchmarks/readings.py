"""Letters, read: what the other measurements listen to."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from service.audio import Samples
from service.mix.timeline import PhraseCue, RestCue, Timeline
from service.render import Readback, Recorder, planned
from service.score.pace import PaceWish
from service.speech import open_catalogue
from service.speech.catalogue import Catalogue

LETTERS = Path(__file__).parent.parent / "tests" / "letters"
NAMES = ("evening", "short", "typed", "wrapped", "steps", "breathless")
LIMIT = 1_000_000
"""The longest letter of a benchmark, in characters."""


@dataclass(frozen=True)
class Reading:
    """A letter, its samples and its cues."""

    text: str
    readback: Readback
    samples: Samples
    timeline: Timeline

    @property
    def rate(self) -> int:
        """Samples a second."""
        return self.timeline.sample_rate

    @property
    def seconds(self) -> float:
        """Length in all."""
        return self.timeline.seconds

    @property
    def phrases(self) -> tuple[PhraseCue, ...]:
        """The cues of its phrases."""
        return tuple(cue for cue in self.timeline.cues if isinstance(cue, PhraseCue))

    @property
    def rests(self) -> tuple[RestCue, ...]:
        """The cues of its rests."""
        return tuple(cue for cue in self.timeline.cues if isinstance(cue, RestCue))


@cache
def voices() -> Catalogue:
    """The catalogue, its default voice loaded and warm."""
    catalogue = open_catalogue()
    reader = catalogue.reader("heart")
    reader.engine.open(reader.voice)
    read_text(catalogue, "Good evening, my friend.")
    return catalogue


def letter(name: str) -> str:
    """The text of one of the letters."""
    return (LETTERS / f"{name}.txt").read_text(encoding="utf-8")


def readback(catalogue: Catalogue, text: str, preset: str = "slow", voice: str = "heart") -> Readback:
    """The reading of a text, not begun."""
    reader = catalogue.reader(voice)
    return Readback(planned(catalogue, text, reader.voice, PaceWish(preset).pace(), LIMIT), reader)


def read_text(catalogue: Catalogue, text: str, preset: str = "slow", voice: str = "heart") -> Reading:
    """A text, read."""
    reading = readback(catalogue, text, preset, voice)
    recorder = Recorder(reading)
    samples = np.concatenate(list(recorder.samples()))
    return Reading(text, reading, samples, recorder.timeline)


@cache
def reading(name: str, preset: str = "slow") -> Reading:
    """One of the letters, read by heart."""
    return read_text(voices(), letter(name), preset)


def long_letter(words: int) -> str:
    """A letter of so many words, made of evening.txt, each paragraph numbered in words so that none is the same."""
    paragraphs = [part for part in letter("evening").split("\n\n") if len(part.split()) > 10]
    done: list[str] = []
    count = 0
    while count < words:
        part = f"This is part {len(done) + 1}. {paragraphs[len(done) % len(paragraphs)]}".split()[: words - count]
        done.append(" ".join(part))
        count += len(part)
    return "\n\n".join(done)
