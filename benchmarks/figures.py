"""A figure: what was asked, what was measured, and, of ten of them, what somebody is told who reads only the README."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from types import MappingProxyType

QUESTIONS = MappingProxyType(
    {
        "first-sound": "How soon is the voice heard after *Listen*?",
        "length": "How long does a letter of 300 words last?",
        "rests": "How exactly are the rests kept?",
        "words": "How many words are heard wrong?",
        "letters": "How many letters are read right, as people type them?",
        "start": "How soon is the first recording there?",
        "work": "How much computing does a minute of sound take?",
        "memory": "How much memory does a reading take?",
        "listeners": "How many can listen at once?",
        "page": "How much has a telephone to load?",
    }
)
"""What the README answers, in its order."""


@dataclass(frozen=True)
class Answer:
    """A figure in a person's words."""

    key: str
    """Which of the `QUESTIONS` it answers."""
    number: str
    """One number with its unit."""
    how: str
    """How it was measured, as half a sentence."""

    def __post_init__(self) -> None:
        if self.key not in QUESTIONS:
            raise ValueError(f"{self.key} is none of the questions")


@dataclass(frozen=True)
class Figure:
    """One row of docs/figures.md. It is understood by itself: a plain sentence, one thing, no word from elsewhere."""

    name: str
    """What is measured."""
    asked: str
    """What it is to reach; empty where nothing is asked."""
    measured: str
    """What was measured, with its unit."""
    reached: bool | None
    """Whether that is enough; None where nothing was asked."""
    answer: Answer | None = None
    """What the README says of it, where it does."""


def table(figures: Iterable[Figure]) -> str:
    """The figures as a table in Markdown."""
    verdicts = {True: "yes", False: "**no**", None: ""}
    rows = [row(f.name, f.asked, f.measured, verdicts[f.reached]) for f in figures]
    return "\n".join(["| figure | asked | measured | reached |", "|---|---|---|---|", *rows])


def row(*cells: str) -> str:
    """One row of a table in Markdown."""
    escaped = [cell.replace("|", "\\|") for cell in cells]
    return f"| {' | '.join(escaped)} |"
