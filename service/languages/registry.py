"""Every language that a voice may speak, by its tag: English and Spanish by their tables, the others by their marks."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from service.languages.english import ENGLISH
from service.languages.language import Language
from service.languages.spanish import SPANISH
from service.languages.syllables import by_script
from service.languages.writing_systems import scripts_of

_TABLED = {"en": ENGLISH, "es": SPANISH, "und": replace(ENGLISH, writing=())}
"""A voice of no language reads a letter as English: the marks and most letters are the same. It may know any script."""
_NAMES = dict(
    pair.split(":")
    for pair in (
        "af:Afrikaans am:Amharic ar:Arabic az:Azerbaijani be:Belarusian bg:Bulgarian bn:Bengali bs:Bosnian "
        "ca:Catalan cs:Czech cy:Welsh da:Danish de:German el:Greek en:English es:Spanish et:Estonian eu:Basque "
        "fa:Persian fi:Finnish fr:French ga:Irish gl:Galician gu:Gujarati he:Hebrew hi:Hindi hr:Croatian "
        "hu:Hungarian hy:Armenian id:Indonesian is:Icelandic it:Italian ja:Japanese ka:Georgian kk:Kazakh "
        "kn:Kannada ko:Korean lt:Lithuanian lv:Latvian mk:Macedonian ml:Malayalam mr:Marathi ms:Malay mt:Maltese "
        "nb:Norwegian ne:Nepali nl:Dutch nn:Norwegian no:Norwegian pa:Punjabi pl:Polish pt:Portuguese ro:Romanian "
        "ru:Russian sk:Slovak sl:Slovenian sq:Albanian sr:Serbian sv:Swedish sw:Swahili ta:Tamil te:Telugu th:Thai "
        "tl:Tagalog tr:Turkish uk:Ukrainian ur:Urdu uz:Uzbek vi:Vietnamese yo:Yoruba zh:Chinese zu:Zulu"
    ).split()
)
_PREFACES = {
    "de": "Das sind deine eigenen Worte.",
    "fr": "Ce sont tes propres mots.",
    "hi": "ये आपके अपने शब्द हैं।",
    "it": "Queste sono le tue parole.",
    "nl": "Dit zijn je eigen woorden.",
    "pt": "Estas são as tuas próprias palavras.",
}
_MARKS = {
    **dict.fromkeys("。．｡।॥۔።។៕။", "."),
    **dict.fromkeys("？؟፧", "?"),
    **dict.fromkeys("！", "!"),
    **dict.fromkeys("、，､،；؛：）】၊፣፤", ","),
    "։": ".",
}
_GREEK = {";": "?", "\u037e": "?", "·": ",", "\u0387": ","}
"""Marks of all scripts to what they are like among the Latin ones. A language uses its own and meets no others."""
_OPEN = frozenset("af bg ca cs cy da de el fr ga gl hr it mk nb nl nn no pl pt ro ru sk sl sr sv uk".split())
"""Languages whose prepositions and articles stand before their noun."""
_CLOSE = frozenset("bn gu hi mr ne pa ta te ur".split())
"""Languages whose postpositions stand after it."""
_SYLLABIC = frozenset("be bg bs cs hr ja ko mk ru sk sl sr th uk zh".split())
"""Languages with words of consonants alone, or with letters of other kinds."""


def primary(tag: str) -> str:
    """The language of a BCP 47 tag, without region and script."""
    first = tag.replace("_", "-").split("-", 1)[0].lower()
    return "zh" if first == "cmn" else first


def name_of(tag: str) -> str:
    """What a language is called in English; empty where it is not known here."""
    return _NAMES.get(primary(tag), "")


def language_of(tag: str) -> Language:
    """The tables for a BCP 47 tag. The region plays no part; one language is one and the same value."""
    return _language(primary(tag))


@cache
def _language(tag: str) -> Language:
    if tag in _TABLED:
        return _TABLED[tag]
    return Language(
        tag=tag,
        syllables=by_script,
        name=_NAMES.get(tag, ""),
        preface=_PREFACES.get(tag, ""),
        writing=scripts_of(tag) if tag in _NAMES else (),
        marks={**_MARKS, **_GREEK} if tag == "el" else _MARKS,
        opening=frozenset("([{（【"),
        capitals_start=tag != "de",
        consonants_abbreviate=tag not in _SYLLABIC,
        short_words="open" if tag in _OPEN else "close" if tag in _CLOSE else "",
    )
