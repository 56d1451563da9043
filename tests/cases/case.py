"""A case: a small letter, what is said for it, and where it rests. They stand in the TOML files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from service.errors import ReadbackError
from service.phrases.phrases import Phrase
from service.render import planned
from service.score.pace import PaceWish
from service.score.score import Rest, Score
from service.speech.engines.alphabets import misaki
from service.speech.engines.engine import Utterance
from service.speech.engines.hibari_g2p import alphabet, english, missing_front
from service.speech.engines.phonemes import Speller
from service.speech.sounding import sounded
from service.speech.speech import groups
from tests.conftest import missing
from tests.readings import CATALOGUE, LIMIT

FOLDER = Path(__file__).parent
MARKS_AROUND = " \n.,;:!?\"'“”‘’()"
"""What stands around a word and is none of it."""
RESTS = {
    "soft": "[~]",
    "clause": "[c]",
    "trail": "[t]",
    "sentence": "[S]",
    "paragraph": "[P]",
    "greeting": "[G]",
    "closing": "[C]",
    "lead_in": "",
    "lead_out": "[.]",
}
"""Each kind of rest, as it is written in a case."""


@dataclass(frozen=True)
class Case:
    """A letter and how it is read."""

    name: str
    """Where it stands: the file, and the number in it, counted from 1."""
    letter: str
    """What was written."""
    said: str
    """What is said, with its rests; or, where the letter is refused, `refused:` and the code."""
    language: str = "en-US"
    """Tag of the language that it is read in."""
    severity: int = 1
    """How bad it is where it is read wrongly: 3, something is lost; 2, heard every time; 1, a blemish."""
    sounds: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    """Words of it, in small letters, and how each sounds: in the phonemes that the voice heart is given. A list where
    the word stands there several times."""
    wrong: str = ""
    """Why it is not read like that today; empty where it is."""


def cases() -> Iterator[Case]:
    """All of them, by file."""
    for path in sorted(FOLDER.glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for number, given in enumerate(table["case"], 1):
            yield Case(f"{path.stem}-{number}", **given)


def as_read(letter: str, language: str = "en-US") -> str:
    """How a letter is read today, written as in a case."""
    voice = replace(CATALOGUE.voice("heart"), language=language)
    try:
        return written(planned(CATALOGUE, letter, voice, PaceWish().pace(), LIMIT))
    except ReadbackError as error:
        return f"refused: {error.code}"


def as_sounded(case: Case) -> dict[str, list[str]]:
    """How the words that a case names sound, each time that they stand there."""
    voice = replace(CATALOGUE.voice("heart"), language=case.language)
    score = planned(CATALOGUE, case.letter, voice, PaceWish().pace(), LIMIT)
    found: dict[str, list[str]] = {word: [] for word in case.sounds}
    for group in groups(sounded(score, voice), LIMIT):
        phrases = tuple(part for part in group.parts if isinstance(part, Phrase))
        for call in speller(british=case.language == "en-GB").spell(Utterance(phrases, group.ends), LIMIT):
            for _, word in call.words:
                name = case.letter[slice(*word.text)].strip(MARKS_AROUND).lower()
                if name in found:
                    found[name].append(call.symbols[word.start - 1 : word.end - 1])
    return found


@cache
def speller(british: bool) -> Speller:
    """What writes words as phonemes. Ends the test where it is missing."""
    if (why := missing_front()) is not None:
        missing(f"hibari's phonemes: {why[0]}")
    return Speller(english(british), frozenset(alphabet()), misaki(british))


def written(score: Score) -> str:
    """A plan as a line: what is said, and a sign for each rest."""
    parts = (_part(part) for part in score.parts if isinstance(part, Phrase | Rest))
    return " ".join(part for part in parts if part)


def _part(part: Phrase | Rest) -> str:
    return RESTS[part.kind] if isinstance(part, Rest) else part.spoken
