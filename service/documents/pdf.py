"""The text of a PDF: its words by PDFium, and everything that a page shows about them by their places.

A PDF holds letters and places, and nothing of sentences and paragraphs. PDFium says which characters there are, and
where; `pdf_characters.py` mends those that the file names wrongly, `pdf_page.py` makes lines and columns of them,
`pdf_heads.py` leaves out what stands on every page, and `pdf_paragraphs.py` makes running text of the rest.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from ctypes import POINTER, byref, c_double, cast, create_string_buffer
from typing import Any

from service.documents.pdf_characters import Character, Place, mended
from service.documents.pdf_heads import without_heads
from service.documents.pdf_page import Page, Word, page_of
from service.documents.pdf_paragraphs import running_text
from service.errors import DocumentUnreadable

FILLED = "What was filled into a form, or typed onto a page, stands at the end."
MOST_PAGES = 500
"""Pages, of which a letter has a few."""
MOST_CHARACTERS = 600_000
"""Characters of all pages. A book of 300 pages has as many."""
APART = 0.3
"""How far from the end of a word, in sizes of its font, the next character begins another where no space says so."""
SLANTED = 0.7
"""How wide a character is taken to be, in sizes of its font, that stands at an angle: its box does not say so."""
_PUT = {0x00: "", 0x02: "-", 0xAD: "-", 0xFFFE: "-", 0xFFFF: ""} | {
    0xFB00 + at: text for at, text in enumerate(("ff", "fi", "fl", "ffi", "ffl", "st", "st"))
}
"""What stands for a character: a hyphen for what PDFium has at a line's end, two letters for those that are drawn as
one."""
_BLANK = frozenset((*range(1, 2), *range(3, 0x21), 0xA0, *range(0x2000, 0x200C), 0x202F, 0x3000))
_FREE_TEXT, _WIDGET = 3, 20
_FIELDS = frozenset((4, 5, 6))
"""Kinds of fields that hold words: choices, lists and text."""


def text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a PDF, and sentences about what may not be as it was. Raises DocumentUnreadable."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code in (pypdfium2.raw.FPDF_ERR_PASSWORD, pypdfium2.raw.FPDF_ERR_SECURITY)
        raise DocumentUnreadable("locked" if locked else "damaged") from None
    try:
        return _text(document)
    except pypdfium2.PdfiumError:
        raise DocumentUnreadable("damaged") from None
    finally:
        document.close()


def _text(document: Any) -> tuple[str, tuple[str, ...]]:
    document.init_forms()
    if len(document) > MOST_PAGES:
        raise DocumentUnreadable("too-much")
    pages: list[Page] = []
    typed: dict[str, None] = {}
    left = MOST_CHARACTERS
    for number in range(len(document)):
        page = document[number]
        characters = page.get_textpage()
        left -= characters.count_chars()
        if left < 0:
            raise DocumentUnreadable("too-much")
        pages.append(page_of(list(_words(characters)), *page.get_size()))
        typed |= dict.fromkeys(filter(None, _typed(document.formenv, page)))
        characters.close()
        page.close()
    bare, notices = without_heads(pages)
    text = "\n\n".join(filter(None, (running_text(bare), *typed)))
    return text, (*notices, *([FILLED] if typed else []))


def _words(characters: Any) -> Iterator[Word]:
    """The words of a page, in the order in which they stand in the file."""
    letters: list[str] = []
    first = last = Place(0, 0.0, 0.0, 0.0, 0.0)
    for text, at in mended(list(_characters(characters))):
        if letters and not (text and _goes_on(last, at)):
            yield Word("".join(letters), first.left, last.right, first.base, first.size, first.turn)
            letters = []
        if not text:
            continue
        if not letters:
            first = at
        letters.append(text)
        last = at
    if letters:
        yield Word("".join(letters), first.left, last.right, first.base, first.size, first.turn)


def _goes_on(last: Place, at: Place) -> bool:
    """Whether a character follows the last one of a word, as near as those of a word are."""
    apart = APART * max(last.size, at.size)
    return at.turn == last.turn and abs(at.base - last.base) < apart and -4 * apart < at.left - last.right < apart


def _characters(page: Any) -> Iterator[Character]:
    """Every character of a page, and its place. Of the blanks that PDFium puts between words, it is that of a word."""
    from pypdfium2 import raw

    box, matrix, x, y = raw.FS_RECTF(), raw.FS_MATRIX(), c_double(), c_double()
    high = 0
    for index in range(page.count_chars()):
        code = raw.FPDFText_GetUnicode(page, index)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00 if high else 0
        high = 0
        if _PUT.get(code) == "":
            continue
        angle = raw.FPDFText_GetCharAngle(page, index)
        turn = round(math.degrees(angle)) % 360
        raw.FPDFText_GetCharOrigin(page, index, byref(x), byref(y))
        if turn % 90:
            raw.FPDFText_GetMatrix(page, index, byref(matrix))
            wide = high = raw.FPDFText_GetFontSize(page, index) * math.hypot(matrix.a, matrix.b)
            wide *= SLANTED
        else:
            raw.FPDFText_GetLooseCharBox(page, index, byref(box))
            wide, high = box.right - box.left, box.top - box.bottom
        if turn in (90, 270):
            wide, high = high, wide
        left = box.left if turn == 0 else x.value * math.cos(angle) - y.value * math.sin(angle)
        base = -y.value if turn == 0 else -x.value * math.sin(angle) - y.value * math.cos(angle)
        text = "" if code in _BLANK else _PUT.get(code) or chr(code)
        yield Character(text, Place(turn, left, left + wide, base, high))


def _typed(forms: Any, page: Any) -> Iterator[str]:
    """What somebody typed onto a page that was made before, as people do on tablets, and filled into forms."""
    from pypdfium2 import raw

    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        note = raw.FPDFPage_GetAnnot(page, index)
        kind = raw.FPDFAnnot_GetSubtype(note)
        if kind == _FREE_TEXT:
            yield _said(raw.FPDFAnnot_GetStringValue, note, b"Contents")
        elif kind == _WIDGET and forms and raw.FPDFAnnot_GetFormFieldType(forms, note) in _FIELDS:
            yield _said(raw.FPDFAnnot_GetFormFieldValue, forms, note)
        raw.FPDFPage_CloseAnnot(note)


def _said(asked: Any, *of: Any) -> str:
    """A text that PDFium hands out in UTF-16."""
    from pypdfium2 import raw

    size = asked(*of, None, 0)
    told = create_string_buffer(size)
    asked(*of, cast(told, POINTER(raw.FPDF_WCHAR)), size)
    text = told.raw.decode("utf-16-le", "replace").rstrip("\0")
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
