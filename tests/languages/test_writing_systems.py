"""Which script a letter is in, and where it is one that a voice does not speak."""

from __future__ import annotations

import pytest

from service.languages.writing_systems import foreign, script_of

LATIN = ("Latin",)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sam, how are you?",
        "Noël, Zoë, Łukasz, Ağa, Đặng Thị Ngọc, Ǻ ǆ",
        "naïve café – “quoted” … 3:30 £5 100% ½ ² №",
        "🐈 🏳️‍🌈 👩🏽‍🚀 :) \u200b\u200d\ufeff\u202e",
        "µ ª º ﬁ Ａｂｃ 𝓛𝓸𝓿𝓮 𝐛𝐨𝐥𝐝 ᵃᵇ ⁿ",
        "e\u0301 n\u0303",
        "\0 \x1b \ud800 ١٢٣",
        "",
    ],
)
def test_latin_letters_figures_and_signs_are_no_other_script(text: str) -> None:
    assert foreign(text, LATIN) is None


@pytest.mark.parametrize(
    ("script", "word"),
    [
        ("Cyrillic", "привет"),
        ("Greek", "αγάπη"),
        ("Hebrew", "שלום"),
        ("Arabic", "سلام"),
        ("Han", "你好"),
        ("Japanese", "こんにちは"),
        ("Japanese", "カタカナ"),
        ("Japanese", "ｶﾀｶﾅ"),
        ("Korean", "안녕하세요"),
        ("Devanagari", "नमस"),
        ("Thai", "สวด"),
        ("Georgian", "გამარჯობა"),
        ("Armenian", "բարեւ"),
    ],
)
def test_another_script_is_named_with_the_place_of_its_first_word(script: str, word: str) -> None:
    assert foreign(f"Dear Sam, {word} and more {word}.", LATIN) == (script, 10, 10 + len(word))
    assert foreign(word, (script,)) is None
    assert foreign(word, ("Latin", script)) is None


def test_a_foreign_letter_inside_a_latin_word_is_found() -> None:
    assert foreign("dаrling", LATIN) == ("Cyrillic", 1, 2)


def test_a_voice_of_no_script_reads_any() -> None:
    assert foreign("привет 你好", ()) is None


def test_a_letter_that_belongs_to_no_script_has_none() -> None:
    assert [script_of(sign) for sign in ("ʰ", "𝓛", "µ", "\ue000")] == [None, None, None, None]


@pytest.mark.parametrize("sign", ["Ⅳ", "ⅷ", "ℝ", "ﬁ"])
def test_a_latin_letter_in_other_clothes_is_latin(sign: str) -> None:
    assert script_of(sign) == "Latin"


def test_twenty_thousand_characters_are_looked_at_in_no_time() -> None:
    assert foreign("é" * 20_000 + "ж", LATIN) == ("Cyrillic", 20_000, 20_001)
