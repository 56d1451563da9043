"""Numbers, times, dates, money and measures as people say them in Spanish, on both sides of the Atlantic."""

from __future__ import annotations

import re

from service.languages.language import Numeral
from service.languages.numerals import LONGEST, Rules, in_words, rules, said_by

DIGITS = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")
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
    "min": ("minuto", "minutos"),
    "s": ("segundo", "segundos"),
    "h": ("hora", "horas"),
}
_FEMININE_UNITS = frozenset(["h", "£"])
_HALVES = {2: ("medio", "medios"), 3: ("tercio", "tercios"), 4: ("cuarto", "cuartos"), 5: ("quinto", "quintos")}
_VULGAR = {"½": "medio", "¼": "un cuarto", "¾": "tres cuartos", "⅓": "un tercio", "⅔": "dos tercios"}
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
_AFTER = re.compile(r"[ \u00a0\u202f]([^\W\d_]+)")
_FEMININE = ("a", "as", "ción", "ciones", "sión", "siones", "dad", "dades", "noche", "noches", "vez", "veces")
_NOT_FEMININE = frozenset("día días problema problemas tema temas mapa mapas sistema sistemas idioma idiomas".split())
_NO_NOUN = frozenset(
    "y e o u ni a ante con de del desde en entre hacia hasta para por sin sobre tras que si como cuando donde es era "
    "fue está estaba ha había me te se le les lo la los las el un una no ya más menos veces".split()
) - {"veces"}
"""Words that are no noun, before which `uno` stays `uno`."""


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
    return Numeral(m.end(), _coins(m[2], m[3], m[1]))


def _money_after(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), _coins(m[1], m[2], m[3]))


def _coins(whole: str, cents: str | None, sign: str) -> str:
    one, many = _COINS[sign]
    said = before_noun(cardinal(whole), sign in _FEMININE_UNITS)
    of = "de " if said.endswith(("millón", "millones")) else ""
    said += f" {one if whole == '1' else of + many}"
    return f"{said} con {cardinal(str(int(cents)))}" if cents and int(cents) else said


def _range(m: re.Match[str]) -> Numeral:
    tail = " por ciento" if m[3] else f" {_UNITS[m[4].lower()][1]}" if m[4] else ""
    return Numeral(m.end(), f"{cardinal(m[1])} a {cardinal(m[2])}{tail}")


def _ratio(m: re.Match[str]) -> Numeral:
    top, bottom = int(m[1]), int(m[2])
    if 0 < top < bottom and bottom in _HALVES and m[2] != "5":
        return Numeral(m.end(), f"{'un' if top == 1 else cardinal(m[1])} {_HALVES[bottom][top > 1]}")
    between = " de " if bottom in (5, 10, 100) else " "
    return Numeral(m.end(), f"{cardinal(m[1])}{between}{cardinal(m[2])}")


def _percent(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), f"{_signed(m[1])} por ciento")


def _degrees(m: re.Match[str]) -> Numeral:
    scale = {"c": " centígrados", "f": " Fahrenheit"}.get((m[2] or "").lower(), "")
    said = before_noun(_signed(m[1]), feminine=False)
    return Numeral(m.end(), f"{said} {'grado' if m[1].lstrip('-−+') == '1' else 'grados'}{scale}")


def _measure(m: re.Match[str]) -> Numeral:
    unit = m[2].lower()
    said = before_noun(_signed(m[1]), unit in _FEMININE_UNITS)
    return Numeral(m.end(), f"{said} {_UNITS[unit][m[1] != '1']}")


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
    part = _VULGAR[m[2]]
    return Numeral(m.end(), f"{cardinal(m[1])} y {part}" if m[1] else part)


def _spaced(m: re.Match[str]) -> Numeral:
    return Numeral(m.end(), _SPACED[re.sub(r"\s+", " ", m.group().lower())], dotted=True)


def _plain(m: re.Match[str]) -> Numeral:
    sign = {"-": "menos ", "−": "menos ", "+": "más "}.get(m[1], "")
    return Numeral(m.end(), sign + (spell(m[2]) if m[2] in HELPLINES else _agreeing(m[2], m)))


_HALF_DAY = rf"{_GAP}([ap])\.?{_GAP}m(?!\w)"
_RULES: Rules = rules(
    (r"(?:" + "|".join(re.escape(key).replace(r"\ ", r"\s") for key in _SPACED) + r")(?=\.)", _spaced),
    (r"\+\d{1,3}(?:[ -]\d{2,4}){2,4}(?!\w)", _phone),
    (r"[6-9]\d{2}[ -]\d{3}[ -]\d{3}(?!\w)|[6-9]\d{2}(?:[ -]\d{2}){3}(?!\w)|[6-9]\d{8}(?!\w)", _phone),
    (r"(\d{4})-(\d\d)-(\d\d)(?!\w)", _iso),
    (r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d\d)(?![\w/])", _slashed),
    (r"(1)(?=\sde\s(?:" + "|".join(MONTHS) + r")(?!\w))", _first),
    (rf"(\d{{1,2}})[:.](\d\d){_HALF_DAY}", _time),
    (rf"(\d{{1,2}})(){_HALF_DAY}", _time),
    (rf"(\d{{1,2}}):(\d\d)(?:{_GAP}(?:h|hs|hrs)(?!\w))?()(?!\w)", lambda m: _time_plain(m)),
    (rf"(\d{{1,2}})\.(\d\d){_GAP}h(?:s|rs)?()(?!\w)", lambda m: _time_plain(m)),
    (rf"([€$£¥]){_GAP}({_INTEGER})(?:[.,](\d\d?)(?!\d))?", _money),
    (rf"({_INTEGER})(?:,(\d\d?)(?!\d))?{_GAP}([€$£¥])(?![\w\d])", _money_after),
    (rf"({_NUMBER}){_GAP}[-–—]{_GAP}({_NUMBER})(?:{_GAP}(%)|{_GAP}({_UNIT})(?!\w))?(?![\w-])", _range),
    (r"(24)/(7)(?!\w)", lambda m: Numeral(m.end(), "veinticuatro siete")),
    (r"(\d{1,3})/(\d{1,3})(?![\w/])", _ratio),
    (rf"([-−+]?{_NUMBER}){_GAP}%", _percent),
    (rf"([-−+]?{_NUMBER}){_GAP}°{_GAP}([cf](?!\w))?(?!\w)", _degrees),
    (rf"([-−+]?{_NUMBER}){_GAP}({_UNIT})(?!\w)", _measure),
    (r"(\d{1,3})(?:\.(?=[ºªae°o]))?(º|ª|°|er|ra|ro|do|da|to|ta|mo|ma|vo|va|no|na|o|a)(?!\w)", _ordinal),
    (r"(\d{0,12})\s?([½¼¾⅓⅔])", _half),
    (rf"([-−+]?)({_NUMBER})(?!\d)", _plain),
)


def _time_plain(m: re.Match[str]) -> Numeral | None:
    hour, minute = int(m[1]), int(m[2])
    return Numeral(m.end(), _clock(hour, minute, None)) if hour <= 24 and minute <= 59 else None


class SpanishNumbers:
    """Numbers as they are said in Spanish."""

    def numeral(self, text: str, start: int, end: int) -> Numeral | None:
        """Whatever is written with digits from `start`, or an abbreviation with a space in it, and how it is said."""
        return said_by(_RULES, text, start, end)

    def cardinal(self, digits: str) -> str:
        """A number in words."""
        return cardinal(digits)

    def spell(self, digits: str) -> str:
        """Digits one by one."""
        return spell(digits)
