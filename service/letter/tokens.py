"""What the voice is given to say for a slice of a letter: its words, each with where it stands in the letter."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from service.languages.english import ENGLISH
from service.languages.language import Language
from service.letter import numeral_runs
from service.letter.as_written import AsWritten
from service.letter.by_table import ByTable
from service.letter.kisses import Kisses, is_written
from service.letter.line_breaks import LINE_BREAK, LineBreaks
from service.letter.list_heads import Head
from service.letter.marks import CLAUSE, CRY, DIALLED, FULL, HEAD, LINE, NONE, QUESTION, SOFT, TRAIL, stronger
from service.letter.mended import Mended, Silence, apart
from service.letter.mending import mended
from service.letter.normalize import Normalizer, Saying
from service.letter.numeral_runs import DIGIT
from service.letter.parted_words import PARTED, Rejoined
from service.letter.settling import ASKED, CRIED, SAID, UNSETTLED, Token, settled
from service.letter.sound import Sound

Sayings = tuple[Saying, ...]


class Memory:
    """What has been seen of a letter so far. One is made for each and dropped with it: nothing of a letter is kept."""

    def __init__(self, text: str, language: Language = ENGLISH) -> None:
        self.mended = mended(text, language)
        """The letter as words are found in it."""
        self.breaks = LineBreaks(self.mended.text, language)
        """Its lines, and what the breaks between them are."""
        self.runs: dict[str, Sayings] = {}
        """Runs read so far."""
        self.numerals = numeral_runs.Known()
        """Runs with digits in them that were read so far."""
        self.kisses = Kisses(self.mended.text)
        """Where kisses end in it."""
        self.tokens: dict[tuple[int, int], list[Token]] = {}
        """The tokens of slices read so far, by where they begin and end; nobody changes them."""


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


VOICED = {
    NONE: "",
    SOFT: "",
    CLAUSE: ",",
    DIALLED: ",",
    HEAD: ",",
    LINE: ",",
    TRAIL: ",",
    FULL: ".",
    QUESTION: "?",
    CRY: "!",
    ASKED: "?",
    CRIED: "!",
}
"""What each settled mark is to the voice. Trailing off in mid-sentence is a comma to it."""
_RUNS = r"\.(?: \.)+|[^\s<]+|</?3+(?!\d)|<(?=[\d£$€])[^\s<]+|<[/!?]?[A-Za-z][^<>]{0,200}>|<+(?=<)|<"
_RUN = re.compile(_RUNS)
_PARTED_RUN = re.compile(rf"[^\s<\d]++{PARTED}(?=[\s<]|\Z)|{_RUNS}")
"""The same where words are parted at the ends of lines."""
_BRACKET = re.compile(r"[^\w\s<]{0,99}?[(\[{](?:[^\w\s<]|_){0,99}[^\W_]")
_SPACE = re.compile(r"\s*")
_OPENING = "([\"“‘'"
_HEART = re.compile(r"</?3+")
_HEAD = re.compile(r"[^\W\d_]+")


def to_word(token: Token) -> Word:
    """A token as the voice is given it."""
    return Word(token[0], token[1], token[2] + VOICED[token[3]])


def tokens(text: str, start: int, end: int, memory: Memory, language: Language) -> list[Token]:
    """The tokens of a slice. Silent characters go with the token before, or at a line's start with the one after."""
    known = memory.tokens.get((start, end))
    if known is not None:
        return known
    made = memory.mended
    found = _Scan(made.text, made.place(start), made.place(end), memory, language).tokens()
    memory.tokens[start, end] = found if made.starts is None else _placed(found, made, start, end)
    return memory.tokens[start, end]


def _placed(found: list[Token], made: Mended, start: int, end: int) -> list[Token]:
    """Tokens with their places in the letter, not in what was made of it."""
    placed: list[Token] = []
    at = start
    for token in found:
        first, last = made.span(token.start, token.end)
        first, last = max(first, at), min(last, end)
        silent = tuple([Silence(*made.span(one.start, one.end), one.why) for one in token.silent])
        if first >= last and placed:  # two words that one sign stands for
            before = placed[-1]
            said = f"{before.said} {token.said}"
            placed[-1] = before._replace(said=said, mark=token.mark, silent=before.silent + silent)
            continue
        placed.append(Token(first, last, token.said, token.mark, silent))
        at = last
    return [_merged(token, made.silent) for token in placed] if made.silent else placed


def _merged(token: Token, taken: tuple[Silence, ...]) -> Token:
    """A token with what was taken out of it before words were found."""
    first, last = bisect_left(taken, (token.start,)), bisect_left(taken, (token.end,))
    return token._replace(silent=apart((*taken[first:last], *token.silent))) if first < last else token


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
        self.silences: dict[int, list[Silence]] = {}
        """What is silent for a reason, by the index of the token that it goes with."""

    def tokens(self) -> list[Token]:
        """All tokens of the slice."""
        text, memory, out, heads = self.text, self.memory.runs, self.out, self.memory.breaks.heads
        read, kiss = _run_reader(self.language), "xX" if self.language.kisses else ""
        runs = _PARTED_RUN if self.memory.breaks.parted else _RUN
        for match in runs.finditer(text, self.start, self.end):
            begin, stop = match.span()
            at = self.at
            if begin < at:
                if stop <= at:
                    continue
                begin = at
            head = heads.get(begin)
            if head is not None and head.end <= self.end:
                begin = self.at = self.begin_item(head, begin)
                if begin >= stop:
                    continue
            run = text[begin:stop]
            if out and (begin != at + 1 or text[at] != " " or out[-1][3] in UNSETTLED):
                self.settle(begin)
            sayings = memory.get(run)
            if sayings is None:
                sayings = memory[run] = read(run)
            if not sayings and begin and not (text[begin - 1].isspace() or text[begin - 1] in "<>" or run[0] == "<"):
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
            self.silences.pop(len(out), None)  # what waits for a token that does not come
            for index, silent in self.silences.items():
                out[index] = out[index]._replace(silent=tuple(silent))
            last = out[-1]
            out[-1] = last._replace(end=max(last.end, self.at))
            visible = _SPACE.match(self.text, self.end)
            self.settle(visible.end() if visible else self.end)
            if visible and _BRACKET.match(self.text, visible.end()):
                self.open()
        return out

    def begin_item(self, head: Head, begin: int) -> int:
        """Append what stands before an item; where it ends."""
        out = self.out
        if out:
            self.settle(begin)
            if out[-1].mark == NONE and out[-1].said.lower() not in self.language.waiting - self.language.particles:
                out[-1] = out[-1]._replace(mark=CLAUSE)
        if not head.said:
            self.hush(begin, head.end, Saying(0, head.end - begin, "", NONE))
        else:
            self.out.append(Token(self.held if self.held >= 0 else begin, head.end, head.said, HEAD))
            self.held = -1
        return head.end

    def settle(self, begin: int) -> None:
        """Decide the last token's mark, now that it is known what begins at `begin`."""
        last = self.out[-1]
        kind = self.memory.breaks.before(begin) if begin < len(self.text) else "paragraph"
        if kind == "space" and last.mark not in UNSETTLED:
            return
        now = settled(self.out, kind, self.text, begin, self.language)
        if now is not last:
            self.out[-1] = now._replace(said=now.said.removesuffix(".")) if VOICED[now.mark] else now

    def add(self, sayings: Sayings, begin: int, stop: int) -> int:
        """Append the sayings of a run; the run's end."""
        out = self.out
        for saying in sayings:
            start, end = begin + saying.start, begin + saying.end
            if not saying.said or (saying.said[0] in "xX" and self.is_kiss(start, end, saying)):
                self.hush(start, end, saying)
                continue
            if out and saying.start and out[-1].mark in UNSETTLED:
                self.at = start
                self.settle(start)
            if out and saying.opens and not (self.text[start] == "#" and self.waits()):
                self.open()
            out.append(Token(self.held if self.held >= 0 else start, end, saying.said, saying.mark))
            self.held = -1
        return stop

    def waits(self) -> bool:
        """Whether the last word waits for the next: my #newlife."""
        return self.out[-1].said.lower() in self.language.waiting

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
        return before not in self.language.crosses | self.language.articles | self.language.prepositions

    def hush(self, start: int, end: int, saying: Saying) -> None:
        """Give silent characters to the token before, or hold them for the one after where a line begins."""
        if self.held < 0 and (not self.out or (saying.start == 0 and LINE_BREAK.search(self.text, self.at, start))):
            self.held = start
        if why := saying.why or ("kiss" if saying.said else ""):
            bare = start + len(self.text[start:end].rstrip(".,!?…"))
            index = len(self.out) - (self.held < 0)
            self.silences.setdefault(index, []).append(Silence(start, bare if bare > start else end, why))
        if self.held >= 0:
            return
        last = self.out[-1]
        mark = stronger(last.mark, saying.mark)
        if self.language.asides and mark in SAID and self.text[end - 1] in "—–" and self.text[end : end + 1].islower():
            mark = SAID[mark]  # ¿Vienes? —dijo ella.
        self.out[-1] = last._replace(end=end, mark=mark)
        if saying.opens:
            self.open()

    def open(self) -> None:
        """A bracket opens after the last token."""
        if self.out[-1].mark in (NONE, SOFT):
            self.out[-1] = self.out[-1]._replace(mark=CLAUSE)

    def numeral(self, begin: int, stop: int) -> int:
        """Append what is read together with what follows from `begin`, such as a date; where it ends."""
        memory = self.memory
        sayings, end = numeral_runs.read(
            self.text, begin, stop, self.end, self.normalizer, self.language, memory.numerals
        )
        return self.add(tuple(sayings), begin, end)


@cache
def normalizer_of(language: Language) -> Normalizer:
    """How runs are read in a language: by its tables, or as they are written where it says no numbers."""
    return ByTable(language, language.numbers) if language.numbers is not None else AsWritten(language)


@cache
def _run_reader(language: Language) -> Callable[[str], Sayings]:
    """What reads a run: its sayings, or none for one that has to be read with what follows it."""
    normalizer, together = normalizer_of(language), language.with_following
    beginnings, numbers = frozenset(word[:2] for word in together), language.numbers is not None

    def read(run: str) -> Sayings:
        if not run.isalpha():
            if LINE_BREAK.search(run) and run[0] != "<":
                parted = Rejoined(run, language)
                return tuple([parted.moved(saying) for saying in normalizer.sayings(parted.text)])
            tag = run[0] == "<" and run[-1] == ">"
            if numbers and DIGIT.search(run) and not tag and not _HEART.fullmatch(run):
                return ()
        if not numbers:
            return normalizer.sayings(run)
        word = run if run[0] not in _OPENING else run.lstrip(_OPENING)
        if word[:2] in beginnings and (word in together or ((head := _HEAD.match(word)) and head.group() in together)):
            return ()
        return normalizer.sayings(run)

    return read
