"""Running text out of the lines of pages: paragraphs, and words that were parted at a line's end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from service.documents.pdf_page import Block, Line, Page

APART = 1.25
"""How many times the room between two lines of a paragraph is between two paragraphs, at least."""
PITCH = 1.25
"""The room from one line to the next, in sizes, where a document does not show it."""
INDENT = 0.7
"""How far in the first line of a paragraph begins, in sizes, at least."""
OTHER = 0.82
"""The part of a heading's size that the text under it has at most."""
WIDE = 0.42
"""The part of its page's width that text has at least whose lines are taken to be wrapped."""
NARROW = 24
"""Nobody's lines are so short, in characters, that such a one would go on over the end of a page."""
LONG = 30
"""Characters of a line that may show where lines end."""

ENDED = re.compile(r"[.!?…:;][\"'”’»)\]*_]*\Z")
_ITEM = re.compile(r"(?:[•·▪◦‣●○■–—*-]|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)])(?: |\Z)")
_LAST, _FIRST = re.compile(r"(?<![^\W\d_])([^\W\d_]++)-\Z"), re.compile(r"[^\W\d_]+")
_WORD, _COMPOUND = re.compile(r"(?<![\w-])[^\W\d_]+(?![\w-])"), re.compile(r"(?<![\w-])[^\W\d_]+-[^\W\d_]+")
_HEADS = frozenset(
    "self well non half ever mid anti post semi one two real world twenty thirty forty fifty sixty seventy eighty "
    "ninety mother father sister brother daughter step long short high low hard soft old good bad best worst much "
    "kind warm cold open close full part far near late deep double single slow quick great twice middle quarter check "
    "follow three four five six seven eight nine ten first second third".split()
)
"""Words that a hyphen belongs to: where one of them ends a line, the hyphen stays …"""
_ENDINGS = frozenset(
    "ness ing ly ship ise ised ises ising ize ized izes izing ism ist istic er ers ed en ened ment ner ners age "
    "able ful fully less est ware ies ity".split()
)
"""… unless what comes is no word."""


@dataclass(frozen=True, slots=True)
class _Set:
    """A line, as it is set."""

    line: Line
    begins: bool
    """Whether it is the first of its block."""
    edge: float
    """Where the lines of its block end that are full; beyond all of them, where they are too narrow to be wrapped."""
    pitch: float
    """The room from one line of a paragraph to the next, in sizes."""


def running_text(pages: Sequence[Page]) -> str:
    """The text of all pages."""
    lines = list(_set(pages))
    if not lines:
        return ""
    spelt = _Spelling(one.line.text for one in lines)
    pieces = [lines[0].line.text]
    for one, between in zip(lines[1:], _joints(lines), strict=True):
        text = one.line.text
        if between == " " and spelt.parted(pieces[-1], text):
            pieces[-1] = spelt.whole(pieces[-1], text)
        else:
            pieces.append(between)
        pieces.append(text)
    return "".join(pieces)


def _set(pages: Sequence[Page]) -> Iterator[_Set]:
    """The lines of all pages, in the order in which they are read."""
    blocks = [(block, page.width) for page in pages for block in page.blocks if block.lines]
    across = [line for block, _ in blocks if not block.column for line in block.lines]
    right, left = _edge(across), min((line.left for line in across), default=0.0)
    common = _pitch(block for block, _ in blocks) or PITCH
    for block, width in blocks:
        wide = block.column or right - left >= WIDE * width
        edge = (_edge(block.lines) if block.column else right) if wide else float("inf")
        pitch = _pitch((block,)) or common
        for at, line in enumerate(block.lines):
            yield _Set(line, at == 0, edge, pitch)


def _edge(lines: Sequence[Line]) -> float:
    """Where lines end that are full."""
    ends = [line.right for line in lines if len(line.text) >= LONG] or [line.right for line in lines]
    return max(ends, default=0.0)


def _pitch(blocks: Iterable[Block]) -> float:
    """The room between two lines of which the second goes on with a sentence of the first; 0 where there are none."""
    found = [
        (after.base - before.base) / max(after.size, before.size, 1.0)
        for block in blocks
        for before, after in pairwise(block.lines)
        if after.text[:1].islower() and not ENDED.search(before.text) and after.base > before.base
    ]
    return median(found) if found else 0.0


def _joints(lines: Sequence[_Set]) -> Iterator[str]:
    """What stands between each two lines: a blank, a break, or the end of a paragraph."""
    wrapped, left, item = 0, lines[0].line.left, False
    for before, after in pairwise(lines):
        full = before.line.right + after.line.first + after.line.size / 4 > before.edge
        full = full or _is_parted(before.line.text, after.line.text)
        item = item if wrapped else bool(_ITEM.match(before.line.text))
        if after.begins:
            joint = _over(before.line, after.line, full)
        else:
            joint = _between(before, after, full, wrapped > 0, 0.0 if item else after.line.left - left)
        wrapped = wrapped + 1 if joint == " " else 0
        left = after.line.left if wrapped < 2 else left
        yield joint


def _is_parted(before: str, after: str) -> bool:
    """Whether a word goes on over the end of a line."""
    return bool(_LAST.search(before)) and after[:1].islower()


def _between(before: _Set, after: _Set, full: bool, wrapped: bool, indent: float) -> str:
    """The joint of two lines of a block.

    full: whether the first has no room for the next word; wrapped: whether it goes on with another one; indent: how
    far in the second one begins.
    """
    size = max(before.line.size, after.line.size)
    apart = after.line.base - before.line.base
    if apart > APART * after.pitch * size or apart < 0:
        return "\n\n"
    ended = bool(ENDED.search(before.line.text))
    other = min(before.line.size, after.line.size) < OTHER * size
    if other and (ended or not full):  # a sentence that goes on is no heading: its second line is in another font
        return "\n\n"
    if _ITEM.match(after.line.text):
        return "\n"
    if indent > INDENT * size and (ended or not full):
        return "\n\n"
    if full:
        return " "
    return "\n\n" if ended and wrapped else "\n"


def _over(before: Line, after: Line, full: bool) -> str:
    """What stands between the last line of a page or a column and the first of the next."""
    if _ITEM.match(after.text) or (ENDED.search(before.text) and not full):
        return "\n\n"  # few paragraphs end where their last line does: a full line mostly ends a sentence only
    return " " if full or after.text[:1].islower() or len(before.text) > NARROW else "\n\n"


class _Spelling:
    """How words with hyphens are spelt in a document."""

    def __init__(self, lines: Iterable[str]) -> None:
        text = "\n".join(lines).lower()
        self._words, self._compounds = frozenset(_WORD.findall(text)), frozenset(_COMPOUND.findall(text))

    def parted(self, before: str, after: str) -> bool:
        """Whether a word goes on over the end of a line, so that no blank belongs there."""
        return bool(_LAST.search(before)) and bool(_FIRST.match(after))

    def whole(self, before: str, after: str) -> str:
        """The first line, without its hyphen if that stands there only for the line's end."""
        first, second = _LAST.search(before), _FIRST.match(after)
        if first is None or second is None or not second[0][0].islower():
            return before
        head, tail = first[1].lower(), second[0]
        if f"{head}-{tail}" in self._compounds:
            return before
        kept = head in _HEADS and tail not in _ENDINGS and head + tail not in self._words
        return before if kept else before[:-1]
