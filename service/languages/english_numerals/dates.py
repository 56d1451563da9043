"""Dates, weekdays, months and years."""

from __future__ import annotations

import re
from collections.abc import Mapping

from service.languages.english_numerals.around import before, counted
from service.languages.english_numerals.words import cardinal, many, ordinal, plain, spell, year
from service.languages.language import Numeral
from service.languages.numerals import Rules, one_of, rules

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
WEEKDAYS: Mapping[str, str] = {
    "mon": "Monday",
    "tue": "Tuesday",
    "tues": "Tuesday",
    "wed": "Wednesday",
    "weds": "Wednesday",
    "thu": "Thursday",
    "thur": "Thursday",
    "thurs": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}
"""Short weekday names, in lower case, to the full name."""
_FULL = {**MONTHS, **WEEKDAYS}
_SURE = frozenset("tue tues weds thu thur thurs fri feb apr aug sep sept oct nov".split())
"""Short forms that are no other word and no name."""
_PEOPLE = frozenset({"jan"})
"""Short forms that are also what people are called."""
_DOES = re.compile(
    r" (?:came|comes|went|goes|said|says|told|tells|rang|rings|called|calls|phoned|texted|asked|asks|wrote|writes|gave|"
    r"gives|took|takes|made|makes|held|holds|hugged|hugs|helped|helps|visited|visits|cried|laughed|smiled|smiles|sat|"
    r"got|gets|sent|sends|brought|brings|thinks|thought|knows|knew|loves|loved|wants|wanted|has|had)(?!\w)"
)
"""What a person does, and no month."""
_MONTH = one_of(MONTHS)
_DAY = one_of(WEEKDAYS)
_SHORT = one_of([name for name in _FULL if len(name) < 6 and name not in ("may", "march", "april", "june", "july")])
_BESIDE = re.compile(
    rf"(?:\b(?:on|every|each|next|last|this|since|until|til|till|by|in|early|late|mid|from|between|noon|midnight|\d[ap]m)"
    rf"\s|(?<!\w)(?:{_SHORT}|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\.?[,/]?(?:\s(?:and|or|to|[-–&]))?\s?|"
    rf"(?<!\w)(?-i:{one_of(name.capitalize() for name in WEEKDAYS)})(?!\w)[^.!?\n]{{0,14}}[,;]\s)$",
    re.IGNORECASE,
)
"""What stands before a short weekday or month that may be another word."""
_BEFORE_ANOTHER = re.compile(rf"\.?(?:[,/] ?| and | or | to | ?[-–&] ?)(?:{_SHORT})(?!\w)", re.IGNORECASE)
_COLUMN = re.compile(r"\s?[|:]|\s\d{1,2}(?:[-–:.]\d|\s?[ap]\.?m(?!\w))", re.IGNORECASE)
"""What stands after a weekday in a table or before a time."""
_YEARS = re.compile(
    r"(?:\b(?:in|since|by|from|until|till|til|during|year|early|late|mid|summer|winter|spring|autumn|fall|of|"
    rf"{_MONTH})\s|\d{{4}},?(?:\s(?:and|or|to))?\s)$",
    re.IGNORECASE,
)
"""What stands before a year."""
_ITS = re.compile(r"\b(?:my|the|our|his|her|their|your|this|that)\s$", re.IGNORECASE)
_DATED = re.compile(r"(?:\b(?:on|by|since|until|till|from|before|after|dated|due|born|the)\s|\d{4},\s)$", re.IGNORECASE)
"""What stands before a date."""
_ON = re.compile(r"\bon\s$", re.IGNORECASE)
_PARTED = re.compile(
    r"\b(?:rule|fig\.?|figure|section|version|ver|v|chapter|step|table|article|point|item|part|level|no\.?|number|"
    r"paragraph|clause|exercise|question|§)\s$",
    re.IGNORECASE,
)
"""What stands before a number of several parts, which is no date."""


def _month_name(month: int) -> str:
    return _MONTHS[month - 1]


def _iso(m: re.Match[str]) -> Numeral | None:
    month = int(m[3])
    if not 1 <= month <= 12:
        return None
    return Numeral(m.end(), f"{_month_name(month)} {ordinal(m[4])} {plain(m[1])}")


def _year_month(m: re.Match[str]) -> Numeral | None:
    """`2020-12`; 2010-11 are two years."""
    if not 1 <= int(m[2]) <= 12 or int(m[2]) == (int(m[1]) + 1) % 100:
        return None
    return Numeral(m.end(), f"{_month_name(int(m[2]))} {plain(m[1])}")


def _numeric(m: re.Match[str]) -> Numeral | None:
    """`25/12/2023`."""
    first, second = int(m[1]), int(m[2])
    if m.string[m.end(1)] == "." and (before(m, _PARTED) or max(first, second) > 31 or min(first, second) > 12):
        return None
    if "." in m.group() and "/" in m.group():
        return None  # 8.5/10
    tail = " " + plain(m[3] if len(m[3]) == 4 else "20" + m[3])
    dotted = m.string[m.end(1)] == "." and 1 <= first <= 31 and len(m[3]) == 4  # who writes dots begins with the day
    if (first > 12 >= second >= 1) or first == second <= 12 or (dotted and 1 <= second <= 12):
        return Numeral(m.end(), f"the {ordinal(m[1])} of {_month_name(second)}{tail}")
    if second > 12 >= first >= 1:
        return Numeral(m.end(), f"{_month_name(first)} {ordinal(m[2])}{tail}")
    # Which of the two is the month only the writer knows, so the numbers are said as they stand.
    return Numeral(m.end(), f"{cardinal(str(first))} {cardinal(str(second))}{tail}")


def _day_slash_month(m: re.Match[str]) -> Numeral | None:
    """`14/2`, where what stands before says that it is a date."""
    if not (1 <= int(m[1]) <= 31 and 1 <= int(m[2]) <= 12 and before(m, _DATED)):
        return None
    if int(m[1]) <= 12 and m[1] != m[2]:  # which of the two is the month only the writer knows
        return Numeral(m.end(), f"{cardinal(str(int(m[1])))} {cardinal(str(int(m[2])))}")
    return Numeral(m.end(), f"the {ordinal(m[1])} of {_month_name(int(m[2]))}")


def _on(m: re.Match[str]) -> Numeral | None:
    """`on 1/1`."""
    return _day_slash_month(m) if before(m, _ON) and not m.string.startswith((" a ", " an ", " of "), m.end()) else None


def _parts(m: re.Match[str]) -> Numeral:
    """`2.6.10`: the number of a section or a version."""
    first, *more = m.group().split(".")
    said = [spell(part) if part[0] == "0" else cardinal(part) for part in more]
    return Numeral(m.end(), " point ".join([cardinal(first), *said]))


def _weekday(name: str | None) -> str:
    if not name:
        return ""
    return WEEKDAYS.get(name.lower(), name.capitalize()) + " "


def _day_month(m: re.Match[str]) -> Numeral | None:
    if not 1 <= int(m[2]) <= 31:
        return None
    the = "" if m.string[max(0, m.start() - 4) : m.start()].lower().strip() == "the" else "the "
    said = f"{_weekday(m[1])}{the}{ordinal(m[2])} of {MONTHS[m[3].lower()]}{_year_after(m[4])}"
    return Numeral(m.end(), said, dotted=not m[4] and len(m[3]) < 5)


def _days_month(m: re.Match[str]) -> Numeral | None:
    """`3-5 March`, `3 and 4 May`."""
    if not 1 <= int(m[1]) < int(m[3]) <= 31:
        return None
    between = "to" if m[2] in "-–—" else m[2]
    month = f"{MONTHS[m[4].lower()]}{_year_after(m[5])}"
    return Numeral(m.end(), f"the {ordinal(m[1])} {between} the {ordinal(m[3])} of {month}", dotted=not m[5])


def _month_day(m: re.Match[str]) -> Numeral | None:
    if not 1 <= int(m[3]) <= 31:
        return None
    month = MONTHS[m[2].lower()]
    if not (m[4] or m[5] or m[6] or before(m, _DATED)) and counted(m.string, m.end()):
        return Numeral(m.end(), f"{m[2]} {cardinal(m[3])}")  # May 10 people love you
    last = f" to {ordinal(m[5])}" if m[5] else ""
    return Numeral(m.end(), f"{_weekday(m[1])}{month} {ordinal(m[3])}{last}{_year_after(m[6])}")


def _month_year(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), f"{MONTHS[m[1].lower()]} {plain(m[2])}")


def _weekday_day(m: re.Match[str]) -> Numeral | None:
    """`Tues 5th`."""
    return Numeral(m.end(), f"{_weekday(m[1])}{m[2] or ''}{ordinal(m[3])}") if 1 <= int(m[3]) <= 31 else None


def _span(m: re.Match[str]) -> Numeral | None:
    """`Mon-Fri`, `Jan-Mar`."""
    first, last = m[1].lower(), m[2].lower()
    if (first in MONTHS) != (last in MONTHS):
        return None
    return Numeral(m.end(), f"{_FULL[first]} to {_FULL[last]}", dotted=True)


def _listed(m: re.Match[str]) -> Numeral:
    """`Mon/Wed/Fri`."""
    return Numeral(m.end(), " ".join(_FULL[name.lower()] for name in re.findall(r"[^\W_]+", m.group())), dotted=True)


def _name(m: re.Match[str]) -> Numeral | None:
    """`Weds`, without a dot; one that may be another word only beside another weekday, a time or such as *every*."""
    name, text = m[1].lower(), m.string
    if name in _PEOPLE and _DOES.match(text, m.end()):
        return None  # On Friday Jan came by
    sure = name in _SURE and not text.startswith(".", m.end())
    told = _BEFORE_ANOTHER.match(text, m.end()) or (name in WEEKDAYS and _COLUMN.match(text, m.end()))
    if not sure and not told and not before(m, _BESIDE):
        return None
    return Numeral(m.end(), _FULL[name], dotted=True)


def _year_after(digits: str | None) -> str:
    return f" {plain(digits)}" if digits else ""


def _decade(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), many(plain(m[1])))


def year_of(m: re.Match[str], digits: str) -> str | None:
    """A year in words, where the words around say that it is one, or nothing that it is a count; None otherwise."""
    if len(digits) != 4 or not digits.isdecimal() or not 1000 <= int(digits) < 2200:
        return None
    if before(m, _YEARS):
        rest = counted(m.string, m.end()) and not 1100 <= int(digits) < 2100
        return None if rest else year(digits)
    if not 1100 <= int(digits) < 2100:
        return None
    if counted(m.string, m.end()) and digits[2:] != "00" and not before(m, _ITS):
        return None
    return plain(digits)


_TO = r"\s?[-–—]\s?"
_NTH = r"(?:st|nd|rd|th)"
_YEAR = r"(?:,?\s(\d{4})(?![\w:.]\d|\w))?"
RULES: Rules = rules(
    (r"(\d{4})([-/.])(\d\d)\2(\d\d)(?!\w)", _iso),
    (r"((?:19|20)\d\d)-(0\d|1[0-2])(?![\w/-])", _year_month),
    (r"(\d{1,2})(?:\s?/\s?|[.-])(\d{1,2})(?:\s?/\s?|[.-])((?:19|20)\d\d|\d\d)(?![\w/-]|\.\d)", _numeric),
    (r"\d{1,3}(?:\.\d{1,3}){2,4}(?!\w|\.\d)", _parts),
    (r"(\d\d)/(\d{1,2})(?![\w/])", _day_slash_month),
    (r"(\d)/(\d{1,2})(?![\w/])", _on),
    (
        rf"(\d{{1,2}}){_NTH}?\s?([-–—]|and|or|to)\s?(\d{{1,2}}){_NTH}?(?: of)?\s({_MONTH})\.?(?!\w){_YEAR}",
        _days_month,
    ),
    (rf"()(\d{{1,2}}){_NTH}?(?: of)?\s({_MONTH})(?!\w)(?:\.(?=,?\s\d{{4}}(?!\w)))?{_YEAR}", _day_month),
    (r"['’]?(\d0|\d{3}0)['’]?s(?!\w)", _decade),
)
"""Those that begin with a digit."""
WORDED: Rules = rules(
    (
        rf"({_DAY}|[a-z]{{3,6}}day)(?!\w)\.?,?\s(?:the\s)?(\d{{1,2}}){_NTH}?(?: of)?\s({_MONTH})(?!\w)"
        rf"(?:\.(?=,?\s\d{{4}}(?!\w)))?{_YEAR}",
        _day_month,
    ),
    (
        rf"(?:({_DAY}|[a-z]{{3,6}}day)(?!\w)\.?,?\s)?({_MONTH})\.?\s(\d{{1,2}})({_NTH}?)(?![\w:%.,°]\d|\w|\s?[ap]\.?m\b)"
        rf"(?:{_TO}(\d{{1,2}}){_NTH}?(?![\w:%.,]\d|\w))?{_YEAR}",
        _month_day,
    ),
    (rf"({_MONTH})\.?,?\s(\d{{4}})(?![\w:]|[.,-]\d)", _month_year),
    (rf"({_DAY})(?!\w)\.?,?\s(the\s)?(\d{{1,2}}){_NTH}(?!\w)", _weekday_day),
    (rf"((?-i:[A-Z])[a-z]{{2,4}})\.?{_TO}({_SHORT})(?!\w)", lambda m: _span(m) if m[1].lower() in _FULL else None),
    (rf"(?:{_SHORT})(?:/(?:{_SHORT})){{1,6}}(?!\w)", _listed),
    (rf"({_SHORT})(?![\w'’])", _name),
)
"""Those that begin with a word."""
