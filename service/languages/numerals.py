"""What the numbers of all languages have in common: patterns tried in order, and numbers written out by a library."""

from __future__ import annotations

import re
from collections.abc import Callable

from service.languages.language import Numeral

LONGEST = 12
"""Numbers of more digits than this are said digit by digit."""

Rule = Callable[[re.Match[str]], Numeral | None]
"""How what a pattern matches is said; None where it is something else after all."""
Rules = tuple[tuple[re.Pattern[str], Rule], ...]
"""Patterns, each with how it is read, in the order in which they are tried."""


def in_words(number: int, language: str, to: str) -> str:
    """A number written out. language: BCP 47; to: `cardinal`, `ordinal` or `year`."""
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
