"""A sentence spoken whole and opened at its joints, by any model whose graph knows the lengths of its phonemes.

Such a model is asked for the unrounded lengths first. They are brought to the speed, the silences around the
sentence are cut short and its joints held open, and only then is the sound made: so the rate is exact, the
melody runs through the joints, and every word's place is known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from service.audio import Samples, Take
from service.speech.engines.engine import Utterance
from service.speech.engines.onnx_graph import whole_frames
from service.speech.engines.phonemes import Phonemes, Speller
from service.speech.engines.takes import join, parted


@dataclass(frozen=True)
class Silences:
    """How the silences of a sentence are held, in frames."""

    lead: int
    """Longest silence before the sentence; what a model puts there by itself is cut off anyway."""
    tail: int
    """Longest mark that closes the sentence."""
    joint: int
    """Shortest last phoneme before a joint, so that the joint falls quiet."""
    mark: int
    """Shortest comma of a joint."""
    own_lead: float | None = None
    """How much of the model's own lead at speed 1 is kept at any speed; None where it is stretched as all else is."""


@dataclass(frozen=True)
class Lengths:
    """What the first piece of a model says of one call."""

    frames: NDArray[np.float32]
    """Unrounded frames at speed 1 of each position of `Phonemes`: the pad, the symbols, the pad."""
    state: Any
    """What the model needs besides, to make the sound; nobody else looks at it."""


class Timed(Protocol):
    """A voice that is loaded, with its way to say lengths and to make sound of them. Safe to call from threads."""

    @property
    def speller(self) -> Speller:
        """Words → phonemes."""

    @property
    def longest(self) -> int:
        """The most phonemes of one call."""

    @property
    def frame(self) -> float:
        """Samples of one frame, at the voice's rate."""

    @property
    def silences(self) -> Silences:
        """How the silences of a sentence are held."""

    def lengths(self, phonemes: Phonemes, seed: int) -> Lengths:
        """How long its phonemes are."""

    def sound(self, frames: NDArray[np.int64], lengths: Lengths, phonemes: Phonemes, seed: int) -> Samples:
        """The sound, for phonemes of so many whole frames, mono at the voice's rate."""


def spoken(model: Timed, utterance: Utterance, sample_rate: int, speed: float, seed: int) -> tuple[Take, ...]:
    """One take a phrase. Raises EngineFailed where a word has no phonemes.

    sample_rate: samples a second; speed and seed: as in `Engine`.
    """
    takes: dict[int, list[Take]] = {}
    for at, call in enumerate(model.speller.spell(utterance, model.longest)):
        for phrase, take in zip(call.phrases, _call(model, call, sample_rate, speed, seed + at), strict=True):
            takes.setdefault(phrase, []).append(take)
    return tuple(join(takes[phrase]) for phrase in sorted(takes))


def _call(model: Timed, phonemes: Phonemes, sample_rate: int, speed: float, seed: int) -> tuple[Take, ...]:
    lengths = model.lengths(phonemes, seed)
    frames = whole_frames(_shaped(lengths.frames, phonemes, speed, model.silences))
    ends = np.rint(np.cumsum(frames) * model.frame).astype(np.int64)
    return parted(model.sound(frames, lengths, phonemes, seed), sample_rate, phonemes.spans(ends))


def _shaped(lengths: NDArray[np.float32], phonemes: Phonemes, speed: float, silences: Silences) -> NDArray[np.float32]:
    """Lengths at the speed, with the silences around the sentence cut short and its joints held open."""
    shaped: NDArray[np.float32] = lengths / np.float32(speed)
    own = shaped[0] if silences.own_lead is None else lengths[0] * silences.own_lead
    shaped[0] = min(own, silences.lead)
    shaped[-1] = 1
    if phonemes.symbols[-1] in ".,?!":
        shaped[-2] = min(shaped[-2], silences.tail)
    for joint in phonemes.joints:
        shaped[joint] = max(shaped[joint], silences.joint)
        shaped[joint + 1] = max(shaped[joint + 1], silences.mark)
    return shaped


def phrase_ends(frames: NDArray[np.int64], phonemes: Phonemes) -> list[int]:
    """Where phrases end after which the sentence goes on, in frames."""
    ends = np.cumsum(frames)
    positions = list(phonemes.joints) + ([] if phonemes.ends else [len(phonemes.symbols) - 1])
    return [int(ends[at]) for at in positions]


def statement_end(frames: NDArray[np.int64], phonemes: Phonemes) -> int | None:
    """Where a statement is over, in frames; None where the sentence goes on, asks or calls."""
    if not phonemes.ends or phonemes.symbols[-1] != ".":
        return None
    return int(np.cumsum(frames)[len(phonemes.symbols) - 1])
