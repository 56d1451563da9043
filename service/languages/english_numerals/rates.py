"""What stands after a stroke, and is said with *a*: £5/week, 10km/h, 2/day."""

from __future__ import annotations

from service.languages.numerals import one_of

RATES = {
    "day": "a day",
    "d": "a day",
    "night": "a night",
    "week": "a week",
    "wk": "a week",
    "month": "a month",
    "mo": "a month",
    "year": "a year",
    "yr": "a year",
    "hour": "an hour",
    "hr": "an hour",
    "h": "an hour",
    "min": "a minute",
    "minute": "a minute",
    "sec": "a second",
    "s": "a second",
    "session": "a session",
    "person": "a person",
    "kg": "a kilo",
    "ml": "a millilitre",
    "dl": "a decilitre",
    "l": "a litre",
    "m": "a metre",
    "mile": "a mile",
}
"""What is said for each, in lower case."""
NAMES = one_of(RATES)
RATE = rf"(?:\s?/\s?({NAMES})(?!\w))?"
"""A rate after a measure, where there is one."""


def rate(name: str | None) -> str:
    """How it is said, with a space before it; empty where there is none."""
    return f" {RATES[name.lower()]}" if name else ""
