"""Line breaks in a letter: which are only wraps, and which the writer meant."""

from __future__ import annotations

import re
from typing import Literal

from .english import ENGLISH

Break = Literal["space", "wrap", "line", "item", "paragraph"]
"""What the white space between two words is: nothing but a space, a line wrapped by the writer's program, a line that
was meant to be short, the start of a list item, or the end of a paragraph."""

LINE_BREAK = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
BULLET = re.compile(r"(?:[-*•·‣◦▪●–—+>]|\(?\d{1,3}[.)])(?=\s+\S)")
"""What stands before a list item. A number is said, anything else is silent."""
WIDTH = 48
"""A line that could not have taken the next word within this many characters was wrapped."""
NARROW = 24
"""Nobody wraps before so many characters, so a line that is shorter was meant to be, also before a small letter."""
LONG = 90
"""Nobody wraps at more characters than this, so a longer line is a paragraph of its own."""

_WORD = re.compile(r"\S{1,40}")
_LAST_WORD = re.compile(r"[a-z']{1,12}$")
_ABBREVIATION = re.compile(r"(?<![\w.])([A-Za-z][A-Za-z.]{0,5})\.$")
_END_MARKS = ".?!…"
_QUOTES = "\"'”’)]*_ "
_WAITING = ENGLISH.articles | ENGLISH.prepositions | ENGLISH.joining | ENGLISH.auxiliaries | frozenset(["to", "not"])


def break_between(text: str, end: int, start: int) -> Break:
    """What the white space from `end` of one word to `start` of the next one is."""
    breaks = LINE_BREAK.findall(text, end, start)
    if not breaks:
        return "space"
    if len(breaks) > 1 or breaks[0] in "\x0c\u2029":
        return "paragraph"
    if BULLET.match(text, start):
        return "item"
    return _single_break(text, end, start)


def _single_break(text: str, end: int, start: int) -> Break:
    line = LINE_BREAK.split(text[max(0, end - LONG - 1) : end])[-1].lstrip()
    stripped = line.rstrip(_QUOTES)
    if _abbreviated(stripped):
        return "wrap"
    if stripped and stripped[-1] in _END_MARKS:
        following = LINE_BREAK.split(text[start : start + LONG + 1], maxsplit=1)[0]
        return "paragraph" if max(len(line), len(following)) > LONG else "line"
    match = _WORD.match(text, start)
    word = match.group() if match else ""
    if len(line) + 1 + len(word) > WIDTH or (word[:1].islower() and len(line) >= NARROW):
        return "wrap"
    last = _LAST_WORD.search(line)
    return "wrap" if last and last.group() in _WAITING else "line"


def _abbreviated(line: str) -> bool:
    """Whether a line ends in an abbreviation such as `Dr.`, after which the sentence goes on."""
    match = _ABBREVIATION.search(line)
    return match is not None and match.group(1).lower() in ENGLISH.never_final


def at_line_start(text: str, start: int) -> bool:
    """Whether only white space stands between the start of a line, or of the letter, and `start`."""
    for at in range(start - 1, -1, -1):
        if LINE_BREAK.match(text[at]):
            return True
        if not text[at].isspace():
            return False
    return True
