"""The letter that is in a document: plain text, Markdown, a Word document (.docx) or a PDF with text in it.

The only module that knows what reads them. Documents come from anywhere, and reading one may take for ever or all the
memory there is, so `sandbox.py` runs this in a process of its own: the document comes on its standard input, and what
was found goes to its standard output.
"""

from __future__ import annotations

import json
import os
import re
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from service.documents.docx import words_of
from service.documents.pdf import text_of
from service.errors import (
    DocumentEmpty,
    DocumentError,
    DocumentKind,
    DocumentTooLong,
    DocumentUnknown,
    DocumentUnreadable,
    LetterTooLong,
)

LARGEST = 10_000_000
"""Bytes of the largest document that is taken."""
SECONDS = 20
"""Seconds of work after which a document is given up."""
MEMORY = 1 << 29
"""Bytes of memory that reading a document may take, where the system can hold a process to it."""

KINDS = MappingProxyType(
    {
        "text/plain": ".txt",
        "text/markdown": ".md",
        "application/pdf": ".pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
        "application/octet-stream": "",
    }
)
"""What a document may be said to be, and the ending of its name. What it is, its bytes say."""
OTHERS: Mapping[str, DocumentKind] = MappingProxyType(
    {
        "application/msword": "old-word",
        "application/rtf": "rich-text",
        "text/rtf": "rich-text",
        "application/vnd.oasis.opendocument.text": "open-document",
        "application/vnd.apple.pages": "pages",
        "application/x-iwork-pages-sffpages": "pages",
    }
)
"""Kinds that are not read, by what documents are said to be."""

WESTERN = "The text is no UTF-8 and was taken for Windows-1252, so please look whether every letter is right."
INSIDE = "Another file that lies in the document was left out."

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How older Office documents begin, and newer ones with a password."""
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")


@dataclass(frozen=True)
class Document:
    """What was found in a document."""

    letter: str
    """Its text."""
    notices: tuple[str, ...] = ()
    """Sentences about what may not be as it was written."""


def check(kind: str) -> None:
    """Raise DocumentUnknown where a document that is said to be of this kind, a media type, is not worth a look."""
    if kind not in KINDS:
        raise DocumentUnknown(OTHERS.get(kind, "picture" if kind.startswith("image/") else "other"))


def document_of(data: bytes) -> Document:
    """What is in a document, whatever kind its bytes show it to be. Raises what a DocumentError is.

    Of a damaged PDF it may raise anything (`pdf.py`).
    """
    match kind_of(data):
        case "pdf":
            found = Document(*text_of(data))
        case "word":
            text, left_out = words_of(data)
            found = Document(text, (INSIDE,) if left_out else ())
        case "text":
            found = _plain(data)
    if not any(character.isalnum() for character in found.letter):
        raise DocumentEmpty
    return found


def kind_of(data: bytes) -> Literal["pdf", "word", "text"]:
    """What a document's bytes show it to be, whatever it is called. Raises DocumentUnknown, DocumentUnreadable."""
    if _begins(data, b"%PDF-"):
        return "pdf"
    if data.startswith(b"PK\x03\x04"):
        return "word"
    if (stranger := _stranger(data)) is not None:
        raise DocumentUnknown(stranger)
    return "text"


def is_plain(data: bytes) -> bool:
    """Whether it is text in UTF-8, which can be taken as it stands. Why it is none, `document_of` says."""
    try:
        data.decode()
        return kind_of(data) == "text" and b"\0" not in data
    except (DocumentError, UnicodeDecodeError):
        return False


def _begins(data: bytes, mark: bytes) -> bool:
    """Whether a mark comes first, after white space or the mark of UTF-8 at most."""
    return data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(mark)


def _stranger(data: bytes) -> DocumentKind | None:
    """The kind of a document that is not read, by its first bytes."""
    if data.startswith(_PICTURES) or data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "picture"
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentUnreadable("locked")
        return "old-word"
    return "rich-text" if _begins(data, b"{\\rtf") else None


def _plain(data: bytes) -> Document:
    """Text, in the encodings that letters are found in: UTF-8, UTF-16 that says so, or what Windows wrote."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return Document(_lines(data.decode("utf-16")))
        except UnicodeDecodeError:
            raise DocumentUnreadable("encoding") from None
    if b"\0" in data:
        wide = max(data[::2].count(0), data[1::2].count(0)) > len(data) / 3
        raise DocumentUnreadable("encoding") if wide else DocumentUnknown("other")
    try:
        return Document(_lines(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        pass
    text = data.decode("cp1252", "replace")
    if "\ufffd" in text or _CONTROL.search(text):
        raise DocumentUnknown("other")
    return Document(_lines(text), (WESTERN,))


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def written(data: bytes, limit: int) -> dict[str, Any]:
    """What is in a document, or what is wrong with it, as JSON's own types. limit: the longest letter."""
    try:
        found = document_of(data)
        if len(found.letter) > limit:
            raise LetterTooLong(len(found.letter), limit)
    except MemoryError:
        return _failed(DocumentUnreadable("too-much"))
    except (DocumentError, LetterTooLong) as error:
        return _failed(error)
    return {"letter": found.letter, "notices": found.notices}


def _failed(error: DocumentError | LetterTooLong) -> dict[str, Any]:
    return {"code": error.code, "given": list(vars(error).values())}


def document_from(answer: Mapping[str, Any]) -> Document:
    """What `written` wrote. Raises the error that it wrote."""
    if "code" in answer:
        kinds = (DocumentUnknown, DocumentUnreadable, DocumentEmpty, DocumentTooLong, LetterTooLong)
        raise next(kind for kind in kinds if kind.code == answer["code"])(*answer["given"])
    return Document(answer["letter"], tuple(answer["notices"]))


def hold(seconds: float, nice: int) -> None:
    """Let the system hold this process to its memory and its time, where it can, and have it write no file.

    seconds: of work; nice: how far others go first.
    """
    try:
        import resource
    except ImportError:
        return  # Windows
    most = {"RLIMIT_AS": MEMORY, "RLIMIT_CPU": SECONDS, "RLIMIT_CORE": 0, "RLIMIT_FSIZE": 0}
    for kind, limit in most.items():
        try:
            resource.setrlimit(getattr(resource, kind), (limit, limit))
        except (ValueError, OSError):
            continue  # macOS knows of the first and does not let it be set
    os.nice(nice)
    signal.setitimer(signal.ITIMER_PROF, seconds)  # a limit of the processor's time in whole seconds would be too rough


def main() -> None:
    """Read the document on standard input. Arguments: the longest letter, in code points, and what `hold` takes.

    What a library raises at a damaged document, and did not say that it would, ends this with a status and no answer.
    """
    import logging

    # A library's complaint, and the message of what it raises, may hold a word of the document.
    logging.disable()
    sys.excepthook = lambda *_: None
    limit, seconds, nice = sys.argv[1:]
    hold(float(seconds), int(nice))
    data = sys.stdin.buffer.read(LARGEST + 1)
    sys.stdout.write(json.dumps(written(data, int(limit))))


if __name__ == "__main__":
    main()
