"""What the benchmarks make of what was heard in the page: a tap of a reading whose every time is known."""

from __future__ import annotations

import io

import numpy as np
import pytest
import soundfile

from tests.room.hearing import Hearing, NotHeardError, factors, played
from tests.room.tap import BLOCK, Mark, Press, Tap

RATE = 48_000
SOFT = 0.008
"""The quiet at both ends of each phrase's file, in seconds."""
FIRST = 0.5
"""Where the first phrase begins, in seconds of the context. The page's clock is a second ahead."""
PLANNED = (0.8, 1.6, 3.2)


def file(seconds: float) -> bytes:
    """A tone between two soft ends."""
    time = np.arange(round(seconds * RATE)) / RATE
    loud = (time >= SOFT) & (time < seconds - SOFT)
    into = io.BytesIO()
    soundfile.write(into, np.where(loud, 0.2 * np.sin(2 * np.pi * 375 * time), 0), RATE, format="FLAC")
    return into.getvalue()


def hearing(rests: tuple[float, ...], presses: tuple[tuple[float, str], ...] = (), mark: float = 0.0) -> Hearing:
    """Four phrases of a second, with these rests, and marks that much later than they."""
    starts = FIRST + np.cumsum([0.0, *(1 + rest for rest in rests)])
    time = np.arange(round((starts[-1] + 2) * RATE / BLOCK)) * BLOCK / RATE
    levels = np.full(len(time), -69.0)
    for start in starts:
        levels[(time >= start + SOFT - 1e-6) & (time < start + 1 - SOFT - 1e-6)] = -17
    marks = [Mark(1000 * (start + 1 + mark), n, "now") for n, start in enumerate(starts)]
    clicks = tuple(Press(1000 * (at + 1), "click", what) for at, what in presses)
    clock = np.array([(at, 1000 * (at + 1)) for at in np.arange(0, 12, 0.1)])
    tap = Tap(RATE, 0, levels, levels, tuple(marks), clicks, clock)
    parts = [{"kind": "rest", "rest": "clause", "seconds": seconds} for seconds in PLANNED]
    return Hearing(tap, {"parts": parts}, [file(1.0)] * len(starts))


def test_rests_as_planned_are_right_and_the_soft_ends_are_told_apart() -> None:
    wrong = hearing(PLANNED).wrong()
    assert wrong[:, 0] == pytest.approx([2 * SOFT] * 3, abs=0.003)
    assert wrong[:, 1] == pytest.approx([0] * 3, abs=0.003)


def test_a_rest_that_is_too_long_is_found() -> None:
    assert hearing((0.8, 1.65, 3.2)).wrong()[:, 1] == pytest.approx([0, 0.05, 0], abs=0.003)


def test_presses_count_from_the_next_rest_that_begins() -> None:
    turned = hearing((0.8, 2.0, 3.9), ((2.0, "longer"),))
    assert turned.wrong()[:, 1] == pytest.approx([0, 0, 0], abs=0.003)
    assert [later for _, later in turned.later()] == [0]
    late = hearing((0.8, 1.6, 3.9), ((2.0, "longer"),))
    assert [later for _, later in late.later()] == [1]
    never = hearing(PLANNED, ((2.0, "longer"),))
    assert [later for _, later in never.later()] == [2]


def test_a_factor_leads_to_no_rest_that_is_too_long() -> None:
    assert factors(["longer"] * 4) == [1.25, 1.563, 1.954, 2.0]
    assert factors(["longer", "shorter", "shorter"]) == [1.25, 1.0, 0.8]
    assert [played(1.0, 2.0), played(3.2, 2.0), played(5.0, 2.0)] == [2.0, 3.9, 5.0]


def test_a_mark_is_late_against_what_is_heard() -> None:
    late = hearing(PLANNED, mark=0.03).marked()
    assert late[:, 0] == pytest.approx([30 - 1000 * SOFT] * 4, abs=3)
    assert late[:, 1] == pytest.approx([30] * 4, abs=3)


def test_a_phrase_that_was_not_heard_is_no_figure() -> None:
    whole = hearing(PLANNED)
    with pytest.raises(NotHeardError, match="4 stretches of speech for 3 phrases"):
        Hearing(whole.tap, whole.score, whole.sounds[:3]).wrong()
