"""The tags of a web page and the text between them, in one go through it.

The standard library's parser takes a time by the square of what is unclosed, and so it is not used here.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

_RAW = frozenset(("script", "style", "title", "textarea", "iframe"))
"""Elements in which nothing else is one."""
_TAG = re.compile(
    r"<(/?)([a-zA-Z][^\s/>]{0,60})"
    r"((?:[^<>\"']|\"[^\"<>]*+(?:[<>][^\"<>]{0,200}+){0,8}\"|'[^'<>]*+(?:[<>][^'<>]{0,200}+){0,8}')*+)>"
)
_ATTRIBUTE = re.compile(r"([\w:-]{1,40}+)\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))|([\w:-]{1,40}+)")
_NUMBER = re.compile(r"&#[0-9]{8,}+;?")
LONGEST = 20_000
"""Characters of a tag that are looked at: what is longer has a picture in it."""


@dataclass(frozen=True)
class Piece:
    """A tag, or text between two of them."""

    name: str = ""
    """The element's, in small letters; empty for text."""
    begins: bool = True
    """Whether it is the tag before the element, and not the one after it."""
    about: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """The attributes of the element."""
    text: str = ""


def pieces(page: str) -> Iterator[Piece]:
    """The tags of a page and the text between. What is not closed is not there, as in a browser."""
    at = 0
    while (found := page.find("<", at)) >= 0:
        if found > at:
            yield Piece(text=unescaped(page[at:found]))
        if (tag := _TAG.match(page, found)) is not None:
            piece = Piece(tag[2].lower(), not tag[1], _attributes(tag[3][:LONGEST]))
            yield piece
            at = _end_of_raw(page, tag.end(), piece)
        elif page[found + 1 : found + 2] in ("!", "?", "/") or page[found + 1 : found + 2].isalpha():
            mark = "-->" if page.startswith("<!--", found) else ">"
            if (end := page.find(mark, found + 1)) < 0:
                return
            at = end + len(mark)
        else:
            yield Piece(text="<")
            at = found + 1
    if at < len(page):
        yield Piece(text=unescaped(page[at:]))


def unescaped(text: str) -> str:
    """Text with characters in the place of their names and numbers."""
    return html.unescape(_NUMBER.sub("", text)) if "&" in text else text


def _attributes(text: str) -> Mapping[str, str]:
    if not text:
        return MappingProxyType({})
    found = (match.groups() for match in _ATTRIBUTE.finditer(text))
    return {(name or alone).lower(): one or two or bare or "" for name, one, two, bare, alone in found}


def _end_of_raw(page: str, at: int, piece: Piece) -> int:
    """Where what follows a tag is read on: where it ends, if nothing in it is a tag."""
    if piece.name not in _RAW or not piece.begins:
        return at
    end = re.compile(rf"(?i)</{piece.name}\b").search(page, at)
    return end.start() if end else len(page)
