"""Line breaks in a letter: which are only wraps, and which the writer meant."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Literal

from service.languages.language import Language

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
_LAST_WORD = re.compile(r"[a-z\u00df-\u00ff']{1,12}$")
_ABBREVIATION = re.compile(r"(?<![\w.])([A-Za-z][A-Za-z.]{0,5})\.$")
UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
"""Letters of scripts that put no space between words: Thai, Lao, Burmese, Khmer, kana, ideographs."""
_QUOTES = "\"'”’)]*_ "


@cache
def waiting(language: Language) -> frozenset[str]:
    """The words after which a line goes on, however short it is."""
    found = language.articles | language.prepositions | language.joining | language.auxiliaries | language.to
    return found | {word for word in language.negations if "'" not in word}


def break_between(text: str, end: int, start: int, language: Language) -> Break:
    """What the white space from `end` of one word to `start` of the next one is."""
    breaks = LINE_BREAK.findall(text, end, start)
    if not breaks:
        return "space"
    if len(breaks) > 1 or breaks[0] in "\x0c\u2029":
        return "paragraph"
    if BULLET.match(text, start):
        return "item"
    return _single_break(text, end, start, language)


def _single_break(text: str, end: int, start: int, language: Language) -> Break:
    line = LINE_BREAK.split(text[max(0, end - LONG - 1) : end])[-1].lstrip()
    stripped = line.rstrip(_QUOTES)
    if _abbreviated(stripped, language):
        return "wrap"
    if stripped and stripped[-1] in language.ends:
        following = LINE_BREAK.split(text[start : start + LONG + 1], maxsplit=1)[0]
        return "paragraph" if max(len(line), len(following)) > LONG else "line"
    if line and language.numbers is None and UNSPACED.match(line[-1]):
        # Where there is no space a line may end after any letter, and a letter is two columns wide.
        return "wrap" if 2 * len(line) > WIDTH else "line"
    match = _WORD.match(text, start)
    word = match.group() if match else ""
    if len(line) + 1 + len(word) > WIDTH or (word[:1].islower() and len(line) >= NARROW):
        return "wrap"
    last = _LAST_WORD.search(line)
    return "wrap" if last and last.group() in waiting(language) else "line"


def _abbreviated(line: str, language: Language) -> bool:
    """Whether a line ends in an abbreviation such as `Dr.`, after which the sentence goes on."""
    match = _ABBREVIATION.search(line)
    return match is not None and match.group(1).lower() in language.never_final


def at_line_start(text: str, start: int) -> bool:
    """Whether only white space stands between the start of a line, or of the letter, and `start`."""
    for at in range(start - 1, -1, -1):
        if LINE_BREAK.match(text[at]):
            return True
        if not text[at].isspace():
            return False
    return True


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
