"""Documents as programs write them, and as somebody might who means harm."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

SPACES = " ".join(
    f'xmlns:{name}="{address}"'
    for name, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "v": "urn:schemas-microsoft-com:vml",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "x": "urn:nobody-has-heard-of-it",
    }.items()
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="word/document.xml"/></Relationships>'
)
FILES = Path(__file__).parent / "files"
"""Small documents, each of which shows something that programs do."""
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def tag(names: str, *inside: str) -> str:
    """Elements in one another, from the outside to the inside, by their names with spaces between."""
    text = "".join(inside)
    for name in reversed(names.split()):
        text = f"<{name}>{text}</{name}>"
    return text


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str) -> str:
    return f"<w:p>{''.join(one if one.startswith('<') else run(one) for one in inside)}</w:p>"


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in parts.items():
            file.writestr(name, text)
    return data.getvalue()


def docx(*body: str, **parts: str) -> bytes:
    """A Word document. parts: further ones, such as footnotes, by their names without .xml."""
    document = (
        f'<?xml version="1.0" encoding="UTF-8"?><w:document {SPACES}><w:body>{"".join(body)}</w:body></w:document>'
    )
    more = {f"word/{name}.xml": f"<w:{name} {SPACES}>{text}</w:{name}>" for name, text in parts.items()}
    return zipped({"_rels/.rels": RELATIONS, "word/document.xml": document, **more})


ODF = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
    for name, space in {
        "office": "office",
        "text": "text",
        "style": "style",
        "table": "table",
        "draw": "drawing",
    }.items()
)


def odt(*body: str, styles: str = "") -> bytes:
    """An OpenDocument text. styles: those that its own text is in."""
    content = (
        f"<office:document-content {ODF}><office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:text>{''.join(body)}</office:text></office:body></office:document-content>"
    )
    return zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": content})


def pdf(*pages: str, size: float = 12, numbers: bool = False, locked: str = "", owned: str = "") -> bytes:
    """A PDF, each page wrapped at its width. locked: a password to open it; owned: one only to change it."""
    from fpdf import FPDF  # who measures has no need of PDFs, and does not have it

    made = FPDF(format="A4")
    made.set_auto_page_break(False)
    made.set_font("helvetica", size=size)
    for number, text in enumerate(pages, 1):
        made.add_page()
        made.multi_cell(0, size * 0.5, text, align="L")
        if numbers:
            made.set_y(-20)
            made.cell(0, 10, str(number), align="C")
    if locked or owned:
        made.set_encryption(owner_password=owned or "owner", user_password=locked)
    return bytes(made.output())


def bare_pdf(content: bytes, *, packed: bool = False, mediabox: str = "0 0 595 842", more: bytes = b"") -> bytes:
    """The least that is a PDF: one page, one font, and this on the page."""
    stream = zlib.compress(content, 9) if packed else content
    kind = b"/Filter/FlateDecode" if packed else b""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[" + mediabox.encode() + b"]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>>>" + more + b">>",
        b"<<" + kind + b"/Length %d>>stream\n" % len(stream) + stream + b"\nendstream",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    data, places = bytearray(b"%PDF-1.7\n"), []
    for number, one in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj" % number + one + b"endobj\n"
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail = b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(data)
    return bytes(data + b"xref\n0 6\n0000000000 65535 f \n" + table + tail)


_LINE = b"(" + b"a " * 50 + b") Tj 0 -14 Td "
HARD = bare_pdf(b"BT /F 12 Tf " + _LINE * 5_500 + b"ET", packed=True)
"""A small PDF that takes several seconds to read, and so much longer than documents do."""
