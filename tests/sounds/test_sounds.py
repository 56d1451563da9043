from __future__ import annotations

import pytest

from service.sounds.ipa import Accent
from service.sounds.lexicon import lexicon
from service.sounds.pronunciations import Pronunciations
from service.sounds.sounds import Spoken, accent_of, sounds_of
from service.sounds.tries import tries

ACCENTS: tuple[Accent, ...] = ("american", "british")
EFA = Pronunciations.of({"Aoife": "EE-fa"})


def told(text: str, accent: Accent | None = "american", taught: Pronunciations = EFA) -> dict[str, str]:
    """What of a sentence is told, by the piece of it that is."""
    words = [Spoken(word) for word in text.split()]
    return {
        word.text[sound.start : sound.end]: "".join(sound.phones)
        for word, sounds in zip(words, sounds_of(words, accent, taught), strict=True)
        for sound in sounds
    }


def test_a_word_that_is_taught_is_said_so_whatever_its_capitals_and_in_the_possessive() -> None:
    assert told("Aoife, aoife and AOIFE!") == {"Aoife": "ˈiːfə", "aoife": "ˈiːfə", "AOIFE": "ˈiːfə"}
    assert told("It is Aoife's.") == {"Aoife's": "ˈiːfəz"}
    assert told("It is Aoife’s.") == {"Aoife’s": "ˈiːfəz"}


def test_only_whole_words_are_taught() -> None:
    assert "Aoifeen" not in told("Aoifeen went.")


def test_what_is_taught_comes_before_what_is_known() -> None:
    assert told("Dear Siobhan", taught=Pronunciations.of({"SIOBHAN": "SIGH-oh-ban"})) == {"Siobhan": "sˈaɪoʊbən"}
    assert told("I read it", taught=Pronunciations.of({"read": "/ɹuːd/"})) == {"read": "ɹˈuːd"}


def test_a_compound_is_taught_as_one_word_and_its_parts_by_themselves() -> None:
    assert told("Dear Anna-Lena,", taught=Pronunciations.of({"Anna-Lena": "AH-na-LAY-na"})) == {
        "Anna-Lena": "ˈɑːnəlˌeɪnə"
    }
    assert told("Dear Anna-Xhem,", taught=Pronunciations.of({"Xhem": "jem"}))["Xhem"] == "dʒˈɛm"


def test_what_stands_in_the_letter_is_what_was_taught_also_where_something_else_is_said_for_it() -> None:
    (sound,) = sounds_of([Spoken("doctor,", "Dr.,")], "american", Pronunciations.of({"Dr": "drah"}))[0]
    assert (sound.start, sound.end, "".join(sound.phones)) == (0, 6, "dɹˈɑː")


def test_a_voice_of_another_language_is_told_what_is_taught_and_nothing_else() -> None:
    assert told("Aoife read a record by Siobhan", None) == {"Aoife": "ˈiːfə"}


def test_british_voices_are_told_british_sounds() -> None:
    assert told("Peter and Chloe read", "british")["Chloe"] == "klˈəʊi"
    assert [accent_of(tag) for tag in ("en-US", "en", "en-GB", "en_GB", "es-ES")] == [
        "american",
        "american",
        "british",
        "british",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "word", "sound"),
    [
        ("Zoë came", "Zoë", "zˈoʊi"),
        ("Siobhán came", "Siobhán", "ʃɪvˈɔːn"),
        ("two venlafaxines", "venlafaxines", "vɛnləfˈæksiːnz"),
        ("with Niamh's mum", "Niamh's", "nˈiːvz"),
        ("and Wisława came", "Wisława", "viːswˈɑːvə"),
        ("dear Zhiqiang", "Zhiqiang", "dʒɜːɹtʃˈɑːŋ"),
        ("dear Lan,", "Lan", "lˈɑːn"),
        ("with Doğukan here", "Doğukan", "dˌoʊuːkˈɑːn"),
        ("with Vojmír Krejčíř here", "Krejčíř", "kɹˈeɪtʃiːʒ"),
        ("with Kåre here", "Kåre", "kˈɔːɹə"),
        ("with Khushpreet here", "Khushpreet", "kˈʊʃpɹiːt"),
        ("with Viola here", "Viola", "vaɪˈoʊlə"),
    ],
)
def test_names_and_terms_are_known_with_their_signs_and_endings(text: str, word: str, sound: str) -> None:
    assert told(text)[word] == sound


@pytest.mark.parametrize(
    "text",
    [
        "this is his",
        "AI and ED",
        "the lan party",
        "Llamas and Amherst",
        "A Danish pastry",
        "a sultana, a mere hug",
        "he is in Deep",
    ],
)
def test_words_and_letters_that_only_look_like_names_are_left_alone(text: str) -> None:
    assert told(text) == {}


def test_the_lexicon_is_large_and_every_line_of_it_can_be_said() -> None:
    known = lexicon()
    assert len(known.lines) >= 3000
    for word in known.lines:
        for accent in ACCENTS:
            assert known.find(word.lower(), accent, named=True)


def test_there_are_up_to_three_tries_and_each_can_be_taught() -> None:
    assert tries("Aoife")[0] == "EE-fuh"
    for word in ("Siobhán", "Thandiwe", "Xochitl", "O'Shaughnessy", "Zbigniew", "Łukasz", "Nguyễn", "Bo", "Anne-Marie"):
        found = tries(word)
        assert 0 < len(found) <= 3
        assert len(set(found)) == len(found)
        for said in found:
            Pronunciations.of({word: said})
