"""Lines and columns of a page, out of the words on it and their places. Lengths are in points, down the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

LEVEL = 0.42
"""How far two words of a line may be from one height, in sizes of their font: notes and powers stand higher."""
GAP = 0.8
"""Room between two words, in sizes, that may be what parts two columns."""
LEAST = 4
"""Lines that a column has at least."""
LEAST_CHARACTERS = 15
"""What the lines of a column have on average, at least: the cells of a table have less."""
DEEPEST = 3
"""Columns are looked for within columns so often."""
CANDIDATES = 4
"""Places at which many lines begin that are looked at, the most frequent first."""


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without room between them."""

    text: str
    left: float
    right: float
    base: float
    """The height that it stands on."""
    size: float
    """The height of its font."""
    turn: int = 0
    """By how many degrees it is turned on its page. Its place is given as if it were not."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words beside each other."""

    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """Its words, with a blank between them."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.words[-1].right

    @property
    def size(self) -> float:
        """The size of most of its characters: a note is smaller, and a sign of another font may be far larger."""
        return _most(self.words)

    @property
    def base(self) -> float:
        """The height that it stands on: of a word of that size."""
        size = self.size
        return next(word.base for word in self.words if round(word.size, 1) == size)

    @property
    def first(self) -> float:
        """How wide its first word is."""
        return self.words[0].right - self.words[0].left


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under each other, in the order in which they are read."""

    lines: tuple[Line, ...]
    column: bool = False
    """Whether they are a column beside another one."""


@dataclass(frozen=True, slots=True)
class Page:
    """What is on a page, in the order in which it is read."""

    blocks: tuple[Block, ...]
    width: float
    height: float


def _most(words: Sequence[Word]) -> float:
    """The size, in tenths of a point, that most characters of these words have; the larger one of two."""
    if len(words) == 1:
        return round(words[0].size, 1)
    found: Counter[float] = Counter()
    for word in words:
        found[round(word.size, 1)] += len(word.text)
    return max((many, size) for size, many in found.items())[1]


def page_of(words: list[Word], width: float, height: float) -> Page:
    """The page on which these words stand. What is turned on it comes after what is not, or less."""
    turns = Counter(word.turn for word in words)
    blocks: list[Block] = []
    for turn, _ in turns.most_common():
        rows = list(_rows(word for word in words if word.turn == turn))
        blocks += _joined(_blocks([part for row in rows for part in _parts(row)], DEEPEST))
    return Page(tuple(blocks), width, height)


def _rows(words: Iterable[Word]) -> Iterator[list[Word]]:
    """The words of each height, from left to right."""
    row: list[Word] = []
    for word in sorted(words, key=attrgetter("base")):
        if row and word.base - row[0].base > LEVEL * max(word.size, row[0].size):
            yield sorted(row, key=attrgetter("left"))
            row = []
        row.append(word)
    if row:
        yield sorted(row, key=attrgetter("left"))


def _parts(row: list[Word]) -> Iterator[Line]:
    """A row, parted wherever there is more room in it than between two words."""
    part: list[Word] = []
    for word in row:
        if part and word.left - part[-1].right > GAP * word.size:
            yield Line(tuple(part))
            part = []
        part.append(word)
    yield Line(tuple(part))


def _blocks(parts: list[Line], depth: int) -> Iterator[Block]:
    """Columns one after the other, and what stands over, under and between them. parts: from top to bottom."""
    for start in _starts(parts) if depth else ():
        bands = list(_bands(parts, start))
        if any(right for _, right in bands):
            for left, right in bands:
                if right:
                    yield from (Block(block.lines, True) for block in _blocks(left, depth - 1))
                    yield from (Block(block.lines, True) for block in _blocks(right, depth - 1))
                else:
                    yield from _blocks(left, 0)
            return
    yield Block(tuple(Line(tuple(row)) for row in _rows(word for part in parts for word in part.words)))


def _starts(parts: list[Line]) -> list[float]:
    """Where a column might begin: places, other than the leftmost, at which several lines do."""
    if len(parts) < 2 * LEAST:
        return []
    margin = min(part.left for part in parts)
    found = Counter(round(part.left / 2) for part in parts if part.left > margin + 40)
    return [place * 2.0 for place, many in found.most_common(CANDIDATES) if many >= LEAST]


def _bands(parts: list[Line], start: float) -> Iterator[tuple[list[Line], list[Line]]]:
    """What stands left and right of a place, between the lines that run across it; all on the left if it is no gap."""
    left: list[Line] = []
    right: list[Line] = []
    for part in (*parts, None):
        if part is not None and part.left >= start - 3:
            right.append(part)
        elif part is not None and part.right <= start - GAP / 2 * part.size:
            left.append(part)
        else:
            if _beside(left, right):
                yield left, right
            elif left or right:
                yield sorted((*left, *right), key=attrgetter("base")), []
            left, right = [], []
            if part is not None:
                yield [part], []


def _beside(left: list[Line], right: list[Line]) -> bool:
    """Whether these are two columns, and no table and no address in a corner."""
    if min(len(left), len(right)) < LEAST:
        return False
    for side in (left, right):
        if sum(len(part.text) for part in side) < LEAST_CHARACTERS * len(side):
            return False
    tops, ends = [side[0].base for side in (left, right)], [side[-1].base for side in (left, right)]
    shorter = min(end - top for top, end in zip(tops, ends, strict=True))
    return min(ends) - max(tops) >= shorter / 2


def _joined(blocks: Iterable[Block]) -> Iterator[Block]:
    """Blocks across the page that follow each other are one."""
    whole: list[Line] = []
    for block in blocks:
        if block.column:
            if whole:
                yield Block(tuple(whole))
                whole = []
            yield block
        else:
            whole += block.lines
    if whole:
        yield Block(tuple(whole))
