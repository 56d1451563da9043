from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import LetterEmpty
from service.languages.registry import language_of
from service.letter.letter import read_letter
from service.phrases.division import MOST, OVERRUN
from service.phrases.phrases import outline, phrase, split

LETTERS = sorted((Path(__file__).parents[1] / "letters").glob("*.txt"))
ANYTHING = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
FRAGMENTS = st.lists(
    st.sampled_from(
        [
            *(
                "Dear Sam,",
                "\n\n",
                "\n",
                "\r\n",
                " ",
                "- ",
                "1. ",
                "(",
                ")",
                "...",
                "…",
                "“",
                "”",
                ".",
                ",",
                "?",
                "—",
                "🐈",
            ),
            *(
                ":)",
                "Dr. ",
                "a.m. ",
                "3:30 ",
                "12 ",
                "May ",
                "5",
                "I",
                "know",
                "you ",
                "and ",
                "the ",
                "because ",
                "<b>",
            ),
            *("<", "x", "\u200b", "\ud800", "a" * 70, "With love,", "Sam", "St. ", "e.g. ", "@", "&", "£", "**"),
            *("http://a.b/c ", "xx", "mm", "7/10", "'", "me@a.org", "so"),
        ]
    ),
    max_size=40,
).map("".join)


def said(text: str, limit: int = 12, breath: bool = False) -> list[tuple[str, str]]:
    return [(part.spoken, kind) for part, kind in split(read_letter(text), limit, breath)]


def test_marks_and_blocks_give_their_rests() -> None:
    text = "Dear Sam,\n\nIf it goes badly, it will be... uncomfortable for a while. Then it ends."
    text += "\n\nI am here.\n\nLove,\nMe"
    assert said(text) == [
        ("Dear Sam,", "greeting"),
        ("If it goes badly,", "clause"),
        ("it will be,", "trail"),
        ("uncomfortable for a while.", "sentence"),
        ("Then it ends.", "paragraph"),
        ("I am here.", "closing"),
        ("Love,", "clause"),
        ("Me.", "lead_out"),
    ]


def test_a_letter_without_capitals_has_sentences() -> None:
    kinds = [kind for _, kind in said("thats ok. you dont have to talk. i love you")]
    assert kinds == ["sentence", "sentence", "lead_out"]


def test_items_are_sentences_and_the_list_ends_as_a_paragraph() -> None:
    kinds = [kind for _, kind in said("Small steps:\n- make some tea\n- sit down\n\nThat is enough.")]
    assert kinds == ["sentence", "sentence", "paragraph", "lead_out"]


def test_one_or_two_words_left_over_go_with_their_neighbour() -> None:
    assert [spoken for spoken, _ in said("No, love, wait.")] == ["No, love, wait."]
    assert [spoken for spoken, _ in said("It was hard for you, though, and nobody saw it at all.")] == [
        "It was hard for you, though,",
        "and nobody saw it at all.",
    ]


@pytest.mark.parametrize(
    "torn",
    [
        "the | kitchen",
        "your | own",
        "have | been",
        "to | tell",
        "of | us",
        "did | not",
        "not | love",
        "Anna | Maria",
        "Doctor | Osei",
        "it | down",
        "been | lying",
        "so | tired",
        "such | a",
        "as | gentle",
        "the | one",
    ],
)
def test_what_belongs_together_is_not_torn_apart(torn: str) -> None:
    text = " ".join(path.read_text() for path in LETTERS) + (
        " I wanted to thank you for introducing Anna Maria Lopez to all of us at the party in the summer"
    )
    letter = read_letter(text)
    joints = " ".join(part.spoken + (" |" if kind == "soft" else "") for part, kind in split(letter, 12))
    assert torn not in joints


@pytest.mark.parametrize(
    ("text", "phrases"),
    [
        (
            "When you were nine a teacher called Mrs. Okafor told you that your drawings were lovely.",
            ["When you were nine a teacher", "called Missus Okafor told you", "that your drawings were lovely."],
        ),
        (
            "Your neighbour called Anna brought you soup when you had the flu that year.",
            ["Your neighbour called Anna brought you soup", "when you had the flu that year."],
        ),
        (
            "Nobody can carry another person up a hill for ever.",
            ["Nobody can carry another person", "up a hill for ever."],
        ),
        (
            "It would be strange if a person who had lost so much did not feel the weight of it on a grey morning.",
            [
                "It would be strange if a person",
                "who had lost so much did not feel the weight of it",
                "on a grey morning.",
            ],
        ),
        (
            "And now you are sitting on the stairs feeling like the worst parent in the world.",
            ["And now you are sitting on the stairs", "feeling like the worst parent in the world."],
        ),
    ],
)
def test_a_rest_that_nobody_marked_stands_where_a_reader_would_make_it(text: str, phrases: list[str]) -> None:
    assert [spoken for spoken, _ in said(text)] == phrases


def test_a_breathless_letter_gets_a_rest_within_four_seconds() -> None:
    text = (Path(__file__).parents[1] / "letters" / "breathless.txt").read_text()
    assert max(part.syllables for part, _ in split(read_letter(text), 12)) / 3.7 < 4.0


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
@pytest.mark.parametrize("limit", [10, 12, 14])
def test_no_phrase_is_much_longer_than_the_limit_and_no_soft_rest_leaves_a_stump(path: Path, limit: int) -> None:
    parts = split(read_letter(path.read_text()), limit)
    for (part, kind), (following, _) in pairwise(parts):
        assert part.syllables <= limit + OVERRUN
        if kind == "soft" and limit > 10:
            assert len(part.spoken.split()) >= 3
            assert len(following.spoken.split()) >= 3


def test_with_breath_clauses_share_a_breath_and_sentences_do_not() -> None:
    assert said("Oh love, I know, I do. It is late.", breath=True) == [
        ("Oh love, I know, I do.", "breath"),
        ("It is late.", "lead_out"),
    ]


def test_verse_keeps_its_lines() -> None:
    text = "The rain came down,\nI was so small,\nThe road was long\nYou held my hand"
    assert [spoken for spoken, _ in said(text)] == [
        "The rain came down,",
        "I was so small,",
        "The road was long,",
        "You held my hand.",
    ]


def test_a_word_without_end_is_cut_inside() -> None:
    parts = split(read_letter("a" * 20_000), 12)
    assert len(parts) > 30
    assert all(len(part.spoken) < 400 for part, _ in parts)


def check_verbatim(text: str, tag: str = "en") -> None:
    """A letter in a language, split: every phrase of it stands in it, in order, and nothing lies outside but space."""
    try:
        letter = read_letter(text, language=language_of(tag))
    except LetterEmpty:
        return
    known = outline(letter)
    for breath in (False, True):
        at, outside, last = 0, "", -1
        for part, _ in split(letter, 12, breath):
            assert at <= part.start < part.end
            assert part.words
            assert part.sentence in (last, last + 1)
            outside += text[at : part.start]
            at, last = part.end, part.sentence
            assert phrase(letter, part.start, part.end, known) == part
        assert not (outside + text[at:]).strip()
        assert last + 1 == len(known.sentences)


@pytest.mark.parametrize("tail", ["http://a.b/c", "/", "a.b/c", "...x", "/a/b/c/"])
@pytest.mark.parametrize("tag", ["ja", "el", "en"])
def test_what_runs_on_from_letters_without_spaces_may_hold_pieces_in_which_nothing_is_said(tail: str, tag: str) -> None:
    for count in range(10, 60):
        check_verbatim("あ" * count + tail, tag)
        check_verbatim(tail + "あ" * count + tail * 3, tag)


@settings(max_examples=200, deadline=None)
@given(ANYTHING)
def test_every_character_outside_the_phrases_is_white_space(text: str) -> None:
    check_verbatim(text)


@settings(max_examples=400, deadline=None)
@given(FRAGMENTS)
def test_every_letter_made_of_tricky_pieces_is_said_whole_and_in_order(text: str) -> None:
    check_verbatim(text)


@pytest.mark.parametrize("path", LETTERS, ids=lambda path: path.stem)
def test_the_example_letters_are_said_whole_and_in_order(path: Path) -> None:
    check_verbatim(path.read_text())


def test_dots_that_trail_off_end_a_breath_group_too() -> None:
    letter = read_letter("I tried so hard... and then I slept well, and you too.")
    assert [part.spoken for part, _ in split(letter, 12, breath=True)] == [
        "I tried so hard,",
        "and then I slept well, and you too.",
    ]


@pytest.mark.parametrize("tag", ["en", "de", "ja"])
def test_lines_of_signs_that_have_no_syllables_are_parted_as_others_are(tag: str) -> None:
    letter = read_letter("so" + "\n&" * 300, language=language_of(tag))
    assert max(len(part.words) for part, _ in split(letter, 30)) <= MOST
    check_verbatim(letter.text, tag)


@settings(max_examples=150)
@given(FRAGMENTS, st.integers(1, 5))
def test_what_was_seen_of_a_letter_changes_nothing(text: str, times: int) -> None:
    try:
        letter = read_letter(text * times)
    except LetterEmpty:
        return
    afresh = replace(letter, memory=None)
    assert split(letter, 12) == split(letter, 12) == split(afresh, 12)
    assert outline(letter).tokens == outline(afresh).tokens
