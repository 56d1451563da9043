"""Kisses: an x, xx or xoxo at the end of a line, which are not said."""

from __future__ import annotations

import re

_KISS = re.compile(r"[xX]+(?:oxo[xo]*)?")
_BESIDE = r"(?:<3|[xX]+(?:oxo[xo]*)?|[^\w\s]++)"
"""What may follow kisses on their line: a heart, more of them, marks and emoji."""
_CROSSES, _ROW = re.compile("[xX]+"), re.compile("[xo]+")
_AFTER = re.compile(
    rf"[.!]*+[ \t]*+(?:\Z|[\n\r]|{_BESIDE}[.!]*+[ \t]*+(?:\Z|[\n\r]|[xX]))|[.!]++[ \t]*+[xX]",
)
"""What follows kisses. Marks are never given back, or else thousands of them would be shared out in all the ways."""


def is_written(word: str) -> bool:
    """Whether a word is nothing but kisses."""
    return _KISS.fullmatch(word) is not None


class Kisses:
    """The places in a text where kisses end. They are asked for in order, a few letters of a long row at a time."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._crosses, self._row = _Row(text, _CROSSES), _Row(text, _ROW)
        self._closing: tuple[int, bool] = (-1, False)

    def end(self, start: int) -> int:
        """Where the kisses that begin at `start` end; `start` itself where there are none."""
        end = self._crosses.end(start)
        return self._row.end(end) if end > start and self._text.startswith("oxo", end) else end

    def close(self, end: int) -> bool:
        """Whether kisses that end there close their line."""
        if self._closing[0] != end:
            self._closing = end, _AFTER.match(self._text, end) is not None
        return self._closing[1]


class _Row:
    """Where a row of some letters ends. A long one is gone through once, from wherever in it that is asked."""

    def __init__(self, text: str, letters: re.Pattern[str]) -> None:
        self._text, self._letters = text, letters
        self._start = self._end = 0

    def end(self, at: int) -> int:
        if not self._start <= at < self._end:
            match = self._letters.match(self._text, at)
            self._start, self._end = at, match.end() if match else at
        return self._end
