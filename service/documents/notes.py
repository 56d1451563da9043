"""Notes as the programs that keep them hand them out: Google Keep's as JSON or a web page, Day One's as JSON in a zip.

Those of Apple's Notes come as plain text, as a web page or as PDF, and are read as these are.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from service.documents.html import page_in, seen
from service.documents.markdown import as_read
from service.documents.paragraphs import BULLET
from service.documents.zipped_xml import DAMAGED, member
from service.errors import DocumentUnknown, DocumentUnreadable

SEVERAL = "There are several notes in it, one after the other."
LARGEST_JSON = 20_000_000
"""Bytes that the entries of a journal may unpack to."""
_KEEP_PAGE = re.compile(r"<div class=\"note\b")
_KEEP_UNSEEN = frozenset(("heading", "chips", "annotations", "attachments", "meta-icons", "sharees", "bullet"))
"""Parts of Keep's page that are not the writer's: when it was written, what it is filed under, who else has it."""
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")


def is_keep(page: str) -> bool:
    """Whether a web page is a note of Google Keep."""
    return bool(_KEEP_PAGE.search(page[:50_000]))


def text_of_page(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The note on a page of Google Keep: its title, if it has one, and what is written under it."""
    page, notices = page_in(data)
    return seen(page, _KEEP_UNSEEN), notices


def text_of_zip(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The entries of the journal in a zip of Day One, and a sentence where they are several."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            journals = [name for name in file.namelist() if is_journal(name)]
            if len(journals) != 1:
                raise DocumentUnknown("other")
            return text_of(file.read(member(file, journals[0], LARGEST_JSON)))
    except DAMAGED:
        raise DocumentUnreadable("damaged") from None


def is_journal(name: str) -> bool:
    """Whether a part of a zip of this name may hold the entries of a journal."""
    return name.endswith(".json") and "/" not in name


def text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The note, or the notes, in JSON, and a sentence where they are several. Raises DocumentUnknown."""
    notes = [note for note in _notes(_loaded(data)) if note.strip()]
    return "\n\n".join(notes), (SEVERAL,) if len(notes) > 1 else ()


def _loaded(data: bytes) -> Any:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise DocumentUnknown("other") from None


def _notes(given: Any) -> Iterator[str]:
    if not isinstance(given, dict):
        raise DocumentUnknown("other")
    if isinstance(given.get("entries"), list):
        for entry in given["entries"]:
            text = entry.get("text") if isinstance(entry, dict) else None
            if isinstance(text, str):
                yield _ESCAPED.sub(r"\1", as_read(text))
    elif isinstance(given.get("textContent"), str) or isinstance(given.get("listContent"), list):
        yield _kept(given)
    else:
        raise DocumentUnknown("other")


def _kept(note: dict[str, Any]) -> str:
    """A note of Google Keep."""
    items = (item.get("text") for item in note.get("listContent") or () if isinstance(item, dict))
    parts = (note.get("title"), note.get("textContent"), "\n".join(f"{BULLET} {item}" for item in items if item))
    return "\n\n".join(part.replace("\r\n", "\n") for part in parts if isinstance(part, str) and part.strip())
