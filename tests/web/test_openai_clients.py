"""OpenAI's own client, pointed at Readback."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import openai
import pytest

from tests.running import LETTER, RATE, READ, SCORES, SPEECH, Failing, Place, decoded, running

FORMATS = ["mp3", "opus", "aac", "flac", "wav", "pcm"]


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running() as place:
        yield place


@pytest.fixture(scope="module")
def client(server: Place) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{server.address}/v1", api_key="none", max_retries=0) as client:
        yield client


@pytest.mark.parametrize("form", FORMATS)
def test_it_reads_in_every_format(server: Place, client: openai.OpenAI, form: str) -> None:
    said = client.audio.speech.create(model="tts-1", voice="alloy", input=LETTER, response_format=form)
    assert said.content == server.post(READ, {"letter": LETTER, "format": form}).content
    assert len(decoded(said.content, form)) > 5 * RATE


def test_aac_is_adts_and_pcm_is_bare(client: openai.OpenAI) -> None:
    aac, pcm = (
        client.audio.speech.create(model="any", voice="tone", input=LETTER, response_format=form).content
        for form in ("aac", "pcm")
    )
    assert aac[0] == 0xFF
    assert aac[1] & 0xF6 == 0xF0
    assert len(pcm) % 2 == 0
    assert len(pcm) / 2 / RATE == pytest.approx(len(decoded(aac, "aac")) / RATE, abs=0.1)


@pytest.mark.parametrize("form", FORMATS)
def test_it_streams(client: openai.OpenAI, form: str) -> None:
    speech = client.audio.speech
    whole = speech.create(model="tts-1", voice="alloy", input=LETTER, response_format=form).content
    with speech.with_streaming_response.create(
        model="tts-1",
        voice="alloy",
        input=LETTER,
        response_format=form,
    ) as answer:
        assert b"".join(answer.iter_bytes()) == whole


@pytest.mark.parametrize("form", ["mp3", "pcm"])
def test_its_events_hold_the_same_sound(client: openai.OpenAI, form: str) -> None:
    speech = client.audio.speech
    whole = speech.create(model="tts-1", voice="alloy", input=LETTER, response_format=form).content
    with speech.with_streaming_response.create(
        model="tts-1",
        voice="alloy",
        input=LETTER,
        response_format=form,
        stream_format="sse",
    ) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        events = [json.loads(line[5:]) for line in answer.iter_lines() if line.startswith("data:")]
    assert [event["type"] for event in events[:-1]] == ["speech.audio.delta"] * (len(events) - 1)
    assert b"".join(base64.b64decode(event["audio"]) for event in events[:-1]) == whole
    assert events[-1]["type"] == "speech.audio.done"
    usage = events[-1]["usage"]
    assert usage["total_tokens"] == usage["input_tokens"] + usage["output_tokens"]


@pytest.mark.parametrize("voice", ["alloy", "nova", "cedar", "tone", {"id": "tone"}])
def test_its_own_voices_mean_the_default_voice(client: openai.OpenAI, voice: str) -> None:
    said = client.audio.speech.create(model="tts-1", voice=voice, input="Dear Sam.", response_format="pcm")
    assert (
        said.content
        == client.audio.speech.create(
            model="gpt-4o-mini-tts", voice="ash", input="Dear Sam.", response_format="pcm", instructions="Be loud."
        ).content
    )


@pytest.mark.parametrize(("asked", "kept"), [(0.25, 0.75), (0.8, 0.8), (1.0, 1.0), (1.25, 1.25), (4.0, 1.3)])
def test_speed_multiplies_the_default_pace_within_its_range(
    server: Place, client: openai.OpenAI, asked: float, kept: float
) -> None:
    raw = client.audio.speech.with_raw_response.create(
        model="tts-1", voice="alloy", input=LETTER, response_format="pcm", speed=asked
    )
    assert ("readback-notice" in raw.headers) == (asked != kept)
    meant = server.post(READ, {"letter": LETTER, "pace": {"speed": kept}, "format": "pcm"}).content
    np.testing.assert_array_equal(np.frombuffer(raw.content, np.int16), np.frombuffer(meant, np.int16))


@pytest.mark.parametrize(
    ("body", "error", "code"),
    [
        ({"input": ""}, openai.UnprocessableEntityError, "letter-empty"),
        ({"voice": "nobody"}, openai.NotFoundError, "voice-unknown"),
        ({"response_format": "vox"}, openai.UnprocessableEntityError, "field-invalid"),
        ({"speed": 9}, openai.UnprocessableEntityError, "field-invalid"),
        ({"input": "a" * 20_001}, openai.APIStatusError, "letter-too-long"),
    ],
)
def test_it_understands_what_went_wrong(
    client: openai.OpenAI, body: dict[str, Any], error: type[openai.APIStatusError], code: str
) -> None:
    with pytest.raises(error) as raised:
        client.audio.speech.create(**{"model": "tts-1", "voice": "alloy", "input": LETTER, **body})
    assert raised.value.code == code
    assert raised.value.type == "invalid_request_error"
    assert isinstance(raised.value.body, dict)
    assert raised.value.body["message"].endswith(".")


def test_a_voice_that_fails_is_a_server_error_or_an_event() -> None:
    with running(Failing("tomorrow")) as place:
        answer = place.post(SPEECH, {"input": "See you tomorrow."})
        assert (answer.status_code, answer.json()["error"]["type"]) == (503, "server_error")
        answer = place.post(SPEECH, {"input": LETTER, "stream_format": "sse"})
        last = json.loads(answer.text.strip().splitlines()[-1].removeprefix("data: "))
        assert (last["type"], last["error"]["code"]) == ("error", "speech-failed")


def test_fields_that_openai_may_add_are_left_aside(server: Place) -> None:
    assert server.post(SPEECH, {"input": "Dear Sam.", "something_new": 1}).status_code == 200
    assert server.post(SCORES, {"letter": "Dear Sam.", "something_new": 1}).status_code == 422
