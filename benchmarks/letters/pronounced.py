"""How many names, terms and homographs the voice heart is given as they are to sound."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.letters.sounds import alike
from benchmarks.letters.wanted import bare, spelt
from service.errors import ReadbackError
from service.speech.engines.engine import EngineFailed
from tests.cases.case import score_of

FOLDER = Path(__file__).parent
ACCENTS = {"en-US": "American", "en-GB": "British"}
NAME_IN = "Yesterday {} came to see me."
TERM_IN = "They talked to me about {} for a long time."


@dataclass(frozen=True)
class Word:
    """A word in a letter, and how it is to sound."""

    word: str
    letter: str
    sounds: str
    """Its phonemes; `a|b` is either."""


def names() -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """First names that stand in a dictionary, and such that do not."""
    given = _table("names")
    known, unknown = ([Word(name, NAME_IN.format(name), sounds) for name, sounds in given[part]] for part in given)
    return tuple(known), tuple(unknown)


def terms() -> tuple[Word, ...]:
    """Medicines, and terms of therapy."""
    return tuple(Word(term, TERM_IN.format(term), sounds) for term, sounds in _table("terms")["terms"])


def homographs() -> tuple[Word, ...]:
    """Words that are said in two ways, each in its sentence."""
    return tuple(
        Word(given["word"], letter, given["ways"][way])
        for given in _table("homographs")["homograph"]
        for way, letter in given["sentences"]
    )


def faults(words: tuple[Word, ...], language: str) -> Iterator[str]:
    """Those that sound otherwise, with what is said instead."""
    for word in words:
        heard = _heard(word, language)
        if not alike(heard, word.sounds):
            yield f"{word.letter} [{word.word} is said {heard or 'not at all'}, not {word.sounds}]"


def _heard(word: Word, language: str) -> str:
    """The phonemes of the word in its letter; those of all words, where the plan has put others in its place."""
    try:
        said = tuple(spelt(score_of(word.letter, language), british=language == "en-GB"))
    except (ReadbackError, EngineFailed):
        return ""
    return next((symbols for spoken, symbols in said if bare(spoken) == bare(word.word)), "".join(s for _, s in said))


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
