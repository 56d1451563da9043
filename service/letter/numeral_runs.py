"""A run of a letter with digits in it, and what belongs to it after a space: what is said, number by number."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise

from service.languages.language import Language, Numbers, Numeral
from service.languages.numerals import ENCLOSED, FRACTIONS, LOWERED, NUMERIC, RAISED
from service.letter import marks
from service.letter.marks import CLAUSE, DIALLED, FULL, NONE
from service.letter.normalize import Normalizer, Saying

DIGIT = re.compile(rf"[{NUMERIC}]")
"""What makes a run one that is read number by number."""
_LEAD = re.compile(rf"[\"“‘”’'«¿¡\[{{*_~#…]*\(?(?=[{NUMERIC}£$€¥₹₽₩₪₱₦₺₫฿₴₵+\-−~≈≤≥±<>]|\.\d|['’]\d|[^\W\d_])")
_INNER = re.compile(
    rf"[\[(]\d{{1,3}}[\])]|(?<![^\W_])(?<!\d[.:])[(\[]?[\"“‘'’]?[£$€¥₹~#<>≤≥±≈]?[\d{FRACTIONS}{ENCLOSED}]|[{RAISED}{LOWERED}⁻]"
)
"""Where a number begins inside a run; not after a letter, as in B12."""
_REST = re.compile(r"[^\s<]*")
_MARKS = re.compile(r"(?:[^\w\s<]|_)*")
_WORD = re.compile(r" ([^\W\d_]{1,6})(?!\w)")
_GLUED = re.compile(r"[.?!,;:]{1,4}(?=[A-Z][a-z]|I\b)")
"""A mark after a number without a space after it: at 3.Then I slept."""
_SHORT = re.compile(r"(?<![A-Za-z])([A-Za-z]{1,5})$")
_OWN = re.compile(r"['’]s(?![^\W_])")
_BEHIND, _AHEAD = 100, 400
"""How far around a number any rule looks, in characters."""
NOTE = "note"
"""Why the figure of a note is silent."""
_JOINED = frozenset("-‐‑/'’\"“‘([#*_&")
"""What, at the end of what stands before a number, joins it to the number."""


@dataclass(frozen=True, slots=True)
class Known:
    """What was read of a letter so far, so that it need not be read again where it stands there again."""

    numerals: dict[tuple[str, int, int], tuple[Numeral | None, bool]] = field(default_factory=dict)
    """Numbers, by what stands around them, as if each stood at the letter's beginning."""
    parts: dict[str, tuple[Saying, ...]] = field(default_factory=dict)
    """The sayings of what is no number."""
    wholes: dict[str, Saying | None] = field(default_factory=dict)
    """Of runs with digits in them: links and what else is read as one."""


def read(
    text: str, begin: int, stop: int, limit: int, normalizer: Normalizer, language: Language, known: Known
) -> tuple[list[Saying], int]:
    """The sayings from `begin`, counted from there, and where they end: at `stop`, or further on, never past `limit`.

    language: one that has numbers; known: what was read of the letter so far, to which is added.
    """
    run, numbers = text[begin:stop], language.numbers
    if run not in known.wholes:
        known.wholes[run] = normalizer.whole(run)
    whole = known.wholes[run]
    if whole or numbers is None:
        return ([whole] if whole else list(normalizer.sayings(run))), stop
    found: list[Saying] = []
    at = begin
    while at < stop:
        # After a number or a letter a hyphen joins, and is no minus.
        joined = at > begin and text[at] in "-−–—" and text[at - 1].isalnum()
        numeral, opens = (None, False) if joined else _remembered(text, at, limit, numbers, known)
        if numeral is None:
            sayings, at = _no_number(text, at, begin, stop, normalizer, known)
            found += sayings
            continue
        numeral = _with_plus(_trimmed(numeral, text), text, limit, language)
        if numeral.end > stop:
            rest = _REST.match(text, numeral.end, limit)
            stop = rest.end() if rest else numeral.end
        own = _OWN.match(text, numeral.end, stop)
        if own:
            numeral = numeral._replace(end=own.end(), said=numeral.said + "'s")
        tail = _MARKS.match(text, numeral.end, stop)
        if tail and tail.end() == stop:
            another = _word_after(text, stop, limit) in language.joining
            short = _is_short(text, numeral.end, language)
            mark = _mark(numeral, text[numeral.end : stop], another, short, normalizer, language)
            found += _said(numeral, text, at, stop, mark, opens, begin)
            break
        glued = _GLUED.match(text, numeral.end, stop)
        end = glued.end() if glued else numeral.end
        found += _said(numeral, text, at, end, normalizer.mark(glued.group()) if glued else NONE, opens, begin)
        at = end
    return found, stop


def _no_number(
    text: str, at: int, begin: int, stop: int, normalizer: Normalizer, known: Known
) -> tuple[list[Saying], int]:
    """The sayings, counted from `begin`, of what stands at `at` and is no number, and where that ends."""
    if text[at] == "/" and at > begin and text[at - 1].isalpha():  # 180C/350F
        return [Saying(at - begin, at + 1 - begin, "", CLAUSE)], at + 1
    inner = _INNER.search(text, at + 1, stop)
    until = inner.start() if inner else stop
    part = text[at:until]
    if part not in known.parts:
        known.parts[part] = normalizer.sayings(part)
    return _before(part, known.parts[part], at - begin, inner is not None), until


def _remembered(text: str, at: int, limit: int, numbers: Numbers, known: Known) -> tuple[Numeral | None, bool]:
    """The same as `_numeral`. Where a letter has the same around a number again, it is the same number."""
    start = max(0, at - _BEHIND)
    around = text[start : at + _AHEAD], at - start, min(limit - at, _AHEAD)
    if around not in known.numerals:
        numeral, opens = _numeral(text, at, limit, numbers)
        known.numerals[around] = numeral and _moved(numeral, -at), opens
    numeral, opens = known.numerals[around]
    return numeral and _moved(numeral, at), opens


def _moved(numeral: Numeral, by: int) -> Numeral:
    end, said, dotted, groups = numeral
    return Numeral(end + by, said, dotted, tuple([start + by for start in groups]) if groups else ())


def _numeral(text: str, at: int, limit: int, numbers: Numbers) -> tuple[Numeral | None, bool]:
    """What is read as a number from `at`, also after a quotation mark or a bracket, and whether a bracket opens."""
    numeral = numbers.numeral(text, at, limit)
    if numeral is not None:
        return numeral, False
    lead = _LEAD.match(text, at, limit)
    if lead is None or lead.end() == at:
        return None, False
    return numbers.numeral(text, lead.end(), limit), "(" in lead.group()


def _trimmed(numeral: Numeral, text: str) -> Numeral:
    """A number without white space after it, which belongs to what follows."""
    end = numeral.end
    while text[end - 1].isspace():
        end -= 1
    return numeral if end == numeral.end else numeral._replace(end=end)


def _with_plus(numeral: Numeral, text: str, limit: int, language: Language) -> Numeral:
    """`10+ years`: the plus after a number is said."""
    end = numeral.end
    if end >= limit or text[end] != "+" or numeral.groups or not numeral.said or text[end + 1 : end + 2].isalnum():
        return numeral
    return (
        numeral._replace(end=end + 1, said=f"{numeral.said} {language.signs['+']}")
        if "+" in language.signs
        else numeral
    )


def _before(part: str, read: tuple[Saying, ...], offset: int, number: bool) -> list[Saying]:
    """The sayings of what is no number. number: whether one follows, which may be joined to it."""
    sayings = [saying._replace(start=saying.start + offset, end=saying.end + offset) for saying in read]
    if number and (part[-1] in _JOINED or part == ":") and sayings[-1].mark == CLAUSE:
        sayings[-1] = sayings[-1]._replace(mark=NONE)
    return sayings


def _is_short(text: str, end: int, language: Language) -> bool:
    """Whether what ends there is short for something: 3 Sept., 5 ft."""
    match = _SHORT.search(text, max(0, end - 6), end)
    word = match[1].lower() if match else ""
    return word in language.units or (word in language.months and language.months[word].lower() != word)


def _word_after(text: str, stop: int, limit: int) -> str:
    following = _WORD.match(text, stop, limit)
    return following[1] if following else ""


def _mark(numeral: Numeral, tail: str, another: bool, short: bool, normalizer: Normalizer, language: Language) -> str:
    """The mark after a number; that of an abbreviation where its dot may be only its own.

    another: whether a word follows that may bring another number. short: whether it ends in what is short for
    something.
    """
    mark = marks.quoted(normalizer.mark(tail), tail)
    if numeral.groups and mark in (NONE, CLAUSE) and (mark or another):
        return DIALLED
    if mark == FULL and (numeral.dotted or short):
        return CLAUSE if numeral.said in language.postscripts.values() else marks.ABBREVIATED
    return mark


def _said(numeral: Numeral, text: str, at: int, end: int, mark: str, opens: bool, begin: int) -> list[Saying]:
    """The saying of a number, or those of the groups of one that is dialled, so that it can be written down."""
    if not numeral.groups:
        return [Saying(at - begin, end - begin, numeral.said, mark, opens, "" if numeral.said else NOTE)]
    starts = [at, *numeral.groups[1:]]
    ends = [start + len(text[start:after].rstrip()) for start, after in pairwise(starts)]
    between = [Saying(start - begin, stop - begin, "", CLAUSE) for start, stop in zip(starts, ends, strict=False)]
    groups = [*between, Saying(starts[-1] - begin, end - begin, "", mark)]
    said = numeral.said.split(", ")
    return [saying._replace(said=words) for saying, words in zip(groups, said, strict=True)]
