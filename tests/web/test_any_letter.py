"""No letter and no body makes the server fail."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.web.problems import STATUSES
from tests.running import LETTER, READ, SCORES, SPEECH, Place, running

TEXT = st.text(st.characters(codec=None), max_size=60) | st.text(
    st.sampled_from(list("aB1.,;:!?-—…'\"<>&/ \n\r\t\0\u200d\u202e\ud800\udfff\u0301é😀ﬁ½Ⅻ٣")), max_size=60
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats(allow_nan=False) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["letter", "voice", "pace", "format", "preface", "room_tone", "score", "input", "speed", "stream_format"]
PACE = ["preset", "speed", "syllables_per_second", "rest_scale", "rests", "phrase_syllables", "jitter", "duration"]
BODY = st.fixed_dictionaries({"letter": st.just("Dear Sam.") | JSON}, optional=dict.fromkeys(FIELDS[1:], JSON))
PACES = st.fixed_dictionaries({}, optional=dict.fromkeys(PACE, JSON))
SPEECHES = st.fixed_dictionaries(
    {"input": st.just("Dear Sam.") | JSON},
    optional=dict.fromkeys(("model", "voice", "response_format", "speed", "stream_format", "instructions"), JSON),
)
often = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running() as place:
        yield place


def told(place: Place, path: str, body: Any, allowed: tuple[str, ...] = ()) -> int:
    """The status: 200, or a problem that somebody outside can mend."""
    answer = place.raw(path, json.dumps(body).encode())
    if answer.status_code != 200:
        code = answer.json()["error"]["code"] if path == SPEECH else answer.json()["code"]
        assert STATUSES[code] == answer.status_code < 500, answer.text
    return answer.status_code


@often
@given(TEXT)
def test_any_letter_is_read_or_refused(server: Place, letter: str) -> None:
    planned = told(server, SCORES, {"letter": letter})
    assert told(server, READ, {"letter": letter, "format": "pcm"}) == planned
    assert told(server, SPEECH, {"input": letter, "response_format": "flac"}) == planned


@often
@given(TEXT)
def test_any_letter_that_is_planned_can_be_sent_back(server: Place, letter: str) -> None:
    answer = server.raw(SCORES, json.dumps({"letter": letter}).encode())
    if answer.status_code == 200:
        assert answer.json()["letter"] == json.loads(json.dumps(letter)), "two halves of a pair are one"
        assert told(server, SCORES, {"score": answer.json()}) == 200


@often
@given(JSON | BODY)
def test_any_json_is_understood_or_refused(server: Place, body: Any) -> None:
    told(server, SCORES, body)
    told(server, READ, body)


@often
@given(PACES)
def test_any_pace_is_kept_or_refused(server: Place, pace: Any) -> None:
    told(server, SCORES, {"letter": LETTER, "pace": pace})


@often
@given(SPEECHES)
def test_any_request_for_speech_is_understood_or_refused(server: Place, body: Any) -> None:
    told(server, SPEECH, body)


@often
@given(st.data())
def test_any_change_to_a_score_is_read_or_refused(server: Place, data: st.DataObject) -> None:
    score = server.post(SCORES, {"letter": "Dear Sam,\n\nthat is enough."}).json()
    place: Any = score
    for _ in range(data.draw(st.integers(0, 3))):
        keys = list(place) if isinstance(place, dict) else list(range(len(place))) if isinstance(place, list) else []
        inner = [key for key in keys if isinstance(place[key], dict | list) and place[key]]
        if inner:
            place = place[data.draw(st.sampled_from(inner))]
    if isinstance(place, dict):
        place[data.draw(st.sampled_from(list(place)) | TEXT)] = data.draw(JSON)
    else:
        place[data.draw(st.integers(0, len(place) - 1))] = data.draw(JSON)
    told(server, SCORES, {"score": score})


@often
@given(st.binary(max_size=80))
def test_any_bytes_are_understood_or_refused(server: Place, content: bytes) -> None:
    assert server.raw(SCORES, content).status_code in (200, 400, 422)
