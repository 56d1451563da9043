"""What a Word document puts before the items of its lists: bullets and numbers, which stand nowhere in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

BULLET = "•"
"""What stands before an item that has no number, or one that is counted in a way that is not known here."""
LONGEST = 100
"""Characters of a mark, of which one stands before every item."""
_PLACE = re.compile(r"%(\d)")


@dataclass(frozen=True)
class _Level:
    """How the items of one level of a list are marked."""

    form: str
    """How they are counted: decimal, lowerLetter, bullet, none, …"""
    text: str
    """The mark, with %1 where the number of the first level stands, and so on."""
    start: int
    """The first number."""


class Lists:
    """All lists of a document, and how far each has been counted."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        """numbering, styles: the parts of those names, or None where there are none."""
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, tuple[str, dict[int, int]]] = {}
        self._styles: dict[str, tuple[str, str, str]] = {}
        self._counts: dict[tuple[str, str], dict[int, int]] = {}
        for about in () if numbering is None else numbering:
            if _name(about) == "abstractNum":
                self._levels[_value(about, "abstractNumId")] = dict(_levels(about))
            elif _name(about) == "num":
                starts = dict(_starts(about))
                self._lists[_value(about, "numId")] = (_value(_child(about, "abstractNumId"), "val"), starts)
        for about in () if styles is None else styles:
            if _name(about) == "style":
                numbered = _child(_child(about, "pPr"), "numPr")
                number, level = (_value(_child(numbered, name), "val") for name in ("numId", "ilvl"))
                self._styles[_value(about, "styleId")] = number, level, _value(_child(about, "basedOn"), "val")

    def mark(self, number: str, level: str, style: str) -> str:
        """What stands before the next paragraph; empty where it is no item.

        number, level: of its list, as the paragraph says them; style: its name, which may say them in its place.
        """
        for _ in range(10):  # styles that are made after one another; a ring of them has no end
            if number or style not in self._styles:
                break
            number, level, style = self._styles[style][0], level or self._styles[style][1], self._styles[style][2]
        kind, starts = self._lists.get(number, ("", {}))
        at = int(level) if level.isdecimal() and len(level) < 3 else 0
        found = self._levels.get(kind, {})
        if at not in found:
            return ""
        counts = self._counts.setdefault((kind, number if starts else ""), {})
        counts[at] = counts.get(at, starts.get(at, found[at].start) - 1) + 1
        for deeper in [one for one in counts if one > at]:
            del counts[deeper]
        return _marked(found, counts, at)


def _marked(levels: dict[int, _Level], counts: dict[int, int], at: int) -> str:
    if levels[at].form == "none":
        return ""
    if _written(levels[at].form, 1) is None:
        return BULLET

    def number(place: re.Match[str]) -> str:
        level = int(place[1]) - 1
        about = levels.get(level, levels[at])
        return _written(about.form, counts.get(level, about.start)) or ""

    return _PLACE.sub(number, levels[at].text)


def _written(form: str, number: int) -> str | None:
    """A number as a list writes it; None where that is not known here."""
    if form == "decimal":
        return str(number)
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * min(3, 1 + (number - 1) // 26)
        return letter if form == "lowerLetter" else letter.upper()
    return None


def _levels(about: Element) -> Iterator[tuple[int, _Level]]:
    for level in about:
        if _name(level) == "lvl":
            form, text, start = (_value(_child(level, name), "val") for name in ("numFmt", "lvlText", "start"))
            yield _whole(_value(level, "ilvl")), _Level(form or "decimal", text[:LONGEST], _whole(start or "1"))


def _starts(about: Element) -> Iterator[tuple[int, int]]:
    """Levels that a list begins to count anew, and with what."""
    for override in about:
        if (start := _child(override, "startOverride")) is not None:
            yield _whole(_value(override, "ilvl")), _whole(_value(start, "val"))


def _child(about: Element | None, local: str) -> Element | None:
    return next((child for child in about if _name(child) == local), None) if about is not None else None


def _name(element: Element) -> str:
    return element.tag.rpartition(" ")[2]


def _value(element: Element | None, local: str) -> str:
    """An attribute by its name without its namespace; empty where there is none."""
    attributes = element.attrib if element is not None else {}
    return next((value for name, value in attributes.items() if name.rpartition(" ")[2] == local), "")


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else 0
