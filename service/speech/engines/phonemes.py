"""From the words of an utterance to phonemes in the alphabet of Kokoro and hibari, each word's place known."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.audio import WordTime
from service.letter.tokens import Word
from service.speech.engines.alphabets import Writing
from service.speech.engines.engine import EngineFailed, Utterance
from service.speech.engines.takes import Span

MARKS = frozenset(';:,.!?—…"“”() ')
"""Symbols of the alphabet that are no sound: marks and the space."""
STRESSES = frozenset("ˈˌː")
"""Symbols that colour a sound and are none by themselves."""
ENDS = frozenset(".!?…")
"""Marks after which the melody comes down, or asks."""

KNOWN = frozenset("ÆæØøŁłßÞþÐðŒœıĳ")
"""Latin letters without an accent to take off that the front reads as people do."""
SOUNDS = {"ENG": "ng", "ESH": "sh", "EZH": "zh", "SCHWA": "e", "GAMMA": "g", "IOTA": "i", "UPSILON": "u", "ALPHA": "a"}
"""Latin letters that have names of their own, and the plain letters nearest to them."""
_LETTER = re.compile(r"LATIN (?:CAPITAL|SMALL) LETTER (?:OPEN |TURNED |REVERSED |DOTLESS )?([A-Z]+)(?: WITH .*)?")

Tokens = Callable[[str], Sequence[Any]]
"""A grapheme-to-phoneme front: text → tokens with `text`, `whitespace` and `phonemes`."""


@dataclass(frozen=True)
class SpeltWord:
    """A word, or a part of a very long one, in phonemes."""

    phrase: int
    """Which phrase of the utterance it belongs to, counted from 0."""
    text: tuple[int, int]
    """Start and end in the letter, in code points."""
    symbols: str
    """Its phonemes, with the marks that follow it."""


@dataclass(frozen=True)
class Phonemes:
    """What one call of the engine speaks. Positions count the model's ids, with its pad at 0."""

    symbols: str
    """All phonemes and marks, spaces between words."""
    phrases: tuple[int, ...]
    """Which phrases of the utterance are in it, in order."""
    words: tuple[tuple[int, WordTime], ...]
    """Phrase and place of each word: positions of its first phoneme and of the first symbol after its last."""
    ends: bool
    """Whether the sentence ends with it."""

    @property
    def joints(self) -> Iterator[int]:
        """Positions of the last phoneme before each joint; the joint's mark is the next position."""
        for (phrase, word), (following, _) in zip(self.words, self.words[1:], strict=False):
            if phrase != following:
                yield word.end - 1

    def spans(self, ends: NDArray[np.int64]) -> tuple[Span, ...]:
        """Where each phrase lies. ends: the first sample after each id, shape [L]."""
        spans = []
        for _, group in groupby(self.words, key=lambda pair: pair[0]):
            words = [word for _, word in group]
            times = tuple(WordTime(w.text, int(ends[w.start - 1]), int(ends[w.end - 1])) for w in words)
            spans.append(Span(times[0].start, int(ends[min(words[-1].end, len(ends) - 1)]), times))
        return tuple(spans)


class Speller:
    """Writes words as phonemes, by a front that knows English."""

    def __init__(self, tokens: Tokens, alphabet: frozenset[str], writing: Writing | None = None) -> None:
        """tokens: the front; alphabet: the symbols that the model knows; writing: how it is told what a word sounds
        like; None where it reads letters."""
        self._tokens = tokens
        self._alphabet = alphabet
        self._writing = writing

    def spell(self, utterance: Utterance, longest: int) -> tuple[Phonemes, ...]:
        """The calls that speak the utterance, none of more than `longest` phonemes, cut at a phrase where one fits.

        Raises EngineFailed, with the phrase, where a word has no phonemes: nothing is left out silently.
        """
        words = [piece for word in self._words(utterance) for piece in _pieces(word, longest - 2)]
        calls = list(_packed(words, longest - 2))
        return tuple(_phonemes(call, utterance.ends and at == len(calls) - 1) for at, call in enumerate(calls))

    def _words(self, utterance: Utterance) -> Iterator[SpeltWord]:
        given = [(at, word) for at, phrase in enumerate(utterance.phrases) for word in phrase.words]
        reads_letters = self._writing is None
        spoken = self._symbols([_lettered(word.respelt if reads_letters else word.spoken) for _, word in given])
        for (at, word), symbols in zip(given, spoken, strict=True):
            if word.sounds and self._writing is not None:
                symbols = self._told(word, self._writing)
            if not _sounds(symbols):
                symbols = self._folded(word.spoken)
            if not _sounds(symbols):
                raise EngineFailed("a word has no phonemes", at)
            yield SpeltWord(at, (word.start, word.end), symbols.strip())

    def _symbols(self, words: list[str]) -> list[str]:
        """The symbols of each word. The words are read together, because how one is said depends on the next."""
        text = " ".join(words)
        tokens = self._tokens(text)
        if "".join(token.text + token.whitespace for token in tokens) != text:
            return [self._written(self._tokens(word)) for word in words]
        symbols = [""] * len(words)
        at, position, end = 0, 0, len(words[0]) if words else 0
        for token in tokens:
            while position > end and at + 1 < len(words):
                at += 1
                end += 1 + len(words[at])
            symbols[at] += self._written([token])
            position += len(token.text + token.whitespace)
        return symbols

    def _told(self, word: Word, writing: Writing) -> str:
        """The symbols of a word whose sound is told; what of it is not, is said as it is by itself."""
        symbols, at = "", 0
        for sound in word.sounds:
            symbols += self._between(word.spoken[at : sound.start]) + self._kept(writing(sound.phones))
            at = sound.end
        return symbols + self._between(word.spoken[at:])

    def _between(self, text: str) -> str:
        """The symbols of what stands beside a sound that is told: letters, or only marks."""
        if any(char.isalnum() for char in text):
            return self._written(self._tokens(_lettered(text)))
        return self._kept("".join(char for char in text if char in MARKS))

    def _kept(self, symbols: str) -> str:
        return "".join(symbol for symbol in symbols if symbol in self._alphabet)

    def _written(self, tokens: Sequence[Any]) -> str:
        text = "".join((token.phonemes or "") + (" " if token.whitespace else "") for token in tokens)
        return self._kept(text)

    def _folded(self, word: str) -> str:
        """A word whose letters the front does not know, by the plain letters under them."""
        plain = unicodedata.normalize("NFKD", word).encode("ascii", "ignore").decode()
        return self._written(self._tokens(plain)) if plain.strip() else ""


def _lettered(word: str) -> str:
    """The word with the letters that the front would drop without a word ("Ɛsi", "Đorđe") as the plain ones nearest."""
    return word if word.isascii() else "".join(map(_nearest, word))


def _nearest(letter: str) -> str:
    if letter.isascii() or letter in KNOWN or unicodedata.normalize("NFKD", letter)[0].isascii():
        return letter
    named = _LETTER.fullmatch(unicodedata.name(letter, ""))
    if named is None:
        return letter
    plain = SOUNDS.get(named[1], named[1].lower() if len(named[1]) <= 2 else letter)
    return plain.upper() if letter.isupper() and len(plain) == 1 else plain


def _sounds(symbols: str) -> bool:
    return any(symbol not in MARKS and symbol not in STRESSES for symbol in symbols)


def _pieces(word: SpeltWord, longest: int) -> Iterator[SpeltWord]:
    """The word, in parts if it alone is longer than a call may be."""
    for start in range(0, len(word.symbols), longest):
        piece = word.symbols[start : start + longest]
        if start == 0 or _sounds(piece):
            yield SpeltWord(word.phrase, word.text, piece)


def _packed(words: list[SpeltWord], longest: int) -> Iterator[list[SpeltWord]]:
    """The words in calls: as many whole phrases as fit; a phrase that does not fit by itself is cut at a word.

    A space or a mark is counted for every word, and the comma of a joint for every phrase.
    """
    call: list[SpeltWord] = []
    size = 0
    for _, group in groupby(words, key=lambda word: word.phrase):
        phrase = list(group)
        length = sum(len(word.symbols) + 1 for word in phrase) + 1
        if call and size + length > longest:
            yield call
            call, size = [], 0
        for word in phrase:
            if call and size + len(word.symbols) + 1 > longest:
                yield call
                call, size = [], 0
            call.append(word)
            size += len(word.symbols) + 1
        size += 1
    if call:
        yield call


def _phonemes(words: list[SpeltWord], ends: bool) -> Phonemes:
    """One call. Every joint gets a comma, where the voice falls quiet by itself, and the end a mark of its own."""
    symbols = ""
    places: list[tuple[int, WordTime]] = []
    for at, word in enumerate(words):
        bare = word.symbols.rstrip("".join(MARKS))
        marks = word.symbols[len(bare) :]
        if at == len(words) - 1:
            marks = _end_mark(marks) if ends else ","
        elif words[at + 1].phrase != word.phrase:
            marks = _end_mark(marks, joint=True)
        symbols += " " if symbols else ""
        start = len(symbols) + 1
        symbols += bare
        places.append((word.phrase, WordTime(word.text, start, len(symbols) + 1)))
        symbols += marks
    phrases = tuple(phrase for phrase, _ in groupby(words, key=lambda word: word.phrase))
    return Phonemes(symbols, phrases, tuple(places), ends)


def _end_mark(marks: str, joint: bool = False) -> str:
    """The one mark that closes a phrase: a sentence's own, or a comma, or at the very end a full stop where none is."""
    own = next((mark for mark in marks if mark in ENDS), None)
    return own or ("," if joint or marks.strip() else ".")
