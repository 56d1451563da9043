"""Marks: what a run of punctuation after a word is to a reader."""

from __future__ import annotations

import re
import unicodedata

NONE, SOFT, CLAUSE, LINE, TRAIL = "", "soft", ",", "line", "trail"
FULL, QUESTION, CRY = ".", "?", "!"
HEAD = "head"
"""After the number of an item: a short halt of the voice, where nobody rests."""
ABBREVIATED, INITIAL, TITLED, NUMBERED = "abbreviated", "initial", "titled", "numbered"
DIALLED = "dialled"
"""After a number that is dialled, before another: a clause, where a rest sits better than between its groups."""
UNQUOTED = {"quoted.": FULL, "quoted?": QUESTION, "quoted!": CRY}
"""Marks inside a closing quotation mark or bracket: whether the sentence ends there depends on what follows."""
_SMILE = re.compile(r"[:;=]-?[)\]]")
_STRENGTH = {NONE: 0, SOFT: 1, CLAUSE: 2, TRAIL: 3, FULL: 4, CRY: 5, QUESTION: 6}


def tail_mark(tail: str) -> str:
    """The mark that a run of punctuation makes."""
    if not tail:
        return NONE
    if "?" in tail:
        return QUESTION
    if "!" in tail:
        return CRY
    if tail.count(".") > 1 or "…" in tail:
        return TRAIL
    if "." in tail:
        return CLAUSE if tail.rstrip("\"'”’)]*_")[-1:] in (",", ";", ":") else FULL
    if any(char in ",;:—–―)]}-/" for char in tail):
        return CLAUSE
    return SOFT if any(unicodedata.category(char) in ("So", "Cn") for char in tail) else NONE


def stronger(first: str, second: str) -> str:
    """The one of two marks that asks for more."""
    return second if _STRENGTH.get(second, 3) > _STRENGTH.get(first, 3) else first


def quoted(mark: str, tail: str) -> str:
    """The mark as one that stands inside a closing quotation mark or bracket, where it does."""
    closed = tail.rstrip("*_")[-1:] in ("”", '"', "’", "'", "»", ")", "]") and not _SMILE.search(tail)
    return f"quoted{mark}" if closed and mark in (FULL, QUESTION, CRY) else mark
