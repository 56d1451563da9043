import pytest

from tests.cases.case import Case, as_read, cases

ALL = tuple(cases())


@pytest.mark.parametrize("case", ALL, ids=[case.name for case in ALL])
def test_a_letter_is_said_and_rested_as_a_good_reader_would(case: Case, request: pytest.FixtureRequest) -> None:
    if case.wrong:
        request.applymarker(pytest.mark.xfail(reason=case.wrong, strict=True))
    assert as_read(case.letter, case.language) == case.said


def test_no_letter_stands_in_the_table_twice() -> None:
    letters = [(case.letter, case.language) for case in ALL]
    assert len(letters) == len(set(letters))
