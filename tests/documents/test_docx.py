"""Word documents: every word that is seen, once and in order, and none that is not."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from service.documents.docx import INSIDE, text_of
from service.documents.zipped_xml import LARGEST_PART
from service.errors import DocumentTooLong, DocumentUnreadable
from tests.documents.made import RELATIONS, SPACES, docx, paragraph, run, tag, zipped


def words_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """What is in it; of a document within it, its bytes as they are."""
    return text_of(data, bytes.decode)


BOX = tag("w:txbxContent", paragraph("HEARD"))
NEW_BOX = tag("w:drawing a:graphic a:graphicData wps:wsp wps:txbx", BOX)
OLD_BOX = tag("w:pict v:shape v:textbox", BOX)
FALLBACK = tag("mc:Fallback", OLD_BOX)
BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
SEEN = {
    "a paragraph": paragraph("HEARD"),
    "a tracked insertion": paragraph(tag("w:ins", run("HEARD"))),
    "what was moved to here": paragraph(tag("w:moveTo", run("HEARD"))),
    "a link": paragraph(f'<w:hyperlink r:id="nowhere">{run("HEARD")}</w:hyperlink>'),
    "a simple field": paragraph(f'<w:fldSimple w:instr="DATE">{run("HEARD")}</w:fldSimple>'),
    "a field with a code": paragraph(BEGIN, tag("w:r w:instrText", "DATE"), SEPARATE, run("HEARD"), END),
    "a smart tag": paragraph(tag("w:smartTag", run("HEARD"))),
    "a content control": tag("w:sdt w:sdtContent", paragraph("HEARD")),
    "an element that nobody knows": tag("x:new", paragraph(tag("x:newer", run("HEARD")))),
    "text from right to left": paragraph(tag("w:bdo", run("HEARD"))),
    "a table": tag("w:tbl w:tr w:tc", paragraph("HEARD")),
    "a table in a table": tag("w:tbl w:tr w:tc w:tbl w:tr w:tc", paragraph("HEARD")),
    "a new text box": paragraph(tag("w:r", NEW_BOX)),
    "an old text box": paragraph(tag("w:r", OLD_BOX)),
    "a text box in both ways": paragraph(tag("w:r mc:AlternateContent", tag("mc:Choice", NEW_BOX), FALLBACK)),
    "a text box whose new way is empty": paragraph(tag("w:r mc:AlternateContent", "<mc:Choice/>", FALLBACK)),
    "an equation": paragraph("<m:oMath><m:r><m:t>HEARD</m:t></m:r></m:oMath>"),
    "a word with a reading aid": paragraph(tag("w:r w:ruby", tag("w:rt", run("aid")), tag("w:rubyBase", run("HEARD")))),
    "a last paragraph whose end was deleted": paragraph("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", "HEARD "),
    "letters in several runs": paragraph("HE", "<w:proofErr/>", "ARD"),
}
"""Places where words stand."""
UNSEEN = {
    "a tracked deletion": paragraph("<w:del><w:r><w:delText>UNHEARD</w:delText></w:r></w:del>"),
    "what was moved away": paragraph(f"<w:moveFrom>{run('UNHEARD')}</w:moveFrom>"),
    "the code of a field": paragraph("<w:r><w:instrText>UNHEARD</w:instrText></w:r>"),
    "what a form asks for": tag(
        "w:sdt", "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>", tag("w:sdtContent", paragraph("UNHEARD"))
    ),
    "text outside of words": "<w:p>UNHEARD<w:r>UNHEARD</w:r></w:p>",
}
"""Places where words are not seen."""


@pytest.mark.parametrize("body", SEEN.values(), ids=list(SEEN))
def test_what_is_seen_is_heard_once(body: str) -> None:
    text, left_out = words_of(docx(paragraph("Before."), body, paragraph("After.")))
    assert text.split() == ["Before.", "HEARD", "After."]
    assert not left_out


@pytest.mark.parametrize("body", UNSEEN.values(), ids=list(UNSEEN))
def test_what_is_not_seen_is_not_heard(body: str) -> None:
    assert words_of(docx(paragraph("Before."), body, paragraph("After.")))[0].split() == ["Before.", "After."]


@pytest.mark.parametrize("body", SEEN.values(), ids=list(SEEN))
def test_the_strict_format_is_read_as_the_usual_one(body: str) -> None:
    strict = SPACES.replace("schemas.openxmlformats.org/wordprocessingml/2006", "purl.oclc.org/ooxml/wordprocessingml")
    strict = strict.replace("schemas.openxmlformats.org/officeDocument/2006", "purl.oclc.org/ooxml/officeDocument")
    data = zipped({"word/document.xml": f"<w:document {strict}><w:body>{body}</w:body></w:document>"})
    assert words_of(data)[0] == "HEARD"


def test_paragraphs_are_apart_and_short_lines_stand_under_each_other() -> None:
    long = "You did what you could today, and that is enough for now."
    text, _ = words_of(docx(*map(paragraph, ("Dear Sam,", long, long, "", "With warmth,", "me"))))
    assert text == f"Dear Sam,\n\n{long}\n\n{long}\n\nWith warmth,\nme"


def test_breaks_tabs_and_hyphens_are_kept() -> None:
    a, b, c, d, e = (tag("w:t", letter) for letter in "abcde")
    inside = tag("w:r", a, "<w:br/>", b, "<w:cr/>", c, "<w:tab/>", d, "<w:noBreakHyphen/>", e)
    stops = "<w:pPr><w:tabs><w:tab/></w:tabs></w:pPr>"
    assert words_of(docx(paragraph(stops, inside)))[0] == "a\nb\nc\td\u2011e"


def test_a_text_box_follows_the_paragraph_that_it_hangs_on() -> None:
    body = paragraph("You did ", f"<w:r>{NEW_BOX}</w:r>", "enough.")
    assert words_of(docx(body))[0] == "You did enough.\nHEARD"


def test_a_paragraph_whose_end_was_deleted_runs_on() -> None:
    body = paragraph("<w:pPr><w:rPr><w:del/></w:rPr></w:pPr>", "You did ") + paragraph("enough.")
    assert words_of(docx(body))[0] == "You did enough."


def test_notes_come_after_the_letter_in_the_order_in_which_they_are_referred_to() -> None:
    body = paragraph(
        "One", '<w:r><w:footnoteReference w:id="2"/></w:r>', " and two", '<w:r><w:endnoteReference w:id="1"/></w:r>'
    )
    notes = "".join(f'<w:footnote w:id="{n}">{paragraph(f"note {n}")}</w:footnote>' for n in (0, 1, 2))
    ends = f'<w:endnote w:id="1">{paragraph("end")}</w:endnote>'
    assert words_of(docx(body, footnotes=notes, endnotes=ends))[0].split() == "One and two note 2 end".split()


def test_a_file_inside_is_left_out_and_that_is_said() -> None:
    assert words_of(docx(paragraph("Dear Sam."), '<w:altChunk r:id="r9"/>')) == ("Dear Sam.", (INSIDE,))


def test_a_part_that_would_unpack_to_too_much_is_not_unpacked() -> None:
    with pytest.raises(DocumentTooLong):
        words_of(docx(paragraph("a" * (LARGEST_PART // 10))))
    with pytest.raises(DocumentTooLong):
        words_of(zipped({"_rels/.rels": RELATIONS + " " * 20_000_000, "word/document.xml": "<a/>"}))


def test_a_part_that_lies_about_its_size_is_not_believed() -> None:
    data = bytearray(docx(paragraph("a " * 3_000_000)))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as file:
        size = file.getinfo("word/document.xml").file_size
    while (at := data.find(struct.pack("<I", size))) >= 0:
        data[at : at + 4] = struct.pack("<I", 900)
    with pytest.raises(DocumentUnreadable, match="damaged"):
        words_of(bytes(data))


MORE = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
HARMFUL = {
    "entities that multiply": f'<!DOCTYPE a [<!ENTITY a "ha">{MORE}]><w:document {SPACES}>&j;</w:document>',
    "an entity that is a file": '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]><a>&a;</a>',
    "a document type": f'<!DOCTYPE a SYSTEM "http://127.0.0.1/a.dtd"><w:document {SPACES}/>',
    "a namespace with a long name": f'<w:document {SPACES} xmlns:y="urn:{"y" * 2000}"><y:p/></w:document>',
    "endless nesting": "<a>" * 300_000,
    "half of it": f"<w:document {SPACES}><w:p><w:r><w:t>Dear",
    "no XML": "Dear Sam.",
    "nothing": "",
}


@pytest.mark.parametrize("document", HARMFUL.values(), ids=list(HARMFUL))
def test_what_is_no_document_of_words_is_refused(document: str) -> None:
    with pytest.raises(DocumentUnreadable, match="damaged"):
        words_of(zipped({"word/document.xml": document}))


def item(text: str, number: int = 0, level: int = 0, style: str = "") -> str:
    said = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>' if number else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    return paragraph(tag("w:pPr", named, said), text)


def level(at: int, form: str, text: str) -> str:
    return f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'


LISTS = (
    f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1.")}{level(1, "lowerLetter", "(%2)")}</w:abstractNum>'
    f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", "-")}{level(1, "upperRoman", "%2.")}</w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
)
STYLES = (
    '<w:style w:styleId="List"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:styleId="Mine"><w:basedOn w:val="List"/></w:style>'
    '<w:style w:styleId="A"><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style>'
)


def listed(*items: str) -> list[str]:
    return words_of(docx(*items, numbering=LISTS, styles=STYLES))[0].split("\n")


def test_items_have_the_numbers_that_the_page_shows() -> None:
    found = listed(item("rest", 1), item("tea", 1), item("green", 1, 1), item("black", 1, 1), item("a walk", 1))
    assert found == ["1. rest", "2. tea", "(a) green", "(b) black", "3. a walk"]


def test_a_list_that_begins_anew_is_counted_anew_and_one_that_goes_on_goes_on() -> None:
    found = listed(item("rest", 1), item("tea", 3), item("a walk", 3), item("sleep", 1))
    assert found == ["1. rest", "5. tea", "6. a walk", "7. sleep"]


def test_items_without_a_number_have_a_bullet_and_others_are_counted_as_their_list_says() -> None:
    assert listed(item("rest", 2), item("tea", 2), item("green", 2, 1)) == ["• rest", "• tea", "I. green"]


def test_a_style_may_say_that_a_paragraph_is_an_item() -> None:
    assert listed(item("rest", style="List"), item("tea", style="Mine")) == ["1. rest", "2. tea"]
    assert listed(item("rest", style="A"), item("tea", style="None"), item("sleep", 9)) == ["rest", "tea", "sleep"]


def test_a_mark_that_is_as_long_as_a_letter_is_a_bullet() -> None:
    about = f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "%1." * 50)}</w:abstractNum>'
    about += '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    assert words_of(docx(item("rest", 1), item("tea", 1), numbering=about))[0].split("\n") == ["• rest", "• tea"]
