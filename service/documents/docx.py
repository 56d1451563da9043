"""The words of a .docx file: every word that its writer sees on the page, each once, in their order.

Read with the standard library's own zip and XML. The libraries that were tried lose words: mammoth those of simple
fields, ruby, equations, newer text boxes and of a last paragraph whose mark was deleted; python-docx those that were
inserted while changes were tracked, too. docx2python keeps them, but says those of a text box twice. So here it is
the other way round: whatever is not known to be unseen is read, also inside elements that nobody has heard of.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from xml.etree.ElementTree import Element

from service.documents.docx_body import Body, Styles, value_of
from service.documents.docx_numbering import Lists
from service.documents.paragraphs import joined
from service.documents.zipped_xml import DAMAGED, member, parse, tree
from service.errors import DocumentError, DocumentUnknown, DocumentUnreadable

INSIDE = "Another file that lies in the document was left out."
MOST_CHUNKS = 20
"""Other documents within one, at most. What has more is left out."""
_OFFICE = "/officeDocument"

Inside = Callable[[bytes], str]
"""Says what letter is in a document that lies in another one. Raises what a DocumentError is."""


def text_of(data: bytes, inside: Inside) -> tuple[str, tuple[str, ...]]:
    """The text of a .docx file, and sentences about what may not be as it was.

    Raises DocumentUnknown where it is another zip, DocumentTooLong, and DocumentUnreadable where it is damaged.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            main = _main_part(file)
            home = posixpath.dirname(main)
            numbering, styles = (_tree(file, posixpath.join(home, name)) for name in ("numbering.xml", "styles.xml"))
            chunks = _Chunks(file, main, inside)
            body = Body(Lists(numbering, styles), Styles(styles), chunks.text)
            parse(file, main, body.start, body.end, body.text)
            body.finish()
            text = joined([*body.paragraphs, *_notes(file, home, body)])
            return text, (INSIDE,) if chunks.left_out else ()
    except DAMAGED:
        raise DocumentUnreadable("damaged") from None


def _main_part(file: zipfile.ZipFile) -> str:
    """The name of the part with the text. Raises DocumentUnknown where there is none."""
    names = set(file.namelist())
    if "_rels/.rels" in names:
        for about in tree(file, "_rels/.rels"):
            target = about.get("Target", "").lstrip("/")
            if about.get("Type", "").endswith(_OFFICE) and target in names and target.startswith("word/"):
                return target
    if "word/document.xml" in names:
        return "word/document.xml"
    raise DocumentUnknown("other")


def _tree(file: zipfile.ZipFile, name: str) -> Element | None:
    return tree(file, name) if name in file.namelist() else None


class _Chunks:
    """Documents of another kind, or whole others, that Word is to show in the place where they are named."""

    def __init__(self, file: zipfile.ZipFile, main: str, inside: Inside) -> None:
        self.left_out = False
        """Whether one of them is not read here."""
        self._file, self._inside = file, inside
        self._named: set[str] = set()
        home, name = posixpath.split(main)
        related = _tree(file, posixpath.join(home, "_rels", f"{name}.rels"))
        self._names: Mapping[str, str] = {
            about.get("Id", ""): posixpath.normpath(posixpath.join("/", home, about.get("Target", ""))).lstrip("/")
            for about in (() if related is None else related)
            if about.get("TargetMode") != "External"
        }

    def text(self, number: str) -> str:
        """What is in one, the first time that it is named; nothing where that is not known."""
        name = self._names.get(number, "")
        # No program writes one twice, and somebody who means harm could make much of little.
        found = "" if name in self._named or len(self._named) >= MOST_CHUNKS else self._read(name)
        self._named.add(name)
        self.left_out |= not found
        return found

    def _read(self, name: str) -> str:
        try:
            return self._inside(self._file.read(member(self._file, name))) if name in self._file.namelist() else ""
        except DocumentError:
            return ""


def _notes(file: zipfile.ZipFile, home: str, body: Body) -> Iterator[str]:
    """The footnotes and endnotes that the text refers to, each once, after it."""
    found: dict[str, dict[str, list[str]]] = {}
    for kind, number in dict.fromkeys(body.notes):
        if kind not in found:
            name = posixpath.join(home, f"{kind}s.xml")
            found[kind] = _numbered(file, name, kind) if name in file.namelist() else {}
        yield from found[kind].get(number, ())


class _Noted(Body):
    """The same, by the note that it stands in."""

    def __init__(self, kind: str) -> None:
        super().__init__(Lists(None, None), Styles(None), lambda _: "")
        self._kind, self._begun = kind, 0
        self.numbered: dict[str, list[str]] = {}
        self._number = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        super().start(name, attributes)
        if name.rpartition(" ")[2] == self._kind:
            self._number, self._begun = value_of(attributes, "id"), len(self.paragraphs)

    def end(self, name: str) -> None:
        super().end(name)
        if name.rpartition(" ")[2] == self._kind:
            self.numbered[self._number] = self.paragraphs[self._begun :]


def _numbered(file: zipfile.ZipFile, name: str, kind: str) -> dict[str, list[str]]:
    notes = _Noted(kind)
    parse(file, name, notes.start, notes.end, notes.text)
    notes.finish()
    return notes.numbered
