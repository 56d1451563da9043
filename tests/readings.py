"""Letters, and readings of them, that several tests share. Voices are the real ones, loaded once a run."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from service.audio import Samples
from service.mix.timeline import Cue, Timeline
from service.render import Readback, Recorder, joined, planned
from service.score.pace import PaceWish
from service.score.score import Score
from service.speech.catalogue import Catalogue, open_catalogue
from tests.conftest import missing

CATALOGUE = open_catalogue()
LETTERS = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted((Path(__file__).parent / "letters").glob("*"))
}
RATE = 24_000
LIMIT = 20_000


def score_of(text: str, voice: str = "tone", preface: bool = False, limit: int = LIMIT, **wish: Any) -> Score:
    """The plan of a text for a voice; `wish` as in PaceWish."""
    return planned(CATALOGUE, text, CATALOGUE.voice(voice), PaceWish(**wish).pace(), limit, preface)


def with_word(score: Score, index: int, spoken: str) -> Score:
    """The score with a word of a phrase, its last, given to the voice as another. index: of the phrase."""
    phrase = score.phrases[index]
    words = (*phrase.words[:-1], replace(phrase.words[-1], spoken=spoken))
    changed = replace(phrase, words=words)
    return replace(score, parts=tuple(changed if part is phrase else part for part in score.parts))


def readback_of(catalogue: Catalogue, score: Score, room_tone: bool = True, begin: int = 0) -> Readback:
    """The reading of a score by its voice."""
    return Readback(score, catalogue.reader(score.voice), room_tone, begin)


def samples_of(reading: Readback) -> Samples:
    """All of its samples."""
    return np.concatenate([joined(chunks) for chunks in reading.chunks()])


def cues_of(reading: Readback) -> list[Cue]:
    """All of its cues."""
    return [cue for chunks in reading.chunks() for chunk in chunks for cue in chunk.cues]


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
