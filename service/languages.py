"""Which language a letter in Latin script is written in, by its commonest words, where a voice does not speak it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

from service.common_words import BY_CHANCE, COMMON

NAMES: Mapping[str, str] = {
    **{"en": "English", "de": "German", "fr": "French", "es": "Spanish", "it": "Italian", "pt": "Portuguese"},
    **{"nl": "Dutch", "af": "Afrikaans", "sv": "Swedish", "da": "Danish", "no": "Norwegian", "is": "Icelandic"},
    **{"pl": "Polish", "cs": "Czech", "sk": "Slovak", "sl": "Slovenian", "hr": "Croatian", "ro": "Romanian"},
    **{"hu": "Hungarian", "fi": "Finnish", "et": "Estonian", "lt": "Lithuanian", "lv": "Latvian", "tr": "Turkish"},
    **{"ca": "Catalan", "cy": "Welsh", "ga": "Irish", "id": "Indonesian", "tl": "Tagalog", "vi": "Vietnamese"},
    **{"sw": "Swahili"},
}
"""The languages that are told apart, by BCP 47 tag."""
_SAME = {"nb": "no", "nn": "no", "fil": "tl", "ms": "id", "bs": "hr", "sr": "hr"}
"""Tags of languages whose commonest words are those of another one here."""

LETTER_WORDS = 8
"""Fewest words of a letter that is told to be in another language as a whole."""
STRETCH_WORDS = 20
"""Fewest words of one stretch of another language among others: a line of a song or a proverb is let be."""
DISTINCT = 3
"""Fewest different words of the other language: a name, `de la`, and a refrain are not enough."""
SHARE = 0.25
"""Least share of the other language's words among all words that can tell something."""
SHARE_ENDINGS = 0.15
"""The same for languages that say with endings what others say with small words."""
_ENDINGS = frozenset("cs et fi hr hu lt lv pl sk sl tr".split())
OWN = 0.1
"""From this share of the voice's own words on, a stretch is the voice's."""

_WORD = re.compile(r"[^\W\d_]+(?:'(?=[^\W\d_]))?")
"""A word, or what stands before an apostrophe inside one: `l'`, `qu'`, `don'`."""
_LINE = re.compile("[^\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")

_WORDS: Mapping[str, frozenset[str]] = {tag: frozenset(words.split()) for tag, words in COMMON.items()}


class _Tables(NamedTuple):
    """The words that are looked for where a voice speaks certain languages."""

    own: frozenset[str]
    """Words of its languages that are of no other."""
    shared: frozenset[str]
    """Words of its languages and of another one, and those that are by chance: they tell nothing."""
    others: Mapping[str, tuple[str, ...]]
    """Words of other languages alone, each with the languages that it is of."""


class _Stretch(NamedTuple):
    """A line, a paragraph or the whole, and what was counted in it."""

    start: int
    end: int
    words: int
    """All words."""
    telling: int
    """Words that can tell something: all but single letters and those that are shared."""
    own: int
    """Words of the voice's languages."""
    others: tuple[str, ...]
    """The words of other languages, as often as they stand there."""


def primary(tag: str) -> str:
    """The language of a BCP 47 tag, without region and script; languages that are not told apart are one."""
    first = tag.split("-", 1)[0].lower()
    return _SAME.get(first, first)


def foreign_language(text: str, languages: Collection[str]) -> tuple[str, int, int] | None:
    """The first stretch that is clearly in another language: its BCP 47 tag, start and end; None if there is none.

    Wherever it is doubtful there is none: a letter that is read badly in part can still be heard, one that is
    refused cannot. No languages at all, or `und` among them, means that any will do.
    """
    spoken = frozenset(map(primary, languages))
    if not spoken or "und" in spoken:
        return None
    tables = _tables(spoken)
    paragraphs = [(_joined(lines), lines) for lines in _paragraphs(text, tables)]
    if not paragraphs:
        return None
    whole = _joined([paragraph for paragraph, _ in paragraphs])
    tag = _language(whole, LETTER_WORDS, tables)
    least = LETTER_WORDS if tag else STRETCH_WORDS
    for paragraph, lines in paragraphs:
        # Lines too: without blank lines between them, paragraphs are long lines.
        for stretch in (paragraph, *lines) if len(lines) > 1 else lines:
            if (found := _language(stretch, least, tables)) is not None:
                return found, stretch.start, stretch.end
    return (tag, whole.start, whole.end) if tag else None


@lru_cache(maxsize=8)
def _tables(spoken: frozenset[str]) -> _Tables:
    ours = frozenset[str]().union(*(words for tag, words in _WORDS.items() if tag in spoken))
    theirs: dict[str, tuple[str, ...]] = {}
    for tag, words in _WORDS.items():
        if tag not in spoken:
            theirs |= {word: (*theirs.get(word, ()), tag) for word in words}
    shared = BY_CHANCE | (ours & theirs.keys())
    others = {word: tags for word, tags in theirs.items() if word not in ours and word not in shared}
    return _Tables(ours - shared, shared, others)


def _paragraphs(text: str, tables: _Tables) -> Iterator[list[_Stretch]]:
    """The lines with something on them, those without a blank line between them together."""
    lines: list[_Stretch] = []
    for match in _LINE.finditer(text):
        line = match.group()
        start = match.start() + len(line) - len(line.lstrip())
        if lines and (match.end() <= start or _is_blank(text, lines[-1].end, start)):
            yield lines
            lines = []
        if match.end() > start:
            lines.append(_counted(line.strip(), start, tables))
    if lines:
        yield lines


def _is_blank(text: str, end: int, start: int) -> bool:
    """Whether a blank line stands between the end of a line and the start of the next one."""
    return len(text[end:start].strip(" \t").replace("\r\n", "\n")) > 1


def _counted(line: str, start: int, tables: _Tables) -> _Stretch:
    words = _WORD.findall(unicodedata.normalize("NFC", line).lower().replace("’", "'"))
    telling = [word for word in words if word not in tables.shared and (len(word) > 1 or not word.isascii())]
    return _Stretch(
        start,
        start + len(line),
        len(words),
        len(telling),
        sum(word in tables.own for word in telling),
        tuple(word for word in telling if word in tables.others),
    )


def _joined(parts: Sequence[_Stretch]) -> _Stretch:
    if len(parts) == 1:
        return parts[0]
    return _Stretch(
        parts[0].start,
        parts[-1].end,
        sum(part.words for part in parts),
        sum(part.telling for part in parts),
        sum(part.own for part in parts),
        tuple(chain.from_iterable(part.others for part in parts)),
    )


def _language(stretch: _Stretch, least: int, tables: _Tables) -> str | None:
    """The other language that a stretch is clearly in."""
    if stretch.words < least:
        return None
    if len(stretch.others) < SHARE_ENDINGS * stretch.telling or stretch.own >= OWN * stretch.telling:
        return None
    times = Counter(stretch.others)
    counts: Counter[str] = Counter()
    for word, count in times.items():
        for tag in tables.others[word]:
            counts[tag] += count
    tag, count = max(counts.items(), key=itemgetter(1), default=("", 0))
    enough = count >= (SHARE_ENDINGS if tag in _ENDINGS else SHARE) * stretch.telling
    # Words of two letters are codes and names too: `da`, `de`, `fr`.
    distinct = sum(tag in tables.others[word] for word in times if len(word) > 2 or not word.isascii())
    return tag if enough and distinct >= DISTINCT else None
