"""The letter as somebody wrote it, divided into its greeting, paragraphs, items, closing and signature."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from .english import ENGLISH
from .errors import LetterEmpty, LetterTooLong
from .lines import BULLET, Break, break_between
from .spoken import speakable

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


class _Line(NamedTuple):
    start: int
    end: int
    before: Break
    """What stands between it and the line before."""


_LINE = re.compile("[^\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_OPENING = re.compile(r"((?:[^\W_]|['’ -]){2,40}?)[ ]?(\.{2,}|…|,|!|\s[-–—](?=\s)|—)[.!…]*(?=\s|\w)")
_POSTSCRIPT = re.compile(r"[Pp]\.? ?[Ss]\b")
_SENTENCE_END = re.compile(r"(?<!Mr)(?<!Mrs)(?<!Ms)(?<!Dr)(?<!Prof)(?<![.\s][A-Z])[.?!](?<!\.[.])\s+\S")


def read_letter(text: str, limit: int = 20_000) -> Letter:
    """The letter with its blocks; `LetterTooLong` over `limit` code points, `LetterEmpty` with nothing to say."""
    if len(text) > limit:
        raise LetterTooLong(len(text), limit)
    lines = _lines(text)
    opening = _greeting(text, lines)
    closing = _closing(text, lines)
    blocks = _speakable(text, [*opening, *_body(text, lines, opening, closing), *_last(text, lines, closing)])
    if not blocks:
        raise LetterEmpty
    return Letter(text, tuple(blocks))


def _lines(text: str) -> list[_Line]:
    lines: list[_Line] = []
    for match in _LINE.finditer(text):
        line = match.group()
        stripped = line.strip()
        if stripped:
            start = match.start() + len(line) - len(line.lstrip())
            before = break_between(text, lines[-1].end, start) if lines else "paragraph"
            lines.append(_Line(start, start + len(stripped), before))
    return lines


def _words(text: str, start: int, end: int) -> list[str]:
    """The first words of a line, in lower case; one more than a short line has at most."""
    found = []
    for match in _WORD.finditer(text, start, min(end, start + 2 * SHORT_LINE)):
        found.append(match.group().lower().replace("’", "'"))
        if len(found) > SHORT_WORDS:
            break
    return found


def _is_short(text: str, line: _Line) -> bool:
    if line.end - line.start > SHORT_LINE or _SENTENCE_END.search(text, line.start, line.end):
        return False
    return len(_words(text, line.start, line.end)) <= SHORT_WORDS


def _greeting(text: str, lines: list[_Line]) -> list[Block]:
    """The greeting, on a line of its own or before the text on the first line."""
    if not lines:
        return []
    first = lines[0]
    stands_alone = len(lines) == 1 or lines[1].before != "wrap"
    if _is_short(text, first) and _addresses(text, first, stands_alone, len(lines) > 1):
        return [Block("greeting", first.start, first.end)]
    match = _OPENING.match(text, first.start, first.end)
    if match and match.end() < first.end and _is_salutation(text, match.start(1), match.end(1)):
        return [Block("greeting", first.start, match.end())]
    return []


def _addresses(text: str, line: _Line, stands_alone: bool, more: bool) -> bool:
    """Whether a short first line addresses somebody. Where the next goes on in lower case, only by its words."""
    words = _words(text, line.start, line.end)
    last = text[line.end - 1]
    if not words or last == "?":
        return False
    if _is_salutation(text, line.start, line.end):
        return True
    if not more or not stands_alone or last == ".":
        return False
    if last in ",:":
        return words[0] in ("my", "to", *ENGLISH.greetings) or (last == "," and len(words) <= 3)
    return words[0] in ("to", "my") and len(words) <= 6


def _is_salutation(text: str, start: int, end: int) -> bool:
    """Whether every word is a greeting, an addressee or a name, and the first one greets."""
    words = _words(text, start, end)
    if words[:1] == ["good"] and words[1:2] and words[1] in ("morning", "evening", "afternoon"):
        words = words[1:]
    elif words and words[0] in ("morning", "evening", "afternoon"):
        return False
    if words[:1] == ["my"] and words[1:2] and words[1] in ENGLISH.greetings:
        words = words[1:]
    if not words or words[0] not in ENGLISH.greetings or len(words) > 6:
        return False
    names = [w for w in words[1:] if w not in ENGLISH.addressees and w not in ENGLISH.greetings]
    capitals = sum(match.group()[0].isupper() for match in _WORD.finditer(text, start, end))
    return len(names) <= 1 or capitals > len(names)


def _closing(text: str, lines: list[_Line]) -> list[tuple[Role, int]]:
    """The roles of the last lines, from the first of the closing on: (role, index of the line)."""
    stop = len(lines)
    for index in range(max(1, len(lines) - 3), len(lines)):
        if _POSTSCRIPT.match(text, lines[index].start):
            stop = index
            break
    first = stop
    while first > 1 and stop - first < CLOSING_LINES and _may_close(text, lines[first - 1]):
        first -= 1
    for index in range(first, stop):
        if lines[index].before != "wrap" and _closes(text, lines, index, stop):
            return [(_closing_role(text, lines, i, index), i) for i in range(index, stop)]
    last = stop - 1
    if first <= last and lines[last].before != "wrap" and _is_signature(text, lines, last):
        return [("signature", last)]
    return []


def _may_close(text: str, line: _Line) -> bool:
    return _is_short(text, line) and not (BULLET.match(text, line.start) and not _dashed_name(text, line))


def _dashed_name(text: str, line: _Line) -> bool:
    """`- Sam` under a letter is a name, not a list."""
    dashed = text[line.start] in "-–—" and line.before != "item"
    return (dashed or text[line.start] in "-–—") and len(_words(text, line.start, line.end)) <= 2


def _closes(text: str, lines: list[_Line], index: int, stop: int) -> bool:
    """Whether a line takes leave."""
    line = lines[index]
    words = _words(text, line.start, line.end)
    if not words or words[0] not in ENGLISH.closings:
        return False
    last = text[line.end - 1]
    if last == "," or all(word in ENGLISH.closings for word in words):
        return True
    under = index + 1 < stop
    if last in ".?!":
        return last != "?" and len(words) <= 3 and (under or words[0] in ENGLISH.closing_lines)
    return len(words) <= 4 and (under or "," in text[line.start : line.end] or words[0] in ENGLISH.closing_lines)


def _closing_role(text: str, lines: list[_Line], index: int, first: int) -> Role:
    if index == first:
        return "closing"
    words = _words(text, lines[index].start, lines[index].end)
    return "closing" if words and all(word in ENGLISH.closings for word in words) else "signature"


def _is_signature(text: str, lines: list[_Line], index: int) -> bool:
    """Whether the last line is a name by itself: one to three words under the letter, without an end mark."""
    line = lines[index]
    words = _words(text, line.start, line.end)
    if not 1 <= len(words) <= 3 or text[line.end - 1] in ",:;?!":
        return False
    if _dashed_name(text, line):
        return lines[index - 1].before != "item" and not BULLET.match(text, lines[index - 1].start)
    starts = [match.group() for match in _WORD.finditer(text, line.start, line.end)]
    capital = all(word[0].isupper() or word in ("x", "xx", "xxx", "the", "your", "and") for word in starts)
    return line.before == "paragraph" and (capital or len(words) == 1) and text[line.end - 1] != "."


def _body(text: str, lines: list[_Line], opening: list[Block], closing: list[tuple[Role, int]]) -> list[Block]:
    """Paragraphs and list items between the greeting and the closing, and after it (a postscript)."""
    taken = {index for _, index in closing}
    blocks: list[Block] = []
    fresh = True
    for index, line in enumerate(lines):
        start = max(line.start, opening[0].end) if opening else line.start
        if index in taken or start >= line.end:
            fresh = True
            continue
        start += len(text[start : line.end]) - len(text[start : line.end].lstrip())
        item = BULLET.match(text, start) is not None and line.before in ("item", "paragraph")
        after_item = bool(blocks) and blocks[-1].role == "item" and line.before == "line"
        if fresh or item or after_item or line.before == "paragraph":
            blocks.append(Block("item" if item else "paragraph", start, line.end))
        else:
            blocks[-1] = Block(blocks[-1].role, blocks[-1].start, line.end)
        fresh = False
    return blocks


def _last(text: str, lines: list[_Line], closing: list[tuple[Role, int]]) -> list[Block]:
    return [Block(role, lines[index].start, lines[index].end) for role, index in closing]


def _speakable(text: str, blocks: list[Block]) -> list[Block]:
    """The blocks in order; one with nothing to say is given to the next one, or at the end to the one before."""
    kept: list[Block] = []
    held: int | None = None
    for block in sorted(blocks, key=lambda block: block.start):
        start = block.start if held is None else held
        if speakable(text, block.start, block.end):
            kept.append(Block(block.role, start, block.end))
            held = None
        else:
            held = start
            end = block.end
    if held is not None and kept:
        kept[-1] = Block(kept[-1].role, kept[-1].start, end)
    return kept
