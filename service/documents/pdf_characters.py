"""Characters of a PDF that are not what it says: letters drawn as one, and accents drawn over their letters."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from types import MappingProxyType
from typing import NamedTuple
from unicodedata import normalize

UNKNOWN = "\ufffd"
"""What a PDF says that does not know what a sign of its font is."""
UNNAMED = ("ti", "tt", "ft", "tti")
"""Letters drawn as one that have no character of their own, as fi has one, so that a PDF may not name them."""
WIDTH = 0.1
"""By what part of their width such letters may be wider or narrower than when they are drawn by themselves."""
OVER = 0.2
"""How far the middle of an accent is from that of its letter, in sizes, at most."""
NEAR = 20
"""Characters before and after an accent, in the order of the file, that its letter is looked for in."""
_DRAWN = MappingProxyType({"Ɵ": "ti", "Ʃ": "tt", "Ō": "ft", "ƞ": "tf", "ƫ": "tti"})
"""What Word's Calibri has where letters are drawn as one, as printers write it into a PDF."""
_MARKS = MappingProxyType(
    dict(
        zip(
            "`´ˆ^˜~¯˘˙¨˚˝ˇ¸˛",
            "\u0300\u0301\u0302\u0302\u0303\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328",
            strict=True,
        )
    )
)
"""Accents that stand by themselves, and the ones that join a letter."""
_BARE = MappingProxyType({"ı": "i", "ȷ": "j"})
"""Letters that are drawn without their dot under an accent."""


class Place(NamedTuple):
    """Where a character is, as if its page was turned so that it is upright."""

    turn: int
    """By how many degrees it is turned."""
    left: float
    right: float
    base: float
    """Counted downwards."""
    size: float


class Character(NamedTuple):
    """What a PDF says to be one character."""

    text: str
    """Empty for a blank."""
    at: Place


def mended(page: Sequence[Character]) -> Iterator[Character]:
    """The characters of a page as they are meant, in their order."""
    accented = _accented(page)
    widths = _widths(page) if any(one.text == UNKNOWN for one in page) else {}
    for number, one in enumerate(page):
        text = accented.get(number, one.text)
        if text in _DRAWN and _is_within(page, number, text):
            text = _DRAWN[text]
        elif text == UNKNOWN and _is_within(page, number, text):
            text = _by_width(one.at, widths) or text
        if text or not one.text:
            yield Character(text, one.at)


def _is_within(page: Sequence[Character], number: int, text: str) -> bool:
    """Whether a character stands in a word of small letters; and after one of them if words may begin with it."""
    before = page[number - 1].text if number else ""
    after = page[number + 1].text if number + 1 < len(page) else ""
    return before.islower() or (after.islower() and (text != "Ō" or before.isalpha()))


def _widths(page: Sequence[Character]) -> Mapping[str, float]:
    """How wide the letters are that are drawn as one, in sizes."""
    found: dict[str, list[float]] = defaultdict(list)
    for one in page:
        if one.text in ("t", "i", "f") and one.at.size > 0:
            found[one.text].append((one.at.right - one.at.left) / one.at.size)
    return {letter: median(widths) for letter, widths in found.items()}


def _by_width(at: Place, widths: Mapping[str, float]) -> str:
    """The letters that are as wide as this place; empty where none are."""
    wide = (at.right - at.left) / at.size if at.size > 0 else 0.0
    far = {
        letters: abs(sum(widths[letter] for letter in letters) / wide - 1)
        for letters in UNNAMED
        if wide and all(letter in widths for letter in letters)
    }
    nearest = min(far, key=far.__getitem__, default="")
    return nearest if nearest and far[nearest] <= WIDTH else ""


def _accented(page: Sequence[Character]) -> dict[int, str]:
    """Letters with the accents that are drawn over them, and nothing for those accents, by their numbers."""
    found: dict[int, str] = {}
    for number, one in enumerate(page):
        if one.text not in _MARKS or not one.text:
            continue
        for other in _under(page, number, one.at):
            if other in found:
                continue
            letter = page[other].text
            whole = normalize("NFC", _BARE.get(letter, letter) + _MARKS[one.text])
            if len(whole) == 1:
                found[other], found[number] = whole, ""
                break
    return found


def _under(page: Sequence[Character], number: int, at: Place) -> Iterator[int]:
    """The letters that an accent is drawn over, the next ones in the file first."""
    middle, last = at.left + at.right, len(page)
    for by in range(1, NEAR + 1):
        for other in (number - by, number + by):
            if not 0 <= other < last:
                continue
            text, there = page[other]
            if text.isalpha() and _is_over(at, there, middle):
                yield other


def _is_over(at: Place, there: Place, middle: float) -> bool:
    """Whether an accent, with twice this middle, is drawn over a letter."""
    far = abs(there.left + there.right - middle)
    return far < 2 * OVER * at.size and abs(there.base - at.base) < at.size and there.turn == at.turn
