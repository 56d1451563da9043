"""Between which two words a rest may be opened where the writer put no mark, and how well it would sit there."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from service.languages.language import Language

ARTICLE, POINTER, PREPOSITION, PARTICLE, AUXILIARY, SUBJECT, OBJECT, PRONOUN = (1 << n for n in range(8))
JOINING, RELATIVE, TO, NOT, DEGREE, ADJECTIVE, ADVERB, TRAILING = (1 << n for n in range(8, 16))
LINKING, CAPITAL, TITLE, NUMBER, BARE, COORDINATING, COMPARING = (1 << n for n in range(16, 23))
LOOSE, DECLARING, ASKING, ADDRESS, COUNTING, STANDING, GERUND, ANY = (1 << n for n in range(23, 31))
TRANSITIVE, FINITE = 1 << 31, 1 << 32

NEVER = 60.0
"""Cost of a joint that tears apart what belongs together."""
AWKWARD = 14.0
"""Cost of a joint that a reader would avoid."""
GERUNDIAL = 3.0
"""Cost of a joint before a verb that stands where a noun might: watching the rain."""
GOOD = 0.8
"""Cost of a joint before two words that a phrase begins well with."""
LATE = 9.0
"""What a joint costs more one or two words after one where everybody would rest."""
PLAIN = 5.0
"""Cost of a joint between two ordinary words."""

_STARTS_CLAUSE = SUBJECT | PRONOUN | ARTICLE | POINTER
_CLAUSE_OPENERS = JOINING | RELATIVE | SUBJECT | PREPOSITION
_OPENS_OBJECT = ARTICLE | POINTER | PRONOUN | OBJECT | TO | BARE | ADJECTIVE | DEGREE | ASKING
_WAITS = ARTICLE | TO | NOT | TITLE | SUBJECT | JOINING | RELATIVE | DEGREE
_LEADS = PREPOSITION | TRANSITIVE | LINKING | STANDING | AUXILIARY
"""What stands before a noun that is no subject by itself, so that the subject of the verb after it is longer."""
_PREPOSITIONAL = PREPOSITION | LOOSE | RELATIVE | ASKING | DEGREE
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
        self._closed = language.closed
        self._poor_openings = language.poor_openings
        self._good_openings = language.good_openings
        self._naming = language.naming
        self._binding = language.binding
        self._after_noun = language.adjectives_follow
        tables = (
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
            (COORDINATING, language.coordinating),
            (COMPARING, language.comparing),
            (LOOSE, language.loose),
            (DECLARING, language.declaring),
            (ASKING, language.asking),
            (ADDRESS, language.address),
            (COUNTING | NUMBER | POINTER, language.counting),
            (STANDING, language.standing),
            (ANY, language.any),
            (TRANSITIVE | BARE, language.transitive - language.auxiliaries),
        )
        self._bits: dict[str, int] = {}
        for bits, table in tables:
            for word in table:
                self._bits[word] = self._bits.get(word, 0) | bits
        self._abbreviations = frozenset(language.abbreviations.values())

    def traits(self, said: str) -> int:
        """What kinds of word this may be, as bits; more than one where it may be several."""
        lower = said.lower()
        if " " in said:
            return self._phrase_traits(said)
        bits = self._bits.get(lower, 0)
        if said[0].isupper() and lower.partition("'")[0] not in self._language.capitalised:
            bits |= CAPITAL
        if not bits & ~CAPITAL:
            bits |= BARE
            if lower.endswith(self._language.adjective_ends) and len(lower) > 4:
                bits |= ADJECTIVE
            elif lower.endswith(self._language.adverb_ends) and len(lower) > 4:
                bits |= ADVERB
        if lower.endswith(self._language.gerund_ends) and lower not in self._language.no_gerunds:
            bits |= GERUND
        if lower in self._language.finite:
            bits |= FINITE
        if lower.startswith(self._language.contractions) and "'" in lower:
            bits |= SUBJECT | AUXILIARY
        return bits

    def _phrase_traits(self, said: str) -> int:
        """Numbers and abbreviations that are said in several words."""
        first = said.partition(" ")[0]
        if said in self._abbreviations:
            return JOINING | PREPOSITION if first in self._language.introducing else TRAILING
        return NUMBER | POINTER

    def cost(self, words: list[str], kinds: list[int], at: int, stop: int) -> float:
        """What a rest before word `at` costs: 0 is where everybody would rest, `NEVER` where nobody would.

        `words` are in lower case, `kinds` their traits; `stop` is the end of the stretch without a mark.
        """
        before, after = kinds[at - 1], kinds[at]
        previous, word = words[at - 1], words[at]
        if at > 1:
            if (words[at - 2], previous) in self._closed:
                before = TRAILING
            elif before & DECLARING and kinds[at - 2] & PREPOSITION:
                before = PRONOUN
        following = kinds[at + 1] if at + 1 < stop else 0
        third = kinds[at + 2] if at + 2 < stop else 0
        if (previous, word) in self._pairs or _tears(before, after, following, third):
            return NEVER
        if previous in self._naming and after & (CAPITAL | TITLE):
            return NEVER
        if at + 1 < stop:
            if previous == words[at + 1] and not following & (DECLARING | SUBJECT | ADDRESS | ARTICLE):
                return NEVER
            if (word, words[at + 1]) in self._poor_openings or _is_brief(after, following, third):
                return AWKWARD
        if self._after_noun and after & ADJECTIVE and before & BARE:
            return AWKWARD
        good = at + 1 < stop and (word, words[at + 1]) in self._good_openings
        opening = GOOD if good else _opening(after, following, third, stop - at, word in self._binding)
        clause = bool((after & JOINING and not after & PREPOSITION) or after & SUBJECT)
        clause = clause or bool(after & PRONOUN and following & AUXILIARY)
        hold = _hold(before, after, following, clause, opening) or _subject(kinds, at)
        if not hold and before & OBJECT and at > 1 and kinds[at - 2] & (LINKING | TRANSITIVE) and after & BARE:
            hold = 0.0 if after & ADVERB else AWKWARD
        if hold and not (good and hold < NEVER):
            return hold
        if after & (OBJECT | TRAILING) and opening >= GERUNDIAL:
            return AWKWARD if after & TRAILING else NEVER
        if after & PRONOUN and opening >= PLAIN and following & (JOINING | PREPOSITION | RELATIVE):
            return AWKWARD
        late = LATE if at > 1 and (words[at - 2], previous) in self._good_openings else 0.0
        return opening + (late or _lateness(kinds, at))


def _tears(before: int, after: int, following: int, third: int) -> bool:
    """Whether a rest between two words tears apart what belongs together, whatever else stands around them."""
    if after & PARTICLE:
        if (
            not following
            or following & TRAILING
            or (following & _CLAUSE_OPENERS and not following & (ARTICLE | POINTER))
        ):
            return True
        if following & PRONOUN and third & AUXILIARY:
            return True
    if after & PRONOUN and following & PARTICLE and not before & JOINING:
        return True
    if before & (LINKING | TRANSITIVE) and after & OBJECT:
        return True
    if after & ANY and following & DEGREE:
        return True
    if before & COUNTING and following & COUNTING and after & (COORDINATING | TO | PREPOSITION):
        return True
    if before & PREPOSITION and after & ASKING:
        return True
    if before & ADDRESS and after & COORDINATING and following & SUBJECT:
        return not third or bool(third & (PREPOSITION | JOINING))
    if after & PREPOSITION and following & JOINING and not (after & JOINING or following & _PREPOSITIONAL):
        return True
    return bool(before & AUXILIARY and after & DEGREE and not following & (SUBJECT | PRONOUN | ARTICLE))


def _is_brief(after: int, following: int, third: int) -> bool:
    """Whether a preposition and a pronoun, or a preposition whose noun stands before it, would open a phrase."""
    if not after & PREPOSITION or after & JOINING:
        return False
    if following & (OBJECT | ADDRESS):
        return not third & AUXILIARY
    if following & PRONOUN and not following & ARTICLE:
        return not third or not third & (BARE | ADJECTIVE | NUMBER | CAPITAL | TO)
    return bool(following & COORDINATING and not following & DEGREE) or bool(
        following & AUXILIARY and not following & GERUND
    )


def _opening(after: int, following: int, third: int, left: int, binds: bool) -> float:
    """How well a phrase begins with this word."""
    if after & DEGREE and following & (ADJECTIVE | ADVERB) and not third & _STARTS_CLAUSE:
        return PLAIN + 3
    if after & DECLARING and following & JOINING:
        return AWKWARD
    if after & JOINING and not after & LOOSE:
        if not after & COORDINATING or not following & BARE:
            return 0.0
        return PLAIN + 3 if third & COORDINATING else 0.0 if left > 3 else 1.0
    if after & RELATIVE:
        if after & ASKING:
            return 2.5
        return 0.6 if not (after & DECLARING and following & (BARE | ADJECTIVE)) or third & AUXILIARY else 2.0
    if after & JOINING:
        clause = following & (_STARTS_CLAUSE | RELATIVE | CAPITAL)
        if after & COMPARING:
            return 0.8 if following & (SUBJECT | PRONOUN) else 2.5
        return 0.5 if clause else 2.0
    if after & SUBJECT and (following & (AUXILIARY | BARE | ADVERB | LINKING | NOT)):
        return 1.5
    if after & PRONOUN and following & AUXILIARY:
        return 1.8
    if after & ADDRESS and following & (BARE | LINKING | ADVERB):
        return 2.4
    if following & NUMBER:
        left += 2
    if after & PREPOSITION:
        return (4.0 if binds else 1.6) if left >= 3 else AWKWARD
    if after & TO:
        return 2.4 if left >= 3 else AWKWARD
    if after & (ARTICLE | POINTER | NUMBER):
        return 4.4 if after & ARTICLE else 3.6
    return GERUNDIAL if after & GERUND else PLAIN


def _hold(before: int, after: int, following: int, clause_follows: bool, opening: float) -> float:
    """What it costs to leave the word before without the word after it; 0.0 where it can stand."""
    if before & CAPITAL and after & CAPITAL and not after & (SUBJECT | JOINING):
        return NEVER
    if after & (JOINING | PREPOSITION | TO) and (before & NUMBER or (before & ARTICLE and before & PRONOUN)):
        return AWKWARD if after & TO and before & PRONOUN else 0.0
    if before & ASKING and after & RELATIVE and not after & (ASKING | DECLARING):
        return 0.0
    if before & RELATIVE:
        return 0.0 if after & JOINING and (not before & DECLARING or after & COORDINATING) else NEVER
    if before & PREPOSITION and before & PARTICLE and clause_follows and not (before & JOINING or after & LOOSE):
        return 0.0
    if before & (AUXILIARY | POINTER | NUMBER | PRONOUN) and not before & (PREPOSITION | _WAITS & ~RELATIVE):
        return _half_hold(before, after, clause_follows)
    if before & TRAILING and before & ADVERB and after & (LINKING | TRANSITIVE | GERUND | AUXILIARY):
        return AWKWARD
    if (before & TRAILING and not before & JOINING) or (before & (DEGREE | TRAILING) and after & JOINING):
        return 0.0
    if before & SUBJECT and after & COORDINATING:
        return 3.0
    if before & (_WAITS | PREPOSITION):
        stranded = before & PREPOSITION and after & FINITE and not before & _WAITS
        return 3.0 if stranded else NEVER
    if before & ADJECTIVE and after & (BARE | ADJECTIVE | CAPITAL) and not after & ADVERB:
        return AWKWARD + 6
    if before & LINKING and not clause_follows:
        return AWKWARD
    if before & TRANSITIVE and after & _OPENS_OBJECT and not clause_follows:
        pointing = after & DECLARING and following & (BARE | ADJECTIVE)
        if pointing or not after & (PREPOSITION | JOINING | DECLARING):
            return AWKWARD
    if before & (TRANSITIVE | LINKING) and after & PARTICLE and following & (ARTICLE | POINTER):
        return AWKWARD
    if before & GERUND and after & (PRONOUN | OBJECT) and not after & (RELATIVE | ARTICLE):
        return AWKWARD
    if before & OBJECT and after & (ARTICLE | POINTER) and not after & DECLARING:
        return AWKWARD - 4
    if before & ADVERB and opening >= GERUNDIAL:
        return AWKWARD
    if after & NOT and not after & SUBJECT:
        return 3.0 if before & BARE and not before & ADVERB else AWKWARD
    return 0.0


def _half_hold(before: int, after: int, clause_follows: bool) -> float:
    """Words that wait for another one only in the middle of a clause: are, some, you."""
    if before & AUXILIARY and after & FINITE:
        return 3.0
    if before & AUXILIARY and after & PREPOSITION and not before & FINITE:
        return AWKWARD - 6
    if before & (AUXILIARY | NUMBER | POINTER) and not before & PRONOUN:
        return (3.0 if before & AUXILIARY else 0.0) if clause_follows else NEVER
    if before & PRONOUN and after & (AUXILIARY | BARE | ADVERB | LINKING | NOT | ADJECTIVE) and not after & PREPOSITION:
        return NEVER
    if before & PRONOUN and after & TO:
        return AWKWARD
    if before & (STANDING | POINTER):
        return 0.0 if clause_follows or after & PREPOSITION else NEVER
    return 0.0


def _subject(kinds: list[int], at: int) -> float:
    """What it costs to rest between a subject and its verb: little where the subject is long."""
    before, after = kinds[at - 1], kinds[at]
    if not after & (AUXILIARY | LINKING | TRANSITIVE | FINITE) or after & (SUBJECT | GERUND):
        return 0.0
    if not after & (AUXILIARY | FINITE):
        return PLAIN + 3 if at > 1 and before & BARE and kinds[at - 2] & ARTICLE else 0.0
    if before & OBJECT and at > 3 and kinds[at - 2] & PREPOSITION:
        return 3.0
    if not before & (BARE | TRAILING | ADJECTIVE) or before & ADVERB:
        return AWKWARD
    for back in range(at - 2, max(-1, at - 5), -1):
        kind = kinds[back]
        if kind & (PREPOSITION | SUBJECT | ADDRESS) and not kind & JOINING:
            return 3.0
        if kind & (JOINING | RELATIVE | PRONOUN) and not kind & (ARTICLE | POINTER):
            return AWKWARD
        if kind & (ARTICLE | POINTER):
            leads = kinds[back - 1] if back else 0
            return 3.0 if leads & _LEADS and not leads & JOINING else AWKWARD
    return 3.0 if at > 4 else AWKWARD


def _lateness(kinds: list[int], at: int) -> float:
    """What a joint costs more because it comes only a word or two after a better one."""
    after = kinds[at]
    for back in (2, 3):
        if at < back:
            break
        kind = kinds[at - back]
        opens = kind & JOINING and kinds[at - back + 1] & (_STARTS_CLAUSE | GERUND)
        if kind & COMPARING:
            if after & COMPARING and back == 2:
                return LATE
        elif kind & COORDINATING:
            if after & (RELATIVE | AUXILIARY | SUBJECT | ADDRESS) or (after & PRONOUN and not after & POINTER):
                return LATE
        elif kind & ASKING and back == 2 and kinds[at - 1] & (ADJECTIVE | ADVERB | POINTER):
            return LATE if after & RELATIVE else NEVER
        elif opens or (kind & RELATIVE and not kind & POINTER):
            return LATE
        elif back == 2 and kind & (SUBJECT | ADDRESS) and not after & (JOINING | RELATIVE | FINITE):
            clause = after & PRONOUN and at + 1 < len(kinds) and kinds[at + 1] & AUXILIARY
            return 0.0 if clause else LATE / 2
    return 0.0
