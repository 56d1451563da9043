"""The letter as somebody wrote it, divided into its greeting, paragraphs, items, closing and signature."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from service.errors import LetterEmpty, LetterTooLong
from service.languages.english import ENGLISH
from service.languages.language import Language
from service.letter.kisses import is_written
from service.letter.line_breaks import Break, LineBreaks
from service.letter.tokens import Memory, tokens

Role = Literal["greeting", "paragraph", "item", "closing", "signature"]

SHORT_LINE = 44
"""Longest line of a greeting, a closing or a signature, in code points."""
SHORT_WORDS = 8
"""Most words of such a line."""
CLOSING_LINES = 4
"""Most lines that a closing and the name under it take."""


@dataclass(frozen=True)
class Block:
    """A part of the letter with a role."""

    role: Role
    """What it is."""
    start: int
    """Where it begins in the letter, in code points; not on white space."""
    end: int
    """Where it ends in the letter, in code points; the character before is not white space."""


@dataclass(frozen=True)
class Letter:
    """The text as it was given, and its blocks."""

    text: str
    """The text, never changed."""
    blocks: tuple[Block, ...]
    """The blocks, in order, without overlap; everything outside them is white space."""
    language: Language = ENGLISH
    """The language that it is read in."""
    memory: Memory | None = field(default=None, compare=False, repr=False)
    """What was seen of it when it was read, until it is planned."""

    def remembered(self) -> Memory:
        """What was seen of it, or what has to be seen again."""
        return self.memory or Memory(self.text, self.language)


class _Line(NamedTuple):
    start: int
    end: int
    before: Break
    """What stands between it and the line before."""
    listed: bool
    """Whether something stands before it that makes it an item, or a quotation."""
    depth: int
    """How many mails deep it is quoted."""


_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_OPENING = re.compile(r"((?:[^\W_]|['’ -]){2,40}?)[ ]?(\.{2,}+|…|,|!|\s[-–—](?=\s)|—)[.!…]*+(?=\s|\w)")
"""The beginning of a first line, up to the mark after it. However many dots there are, they are never given back."""
_BY_SPACE = re.compile(r"[^\s.,;:!?…()\"“”„«»。！？，、：；।॥؟،؛]+")
"""Words of a script whose vowel signs are marks to a regular expression."""
MARKED_WORDS = 4
"""Most words of a greeting that is told by its mark alone."""
HEADING = 80
"""Longest line that may stand above a greeting: a date, an address, a title, what a mail program writes there."""
HEADINGS = 10
"""Most lines above a greeting."""


@cache
def _sentence_end(language: Language) -> re.Pattern[str]:
    """An end mark with something after it on the same line, not after a title or an initial."""
    titles = "".join(f"(?<!{re.escape(title)})" for title in language.title_forms)
    marks = "".join(char for char, mark in language.marks.items() if mark in ".?!")
    wide = f"|[{re.escape(marks)}]\\s*\\w" if marks else ""
    return re.compile(rf"{titles}(?<![.\s][A-Z])[.?!](?<!\.[.])\s+\S{wide}")


def read_letter(text: str, limit: int = 20_000, language: Language = ENGLISH) -> Letter:
    """The letter with its blocks; `LetterTooLong` over `limit` code points, `LetterEmpty` with nothing to say."""
    if len(text) > limit:
        raise LetterTooLong(len(text), limit)
    memory = Memory(text, language)
    breaks = memory.breaks if memory.breaks.text == text else LineBreaks(text, language)
    lines = _lines(breaks)
    opening = _greeting(text, lines, language)
    body = next((at for at, line in enumerate(lines, 1) if opening and line.start == opening[0].start), 1)
    closing = _closing(text, lines, body, language)
    found = [*opening, *_body(text, lines, opening, closing), *_last(text, lines, closing)]
    blocks = _speakable(text, found, memory, language)
    if not blocks:
        raise LetterEmpty
    return Letter(text, tuple(blocks), language, memory)


def _lines(breaks: LineBreaks) -> list[_Line]:
    return [
        _Line(
            line.start,
            line.end,
            breaks.before(line.start) if index else "paragraph",
            breaks.bullet(line.start),
            line.depth,
        )
        for index, line in enumerate(breaks.lines)
    ]


def _words(text: str, start: int, end: int, language: Language) -> list[str]:
    """The first words of a line, in lower case; one more than a short line has at most."""
    found = []
    for match in (_WORD if language.numbers is not None else _BY_SPACE).finditer(
        text, start, min(end, start + 2 * SHORT_LINE)
    ):
        found.append(match.group().lower().replace("’", "'"))
        if len(found) > SHORT_WORDS:
            break
    return found


def _is_short(text: str, line: _Line, language: Language) -> bool:
    if line.end - line.start > SHORT_LINE or _sentence_end(language).search(text, line.start, line.end):
        return False
    return len(_words(text, line.start, line.end, language)) <= SHORT_WORDS


def _greeting(text: str, lines: list[_Line], language: Language) -> list[Block]:
    """The greeting, on a line of its own or before the text: the first line, or the first one under a heading."""
    for index, line in enumerate(lines[: HEADINGS + 1]):
        if index and not _is_heading(text, lines[index - 1], line.before == "paragraph", language):
            break
        if index and not _is_marked(text, line, language):
            continue
        after = lines[index + 1].before if index + 1 < len(lines) else None
        if _is_short(text, line, language) and _addresses(text, line, after, language):
            return [Block("greeting", line.start, line.end)]
        match = _OPENING.match(text, line.start, line.end)
        if match and match.end() < line.end and _is_salutation(text, match.start(1), match.end(1), language):
            return [Block("greeting", line.start, match.end())]
    return []


def _is_heading(text: str, line: _Line, apart: bool, language: Language) -> bool:
    """Whether a line may stand above a greeting: it is short, and no sentence.

    apart: whether a blank line follows, above which a dot may also end what is no sentence: 3 Nov., Letter no. 4.
    """
    if line.end - line.start > HEADING or line.listed:
        return False
    words = _words(text, line.start, line.end, language)
    ended = text[line.end - 1] in language.ends and any(char.isalnum() for char in text[line.start : line.end])
    if (apart or not ended) and len(words) <= MARKED_WORDS and not _is_sentence(words, language):
        return True
    return not ended and not _sentence_end(language).search(text, line.start, line.end)


def _is_marked(text: str, line: _Line, language: Language) -> bool:
    """Whether a line under a heading greets by its first word and the mark after it, or by a word that only greets."""
    words = _words(text, line.start, line.end, language)
    if not words or line.before == "wrap" or words[0] not in language.greetings:
        return False
    match = _OPENING.match(text, line.start, line.end)
    return words[0] in language.salutations or match is not None or text[line.end - 1] in ",:!-–—"


def _addresses(text: str, line: _Line, after: Break | None, language: Language) -> bool:
    """Whether a short first line addresses somebody. Where the next goes on in lower case, only by its words.

    after: what stands between it and the next line; None where there is none.
    """
    words = _words(text, line.start, line.end, language)
    last = language.marks.get(text[line.end - 1], text[line.end - 1])
    if not words or last == "?":
        return False
    if _is_salutation(text, line.start, line.end, language):
        return True
    if after in (None, "wrap") or last == ".":
        return False
    if not language.greetings:
        return (last == "," or (last in ":!" and after == "paragraph")) and len(words) <= MARKED_WORDS
    if last in ",:":
        first = words[0] in language.addressing or words[0] in language.greetings
        return first or (last == "," and len(words) <= 3 and not _is_sentence(words, language))
    return words[0] in language.addressing and len(words) <= 6


def _is_sentence(words: list[str], language: Language) -> bool:
    """Whether the first words of a line tell that it is a sentence: one of them is an auxiliary, or the first says who
    does something."""
    return any(word in language.auxiliaries for word in words) or any(word in language.subjects for word in words[:1])


def _is_salutation(text: str, start: int, end: int, language: Language) -> bool:
    """Whether every word is a greeting, an addressee or a name, and the first one greets."""
    words = _words(text, start, end, language)
    if len(words) > 1 and words[1] in language.wishes.get(words[0], ()):
        words = words[1:]
    elif words and any(words[0] in second for second in language.wishes.values()):
        return False
    if len(words) > 1 and words[0] in language.my and words[1] in language.greetings:
        words = words[1:]
    if not words or words[0] not in language.greetings or len(words) > 6:
        return False
    names = [w for w in words[1:] if w not in language.addressees and w not in language.greetings]
    capitals = sum(match.group()[0].isupper() for match in _WORD.finditer(text, start, end))
    return len(names) <= 1 or capitals > len(names)


def _closing(text: str, lines: list[_Line], body: int, language: Language) -> list[tuple[Role, int]]:
    """The roles of the last lines, from the first of the closing on: (role, index of the line).

    body: index of the first line that may be one of them.
    """
    stop = len(lines)
    for index in range(max(body, len(lines) - 3), len(lines)):
        if re.compile(language.postscript).match(text, lines[index].start):
            stop = index
            break
    first = stop
    while first > body and stop - first < CLOSING_LINES and _may_close(text, lines[first - 1], language):
        first -= 1
    for index in range(first, stop):
        if lines[index].before != "wrap" and _closes(text, lines, index, stop, language):
            return [(_closing_role(text, lines, i, index, language), i) for i in range(index, stop)]
    last = stop - 1
    if first <= last and lines[last].before != "wrap" and _is_signature(text, lines, last, language):
        return [("signature", last)]
    return []


def _may_close(text: str, line: _Line, language: Language) -> bool:
    listed = line.listed and not _dashed_name(text, line, language)
    return _is_short(text, line, language) and not listed


def _dashed_name(text: str, line: _Line, language: Language) -> bool:
    """`- Sam` under a letter is a name, not a list."""
    return text[line.start] in "-–—" and len(_words(text, line.start, line.end, language)) <= 2


def _closes(text: str, lines: list[_Line], index: int, stop: int, language: Language) -> bool:
    """Whether a line takes leave."""
    line = lines[index]
    words = _words(text, line.start, line.end, language)
    last = language.marks.get(text[line.end - 1], text[line.end - 1])
    if not language.closings:
        return last == "," and index + 1 < stop and line.before == "paragraph"
    if language.kisses and words and all(map(is_written, words)):
        return index + 1 < stop
    if not words or words[0] not in language.closings:
        return False
    if last == "," or all(word in language.closings for word in words):
        return True
    under = index + 1 < stop
    if last in ".?!":
        return last != "?" and len(words) <= 3 and (under or words[0] in language.closing_lines)
    return len(words) <= 4 and (under or "," in text[line.start : line.end] or words[0] in language.closing_lines)


def _closing_role(text: str, lines: list[_Line], index: int, first: int, language: Language) -> Role:
    if index == first:
        return "closing"
    words = _words(text, lines[index].start, lines[index].end, language)
    return "closing" if words and all(word in language.closings for word in words) else "signature"


def _is_signature(text: str, lines: list[_Line], index: int, language: Language) -> bool:
    """Whether the last line is a name by itself: one to three words under the letter, without an end mark."""
    line = lines[index]
    words = _words(text, line.start, line.end, language)
    last = text[line.end - 1]
    if not 1 <= len(words) <= 3 or language.marks.get(last, last) in ",:;?!":
        return False
    if _dashed_name(text, line, language):
        return lines[index - 1].before != "item" and not lines[index - 1].listed
    starts = [match.group() for match in _WORD.finditer(text, line.start, line.end)]
    capital = all(
        word[0].isupper() or word in language.names or (language.kisses and is_written(word)) for word in starts
    )
    return line.before == "paragraph" and (capital or len(words) == 1) and language.marks.get(last, last) != "."


def _body(text: str, lines: list[_Line], opening: list[Block], closing: list[tuple[Role, int]]) -> list[Block]:
    """Paragraphs and list items between the greeting and the closing, and after it (a postscript)."""
    taken = {index for _, index in closing}
    blocks: list[Block] = []
    fresh = True
    for index, line in enumerate(lines):
        start = max(line.start, opening[0].end) if opening and opening[0].start <= line.start else line.start
        if index in taken or start >= line.end or (opening and opening[0].start == line.start > lines[0].start):
            fresh = True
        if index in taken or start >= line.end:
            continue
        start += len(text[start : line.end]) - len(text[start : line.end].lstrip())
        item = line.listed and start == line.start and line.before in ("item", "paragraph")
        quoted = line.depth > 0 and line.depth == lines[index - 1].depth
        after_item = bool(blocks) and blocks[-1].role == "item" and line.before == "line" and not quoted
        if fresh or item or after_item or line.before == "paragraph":
            blocks.append(Block("item" if item else "paragraph", start, line.end))
        else:
            blocks[-1] = Block(blocks[-1].role, blocks[-1].start, line.end)
        fresh = False
    return blocks


def _last(text: str, lines: list[_Line], closing: list[tuple[Role, int]]) -> list[Block]:
    return [Block(role, lines[index].start, lines[index].end) for role, index in closing]


def _speakable(text: str, blocks: list[Block], memory: Memory, language: Language) -> list[Block]:
    """The blocks in order; one with nothing to say is given to the next one, or at the end to the one before."""
    kept: list[Block] = []
    held: int | None = None
    for block in sorted(blocks, key=lambda block: block.start):
        start = block.start if held is None else held
        if tokens(text, block.start, block.end, memory, language):
            kept.append(Block(block.role, start, block.end))
            held = None
        else:
            held = start
            end = block.end
    if held is not None and kept:
        kept[-1] = Block(kept[-1].role, kept[-1].start, end)
    return kept
