"""Small documents as programs write them, and the letter in each to the last blank."""

from __future__ import annotations

import pytest

from service.documents.document import document_of
from tests.documents.made import FILES

YEAR = (
    "Dear Anna,\n\nI know that this year has been harder than you let on. You kept going to work, you kept calling "
    "your mother on Sundays, and you kept telling everybody that you were fine.\n\nWhat I want you to remember is that "
    "you did not do anything wrong. The flat was too expensive, and the contract ended. None of that was a verdict on "
    "who you are.\n\nWith all my love,\nBen"
)
ENOUGH = "Dear Anna,\n\nyou did what you could this year, and it was enough.\n\nLove,\nBen"
LETTERS = {
    "docx-altchunk-only.docx": "Dear Anna, you did enough.",
    "docx-drop-cap.docx": "Dear Anna, you did what you could this year, and it was enough.",
    "docx-hidden-text.docx": "Dear Anna, you did enough.",
    "docx-list-level-override.docx": "Three things:\n1. Rest\nB) Walk\nC) Call Ben",
    "docx-list-pages.docx": "Three things:\n1. Rest\n2. Walk\n3. Call Ben",
    "docx-list-restart.docx": ("Today:\n1. Rest\n2. Walk\n3. Call Ben\nTomorrow:\n1. Sleep in\n2. Cook\n3. Write"),
    "docx-short-sentences.docx": "Dear Anna,\nYou did enough.\nYou are loved.\nRest now.\nLove, Ben",
    "docx-wingdings.docx": "I am proud of you ☺",
    "macroman-french.txt": (
        "Ma chère Hélène,\n\nJe sais que cette année a été difficile. Tu as fait de ton mieux, où que tu sois.\n\n"
        "Je t'embrasse,\nFrançois"
    ),
    "mail-base64.eml": ENOUGH,
    "note.html": "Dear Anna,\n\nYou did what you could & it's enough.\n\nLove,\nBen",
    "obsidian.md": "Dear Anna,\n\nyou did what you could this winter, and it was enough.\n\n- rest\n\n\n\nReally.",
    "pdf-aes-128-no-password-to-open.pdf": YEAR,
    "pdf-after-printer-header.pdf": YEAR,
    "pdf-bold-drawn-twice.pdf": "Dear Anna,\n\nYou did what you could.",
    "pdf-double-spaced.pdf": YEAR,
    "pdf-google-docs-words.pdf": (
        "Dear Anna,\n\nHere is a letter for a bad day. I know it is hard, and I am proud of you. You did what you "
        "could, and it is enough.\n\nWith all my love,\nBen"
    ),
    "pdf-hyphen-at-line-end.pdf": (
        "Dear Anna,\n\nYou were not fine, and it is all right to say so now, here, where nobody else is listening. You "
        "always take longer than you would like, and you always arrive.\n\nLove, Ben"
    ),
    "pdf-one-page-numbered.pdf": YEAR,
    "pdf-running-header.pdf": "\n\n".join((YEAR, YEAR, YEAR)),
    "pdf-two-columns.pdf": YEAR.replace("Anna,\n\n", "Anna,\n"),
    "textedit.rtf": "Dear Anna,\n\nyou did what you could, and it’s enough.\n\nLove,\nBen",
    "utf16-without-mark.txt": ENOUGH,
}


@pytest.mark.parametrize("name", LETTERS)
def test_the_letter_in_a_document_is_what_its_page_shows(name: str) -> None:
    assert document_of((FILES / name).read_bytes()).letter.strip() == LETTERS[name]


def test_there_is_a_letter_for_each_of_them() -> None:
    assert sorted(LETTERS) == sorted(path.name for path in FILES.iterdir())
