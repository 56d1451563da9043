"""The command `readback serve` as a program: it starts, it says why it cannot, it stops."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import re
import select
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import httpx
import psutil
import pytest

from service.web import server as web_server
from service.web.server import NoMessages
from tests.hanging import COMMAND, VOICE
from tests.running import LETTER, READ, Hanging, Place, long_letter, running, until

SERVE = [sys.executable, "-m", "service", "serve"]


@dataclass
class Program:
    process: subprocess.Popen[str]
    port: int

    def end(self, sign: signal.Signals = signal.SIGTERM) -> tuple[float, int, str]:
        """Seconds it took to end, its exit status, and what it wrote."""
        begun = time.monotonic()
        self.process.send_signal(sign)
        _, said = self.process.communicate(timeout=20)
        return time.monotonic() - begun, self.process.returncode, said


def environment(**more: str) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("READBACK_")}
    return {**kept, "READBACK_VOICE": "tone", **more}


@contextlib.contextmanager
def program(command: Sequence[str] = SERVE, **more: str) -> Iterator[Program]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen(
        [*command, "--port", str(port)], env=environment(**more), stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            until(lambda: answers(port))
            yield Program(process, port)
        finally:
            process.kill()


def answers(port: int) -> bool:
    with contextlib.suppress(httpx.TransportError):
        return httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200
    return False


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_it_is_told_to_also_while_it_reads(sign: signal.Signals) -> None:
    with program() as server, socket.create_connection(("127.0.0.1", server.port)) as sock:
        data = json.dumps({"letter": long_letter(19_000), "format": "wav"}).encode()
        head = f"POST {READ} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        sock.sendall(head.encode() + f"Content-Length: {len(data)}\r\n\r\n".encode() + data)
        sock.recv(1000)
        seconds, status, said = server.end(sign)
        assert seconds < 6
        assert status in (130, -sign, 128 + sign)
        assert "Traceback" not in said
        assert "CancelledError" not in said, "the reading ended by itself"


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("voice", [VOICE, "tone"])
def test_it_stops_within_three_seconds_when_a_voice_hangs(voice: str, sign: signal.Signals) -> None:
    with program((*COMMAND, "serve")) as server, ThreadPoolExecutor(2) as listeners:
        body = {"letter": "See you tomorrow. And the day after.", "voice": voice}
        address = f"http://127.0.0.1:{server.port}"
        for _ in range(2):
            listeners.submit(httpx.post, address + READ, json=body, timeout=60, trust_env=False)
        until(lambda: "readback_under_way 2" in httpx.get(f"{address}/metrics", trust_env=False).text)
        until(lambda: voice == "tone" or bool(psutil.Process(server.process.pid).children()))
        children = psutil.Process(server.process.pid).children()
        seconds, status, said = server.end(sign)
        assert seconds < 3.5
        assert status in (130, -sign, 128 + sign)
        assert "Traceback" not in said
        assert "terminate" not in said, "it crashed"
        assert len(children) == (voice != "tone")
        assert not psutil.wait_procs(children, timeout=2)[1], "its child lives on"


def test_it_says_where_it_listens_and_what_it_answered() -> None:
    with program() as server:
        *_, said = server.end()
        assert f"listening on http://127.0.0.1:{server.port}" in said
        assert re.search(r"INFO GET /readyz 200 in \d", said)
        assert "uvicorn" not in said.lower()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"READBACK_VOICE": "nobody"}, "READBACK_VOICE is set to 'nobody': it may be one of "),
        ({"READBACK_PACE": "hasty"}, "READBACK_PACE is set to 'hasty': it may be one of gentle,"),
        ({"READBACK_HOST": "nowhere.invalid"}, "READBACK_HOST is set to 'nowhere.invalid': no address"),
        ({"READBACK_HOST": "192.0.2.1"}, "READBACK_HOST is set to '192.0.2.1': this machine has no such address"),
    ],
)
def test_what_cannot_begin_is_one_line(given: dict[str, str], said: str) -> None:
    command = [*SERVE, "--port", "0"]
    done = subprocess.run(command, env=environment(**given), capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert said in done.stderr


def test_small_answers_over_one_connection_are_not_held_back() -> None:
    with running() as place:
        times = []
        for _ in range(10):
            begun = time.monotonic()
            place.same.get(f"{place.address}/healthz")
            times.append(time.monotonic() - begun)
        assert min(times[1:]) < 0.03


def test_a_traceback_is_logged_as_a_type_and_a_place() -> None:
    try:
        raise ValueError("secret words")
    except ValueError:
        record = logging.LogRecord("any", logging.ERROR, "any.py", 1, "It failed.", None, sys.exc_info())
    said = NoMessages("%(message)s").format(record)
    assert re.fullmatch(r"It failed\.\nValueError at test_server\.py:\d+", said)


def test_a_port_in_use_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        command = [*SERVE, "--port", str(port)]
        done = subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=30)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"--port is set to '{port}': another program listens there already" in done.stderr


def test_it_listens_on_ipv6() -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    with subprocess.Popen(
        [*SERVE, "--host", "::1", "--port", "0"], env=environment(), stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr
        line = process.stderr.readline()
        found = re.search(r"http://\[::1\]:(\d+)", line)
        try:
            assert found, line
            answer = httpx.get(f"http://[::1]:{found[1]}/healthz", trust_env=False)
            assert answer.json() == {"status": "alive"}
        finally:
            process.kill()


def connected(place: Place, data: bytes = b"", buffer: int = 0) -> socket.socket:
    """A connection on which the data were sent. buffer: bytes that its own system takes ahead, where that matters."""
    sock = socket.socket()
    if buffer:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    sock.settimeout(10)
    sock.connect(("127.0.0.1", place.port))
    sock.sendall(data)
    return sock


def open_to(place: Place) -> int:
    """How many connections the server holds."""
    return sum(end.laddr.port == place.port and bool(end.raddr) for end in psutil.Process().net_connections("tcp4"))


HEAD = b"GET /v1/paces HTTP/1.1\r\nHost: localhost\r\n"


@pytest.mark.parametrize("data", [b"", HEAD, HEAD + b"\r\n" + HEAD], ids=["nothing", "half a head", "the second"])
def test_a_head_that_never_comes_is_not_waited_for(data: bytes) -> None:
    with running(arrival_timeout=0.3) as place, connected(place, data) as sock:
        begun = time.monotonic()
        while sock.recv(65536):
            pass  # the connection ends by itself
        assert time.monotonic() - begun < 3


def test_a_head_that_trickles_is_not_waited_for() -> None:
    with running(arrival_timeout=0.3) as place, connected(place) as sock:
        begun = time.monotonic()
        for byte in HEAD * 10:
            if select.select([sock], [], [], 0.02)[0]:
                break  # the connection ends by itself
            sock.sendall(bytes([byte]))
        assert 0.2 < time.monotonic() - begun < 3


def test_a_listener_may_take_longer_than_a_head_may() -> None:
    with running(arrival_timeout=0.2) as place, place.client() as client:
        begun = time.monotonic()
        with client.stream("POST", READ, json={"letter": long_letter(1000), "format": "wav"}) as answer:
            for _ in answer.iter_raw(100_000):
                time.sleep(0.02)
        assert time.monotonic() - begun > 0.4
        assert client.get("/healthz").status_code == 200


def test_an_answer_that_nobody_takes_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_server, "LINGER", 0.2)
    with running(read_timeout=0.3) as place:
        asked = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 20
        with connected(place, asked, buffer=4096):
            until(lambda: open_to(place) == 1)
            until(lambda: open_to(place) == 0, 4)


def test_connections_are_bounded_and_one_too_many_is_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_server, "LINGER", 0.2)
    engine = Hanging("tomorrow")
    with running(engine, max_connections=2, threads=3) as place, ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(place.post, READ, {"letter": LETTER}) for _ in range(2)]
        until(lambda: place.app.state.house.places["readings"].taken == 2)
        answer = place.post(READ, {"letter": LETTER})
        assert (answer.status_code, answer.headers["content-type"]) == (429, "application/problem+json")
        assert (answer.json()["code"], answer.json()["full"]) == ("busy", "connections")
        assert answer.json()["detail"] == "Too many connections are open. Try again in 5 seconds."
        assert int(answer.headers["retry-after"]) == answer.json()["retry_after"]
        with connected(place, b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n") as sock:
            assert sock.recv(65536).startswith(b"HTTP/1.1 200"), "whoever looks after it is told that it lives"
            begun = time.monotonic()
            while sock.recv(65536):
                pass  # the connection ends by itself
            assert time.monotonic() - begun < 2
        engine.free.set()
        assert [one.result().status_code for one in waiting] == [200, 200]
        assert place.post(READ, {"letter": LETTER}).status_code == 200


def test_connections_that_are_far_too_many_end_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_server, "TOLD", 0)
    engine = Hanging("tomorrow")
    with running(engine, max_connections=1, threads=2) as place, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(place.post, READ, {"letter": LETTER})
        until(lambda: place.app.state.house.places["readings"].taken == 1)
        with connected(place) as sock, contextlib.suppress(ConnectionResetError):
            assert sock.recv(1) == b""
        assert open_to(place) <= 2
        engine.free.set()
        assert waiting.result().status_code == 200
