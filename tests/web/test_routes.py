"""What each route answers, over a real connection."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from service.encode.formats import FORMATS
from service.render import planned
from service.score.pace import PRESETS, PaceWish
from service.speech.catalogue import open_catalogue
from tests.conftest import missing
from tests.readings import readback_of, samples_of
from tests.running import EVENTS, LETTER, RATE, READ, SCORES, Counting, Place, decoded, lines, long_letter, running


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running() as place:
        yield place


@pytest.fixture(scope="module")
def heart() -> Iterator[Place]:
    catalogue = open_catalogue()
    if (why := catalogue.missing(catalogue.voice("heart"))) is not None:
        missing(f"the voice heart: {why[0]}")
    with running(voice="heart") as place:
        yield place


def samples(text: str, voice: str = "tone", pace: str = "slow") -> np.ndarray:
    """What the command line would read."""
    catalogue = open_catalogue()
    score = planned(catalogue, text, catalogue.voice(voice), PaceWish(pace).pace(), 20_000)
    return samples_of(readback_of(catalogue, score))


@pytest.mark.parametrize("form", FORMATS)
def test_a_letter_is_read_in_every_format(server: Place, form: str) -> None:
    answer = server.post(READ, {"letter": LETTER, "format": form})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == FORMATS[form].media_type
    assert answer.headers["cache-control"] == "no-store"
    heard, meant = decoded(answer.content, form), samples(LETTER)
    assert abs(len(heard) - len(meant)) < 0.1 * RATE
    assert np.corrcoef(heard[: 5 * RATE], meant[: 5 * RATE])[0, 1] > 0.98, "it starts on time and sounds as planned"


@pytest.mark.parametrize("form", ["wav", "flac", "pcm"])
def test_a_stream_has_the_samples_of_a_file(server: Place, form: str) -> None:
    heard = decoded(server.post(READ, {"letter": LETTER, "format": form}).content, form)
    np.testing.assert_allclose(heard, np.clip(samples(LETTER), -1, 1), atol=2 / 32768)


def test_mp3_is_what_is_sent_unless_asked_otherwise(server: Place) -> None:
    answer = server.post(READ, {"letter": LETTER})
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.headers["content-disposition"] == 'inline; filename="readback.mp3"'


@pytest.mark.parametrize("accept", ["audio/mpeg", "application/x-ndjson", "application/zip"])
def test_the_same_request_gives_the_same_bytes(server: Place, accept: str) -> None:
    once, again = (server.post(READ, {"letter": LETTER}, headers={"Accept": accept}) for _ in range(2))
    assert once.content == again.content


def test_heart_reads_a_letter(heart: Place) -> None:
    heard = decoded(heart.post(READ, {"letter": LETTER, "format": "flac"}).content, "flac")
    np.testing.assert_allclose(heard, samples(LETTER, "heart"), atol=2 / 32768)


def test_a_letter_of_many_words_starts_as_soon_as_a_short_one(heart: Place) -> None:
    text = long_letter(15_000)
    with heart.client() as client, client.stream("POST", READ, json={"letter": text, "format": "wav"}) as answer:
        coming = answer.iter_bytes()
        assert next(coming)[:4] == b"RIFF"
        assert heart.count("readback_under_way") == 1, "it did not wait for the whole"


def test_a_pace_is_heard(server: Place) -> None:
    gentle, very = (
        decoded(server.post(READ, {"letter": LETTER, "pace": pace, "format": "pcm"}).content, "pcm")
        for pace in ("gentle", {"preset": "very-slow", "rests": {"sentence": 4.5}})
    )
    assert len(very) > 1.3 * len(gentle)


def test_without_room_tone_a_rest_is_silent(server: Place) -> None:
    heard = decoded(server.post(READ, {"letter": LETTER, "room_tone": False, "format": "pcm"}).content, "pcm")
    assert not heard[: RATE // 2].any()
    heard = decoded(server.post(READ, {"letter": LETTER, "format": "pcm"}).content, "pcm")
    assert heard[: RATE // 2].any()


def test_a_preface_comes_first_when_asked_for(server: Place) -> None:
    events = lines(server.post(READ, {"letter": LETTER, "preface": True}, headers=EVENTS))
    kinds = [event["event"] for event in events]
    assert kinds.index("preface") < kinds.index("phrase")
    assert events[kinds.index("preface")]["spoken"] == "These are your own words."


def test_a_score_is_the_plan_of_what_is_read(server: Place) -> None:
    answer = server.post(SCORES, {"letter": LETTER, "pace": "gentle"})
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    score = answer.json()
    assert score["letter"] == LETTER
    assert score["pace"]["preset"] == "gentle"
    spoken = [LETTER[slice(*part["text"])] for part in score["parts"] if part["kind"] == "phrase"]
    assert "".join("".join(spoken).split()) == "".join(LETTER.split())
    assert score["predicted_seconds"] > 5


def test_whether_a_room_is_heard_may_be_said_of_a_plan_and_changes_nothing(server: Place) -> None:
    plain = server.post(SCORES, {"letter": LETTER}).json()
    for room_tone in (True, False):
        answer = server.post(SCORES, {"letter": LETTER, "room_tone": room_tone})
        assert (answer.status_code, answer.json()) == (200, plain)
    assert server.post(SCORES, {"letter": LETTER, "format": "wav"}).json()["code"] == "field-invalid"


def test_a_score_that_comes_back_is_read_as_it_was_planned(server: Place) -> None:
    score = server.post(SCORES, {"letter": LETTER}).json()
    from_score = server.post(READ, {"score": score, "format": "flac"})
    assert from_score.content == server.post(READ, {"letter": LETTER, "format": "flac"}).content
    assert server.post(SCORES, {"score": score}).json() == score


def test_a_rest_that_was_edited_is_heard(server: Place) -> None:
    score = server.post(SCORES, {"letter": LETTER}).json()
    rest = next(part for part in score["parts"] if part.get("rest") == "sentence")
    longer = 7.25 - rest["seconds"]
    before = decoded(server.post(READ, {"score": score, "format": "pcm"}).content, "pcm")
    rest["seconds"] = 7.25
    answer = server.post(READ, {"score": score, "format": "pcm"})
    assert answer.status_code == 200
    assert len(decoded(answer.content, "pcm")) - len(before) == pytest.approx(longer * RATE, abs=2)


def test_beside_a_score_nothing_says_the_same_again(server: Place) -> None:
    score = server.post(SCORES, {"letter": LETTER}).json()
    answer = server.post(READ, {"score": score, "voice": "tone"})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, "field-invalid", "voice")


def test_notices_are_in_a_header(server: Place) -> None:
    answer = server.post(READ, {"letter": LETTER, "pace": {"preset": "with-breath", "rest_scale": 1.5}})
    assert "rest_scale has no effect" in answer.headers["readback-notice"]


def test_voices_are_listed_with_what_they_need(server: Place) -> None:
    voices = {voice["name"]: voice for voice in server.get("/v1/voices").json()["voices"]}
    assert set(voices) == set(open_catalogue().voices)
    assert voices["tone"]["installed"]
    assert [name for name, voice in voices.items() if voice["default"]] == ["tone"]
    assert server.get("/v1/voices/tone").json() == voices["tone"]


@pytest.mark.parametrize("form", ["mp3", "wav"])
def test_a_voice_gives_a_sample(server: Place, form: str) -> None:
    answer = server.get(f"/v1/voices/tone/sample?format={form}")
    assert answer.headers["content-type"] == FORMATS[form].media_type
    assert 5 < len(decoded(answer.content, form)) / RATE < 20


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/voices/nobody", 404, "voice-unknown"),
        ("/v1/voices/nobody/sample", 404, "voice-unknown"),
        ("/v1/voices/tone/sample?format=vox", 422, "format-unknown"),
        ("/v1/voices/", 404, "route-unknown"),
        ("/v1/nothing", 404, "route-unknown"),
        ("/v1/readbacks", 405, "method-not-allowed"),
    ],
)
def test_what_is_not_there_is_a_problem(server: Place, path: str, status: int, code: str) -> None:
    answer = server.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_paces_are_listed_with_their_numbers(server: Place) -> None:
    answer = server.get("/v1/paces").json()
    paces = {pace["name"]: pace for pace in answer["paces"]}
    assert set(paces) == set(PRESETS)
    assert paces["slow"]["default"]
    assert paces["slow"]["rests"]["sentence"] == PRESETS["slow"].rests["sentence"]
    assert answer["ranges"]["speed"] == [0.75, 1.3]


def test_it_is_alive_and_ready(server: Place) -> None:
    assert server.get("/healthz").json() == {"status": "alive"}
    assert server.get("/readyz").json() == {"status": "ready"}


def test_metrics_count_readings_and_utterances(server: Place) -> None:
    before, spoken = server.count("readback_readings_total"), server.count("readback_utterances_total")
    events = lines(server.post(READ, {"letter": LETTER}, headers=EVENTS))
    sentences = {part["sentence"] for part in events[0]["score"]["parts"] if part["kind"] == "phrase"}
    assert server.count("readback_readings_total") == before + 1
    assert server.count("readback_utterances_total") == spoken + len(sentences)


def cues_of(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Phrases with their sound and rests with their length, without the times that count from the beginning."""
    return [{k: v for k, v in event.items() if k not in ("start", "end", "words")} for event in events[1:-1]]


@pytest.mark.parametrize("given", ["letter", "score"])
def test_a_reading_can_begin_at_any_character(server: Place, given: str) -> None:
    score = server.post(SCORES, {"letter": LETTER, "preface": True}).json()
    body = {"score": score} if given == "score" else {"letter": LETTER, "preface": True}
    whole = cues_of(lines(server.post(READ, body, headers=EVENTS)))
    for character in range(len(LETTER)):
        events = lines(server.post(READ, {**body, "from_character": character}, headers=EVENTS))
        assert events[0]["score"] == score, "the plan is always the whole"
        first = next(p for p in score["parts"] if p["kind"] == "phrase" and p["text"][1] > character)
        at = next(at for at, cue in enumerate(whole) if cue.get("text") == first["text"])
        assert cues_of(events) == (whole if first["index"] == 0 else [whole[0], *whole[at:]])
        assert (events[1]["rest"], events[1]["start"]) == ("lead_in", 0)
        assert events[-1]["duration"] == pytest.approx(events[-2]["end"], abs=1e-6)


@pytest.mark.parametrize("given", ["letter", "score"])
def test_the_score_of_events_can_be_of_what_is_ahead_alone(server: Place, given: str) -> None:
    score = server.post(SCORES, {"letter": LETTER, "preface": True}).json()
    body = {"score": score} if given == "score" else {"letter": LETTER, "preface": True}
    for character in (0, LETTER.index("tomorrow"), len(LETTER) - 1):
        asked = {**body, "from_character": character}
        whole = lines(server.post(READ, asked, headers=EVENTS))
        ahead = lines(server.post(READ, {**asked, "score_event": "ahead"}, headers=EVENTS))
        assert ahead[1:] == whole[1:], "nothing else is another"
        told = ahead[0]["score"]
        assert "letter" not in told
        assert told.keys() | {"letter"} == score.keys()
        assert all(part in score["parts"] for part in told["parts"])
        assert [part.get("text", part.get("rest")) for part in told["parts"]] == [
            event.get("text", event.get("rest")) for event in ahead[1:-1]
        ]
        assert told["predicted_seconds"] == pytest.approx(ahead[-1]["duration"], rel=0.1)


def test_what_the_first_event_says_is_one_of_two(server: Place) -> None:
    answer = server.post(READ, {"letter": LETTER, "score_event": "none"}, headers=EVENTS)
    assert (answer.json()["code"], answer.json()["field"]) == ("field-invalid", "score_event")


def test_a_reading_that_begins_later_is_shorter_in_every_delivery(server: Place) -> None:
    body = {"letter": LETTER, "format": "pcm", "from_character": LETTER.index("tomorrow")}
    heard = decoded(server.post(READ, body).content, "pcm")
    events = lines(server.post(READ, body, headers=EVENTS))
    archive = zipfile.ZipFile(io.BytesIO(server.post(READ, body, headers={"Accept": "application/zip"}).content))
    cues = json.loads(archive.read("cues.json"))
    assert len(heard) / RATE == pytest.approx(events[-1]["duration"], abs=1e-4)
    assert cues["duration"] == pytest.approx(events[-1]["duration"], abs=1e-4)
    assert [cue.get("text") for cue in cues["cues"]] == [event.get("text") for event in events[1:-1]]
    assert cues["cues"][1]["text"][0] <= LETTER.index("tomorrow") < cues["cues"][1]["text"][1]


def test_nothing_before_the_place_to_begin_at_is_spoken() -> None:
    engine = Counting()
    with running(engine) as place:
        text = long_letter(4000)
        place.post(READ, {"letter": text, "format": "pcm"})
        whole, before = place.count("readback_utterances_total"), len(engine.spoken)
        place.post(READ, {"letter": text, "format": "pcm", "from_character": len(text) - 10})
        assert len(engine.spoken) - before == 1
        assert place.count("readback_utterances_total") - whole == 1


@pytest.mark.parametrize("character", [-1, len(LETTER), 10**30, 1.5, True, "5"])
def test_a_place_where_nothing_is_left_to_read_is_told(server: Place, character: Any) -> None:
    for body in ({"letter": LETTER}, {"score": server.post(SCORES, {"letter": LETTER}).json()}):
        answer = server.post(READ, {**body, "from_character": character})
        assert (answer.status_code, answer.json()["code"]) == (422, "field-invalid")
        assert answer.json()["field"] == "from_character"
        assert answer.json()["detail"].startswith("from_character: ")


def test_a_plan_begins_nowhere_but_at_its_beginning(server: Place) -> None:
    assert server.post(SCORES, {"letter": LETTER, "from_character": 5}).json()["code"] == "field-invalid"
