"""The file that a letter is in, or standard input."""

from __future__ import annotations

import sys
from pathlib import Path

from service.documents.document import Document, is_plain
from service.documents.sandbox import Envelope
from service.errors import BodyInvalid


def letter_of(name: str, limit: int) -> Document:
    """The letter in a file: UTF-8 text as it stands, anything else as a document. `-` is standard input.

    limit: the longest letter that is taken out of a document, in code points. Raises BodyInvalid, DocumentError and
    LetterTooLong.
    """
    data = bytes_of(name)
    if is_plain(data):
        return Document(data.decode("utf-8-sig"))
    return Envelope(data, limit).opened()


def text_of(name: str) -> str:
    """The text of a file, or of standard input. Raises BodyInvalid where it is not UTF-8 text that can be read."""
    try:
        return bytes_of(name).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BodyInvalid(f"{name} is not UTF-8 text. Save it as plain text in UTF-8.") from None


def bytes_of(name: str) -> bytes:
    """What is in a file, or comes on standard input. Raises BodyInvalid."""
    if name == "-" and sys.stdin is None:
        raise BodyInvalid("Standard input cannot be read: it is closed.")
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise BodyInvalid(f"{name} cannot be read: {error.strerror}.") from None
