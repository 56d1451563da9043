"""Numbers that are dialled: digit by digit, a group at a time, so that they can be written down."""

from __future__ import annotations

import re

from service.languages.english_numerals.around import before, counted
from service.languages.english_numerals.words import cardinal, plain, spell
from service.languages.language import Numeral
from service.languages.numerals import Rules, rules

HELPLINES = frozenset(["999", "911", "988", "111", "112", "101"])
"""Numbers to ring, which nobody says as nine hundred and ninety-nine."""
_LONG = {7: (3, 4), 8: (4, 4), 9: (3, 3, 3), 10: (3, 3, 4), 11: (5, 3, 3), 12: (4, 4, 4)}
"""How so many digits without a space are parted."""
_DIALLED = re.compile(r"\b(?:text|texting|sms|call|calling|ring|dial|dialling|phone)\b[^.!?\n]{0,30}$", re.IGNORECASE)
"""What stands before a number that is dialled."""
_CALLED = re.compile(
    r"\b(?:(?:text|call|ring|dial|phone)(?:ed|ing|led|ling)?|rang|(?:life|night|child|help|hot|crisis |advice )line|"
    r"samaritans|shout|papyrus|(?:telephone|phone|mobile) number|number is|tel|line)"
    r"[:.]?(?:\s(?:on|at|is|to|it|them|the|number|[A-Z]+ to)){0,2}\s$",
    re.IGNORECASE,
)
"""What stands right before a number that is dialled, whatever it looks like."""
_BESIDE = re.compile(r"\b(?:call|text|ring|dial)\b[^\n]{0,60}?\d[^\n]{0,24}$", re.IGNORECASE)
"""What stands before another number to ring, in a list of them."""
_NUMBERED = re.compile(
    r"\b(?:pages?|p\.|day|days|chapter|psalm|hymn|verse|lesson|step|week|was|am|are|aged|turned|weigh|weighed|scored|"
    r"track|route|bus|lot|letter|note|hb|hr|bp|bpm|pulse|sats|sugars?|glucose|platelets|sodium|iq|chol|cholesterol|"
    r"temp|temperature|fever|rate|weight|size|height|score|around|about|over|under|nearly|almost|of|to)\s$",
    re.IGNORECASE,
)
"""What stands before a number that counts or numbers something."""
_VOWEL = re.compile(r"[aeiouy]", re.IGNORECASE)
_GROUP = re.compile(r"\d+|[A-Za-z]+")


def _phone(m: re.Match[str]) -> Numeral:
    """Its groups, as they are written; one that is long is parted."""
    parts: list[tuple[int, str]] = []
    for group in _GROUP.finditer(m.string, m.start(), m.end()):
        at = group.start()
        long = len(group[0])
        for size in _LONG.get(long, (long,)) if group[0].isdecimal() else (long,):
            parts.append((at, _said(m.string[at : at + size])))
            at += size
    if len(parts) > 1 and parts[0][1] == "one":  # 1-800 is said in one go
        parts[:2] = [(parts[0][0], f"one {parts[1][1]}")]
    plus = "plus " if m.group().startswith("+") else ""
    return Numeral(m.end(), plus + ", ".join(said for _, said in parts), groups=tuple(at for at, _ in parts))


def _said(group: str) -> str:
    if group.isdecimal():
        return spell(group)
    return group.lower() if len(group) > 1 and _VOWEL.search(group) else " ".join(group.upper())


def _dialled(m: re.Match[str]) -> Numeral | None:
    """Groups of any size, where the words before say that they are dialled."""
    groups = re.findall(r"\d+", m.group())
    if sum(map(len, groups)) < 6 or not before(m, _DIALLED) or all(len(group) == 4 for group in groups):
        return None
    return _phone(m)


def called(m: re.Match[str], digits: str) -> Numeral | None:
    """A number without a space in it, where something says that it is dialled; None where it is another."""
    if digits in HELPLINES:
        return Numeral(m.end(), _helpline(m, digits))
    if not 3 <= len(digits) <= 12 or not digits.isdecimal() or counted(m.string, m.end(), 3):
        return None
    if before(m, _CALLED) or (len(digits) > 4 and before(m, _DIALLED)):
        return _phone(m) if len(digits) > 6 else Numeral(m.end(), spell(digits))
    if len(digits) < 4 or plain(digits) != cardinal(digits) or not _BESIDE.search(m.string, *_shortly(m)):
        return None
    return _phone(m) if len(digits) > 6 else Numeral(m.end(), spell(digits))


def _extension(m: re.Match[str]) -> Numeral:
    """`ext. 12`."""
    return Numeral(m.end(), f"extension {spell(m[1])}")


def _shortly(m: re.Match[str]) -> tuple[int, int]:
    return max(0, m.start() - 90), m.start()


def _helpline(m: re.Match[str], digits: str) -> str:
    """`call 111`, but 111 reasons and page 112."""
    if counted(m.string, m.end()):
        return cardinal(digits)
    if before(m, _DIALLED):
        return spell(digits)
    return cardinal(digits) if before(m, _NUMBERED) or counted(m.string, m.end(), 3) else spell(digits)


RULES: Rules = rules(
    (r"(?:\+\d{1,3}[ .-]?\(?0?\)?[ ]?\d{1,5}|\(?0\d{2,5}\)?)(?:[ .-]\d{2,8}){1,4}(?!\w)", _phone),
    (r"(?:\+?1[ .-])?\(?\d{3}\)?[ .-]?\d{3}[.-]\d{4}(?!\w)|1[ -]\(?\d{3}\)?[ -]\d{3}[ -]\d{4}(?!\w)", _phone),
    (r"\(?\d{3}\)? \d{3} \d{4}(?!\w)|1[389]00(?:[ -]\d{2,4}){2,3}(?!\w)", _phone),
    (r"(?-i:(?:1[ -])?\(?\d{3,4}\)?[ -](?:[\dA-Z]{1,9}-){0,3}[A-Z]{2,9}(?:-[A-Z]{2,9}){0,2})(?![\w-])", _phone),
    (r"\d{3}-\d{4}(?!\w)|116 \d{3}(?!\w)|0\d{9,10}(?!\w)", _phone),
    (r"\d{2,6}(?:[ -]\d{2,6}){1,4}(?![\w-])", _dialled),
)
WORDED: Rules = rules((r"ext\.?\s?(\d{1,6})(?!\w)", _extension))
"""Those that begin with a word."""
