"""One chunk of a letter, a run without white space, read as the words for the voice and the mark after each."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from service.languages.language import Language, Numbers
from service.letter.line_breaks import parting

NONE, SOFT, CLAUSE, LINE, TRAIL = "", "soft", ",", "line", "trail"
FULL, QUESTION, CRY = ".", "?", "!"
ABBREVIATED, INITIAL, NUMBERED = "abbreviated", "initial", "numbered"
UNQUOTED = {"quoted.": FULL, "quoted?": QUESTION, "quoted!": CRY}
"""Marks inside a closing quotation mark: whether the sentence ends there depends on what follows."""
LONGEST = 40
"""Letters of the longest word that is given to a voice whole."""
LONGEST_RUN = 200
"""The same for a run of letters in a script without spaces, which is cut again where it is said."""
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


_ASCII_WORD = re.compile(r"([A-Za-z]+(?:['’][A-Za-z]+)*)([,.;:!?]?)")
_ANY_WORD = re.compile(r"([^\W\d_]+(?:['’][^\W\d_]+)*)([,.;:!?]?)")
_CUTS = (
    r"(?:\.{2,}|…)[.…]*[\"'”’)\]*_]*|[—–―]|-{2,}|[,;!?:](?=[^\W\d_])|(?<=[a-z])\.(?=[A-Z][a-z])"
    r"|(?<=[^\W\d_])[)\]](?=[^\W\d_])|(?<=[^\W\d_])(?=[(\[{])"
)
_CLOSING = "\"'”’»)\\]}*_」』）】》〉"
"""Quotation marks and brackets that close, for a class of characters."""
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
_APOSTROPHES = {"’": "'", "‘": "'", "ʼ": "'"}
_WRITTEN = frozenset("%‰&§@+=×÷−°№℃℉ºª€£$¥₹₽₺₩₴₪₫฿'-.,:;/·")
"""Signs that are left to an engine which reads its own language, inside a word or beside a digit."""
_MEASURED = frozenset("%‰°℃℉€£$¥₹₽₺₩₴₪₫฿+")
"""Those of them that may begin or end a word."""
_MONEY = _MEASURED - {"+", "°"}
"""Those that are said by themselves: `20 €.`"""
_VARIANTS = frozenset(chr(code) for code in (*range(0xFE00, 0xFE10), *range(0x180B, 0x180E)))
_JOINERS = frozenset("\u200c\u200d")
LONGEST_NUMBER = 10
"""Digits inside a word from which on they are said one by one."""
_ABBREVIATED_LETTERS = 4
"""Most letters without a vowel that a dot makes an abbreviation: `bzw.`"""
_DOTTED_LETTERS = 3
"""Most letters between the dots of an abbreviation: `z.B.`, `p.ex.`"""
_ORDINAL_DIGITS = 2
"""Most digits of a number whose dot ends no sentence: `3. Mai`, but not a year."""
_ALL_VOWELS = frozenset("aeiouyæøœıаеиоуыэюяєіїαεηιουω")
_DIGITS = re.compile(r"\d+")
_RUNS = re.compile(r"([^\W\d_])\1{2,}", re.IGNORECASE)
_ROMAN = re.compile(r"(?=[IVX]{2})(?!IV$|X+$|XIV?$)X{0,2}(?:IX|IV|V?I{0,3})|XIV")
"""Numbers from II to XXIX, but not IV, which is a drip, nor X, XI and XX, which may be anything."""
_DOTTED = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]?")
_VOWELS = frozenset("AEIOUYÁÉÍÓÚÜ")
_STRENGTH = {NONE: 0, SOFT: 1, CLAUSE: 2, TRAIL: 3, FULL: 4, CRY: 5, QUESTION: 6}


@cache
def reader_of(language: Language) -> Reader:
    """How chunks are read in a language: by its tables, or as they are written where it says no numbers."""
    return Tabled(language, language.numbers) if language.numbers is not None else Written(language)


class Reader:
    """Reads chunks in one language."""

    longest = LONGEST

    def __init__(self, language: Language) -> None:
        self.language = language
        self._word = _ASCII_WORD if language.ascii_words else _ANY_WORD
        self._kiss = "xX" if language.kisses else ""
        marks = "".join(map(re.escape, language.marks))
        self._cuts = re.compile(f"{_CUTS}|[{marks}]+[{marks}{_CLOSING}]*" if marks else _CUTS)

    def read(self, chunk: str) -> tuple[Piece, ...]:
        """The pieces of a chunk, in order and without gaps; they cover it."""
        match = self._word.fullmatch(chunk)
        if match and len(chunk) <= LONGEST and chunk[0] not in self._kiss:
            return (self._plain(match, len(chunk)),)
        if chunk[0] == "<" and chunk[-1] == ">":
            return (Piece(0, len(chunk), "", NONE),)
        pieces: list[Piece] = []
        start = 0
        for end in [0, *(match.end() for match in self._cuts.finditer(chunk)), len(chunk)]:
            if end > start:
                pieces.extend(self._part(chunk[start:end], start))
                start = end
            if start < len(chunk) and (chunk.startswith(("http://", "https://", "www."), start) or start == 0):
                whole = self._sign(chunk[start:], start)
                if whole:
                    pieces.append(whole)
                    break
        return tuple(pieces)

    def say(self, core: str) -> str:
        """A word as the voice is given it."""
        raise NotImplementedError

    def mark(self, tail: str) -> str:
        """The mark that a run of punctuation makes."""
        return tail_mark(tail.translate(self.language.alike) if self.language.marks else tail)

    def _dotted(self, word: str, length: int, opens: bool = False) -> Piece:
        """A word with a dot after it: a full stop, or an abbreviation's."""
        raise NotImplementedError

    def _edges(self, part: str) -> tuple[str, str, str]:
        """What is not said before a word, the word, and what is not said after it."""
        match = _EDGES.fullmatch(part)
        lead, core, tail = match.groups() if match else ("", part, "")
        while tail and not self.language.ascii_words and _is_sign(tail[0]):
            core, tail = core + tail[0], tail[1:]
        return lead, core, tail

    def _symbol(self, part: str) -> str:
        """What is said for a part without letters and digits."""
        return self.language.signs.get(part.strip("*_"), "")

    def _address(self, body: str) -> str | None:
        """What is said for an e-mail address; None where it is none."""
        return None

    def _part(self, part: str, offset: int) -> list[Piece]:
        sign = self._sign(part, offset)
        return [sign] if sign else self._pieces(part, offset)

    def _sign(self, part: str, offset: int) -> Piece | None:
        """An emoticon, a link or an e-mail address, at `offset` in its chunk."""
        if _EMOTICON.fullmatch(part):
            return Piece(offset, offset + len(part), "", stronger(SOFT, tail_mark(part.lstrip(":;=)(-'’")[-1:])))
        if len(part) > LONGEST and not part.lstrip("([{\"'“‘").startswith(("http://", "https://", "www.", "[")):
            return None
        piece = self._pointing(part)
        return piece._replace(start=offset, end=offset + len(part)) if piece else None

    def _pointing(self, chunk: str) -> Piece | None:
        """A link, which is said as such, or an e-mail address."""
        start = 0
        while start < len(chunk) and chunk[start] in "(<[\"'“‘":
            start += 1
        tail = _TAIL.search(chunk, start)
        body = chunk[start : tail.start() if tail else len(chunk)]
        mark = tail_mark(tail.group()) if tail else NONE
        if _EMAIL.fullmatch(body) and (said := self._address(body)) is not None:
            return Piece(0, len(chunk), said, mark, start > 0)
        link = self.language.link
        if _LINK.fullmatch(body):
            return Piece(0, len(chunk), link, mark if link else stronger(mark, SOFT), start > 0)
        marked = body.partition("](")
        if marked[1] and _LINK.match(marked[2]):
            words = " ".join(piece.said for piece in self.read(marked[0]) if piece.said)
            return Piece(0, len(chunk), ", ".join(filter(None, (words, link))), mark)
        return None

    def _plain(self, match: re.Match[str], length: int) -> Piece:
        word, mark = match.group(1), match.group(2)
        if mark and self.language.marks:
            mark = self.language.marks.get(mark, mark)
        if mark in ";:":
            mark = CLAUSE if mark else NONE
        if mark == FULL:
            return self._dotted(word, length)
        return Piece(0, length, self.say(word), mark)

    def _pieces(self, part: str, offset: int) -> list[Piece]:
        """The pieces of a part that has no joint inside, at `offset` in its chunk."""
        if len(part) > LONGEST_DIGITS and part.isdecimal():
            return self._long_pieces(part, offset, LONGEST_DIGITS)
        if len(part) > self.longest:
            return self._long_pieces(part, offset, self.longest)
        lead, core, tail = self._edges(part)
        if not core:
            symbol = self._symbol(part)
            mark = NONE if symbol else self.mark(part)
            return [Piece(offset, offset + len(part), symbol, mark, part[-1] in self.language.opening)]
        opens = any(char in self.language.opening for char in lead)
        mark = self.mark(tail)
        if tail.startswith((".", ")")) and mark in (FULL, CLAUSE) and "." in tail and tail[:2] != "..":
            piece = self._dotted(core, len(part), opens) if self._may_be_short(core) else None
            if piece and piece.mark != FULL:
                own = mark if mark == CLAUSE else piece.mark
                return [piece._replace(start=offset, end=offset + len(part), mark=own)]
        if tail.startswith(("%", "+")) or (lead.endswith("@") and len(lead) == 1):
            core = (lead if lead == "@" else "") + core + (tail[0] if tail.startswith(("%", "+")) else "")
        return [Piece(offset, offset + len(part), self.say(core), self._inside(mark, tail), opens)]

    def _may_be_short(self, core: str) -> bool:
        """Whether a word may be an abbreviation without its last dot."""
        return core.replace(".", "").isalpha()

    def _inside(self, mark: str, tail: str) -> str:
        """The mark as one that stands inside a sentence or a closing quotation mark, where it does."""
        if self.language.asides and mark in (QUESTION, CRY) and tail[-1] in ",;:":
            return f"quoted{mark}"
        return quoted(mark, tail)

    def _long_pieces(self, part: str, offset: int, size: int) -> list[Piece]:
        """A run that is too long for a voice, in pieces of `size` characters, each read by itself."""
        pieces = []
        for start in range(0, len(part), size):
            pieces.extend(self._part(part[start : start + size], offset + start))
        return pieces


class Tabled(Reader):
    """Reads chunks in a language whose abbreviations, numbers and signs are said in words."""

    def __init__(self, language: Language, numbers: Numbers) -> None:
        super().__init__(language)
        self._numbers = numbers
        self._symbols = {**{sign: f" {said} " for sign, said in language.signs.items()}, **_APOSTROPHES}

    def say(self, core: str) -> str:
        """A word with nothing that is not a letter, an apostrophe or a hyphen; never corrected."""
        language = self.language
        if not core.isascii():
            core = "".join(char for char in unicodedata.normalize("NFC", core) if _kept(char))
        if "&" in core:
            core = _ENTITY.sub(lambda m: "&" if m.group().lower() == "&amp;" else " ", core)
        if not core.replace("'", "").isalpha():
            whole = language.respellings.get(core.lower()) or language.abbreviations.get(core.lower().rstrip("."))
            if whole:
                return whole
            core = "".join(self._symbols.get(char, char if _sounds(char) else " ") for char in core)
            core = self._digits_said(core)
        return " ".join([self._spelt(word) for word in core.split()])

    def _dotted(self, word: str, length: int, opens: bool = False) -> Piece:
        language = self.language
        key = word.lower()
        months = language.weekdays.get(key) or (language.months.get(key) if key != "may" else None)
        said = language.abbreviations.get(key)
        if key in language.postscripts:
            return Piece(0, length, language.postscripts[key], CLAUSE, opens)
        if said is not None and said in language.nameless:
            return Piece(0, length, said, INITIAL, opens)
        if key in language.numbering and word != "P":
            return Piece(0, length, self.say(word), NUMBERED, opens)
        if said:
            return Piece(0, length, said, NONE if key in language.never_final else ABBREVIATED, opens)
        if months and word[0].isupper() and len(word) < 5 and word not in ("June", "July", "Sun", "Sat"):
            return Piece(0, length, months, ABBREVIATED, opens)
        if len(word) == 1 and word.isupper() and word != "I":
            return Piece(0, length, word, INITIAL, opens)
        if _DOTTED.fullmatch(word):
            return Piece(0, length, word.replace(".", "").upper(), INITIAL, opens)
        return Piece(0, length, self.say(word), FULL, opens)

    def _address(self, body: str) -> str:
        signs = {"@": f" {self.language.signs['@']} ", ".": f" {self.language.dot} "}
        return self._digits_said(re.sub(r"[\W_]", lambda m: signs.get(m.group(), " "), body))

    def _digits_said(self, core: str) -> str:
        return _DIGITS.sub(lambda m: f" {self._number(m.group())} ", core)

    def _number(self, digits: str) -> str:
        few = digits.isdecimal() and len(digits) < LONGEST_NUMBER
        return self._numbers.cardinal(digits) if few else self._numbers.spell(digits)

    def _spelt(self, word: str) -> str:
        """A word as it is spelt for the voice: capitals and letters drawn out for emphasis are plain words."""
        lower = word.lower()
        plain = self.language.respellings.get(lower)
        if plain:
            return plain[0].upper() + plain[1:] if word[0].isupper() else plain
        alike = len(word) < 5 and word.isupper() and len(set(word)) == 1
        if len(word) > 1 and word.isupper():
            if self.language.roman is not None and _ROMAN.fullmatch(word):
                return self.language.roman(_value(word))
            word = word if alike else self._capitals(word, lower)
        if len(word) > 2 and not alike and lower != "www":
            word = _RUNS.sub(lambda m: self._shortened(word, m), word)
        return word

    def _capitals(self, word: str, lower: str) -> str:
        """Capitals for emphasis are plain words; what is spelt out stays in capitals."""
        if word in self.language.acronyms or (word.isalpha() and not _VOWELS & set(word) and word.isascii()):
            return word
        return lower

    def _shortened(self, word: str, run: re.Match[str]) -> str:
        """ "sooooo" is "so" and "goooood" is "good"."""
        twice = (word[: run.start()] + run.group(1) * 2 + word[run.end() :]).lower()
        return run.group(1) * (2 if twice in self.language.doubled else 1)


class Written(Reader):
    """Reads chunks in a language whose engine reads its numbers, abbreviations and signs by itself: as written."""

    longest = LONGEST_RUN

    def say(self, core: str) -> str:
        """A word without what nobody says: emoji, control characters, brackets, quotation marks, Markdown."""
        core = unicodedata.normalize("NFC", core)
        return " ".join("".join([_as_written(char) for char in core]).split())

    def _dotted(self, word: str, length: int, opens: bool = False) -> Piece:
        if self._is_short(word):
            return Piece(0, length, f"{self.say(word)}.", INITIAL, opens)
        return Piece(0, length, self.say(word), FULL, opens)

    def _is_short(self, word: str) -> bool:
        """Whether the dot after it belongs to it: one letter or number, `z.B`, or letters that make no syllable."""
        if word.isdecimal():
            return len(word) <= _ORDINAL_DIGITS
        if word.lower() == word.upper():
            return False
        parts = word.split(".")
        if len(parts) > 1:
            return max(map(len, parts)) <= _DOTTED_LETTERS
        sounds = any(unicodedata.normalize("NFD", char)[0] in _ALL_VOWELS for char in word.lower())
        if len(word) == 1:
            return word.isupper() or not sounds
        return self.language.consonants_abbreviate and len(word) <= _ABBREVIATED_LETTERS and not sounds

    def _may_be_short(self, core: str) -> bool:
        return core.isdecimal() or core.replace(".", "").isalpha()

    def _edges(self, part: str) -> tuple[str, str, str]:
        # A vowel sign is a mark to Unicode, and belongs to its letter: it is no edge.
        inner = [at for at, char in enumerate(part) if char.isalnum() or _is_sign(char) or char in _MEASURED]
        if not any(part[at].isalnum() or part[at] in _MONEY for at in inner):
            return part, "", ""
        first, last = inner[0], inner[-1] + 1
        return part[:first], part[first:last], part[last:]

    def _long_pieces(self, part: str, offset: int, size: int) -> list[Piece]:
        pieces = []
        start = 0
        while start < len(part):
            end = min(start + size, len(part))
            if end < len(part):
                end = next((at for at in range(end, end - size // 2, -1) if parting(part, at)), end)
            pieces.extend(self._part(part[start:end], offset + start))
            start = end
        return pieces

    def _symbol(self, part: str) -> str:
        bare = part.strip("*_")
        return bare if bare and all(char in _WRITTEN and char not in "'-.,:;/·°" for char in bare) else ""


def quoted(mark: str, tail: str) -> str:
    """The mark as one that stands inside a closing quotation mark, where it does."""
    closed = tail.rstrip("*_")[-1:] in ("”", '"', "’", "'", "»")
    return f"quoted{mark}" if closed and mark in (FULL, QUESTION, CRY) else mark


def _is_sign(char: str) -> bool:
    """Whether a character is a sign on the letter before it, such as a vowel sign or an accent."""
    return char > "\u02ff" and unicodedata.category(char)[0] == "M" and char not in _VARIANTS


def _as_written(char: str) -> str:
    """The character, a space, or nothing, as an engine is given it that reads its own language."""
    if char.isalnum() or char in _WRITTEN or char in _JOINERS:
        return char
    if char in _APOSTROPHES:
        return "'"
    category = unicodedata.category(char)
    if category[0] == "M":
        return "" if char in _VARIANTS or category == "Me" else char
    return "" if category in ("Ps", "Pe", "Pi", "Pf", "Cf") and not char.isascii() else " "


def _kept(char: str) -> bool:
    return (unicodedata.category(char)[0] != "C" and unicodedata.category(char) != "Mn") or "\u0300" <= char <= "\u036f"


def _sounds(char: str) -> bool:
    return char.isalnum() or char in "'-" or "\u0300" <= char <= "\u036f" or unicodedata.category(char)[0] == "M"


def _value(roman: str) -> int:
    digits = [{"I": 1, "V": 5, "X": 10}[letter] for letter in roman]
    return sum(-one if one < after else one for one, after in zip(digits, [*digits[1:], 0], strict=True))


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
