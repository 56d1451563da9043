"""Words by the spelling of a language: rules from letters to sounds, for names that stand in no lexicon."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from service.sounds.ipa import PRIMARY, SECONDARY, STRESSES, VOWELS, NotIpa, sounds_in

TABLE = Path(__file__).parent / "data" / "orthographies.txt"
LONGEST = 24
"""Letters of the longest word that is said by rules."""
_CLASSES = {
    "V": "[aeiouyáéíóúàèìòùâêîôûäëïöüąęoơưăẹọ]",
    "C": "[^aeiouyáéíóúàèìòùâêîôûäëïöüąę#]",
    "E": "[eiéíìè]",
    "#": "#",
}


@dataclass
class Orthography:
    """How one language is spelt."""

    stress: str = "penultimate"
    """Which vowel has it: first, last, penultimate, latin (the last but one, or the last before most consonants)."""
    signs: str = ""
    """Letters that tell that a word is spelt so."""
    shape: str = ""
    """A regular expression for words that can be nothing else."""
    rules: dict[str, list[tuple[re.Pattern[str], int, str]]] = field(default_factory=dict)
    """By the first letter: what stands there with what is around it, how many letters are read, and their sounds."""

    def sounds(self, word: str) -> tuple[str, ...] | None:
        """The sounds of a word in small letters; None where it is not spelt so."""
        text, at, written = f"#{word}#", 1, ""
        accented = -1
        while at < len(text) - 1:
            for pattern, size, sound in self.rules.get(text[at], ()):
                if pattern.match(text, at):
                    if unicodedata.normalize("NFD", text[at : at + size])[1:2] == "\u0301" and self.stress == "latin":
                        accented = len(written)
                    written, at = written + sound, at + size
                    break
            else:
                return None
        try:
            return _stressed(written, accented, self.stress, word)
        except NotIpa:
            return None


def _stressed(written: str, accented: int, stress: str, word: str) -> tuple[str, ...]:
    if accented >= 0:
        return sounds_in(f"{written[:accented]}{PRIMARY}{written[accented:]}")
    sounds = [sound for sound in sounds_in(written) if sound not in STRESSES]
    vowels = [at for at, sound in enumerate(sounds) if sound in VOWELS]
    which = {"first": 0, "last": -1}.get(stress, -2 if len(vowels) > 1 else 0)
    if stress == "latin" and word[-1] not in "aeiouns":
        which = -1
    if which == -1 and len(vowels) > 2:
        sounds.insert(vowels[-1], PRIMARY)
        sounds.insert(vowels[0], SECONDARY)
        return tuple(sounds)
    sounds.insert(vowels[which], PRIMARY)
    return tuple(sounds)


@cache
def orthographies() -> Mapping[str, Orthography]:
    """All of them, by the name of the language."""
    found: dict[str, Orthography] = {}
    current = Orthography()
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith(";"):
            continue
        if line.startswith("["):
            current = found.setdefault(line.strip("[]"), Orthography())
            continue
        name, _, value = line.partition("\t")
        if name in ("stress", "signs", "shape"):
            setattr(current, name, value)
        else:
            letters, pattern = _pattern(name)
            current.rules.setdefault(letters[0], []).append((pattern, len(letters), value))
    return found


def _pattern(written: str) -> tuple[str, re.Pattern[str]]:
    """The letters of a rule as it stands in the table, `V(s)E`, and a pattern: what stands before and after them."""
    start, _, after = written.partition(")")
    before, _, letters = start.rpartition("(")
    behind = f"(?<={_CLASSES.get(before, before)})" if before else ""
    ahead = after if after.startswith("(?:") else "".join(_CLASSES.get(char, char) for char in after)
    return letters, re.compile(f"{behind}{letters}(?={ahead})")


def spelt(word: str) -> tuple[str, ...] | None:
    """The sounds of a word that can only be of one language by its letters; None where that is not so."""
    if len(word) > LONGEST:
        return None
    for one in orthographies().values():
        if (one.signs and not set(one.signs).isdisjoint(word)) or (one.shape and re.fullmatch(one.shape, word)):
            return one.sounds(word) or one.sounds(_plain(word))
    return None


def guesses(word: str) -> Iterator[tuple[str, ...]]:
    """How a word would be said in each language that it may be of, the likeliest first."""
    if len(word) > LONGEST:
        return
    certain = spelt(word)
    if certain is not None:
        yield certain
    for name in ("english", "open", "spanish", "irish", "polish", "pinyin"):
        found = orthographies()[name].sounds(word) or orthographies()[name].sounds(_plain(word))
        if found is not None:
            yield found


def _plain(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def in_language(word: str, language: str) -> Sequence[str] | None:
    """The sounds of a word of a language; None where it is not spelt so."""
    return orthographies()[language].sounds(word)
