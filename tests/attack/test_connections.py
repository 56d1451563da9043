"""Connections that say nothing, or half of something: they give way, and nobody who listens or comes anew notices."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import httpx
import pytest

from service.web import server as web_server
from tests.running import LETTER, READ, SCORES, Place, long_letter, running, until

HEAD = b"POST /v1/scores HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
NOTHING, HALF_A_HEAD, HALF_A_BODY = b"", HEAD, HEAD + b"Content-Length: 1000\r\n\r\n{"
UNTAKEN = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 30
KINDS = {"nothing": NOTHING, "half a head": HALF_A_HEAD, "half a body": HALF_A_BODY, "nothing taken": UNTAKEN}
MANY = 60
ELSEWHERE = sys.platform == "linux"
"""Whether this machine has more than one address of its own."""


@contextlib.contextmanager
def crowd(place: Place, data: bytes, many: int = MANY, address: str = "127.0.0.1") -> Iterator[list[socket.socket]]:
    """So many connections from an address, on each of which the data were sent and nothing is taken."""
    with contextlib.ExitStack() as stack:
        socks = []
        for _ in range(many):
            sock = stack.enter_context(socket.socket())
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sock.settimeout(10)
            sock.bind((address, 0))
            with contextlib.suppress(OSError):  # it may have given way already
                sock.connect(("127.0.0.1", place.port))
                sock.sendall(data)
            socks.append(sock)
        yield socks


def ended(sock: socket.socket) -> bool:
    """Whether the server has let go of it."""
    sock.setblocking(False)
    try:
        while sock.recv(65536):
            pass
    except BlockingIOError:
        return False
    except OSError:
        pass
    return True


@pytest.mark.parametrize("data", KINDS.values(), ids=list(KINDS))
def test_who_comes_anew_is_served_and_who_listens_is_undisturbed(data: bytes) -> None:
    with running(max_connections=12) as place, place.client() as client:
        asked = {"letter": long_letter(500), "format": "wav"}
        with client.stream("POST", READ, json=asked) as reading:
            sound = reading.iter_raw(48_000)
            next(sound)
            with crowd(place, data):
                for _ in range(3):
                    assert place.post(READ, {"letter": LETTER}).status_code == 200
                    assert place.post(SCORES, {"letter": LETTER}).status_code == 200
                rest = sum(map(len, sound))
        assert rest > 500_000


def test_a_listener_who_pauses_does_not_give_way() -> None:
    asked = {"letter": long_letter(800), "format": "wav"}
    with (
        running(max_connections=4) as place,
        place.client() as client,
        client.stream("POST", READ, json=asked) as reading,
    ):
        sound = reading.iter_raw(1000)
        next(sound)
        time.sleep(0.3)  # by now nothing more fits on the way to it
        with crowd(place, NOTHING), crowd(place, HALF_A_BODY):
            assert place.post(SCORES, {"letter": LETTER}).status_code == 200
        assert sum(map(len, sound)) > 1_000_000


@pytest.mark.skipif(not ELSEWHERE, reason="one address is all this machine has")
def test_an_address_with_few_connections_keeps_them_while_another_has_many() -> None:
    with (
        running(max_connections=20) as place,
        crowd(place, NOTHING, 3, "127.0.0.2") as few,
        crowd(place, NOTHING) as many,
    ):
        until(lambda: sum(map(ended, many)) >= MANY - 20)
        assert not any(map(ended, few))


def test_a_head_has_ten_seconds_however_long_a_body_may_take(monkeypatch: pytest.MonkeyPatch) -> None:
    assert web_server.HEAD == 10
    monkeypatch.setattr(web_server, "HEAD", 0.3)
    with running(arrival_timeout=30) as place, crowd(place, HALF_A_HEAD, 1) as (sock,), crowd(place, HALF_A_BODY, 1):
        until(lambda: ended(sock), 3)
        assert place.app.state.house.places["arrivals"].taken == 1


def test_bodies_that_never_end_leave_room_for_one_that_does() -> None:
    with running(max_connections=400) as place:
        house, part = place.app.state.house, HEAD + b'Content-Length: 1200000\r\n\r\n{"letter": "' + b"a" * 1_000_000
        house.arrivals.most = 30
        with crowd(place, HALF_A_BODY, 40), crowd(place, part, 30):
            until(lambda: house.held.in_use > house.held.limit - 2_000_000)
            for _ in range(3):
                assert place.post(SCORES, {"letter": LETTER}).status_code == 200
            assert house.held.in_use <= house.held.limit
            assert house.arrivals.taken <= 31
        until(lambda: house.held.in_use == 0)


@pytest.fixture
def under_way(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many requests were under way each time that something of one was taken."""
    seen: list[int] = []

    class Seen(web_server.Connection):
        def take(self, data: bytes) -> None:
            super().take(data)
            seen.append(len(self.tasks))

    monkeypatch.setattr(web_server, "Connection", Seen)
    return seen


def loop_of(place: Place) -> asyncio.AbstractEventLoop:
    """The event loop of the server, on which something waits for a request."""
    loop: asyncio.AbstractEventLoop = next(one.loop for crowd in place.app.state.door.waiting.values() for one in crowd)
    return loop


def test_a_body_on_its_way_costs_no_task_beside_its_own() -> None:
    with running() as place, crowd(place, HALF_A_BODY, 1):
        until(lambda: place.app.state.house.arrivals.taken == 1)
        loop = loop_of(place)
        before = len(asyncio.all_tasks(loop))
        with crowd(place, HALF_A_BODY):
            until(lambda: place.app.state.house.arrivals.taken == 1 + MANY)
            assert len(asyncio.all_tasks(loop)) == before + MANY


def test_of_many_who_ask_at_the_same_moment_a_few_begin_at_a_time(
    monkeypatch: pytest.MonkeyPatch, under_way: list[int]
) -> None:
    monkeypatch.setattr(web_server, "BEGUN_AT_ONCE", 4)
    with running(max_connections=400) as place:
        place.app.state.house.arrivals.most = 10
        with crowd(place, NOTHING, 300) as many:
            assert place.get("/healthz").status_code == 200  # by now all of them have been taken
            loop_of(place).call_soon_threadsafe(time.sleep, 0.5)
            for sock in many:
                sock.sendall(HALF_A_BODY)
            until(lambda: len(under_way) > 300)
            assert place.post(SCORES, {"letter": LETTER}).status_code == 200
            assert all(sock.recv(4096).startswith(b"HTTP/1.1 429") for sock in many[:200])
    assert max(under_way) <= 10 + 10 * 4


def test_to_be_in_line_is_not_to_be_late(monkeypatch: pytest.MonkeyPatch, under_way: list[int]) -> None:
    monkeypatch.setattr(web_server, "HEAD", 1.0)
    monkeypatch.setattr(web_server, "BEGUN_AT_ONCE", 1)
    with running() as place, crowd(place, NOTHING, 20) as many:
        assert place.get("/healthz").status_code == 200
        loop_of(place).call_soon_threadsafe(time.sleep, 1.2)
        for sock in many:
            sock.sendall(HALF_A_BODY)
        until(lambda: place.app.state.house.arrivals.taken == 20)


def test_who_leaves_while_in_line_begins_nothing(
    monkeypatch: pytest.MonkeyPatch, under_way: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(web_server, "BEGUN_AT_ONCE", 1)
    with running() as place:
        with crowd(place, NOTHING) as many:
            assert place.get("/healthz").status_code == 200
            loop_of(place).call_soon_threadsafe(time.sleep, 0.5)
            for sock in many:
                sock.sendall(HALF_A_BODY)
                sock.close()
        assert place.post(SCORES, {"letter": LETTER}).status_code == 200
        until(lambda: place.app.state.house.arrivals.taken == 0)
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


def test_the_log_does_not_grow_with_the_crowd(caplog: pytest.LogCaptureFixture) -> None:
    with running(max_connections=12, arrival_timeout=0.5) as place:
        place.app.state.house.arrivals.most = 5
        caplog.clear()
        with caplog.at_level(logging.INFO):
            for data in (*KINDS.values(), b"no HTTP at all\r\n\r\n", b"GET / HTTP/1.1\r\nUpgrade: websocket\r\n\r\n"):
                with crowd(place, data):
                    time.sleep(0.2)
            until(lambda: place.app.state.house.arrivals.taken == 0)
    told = [record for record in caplog.records if " 200 in " not in record.getMessage()]
    told = [record for record in told if record.name != "uvicorn.error" or record.levelno >= logging.ERROR]
    assert 1 <= len(told) <= 3, [record.getMessage() for record in told]


def test_it_is_said_at_once_and_then_once_a_minute(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    from service.web import crowd as crowds

    full = crowds.Full()
    for _ in range(1000):
        full.note()
    monkeypatch.setattr(crowds, "SELDOM", 0.0)
    full.note()
    assert [int(record.getMessage().rpartition(" ")[2]) for record in caplog.records] == [1, 1000]


SERVER = """
import resource, sys
resource.setrlimit(resource.RLIMIT_NOFILE, (400, 400))
from service.cli import main
sys.exit(main(["serve", "--port", sys.argv[1]]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_few_files_are_few_connections_and_no_more_than_a_line() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("READBACK_")}
    command, env = [sys.executable, "-c", SERVER, str(port)], {**kept, "READBACK_VOICE": "tone"}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=env) as process:
        assert process.stderr is not None
        said: list[str] = []
        threading.Thread(target=lambda: said.extend(process.stderr or ()), daemon=True).start()
        place = Place(port, None)  # type: ignore[arg-type]
        until(lambda: any("listening" in line for line in said))
        with crowd(place, NOTHING, 400), crowd(place, HALF_A_BODY, 100):
            assert httpx.get(f"{place.address}/healthz", trust_env=False).status_code == 200
            assert place.post(READ, {"letter": LETTER}).status_code == 200
        process.terminate()
        process.wait(10)
    assert any(
        re.search(r"400 files open: \d+ connections are taken, READBACK_MAX_CONNECTIONS is 1000", line) for line in said
    )
    assert len(said) <= 10, said


def test_a_few_are_taken_at_a_time() -> None:
    """asyncio takes all that wait before any of them can be let go of: so many files would have to be free."""
    with running(ready=False) as place:
        assert web_server.server_of(place.app).config.backlog == web_server.AT_ONCE
    assert web_server.AT_ONCE * 8 <= web_server.FILES
