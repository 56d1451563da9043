import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import LetterEmpty, LetterTooLong
from service.letter.letter import Letter, read_letter

ANYTHING = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


def parts(text: str) -> list[tuple[str, str]]:
    letter = read_letter(text)
    return [(block.role, text[block.start : block.end]) for block in letter.blocks]


def roles(text: str) -> list[str]:
    return [role for role, _ in parts(text)]


def test_a_letter_keeps_its_text_as_it_was_given() -> None:
    text = "Dear Sam,\r\n\r\nI am here. \u2028 "
    assert read_letter(text).text == text


def test_a_letter_over_the_limit_says_how_long_it_is() -> None:
    with pytest.raises(LetterTooLong) as caught:
        read_letter("word " * 5, limit=20)
    assert (caught.value.characters, caught.value.limit) == (25, 20)


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "...", "🐈 🎉", "***\n---", ":) <3", "<b></b>", "\u200b\u200d", "\ud800", "xx"]
)
def test_a_letter_with_nothing_to_say_is_empty(text: str) -> None:
    with pytest.raises(LetterEmpty):
        read_letter(text)


@pytest.mark.parametrize(
    "line", ["Dear Sam,", "Hello love,", "hey you", "My dear Grace,", "Dear Mr. and Mrs. Smith,", "To my younger self,"]
)
def test_a_short_first_line_that_addresses_somebody_is_a_greeting(line: str) -> None:
    assert parts(f"{line}\n\nI am here with you tonight.")[0] == ("greeting", line)


def test_a_greeting_before_the_text_on_the_same_line_is_still_a_greeting() -> None:
    assert parts("hey you... i know today was awful") == [
        ("greeting", "hey you..."),
        ("paragraph", "i know today was awful"),
    ]
    assert parts("Dear Sam, I hope you slept.")[0] == ("greeting", "Dear Sam,")


@pytest.mark.parametrize("line", ["Dear Sam,", "Hello love,", "Hi sweetheart"])
@pytest.mark.parametrize("wrap", ["\n", "\r\n"])
def test_a_greeting_with_the_text_right_under_it_is_a_greeting_also_before_a_small_letter(line: str, wrap: str) -> None:
    assert parts(f"{line}{wrap}you did well today.") == [("greeting", line), ("paragraph", "you did well today.")]


def test_initials_at_the_start_of_a_line_end_no_sentence() -> None:
    assert roles("You did well.\n\nBest,\n\nJ. K. Smith") == ["paragraph", "closing", "signature"]


def test_a_sentence_that_begins_like_a_greeting_is_not_one() -> None:
    assert roles("Morning was hard today.\n\nAnd then it got better.") == ["paragraph", "paragraph"]


def test_a_letter_that_is_only_a_greeting_can_be_read() -> None:
    assert roles("Dear Sam,") == ["greeting"]


@pytest.mark.parametrize(
    ("ending", "expected"),
    [
        ("With warmth,\nSam", ["closing", "signature"]),
        ("Yours, always,\nG.", ["closing", "signature"]),
        ("With love,\nthe part of you that is kind", ["closing", "signature"]),
        ("Love, Sam", ["closing"]),
        ("Take care,\nMe", ["closing", "signature"]),
        ("Sam", ["signature"]),
        ("- Sam", ["signature"]),
        ("Love you lots,\nJo x\n\nP.S. Feed the cat.", ["closing", "signature", "paragraph"]),
    ],
)
def test_the_last_short_lines_are_the_closing_and_the_name(ending: str, expected: list[str]) -> None:
    assert roles(f"Dear Sam,\n\nI am glad that you are here.\n\n{ending}")[2:] == expected


def test_a_blank_line_ends_a_paragraph_and_a_wrapped_line_does_not() -> None:
    text = "I have been thinking about you all the way home on the\ntrain tonight.\n  \nIt was a long day."
    assert roles(text) == ["paragraph", "paragraph"]


def test_every_kind_of_line_ending_ends_a_line() -> None:
    for ending in ("\n", "\r\n", "\r", "\u2028"):
        assert roles(f"Dear Sam,{ending}{ending}I am here.{ending}{ending}Love,{ending}Me") == [
            "greeting",
            "paragraph",
            "closing",
            "signature",
        ]
    assert roles("One page.\fAnother page.") == ["paragraph", "paragraph"]
    assert roles("One page.\u2029Another page.") == ["paragraph", "paragraph"]


def test_every_bullet_is_an_item_of_its_own() -> None:
    text = "Small steps:\n- tea\n- a walk, with a scarf that is warm enough for\n  the wind\n* the cat\n\nThat is all."
    assert roles(text) == ["paragraph", "item", "item", "item", "paragraph"]
    assert roles("1. tea\n2) toast\n\nDone.") == ["item", "item", "paragraph"]


def test_a_line_of_asterisks_belongs_to_a_neighbour() -> None:
    assert parts("One thing.\n\n***\n\nAnother thing.")[1] == ("paragraph", "***\n\nAnother thing.")
    assert parts("One thing.\n\n🐈")[-1] == ("paragraph", "One thing.\n\n🐈")


def covered(letter: Letter) -> bool:
    at, outside = 0, ""
    for block in letter.blocks:
        assert at <= block.start < block.end
        outside += letter.text[at : block.start]
        at = block.end
    return not (outside + letter.text[at:]).strip()


@given(ANYTHING)
def test_whatever_stands_outside_the_blocks_is_white_space(text: str) -> None:
    try:
        letter = read_letter(text)
    except LetterEmpty:
        return
    assert covered(letter)


@pytest.mark.parametrize("line", ["With love and a hug to us all,", "With all the love there is in me,"])
def test_a_closing_is_a_line_of_up_to_eight_words(line: str) -> None:
    assert roles(f"It is late.\n\n{line}\nMe") == ["paragraph", "closing", "signature"]
    assert roles(f"It is late.\n\n{line.replace(',', ' x y,')}\nMe") == ["paragraph", "paragraph"]


def test_a_closing_and_the_names_under_it_take_up_to_four_lines() -> None:
    names = ["Anna", "Maria", "Lopez", "Osei"]
    assert roles("\n".join(["It is late.", "", "With love,", *names[:3]])) == [
        "paragraph",
        "closing",
        *["signature"] * 3,
    ]
    assert "closing" not in roles("\n".join(["It is late.", "", "With love,", *names]))
