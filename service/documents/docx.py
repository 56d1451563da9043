"""The words of a .docx file: every word that its writer sees on the page, each once, in their order.

Read with the standard library's own zip and XML. The libraries that were tried lose words: mammoth those of simple
fields, ruby, equations, newer text boxes and of a last paragraph whose mark was deleted; python-docx those that were
inserted while changes were tracked, too. docx2python keeps them, but says those of a text box twice. So here it is
the other way round: whatever is not known to be unseen is read, also inside elements that nobody has heard of.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree
from xml.parsers import expat

from service.documents.docx_numbering import Lists
from service.errors import DocumentTooLong, DocumentUnknown, DocumentUnreadable

LARGEST_PART = 50_000_000
"""Bytes that a part of the file may unpack to. What is larger is not unpacked."""
ROOMY = 1_000_000
"""Bytes that a part may unpack to however well it was packed."""
RATIO = 200
"""How many times its packed size a larger part may unpack to. Word's own come to 10 or 20."""
SHORT = 36
"""Characters of a line that may be one of several short ones: an address, a verse, a farewell and a name."""
NARROW = 24
"""Characters of a line after which the next one, beginning with a small letter, might be taken for the rest of it."""
LONGEST_SPACE = 1000
"""Characters of the name of a namespace. It is put before every name in it, and Word's own have under a hundred."""
DEEPEST = 2000
"""Elements inside one another. Word's own come to some dozens."""
MOST = 2_000_000
"""Elements of a part. A book of 300 pages has half of that."""
LARGEST_TREE = 8_000_000
"""Bytes that a part may unpack to that is read as a tree: what styles and lists there are."""

_OFFICE = "/officeDocument"
_WORDS = re.compile(r"/(?:wordprocessingml(?:/2006)?/main|math|drawingml(?:/2006)?/main)$")
"""Ends of the namespaces whose `t` holds words: of Word, of equations, of drawings; also the strict ones."""
_UNSEEN = frozenset(("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "rPrChange", "pPrChange"))
"""Elements in which nothing is seen: what was deleted or moved away, codes of fields, the reading aid over a word."""
_ITEM = re.compile(r"(?:•|\(?\w{1,3}[.)])\s")
_MARKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": "\u00ad"}


@dataclass
class _Paragraph:
    """A paragraph that is being read."""

    pieces: list[str] = field(default_factory=list)
    goes_on: bool = False
    """Whether its end was deleted, so that the next one belongs to it."""
    about: dict[str, str] = field(default_factory=dict)
    """What says whether it is an item of a list: `numId`, `ilvl` and `pStyle`, as far as they are there."""


class _Body:
    """The paragraphs of one part, collected while expat goes through it."""

    def __init__(self, lists: Lists) -> None:
        """lists: what stands before the items of lists."""
        self._lists = lists
        self.paragraphs: list[str] = []
        """Those that are whole."""
        self.notes: list[tuple[str, str]] = []
        """Footnotes and endnotes that it refers to: the kind, and the number."""
        self.left_out = False
        """Whether another file lies in it."""
        self._path: list[str] = []
        self._open: list[_Paragraph] = []
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
        elif local == "t" and _WORDS.search(space):
            self._in_text += 1
        elif local in _MARKS and self._parent == "r":
            self._add(_MARKS[local])
        elif local in ("numId", "ilvl", "pStyle") and self._open:
            if self._parent == "pPr" or self._path[-3:-1] == ["pPr", "numPr"]:
                self._open[-1].about[local] = _value(attributes, "val")
        elif local == "sym":
            self._add(_symbol(attributes))
        elif local in ("footnoteReference", "endnoteReference"):
            self.notes.append((local.removesuffix("Reference"), _value(attributes, "id")))
        elif local == "AlternateContent":
            self._alternatives.append(self._said)
        elif local == "sdt":
            self._placeholders.append(False)
        elif local == "showingPlcHdr" and self._placeholders:
            self._placeholders[-1] = _value(attributes, "val") not in ("0", "false")
        elif local == "altChunk":
            self.left_out = True

    def end(self, name: str) -> None:
        """An element ends."""
        space, _, local = name.rpartition(" ")
        self._path.pop()
        if self._unseen:
            self._unseen -= 1
        elif local == "p" and _WORDS.search(space):
            self._close(self._open.pop())
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

    def _add(self, text: str) -> None:
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
        elif paragraph.goes_on:
            self._carried.append(text)
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


def words_of(data: bytes) -> tuple[str, bool]:
    """The text of a .docx file, and whether another file inside it was left out.

    Raises DocumentUnknown where it is another zip, DocumentTooLong, and DocumentUnreadable where it is damaged.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            main = _main_part(file)
            home = posixpath.dirname(main)
            parts = (posixpath.join(home, name) for name in ("numbering.xml", "styles.xml"))
            lists = Lists(*(_tree(file, name) if name in file.namelist() else None for name in parts))
            body = _parsed(file, main, _Body(lists))
            paragraphs = [*body.paragraphs, *_notes(file, main, body)]
            return "\n".join(_joined(paragraphs)), body.left_out
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, EOFError, RuntimeError, ValueError, OSError):
        raise DocumentUnreadable("damaged") from None


def _main_part(file: zipfile.ZipFile) -> str:
    """The name of the part with the text. Raises DocumentUnknown where there is none."""
    names = set(file.namelist())
    if "_rels/.rels" in names:
        for about in _tree(file, "_rels/.rels"):
            target = about.get("Target", "").lstrip("/")
            if about.get("Type", "").endswith(_OFFICE) and target in names and target.startswith("word/"):
                return target
    if "word/document.xml" in names:
        return "word/document.xml"
    if any(name.endswith((".iwa", "index.xml.gz")) for name in names):
        raise DocumentUnknown("pages")
    raise DocumentUnknown("open-document" if "content.xml" in names else "other")


def _member(file: zipfile.ZipFile, name: str, most: int = LARGEST_PART) -> zipfile.ZipInfo:
    """What the file says of a part, once it is clear that it can be unpacked. Raises DocumentTooLong."""
    about = file.getinfo(name)
    large = about.file_size > ROOMY and about.file_size > RATIO * about.compress_size
    if large or about.file_size > most:
        raise DocumentTooLong(most)
    return about


def _parsed(file: zipfile.ZipFile, name: str, body: _Body) -> _Body:
    """The same body, with the paragraphs of a part in it."""
    parser = _parser()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = body.start, body.end
    parser.CharacterDataHandler = body.text
    with file.open(_member(file, name)) as part:
        while piece := part.read(1 << 16):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    body.finish()
    return body


def _parser() -> expat.XMLParserType:
    """A parser that takes no declarations: a document that declares entities of its own is none of Word's."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> None:
        raise DocumentUnreadable("damaged")

    def declared(_: str | None, space: str | None) -> None:
        if space is not None and len(space) > LONGEST_SPACE:
            refuse()

    parser.StartNamespaceDeclHandler = declared
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    return parser


def _tree(file: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A small part as a tree."""
    builder = ElementTree.TreeBuilder()
    parser = _parser()
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    with file.open(_member(file, name, LARGEST_TREE)) as part:
        parser.Parse(part.read(), True)
    return builder.close()


def _notes(file: zipfile.ZipFile, main: str, body: _Body) -> Iterator[str]:
    """The footnotes and endnotes that the text refers to, each once, after it."""
    found: dict[str, dict[str, list[str]]] = {}
    for kind, number in dict.fromkeys(body.notes):
        if kind not in found:
            name = posixpath.join(posixpath.dirname(main), f"{kind}s.xml")
            found[kind] = _numbered(file, name, kind) if name in file.namelist() else {}
        yield from found[kind].get(number, ())


class _Noted(_Body):
    """The same, by the note that it stands in."""

    def __init__(self, kind: str) -> None:
        super().__init__(Lists(None, None))
        self._kind, self._begun = kind, 0
        self.numbered: dict[str, list[str]] = {}
        self._number = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        if name.rpartition(" ")[2] == self._kind:
            self._number, self._begun = _value(attributes, "id"), len(self.paragraphs)

    def end(self, name: str) -> None:
        super().end(name)
        if name.rpartition(" ")[2] == self._kind:
            self.numbered[self._number] = self.paragraphs[self._begun :]


def _numbered(file: zipfile.ZipFile, name: str, kind: str) -> dict[str, list[str]]:
    notes = _Noted(kind)
    _parsed(file, name, notes)
    return notes.numbered


def _joined(paragraphs: list[str]) -> Iterator[str]:
    """Lines of text: a blank one between paragraphs, but none between short lines that stand under each other."""
    before: str | None = None
    blank = False
    for paragraph in paragraphs:
        text = paragraph.strip()
        if not text:
            blank = True
            continue
        if before is not None and (blank or not _listed(before, text)):
            yield ""
        yield text
        before, blank = text, False


def _listed(before: str, text: str) -> bool:
    """Whether two paragraphs are lines of one: items, or so short that the break between them is no wrap."""
    if _ITEM.match(before) and _ITEM.match(text):
        return True
    return max(len(before), len(text)) <= SHORT and not (text[0].islower() and len(before) >= NARROW)


def _symbol(attributes: dict[str, str]) -> str:
    """A character of a font of symbols. Most lie in an area of the font's own, and say nothing by themselves."""
    try:
        code = int(_value(attributes, "char"), 16)
    except ValueError:
        return ""
    return chr(code) if 0x20 <= code < 0xD800 else ""


def _value(attributes: dict[str, str], local: str) -> str:
    """An attribute by its name without its namespace."""
    return next((value for name, value in attributes.items() if name.rpartition(" ")[2] == local), "")
