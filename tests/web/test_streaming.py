"""Listeners who are slow, who leave, who stop reading, and voices that fail while they listen."""

from __future__ import annotations

import contextlib
import json
import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import unquote

import httpx
import psutil
import pytest

from service.deliver import turns
from service.speech.catalogue import Catalogue
from tests.running import (
    EVENTS,
    LETTER,
    RATE,
    READ,
    SCORES,
    SPEECH,
    Counting,
    Failing,
    Hanging,
    Place,
    long_letter,
    running,
    still,
    until,
)

LONG = long_letter(20_000)


@contextlib.contextmanager
def listening(place: Place, body: dict[str, object], buffer: int = 4096) -> Iterator[socket.socket]:
    """A listener whose own system takes little ahead, after the request was sent."""
    data = json.dumps(body).encode()
    head = f"POST {READ} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    with socket.socket() as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        sock.settimeout(20)
        sock.connect(("127.0.0.1", place.port))
        sock.sendall(head.encode() + f"Content-Length: {len(data)}\r\n\r\n".encode() + data)
        yield sock


def open_to(place: Place, sock: socket.socket) -> bool:
    """Whether the server still holds its side of the connection."""
    ends = {(end.laddr, end.raddr) for end in psutil.Process().net_connections("tcp4") if end.raddr}
    return (("127.0.0.1", place.port), sock.getsockname()) in ends


def taken(sock: socket.socket, size: int) -> int:
    got = 0
    while got < size:
        data = sock.recv(min(4096, size - got))
        assert data, "the stream ended"
        got += len(data)
    return got


def take_all(answer: httpx.Response, got: bytearray) -> None:
    for data in answer.iter_raw():
        got += data


def children() -> list[str]:
    return [child.name() for child in psutil.Process().children() if "ffmpeg" in child.name()]


@pytest.mark.parametrize("form", ["wav", "mp3"])
def test_a_listener_who_stops_reading_stops_the_work(form: str) -> None:
    engine = Counting()
    with running(engine, max_characters=30_000) as place, listening(place, {"letter": LONG, "format": form}) as sock:
        taken(sock, 2 * 48_000 if form == "wav" else 16_000)
        stopped = len(engine.spoken)
        # MP3 is small: what the systems hold anyway is several seconds of it.
        assert still(lambda: len(engine.spoken)) - stopped <= 2
        assert place.count("readback_under_way") == 1, "it waits for the listener to go on"
        more = len(engine.spoken)
        taken(sock, 10 * 48_000 if form == "wav" else 200_000)
        assert len(engine.spoken) > more


def test_a_listener_who_takes_nothing_for_too_long_is_given_up() -> None:
    with running(read_timeout=1.0) as place, listening(place, {"letter": LONG[:15_000], "format": "wav"}) as sock:
        taken(sock, 48_000)
        until(lambda: place.count("readback_under_way") == 0, 5)
        assert 'outcome="stalled"' in place.get("/metrics").text
        until(lambda: not open_to(place, sock), 5)


def test_a_slow_listener_gets_everything() -> None:
    with running(read_timeout=2.0) as place:
        with listening(place, {"letter": LETTER, "format": "wav"}) as sock:
            got = bytearray()
            while not got.endswith(b"0\r\n\r\n"):
                got += sock.recv(30_000)
                time.sleep(0.01)
        whole = place.post(READ, {"letter": LETTER, "format": "wav"}).content
        assert whole[-5000:-1000] in bytes(got)


@pytest.mark.parametrize("form", ["wav", "opus"])
def test_a_listener_who_leaves_ends_the_work_and_the_encoder(form: str) -> None:
    engine = Counting(seconds=0.05)
    with running(engine) as place:
        with listening(place, {"letter": LONG[:19_000], "format": form}) as sock:
            taken(sock, 2000)
            assert bool(children()) == (form == "opus")
        until(lambda: place.count("readback_under_way") == 0, 3)
        spoken = len(engine.spoken)
        until(lambda: not children(), 3)
        time.sleep(0.3)
        assert len(engine.spoken) <= spoken + 1
        assert 'outcome="left"' in place.get("/metrics").text


def test_who_leaves_before_the_first_sound_is_not_read_to() -> None:
    engine = Counting(seconds=0.4)
    with running(engine) as place:
        with listening(place, {"letter": LONG[:19_000]}):
            until(lambda: len(engine.spoken) >= 2)
        until(lambda: place.count("readback_under_way") == 0, 3)
        assert still(lambda: len(engine.spoken)) <= 3


@pytest.mark.parametrize("error", [None, RuntimeError, OSError, StopIteration, MemoryError])
@pytest.mark.parametrize("headers", [{}, EVENTS, {"Accept": "application/zip"}])
def test_a_voice_that_fails_at_once_is_a_503(error: type[Exception] | None, headers: dict[str, str]) -> None:
    engine = Failing("tomorrow", error) if error else Failing("tomorrow")
    with running(engine) as place:
        answer = place.post(READ, {"letter": "See you tomorrow."}, headers=headers)
        assert answer.status_code == 503
        assert answer.json()["code"] == "speech-failed"
        assert "tomorrow" not in answer.text
        assert answer.json()["phrase"] == 0


@pytest.mark.parametrize("error", [None, RuntimeError])
def test_a_voice_that_fails_on_the_way_breaks_the_stream(error: type[Exception] | None) -> None:
    engine = Failing("tomorrow", error) if error else Failing("tomorrow")
    with running(engine) as place, place.client() as client:
        got = bytearray()
        with client.stream("POST", READ, json={"letter": LETTER}) as answer:
            assert answer.status_code == 200
            with pytest.raises(httpx.RemoteProtocolError):
                take_all(answer, got)
        assert got[:3] == b"ID3"
        assert 'outcome="failed"' in place.get("/metrics").text


@pytest.mark.parametrize("error", [None, RuntimeError])
def test_a_voice_that_fails_on_the_way_ends_events_with_an_error(error: type[Exception] | None) -> None:
    with running(Failing("tomorrow", error) if error else Failing("tomorrow")) as place:
        answer = place.post(READ, {"letter": LETTER}, headers=EVENTS)
        events = [json.loads(line) for line in answer.text.splitlines()]
        assert answer.status_code == 200
        kinds = [event["event"] for event in events]
        assert kinds[0] == "score"
        assert kinds[-1] == "error"
        assert "end" not in kinds
        problem = events[-1]["problem"]
        assert (problem["code"], problem["status"]) == ("speech-failed", 503)
        failed = next(p for p in events[0]["score"]["parts"] if "tomorrow" in p.get("spoken", ""))
        if error is None:
            assert problem["phrase"] <= failed["index"]
            assert events[0]["score"]["parts"], failed


def test_a_zip_that_fails_on_the_way_is_no_zip() -> None:
    with running(Failing("tomorrow")) as place:
        answer = place.post(READ, {"letter": LETTER}, headers={"Accept": "application/zip"})
        assert (answer.status_code, answer.json()["code"]) == (503, "speech-failed"), "nothing had been sent yet"


def test_a_voice_that_hangs_is_given_up_and_others_are_read_to(monkeypatch: pytest.MonkeyPatch) -> None:
    engine = Hanging("tomorrow")
    monkeypatch.setattr(turns.Turns.__init__, "__defaults__", (0.5,))
    with running(engine, threads=1) as place:
        answer = place.post(READ, {"letter": "See you tomorrow."})
        assert (answer.status_code, answer.json()["code"]) == (503, "speech-failed")
        assert place.post(READ, {"letter": "Dear Sam."}).status_code == 200
        assert place.count("readback_under_way") == 0
        engine.free.set()


def test_nothing_is_spoken_twice_and_nothing_ahead_of_need() -> None:
    """Two sentences of a listener who takes all at once: one after the other, never two at a time."""
    engine = Counting(seconds=0.1)
    with running(engine, threads=4) as place:
        begun = time.monotonic()
        answer = place.post(READ, {"letter": "One is here. Two is here. Three is here.", "format": "pcm"})
        assert time.monotonic() - begun >= 0.3
        assert engine.spoken[-3:] == ["One", "Two", "Three"]
        assert len(answer.content) > 5 * RATE


@pytest.mark.parametrize("name", ["M\u0101ori", "\u041c\u0438\u0440\u0430 100%", "Jos\u00e9"])
def test_a_notice_comes_in_the_head_whatever_the_name_of_the_voice(name: str) -> None:
    with running() as place:
        house = place.app.state.house
        named = replace(house.catalogue.voice("tone"), name=name, language="en-US")
        house.catalogue = Catalogue({**house.catalogue.files, name: named}, house.catalogue.engines)
        body = {"letter": "Liebe Anna, ich wei\u00df, dass du heute nicht allein sein willst.", "voice": name}
        (notice,) = place.post(SCORES, body).json()["notices"]
        assert name in notice
        answer = place.post(READ, body)
        assert answer.status_code == 200
        head = answer.headers["readback-notice"]
        assert head.isascii()
        assert unquote(head) == notice
        assert head.startswith("This letter looks German, and "), "what can stand in a header stands as it is"


def test_a_notice_that_asks_for_nothing_else_is_in_plain_words() -> None:
    with running() as place:
        answer = place.post(SPEECH, {"input": LETTER, "voice": "tone", "model": "tts-1", "speed": 4.0})
        assert answer.headers["readback-notice"] == "The speed is held to 0.75 to 1.3, so it is 1.3."
