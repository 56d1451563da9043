"""How a sentence is divided into phrases: the division whose rests, lengths and torn pairs of words cost least."""

from __future__ import annotations

from dataclasses import dataclass

from service.languages import syllables
from service.languages.language import Language
from service.letter.line_breaks import UNSPACED
from service.letter.marks import CLAUSE, DIALLED, HEAD, LINE, NONE, SOFT, TRAIL
from service.letter.settling import ASKED, CRIED, Token
from service.phrases.joints import NEVER, NUMBER, joints_of

OVERRUN = 2
"""A phrase may run this many syllables over the limit rather than rest at a bad joint."""
MOST = 64
"""Most words that are tried as one phrase, however few syllables they have: signs that are not said have none."""
ENOUGH = 9
"""Syllables from which on a number and a word beside it are as good as three words."""
FEWEST = 3
"""Fewest words on either side of a rest that the writer did not mark."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What the parts of a division cost. Rests that the writer marked are cheap, and leaving one out is dear."""

    rest: float
    """Every rest."""
    length: float
    """A phrase, times its syllables squared: two equal phrases are better than a long and a short one."""
    tiny: float
    """A phrase of one or two words beside a mark."""
    passed: dict[str, float]
    """A mark that gets no rest."""


RESTS = Weights(3.0, 0.03, 6.0, {CLAUSE: 4.0, DIALLED: 9.0, SOFT: 2.0, TRAIL: 10.0, LINE: 30.0, ASKED: 6.0, CRIED: 6.0})
BREATHS = Weights(
    8.0, 0.02, 12.0, {CLAUSE: 1.0, DIALLED: 2.0, SOFT: 0.0, TRAIL: 20.0, LINE: 2.0, ASKED: 1.0, CRIED: 1.0}
)
_TORN = 20.0
"""What a phrase of one or two words costs beside a rest that the writer did not mark."""
_TINY, _ALL = 5, 1 << 30
"""Syllables under which one or two words are a tiny phrase: where words are not told apart a run of them is one."""


class Stretch:
    """The tokens of one sentence, and the division of them that costs least."""

    def __init__(self, run: list[Token], counted: dict[str, int], kinds: dict[str, int], language: Language) -> None:
        self.run = run
        self.joints = joints_of(language)
        self.tiny = _TINY if language.numbers is None and any(UNSPACED.search(token.said) for token in run) else _ALL
        self.lengths: list[int] = []
        for token in run:
            said = token[2]
            length = counted.get(said)
            if length is None:
                length = counted[said] = syllables.count(said, each=language.syllables)
                kinds[said] = self.joints.traits(said)
            self.lengths.append(length)
        self.kinds = kinds

    def divide(self, limit: int, weights: Weights) -> list[int]:
        """Where each phrase ends, as indices into the tokens."""
        run = self.run
        marks = [index + 1 for index, token in enumerate(run[:-1]) if token[3] != NONE and token[3] != HEAD]
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

    def _group(self, starts: list[int], stops: list[int], first: int, limit: int, weights: Weights) -> int:
        """The last clause that has to be divided together with clause `first`: neighbours of very short ones are."""
        last = first
        while last + 1 < len(starts):
            here, there = stops[last] - starts[last], stops[last + 1] - starts[last + 1]
            if weights is RESTS and here >= FEWEST and there >= FEWEST:
                break
            last += 1
        return last

    def _cheapest(self, start: int, stop: int, limit: int, weights: Weights) -> list[int]:
        """The division of tokens `start` to `stop` that costs least: a shortest path over the joints."""
        lengths = self.lengths[start:stop]
        passed = [weights.passed.get(token[3], 0.0) for token in self.run[start:stop]]
        opened = self._prices(start, stop, weights)
        origin = [0] * (stop - start + 1)
        for end in range(1, stop - start + 1):
            best, origin[end] = self._reach(start, end, stop, limit, weights, lengths, passed, opened)
            if end < len(opened):
                opened[end] += best
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
        weights: Weights,
        lengths: list[int],
        passed: list[float],
        opened: list[float],
    ) -> tuple[float, int]:
        """What the cheapest division costs that ends at `end`, and where its last phrase begins; both from `start` on.

        lengths, passed: of each token, its syllables and what its mark costs that gets no rest; opened: what a
        division costs up to the beginning of each, with the rest there.
        """
        square, tiny, brief = weights.length, self.tiny, end - FEWEST
        longest = max(limit, lengths[end - 1]) + OVERRUN
        total, skipped, cheapest, source = 0, 0.0, float("inf"), end - 1
        for begin in range(end - 1, max(0, end - MOST) - 1, -1):
            total += lengths[begin]
            if total > longest:
                break
            price = opened[begin] + skipped + square * total * total
            if total > limit:
                price += 1.5 * (total - limit)
            if begin > brief and total < tiny:
                price += self._tininess(start + begin, start + end, start, stop, weights)
            if price < cheapest:
                cheapest, source = price, begin
            skipped += passed[begin - 1]
        return cheapest, source

    def _tininess(self, begin: int, end: int, start: int, stop: int, weights: Weights) -> float:
        soft_before = begin > start and self.run[begin - 1][3] == NONE
        soft_after = end < stop and self.run[end - 1][3] == NONE
        if soft_before or soft_after:
            return 0.0 if self._says_more(begin, end) else _TORN
        if self._counts(begin, end):
            return 0.0
        return weights.tiny if begin > start or end < stop else 0.0

    def _says_more(self, begin: int, end: int) -> bool:
        """Whether one or two words are a phrase's worth, since a number in them is said in many."""
        many = any(" " in self.run[at].said for at in range(begin, end))
        return many and sum(self.lengths[begin:end]) >= ENOUGH

    def _counts(self, begin: int, end: int) -> bool:
        """Whether a phrase is a number that somebody counts: in... two... three... four."""
        run = self.run
        if end - begin > 1 or not self.kinds[run[begin][2]] & NUMBER or not begin or run[begin - 1][3] != TRAIL:
            return False
        return end == len(run) or run[begin][3] == TRAIL

    def _prices(self, start: int, stop: int, weights: Weights) -> list[float]:
        """What a rest before each token costs."""
        run = self.run[start:stop]
        words = [token[2].lower() for token in run]
        kinds = [self.kinds[token[2]] for token in run]
        unmarked = _unmarked(run)
        prices, cost = [0.0], self.joints.cost
        for at in range(1, len(run)):
            price = weights.rest
            mark = run[at - 1][3]
            if mark == NONE:
                price += cost(words, kinds, at, unmarked[at])
            elif mark == HEAD:
                price += NEVER
            prices.append(price)
        return prices


def _unmarked(run: list[Token]) -> list[int]:
    """For each token, the end of the stretch without a mark that it begins, as far as it matters: four words on."""
    ends = [0] * len(run)
    end = len(run)
    for at in range(len(run) - 1, -1, -1):
        end = at + 1 if run[at][3] != NONE else min(end, at + 4)
        ends[at] = end
    return ends
