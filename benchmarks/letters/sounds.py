"""Whether a word sounds as it is to sound, loosely: as two careful readers may differ, and no more.

Both are written in the alphabet of the voice heart, where A I O W Y are the sounds of day, die, dough, cow and boy.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

SAME = str.maketrans(
    {"T": "t", "ɾ": "t", "ᵻ": "ɪ", "ɨ": "ɪ", "ᵊ": "ə", "ʌ": "ə", "ɐ": "ə", "a": "æ", "ɒ": "ɔ", "ɑ": "ɔ", "o": "ɔ"}
    | {"e": "ɛ", "Q": "O", "r": "ɹ", "g": "ɡ", "x": "h", "ç": "h"}
)
"""What is one sound here: the flap and t, the vowels of lot, thought and palm, the r that colours a vowel."""
LONGER = {"ɚ": "əɹ", "ɜ": "ə", "ʣ": "dz", "ʦ": "ts", "ː": "", "ˌ": "", "ʔ": "", "'": ""}
"""What is written with several symbols, or with none."""
VOWELS = frozenset("iɪɛæəɔʊuAIOWY")
SHORT = frozenset("ɪɛæəɔʊu")
"""Those that may be reduced where no stress is on them."""
FREE = frozenset("əjɹh")
"""Sounds that one reader says and another leaves out, where `_free` allows it."""
RESONANT = frozenset("lmnɹiɪʊuIWYAO")
"""Beside these a murmur comes and goes: *-əl*, *fire*, *near*."""
LIKE = frozenset({"iɪ", "uʊ"})
"""Vowels that are one where no stress is on them."""
BEFORE_R = frozenset({"iɪ", "uʊ", "Oɔ", "Aɛ", "æɛ", "uɔ", "ʊɔ"})
"""Vowels that are one before r, and before the murmur that British readers have in its place."""


@dataclass(frozen=True)
class Sound:
    """One sound of a word."""

    symbol: str
    stressed: bool
    """Whether a main stress is on it; a word that is said as two has two."""


def alike(said: str, wanted: str) -> bool:
    """Whether what is said is one of those that are wanted, `a|b`."""
    return any(_alike(said, one) for one in wanted.split("|"))


def _alike(said: str, wanted: str) -> bool:
    ours, theirs = sounds(said), sounds(wanted)
    return _fits(ours, theirs) and _stress_fits(ours, theirs)


@cache
def sounds(symbols: str) -> tuple[Sound, ...]:
    """The sounds of a word. What has one vowel is stressed on it."""
    plain = "".join(LONGER.get(symbol, symbol) for symbol in symbols).translate(SAME)
    plain = plain.replace("ŋk", "nk").replace("ŋɡ", "nɡ").replace("ŋ", "nɡ")
    alone = sum(symbol in VOWELS for symbol in plain) == 1
    made, stressed = [], alone
    for symbol in plain:
        if symbol == "ˈ":
            stressed = True
        elif symbol in VOWELS:
            made.append(Sound(symbol, stressed))
            stressed = alone
        elif symbol.isalpha():
            made.append(Sound(symbol, stressed=False))
    return tuple(made)


def _fits(ours: tuple[Sound, ...], theirs: tuple[Sound, ...]) -> bool:
    """Whether one can be laid on the other with nothing left over but what is free."""
    reached = {(0, 0)}
    todo = [(0, 0)]
    while todo:
        at, to = todo.pop()
        steps = []
        if at < len(ours) and to < len(theirs) and _match(ours, at, theirs, to):
            steps.append((at + 1, to + 1))
        if at < len(ours) and _free(ours, at):
            steps.append((at + 1, to))
        if to < len(theirs) and _free(theirs, to):
            steps.append((at, to + 1))
        for step in steps:
            if step not in reached:
                reached.add(step)
                todo.append(step)
    return (len(ours), len(theirs)) in reached


def _match(ours: tuple[Sound, ...], at: int, theirs: tuple[Sound, ...], to: int) -> bool:
    one, other = ours[at], theirs[to]
    if one.symbol == other.symbol:
        return True
    pair = "".join(sorted((one.symbol, other.symbol)))
    if pair in _sorted(BEFORE_R) and {"ɹ", "ə"} & {_after(ours, at), _after(theirs, to)}:
        return True
    if one.stressed or other.stressed:
        return False
    if set(pair) == {"O", "ə"}:  # *sero-* or *sera-*, but never *Pabla*
        return bool(_after(ours, at) and _after(theirs, to))
    return pair in _sorted(LIKE) or (set(pair) <= SHORT | {"i"} and bool({"ə", "ɪ"} & set(pair)))


@cache
def _sorted(pairs: frozenset[str]) -> frozenset[str]:
    return frozenset("".join(sorted(pair)) for pair in pairs)


def _after(word: tuple[Sound, ...], at: int) -> str:
    return word[at + 1].symbol if at + 1 < len(word) else ""


def _free(word: tuple[Sound, ...], at: int) -> bool:
    """Whether a sound may be left out: a murmur beside a resonant, r that is not before a vowel, j after t or d, hw."""
    symbol, before, after = word[at].symbol, word[at - 1].symbol if at else "", _after(word, at)
    match symbol:
        case "ə":
            return not word[at].stressed and (before in RESONANT or after in RESONANT)
        case "ɹ":
            return after not in VOWELS and before in VOWELS
        case "j":
            return (before in frozenset("tdnslzθʧʤ") and after in frozenset("uʊ")) or before in frozenset("iɪ")
        case "h":
            return after == "w"
        case "ɡ":
            return before == "n"
        case _:
            return False


def _stress_fits(ours: tuple[Sound, ...], theirs: tuple[Sound, ...]) -> bool:
    """Whether a main stress is on the same syllable, counted from the front or from the back."""
    one, other = _stressed(ours), _stressed(theirs)
    return not one or not other or bool(one & other)


def _stressed(word: tuple[Sound, ...]) -> set[int]:
    """The numbers of the stressed syllables: from 0 from the front, and from -1 from the back."""
    vowels = [sound.stressed for sound in word if sound.symbol in VOWELS]
    return {at - back for at, stressed in enumerate(vowels) if stressed for back in (0, len(vowels))}
