"""Events and archives: that they are whole, and agree with the score and with each other."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import numpy as np
import pytest
import soundfile

from service.deliver import renditions
from service.deliver.held import Held
from service.deliver.renditions import Archive
from service.encode.formats import FORMATS, encode
from tests.readings import CATALOGUE, readback_of, score_of
from tests.running import EVENTS, LETTER, RATE, READ, SCORES, Place, decoded, lines, long_letter, running

ZIP = {"Accept": "application/zip"}


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running() as place:
        yield place


@pytest.fixture(scope="module")
def events(server: Place) -> list[dict[str, Any]]:
    answer = server.post(READ, {"letter": LETTER}, headers=EVENTS)
    assert answer.headers["content-type"] == "application/x-ndjson"
    return lines(answer)


@pytest.fixture(scope="module")
def archive(server: Place) -> zipfile.ZipFile:
    answer = server.post(READ, {"letter": LETTER, "format": "wav"}, headers=ZIP)
    assert answer.headers["content-type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(answer.content))


def sound(event: dict[str, Any]) -> tuple[np.ndarray, int]:
    samples, rate = soundfile.read(io.BytesIO(base64.b64decode(event["audio"])), dtype="float32")
    return samples, rate


def test_events_begin_with_the_score_and_end_with_the_duration(server: Place, events: list[dict[str, Any]]) -> None:
    assert events[0] == {"event": "score", "score": server.post(SCORES, {"letter": LETTER}).json()}
    assert events[-1]["event"] == "end"
    assert events[-1]["duration"] == pytest.approx(events[-2]["end"], abs=1e-6)


def test_events_come_as_the_score_has_its_parts(events: list[dict[str, Any]]) -> None:
    parts = events[0]["score"]["parts"]
    assert len(parts) == len(events) - 2
    at = 0.0
    for part, event in zip(parts, events[1:-1], strict=True):
        assert event["event"] == part["kind"]
        assert event["start"] == pytest.approx(at, abs=1e-6)
        at = event["end"]
        if part["kind"] == "rest":
            assert (event["rest"], event["seconds"]) == (part["rest"], pytest.approx(part["seconds"], abs=1 / RATE))
        else:
            assert (event["index"], event["text"]) == (part["index"], part["text"])


def test_each_phrase_brings_its_own_sound_of_the_length_it_says(events: list[dict[str, Any]]) -> None:
    for event in events:
        if event["event"] == "phrase":
            samples, rate = sound(event)
            assert len(samples) / rate == pytest.approx(event["end"] - event["start"], abs=2 / RATE)
            assert np.abs(samples).max() > 0.05
            assert event["words"][0]["start"] == pytest.approx(event["start"], abs=0.01)


def test_the_sound_of_a_phrase_has_no_room_tone_and_edges_that_do_not_click(server: Place) -> None:
    whole = decoded(server.post(READ, {"letter": LETTER, "format": "pcm", "room_tone": False}).content, "pcm")
    for event in lines(server.post(READ, {"letter": LETTER}, headers=EVENTS)):
        if event["event"] == "phrase":
            samples, _ = sound(event)
            start = round(event["start"] * RATE)
            edge = round(renditions.FADE_SECONDS * RATE)
            middle = slice(edge, len(samples) - edge)
            np.testing.assert_allclose(samples[middle], whole[start : start + len(samples)][middle], atol=2 / 32768)
            assert abs(samples[0]) < 0.001
            assert abs(samples[-1]) < 0.001


def test_the_edges_of_a_sound_fade() -> None:
    loud = np.ones(RATE // 10, np.float32)
    faded = renditions._faded(loud, RATE)
    assert faded[0] == faded[-1] == 0
    assert faded[200:-200].min() == 1
    assert np.abs(np.diff(faded)).max() < 0.02


@pytest.mark.parametrize(("asked", "given"), [("mp3", "flac"), ("wav", "wav"), ("flac", "flac")])
def test_the_sound_of_a_phrase_is_flac_unless_it_is_to_be_wav(server: Place, asked: str, given: str) -> None:
    events = lines(server.post(READ, {"letter": "Dear Sam.", "format": asked}, headers=EVENTS))
    phrase = next(event for event in events if event["event"] == "phrase")
    assert phrase["media_type"] == FORMATS[given].media_type
    assert soundfile.info(io.BytesIO(base64.b64decode(phrase["audio"]))).format == given.upper()


def test_the_first_event_comes_before_the_last_sentence_is_spoken(server: Place) -> None:
    body = {"letter": long_letter(20_000)}
    with server.client() as client, client.stream("POST", READ, json=body, headers=EVENTS) as answer:
        coming = answer.iter_lines()
        assert json.loads(next(coming))["event"] == "score"
        assert server.count("readback_under_way") == 1


def test_a_zip_has_sound_cues_and_score(archive: zipfile.ZipFile) -> None:
    assert sorted(archive.namelist()) == ["cues.json", "cues.vtt", "readback.wav", "score.json"]
    assert archive.testzip() is None
    data = archive.read("readback.wav")
    assert int.from_bytes(data[4:8], "little") == len(data) - 8, "its head says how long it is"
    samples, rate = soundfile.read(io.BytesIO(data))
    cues = json.loads(archive.read("cues.json"))
    assert len(samples) / rate == pytest.approx(cues["duration"], abs=1e-4)
    assert archive.read("cues.vtt").startswith(b"WEBVTT")


def test_the_cues_of_a_zip_are_those_of_the_events(archive: zipfile.ZipFile, events: list[dict[str, Any]]) -> None:
    cues = json.loads(archive.read("cues.json"))["cues"]
    for cue, event in zip(cues, events[1:-1], strict=True):
        assert cue == {name: event[name] for name in cue}


def test_the_score_of_a_zip_can_be_read_again(server: Place, archive: zipfile.ZipFile) -> None:
    score = json.loads(archive.read("score.json"))
    again = server.post(READ, {"score": score, "format": "pcm"})
    heard, _ = soundfile.read(io.BytesIO(archive.read("readback.wav")), dtype="float32")
    np.testing.assert_allclose(decoded(again.content, "pcm"), heard, atol=1e-6)


@pytest.mark.parametrize("form", FORMATS)
def test_the_sound_of_a_zip_is_a_finished_file(server: Place, form: str) -> None:
    answer = server.post(READ, {"letter": LETTER, "format": form}, headers=ZIP)
    data = zipfile.ZipFile(io.BytesIO(answer.content)).read(f"readback{FORMATS[form].extension}")
    seconds = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("cues.json"))["duration"]
    assert len(decoded(data, form)) / RATE == pytest.approx(seconds, abs=0.1)


def test_a_zip_that_is_too_much_to_hold_is_sent_on_and_is_still_a_zip(
    server: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(renditions, "HELD", 100_000)
    answer = server.post(READ, {"letter": LETTER, "format": "wav"}, headers=ZIP)
    whole = zipfile.ZipFile(io.BytesIO(answer.content))
    assert whole.testzip() is None
    cues = json.loads(whole.read("cues.json"))
    assert len(decoded(whole.read("readback.wav"), "wav")) / RATE == pytest.approx(cues["duration"], abs=1e-4)


def entries(data: bytes) -> zipfile.ZipFile:
    whole = zipfile.ZipFile(io.BytesIO(data))
    assert whole.testzip() is None
    return whole


@pytest.mark.parametrize("form", FORMATS)
def test_a_zip_is_the_same_file_whatever_is_held_and_sound_that_finds_no_room_is_sent_on(form: str) -> None:
    reading, held = readback_of(CATALOGUE, score_of(LETTER)), Held(1 << 25)
    most, left, sent, zipped = 0, list[int](), list[bool](), bytearray()
    for portion in Archive(reading, FORMATS[form], held).portions():
        most = max(most, held.in_use)
        left += [held.in_use] if portion.data else []
        sent.append(bool(portion.data))
        zipped += portion.data
    sound = entries(bytes(zipped)).read(f"readback{FORMATS[form].extension}")
    sentences = [np.concatenate([chunk.samples for chunk in chunks]) for chunks in reading.chunks()]
    samples = np.concatenate(sentences)
    assert sound == encode(samples, FORMATS[form], RATE, reading.tags)
    assert most >= 0.8 * len(sound), "what is held is counted"
    assert not any(sent[: len(sentences)]), "nothing was sent before all of it was there"
    assert left[:3] == sorted(set(left[:3]), reverse=True), "what is sent is held no longer"
    assert held.in_use == 0

    on = [portion.data for portion in Archive(reading, FORMATS[form], Held(most // 2)).portions()]
    assert any(on[:-1]), "it is sent while it is spoken"
    whole = entries(b"".join(on))
    streamed = whole.read(f"readback{FORMATS[form].extension}")
    assert len(decoded(streamed, form)) == pytest.approx(len(samples), abs=RATE // 10)
    assert whole.read("score.json") == entries(bytes(zipped)).read("score.json")


def test_what_a_zip_held_is_given_back_wherever_it_ends() -> None:
    held = Held(1 << 25)
    portions = Archive(readback_of(CATALOGUE, score_of(LETTER)), FORMATS["wav"], held).portions()
    next(portions)
    next(portions)
    assert held.in_use > 0
    del portions
    assert held.in_use == 0


def test_zips_leave_room_for_letters_that_arrive() -> None:
    held, reading = Held(1_000_000), readback_of(CATALOGUE, score_of(LETTER))
    portions = [Archive(reading, FORMATS["wav"], held).portions() for _ in range(4)]
    for _ in zip_longest(*portions):
        assert held.in_use <= 666_667
    assert held.in_use == 0


@pytest.mark.parametrize("letter", ["\0Dear\0 Sam\ud800.", "<b>Dear</b> Sam & you --> me", "a\u200fb\u202ec\u200d."])
@pytest.mark.parametrize("accept", ["application/x-ndjson", "application/zip"])
def test_odd_characters_are_characters_of_the_letter(server: Place, letter: str, accept: str) -> None:
    body = json.dumps({"letter": letter}).encode()
    with server.client() as client:
        headers = {"Content-Type": "application/json", "Accept": accept}
        answer = client.post(READ, content=body, headers=headers)
    assert answer.status_code == 200
    if accept == "application/zip":
        score = json.loads(zipfile.ZipFile(io.BytesIO(answer.content)).read("score.json"))
    else:
        score = lines(answer)[0]["score"]
    assert score["letter"] == letter
