"""Numbers, times, dates, money and measures as people say them in English. The digits stay in the letter.

Each subject has its tables and its patterns; they are tried in the order that stands here.
"""

from __future__ import annotations

from service.languages.english_numerals import (
    counts,
    dates,
    fractions,
    measures,
    money,
    sums,
    telephones,
    times,
    verses,
)
from service.languages.english_numerals.sums import SIGNS
from service.languages.english_numerals.words import cardinal, spell
from service.languages.language import Numeral
from service.languages.numerals import Rules, said_by

MONTHS = dates.MONTHS
WEEKDAYS = dates.WEEKDAYS
_DIGITS: Rules = (
    *sums.RULES[:1],
    *telephones.RULES,
    *verses.RULES,
    *dates.RULES,
    *times.RULES,
    *money.RULES,
    *sums.RULES[1:],
    *fractions.RULES,
    *measures.RULES,
    *counts.RULES,
)
"""What begins with a digit or a sign."""
_WORDS: Rules = (
    *money.WORDED,
    *telephones.WORDED,
    *times.WORDED,
    *sums.WORDED,
    *verses.WORDED,
    *counts.WORDED,
    *dates.WORDED,
)
"""What begins with a word."""
WITH_FOLLOWING = frozenset(
    [
        *(name.capitalize() for name in (*MONTHS, *WEEKDAYS, *verses.BOOKS)),
        *(name + "day" for name in ("Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun")),
        *("tues", "weds", "thurs", "sept", "b.", "c.", "d.", "ext", "Ext"),
        *(code.upper() for code in money.CODES),
        *("Rs", "Rs.", "kr", "CHF", "PLN", "ZAR", "NGN", "PHP"),
        *"§№≈±≤≥~<>",
        *("II", "III", "v", "V", "ver", "Ver"),
        *verses.NUMBERED,
        *verses.RULERS,
    ]
)
"""Words that may be the beginning of something with a number in it, in capitals as written."""


class EnglishNumbers:
    """Numbers as they are said in English."""

    def numeral(self, text: str, start: int, end: int) -> Numeral | None:
        """Whatever is written with digits from `start`, or a word that belongs to them, and how it is said."""
        char = text[start : start + 1]
        if char.isalpha() and char not in SIGNS:
            return said_by(_WORDS, text, start, end)
        sign = SIGNS.get(char)
        if sign:
            after = start + 2 if text[start + 1 : start + 2] == " " else start + 1
            numeral = said_by(_DIGITS, text, after, end)
            return numeral and numeral._replace(said=f"{sign} {numeral.said}")
        return said_by(_DIGITS, text, start, end)

    def cardinal(self, digits: str) -> str:
        """A number in words."""
        return cardinal(digits)

    def spell(self, digits: str) -> str:
        """Digits one by one."""
        return spell(digits)
