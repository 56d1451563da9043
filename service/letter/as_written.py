"""Runs of a language whose engine reads its numbers, abbreviations and signs by itself: as they are written."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from service.letter.line_breaks import parting
from service.letter.marks import FULL, INITIAL
from service.letter.normalize import APOSTROPHES, VARIANTS, Normalizer, Saying, is_sign

LONGEST_RUN = 200
"""The same for a run of letters in a script without spaces, which is cut again where it is said."""
_WRITTEN = frozenset("%‰&§@+=×÷−°№℃℉ºª€£$¥₹₽₺₩₴₪₫฿'-.,:;/·")
"""Signs that are left to an engine which reads its own language, inside a word or beside a digit."""
_MEASURED = frozenset("%‰°℃℉€£$¥₹₽₺₩₴₪₫฿+")
"""Those of them that may begin or end a word."""
_MONEY = _MEASURED - {"+", "°"}
"""Those that are said by themselves: `20 €.`"""
_JOINERS = frozenset("\u200c\u200d")
_ABBREVIATED_LETTERS = 4
"""Most letters without a vowel that a dot makes an abbreviation: `bzw.`"""
_DOTTED_LETTERS = 3
"""Most letters between the dots of an abbreviation: `z.B.`, `p.ex.`"""
_ORDINAL_DIGITS = 2
"""Most digits of a number whose dot ends no sentence: `3. Mai`, but not a year."""
_ALL_VOWELS = frozenset("aeiouyæøœıаеиоуыэюяєіїαεηιουω")


class AsWritten(Normalizer):
    """Reads runs in a language whose engine reads its numbers, abbreviations and signs by itself: as written."""

    longest = LONGEST_RUN

    def say(self, core: str) -> str:
        """A word without what nobody says: emoji, control characters, brackets, quotation marks, Markdown."""
        core = unicodedata.normalize("NFC", core)
        return " ".join("".join([_as_written(char) for char in core]).split())

    def _dotted(self, word: str, length: int, opens: bool = False) -> Saying:
        if self._is_short(word):
            return Saying(0, length, f"{self.say(word)}.", INITIAL, opens)
        return Saying(0, length, self.say(word), FULL, opens)

    def _is_short(self, word: str) -> bool:
        """Whether the dot after it belongs to it: one letter or number, `z.B`, or letters that make no syllable."""
        if word.isdecimal():
            return len(word) <= _ORDINAL_DIGITS
        if word.lower() == word.upper():
            return False
        parts = word.split(".")
        if len(parts) > 1:
            return max(map(len, parts)) <= _DOTTED_LETTERS
        sounds = any(unicodedata.normalize("NFD", char)[0] in _ALL_VOWELS for char in word.lower())
        if len(word) == 1:
            return word.isupper() or not sounds
        return self.language.consonants_abbreviate and len(word) <= _ABBREVIATED_LETTERS and not sounds

    def _may_be_short(self, core: str) -> bool:
        return core.isdecimal() or core.replace(".", "").isalpha()

    def _edges(self, part: str) -> tuple[str, str, str]:
        # A vowel sign is a mark to Unicode, and belongs to its letter: it is no edge.
        inner = [at for at, char in enumerate(part) if char.isalnum() or is_sign(char) or char in _MEASURED]
        if not any(part[at].isalnum() or part[at] in _MONEY for at in inner):
            return part, "", ""
        first, last = inner[0], inner[-1] + 1
        return part[:first], part[first:last], part[last:]

    def _pieces(self, part: str, size: int) -> Iterator[tuple[int, str]]:
        start = 0
        while start < len(part):
            end = min(start + size, len(part))
            if end < len(part):
                end = next((at for at in range(end, end - size // 2, -1) if parting(part, at)), end)
            yield start, part[start:end]
            start = end

    def _symbol(self, part: str) -> str:
        bare = part.strip("*_")
        return bare if bare and all(char in _WRITTEN and char not in "'-.,:;/·°" for char in bare) else ""


def _as_written(char: str) -> str:
    """The character, a space, or nothing, as an engine is given it that reads its own language."""
    if char.isalnum() or char in _WRITTEN or char in _JOINERS:
        return char
    if char in APOSTROPHES:
        return "'"
    category = unicodedata.category(char)
    if category[0] == "M":
        return "" if char in VARIANTS or category == "Me" else char
    return "" if category in ("Ps", "Pe", "Pi", "Pf", "Cf") and not char.isascii() else " "
