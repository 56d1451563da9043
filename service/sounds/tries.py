"""Up to three plausible ways to say a word, for somebody who heard it said wrongly."""

from __future__ import annotations

from service.errors import PronunciationInvalid
from service.sounds.lexicon import lexicon
from service.sounds.orthography import guesses
from service.sounds.pronunciations import is_word, key_of
from service.sounds.respelling import respelling_of

MOST = 3


def tries(word: str) -> tuple[str, ...]:
    """Respellings of a word, the likeliest first: EE-fuh. Raises PronunciationInvalid where it is not one word."""
    key = key_of(word)
    if not is_word(key):
        raise PronunciationInvalid(0, "it is not one word of letters.")
    known = lexicon().both(key)
    found = [known] if known is not None else []
    found += guesses(key.replace("-", "").replace("'", ""))
    return tuple(dict.fromkeys(respelling_of(sounds) for sounds in found))[:MOST]
