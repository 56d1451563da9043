"""Words whose sound is taught, over HTTP."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from typing import Any

import pytest

from service.audio import Take
from service.speech.engines.engine import Utterance
from service.speech.engines.tone import ToneEngine
from service.voice import Voice
from tests.running import READ, SCORES, SPEECH, Place, running

TRIES = "/v1/pronunciations"
LETTER = "Dear Aoife,\n\nI read your letter. Aoife's tea is cold."
TAUGHT = {"Aoife": "EE-fa"}


class Hearing(ToneEngine):
    """A tone that notes down what it is given in letters."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: list[str] = []

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        self.heard += [phrase.respelt for phrase in utterance.phrases]
        return super().speak(utterance, voice, speed, seed)


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Place, Hearing]]:
    """A server whose voice notes down what it is given."""
    engine = Hearing()
    with running(engine) as place:
        yield place, engine


def test_a_voice_is_given_the_word_as_it_sounds_and_the_score_keeps_the_word(place: tuple[Place, Hearing]) -> None:
    server, engine = place
    engine.heard.clear()
    answer = server.post(READ, {"letter": LETTER, "pronunciations": TAUGHT, "format": "wav"})
    assert answer.status_code == 200
    assert engine.heard[0] == "Dear eefa,"
    assert "eefa's" in " ".join(engine.heard)
    score = server.post(SCORES, {"letter": LETTER, "pronunciations": TAUGHT}).json()
    assert score["pronunciations"] == TAUGHT
    assert next(part["spoken"] for part in score["parts"] if part["kind"] == "phrase") == "Dear Aoife,"


def test_a_score_brings_them_along_and_says_them_itself(place: tuple[Place, Hearing]) -> None:
    server, engine = place
    score = server.post(SCORES, {"letter": LETTER, "pronunciations": TAUGHT}).json()
    engine.heard.clear()
    assert server.post(READ, {"score": score}).status_code == 200
    assert engine.heard[0] == "Dear eefa,"
    assert "pronunciations" not in server.post(SCORES, {"letter": LETTER}).json()
    beside = server.post(READ, {"score": score, "pronunciations": TAUGHT})
    assert (beside.status_code, beside.json()["field"]) == (422, "pronunciations")


def test_openais_route_takes_them_too(place: tuple[Place, Hearing]) -> None:
    server, engine = place
    engine.heard.clear()
    assert server.post(SPEECH, {"input": "Aoife!", "pronunciations": TAUGHT}).status_code == 200
    assert engine.heard == ["eefa!"]


@pytest.mark.parametrize(
    ("given", "index"),
    [({"Sam": "sam", "Quetzal": "5"}, 1), ([], None), ({"two words": "ah"}, 0), ({"Quetzal": "k" * 61}, 0), (5, None)],
)
@pytest.mark.parametrize("path", [READ, SCORES, SPEECH])
def test_what_cannot_be_read_is_named_by_its_index(
    place: tuple[Place, Hearing], path: str, given: Any, index: int | None
) -> None:
    body = {"input" if path == SPEECH else "letter": LETTER, "pronunciations": given}
    answer = place[0].post(path, body)
    assert answer.status_code == 422
    problem = answer.json()
    if path == SPEECH:
        assert problem["error"]["code"] == "pronunciation-invalid"
    else:
        assert (problem["code"], problem["index"]) == ("pronunciation-invalid", index)
    assert "quetzal" not in answer.text.lower()


def test_a_score_with_one_that_cannot_be_read_is_refused(place: tuple[Place, Hearing]) -> None:
    score = place[0].post(SCORES, {"letter": LETTER}).json()
    answer = place[0].post(SCORES, {"score": {**score, "pronunciations": {"Aoife": "5"}}})
    assert (answer.status_code, answer.json()["code"]) == (422, "pronunciation-invalid")


def test_there_are_tries_for_a_word_and_each_can_be_heard(place: tuple[Place, Hearing]) -> None:
    server, _ = place
    answer = server.post(TRIES, {"word": "Aoife"})
    assert answer.status_code == 200
    found = answer.json()["tries"]
    assert found[0] == "EE-fuh"
    for sound in found:
        assert server.post(READ, {"letter": "Aoife", "pronunciations": {"Aoife": sound}}).status_code == 200
    for word in ("two words", "", "R2", "x" * 61, "\ud800"):
        refused = server.raw(TRIES, json.dumps({"word": word}))
        assert (refused.status_code, refused.json()["code"]) == (422, "pronunciation-invalid")


def test_nothing_of_a_word_or_of_its_sound_is_logged(
    place: tuple[Place, Hearing], caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        for given in ({"Quetzal": "KET-sal"}, {"Quetzal": "5"}):
            place[0].post(READ, {"letter": "Dear Quetzal", "pronunciations": given})
        place[0].post(TRIES, {"word": "Quetzal"})
    ours = [record.getMessage() for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    assert not [message for message in ours if "quetzal" in message.lower() or "ket-sal" in message.lower()]
