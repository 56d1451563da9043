"""Names, medicines and terms, and how they sound in both accents: lines of data, read when the first is asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from service.sounds.ipa import Accent, said, sounds_in, with_s

FOLDER = Path(__file__).parent / "data"
NAMES, TERMS = "names.txt", "terms.txt"
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"})


@dataclass(frozen=True)
class Lexicon:
    """Words in small letters, and their IPA as it stands in the files: for both accents, or a British one beside."""

    lines: Mapping[str, str]
    terms: Mapping[str, str]
    """Those of them that have a plural: medicines and terms."""

    def find(self, word: str, accent: Accent, *, named: bool = False) -> tuple[str, ...] | None:
        """The sounds of a word in an accent, also of its plural and its possessive; None where it is not known.

        named: whether it is written as a name, where there is a word of the same letters.
        """
        found = self._found(word) or (self.lines.get(word.capitalize()) if named else None)
        if found is not None:
            return _read(found, accent)
        base = (
            word.removesuffix("'s") if word.endswith("'s") else word.removesuffix("s'") if word.endswith("s'") else ""
        )
        found = self._found(base) if base else self.terms.get(word.removesuffix("s"))
        return None if found is None else with_s(_read(found, accent))

    def both(self, word: str) -> tuple[str, ...] | None:
        """The sounds of a word for both accents, as they are written down; None where it is not known."""
        found = self._found(word)
        return None if found is None else sounds_in(found.partition("\t")[0])

    def _found(self, word: str) -> str | None:
        found = self.lines.get(word)
        return self.lines.get(unaccented(word)) if found is None and not word.isascii() else found


def unaccented(word: str) -> str:
    """A word in the plain letters under its own: zoe."""
    plain = unicodedata.normalize("NFD", word.translate(_PLAIN))
    return "".join(char for char in plain if not unicodedata.combining(char))


@cache
def lexicon() -> Lexicon:
    """All that is known."""
    lines: dict[str, str] = {}
    terms: dict[str, str] = {}
    for name, known in ((NAMES, lines), (TERMS, terms)):
        for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
            word, tab, sound = line.partition("\t")
            if tab and not line.startswith("#"):
                known[word] = sound
    return Lexicon({**lines, **terms}, terms)


@cache
def _read(line: str, accent: Accent) -> tuple[str, ...]:
    both, _, british = line.partition("\t")
    return said(sounds_in(british if british and accent == "british" else both), accent)
