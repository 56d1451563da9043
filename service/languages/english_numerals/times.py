"""Times of day."""

from __future__ import annotations

import re

from service.languages.english_numerals.around import before, counted
from service.languages.english_numerals.words import DIGITS, cardinal
from service.languages.language import Numeral
from service.languages.numerals import Rules, rules

_AT = re.compile(
    r"\b(?:at|by|until|till|til|from|before|after|around|since|to|past)\s$|(?<!\w)@\s?$|\d[.:]\d\d(?:\s?[ap]m)?,?\s(?:for|or|and|then)\s$",
    re.IGNORECASE,
)
"""What stands before a time that may be a decimal number."""
_THE = re.compile(r"\bthe\s$", re.IGNORECASE)
_LEAVES = re.compile(r"\s(?:was|is|train|bus|flight|ferry|service|from|to|left|leaves|goes|went)(?!\w)")
"""What stands after *the 9.05*."""
_MEASURED = re.compile(r"\s?(?:%|per\s?cent|million|billion|thousand|degrees|or \d{1,2}\.\d(?!\d))|\s?[-–]\s?\d")


def _clock(hour: str, minute: str, half: str | None) -> str:
    number, half = int(hour), half and f" {half.upper()}M"
    if number in (0, 24) and not int(minute) and not half:
        return "midnight"
    said = cardinal(str(number or (0 if half else 12)))
    if int(minute):
        said += f" oh {DIGITS[int(minute)]}" if int(minute) < 10 else f" {cardinal(minute)}"
    elif not half:
        said += " o'clock" if number < 13 else " hundred"
    return said + (half or "")


def _time(m: re.Match[str]) -> Numeral | None:
    if int(m[1]) > 24 or int(m[2] or 0) > 59:
        return None
    return Numeral(m.end(), _clock(m[1], m[2] or "00", m[3]), dotted="." in m.group()[-3:])


def _dotted(m: re.Match[str]) -> Numeral | None:
    """`8.30`, where what stands around says that it is a time."""
    train = before(m, _THE) and _LEAVES.match(m.string, m.end())
    if not 1 <= int(m[1]) <= 24 or int(m[2]) > 59 or not (train or before(m, _AT)):
        return None
    if _MEASURED.match(m.string, m.end()) or counted(m.string, m.end()):
        return None
    return Numeral(m.end(), _clock(m[1], m[2], None))


def _halves(m: re.Match[str]) -> Numeral | None:
    """`3-5 p.m.`, `9:15-9:45`, `10am - noon`: from one time of day to another."""
    if not (m[3] or m[6] or m[7] or ":" in m.group()) or int(m[1]) > 24 or int(m[2] or 0) > 59:
        return None
    if m[4] and (int(m[4]) > 24 or int(m[5] or 0) > 59):
        return None
    first = _clock(m[1], m[2] or "00", m[3]) if m[2] or m[3] else cardinal(m[1])
    if m[7]:
        return Numeral(m.end(), f"{first} to {m[7].lower()}")
    last = _clock(m[4], m[5] or "00", m[6]) if m[5] or m[6] else cardinal(m[4])
    return Numeral(m.end(), f"{first} to {last}", dotted="." in m.group()[-3:])


def _after_noon(m: re.Match[str]) -> Numeral | None:
    """`noon-2pm`."""
    if int(m[2]) > 24 or int(m[3] or 0) > 59:
        return None
    last = _clock(m[2], m[3] or "00", m[4]) if m[3] or m[4] else cardinal(m[2])
    return Numeral(m.end(), f"{m[1]} to {last}", dotted="." in m.group()[-3:])


_PART = r"(\d{1,2})(?:[:.](\d\d))?(?:\s?([ap])\.?m\.?)?"
_LAST = r"(\d{1,2})(?:[:.](\d\d))?(?:\s?([ap])\.?m)?"
RULES: Rules = rules(
    (rf"{_PART}\s?[-–—]\s?(?:{_LAST}|(noon|midnight|midday))(?![\w:]|[.%]\d)", _halves),
    (r"(\d{1,2}):(\d\d)(?:\s?([ap])\.?m)?(?!\w)", _time),
    (r"(\d{1,2})\.(\d\d)\s?([ap])\.?m(?!\w)", _time),
    (r"(\d{1,2})(\b|(?=[ap]))\s?([ap])\.?m(?!\w)", _time),
    (r"(\d{1,2})h(\d\d)()(?!\w)", _time),
    (r"(\d{1,2})\.(\d\d)(?![\w%]|[.,]\d)", _dotted),
)
WORDED: Rules = rules((rf"(noon|midnight|midday)\s?[-–—]\s?{_LAST}(?![\w:])", _after_noon))
"""Those that begin with a word."""
