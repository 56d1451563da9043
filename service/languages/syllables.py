"""How many syllables the voice will say, from the spelling alone.

English: each vowel sound is one syllable, and so is an l, n or m that makes one by itself after a consonant: "table"
and "didn't" have two, "real" has one. The rules and the exceptions were fitted to what the voice heart says.
Spanish is written as it is said, so that its syllables are exact. For all other languages they are counted by the
script, which is near enough to plan phrases by: within a tenth for most, worse where vowels are not written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from service.languages.english_acronyms import ACRONYMS
from service.languages.english_lexicon import EXCEPTIONS
from service.languages.english_short_words import SHORT_WORDS
from service.languages.language import LONGEST_LISTED

_SPELT = ACRONYMS | frozenset(["AM", "PM", "PS", "NB"])
_EDGES = ".,?!;:…'\""
_GROUPS = re.compile(r"[aeiouyàáâãäåæèéêëìíîïòóôõöøœùúûüýÿ]+")
_SILENT = re.compile(
    r"(?<=[^aeiouy])(?:(?<!l)(?:e|es|e's|ed)$|(?<=[aeiouyrlw]l)(?:e|es|e's|ed)$)"
    r"|(?<=[^aeiouy])e(?=(?:ly|ful|fully|less|ness|ment|ments|lessness|fulness|where|thing|times?|body|selves|self|teen|teenth|ty|ties|tieth)$)"
)
_SOUNDED = re.compile(r"(?:(?:[sxz]|ch|sh|[cg])(?:es|e's)|[td]ed)$")
_SPLIT = re.compile(
    r"(?<![ctgsx])ia(?!l?ge)|(?<=[ct])iat(?!i?on)|(?<![tscg])io(?=u|n|r|$|t|l)(?!us)|eo(?!p|us)|ua(?!r|i|k)(?<![qg]ua)|[ui]ing|ying|[eo]ing"
    r"|eate|iu(?=m)|uou|ier(?=$|s$)|iest$|[ou]ism|sm$|sms$|thm$|(?<=[ds])n't$|creat|(?<=[^q])uel"
)
_OWN_SYLLABLE = ("sm", "sms", "thm", "n't")
"""Ends of words that may be a syllable without a vowel. All else in `_SPLIT` has two vowels side by side."""


def count(spoken: str, memory: dict[str, int] | None = None, each: Callable[[str], int] | None = None) -> int:
    """Syllables of what the voice is given.

    memory: words already counted, of one letter; each: counts those of a word, as a Language does, or in English.
    """
    each = each or english
    if memory is None:
        return sum([each(word) for word in spoken.split()])
    total = 0
    for word in spoken.split():
        number = memory.get(word)
        if number is None:
            number = memory[word] = each(word)
        total += number
    return total


def english(word: str) -> int:
    """Syllables of one English word, with or without its marks."""
    bare = word.strip(_EDGES)
    key = bare.lower()
    known = EXCEPTIONS.get(key)
    if known is not None:
        return known
    if not bare:
        return 0
    if "-" in bare:
        return sum([english(part) for part in bare.split("-") if part])
    if bare.isupper() and _is_spelt(bare, key):
        return len(bare) + 2 * bare.count("W")
    stem = (
        key.removesuffix("'s")
        if key[-3:-2] not in "sxz" and not key.endswith(("ch's", "sh's", "ce's", "ge's"))
        else key
    )
    return max(1, _rules(stem))


def _is_spelt(capitals: str, key: str) -> bool:
    """Whether a word in capitals is said letter by letter."""
    if len(key) == 1 or capitals in _SPELT or not _GROUPS.search(key):
        return True
    return key.isalpha() and len(key) <= LONGEST_LISTED and key not in SHORT_WORDS


def _rules(key: str) -> int:
    """Vowel groups, without the e that is not heard, with the groups that are two syllables."""
    groups = _GROUPS.findall(key)
    total, longest = len(groups), max(map(len, groups), default=0)
    if total > 1 and "e" in key and _SILENT.search(key) and not _SOUNDED.search(key):
        total -= 1
    if longest > 1 or key.endswith(_OWN_SYLLABLE):
        total += len(_SPLIT.findall(key))
    return total + (longest // 2 if longest > 3 else 0)


_STRONG = frozenset("aeoáéíóúàèìòù")
"""Vowels that are a syllable each; an accent on a weak one says that it is not part of its neighbour's."""
_SPANISH_LETTERS = {"w": 3, **dict.fromkeys("fhjlmnñrsyxz", 2)}
"""Syllables of the name of a letter, where it is spelt: one, where it is not here."""
_SPANISH_GROUPS = re.compile(r"[aeiouáéíóúüàèìòù]+")
_MUTE = re.compile(r"(?<=q)u|(?<=g)u(?=[eiéí])|(?<!c)h")


def spanish(word: str) -> int:
    """Syllables of one Spanish word, with or without its marks."""
    bare = unicodedata.normalize("NFC", word.strip(_EDGES))
    if not bare:
        return 0
    if "-" in bare:
        return sum([spanish(part) for part in bare.split("-") if part])
    key = bare.lower()
    if bare.isupper() and len(bare) > 1 and not _SPANISH_GROUPS.search(key[:2]):
        return sum([_SPANISH_LETTERS.get(letter, 1) for letter in key])
    key = _MUTE.sub("", key)
    if key[-1:] == "y" and len(key) > 1:
        key = key[:-1] + "i"
    total = 0
    for group in _SPANISH_GROUPS.findall(key):
        total += max(1, sum([letter in _STRONG for letter in group])) + group.count("ii")
    return max(1, total)


_VIRAMA = 9
"""Unicode's combining class of the sign that takes a consonant's own vowel away."""
_LATIN_VOWELS = frozenset("aeiouyæøœı")
_GREEK_VOWELS = frozenset("αεηιουω")
_ONE_BY_ONE = frozenset("аеиоуыэюяієѣөүұәաեէըիոօაეიოუ")
"""Vowels of scripts that write no two of them for one sound: Cyrillic, Armenian, Georgian."""
_SMALL_KANA = frozenset("ぁぃぅぇぉゃゅょゎァィゥェォャュョヮ")
_DIGIT_SYLLABLES = 1.7
"""Syllables of a digit in a number, on average."""


def by_script(word: str) -> int:
    """Syllables of one word of any script, about.

    Latin, Greek: groups of vowels; Cyrillic: vowels; Indic: consonants that keep their vowel, and vowels that stand
    alone; kana: morae; ideographs and Hangul: one each; Arabic, Hebrew, Thai: half of the letters.
    """
    total, halves, digits, spelt, group = 0, 0, 0, 0, False
    last = ""
    for char in unicodedata.normalize("NFC", word):
        vowel = False
        if char.isdecimal():
            digits += 1
        elif char < "\u0590" or "\u1e00" <= char <= "\u1fff" or "\u10a0" <= char < "\u1100":
            base = unicodedata.normalize("NFD", char)[0].lower()
            vowel = base in _LATIN_VOWELS or base in _GREEK_VOWELS
            total += (vowel and not group) or (base in _ONE_BY_ONE and char not in "йЙ")
            spelt += char.isalpha()
        elif "\u0590" <= char < "\u0900" or "\u0e00" <= char < "\u1000":
            halves += unicodedata.category(char) == "Lo"
        elif "\u0900" <= char < "\u3040" and not "\u1100" <= char < "\u1200":
            kept = unicodedata.category(char) == "Lo"
            total += kept - (unicodedata.combining(char) == _VIRAMA)
            last = char if kept else "" if unicodedata.category(char)[0] == "M" else last
        elif char.isalpha():
            total += char not in _SMALL_KANA
        group = vowel
    if "\u0915" <= last <= "\u0b39" and total > 1:
        total -= 1  # what a word ends with in the north of India has no vowel, if none is written
    total += (halves + 1) // 2 + (round(digits * _DIGIT_SYLLABLES) if digits else 0)
    return max(total, 1 if spelt else 0)
