"""Sound as it is handed from stage to stage: whole samples, mono, float32, full scale at 1.0."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.float32]
"""Mono samples, shape [n], full scale at ±1.0."""


@dataclass(frozen=True)
class WordTime:
    """When a word of the letter is spoken within its take."""

    text: tuple[int, int]
    """Start and end of the word in the letter, in code points."""
    start: int
    """First sample of the word, counted from `Take.start`."""
    end: int
    """First sample after the word, counted from `Take.start`."""


@dataclass(frozen=True)
class Take:
    """What came from the engine for one phrase, and where in it the voice begins and ends.

    A voice does not stop at a point: breath sets in before what is heard and rings on after it. So a
    take keeps a little on both sides, which the mix lays under the rests: `samples[start:end]` is what
    is heard and what the cues name, the rest is faded into the room.
    """

    samples: Samples
    """What the engine made, from a little before the first sound to a little after the last."""
    sample_rate: int
    """Samples a second."""
    start: int
    """First sample that can be heard (35 dB under the speech, or more)."""
    end: int
    """First sample after the last that can be heard."""
    words: tuple[WordTime, ...] = ()
    """Times of the words, in order; empty where the engine does not know them."""

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end <= len(self.samples):
            raise ValueError(f"a take's marks lie outside it: {self.start}, {self.end} of {len(self.samples)}")

    @property
    def length(self) -> int:
        """Samples that can be heard."""
        return self.end - self.start

    @property
    def seconds(self) -> float:
        """Seconds that can be heard."""
        return self.length / self.sample_rate
