"""The file that a letter is in, or standard input: any kind of file, of which some never end and some never begin."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator

from service.documents.document import LARGEST, Document, document_from, is_plain, written
from service.documents.sandbox import Envelope
from service.errors import BodyInvalid, DocumentTooLong

BYTES_A_CHARACTER, BYTES_BESIDE = 12, 1_000_000
"""The most bytes of a text for each character that a letter may have: of a score, as of what is sent to the server."""
PATIENCE = 20.0
"""Seconds that a pipe or a device by name may say nothing. Standard input and a terminal are waited for."""
PIECE = 1 << 20
_FLAGS = [getattr(os, name, 0) for name in ("O_NONBLOCK", "O_NOCTTY", "O_BINARY", "O_CLOEXEC")]
"""A pipe without anybody at its other end is not waited for while it is opened, but after that, and in bounds."""


def letter_of(name: str, limit: int) -> Document:
    """The letter in a file, whatever kind of document it is. `-` is standard input.

    limit: the longest letter that is taken, in code points. Raises BodyInvalid, DocumentError and LetterTooLong.
    """
    most = _most(limit)
    data = bytes_of(name, most)
    if len(data) > most:
        raise DocumentTooLong(most)
    return letter_in(data, limit)


def letter_in(data: bytes, limit: int) -> Document:
    """The letter in a document: the same as over HTTP, but that plain text needs no process of its own."""
    return document_from(written(data, limit)) if is_plain(data) else Envelope(data, limit).opened()


def text_of(name: str, limit: int = 0) -> str:
    """The text of a file, or of standard input. Raises BodyInvalid where it is not UTF-8 text that can be read.

    limit: the longest letter that may be in it, in code points.
    """
    most = _most(limit)
    data = bytes_of(name, most)
    if len(data) > most:
        raise BodyInvalid(f"{name} cannot be read: it has more than {most:,} bytes.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BodyInvalid(f"{name} is not UTF-8 text. Save it as plain text in UTF-8.") from None


def bytes_of(name: str, most: int) -> bytes:
    """What is in a file, or comes on standard input: all of it, or more than `most` bytes. Raises BodyInvalid."""
    if name == "-" and sys.stdin is None:
        raise BodyInvalid("Standard input cannot be read: it is closed.")
    try:
        return (sys.stdin.buffer.read(most + 1) or b"") if name == "-" else b"".join(_pieces(name, most + 1))
    except TimeoutError:
        sentence = f"{name} cannot be read: nothing came from it for {PATIENCE:g} seconds. Standard input, -, can wait."
        raise BodyInvalid(sentence) from None
    except OSError as error:
        raise BodyInvalid(f"{name} cannot be read: {error.strerror}.") from None


def _most(limit: int) -> int:
    return max(LARGEST, limit * BYTES_A_CHARACTER + BYTES_BESIDE)


def _pieces(name: str, most: int) -> Iterator[bytes]:
    """The first bytes of a file, as they come. Raises OSError, and TimeoutError where none come for too long."""
    with open(os.open(name, os.O_RDONLY | sum(_FLAGS)), "rb", buffering=0) as file:  # noqa: PTH123  (an open file)
        while most > 0:
            _wait(file.fileno())
            piece = file.read(min(most, PIECE))
            if piece == b"":
                return
            if piece is not None:
                most -= len(piece)
                yield piece


def _wait(file: int) -> None:
    """Until something comes. Raises TimeoutError. Elsewhere than on POSIX, files alone have names, and none waits."""
    if os.name == "posix" and not select.select([file], [], [], None if os.isatty(file) else PATIENCE)[0]:
        raise TimeoutError
