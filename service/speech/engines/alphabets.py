"""Sounds in the alphabets of the models: misaki's, which hibari and Kokoro read, and espeak-ng's, which Piper's do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from service.sounds.ipa import STRESSES, VOWELS

Writing = Callable[[Sequence[str]], str]
"""Sounds in a voice's accent → symbols of its model."""

_MISAKI = {"eɪ": "A", "aɪ": "I", "ɔɪ": "Y", "aʊ": "W", "tʃ": "ʧ", "dʒ": "ʤ"}
_AMERICAN = _MISAKI | {"oʊ": "O", "iː": "i", "ɑː": "ɑ", "ɔː": "ɔ", "uː": "u", "ɜː": "ɜ", "ɪə": "ɪə"}
_BRITISH = _MISAKI | {"oʊ": "Q", "əʊ": "Q", "æ": "a", "ɛə": "ɛː"}
_UNSTRESSED = frozenset(("ə", "i", "ɪ"))
"""Vowels before which an American t is tapped."""
_TAPPED = VOWELS | {"ɹ"}


def misaki(british: bool) -> Writing:
    """How the models of Kokoro and hibari are told sounds, in British or American English."""

    def british_symbols(sounds: Sequence[str]) -> str:
        return "".join([_BRITISH.get(sound, sound) for sound in sounds])

    def american_symbols(sounds: Sequence[str]) -> str:
        symbols = [_AMERICAN.get(sound, sound) for sound in sounds]
        for at in range(1, len(sounds) - 1):
            if sounds[at] == "t" and sounds[at - 1] in _TAPPED and sounds[at + 1] in _UNSTRESSED:
                symbols[at] = "T"
        return "".join(symbols)

    return british_symbols if british else american_symbols


def espeak_symbols(sounds: Sequence[str]) -> str:
    """How Piper's models of English are told sounds: one symbol for what an American r colours."""
    symbols = "".join(sounds)
    for written, one in (("ɜːɹ", "ɜː"), ("əɹ", "ɚ")):
        symbols = _coloured(symbols, written, one)
    return symbols


def _coloured(symbols: str, written: str, one: str) -> str:
    """Symbols with a vowel and its r as one, where no vowel follows in the same syllable."""
    parts = symbols.split(written)
    joined = parts[0]
    for part in parts[1:]:
        follows = part.lstrip("".join(STRESSES))[:1]
        joined += (f"{one}ɹ" if follows in _VOWEL_LETTERS and follows else one) + part
    return joined


_VOWEL_LETTERS = frozenset(vowel[0] for vowel in VOWELS)
