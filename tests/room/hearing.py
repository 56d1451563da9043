"""A letter that was heard in the page, held against its score: where its phrases sound, and how long its rests are."""

from __future__ import annotations

import base64
import io
import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

from tests.room.tap import BLOCK, UNDER_SPEECH, Tap, heard

FACTOR = 1.25
"""How much longer a press of *longer rests* makes them."""
LEAST, MOST = 0.5, 2.0
LONGEST_UNASKED = 3.9
"""The longest rest that a factor leads to, in seconds (`docs/pacing.md`)."""
EDGES = ("lead_in", "lead_out")
"""Rests that no factor touches."""


class NotHeardError(Exception):
    """What was heard cannot be held against the score: there are more or fewer sounds or marks than phrases."""


@dataclass(frozen=True)
class Sound:
    """Where a phrase's own sound is loud enough to be heard, in seconds from its first sample."""

    begins: float
    ends: float
    seconds: float
    """Length of all of it."""
    inside: float
    """The longest quiet in it."""


@dataclass(frozen=True)
class Turn:
    """A press of *longer rests* or *shorter rests*."""

    at: float
    """When it was pressed, by what was heard then: in seconds of the context."""
    factor: float
    """The factor on rests that holds from then on."""


@dataclass(frozen=True)
class RestHeard:
    """A rest between two phrases."""

    begins: float
    """Where the phrase before it ends, its own last quiet included, in seconds of the context."""
    lasted: float
    """From the last sound before it to the first one after it, in seconds."""
    own: float
    """As much of that belongs to the voice: the soft end of the phrase before, the soft beginning of the next."""
    planned: float
    """In the score, in seconds."""

    def wanted(self, factor: float) -> float:
        """How long it is at a factor of the listener's."""
        return played(self.planned, factor)


def played(planned: float, factor: float) -> float:
    """Seconds of a rest between phrases at the listener's factor."""
    return min(planned * factor, max(planned, LONGEST_UNASKED))


def factors(turns: Sequence[str]) -> list[float]:
    """The factor after each press of `longer` or `shorter`, from 1 on."""
    found: list[float] = []
    for turn in turns:
        now = (found[-1] if found else 1.0) * (FACTOR if turn == "longer" else 1 / FACTOR)
        found.append(min(MOST, max(LEAST, math.floor(now * 1000 + 0.5) / 1000)))
    return found


@dataclass(frozen=True)
class Hearing:
    """What the page played and marked of a letter, and what the service had sent."""

    tap: Tap
    score: Mapping[str, Any]
    """As the service answers it."""
    sounds: Sequence[bytes]
    """The file of each phrase, as it was sent."""

    @cached_property
    def phrases(self) -> list[Sound]:
        """The sound of each phrase by itself, heard as the tap hears."""
        under = self.tap.speech() - UNDER_SPEECH
        return [sound(data, under, BLOCK / self.tap.rate) for data in self.sounds]

    @cached_property
    def stretches(self) -> list[tuple[float, float]]:
        """Start and end of each phrase as heard, in seconds of the context. Raises NotHeardError.

        What separates two phrases is longer than any quiet inside one, and shorter than any rest.
        """
        least = min(1.0, *(turn.factor for turn in self.turns)) if self.turns else 1.0
        inside = max(phrase.inside for phrase in self.phrases)
        found = heard(self.tap, (inside + least * min(self.planned)) / 2)
        if len(found) != len(self.phrases):
            raise NotHeardError(f"{len(found)} stretches of speech for {len(self.phrases)} phrases")
        return found

    @cached_property
    def planned(self) -> list[float]:
        """Each rest between two phrases, as the score has it, in seconds."""
        return [part["seconds"] for part in self.score["parts"] if part["kind"] == "rest" and part["rest"] not in EDGES]

    @property
    def rests(self) -> list[RestHeard]:
        """Each rest between two phrases. Raises NotHeardError."""
        pairs = itertools.pairwise(zip(self.stretches, self.phrases, strict=True))
        return [
            RestHeard(
                before[1] + last.seconds - last.ends,
                after[0] - before[1],
                last.seconds - last.ends + first.begins,
                planned,
            )
            for ((before, last), (after, first)), planned in zip(pairs, self.planned, strict=True)
        ]

    @property
    def turns(self) -> list[Turn]:
        """Each press that changed the rests."""
        presses = [press for press in self.tap.presses if press.kind == "click" and press.what in ("longer", "shorter")]
        after = factors([press.what for press in presses])
        return [Turn(self.tap.heard(press.at), factor) for press, factor in zip(presses, after, strict=True)]

    def wrong(self) -> NDArray[np.float64]:
        """How much longer each rest was than it was to be, in seconds: as heard, and without the voice's own quiet.

        Shape (n, 2). Raises NotHeardError.
        """
        return np.array([_wrong(rest, _factor(self.turns, rest.begins)) for rest in self.rests])

    def lost(self) -> NDArray[np.float64]:
        """How much of each rest, and of the sound that follows it, was not rendered at all, in seconds."""
        blocks = np.flatnonzero(np.isnan(self.tap.levels))
        times = (self.tap.first + blocks * BLOCK) / self.tap.rate
        within = [(times >= rest.begins) & (times < rest.begins + rest.lasted) for rest in self.rests]
        return np.array([np.sum(one) * BLOCK / self.tap.rate for one in within])

    def later(self) -> Iterator[tuple[Turn, int]]:
        """Each press with how many rests began after it that were as before. Raises NotHeardError."""
        before = 1.0
        for turn in self.turns:
            after = [rest for rest in self.rests if rest.begins > turn.at]
            changed = [abs(_wrong(rest, turn.factor)[1]) < abs(_wrong(rest, before)[1]) for rest in after]
            yield turn, changed.index(True) if True in changed else len(changed)
            before = turn.factor

    def marked(self) -> NDArray[np.float64]:
        """How much later than its sound each phrase was marked, in milliseconds: as heard, and its file's first sample.

        Shape (n, 2). Raises NotHeardError.
        """
        starts = [(start, next(run)) for start, run in itertools.groupby(self.tap.marks, lambda mark: mark.start)]
        marks = [mark.at for start, mark in starts if start is not None]
        if len(marks) != len(self.phrases):
            raise NotHeardError(f"{len(marks)} marks for {len(self.phrases)} phrases")
        rows = zip(marks, self.stretches, self.phrases, strict=True)
        return np.array(
            [(mark - self.tap.at(begun), mark - self.tap.at(begun - own.begins)) for mark, (begun, _), own in rows]
        )


def _factor(turns: Sequence[Turn], at: float) -> float:
    return next((turn.factor for turn in reversed(turns) if turn.at < at), 1.0)


def _wrong(rest: RestHeard, factor: float) -> tuple[float, float]:
    wrong = rest.lasted - rest.wanted(factor)
    return wrong, wrong - rest.own


def sound(data: bytes, under: float, step: float) -> Sound:
    """Where a file's sound is louder than `under`, in dB of full scale. step: how long a block is, in seconds."""
    samples, rate = soundfile.read(io.BytesIO(data), dtype="float64")
    block = round(step * rate)
    whole = np.pad(samples, (0, -len(samples) % block)).reshape(-1, block)
    power = np.mean(whole**2, axis=1)
    loud = np.flatnonzero(10 * np.log10(power + 1e-20) > under)
    if not len(loud):
        raise NotHeardError("a phrase has no sound")
    inside = np.max(np.diff(loud), initial=1) - 1
    ends = min((loud[-1] + 1) * block, len(samples)) / rate
    return Sound(float(loud[0] * block / rate), float(ends), len(samples) / rate, float(inside * block / rate))


def sounds_of(events: Sequence[Mapping[str, Any]]) -> list[bytes]:
    """The file of each phrase among a reading's events."""
    return [base64.b64decode(event["audio"]) for event in events if event["event"] == "phrase"]
