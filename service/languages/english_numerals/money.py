"""Money."""

from __future__ import annotations

import re

from service.languages.english_numerals.around import attributive
from service.languages.english_numerals.rates import RATE, rate
from service.languages.english_numerals.words import cardinal
from service.languages.language import Numeral
from service.languages.numerals import INTEGER, Rules, one_of, rules

COINS = {
    "£": ("pound", "pounds", "pence"),
    "$": ("dollar", "dollars", "cents"),
    "€": ("euro", "euros", "cents"),
    "¥": ("yen", "yen", "sen"),
    "₹": ("rupee", "rupees", "paise"),
    "₽": ("rouble", "roubles", "kopecks"),
    "₩": ("won", "won", "jeon"),
    "₪": ("shekel", "shekels", "agorot"),
    "₱": ("peso", "pesos", "centavos"),
    "₦": ("naira", "naira", "kobo"),
    "₺": ("lira", "lira", "kurus"),
    "₫": ("dong", "dong", "xu"),
    "฿": ("baht", "baht", "satang"),
    "₴": ("hryvnia", "hryvnias", "kopecks"),
    "₵": ("cedi", "cedis", "pesewas"),
}
"""Signs of currencies: one, many, and the small coins."""
_SPELT = {
    "zł": ("zloty", "zlotys", "groszy"),
    "zl": ("zloty", "zlotys", "groszy"),
    "pln": ("zloty", "zlotys", "groszy"),
    "kr": ("krona", "kroner", "ore"),
    "rs": ("rupee", "rupees", "paise"),
    "chf": ("franc", "francs", "centimes"),
    "zar": ("rand", "rand", "cents"),
    "ngn": ("naira", "naira", "kobo"),
    "php": ("peso", "pesos", "centavos"),
}
"""Currencies that are written in letters after an amount or, but for a few, before it."""
_ONE = {"pence": "penny", "paise": "paisa", "agorot": "agora", "kurus": "kurus"}
CODES = {
    "eur": "€",
    "gbp": "£",
    "usd": "$",
    "inr": "₹",
    "jpy": "¥",
    "cad": "Canadian $",
    "aud": "Australian $",
    "nzd": "New Zealand $",
}
"""Codes of currencies, in lower case, to their signs."""
_LANDS = {
    "us": "US ",
    "a": "Australian ",
    "au": "Australian ",
    "c": "Canadian ",
    "ca": "Canadian ",
    "nz": "New Zealand ",
    "hk": "Hong Kong ",
    "s": "Singapore ",
}
_SCALES = {"k": "thousand", "m": "million", "mn": "million", "bn": "billion", "b": "billion", "tn": "trillion"}
_MINUS = {"-": "minus ", "−": "minus ", "+": "plus ", "": ""}
_SIGN = "[" + "".join(COINS) + "]"
_AMOUNT = rf"({INTEGER})(?:[.,](\d\d?)(?!\d))?"
_SCALE = r"(?:\s?(k|mn?|bn?|tn|thousand|million|billion|trillion)(?!\w))?"


def _amount(whole: str, part: str | None, scale: str | None, sign: str, before_noun: bool) -> str:
    """So much of a currency. before_noun: True where it is one word with the noun after it, a five pound note."""
    land, sign = ("", sign) if sign in _SPELT else (sign[:-1], sign[-1])
    one, many, small = _SPELT.get(sign) or COINS[sign]
    unit = land + (one if before_noun else many)
    if scale:
        return f"{cardinal(whole + (f'.{part}' if part else ''))} {_SCALES.get(scale.lower(), scale.lower())} {unit}"
    part = (part or "").ljust(2, "0")
    said = f"{cardinal(whole)} {land + one if whole == '1' else unit}"
    if not int(part):
        return said
    if int(whole.replace(",", "")):
        return f"{said} {cardinal(str(int(part)))}"
    if part == "01" or (before_noun and small == "cents"):
        small = _ONE.get(small, small.removesuffix("s"))
    return f"{cardinal(str(int(part)))} {small}"


def _money(m: re.Match[str]) -> Numeral:
    """`-£5`, `US$40`, `£3.5k`, `£5/week`."""
    sign = _LANDS.get((m[2] or "").lower(), "") + m[3]
    said = _amount(m[4], m[5], m[6], sign, not m[7] and attributive(m))
    return Numeral(m.end(), _MINUS[m[1]] + said + rate(m[7]))


def _range(m: re.Match[str]) -> Numeral:
    """`£20-30`."""
    last = _amount(m[4], m[5], m[6], m[1], attributive(m))
    if m[3] or (m[5] and "." in m.group()):
        return Numeral(m.end(), f"{_amount(m[2], m[3], None, m[1], False)} to {last}{rate(m[7])}")
    return Numeral(m.end(), f"{cardinal(m[2])} to {last}{rate(m[7])}")


def _money_after(m: re.Match[str]) -> Numeral:
    """`20 €`, `20 EUR`."""
    sign = CODES.get(m[3].lower(), m[3])
    return Numeral(m.end(), _amount(m[1], m[2], None, sign, attributive(m)) + rate(m[4]))


def _spelt_after(m: re.Match[str]) -> Numeral:
    """`20 zł`, `300 kr`."""
    return Numeral(m.end(), _amount(m[1], m[2], None, m[3].lower(), attributive(m)) + rate(m[4]))


def _spelt_before(m: re.Match[str]) -> Numeral:
    """`Rs 500`, `CHF 20`."""
    return Numeral(m.end(), _amount(m[2], m[3], m[4], m[1].lower(), False))


def _code_before(m: re.Match[str]) -> Numeral:
    """`EUR 20`."""
    return Numeral(m.end(), _amount(m[2], m[3], m[4], CODES[m[1].lower()], False))


def _cents(m: re.Match[str]) -> Numeral:
    """`99¢`."""
    return Numeral(m.end(), f"{cardinal(m[1])} {'cent' if m[1] == '1' or attributive(m) else 'cents'}")


RULES: Rules = rules(
    (rf"({_SIGN})\s?{_AMOUNT}\s?[-–—]\s?{_SIGN}?{_AMOUNT}{_SCALE}{RATE}", _range),
    (rf"([-−+]?)()({_SIGN})\s?{_AMOUNT}{_SCALE}{RATE}", _money),
    (rf"{_AMOUNT}\s?({_SIGN}|{one_of(CODES)})(?![\w\d]){RATE}", _money_after),
    (rf"{_AMOUNT}\s?({one_of(_SPELT)})(?!\w){RATE}", _spelt_after),
    (rf"({INTEGER})\s?[¢￠]", _cents),
)
WORDED: Rules = rules(
    (rf"()({one_of(_LANDS)})({_SIGN})\s?{_AMOUNT}{_SCALE}{RATE}", _money),
    (rf"({one_of(CODES)})\s?{_AMOUNT}{_SCALE}(?!\w)", _code_before),
    (rf"((?-i:Rs|Kr|kr|CHF|PLN|ZAR|NGN|PHP))\.?\s?{_AMOUNT}{_SCALE}(?!\w)", _spelt_before),
)
"""Those that begin with a word."""
