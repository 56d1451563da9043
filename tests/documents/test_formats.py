"""What is seen of documents of each kind is the letter, and nothing else is."""

from __future__ import annotations

import json

import pytest

from service.documents.document import document_of
from service.documents.eml import INSIDE, QUOTED
from service.documents.notes import SEVERAL
from tests.documents.made import docx, odt, paragraph, run, tag, zipped

FONTS = rb"{\fonttbl\f0 Arial;\f1\fnil\fcharset2 Wingdings;}"
NUMBERED = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1" '
    'style:num-suffix="."/></text:list-style><style:style style:name="H" style:family="text">'
    '<style:text-properties text:display="none"/></style:style>'
)
ITEM = "<text:list-item><text:p>{}</text:p></text:list-item>"


def mail(body: str, about: str = "text/plain; charset=utf-8") -> bytes:
    return f"MIME-Version: 1.0\nSubject: a\nFrom: b@c.d\nContent-Type: {about}\n\n{body}".encode()


TWO = 'multipart/alternative; boundary="x"'
PARTS = "--x\nContent-Type: text/html\n\n<p>the page\n--x\nContent-Type: text/plain\n\nthe text\n--x--\n"
ENCLOSED = (
    "--x\nContent-Type: text/plain\n\nDear Sam.\n--x\nContent-Type: application/pdf\n"
    "Content-Disposition: attachment; filename=a.pdf\n\nJVBERi0=\n--x--\n"
)
LETTERS: dict[str, tuple[bytes, str]] = {
    "rich text with hidden words": (rb"{\rtf1 Dear {\v no }Sam\v  no\v0 .}", "Dear Sam."),
    "rich text with a note": (rb"{\rtf1 Rest{\footnote really}.\par}", "Rest.\n\nreally"),
    "rich text with a link": (rb'{\rtf1 {\field{\*\fldinst HYPERLINK "http://a.b"}{\fldrslt rest}}.}', "rest."),
    "rich text with a smiley": (rb"{\rtf1" + FONTS + rb"\f0 Rest \f1 J}", "Rest ☺"),
    "rich text with a list": (
        rb"{\rtf1" + FONTS + rb"{\listtext\f1\'a7\tab}Rest\par{\listtext 2.\tab}Walk}",
        "• Rest\n2. Walk",
    ),
    "rich text with a text box": (rb"{\rtf1 a {\shp{\*\shpinst{\sp{\sn x}}{\shptxt b}}{\shprslt b}}}", "a b"),
    "rich text with an emoji": (rb"{\rtf1 Rest \u-10179?\u-8694?}", "Rest 😊"),
    "rich text with a picture": (rb"{\rtf1 a{\pict\bin4 }}}}} b}", "a b"),
    "OpenDocument with blanks": (odt('<text:p>a<text:s text:c="2"/>b<text:line-break/>c</text:p>'), "a  b\nc"),
    "OpenDocument with a list": (
        odt(
            '<text:list text:style-name="L">' + ITEM.format("Rest") + ITEM.format("Walk") + "</text:list>",
            styles=NUMBERED,
        ),
        "1. Rest\n2. Walk",
    ),
    "OpenDocument with hidden words": (
        odt('<text:p>a<text:span text:style-name="H">no</text:span></text:p>', styles=NUMBERED),
        "a",
    ),
    "OpenDocument with a comment": (
        odt("<text:p>a<office:annotation><text:p>no</text:p></office:annotation>b</text:p>"),
        "ab",
    ),
    "OpenDocument with a note": (
        odt(
            "<text:p>a<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>b</text:p></text:note-body></text:note></text:p>"
        ),
        "a\n\nb",
    ),
    "OpenDocument with changes": (
        odt("<text:tracked-changes><text:p>no</text:p></text:tracked-changes><text:p>a</text:p>"),
        "a",
    ),
    "a mail in two forms": (mail(PARTS, TWO), "the text"),
    "a mail of soft lines": (mail("Dear \nSam\nrest", "text/plain; format=flowed"), "Dear Sam\nrest"),
    "a mail of Apple": (b"1234\n" + mail("Dear Sam."), "Dear Sam."),
    "a mail that is only quoted": (mail("> Dear Sam,\n> rest."), "> Dear Sam,\n> rest."),
    "a mail that goes on under what is quoted": (mail("a\n\n> b\n\nc"), "a\n\n> b\n\nc"),
    "lines that are divisions": (b"<div>Dear Sam,</div><div><br></div><div>rest.</div>", "Dear Sam,\n\nrest."),
    "paragraphs of Word": (b'<p class="MsoNormal" style="margin:0cm">a</p><p style="margin:0cm">b</p>', "a\nb"),
    "lists": (b"<ol start=3><li>Rest<li>Walk<ul><li>far</ul></ol>", "3. Rest\n4. Walk\n• far"),
    "what is hidden": (b"<p>a<span style='display: none'>no</span><b hidden>no</b>b", "ab"),
    "brackets that are no tags": (b"<p>I <3 you, 1 < 2", "I <3 you, 1 < 2"),
    "Keep as JSON": (
        json.dumps({"isTrashed": False, "title": "T", "listContent": [{"text": "Rest", "isChecked": True}]}).encode(),
        "T\n\n• Rest",
    ),
    "Keep as a page": (
        b'<html><title>x</title><div class="note A"><div class="heading">Mar 2</div><div class="title">T</div>'
        b'<div class="content">Rest<br>Walk</div><div class="chips">x</div></div>',
        "T\nRest\nWalk",
    ),
    "Day One": (
        zipped({"Journal.json": json.dumps({"entries": [{"text": r"Rest\. ![](dayone-moment://A)"}]})}),
        "Rest. ",
    ),
    "Word with a hidden style": (
        docx(
            paragraph(run("a"), '<w:r><w:rPr><w:rStyle w:val="H"/></w:rPr><w:t>no</w:t></w:r>'),
            styles='<w:style w:styleId="H"><w:rPr><w:vanish/></w:rPr></w:style>',
        ),
        "a",
    ),
    "Word with forms of a property": (
        docx(paragraph("<w:pPr>" + tag("mc:AlternateContent mc:Choice w:ind") + "</w:pPr>", "a")),
        "a",
    ),
    "Word with wrapped lines": (
        docx(
            paragraph("I know that this year has been harder than you let on, and you kept"),
            paragraph("going to work."),
        ),
        "I know that this year has been harder than you let on, and you kept\ngoing to work.",
    ),
    "front matter": (b"---\ntitle: a\n---\n\nDear Sam.", "Dear Sam."),
    "a letter between lines": (b"---\nDear Sam, rest.\n---\nMe", "---\nDear Sam, rest.\n---\nMe"),
    "links between notes": (b"[[Winter]] and [[b/c#d|rest]] ![[a.jpg]].", "Winter and rest ."),
}


@pytest.mark.parametrize("name", LETTERS)
def test_the_letter_is_what_is_seen(name: str) -> None:
    data, letter = LETTERS[name]
    assert document_of(data).letter.strip() == letter.strip()


def test_what_is_left_out_is_said() -> None:
    assert document_of(mail(ENCLOSED, 'multipart/mixed; boundary="x"')).notices == (INSIDE,)
    quoted = document_of(mail("Dear Sam.\n\nOn Monday, Ben wrote:\n> rest\n> well"))
    assert (quoted.letter, quoted.notices) == ("Dear Sam.", (QUOTED,))
    entries = {"entries": [{"text": "a"}, {"text": "b"}]}
    assert document_of(json.dumps(entries).encode()).notices == (SEVERAL,)
