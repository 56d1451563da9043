"""Capitals: what is spelt letter by letter, and what is a word that is said with emphasis."""

from __future__ import annotations

import re

from service.languages.language import LONGEST_LISTED, Language

_VOWELS = frozenset("AEIOUYÁÉÍÓÚÜ")
_CONSONANT = "[BCDFGHJKLMNPQRSTVWXZ]"
_UNSAYABLE = re.compile(
    r"(?![PT]?S[AEIOUYKLMNPTQVWCH]|PH|KN|WR|GN|RH|WH|TH|CH|GH|[BCFGKPS]L|[BCDFGKPTVW]R|TW|DW|SW|QU|MC|TS|PN)"
    rf"{_CONSONANT}{{2}}|{_CONSONANT}{{4}}"
)
"""How no English or Spanish word begins."""


def is_letters(word: str, language: Language) -> bool:
    """Whether a word in capitals is said letter by letter, or as the acronym that it is: it is no word of its own."""
    if word in language.acronyms:
        return True
    if not word.isalpha() or not word.isascii():
        return False
    return not _VOWELS & set(word) or bool(_UNSAYABLE.match(word)) or not _is_word(word.lower(), language)


def _is_word(word: str, language: Language) -> bool:
    """Whether it is listed. Only short ones are; a longer one that can be said mostly is a word."""
    listed = language.capital_words
    if not listed or not 2 <= len(word) <= LONGEST_LISTED:
        return True
    return word in listed or (len(word) == LONGEST_LISTED and word.endswith("s") and word[:-1] in listed)
