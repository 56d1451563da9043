from __future__ import annotations

from typing import Any

import pytest

from service.errors import PronunciationInvalid
from service.sounds.pronunciations import LONGEST, MOST, Pronunciations, merged, pronunciations_in


@pytest.mark.parametrize(
    ("given", "index"),
    [
        ([], None),
        ({f"a{chr(97 + at // 26)}{chr(97 + at % 26)}": "ah" for at in range(MOST + 1)}, None),
        ({"Aoife": "EE-fa", "Sam": 5}, 1),
        ({"Aoife": ""}, 0),
        ({"": "ah"}, 0),
        ({"A" * (LONGEST + 1): "ah"}, 0),
        ({"Aoife": "ah" * LONGEST}, 0),
        ({"two words": "ah"}, 0),
        ({"R2D2": "ah"}, 0),
        ({"Sam": "sam", "Aoife": "E5"}, 1),
        ({"Aoife": "/5/"}, 0),
        ({"Aoife": "EE-fa", "AOIFE": "ay"}, 1),
        ({"Aoife": "\ud800"}, 0),
    ],
)
def test_what_cannot_be_read_is_named_by_its_place_and_never_repeated(given: Any, index: int | None) -> None:
    with pytest.raises(PronunciationInvalid) as caught:
        Pronunciations.of(given)
    assert caught.value.index == index
    assert "Aoife" not in str(caught.value).replace('{"Aoife": "EE-fa"}', "")


def test_a_file_of_them_holds_nothing_else() -> None:
    assert pronunciations_in('[pronunciations]\nAoife = "EE-fa"\n', ".toml").to_dict() == {"Aoife": "EE-fa"}
    assert pronunciations_in('{"pronunciations": {"Aoife": "/ˈiːfə/"}}', ".json").to_dict() == {"Aoife": "/ˈiːfə/"}
    for text in ('{"letter": "Dear"}', "[]", "{", '{"pronunciations": {}, "letter": "Dear"}', " " * 70_000):
        with pytest.raises(PronunciationInvalid):
            pronunciations_in(text, ".json")


def test_of_two_lessons_the_later_one_counts() -> None:
    first, second = Pronunciations.of({"Aoife": "ay", "Sam": "sam"}), Pronunciations.of({"AOIFE": "EE-fa"})
    assert merged(first, second).to_dict() == {"AOIFE": "EE-fa", "Sam": "sam"}


@pytest.mark.parametrize("ending", [".toml", ".json"])
def test_a_file_of_another_shape_is_answered_with_the_shape_that_is_right(ending: str) -> None:
    given = {".toml": 'Aoife = "EE-fa"', ".json": '{"Aoife": "EE-fa"}'}[ending]
    with pytest.raises(PronunciationInvalid) as caught:
        pronunciations_in(given, ending)
    _, _, shape = str(caught.value).partition("like this: ")
    shape = shape.removesuffix(".").replace(" and under it ", "\n")
    assert pronunciations_in(shape, ending).to_dict() == {"Aoife": "EE-fa"}
