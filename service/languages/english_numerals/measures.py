"""Measures: a number and its unit."""

from __future__ import annotations

import re

from service.languages.english_numerals.around import attributive, before, counted
from service.languages.english_numerals.rates import NAMES, RATE, rate
from service.languages.english_numerals.words import cardinal, ordinal, plain, signed
from service.languages.language import Numeral
from service.languages.numerals import INTEGER, NUMBER, Rules, one_of, rules

UNITS = {
    "%": ("percent", "percent"),
    "‰": ("per mille", "per mille"),
    "kg": ("kilo", "kilos"),
    "kgs": ("kilo", "kilos"),
    "g": ("gram", "grams"),
    "mg": ("milligram", "milligrams"),
    "mcg": ("microgram", "micrograms"),
    "µg": ("microgram", "micrograms"),
    "μg": ("microgram", "micrograms"),
    "iu": ("international unit", "international units"),
    "ml": ("millilitre", "millilitres"),
    "cl": ("centilitre", "centilitres"),
    "dl": ("decilitre", "decilitres"),
    "l": ("litre", "litres"),
    "km": ("kilometre", "kilometres"),
    "kms": ("kilometre", "kilometres"),
    "m": ("metre", "metres"),
    "cm": ("centimetre", "centimetres"),
    "cms": ("centimetre", "centimetres"),
    "mm": ("millimetre", "millimetres"),
    "µl": ("microlitre", "microlitres"),
    "µm": ("micrometre", "micrometres"),
    "μm": ("micrometre", "micrometres"),
    "nm": ("nanometre", "nanometres"),
    "mph": ("mile an hour", "miles an hour"),
    "kph": ("kilometre an hour", "kilometres an hour"),
    "lb": ("pound", "pounds"),
    "lbs": ("pound", "pounds"),
    "oz": ("ounce", "ounces"),
    "ft": ("foot", "feet"),
    "yd": ("yard", "yards"),
    "yds": ("yard", "yards"),
    "sq ft": ("square foot", "square feet"),
    "sq m": ("square metre", "square metres"),
    "sqm": ("square metre", "square metres"),
    "sqft": ("square foot", "square feet"),
    "hr": ("hour", "hours"),
    "hrs": ("hour", "hours"),
    "h": ("hour", "hours"),
    "min": ("minute", "minutes"),
    "mins": ("minute", "minutes"),
    "sec": ("second", "seconds"),
    "secs": ("second", "seconds"),
    "ms": ("millisecond", "milliseconds"),
    "wk": ("week", "weeks"),
    "wks": ("week", "weeks"),
    "mo": ("month", "months"),
    "mos": ("month", "months"),
    "mths": ("month", "months"),
    "yr": ("year", "years"),
    "yrs": ("year", "years"),
    "yo": ("year old", "years old"),
    "y/o": ("year old", "years old"),
    "ppl": ("person", "people"),
    "mi": ("mile", "miles"),
    "fl oz": ("fluid ounce", "fluid ounces"),
    "tsp": ("teaspoon", "teaspoons"),
    "tbsp": ("tablespoon", "tablespoons"),
    "kcal": ("kilocalorie", "kilocalories"),
    "kcals": ("kilocalorie", "kilocalories"),
    "cal": ("calorie", "calories"),
    "cals": ("calorie", "calories"),
    "kj": ("kilojoule", "kilojoules"),
    "kw": ("kilowatt", "kilowatts"),
    "kwh": ("kilowatt hour", "kilowatt hours"),
    "mb": ("megabyte", "megabytes"),
    "gb": ("gigabyte", "gigabytes"),
    "tb": ("terabyte", "terabytes"),
    "hz": ("hertz", "hertz"),
    "khz": ("kilohertz", "kilohertz"),
    "bpm": ("beat a minute", "beats a minute"),
    "mmol": ("millimole", "millimoles"),
    "db": ("decibel", "decibels"),
    "x": ("time", "times"),
    "p": ("p", "p"),
    "k": ("thousand", "thousand"),
    "bn": ("billion", "billion"),
}
"""Units, in lower case: one, and many."""
_LENGTHS = frozenset(["km", "m", "cm", "mm", "ft"])
"""Units that are also squared and cubed."""
_UNIT = one_of(unit for unit in UNITS if unit != "%")
UNIT_OR_SIGN = rf"(?:%|(?:{_UNIT})(?!\w))"
_NO_DOT = frozenset(["%", "x", "p", "k", "ppl", "‰"])
"""Units that are not written with a dot."""
_MILLIONS = re.compile(
    r"\s(?:people|ppl|views|followers|users|others|times|pounds|dollars|euros|copies|deaths|kids|children|women|men|"
    r"hits|likes|words|stars|reasons|thanks|songs|books|fans|tears|hugs|jobs|homes|things)(?!\w)"
)
"""What is counted in millions rather than measured in metres."""
_RUN = re.compile(
    r"\b(?:ran|runs?|running|jog|jogged|walk|walked|raced?|couch to|parkrun|an?|my|the|first|this|that|her|his)\s$",
    re.IGNORECASE,
)
_RACE = re.compile(r"\s(?:run|race|walk|jog|swim|fun)(?!\w)")
_PLACE = re.compile(
    r"\b(?:flat|room|seat|class|apt|apartment|unit|size|bra|year|form|gate|bus|number|ward|block|row|house|bay|no\.)\s$",
    re.IGNORECASE,
)
"""What stands before a number with a letter that is no temperature."""
_SCALES = {"c": " Celsius", "f": " Fahrenheit", "℃": " Celsius", "℉": " Fahrenheit"}
_WON = re.compile(
    r"\b(?:won|win|wins|lost|lose|beat|drew|draw|score|scored|pens|penalties|final|finished|up|down|lead|led)\b[^.!?,;:\n]{0,24}$",
    re.IGNORECASE,
)
"""What stands before the score of a game."""
_A_WIN = re.compile(r"\s(?:win|victory|loss|defeat|draw|thriller|lead|scoreline|final)s?(?!\w)")
"""What stands after it."""


def _unit(unit: str, one: bool) -> str:
    return UNITS[" ".join(unit.lower().split())][not one]


def _dotted(m: re.Match[str], unit: str) -> bool:
    """Whether a dot after a unit may be only its own."""
    return unit.lower() not in _NO_DOT and m.string.startswith(".", m.end())


def _measure(m: re.Match[str]) -> Numeral | None:
    """`50 mg`, `10km/h`."""
    unit, number = m[2], m[1]
    if unit in ("G", "H", "P"):
        return None  # 5G is no weight
    if unit.lower() == "k" and (said := _thousands(m)):
        return Numeral(m.end(), said)
    if unit == "M" or (unit == "m" and m.end(1) == m.start(2) and _MILLIONS.match(m.string, m.end())):
        return Numeral(m.end(), f"{signed(number)} million")
    one = number.lstrip("-−+") == "1" or (not m[3] and unit not in "xX" and attributive(m))
    return Numeral(m.end(), f"{signed(number)} {_unit(unit, one)}{rate(m[3])}", dotted=_dotted(m, unit))


def _thousands(m: re.Match[str]) -> str:
    """`5k`, where it is a run, and `4K`, where it is a picture, are said as they are written."""
    picture = m[2] == "K" and len(m[1]) == 1
    return f"{signed(m[1])} K" if picture or _is_run(m, m[1]) else ""


def _is_run(m: re.Match[str], number: str) -> bool:
    return len(number) < 3 and (before(m, _RUN) or _RACE.match(m.string, m.end()) is not None)


def _area(m: re.Match[str]) -> Numeral:
    """`20m²`."""
    kind = "square" if m[3] in "²2" else "cubic"
    return Numeral(m.end(), f"{signed(m[1])} {kind} {_unit(m[2], m[1] == '1')}")


def _before_noun(m: re.Match[str]) -> Numeral:
    """`a 24-hr fast`."""
    return Numeral(m.end(), f"{cardinal(m[1])} {_unit(m[2], True)}")


def _range(m: re.Match[str]) -> Numeral | None:
    """`2-3 mins`, `5-10mg`; also the score of a game."""
    first, last, unit = m[1], m[2], m[3]
    if unit:
        one = unit not in "xX%" and not m[4] and attributive(m)
        name = "K" if unit in "kK" and _is_run(m, last) else _unit(unit, one)
        said = f"{plain(first)} to {plain(last)} {name}{rate(m[4])}"
        return Numeral(m.end(), said, dotted=_dotted(m, unit))
    if m.string[m.end(1)] in "-–—" and len(first) < 3 and len(last) < 3:
        won = before(m, _WON) or _A_WIN.match(m.string, m.end())
        if last == "0" or (won and not counted(m.string, m.end())):
            return Numeral(m.end(), f"{cardinal(first)} {cardinal(last)}")
        if _shares(first, last):
            return Numeral(m.end(), f"{cardinal(first)} {cardinal(last)}")
    return Numeral(m.end(), f"{plain(first)} to {plain(last)}{rate(m[4])}")


def _shares(first: str, last: str) -> bool:
    """`50-50`, `60-40`."""
    return len(first) == len(last) == 2 and int(first) + int(last) == 100 and int(first) >= int(last)


def _both(m: re.Match[str]) -> Numeral:
    """`10%-20%`, `5mg-10mg`."""
    first, last = _unit(m[2], m[1] == "1"), _unit(m[4], attributive(m))
    return Numeral(m.end(), f"{cardinal(m[1])} {first} to {cardinal(m[3])} {last}", dotted=_dotted(m, m[4]))


def _one_by_one(m: re.Match[str]) -> Numeral:
    """`1-2-3`, `4-7-8 breathing`."""
    return Numeral(m.end(), " ".join(cardinal(part) for part in m.group().split("-")))


def _ordinals(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), f"{ordinal(m[1])} to {ordinal(m[2])}")


def _joined(m: re.Match[str]) -> Numeral:
    """`9-to-5`, `1-in-4`."""
    return Numeral(m.end(), f"{cardinal(m[1])} {m[2].lower()} {cardinal(m[3])}")


def _degrees(m: re.Match[str]) -> Numeral:
    scale = _SCALES.get((m[3] or m[2] or "").lower(), "")
    return Numeral(m.end(), f"{signed(m[1])} {'degree' if m[1] == '1' else 'degrees'}{scale}")


def _degrees_range(m: re.Match[str]) -> Numeral:
    scale = _SCALES.get((m[3] or m[4] or m[5] or "").lower(), "")
    return Numeral(m.end(), f"{signed(m[1])} to {signed(m[2])} degrees{scale}")


def _bare_degrees(m: re.Match[str]) -> Numeral | None:
    """`-3C`, `72F`; but flat 20C."""
    if before(m, _PLACE) or (len(m[1]) < 2 and m[1][0] not in "-−"):
        return None
    return Numeral(m.end(), f"{signed(m[1])} degrees{_SCALES[m[2].lower()]}")


def _height(m: re.Match[str]) -> Numeral | None:
    """`6' 1"`, `6ft 2`."""
    if int(m[2]) > 12:
        return None
    inches = (" inch" if m[2] == "1" else " inches") if m[3] else ""
    return Numeral(m.end(), f"{cardinal(m[1])} foot {cardinal(m[2])}{inches}")


def _stone(m: re.Match[str]) -> Numeral | None:
    """`11st 7`; but the 21st."""
    if not m[2] and m[1][-1] == "1" and m[1] != "11":
        return None
    if m[2] and int(m[2]) > 13:
        return None
    pounds = f" {cardinal(m[2])}" if m[2] else ""
    return Numeral(m.end(), f"{cardinal(m[1])} stone{pounds}{' ' + _unit('lb', m[2] == '1') if m[3] else ''}")


def _inches(m: re.Match[str]) -> Numeral:
    number = m[1] or m[2]
    return Numeral(m.end(), f"{cardinal(number)} {'inch' if number == '1' else 'inches'}")


def _feet(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), f"{cardinal(m[1])} {'foot' if m[1] == '1' else 'feet'}")


def _per(m: re.Match[str]) -> Numeral:
    """`2/day`."""
    return Numeral(m.end(), cardinal(m[1]) + rate(m[2]))


def _decimal_comma(m: re.Match[str]) -> Numeral:
    """`1,5 litres`."""
    unit = f" {_unit(m[3], False)}" if m[3] else ""
    return Numeral(m.end(), cardinal(f"{m[1]}.{m[2]}") + unit)


def _duration(m: re.Match[str]) -> Numeral:
    """`1h30m`, `2hrs30`, `2m30s`."""
    large, small = ("minute", "second") if m[2].lower() == "m" else ("hour", "minute")
    said = f"{cardinal(m[1])} {large}{'' if m[1] == '1' else 's'} {cardinal(m[3])}"
    return Numeral(m.end(), said + (f" {small}{'' if m[3] == '1' else 's'}" if m[4] else ""))


_TO = r"\s?[-–—]\s?"
_DEGREE = r"\s?(?:[°º˚]\s?([cf](?!\w))?|([℃℉]))"
_DEGREES = rf"(?:{_DEGREE}|\s?((?-i:[CF]))(?!\w))"
_LONG_UNIT = (
    r"(?:litres?|liters?|kilos?|grams?|hours?|years?|miles?|metres?|meters?|million|kilometres?|months?|weeks?|days?)"
)
RULES: Rules = rules(
    (r"(\d{1,2})\s?(hrs?)(\d\d)()(?!\w)", _duration),
    (r"(\d{1,2})\s?(h|hrs?)\s?(\d{1,2})\s?(m|mins?)(?!\w)", _duration),
    (r"(\d{1,2})(m)\s?(\d{1,2})(s)(?!\w)", _duration),
    (
        r"(\d)\s?(?:ft|['’′])\.?\s?(\d{1,2})(?:\s?(in|ins|inch|inches)(?!\w)|[\"”″]|['’′]{2})?(?![\w/:%.,]\d|\w)",
        _height,
    ),
    (r"(\d{1,2})\s?st(?:\s(\d{1,2})\s?(lbs?)?)?(?!\w|[./:,]\d)", _stone),
    (rf"({NUMBER})″|({NUMBER})\s?in\.?(?=\s(?:tall|long|wide|high|deep|thick|across)(?!\w))", _inches),
    (r"(\d{1,3})′", _feet),
    (rf"([-−+]?{NUMBER})(?:{_TO}|\sto\s)([-−+]?{NUMBER}){_DEGREES}", _degrees_range),
    (rf"({NUMBER})\s?({UNIT_OR_SIGN}){_TO}({NUMBER})\s?({UNIT_OR_SIGN})(?![\w-])", _both),
    (r"(\d{1,4})(?:st|nd|rd|th)\s?[-–—]\s?(\d{1,4})(?:st|nd|rd|th)(?!\w)", _ordinals),
    (rf"({NUMBER}){_TO}({NUMBER})(?:\s?({UNIT_OR_SIGN}))?{RATE}(?![\w-])", _range),
    (r"\d{1,2}(?:-\d{1,2}){2,9}(?![\w-])", _one_by_one),
    (r"(\d{1,6})-(to|or|in|by|and)-(\d{1,6})(?!\w)", _joined),
    (rf"(\d{{1,3}})-({_UNIT})(?!\w)", _before_noun),
    (rf"([-−+]?{NUMBER}){_DEGREE}", _degrees),
    (r"([-−]?\d{1,3}(?:\.\d)?)\s?((?-i:[CF]))(?!\w|['’-])", _bare_degrees),
    (rf"([-−+]?{NUMBER})\s?({one_of(_LENGTHS)})([²³23])(?!\w)", _area),
    (rf"([-−+]?{NUMBER})\s?({UNIT_OR_SIGN}){RATE}", _measure),
    (rf"({INTEGER})/({NAMES})(?!\w)", _per),
    (r"(0),(\d{1,2})()(?!\d|,\d)", _decimal_comma),
    (rf"(\d{{1,3}}),(\d{{1,2}})(?:\s?({_UNIT})(?!\w)|(?=\s{_LONG_UNIT}(?!\w)))", _decimal_comma),
)
