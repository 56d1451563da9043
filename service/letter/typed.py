"""Words as they are typed: texting with figures in it, hidden letters, stutters, and capitals that emphasise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from service.languages.language import Capitals, Language
from service.letter.capitals import is_letters
from service.letter.mended import Change

_CENSORED = re.compile(
    r"(?<![\w@#$*/.-])(?=[A-Za-z]{1,14}[*#@$!%&])"
    r"([A-Za-z][A-Za-z*#@$!%&]{2,13}|[A-Za-z][*#@$!%&]{2,13})(?![\w@/=])"
)
_SIGNS = "*#@$!%&"
_HIDING = re.compile(r"[*#@$%&]|![A-Za-z*#@$%&]")
"""A sign in place of a letter, and not only after a word."""
_DOLLAR = re.compile(r"(?<=[A-Za-z])\$(?=[A-Za-z])")
_STUTTER = re.compile(r"(?<![\w'’-])(([A-Za-z]{1,2})-)(?=\2)(?:\2-){0,9}([A-Za-z]+)", re.IGNORECASE)
_STREET = re.compile(r"(?<=[a-z] )([A-Z][a-z]{1,3})(?![\w.'’-])(?!\.? +[A-Z])")
_NAMED = re.compile(r"\b[A-Z][a-z'’]{1,28} \Z")
_WORDS = re.compile(r"(?<![\w.&-])[^\W\d_]+(?:['’][^\W\d_]+)?")
_ATTACHED = re.compile(r"[\w/&]|\.[A-Za-z]|['’-]\w")
"""What makes a word in capitals part of something longer."""


def _one_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longest first. Those that begin with the same character stand together:
    where none begins so, a branch is passed over without a look at the rest of it."""
    rests: dict[str, list[str]] = {}
    for word in sorted(words, key=len, reverse=True):
        rests.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in rests.items())


@cache
def _figured(language: Language) -> re.Pattern[str] | None:
    """The words with figures in them, in small letters."""
    keys = [key for key in language.respellings if any(char.isdecimal() or char == ";" for char in key)]
    return re.compile(rf"(?<![\w£$€.,:-])(?=\w)(?:{_one_of(keys)})(?![\w%-])") if keys else None


@cache
def _sequences(language: Language) -> re.Pattern[str] | None:
    keys = language.sequences
    firsts = re.escape("".join(sorted({key[0] for key in keys})))
    # Of a text's words few begin so: those that do are found at once, and only then is looked at what stands around.
    begun = rf"(?=[{firsts}])(?<![\w'’#-])(?=\w)"
    return re.compile(rf"{begun}(?:{_one_of(keys)})(?![\w'’-])") if keys else None


_FIGURE = re.compile(r"[\d;]")
_SMALL = {ord(letter): letter.lower() for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}


def _lowered(text: str) -> str:
    """The text in small letters, each in the place of its capital."""
    lower = text.lower()
    return lower if len(lower) == len(text) else text.translate(_SMALL)


def texting(text: str, language: Language) -> Iterator[Change]:
    """`2moro`, `gr8`; and words that are read together: `c u`, `id rather`."""
    found: list[Change] = []
    lower = _lowered(text)
    if (figured := _figured(language)) is not None and _FIGURE.search(text):
        for match in figured.finditer(lower):
            said = language.respellings[match.group()]
            capital = text[match.start()].isupper()
            found.append(Change(*match.span(), said[0].upper() + said[1:] if capital else said))
    if (together := _sequences(language)) is not None:
        for match in together.finditer(lower):
            at = match.start()
            meanings = language.sequences[match.group()].split()
            for typed, meant in zip(match.group().split(), meanings, strict=True):
                if typed != meant.lower():
                    meant = meant[0].upper() + meant[1:] if text[at].isupper() else meant
                    found.append(Change(at, at + len(typed), meant))
                at += len(typed) + 1
    yield from sorted(found)


def streets(text: str, language: Language) -> Iterator[Change]:
    """`High St is shut.`"""
    for match in _STREET.finditer(text) if any(name in text for name in language.streets) else ():
        if match.group() in language.streets and _NAMED.search(text, max(0, match.start() - 30), match.start()):
            yield Change(*match.span(), language.streets[match.group()])


def uncensored(text: str, language: Language) -> Iterator[Change]:
    """Words with signs in place of letters, as the words they are: `b!tch`, `f**k`."""
    if not language.censored or not _HIDING.search(text):
        return
    for match in _CENSORED.finditer(text):
        written = match.group()
        if not any(sign in written for sign in _SIGNS):
            continue
        bare = written.rstrip("!")
        if not any(sign in bare for sign in _SIGNS):
            continue
        for given in (bare, written) if bare[-1:].isalpha() else (written, bare):
            word = _hidden(given.lower(), language.censored) if any(sign in given for sign in _SIGNS) else ""
            if word:
                said = word.capitalize() if written[0].isupper() and not written[1:2].isupper() else word
                yield Change(match.start(), match.start() + len(given), said)
                break
        else:
            yield from (Change(m.start(), m.end(), "s") for m in _DOLLAR.finditer(text, match.start(), match.end()))


@cache
def _by_shape(censored: tuple[str, ...]) -> dict[tuple[int, str], list[str]]:
    shapes: dict[tuple[int, str], list[str]] = {}
    for word in censored:
        shapes.setdefault((len(word), word[0]), []).append(word)
    return shapes


def _hidden(written: str, censored: tuple[str, ...]) -> str:
    """The word that is written with signs; empty where it is none of them."""
    for word in _by_shape(censored).get((len(written), written[0]), ()):
        if all(sign == letter or sign in _SIGNS for sign, letter in zip(written, word, strict=True)):
            return word
    return ""


def stutters(text: str, language: Language) -> Iterator[Change]:
    """`w-what`: the beginning of the word as it sounds, and not the name of its letter."""
    if "-" not in text or not language.stutters:
        return
    for match in _STUTTER.finditer(text):
        word, begun = match.group(3), match.group(2)
        whole = match.group().lower()
        if whole in language.no_stutters or (
            len(begun) > 1 and (word.lower() == begun.lower() or begun[-1].lower() in "aeiou")
        ):
            continue
        said = _begun(word.lower(), begun, language)
        for at in range(match.start(), match.start(3), len(begun) + 1):
            yield Change(at, at + len(begun) + 1, f"{said} ")


def _begun(word: str, begun: str, language: Language) -> str:
    """What is said for the beginning of a word; itself where it is a vowel."""
    for length in (3, 2, 1):
        if (said := language.stutters.get(word[:length])) is not None:
            return said.capitalize() if begun[0].isupper() else said
    return begun


def emphasised(text: str, language: Language) -> Iterator[Change]:
    """Words in capitals that are acronyms elsewhere, in small letters where they are only emphasised: `ON US`."""
    if not language.emphasis or not any(word in text for word in language.emphasis):
        return
    words = list(_WORDS.finditer(text))
    written = [match.group() for match in words]
    known: dict[tuple[str, str, str], bool | None] = {}
    found = []
    for at, word in enumerate(written):
        if word not in language.emphasis or _ATTACHED.match(text, words[at].end()):
            continue
        first = written[at - 1] if at and _are_beside(text, words[at - 1].end(), words[at].start()) else ""
        last = at + 1 == len(words)
        second = "" if last or not _are_beside(text, words[at].end(), words[at + 1].start()) else written[at + 1]
        beside = first, word, second
        if beside not in known:
            known[beside] = _is_acronym(first, language.emphasis[word], second, language)
        found.append((words[at], known[beside]))
    spelt = {word.group() for word, acronym in found if acronym}
    for match, acronym in found:
        settled = acronym if acronym is not None else match.group() in spelt
        if not settled:
            yield Change(*match.span(), match.group().lower())


def _is_acronym(first: str, rule: Capitals, second: str, language: Language) -> bool | None:
    """Whether a word between two others is one; None where neither tells, and the letter decides."""
    if second.lower() in rule.before or any(_is_acronym_alone(word, language) for word in (first, second)):
        return True
    shouted = any(_is_shouted(word, language) for word in (first, second))
    if first.lower() in rule.after and not (shouted and first.lower() not in language.articles):
        return True
    if shouted or first.lower() in rule.plain:
        return False
    return True if rule.usual else None


def _are_beside(text: str, start: int, end: int) -> bool:
    """Whether only spaces, commas and the like stand between two words, from `start` to `end`."""
    return end - start < 5 and not text[start:end].strip(" \t\r\n,\"'“”‘’()*_")


def _is_acronym_alone(word: str, language: Language) -> bool:
    return len(word) > 1 and word.isupper() and word not in language.emphasis and is_letters(word, language)


def _is_shouted(word: str, language: Language) -> bool:
    """Whether a word is in capitals and no acronym."""
    return len(word) > 1 and word.isupper() and not is_letters(word, language)
