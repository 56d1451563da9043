"""Which script a letter is written in, from the names that Unicode gives its letters."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping
from functools import cache

_OTHER = re.compile(r"[^\W\d_\x00-\u024f]+")
"""Runs of letters outside the Latin of the first blocks: only these are looked at one by one."""
_NAMES = {"CJK": "Han", "HIRAGANA": "Japanese", "KATAKANA": "Japanese", "HANGUL": "Korean"}
_SHARED = frozenset({"MODIFIER", "MATHEMATICAL", "MICRO", "FEMININE", "MASCULINE", "SUPERSCRIPT", "SUBSCRIPT"})
"""First words of names that say nothing of a script."""


_WRITTEN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys("ba be bg cv kk ky mk nog ru tt uk".split(), ("Cyrillic",)),
    **dict.fromkeys("bs sr uz tk az".split(), ("Cyrillic",)),
    **dict.fromkeys("el grc".split(), ("Greek",)),
    **dict.fromkeys("ar fa sd ug ur".split(), ("Arabic",)),
    **dict.fromkeys("hi kok mr ne".split(), ("Devanagari",)),
    **dict.fromkeys("as bn bpy".split(), ("Bengali",)),
    **dict.fromkeys("am ti".split(), ("Ethiopic",)),
    **dict.fromkeys("hy hyw".split(), ("Armenian",)),
    **dict.fromkeys("cmn zh yue".split(), ("Han",)),
    **dict.fromkeys("my shn".split(), ("Myanmar",)),
    **{"gu": ("Gujarati",), "pa": ("Gurmukhi",), "or": ("Oriya",), "ta": ("Tamil",), "te": ("Telugu",)},
    **{"kn": ("Kannada",), "ml": ("Malayalam",), "si": ("Sinhala",), "th": ("Thai",), "ka": ("Georgian",)},
    **{"he": ("Hebrew",), "chr": ("Cherokee",), "ko": ("Korean",), "ja": ("Japanese", "Han")},
}
"""Scripts that languages are written in, beside Latin, which every voice spells out or says in English."""


def scripts_of(tag: str) -> tuple[str, ...]:
    """The scripts that a voice of a language speaks. tag: a BCP 47 tag."""
    first, *rest = tag.replace("_", "-").split("-")
    if "Shaw" in rest:
        return ("Latin", "Shavian")
    if "Latn" in rest and first not in ("cmn", "yue"):  # pinyin beside Han
        return ("Latin",)
    return (*_WRITTEN.get(first.lower(), ()), "Latin")


def is_script(name: str) -> bool:
    """Whether there is a letter of that script, by the name that `script_of` has for it."""
    return name == "Latin" or any(name in scripts for scripts in _WRITTEN.values()) or name in _all_scripts()


@cache
def _all_scripts() -> frozenset[str]:
    """The scripts of all letters. Takes a tenth of a second; all that follow in Unicode are Han."""
    return frozenset(filter(None, (script_of(c) for c in map(chr, range(0x20000)) if c.isalpha())))


def script_of(character: str) -> str | None:
    """The script of a letter, `Latin`, `Cyrillic`, `Han`; None for what belongs to none."""
    if _first_word(character) in _SHARED:
        return None
    # A Roman numeral and an R with a double stroke are Latin letters in other clothes.
    plain = unicodedata.normalize("NFKC", character)[0]
    if character.isnumeric() and not plain.isalpha():
        return None  # ⅛ and ① are numbers in any script
    first = _first_word(plain)
    return _NAMES.get(first, first.capitalize()) if first else None


def _first_word(character: str) -> str:
    name = unicodedata.name(character, "").removeprefix("HALFWIDTH ").removeprefix("FULLWIDTH ")
    return name.split(" ", 1)[0].split("-", 1)[0]


def foreign(text: str, scripts: Collection[str]) -> tuple[str, int, int] | None:
    """The first script in the text that is none of `scripts`, with start and end of that run; None if all are.

    No scripts at all means that any will do.
    """
    if not scripts:
        return None
    for run in _OTHER.finditer(text):
        for at, character in enumerate(run.group(), run.start()):
            script = script_of(character) if character.isalpha() else None
            if script is not None and script not in scripts:
                return script, at, run.end()
    return None


def mostly(text: str, scripts: Collection[str]) -> bool:
    """Whether more than half of the letters are in none of `scripts`. No scripts at all means that any will do."""
    if not scripts or not _OTHER.search(text):
        return False
    letters = Counter(filter(str.isalpha, text))
    strange = sum(count for letter, count in letters.items() if letter > "\u024f" and _strange(letter, scripts))
    return 2 * strange > letters.total()


def _strange(letter: str, scripts: Collection[str]) -> bool:
    script = script_of(letter)
    return script is not None and script not in scripts
