"""Which language a letter in Latin script looks like, where it does not look like the voice's. A library decides."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from service.languages.language import Language
from service.languages.registry import name_of, primary

LOOKED_AT = 2_000
"""Characters of the letter, from its beginning, that are looked at."""
FEWEST_WORDS = 8
"""Fewest words that tell a language."""
SURE = 0.9
"""Probability of a language from which on a person is told of it."""
UNSURE = 0.02
"""Probability of the voice's own language up to which they are."""
OWN_SHARE = 0.35
"""Share of words that are small words of the voice's language, from which on nobody has to ask. Loading the library
takes longer than planning a hundred letters."""

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]")
_LETTER = re.compile(r"[^\W\d_]")
_ALIKE: Mapping[str, str] = {"nb": "no", "nn": "no", "bs": "hr", "sr": "hr", "cnr": "hr", "ms": "id", "fil": "tl"}
"""Languages that are too near to each other to be told apart in a letter, to one of them."""


def unlike(letter: str, read_in: Language, spoken: str) -> str | None:
    """The BCP 47 tag of the language that a letter is clearly in, where that is not the one that is `spoken`.

    letter: its text; read_in: the tables that it is read by; spoken: a BCP 47 tag.

    None where it is the same, where it is doubtful, and for a voice that speaks no language (`und`).
    """
    own = _merged(spoken)
    if own == "und":
        return None
    text = letter[:LOOKED_AT]
    words = _WORD.findall(text.lower().replace("’", "'"))
    small = read_in.small_words
    if len(words) < FEWEST_WORDS or sum(map(small.__contains__, words)) >= OWN_SHARE * len(words):
        return None
    if 2 * len(_LATIN.findall(text)) < len(_LETTER.findall(text)):
        return None
    chances: dict[str, float] = {}
    for tag, chance in _identifier().rank("\n".join(text.splitlines())):
        chances[_merged(tag)] = chances.get(_merged(tag), 0.0) + chance
    likeliest = max(chances, key=lambda tag: chances[tag])
    sure = chances[likeliest] >= SURE and chances.get(own, 0.0) <= UNSURE
    return likeliest if sure and likeliest != own and name_of(likeliest) else None


def _merged(tag: str) -> str:
    return _ALIKE.get(primary(tag), primary(tag))


@cache
def _identifier() -> Any:
    """The library's model: read from its package, 70 MB in memory, and only once a letter asks for it."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # type: ignore[import-untyped]

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
