"""Sounds as they are written here: broad IPA, once for both accents, and what each accent makes of it.

`ˈflɒɹəns` is said with an open o in London and an ah in Boston, `ˈpiːtəɹ` with an r in Boston alone: what is regular is
not written twice.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal

Accent = Literal["american", "british"]
"""How English is said."""

PRIMARY, SECONDARY = "ˈ", "ˌ"
STRESSES = frozenset((PRIMARY, SECONDARY))
VOWELS = frozenset("iː i ɪ ɛ æ ɑː ɒ ɔː ʊ uː ʌ ɜː ə eɪ aɪ ɔɪ aʊ oʊ ɪə ɛə ʊə əʊ".split())
CONSONANTS = frozenset("p b t d k ɡ f v θ ð s z ʃ ʒ h m n ŋ l ɹ j w tʃ dʒ".split())
_ALIKE = {
    **{sound: (sound,) for sound in VOWELS | CONSONANTS if sound != "əʊ"},
    **dict.fromkeys(("ʧ", "c"), ("tʃ",)),
    **dict.fromkeys(("ʤ", "ɟ"), ("dʒ",)),
    **dict.fromkeys(("ei", "eː", "ej", "ɛɪ"), ("eɪ",)),
    **dict.fromkeys(("ai", "ʌɪ", "aj", "ɑɪ"), ("aɪ",)),
    **dict.fromkeys(("oi", "ɔi", "ɔj", "oɪ"), ("ɔɪ",)),
    **dict.fromkeys(("au", "aw", "ɑʊ"), ("aʊ",)),
    **dict.fromkeys(("əʊ", "ou", "oː", "o", "ow", "əu"), ("oʊ",)),
    **dict.fromkeys(("u", "ʉː", "ʉ", "yː", "y", "ɯ"), ("uː",)),
    **dict.fromkeys(("ɑ", "aː", "ɐː"), ("ɑː",)),
    **dict.fromkeys(("ɛː", "eə"), ("ɛə",)),
    **dict.fromkeys(("ɝː", "ɝ"), ("ɜː", "ɹ")),
    **dict.fromkeys(("ɜ", "øː", "ø", "œ"), ("ɜː",)),
    **dict.fromkeys(("ɨ", "ᵻ"), ("ɪ",)),
    **dict.fromkeys(("r", "ɾ", "ʁ", "ʀ", "ɻ", "ɽ"), ("ɹ",)),
    **dict.fromkeys(("x", "χ", "q"), ("k",)),
    **dict.fromkeys(("ʂ", "ɕ", "ç"), ("ʃ",)),
    **dict.fromkeys(("ʐ", "ʑ"), ("ʒ",)),
    "a": ("æ",),
    "e": ("ɛ",),
    "ɔ": ("ɔː",),
    "ɚ": ("ə", "ɹ"),
    "ɐ": ("ə",),
    "ɤ": ("ʌ",),
    "ᵊ": ("ə",),
    "g": ("ɡ",),
    "ɣ": ("ɡ",),
    "ʎ": ("l", "j"),
    "ɲ": ("n", "j"),
    "ɬ": ("l",),
    "ɫ": ("l",),
    "ɭ": ("l",),
    "ʈ": ("t",),
    "ɖ": ("d",),
    "ɳ": ("n",),
    "ɱ": ("m",),
    "β": ("v",),
    "ʋ": ("v",),
    "ɸ": ("f",),
    "ɦ": ("h",),
    "ʍ": ("w",),
    "ɥ": ("j",),
    "ʦ": ("t", "s"),
    "ʣ": ("d", "z"),
    "'": (PRIMARY,),
    "’": (PRIMARY,),
    PRIMARY: (PRIMARY,),
    SECONDARY: (SECONDARY,),
    **dict.fromkeys((".", "-", " ", "·", "ʔ", "ʰ", "ʲ", "ʷ", "ː", "ˑ"), ()),
}
"""What is written, to the sounds that a voice of English has for it. What is silent is nothing."""
_LONGEST = max(map(len, _ALIKE))
_YOD_LOST = frozenset("t d n s z θ l".split())
_CENTRED = {"ɪ": "ɪə", "ɛ": "ɛə", "ʊ": "ʊə"}


class NotIpa(ValueError):
    """It is written with something that is no sound."""


def sounds_in(ipa: str) -> tuple[str, ...]:
    """The sounds of a word, each stress right before its vowel. Raises NotIpa.

    Where no stress is written, the first vowel has it.
    """
    found: list[str] = []
    waiting = ""
    plain = "".join(mark for mark in unicodedata.normalize("NFD", ipa) if not unicodedata.combining(mark))
    for sound in _known(plain):
        if sound in STRESSES:
            waiting = sound
            continue
        if sound in VOWELS and waiting:
            found.append(waiting)
            waiting = ""
        found.append(sound)
    first = next((at for at, sound in enumerate(found) if sound in VOWELS), None)
    if first is None and len(found) > 1 and len(set(found)) == 1:
        return tuple(found)  # one sound that is held: shh
    if first is None:
        raise NotIpa("no vowel")
    if PRIMARY not in found:
        found = [PRIMARY if sound == SECONDARY else sound for sound in found]
    return tuple(found if PRIMARY in found else [*found[:first], PRIMARY, *found[first:]])


def _known(written: str) -> Iterator[str]:
    at = 0
    while at < len(written):
        for size in range(min(_LONGEST, len(written) - at), 0, -1):
            if (alike := _ALIKE.get(written[at : at + size])) is not None:
                yield from alike
                at += size
                break
        else:
            raise NotIpa("a sign in it is none of IPA")


def said(sounds: Sequence[str], accent: Accent) -> tuple[str, ...]:
    """The sounds of a word in an accent, each vowel as it is said there."""
    return tuple(_british(sounds) if accent == "british" else _american(sounds))


def _following(sounds: Sequence[str], at: int) -> str:
    """The sound after a place, whatever the stress; empty at the end."""
    return next((sound for sound in sounds[at + 1 : at + 3] if sound not in STRESSES), "")


def _american(sounds: Sequence[str]) -> Iterator[str]:
    for at, sound in enumerate(sounds):
        after = _following(sounds, at)
        if sound == "j" and at and after in ("uː", "ʊ", "ʊə") and sounds[at - 1] in _YOD_LOST:
            continue
        if sound == "æ" and after == "ɹ":
            yield "ɛ"
        elif sound == "ɒ":
            yield "ɔː" if after == "ɹ" else "ɑː"
        elif sound in ("ɪə", "ɛə", "ʊə"):
            yield from _centred(sound, after)
        else:
            yield sound


def _centred(sound: str, after: str) -> Iterator[str]:
    """A vowel that glides to the middle, in America: the vowel, and an r after it."""
    if sound == "ɪə" and after != "ɹ":
        yield from ("i", "ə")
        return
    yield sound[0]
    if after != "ɹ":
        yield "ɹ"


def _british(sounds: Sequence[str]) -> Iterator[str]:
    for at, sound in enumerate(sounds):
        after = _following(sounds, at)
        if sound == "ɹ" and after not in VOWELS and (at and _spoken_before(sounds, at) in VOWELS):
            continue
        if sound in _CENTRED and after == "ɹ" and _ends_syllable(sounds, at):
            yield _CENTRED[sound]
        else:
            yield "əʊ" if sound == "oʊ" else sound


def _spoken_before(sounds: Sequence[str], at: int) -> str:
    return next((sound for sound in reversed(sounds[:at]) if sound not in STRESSES), "")


def _ends_syllable(sounds: Sequence[str], at: int) -> bool:
    """Whether the r after a vowel is not said before another."""
    place = next(place for place in range(at + 1, len(sounds)) if sounds[place] == "ɹ")
    return _following(sounds, place) not in VOWELS


def with_s(sounds: tuple[str, ...]) -> tuple[str, ...]:
    """A word with the s of a plural or a possessive."""
    last = sounds[-1]
    if last in ("s", "z", "ʃ", "ʒ", "tʃ", "dʒ"):
        return (*sounds, "ɪ", "z")
    return (*sounds, "s" if last in ("p", "t", "k", "f", "θ") else "z")


def with_ed(sounds: tuple[str, ...]) -> tuple[str, ...]:
    """A verb with the ending of the past."""
    last = sounds[-1]
    if last in ("t", "d"):
        return (*sounds, "ɪ", "d")
    return (*sounds, "t" if last in ("p", "k", "f", "θ", "s", "ʃ", "tʃ") else "d")


def with_ing(sounds: tuple[str, ...]) -> tuple[str, ...]:
    """A verb with the ending of what goes on."""
    return (*sounds, "ɪ", "ŋ")
