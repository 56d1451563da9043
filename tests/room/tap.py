"""What the page really plays and marks: the level of every 128 frames that go to the loudspeaker, and each mark.

Times are seconds of the page's audio context, or milliseconds of the page's own clock. The sound of a moment of the
context is heard a little later than it is computed; `Tap.at` and `Tap.heard` say when, as the browser tells it.
"""

from __future__ import annotations

import itertools
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from fastapi import FastAPI
from fastapi.responses import FileResponse
from numpy.typing import NDArray
from playwright.sync_api import BrowserContext, Page
from starlette.routing import Route

HERE = Path(__file__).parent
WORKLET = "/tap_worklet.js"
BLOCK = 128
"""Frames that are measured together, as Web Audio hands them on."""
LATE = 600.0
"""How long it takes until a sound is recorded, in milliseconds at most."""
NEAR = 15
"""How many readings of the two clocks are compared; there are about twenty a second."""
UNDER_SPEECH = 35.0
"""How far under the speech a rest is heard, in dB."""
SPEECH = -60.0
"""Blocks over this level, in dB of full scale, are taken for speech when its level is looked for; room tone is -69."""
SHORTEST = 0.18
"""The shortest quiet that counts as a rest, in seconds."""
SILENT = -100.0
"""What lies under this is no sound at all, in dB of full scale."""


@dataclass(frozen=True)
class Mark:
    """The moment when another phrase was marked, or none any more."""

    at: float
    """The page's clock, in milliseconds."""
    start: int | None
    """Where the phrase begins in the letter, as its element says in data-start; None where nothing is marked."""
    classes: str
    """The classes of its element."""


@dataclass(frozen=True)
class Press:
    """A click, a key or a change of a field."""

    at: float
    """The page's clock, in milliseconds."""
    kind: str
    """click, keydown or input."""
    what: str
    """The key, or the id of what was clicked."""


@dataclass(frozen=True)
class Tap:
    """What was recorded, until now."""

    rate: int
    """Frames a second of the context."""
    first: int
    """The frame with which `levels` begins."""
    levels: NDArray[np.float64]
    """RMS of each block, in dB of full scale; -200 where it was silent, and NaN where nothing was rendered."""
    peaks: NDArray[np.float64]
    """The same for the largest sample."""
    marks: tuple[Mark, ...]
    presses: tuple[Press, ...]
    clock: NDArray[np.float64]
    """Moments on both clocks: seconds of the context as heard, milliseconds of the page. Shape (n, 2)."""

    def time(self, block: float) -> float:
        """Where a block begins, in seconds of the context."""
        return (self.first + block * BLOCK) / self.rate

    def at(self, time: float) -> float:
        """When a time of the context was heard, on the page's clock, in milliseconds."""
        return time * 1000 + self._behind(0, time)

    def heard(self, at: float) -> float:
        """What was heard at a time of the page's clock, given in milliseconds: seconds of the context."""
        return (at - self._behind(1, at)) / 1000

    def _behind(self, column: int, moment: float) -> float:
        """How far the page's clock is ahead near a moment, in milliseconds: what the browser says of it trembles."""
        nearest = self.clock[np.argsort(np.abs(self.clock[:, column] - moment))[:NEAR]]
        return float(np.median(nearest[:, 1] - nearest[:, 0] * 1000))

    def speech(self) -> float:
        """The level of the speech, in dB of full scale: what its loudest blocks reach."""
        with np.errstate(invalid="ignore"):
            loud = self.levels[self.levels > SPEECH]
        return float(np.percentile(loud, 95)) if len(loud) else 0.0

    def first_sound(self) -> float | None:
        """When the first sample came that was not silent, in seconds of the context; None if none has come."""
        with np.errstate(invalid="ignore"):
            blocks = np.flatnonzero(self.levels > SILENT)
        return self.time(float(blocks[0])) if len(blocks) else None


def tap_into(context: BrowserContext) -> None:
    """Record what every page of this browser context plays from now on; before it is opened, on a server that is
    `tappable`."""
    context.add_init_script(path=HERE / "tap.js")


def tappable(app: FastAPI) -> None:
    """Let a server hand out what listens in the page, for that may come from nowhere else.

    The content security policy wants it from the page's own host, and Playwright's routes are not asked for worklets.
    """
    worklet = FileResponse(HERE / "tap_worklet.js", media_type="text/javascript")
    if not any(getattr(route, "path", "") == WORKLET for route in app.router.routes):
        app.router.routes.insert(0, Route(WORKLET, lambda request: worklet))


def tapped(page: Page) -> Tap:
    """What was recorded in the page's latest audio context, until now."""
    page.wait_for_timeout(LATE)
    told = json.loads(page.evaluate("readbackTap()"))
    runs = told.get("runs", [])
    first = runs[0]["frame"] if runs else 0
    return Tap(
        rate=round(told.get("rate", 48_000)),
        first=first,
        levels=_joined(runs, first, "level"),
        peaks=_joined(runs, first, "peak"),
        marks=tuple(Mark(**mark) for mark in told.get("marks", ())),
        presses=tuple(Press(**press) for press in told["presses"]),
        clock=np.array(told.get("clock", ()), np.float64).reshape(-1, 2),
    )


def heard(tap: Tap, shortest: float = SHORTEST) -> list[tuple[float, float]]:
    """Start and end of each stretch of speech, in seconds of the context.

    shortest: a quiet shorter than this, in seconds, is part of the speech.
    """
    with np.errstate(invalid="ignore"):
        loud = tap.levels > tap.speech() - UNDER_SPEECH
    edges = np.flatnonzero(np.diff(np.concatenate(([False], loud, [False]))))
    stretches: list[tuple[float, float]] = []
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        start, stop = tap.time(float(begin)), tap.time(float(end))
        if stretches and start - stretches[-1][1] < shortest:
            start = stretches.pop()[0]
        stretches.append((start, stop))
    return stretches


def rests(tap: Tap, shortest: float = SHORTEST) -> list[tuple[float, float]]:
    """Start and end of each rest between two stretches of speech, in seconds of the context."""
    stretches = heard(tap, shortest)
    return [(before[1], after[0]) for before, after in itertools.pairwise(stretches)]


def _joined(runs: list[dict[str, Any]], first: int, field: str) -> NDArray[np.float64]:
    """The runs in a row, in dB, with NaN where the context rendered nothing in between."""
    if not runs:
        return np.zeros(0)
    row = np.full((runs[-1]["frame"] - first) // BLOCK + len(runs[-1][field]), np.nan)
    for run in runs:
        begin = (run["frame"] - first) // BLOCK
        row[begin : begin + len(run[field])] = np.array(run[field]) / 10
    return row
