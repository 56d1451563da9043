"""Words by the spelling of a language: rules from letters to sounds, for names that stand in no lexicon."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from service.sounds.ipa import PRIMARY, SECONDARY, STRESSES, VOWELS, NotIpa, sounds_in

TABLE = Path(__file__).parent / "data" / "orthographies.txt"
LONGEST = 24
"""Letters of the longest word that is said by rules."""
_CLASSES = {
    "V": "[aeiouyáéíóúàèìòùâêîôûäëïöüąęoơưăẹọ]",
    "C": "[^aeiouyáéíóúàèìòùâêîôûäëïöüąę#]",
    "E": "[eiéíìè]",
    "S": "[bpmfdtnlgkhjqxzcsryw#]",
}
ACUTE = "\u0301"


class Rule(NamedTuple):
    """Letters, and how they sound where they stand."""

    letters: str
    before: re.Pattern[str] | None
    """What has to be before them; None where it is all the same."""
    after: re.Pattern[str] | None
    """What has to be after them; None where it is all the same."""
    sound: str
    """In IPA; empty where they are silent."""

    def holds(self, text: str, at: int) -> bool:
        """Whether it is to be read at a place."""
        end = at + len(self.letters)
        if not text.startswith(self.letters, at) or (self.after is not None and not self.after.match(text, end)):
            return False
        return self.before is None or self.before.match(text, at - 1) is not None


@dataclass
class Orthography:
    """How one language is spelt."""

    stress: str = "penultimate"
    """Which vowel has it: first, last, penultimate, latin (the last but one, or the last before most consonants)."""
    signs: str = ""
    """Letters that tell that a word is spelt so."""
    shape: str = ""
    """A regular expression for words that can be nothing else."""
    rules: dict[str, list[Rule]] = field(default_factory=dict)
    """By the first of their letters, in the order in which they are tried."""

    def sounds(self, word: str) -> tuple[str, ...] | None:
        """The sounds of a word in small letters; None where it is not spelt so."""
        text, at, written = f"#{word}#", 1, ""
        accented = -1
        while at < len(text) - 1:
            rule = next((rule for rule in self.rules.get(text[at], ()) if rule.holds(text, at)), None)
            if rule is None:
                return None
            if self.stress == "latin" and unicodedata.normalize("NFD", rule.letters)[1:2] == ACUTE:
                accented = len(written)
            written, at = written + rule.sound, at + len(rule.letters)
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
            rule = _rule(name, value)
            current.rules.setdefault(rule.letters[0], []).append(rule)
    return found


def _rule(written: str, sound: str) -> Rule:
    """A rule as it stands in the table, `V(s)E`: letters between what has to be before and after them."""
    start, _, after = written.partition(")")
    before, _, letters = start.rpartition("(")
    return Rule(letters, _around(before), _around(after), sound)


@cache
def _around(written: str) -> re.Pattern[str] | None:
    return re.compile("".join(_CLASSES.get(char, char) for char in written)) if written else None


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
