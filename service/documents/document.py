"""The letter that is in a document, of whatever kind it is.

The only module that knows what reads them: a file each, for one kind. Documents come from anywhere, and reading one may
take for ever or all the memory there is, so `sandbox.py` runs this in a process of its own: the document comes on its
standard input, and what was found goes to its standard output.
"""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from service.documents import docx, eml, html, notes, odt, pdf, plain, rtf
from service.documents.kinds import Kind, kind_of
from service.errors import (
    DocumentEmpty,
    DocumentError,
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

DEEPEST = 2
"""How many documents are read that lie within one another."""


@dataclass(frozen=True)
class Document:
    """What was found in a document."""

    letter: str
    """Its text."""
    notices: tuple[str, ...] = ()
    """Sentences about what may not be as it was written."""


Reader = Callable[[bytes], tuple[str, tuple[str, ...]]]
"""Says what text is in a document of its kind, and in sentences what may not be as it was."""


def document_of(data: bytes) -> Document:
    """What is in a document, whatever kind its bytes show it to be. Raises what a DocumentError is."""
    found = Document(*_text(data, DEEPEST))
    if not any(character.isalnum() for character in found.letter):
        raise DocumentEmpty
    return found


def _text(data: bytes, depth: int) -> tuple[str, tuple[str, ...]]:
    readers: Mapping[Kind, Reader] = {
        "pdf": pdf.text_of,
        "word": partial(docx.text_of, inside=partial(_inside, depth - 1)),
        "open-document": odt.text_of,
        "rich-text": rtf.text_of,
        "mail": eml.text_of,
        "page": html.text_of,
        "keep-page": notes.text_of_page,
        "notes": notes.text_of,
        "journal": notes.text_of_zip,
        "text": plain.text_of,
    }
    return readers[kind_of(data)](data)


def _inside(depth: int, data: bytes) -> str:
    """The text of a document that lies in another one. Raises DocumentUnreadable where that is too deep."""
    if depth <= 0:
        raise DocumentUnreadable("too-much")
    return _text(data, depth)[0]


def is_plain(data: bytes) -> bool:
    """Whether it is text in UTF-8, which no process of its own is needed for. Why it is none, `document_of` says."""
    try:
        data.decode()
        return kind_of(data) == "text" and b"\0" not in data
    except (DocumentError, UnicodeDecodeError):
        return False


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
