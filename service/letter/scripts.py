"""Letters that are drawn as something else, faces made of letters, and words in other scripts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from service.languages.language import Language
from service.languages.numerals import LOWERED, RAISED
from service.languages.transliteration import latin
from service.languages.writing_systems import script_of
from service.letter.mended import GONE, Change

KAOMOJI, EMOTICON, SCRIPT, NOTE = "kaomoji", "emoticon", "script", "note"
"""Why it is silent: a face made of letters; a script that nobody here can say; the number of a note."""
FACE = "\u263a"
"""What stands in place of a face: another one, with the soft rest that an emoji has."""
_ODD = re.compile(
    "[\u00b2\u00b3\u00b9\u0250-\u0363\u0370-\u1fff\u2070-\u20a0\u2100-\u218f\u2460-\u24ff\u2776-\u2793\u2c00-\ud7ff"
    "\uf900-\uffef\U00010000-\U0001f2ff\U00020000-\U000e0000]"
)
"""What is looked at: letters, figures and signs beyond Latin, but not the marks, pictures and accents of every day."""
_ODDS = re.compile(f"{_ODD.pattern}++")
_FOREIGN = re.compile(
    "[\u0180-\u02ba\u02bd-\u02ff\u0370-\u1dff\u1e9c\u1e9d\u1f00-\u1fff\u2100-\u214f\u2183\u2184\u2c00-\ud7ff"
    "\uf900-\ufaff\ufb13-\uffdc\U00010000-\U0001efff\U00020000-\U000e0000]"
)
_RUN = re.compile(r"\S+")
_GROUP = re.compile(r"[^\W\d_]+")
_DRAWN = re.compile(r"(?:CIRCLED|SQUARED|PARENTHESIZED|REGIONAL) .*?LATIN (CAPITAL|SMALL) LETTER ([A-Z])$")
_PLAIN_LETTER = re.compile(
    r"LATIN (?:CAPITAL|SMALL) LETTER (?:[A-Z]{1,2}|ALPHA|OPEN [EO]|SCHWA|ENG|E[SZT]H|DOTLESS I|SHARP S)"
    r"(?: WITH .*)?$"
)
"""Letters that a voice says as the plain one that they come from."""
_LIKE_LATIN = frozenset("\u02bb\u02bc")
"""Apostrophes that are letters."""
_SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])$")
_NUMBERED = re.compile(r"CIRCLED|PARENTHESIZED|FULL STOP")
_FACES = frozenset("ツシッノヽﾉゞ益皿罒ಠಥಡರ෴ᴥʖʕʔωдДψσεзщШﾟ｀の乂彡つっづ∀ᗜᗣᴗᵔᵕ")
"""Letters that faces are made of."""
_EIGHT = re.compile(r"(?<=[)(DP|/3] )8-?\)(?=[ \t]+[:;=]|[ \t]*$)", re.M)
_RAISED, _LOWERED, _NOTED = (re.compile(f"[{digits}]") for digits in (RAISED, LOWERED, RAISED + LOWERED))
_PLAIN = frozenset(".,!?;:'\"“”‘’…-–—/*&\u200b\u200d\ufe0f")
"""Signs that stand beside a word as beside a face."""
LONGEST_FACE = 40
"""Characters of the longest face."""
_LONGEST_WORD, _PIECE = 24, 8
"""Letters of the longest word of any other that is said as one, and of the pieces of a longer one."""
_LONGEST_NAME = 4
"""Letters of a script without spaces that are taken for a name, and said as one word."""


def folded(text: str, language: Language) -> Iterator[Change]:
    """Letters and figures in another dress: 𝓵𝓸𝓿𝓮, ⓢⓐⓕⓔ, ʟᴏᴠᴇᴅ, ｓａｆｅ, ﬁ, Ⅳ. What is read as a number stays."""
    if text.isascii():
        return
    plain: dict[str, str] = {}
    for match in _ODDS.finditer(text):
        run = match.group()
        for char in set(run).difference(plain):
            plain[char] = _undressed(char, language)
        if not _NOTED.search(run) and all(len(plain[char]) == 1 for char in set(run)):
            if (changed := "".join([plain[char] for char in run])) != run:
                yield Change(*match.span(), changed)
            continue
        for start, char in enumerate(run, match.start()):
            lowered = _LOWERED.match(char) and text[start - 1 : start].isalpha()
            if _RAISED.match(char) and start > 2 and text[start - 3 : start].isalpha() and plain[char] != char:
                yield Change(start, start + 1, GONE, NOTE)
            elif (said := (_fold(char) or char) if lowered else plain[char]) != char:
                yield Change(start, start + 1, said)


def _undressed(char: str, language: Language) -> str:
    """The plain letter or figure for one in another dress, wherever it stands; itself where it has to stay."""
    if char.isnumeric() and (language.numbers is None or language.numbers.numeral(char, 0, 1)):
        return char
    return _fold(char) or char


@lru_cache(4096)
def _fold(char: str) -> str:
    """The plain letter or figure; empty where it is one."""
    category = unicodedata.category(char)
    name = unicodedata.name(char, "")
    if category == "Nd":
        plain = str(unicodedata.decimal(char))
    elif category == "Nl":
        value = unicodedata.numeric(char, 0.0)
        plain = str(int(value)) if value == int(value) and value else ""
    elif category == "No":
        digit = unicodedata.numeric(char, 0.5)
        whole = digit == int(digit)
        plain = f"{int(digit)}{') ' if _NUMBERED.search(name) else ''}" if whole else ""
    elif category in ("So", "Sk", "Sm"):
        drawn = _DRAWN.search(name.removeprefix("NEGATIVE ")) if "INDICATOR" not in name else None
        plain = drawn.group(2) if drawn else {"℃": "°C", "℉": "°F", "№": "№"}.get(char, "")
        plain = plain.lower() if drawn and drawn.group(1) == "SMALL" else plain
    elif category[0] == "L":
        small = _SMALL_CAPITAL.search(name)
        plain = small.group(1).lower() if small else unicodedata.normalize("NFKC", char)
        plain = plain if plain.isascii() else ""
    else:
        plain = ""
    return "" if plain == char else plain


def kaomoji(text: str, language: Language) -> Iterator[Change]:
    """Faces that are made of letters of other scripts: ¯\\_(ツ)_/¯, ಠ_ಠ, ʕ•ᴥ•ʔ; and an 8) among others."""
    if text.isascii():
        for match in _EIGHT.finditer(text) if "8)" in text else ():
            yield Change(*match.span(), FACE, EMOTICON)
        return
    if not _ODD.search(text):
        return
    faces: dict[str, bool] = {}
    for match in _RUN.finditer(text):
        run = match.group()
        if run.isascii() or len(run) > LONGEST_FACE:
            continue
        if run not in faces:
            faces[run] = _ODD.search(run) is not None and _is_face(run, language)
        if faces[run]:
            bare = run.rstrip(".,!?…")
            yield Change(match.start(), match.start() + len(bare), FACE, KAOMOJI)


def _is_face(run: str, language: Language) -> bool:
    """Whether a run is signs with single letters among them, of scripts that faces are drawn with."""
    run = "".join(char for char in run if unicodedata.category(char)[0] != "M")
    groups = _GROUP.findall(run)
    odd = [group for group in groups if not group.isascii()]
    if not odd or any(len(group) > 1 and (group.isascii() or len({*map(script_of, group)}) == 1) for group in groups):
        return False
    letters = {letter for group in odd for letter in group}
    own = any(script_of(letter) in language.writing for letter in letters)
    if any(letter < "\u0250" for letter in letters) or not (letters & _FACES or (len(odd) > 1 and not own)):
        return False
    drawn = [char for char in run if not char.isalnum() and char not in _PLAIN]
    return len(drawn) > 2 or (bool(letters & _FACES) and (len(drawn) > 0 or letters <= frozenset("ツシಠಥʖʕʔᴥ彡")))


def transliterated(text: str, language: Language) -> Iterator[Change]:
    """Words in a script that the language is not written in, as they sound in Latin letters."""
    if text.isascii() or not language.writing:
        return
    at = 0
    known: dict[str, tuple[Change, ...]] = {}
    while (match := _FOREIGN.search(text, at)) is not None:
        start = at = match.start()
        script = _script(text[start])
        if script is None or script in language.writing:
            at += 1
            if script in (None, "Latin") and text[start].isalpha() and _is_strange(text[start]):
                yield from _moved(_said(text[start:at]), start)
            continue
        while at < len(text) and (text[at].isalpha() or unicodedata.category(text[at])[0] == "M"):
            if text[at].isascii() or _script(text[at]) in language.writing:
                break
            at += 1
        at = max(at, start + 1)
        word = text[start:at]
        if word not in known:
            known[word] = tuple(_said(word))
        yield from _moved(known[word], start)


_sound = lru_cache(4096)(latin)
"""The same for a letter."""


@cache
def _is_strange(char: str) -> bool:
    """Whether a letter is none that a voice knows, nor one of those with something added: ƿ, ℵ, ꝇ."""
    if unicodedata.normalize("NFKD", char)[0].isascii() or char in _LIKE_LATIN:
        return False
    return _PLAIN_LETTER.match(unicodedata.name(char, "")) is None


@cache
def _script(char: str) -> str | None:
    return script_of(char) if char.isalpha() else None


def _moved(changes: Iterable[Change], by: int) -> Iterator[Change]:
    """The changes of a word that stands so far on in the text."""
    return (Change(start + by, end + by, said, why) for start, end, said, why in changes)


def _said(word: str) -> Iterator[Change]:
    """A word; where a script puts no space between words, more than a name is given in pieces."""
    wide = "\u3040" <= word[0] <= "\u9fff"
    parted = len(word) > (_LONGEST_NAME if wide else _LONGEST_WORD)
    letters = [at for at, char in enumerate(word) if char.isalpha()] or [0]
    firsts = letters[:: 1 if wide else _PIECE] if parted else letters[:1]
    for first, last in zip([0, *firsts[1:]], [*firsts[1:], len(word)], strict=True):
        said = _sound(word[first:last]) if wide and parted else latin(word[first:last])
        if not said:
            yield Change(first, last, GONE, SCRIPT)
        else:
            yield Change(first, last, f" {said.lower()} " if parted else said)
