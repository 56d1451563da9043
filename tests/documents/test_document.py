"""Documents: what kind they are, the text that is in them, and what is said where there is none."""

from __future__ import annotations

import json
import random
import string
import subprocess
import sys
import zlib
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.documents import pdf as pdf_words
from service.documents.document import Document, document_from, document_of, is_plain, written
from service.documents.kinds import KINDS, check
from service.documents.pdf_heads import NUMBERED
from service.documents.plain import taken_for
from service.documents.sandbox import OPENER
from service.errors import (
    DocumentEmpty,
    DocumentError,
    DocumentTooLong,
    DocumentUnknown,
    DocumentUnreadable,
    LetterTooLong,
)
from service.letter.letter import read_letter
from tests.documents.made import FILES, bare_pdf, docx, odt, paragraph, pdf, zipped

LETTER = "Dear Sam,\n\nyou did what you could today. That is enough.\n\nWith warmth,\nme"
LONG = "You did what you could today, and you were kind to yourself while you did it, and that is enough. " * 3
WESTERN = "Chère Zoë – “tu as fait ce que tu pouvais” …"


@pytest.mark.parametrize(
    "data",
    [
        LETTER.encode(),
        LETTER.encode("utf-8-sig"),
        LETTER.encode("utf-16"),
        b"\xfe\xff" + LETTER.encode("utf-16-be"),
        LETTER.encode("utf-16-le"),
        LETTER.encode("utf-32"),
        LETTER.encode("utf-32-be"),
        LETTER.replace("\n", "\r\n").encode(),
        LETTER.replace("\n", "\r").encode(),
    ],
)
def test_text_is_read_as_it_is_written(data: bytes) -> None:
    assert document_of(data) == Document(LETTER)


def test_text_of_an_older_windows_is_read_with_a_notice() -> None:
    assert document_of(WESTERN.encode("cp1252")) == Document(WESTERN, (taken_for("Windows-1252"),))
    assert "please look whether every letter is right" in taken_for("Windows-1252")
    assert not is_plain(WESTERN.encode("cp1252"))
    assert is_plain(WESTERN.encode())


def test_a_word_document_is_read() -> None:
    assert document_of(docx(*map(paragraph, LETTER.split("\n")))).letter == LETTER


def test_a_pdf_is_read_with_its_lines_and_the_room_between_its_paragraphs() -> None:
    found = document_of(pdf(f"Dear Sam,\n\n{LONG}\n\n{LONG}\n\nWith warmth,\nme"))
    assert not found.notices
    assert found.letter.split() == f"Dear Sam, {LONG} {LONG} With warmth, me".split()
    parts = found.letter.split("\n\n")
    assert [" ".join(part.split()) for part in parts] == ["Dear Sam,", LONG.strip(), LONG.strip(), "With warmth, me"]
    blocks = read_letter(found.letter, 20_000).blocks
    assert [block.role for block in blocks] == ["greeting", "paragraph", "paragraph", "closing", "signature"]


@pytest.mark.parametrize("mode", [b"0 -1 1 0 300 300 cm", b"1 0 0 1 50 700 cm", b"0.5 0.5 -0.5 0.5 200 200 cm"])
def test_no_word_of_a_pdf_is_lost_also_where_it_is_turned(mode: bytes) -> None:
    found = document_of(bare_pdf(b"q " + mode + b" BT /F 12 Tf 0 0 Td (Dear Sam) Tj 0 -14 Td (that is enough) Tj ET Q"))
    assert sorted(found.letter.split()) == sorted("Dear Sam that is enough".split())


def test_a_sentence_runs_on_over_the_end_of_a_page_and_a_paragraph_does_not() -> None:
    found = document_of(
        pdf(f"Dear Sam,\n\n{LONG}and so you said to yourself and told", "Alex that it is enough.", "You may rest.")
    )
    assert "and told Alex that" in found.letter
    assert "it is enough.\n\nYou may rest." in found.letter


def test_numbers_of_pages_are_left_out_and_that_is_said() -> None:
    found = document_of(pdf(f"{LONG}and", "that is enough for the 2", "of us.", numbers=True))
    assert found.letter.split() == f"{LONG} and that is enough for the 2 of us.".split()
    assert found.notices == (NUMBERED,)
    assert document_of(pdf("That is enough.", "2")).letter.split() == ["That", "is", "enough.", "2"]


def test_what_was_typed_onto_a_page_stands_at_its_end() -> None:
    note = b"/Annots[<</Type/Annot/Subtype/FreeText/Rect[0 0 9 9]/Contents(and you may rest.)>>]"
    found = document_of(bare_pdf(b"BT /F 12 Tf 50 700 Td (That is enough) Tj ET", more=note))
    assert found == Document("That is enough\n\nand you may rest.", (pdf_words.FILLED,))


def test_a_pdf_that_anybody_may_read_is_read_though_only_some_may_change_it() -> None:
    assert document_of(pdf("Dear Sam.", owned="secret")).letter == "Dear Sam."


REFUSED: dict[str, tuple[bytes, type[DocumentError], str]] = {
    "nothing": (b"", DocumentEmpty, "typing it in works"),
    "white space": (b" \n", DocumentEmpty, "no text in it"),
    "an empty Word document": (docx(), DocumentEmpty, "no text in it"),
    "a PDF of pictures": (bare_pdf(b"0 0 m 100 100 l S"), DocumentEmpty, "picture of handwriting"),
    "a PDF that is locked": (pdf("Dear Sam.", locked="secret"), DocumentUnreadable, "The document is locked."),
    "a PDF that is cut off": (pdf(LONG)[:300], DocumentUnreadable, "damaged"),
    "a PDF that is only its head": (b"%PDF-1.7", DocumentUnreadable, "damaged"),
    "a Word document that is cut off": (docx(paragraph(LONG))[:300], DocumentUnreadable, "damaged"),
    "a Word document that is locked": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        DocumentUnreadable,
        "The document is locked.",
    ),
    "an older Word document": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1....", DocumentUnknown, "save it as .docx"),
    "an empty OpenDocument text": (zipped({"mimetype": "a", "content.xml": "<a/>"}), DocumentEmpty, "no text in it"),
    "an OpenDocument text that is cut off": (zipped({"content.xml": "<a"}), DocumentUnreadable, "damaged"),
    "a message of Outlook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le"),
        DocumentUnknown,
        "message of Outlook (.msg)",
    ),
    "a document of Pages": (zipped({"Index/Document.iwa": b"a"}), DocumentUnknown, "Pages"),
    "another zip": (zipped({"a.txt": "Dear Sam."}), DocumentUnknown, "no document of a kind"),
    "empty rich text": (b"{\\rtf1 }", DocumentEmpty, "no text in it"),
    "a PNG": (b"\x89PNG\r\n\x1a\n", DocumentUnknown, "This is a picture."),
    "a JPEG": (b"\xff\xd8\xff\xe0", DocumentUnknown, "typing it in works"),
    "a picture of a telephone": (b"\0\0\0\x18ftypheic", DocumentUnknown, "This is a picture."),
    "half of UTF-16": (LETTER.encode("utf-16")[:-1], DocumentUnreadable, "plain text in UTF-8"),
    "a program": (b"\x7fELF\x02\x01\0\0 Dear Sam", DocumentUnknown, "no document of a kind"),
    "bytes": (bytes(range(256)) * 3, DocumentUnknown, "no document of a kind"),
}


@cache
def bomb_for_word() -> bytes:
    return docx(paragraph("a" * 60_000_000))


def test_a_bomb_for_word_says_why_and_what_to_do() -> None:
    with pytest.raises(DocumentTooLong, match="more than 50,000,000 bytes"):
        document_of(bomb_for_word())


@pytest.mark.parametrize(("data", "kind", "said"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, kind: type[DocumentError], said: str) -> None:
    with pytest.raises(kind) as refused:
        document_of(data)
    assert said in str(refused.value)
    assert "Dear" not in str(refused.value)


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("image/jpeg", "This is a picture."),
        ("application/msword", "(.doc)"),
        ("application/vnd.ms-outlook", "(.msg)"),
        ("multipart/form-data", "no document of a kind"),
        ("application/json", "no document of a kind"),
    ],
)
def test_what_a_document_is_said_to_be_is_enough_to_say_what_to_do(kind: str, said: str) -> None:
    with pytest.raises(DocumentUnknown) as refused:
        check(kind)
    assert said in str(refused.value)


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_of_a_kind_that_is_read_is_looked_at(kind: str) -> None:
    check(kind)


BOMBS = {
    "a stream that unpacks to a gigabyte": (b"", b"\0" * 1_000_000, 1000, b""),
    "a stream of endless text": (b"BT /F 12 Tf ", b"(a) Tj 0 1 Td " * 500_000, 10, b"ET"),
}
"""What each begins with, what it then repeats, how often, and its end: packed when it is wanted, for they are large."""


def packed(head: bytes, piece: bytes, times: int, end: bytes) -> bytes:
    packer = zlib.compressobj(1)
    return b"".join([*map(packer.compress, (head, *(piece,) * times, end)), packer.flush()])


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=list(BOMBS))
def test_a_pdf_that_would_take_all_there_is_is_given_up(bomb: tuple[bytes, bytes, int, bytes]) -> None:
    stream = packed(*bomb)
    at = bare_pdf(b"@" * len(stream))
    data = at.replace(b"@" * len(stream), stream).replace(b"<</Length", b"<</Filter/FlateDecode/Length")
    told = subprocess.run(
        [sys.executable, "-m", "service.documents.document", "20000"],
        input=data,
        capture_output=True,
        timeout=60,
        check=False,
    )
    # Either it says so itself, or the system has ended it: then `sandbox.py` says it.
    if told.returncode == 0:
        assert json.loads(told.stdout)["code"] in ("document-unreadable", "document-empty")
    assert b"Traceback" not in told.stderr


WHOLE = {
    "word": docx(*map(paragraph, LETTER.split("\n"))),
    "PDF": pdf(LETTER),
    "locked PDF": pdf(LETTER, owned="secret"),
    "bare PDF": bare_pdf(b"BT /F 12 Tf (Dear Sam) Tj ET"),
    "OpenDocument": odt(*(f"<text:p>{line}</text:p>" for line in LETTER.split("\n"))),
    "rich text": (FILES / "textedit.rtf").read_bytes(),
    "mail": (FILES / "mail-base64.eml").read_bytes(),
    "page": (FILES / "note.html").read_bytes(),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_what_is_damaged_anywhere_is_a_document_or_an_error_that_says_so(kind: str) -> None:
    chance = random.Random(4)
    for _ in range(150):
        data = bytearray(WHOLE[kind])
        for _ in range(chance.randrange(1, 8)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        told = written(bytes(data), 20_000)
        assert "letter" in told or "code" in told


def test_a_process_that_ends_before_it_is_done_says_no_word_of_a_document() -> None:
    told = subprocess.run([*OPENER, "20000", "none", "0"], input=LETTER.encode(), capture_output=True, check=False)
    assert (told.returncode, told.stdout, told.stderr) == (1, b"", b"")


@settings(max_examples=200, deadline=None)
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"%PDF-1.7\n", b"PK\x03\x04", b"\xff\xfe", b"{\\rtf", b"<p>", b"MIME-Version: 1.0\nTo: a\n"]),
)
def test_any_bytes_are_a_document_or_an_error_that_says_so(data: bytes, head: bytes) -> None:
    told = written(head + data, 20_000)
    assert set(told) in ({"letter", "notices"}, {"code", "given"})


def test_what_was_found_crosses_from_one_process_to_the_other() -> None:
    found = json.loads(json.dumps(written(WESTERN.encode("cp1252"), 100)))
    assert document_from(found) == Document(WESTERN, (taken_for("Windows-1252"),))
    refused_ones: list[tuple[bytes, type[DocumentError]]] = [(data, kind) for data, kind, _ in REFUSED.values()]
    refused_ones.append((bomb_for_word(), DocumentTooLong))
    for data, kind in refused_ones:
        with pytest.raises(kind):
            document_from(json.loads(json.dumps(written(data, 100))))
    with pytest.raises(LetterTooLong) as refused:
        document_from(written(string.ascii_letters.encode(), 51))
    assert (refused.value.characters, refused.value.limit) == (52, 51)
