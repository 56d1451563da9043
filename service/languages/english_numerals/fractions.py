"""Fractions, marks out of ten, chances."""

from __future__ import annotations

import re

from service.languages.english_numerals.around import before
from service.languages.english_numerals.words import cardinal, many, ordinal
from service.languages.language import Numeral
from service.languages.numerals import FRACTIONS, INTEGER, Rules, fraction, rules

_PARTS = {2: ("half", "halves"), 4: ("quarter", "quarters")}
_DENOMINATORS = frozenset([2, 3, 4, 5, 6, 7, 8, 12, 16, 20])
"""Parts that people name; other numbers under a stroke are said as numbers."""
_RATED = re.compile(
    r"\b(?:mood|moods|feeling|felt|rate|rated|rating|score|scored|pain|anxiety|sleep|energy|got|stars|marks|fear|sadness)"
    r"\b[^.!?\n]{0,16}$",
    re.IGNORECASE,
)
"""What stands before a mark out of so many."""
_OF_MANY = re.compile(
    r"\b(?:step|day|week|month|night|session|round|cycle|chemo|radio|episode|ep|lesson|module|chapter|stage|phase|dose|"
    r"visit|appointment|assignment|unit|game|race|set|rep|attempt|try|pt|no\.?|number|page|meeting)\s$",
    re.IGNORECASE,
)
"""What stands before one of so many: step 2/12."""
_HALVED = re.compile(r"\s(?:an?|the|of|my|your|his|her|our|their|this|that)(?!\w)")
"""What stands after a half that is said without an article: half a tablet."""
_STARS = re.compile(r"\s?(?:stars?|mood|day|rating)(?!\w)")
_AS_THEY_STAND = frozenset([(24, 7), (9, 11), (7, 7), (20, 20), (50, 50), (80, 20), (60, 40), (70, 30), (90, 10)])
"""Two numbers that are said one after the other."""


def part(top: int, bottom: int) -> str:
    """`3/4` -> three quarters."""
    one, more = _PARTS.get(bottom) or (ordinal(str(bottom)), many(ordinal(str(bottom))))
    if top == 1:
        return f"{'an' if one[0] in 'aeiou' else 'a'} {one}"
    return f"{cardinal(str(top))} {more}"


def _part_of(m: re.Match[str], top: int, bottom: int) -> str:
    """`½ a sandwich` is half a sandwich."""
    half = (top, bottom) == (1, 2) and _HALVED.match(m.string, m.end())
    return "half" if half else part(top, bottom)


def _mixed(m: re.Match[str]) -> Numeral | None:
    """`1 1/2`."""
    top, bottom = int(m[2]), int(m[3])
    if not 0 < top < bottom or bottom not in _DENOMINATORS:
        return None
    return Numeral(m.end(), f"{cardinal(m[1])} and {part(top, bottom)}")


def _stroke(m: re.Match[str]) -> Numeral:
    """`1/8`, `7/10`, `120/80`."""
    top, bottom = int(m[1]), int(m[2])
    if (top, bottom) in _AS_THEY_STAND:
        return Numeral(m.end(), f"{cardinal(m[1])} {'seven' if bottom == 7 else cardinal(m[2])}")
    rated = bottom in (5, 6, 7, 20) and top <= bottom and (before(m, _RATED) or _STARS.match(m.string, m.end()))
    if top <= bottom and before(m, _OF_MANY):
        return Numeral(m.end(), f"{cardinal(m[1])} of {cardinal(m[2])}")
    if bottom in (10, 100) or top == bottom or rated:
        return Numeral(m.end(), f"{cardinal(m[1])} out of {cardinal(m[2])}")
    if 0 < top < bottom and bottom in _DENOMINATORS:
        return Numeral(m.end(), _part_of(m, top, bottom))
    if 80 <= top <= 220 and 40 <= bottom <= 140 and bottom < top:
        return Numeral(m.end(), f"{cardinal(m[1])} over {cardinal(m[2])}")
    return Numeral(m.end(), f"{cardinal(m[1])} {cardinal(m[2])}")


def _marked(m: re.Match[str]) -> Numeral:
    """`8.5/10`."""
    return Numeral(m.end(), f"{cardinal(m[1])} out of {cardinal(m[2])}")


def _chance(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), f"{cardinal(m[1])} in {cardinal(m[2])}")


def _half(m: re.Match[str]) -> Numeral:
    """`2½`."""
    top, bottom = fraction(m[2])
    said = part(top, bottom) if top else "zero"
    if not m[1] and top:
        return Numeral(m.end(), _part_of(m, top, bottom))
    return Numeral(m.end(), f"{cardinal(m[1])} and {said}" if m[1] else said)


def _point(m: re.Match[str]) -> Numeral:
    """`.5`."""
    return Numeral(m.end(), f"point {cardinal('0.' + m[1]).partition('point ')[2]}")


RULES: Rules = rules(
    (r"(\d{1,3})\s(\d{1,2})[/\u2044](\d{1,2})(?![\w/])", _mixed),
    (r"\.(\d{1,6})(?![\w.])", _point),
    (r"(\d{1,2}\.\d)/(5|10|20|100)(?![\w/]|\.\d)", _marked),
    (r"(\d{1,3})(?:[/\u2044]|\s/\s)(\d{1,3})(?![\w/])", _stroke),
    (rf"({INTEGER})\sin\s({INTEGER})(?![\w/:]|[.,]\d)", _chance),
    (rf"(\d{{0,12}})\s?([{FRACTIONS}])", _half),
)
