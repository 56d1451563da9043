from __future__ import annotations

import pytest

from service.sounds.ipa import sounds_in
from service.sounds.lexicon import lexicon
from service.sounds.respelling import NotReadable, plain_letters, respelling_of, sounds_of_respelling


@pytest.mark.parametrize(
    ("respelling", "ipa"),
    [
        ("EE-fa", "ˈiːfə"),
        ("shih-VAWN", "ʃɪˈvɔːn"),
        ("neev", "niːv"),
        ("SEER-sha", "ˈsɪəɹʃə"),
        ("uh-SHEEN", "əˈʃiːn"),
        ("KAT-uh-rin", "ˈkætəɹɪn"),
        ("TY-ler", "ˈtaɪləɹ"),
        ("hoh-ZAY", "hoʊˈzeɪ"),
        ("wuu-KASH", "wʊˈkæʃ"),
        ("mike", "maɪk"),
        ("KLOH-ee", "ˈkloʊi"),
        ("eefa", "ˈiːfə"),
    ],
)
def test_a_respelling_is_read_as_newspapers_mean_it(respelling: str, ipa: str) -> None:
    assert sounds_of_respelling(respelling) == sounds_in(ipa)


@pytest.mark.parametrize("respelling", ["", "-", "brr", "E2-fa", "ee_fa", "ée-fa", "エ", "<b>"])
def test_what_nobody_could_say_is_refused(respelling: str) -> None:
    with pytest.raises(NotReadable):
        sounds_of_respelling(respelling)


def test_what_is_printed_is_read_again() -> None:
    for word in lexicon().lines:
        sounds = lexicon().both(word.lower()) or sounds_in(lexicon().lines[word].partition("\t")[0])
        assert sounds_of_respelling(respelling_of(sounds)), word


@pytest.mark.parametrize("ipa", ["ˈiːfə", "ʃɪˈvɔːn", "ˈkætəɹɪn", "ˈsɪəɹʃə", "kwəˈtaɪəpiːn", "ˈdʒoʊzi", "hoʊˈzeɪ"])
def test_and_is_the_same(ipa: str) -> None:
    sounds = sounds_in(ipa)
    assert sounds_of_respelling(respelling_of(sounds)) == sounds


def test_a_voice_that_reads_letters_is_given_one_word() -> None:
    assert plain_letters("shih-VAWN") == "shihvawn"
