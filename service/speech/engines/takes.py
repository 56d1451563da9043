"""From the sound of a whole sentence to its takes: where it falls quiet at a joint, it is parted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from service.audio import Samples, Take, WordTime

QUIET_DB = 34.0
"""How far under the speech sound is no longer heard, in dB. What is under it fades out at once."""
LOUD_PERCENTILE = 92
"""Which percentile of the 5 ms levels stands for the speech, silences left out."""
SILENT_DB = 45.0
"""How far under the loudest 5 ms is silence, in dB."""
BEFORE_SECONDS = 0.1
"""How much of what sets in before the first sound a take keeps."""
AFTER_SECONDS = 0.1
"""How much of what rings on after the last sound a take keeps."""


@dataclass(frozen=True)
class Span:
    """Where an engine says that a phrase lies in its sound, and when its words are."""

    start: int
    """First sample of the phrase's first phoneme, give or take a frame."""
    end: int
    """First sample after its last phoneme, a silence that belongs to it included."""
    words: tuple[WordTime, ...] = ()
    """Times of its words, counted from the beginning of the sound."""


def levels(samples: Samples, sample_rate: int) -> NDArray[np.float32]:
    """Level of each 5 ms, in dB of full scale."""
    hop = sample_rate // 200
    whole = len(samples) // hop * hop
    squares = np.square(samples[:whole].reshape(-1, hop)).mean(1)
    quiet: NDArray[np.float32] = 10 * np.log10(squares + 1e-12)
    return quiet


def parted(samples: Samples, sample_rate: int, spans: tuple[Span, ...]) -> tuple[Take, ...]:
    """One take a span. samples: the whole utterance, mono; spans: in order.

    A joint is parted in its longest quiet: what is heard before it ends the one take, what is heard
    after it begins the next. Where a joint never falls quiet, it is parted at its quietest point.
    """
    level = levels(samples, sample_rate)
    if not len(level):
        return tuple(Take(samples, sample_rate, 0, len(samples)) for _ in spans)
    speech = level[level > level.max() - SILENT_DB]
    heard = level > np.percentile(speech, LOUD_PERCENTILE) - QUIET_DB
    hop = sample_rate // 200
    quiets = [_quiet(level, heard, a, b, hop) for a, b in pairwise(spans)]
    loud = np.flatnonzero(heard)
    first, last = (int(loud[0]), int(loud[-1]) + 1) if len(loud) else (0, len(heard))
    starts = [first, *(end for _, end in quiets)]
    ends = [*(start for start, _ in quiets), last]
    bounds = [0, *((start + end) // 2 for start, end in quiets), len(samples) // hop]
    return tuple(
        _take(samples, sample_rate, span, start * hop, end * hop, bounds[i] * hop, bounds[i + 1] * hop)
        for i, (span, start, end) in enumerate(zip(spans, starts, ends, strict=True))
    )


def _quiet(
    level: NDArray[np.float32], heard: NDArray[np.bool_], before: Span, after: Span, hop: int
) -> tuple[int, int]:
    """The longest quiet at the joint of two spans, first and last 5 ms of it; an empty one where it is never quiet.

    It is looked for from the last word on: a stop inside a word (the p of "open") is quiet as well, but shorter.
    """
    low = (before.words[-1].start if before.words else before.start) // hop
    high = min(len(level), (after.words[0].start // hop if after.words else after.start // hop) + 16)
    edges = np.flatnonzero(np.diff(np.concatenate(([True], heard[low:high], [True])).astype(np.int8)))
    if not len(edges):
        quietest = low + int(np.argmin(level[low:high]))
        return quietest, quietest
    lengths = edges[1::2] - edges[::2]
    longest = int(np.argmax(lengths))
    return low + int(edges[2 * longest]), low + int(edges[2 * longest + 1])


def _take(samples: Samples, sample_rate: int, span: Span, start: int, end: int, low: int, high: int) -> Take:
    """The take that is heard from `start` to `end`, with what may lie around it between `low` and `high`."""
    low = max(low, start - int(BEFORE_SECONDS * sample_rate))
    high = min(high, end + int(AFTER_SECONDS * sample_rate))
    return Take(samples[low:high], sample_rate, start - low, end - low, _words(span, start, end))


def _words(span: Span, start: int, end: int) -> tuple[WordTime, ...]:
    """The span's words, counted from the take's start, the first and the last drawn to what is heard."""
    length = end - start
    words = [
        WordTime(w.text, min(max(w.start - start, 0), length), min(max(w.end - start, 0), length)) for w in span.words
    ]
    if words:
        words[0] = WordTime(words[0].text, 0, words[0].end)
        words[-1] = WordTime(words[-1].text, words[-1].start, length)
    return tuple(words)


def join(takes: list[Take]) -> Take:
    """One take of several that follow each other: a phrase that was too long for one call."""
    if len(takes) == 1:
        return takes[0]
    before = [0]
    for take in takes[:-1]:
        before.append(before[-1] + len(take.samples))
    words = tuple(
        WordTime(w.text, w.start + at + take.start - takes[0].start, w.end + at + take.start - takes[0].start)
        for at, take in zip(before, takes, strict=True)
        for w in take.words
    )
    samples = np.concatenate([take.samples for take in takes])
    return Take(samples, takes[0].sample_rate, takes[0].start, before[-1] + takes[-1].end, words)
