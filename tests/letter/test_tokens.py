import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.letter.heard import words

ANYTHING = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)


def said(text: str) -> str:
    return " ".join(word.spoken for word in words(text, 0, len(text)))


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("at 3:30 a.m. and", "at three thirty AM and."),
        ("at 3pm", "at three PM."),
        ("We left at 3 p.m. Then we slept.", "We left at three PM. Then we slept."),
        ("the summer of 2019.", "the summer of twenty nineteen."),
        ("1 in 5 people", "one in five people."),
        ("12 days", "twelve days."),
        ("£12.50", "twelve pounds fifty."),
        ("$5", "five dollars."),
        ("100%", "one hundred percent."),
        ("2-3 hours", "two to three hours."),
        ("2.5", "two point five."),
        ("½ a cup", "half a cup."),
        ("20°C", "twenty degrees Celsius."),
        ("24/7", "twenty-four seven."),
        ("the 3rd", "the third."),
        ("on 12 March 2019", "on the twelfth of March twenty nineteen."),
        ("on May 5", "on May fifth."),
        ("call 116 123", "call one one six, one two three."),
        ("the 1990s", "the nineteen nineties."),
        ("3-5 p.m. today", "three to five PM today."),
        ("from 9am–5pm", "from nine AM to five PM."),
        ("20€ or 20 €", "twenty euros or twenty euros."),
        ("¥500 and ₹20", "five hundred yen and twenty rupees."),
        ("1 1/2 cups and .5", "one and a half cups and point five."),
        ("World War II", "World War two."),
        ("Henry VIII", "Henry the eighth."),
        ("an IV drip", "an IV drip."),
        ("text HOME to 741741", "text home to seven four one seven four one."),
        ("741741 people", "seven hundred and forty-one thousand seven hundred and forty-one people."),
        ("call 1-800-273-8255", "call one eight oh oh, two seven three, eight two five five."),
    ],
)
def test_numbers_are_said_as_people_say_them(written: str, heard: str) -> None:
    assert said(written) == heard


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("what Dr.\nOsei said on Tues. about it", "what Doctor Osei said on Tuesday about it."),
        ("good news (e.g. a cyst)", "good news, for example a cyst,"),
        ("We live on Baker St. and love it", "We live on Baker Street and love it."),
        ("St. Ives", "Saint Ives."),
        ("you & me", "you and me."),
        ("see https://example.com/x.", "see a link."),
        ("see [this](https://example.com/x).", "see this, a link."),
        ("see [](https://example.com/x) too", "see a link, too."),
        ("see ](https://example.com/x", "see a link."),
        ("mail sam@example.com", "mail sam at example dot com."),
        ("w/o fear", "without fear."),
        ("You are NOT a burden", "You are not a burden."),
        ("my GP and the NHS", "my GP and the NHS."),
        ("sooo good", "so good."),
        ("AAA and BBB", "AAA and BBB."),
        ("See p. 5 and No. 7, fig. 3", "See page five and number seven, figure three."),
        ("6 ft., maybe", "six feet, maybe."),
        ("Acme Ltd., too", "Acme Limited, too."),
    ],
)
def test_short_forms_are_said_in_full(written: str, heard: str) -> None:
    assert said(written).rstrip(",.") == heard.rstrip(",.")


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("well... maybe", "well, maybe."),
        ("well ... maybe", "well, maybe."),
        ("well… Then", "well. Then."),
        ("a card (just one).", "a card, just one."),
        ("heavier - I know", "heavier, I know."),
        ("wait—what?", "wait, what?"),
        ("“Probably nothing,” she said", "Probably nothing, she said."),
        ('"Are you there?" she said.', "Are you there? she said."),
        ("really??", "really?"),
    ],
)
def test_dots_dashes_brackets_and_quotes_are_heard_as_marks(written: str, heard: str) -> None:
    assert said(written) == heard


@pytest.mark.parametrize(
    "written",
    [
        "Malcolm X.",
        "He gave me an X",
        "Find x",
        "option X",
        "I voted for X\nand you",
        "The xx.",
        "x marks it",
        "Type x.",
    ],
)
def test_an_x_that_is_a_letter_or_a_name_is_said(written: str) -> None:
    assert re.search(r"\bx", said(written).lower())


@pytest.mark.parametrize(
    "written",
    ["Love you x", "Love you xx", "Love you, xoxo", "Love you. x", "Love you\nX", "Love you x x x", "Love you xxx!"],
)
def test_kisses_at_the_end_of_a_line_are_silent(written: str) -> None:
    assert said(written).rstrip(".,!") == "Love you"


def test_a_telephone_number_is_said_in_groups_that_can_be_written_down() -> None:
    text = "call (555) 273-8255 now"
    found = words(text, 0, len(text))
    assert [word.spoken for word in found] == [
        "call",
        "five five five,",
        "two seven three,",
        "eight two five five",
        "now.",
    ]
    assert [text[word.start : word.end] for word in found] == ["call", "(555)", "273-", "8255", "now"]


@pytest.mark.parametrize("mark", ["🐈", ":)", "<3", "<b>", '<break time="1s"/>', "**", "\x00", "\u200f", "\ud83d"])
def test_signs_that_are_not_words_are_silent(mark: str) -> None:
    assert said(f"one {mark} two") == "one two."


def test_a_bullet_is_silent_and_a_number_is_said() -> None:
    assert said("- tea") == "tea."
    assert said("1. tea") == "one, tea."


def test_a_zero_width_character_does_not_split_a_word() -> None:
    assert said("to\u200bgether sun\u00adshine") == "together sunshine."


def test_words_are_never_corrected() -> None:
    assert said("your hurting alot and there definately tired") == "your hurting alot and there definately tired."


def test_a_missing_apostrophe_is_the_same_word_said_aloud() -> None:
    assert said("im sorry i dont know") == "I'm sorry I don't know."


def test_markdown_and_tags_are_not_read_out() -> None:
    assert said("a **bold** _word_ in <i>this</i> `line`") == "a bold word in this line."


def test_a_very_long_word_is_given_in_pieces() -> None:
    assert max(len(piece) for piece in said("a" * 500).split()) <= 40


def test_a_slice_is_said_as_it_is_in_the_whole() -> None:
    text = "I know, and when it rains (it will) you stay in."
    end = text.index(" (")
    assert " ".join(word.spoken for word in words(text, 0, end)) == "I know, and when it rains,"


@given(ANYTHING)
def test_words_lie_in_order_and_are_never_empty(text: str) -> None:
    at = 0
    for word in words(text, 0, len(text)):
        assert at <= word.start < word.end
        assert word.spoken.strip(" .,?!")
        at = word.end
