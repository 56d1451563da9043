"""What the service takes of memory when much is asked for and nothing taken, and what it keeps of that afterwards."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import threading
import time
from collections.abc import Iterator

import psutil

from benchmarks.bounds import _open_many, _process
from benchmarks.figures import Figure
from benchmarks.readings import long_letter
from benchmarks.serving import server
from tests.documents.made import HARD

ZIPS, BODIES, DOCUMENTS = 100, 600, 20
FORMATS = ("mp3", "wav", "flac", "opus", "m4a")
"""Of the sound in the zips, by turns."""
HELD = 50.0
"""Seconds for which nobody takes anything."""
AFTER = 60.0
"""Seconds from when all have left to when memory is looked at again."""
PEAK, REST = 600.0, 350.0
"""Megabytes that are to be enough."""
ROUNDS = int(os.environ.get("ROUNDS", "1"))
"""How often all of it is done, one time after the other."""


def figures() -> Iterator[Figure]:
    """The most that the server takes, and what it still has afterwards; beside it, with its children."""
    _open_many()
    with server() as port:
        process = _process(port)
        before = process.memory_info().rss / 1e6
        own = whole = 0.0
        for _ in range(ROUNDS):
            most = _crowd(port, process)
            own, whole = max(own, most[0]), max(whole, most[1])
            time.sleep(AFTER)
        after = process.memory_info().rss / 1e6
    name = f"{ZIPS} zips that nobody takes, {BODIES} unfinished bodies and {DOCUMENTS} documents"
    yield Figure(f"Memory of the server with {name}", f"≤ {PEAK:.0f} MB", f"{own:.0f} MB", own <= PEAK)
    yield Figure(f"The same with the processes that it has started, for {name}", "", f"{whole:.0f} MB", None)
    told = f"{after:.0f} MB (before: {before:.0f} MB)"
    yield Figure(f"Memory of the server a minute after {name}", f"≤ {REST:.0f} MB", told, after <= REST)


def _crowd(port: int, process: psutil.Process) -> tuple[float, float]:
    """Megabytes of the server, and of it with its children, at most while all of them are there."""
    own = whole = 0.0
    with contextlib.ExitStack() as stack:
        requests = [
            *map(_zip, range(ZIPS)),
            *(_body() for _ in range(BODIES)),
            *(_document() for _ in range(DOCUMENTS)),
        ]
        for request in requests:
            sock = stack.enter_context(socket.create_connection(("127.0.0.1", port), 30))
            sock.settimeout(HELD)
            threading.Thread(target=_send, args=(sock, request), daemon=True).start()
        until = time.monotonic() + HELD
        while time.monotonic() < until:
            rss = process.memory_info().rss / 1e6
            own, whole = max(own, rss), max(whole, rss + sum(map(_alone, process.children(recursive=True))))
            time.sleep(0.1)
    return own, whole


def _alone(child: psutil.Process) -> float:
    """Megabytes that a process has to itself."""
    with contextlib.suppress(psutil.Error):
        return float(child.memory_full_info().uss) / 1e6
    return 0.0


def _send(sock: socket.socket, request: bytes) -> None:
    with contextlib.suppress(OSError):
        sock.sendall(request)


def _zip(number: int) -> bytes:
    body = {"letter": long_letter(1200), "format": FORMATS[number % len(FORMATS)]}
    return _request("/v1/readbacks", json.dumps(body).encode(), "Accept: application/zip\r\n")


def _body() -> bytes:
    return _request("/v1/scores", b'{"letter": "' + b"a" * 1_200_000, length=1_230_000)


def _document() -> bytes:
    return _request("/v1/letters", HARD, kind="application/pdf")


def _request(
    path: str, body: bytes, more: str = "", length: int | None = None, kind: str = "application/json"
) -> bytes:
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n{more}"
    return f"{head}Content-Length: {length or len(body)}\r\n\r\n".encode() + body
