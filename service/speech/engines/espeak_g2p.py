"""espeak-ng's phonemes, each word's own: it writes some words as one ("of the" is ʌvðə), and they are parted again."""

from __future__ import annotations

import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from service.speech.engines.phonemes import MARKS, STRESSES, Tokens

REPLACED = {"…": ",", "—": ",", "–": ","}
"""Marks that its models do not know, and what they are read as."""
READ = frozenset(".,;:?!")
"""Marks that its models know."""
GLIDE = "ʲ"
"""Between two vowels ("very old"), from espeak-ng 1.52 on: English voices were trained before and do not know it."""
MOST = 4
"""The most words that are looked for in what was written as one, and the most pieces of one word."""
ASTRAY = 12
"""How far words and writing may be apart on the way, in words, and how much farther where they are at the end."""
BEYOND = 20
"""How much longer or shorter a word may be among others than alone, in symbols."""
ALIKE = str.maketrans(dict.fromkeys("eiouyæɐɑɒɔɘəɚɛɜɝɞɪɨɯɵøœɶʉʊʌʏɤᵻ", "a") | dict.fromkeys("dɾʔ", "t"))
"""Sounds that become each other where words run together: vowels, and what a t turns into."""
_one_at_a_time = threading.Lock()
"""It speaks one language at a time, for the whole program."""

Phonemize = Callable[[str], str]
"""Text → phonemes and marks, words parted by spaces."""


@dataclass(frozen=True)
class Written:
    """A word and its phonemes."""

    text: str
    whitespace: str
    phonemes: str


def espeak(language: str) -> Tokens:
    """A front for one of espeak-ng's languages: `en-us`."""

    def phonemize(text: str) -> str:
        with _one_at_a_time:
            written = " ".join("".join(sentence) for sentence in _phonemizer().phonemize(language, text))
        return written.replace(GLIDE, "") if language.startswith("en") else written

    return words_of(phonemize)


@cache
def _phonemizer() -> Any:
    from piper.phonemize_espeak import EspeakPhonemizer

    return EspeakPhonemizer()


def letters() -> Tokens:
    """A front for models that read letters themselves."""
    return words_of(lambda text: unicodedata.normalize("NFD", text.lower()))


def words_of(phonemize: Phonemize) -> Tokens:
    """A front that finds each word's own phonemes in what `phonemize` writes for all of them."""

    def tokens(text: str) -> Sequence[Written]:
        words = text.split(" ")
        spaces = [" "] * (len(words) - 1) + [""]
        written = _phonemes(words, phonemize)
        return [
            Written(word, space, symbols + _mark(word))
            for word, space, symbols in zip(words, spaces, written, strict=True)
        ]

    return tokens


def _phonemes(words: Sequence[str], phonemize: Phonemize) -> list[str]:
    """The phonemes of each word, as it is said among the others; none for what is only marks."""
    sounding = [word for word in words if any(c.isalnum() for c in word)]
    together = _split(phonemize(" ".join(sounding)))
    alone = [_split(phonemize(word)) for word in sounding]
    if len(together) != len(alone) or any(len(word) > 1 for word in alone):
        together = shared_out(together, [" ".join(word) for word in alone])
    found = iter(together)
    return [next(found) if any(c.isalnum() for c in word) else "" for word in words]


def _split(phonemes: str) -> list[str]:
    bare = (word.strip("".join(MARKS)) for word in phonemes.split())
    return [word for word in bare if word]


def _mark(word: str) -> str:
    """The mark that the word ends with, as the models know it."""
    end = word.rstrip("\"'“”’)]}»*_")
    mark = REPLACED.get(end[-1:], end[-1:])
    return mark if mark in READ else ""


def shared_out(written: Sequence[str], alone: Sequence[str]) -> list[str]:
    """What was written, by word. written: in order, one or more words in each; alone: each word by itself.

    Of all ways to share it out, the one in which words are most like themselves. Where there is none, they are
    said as they are alone.
    """
    found: list[str] = []
    at = used = 0
    for to in _way(written, alone):
        found += _parted(" ".join(written[used : to[1]]), alone[at : to[0]])
        at, used = to
    return [symbols if _sounds(symbols) else own for symbols, own in zip(found or alone, alone, strict=True)]


Mark = tuple[int, int]
"""How many words were shared out, and how many pieces of what was written."""


def _way(written: Sequence[str], alone: Sequence[str]) -> list[Mark]:
    """From mark to mark through both; none where there is no way that does not go too far astray."""
    unlike, end = _Unlike(), (len(alone), len(written))
    best: dict[Mark, tuple[int, Mark]] = {(0, 0): (0, (0, 0))}
    for at, used in _near(*end):
        if (at, used) not in best:
            continue
        cost, _ = best[at, used]
        for words, pieces in _STEPS:
            to = (at + words, used + pieces)
            if to[0] > end[0] or to[1] > end[1]:
                continue
            further = cost + unlike("".join(written[used : to[1]]), "".join(alone[at : to[0]]))
            if to not in best or further < best[to][0]:
                best[to] = (further, (at, used))
    way: list[Mark] = []
    to = end
    while to in best and to != (0, 0):
        way.append(to)
        _, to = best[to]
    return way[::-1]


def _near(words: int, pieces: int) -> Iterator[Mark]:
    """The marks that a way may pass, in order: about as many for each word, however many words there are."""
    astray = ASTRAY + min(abs(words - pieces), ASTRAY)
    for at in range(words + 1):
        middle = at * pieces // max(words, 1)
        for used in range(max(0, middle - astray), min(pieces, middle + astray) + 1):
            yield at, used


_STEPS = ((1, 1), *((words, 1) for words in range(2, MOST + 1)), *((1, pieces) for pieces in range(2, MOST + 1)))


def _parted(written: str, alone: Sequence[str]) -> list[str]:
    """One piece of writing, parted between the words in it."""
    if len(alone) == 1:
        return [written]
    first, *others = alone
    rest = "".join(others)
    least, most = min(1, len(written)), max(1, len(written) - len(others))
    # A word is about as long among others as it is alone.
    ways = range(max(least, min(len(first) - BEYOND, most)), min(most, max(len(first) + BEYOND, least)) + 1)
    unlike = _Unlike()
    at = min(ways, key=lambda at: unlike(written[:at], first) + unlike(written[at:], rest))
    return [written[:at], *_parted(written[at:], others)]


def _sounds(symbols: str) -> bool:
    return any(symbol not in STRESSES and symbol not in MARKS for symbol in symbols)


class _Unlike:
    """How many sounds one piece of writing has that another has not. Each is looked at once."""

    def __init__(self) -> None:
        self._known: dict[str, Counter[str]] = {}

    def __call__(self, one: str, other: str) -> int:
        a, b = self._sounds_of(one), self._sounds_of(other)
        return a.total() + b.total() - 2 * sum(min(count, b[sound]) for sound, count in a.items())

    def _sounds_of(self, symbols: str) -> Counter[str]:
        if (known := self._known.get(symbols)) is None:
            sounds = (symbol for symbol in symbols.translate(ALIKE) if symbol not in STRESSES and symbol != " ")
            known = self._known[symbols] = Counter(sounds)
        return known
