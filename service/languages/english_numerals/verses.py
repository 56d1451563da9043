"""Verses of the Bible, and numbers as the Romans wrote them after what they number."""

from __future__ import annotations

import re

from service.languages.english_numerals.words import cardinal, ordinal
from service.languages.language import Numeral
from service.languages.numerals import Rules, one_of, rules

BOOKS = {
    "gen": "Genesis",
    "exod": "Exodus",
    "lev": "Leviticus",
    "num": "Numbers",
    "deut": "Deuteronomy",
    "josh": "Joshua",
    "judg": "Judges",
    "sam": "Samuel",
    "kgs": "Kings",
    "chron": "Chronicles",
    "neh": "Nehemiah",
    "ps": "Psalm",
    "pss": "Psalms",
    "psa": "Psalm",
    "prov": "Proverbs",
    "eccl": "Ecclesiastes",
    "isa": "Isaiah",
    "jer": "Jeremiah",
    "lam": "Lamentations",
    "ezek": "Ezekiel",
    "dan": "Daniel",
    "hos": "Hosea",
    "mic": "Micah",
    "hab": "Habakkuk",
    "zeph": "Zephaniah",
    "zech": "Zechariah",
    "mal": "Malachi",
    "matt": "Matthew",
    "mt": "Matthew",
    "mk": "Mark",
    "lk": "Luke",
    "jn": "John",
    "rom": "Romans",
    "cor": "Corinthians",
    "gal": "Galatians",
    "eph": "Ephesians",
    "phil": "Philippians",
    "col": "Colossians",
    "thess": "Thessalonians",
    "tim": "Timothy",
    "tit": "Titus",
    "philem": "Philemon",
    "heb": "Hebrews",
    "jas": "James",
    "pet": "Peter",
    "rev": "Revelation",
}
"""Short names of its books, in lower case, to the full name."""
_LONG = (*sorted(set(BOOKS.values())), "Song of Songs", "Acts", "Psalms", "Job", "Ruth", "Joel", "Amos", "Jude", "Ezra")
_PEOPLE = frozenset("sam dan tim phil pet tit mic col rev num".split())
"""Those that are also something else, unless there is a dot."""
_NTH = {"1": "First", "2": "Second", "3": "Third", "i": "First", "ii": "Second", "iii": "Third"}
NUMBERED = frozenset("Chapter Part Act Book Volume Type Stage Phase Level Scene Section Step World Grade Class".split())
"""What is numbered, also as the Romans did, as it is written."""
RULERS = frozenset(
    "Elizabeth Henry George Charles William Edward James Richard Mary Louis Napoleon Nicholas Catherine Frederick "
    "Philip Alexander Peter Paul Pius Benedict Gregory Leo Innocent Clement Urban Juan Felipe Francis Ferdinand "
    "Wilhelm Haakon Harald Margrethe Carl Gustaf Ivan Victor Umberto Leopold".split()
)
"""First names that kings, queens and popes have had, before their number."""
_NUMBERED = ("Samuel", "Kings", "Chronicles", "Corinthians", "Thessalonians", "Timothy", "Peter", "John")
"""Books of which there is more than one."""
_WITH_NUMBER = f"{one_of(name.capitalize() for name in BOOKS.keys() - _PEOPLE)}|{one_of(_NUMBERED)}"
_ROMAN = r"((?-i:X{0,3}(?:IX|IV|V?I{0,3})))(?![\w])"
_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50}


def value(roman: str) -> int:
    """What a Roman number is: XIV is 14."""
    digits = [_DIGITS[letter] for letter in roman]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))


def _verse(m: re.Match[str]) -> Numeral:
    """`1 Cor. 13:4-7`."""
    nth = f"{_NTH[m[1].lower()]} " if m[1] else ""
    name = BOOKS.get(m[2].lower(), m[2])
    said = f"{nth}{name} {cardinal(m[3])}"
    if m[4]:
        said += f" {cardinal(m[4])}"
    if m[5]:
        said += f" to {cardinal(m[5])}"
    return Numeral(m.end(), said)


def _numbered(m: re.Match[str]) -> Numeral | None:
    """`Chapter IV`, `World War I`."""
    return Numeral(m.end(), f"{m[1]} {cardinal(str(value(m[2])))}") if m[2] else None


def _ruler(m: re.Match[str]) -> Numeral | None:
    """`Elizabeth II`."""
    if len(m[2]) < 2 and m[2] not in ("V", "X"):
        return None
    return Numeral(m.end(), f"{m[1]} the {ordinal(str(value(m[2])))}")


_PLACE = r"\s(\d{1,3})[:.](\d{1,3})(?:[-–](\d{1,3}))?(?![\w:]|\.\d)"
RULES: Rules = rules(
    (rf"([123])\s?({one_of(BOOKS)}|{one_of(_LONG)})\.?{_PLACE}", _verse),
    (rf"([123])\s?((?-i:{_WITH_NUMBER}))\.?\s(\d{{1,2}})()()(?![\w:%]|\.\d)", _verse),
)
"""Those that begin with a digit."""
WORDED: Rules = rules(
    (rf"((?-i:I{{1,3}}))\s({one_of(BOOKS)}|{one_of(_LONG)})\.?{_PLACE}", _verse),
    (rf"()({one_of(BOOKS.keys() - _PEOPLE)})\.?{_PLACE}", _verse),
    (rf"()({one_of(_PEOPLE)})\.{_PLACE}", _verse),
    (rf"()({one_of(_LONG)}){_PLACE}", _verse),
    (r"()(pss?|psa)\.?\s(\d{1,3})()()(?![\w:]|\.\d)", _verse),
    (rf"((?-i:{one_of(NUMBERED - {'World'})}|World War))\s{_ROMAN}", _numbered),
    (rf"((?-i:{one_of(RULERS)}))\s{_ROMAN}", _ruler),
)
"""Those that begin with a word."""
