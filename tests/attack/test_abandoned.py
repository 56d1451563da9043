"""Who asks and leaves: nothing more is done for them, and nobody else waits for it."""

from __future__ import annotations

import contextlib
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from service.cli.main import main
from service.score.pace import LONGEST_REST
from service.speech.catalogue import Catalogue
from service.voice import Voice
from service.web import streaming
from service.web.forms import MEDIA_TYPE
from service.web.leaving import GONE
from tests.documents.made import docx, paragraph, run
from tests.running import READ, SCORES, SPEECH, Counting, Failing, Place, long_letter, running, until

LONG = long_letter(19_000)
MANY = 40
WORDS = "Dear Sam, rest."


def request(path: str, body: object = None, accept: str = "*/*", kind: str = "application/json") -> bytes:
    """A request, as it goes over a socket."""
    data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    method = "GET" if body is None else "POST"
    length = f"Content-Length: {len(data)}\r\nContent-Type: {kind}\r\n" if data else ""
    return f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n{length}\r\n".encode() + data


@contextlib.contextmanager
def asked(place: Place, data: bytes, times: int = 1, buffer: int = 0) -> Iterator[list[socket.socket]]:
    """Connections on which the request was sent, and that are closed at the end."""
    with contextlib.ExitStack() as stack:
        made = []
        for _ in range(times):
            sock = stack.enter_context(socket.socket())
            if buffer:
                sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
            sock.settimeout(10)
            sock.connect(("127.0.0.1", place.port))
            sock.sendall(data)
            made.append(sock)
        yield made


@dataclass(frozen=True)
class Heavy(Catalogue):
    """Voices, one of which is not found until it is let go: each plan for it takes that long."""

    slow: str = "heart"
    asked: list[str] = field(default_factory=list)
    """The voices of the plans that were begun."""
    free: threading.Event = field(default_factory=threading.Event)

    def voice(self, name: str) -> Voice:
        self.asked.append(name)
        if name == self.slow:
            self.free.wait(20)
        return super().voice(name)


def heavy(place: Place) -> Heavy:
    """From now on plans for `heart` take their time there."""
    house = place.app.state.house
    house.catalogue = Heavy(house.catalogue.files, house.catalogue.engines)
    return house.catalogue  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("path", "body", "kind"),
    [
        (SCORES, {"letter": LONG, "voice": "heart"}, "plans"),
        (SCORES, {"letter": WORDS, "voice": "heart"}, "plans"),
        (READ, {"letter": LONG, "voice": "heart"}, "readings"),
        (SPEECH, {"input": LONG, "voice": "heart"}, "readings"),
    ],
)
def test_plans_of_those_who_left_are_not_made_and_their_places_are_free(path: str, body: object, kind: str) -> None:
    with running() as place:
        house, voices = place.app.state.house, heavy(place)
        with asked(place, request(path, body), MANY):
            until(lambda: house.places[kind].taken == MANY)
        until(lambda: house.places[kind].taken == 0, 3)
        assert house.held.in_use == 0
        voices.free.set()
        assert place.post(SCORES, {"letter": LONG}, timeout=5).status_code == 200
        assert voices.asked == ["heart", "tone"], "the one that was under way, and the one that somebody waited for"
        assert f'status="{GONE}"' in place.get("/metrics").text


def test_what_is_quick_is_not_done_either_for_those_who_left() -> None:
    with running() as place:
        voices = heavy(place)
        with asked(place, request("/v1/voices/heart"), MANY):
            until(lambda: bool(voices.asked))
            time.sleep(0.2)
        time.sleep(0.3)
        voices.free.set()
        assert place.get("/", timeout=5).status_code == 200
        assert voices.asked == ["heart"]


def test_the_page_and_short_letters_wait_for_no_long_plan_even_of_those_who_stay() -> None:
    with running() as place, ThreadPoolExecutor(3) as pool:
        voices = heavy(place)
        waiting = [pool.submit(place.post, SCORES, {"letter": LONG, "voice": "heart"}) for _ in range(3)]
        until(lambda: bool(voices.asked))
        for path in ("/", "/v1/voices", "/v1/voices/tone", "/docs", "/healthz"):
            assert place.get(path, timeout=2).status_code == 200, path
        assert place.post(SCORES, {"letter": WORDS}, timeout=2).status_code == 200
        assert place.post(READ, {"letter": WORDS}, timeout=5).status_code == 200
        assert not any(one.done() for one in waiting)
        voices.free.set()
        assert [one.result().status_code for one in waiting] == [200] * 3


def test_a_body_whose_sender_leaves_on_the_way_is_let_go_of() -> None:
    with running() as place:
        house = place.app.state.house
        with asked(place, request(SCORES, {"letter": LONG})[:5000], MANY):
            until(lambda: house.places["arrivals"].taken == MANY)
        until(lambda: house.places["arrivals"].taken == 0, 3)
        assert house.held.in_use == 0


KINDS = {
    "sound": request(READ, {"letter": LONG, "format": "wav"}),
    "opus": request(READ, {"letter": LONG, "format": "opus"}),
    "events": request(READ, {"letter": LONG}, "application/x-ndjson"),
    "a zip": request(READ, {"letter": LONG}, "application/zip"),
    "OpenAI's": request(SPEECH, {"input": LONG}),
    "the form": request("/listen", b"letter=" + LONG.replace(" ", "+").encode(), "text/html", MEDIA_TYPE),
    "a document": request("/v1/letters", docx(paragraph(run("word " * 2000))), kind="application/octet-stream"),
    "a plan": request(SCORES, {"letter": LONG}),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seconds", [0.0, 0.15])
def test_who_leaves_at_any_moment_is_no_error_and_nothing_is_left_of_it(
    kind: str, seconds: float, caplog: pytest.LogCaptureFixture
) -> None:
    engine = Counting(seconds=0.02)
    with running(engine) as place, caplog.at_level(logging.WARNING):
        house = place.app.state.house
        with asked(place, KINDS[kind], 5):
            time.sleep(seconds)
        until(lambda: not any(places.taken for places in house.places.values()), 3)
        until(lambda: house.held.in_use == 0, 3)
        assert place.post(READ, {"letter": WORDS}).status_code == 200
    assert caplog.text == ""


def test_who_is_cut_off_for_taking_nothing_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    with running(read_timeout=0.5) as place, caplog.at_level(logging.WARNING):
        with asked(place, KINDS["sound"], 2, buffer=4096):
            until(lambda: place.count("readback_readings_total") == 2, 5)
        assert 'outcome="stalled"' in place.get("/metrics").text
    assert caplog.text == ""


def test_a_reading_that_fails_on_its_way_is_one_line(caplog: pytest.LogCaptureFixture) -> None:
    with running(Failing("tomorrow")) as place, caplog.at_level(logging.WARNING):
        with asked(place, request(READ, {"letter": "Dear Sam.\n\nAll is well. See you tomorrow."})) as (sock,):
            got = b""
            while more := sock.recv(65536):
                got += more
        assert not got.endswith(b"0\r\n\r\n"), "it is seen not to be whole"
    assert len(caplog.records) == 1
    assert caplog.records[0].getMessage().startswith("a reading failed: speech-failed")


def test_a_server_that_stops_while_it_reads_and_plans_logs_no_error(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING), contextlib.ExitStack() as stack, running() as place:
        for kind in ("sound", "opus", "a zip"):
            stack.enter_context(asked(place, KINDS[kind], buffer=4096))
        until(lambda: place.count("readback_under_way") == 3)
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []


@pytest.mark.parametrize(("share", "outcome"), [(40.0, "stalled"), (1.0, "left")])
def test_who_takes_next_to_nothing_for_long_is_let_go_of_and_who_is_slow_is_not(
    share: float, outcome: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who takes MP3 ten times as quickly as it is heard, where that is too little and where it is plenty."""
    monkeypatch.setattr(streaming, "SHARE", share)
    monkeypatch.setattr(streaming, "ALLOWANCES", 0.1)
    with running(read_timeout=5.0) as place:
        with asked(place, request(READ, {"letter": LONG}), buffer=2048) as (sock,):
            end = time.monotonic() + 3
            while time.monotonic() < end and not place.count("readback_readings_total"):
                with contextlib.suppress(ConnectionResetError):
                    sock.recv(8000)
                time.sleep(0.1)
        until(lambda: place.count("readback_under_way") == 0, 3)
        assert f'outcome="{outcome}"' in place.get("/metrics").text


def test_real_time_is_far_above_what_a_listener_has_to_take() -> None:
    """1 kB a second of MP3 is an eighth of its pace, and is let go of; a quarter of it has the whole of any reading."""
    patience, pace = 60.0, 8.0

    def waited(kilobytes: float, seconds: float) -> float:
        """How much longer than it may somebody takes who takes so much a second, after so many seconds of sound."""
        return seconds * pace / kilobytes - streaming.ALLOWANCES * patience - seconds / streaming.SHARE

    assert waited(1.0, 100) > 0
    assert waited(2.0, 6 * 3600) < 0


def test_a_reading_longer_than_readings_may_be_is_refused_with_a_code() -> None:
    rests = {"rests": {"sentence": LONGEST_REST}}
    with running(max_characters=20_000, max_hours=0.5) as place:
        letter = "I am. " * 1000
        for path, body in ((SCORES, {"letter": letter, "pace": rests}), (READ, {"letter": letter, "pace": rests})):
            answer = place.post(path, body)
            assert (answer.status_code, answer.json()["code"]) == (422, "reading-too-long"), path
            assert answer.json()["limit"] == 1800
            assert "I am" not in answer.text
        short = place.post(SCORES, {"letter": "I am here, and that is enough for today."}).json()
        short["parts"][1:1] = [{"kind": "rest", "rest": "breath", "seconds": LONGEST_REST}] * 80
        assert place.post(SCORES, {"score": short}).status_code == 200
        short["parts"][1:1] = [{"kind": "rest", "rest": "breath", "seconds": LONGEST_REST}] * 80
        assert place.post(SCORES, {"score": short}).json()["code"] == "reading-too-long"
        assert place.post(READ, {"score": short}).json()["code"] == "reading-too-long"
        assert (
            place.post(SPEECH, {"input": "I am here, and I am not. " * 800}).json()["error"]["code"]
            == "reading-too-long"
        )


def test_the_command_refuses_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READBACK_MAX_HOURS", "0.1")
    letter, score, out = tmp_path / "letter.txt", tmp_path / "score.json", tmp_path / "letter.mp3"
    letter.write_text("I am. " * 100, encoding="utf-8")
    slow = ("--voice", "tone", "--rest", f"sentence={LONGEST_REST:g}")
    assert main(["read", str(letter), "-o", str(out), *slow]) == 1
    assert main(["score", str(letter), *slow]) == 1
    monkeypatch.setenv("READBACK_MAX_HOURS", "10")
    capsys.readouterr()
    assert main(["score", str(letter), *slow]) == 0
    score.write_text(capsys.readouterr().out, encoding="utf-8")
    monkeypatch.setenv("READBACK_MAX_HOURS", "0.1")
    assert main(["read", str(score), "-o", str(out)]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "READBACK_MAX_HOURS" in said
    assert not out.exists()


def test_who_breaks_off_at_a_full_server_and_asks_anew_at_once_has_the_place_again() -> None:
    with running(max_readbacks=2) as place:
        for _ in range(5):
            with asked(place, KINDS["sound"], 2, buffer=4096):
                until(lambda: place.count("readback_under_way") == 2)
            assert place.post(READ, {"letter": WORDS}).status_code == 200


def test_who_waits_for_a_plan_when_the_server_stops_is_told_so_and_the_log_has_no_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING), contextlib.ExitStack() as stack:
        with running() as place:
            voices = heavy(place)
            waiting = stack.enter_context(asked(place, request(SCORES, {"letter": WORDS, "voice": "heart"}), 5))
            until(lambda: place.app.state.house.places["plans"].taken == 5)
            threading.Timer(1.5, voices.free.set).start()
        assert {sock.recv(65536).split(b" ")[1] for sock in waiting} == {b"503"}
    assert [record.getMessage() for record in caplog.records if record.levelno >= logging.ERROR] == []
