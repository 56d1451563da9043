"""The figures of letters as people write them: what they take for right, and what is never mended by its line."""

from __future__ import annotations

import re

import pytest

from benchmarks.letters.pronounced import homographs, names, terms
from benchmarks.letters.sounds import alike
from benchmarks.letters.wanted import Letter, fault, letters, pattern
from tests.cases.case import cases


@pytest.mark.parametrize(
    ("said", "plan"),
    [
        ("you did it [S] rest now [.]", "youdiditSrest~now."),
        ("you did it [S] rest now [.]", "you~diditPrest`now."),
        ("today [c] not tomorrow [c] is the day [.]", "today`nottomorrow,istheday."),
        ("a {fine|good old} day [.]", "agood~oldday."),
        ("may _ (the) third [.]", "maythe~third."),
        ("call {one {zero|oh}|ten} [c] now [.]", "calloneoh,now."),
        ("it is {very|} quiet [.]", "itisquiet."),
    ],
)
def test_a_plan_that_says_and_rests_as_it_is_wanted_is_right(said: str, plan: str) -> None:
    assert re.fullmatch(pattern(said), plan)


@pytest.mark.parametrize(
    ("said", "plan"),
    [
        ("you did it [S] rest now [.]", "youdidit,restnow."),
        ("you did it rest now [.]", "youdiditSrestnow."),
        ("three _ or _ four [.]", "three~orfour."),
        ("three _ or _ four [.]", "three`orfour."),
        ("red mug [r] the cat [.]", "redmug`thecat."),
        ("may (the) third [.]", "mayathird."),
        ("you did it [.]", "youdid~it"),
    ],
)
def test_a_rest_too_many_or_too_few_and_another_word_are_wrong(said: str, plan: str) -> None:
    assert not re.fullmatch(pattern(said), plan)


def test_a_fault_tells_what_is_said_instead() -> None:
    assert fault(Letter("You did it. Rest now.", "you did it [S] rest now [.]", 3, "")) == ""
    assert fault(Letter("You did it. Rest.", "you did it rest [.]", 3, "")) == "rests: You did it. [S] Rest. [.]"
    assert fault(Letter("You did it.", "you did this [.]", 3, "")) == "words: You did it. [.]"
    assert fault(Letter("☂☂", "umbrella [.]", 2, "")).startswith("refused: ")


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("lˈɛTəɹ", "lˈɛtəɹ"),
        ("lˈɛtə", "lˈɛtəɹ"),  # British
        ("kˈɑːɹə", "kˈɔɹə"),
        ("ʃəvˈɔn", "ʃɪvˈɔn"),
        ("sˌɛɹQtˈQnɪn", "sɛɹətˈOnɪn"),
        ("nˈɪə", "nˈiə|nˈIə"),
        ("ˈɛvəɹlˈi", "ˈɛvəɹli"),
        ("dˈɪdᵊnt", "dɪdənt"),
        ("ɹˈid", "ɹid|ɹɛd"),
    ],
)
def test_two_careful_readers_sound_alike(said: str, wanted: str) -> None:
    assert alike(said, wanted)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ("ɹˈid", "ɹɛd"),
        ("lˈɪv", "lIv"),
        ("ˈɑbʤəkt", "əbʤˈɛkt"),
        ("klˈO", "klˈOi"),
        ("mɪʧˈɛl", "mɪʃˈɛl"),
        ("jˈuzd", "just"),
        ("pˈɑblə", "pˈɑblO"),
        ("", "ə"),
    ],
)
def test_another_vowel_consonant_or_stress_is_another_sound(said: str, wanted: str) -> None:
    assert not alike(said, wanted)


def test_as_many_are_measured_with_as_the_figures_say() -> None:
    assert len(letters()) == 100
    assert {letter.kind for letter in letters()} == set(range(1, 8))
    known, unknown = names()
    assert len(known) == len(unknown) == 150
    assert len({word.word for word in (*known, *unknown)}) == 300
    assert len({word.word for word in terms()}) == 150
    assert len({word.letter for word in homographs()}) == 200


def test_what_is_measured_with_is_no_case_that_the_code_was_mended_by() -> None:
    """Whoever mends a letter of these looks for others of its kind, and leaves this one to measure with."""
    mended = {case.letter for case in cases()}
    assert not mended & {letter.letter for letter in letters()}
    assert not mended & {word.letter for word in homographs()}
