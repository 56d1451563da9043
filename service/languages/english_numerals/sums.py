"""Sums, powers, and signs before a number."""

from __future__ import annotations

import re
import unicodedata

from service.languages.english_numerals.measures import UNIT_OR_SIGN
from service.languages.english_numerals.words import cardinal, signed
from service.languages.language import Numeral
from service.languages.numerals import ENCLOSED, LOWERED, NUMBER, RAISED, Rules, digits_of, rules

SIGNS = {
    "~": "about",
    "≈": "about",
    "<": "less than",
    ">": "more than",
    "≤": "at most",
    "≥": "at least",
    "±": "plus or minus",
    "≠": "not",
    "#": "number",
    "№": "number",
    "§": "section",
    "×": "times",
    "÷": "divided by",
    "√": "the root of",
}
"""Signs before a number, to what is said for them."""
_OPERATORS = {
    "+": "plus",
    "-": "minus",
    "−": "minus",
    "–": "minus",
    "×": "times",
    "x": "times",
    "*": "times",
    "÷": "divided by",
    "/": "divided by",
    "=": "equals",
    "<": "is less than",
    ">": "is more than",
    "≠": "does not equal",
    "≈": "is about",
    "≤": "is at most",
    "≥": "is at least",
    "^": "to the power of",
    "±": "plus or minus",
    "→": "to",
    "->": "to",
    "=>": "to",
}
_TELLING = frozenset([*"+=*×÷<>≠≈≤≥^±→", "->", "=>"])
"""Those of them that stand in a sum only; a stroke or a hyphen between two numbers is no sum."""
_RAISED_TO = re.compile(r"(?:\d|(?<![^\W\d_])(?:[^\W\d_]|[kcmd]m)|=[^\W\d_]{1,3})$")
"""What is raised to a power: a number, one letter, a unit of length, what an equation equals."""
_POWERS = {"2": "squared", "3": "cubed"}
_MEASURED = re.compile(rf"\d{{1,4}}\s?{UNIT_OR_SIGN}", re.IGNORECASE)
"""What is done so many times: 2x30min."""
_OPERATOR = r"(?:[-=]>|[-+−–×*÷/=<>≠≈≤≥^±→]|x(?=\s?\d))"
_SPLIT = re.compile(rf"\s?((?<=[\w\s]){_OPERATOR})\s?", re.IGNORECASE)


def _sum(m: re.Match[str]) -> Numeral | None:
    """`5+5=10`, `10 - 3 = 7`, `2x=4`."""
    said: list[str] = []
    told = False
    for index, piece in enumerate(_SPLIT.split(m.group())):
        if index % 2:
            told = told or piece in _TELLING
            said.append(_OPERATORS[piece.lower()])
        else:
            said.append(_term(piece))
    return Numeral(m.end(), " ".join(said)) if told else None


def _term(term: str) -> str:
    digits = term.rstrip("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return f"{signed(digits) if digits else ''} {term[len(digits) :]}".strip()


def _times(m: re.Match[str]) -> Numeral:
    """`3 x 10`; `4x4` is four by four."""
    spaced = m.end() - m.start() > len(m[1]) + 1 or _MEASURED.match(m.string, m.end())
    return Numeral(m.end(), f"{cardinal(m[1])} {'times' if spaced else 'by'}")


def _power(m: re.Match[str]) -> Numeral:
    """`10⁶`, `x²`; after a word it is the mark of a note, and silent."""
    before = m.string[max(0, m.start() - 6) : m.start()]
    minus = "minus " if m.group()[0] == "⁻" else ""
    digits = digits_of(m.group().lstrip("⁻"))
    if _RAISED_TO.search(before):
        power = None if minus else _POWERS.get(digits)
        return Numeral(m.end(), power or f"to the power of {minus}{cardinal(digits)}")
    return Numeral(m.end(), "" if before[-1:].strip() else cardinal(digits))


def _lowered(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), cardinal(digits_of(m.group())))


def _enclosed(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), cardinal(str(int(unicodedata.numeric(m.group())))))


def _note(m: re.Match[str]) -> Numeral | None:
    """`kind.[2]`, `slept.(1) Then`, `ate.1 Good`: the mark of a note, which is silent."""
    before = m.string[max(0, m.start() - 4) : m.start()]
    inside = m.group()[0] in "[("
    if inside and not (before[-1:].isalpha() or before[-1:] in (".", "!", "?", ",", '"', "”")):
        return None
    if not inside and not (len(before) == 4 and before[:3].isalpha() and before[:3].islower() and before[3] in ".!?"):
        return None
    return Numeral(m.end(), "")


def _number_sign(m: re.Match[str]) -> Numeral:
    """`no.1`."""
    return Numeral(m.end(), "number")


def _times_before(m: re.Match[str]) -> Numeral:
    """`x2`."""
    return Numeral(m.end(), f"times {cardinal(m[1] or m[2] or m[3])}")


RULES: Rules = rules(
    (r"\[\d{1,3}\](?!\w)|\(\d{1,2}\)(?=\s(?-i:[A-Z])|\s*$)|\d{1,2}(?=\s+(?-i:[A-Z][a-z])|\s*$)", _note),
    (
        rf"[-−]?{NUMBER}[a-z]?(?!\w)(?:\s?{_OPERATOR}\s?[-−]?(?:{NUMBER}[a-z]?|[a-z])(?!\w)){{1,6}}"
        rf"(?![\w/-]|[.,:]\d|\s?{UNIT_OR_SIGN})",
        _sum,
    ),
    (r"(\d{1,4})\s?[x×](?=\s?\d)", _times),
    (rf"⁻?[{RAISED}]{{1,4}}", _power),
    (rf"({NUMBER})×(?!\s?\d)", lambda m: Numeral(m.end(), f"{cardinal(m[1])} times")),
    (rf"[{LOWERED}]{{1,6}}", _lowered),
    (rf"[{ENCLOSED}](?:\ufe0f)?", _enclosed),
)
WORDED: Rules = rules(
    (r"no\.(?=\d)", _number_sign),
    (r"(?-i:x)(\d{1,3})(?!\w)|(?:X|×)(\d)(?!\w)|×(\d{2,3})(?!\w)", _times_before),
)
"""Those that begin with a word."""
