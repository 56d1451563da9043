"""Numbers, times, dates, money and measures as people say them in Spanish, on both sides of the Atlantic."""

from __future__ import annotations

import re

from service.languages.language import Numeral
from service.languages.numerals import (
    ENCLOSED,
    FRACTIONS,
    LOWERED,
    RAISED,
    Rules,
    digits_of,
    fraction,
    in_words,
    one_of,
    rules,
    said_by,
)
from service.languages.spanish_numerals.words import before_noun, cardinal, ordinal, spell

HELPLINES = frozenset(["112", "024", "016", "911", "988", "061", "091"])
"""Numbers to ring, which are said digit by digit."""
MONTHS = (
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
)

_MINUS = {"-": "menos ", "−": "menos ", "+": "más ", "": ""}
_COINS = {
    "€": ("euro", "euros"),
    "$": ("dólar", "dólares"),
    "£": ("libra", "libras"),
    "¥": ("yen", "yenes"),
}
_UNITS = {
    "kg": ("kilo", "kilos"),
    "g": ("gramo", "gramos"),
    "mg": ("miligramo", "miligramos"),
    "ml": ("mililitro", "mililitros"),
    "l": ("litro", "litros"),
    "km": ("kilómetro", "kilómetros"),
    "m": ("metro", "metros"),
    "cm": ("centímetro", "centímetros"),
    "mm": ("milímetro", "milímetros"),
    "mcg": ("microgramo", "microgramos"),
    "µg": ("microgramo", "microgramos"),
    "µm": ("micrómetro", "micrómetros"),
    "µl": ("microlitro", "microlitros"),
    "cl": ("centilitro", "centilitros"),
    "kcal": ("kilocaloría", "kilocalorías"),
    "min": ("minuto", "minutos"),
    "mins": ("minuto", "minutos"),
    "hs": ("hora", "horas"),
    "hrs": ("hora", "horas"),
    "s": ("segundo", "segundos"),
    "h": ("hora", "horas"),
}
_FEMININE_UNITS = frozenset(["h", "hs", "hrs", "kcal", "£"])
_PARTS = {2: "medio", 3: "tercio", 4: "cuarto", 5: "quinto", 6: "sexto", 7: "séptimo", 8: "octavo", 9: "noveno"}
RATES = {
    "día": "al día",
    "dia": "al día",
    "semana": "a la semana",
    "mes": "al mes",
    "año": "al año",
    "noche": "por noche",
    "hora": "por hora",
    "h": "por hora",
    "min": "por minuto",
    "kg": "por kilo",
    "persona": "por persona",
}
"""What stands after a stroke: 2 veces/día, 50 km/h."""
_SIGNS = {
    "~": "unos",
    "≈": "unos",
    "<": "menos de",
    ">": "más de",
    "≤": "como mucho",
    "≥": "al menos",
    "±": "más menos",
    "#": "número",
    "№": "número",
    "×": "por",
    "÷": "entre",
}
"""Signs before a number, to what is said for them."""
_POWERS = {"2": "al cuadrado", "3": "al cubo"}
_SPACED = {
    "p. ej": "por ejemplo",
    "p.ej": "por ejemplo",
    "ee. uu": "Estados Unidos",
    "ee.uu": "Estados Unidos",
    "p. d": "posdata",
    "a. c": "antes de Cristo",
    "d. c": "después de Cristo",
    "q. e. p. d": "que en paz descanse",
}
"""Abbreviations with a space in them, without their last dot, to what is said."""
_INTEGER = r"(?:\d{1,3}(?:[.\u00a0\u202f ]\d{3}){1,4}|\d{1,12})(?!\d)"
_NUMBER = rf"{_INTEGER}(?:,\d{{1,12}}|\.\d{{1,2}}(?!\d))?(?!\d)"
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_GAP = r"[ \u00a0\u202f]?"
_BASE = re.compile(r"(?:\d|(?<![^\W\d_])(?:[^\W\d_]|[kcmd]m))$")
"""What is raised to a power: a number, one letter, a unit of length."""
_AFTER = re.compile(r"[ \u00a0\u202f]([^\W\d_]+)")
_FEMININE = ("a", "as", "ción", "ciones", "sión", "siones", "dad", "dades", "noche", "noches", "vez", "veces")
_NOT_FEMININE = frozenset("día días problema problemas tema temas mapa mapas sistema sistemas idioma idiomas".split())
_NO_NOUN = frozenset(
    "y e o u ni a ante con de del desde en entre hacia hasta para por sin sobre tras que si como cuando donde es era "
    "fue está estaba ha había me te se le les lo la los las el un una no ya más menos veces".split()
) - {"veces"}
"""Words that are no noun, before which `uno` stays `uno`."""


def _agreeing(digits: str, m: re.Match[str]) -> str:
    """A number in words, in the form that the word after it asks for."""
    said = cardinal(digits)
    following = _AFTER.match(m.string, m.end())
    word = following[1].lower() if following else ""
    if not word or word in _NO_NOUN or not said.endswith(("uno", "cientos", "quinientos")):
        return said
    return before_noun(said, word.endswith(_FEMININE) and word not in _NOT_FEMININE)


def _phone(m: re.Match[str]) -> Numeral:
    plus = "más " if m.group().startswith("+") else ""
    groups = list(re.finditer(r"\d+", m.group()))
    said = plus + ", ".join(spell(group[0]) for group in groups)
    return Numeral(m.end(), said, groups=tuple(m.start() + group.start() for group in groups))


def _date(day: str, month: str, year: str) -> str | None:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{_day(day)} de {MONTHS[int(month) - 1]} de {cardinal(year if len(year) == 4 else '20' + year)}"


def _day(day: str) -> str:
    return "primero" if int(day) == 1 else cardinal(str(int(day)))


def _iso(m: re.Match[str]) -> Numeral | None:
    said = _date(m[3], m[2], m[1])
    return Numeral(m.end(), said) if said else None


def _slashed(m: re.Match[str]) -> Numeral | None:
    said = _date(m[1], m[2], m[3])
    return Numeral(m.end(), said) if said else None


def _first(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(1), "primero")


def _time(m: re.Match[str]) -> Numeral | None:
    hour, minute = int(m[1]), int(m[2] or 0)
    if hour > 24 or minute > 59:
        return None
    return Numeral(m.end(), _clock(hour, minute, m[3]), dotted=m.group()[-2:-1] == "." or m.group()[-3:-2] == ".")


def _clock(hour: int, minute: int, half: str | None) -> str:
    """`3:30` -> tres y media; `15:30` -> quince treinta. half: `a` or `p` (a. m., p. m.), where it is written."""
    said = before_noun(cardinal(str(hour)), feminine=True)
    twelve = 1 <= hour <= 12
    if minute:
        parts = {15: "cuarto", 30: "media"} if twelve else {}
        said += " " + ("y " if twelve or minute < 10 else "") + parts.get(minute, cardinal(str(minute)))
    if half is None:
        return said
    evening = "de la tarde" if hour == 12 or hour < 8 else "de la noche"
    return f"{said} {'de la mañana' if half.lower() == 'a' else evening}"


def _money(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), _MINUS[m[1]] + _coins(m[3], m[4], m[2]) + _rate(m[5]))


def _money_after(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), _MINUS[m[1]] + _coins(m[2], m[3], m[4]) + _rate(m[5]))


def _coins(whole: str, cents: str | None, sign: str) -> str:
    one, many = _COINS[sign]
    said = before_noun(cardinal(whole), sign in _FEMININE_UNITS)
    of = "de " if said.endswith(("millón", "millones")) else ""
    said += f" {one if whole == '1' else of + many}"
    return f"{said} con {cardinal(str(int(cents)))}" if cents and int(cents) else said


def _range(m: re.Match[str]) -> Numeral:
    tail = " por ciento" if m[3] else f" {_UNITS[m[4].lower()][1]}" if m[4] else f" {_COINS[m[5]][1]}" if m[5] else ""
    return Numeral(m.end(), f"{cardinal(m[1])} a {cardinal(m[2])}{tail}{_rate(m[6])}")


def _hours(m: re.Match[str]) -> Numeral | None:
    """`9:15-9:45`."""
    if int(m[1]) > 24 or int(m[3]) > 24 or int(m[2]) > 59 or int(m[4]) > 59:
        return None
    return Numeral(m.end(), f"{_clock(int(m[1]), int(m[2]), None)} a {_clock(int(m[3]), int(m[4]), None)}")


def _rate(name: str | None) -> str:
    return f" {RATES[name.lower()]}" if name else ""


def _ratio(m: re.Match[str]) -> Numeral:
    top, bottom = int(m[1]), int(m[2])
    if 0 < top < bottom and bottom in _PARTS and m[2] != "5":
        return Numeral(m.end(), _part(top, bottom, m))
    between = " de " if bottom in (5, 10, 100) else " "
    return Numeral(m.end(), f"{cardinal(m[1])}{between}{cardinal(m[2])}")


def _part(top: int, bottom: int, m: re.Match[str]) -> str:
    """`3/4` -> tres cuartos; `1/2 pastilla` -> media pastilla."""
    following = _AFTER.match(m.string, m.end())
    word = following[1].lower() if following else ""
    if (top, bottom) == (1, 2) and word and word not in _NO_NOUN:
        return "media" if word.endswith(_FEMININE) and word not in _NOT_FEMININE else "medio"
    name = _PARTS.get(bottom) or in_words(bottom, "es", "ordinal")
    return f"un {name}" if top == 1 else f"{cardinal(str(top))} {name}s"


def _percent(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), f"{_signed(m[1])} por ciento")


def _degrees(m: re.Match[str]) -> Numeral:
    scale = {"c": " centígrados", "f": " Fahrenheit"}.get((m[2] or "").lower(), "")
    said = before_noun(_signed(m[1]), feminine=False)
    return Numeral(m.end(), f"{said} {'grado' if m[1].lstrip('-−+') == '1' else 'grados'}{scale}")


def _measure(m: re.Match[str]) -> Numeral:
    unit = m[2].lower()
    said = before_noun(_signed(m[1]), unit in _FEMININE_UNITS)
    return Numeral(m.end(), f"{said} {_UNITS[unit][m[1] != '1']}{_rate(m[3])}")


def _signed(number: str) -> str:
    sign = {"-": "menos ", "−": "menos ", "+": "más "}.get(number[0], "")
    return sign + cardinal(number.lstrip("-−+"))


def _ordinal(m: re.Match[str]) -> Numeral | None:
    if not int(m[1]):
        return None  # there is no word for it: it is said as a number
    form = m[2].lower()
    feminine = form in ("ª", "ra", "da", "ta", "ma", "va", "na", "a")
    short = form == "er" or (form in ("º", "°", "o") and _AFTER.match(m.string, m.end()) is not None and m[1] in "13")
    return Numeral(m.end(), ordinal(int(m[1]), feminine, short))


def _half(m: re.Match[str]) -> Numeral:
    top, bottom = fraction(m[2])
    if m[1]:
        part = _part(top, bottom, m).removeprefix("un ") if (top, bottom) == (1, 2) else _part(top, bottom, m)
        return Numeral(m.end(), f"{cardinal(m[1])} y {part}")
    return Numeral(m.end(), _part(top, bottom, m) if top else "cero")


def _raised(m: re.Match[str]) -> Numeral:
    """`x²`; after a word it is the mark of a note, and silent."""
    digits = digits_of(m.group())
    if _BASE.search(m.string, max(0, m.start() - 4), m.start()):
        return Numeral(m.end(), _POWERS.get(digits) or f"a la {cardinal(digits)}")
    return Numeral(m.end(), "" if m.string[max(0, m.start() - 1) : m.start()].strip() else cardinal(digits))


def _one(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), cardinal(digits_of(m.group())))


def _spaced(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), _SPACED[re.sub(r"\s+", " ", m.group().lower())], dotted=True)


def _plain(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), _MINUS[m[1]] + (spell(m[2]) if m[2] in HELPLINES else _agreeing(m[2], m)))


_PER = rf"(?:\s?/\s?({one_of(RATES)})(?!\w))?"
_HALF_DAY = rf"{_GAP}([ap])\.?{_GAP}m(?!\w)"
_RULES: Rules = rules(
    (r"(?:" + "|".join(re.escape(key).replace(r"\ ", r"\s") for key in _SPACED) + r")(?=\.)", _spaced),
    (r"\+\d{1,3}(?:[ -]\d{2,4}){2,4}(?!\w)", _phone),
    (
        r"[6-9]\d{2}[ -]\d{3}[ -]\d{3}(?!\w)|[89]\d[ -]\d{3}[ -]\d\d[ -]\d\d(?!\w)|"
        r"[6-9]\d{2}(?:[ -]\d{2}){3}(?!\w)|[6-9]\d{8}(?!\w)",
        _phone,
    ),
    (r"(\d{4})-(\d\d)-(\d\d)(?!\w)", _iso),
    (r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)(?![\w/])", _slashed),
    (r"(1)(?=\sde\s(?:" + "|".join(MONTHS) + r")(?!\w))", _first),
    (r"(\d{1,2})[:.](\d\d)\s?[-–—]\s?(\d{1,2})[:.](\d\d)(?:\sh(?:s|rs)?)?(?!\w)", _hours),
    (rf"(\d{{1,2}})[:.](\d\d){_HALF_DAY}", _time),
    (rf"(\d{{1,2}})(){_HALF_DAY}", _time),
    (rf"(\d{{1,2}}):(\d\d)(?:{_GAP}(?:h|hs|hrs)(?!\w))?()(?!\w)", lambda m: _time_plain(m)),
    (rf"(\d{{1,2}})\.(\d\d){_GAP}h(?:s|rs)?()(?!\w)", lambda m: _time_plain(m)),
    (rf"([-−+]?)([€$£¥]){_GAP}({_INTEGER})(?:[.,](\d\d?)(?!\d))?{_PER}", _money),
    (rf"([-−+]?)({_INTEGER})(?:,(\d\d?)(?!\d))?{_GAP}([€$£¥])(?![\w\d]){_PER}", _money_after),
    (
        rf"({_NUMBER}){_GAP}[-–—]{_GAP}({_NUMBER})(?:{_GAP}(%)|{_GAP}({_UNIT})(?!\w)|{_GAP}([€$£¥]))?{_PER}(?![\w-])",
        _range,
    ),
    (r"(24)/(7)(?!\w)", lambda m: Numeral(m.end(), "veinticuatro siete")),
    (r"(\d{1,3})/(\d{1,3})(?![\w/])", _ratio),
    (rf"([-−+]?{_NUMBER}){_GAP}%", _percent),
    (rf"([-−+]?{_NUMBER}){_GAP}°{_GAP}([cf](?!\w))?(?!\w)", _degrees),
    (rf"([-−+]?{_NUMBER}){_GAP}({_UNIT})(?!\w){_PER}", _measure),
    (r"(\d{1,3})(?:\.(?=[ºªae°o]))?(º|ª|°|er|ra|ro|do|da|to|ta|mo|ma|vo|va|no|na|o|a)(?!\w)", _ordinal),
    (rf"(\d{{0,12}})\s?([{FRACTIONS}])", _half),
    (rf"[{RAISED}]{{1,4}}", _raised),
    (rf"[{LOWERED}]{{1,6}}|[{ENCLOSED}]", _one),
    (rf"([-−+]?)({_NUMBER})(?!\d)", _plain),
)


def _time_plain(m: re.Match[str]) -> Numeral | None:
    hour, minute = int(m[1]), int(m[2])
    return Numeral(m.end(), _clock(hour, minute, None)) if hour <= 24 and minute <= 59 else None


class SpanishNumbers:
    """Numbers as they are said in Spanish."""

    def numeral(self, text: str, start: int, end: int) -> Numeral | None:
        """Whatever is written with digits from `start`, or an abbreviation with a space in it, and how it is said."""
        sign = _SIGNS.get(text[start : start + 1])
        numeral = said_by(_RULES, text, start + 1 if sign else start, end)
        return numeral._replace(said=f"{sign} {numeral.said}") if numeral and sign else numeral

    def cardinal(self, digits: str) -> str:
        """A number in words."""
        return cardinal(digits)

    def spell(self, digits: str) -> str:
        """Digits one by one."""
        return spell(digits)
