"""One run of a letter, what stands between white space, read as the words for the voice and the mark after each."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from service.languages.language import Language
from service.letter.marks import (
    CLAUSE,
    CRY,
    FULL,
    NONE,
    QUESTION,
    SOFT,
    quoted,
    stronger,
    tail_mark,
)

LONGEST = 40
"""Letters of the longest word that is given to a voice whole."""
LONGEST_DIGITS = 13
"""Digits that are said one by one in one go; they make a phrase."""


class Saying(NamedTuple):
    """Some of a run, and what is said for it."""

    start: int
    """Where it begins in the run, in code points."""
    end: int
    """Where it ends in the run, in code points."""
    said: str
    """The words for the voice; empty where nothing is said."""
    mark: str
    """The mark after it."""
    opens: bool = False
    """True where a bracket opens before it."""
    why: str = ""
    """Why nothing is said; empty where something is, or where there is nothing but marks."""


_ASCII_WORD = re.compile(r"([A-Za-z]+(?:['’][A-Za-z]+)*)([,.;:!?]?)")
_ANY_WORD = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)*)([,.;:!?]?)")
_CUTS = (
    r"(?:\.{2,}|…)[.…]*[\"'”’)\]*_]*|[—–―]+|-{2,}|[,;!?:](?=[^\W\d_])|(?<=[a-z])\.(?=[A-Z][a-z]|I\b)"
    r"|(?<=[^\W\d_])[)\]](?=[^\W\d_])|(?<=[^\W\d_])(?=[(\[{])"
)
_CLOSING = "\"'”’»)\\]}*_」』）】》〉"
"""Quotation marks and brackets that close, for a class of characters."""
APOSTROPHES = {"’": "'", "‘": "'", "ʼ": "'"}
_EDGES = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)
_EMOTICON = re.compile(
    r"(?:[>}]?[:;=][-'’o^]?[)(\]\[DPpOoSs3/\\|*]+|[)(][-'’]?[:;]|</?3+|\^[_.-]*\^|[xX]D+|:[a-z_]{2,32}:"
    r"|[B8]-[)DP]+|\\[oO]/|([oO0TQqUu;><@*-])_{1,3}(?:\1|[oO0.]))[.,!?]*"
)
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|edu|gov|io|uk|de|fr|info|me|nhs)(?:/\S*)?", re.I
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_RUN_TOGETHER = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where a word of #MondayMotivation ends."""
_TAIL = "\"'”’)]>.,;:!?…*_"
"""What stands after a link and is none of it."""
VARIANTS = frozenset(chr(code) for code in (*range(0xFE00, 0xFE10), *range(0x180B, 0x180E)))


class Normalizer:
    """Reads runs in one language. What is particular to a kind of language is in its subclasses."""

    longest = LONGEST

    def __init__(self, language: Language) -> None:
        self.language = language
        self._word = _ASCII_WORD if language.ascii_words else _ANY_WORD
        self._kiss = "xX" if language.kisses else ""
        marks = "".join(map(re.escape, language.marks))
        resuming = "|".join(map(re.escape, sorted(language.resuming)))
        cuts = f"{_CUTS}|[{marks}]+[{marks}{_CLOSING}]*" if marks else _CUTS
        self._cuts = re.compile(
            rf"{cuts}|(?<=[a-z]{{2}})\.(?=(?:{resuming})\b(?![\w.-]{{0,40}}@))" if resuming else cuts
        )

    def sayings(self, run: str) -> tuple[Saying, ...]:
        """The sayings of a run, in order and without gaps; they cover it."""
        match = self._word.fullmatch(run)
        if match and len(run) <= LONGEST and run[0] not in self._kiss:
            return (self._plain(match, len(run)),)
        if run[0] == "<" and run[-1] == ">":
            return (Saying(0, len(run), "", NONE, why="mark-up"),)
        return tuple(self._each(self._parts(run)))

    def whole(self, run: str) -> Saying | None:
        """An emoticon, a link or an e-mail address, whatever digits are in it; None where the run is none."""
        return self._sign(run)

    def say(self, core: str) -> str:
        """A word as the voice is given it."""
        raise NotImplementedError

    def mark(self, tail: str) -> str:
        """The mark that a run of punctuation makes."""
        return tail_mark(tail.translate(self.language.alike) if self.language.marks else tail)

    def _dotted(self, word: str, length: int, opens: bool = False) -> Saying:
        """A word with a dot after it: a full stop, or an abbreviation's."""
        raise NotImplementedError

    def _edges(self, part: str) -> tuple[str, str, str]:
        """What is not said before a word, the word, and what is not said after it."""
        match = _EDGES.fullmatch(part)
        lead, core, tail = match.groups() if match else ("", part, "")
        while tail and not self.language.ascii_words and is_sign(tail[0]):
            core, tail = core + tail[0], tail[1:]
        return lead, core, tail

    def _symbol(self, part: str) -> str:
        """What is said for a part without letters and digits."""
        return self.language.signs.get(part.strip("*_"), "")

    def _address(self, body: str) -> str | None:
        """What is said for an e-mail address; None where it is none."""
        return None

    def _parts(self, run: str) -> Iterator[tuple[int, str]]:
        """The parts of a run that are read by themselves, each with where it begins; a link is never parted."""
        if self._sign(run):
            yield 0, run
            return
        start = 0
        for end in [*(match.end() for match in self._cuts.finditer(run)), len(run)]:
            if end > start:
                yield start, run[start:end]
                start = end
                if run.startswith(("http://", "https://", "www."), start) and self._sign(run[start:]):
                    yield start, run[start:]
                    return

    def _each(self, parts: Iterable[tuple[int, str]]) -> list[Saying]:
        """The sayings of some parts in a row. One that stands there again is not read again."""
        known: dict[str, list[Saying]] = {}
        sayings: list[Saying] = []
        for start, part in parts:
            read = known.get(part)
            if read is None:
                sign = self._sign(part)
                read = known[part] = [sign] if sign else self._sayings(part)
            sayings += [one._replace(start=one.start + start, end=one.end + start) for one in read] if start else read
        return sayings

    def _sign(self, part: str) -> Saying | None:
        """An emoticon, a link or an e-mail address."""
        if _EMOTICON.fullmatch(part):
            mark = stronger(SOFT, tail_mark(part[len(part.rstrip(".,!?")) :]))
            return Saying(0, len(part), "", mark, why="emoticon")
        if len(part) > LONGEST and not part.lstrip("([{\"'“‘").startswith(("http://", "https://", "www.", "[")):
            return None
        return self._pointing(part) if "." in part or ":" in part or "](" in part else None

    def _pointing(self, run: str) -> Saying | None:
        """A link, which is said as such, or an e-mail address."""
        start = 0
        while start < len(run) and run[start] in "(<[\"'“‘":
            start += 1
        opens = start > 0 and any(char in self.language.opening for char in run[:start])
        body = run[start:].rstrip(_TAIL)
        mark = tail_mark(run[start + len(body) :])
        if _EMAIL.fullmatch(body) and (said := self._address(body)) is not None:
            return Saying(0, len(run), said, mark, opens)
        link = self.language.link
        if _LINK.fullmatch(body):
            why = "" if link else "link"
            return Saying(0, len(run), link, mark if link else stronger(mark, SOFT), opens, why)
        named, joint, address = body.partition("](")
        if joint and _LINK.match(address):
            sayings = self.sayings(named) if named else ()
            words = " ".join(saying.said for saying in sayings if saying.said)
            return Saying(0, len(run), ", ".join(filter(None, (words, link))), mark)
        return None

    def _plain(self, match: re.Match[str], length: int) -> Saying:
        word, mark = match.group(1), match.group(2)
        if mark and self.language.marks:
            mark = self.language.marks.get(mark, mark)
        if mark in ";:":
            mark = CLAUSE if mark else NONE
        if mark == FULL:
            return self._dotted(word, length)
        return Saying(0, length, self.say(word), mark)

    def _sayings(self, part: str) -> list[Saying]:
        """The sayings of a part that has no joint inside."""
        if len(part) > LONGEST_DIGITS and part.isdecimal():
            return self._each(self._pieces(part, LONGEST_DIGITS))
        if len(part) > self.longest:
            return self._each(self._pieces(part, self.longest))
        lead, core, tail = self._edges(part)
        if not core:
            symbol = self._symbol(part)
            mark = NONE if symbol else CLAUSE if part == "~" else self.mark(part)
            why = "" if symbol or part.isascii() else _picture(part)
            return [Saying(0, len(part), symbol, mark, part[-1] in self.language.opening, why)]
        opens = any(char in self.language.opening for char in lead) or (lead.endswith("#") and core[:2].isalpha())
        mark = self.mark(tail)
        if lead.endswith("#"):
            core = _RUN_TOGETHER.sub(" ", core)
        if tail.startswith((".", ")")) and mark in (FULL, CLAUSE) and "." in tail and tail[:2] != "..":
            saying = self._dotted(core, len(part), opens) if self._may_be_short(core) else None
            if saying and saying.mark != FULL:
                own = mark if mark == CLAUSE else saying.mark
                return [saying._replace(mark=own)]
        if tail.startswith(("%", "+")) or tail == "=" or (lead.endswith("@") and len(lead) == 1):
            core = (
                (lead if lead == "@" else "") + core + (tail[0] if tail.startswith(("%", "+")) or tail == "=" else "")
            )
        return [Saying(0, len(part), self.say(core), self._inside(mark, tail), opens)]

    def _may_be_short(self, core: str) -> bool:
        """Whether a word may be an abbreviation without its last dot."""
        return core.replace(".", "").isalpha()

    def _inside(self, mark: str, tail: str) -> str:
        """The mark as one that stands inside a sentence or a closing quotation mark, where it does."""
        if mark in (QUESTION, CRY) and tail[-1] in ",;:" and (self.language.asides or len(tail) > 2):
            return f"quoted{mark}"
        return quoted(mark, tail)

    def _pieces(self, part: str, size: int) -> Iterator[tuple[int, str]]:
        """A part that is too long for a voice, in pieces of `size` characters, each with where it begins."""
        return ((start, part[start : start + size]) for start in range(0, len(part), size))


def _picture(part: str) -> str:
    """Why a part without letters is silent, where it is an emoji."""
    return "emoji" if any(unicodedata.category(char) == "So" for char in part) else ""


def is_sign(char: str) -> bool:
    """Whether a character is a sign on the letter before it, such as a vowel sign or an accent."""
    return char > "\u02ff" and unicodedata.category(char)[0] == "M" and char not in VARIANTS
