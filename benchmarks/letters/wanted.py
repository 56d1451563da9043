"""Whether a letter is read as a good reader reads it: its words, its rests, and the sounds of some of them."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from benchmarks.letters.sounds import alike
from service.errors import ReadbackError
from service.phrases.phrases import Phrase
from service.score.score import Rest, Score
from service.speech.engines.alphabets import misaki
from service.speech.engines.engine import EngineFailed, Utterance
from service.speech.engines.hibari_g2p import alphabet, english
from service.speech.engines.phonemes import Speller
from service.speech.sounding import sounded
from service.speech.speech import groups
from tests.cases.case import score_of, written

FOLDER = Path(__file__).parent
LONGEST = 300
"""The most phonemes that are asked for at once."""
SIGNS = {"soft": "~", "clause": ",", "trail": ";", "sentence": "S", "paragraph": "P", "greeting": "G", "closing": "C"}
"""Each kind of rest, as one symbol among the words of a plan."""
HALT = "`"
"""A mark inside a phrase, at which the voice halts a little by itself."""
BRIEF, LONG = "[~,;`]", "[SPGC]"
GAP = f"{BRIEF}?"
"""Between two words, where nothing is said about it."""
RESTS = {"[S]": LONG, "[P]": "[PGC]", "[G]": "G", "[C]": "C", "[.]": r"\.", "[c]": BRIEF, "[r]": "[~,;SPGC]", "_": ""}
"""What each sign of `said` asks for."""
_TOKEN = re.compile(r"\[[A-Za-z.]\]|_(?= )|[{}|]|\([^()\s]+\)|[^\s{}|\-\u2010\u2011]+")
_SILENT = frozenset(".,;:!?'\"()[]-\u2010\u2011\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u02bc\u00ab\u00bb")
"""Marks that a voice reads as a rest, or not at all. Any other sign would be said."""


@dataclass(frozen=True)
class Letter:
    """A letter, and how a good reader reads it."""

    letter: str
    said: str
    kind: int
    """Which kind of fault it was made after, 1 to 7."""
    why: str
    """The report, or the kind, in a few words."""
    sounds: dict[str, str | list[str]] = field(default_factory=dict)
    """How some of the words sound; a list is one for each time the word is said."""


def letters() -> tuple[Letter, ...]:
    """All that are measured with."""
    return tuple(Letter(**given) for given in tomllib.loads((FOLDER / "new.toml").read_text("utf-8"))["letter"])


def fault(letter: Letter) -> str:
    """What is wrong with how it is read today; empty where nothing is."""
    try:
        score = score_of(letter.letter)
    except ReadbackError as error:
        return f"refused: {error.code}"
    plan = stream(score)
    if not re.fullmatch(pattern(letter.said, rests=False), re.sub(r"[~,;`.SPGC]", "", plan)):
        return f"words: {written(score)}"
    if not re.fullmatch(pattern(letter.said), plan):
        return f"rests: {written(score)}"
    return next(_wrong_sounds(letter, score), "")


def stream(score: Score) -> str:
    """A plan as one text: the letters of what is said, and a symbol for each rest."""
    parts = ""
    for part in score.parts:
        if isinstance(part, Rest):
            parts += SIGNS.get(part.kind, "." if part.kind == "lead_out" else "")
        elif isinstance(part, Phrase):
            words = [word.spoken for word in part.words]
            parts += "".join(bare(word) + (HALT if word[-1] in ",;:.?!" else "") for word in words[:-1])
            parts += bare(words[-1])
    return parts


def bare(text: str) -> str:
    """The letters and figures of a text, small and without accents; a sign that would be said stays."""
    plain = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in plain if not (c.isspace() or c in _SILENT or unicodedata.combining(c)))


@cache
def pattern(said: str, rests: bool = True) -> str:
    """`said` as an expression that the streams of all right plans match."""
    tokens = _TOKEN.findall(said)
    made, end = _sequence(tokens, 0, rests)
    if end != len(tokens):
        raise ValueError(f"a bracket too many in: {said}")
    return made


def _sequence(tokens: list[str], at: int, rests: bool) -> tuple[str, int]:
    """The tokens up to a bar or a closing bracket, and where that is."""
    made, gap = "", ""
    standard = GAP if rests else ""
    while at < len(tokens) and tokens[at] not in "|}":
        token = tokens[at]
        if token in RESTS:
            made, gap = made + (RESTS[token] if rests else ""), ""
            at += 1
        elif token == "{":
            inner, at = _choice(tokens, at + 1, rests)
            empty = any(not one for one in inner)
            followed = "" if at < len(tokens) and tokens[at] in RESTS else standard
            made += gap + "(?:" + "|".join(one + (followed if one and empty else "") for one in inner) + ")"
            gap = "" if empty else standard
        elif token[0] == "(":
            made, gap = f"{made}{gap}(?:{re.escape(bare(token))}{standard})?", ""
            at += 1
        else:
            made, gap = made + gap + re.escape(bare(token)), standard
            at += 1
    return made, at


def _choice(tokens: list[str], at: int, rests: bool) -> tuple[list[str], int]:
    """The alternatives of a bracket, and where the next token is."""
    made = []
    while True:
        one, at = _sequence(tokens, at, rests)
        made.append(one)
        at += 1
        if tokens[at - 1] == "}":
            return made, at


def _wrong_sounds(letter: Letter, score: Score) -> Iterator[str]:
    try:
        said = tuple(spelt(score))
    except EngineFailed:
        yield "a word of it has no phonemes"
        return
    for word, wanted in letter.sounds.items():
        heard = [symbols for spoken, symbols in said if bare(spoken) == bare(word)]
        each = wanted if isinstance(wanted, list) else [wanted]
        if len(each) != len(heard):
            each = ["|".join(each)] * len(heard)
        for one, right in zip(heard, each, strict=False):
            if not alike(one, right):
                yield f"sounds: {word} is said {one}, not {right}"


def spelt(score: Score, british: bool = False) -> Iterator[tuple[str, str]]:
    """Each word that is said, and the phonemes that heart is given for it. Raises EngineFailed."""
    for group in groups(sounded(score, "en-GB" if british else "en-US"), LONGEST):
        phrases = tuple(part for part in group.parts if isinstance(part, Phrase))
        if not phrases:
            continue
        words = [word.spoken for phrase in phrases for word in phrase.words]
        symbols = [
            call.symbols[word.start - 1 : word.end - 1]
            for call in _speller(british).spell(Utterance(phrases, group.ends), LONGEST)
            for _, word in call.words
        ]
        yield from zip(words, symbols, strict=True)


@cache
def _speller(british: bool) -> Speller:
    return Speller(english(british), frozenset(alphabet()), misaki(british))
