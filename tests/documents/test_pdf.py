"""How running text is made of the places of words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from service.documents.pdf_characters import Character, Place, mended
from service.documents.pdf_page import Word, page_of
from service.documents.pdf_paragraphs import running_text

WIDTH = 6.0
"""Of a character, in a font of 12 points."""
FULL = "For today that is enough, and you may rest as long as you like and then"
"""A line that has no room for another word."""


def set_in(line: str, down: float, sizes: dict[str, float] | None = None) -> Iterator[Word]:
    """The words of a line, so far down its page. sizes: of words that are in another font."""
    left = 50.0
    for text in line.split():
        right = left + WIDTH * len(text)
        yield Word(text, left, right, down - 842, (sizes or {}).get(text, 12.0))
        left = right + WIDTH


def read(*pages: list[str], sizes: dict[str, float] | None = None) -> str:
    """The text of pages, each given by its lines, 14 points apart."""
    made = []
    for lines in pages:
        words = [word for at, line in enumerate(lines) for word in set_in(line, 60 + 14 * at, sizes)]
        made.append(page_of(words, 595.0, 842.0))
    return running_text(made)


def test_a_sign_in_a_far_larger_font_makes_no_heading_of_its_line() -> None:
    line = FULL.replace("rest", "λ+λ=")
    assert read([FULL, line, "so it goes on to here."], sizes={"λ+λ=": 52.0}) == f"{FULL} {line} so it goes on to here."


def test_the_last_line_of_a_paragraph_belongs_to_it_though_it_is_in_another_font() -> None:
    assert read([FULL, "enough today."], sizes={"enough": 9.0, "today.": 9.0}) == f"{FULL} enough today."


def test_a_heading_ends_where_its_size_does() -> None:
    assert read(["What helps", "A walk."], sizes={"What": 18.0, "helps": 18.0}) == "What helps\n\nA walk."


def test_a_full_line_at_the_end_of_a_page_goes_on_though_a_sentence_ends_there() -> None:
    ended = FULL.replace("and then", "my Sam.")
    assert read([FULL, ended], ["You are enough,", "and were."]).startswith(f"{FULL} {ended} You are enough,")
    assert "that is it.\n\nYou are enough" in read([FULL, "that is it."], ["You are enough,", "and were."])


SIGNS = {"i": 0.23, "t": 0.33, "f": 0.31, " ": 0.23, "\ufffd": 0.56}
"""How wide characters of a font are, in sizes; others are half a size wide."""


def drawn(text: str, **wide: float) -> str:
    """Characters beside each other, as they are meant. An accent is drawn over the letter before it."""
    at, made = 0.0, []
    for sign in text:
        size = wide.get("unknown", SIGNS["\ufffd"]) if sign == "\ufffd" else SIGNS.get(sign, 0.5)
        at -= 0.5 if sign in "´˘¸ˇ" else 0.0
        made.append(Character(sign.strip(), Place(0, 10 * at, 10 * (at + size), 0.0, 10.0)))
        at += size
    return "".join(one.text or " " for one in mended(made))


@pytest.mark.parametrize(
    ("said", "meant"),
    {
        "aƩenƟon": "attention",
        "Ɵme": "time",
        "AŌer": "After",
        "so oŌen": "so often",
        "seƫng": "setting",
        "breasƞeeding": "breastfeeding",
        "Ōsaka": "Ōsaka",
        "TŌKYŌ": "TŌKYŌ",
        "cafe´": "café",
        "Og˘uz": "Oğuz",
        "c¸a": "ça",
        "Dvorˇa´k": "Dvořák",
        "ı´": "í",
        "´ and": "´ and",
    }.items(),
)
def test_letters_are_what_is_seen(said: str, meant: str) -> None:
    assert drawn(said) == meant


def test_letters_that_a_pdf_does_not_name_are_told_by_their_width() -> None:
    assert drawn("it is the func\ufffdon of a \ufffdcket") == "it is the function of a ticket"
    assert drawn("it is a le\ufffder", unknown=0.66) == "it is a letter"
    assert drawn("it is a le\ufffder", unknown=1.4) == "it is a le\ufffder"
    assert drawn("it is \ufffd so") == "it is \ufffd so"
