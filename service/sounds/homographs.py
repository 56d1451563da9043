"""Words that are written alike and said differently, told apart by what stands around them: the table is data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from service.sounds.context import Context
from service.sounds.ipa import sounds_in, with_ed, with_ing, with_s

TABLE = Path(__file__).parent / "data" / "homographs.txt"
OWN = "-"
"""In the table: a voice says it rightly by itself."""


@dataclass(frozen=True)
class Reading:
    """One of the ways to say a word."""

    sounds: tuple[str, ...]
    """Its sounds; none where a voice is left to itself."""
    letters: str
    """A word that is said so and no other way, for a voice that is given letters; empty where there is none."""
    conditions: tuple[str, ...]
    """What has to be true of the place, all of them; none where it is the one that is left."""
    stem: str
    """The word without its ending."""


_TELLS: Mapping[str, Callable[[Context], bool]] = {
    "verb": lambda at: at.verb,
    "describes": lambda at: at.describing,
    "over": lambda at: at.over,
    "participle": lambda at: at.participle,
    "object": lambda at: at.takes_an_object,
    "capital": lambda at: at.capitals[at.at],
    "begins": lambda at: at.at == 0,
    "last": lambda at: not at.after,
    "alone": lambda at: len(at.words) == 1,
    "first": lambda at: not at.before,
}


def reading_of(word: str, context: Context) -> Reading | None:
    """How a word is said where it stands; None where it is no homograph, or where a voice is left to itself."""
    readings = table().get(word)
    if readings is None:
        return None
    context = replace(context, stem=readings[0].stem)
    found = next((one for one in readings if all(_holds(test, context) for test in one.conditions)), None)
    return found if found is not None and found.sounds else None


def _holds(test: str, context: Context) -> bool:
    if test.startswith("!"):
        return not _holds(test[1:], context)
    name, colon, listed = test.partition(":")
    if not colon:
        return _TELLS[name](context)
    words = listed.split("|")
    if name == "before":
        return context.before in words
    if name == "just-before":
        return context.word(-1) in words
    if name == "further":
        return context.word(context.left - 1) in words
    if name == "after":
        return context.after in words
    return not set(words).isdisjoint(context.near)


@cache
def table() -> Mapping[str, tuple[Reading, ...]]:
    """The readings of every word, in the order in which they are tried."""
    found: dict[str, list[Reading]] = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            for word, reading in _rows(line):
                found.setdefault(word, []).append(reading)
    return {word: tuple(readings) for word, readings in found.items()}


def _rows(line: str) -> Iterator[tuple[str, Reading]]:
    """What a line says: of one word, or of a verb and a thing with all their endings."""
    word, *columns = line.split("\t")
    if word == "verb":
        yield from _verb_and_thing(*columns)
        return
    said, letters, *conditions = [*columns, "", ""][:3]
    tests = tuple(filter(None, " ".join(conditions).split()))
    sounds = () if said == OWN else sounds_in(said)
    for one in word.split("/"):
        yield one, Reading(sounds, letters, tests, _singular(word.split("/")[0]))


def _verb_and_thing(word: str, verb: str, thing: str, test: str = "verb") -> Iterator[tuple[str, Reading]]:
    """A word that is said in one way for what somebody does, and in another for everything else."""
    doing, other = sounds_in(verb), sounds_in(thing)
    stem = word.removesuffix("e")
    tests = tuple(test.split())
    yield word, Reading(doing, "", tests, word)
    yield word, Reading(other, "", (), word)
    yield f"{word}s", Reading(with_s(doing), "", ("verb",), word)
    yield f"{word}s", Reading(with_s(other), "", (), word)
    last = word[-1] if word in DOUBLED else ""
    yield f"{stem}{last}ed", Reading(with_ed(doing), "", (), word)
    yield f"{stem}{last}ing", Reading(with_ing(doing), "", (), word)


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


DOUBLED = frozenset("permit rebel".split())
"""Verbs whose last letter is doubled before an ending."""
