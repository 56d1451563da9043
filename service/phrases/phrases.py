"""Where to rest: a letter's sentences, and the phrases that are said in one go."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace

from service.languages import syllables
from service.letter.letter import Letter, Role
from service.letter.line_breaks import UNSPACED, parting
from service.letter.marks import NONE, SOFT, TRAIL
from service.letter.mended import Silence
from service.letter.settling import ENDS, Token
from service.letter.tokens import Memory, Word, to_word, tokens
from service.phrases.division import BREATHS, OVERRUN, RESTS, Stretch
from service.phrases.rests import RestKind

_NO_CONSONANTS = {
    ord(letter): None for vowels in ("aeiouy", "аеёиоуыэюяієїαεηιουωάέήίόύώ") for letter in vowels + vowels.upper()
} | {ord(mark): None for mark in ".,;:!?'\" -"}
"""What is taken away to count consonants: vowels and marks."""
_HALTS = frozenset(",.?!")
"""Marks at which a voice halts."""


def consonants(spoken: str) -> int:
    """How many consonant letters there are in what the voice is given."""
    return len(spoken.translate(_NO_CONSONANTS))


@dataclass(frozen=True, slots=True)
class Phrase:
    """What is said in one go."""

    start: int
    """Where it begins in the letter, in code points."""
    end: int
    """Where it ends in the letter, in code points; outside all phrases there is only white space."""
    words: tuple[Word, ...]
    """What the voice is given; never empty."""
    role: Role
    """The role of the block it stands in."""
    sentence: int
    """Index of its sentence in the letter, counted from 0."""
    syllables: int
    """How many syllables the voice will say."""
    silent: tuple[Silence, ...] = ()
    """What in it is not said, and why."""

    @property
    def spoken(self) -> str:
        """What the voice is given, as one text."""
        return " ".join([word.spoken for word in self.words])

    @property
    def respelt(self) -> str:
        """What a voice is given that reads letters."""
        return " ".join([word.respelt for word in self.words])

    @property
    def consonants(self) -> int:
        """How many consonant letters the voice is given."""
        return consonants("".join([word.spoken for word in self.words]))

    @property
    def marks(self) -> int:
        """How many marks the voice is given inside the phrase, the one at its end not counted."""
        return sum([word.spoken[-1] in _HALTS for word in self.words[:-1]])


@dataclass(frozen=True, slots=True)
class Sentence:
    """What an engine speaks as a whole."""

    start: int
    """Where it begins in the letter, in code points."""
    end: int
    """Where it ends in the letter, in code points."""
    role: Role
    """The role of the block it stands in."""
    after: RestKind
    """The rest that follows it."""


_KINDS: dict[str, RestKind] = {NONE: "soft", SOFT: "soft", TRAIL: "trail"}


@dataclass(frozen=True, slots=True)
class Outline:
    """A letter's sentences and words, read once."""

    sentences: tuple[Sentence, ...]
    """In order."""
    tokens: tuple[Token, ...]
    """All words, in order, each read with what stands around it."""
    memory: Memory
    """What was seen of the letter meanwhile."""

    def between(self, start: int, end: int) -> tuple[Token, ...] | None:
        """The words of a slice, or None where it begins or ends inside one."""
        first = bisect_left(self.tokens, start, key=lambda token: token.start)
        stop = bisect_left(self.tokens, end, key=lambda token: token.start)
        if first == stop or self.tokens[stop - 1].end > end or (first and self.tokens[first - 1].end > start):
            return None
        return self.tokens[first:stop]


def outline(letter: Letter) -> Outline:
    """The sentences of a letter, with the rest that follows each, and its words."""
    memory = letter.remembered()
    found: list[Sentence] = []
    read: list[Token] = []
    for index, block in enumerate(letter.blocks):
        own = tokens(letter.text, block.start, block.end, memory, letter.language)
        runs = _runs(own)
        for run in runs[:-1]:
            found.append(Sentence(run[0].start, run[-1].end, block.role, "sentence"))
        last = runs[-1]
        found.append(Sentence(last[0].start, last[-1].end, block.role, _after(letter, index, last[-1].mark)))
        read += own
    return Outline(tuple(found), tuple(read), memory)


def _runs(found: list[Token]) -> list[list[Token]]:
    """The tokens of a block, a list a sentence."""
    runs = []
    start = 0
    for index, token in enumerate(found):
        if token.mark in ENDS:
            runs.append(found[start : index + 1])
            start = index + 1
    if start < len(found):
        runs.append(found[start:])
    return runs


def _after(letter: Letter, index: int, mark: str) -> RestKind:
    """The rest after a block."""
    if index + 1 == len(letter.blocks):
        return "lead_out"
    role, following = letter.blocks[index].role, letter.blocks[index + 1].role
    if role == "greeting":
        return "greeting"
    if following in ("closing", "signature"):
        if role in ("closing", "signature"):
            return "sentence" if mark in ENDS else "clause"
        return "closing"
    return "sentence" if following == "item" else "paragraph"


def split(letter: Letter, limit: int, breath: bool = False) -> tuple[tuple[Phrase, RestKind], ...]:
    """The phrases of a letter, each with the kind of rest that follows it.

    `limit` is the longest phrase in syllables. With `breath` a phrase is a breath group: marks inside it get no rest.
    """
    memory = letter.remembered()
    counted: dict[str, int] = {}
    kinds: dict[str, int] = {}
    found: list[tuple[Phrase, RestKind]] = []
    sentence = 0
    for index, block in enumerate(letter.blocks):
        runs = _runs(tokens(letter.text, block.start, block.end, memory, letter.language))
        for position, run in enumerate(runs):
            stretch = Stretch(run, counted, kinds, letter.language)
            ends = stretch.divide(limit, BREATHS if breath else RESTS)
            start = 0
            for end in ends:
                kind = _KINDS.get(run[end - 1].mark, "clause")
                phrase_ = _phrase(run[start:end], block.role, sentence, sum(stretch.lengths[start:end]))
                if end - start == 1 and phrase_.syllables > limit + OVERRUN and UNSPACED.search(run[start].said):
                    parts = _cut(letter, phrase_, limit, memory)
                    found += [(part, "breath" if breath else "soft") for part in parts[:-1]]
                    phrase_ = parts[-1]
                found.append((phrase_, "breath" if breath else kind))
                start = end
            after: RestKind = "breath" if breath else "sentence"
            if position + 1 == len(runs):
                after = _after(letter, index, run[-1].mark)
                after = "breath" if breath and after in ("sentence", "clause") else after
            found[-1] = (found[-1][0], after)
            sentence += 1
    return tuple(found)


def _cut(letter: Letter, whole: Phrase, limit: int, memory: Memory) -> list[Phrase]:
    """A run of letters without spaces in phrases of about `limit` syllables, never within what is one letter."""
    text, start, end = letter.text, whole.start, whole.end
    pieces = -(-whole.syllables // limit)
    step = (end - start) / pieces
    bounds = [start]
    for number in range(1, pieces):
        aim = start + round(step * number)
        around = sorted(
            range(max(bounds[-1] + 1, aim - int(step / 3)), min(end, aim + int(step / 3) + 1)),
            key=lambda at: abs(at - aim),
        )
        chosen = next((at for at in around if parting(text, at) == 2), None)
        chosen = chosen or next((at for at in around if parting(text, at)), None)
        if chosen is not None:
            bounds.append(chosen)
    found: list[Phrase] = []
    first = start
    for last in (*bounds[1:], end):
        # A piece in which nothing is said, such as the stroke of an address, goes with the next; the last with the one
        # before it.
        read = tokens(text, first, last, memory, letter.language)
        if not read and last == end and found:
            first = found.pop().start
            read = tokens(text, first, last, memory, letter.language)
        if read:
            length = sum([syllables.count(token.said, each=letter.language.syllables) for token in read])
            # What is read together with the letters before, such as a word of another script, is said with them.
            piece = _phrase(read, whole.role, whole.sentence, length)
            found.append(replace(piece, start=first, end=last))
            first = last
    return found


def phrase(letter: Letter, start: int, end: int, known: Outline) -> Phrase:
    """The phrase for a slice, the same that `split` makes for it; its words are empty where nothing is said in it.

    A slice that parts what the letter reads as one ("3:30 a.m.") is read by itself.
    """
    index = max(0, bisect_right(known.sentences, start, key=lambda sentence: sentence.start) - 1)
    found = known.between(start, end) or tuple(tokens(letter.text, start, end, known.memory, letter.language))
    words = tuple([to_word(token) for token in found])
    total = sum([syllables.count(token.said, each=letter.language.syllables) for token in found])
    return Phrase(start, end, words, known.sentences[index].role, index, total, _silent(found))


def _phrase(run: list[Token], role: Role, sentence: int, length: int) -> Phrase:
    words = tuple([to_word(token) for token in run])
    return Phrase(run[0].start, run[-1].end, words, role, sentence, length, _silent(run))


def _silent(run: Iterable[Token]) -> tuple[Silence, ...]:
    return tuple([silence for token in run if token.silent for silence in token.silent])
