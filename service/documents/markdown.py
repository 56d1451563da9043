"""Markdown as people's notes have it: what their program does not show, or shows in another way, is not the letter's.

What any Markdown has, emphasis and headings and links, stands in a letter as it was written: what is said of it is
decided with every other letter. Here is only what belongs to a file: what is said about it at its beginning, and links,
pictures, notes and boxes of the programs that keep notes.
"""

from __future__ import annotations

import re
from itertools import islice

LONGEST_MATTER = 200
"""Lines of what a file says about itself, at most."""

_FENCES = frozenset(("---", "+++"))
_ABOUT = re.compile(r"(?:[\w.-][\w .-]{0,60}[:=](?:[ \t].*)?|[ \t]+.*|-[ \t].*|#.*|[\]}],?)?\Z")
_KEY = re.compile(r"[\w.-][\w .-]{0,60}[:=]")
_EMBEDDED = re.compile(
    r"!\[\[[^\[\]\n]{1,300}\]\]|!\[[^\[\]\n]{0,300}\]\((?:dayone-moment|dayone|file|attachment):[^()\n]{0,500}\)"
)
_LINK = re.compile(r"\[\[([^\[\]|\n]{1,300})(?:\|([^\[\]\n]{1,300}))?\]\]")
_DEFINED = re.compile(r"(?m)^\[\^([^\[\]\s]{1,40})\]:[ \t]*")
_NOTE = re.compile(r"\[\^([^\[\]\s]{1,40})\](?!:)")
_BOX = re.compile(r"(?m)^([ \t]{0,40}(?:[-*+•]|\d{1,3}[.)])[ \t])[ \t]{0,4}\[[ xX/>-]\][ \t]")
_CALLOUT = re.compile(r"(?m)^(>[ \t]{0,3})\[![\w-]{1,20}\][-+]?[ \t]?")
_ANCHOR = re.compile(r"(?m)[ \t]\^[a-z0-9]{6}$")


def as_read(text: str) -> str:
    """A text as its writer sees it. It is the same where nothing of the kind is in it."""
    text = _without_matter(text)
    if "[" in text:
        defined = frozenset(_DEFINED.findall(text))
        text = _DEFINED.sub("", _NOTE.sub(lambda note: "" if note[1] in defined else note[0], text))
        text = _LINK.sub(_called, _EMBEDDED.sub("", text))
        text = _CALLOUT.sub(r"\1", _BOX.sub(r"\1", text))
    return _ANCHOR.sub("", text)


def _without_matter(text: str) -> str:
    """The text after what a file says about itself, between two lines of dashes at its very beginning."""
    first, _, rest = text.partition("\n")
    if first.rstrip() not in _FENCES:
        return text
    keys, length = 0, len(first) + 1
    for line in islice(rest.split("\n", LONGEST_MATTER), LONGEST_MATTER):
        length += len(line) + 1
        if line.rstrip() in (first.rstrip(), "..."):
            return text[length:].lstrip("\n") if keys else text
        if not _ABOUT.match(line):
            break
        keys += bool(_KEY.match(line))
    return text


def _called(link: re.Match[str]) -> str:
    """What a link to another note is called: as its writer says, or as the note is."""
    note, _, place = link[1].partition("#")
    return str(link[2] or note or place.lstrip("^"))
