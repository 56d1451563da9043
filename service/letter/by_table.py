"""Runs of a language whose abbreviations, numbers and signs are said in words, by its tables."""

from __future__ import annotations

import re
import unicodedata

from service.languages.language import Language, Numbers
from service.letter.capitals import is_letters
from service.letter.marks import ABBREVIATED, CLAUSE, FULL, INITIAL, NONE, NUMBERED, TITLED
from service.letter.normalize import APOSTROPHES, Normalizer, Saying

LONGEST_NUMBER = 10
"""Digits inside a word from which on they are said one by one."""
_DIGITS = re.compile(r"\d+")
_RUNS = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_ROMAN = re.compile(r"(?=[IVX]{2})(?!IV$|X+$|XIV?$)X{0,2}(?:IX|IV|V?I{0,3})|XIV")
"""Numbers from II to XXIX, but not IV, which is a drip, nor X, XI and XX, which may be anything."""
_CODE = re.compile(r"([A-Z]{1,3})(\d{3,6})(?=[A-Z]?\Z)")
"""What is said letter by letter and digit by digit: flight BA2490."""
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?")


class ByTable(Normalizer):
    """Reads runs in a language whose abbreviations, numbers and signs are said in words."""

    def __init__(self, language: Language, numbers: Numbers) -> None:
        super().__init__(language)
        self._numbers = numbers
        self._symbols = {**{sign: f" {said} " for sign, said in language.signs.items()}, **APOSTROPHES}

    def say(self, core: str) -> str:
        """A word with nothing that is not a letter, an apostrophe or a hyphen; never corrected."""
        language = self.language
        if core.isalpha() and core.isascii():
            return self._spelt(core)
        if not core.isascii():
            core = "".join(char for char in unicodedata.normalize("NFC", core) if _kept(char))
        if not core.replace("'", "").isalpha():
            whole = language.respellings.get(core.lower()) or language.abbreviations.get(core.lower().rstrip("."))
            if whole:
                return whole
            core = _CODE.sub(self._code, core)
            core = "".join(self._symbols.get(char) or self._sounded(char) for char in core)
            core = self._digits_said(core)
        return " ".join([self._spelt(word) for word in core.split()])

    def _dotted(self, word: str, length: int, opens: bool = False) -> Saying:
        language = self.language
        key = word.lower()
        date = language.weekdays.get(key) or language.months.get(key, "")
        small = word.islower() and (key in language.cased or key in language.no_dates)
        said = None if small else language.abbreviations.get(key)
        if key in language.postscripts:
            return Saying(0, length, language.postscripts[key], CLAUSE, opens)
        if said is not None and said in language.nameless:
            return Saying(0, length, said, INITIAL, opens)
        initial = len(word) == 1 and word.isupper() and key not in language.capitalised
        if key in language.numbering and not initial and not small:
            return Saying(0, length, self.say(word), NUMBERED, opens)
        if said:
            kept = TITLED if said[0].isupper() else NONE
            return Saying(0, length, said, kept if key in language.never_final else ABBREVIATED, opens)
        if len(word) < 5 and word[0].isupper() and key not in language.no_dates and date.lower() not in ("", key):
            return Saying(0, length, date, ABBREVIATED, opens)
        if initial:
            return Saying(0, length, word, INITIAL, opens)
        if _DOTTED.fullmatch(word):
            return Saying(0, length, word.replace(".", "").upper(), INITIAL, opens)
        return Saying(0, length, self.say(word), FULL, opens)

    def _address(self, body: str) -> str:
        signs = {sign: f" {said} " for sign, said in self.language.signs.items() if sign in "@+"}
        signs["."] = f" {self.language.dot} "
        return self._digits_said(re.sub(r"[\W_]", lambda m: signs.get(m.group(), " "), body))

    def _sounded(self, char: str) -> str:
        """A character inside a word; a figure that is no digit, such as one in a circle, in words."""
        if char.isnumeric() and not char.isdecimal():
            numeral = self._numbers.numeral(char, 0, 1)
            value = unicodedata.numeric(char)
            return f" {numeral.said if numeral and numeral.said else self._numbers.cardinal(f'{value:g}')} "
        return char if _sounds(char) else " "

    def _digits_said(self, core: str) -> str:
        return _DIGITS.sub(lambda m: f" {self._number(m.group())} ", core)

    def _code(self, code: re.Match[str]) -> str:
        return f"{' '.join(code[1])} {self._numbers.spell(code[2])} "

    def _number(self, digits: str) -> str:
        few = digits.isdecimal() and len(digits) < LONGEST_NUMBER
        return self._numbers.cardinal(digits) if few else self._numbers.spell(digits)

    def _spelt(self, word: str) -> str:
        """A word as it is spelt for the voice: capitals and letters drawn out for emphasis are plain words."""
        word = word.strip("-") or word
        parts = word.split("-") if "-" in word and len(word) > 3 else ()
        if len(parts) > 1 and all(parts) and word.lower() not in self.language.respellings:
            return "-".join([self._spelt(part) for part in parts])
        lower = word.lower()
        respelt = self._respelt(word, lower)
        if respelt:
            return respelt
        alike = len(word) < 5 and word.isupper() and len(set(word)) == 1
        if len(word) > 1 and word.isupper() and self.language.roman is not None and _ROMAN.fullmatch(word):
            return self.language.roman(_value(word))
        if len(word) > 2 and not alike and lower != "www":
            short = _RUNS.sub(lambda m: self._shortened(word, m), word)
            if short != word:
                drawn = _RUNS.sub(lambda m: m.group()[:3], word)
                return (
                    self._respelt(drawn, drawn.lower()) or self._respelt(short, short.lower()) or self._capitals(short)
                )
        return word if alike else self._capitals(word)

    def _respelt(self, word: str, lower: str) -> str:
        """What the tables say for a word, or for the one before its 's; empty where they have none."""
        plain = self.language.respellings.get(lower) or self.language.small.get(word)
        if plain:
            return plain[0].upper() + plain[1:] if word[0].isupper() else plain
        if lower.endswith("'s") and lower[:-2] in self.language.respellings:
            whole = self.language.respellings[lower[:-2]]
            return f"{whole}'s" if whole.isupper() else ""
        return ""

    def _capitals(self, word: str) -> str:
        """Capitals for emphasis are plain words; what is spelt out stays in capitals."""
        if len(word) < 2 or not word.isupper():
            return word
        bare = word.partition("'")[0]
        letters = is_letters(bare, self.language)
        return bare + word[len(bare) :].lower() if letters and len(bare) > 1 else word.lower()

    def _shortened(self, word: str, run: re.Match[str]) -> str:
        """ "sooooo" is "so" and "goooood" is "good"."""
        twice = (word[: run.start()] + run.group(1) * 2 + word[run.end() :]).lower()
        return run.group()[: 2 if twice in self.language.doubled else 1]


def _kept(char: str) -> bool:
    return (unicodedata.category(char)[0] != "C" and unicodedata.category(char) != "Mn") or "\u0300" <= char <= "\u036f"


def _sounds(char: str) -> bool:
    return char.isalnum() or char in "'-" or "\u0300" <= char <= "\u036f" or unicodedata.category(char)[0] == "M"


def _value(roman: str) -> int:
    digits = [{"I": 1, "V": 5, "X": 10}[letter] for letter in roman]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))
