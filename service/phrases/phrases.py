"""Where to rest: a letter's sentences, and the phrases that are said in one go."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import pairwise

from service.languages import syllables
from service.languages.language import Language
from service.letter.letter import Letter, Role
from service.letter.line_breaks import UNSPACED, parting
from service.letter.normalize import CLAUSE, LINE, NONE, SOFT, TRAIL
from service.letter.tokens import ASKED, CRIED, ENDS, Memory, Token, Word, to_word, tokens
from service.phrases.joints import joints_of
from service.score.pace import RestKind

OVERRUN = 2
"""A phrase may run this many syllables over the limit rather than rest at a bad joint."""
FEWEST = 3
"""Fewest words on either side of a rest that the writer did not mark."""


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

    @property
    def spoken(self) -> str:
        """What the voice is given, as one text."""
        return " ".join([word.spoken for word in self.words])

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


@dataclass(frozen=True, slots=True)
class _Weights:
    """What the parts of a division cost. Rests that the writer marked are cheap, and leaving one out is dear."""

    rest: float
    """Every rest."""
    length: float
    """A phrase, times its syllables squared: two equal phrases are better than a long and a short one."""
    tiny: float
    """A phrase of one or two words beside a mark."""
    passed: dict[str, float]
    """A mark that gets no rest."""


_RESTS = _Weights(3.0, 0.03, 6.0, {CLAUSE: 4.0, SOFT: 2.0, TRAIL: 10.0, LINE: 12.0, ASKED: 6.0, CRIED: 6.0})
_BREATHS = _Weights(8.0, 0.02, 12.0, {CLAUSE: 1.0, SOFT: 0.0, TRAIL: 20.0, LINE: 2.0, ASKED: 1.0, CRIED: 1.0})
_TORN = 20.0
"""What a phrase of one or two words costs beside a rest that the writer did not mark."""
_TINY, _ALL = 5, 1 << 30
"""Syllables under which one or two words are a tiny phrase: where words are not told apart a run of them is one."""
_KINDS: dict[str, RestKind] = {NONE: "soft", SOFT: "soft", TRAIL: "trail"}


@dataclass(frozen=True, slots=True)
class Outline:
    """A letter's sentences and words, read once."""

    sentences: tuple[Sentence, ...]
    """In order."""
    tokens: tuple[Token, ...]
    """All words, in order, each read with what stands around it."""

    def between(self, start: int, end: int) -> tuple[Token, ...] | None:
        """The words of a slice, or None where it begins or ends inside one."""
        first = bisect_left(self.tokens, start, key=lambda token: token.start)
        stop = bisect_left(self.tokens, end, key=lambda token: token.start)
        if first == stop or self.tokens[stop - 1].end > end or (first and self.tokens[first - 1].end > start):
            return None
        return self.tokens[first:stop]


def outline(letter: Letter) -> Outline:
    """The sentences of a letter, with the rest that follows each, and its words."""
    memory: Memory = {}
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
    return Outline(tuple(found), tuple(read))


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
    memory: Memory = {}
    counted: dict[str, int] = {}
    kinds: dict[str, int] = {}
    found: list[tuple[Phrase, RestKind]] = []
    sentence = 0
    for index, block in enumerate(letter.blocks):
        runs = _runs(tokens(letter.text, block.start, block.end, memory, letter.language))
        for position, run in enumerate(runs):
            stretch = _Stretch(run, counted, kinds, letter.language)
            ends = stretch.divide(limit, _BREATHS if breath else _RESTS)
            start = 0
            for end in ends:
                kind = _KINDS.get(run[end - 1].mark, "clause")
                phrase_ = _phrase(run[start:end], block.role, sentence, sum(stretch.lengths[start:end]))
                if end - start == 1 and phrase_.syllables > limit + OVERRUN and UNSPACED.search(run[start].said):
                    parts = _cut(letter, phrase_, limit)
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


def _cut(letter: Letter, whole: Phrase, limit: int) -> list[Phrase]:
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
    found = []
    for first, last in pairwise([*bounds, end]):
        read = tokens(text, first, last, {}, letter.language)
        length = sum([syllables.count(token.said, each=letter.language.syllables) for token in read])
        found.append(_phrase(read, whole.role, whole.sentence, length))
    return found


def phrase(letter: Letter, start: int, end: int, known: Outline) -> Phrase:
    """The phrase for a slice, the same that `split` makes for it; its words are empty where nothing is said in it.

    A slice that parts what the letter reads as one ("3:30 a.m.") is read by itself.
    """
    index = max(0, bisect_right(known.sentences, start, key=lambda sentence: sentence.start) - 1)
    found = known.between(start, end) or tuple(tokens(letter.text, start, end, {}, letter.language))
    words = tuple([to_word(token) for token in found])
    total = sum([syllables.count(token.said, each=letter.language.syllables) for token in found])
    return Phrase(start, end, words, known.sentences[index].role, index, total)


def _phrase(run: list[Token], role: Role, sentence: int, length: int) -> Phrase:
    return Phrase(run[0].start, run[-1].end, tuple([to_word(token) for token in run]), role, sentence, length)


class _Stretch:
    """The tokens of one sentence, and the division of them that costs least."""

    def __init__(self, run: list[Token], counted: dict[str, int], kinds: dict[str, int], language: Language) -> None:
        self.run = run
        self.joints = joints_of(language)
        self.tiny = _TINY if language.numbers is None and any(UNSPACED.search(token.said) for token in run) else _ALL
        self.lengths = []
        for token in run:
            said = token[2]
            length = counted.get(said)
            if length is None:
                length = counted[said] = syllables.count(said, each=language.syllables)
                kinds[said] = self.joints.traits(said)
            self.lengths.append(length)
        self.kinds = kinds

    def divide(self, limit: int, weights: _Weights) -> list[int]:
        """Where each phrase ends, as indices into the tokens."""
        run = self.run
        marks = [index + 1 for index, token in enumerate(run[:-1]) if token[3] != NONE]
        starts, stops = [0, *marks], [*marks, len(run)]
        ends: list[int] = []
        first = 0
        while first < len(starts):
            last = self._group(starts, stops, first, limit, weights)
            if last == first and sum(self.lengths[starts[first] : stops[first]]) <= limit:
                ends.append(stops[first])
            else:
                ends.extend(self._cheapest(starts[first], stops[last], limit, weights))
            first = last + 1
        return ends

    def _group(self, starts: list[int], stops: list[int], first: int, limit: int, weights: _Weights) -> int:
        """The last clause that has to be divided together with clause `first`: neighbours of very short ones are."""
        last = first
        while last + 1 < len(starts):
            here, there = stops[last] - starts[last], stops[last + 1] - starts[last + 1]
            if weights is _RESTS and here >= FEWEST and there >= FEWEST:
                break
            last += 1
        return last

    def _cheapest(self, start: int, stop: int, limit: int, weights: _Weights) -> list[int]:
        """The division of tokens `start` to `stop` that costs least: a shortest path over the joints."""
        prices = self._prices(start, stop, weights)
        best = [0.0] * (stop - start + 1)
        origin = [0] * (stop - start + 1)
        for end in range(start + 1, stop + 1):
            self._reach(start, end, stop, limit, weights, prices, best, origin)
        ends = []
        end = stop - start
        while end > 0:
            ends.append(start + end)
            end = origin[end]
        return ends[::-1]

    def _reach(
        self,
        start: int,
        end: int,
        stop: int,
        limit: int,
        weights: _Weights,
        prices: list[float],
        best: list[float],
        origin: list[int],
    ) -> None:
        """Find the cheapest last phrase of a division that ends at `end`."""
        run, lengths, square, longest, tiny = self.run, self.lengths, weights.length, limit + OVERRUN, self.tiny
        total, passed, cheapest, source = 0, 0.0, float("inf"), end - 1
        for begin in range(end - 1, start - 1, -1):
            total += lengths[begin]
            if total > longest and begin < end - 1:
                break
            price = best[begin - start] + prices[begin - start] + passed + square * total * total
            if total > limit:
                price += 1.5 * (total - limit)
            if end - begin < FEWEST and total < tiny:
                price += self._tininess(begin, end, start, stop, weights)
            if price < cheapest:
                cheapest, source = price, begin
            mark = run[begin - 1][3]
            if mark != NONE:
                passed += weights.passed.get(mark, 0.0)
        best[end - start], origin[end - start] = cheapest, source - start

    def _tininess(self, begin: int, end: int, start: int, stop: int, weights: _Weights) -> float:
        soft_before = begin > start and self.run[begin - 1][3] == NONE
        soft_after = end < stop and self.run[end - 1][3] == NONE
        if soft_before or soft_after:
            return _TORN
        return weights.tiny if begin > start or end < stop else 0.0

    def _prices(self, start: int, stop: int, weights: _Weights) -> list[float]:
        """What a rest before each token costs."""
        run = self.run
        words = [token[2].lower() for token in run[start:stop]]
        kinds = [self.kinds[token[2]] for token in run[start:stop]]
        prices, cost = [0.0], self.joints.cost
        for at in range(1, stop - start):
            price = weights.rest
            if run[start + at - 1][3] == NONE:
                price += cost(words, kinds, at, self._unmarked(start + at, stop) - start)
            prices.append(price)
        return prices

    def _unmarked(self, at: int, stop: int) -> int:
        """The end of the stretch without a mark from `at`, as far as it matters: four words on."""
        for index in range(at, min(at + 4, stop)):
            if self.run[index][3] != NONE:
                return index + 1
        return min(at + 4, stop)
