"""Lays takes and rests end to end on room tone. A rest is as many samples as it was planned, and every edge is soft."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from service.audio import Samples, Take, WordTime
from service.mix.room_tone import room_tone
from service.mix.timeline import Cue, PhraseCue, PrefaceCue, RestCue
from service.score.score import Rest
from service.speech.speech import Said

FADE_IN_SECONDS, FADE_OUT_SECONDS = 0.02, 0.06
"""How long the edges of speech fade, in seconds, where there is room for it."""
EDGE_SECONDS = 0.005
"""How long an edge fades inside what is heard, in seconds, where a take keeps nothing around it to fade."""


@dataclass(frozen=True)
class Chunk:
    """A piece of the reading, and the cues that end in it."""

    samples: Samples
    """Mono samples."""
    cues: tuple[Cue, ...]
    """Cues of the piece, counted from the beginning of the reading."""


class Mix:
    """Lays what is said and what rests one after the other. One mix a reading."""

    def __init__(self, sample_rate: int, tone: bool = True) -> None:
        """sample_rate: samples a second; tone: whether there is room tone, or silence."""
        self._sample_rate = sample_rate
        self._tone = room_tone(sample_rate) if tone else np.zeros(1, np.float32)
        self._at = 0
        self._waiting: Rest | None = None
        self._ringing = np.zeros(0, np.float32)

    def group(self, parts: Iterable[Said | Rest]) -> tuple[Chunk, ...]:
        """The next parts of the reading, a chunk for each phrase and rest.

        The last rest waits for what follows, which sets in early: it comes with the next group, or with `end`.
        """
        chunks: list[Chunk] = []
        for part in parts:
            if isinstance(part, Rest):
                chunks += self.end()
                self._waiting = part
            else:
                chunks += self.end(part.take)
                chunks.append(self._phrase(part))
        return tuple(chunks)

    def end(self, following: Take | None = None) -> tuple[Chunk, ...]:
        """The rest that waits, where one does. following: what sets in under it; None where nothing more is said."""
        waiting, self._waiting = self._waiting, None
        return () if waiting is None else (self._rest(waiting, following),)

    def _phrase(self, said: Said) -> Chunk:
        take = said.take
        heard = _edged(take, self._sample_rate)
        start, end = self._at, self._at + take.length
        words = tuple(WordTime(word.text, word.start + start, word.end + start) for word in take.words)
        cue: Cue = (
            PrefaceCue(start, end, said.spoken)
            if said.phrase is None
            else PhraseCue(said.index, start, end, (said.phrase.start, said.phrase.end), words)
        )
        self._ringing = _faded_out(take, self._sample_rate)
        return self._laid(heard, cue)

    def _rest(self, rest: Rest, following: Take | None) -> Chunk:
        """A rest, to the sample; under it the last phrase rings out and the next sets in."""
        length = round(rest.seconds * self._sample_rate)
        sound = np.zeros(length, np.float32)
        ringing = self._ringing[:length]
        sound[: len(ringing)] += ringing
        self._ringing = np.zeros(0, np.float32)
        if following is not None and length:
            before = _faded_in(following, self._sample_rate)[-length:]
            if len(before):
                sound[-len(before) :] += before
        return self._laid(sound, RestCue(rest.kind, self._at, self._at + length))

    def _laid(self, sound: Samples, cue: Cue) -> Chunk:
        """The sound on the room tone, whose samples are counted from the beginning of the reading."""
        if len(self._tone) > 1:
            sound += np.take(self._tone, np.arange(self._at, self._at + len(sound)), mode="wrap")
        self._at += len(sound)
        return Chunk(sound, (cue,))


def _edged(take: Take, sample_rate: int) -> Samples:
    """What is heard of a take, as it is; an edge that was cut without anything around it sets in and dies away."""
    heard = take.samples[take.start : take.end].copy()
    fade = min(len(heard) // 2, round(EDGE_SECONDS * sample_rate))
    curve = np.linspace(0, 1, fade, endpoint=False, dtype=np.float32)
    if take.start == 0:
        heard[:fade] *= curve
    if take.end == len(take.samples):
        heard[len(heard) - fade :] *= curve[::-1]
    return heard


def _faded_out(take: Take, sample_rate: int) -> Samples:
    """What rings on after a take, faded."""
    after = take.samples[take.end :]
    if not len(after):
        return np.zeros(0, np.float32)  # a part of the take, be it empty, would keep all of it
    fade = min(len(after), round(FADE_OUT_SECONDS * sample_rate))
    curve = np.zeros(len(after), np.float32)
    curve[:fade] = (0.5 + 0.5 * np.cos(np.linspace(0, np.pi, fade))).astype(np.float32)
    faded: Samples = after * curve
    return faded


def _faded_in(take: Take, sample_rate: int) -> Samples:
    """What sets in before a take, faded."""
    before = take.samples[: take.start]
    if not len(before):
        return before
    fade = min(len(before), max(round(FADE_IN_SECONDS * sample_rate), len(before) // 2))
    curve = np.ones(len(before), np.float32)
    curve[:fade] = (0.5 - 0.5 * np.cos(np.linspace(0, np.pi, fade))).astype(np.float32)
    faded: Samples = before * curve
    return faded
