import pytest

from tests.cases.case import Case, as_read, cases
from tests.cases.sounding import as_sounded

ALL = tuple(cases())
SOUNDING = tuple(case for case in ALL if case.sounds)


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_a_letter_is_said_and_rested_as_a_good_reader_would(case: Case, request: pytest.FixtureRequest) -> None:
    if case.wrong:
        request.applymarker(pytest.mark.xfail(reason=case.wrong, strict=True))
    assert as_read(case.letter, case.language) == case.said


@pytest.mark.parametrize("case", SOUNDING, ids=[case.name for case in SOUNDING])
def test_its_words_sound_as_a_good_reader_would_say_them(case: Case, request: pytest.FixtureRequest) -> None:
    if case.wrong:
        request.applymarker(pytest.mark.xfail(reason=case.wrong, strict=False))
    assert as_sounded(case) == {
        word: [sound] if isinstance(sound, str) else list(sound) for word, sound in case.sounds.items()
    }


def test_no_letter_stands_in_the_table_twice() -> None:
    letters = [(case.letter, case.language) for case in ALL]
    assert len(letters) == len(set(letters))
