"""What kind of document it is: what its bytes show, whatever it is called."""

from __future__ import annotations

import codecs
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Literal

from service.documents.notes import is_journal, is_keep
from service.errors import DocumentKind, DocumentUnknown, DocumentUnreadable

Kind = Literal["pdf", "word", "open-document", "rich-text", "mail", "page", "keep-page", "notes", "journal", "text"]
"""Kinds of documents that are read."""
KINDS = MappingProxyType(
    {
        "text/plain": ".txt",
        "text/markdown": ".md",
        "application/pdf": ".pdf",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
        "application/vnd.oasis.opendocument.text": ".odt",
        "application/rtf": ".rtf",
        "text/rtf": ".rtf",
        "message/rfc822": ".eml",
        "text/html": ".html",
        "application/octet-stream": "",
    }
)
"""What a document may be said to be, and the ending of its name. What it is, its bytes say."""
OTHERS: Mapping[str, DocumentKind] = MappingProxyType(
    {
        "application/msword": "old-word",
        "application/vnd.ms-outlook": "outlook",
        "application/vnd.apple.pages": "pages",
        "application/x-iwork-pages-sffpages": "pages",
    }
)
"""Kinds that are not read, by what documents are said to be."""
HEAD = 64_000
"""Bytes at the beginning of a document that are looked at to tell what it is."""

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How older Office documents begin, messages of Outlook, and newer documents with a password."""
_PDF = re.compile(rb"(?:\A|[\r\n])[ \t]{0,9}%PDF-")
_PAGE = re.compile(
    rb"(?i)\A(?:\s|<\?xml[^<>]{0,200}>|<!--(?:[^-]|-(?!->)){0,2000}-->)*+"
    rb"<(?:!doctype\s+html|(?:html|head|body|meta|title|style|div|p|h[1-6]|table|section|article|span|font|ul|ol)[\s>])"
)
_HEADER = re.compile(rb"[!-9;-~]{1,80}:|[ \t]|\A(?:From |\d{1,10}[ \t]*\r?\Z)")
_CARRIED = re.compile(
    rb"(?i)(?:mime-version|message-id|received|return-path|content-type|content-transfer-encoding|delivered-to|"
    rb"dkim-signature|x-[\w-]{1,60}):"
)
"""Headers that a mail has and nobody writes."""
_NOTES = re.compile(rb"\"(?:isTrashed|entries)\"\s{0,99}:")


def check(kind: str) -> None:
    """Raise DocumentUnknown where a document that is said to be of this kind, a media type, is not worth a look."""
    if kind not in KINDS:
        raise DocumentUnknown(OTHERS.get(kind, "picture" if kind.startswith("image/") else "other"))


def kind_of(data: bytes) -> Kind:
    """What a document's bytes show it to be, whatever it is called. Raises DocumentUnknown, DocumentUnreadable."""
    if data.startswith(b"PK\x03\x04"):
        return _zipped(data)
    if (stranger := _stranger(data)) is not None:
        raise DocumentUnknown(stranger)
    if _PDF.search(data[:1024].removeprefix(codecs.BOM_UTF8).lstrip()):
        return "pdf"
    head = _head(data[:HEAD])
    if head.startswith(b"{\\rtf"):
        return "rich-text"
    if head.startswith(b"{") and _NOTES.search(data) and b"\0" not in data:
        return "notes"
    if _PAGE.match(head):
        return "keep-page" if is_keep(head.decode("latin-1")) else "page"
    return "mail" if _is_mail(head) else "text"


def _head(data: bytes) -> bytes:
    """How a document begins, in bytes that stand for the same characters in every encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        data = data.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return data.removeprefix(codecs.BOM_UTF8).lstrip()


def _zipped(data: bytes) -> Kind:
    """What a zip is, by the names of what is in it."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            names = set(file.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise DocumentUnreadable("damaged") from None
    if "content.xml" in names:
        return "open-document"
    if any(name.endswith((".iwa", "index.xml.gz")) for name in names):
        raise DocumentUnknown("pages")
    if "[Content_Types].xml" not in names and "_rels/.rels" not in names and any(map(is_journal, names)):
        return "journal"
    return "word"


def _stranger(data: bytes) -> DocumentKind | None:
    """The kind of a document that is not read, by its first bytes."""
    if data.startswith(_PICTURES) or data[4:8] == b"ftyp" or (data[:4] == b"RIFF" and data[8:12] == b"WEBP"):
        return "picture"
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise DocumentUnreadable("locked")
        return "outlook" if "__substg1.0_".encode("utf-16-le") in data else "old-word"
    return None


def _is_mail(head: bytes) -> bool:
    """Whether it begins with headers of which one was put there by a program."""
    carried, many = False, 0
    for line in head.split(b"\n"):
        if not line.strip():
            break
        if not _HEADER.match(line):
            return False
        carried, many = carried or bool(_CARRIED.match(line)), many + 1
    return carried and many > 1
