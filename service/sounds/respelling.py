"""A word as newspapers print how it is said, shih-VAWN, and the sounds that are meant; and the other way round."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from service.sounds.ipa import PRIMARY, SECONDARY, STRESSES, VOWELS, sounds_in

_VOWELS = {
    "eye": "aɪ", "igh": "aɪ", "eer": "ɪəɹ", "ear": "ɪəɹ", "ier": "ɪəɹ", "air": "ɛəɹ", "are": "ɛəɹ", "oor": "ʊəɹ",
    "oar": "ɔːɹ", "ore": "ɔːɹ", "our": "aʊəɹ", "yoo": "juː", "ee": "iː", "ea": "iː", "oo": "uː", "ay": "eɪ", "ai": "eɪ",
    "ey": "eɪ", "ei": "eɪ", "ow": "aʊ", "ou": "aʊ", "oh": "oʊ", "oa": "oʊ", "oe": "oʊ", "aw": "ɔː",
    "au": "ɔː", "ah": "ɑː", "aa": "ɑː", "uh": "ʌ", "eh": "ɛ", "ih": "ɪ", "er": "ɜːɹ", "ur": "ɜːɹ", "ir": "ɜːɹ",
    "ar": "ɑːɹ", "or": "ɔːɹ", "oy": "ɔɪ", "oi": "ɔɪ", "ue": "uː", "ew": "uː", "ie": "iː", "uu": "ʊ",
}  # fmt: skip
"""Letters that stand for a vowel together, as most newspapers use them."""
_SINGLE = {"a": ("æ", "ɑː"), "e": ("ɛ", "ɛ"), "i": ("ɪ", "iː"), "o": ("ɒ", "oʊ"), "u": ("ʌ", "uː"), "y": ("aɪ", "aɪ")}
"""A vowel by itself: before a consonant, and at the end of its syllable."""
_LONG = {"a": "eɪ", "e": "iː", "i": "aɪ", "o": "oʊ", "u": "uː", "y": "aɪ"}
"""A vowel before one consonant and a silent e."""
_CONSONANTS = {
    "tch": "tʃ", "sch": "ʃ", "sh": "ʃ", "ch": "tʃ", "zh": "ʒ", "th": "θ", "dh": "ð", "kh": "k", "gh": "ɡ", "ph": "f",
    "ng": "ŋ", "nk": "ŋk", "ck": "k", "qu": "kw", "wh": "w", "kn": "n", "wr": "ɹ", "dj": "dʒ", "dg": "dʒ", "ts": "ts",
    "x": "ks", "c": "k", "q": "k", "j": "dʒ", "g": "ɡ", "r": "ɹ", "y": "j",
} | {letter: letter for letter in "bdfhklmnpstvwz"}  # fmt: skip
_SYLLABLE = re.compile(r"[^\W\d_]+")
_MAGIC = re.compile(r"([aeiouy])([bcdfgjklmnpstvz]|th|sh|ch)e$")
_WRITTEN = {
    "iː": "ee", "i": "ee", "ɪ": "ih", "ɛ": "eh", "æ": "a", "ɑː": "ah", "ɒ": "o", "ɔː": "aw", "ʊ": "uu", "uː": "oo",
    "ʌ": "uh", "ɜː": "ur", "ə": "uh", "eɪ": "ay", "aɪ": "y", "ɔɪ": "oy", "aʊ": "ow", "oʊ": "oh",
    "ɛə": "air", "ʊə": "oor", "ɡ": "g", "θ": "th", "ð": "dh", "ʃ": "sh", "ʒ": "zh", "ŋ": "ng", "ɹ": "r", "j": "y",
    "tʃ": "ch", "dʒ": "j",
}  # fmt: skip
_BEFORE_R = {"ɑː": "a", "ɔː": "o", "ɜː": "u", "ə": "e", "ɪə": "ee", "ɛə": "ai", "ʊə": "oo", "ɪ": "ih", "ɛ": "e"}
_CHECKED = frozenset("æ ɛ ɪ ʌ ɒ ʊ".split())
"""Vowels that, when stressed, a consonant follows in their syllable."""
_ONSETS = frozenset(
    "pl pɹ bl bɹ tɹ tw dɹ dw kl kɹ kw ɡl ɡɹ ɡw fl fɹ θɹ ʃɹ sl sw sp st sk sm sn pj bj tj dj kj mj nj fj vj hj lj "
    "spɹ stɹ skɹ spl skw".split()
)
"""Consonants with which a syllable may begin together."""


class NotReadable(ValueError):
    """Nobody could say what sounds are meant."""


def sounds_of_respelling(respelling: str) -> tuple[str, ...]:
    """The sounds that a respelling stands for: EE-fa. Capitals are the stress. Raises NotReadable."""
    syllables = _SYLLABLE.findall(respelling)
    if not syllables or not respelling.isascii() or re.search(r"[^A-Za-z' -]", respelling):
        raise NotReadable
    loud = [len(syllables) > 1 and syllable.isupper() for syllable in syllables]
    if not any(loud):
        loud[0] = True
    written, stress = "", PRIMARY
    small = [syllable.lower() for syllable in syllables]
    for at, syllable in enumerate(small):
        after = small[at + 1][0] if at + 1 < len(small) else ""
        written += (stress if loud[at] else "") + _before(_syllable(syllable, loud[at], not after), syllable, after)
        stress = SECONDARY if loud[at] else stress
    try:
        return sounds_in(written)
    except ValueError:
        raise NotReadable from None


def _before(sounds: str, letters: str, after: str) -> str:
    """The sounds of a syllable before another: its r is said with that, as in THER-uh-pee, KAR-uh-line and HA-ree.

    after: the first letter of the other; empty at the end.
    """
    if after and after in "aeiou":
        for end, long, short in (("er", "ɜːɹ", "ɛɹ"), ("ir", "ɜːɹ", "ɪɹ"), ("ar", "ɑːɹ", "æɹ")):
            if letters.endswith(end) and sounds.endswith(long):
                return sounds.removesuffix(long) + short
    return sounds.removesuffix("ɑː") + "æ" if after == "r" and letters[-1] == "a" and sounds.endswith("ɑː") else sounds


def _syllable(letters: str, loud: bool, last: bool) -> str:
    """The sounds of one syllable, in IPA."""
    if magic := _MAGIC.search(letters):
        before = letters[: magic.start()]
        if not re.search(r"[aeiou]", before):
            return _spelt(before, loud, last) + _LONG[magic[1]] + _spelt(magic[2], loud, last)
    return _spelt(letters, loud, last)


def _spelt(letters: str, loud: bool, last: bool) -> str:
    written, at, vowel = "", 0, False
    while at < len(letters):
        for size in (3, 2, 1):
            part = letters[at : at + size]
            if len(part) < size:
                continue
            sound = _sound(letters, at, part, vowel, loud, last)
            if sound is not None:
                vowel = vowel or part[0] in "aeiou" or sound in ("aɪ", "i")
                written, at = written + sound, at + size
                break
        else:
            raise NotReadable
    return written


def _sound(letters: str, at: int, part: str, vowel: bool, loud: bool, last: bool) -> str | None:
    """What some letters at a place of a syllable stand for; None where they are nothing together."""
    ends = at + len(part) == len(letters)
    if part == "y":
        if not ends and letters[at + 1] in "aeiou":
            return "j"
        return "aɪ" if loud or not last or vowel else "i"
    if part == "ye" and ends and at and not vowel:
        return "aɪ"
    loud = loud and not vowel
    if part == "ee" and not loud and ends:
        return "i"
    if part in _VOWELS:
        return _weak(_VOWELS[part]) if not loud and part in ("uh", "er", "ur", "ir") else _VOWELS[part]
    if part in _SINGLE:
        sound = _SINGLE[part][ends]
        if not loud:
            sound = {"æ": "ə", "ɑː": "ə", "ʌ": "ə"}.get(sound, sound)
            sound = ("i" if last else "ɪ") if sound == "iː" else sound
        return sound
    if len(part) == 2 and part[0] == part[1] and part[0] in _CONSONANTS:
        return _CONSONANTS[part[0]]
    if part == "c" and not ends and letters[at + 1] in "ei":
        return "s"
    return _CONSONANTS.get(part)


def _weak(sound: str) -> str:
    return "əɹ" if sound.endswith("ɹ") else "ə"


@cache
def respelling_of(sounds: tuple[str, ...]) -> str:
    """Sounds as a newspaper would print them: EE-fuh."""
    syllables = _syllables(sounds)
    several = len(syllables) > 1
    return "-".join(
        _printed(syllable).upper() if several and PRIMARY in syllable else _printed(syllable) for syllable in syllables
    )


def plain_letters(respelling: str) -> str:
    """A respelling as one word, for a voice that is given letters."""
    return "".join(_SYLLABLE.findall(respelling)).lower()


def _syllables(sounds: Sequence[str]) -> list[list[str]]:
    """The sounds by syllable: consonants between two vowels go with the second as far as one may begin with them."""
    vowels = [at for at, sound in enumerate(sounds) if sound in VOWELS]
    starts = [0]
    for before, at in pairwise(vowels):
        between = [place for place in range(before + 1, at) if sounds[place] not in STRESSES]
        start = at if not between else between[-1]
        for size in (3, 2):
            onset = "".join(sounds[place] for place in between[-size:])
            if len(between) >= size and onset in _ONSETS:
                start = between[-size]
                break
        if len(between) == 1 and _closes(sounds, before, between[0]):
            start = at - (sounds[at - 1] in STRESSES)
        elif between and start == between[-1] and sounds[start - 1] in STRESSES:
            start -= 1
        starts.append(start)
    return [list(sounds[start:end]) for start, end in zip(starts, [*starts[1:], len(sounds)], strict=True)]


def _closes(sounds: Sequence[str], vowel: int, consonant: int) -> bool:
    """Whether the one consonant between two vowels is read with the first: in KAT-uh-rin, HAIR-ee and SING-er."""
    stressed = vowel > 0 and sounds[vowel - 1] in STRESSES
    if sounds[consonant] == "ɹ":
        return sounds[vowel] in _BEFORE_R and (stressed or sounds[vowel] not in ("ə", "ɪ", "ɛ"))
    return sounds[consonant] == "ŋ" or (stressed and sounds[vowel] in _CHECKED)


def _printed(syllable: Sequence[str]) -> str:
    letters, sounds = "", [sound for sound in syllable if sound not in STRESSES]
    for at, sound in enumerate(sounds):
        after = sounds[at + 1] if at + 1 < len(sounds) else ""
        if after == "ɹ" and sound in _BEFORE_R:
            letters += _BEFORE_R[sound]
        elif sound in ("ɪ", "ɛ", "ʌ") and after and after != "ɹ":
            letters += {"ɪ": "i", "ɛ": "e", "ʌ": "u"}[sound]
        elif sound == "aɪ" and not at:
            letters += "eye"
        elif sound == "ɪə":
            letters += "eeuh"
        else:
            letters += _WRITTEN.get(sound, sound)
    return letters
