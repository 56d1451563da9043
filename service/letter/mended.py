"""The letter as the voice reads it: signs mended that stand for others, each still known by its place in the letter.

A curly apostrophe that came as `&#8217;` is one character here and seven in the letter. What is changed is only what
words are found in; the letter stays as it is, and whatever is found is given back with its place there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

GONE = "\u200b"
"""What stands in place of something silent: a character without width and without a sound."""


class Silence(NamedTuple):
    """Some of the letter of which nothing is said, and why."""

    start: int
    """Where it begins in the letter, in code points."""
    end: int
    """Where it ends in the letter, in code points."""
    why: str
    """The reason, one of those in `docs/api.md`: `emoji`."""


def apart(found: Iterable[Silence]) -> tuple[Silence, ...]:
    """What is silent, in order; places that overlap are one, for the reason of the longer."""
    kept: list[Silence] = []
    for one in sorted(found):
        before = kept[-1] if kept else one
        if kept and one.start < before.end:
            longer = max(before, one, key=lambda silence: (silence.end - silence.start, silence.why != "emoji"))
            kept[-1] = Silence(before.start, max(before.end, one.end), longer.why)
        else:
            kept.append(one)
    return tuple(kept)


class Change(NamedTuple):
    """Some of a text, and what stands there for the voice."""

    start: int
    end: int
    text: str
    """Never empty: `GONE` where nothing is said."""
    why: str = ""
    """Why nothing of it is said; empty where something is."""


@dataclass(frozen=True, slots=True)
class Mended:
    """A text made from the letter, each character of which knows where in the letter it comes from."""

    text: str
    """What words are found in."""
    starts: tuple[int, ...] | None = None
    """Where what a character stands for begins in the letter, in code points; None where it is the letter itself."""
    ends: tuple[int, ...] = ()
    """Where it ends there."""
    silent: tuple[Silence, ...] = ()
    """What was taken out that nobody says, in order."""

    def changed(self, changes: Iterable[Change]) -> Mended:
        """The text with some changes, which are in order and do not overlap. Takes as long as the text is."""
        told = list(changes)
        if not told:
            return self
        starts = self.starts or range(len(self.text))
        ends = self.ends if self.starts is not None else range(1, len(self.text) + 1)
        texts: list[str] = []
        new_starts: list[int] = []
        new_ends: list[int] = []
        silent = list(self.silent)
        at = 0
        for start, end, text, why in told:
            texts += (self.text[at:start], text)
            alike = len(text) == end - start
            new_starts += starts[at : end if alike else start]
            new_ends += ends[at : end if alike else start]
            if not alike:
                new_starts += [starts[start]] * len(text)
                new_ends += [ends[end - 1]] * len(text)
            if why:
                silent.append(Silence(starts[start], ends[end - 1], why))
            at = end
        texts.append(self.text[at:])
        new_starts += starts[at:]
        new_ends += ends[at:]
        return Mended("".join(texts), tuple(new_starts), tuple(new_ends), apart(silent))

    def place(self, at: int) -> int:
        """Where in this text a place in the letter is; what came from one piece of it is not parted."""
        return at if self.starts is None else bisect_left(self.starts, at)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where in the letter a slice of this text comes from."""
        return (start, end) if self.starts is None else (self.starts[start], self.ends[end - 1])
