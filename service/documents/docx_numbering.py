"""What a Word document puts before the items of its lists: bullets and numbers, which stand nowhere in its text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from service.documents.paragraphs import BULLET, counted

LONGEST_MARK = 100
"""Characters of the longest mark, as a list says it; in Word's own they are a few. Before a longer one's items stands
a bullet: it would be written as often as there are items."""
LEVELS = 9
"""Levels that a list has at most, in Word as here."""
CHAIN = 10
"""How often what says how a list is marked may name another that says it. A ring of them has no end."""
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
    after: int = LEVELS
    """It begins anew after an item of a level under this: of any that is higher, unless a list says otherwise."""
    style: str = ""
    """The style of paragraphs that stand on this level."""
    plain: bool = False
    """Whether the numbers of all levels in its mark are written in digits."""


@dataclass(frozen=True)
class _Kind:
    """How a list is marked, which several lists may share: then they are counted together."""

    levels: Mapping[int, _Level]
    linked: str
    """The style that says it in its place; empty where there is none."""


@dataclass(frozen=True)
class _List:
    """A list."""

    kind: str
    starts: Mapping[int, int]
    """Levels that it begins to count anew, and with what."""
    levels: Mapping[int, _Level]
    """Levels that are marked in another way than its kind has them."""


@dataclass(frozen=True)
class _Style:
    """What a style of paragraphs says of lists."""

    number: str
    level: str
    based: str


class Lists:
    """All lists of a document, and how far each has been counted."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        """numbering, styles: the parts of those names, or None where there are none."""
        self._kinds: dict[str, _Kind] = {}
        self._lists: dict[str, _List] = {}
        self._styles: dict[str, _Style] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        for about in () if numbering is None else numbering:
            if _name(about) == "abstractNum":
                linked = _value(_child(about, "numStyleLink"), "val")
                self._kinds[_value(about, "abstractNumId")] = _Kind(dict(_levels(about)), linked)
            elif _name(about) == "num":
                kind = _value(_child(about, "abstractNumId"), "val")
                self._lists[_value(about, "numId")] = _List(kind, dict(_starts(about)), dict(_others(about)))
        for about in () if styles is None else styles:
            if _name(about) == "style":
                numbered = _child(_child(about, "pPr"), "numPr")
                number, level = (_value(_child(numbered, name), "val") for name in ("numId", "ilvl"))
                self._styles[_value(about, "styleId")] = _Style(number, level, _value(_child(about, "basedOn"), "val"))

    def mark(self, number: str, level: str, style: str) -> str:
        """What stands before the next paragraph; empty where it is no item.

        number, level: of its list, as the paragraph says them; style: its name, which may say them in its place.
        """
        named = style
        for _ in range(CHAIN):
            if number or style not in self._styles:
                break
            about = self._styles[style]
            number, level, style = about.number, level or about.level, about.based
        one = self._lists.get(number)
        kind = self._kind_of(one.kind if one else "")
        if one is None or kind not in self._kinds:
            return ""
        levels = {**self._kinds[kind].levels, **one.levels}
        at = int(level) if level.isdecimal() and len(level) < 3 else _linked(levels, named)
        if at not in levels:
            return ""
        return _marked(levels, self._count(kind, number, one, levels, at), at)

    def _kind_of(self, kind: str) -> str:
        """The kind that says how lists of this one are marked: itself, or that of the style that it names."""
        for _ in range(CHAIN):
            style = self._styles.get(self._kinds[kind].linked) if kind in self._kinds else None
            if style is None or style.number not in self._lists:
                break
            kind = self._lists[style.number].kind
        return kind

    def _count(self, kind: str, number: str, one: _List, levels: Mapping[int, _Level], at: int) -> dict[int, int]:
        """The numbers of all levels, now that another item of this one has come."""
        counts = self._counts.setdefault(kind, {})
        if at in one.starts and (number, at) not in self._begun:
            counts.pop(at, None)
        self._begun.add((number, at))
        counts[at] = counts.get(at, one.starts.get(at, levels[at].start) - 1) + 1
        for deeper in [level for level in counts if level > at]:
            if deeper not in levels or at < levels[deeper].after:
                del counts[deeper]
        return counts


def _linked(levels: Mapping[int, _Level], style: str) -> int:
    """The level that paragraphs of a style stand on, where they do not say it."""
    return next((at for at, level in levels.items() if style and level.style == style), 0)


def _marked(levels: Mapping[int, _Level], counts: Mapping[int, int], at: int) -> str:
    if levels[at].form == "none":
        return ""
    if counted(levels[at].form, 1) is None or len(levels[at].text) > LONGEST_MARK:
        return BULLET

    def number(place: re.Match[str]) -> str:
        level = int(place[1]) - 1
        about = levels.get(level, levels[at])
        form = "decimal" if levels[at].plain else about.form
        return counted(form, counts.get(level, about.start)) or ""

    return _PLACE.sub(number, levels[at].text)


def _levels(about: Element) -> Iterator[tuple[int, _Level]]:
    for level in about:
        if _name(level) == "lvl" and (at := _whole(_value(level, "ilvl"))) < LEVELS:
            form, text, start, after, style = (
                _value(_child(level, name), "val") for name in ("numFmt", "lvlText", "start", "lvlRestart", "pStyle")
            )
            plain = _child(level, "isLgl") is not None
            yield at, _Level(form or "decimal", text, _whole(start or "1"), _whole(after or str(LEVELS)), style, plain)


def _others(about: Element) -> Iterator[tuple[int, _Level]]:
    """Levels that a list marks in a way of its own."""
    for override in about:
        if _name(override) == "lvlOverride":
            yield from _levels(override)


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
