"""Documents that grow: each as it is made for a number, to be about as large as that."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from types import MappingProxyType

from tests.documents.made import SPACES, bare_pdf, docx, odt, paragraph, run, tag, zipped

DEEPEST = 1_900
"""Elements inside one another, nearly as many as are read."""
FOOTNOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'


def _listed(count: int, text: str) -> bytes:
    """Items of a list, with a mark before each that is as long as there are many."""
    level = f'<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="{text}"/></w:lvl>'
    about = f'<w:abstractNum w:abstractNumId="1">{level}</w:abstractNum>'
    about += '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    item = '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    return docx(paragraph(item, run("a")) * count, numbering=about)


def _noted(count: int) -> bytes:
    """Footnotes within one another, around as many paragraphs."""
    depth = min(count // 10, DEEPEST)
    inside = '<w:footnote w:id="1">' * depth + paragraph("a") * (count // 10) + "</w:footnote>" * depth
    return docx(paragraph(FOOTNOTE + run("a")), footnotes=inside)


def _named(count: int) -> bytes:
    """Many elements of a space with a long name."""
    return docx(paragraph("a"), f'<y:q xmlns:y="urn:{"y" * count}">', "<y:p/>" * (count // 6), "</y:q>")


def _attributes(count: int) -> bytes:
    about = " ".join(f'w:a{number}="1"' for number in range(count // 10))
    return docx(paragraph("a"), f"<w:numId {about}/>", paragraph("a"))


def _nested(name: str, count: int) -> bytes:
    depth = min(count // 20, DEEPEST // len(name.split()))
    return docx(tag(" ".join([name] * depth), paragraph("a") * (count // 20)))


def _styled(count: int) -> bytes:
    """Styles that are each made after the one before, and paragraphs in the last of them."""
    number = count // 60
    styles = "".join(f'<w:style w:styleId="s{at}"><w:basedOn w:val="s{at + 1}"/></w:style>' for at in range(number))
    return docx(paragraph('<w:pPr><w:pStyle w:val="s0"/></w:pPr>', run("a")) * number, styles=styles)


def _mail(about: str, body: bytes) -> bytes:
    return f"MIME-Version: 1.0\nSubject: a\nContent-Type: {about}\n\n".encode() + body


def _parts(count: int) -> bytes:
    """A mail of parts within one another."""
    depth = min(count // 60, 90)
    heads = (f"Content-Type: multipart/mixed; boundary=b{at + 1}\n\n--b{at + 1}\n".encode() for at in range(depth))
    return _mail("multipart/mixed; boundary=b0", b"--b0\n" + b"".join(heads) + b"\na" * (count // 2))


def _kept(count: int) -> bytes:
    items = [{"text": "a", "isChecked": False}] * (count // 30)
    return json.dumps({"isTrashed": False, "title": "a", "listContent": items}).encode()


def _chunks(count: int) -> bytes:
    """A Word document that shows one document within it again and again."""
    related = '<Relationships><Relationship Id="c" Target="chunk.html"/></Relationships>'
    body = '<w:altChunk r:id="c"/>' * (count // 30)
    parts = {"word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>"}
    return zipped({**parts, "word/_rels/document.xml.rels": related, "word/chunk.html": "<p>a</p>" * (count // 10)})


Opened = Callable[[int], bytes]
DOCUMENTS: Mapping[str, Opened] = MappingProxyType(
    {
        "empty runs": lambda count: docx(paragraph("a", "<w:r/>" * (count // 6))),
        "runs": lambda count: docx(paragraph(run("a") * (count // 8))),
        "empty paragraphs": lambda count: docx(paragraph("a"), "<w:p/>" * (count // 6)),
        "paragraphs": lambda count: docx(paragraph("a") * (count // 8)),
        "tables in tables": lambda count: _nested("w:tbl w:tr w:tc", count),
        "paragraphs in paragraphs": lambda count: _nested("w:p w:r w:pict", count),
        "text boxes": lambda count: docx(paragraph(run("a") + tag("w:r w:txbxContent w:p", run("b")) * (count // 20))),
        "placeholders": lambda count: _nested("w:sdt w:sdtContent", count),
        "alternatives": lambda count: _nested("mc:AlternateContent mc:Choice", count),
        "deleted ends": lambda count: docx(
            paragraph(tag("w:pPr w:rPr w:del"), run("a")) * (count // 20), paragraph("b")
        ),
        "items": lambda count: _listed(count // 30, "%1."),
        "items with long marks": lambda count: _listed(count // 30, "%1." * (count // 30)),
        "notes in notes": _noted,
        "references to notes": lambda count: docx(paragraph(FOOTNOTE * (count // 30) + run("a"))),
        "styles after styles": _styled,
        "a long name of a space": _named,
        "attributes": _attributes,
        "blanks in a run": lambda count: docx(paragraph("a" + " " * count + "b")),
        "breaks": lambda count: docx(paragraph(run("a") + "<w:r>" + "<w:br/>" * (count // 7) + "</w:r>" + run("b"))),
        "brackets": lambda count: docx(paragraph("(" * count + "a")),
        "references to characters": lambda count: docx(paragraph("&#97;" * (count // 5))),
        "text": lambda count: ("a " * (count // 2)).encode(),
        "text of blanks": lambda count: ("a" + " " * count + "b").encode(),
        "text of line breaks": lambda count: ("a" + "\r\n" * (count // 2) + "b").encode(),
        "text of Windows": lambda count: b"a" + b"\x92" * count,
        "a PDF of lines": lambda count: bare_pdf(b"BT /F 12 Tf " + b"(a) Tj 0 -1 Td " * (count // 60) + b"ET"),
        "a PDF of one line": lambda count: bare_pdf(b"BT /F 12 Tf (" + b"a " * (count // 2) + b") Tj ET"),
        "a PDF of blanks": lambda count: bare_pdf(b"BT /F 12 Tf (a" + b" " * count + b"b) Tj ET"),
        "a PDF of dashes": lambda count: bare_pdf(b"BT /F 12 Tf (a) Tj 0 -20 Td (" + b"-" * count + b"1x) Tj ET"),
        "a PDF of marks": lambda count: bare_pdf(b"BT /F 12 Tf (a" + b"." * count + b"b) Tj 0 -20 Td (c) Tj ET"),
        "chunks": _chunks,
        "a PDF of words": lambda count: bare_pdf(b"BT /F 12 Tf " + b"(a b ) Tj 9 0 Td " * (count // 16) + b"ET"),
        "a PDF of two columns": lambda count: bare_pdf(
            b"BT /F 4 Tf 50 800 Td "
            + b"(aaaaaaaaaaaaaaaa) Tj 200 0 Td (bbbbbbbbbbbbbbbb) Tj -200 -5 Td " * (count // 60)
            + b"ET"
        ),
        "a text of Markdown": lambda count: b"[[" * (count // 2),
        "notes in Markdown": lambda count: b"[^1]" * (count // 8) + b"\n" + b"[^1]: a\n" * (count // 16),
        "front matter": lambda count: b"---\n" + b"a: b\n" * (count // 5),
        "a text of Mac Roman": lambda count: b"\x8e" * count,
        "wide text": lambda count: b"a\0" * (count // 2),
        "text that may be anything": lambda count: b"\xe4\xe5 \x81" * (count // 4),
        "pages of tags": lambda count: b"<p>" + b"<b>" * (count // 3),
        "pages of unclosed tags": lambda count: b"<p>" + b"<a " * (count // 3),
        "pages of quotes": lambda count: b"<p>" + b'<a b="' * (count // 6),
        "pages of comments": lambda count: b"<p>a" + b"<!-- " * (count // 5),
        "pages of closed comments": lambda count: b"<p>a" + b"<!---->" * (count // 7),
        "pages of declarations": lambda count: b"<p>a" + b"<!" * (count // 2),
        "pages of brackets": lambda count: b"<p>" + b"<" * count,
        "pages of scripts": lambda count: b"<p>a" + b"<script>" * (count // 8),
        "pages of styles": lambda count: b"<p>a" + b"p{" * (count // 2),
        "pages of hidden ones": lambda count: b"<p>a" + b"<div hidden>" * (count // 12),
        "pages of lists": lambda count: b"<p>a" + b"<ul><li>a" * (count // 9),
        "pages of attributes": lambda count: b"<p>a<a " + b"b=c " * (count // 4) + b">",
        "pages of entities": lambda count: b"<p>" + b"&amp" * (count // 4),
        "pages of digits": lambda count: b"<p>a&#" + b"1" * count,
        "pages of blanks": lambda count: b"<p>a" + b" " * count + b"b",
        "pages of quotations": lambda count: b"<p>a" + b"<blockquote type=cite>a" * (count // 23),
        "mail of headers": lambda count: b"MIME-Version: 1.0\n" + b"A: b\n" * (count // 5) + b"\na",
        "mail of a long header": lambda count: _mail("text/plain" + "; a=b" * (count // 5), b"a"),
        "mail of semicolons": lambda count: _mail("text/plain" + ";" * min(count, 3_900), b"a" * count),
        "mail of parts": _parts,
        "mail in base64": lambda count: _mail(
            "text/plain\nContent-Transfer-Encoding: base64", base64.encodebytes(b"a " * (count // 3))
        ),
        "mail in quoted-printable": lambda count: _mail(
            "text/plain\nContent-Transfer-Encoding: quoted-printable", b"=41=" * (count // 4)
        ),
        "mail of quotes": lambda count: _mail("text/plain", b"a\n" + b"> " * (count // 4) + b"\n>" * (count // 4)),
        "mail of soft lines": lambda count: _mail("text/plain; format=flowed", b"a \n" * (count // 3)),
        "rich text of groups": lambda count: b"{\\rtf1 a" + b"{" * count,
        "rich text of ends": lambda count: b"{\\rtf1 a" + b"}" * count,
        "rich text of words": lambda count: b"{\\rtf1 a" + b"\\b0" * (count // 3),
        "rich text of backslashes": lambda count: b"{\\rtf1 a" + b"\\" * count,
        "rich text of fonts": lambda count: b"{\\rtf1 {\\fonttbl" + b"{\\f1\\fnil a;}" * (count // 14) + b"}a}",
        "rich text of half fonts": lambda count: b"{\\rtf1 a" + b"\\f1\\a" * (count // 5),
        "rich text of fields": lambda count: b"{\\rtf1 a" + b"{\\field{\\*\\fldinst{" * (count // 20),
        "rich text of pictures": lambda count: b"{\\rtf1 a{\\pict " + b"0f" * (count // 2) + b"}}",
        "rich text of paragraphs": lambda count: b"{\\rtf1 " + b"a\\par " * (count // 6) + b"}",
        "rich text of characters": lambda count: b"{\\rtf1 " + b"\\'e4\\u8217?" * (count // 11) + b"}",
        "OpenDocument of paragraphs": lambda count: odt("<text:p>a</text:p>" * (count // 18)),
        "OpenDocument of spans": lambda count: odt(
            "<text:p>" + tag("text:span " * min(count // 20, DEEPEST), "a" * count) + "</text:p>"
        ),
        "OpenDocument of lists": lambda count: odt(
            tag("text:list text:list-item " * min(count // 40, DEEPEST // 2), "<text:p>a</text:p>" * (count // 20))
        ),
        "OpenDocument of blanks": lambda count: odt(
            "<text:p>a" + '<text:s text:c="1000"/>' * (count // 23) + "</text:p>"
        ),
        "OpenDocument of styles": lambda count: odt(
            '<text:p text:style-name="s0">a</text:p>' * (count // 60),
            styles="".join(
                f'<style:style style:name="s{at}" style:family="paragraph" style:parent-style-name="s{at + 1}"/>'
                for at in range(count // 60)
            ),
        ),
        "notes of Keep": _kept,
        "notes of brackets": lambda count: b'{"isTrashed":' + b"[" * count,
    }
)
"""What is in them, by its name."""
