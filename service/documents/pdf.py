"""The text of a PDF: its words, its lines, and where there is room between them.

A PDF holds letters and places, and nothing of sentences and paragraphs. pypdf finds the words in two ways: one keeps
them best, the other sees the room between lines. Each line is taken from the first, and its place from the second.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from types import MappingProxyType
from typing import Any

from service.errors import DocumentUnreadable

NUMBERED = "Numbers of pages were left out."
FILLED = "What was filled into a form, or typed onto a page, stands at the end."
FULL = 80
"""Characters of a line that is as long as its page is wide, so that it goes on in the next one."""
NARROW = 24
"""Nobody's lines are so short, in characters, that such a one would go on over the end of a page."""
INDENT = 2
"""Characters that the first line of a paragraph is further in than the line before, where there is no room between."""
MOST_PAGES = 500
"""Pages, of which a letter has a few."""
MOST_CONTENT = 12_000_000
"""Bytes of all pages, unpacked. A full page has some 10,000, and 100,000 where each letter is placed by itself."""
_BOUNDS: Mapping[str, Any] = MappingProxyType(
    {
        "maximum_declared_stream_length": 10_000_000,
        "array_based_stream_maximum_output_length": 8_000_000,
        "zlib_maximum_output_length": 8_000_000,
        "zlib_maximum_recovery_input_length": 200_000,
        "lzw_maximum_output_length": 2_000_000,
        "run_length_maximum_output_length": 2_000_000,
        "stream_decoding_work_maximum_length": 30_000_000,
        "stream_parsing_work_maximum_count": 400_000,
        "page_tree_maximum_entries": 2_000,
        "page_tree_maximum_page_entries": 50_000,
        "form_fields_maximum_entries": 2_000,
        "xform_maximum_invocations_per_extraction": 500,
        "jbig2dec_binary": None,
    }
)
"""What pypdf is to go up to, in bytes, pieces and times, and no program beside this one. Its own bounds let a file of
10 kB take minutes."""
_ENDED = re.compile(r"[.!?…:;][\"'”’»)\]*_ ]*$")


def text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF, and sentences about what may not be as it was. Raises DocumentUnreadable.

    Of a damaged file the library may raise anything else as well. It is left to end the process that reads documents.
    """
    from pypdf import PdfReader, apply_configuration
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError, PyPdfError

    try:
        with apply_configuration(**_BOUNDS):
            reader = PdfReader(BytesIO(data))
            if reader.is_encrypted and not reader.decrypt(""):
                raise DocumentUnreadable("locked")
            return _text(reader)
    except (DependencyError, FileNotDecryptedError):
        raise DocumentUnreadable("locked") from None
    except LimitReachedError:
        raise DocumentUnreadable("too-much") from None
    except PyPdfError:
        raise DocumentUnreadable("damaged") from None


def _text(reader: Any) -> tuple[str, tuple[str, ...]]:
    pages = [_page(page) for page in _bounded(reader)]
    bare = [_unnumbered(text, number, len(pages)) for number, text in enumerate(pages, 1)]
    numbered = len(pages) > 1 and all(one != text for one, text in zip(bare[1:], pages[1:], strict=True))
    letter = ""
    for text in filter(None, bare if numbered else pages):
        letter += (("\n" if _goes_on(letter, text) else "\n\n") if letter else "") + text
    typed = dict.fromkeys(text for text in _typed(reader) if text)
    notices = ([NUMBERED] if numbered else []) + ([FILLED] if typed else [])
    return "\n\n".join(filter(None, (letter, *typed))), tuple(notices)


def _bounded(reader: Any) -> Iterator[Any]:
    """The pages, as long as they are no more than a letter can be. One page may be named many times."""
    if len(reader.pages) > MOST_PAGES:
        raise DocumentUnreadable("too-much")
    size = 0
    for page in reader.pages:
        content = page.get_contents()
        size += 0 if content is None else len(content.get_data())
        if size > MOST_CONTENT:
            raise DocumentUnreadable("too-much")
        yield page


def _page(page: Any) -> str:
    """The lines of a page as they lie on it, unless that would lose a word: then as they stand in the file."""
    plain = page.extract_text()
    laid = page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=False)
    spelt = {"".join(line.split()): " ".join(line.split()) for line in plain.splitlines()}
    rows = [
        (len(row) - len(row.lstrip()), spelt.get("".join(row.split()), " ".join(row.split())))
        for row in laid.splitlines()
    ]
    if Counter(word for _, line in rows for word in line.split()) != Counter(plain.split()):
        rows = [(0, " ".join(line.split())) for line in plain.splitlines()]
    return re.sub(r"\n{3,}", "\n\n", "".join(_lines(rows))).strip()


def _lines(rows: list[tuple[int, str]]) -> Iterator[str]:
    """The lines, and what stands between them. rows: how far in each begins, and its words."""
    before, at = "", 0
    for indent, line in rows:
        if before and line and indent >= at + INDENT and _ENDED.search(before):
            yield "\n\n"
        elif len(before) > FULL and line and not before.endswith("-"):
            yield " "
        else:
            yield "\n"
        yield line
        before, at = line, indent


def _unnumbered(text: str, number: int, count: int) -> str:
    """The page without the line, at its top or bottom, that is nothing but its number."""
    line = rf"[-–— ]*(?:page |p\. ?|seite |página )?{number}(?: ?(?:/|of|von|de) ?{count})?[-–— ]*"
    return re.sub(rf"(?i)\A{line}\n+|\n+{line}\Z", "", text)


def _goes_on(before: str, after: str) -> bool:
    """Whether a sentence runs on over the end of a page."""
    last = before[before.rfind("\n") + 1 :]
    return not _ENDED.search(last) and (after[:1].islower() or len(last) > NARROW)


def _typed(reader: Any) -> Iterator[str]:
    """What somebody typed onto pages that were made before, as people do on tablets, and filled into forms."""
    for page in reader.pages:
        for annotation in page.annotations or ():
            about = annotation.get_object()
            if about.get("/Subtype") == "/FreeText":
                yield str(about.get("/Contents") or "").replace("\r\n", "\n").replace("\r", "\n").strip()
    for value in (reader.get_form_text_fields() or {}).values():
        yield str(value or "").replace("\r\n", "\n").replace("\r", "\n").strip()
