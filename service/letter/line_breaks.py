"""Line breaks in a letter: which are only wraps, and which the writer meant.

A single break is judged by the lines around it. A program wraps where the next word would not have fitted, so that the
lines of what it wrapped are about as long as each other and go on in small letters; verses and lists break where they
like, and often begin every line with a capital.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, cached_property
from itertools import pairwise
from typing import Literal, NamedTuple

from service.languages.language import Language
from service.letter.list_heads import QUOTE, Head, inline_heads, list_heads

Break = Literal["space", "wrap", "line", "item", "paragraph"]
"""What the white space between two words is: nothing but a space, a line wrapped by the writer's program, a line that
was meant to be short, the start of a list item, or the end of a paragraph."""

LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
WIDTH = 48
"""A line that could not have taken the next word within this many characters was wrapped, if a capital follows."""
NARROW = 24
"""Nobody wraps before so many characters, so a line that is shorter was meant to be, also before a small letter."""
SLIM = 36
"""Nor do programs wrap several lines one after the other before so many."""
LONG = 90
"""Nobody wraps at more characters than this, so a longer line is a paragraph of its own."""
RAGGED = 8
"""One part in so many of a wide line may be left over where somebody wrapped by hand."""
FORCED = 0.7
"""Share of the breaks before small letters, where the next word had no room, from which on a program wrapped them."""

_LINE = re.compile("[^\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
_WORD = re.compile(r"\S{1,40}")
_FIRST_LETTER = re.compile(r"[\W_]{0,8}([^\W_])")
_LAST_WORD = re.compile(r"(?<![\w'’])[^\W\d_]{1,12}(?:['’][^\W\d_]{1,6})?$")
_ABBREVIATION = re.compile(r"(?<![\w.])([A-Za-z][A-Za-z.]{0,5})\.$")
_PARTED = re.compile(r"[^\W\d_]{2}[-‐\xad]$")
"""The end of a line that parts a word."""
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, ideographs."""
_QUOTES = "\"'”’)]*_ "


class Line(NamedTuple):
    """A line of the letter, without the white space around it."""

    start: int
    """Where it begins in the letter, in code points."""
    end: int
    """Where it ends in the letter, in code points."""
    depth: int
    """How many mails deep it is quoted; 0 where it is not."""
    words: int
    """Where it begins without the signs of a quotation."""


class _Gap(NamedTuple):
    """A single break between two lines of running text or verse."""

    start: int
    """Where the line after it begins."""
    last: str
    """The last word before it, in lower case; empty where a mark stands there."""
    length: int
    """Characters of the line before."""
    needed: int
    """Characters of that line with the next word on it."""
    small: bool
    """Whether the next line begins with a small letter."""
    capital: bool
    """Whether it begins with a capital."""


class LineBreaks:
    """The lines of a letter, and what each break between two of them is."""

    def __init__(self, text: str, language: Language) -> None:
        self.lines = tuple(_lines(text))
        """Those that are not empty, in order."""
        listed = list_heads(text, (line.start for line in self.lines), language)
        self._listed = listed
        self.parted = False
        """Whether a hyphen at the end of a line parts a word."""
        self._before: dict[int, Break] = {}
        self.text, self._language = text, language
        gaps: list[_Gap] = []
        width = 0
        for before, line in pairwise(self.lines):
            width = max(width, before.end - before.words)
            kind = self._plain(before, line)
            if kind is None:
                gaps.append(_gap(text, before, line))
                continue
            self._before[line.start] = kind
            if kind not in ("wrap", "line"):
                self._judge(gaps, width)
                gaps, width = [], 0
        self._judge(gaps, max([width, *(line.end - line.words for line in self.lines[-1:])]))

    @cached_property
    def heads(self) -> dict[int, Head]:
        """What stands before the items of its lists, by where it begins."""
        # Where no numbers are said, what stands before an item is given to the voice as any other word.
        return inline_heads(self.text, self._language) | self._listed if self._language.numbers is not None else {}

    def before(self, start: int) -> Break:
        """What the white space before a word that begins at `start` is."""
        return self._before.get(start, "space")

    def bullet(self, start: int) -> bool:
        """Whether an item begins with the line that begins at `start`, or a quotation."""
        return start in self._listed or self._before.get(start) == "item" or self.text[start] == ">"

    def _plain(self, before: Line, line: Line) -> Break | None:
        """What a break is that need not be judged by its neighbours."""
        text, language = self.text, self._language
        breaks = LINE_BREAK.findall(text, before.end, line.start)
        if len(breaks) > 1 or breaks[0] in "\x0c\u2029":
            return "paragraph"
        if line.start in self._listed or line.depth < before.depth or (line.depth and not before.depth):
            return "item"
        if line.depth > before.depth:
            return "line"
        written = text[max(before.words, before.end - LONG - 1) : before.end]
        stripped = written.rstrip(_QUOTES)
        if _parts_word(text, before, line):
            self.parted = True
            return "wrap"
        if _abbreviated(stripped, language):
            return "wrap"
        if stripped and stripped[-1] in language.ends:
            return "paragraph" if max(before.end - before.words, line.end - line.words) > LONG else "line"
        if written and language.numbers is None and UNSPACED.match(written[-1]):
            # Where there is no space a line may end after any letter, and a letter is two columns wide.
            return "wrap" if 2 * len(written) > WIDTH else "line"
        return None

    def _judge(self, gaps: list[_Gap], width: int) -> None:
        """Say of the breaks of one block of lines, whose longest has `width` characters, what they are."""
        small = [gap for gap in gaps if gap.small]
        room = width - width // RAGGED if width >= WIDTH else width
        forced = sum(gap.needed > room for gap in small)
        wrapped = len(small) < 2 or (width >= SLIM and forced >= FORCED * len(small))
        titled = self._language.capitals_start and len(gaps) > 1 and all(gap.capital for gap in gaps)
        titled = titled and (len(gaps) > 2 or width < WIDTH or any(gap.needed <= width for gap in gaps))
        for gap in gaps:
            self._before[gap.start] = self._judged(gap, width, wrapped, titled, alone=len(gaps) == 1)

    def _judged(self, gap: _Gap, width: int, wrapped: bool, titled: bool, alone: bool) -> Break:
        if gap.last in self._language.unfinished:
            return "wrap"
        if not gap.small:
            return "wrap" if not titled and gap.needed > max(width, WIDTH) else "line"
        if (alone or gap.length >= WIDTH) and gap.last in _waiting(self._language):
            return "wrap"
        return "wrap" if wrapped and gap.length >= NARROW else "line"


def _lines(text: str) -> Iterator[Line]:
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            quote = QUOTE.match(text, start, start + len(stripped)) if stripped[0] == ">" else None
            words = quote.end() if quote else start
            yield Line(start, start + len(stripped), quote.group().count(">") if quote else 0, words)


def _gap(text: str, before: Line, line: Line) -> _Gap:
    word = _WORD.match(text, line.words, line.end)
    first = _FIRST_LETTER.match(text, line.words, line.end)
    letter = first[1] if first else ""
    last = _LAST_WORD.search(text[max(before.words, before.end - 20) : before.end])
    length = before.end - before.words
    return _Gap(
        start=line.start,
        last=last.group().lower().replace("’", "'") if last else "",
        length=length,
        needed=length + 1 + (len(word.group()) if word else 0),
        small=letter.islower(),
        capital=letter.isupper(),
    )


@cache
def _waiting(language: Language) -> frozenset[str]:
    """The words after which a line goes on, if a small letter follows and no other line tells."""
    waiting = language.articles | language.prepositions | language.joining | language.auxiliaries | language.to
    return waiting | {word for word in language.negations if "'" not in word}


def _abbreviated(line: str, language: Language) -> bool:
    """Whether a line ends in an abbreviation such as `Dr.`, after which the sentence goes on."""
    match = _ABBREVIATION.search(line)
    return match is not None and match.group(1).lower() in language.never_final


def _parts_word(text: str, before: Line, line: Line) -> bool:
    """Whether a hyphen at a line's end parts a word."""
    parted = _PARTED.search(text, max(before.words, before.end - 3), before.end)
    return parted is not None and text[line.words : line.words + 1].isalpha()


_NOT_FIRST = frozenset("ぁぃぅぇぉゃゅょゎっァィゥェォャュョヮッーん々ンะาำๅๆฯ")
"""Letters that belong to the one before: small kana, the long mark, Thai vowels after their consonant."""
_NOT_LAST = frozenset("เแโใไເແໂໃໄ")
"""Letters that belong to the one after: Thai and Lao vowels before their consonant."""
_KANA = re.compile("[\u3040-\u309f]")


def parting(text: str, at: int) -> int:
    """Whether a run without spaces may be parted before the character at `at`: 0 never, 1 if need be, 2 well."""
    before, after = text[at - 1], text[at]
    if after in _NOT_FIRST or before in _NOT_LAST or unicodedata.category(after)[0] == "M":
        return 0
    if not (before.isalnum() or unicodedata.category(before)[0] == "M") or not after.isalnum():
        return 0
    if not (UNSPACED.match(before) or UNSPACED.match(after)):
        return 0
    # In Japanese a word mostly begins where hiragana end.
    return 2 if _KANA.match(before) and not _KANA.match(after) else 1
