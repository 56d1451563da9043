"""Readback reads by way of another Readback, which it takes for any server that speaks OpenAI's speech API."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from service.mix.timeline import PhraseCue, RestCue
from service.render import planned
from service.score.pace import PaceWish
from service.settings import Settings
from service.speech.catalogue import Catalogue, open_catalogue
from tests.readings import LETTERS, LIMIT, cues_of, readback_of, samples_of
from tests.running import LETTER, READ, SCORES, Place, decoded, running
from tests.serving import KEY

HERE = "This letter goes to another program on this machine"


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Place]:
    with running() as place:
        yield place


@pytest.fixture
def catalogue(elsewhere: Place) -> Iterator[Catalogue]:
    found = open_catalogue(Settings(**named(elsewhere)))
    yield found
    found.close()


def named(elsewhere: Place) -> dict[str, Any]:
    """Settings that name the server."""
    return {"remote_url": f"{elsewhere.address}/v1", "remote_key": KEY, "remote_voices": ("tone", "alloy")}


def between(elsewhere: Place, **more: Any) -> contextlib.AbstractContextManager[Place]:
    """A Readback that has the other one speak."""
    return running(**{**named(elsewhere), **more})


def test_a_letter_is_read_whole_with_exact_rests(catalogue: Catalogue) -> None:
    score = planned(catalogue, LETTERS["short"], catalogue.voice("remote:tone"), PaceWish().pace(), LIMIT)
    cues = cues_of(readback_of(catalogue, score))
    assert [cue.text for cue in cues if isinstance(cue, PhraseCue)] == [(p.start, p.end) for p in score.phrases]
    planned_rests = [part.seconds for part in score.parts if not hasattr(part, "spoken")]
    assert [cue.end - cue.start for cue in cues if isinstance(cue, RestCue)] == [
        round(seconds * 24_000) for seconds in planned_rests
    ]
    for cue, phrase in zip([c for c in cues if isinstance(c, PhraseCue)], score.phrases, strict=True):
        assert 0.1 * phrase.syllables < (cue.end - cue.start) / 24_000 < 0.5 * phrase.syllables + 1


def test_two_letters_at_once_are_each_what_they_are_alone(catalogue: Catalogue) -> None:
    scores = [
        planned(catalogue, text, catalogue.voice("remote:tone"), PaceWish().pace(), LIMIT)
        for text in ("You may rest now, my friend.", "That is enough.")
    ]

    def sound(at: int) -> np.ndarray:
        return samples_of(readback_of(catalogue, scores[at], False))

    alone = [sound(0), sound(1)]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(sound, (0, 1, 0, 1)))
    assert len(alone[0]) != len(alone[1])
    for at, one in enumerate(together):
        assert len(one) == len(alone[at % 2])
        assert np.allclose(one, alone[at % 2], atol=1e-3)


def test_a_server_with_a_voice_elsewhere_reads_says_so_first_and_logs_no_word(
    elsewhere: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with between(elsewhere) as place:
        score = place.post(SCORES, {"letter": LETTER, "voice": "remote:tone"}).json()
        assert score["notices"][0].startswith(HERE)
        before = elsewhere.count("readback_utterances_total")
        answer = place.post(READ, {"score": score, "format": "wav"})
        assert answer.status_code == 200
        assert len(decoded(answer.content, "wav")) / 24_000 == pytest.approx(score["predicted_seconds"], rel=0.3)
        assert elsewhere.count("readback_utterances_total") >= before + sum(
            p["kind"] == "phrase" for p in score["parts"]
        )
        assert place.get("/v1/voices/remote:tone/sample").status_code == 200
        voices = {voice["name"]: voice for voice in place.get("/v1/voices").json()["voices"]}
        assert voices["remote:alloy"]["leaves_to"] == elsewhere.address.removeprefix("http://")
        assert voices["heart"]["leaves_to"] is None
    ours = [record for record in caplog.records if not record.name.startswith(("asyncio", "uvicorn"))]
    logged = "".join(f"{record.getMessage()} {record.args} {record.exc_text}" for record in ours)
    assert "tomorrow" not in logged
    assert KEY not in logged
    assert "tomorrow" in LETTER


def test_a_voice_elsewhere_may_be_the_default_and_is_tried_at_the_start(elsewhere: Place) -> None:
    before = elsewhere.count("readback_utterances_total")
    with between(elsewhere, voice="remote:tone") as place:
        assert place.get("/readyz").status_code == 200
    assert elsewhere.count("readback_utterances_total") > before


def test_a_server_that_is_gone_is_a_503_that_names_the_phrase(elsewhere: Place) -> None:
    with between(elsewhere, remote_url="http://127.0.0.1:9/v1", remote_timeout=2.0) as place:
        answer = place.post(READ, {"letter": LETTER, "voice": "remote:tone"})
        problem = answer.json()
        assert (answer.status_code, problem["code"], problem["phrase"]) == (503, "speech-failed", 0)
        assert place.post(READ, {"letter": "Rest now.", "voice": "tone"}).status_code == 200
