"""Between which two words a rest may be opened where the writer put no mark, and how well it would sit there."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from service.languages.language import Language

ARTICLE, POINTER, PREPOSITION, PARTICLE, AUXILIARY, SUBJECT, OBJECT, PRONOUN = (1 << n for n in range(8))
JOINING, RELATIVE, TO, NOT, DEGREE, ADJECTIVE, ADVERB, TRAILING = (1 << n for n in range(8, 16))
LINKING, CAPITAL, TITLE, NUMBER, BARE = (1 << n for n in range(16, 21))

NEVER = 60.0
"""Cost of a joint that tears apart what belongs together."""
AWKWARD = 14.0
"""Cost of a joint that a reader would avoid."""
PLAIN = 5.0
"""Cost of a joint between two ordinary words."""

_STARTS_CLAUSE = SUBJECT | PRONOUN | ARTICLE | POINTER
_CLAUSE_OPENERS = JOINING | RELATIVE | SUBJECT | PREPOSITION
_WAITS = ARTICLE | TO | NOT | TITLE | SUBJECT | JOINING | RELATIVE | DEGREE
SHORT = 3
"""Letters of the longest word that is taken for a small one by its length."""


class Joints(Protocol):
    """Where a phrase may end, in a language."""

    def traits(self, said: str) -> int:
        """What kinds of word this may be, as bits; more than one where it may be several."""

    def cost(self, words: list[str], kinds: list[int], at: int, stop: int) -> float:
        """What a rest before word `at` costs: 0 is where everybody would rest, `NEVER` where nobody would.

        `words` are in lower case, `kinds` their traits; `stop` is the end of the stretch without a mark.
        """


@cache
def joints_of(language: Language) -> Joints:
    """The joints of a language: by its words where it has tables of them, or else by their length."""
    return Grammar(language) if language.joining else Lengths(language)


class Lengths:
    """Joints of a language without tables: as good as any, but that short words belong to longer ones."""

    def __init__(self, language: Language) -> None:
        self._side = {"open": -1, "close": 0}.get(language.short_words)

    def traits(self, said: str) -> int:
        """No kind."""
        return 0

    def cost(self, words: list[str], kinds: list[int], at: int, stop: int) -> float:
        """Dearer after a short word that opens a phrase, or before one that closes it."""
        if self._side is None:
            return PLAIN
        return PLAIN if len(words[at + self._side]) > SHORT else AWKWARD


class Grammar:
    """Joints of a language by the tables of its words."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._pairs = language.pairs
        self._poor_openings = language.poor_openings
        self._naming = language.naming
        self._binding = language.binding
        self._after_noun = language.adjectives_follow
        self._tables = (
            (ARTICLE, language.articles),
            (POINTER, language.pointers),
            (PREPOSITION, language.prepositions),
            (PARTICLE, language.particles),
            (AUXILIARY, language.auxiliaries),
            (SUBJECT, language.subjects),
            (OBJECT, language.objects),
            (PRONOUN, language.pronouns),
            (JOINING, language.joining),
            (RELATIVE, language.relatives),
            (TO, language.to),
            (NOT, language.negations),
            (DEGREE, language.degrees),
            (ADJECTIVE, language.adjectives),
            (ADVERB, language.adverbs),
            (TRAILING, language.trailing),
            (LINKING, language.linking),
            (TITLE, language.titles),
        )
        self._abbreviations = frozenset(language.abbreviations.values())

    def traits(self, said: str) -> int:
        """What kinds of word this may be, as bits; more than one where it may be several."""
        lower = said.lower()
        if " " in said:
            return self._phrase_traits(said)
        bits = 0
        for bit, table in self._tables:
            if lower in table:
                bits |= bit
        if said[0].isupper() and lower[:2] not in ("i", "i'"):
            bits |= CAPITAL
        if not bits & ~CAPITAL:
            bits |= BARE
            if lower.endswith(self._language.adjective_ends) and len(lower) > 4:
                bits |= ADJECTIVE
            elif lower.endswith(self._language.adverb_ends) and len(lower) > 4:
                bits |= ADVERB
        if lower.startswith(self._language.contractions) and "'" in lower:
            bits |= SUBJECT | AUXILIARY
        return bits

    def _phrase_traits(self, said: str) -> int:
        """Numbers and abbreviations that are said in several words."""
        first = said.partition(" ")[0]
        if said in self._abbreviations:
            return JOINING | PREPOSITION if first in ("for", "that") else TRAILING
        return NUMBER | POINTER

    def cost(self, words: list[str], kinds: list[int], at: int, stop: int) -> float:
        """What a rest before word `at` costs: 0 is where everybody would rest, `NEVER` where nobody would.

        `words` are in lower case, `kinds` their traits; `stop` is the end of the stretch without a mark.
        """
        before, after = kinds[at - 1], kinds[at]
        previous, word = words[at - 1], words[at]
        following = kinds[at + 1] if at + 1 < stop else 0
        if (previous, word) in self._pairs:
            return NEVER
        if after & PARTICLE and (
            not following or (following & _CLAUSE_OPENERS and not following & (ARTICLE | POINTER))
        ):
            return NEVER
        if word == "any" and following & DEGREE:
            return NEVER
        if previous in self._naming and after & (CAPITAL | TITLE):
            return NEVER
        if at + 1 < stop and (word, words[at + 1]) in self._poor_openings:
            return AWKWARD
        if self._after_noun and after & ADJECTIVE and before & BARE:
            return AWKWARD
        if at + 1 < stop and previous == words[at + 1]:
            return NEVER
        if after & PARTICLE and following & PRONOUN and at + 2 < stop and kinds[at + 2] & AUXILIARY:
            return NEVER
        opening = _opening(after, following, word, stop - at, word in self._binding)
        if after & PRONOUN and following & PARTICLE and not before & JOINING:
            return NEVER
        clause = bool((after & JOINING and not after & PREPOSITION) or after & SUBJECT)
        clause = clause or bool(after & PRONOUN and following & AUXILIARY)
        hold = _hold(before, after, previous, clause, opening)
        if hold:
            return hold
        if after & (OBJECT | TRAILING) and opening >= PLAIN:
            return AWKWARD if after & TRAILING else NEVER
        return opening


def _opening(after: int, following: int, word: str, left: int, binds: bool) -> float:
    """How well a phrase begins with this word."""
    if after & JOINING and word not in ("as", "than", "once", "before", "after", "until", "till", "since"):
        return 0.0 if word not in ("or", "and", "nor", "yet", "so") or left > 3 or not following & BARE else 1.0
    if after & RELATIVE:
        return 0.6 if not (word == "that" and following & BARE) else 2.0
    if after & JOINING:
        clause = following & (_STARTS_CLAUSE | RELATIVE | CAPITAL)
        if word in ("as", "than"):
            return 0.8 if following & (SUBJECT | PRONOUN) else 2.5
        return 0.5 if clause else 2.0
    if after & SUBJECT and (following & (AUXILIARY | BARE | ADVERB | LINKING | NOT)):
        return 1.5
    if after & PRONOUN and following & AUXILIARY:
        return 1.8
    if word == "you" and following & BARE:
        return 3.5
    if following & NUMBER:
        left += 2
    if after & PARTICLE and word in ("up", "down", "out", "off", "on", "over"):
        return 4.0 if left >= 3 else AWKWARD
    if after & PREPOSITION:
        return (4.0 if binds else 1.6) if left >= 3 else AWKWARD
    if after & TO:
        return 2.4 if left >= 3 else AWKWARD
    if after & (ARTICLE | POINTER | NUMBER):
        return 3.6 if word != "another" else PLAIN
    return PLAIN


def _hold(before: int, after: int, previous: str, clause_follows: bool, opening: float) -> float:
    """What it costs to leave the word before without the word after it; 0.0 where it can stand."""
    if before & CAPITAL and after & CAPITAL and not after & (SUBJECT | JOINING):
        return NEVER
    if after & (JOINING | PREPOSITION | TO) and (before & NUMBER or (before & ARTICLE and before & PRONOUN)):
        return 0.0
    if before & RELATIVE:
        return 0.0 if after & JOINING and previous != "that" else NEVER
    if before & PREPOSITION and before & PARTICLE and clause_follows and not before & JOINING:
        return 0.0
    if before & (AUXILIARY | POINTER | NUMBER | PRONOUN) and not before & (PREPOSITION | _WAITS & ~RELATIVE):
        return _half_hold(before, after, previous, clause_follows)
    if before & TRAILING or (before & DEGREE and after & JOINING):
        return 0.0
    if before & (_WAITS | PREPOSITION):
        return NEVER
    if before & ADJECTIVE and after & (BARE | ADJECTIVE | CAPITAL) and not after & ADVERB:
        return AWKWARD + 6
    if before & LINKING and not clause_follows:
        return AWKWARD
    if before & ADVERB and opening >= PLAIN:
        return AWKWARD
    if after & (AUXILIARY | NOT) and not after & SUBJECT:
        return 3.0 if before & BARE and not before & ADVERB else AWKWARD
    return 0.0


def _half_hold(before: int, after: int, previous: str, clause_follows: bool) -> float:
    """Words that wait for another one only in the middle of a clause: are, some, you."""
    if before & (AUXILIARY | NUMBER | POINTER) and not before & PRONOUN:
        return (3.0 if before & AUXILIARY else 0.0) if clause_follows else NEVER
    if before & PRONOUN and after & (AUXILIARY | BARE | ADVERB | LINKING | NOT) and not after & PREPOSITION:
        return NEVER
    if previous == "there" or before & POINTER:
        return 0.0 if clause_follows or after & PREPOSITION else NEVER
    return 0.0
