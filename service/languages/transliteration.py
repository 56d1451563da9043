"""Words in a script that a voice does not speak, in Latin letters as they sound: Masha, Xiaolin, shalom, namaste.

A library knows the letters of every script. Where letters alone make no word that can be said, because vowels are not
written or are part of their consonant, the rules are here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import cache

_NAME = re.compile(r"(?:\w+ )??(?:SMALL|CAPITAL)? ?LETTER (?:SMALL |CAPITAL |FINAL )?([A-Z]+)")
_LETTERS = re.compile(r"[A-Za-z]+")
_ABJADS = {
    "HEBREW": ("אa בv גg דd הh וo זz חh טt יi ךkh כkh לl םm מm ןn נn סs ע' ףf פp ץts צts קk רr שsh תt", "oi"),
    "ARABIC": (
        "اa آa أa إi ٱa بb تt ثth جj حh خkh دd ذdh رr زz سs شsh صs ضd طt ظz ع' غgh فf قq كk لl مm نn هh وu يi ىa ةa "
        "ءʼ ئ' ؤ' پp چch ڤv گg ژzh کk یi",
        "aui",
    ),
}
"""Scripts that leave most vowels out: each letter with its sound, and the sounds that may be a vowel."""
_KNOWN = dict(
    pair.split(":")
    for pair in (
        "דוד:David מרים:Miriam אמא:ima אבא:aba שרה:Sarah יוסף:Yosef רחל:Rachel לאה:Leah משה:Moshe תודה:toda חיים:chaim "
        "محمد:Muhammad فاطمة:Fatima الله:Allah حبيبي:habibi حبيبتي:habibti مريم:Maryam عائشة:Aisha خالد:Khalid "
        "أحمد:Ahmad حسن:Hasan حسين:Husayn ليلى:Layla يوسف:Yusuf ماما:mama بابا:baba شكرا:shukran "
        "कृष्ण:Krishna माँ:maa मां:maa"
    ).split()
)
"""Names and words that people write into letters, and that no rule says right."""
_SOUNDS = {"AA": "a", "II": "i", "UU": "u", "CA": "cha", "CHA": "chha", "NYA": "nya", "NNA": "na", "NGA": "nga"}
_SIGNS = re.compile(r"(?:VOWEL )?SIGN ([A-Z]+)$|LETTER ([A-Z]+)$")
_VOWEL, _BARE = re.compile(r"[aeiouyAEIOUY]"), re.compile(r"(th|ph|kh|ch|ng|[^h])")
_MUTE = frozenset({"VIRAMA", "PULLI"})
_INDIC = ("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI", "ORIYA", "TAMIL", "TELUGU", "KANNADA", "MALAYALAM")
"""Scripts whose consonants hold an a, until a sign takes it away."""
_HINDI = ("DEVANAGARI", "BENGALI", "GURMUKHI", "GUJARATI")
"""Those of them that do not say the a at a word's end."""
_NASAL = {"ANUSVARA": "n", "CANDRABINDU": "n", "VISARGA": "h", "BINDI": "n", "TIPPI": "n"}


@cache
def _library() -> Callable[[str], str]:
    """Loaded once a letter asks for it."""
    from anyascii import anyascii

    return anyascii


def latin(word: str) -> str:
    """The word in the letters a to z, as it sounds; empty where nobody knows."""
    word = unicodedata.normalize("NFKC", word)
    first = next((char for char in word if char.isalpha()), "")
    script = unicodedata.name(first, "").partition(" ")[0] if first else ""
    if word in _KNOWN:
        return _KNOWN[word]
    if script == "GREEK" and sum(char.isalpha() for char in word) == 1:
        return _named(first)
    if script in _ABJADS:
        said = _with_vowels(word, script)
    elif script in _INDIC:
        said = _with_inherent(word, script)
    else:
        said = "".join(_LETTERS.findall(_library()(word)))
        said = said if _VOWEL.search(said) else _BARE.sub(r"\1a", said)
    return said[:1] + said[1:].lower() if first.isupper() or script in ("CJK", "HANGUL") else said.lower()


def _named(letter: str) -> str:
    """A single letter by its name: alpha, pi, omega."""
    plain = unicodedata.normalize("NFD", letter)[0]
    name = _NAME.match(unicodedata.name(plain, ""))
    return name.group(1).lower().replace("lamda", "lambda") if name else ""


def _with_vowels(word: str, script: str) -> str:
    """Consonants with an a between any two that nobody could say together."""
    table, vowels = _ABJADS[script]
    sounds = {pair[0]: pair[1:] for pair in table.split()}
    pieces = [sounds.get(char, "") for char in word if char.isalpha()]
    said = ""
    for at, piece in enumerate(pieces):
        opening = at == 0 and piece in ("o", "u", "i") and len(pieces) > 1
        piece = {"o": "v", "u": "w", "i": "y"}[piece] if opening else piece
        piece = "a" if piece in ("'", "ʼ") else piece
        if said and said[-1] not in "aoui" and piece[:1] not in tuple(vowels + "a"):
            said += "a"
        said += "" if piece == "a" and said.endswith("a") else piece
    return said


def _with_inherent(word: str, script: str) -> str:
    """Consonants with the a that they hold, by the names of the letters."""
    said = ""
    holds = False
    for char in word:
        name = _SIGNS.search(unicodedata.name(char, ""))
        if name is None:
            continue
        sign, letter = name.groups()
        if sign in _MUTE:
            said, holds = said.removesuffix("a"), False
        elif sign in _NASAL:
            said, holds = said + _NASAL[sign], False
        elif sign is not None:
            said = said.removesuffix("a") if holds else said
            said, holds = said + _SOUNDS.get(sign, sign[:2]).lower(), False
        else:
            sound = _SOUNDS.get(letter, letter).lower()
            sound = sound[1:] if len(sound) > 2 and sound[0] == sound[1] and sound[0] not in "aeiou" else sound
            said, holds = said + sound.replace("ssa", "sha"), sound.endswith("a") and len(sound) > 1
    return said.removesuffix("a") if holds and script in _HINDI and len(said) > 3 else said
