"""Documents that are a zip of parts in XML, as those of Word and of LibreOffice are: unpacked, within bounds."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from xml.etree import ElementTree
from xml.parsers import expat

from service.errors import DocumentTooLong, DocumentUnreadable

LARGEST_PART = 50_000_000
"""Bytes that a part of the file may unpack to. What is larger is not unpacked."""
ROOMY = 1_000_000
"""Bytes that a part may unpack to however well it was packed."""
RATIO = 200
"""How many times its packed size a larger part may unpack to. Word's own come to 10 or 20."""
LONGEST_SPACE = 1000
"""Characters of the name of a namespace. It is put before every name in it, and Word's own have under a hundred."""
DEEPEST = 2000
"""Elements inside one another. Word's own come to some dozens."""
MOST = 2_000_000
"""Elements of a part. A book of 300 pages has half of that."""
LARGEST_TREE = 8_000_000
"""Bytes that a part may unpack to that is read as a tree: what styles and lists there are."""

DAMAGED = (zipfile.BadZipFile, zlib.error, expat.ExpatError, KeyError, EOFError, RuntimeError, ValueError, OSError)
"""What is raised at such a document that is damaged."""


def member(file: zipfile.ZipFile, name: str, most: int = LARGEST_PART) -> zipfile.ZipInfo:
    """What the file says of a part, once it is clear that it can be unpacked. Raises DocumentTooLong."""
    about = file.getinfo(name)
    large = about.file_size > ROOMY and about.file_size > RATIO * about.compress_size
    if large or about.file_size > most:
        raise DocumentTooLong(most)
    return about


def parser_of() -> expat.XMLParserType:
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


def tree(file: zipfile.ZipFile, name: str) -> ElementTree.Element:
    """A small part as a tree."""
    builder = ElementTree.TreeBuilder()
    parser = parser_of()
    parser.StartElementHandler, parser.EndElementHandler = builder.start, builder.end
    with file.open(member(file, name, LARGEST_TREE)) as part:
        parser.Parse(part.read(), True)
    return builder.close()


def parse(
    file: zipfile.ZipFile,
    name: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> None:
    """Go through a part: each element as it begins, by its name with its namespace before it, and as it ends."""
    parser = parser_of()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    with file.open(member(file, name)) as part:
        while piece := part.read(1 << 16):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
