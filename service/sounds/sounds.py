"""How the words of a sentence sound, where a voice, left to itself, may say them wrongly.

What a person has taught comes first, then what a homograph's place in the sentence tells, then the names and terms of
the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.letter.sound import Sound
from service.sounds.context import Context
from service.sounds.homographs import reading_of
from service.sounds.homographs import table as homographs
from service.sounds.ipa import Accent, said, with_s
from service.sounds.lexicon import lexicon
from service.sounds.orthography import spelt
from service.sounds.pronunciations import APOSTROPHES, NOTHING, Pronunciations, Taught, key_of

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_COMPOUND = re.compile(r"(?<![^\W\d_])[^\W\d_]++(?:['-][^\W\d_]++)++")
_BARE = re.compile(r"[^\W_](?:.*[^\W_])?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word as a voice is given it."""

    text: str
    """What is spoken, with the mark after it: `three`, or `three thirty,`."""
    written: str = ""
    """What stands in the letter for it; empty where that is nothing else."""


def accent_of(language: str) -> Accent | None:
    """How a voice of a language says English: by its BCP 47 tag. None where it speaks another."""
    primary, *others = language.replace("_", "-").lower().split("-")
    if primary not in ("en", "und"):
        return None
    return "british" if {"gb", "ie", "au", "nz", "za", "scotland"} & set(others) else "american"


def sounds_of(
    words: Sequence[Spoken], accent: Accent | None, taught: Pronunciations = NOTHING
) -> list[tuple[Sound, ...]]:
    """For each word of a sentence the sounds that a voice is told, in order; none where it is left to itself."""
    found: list[list[Sound]] = [[] for _ in words]
    places = [place for place in _places(words) if accent is not None or taught]
    known = taught.taught if taught else {}
    if known:
        _tell(words, places, found, known, accent or "american")
    if accent is None:
        return [tuple(sounds) for sounds in found]
    keys = [place.key for place in places]
    marks = [place.mark for place in places]
    capitals = [place.capital for place in places]
    names, readings = lexicon(), homographs()
    for at, place in enumerate(places):
        if place.told or place.spelt:
            continue
        if place.key in readings:
            reading = reading_of(place.key, Context(keys, marks, capitals, at))
            if reading is not None:
                phones = said(reading.sounds, accent)
                found[place.word].append(Sound(place.start, place.end, phones, reading.letters))
            continue
        named = _is_named(places, at)
        sounds = names.find(place.key, accent, named=named)
        if sounds is None and (named or not place.key.isascii()) and (foreign := spelt(place.key)) is not None:
            sounds = said(foreign, accent)
        if sounds is not None:
            found[place.word].append(Sound(place.start, place.end, sounds))
    return [tuple(sorted(sounds, key=lambda sound: sound.start)) for sounds in found]


@dataclass(slots=True)
class _Place:
    """A word by itself, in what is spoken."""

    word: int
    """Index of the word that it is in."""
    start: int
    end: int
    key: str
    """In small letters, with straight apostrophes."""
    capital: bool
    mark: str
    """The mark after it."""
    spelt: bool = False
    """Whether it is in capitals, and so said letter by letter: AI."""
    told: bool = False
    """Whether a person has taught it."""


def _is_named(places: Sequence[_Place], at: int) -> bool:
    """Whether a word has a capital that its place does not give it."""
    return places[at].capital and at > 0 and not set(places[at - 1].mark) & set(".!?:")


def _places(words: Sequence[Spoken]) -> list[_Place]:
    places: list[_Place] = []
    for at, word in enumerate(words):
        text = word.text
        if text.isalpha():
            places.append(_Place(at, 0, len(text), text.lower(), text[0].isupper(), "", _is_spelt(text)))
            continue
        straight = text.translate(APOSTROPHES)
        for match in _WORD.finditer(straight):
            start, end = match.span()
            found = match.group()
            places.append(_Place(at, start, end, found.lower(), found[0].isupper(), "", _is_spelt(found)))
        if places and places[-1].word == at:
            places[-1].mark = "".join(mark for mark in straight[places[-1].end :] if mark in ",.;:!?")
    return places


def _is_spelt(word: str) -> bool:
    return len(word) > 1 and word.removesuffix("'s").isupper()


def _tell(
    words: Sequence[Spoken], places: list[_Place], found: list[list[Sound]], known: Mapping[str, Taught], accent: Accent
) -> None:
    """Write down what is taught: of a whole run as it stands in the letter, of a compound, of a word."""
    whole: set[int] = set()
    for at, word in enumerate(words):
        straight = word.text.translate(APOSTROPHES)
        inner = _BARE.search(key_of(word.written or word.text))
        bare = inner.group() if inner else ""
        sound = _lesson(bare, known)
        match = (
            None
            if sound is not None
            else next((match for match in _COMPOUND.finditer(straight) if _lesson(key_of(match.group()), known)), None)
        )
        if match is not None:
            sound, (start, end) = _lesson(key_of(match.group()), known), match.span()
        elif sound is not None:
            start, end = _extent(straight)
        if sound is not None and start < end:
            whole.add(at)
            found[at].append(Sound(start, end, said(sound.sounds, accent), sound.letters))
            continue
    for place in places:
        place.told = place.word in whole
        if not place.told and (sound := _lesson(place.key, known)) is not None:
            place.told = True
            found[place.word].append(Sound(place.start, place.end, said(sound.sounds, accent), sound.letters))


def _extent(text: str) -> tuple[int, int]:
    """Where a text's letters begin and end."""
    inner = [at for at, char in enumerate(text) if char.isalnum()]
    return (inner[0], inner[-1] + 1) if inner else (0, 0)


def _lesson(key: str, known: Mapping[str, Taught]) -> Taught | None:
    """What is taught of a word, also in its possessive."""
    if (sound := known.get(key)) is not None:
        return sound
    base = key.removesuffix("'s") if key.endswith("'s") else key.removesuffix("'") if key.endswith("s'") else ""
    if not base or (sound := known.get(base)) is None:
        return None
    return Taught(with_s(sound.sounds), f"{sound.letters}'s") if key.endswith("'s") else sound
