from __future__ import annotations

import pytest

from service.sounds.ipa import NotIpa, said, sounds_in, with_ed, with_s


def american(ipa: str) -> str:
    return "".join(said(sounds_in(ipa), "american"))


def british(ipa: str) -> str:
    return "".join(said(sounds_in(ipa), "british"))


@pytest.mark.parametrize(
    ("written", "in_america", "in_britain"),
    [
        ("ˈflɒɹəns", "flˈɔːɹəns", "flˈɒɹəns"),
        ("ˈpiːtəɹ", "pˈiːtəɹ", "pˈiːtə"),
        ("ˈhɛəɹi", "hˈɛɹi", "hˈɛəɹi"),
        ("klɛə", "klˈɛɹ", "klˈɛə"),
        ("ˈnjuːtən", "nˈuːtən", "njˈuːtən"),
        ("kloʊz", "klˈoʊz", "klˈəʊz"),
        ("ˈmæɹi", "mˈɛɹi", "mˈæɹi"),
        ("mɪˈɹɪəm", "mɪɹˈiəm", "mɪɹˈɪəm"),
    ],
)
def test_one_line_says_a_word_in_both_accents(written: str, in_america: str, in_britain: str) -> None:
    assert (american(written), british(written)) == (in_america, in_britain)


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("ˈaɪ.rə", "ˈaɪɹə"),
        ("ʃəˈbɑ̃", "ʃəˈbɑː"),
        ("'iːfə", "ˈiːfə"),
        ("dʒɔn", "ʤɔːn"),
        ("iːfə", "ˈiːfə"),
        ("ˈeɪd͡ʒ", "ˈeɪdʒ"),
    ],
)
def test_what_dictionaries_write_differently_is_the_same(written: str, same: str) -> None:
    assert sounds_in(written) == sounds_in(same)


@pytest.mark.parametrize("written", ["", "ˈ", "kst", "ˈiː5fə", "ˈiːfə!", "読む"])
def test_what_is_no_sound_is_refused(written: str) -> None:
    with pytest.raises(NotIpa):
        sounds_in(written)


def test_endings_follow_the_sound_before_them() -> None:
    assert "".join(with_s(sounds_in("niːv"))) == "nˈiːvz"
    assert "".join(with_s(sounds_in("ɹiːs"))) == "ɹˈiːsɪz"
    assert "".join(with_s(sounds_in("mɑːɹk"))) == "mˈɑːɹks"
    assert "".join(with_ed(sounds_in("əbˈdʒɛkt"))) == "əbdʒˈɛktɪd"
