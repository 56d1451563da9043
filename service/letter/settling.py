"""What a mark turns out to be once it is known what stands around it: a full stop or an abbreviation's dot, a question
that ends its sentence or one that somebody in it asks."""

from __future__ import annotations

import re
from typing import NamedTuple

from service.languages.language import Language
from service.letter import marks
from service.letter.line_breaks import Break
from service.letter.marks import CLAUSE, CRY, FULL, LINE, NONE, QUESTION, SOFT, TRAIL
from service.letter.mended import Silence


class Token(NamedTuple):
    """A word before it is given to the voice: what is said, and the mark after it by itself."""

    start: int
    """Where it begins in the letter, in code points."""
    end: int
    """Where it ends in the letter, in code points."""
    said: str
    """The words without a mark; never empty."""
    mark: str
    """The mark after it, one of those in `marks`, settled by what follows."""
    silent: tuple[Silence, ...] = ()
    """What in it is not said, and why."""


ASKED, CRIED = "asked", "cried"
"""Settled marks inside a sentence: “Are you there?” she said."""
ENDS = frozenset([FULL, QUESTION, CRY])
"""Marks that end a sentence."""
OPENING = 8
"""Most words before a sentence has its subject: On the first Monday in Sept. we moved."""

UNSETTLED = frozenset(
    [marks.ABBREVIATED, marks.INITIAL, marks.TITLED, marks.NUMBERED, *marks.UNQUOTED, TRAIL, SOFT, CRY, QUESTION]
)
"""Marks that may become another one."""
SAID = {QUESTION: ASKED, CRY: CRIED}
"""What a mark is inside a sentence."""
CLOSING = ")]}>"
"""Brackets after which nothing of a paragraph comes: what stands in them ends it."""
_FINAL = ENDS | {CLAUSE, LINE}
_ASIDES = dict(zip(marks.UNQUOTED, (CLAUSE, ASKED, CRIED), strict=True))
_WORD = r"([^\W_][\w'’]{0,12}+)"
_NEXT = re.compile(
    rf"(?:<[/!?]?[A-Za-z][^<>]{{0,200}}>|[\W_]){{0,8}}+(?:{_WORD}(\.?)(?:[^\w.]{{1,3}}{_WORD}(?:[^\w.]{{1,3}}{_WORD})?)?)?"
)
"""The next word, whether a dot stands after it, and the two words after that."""


class Following(NamedTuple):
    """What stands after a mark."""

    word: str
    """The next word, in lower case with straight apostrophes; empty where there is none."""
    capital: bool
    """Whether it begins with a capital."""
    small: bool
    """Whether it begins with a small letter."""
    dotted: bool
    """Whether a dot stands after it."""
    second: str
    """The word after it, as it is written."""
    third: str
    """The word after that."""

    @classmethod
    def of(cls, text: str, begin: int) -> Following:
        """What begins at `begin`."""
        match = _NEXT.match(text, begin)
        word, dot, second, third = match.groups("") if match else ("", "", "", "")
        lower = word.lower().replace("’", "'")
        return cls(lower, word[:1].isupper(), word[:1].islower(), bool(dot), second, third)


def settled(out: list[Token], kind: Break, text: str, begin: int, language: Language) -> Token:
    """The last token with its mark as it is, given the white space after it and what begins at `begin`."""
    last = out[-1]
    mark = last.mark
    if kind in ("paragraph", "item"):
        aside = mark == CLAUSE and (text[last.end - 1] in CLOSING or text[last.end - 1] == "~")
        mark = mark if mark in _FINAL and not aside else marks.UNQUOTED.get(mark, FULL)
        return _said(out, mark, None, language)
    if kind == "line" and mark in (NONE, SOFT, CLAUSE):
        return last._replace(mark=LINE)
    if mark not in UNSETTLED:
        return last
    following = Following.of(text, begin)
    mark = _RULES[mark](out, kind, following, language)
    if kind == "line" and mark in (NONE, SOFT, CLAUSE):
        mark = LINE
    return _said(out, mark, following, language)


def _said(out: list[Token], mark: str, following: Following | None, language: Language) -> Token:
    """The last token with its settled mark, and what is said for it there: Saint before a name, Street after one."""
    last = out[-1]
    named = following is not None and following.capital and mark != FULL
    if last.mark in (marks.INITIAL, marks.TITLED) and not named:
        said = language.nameless.get(last.said, last.said)
        if last.said in language.after_names and _is_name(out, language):
            said = language.after_names[last.said]
        return last._replace(mark=mark, said=said)
    if last.mark == marks.NUMBERED and mark == NONE:
        key = last.said.lower()
        titled = following is None or not (following.word[:1].isdecimal() or following.word in language.binding)
        return last._replace(mark=mark, said=(language.abbreviations if titled else language.numbering)[key])
    return last if mark == last.mark else last._replace(mark=mark)


def _is_name(out: list[Token], language: Language) -> bool:
    """Whether the word before the last one is a name: in capitals inside a sentence."""
    if len(out) < 2 or out[-2].mark != NONE or not out[-2].said[0].isupper():
        return False
    first = len(out) == 2 or out[-3].mark in ENDS
    return not first and out[-2].said.lower() not in language.small_words


def _goes_on(out: list[Token], language: Language) -> bool:
    """Whether the sentence has no subject yet, and so cannot end here: At 9 a.m. we left."""
    for count, at in enumerate(range(len(out) - 1, -1, -1), 1):
        token = out[at]
        if count > OPENING:
            return False
        lower = token.said.lower()
        if lower in language.predicates or (count > 1 and lower.endswith(language.predicate_ends)):
            return False
        if at and lower in language.openings and out[at - 1].said.lower() in language.joining:
            return True  # I slept and in Sept. I moved
        if at == 0 or out[at - 1].mark in ENDS:
            return lower in language.openings or (count == 1 and token.said in language.days)
    return False


def _abbreviated(out: list[Token], kind: Break, following: Following, language: Language) -> str:
    if not following.capital:
        return NONE
    if _is_date(following.word, language):
        goes_on = following.dotted or not following.second[:1].islower()
        return NONE if goes_on else FULL
    return NONE if _goes_on(out, language) else FULL


def _initial(out: list[Token], kind: Break, following: Following, language: Language) -> str:
    if not following.capital:
        return NONE
    before = out[-2].said.lower() if len(out) > 1 and out[-2].mark == NONE else ""
    starts = following.word in language.starters or (before and following.word in language.kin)
    starts = starts or (before in language.lettered and len(out[-1].said) == 1)
    return FULL if starts and not _goes_on(out, language) else NONE


def _titled(out: list[Token], kind: Break, following: Following, language: Language) -> str:
    return FULL if following.capital and following.word in language.nobody and not _goes_on(out, language) else NONE


def _numbered(out: list[Token], kind: Break, following: Following, language: Language) -> str:
    if kind not in ("space", "wrap"):
        return FULL
    if following.word in language.binding and following.small:
        return NONE
    if out[-1].said.lower() in language.never_final and not following.word[:1].isdecimal():
        return _titled(out, kind, following, language)
    refused = out[-1].said.islower() and len(out) > 1 and out[-2].said.lower() in language.answering
    return NONE if following.word[:1].isdecimal() and not refused else FULL


def _quoted(out: list[Token], kind: Break, following: Following, language: Language) -> str:
    mark = out[-1].mark
    said = following.capital and following.second.lower() in language.saying
    if following.capital and following.second[:1].isupper():
        said = following.third.lower() in language.saying
    return _ASIDES[mark] if following.small or said else marks.UNQUOTED[mark]


def _trailing(out: list[Token], kind: Break, following: Following, language: Language) -> str:
    return FULL if following.capital and language.capitals_start else TRAIL


def _soft(out: list[Token], kind: Break, following: Following, language: Language) -> str:
    if not following.capital or not language.capitals_start:
        return SOFT
    if following.word.partition("'")[0] not in language.capitalised:
        return FULL
    waits = out[-1].said.lower() in language.waiting
    return SOFT if waits or _goes_on(out, language) else FULL


def _cried(out: list[Token], kind: Break, following: Following, language: Language) -> str:
    """Yahoo! was: a name that ends in a mark, inside a sentence."""
    last = out[-1]
    if not following.small:
        return last.mark
    if last.said.lower() in language.exclaimed:
        return NONE
    name = len(out) > 1 and last.said[0].isupper() and out[-2].mark not in ENDS
    return SAID[last.mark] if name and following.word in language.auxiliaries else last.mark


_RULES = {
    marks.ABBREVIATED: _abbreviated,
    marks.INITIAL: _initial,
    marks.TITLED: _titled,
    marks.NUMBERED: _numbered,
    **dict.fromkeys(marks.UNQUOTED, _quoted),
    TRAIL: _trailing,
    SOFT: _soft,
    CRY: _cried,
    QUESTION: _cried,
}


def _is_date(word: str, language: Language) -> bool:
    return word in language.months or word in language.weekdays or word.endswith(language.day_ends)
