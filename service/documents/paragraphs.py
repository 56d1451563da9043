"""What paragraphs and lists have in common, whatever document they are in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

SHORT = 36
"""Characters of a line that may be one of several short ones: an address, a verse, a farewell and a name."""
NARROW = 24
"""Characters of a line after which the next one, beginning with a small letter, might be taken for the rest of it."""
WIDEST = 100
"""Characters of the longest line of a text that was broken into lines by a program, or pasted from one that had."""
LEAST = 50
"""Characters of such a line that another one follows."""

BULLET = "•"
"""What stands before an item that has no number, or one that is counted in a way that is not known here."""
_VALUES = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
_ROMAN = tuple(zip(_VALUES, "m cm d cd c xc l xl x ix v iv i".split(), strict=True))
_ITEM = re.compile(r"(?:•|\(?\w{1,3}[.)])\s")
_ENDED = re.compile(r"[.!?…:;,][\"'”’»)\]*_]*\Z")


def joined(paragraphs: Sequence[str]) -> str:
    """One text: a blank line between paragraphs, but none between short lines that stand under each other.

    An empty paragraph is a blank line, too.
    """
    return "\n".join(_lines(paragraphs))


def _lines(paragraphs: Sequence[str]) -> Iterator[str]:
    widest = max((len(line) for paragraph in paragraphs for line in paragraph.split("\n")), default=0)
    before: str | None = None
    blank = False
    for paragraph in paragraphs:
        text = paragraph.strip()
        if not text:
            blank = True
            continue
        if before is not None and (blank or not (_listed(before, text) or _wrapped(before, text, widest))):
            yield ""
        yield text
        before, blank = text, False


def _listed(before: str, text: str) -> bool:
    """Whether two paragraphs are lines of one: items, or so short that the break between them is no wrap."""
    if _ITEM.match(before) and _ITEM.match(text):
        return True
    return max(len(before), len(text)) <= SHORT and not (text[0].islower() and len(before) >= NARROW)


def _wrapped(before: str, text: str, widest: int) -> bool:
    """Whether a sentence was broken where its next word would have made the line too long."""
    if widest > WIDEST or len(before) < LEAST or not text[0].islower() or _ENDED.search(before[-20:]):
        return False
    return len(before) + 1 + len(text[:WIDEST].split(maxsplit=1)[0]) > widest


def counted(form: str, number: int) -> str | None:
    """A number as a list writes it; None where that is not known here. form: as Word calls it."""
    if form == "decimal":
        return str(number)
    if form == "decimalZero":
        return f"{number:02}"
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * min(3, 1 + (number - 1) // 26)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < number < 4000:
        roman = _roman(number)
        return roman if form == "lowerRoman" else roman.upper()
    return None


def _roman(number: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
