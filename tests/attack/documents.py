"""Documents that grow: each as it is made for a number, to be about as large as that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from tests.documents.made import bare_pdf, docx, paragraph, run, tag

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
    }
)
"""What is in them, by its name."""
