"""Thousands who connect and say nothing, at a file limit that is far too small for all of them.

The server is a process that may have no more than `FILES` files open. The crowd are processes, each with an address of
its own: they hold what they are let hold, and come again whenever they are closed.

`python -m benchmarks.attack.connections PORT` serves; with more arguments it is a part of the crowd.
"""

from __future__ import annotations

import asyncio
import os
import resource
import selectors
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import httpx

from benchmarks.figures import Figure
from benchmarks.readings import long_letter
from benchmarks.serving import server

FILES = 1024
IDLE, HALF = 10_000, 3_000
SECONDS = 60.0
"""How long they are held."""
CROWDS = 5
"""Processes that they are spread over."""
AGAIN = 10.0
"""Seconds after which one that was closed comes again."""
BATCH = 50
"""Connections that a process opens in one go."""
BYTES_A_SECOND = 48_000
"""Of WAV: what a listener hears in a second."""
LATE, SLOW = 1.0, 2.0
"""Seconds that a listener may wait for the next second of sound, and that a newcomer may be answered after."""
LINES = 10
LOG = "ATTACK_LOG"
"""The variable with the file that the server's log goes to."""
HALVES = (
    b"GET / HTTP/1.1\r\nHost: localhost\r\nX: ",
    b"POST /v1/readbacks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{",
)


def figures() -> Iterator[Figure]:
    """What a listener, one who comes anew, and the log notice of it."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        os.environ[LOG] = str(log)
        settings = {"READBACK_VOICE": "tone", "READBACK_LOG_LEVEL": "info"}
        with server("benchmarks.attack.connections", **settings) as port:
            quiet = log.read_text().count("\n")
            waits, answers = asyncio.run(_minute(port))
            lines = log.read_text().splitlines()[quiet:]
    own = sum(" 200 " in line for line in lines)  # of those who were served: a line each is as it is to be
    crowd = f"{IDLE:,} idle and {HALF:,} half-sent connections at {FILES:,} files"
    worst, slow, served = max(waits), max(answers.values()), len(answers)
    yield Figure(f"Longest wait of a listener during {crowd}", f"≤ {LATE:g} s", f"{worst:.2f} s", worst <= LATE)
    yield Figure(
        f"Slowest answer to {served} who come anew during {crowd}", f"≤ {SLOW:g} s", f"{slow:.2f} s", slow <= SLOW
    )
    more = len(lines) - own
    yield Figure(f"Lines of the log about {crowd}, in a minute", f"≤ {LINES}", str(more), more <= LINES)


async def _minute(port: int) -> tuple[list[float], dict[float, float]]:
    """How long a listener waited each time, and how long who came anew did, by when that was."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=90, trust_env=False) as client:
        body = {"letter": long_letter(3000), "format": "wav"}
        async with client.stream("POST", "/v1/readbacks", json=body) as reading:
            listening = asyncio.create_task(_listen(reading))
            await asyncio.sleep(1)
            crowds = _crowds(port)
            try:
                await asyncio.sleep(2)
                answers = await _newcomers(port)
            finally:
                for crowd in crowds:
                    crowd.kill()
            waits = await listening
    return waits, answers


def _crowds(port: int) -> list[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "benchmarks.attack.connections", str(port)]
    share = str(IDLE // CROWDS), str(HALF // CROWDS)
    return [subprocess.Popen([*command, f"127.0.0.{2 + number}", *share]) for number in range(CROWDS)]


async def _listen(reading: httpx.Response) -> list[float]:
    """Take a second of sound each second. How long it took to come, each time. Raises where it is broken off."""
    waits, had, sound = list[float](), 0, reading.aiter_raw()
    begun = asked = time.monotonic()
    until = begun + SECONDS + 3
    async for piece in sound:
        had += len(piece)
        if had >= BYTES_A_SECOND * len(waits):
            waits.append(time.monotonic() - asked)
            await asyncio.sleep(max(0.0, begun + len(waits) - time.monotonic()))
            asked = time.monotonic()
        if asked > until:
            return waits
    raise SystemExit("The reading was shorter than the attack.")


async def _newcomers(port: int) -> dict[float, float]:
    """Somebody new each second: the page, and a letter of three words. Raises where one is not served."""
    answers, begun = dict[float, float](), time.monotonic()
    while (now := time.monotonic()) < begun + SECONDS:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
            (await client.get("/")).raise_for_status()
            (await client.post("/v1/readbacks", json={"letter": "Dear Sam, rest."})).raise_for_status()
        answers[now - begun] = time.monotonic() - now
        await asyncio.sleep(1)
    return answers


def serve(port: str) -> None:
    """Be the server, with few files, and with its log in a file."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES, FILES))
    os.dup2(os.open(os.environ.pop(LOG), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), 2)
    os.execv(sys.executable, [sys.executable, "-m", "service", "serve", "--port", port])


class Part:
    """A part of the crowd."""

    def __init__(self, port: int, address: str) -> None:
        self._to, self._from = ("127.0.0.1", port), (address, 0)
        self._selector = selectors.DefaultSelector()

    def hold(self, idle: int, half: int) -> None:
        """Hold so many connections until somebody ends this process."""
        coming = [(0.0, number % 2 if number < half else None) for number in range(idle + half)]
        while True:
            now = time.monotonic()
            due, coming = coming[:BATCH], coming[BATCH:]
            for at, kind in due:
                if at > now or not self._open(kind):
                    coming.append((max(at, now + 0.1), kind))
            for key, _ in self._selector.select(0.001 if due and due[0][0] <= now else 0.05):
                if not self._lives(key):
                    coming.append((now + AGAIN, key.data[0]))

    def _open(self, kind: int | None) -> bool:
        sock = socket.socket()
        try:
            sock.setsockopt(socket.IPPROTO_IP, 24, 1)  # IP_BIND_ADDRESS_NO_PORT
            sock.bind(self._from)
            sock.setblocking(False)
            sock.connect_ex(self._to)
        except OSError:
            sock.close()
            return False
        wanted = selectors.EVENT_READ if kind is None else selectors.EVENT_READ | selectors.EVENT_WRITE
        self._selector.register(sock, wanted, (kind,))
        return True

    def _lives(self, key: selectors.SelectorKey) -> bool:
        sock, (kind,) = key.fileobj, key.data
        assert isinstance(sock, socket.socket)
        try:
            if key.events & selectors.EVENT_WRITE and kind is not None:
                sock.send(HALVES[kind])
                self._selector.modify(sock, selectors.EVENT_READ, (kind,))
                return True
            if sock.recv(4096):
                return True
        except BlockingIOError:
            return True
        except OSError:
            pass
        self._selector.unregister(sock)
        sock.close()
        return False


def main() -> None:
    """Serve, or be a part of the crowd."""
    if len(sys.argv) == 2:
        serve(sys.argv[1])
    port, address, idle, half = sys.argv[1:]
    os.nice(19)  # it would compute on other machines than the server's
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    Part(int(port), address).hold(int(idle), int(half))


if __name__ == "__main__":
    main()
