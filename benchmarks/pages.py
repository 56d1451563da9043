"""The pages that hold figures, as text: a group's section of docs/figures.md, and the ten answers of the README.

What stands between two marks is written anew, and all else stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from benchmarks.figures import QUESTIONS, Answer, Figure, row, table

BEGIN, END = "<!-- bench -->", "<!-- /bench -->"
"""Around the answers in the README."""
_SECTION = re.compile(r"<!-- bench (?P<group>[\w-]+) -->\n.*?<!-- /bench (?P=group) -->\n", re.S)


@dataclass(frozen=True)
class Measured:
    """A group of figures, measured on one machine on one day."""

    group: str
    """Its name, as `scripts/bench` takes it."""
    title: str
    """Its heading."""
    conditions: str
    """When and where, as a sentence."""
    figures: tuple[Figure, ...]

    @property
    def answers(self) -> Mapping[str, Answer]:
        """What the README is told, by the question."""
        return {figure.answer.key: figure.answer for figure in self.figures if figure.answer is not None}


def section(measured: Measured) -> str:
    """The section of docs/figures.md, with its marks."""
    body = f"## {measured.title}\n\n{measured.conditions}\n\n{table(measured.figures)}"
    return f"<!-- bench {measured.group} -->\n{body}\n<!-- /bench {measured.group} -->\n"


def with_section(page: str, measured: Measured, order: Iterable[str]) -> str:
    """docs/figures.md with this group's section, all of them as `order` has them; a group that is not there goes."""
    sections = {match["group"]: match[0] for match in _SECTION.finditer(page)} | {measured.group: section(measured)}
    head = page.partition("<!-- bench ")[0].rstrip() + "\n"
    return "\n".join([head, *(sections[name] for name in order if name in sections)])


def with_answers(page: str, answers: Mapping[str, Answer]) -> str:
    """The README with these answers; those to the other questions stay, and what nobody has measured is left out."""
    before, rest = page.split(BEGIN)
    old, after = rest.split(END)
    rows = {line.split(" | ")[0].removeprefix("| "): line for line in old.splitlines() if line.startswith("| ")}
    rows |= {QUESTIONS[key]: row(QUESTIONS[key], answer.number, answer.how) for key, answer in answers.items()}
    lines = [rows[question] for question in QUESTIONS.values() if question in rows]
    return "\n".join([before + BEGIN, "| question | answer | measured |", "|---|---|---|", *lines, END + after])
