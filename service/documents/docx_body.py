"""The paragraphs of one part of a Word document, as its XML is gone through."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from service.documents.docx_numbering import Lists
from service.documents.symbols import font_named, shown
from service.documents.zipped_xml import DEEPEST, MOST
from service.errors import DocumentUnreadable

_WORDS = re.compile(r"/(?:wordprocessingml(?:/2006)?/main|math|drawingml(?:/2006)?/main)$")
"""Ends of the namespaces whose `t` holds words: of Word, of equations, of drawings; also the strict ones."""
_UNSEEN = frozenset(("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "rPrChange", "pPrChange"))
"""Elements in which nothing is seen: what was deleted or moved away, codes of fields, the reading aid over a word."""
_PROPERTIES = frozenset(("pPr", "rPr", "numPr"))
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


@dataclass
class _Paragraph:
    """A paragraph that is being read."""

    pieces: list[str] = field(default_factory=list)
    goes_on: bool = False
    """Whether its end was deleted, so that the next one belongs to it."""
    about: dict[str, str] = field(default_factory=dict)
    """What says whether it is an item of a list: `numId`, `ilvl` and `pStyle`, as far as they are there."""
    drop_cap: bool = False
    """Whether it is the large letter that the next one begins with."""


@dataclass
class _Run:
    """Text that is set in one way, while it is being read."""

    hidden: bool = False
    font: str = ""
    """Which font of signs it is set in; empty for any other."""


class Styles:
    """The styles of a document whose text is hidden."""

    def __init__(self, styles: Element | None) -> None:
        """styles: the part of that name, or None where there is none."""
        found: dict[str, tuple[bool | None, str]] = {}
        for style in () if styles is None else styles:
            vanish = child_of(child_of(style, "rPr"), "vanish")
            hides = None if vanish is None else _is_on(vanish.attrib)
            based = child_of(style, "basedOn")
            found[value_of(style.attrib, "styleId")] = hides, value_of(based.attrib, "val") if based is not None else ""
        self._found = found

    def hides(self, name: str) -> bool:
        """Whether what is in this style is hidden."""
        for _ in range(10):  # styles that are made after one another; a ring of them has no end
            hidden, based = self._found.get(name, (None, ""))
            if hidden is not None or not based:
                return bool(hidden)
            name = based
        return False


class Body:
    """The paragraphs of one part, collected while expat goes through it."""

    def __init__(self, lists: Lists, styles: Styles, chunk: Callable[[str], str]) -> None:
        """lists: what stands before the items of lists; chunk: what is in a document within this one, by its number."""
        self._lists, self._styles, self._chunk = lists, styles, chunk
        self.paragraphs: list[str] = []
        """Those that are whole."""
        self.notes: list[tuple[str, str]] = []
        """Footnotes and endnotes that it refers to: the kind, and the number."""
        self._path: list[str] = []
        self._open: list[_Paragraph] = []
        self._runs: list[_Run] = []
        self._boxes: list[str] = []
        self._carried: list[str] = []
        self._elements = 0
        self._unseen = 0
        self._in_text = 0
        self._alternatives: list[int] = []
        self._said = 0
        self._placeholders: list[bool] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins. name: with its namespace before it."""
        space, _, local = name.rpartition(" ")
        if len(self._path) >= DEEPEST:
            raise DocumentUnreadable("damaged")
        self._elements += 1
        if self._elements > MOST:
            raise DocumentUnreadable("too-much")
        self._path.append(local)
        if self._unseen or self._skips(local):
            self._mark_deleted(local)
            self._unseen += 1
        elif local == "p" and _WORDS.search(space):
            self._open.append(_Paragraph())
        elif local == "r":
            self._runs.append(_Run(self._styles.hides(self._open[-1].about.get("pStyle", "")) if self._open else False))
        elif local == "t" and _WORDS.search(space):
            self._in_text += 1
        elif local in _MARKS and self._parent == "r":
            self._add(_MARKS[local])
        elif local == "sym":
            self._add(_symbol(attributes))
        elif local in ("footnoteReference", "endnoteReference"):
            self.notes.append((local.removesuffix("Reference"), value_of(attributes, "id")))
        elif local == "AlternateContent":
            self._alternatives.append(self._said)
        elif local == "sdt":
            self._placeholders.append(False)
        elif local == "showingPlcHdr" and self._placeholders:
            self._placeholders[-1] = value_of(attributes, "val") not in ("0", "false")
        elif local == "altChunk":
            self.paragraphs += ("", self._chunk(value_of(attributes, "id")), "")
        elif self._parent in _PROPERTIES:
            self._set(local, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        space, _, local = name.rpartition(" ")
        self._path.pop()
        if self._unseen:
            self._unseen -= 1
        elif local == "p" and _WORDS.search(space):
            self._close(self._open.pop())
        elif local == "r" and self._runs:
            self._runs.pop()
        elif local == "t" and _WORDS.search(space):
            self._in_text -= 1
        elif local == "AlternateContent":
            self._alternatives.pop()
        elif local == "sdt":
            self._placeholders.pop()

    def text(self, data: str) -> None:
        """Characters between tags."""
        if self._in_text and not self._unseen:
            self._add(data)

    @property
    def _parent(self) -> str:
        return self._path[-2] if len(self._path) > 1 else ""

    def _skips(self, local: str) -> bool:
        """Whether nothing in this element is seen, or it was said already."""
        if self._parent == "AlternateContent":
            # The same in several forms, of which a program takes the first that it knows.
            return self._said > self._alternatives[-1]
        return local in _UNSEEN or (local == "sdtContent" and bool(self._placeholders) and self._placeholders[-1])

    def _mark_deleted(self, local: str) -> None:
        """Note that the paragraph's own end was deleted: `del` among the properties of its mark."""
        if local == "del" and self._path[-3:] == ["pPr", "rPr", "del"] and self._open:
            self._open[-1].goes_on = True

    def _set(self, local: str, attributes: dict[str, str]) -> None:
        """What the properties of a paragraph or of a run say."""
        within = self._path[-3] if len(self._path) > 2 else ""
        if self._parent == "rPr" and within == "r" and self._runs:
            run = self._runs[-1]
            if local == "vanish":
                run.hidden = _is_on(attributes)
            elif local == "rStyle":
                run.hidden = run.hidden or self._styles.hides(value_of(attributes, "val"))
            elif local == "rFonts":
                run.font = font_named(value_of(attributes, "ascii") or value_of(attributes, "hAnsi"))
        elif self._open and local == "vanish" and within == "pPr":
            self._open[-1].goes_on |= _is_on(attributes)
        elif self._open and local == "framePr":
            self._open[-1].drop_cap = value_of(attributes, "dropCap") in ("drop", "margin")
        elif self._open and local in ("numId", "ilvl", "pStyle"):
            self._open[-1].about[local] = value_of(attributes, "val")

    def _add(self, text: str) -> None:
        if self._runs and self._runs[-1].hidden:
            return
        if self._runs and self._runs[-1].font:
            text = shown(text, self._runs[-1].font)
        self._said += len(text)
        if self._open:
            self._open[-1].pieces.append(text)
        else:
            self.paragraphs.append(text)

    def _close(self, paragraph: _Paragraph) -> None:
        text, about = "".join(paragraph.pieces), paragraph.about
        if about and (mark := self._lists.mark(*(about.get(name, "") for name in ("numId", "ilvl", "pStyle")))):
            text = f"{mark} {text}" if text.strip() else ""
        if self._open:  # a text box, which hangs on a place in another paragraph
            self._boxes.append(text)
        elif paragraph.goes_on or (paragraph.drop_cap and text.strip()):
            self._carried.append(text.strip("\n") if paragraph.drop_cap else text)
        else:
            self._flush(text)

    def _flush(self, text: str = "") -> None:
        self.paragraphs.append("".join((*self._carried, text)))
        self.paragraphs += self._boxes
        self._carried, self._boxes = [], []

    def finish(self) -> None:
        """Nothing more comes."""
        if self._carried or self._boxes:
            self._flush()


def _symbol(attributes: Mapping[str, str]) -> str:
    """A character of a font of symbols. Most lie in an area of the font's own, and say nothing by themselves."""
    try:
        code = int(value_of(attributes, "char"), 16)
    except ValueError:
        return ""
    if (font := font_named(value_of(attributes, "font"))) and code < 0xF100:
        return shown(chr(code), font)
    return chr(code) if 0x20 <= code < 0xD800 else ""


def _is_on(attributes: Mapping[str, str]) -> bool:
    """Whether a property that is there is meant to be."""
    return value_of(attributes, "val") not in ("0", "false", "off")


def child_of(about: Element | None, local: str) -> Element | None:
    """The first element of this name in another one."""
    return (
        next((child for child in about if child.tag.rpartition(" ")[2] == local), None) if about is not None else None
    )


def value_of(attributes: Mapping[str, str], local: str) -> str:
    """An attribute by its name without its namespace."""
    return next((value for name, value in attributes.items() if name.rpartition(" ")[2] == local), "")
