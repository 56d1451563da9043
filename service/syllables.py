"""How many syllables the voice will say, from the spelling alone.

Each vowel sound is one syllable, and so is an l, n or m that makes one by itself after a consonant: "table"
and "didn't" have two, "real" has one. The rules and the exceptions were fitted to what the voice heart says.
"""

from __future__ import annotations

import re

from .english import ENGLISH
from .exceptions import EXCEPTIONS

_SPELT = ENGLISH.acronyms | frozenset(["AM", "PM", "PS", "NB"])
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


def count(spoken: str, memory: dict[str, int] | None = None) -> int:
    """Syllables of what the voice is given; `memory` holds words already counted, for one letter."""
    if memory is None:
        return sum([_word(word) for word in spoken.split()])
    total = 0
    for word in spoken.split():
        number = memory.get(word)
        if number is None:
            number = memory[word] = _word(word)
        total += number
    return total


def _word(word: str) -> int:
    """Syllables of one word, with or without its marks."""
    bare = word.strip(_EDGES)
    key = bare.lower()
    known = EXCEPTIONS.get(key)
    if known is not None:
        return known
    if not bare:
        return 0
    if "-" in bare:
        return sum([_word(part) for part in bare.split("-") if part])
    if bare.isupper() and (len(bare) == 1 or bare in _SPELT or not _GROUPS.search(key)):
        return len(bare) + 2 * bare.count("W")
    stem = (
        key.removesuffix("'s")
        if key[-3:-2] not in "sxz" and not key.endswith(("ch's", "sh's", "ce's", "ge's"))
        else key
    )
    return max(1, _rules(stem))


def _rules(key: str) -> int:
    """Vowel groups, without the e that is not heard, with the groups that are two syllables."""
    total = len(_GROUPS.findall(key))
    if total > 1 and _SILENT.search(key) and not _SOUNDED.search(key):
        total -= 1
    total += len(_SPLIT.findall(key))
    longest = max((len(group) for group in _GROUPS.findall(key)), default=0)
    return total + (longest // 2 if longest > 3 else 0)
