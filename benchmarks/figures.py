"""A figure: what was asked, what was measured, and the table that holds them all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One row of the table."""

    name: str
    """What is measured."""
    asked: str
    """What it is to reach."""
    measured: str
    """What was measured, with its unit."""
    reached: bool | None
    """Whether that is enough; None where nothing was asked."""


def table(figures: Iterable[Figure]) -> str:
    """The figures as a table in Markdown."""
    verdicts = {True: "yes", False: "**no**", None: ""}
    rows = [f"| {f.name} | {f.asked} | {f.measured} | {verdicts[f.reached]} |" for f in figures]
    return "\n".join(["| figure | asked | measured | reached |", "|---|---|---|---|", *rows])
