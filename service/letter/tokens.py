"""What the voice is given to say for a slice of a letter: its words, each with where it stands in the letter."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from service.languages.language import Language, Numeral
from service.letter import marks
from service.letter.as_written import AsWritten
from service.letter.by_table import ByTable
from service.letter.kisses import Kisses, is_written
from service.letter.line_breaks import BULLET, LINE_BREAK, Break, at_line_start, break_between
from service.letter.marks import CLAUSE, CRY, FULL, LINE, NONE, QUESTION, SOFT, TRAIL, stronger
from service.letter.normalize import Normalizer, Saying
from service.letter.sound import Sound

Sayings = tuple[Saying, ...]


class Memory:
    """What has been seen of a letter so far. One is made for each and dropped with it: nothing of a letter is kept."""

    def __init__(self, text: str) -> None:
        self.runs: dict[str, Sayings] = {}
        """Runs read so far."""
        self.kisses = Kisses(text)
        """Where kisses end in it."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the letter, or a few that are said as one: `3:30 a.m.`."""

    start: int
    """Where it begins in the letter, in code points."""
    end: int
    """Where it ends in the letter, in code points, with the punctuation and the silent characters that go with it."""
    spoken: str
    """What the voice is given, with the mark it needs: `table,`."""
    sounds: tuple[Sound, ...] = ()
    """How it sounds, or parts of it, where a voice may say it otherwise; told when it is about to be spoken."""

    @property
    def respelt(self) -> str:
        """What a voice is given that reads letters: the same, with what it is told written as it sounds."""
        text = self.spoken
        for sound in reversed(self.sounds):
            if sound.letters:
                text = text[: sound.start] + sound.letters + text[sound.end :]
        return text


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


ASKED, CRIED = "asked", "cried"
"""Settled marks inside a sentence: “Are you there?” she said."""
VOICED = {
    NONE: "",
    SOFT: "",
    CLAUSE: ",",
    LINE: ",",
    TRAIL: ",",
    FULL: ".",
    QUESTION: "?",
    CRY: "!",
    ASKED: "?",
    CRIED: "!",
}
"""What each settled mark is to the voice. Trailing off in mid-sentence is a comma to it."""
ENDS = frozenset([FULL, QUESTION, CRY])
"""Marks that end a sentence."""

_RUN = re.compile(r"\.(?: \.)+|[^\s<]+|</?3+(?!\d)|<[/!?]?[A-Za-z][^<>]{0,200}>|<")
_DIGIT = re.compile(r"[\d½¼¾⅓⅔]")
_LEAD = re.compile(r"[\"“”‘’'«¿¡\[{*_~#…]*\(?(?=[\d£$€¥₹+\-−½¼¾⅓⅔]|['’]\d|[^\W\d_])")
_REST = re.compile(r"[^\s<]*")
_BRACKET = re.compile(r"[^\w\s<]{0,99}?[(\[{](?:[^\w\s<]|_){0,99}[^\W_]")
_DIGITS = re.compile(r"\d+")
_SPACE = re.compile(r"\s*")
_NO_KISS = frozenset(["letter", "find", "equals", "times", "option", "factor"])
"""After these, an article or a preposition an x is a letter or a name, and no kiss."""
_ALPHANUMERIC = re.compile(r"[^\W_]")
_FIRST_WORD = re.compile(r"(?:<[/!?]?[A-Za-z][^<>]{0,200}>|[\W_]){0,8}([^\W_][\w'’]{0,12})?")
_UNSETTLED = frozenset([marks.ABBREVIATED, marks.INITIAL, marks.NUMBERED, *marks.UNQUOTED, TRAIL, SOFT])
_FINAL = ENDS | {CLAUSE, LINE}
_SAID = {QUESTION: ASKED, CRY: CRIED}
_ASIDES = dict(zip(marks.UNQUOTED, (CLAUSE, ASKED, CRIED), strict=True))


def to_word(token: Token) -> Word:
    """A token as the voice is given it."""
    return Word(token[0], token[1], token[2] + VOICED[token[3]])


def speakable(text: str, start: int, end: int, language: Language) -> bool:
    """Whether there is anything to say in a slice. It stops at the first word."""
    read = _run_reader(language)
    for match in _RUN.finditer(text, start, end):
        sayings = read(match.group())
        if not sayings or any(saying.said and not is_written(saying.said) for saying in sayings):
            return True
    return bool(tokens(text, start, end, Memory(text), language))


def tokens(text: str, start: int, end: int, memory: Memory, language: Language) -> list[Token]:
    """The tokens of a slice. Silent characters go with the token before, or at a line's start with the one after."""
    return _Scan(text, start, end, memory, language).tokens()


class _Scan:
    """Reads one slice, run by run, once."""

    def __init__(self, text: str, start: int, end: int, memory: Memory, language: Language) -> None:
        self.text, self.start, self.end, self.memory = text, start, end, memory
        self.kisses = memory.kisses
        self.language, self.normalizer = language, normalizer_of(language)
        self.out: list[Token] = []
        self.at = start
        """Where the run before ended."""
        self.held = -1
        """Where silent characters began that wait for the token after them; -1 where none do."""

    def tokens(self) -> list[Token]:
        """All tokens of the slice."""
        text, memory, out = self.text, self.memory.runs, self.out
        read, kiss = _run_reader(self.language), "xX" if self.language.kisses else ""
        for match in _RUN.finditer(text, self.start, self.end):
            begin, stop = match.span()
            at = self.at
            if begin < at:
                if stop <= at:
                    continue
                begin = at
            run = text[begin:stop]
            if out and (begin != at + 1 or text[at] != " " or out[-1][3] in _UNSETTLED):
                self.settle(begin)
            sayings = memory.get(run)
            if sayings is None:
                sayings = memory[run] = read(run)
            if not sayings and begin and not (text[begin - 1].isspace() or text[begin - 1] in "<>"):
                # A slice may begin inside a run, whose digits the whole letter has read by themselves.
                sayings = self.normalizer.sayings(run)
            if len(sayings) == 1 and self.held < 0:
                saying = sayings[0]
                if saying[2] and not saying[4] and saying[2][0] not in kiss:
                    out.append(Token(begin, stop, saying[2], saying[3]))
                    self.at = stop
                    continue
            self.at = self.add(sayings, begin, stop) if sayings else self.numeral(begin, stop)
        return self.finish()

    def finish(self) -> list[Token]:
        """Give the last token what is left of the slice, and settle its mark by what follows the slice."""
        out = self.out
        if out:
            last = out[-1]
            out[-1] = last._replace(end=max(last.end, self.at))
            visible = _SPACE.match(self.text, self.end)
            self.settle(visible.end() if visible else self.end)
            if visible and _BRACKET.match(self.text, visible.end()):
                self.open()
        return out

    def settle(self, begin: int) -> None:
        """Decide the last token's mark, now that it is known what begins at `begin`."""
        last = self.out[-1]
        kind = break_between(self.text, self.at, begin, self.language) if begin < len(self.text) else "paragraph"
        if kind == "space" and last.mark not in _UNSETTLED:
            return
        mark = _settled(last.mark, kind, self.text, begin, self.language)
        if last.mark == marks.NUMBERED and mark == NONE:
            self.out[-1] = last._replace(mark=mark, said=self.language.numbering[last.said.lower()])
            return
        if last.mark == marks.INITIAL and last.said in self.language.nameless:
            # Saint stands before a name, Street after one.
            following = _FIRST_WORD.match(self.text, begin)
            named = kind != "paragraph" and following is not None and (following.group(1) or "")[:1].isupper()
            said = last.said if named and mark != FULL else self.language.nameless[last.said]
            self.out[-1] = last._replace(mark=mark, said=said)
        elif mark != last.mark:
            said = last.said.removesuffix(".") if VOICED[mark] else last.said
            self.out[-1] = last._replace(mark=mark, said=said)

    def add(self, sayings: Sayings, begin: int, stop: int) -> int:
        """Append the sayings of a run; the run's end."""
        out = self.out
        for saying in sayings:
            start, end = begin + saying.start, begin + saying.end
            if not saying.said or (saying.said[0] in "xX" and self.is_kiss(start, end, saying)):
                self.hush(start, end, saying)
                continue
            if out and saying.start and out[-1].mark in _UNSETTLED:
                self.at = start
                self.settle(start)
            if out and saying.opens:
                self.open()
            out.append(Token(self.held if self.held >= 0 else start, end, saying.said, saying.mark))
            self.held = -1
        return stop

    def is_kiss(self, start: int, end: int, saying: Saying) -> bool:
        """Whether an x, xx or xoxo stands for kisses: at the end of a line, and not where a word is waited for."""
        if not self.language.kisses or not is_written(saying.said):
            return False
        written = self.kisses.end(start)
        if written == start or not self.kisses.close(written):
            return False
        if not self.out or self.out[-1].mark != NONE or self.out[-1].end < self.at:
            return True
        if LINE_BREAK.search(self.text, self.at, start - saying.start):  # there is none within a run
            return True
        if written == start + 1 and (self.text[start] == "X" or saying.mark != NONE):
            return False
        before = self.out[-1].said.lower()
        return before not in _NO_KISS | self.language.articles | self.language.prepositions

    def hush(self, start: int, end: int, saying: Saying) -> None:
        """Give silent characters to the token before, or hold them for the one after where a line begins."""
        if self.held >= 0:
            return
        if not self.out or (saying.start == 0 and LINE_BREAK.search(self.text, self.at, start)):
            self.held = start
            return
        last = self.out[-1]
        mark = stronger(last.mark, saying.mark)
        if self.language.asides and mark in _SAID and self.text[end - 1] in "—–" and self.text[end : end + 1].islower():
            mark = _SAID[mark]  # ¿Vienes? —dijo ella.
        self.out[-1] = last._replace(end=end, mark=mark)
        if saying.opens:
            self.open()

    def open(self) -> None:
        """A bracket opens after the last token."""
        if self.out[-1].mark in (NONE, SOFT):
            self.out[-1] = self.out[-1]._replace(mark=CLAUSE)

    def numeral(self, begin: int, stop: int) -> int:
        """Append what is read together with what follows from `begin`, such as a date; where it ends."""
        text, numbers = self.text, self.language.numbers
        if numbers is None:
            return self.add(self.normalizer.sayings(text[begin:stop]), begin, stop)
        if self.is_item_number(begin, stop):
            number = Saying(0, stop - begin, numbers.cardinal(_DIGITS.findall(text[begin:stop])[0]), CLAUSE)
            return self.add((number,), begin, stop)
        lead = _LEAD.match(text, begin, self.end)
        numeral = numbers.numeral(text, lead.end() if lead else begin, self.end)
        if numeral is None:
            return self.add(self.normalizer.sayings(text[begin:stop]), begin, stop)
        rest = _REST.match(text, numeral.end, self.end)
        stop = rest.end() if rest else numeral.end
        tail = text[numeral.end : stop]
        opens = bool(lead and "(" in lead.group())
        if _ALPHANUMERIC.search(tail):
            self.add((Saying(0, numeral.end - begin, numeral.said, NONE, opens),), begin, numeral.end)
            self.at = numeral.end
            return self.add(self.normalizer.sayings(tail), numeral.end, stop)
        mark = marks.quoted(self.normalizer.mark(tail), tail)
        if ", " in numeral.said:
            return self.dialled(numeral, begin, stop, mark)
        if numeral.dotted and mark == FULL:
            mark = CLAUSE if numeral.said in self.language.postscripts.values() else marks.ABBREVIATED
        return self.add((Saying(0, stop - begin, numeral.said, mark, opens),), begin, stop)

    def dialled(self, numeral: Numeral, begin: int, stop: int, mark: str) -> int:
        """Append a telephone number group by group, so that it can be written down; where it ends."""
        starts = [match.start() for match in _DIGITS.finditer(self.text, begin, numeral.end)]
        groups = numeral.said.split(", ")
        for group, start, after in zip(groups, [begin, *starts[1:]], [*starts[1:], -1], strict=True):
            end = stop if after < 0 else start + len(self.text[start:after].rstrip())
            self.add((Saying(0, end - start, group, mark if after < 0 else CLAUSE),), start, end)
        return stop

    def is_item_number(self, begin: int, stop: int) -> bool:
        """Whether a number stands before a list item."""
        bullet = BULLET.match(self.text, begin)
        if not bullet or bullet.end() != stop:
            return False
        return bool(LINE_BREAK.search(self.text, self.at, begin)) if self.out else at_line_start(self.text, begin)


@cache
def normalizer_of(language: Language) -> Normalizer:
    """How runs are read in a language: by its tables, or as they are written where it says no numbers."""
    return ByTable(language, language.numbers) if language.numbers is not None else AsWritten(language)


@cache
def _run_reader(language: Language) -> Callable[[str], Sayings]:
    """What reads a run: its sayings, or none for one that has to be read with what follows it."""
    normalizer, together = normalizer_of(language), language.with_following

    def read(run: str) -> Sayings:
        return () if (run[0] != "<" and _DIGIT.search(run)) or run in together else normalizer.sayings(run)

    return normalizer.sayings if language.numbers is None else read


def _settled(mark: str, kind: Break, text: str, begin: int, language: Language) -> str:
    """What a mark is, given the white space after it and the word at `begin`."""
    if mark == marks.NUMBERED:
        return NONE if kind in ("space", "wrap") and text[begin : begin + 1].isdecimal() else FULL
    if kind in ("paragraph", "item"):
        return mark if mark in _FINAL else marks.UNQUOTED.get(mark, FULL)
    if kind == "line" and mark in (NONE, SOFT, CLAUSE):
        return LINE
    match = _FIRST_WORD.match(text, begin)
    word = (match.group(1) if match else None) or ""
    capital = word[:1].isupper()
    if mark in marks.UNQUOTED:
        return _ASIDES[mark] if word[:1].islower() else marks.UNQUOTED[mark]
    lower = word.lower().replace("’", "'")
    if mark == TRAIL:
        return FULL if capital and language.capitals_start else TRAIL
    if mark == SOFT:
        return (
            FULL
            if capital and language.capitals_start and lower.partition("'")[0] not in language.capitalised
            else SOFT
        )
    if mark == marks.ABBREVIATED:
        return FULL if capital and not _is_date(lower, language) else NONE
    if mark == marks.INITIAL:
        return FULL if capital and lower in language.starters else NONE
    return mark


def _is_date(word: str, language: Language) -> bool:
    return word in language.months or word in language.weekdays or word.endswith(language.day_ends)
