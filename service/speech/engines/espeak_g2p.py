"""espeak-ng's phonemes, each word's own: it writes some words as one ("of the" is ʌvðə), and they are parted again."""

from __future__ import annotations

import threading
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
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
"""How far words and writing may be apart on the way, in words, beyond what they are at the end."""
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
    best: dict[tuple[int, int], tuple[int, tuple[tuple[int, int], ...]]] = {(0, 0): (0, ())}
    astray = ASTRAY + abs(len(alone) - len(written))
    for at in range(len(alone) + 1):
        for used in range(max(0, at - astray), min(len(written), at + astray) + 1):
            if (at, used) not in best:
                continue
            cost, steps = best[at, used]
            for words, pieces in _STEPS:
                to = (at + words, used + pieces)
                if to[0] > len(alone) or to[1] > len(written):
                    continue
                further = cost + _unlike("".join(written[used : to[1]]), "".join(alone[at : to[0]]))
                if to not in best or further < best[to][0]:
                    best[to] = (further, (*steps, to))
    _, steps = best.get((len(alone), len(written)), (0, ()))
    found: list[str] = []
    at = used = 0
    for to in steps:
        found += _parted(" ".join(written[used : to[1]]), alone[at : to[0]])
        at, used = to
    return [symbols if _sounds(symbols) else own for symbols, own in zip(found or alone, alone, strict=True)]


_STEPS = ((1, 1), *((words, 1) for words in range(2, MOST + 1)), *((1, pieces) for pieces in range(2, MOST + 1)))


def _parted(written: str, alone: Sequence[str]) -> list[str]:
    """One piece of writing, parted between the words in it."""
    if len(alone) == 1:
        return [written]
    first, *others = alone
    rest = "".join(others)
    ways = range(min(1, len(written)), max(1, len(written) - len(others)) + 1)
    at = min(ways, key=lambda at: _unlike(written[:at], first) + _unlike(written[at:], rest))
    return [written[:at], *_parted(written[at:], others)]


def _sounds(symbols: str) -> bool:
    return any(symbol not in STRESSES and symbol not in MARKS for symbol in symbols)


def _sounds_of(symbols: str) -> Counter[str]:
    return Counter(symbol for symbol in symbols.translate(ALIKE) if symbol not in STRESSES and symbol != " ")


def _unlike(one: str, other: str) -> int:
    """How many sounds one has that the other has not."""
    a, b = _sounds_of(one), _sounds_of(other)
    return (a - b).total() + (b - a).total()
