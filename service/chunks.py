"""One chunk of a letter, a run without white space, read as the words for the voice and the mark after each."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from .english import ENGLISH
from .numerals import DIGITS, cardinal, spell

NONE, SOFT, CLAUSE, LINE, TRAIL = "", "soft", ",", "line", "trail"
FULL, QUESTION, CRY = ".", "?", "!"
ABBREVIATED, INITIAL, NUMBERED = "abbreviated", "initial", "numbered"
NUMBERING = {"no": "number", "p": "page", "fig": "figure", "apt": "apartment"}
"""What stands short before a number ("No. 7"), and is a word with a full stop where none follows."""
UNQUOTED = {"quoted.": FULL, "quoted?": QUESTION, "quoted!": CRY}
"""Marks inside a closing quotation mark: whether the sentence ends there depends on what follows."""
LONGEST = 40
"""Letters of the longest word that is given to a voice whole."""
LONGEST_DIGITS = 13
"""Digits that are said one by one in one go; they make a phrase."""


class Piece(NamedTuple):
    """A part of a chunk."""

    start: int
    """Where it begins in the chunk, in code points."""
    end: int
    """Where it ends in the chunk, in code points."""
    said: str
    """The words for the voice; empty where nothing is said."""
    mark: str
    """The mark after it."""
    opens: bool = False
    """True where a bracket opens before it."""


_PLAIN = re.compile(r"([A-Za-z]+(?:['’][A-Za-z]+)*)([,.;:!?]?)")
_CUTS = re.compile(
    r"(?:\.{2,}|…)[.…]*[\"'”’)\]*_]*|[—–―]|-{2,}|[,;!?:](?=[^\W\d_])|(?<=[a-z])\.(?=[A-Z][a-z])"
    r"|(?<=[^\W\d_])[)\]](?=[^\W\d_])|(?<=[^\W\d_])(?=[(\[{])"
)
_EDGES = re.compile(r"([\W_]*)(.*?)([\W_]*)", re.DOTALL)
_EMOTICON = re.compile(
    r"(?:[:;=][-'’o^]?[)(\]\[DPpOoSs3/\\|*]+|[)(][-'’]?[:;]|</?3+|\^[_.-]*\^|[xX]D+|T_T|:[a-z_]+:)[.,!?]*"
)
_LINK = re.compile(
    r"(?:https?://|www\.)\S+|(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|edu|gov|io|uk|de|fr|info|me|nhs)(?:/\S*)?", re.I
)
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_TAIL = re.compile(r"[\"'”’)\]>.,;:!?…*_]+$")
_ENTITY = re.compile(r"&(?:#\d+|[a-z]{2,8});", re.I)
_SYMBOLS = {"&": " and ", "+": " plus ", "=": " equals ", "%": " percent ", "@": " at ", "’": "'", "‘": "'", "ʼ": "'"}
_DIGITS = re.compile(r"\d+")
_RUNS = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_ROMAN = re.compile(r"(?=[IVX]{2})(?!IV$|X+$|XIV?$)X{0,2}(?:IX|IV|V?I{0,3})|XIV")
"""Numbers from II to XXIX, but not IV, which is a drip, nor X, XI and XX, which may be anything."""
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?")
_VOWELS = frozenset("AEIOUY")
_OPENING = frozenset("([{")
_STRENGTH = {NONE: 0, SOFT: 1, CLAUSE: 2, TRAIL: 3, FULL: 4, CRY: 5, QUESTION: 6}


def read_chunk(chunk: str) -> tuple[Piece, ...]:
    """The pieces of a chunk, in order and without gaps; they cover it."""
    match = _PLAIN.fullmatch(chunk)
    if match and len(chunk) <= LONGEST and chunk[0] not in "xX":
        return (_plain(match, len(chunk)),)
    if chunk[0] == "<" and chunk[-1] == ">":
        return (Piece(0, len(chunk), "", NONE),)
    pieces: list[Piece] = []
    start = 0
    for end in [0, *(match.end() for match in _CUTS.finditer(chunk)), len(chunk)]:
        if end > start:
            pieces.extend(_part(chunk[start:end], start))
            start = end
        if start < len(chunk) and (chunk.startswith(("http://", "https://", "www."), start) or start == 0):
            whole = _sign(chunk[start:], start)
            if whole:
                pieces.append(whole)
                break
    return tuple(pieces)


def _part(part: str, offset: int) -> list[Piece]:
    sign = _sign(part, offset)
    return [sign] if sign else _pieces(part, offset)


def _sign(part: str, offset: int) -> Piece | None:
    """An emoticon, a link or an e-mail address, at `offset` in its chunk."""
    if _EMOTICON.fullmatch(part):
        return Piece(offset, offset + len(part), "", stronger(SOFT, tail_mark(part.lstrip(":;=)(-'’")[-1:])))
    if len(part) > LONGEST and not part.lstrip("([{\"'“‘").startswith(("http://", "https://", "www.", "[")):
        return None
    address = _address(part)
    return address._replace(start=offset, end=offset + len(part)) if address else None


def _plain(match: re.Match[str], length: int) -> Piece:
    word, mark = match.group(1), match.group(2)
    if mark in ";:":
        mark = CLAUSE if mark else NONE
    if mark == FULL:
        return _dotted(word, length)
    return Piece(0, length, say(word), mark)


def _dotted(word: str, length: int, opens: bool = False) -> Piece:
    """A word with a dot after it: a full stop, or an abbreviation's."""
    key = word.lower()
    months = ENGLISH.weekdays.get(key) or (ENGLISH.months.get(key) if key != "may" else None)
    said = ENGLISH.abbreviations.get(key)
    if key == "p.s":
        return Piece(0, length, "PS", CLAUSE, opens)
    if key == "st":
        return Piece(0, length, "Saint", INITIAL, opens)
    if key in NUMBERING and word != "P":
        return Piece(0, length, say(word), NUMBERED, opens)
    if said:
        return Piece(0, length, said, NONE if key in ENGLISH.never_final else ABBREVIATED, opens)
    if months and word[0].isupper() and len(word) < 5 and word not in ("June", "July", "Sun", "Sat"):
        return Piece(0, length, months, ABBREVIATED, opens)
    if len(word) == 1 and word.isupper() and word != "I":
        return Piece(0, length, word, INITIAL, opens)
    if _DOTTED.fullmatch(word):
        return Piece(0, length, word.replace(".", "").upper(), INITIAL, opens)
    return Piece(0, length, say(word), FULL, opens)


def _address(chunk: str) -> Piece | None:
    """A link, which is said as such, or an e-mail address."""
    start = 0
    while start < len(chunk) and chunk[start] in "(<[\"'“‘":
        start += 1
    tail = _TAIL.search(chunk, start)
    body = chunk[start : tail.start() if tail else len(chunk)]
    mark = tail_mark(tail.group()) if tail else NONE
    if _EMAIL.fullmatch(body):
        said = re.sub(r"[\W_]", lambda m: {"@": " at ", ".": " dot "}.get(m.group(), " "), body)
        return Piece(0, len(chunk), _digits_said(said), mark, start > 0)
    if _LINK.fullmatch(body):
        return Piece(0, len(chunk), "a link", mark, start > 0)
    marked = body.partition("](")
    if marked[1] and _LINK.match(marked[2]):
        words = " ".join(piece.said for piece in read_chunk(marked[0]) if piece.said)
        return Piece(0, len(chunk), f"{words}, a link" if words else "a link", mark)
    return None


def _pieces(part: str, offset: int) -> list[Piece]:
    """The pieces of a part that has no joint inside, at `offset` in its chunk."""
    if len(part) > LONGEST_DIGITS and part.isdecimal():
        return _long_pieces(part, offset, LONGEST_DIGITS)
    if len(part) > LONGEST:
        return _long_pieces(part, offset, LONGEST)
    match = _EDGES.fullmatch(part)
    lead, core, tail = match.groups() if match else ("", part, "")
    if not core:
        symbol = _SYMBOLS.get(part.strip("*_"), "").strip("' ")
        mark = NONE if symbol else tail_mark(part)
        return [Piece(offset, offset + len(part), symbol, mark, part[-1] in _OPENING)]
    opens = any(char in _OPENING for char in lead)
    mark = tail_mark(tail)
    if tail.startswith((".", ")")) and mark in (FULL, CLAUSE) and "." in tail and tail[:2] != "..":
        piece = _dotted(core, len(part), opens) if core.replace(".", "").isalpha() else None
        if piece and piece.mark != FULL:
            own = mark if mark == CLAUSE else piece.mark
            return [piece._replace(start=offset, end=offset + len(part), mark=own)]
    if tail.startswith(("%", "+")) or (lead.endswith("@") and len(lead) == 1):
        core = (lead if lead == "@" else "") + core + (tail[0] if tail.startswith(("%", "+")) else "")
    return [Piece(offset, offset + len(part), say(core), quoted(mark, tail), opens)]


def quoted(mark: str, tail: str) -> str:
    """The mark as one that stands inside a closing quotation mark, where it does."""
    closed = tail.rstrip("*_")[-1:] in ("”", '"', "’", "'", "»")
    return f"quoted{mark}" if closed and mark in (FULL, QUESTION, CRY) else mark


def _long_pieces(part: str, offset: int, size: int) -> list[Piece]:
    """A run that is too long for a voice, in pieces of `size` characters, each read by itself."""
    pieces = []
    for start in range(0, len(part), size):
        pieces.extend(_part(part[start : start + size], offset + start))
    return pieces


def say(core: str) -> str:
    """A word as the voice is given it: nothing that is not a letter, an apostrophe or a hyphen; never corrected."""
    if not core.isascii():
        core = "".join(char for char in unicodedata.normalize("NFC", core) if _kept(char))
    if "&" in core:
        core = _ENTITY.sub(lambda m: "&" if m.group().lower() == "&amp;" else " ", core)
    if not core.replace("'", "").isalpha():
        whole = ENGLISH.respellings.get(core.lower()) or ENGLISH.abbreviations.get(core.lower().rstrip("."))
        if whole:
            return whole
        core = "".join(_SYMBOLS.get(char, char if _sounds(char) else " ") for char in core)
        core = _digits_said(core)
    return " ".join([_word(word) for word in core.split()])


def _kept(char: str) -> bool:
    return (unicodedata.category(char)[0] != "C" and unicodedata.category(char) != "Mn") or "\u0300" <= char <= "\u036f"


def _sounds(char: str) -> bool:
    return char.isalnum() or char in "'-" or "\u0300" <= char <= "\u036f" or unicodedata.category(char)[0] == "M"


def _digits_said(core: str) -> str:
    return _DIGITS.sub(lambda m: f" {_number(m.group())} ", core)


def _number(digits: str) -> str:
    return cardinal(digits) if digits.isdecimal() and len(digits) < len(DIGITS) else spell(digits)


def _word(word: str) -> str:
    lower = word.lower()
    plain = ENGLISH.respellings.get(lower)
    if plain:
        return plain[0].upper() + plain[1:] if word[0].isupper() else plain
    alike = len(word) < 5 and word.isupper() and len(set(word)) == 1
    if len(word) > 1 and word.isupper():
        if _ROMAN.fullmatch(word):
            return cardinal(str(_value(word)))
        word = word if alike else _capitals(word, lower)
    if len(word) > 2 and not alike and lower != "www":
        word = _RUNS.sub(lambda m: _shortened(word, m), word)
    return word


def _capitals(word: str, lower: str) -> str:
    """Capitals for emphasis are plain words; what is spelt out stays in capitals."""
    if word in ENGLISH.acronyms or (word.isalpha() and not _VOWELS & set(word) and word.isascii()):
        return word
    return lower


def _value(roman: str) -> int:
    digits = [{"I": 1, "V": 5, "X": 10}[letter] for letter in roman]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))


def _shortened(word: str, run: re.Match[str]) -> str:
    """ "sooooo" is "so" and "goooood" is "good"."""
    twice = (word[: run.start()] + run.group(1) * 2 + word[run.end() :]).lower()
    return run.group(1) * (2 if twice in ENGLISH.doubled else 1)


def tail_mark(tail: str) -> str:
    """The mark that a run of punctuation makes."""
    if not tail:
        return NONE
    if "?" in tail:
        return QUESTION
    if "!" in tail:
        return CRY
    if tail.count(".") > 1 or "…" in tail:
        return TRAIL
    if "." in tail:
        return CLAUSE if tail.rstrip("\"'”’)]*_")[-1:] in (",", ";", ":") else FULL
    if any(char in ",;:—–―)]}-" for char in tail):
        return CLAUSE
    return SOFT if any(unicodedata.category(char) in ("So", "Cn") for char in tail) else NONE


def stronger(first: str, second: str) -> str:
    """The one of two marks that asks for more."""
    return second if _STRENGTH.get(second, 3) > _STRENGTH.get(first, 3) else first
