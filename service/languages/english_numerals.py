"""Numbers, times, dates, money and measures as people say them in English. The digits stay in the letter."""

from __future__ import annotations

import re
from collections.abc import Mapping

from service.languages.language import Numeral
from service.languages.numerals import LONGEST, Rules, in_words, rules, said_by

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
MONTHS: Mapping[str, str] = {
    **{name.lower(): name for name in _MONTHS},
    **{name[:3].lower(): name for name in _MONTHS},
    "sept": "September",
}
"""Month names and their short forms, in lower case, to the full name."""
DIGITS = ("oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
HELPLINES = frozenset(["999", "911", "988", "111", "112", "101"])
"""Numbers to ring, which nobody says as nine hundred and ninety-nine."""


_SCALES = {"k": "thousand", "m": "million", "bn": "billion", "b": "billion"}
_COINS = {
    "£": ("pound", "pounds", "pence"),
    "$": ("dollar", "dollars", "cents"),
    "€": ("euro", "euros", "cents"),
    "¥": ("yen", "yen", "sen"),
    "₹": ("rupee", "rupees", "paise"),
}
UNITS = {
    "%": ("percent", "percent"),
    "kg": ("kilo", "kilos"),
    "g": ("gram", "grams"),
    "mg": ("milligram", "milligrams"),
    "ml": ("millilitre", "millilitres"),
    "l": ("litre", "litres"),
    "km": ("kilometre", "kilometres"),
    "m": ("metre", "metres"),
    "cm": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"),
    "mph": ("mile an hour", "miles an hour"),
    "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "ft": ("foot", "feet"),
    "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"),
    "h": ("hour", "hours"),
    "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"),
    "sec": ("second", "seconds"),
    "secs": ("second", "seconds"),
    "wk": ("week", "weeks"),
    "wks": ("week", "weeks"),
    "yr": ("year", "years"),
    "yrs": ("year", "years"),
    "x": ("time", "times"),
    "p": ("p", "p"),
    "k": ("thousand", "thousand"),
}
_PARTS = {2: ("half", "halves"), 3: ("third", "thirds"), 4: ("quarter", "quarters"), 5: ("fifth", "fifths")}
_VULGAR = {"½": "a half", "¼": "a quarter", "¾": "three quarters", "⅓": "a third", "⅔": "two thirds"}
_DIALLED = re.compile(r"\b(?:text|sms|call|ring|dial|phone)\b[^.!?\n]{0,30}$", re.IGNORECASE)
"""What stands before a number that is dialled."""
_INTEGER = r"(?:\d{1,3}(?:,\d{3}){1,4}|\d{1,12})(?!\d)"
_NUMBER = rf"{_INTEGER}(?:\.\d{{1,12}})?(?!\d)"
_MONTH = "|".join(sorted((re.escape(m) for m in MONTHS), key=len, reverse=True))
_UNIT = "|".join(sorted((re.escape(u) for u in UNITS if u != "%"), key=len, reverse=True))


def _words(number: int, to: str) -> str:
    return in_words(number, "en", to).replace(",", "").replace(" oh-", " oh ")


def cardinal(digits: str) -> str:
    """`1,250` -> one thousand two hundred and fifty; `2.5` -> two point five; too long, or 007: digit by digit."""
    whole, dot, fraction = digits.replace(",", "").partition(".")
    if len(whole) > LONGEST or (len(whole) > 1 and whole[0] == "0"):
        said = spell(whole)
    else:
        said = _words(int(whole or "0"), "cardinal")
    return f"{said} point {spell(fraction)}" if dot else said


def spell(digits: str) -> str:
    """`0131` -> oh one three one."""
    return " ".join(DIGITS[int(digit)] for digit in digits)


def ordinal(digits: str) -> str:
    """`23` -> twenty-third."""
    return _words(int(digits), "ordinal") if len(digits) <= LONGEST else spell(digits)


def year(digits: str) -> str:
    """`2019` -> twenty nineteen; `1905` -> nineteen oh five; `2004` -> two thousand and four."""
    return _words(int(digits), "year")


def plain(digits: str) -> str:
    """A number that stands alone: a year where it looks like one, a helpline digit by digit, else a cardinal."""
    if len(digits) == 4 and digits.isdecimal() and "1100" <= digits < "2100":
        return year(digits)
    return spell(digits) if digits in HELPLINES else cardinal(digits)


def _phone(m: re.Match[str]) -> Numeral:
    plus = "plus " if m.group().startswith("+") else ""
    return Numeral(m.end(), plus + ", ".join(spell(group) for group in re.findall(r"\d+", m.group())))


def _iso(m: re.Match[str]) -> Numeral | None:
    month = int(m[2])
    if not 1 <= month <= 12:
        return None
    return Numeral(m.end(), f"{_month_name(month)} {ordinal(m[3])} {plain(m[1])}")


def _month_name(month: int) -> str:
    return list(MONTHS.values())[month - 1]


def _slashed(m: re.Match[str]) -> Numeral:
    first, second = int(m[1]), int(m[2])
    tail = " " + plain(m[3] if len(m[3]) == 4 else "20" + m[3])
    if first > 12 >= second >= 1:
        return Numeral(m.end(), f"the {ordinal(m[1])} of {_month_name(second)}{tail}")
    if second > 12 >= first >= 1:
        return Numeral(m.end(), f"{_month_name(first)} {ordinal(m[2])}{tail}")
    # Which of the two is the month only the writer knows, so the numbers are said as they stand.
    return Numeral(m.end(), f"{cardinal(str(first))} {cardinal(str(second))}{tail}")


def _clock(hour: str, minute: str, half: str | None) -> str:
    said = cardinal(str(int(hour)))
    if int(minute):
        said += f" oh {DIGITS[int(minute)]}" if int(minute) < 10 else f" {cardinal(minute)}"
    elif not half:
        said += " o'clock"
    return f"{said} {half.upper()}M" if half else said


def _time(m: re.Match[str]) -> Numeral | None:
    if int(m[1]) > 24 or int(m[2] or 0) > 59:
        return None
    return Numeral(m.end(), _clock(m[1], m[2] or "00", m[3]), dotted="." in m.group()[-3:])


def _day_month(m: re.Match[str]) -> Numeral | None:
    if not 1 <= int(m[1]) <= 31:
        return None
    the = "" if m.string[max(0, m.start() - 4) : m.start()].lower().strip() == "the" else "the "
    return Numeral(m.end(), f"{the}{ordinal(m[1])} of {_named(m[2])}{_year_after(m[3])}")


def _month_day(m: re.Match[str]) -> Numeral | None:
    if not 1 <= int(m[2]) <= 31:
        return None
    return Numeral(m.end(), f"{_named(m[1])} {ordinal(m[2])}{_year_after(m[3])}")


def _named(month: str) -> str:
    return MONTHS[month.lower()]


def _year_after(digits: str | None) -> str:
    return f" {plain(digits)}" if digits else ""


def _money(m: re.Match[str]) -> Numeral:
    one, many, small = _COINS[m[1]]
    if m[4]:
        amount = cardinal(m[2] + (f".{m[3]}" if m[3] else ""))
        return Numeral(m.end(), f"{amount} {_SCALES.get(m[4].lower(), m[4].lower())} {many}")
    whole, part = m[2].replace(",", ""), (m[3] or "").ljust(2, "0")
    said = f"{cardinal(m[2])} {one if whole == '1' else many}"
    if m[3] and int(part):
        said = f"{cardinal(str(int(part)))} {small}" if not int(whole) else f"{said} {cardinal(str(int(part)))}"
    return Numeral(m.end(), said)


def _money_after(m: re.Match[str]) -> Numeral:
    """`20 €`."""
    one, many, _ = _COINS[m[3]]
    said = f"{cardinal(m[1])} {one if m[1] == '1' else many}"
    return Numeral(m.end(), f"{said} {cardinal(str(int(m[2])))}" if m[2] and int(m[2]) else said)


def _mixed(m: re.Match[str]) -> Numeral | None:
    """`1 1/2`."""
    top, bottom = int(m[2]), int(m[3])
    if not 0 < top < bottom or bottom not in _PARTS:
        return None
    return Numeral(m.end(), f"{cardinal(m[1])} and {'a' if top == 1 else cardinal(m[2])} {_PARTS[bottom][top > 1]}")


def _hours(m: re.Match[str]) -> Numeral | None:
    """`3-5 p.m.`: from one time of day to another."""
    if not all(1 <= int(hour) <= 12 for hour in (m[1], m[4])) or any(int(part or 0) > 59 for part in (m[2], m[5])):
        return None
    first = _clock(m[1], m[2] or "00", m[3]) if m[2] or m[3] else cardinal(m[1])
    return Numeral(m.end(), f"{first} to {_clock(m[4], m[5] or '00', m[6])}", dotted="." in m.group()[-3:])


def _range(m: re.Match[str]) -> Numeral:
    tail = UNITS[m[3].lower()][1] if m[3] else ""
    return Numeral(m.end(), f"{plain(m[1])} to {plain(m[2])} {tail}".rstrip())


def _ratio(m: re.Match[str]) -> Numeral:
    top, bottom = int(m[1]), int(m[2])
    if bottom in (10, 100) or (bottom == 5 and top == 5):
        return Numeral(m.end(), f"{cardinal(m[1])} out of {cardinal(m[2])}")
    if 0 < top < bottom and bottom in _PARTS:
        return Numeral(m.end(), f"{'a' if top == 1 else cardinal(m[1])} {_PARTS[bottom][top > 1]}")
    return Numeral(m.end(), f"{cardinal(m[1])} {cardinal(m[2])}")


def _chance(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), f"{cardinal(m[1])} in {cardinal(m[2])}")


def _degrees(m: re.Match[str]) -> Numeral:
    scale = {"c": " Celsius", "f": " Fahrenheit"}.get((m[2] or "").lower(), "")
    return Numeral(m.end(), f"{_signed(m[1])} {'degree' if m[1] == '1' else 'degrees'}{scale}")


def _measure(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), f"{_signed(m[1])} {UNITS[m[2].lower()][m[1] != '1']}")


def _signed(number: str) -> str:
    sign = {"-": "minus ", "−": "minus ", "+": "plus "}.get(number[0], "")
    return sign + cardinal(number.lstrip("-−+"))


def _decade(m: re.Match[str]) -> Numeral:
    said = plain(m[1])
    return Numeral(m.end(), said[:-1] + "ies" if said.endswith("y") else said + "s")


def _ordinal(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), ordinal(m[1]))


def _half(m: re.Match[str]) -> Numeral:
    part = _VULGAR[m[2]]
    return Numeral(m.end(), f"{cardinal(m[1])} and {part}" if m[1] else part)


def _plain(m: re.Match[str]) -> Numeral:
    sign = {"-": "minus ", "−": "minus ", "+": "plus "}.get(m[1], "")
    dialled = len(m[2]) in (5, 6) and m[2].isdecimal() and _DIALLED.search(m.string, max(0, m.start() - 40), m.start())
    return Numeral(m.end(), sign + (spell(m[2]) if dialled else plain(m[2])))


_RULES: Rules = rules(
    (r"(?:\+\d{1,3}[ -]?\(?0?\)?\d{2,5}|\(?0\d{2,5}\)?)(?:[ -]\d{2,6}){1,4}(?!\w)", _phone),
    (r"1[ -]\(?\d{3}\)?[ -]\d{3}[ -]\d{4}(?!\w)|\(?\d{3}\)?[ -]\d{3}-\d{4}(?!\w)", _phone),
    (r"\d{3}-\d{4}(?!\w)|116 \d{3}(?!\w)|0\d{9,10}(?!\w)", _phone),
    (r"(\d{4})-(\d\d)-(\d\d)(?!\w)", _iso),
    (r"(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d\d)(?![\w/])", _slashed),
    (
        r"(\d{1,2})(?:[:.](\d\d))?(?:\s?([ap])\.?m\.?)?\s?[-–—]\s?(\d{1,2})(?:[:.](\d\d))?\s?([ap])\.?m(?!\w)",
        _hours,
    ),
    (r"(\d{1,2}):(\d\d)(?:\s?([ap])\.?m)?(?!\w)", _time),
    (r"(\d{1,2})\.(\d\d)\s?([ap])\.?m(?!\w)", _time),
    (r"(\d{1,2})(\b|(?=[ap]))\s?([ap])\.?m(?!\w)", _time),
    (rf"(\d{{1,2}})(?:st|nd|rd|th)?(?: of)?\s({_MONTH})(?!\w)(?:,?\s(\d{{4}})(?!\w))?", _day_month),
    (rf"({_MONTH})\.?\s(\d{{1,2}})(?:st|nd|rd|th)?(?![\w:%.,]\d|\w)(?:,?\s(\d{{4}})(?!\w))?", _month_day),
    (rf"([£$€¥₹])\s?({_INTEGER})(?:\.(\d\d?)(?!\d))?(?:\s?(k|m|bn|thousand|million|billion)(?!\w))?", _money),
    (rf"({_NUMBER})\s?(?:-|–|—)\s?({_NUMBER})(?:(%)|\s?({_UNIT})(?!\w))?(?![\w-])", _range),
    (rf"({_INTEGER})(?:[.,](\d\d)(?!\d))?\s?([£$€¥₹])(?![\w\d])", _money_after),
    (r"(\d{1,3})\s(\d{1,2})/(\d{1,2})(?![\w/])", _mixed),
    (r"\.(\d{1,6})(?![\w.])", lambda m: Numeral(m.end(), f"point {spell(m[1])}")),
    (r"(24)/(7)(?!\w)|(?!)", lambda m: Numeral(m.end(), "twenty-four seven")),
    (r"(\d{1,3})/(\d{1,3})(?![\w/])", _ratio),
    (r"(\d{1,6})\sin\s(\d{1,6})(?![\w/:])", _chance),
    (rf"([-−+]?{_NUMBER})\s?°\s?([cf](?!\w))?", _degrees),
    (rf"([-−+]?{_NUMBER})\s?(%|(?:{_UNIT})(?!\w))", _measure),
    (r"['’]?(\d0|\d{3}0)['’]?s(?!\w)", _decade),
    (r"(\d{1,12})(?:st|nd|rd|th)(?!\w)", _ordinal),
    (r"(\d{0,12})\s?([½¼¾⅓⅔])", _half),
    (rf"([-−+]?)({_NUMBER})(?!\d)", _plain),
)


class EnglishNumbers:
    """Numbers as they are said in English."""

    def numeral(self, text: str, start: int, end: int) -> Numeral | None:
        """Whatever is written with digits from `start`, or a month before a day, and how it is said."""
        return said_by(_RULES, text, start, end)

    def cardinal(self, digits: str) -> str:
        """A number in words."""
        return cardinal(digits)

    def spell(self, digits: str) -> str:
        """Digits one by one."""
        return spell(digits)
