"""A case: a small letter, what is said for it, and where it rests. They stand in the TOML files beside this one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from service.errors import ReadbackError
from service.phrases.phrases import Phrase
from service.render import planned
from service.score.pace import PaceWish
from service.score.score import Rest, Score
from service.speech.catalogue import open_catalogue

FOLDER = Path(__file__).parent
VOICES = open_catalogue()
LIMIT = 20_000
"""The longest letter, in characters."""
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
    try:
        return written(score_of(letter, language))
    except ReadbackError as error:
        return f"refused: {error.code}"


def score_of(letter: str, language: str = "en-US") -> Score:
    """The plan of a letter for the voice heart, as if it were of that language. Raises what planning raises."""
    voice = replace(VOICES.voice("heart"), language=language)
    return planned(VOICES, letter, voice, PaceWish().pace(), LIMIT)


def written(score: Score) -> str:
    """A plan as a line: what is said, and a sign for each rest."""
    parts = (_part(part) for part in score.parts if isinstance(part, Phrase | Rest))
    return " ".join(part for part in parts if part)


def _part(part: Phrase | Rest) -> str:
    return RESTS[part.kind] if isinstance(part, Rest) else part.spoken
