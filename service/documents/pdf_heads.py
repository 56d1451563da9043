"""What stands on every page of a PDF and belongs to none of them: its number, and a line at its head or foot."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from service.documents.pdf_page import Block, Line, Page

NUMBERED = "Numbers of pages were left out."
REPEATED = "What stands at the head or foot of every page was left out."
ZONE = 0.12
"""The part of a page, at its top and at its bottom, in which such lines stand."""
OUTMOST = 3
"""How many of them there are, at most."""
APART = 1.6
"""The room between them and the text, in sizes, at least."""
MOST_ALONE = 20
"""The highest number on a page by itself that is taken for the page's."""
SHARE = 0.4
"""The part of all pages that such a line stands on, at least: left pages may have another one than right pages."""
_NUMBER = re.compile(
    r"(?i)[-–—|\[ ]*(?:(?:page|p\.|seite|página|pág\.) ?)?(\d{1,4})(?: ?(?:/|of|von|de) ?\d{1,4})?[-–—|\] ]*"
)
_SAID = re.compile(r"(?i)page|p\.|seite|pág|/|of|von|de")
_DIGITS = re.compile(r"\d+")


def without_heads(pages: Sequence[Page]) -> tuple[list[Page], tuple[str, ...]]:
    """The pages without such lines, and sentences that say so."""
    outer = [list(_outer(page)) for page in pages]
    numbers = _numbers(pages, outer)
    repeated = _repeated(outer) if len(pages) > 1 else frozenset()
    left_out = [{id(line) for line in lines if _key(line) in repeated or id(line) in numbers} for lines in outer]
    bare = [_without(page, gone) for page, gone in zip(pages, left_out, strict=True)]
    others = any(
        id(line) not in numbers
        for lines, gone in zip(outer, left_out, strict=True)
        for line in lines
        if id(line) in gone
    )
    return bare, (*([NUMBERED] if numbers else []), *([REPEATED] if others else []))


def _outer(page: Page) -> Iterator[Line]:
    """The lines at the top and the bottom of a page that stand apart from the rest."""
    rows = sorted((line for block in page.blocks for line in block.lines), key=lambda line: line.base)
    for ordered in (rows, rows[::-1]):
        found: list[Line] = []
        for line, following in pairwise(ordered):
            top = line.base + page.height if ordered is rows else -line.base
            if not 0 <= top <= ZONE * page.height or len(found) == OUTMOST:
                break
            found.append(line)
            if abs(following.base - line.base) > APART * min(line.size, following.size):
                yield from found
                found = []


def _key(line: Line) -> tuple[str, int]:
    """What is the same on every page: the words without numbers, and their height."""
    return _DIGITS.sub("#", line.text), round(line.base / 4)


def _repeated(outer: Sequence[Sequence[Line]]) -> frozenset[tuple[str, int]]:
    """The lines that stand on most pages."""
    found = Counter(key for lines in outer for key in {_key(line) for line in lines if not line.text.endswith(",")})
    return frozenset(key for key, many in found.items() if many >= max(2, SHARE * len(outer)))


def _numbers(pages: Sequence[Page], outer: Sequence[Sequence[Line]]) -> frozenset[int]:
    """The lines, by their identity, that are nothing but a page's number: as a page's own, or counting with them."""
    found = [
        (at, int(told[1]), line)
        for at, lines in enumerate(outer)
        for line in lines
        if (told := _NUMBER.fullmatch(line.text))
    ]
    if len(pages) == 1:
        return frozenset(id(line) for _, number, line in found if number <= MOST_ALONE or _SAID.search(line.text))
    ahead = Counter(number - at for at, number, _ in found)
    steady = {by for by, many in ahead.items() if many >= 2 or by == 1}
    return frozenset(id(line) for at, number, line in found if number - at in steady)


def _without(page: Page, gone: set[int]) -> Page:
    blocks = (Block(tuple(line for line in block.lines if id(line) not in gone), block.column) for block in page.blocks)
    return replace(page, blocks=tuple(block for block in blocks if block.lines))
