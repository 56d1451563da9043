"""Letters, and readings of them, that several tests share. Voices are the real ones, loaded once a run."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from service.audio import Samples
from service.mix.timeline import Timeline
from service.render import Recorder, planned, readback_of
from service.score.pace import PaceWish
from service.score.score import Score
from service.speech.catalogue import open_catalogue
from tests.conftest import missing

CATALOGUE = open_catalogue()
LETTERS = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "letters").glob("*"))
}
RATE = 24_000
LIMIT = 20_000


def score_of(text: str, voice: str = "tone", preface: bool = False, limit: int = LIMIT, **wish: Any) -> Score:
    """The plan of a text for a voice; `wish` as in PaceWish."""
    return planned(CATALOGUE, text, voice, PaceWish(**wish).pace(), limit, preface)


def heard(score: Score, room_tone: bool = True) -> tuple[Samples, Timeline]:
    """What a listener hears, and when. Ends the test where the voice is missing."""
    if (why := CATALOGUE.missing(CATALOGUE.voice(score.voice))) is not None:
        missing(f"the voice {score.voice}: {why[0]}")
    recorder = Recorder(readback_of(CATALOGUE, score, room_tone))
    samples = np.concatenate(list(recorder.samples()))
    return samples, recorder.timeline


@cache
def reading(name: str, voice: str = "heart") -> tuple[Score, Samples, Timeline]:
    """A letter of tests/letters at `slow`, heard once for all tests that look at it."""
    score = score_of(LETTERS[name], voice)
    samples, timeline = heard(score)
    samples.setflags(write=False)
    return score, samples, timeline
