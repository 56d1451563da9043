"""Letters that grow: a beginning, a unit again and again, an end; and how much longer work takes as they do.

What is quick at every size, however it grows, harms nobody. What takes long is to take twice as long for twice as many
characters, and a little more for the memory.
"""

from __future__ import annotations

import contextlib
import math
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.errors import ReadbackError

MOST = 2.3
"""How many times as long work may take for twice as many characters."""
_MARKS = "\"'’“”«».,;:!?…·-–—()[]{}<>*_~#&@/\\|+=%^$€£`°。、！？।؟،¿¡（）「」"
_BLANKS = " \t\n\r\v\x1c\x85\xa0\u2003\u2028\u200b\u3000\ufeff"
_LETTERS = "aAxXoOeiIvyzßéİıñ1½٣০的のア한กाبЯ🙂\u0301\u0323\U000e0041\ud800"
_PIECES = (
    "\r\n¦Dear ¦Dear Sam, ¦Mr. ¦a.m. ¦e.g. ¦p. m. ¦Hi¦Love,¦P.S. ¦of ¦the ¦I ¦May ¦No. ¦ja¦a。¦(a¦a)¦“a¦a'a¦a-",
    "http://¦http://a.b/¦www.¦a@b.¦[a](¦](http://¦&amp;¦<a¦</3¦<b>¦&#1;¦xo¦oxo¦xx ¦...¦--¦. .¦- ¦* ",
    "12¦1 ¦1.¦1)¦1,000¦3:30¦1/2¦2020-¦+44 ¦$1¦1 1/2¦°C¦5-¦a\n\n¦a\n¦\n- ¦\n1. ¦a, ¦a. ¦a? ¦A. ",
    "²¦①¦⅛¦5st ¦+5=¦<5¦±¦§ ¦Mon/¦5:15-¦£5-¦US$¦John 3:¦[1]¦Chapter X¦10 000 ¦10am - ¦call 1-",
)
UNITS = (*_MARKS, *_BLANKS, *_LETTERS, *(piece for line in _PIECES for piece in line.split("¦")))
"""What letters are made of: punctuation, white space of all kinds, letters, digits and signs of many scripts, and the
beginnings of what is read in a way of its own."""
STARTS = tuple("¦a¦Dear ¦Dear Sam, ¦x¦1¦http://a.b/¦www.¦[a](http://¦(¦<¦<a¦Mr.¦a\n\n¦\n".split("¦"))
ENDS = tuple("¦a¦ a¦, b¦x¦1¦!¦)¦>¦@¦\n¦\nb¦\n\nLove,\nme¦](http://a.b)¦的¦€".split("¦"))


@dataclass(frozen=True)
class Kind:
    """A letter of any size."""

    start: str
    unit: str
    end: str

    def of(self, size: int) -> str:
        """The letter, of about so many characters."""
        return self.start + self.unit * max(1, (size - len(self.start) - len(self.end)) // len(self.unit)) + self.end


FOUND = (
    Kind("Dear ", ".", ", b"),
    Kind("http://a.b/", ")", "x"),
    Kind("", "\n&", ""),
    Kind("a", " ", "b"),
    Kind("Dear ", "x", ""),
    Kind("Dear ", "xo", " b"),
    Kind("hello x", ".!", "a"),
    Kind("hello x ", "!", " a"),
)
"""Letters that took a time by the square of their length, or by its cube, before it was mended."""


def drawn(chance: random.Random) -> Iterator[Kind]:
    """Kinds without an end to them: units of one to four pieces, between beginnings and ends of one or two."""
    while True:
        unit = "".join(chance.choices(UNITS, k=chance.choice((1, 1, 2, 2, 2, 3, 4))))
        start, end = chance.choice(STARTS), chance.choice(ENDS)
        more = "".join(chance.choices(UNITS, k=chance.choice((0, 0, 0, 1))))
        yield Kind(start + more, unit, end) if chance.random() < 0.5 else Kind(start, unit, more + end)


def seconds(work: Callable[[], object]) -> float:
    """Seconds of the processor that the work takes. To refuse something takes time, too."""
    before = time.thread_time()
    with contextlib.suppress(ReadbackError):
        work()
    return time.thread_time() - before


Made = Callable[[int], Callable[[], object]]
"""Makes the work of a size."""


def growth(made: Made, small: int, large: int, quick: float, tries: int = 3) -> float:
    """How many times as long work takes for twice the size, between two sizes; 0 where it is quick at the larger one.

    quick: seconds. Before more than `MOST` is said it is measured anew, as long as there are tries: another program
    may have been in the way.
    """
    works = made(small), made(large)
    least = long = math.inf
    times = 0.0
    for _ in range(tries):
        long = min(long, seconds(works[1]))
        if long < quick:
            return 0.0
        least = min(least, seconds(works[0]))
        times = float((long / max(least, 1e-6)) ** (1 / math.log2(large / small)))
        if times <= MOST:
            break
    return times
