"""Numbers in Spanish words."""

from __future__ import annotations

import re

from service.languages.numerals import LONGEST, in_words

DIGITS = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
"""The digits, as they are said one by one."""


def cardinal(digits: str) -> str:
    """`1.250` -> mil doscientos cincuenta; `2,5` -> dos coma cinco; too long, or 007: digit by digit."""
    whole, mark, fraction = _parted(digits)
    if len(whole) > LONGEST or (len(whole) > 1 and whole[0] == "0"):
        said = spell(whole)
    else:
        said = in_words(int(whole or "0"), "es", "cardinal")
    if not mark:
        return said
    after = spell(fraction) if fraction[0] == "0" or len(fraction) > 3 else in_words(int(fraction), "es", "cardinal")
    return f"{said} {'coma' if mark == ',' else 'punto'} {after}"


def _parted(digits: str) -> tuple[str, str, str]:
    """The whole number without the marks of its thousands, the decimal mark, and what follows it."""
    whole, mark, fraction = digits.partition(",")
    if not mark and (short := re.fullmatch(r"(\d+)\.(\d{1,2}|\d{4,})", whole)):
        return short[1], ".", short[2]
    return re.sub(r"\D", "", whole), mark, fraction


def spell(digits: str) -> str:
    """`0131` -> cero uno tres uno."""
    return " ".join(DIGITS[int(digit)] for digit in digits)


def ordinal(number: int, feminine: bool = False, short: bool = False) -> str:
    """`3` -> tercero, tercera, tercer."""
    said = in_words(number, "es", "ordinal")
    if feminine:
        return " ".join(word[:-1] + "a" if word.endswith("o") else word for word in said.split())
    return said[:-1] if short and said.endswith(("primero", "tercero")) else said


def roman(number: int) -> str:
    """As it is said after a name or a century: Felipe sexto, siglo veintiuno."""
    return ordinal(number) if number <= len(DIGITS) else cardinal(str(number))


def before_noun(said: str, feminine: bool) -> str:
    """A number in words as it stands before a noun: un, una, veintiún, doscientas."""
    if feminine:
        said = re.sub(r"cientos\b", "cientas", said).replace("quinientos", "quinientas")
        return re.sub(r"uno$", "una", said)
    return re.sub(r"veintiuno$", "veintiún", said) if said.endswith("veintiuno") else re.sub(r"uno$", "un", said)
