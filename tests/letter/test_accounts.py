"""Every letter and figure of a letter is said, or silent for a reason that the score names."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.errors import LetterEmpty
from service.languages.registry import language_of
from service.letter.letter import read_letter
from service.phrases.phrases import Phrase, split

LIMIT = 20_000
WORDS = ("mofu", "tagi", "belor", "Sunip", "KADO", "nedi")
"""Words of no language, which nothing reads otherwise than as they stand."""
PIECES = (
    *WORDS,
    *(f"{before}{{}}{after}" for before, after in ("<>", "()", "[]", "**", "__", "“”", "‘’", "«»", "~~", "``")),
    *("&amp;", "&#8217;", "&rsquo;", "&nbsp;", "=E2=80=99", "=20\n", "<b>", "</b>", "<br/>", "<3", ":)", "\\o/", "x"),
    *("ಠ_ಠ", "¯\\_(ツ)_/¯", "🎉", "❤️", "→", "->", "≠", "×", "/", " / ", "…", "—", "-", "*", "#", "@", "\u200b", "\xa0"),
    *(
        "2",
        "½",
        "①",
        "²",
        "№ 5",
        "10%",
        ". ",
        ", ",
        "! ",
        "? ",
        " ",
        "\n",
        "\n\n",
        "- ",
        "> ",
        "- [x] ",
        "Маша",
        "小林",
    ),
)
SOUP = st.lists(st.sampled_from(PIECES) | st.characters(codec=None), max_size=24)
often = settings(max_examples=200, deadline=None)
SIGNS = st.text(st.characters(categories=("P", "S", "Z", "C", "M")), max_size=6)


def phrases(text: str, tag: str = "en") -> tuple[Phrase, ...]:
    try:
        return tuple(phrase for phrase, _ in split(read_letter(text, LIMIT, language_of(tag)), 12))
    except LetterEmpty:
        return ()


def lost(text: str, tag: str = "en") -> list[str]:
    """The words of `WORDS`, and all other runs of letters, that are neither heard where they stand nor silent."""
    found = []
    for phrase in phrases(text, tag):
        heard = re.sub(r"[^a-z]", "", phrase.spoken.lower())
        for run in re.finditer("|".join(WORDS), text[phrase.start : phrase.end]):
            start = phrase.start + run.start()
            named = any(one.start <= start < one.end for one in phrase.silent)
            if not named and run.group().lower() not in heard:
                found.append(run.group())
    return found


@often
@given(SOUP)
@example(["<", "mofu", " ", "tagi", ">"])
def test_a_word_among_signs_of_every_kind_is_said_or_named_as_silent(pieces: list[str]) -> None:
    text = "".join(piece.format(" tagi ") if "{}" in piece else piece for piece in pieces)
    assert not lost(text)


@often
@given(st.lists(st.tuples(st.sampled_from(WORDS), SIGNS), min_size=1, max_size=8), st.sampled_from(("en", "es", "de")))
def test_no_signs_around_a_word_make_it_lost(pairs: list[tuple[str, str]], tag: str) -> None:
    text = " ".join(f"{before} {word} {before}" for word, before in pairs)
    spoken = " ".join(phrase.spoken for phrase in phrases(text, tag)).lower()
    silent = [one for phrase in phrases(text, tag) for one in phrase.silent]
    at = 0
    for word, _ in pairs:
        start = text.index(word, at)
        at = start + len(word)
        assert word.lower() in spoken or any(one.start <= start < one.end for one in silent)


@often
@given(st.text(st.characters(codec=None), max_size=60))
def test_every_letter_and_figure_stands_in_something_that_is_said_or_is_named(text: str) -> None:
    read = phrases(text)
    for at, char in enumerate(text):
        if not char.isalnum() or not read:
            continue
        phrase = next(phrase for phrase in read if phrase.start <= at < phrase.end)
        if any(one.start <= at < one.end for one in phrase.silent):
            continue
        word = next(word for word in phrase.words if word.start <= at < word.end)
        assert any(letter.isalnum() for letter in word.spoken)
        if char.isascii() and char.isalpha() and re.fullmatch(r"[a-zA-Z\W]+", text[word.start : word.end]):
            assert char.lower() in word.spoken.lower() or _by_table(text[word.start : word.end])


def _by_table(written: str) -> bool:
    """Whether a word is one that the tables say otherwise, or capitals of a number."""
    language = language_of("en")
    keys = set(re.findall(r"[a-z']+|[^\s]+", written.lower()))
    return bool(
        keys & {*language.respellings, *language.small, *language.abbreviations, *language.months, *language.weekdays}
        or re.search(r"[IVX]{2}|[&=@:/<>]|(.)\1\1", written, re.IGNORECASE)
    )


@often
@given(SOUP)
def test_what_is_silent_lies_in_its_phrase_in_order_and_has_a_reason(pieces: list[str]) -> None:
    text = "".join(pieces)
    at = 0
    for phrase in phrases(text):
        for one in phrase.silent:
            assert max(at, phrase.start) <= one.start < one.end <= phrase.end
            assert one.why
            at = one.end


@pytest.mark.parametrize(
    ("text", "silent"),
    [
        ("So <b>brave</b> 🎉 :)", [("<b>", "mark-up"), ("</b>", "mark-up"), ("🎉", "emoji"), (":)", "emoticon")]),
        ("You&rsquo;re here. xx", [("&rsquo;", "encoding"), ("xx", "kiss")]),
        ("I tried ¯\\_(ツ)_/¯.", [("¯\\_(ツ)_/¯", "kaomoji")]),
        ("- [x] Sleep\n- [ ] Walk", [("x", "mark-up")]),
        ("You were brave¹.", [("¹", "note")]),
        ("Dear Sam, you are here.", []),
    ],
)
def test_what_is_silent_is_named_with_its_place(text: str, silent: list[tuple[str, str]]) -> None:
    found = [one for phrase in phrases(text) for one in phrase.silent]
    assert [(text[one.start : one.end], one.why) for one in found] == silent


def test_a_word_that_was_mended_keeps_its_place_in_the_letter() -> None:
    text = "I&#8217;m <not> lost."
    assert [phrase.spoken for phrase in phrases(text)] == ["I'm, not, lost."]
    assert [text[word.start : word.end] for phrase in phrases(text) for word in phrase.words] == [
        "I&#8217;m",
        "<not>",
        "lost.",
    ]
