"""What stands before a list item at the start of a line: a bullet, a number, a letter, a box to tick."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from service.languages.language import Language


class Head(NamedTuple):
    """What stands before an item."""

    end: int
    """Where it ends in the letter, in code points."""
    said: str
    """What is said for it; empty where it is silent."""


class _Counted(NamedTuple):
    style: str
    """How it is written: whether in letters or digits, and what stands around them."""
    number: int
    """Which of a list it says it is, counted from 1."""
    head: Head


QUOTE = re.compile(r"(?:>[ \t]?){1,16}")
"""What a mail program puts before the lines of the mail that is answered."""
_SIGN = re.compile(r"[-*•·‣◦▪●–—+](?=\s+\S)|[•‣◦▪●](?=\S)")
_BOX = re.compile(r"\s{1,4}\[[ xX✓✔-]?\](?=\s+\S)")
"""A box to tick, after a bullet."""
_TIGHT = re.compile(r"[-–—+](?=[^\W_])")
"""A dash that stands close before its item: only where the line before or after has one, too."""
_NUMBER = re.compile(r"(\(?)(\d{1,3})([.)])(?=\s+\S|[^\W\d_])|()(\d)(\ufe0f?\u20e3)(?=\s*\S)")
_LETTER = re.compile(r"(\(?)([A-Za-z]|[ivx]{1,5}|[IVX]{1,5})([.)])(?=\s+\S)")
_ROMAN = re.compile(r"(?=[ivx])x{0,2}(?:ix|iv|v?i{0,3})")


def list_heads(text: str, starts: Iterable[int], language: Language) -> dict[int, Head]:
    """The heads of items, by where their line begins. A letter or a tight dash is one only among others of its kind."""
    heads: dict[int, Head] = {}
    counted: dict[int, tuple[_Counted, ...]] = {}
    tight: list[tuple[int, int]] = []
    for index, start in enumerate(starts):
        sign = _SIGN.match(text, start)
        if sign:
            box = _BOX.match(text, sign.end())
            heads[start] = Head(box.end() if box else sign.end(), "")
        elif _TIGHT.match(text, start):
            tight.append((index, start))
        elif found := _counted(text, start, language):
            counted[start] = found
    places = {index for index, _ in tight}
    heads |= {start: Head(start + 1, "") for index, start in tight if places & {index - 1, index + 1}}
    return heads | _in_order(text, counted)


def _counted(text: str, start: int, language: Language) -> tuple[_Counted, ...]:
    """What number a line may begin with; more than one where it is a letter that is also a Roman number."""
    match = _NUMBER.match(text, start)
    if match:
        digits, closed = match[2] or match[5], match[3] or ""
        said = language.numbers.cardinal(digits) if language.numbers else ""
        style = f"1{match[1] or ''}{closed}{'' if text[match.end()].isspace() else 'tight'}"
        return (_Counted(style, int(digits), Head(match.end(), said)),)
    match = _LETTER.match(text, start)
    if not match or language.numbers is None:
        return ()
    written, around = match[2], match[1] + match[3] + ("a" if match[2].islower() else "A")
    found = []
    if _ROMAN.fullmatch(written.lower()):
        value = _roman(written.lower())
        found.append(_Counted(f"i{around}", value, Head(match.end(), language.numbers.cardinal(str(value)))))
    if len(written) == 1:
        value = ord(written.lower()) - ord("a") + 1
        found.append(_Counted(f"a{around}", value, Head(match.end(), written.upper())))
    return tuple(found)


def _roman(written: str) -> int:
    digits = [{"i": 1, "v": 5, "x": 10}[letter] for letter in written]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))


def _in_order(text: str, counted: dict[int, tuple[_Counted, ...]]) -> dict[int, Head]:
    """Those of them that count on from another one, and numbers with a space after them, which need none."""
    seen = {(one.style, one.number) for found in counted.values() for one in found}
    heads = {}
    for start, found in counted.items():
        for one in found:
            alone = one.style[0] == "1" and not one.style.endswith("tight")
            if alone or {(one.style, one.number - 1), (one.style, one.number + 1)} & seen:
                heads[start] = one.head
                break
    return heads


_INLINE = re.compile(r"(?<!\S)(?:(\(?)(\d{1,2}|[a-h])(\))|()(?<=[.:;,!?–—-]\s)(\d{1,2})(\.))(?=[ \t]\S)")
"""A number or letter before an item inside a sentence; with a dot, only after a mark."""
_NEXT = re.compile(r"(?<=[^\W_][ \t])(\d{1,2})\.(?=[ \t][^\W\d_])")
"""A number that may count on from one before it without a mark between: 1. tea 2. the dog."""
_REACH = 160
"""Characters between two items of such a list, at most."""
_MAYBE_INLINE = re.compile(r"[\da-h]\)[ \t]|\d\.[ \t]")
_OPEN = re.compile(r"\([^()]{0,60}$")


def inline_heads(text: str, language: Language) -> dict[int, Head]:
    """The heads of items that are listed inside a sentence: 1) you slept, 2) you ate. One alone is none."""
    numbers = language.numbers
    if numbers is None or not _MAYBE_INLINE.search(text):
        return {}
    counted: dict[int, tuple[_Counted, ...]] = {}
    known: dict[str, str] = {}
    for match in _INLINE.finditer(text):
        written, closed = match[2] or match[5], match[3] or match[6]
        if closed == ")" and not match[1] and _OPEN.search(text, max(0, match.start() - 60), match.start()):
            continue  # (see 2)
        digits = written.isdecimal()
        number = int(written) if digits else ord(written) - ord("a") + 1
        if written not in known:
            known[written] = numbers.cardinal(written) if digits else written.upper()
        said = known[written]
        style = f"{'0' if digits else 'a'}{match[1] or ''}{closed}"
        counted[match.start()] = (_Counted(style, number, Head(match.end(), said)),)
    for start, one in _counting_on(text, counted, language):
        counted[start] = (one,)
    return _in_order(text, counted) if len(counted) > 1 else {}


def _counting_on(
    text: str, counted: dict[int, tuple[_Counted, ...]], language: Language
) -> Iterator[tuple[int, _Counted]]:
    """The items that count on from a first one with a dot, on the same line, without a mark before them."""
    numbers = language.numbers
    firsts = sorted((start, found[0].number) for start, found in counted.items() if found[0].style == "0.")
    if numbers is None or not firsts:
        return
    last = (-_REACH, 0)
    for match in _NEXT.finditer(text):
        start, number = match.start(), int(match[1])
        before = bisect_left(firsts, (start,))
        last = max(last, firsts[before - 1]) if before else last
        if last[0] < 0 or number != last[1] + 1 or start - last[0] > _REACH:
            continue
        between = text[last[0] : start]
        if "\n" not in between and between.split()[-1].lower() not in language.prepositions:  # I slept until 2. Then
            last = (start, number)
            yield start, _Counted("0.", number, Head(match.end(), numbers.cardinal(match[1])))
