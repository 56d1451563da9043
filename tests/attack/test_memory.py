"""Nothing large is kept for whoever takes nothing: no sound that was handed on, no long run of rests in one piece."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import pytest

from service.deliver.held import Held
from service.deliver.renditions import Archive, Events, Rendition, Sound
from service.encode.formats import FORMATS
from service.render import AT_ONCE, Readback, Recorder
from service.score.score import Rest
from service.speech.engines.tone import ToneEngine
from service.speech.reader import Reader
from service.web import tidying
from tests.readings import score_of
from tests.running import LETTER, READ, catalogue, long_letter, running, until


def reading(engine: ToneEngine) -> Readback:
    voice = catalogue(engine).voice("tone")
    return Readback(score_of(long_letter(600)), Reader(voice, engine))


RENDITIONS: dict[str, Callable[[Readback], Rendition]] = {
    "sound": lambda one: Sound(one, FORMATS["mp3"]),
    "an encoder beside": lambda one: Sound(one, FORMATS["opus"]),
    "recorded": lambda one: Sound(Recorder(one), FORMATS["mp3"]),
    "events": lambda one: Events(one, FORMATS["flac"]),
    "a zip": lambda one: Archive(one, FORMATS["mp3"], Held(1 << 30)),
    "a zip that is sent on": lambda one: Archive(one, FORMATS["mp3"], Held(0)),
}


@pytest.mark.parametrize("made", RENDITIONS.values(), ids=list(RENDITIONS))
def test_no_sound_is_kept_that_was_handed_on(made: Callable[[Readback], Rendition]) -> None:
    rendition = made(reading(ToneEngine()))
    portions = rendition.portions()
    next(portions)  # what is made once is there now
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        size = max(next(portions).seconds for _ in range(3)) * rendition.reading.sample_rate * 4
        after, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most - before > size
    assert after - before < size / 3


def test_a_long_run_of_rests_comes_a_piece_at_a_time() -> None:
    engine = ToneEngine()
    one = reading(engine)
    first = next(at for at, part in enumerate(one.score.parts) if isinstance(part, Rest))
    rests = tuple(Rest("paragraph", 20.0) for _ in range(8))
    parts = (*one.score.parts[:first], *rests, *one.score.parts[first:])
    seconds = 0.0
    for chunks in replace(one, score=replace(one.score, parts=parts)).chunks():
        length = sum(len(chunk.samples) for chunk in chunks) / one.sample_rate
        assert length <= AT_ONCE + 20
        seconds += length
    assert seconds > 8 * 20


def test_memory_is_given_back_once_after_many_have_left(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[float] = []
    monkeypatch.setattr(tidying, "PAUSE", 0.3)
    monkeypatch.setattr(tidying, "give_back", lambda: given.append(time.monotonic()))
    with running() as place:
        time.sleep(0.7)
        given.clear()
        for _ in range(5):
            assert place.post(READ, {"letter": LETTER}).status_code == 200
        until(lambda: bool(given))
        time.sleep(0.7)
        assert 1 <= len(given) <= 4
