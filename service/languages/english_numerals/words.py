"""Numbers in English words."""

from __future__ import annotations

from service.languages.numerals import LONGEST, in_words

DIGITS = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
"""The digits, as they are said one by one."""


def _words(number: int, to: str, language: str = "en") -> str:
    return in_words(number, language, to).replace(",", "").replace(" oh-", " oh ")


def cardinal(digits: str) -> str:
    """`1,250` -> one thousand two hundred and fifty; `2.5` -> two point five; too long, or 007: digit by digit."""
    whole, dot, fraction = digits.replace(",", "").partition(".")
    if len(whole) > LONGEST or (len(whole) > 1 and whole[0] == "0"):
        said = spell(whole)
    else:
        said = _words(int(whole or "0"), "cardinal")
    return f"{said} point {spell(fraction)}" if dot else said


def indian(digits: str) -> str:
    """`10,00,000` -> ten lakh."""
    return _words(int(digits.replace(",", "")), "cardinal", "en_IN")


def spell(digits: str) -> str:
    """`0131` -> oh one three one."""
    return " ".join(DIGITS[int(digit)] for digit in digits)


def ordinal(digits: str) -> str:
    """`23` -> twenty-third; `1,000` -> one thousandth."""
    digits = digits.replace(",", "")
    return _words(int(digits), "ordinal") if len(digits) <= LONGEST else spell(digits)


def year(digits: str) -> str:
    """`2019` -> twenty nineteen; `1905` -> nineteen oh five; `2004` -> two thousand and four."""
    return _words(int(digits), "year")


def plain(digits: str) -> str:
    """A number that stands alone: a year where it looks like one, else a cardinal."""
    if len(digits) == 4 and digits.isdecimal() and 1100 <= int(digits) < 2100:
        return year(digits)
    return cardinal(digits)


def signed(number: str) -> str:
    """`-5` -> minus five."""
    sign = {"-": "minus ", "−": "minus ", "+": "plus "}.get(number[0], "")
    return sign + cardinal(number.lstrip("-−+"))


def many(said: str) -> str:
    """More than one of a number: twenties, hundreds."""
    if said.endswith("x"):
        return said + "es"
    return said[:-1] + "ies" if said.endswith("y") else said + "s"
