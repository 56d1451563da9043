"""Letters of nothing but one thing, as long as a letter may be: how long planning takes, and how that grows."""

from __future__ import annotations

import gc
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from tests.attack.growing import Kind, seconds
from tests.cases.case import score_of

LONG, SHORT = 20_000, 10_000
"""Characters: as many as a letter may have, and half of it."""
ROUNDS = 3
"""How often each is planned; the quickest is quoted, because a busy machine makes it only slower."""
TRIES = 4
"""How often something is measured before it is said to grow too much."""
STEEP = 2.3
"""How many times as long planning may take for twice as many characters."""
KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "digits": ("7", "12", "0"),
        "marks": ("!", "?", ".", ",", "…", "—", ";", "?!"),
        "brackets": ("(", "[", "<", ")", "()", "<b>"),
        "capitals": ("A", "OCD", "NO"),
        "entities": ("&amp;", "&#39;", "&", "&lt;"),
        "one word": ("a", "ha", "supercalifragilistic"),
        "emoji": ("🙂", "👩‍👩‍👧", "❤️"),
        "quotation marks": ('"', "“", "”", "«"),
        "apostrophes": ("'", "’", "'a", "`", "ʼ"),
        "hyphens": ("-", "a-", "--", "–"),
        "line ends": ("\n", "\r\n", "\u2028"),
        "slashes": ("/", "a/", "//", "http://", "\\"),
        "letters with dots": ("a.", "A.", "www."),
        "decorated letters": ("𝕒", "ａ", "ⓐ", "a\u0337", "ʟ", "ˢ", "â€™", "①"),
    }
)
"""What such a letter is made of, by its kind."""
MIXED = (
    *("12 ", "116 123 ", "1,000 ", "1/2 ", "12:30 ", "£5 ", "3-", "1.", "2020-11-26 ", "+44 7700 900123 ", "5 mg "),
    *(". ", ", ", "!? ", "- ", "<a ", "(a ", "[a](", "< ", "((a)) ", "& ", "&nbsp;a", "=E2=80=99", "~2 ", "-> ", "1/"),
    *(
        "OCD ",
        "A. ",
        "A.B.",
        "THE ",
        "U.K. ",
        "Dr ",
        "A-",
        "no ",
        "I-I ",
        "f*** ",
        "read ",
        "don't ",
        "‘a’ ",
        '"a" ',
        "“a",
    ),
    *("a🙂", "🙂 ", "<3", ":) ", "¯\\_(ツ)_/¯ ", "#a ", "@a ", "w/ ", "a / ", "a.b ", "e.g. ", "a. ", "a.m. ", "a..."),
    *("a\n", "a\n\n", "- a\n", "1. a\n", "> a\n", "Dear Sam,\n", "a--b ", "un-\n", "a - ", "Я ", "小"),
)
"""What else a letter may be made of: words, numbers and signs, again and again."""


@dataclass(frozen=True)
class Planned:
    """How long a letter takes that is made of one thing."""

    what: str
    """The kind, or what it repeats."""
    milliseconds: float
    growth: float
    """How many times as long as for half as many characters."""


def kinds() -> Iterator[Planned]:
    """Each of the kinds, by its slowest."""
    freeze()
    for kind, units in KINDS.items():
        yield max((_planned(f"{kind}, {unit!r}", unit) for unit in units), key=lambda planned: planned.milliseconds)


def mixed() -> Iterator[Planned]:
    """Whatever else is tried."""
    freeze()
    yield from (_planned(repr(unit), unit) for unit in MIXED)


def freeze() -> None:
    """What other measurements have left behind is not looked through again and again in this one."""
    gc.collect()
    gc.freeze()


def plan_milliseconds(letter: str, rounds: int = 15) -> float:
    """Milliseconds of the processor that planning a letter takes, the quickest."""
    freeze()
    return min(_milliseconds(letter) for _ in range(rounds))


def _planned(what: str, unit: str) -> Planned:
    letters = [Kind("", unit, "").of(size) for size in (SHORT, LONG)]
    best = Planned(what, math.inf, math.inf)
    for _ in range(TRIES):
        rounds = [[_milliseconds(letter) for letter in letters] for _ in range(ROUNDS)]
        half, whole = (min(times) for times in zip(*rounds, strict=True))
        best = Planned(what, min(best.milliseconds, whole), min(best.growth, whole / half))
        if best.growth <= STEEP:
            break
    return best


def _milliseconds(letter: str) -> float:
    return seconds(partial(score_of, letter)) * 1000
