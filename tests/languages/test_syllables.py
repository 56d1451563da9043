import pytest

from service.languages.syllables import count

LETTERS = {"evening.txt": 408, "breathless.txt": 201, "typed.txt": 130, "short.txt": 99}
"""What was counted among the phonemes that the voice heart says."""


@pytest.mark.parametrize(
    ("words", "syllables"),
    [
        ("a", 1),
        ("table", 2),
        ("didn't", 2),
        ("tired", 2),
        ("everyone", 3),
        ("I'm", 1),
        ("wanted", 2),
        ("walked", 1),
        ("wishes", 2),
        ("quiet", 2),
        ("self-care", 2),
        ("NHS", 3),
        ("twenty nineteen,", 4),
        ("", 0),
    ],
)
def test_syllables_are_those_that_are_heard(words: str, syllables: int) -> None:
    assert count(words) == syllables


def test_marks_and_capitals_do_not_count() -> None:
    assert count("Hello, there!") == count("hello there") == 3


def test_words_counted_before_give_the_same_number() -> None:
    memory: dict[str, int] = {}
    assert [count("people of the table", memory) for _ in range(2)] == [6, 6]
