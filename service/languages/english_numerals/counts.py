"""Numbers that stand alone, ordinals, and numbers with spaces between their thousands."""

from __future__ import annotations

import re

from service.languages.english_numerals.around import before, counted
from service.languages.english_numerals.dates import year_of
from service.languages.english_numerals.telephones import called
from service.languages.english_numerals.words import cardinal, indian, many, ordinal, plain, spell
from service.languages.language import Numeral
from service.languages.numerals import NUMBER, Rules, rules

_SIGNS = {"-": "minus ", "−": "minus ", "+": "plus ", "": ""}
_ROOM = re.compile(r"\b(?:room|flat|apartment|apt|unit|suite|ward)\s$", re.IGNORECASE)

_IN = re.compile(r"\b(?:in|since|until|by|from)\s$", re.IGNORECASE)
"""What stands before a year, which is nothing to ring."""
_COUNTABLE = re.compile(r"(?:[^\W\d_]-|\b(?:the|terrible|in|by|of|my|all|two|size|these|those|some)\s)$", re.IGNORECASE)
"""What stands before figures in the plural: omega-3s, the terrible 2s."""
_LIFE = {"b": "born", "c": "circa", "d": "died"}
_LISTED = re.compile(r"(?:[,(]\s?|^)$")


def _life(m: re.Match[str]) -> Numeral | None:
    """`b. 1985`, `c. 2000`, in brackets or after a comma."""
    return Numeral(m.end(), f"{_LIFE[m[1].lower()]} {plain(m[2])}") if before(m, _LISTED) else None


def _version(m: re.Match[str]) -> Numeral:
    """`v2.0`."""
    first, *more = m[2].split(".")
    return Numeral(m.end(), " point ".join([f"{m[1]} {cardinal(first)}", *map(spell, more)]))


def _ordinal(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), ordinal(m[1]))


def _figures(m: re.Match[str]) -> Numeral | None:
    """`omega-3s`."""
    return Numeral(m.end(), many(cardinal(m[1]))) if before(m, _COUNTABLE) else None


def _spaced(m: re.Match[str]) -> Numeral | None:
    """`10 000 steps`."""
    if set(m.group()[len(m[1]) :]) - set("0 \u00a0\u202f\u2009") and not counted(m.string, m.end()):
        return None
    return Numeral(m.end(), cardinal(re.sub(r"\D", "", m.group())))


def _indian(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), indian(m.group()))


def _plain(m: re.Match[str]) -> Numeral:
    digits = m[2]
    if m[1]:
        return Numeral(m.end(), _SIGNS[m[1]] + plain(digits))
    if digits.isdecimal():
        if len(digits) == 3 and before(m, _ROOM):
            return Numeral(m.end(), spell(digits))
        year = year_of(m, digits)
        numeral = None if year and before(m, _IN) else called(m, digits)
        if numeral or year:
            return numeral or Numeral(m.end(), year or "")
    return Numeral(m.end(), cardinal(digits))


RULES: Rules = rules(
    (r"(\d{1,3}(?:,\d{3}){0,3}|\d{1,12})(?:st|nd|rd|th)(?!\w)", _ordinal),
    (r"(\d{1,3})s(?!\w)", _figures),
    (r"(\d{1,3})(?:[ \u00a0\u202f\u2009]\d{3}){1,4}(?![\d\w]|[.,]\d)", _spaced),
    (r"\d{1,2}(?:,\d{2}){1,4},\d{3}(?!\d|,\d)", _indian),
    (rf"([-−+]?)({NUMBER})(?!\d)", _plain),
)
WORDED: Rules = rules(
    (r"(v|ver|version)\.?\s?(\d{1,4}(?:\.\d{1,4}){1,3})(?![\w]|\.\d)", _version),
    (r"([bcd])\.\s?(\d{3,4})(?![\w]|[.,:]\d)", _life),
)
"""Those that begin with a word."""
