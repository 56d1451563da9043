"""The words of a text as a voice is given them, one by one."""

from __future__ import annotations

from service.languages.english import ENGLISH
from service.languages.language import Language
from service.letter.tokens import Memory, Word, to_word, tokens


def words(text: str, start: int, end: int, language: Language = ENGLISH) -> tuple[Word, ...]:
    """The words of a slice, in order."""
    return tuple(to_word(token) for token in tokens(text, start, end, Memory(text, language), language))
