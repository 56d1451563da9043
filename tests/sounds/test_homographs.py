from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.sounds.homographs import table
from service.sounds.ipa import said, sounds_in
from service.sounds.sounds import Spoken, sounds_of

MARKED = re.compile(r"([^{]*)\{([^}]*)\}(.*)")


def sentences() -> Iterator[tuple[str, tuple[tuple[int, str], ...]]]:
    """Each sentence, and which of its words sound how."""
    for line in Path(__file__).with_name("homographs.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        words: list[str] = []
        marked: list[tuple[int, str]] = []
        for word in line.split():
            if match := MARKED.fullmatch(word):
                marked.append((len(words), match[2]))
                word = match[1] + match[3]
            words.append(word)
        yield " ".join(words), tuple(marked)


@pytest.mark.parametrize(("sentence", "marked"), list(sentences()))
def test_what_stands_around_a_word_tells_how_it_is_said(sentence: str, marked: tuple[tuple[int, str], ...]) -> None:
    found = sounds_of([Spoken(word) for word in sentence.split()], "american")
    for at, ipa in marked:
        expected = None if ipa == "-" else said(sounds_in(ipa), "american")
        assert (found[at][0].phones if found[at] else None) == expected, sentence.split()[at]


def test_every_word_of_the_table_has_a_reading_that_is_left() -> None:
    assert [word for word, readings in table().items() if readings[-1].conditions] == []
