"""What the numbers of all languages have in common: patterns tried in order, and numbers written out by a library."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

from service.languages.language import Numeral

LONGEST = 12
"""Numbers of more digits than this are said digit by digit."""
COMMON = 100
"""Numbers under this are in every other letter, and tell nothing of any."""

FRACTIONS = "\u00bc-\u00be\u2150-\u215e\u2189"
"""Fractions in one character, ½ and its kin, for a class of characters."""
ENCLOSED = (
    "\u2160-\u2182\u2185-\u2188\u2460-\u249b\u24ea-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf\U0001f100-\U0001f10a"
)
"""Numbers in one character, in a ring or with a dot or as the Romans wrote them: ①, ❷, ⒊, Ⅳ."""
RAISED = "\u00b2\u00b3\u00b9\u2070\u2074-\u2079"
"""Raised digits: a power, or the mark of a note."""
LOWERED = "\u2080-\u2089"
"""Lowered digits, as in H₂O."""
NUMERIC = rf"\d{FRACTIONS}{ENCLOSED}{RAISED}{LOWERED}"
"""Whatever is a number by itself, for a class of characters."""
INTEGER = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?!\d)"
"""A whole number, also with commas between its thousands."""
NUMBER = rf"{INTEGER}(?:\.\d{{1,12}})?(?!\d)"
"""A number, also with a decimal point."""

Rule = Callable[[re.Match[str]], Numeral | None]
"""How what a pattern matches is said; None where it is something else after all."""
Rules = tuple[tuple[re.Pattern[str], Rule], ...]
"""Patterns, each with how it is read, in the order in which they are tried."""


def in_words(number: int, language: str, to: str) -> str:
    """A number written out. language: BCP 47; to: `cardinal`, `ordinal` or `year`."""
    return _small_in_words(number, language, to) if 0 <= number < COMMON else _in_words(number, language, to)


@cache
def _small_in_words(number: int, language: str, to: str) -> str:
    """The same for a small one, which is in every other letter: they are kept."""
    return _in_words(number, language, to)


def _in_words(number: int, language: str, to: str) -> str:
    from num2words import num2words  # type: ignore[import-untyped]

    return str(num2words(number, lang=language, to=to))


def rules(*pairs: tuple[str, Rule]) -> Rules:
    """The patterns, compiled; capitals do not matter to them."""
    return tuple((re.compile(pattern, re.IGNORECASE), rule) for pattern, rule in pairs)


def said_by(table: Rules, text: str, start: int, end: int) -> Numeral | None:
    """What the first pattern that fits at `start` makes of it; None where none does. Never past `end`."""
    for pattern, rule in table:
        match = pattern.match(text, start, end)
        if match:
            numeral = rule(match)
            if numeral is not None:
                return numeral
    return None


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def fraction(char: str) -> tuple[int, int]:
    """The parts of a fraction in one character: ⅞ is seven of eight."""
    top, _, bottom = unicodedata.normalize("NFKC", char).partition("\u2044")
    return int(top), int(bottom)


def digits_of(chars: str) -> str:
    """The digits that raised, lowered or ringed numbers stand for: ¹² is 12."""
    return "".join(str(int(unicodedata.numeric(char))) for char in chars)
