"""The service, under way: how soon it sounds, how many it serves, when it stops. All on this machine's loopback."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from benchmarks.figures import Answer, Figure
from benchmarks.readings import letter, long_letter, readback, voices
from service.score.score import Rest

ROUNDS = 15
"""How often each latency is measured; the median is quoted."""
LISTENERS = 80
MP3_BYTES = 8000
"""Bytes of MP3 that a listener plays in a second: 64 kbit/s."""
AHEAD = 2.0
"""Seconds that a listener takes ahead of what is played."""
BYTES_OF_WAV = 48_000
"""Bytes of WAV in a second."""


def figures() -> Iterator[Figure]:
    """All figures of the service."""
    with server() as port:
        yield from first_sound(port)
        yield scores(port)
        yield from listeners(port)
        yield stopped(port)


@contextlib.contextmanager
def server(*module: str, **settings: str) -> Iterator[int]:
    """A server of its own process on a free port, ready; ended afterwards.

    module: what Python runs, with the port after it; the service itself unless something else is given; settings: by
    the names of their variables.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    env = os.environ | {"READBACK_MAX_CHARACTERS": "100000", "READBACK_LOG_LEVEL": "error"} | settings
    command = [sys.executable, "-m", *(module or ("service", "serve", "--port")), str(port)]
    with subprocess.Popen(command, env=env) as process:
        try:
            _wait(port)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _wait(port: int) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5).close()
            return
        time.sleep(0.1)
    raise SystemExit("The server did not become ready.")


async def stream(
    port: int, body: dict[str, object], buffer: int = 0
) -> AsyncIterator[tuple[asyncio.StreamReader, int]]:
    """One POST of a letter, as its raw answer: the reader, after the head, and the status."""
    sock = socket.socket()
    if buffer:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
    sock.setblocking(False)
    await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))
    reader, writer = await asyncio.open_connection(sock=sock, limit=buffer or 65536)
    data = json.dumps(body).encode()
    head = f"POST /v1/readbacks HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(data)}\r\n"
    writer.write(head.encode() + b"Content-Type: application/json\r\nConnection: close\r\n\r\n" + data)
    await writer.drain()
    status = int((await reader.readline()).split()[1])
    while (await reader.readline()).strip():
        pass
    try:
        yield reader, status
    finally:
        writer.close()


def lead_in(text: str) -> float:
    """Seconds before the first spoken sample of a letter."""
    first = readback(voices(), text).score.parts[0]
    return first.seconds if isinstance(first, Rest) else 0.0


def first_sound(port: int) -> Iterator[Figure]:
    """When the bytes of the first spoken sample have come."""
    middles = [
        statistics.median(asyncio.run(_until_sound(port, text)) for _ in range(ROUNDS)) * 1000
        for text in (letter("evening"), long_letter(3000), letter("breathless"))
    ]
    short, long, breathless = middles
    name = "From the request until the first spoken sample has come (WAV, the voice loaded), median"
    yield Figure(name, "≤ 100 ms", f"{short:.0f} ms", short <= 100)
    more = long - short
    yield Figure("How much later it comes for a letter of 3,000 words", "≤ 40 ms", f"{more:+.0f} ms", more <= 40)
    unmarked = (
        "The same for a letter without any mark (breathless.txt), which is one long sentence: from the request on"
    )
    yield Figure(unmarked, "≤ 250 ms", f"{breathless:.0f} ms", breathless <= 250)


async def _until_sound(port: int, text: str) -> float:
    wanted = lead_in(text) * BYTES_OF_WAV + 100
    start = time.perf_counter()
    async for reader, status in stream(port, {"letter": text, "format": "wav"}):
        if status != 200:
            raise SystemExit(f"The server answered {status}.")
        got = 0
        while got < wanted:
            got += len(await reader.read(65536))
        return time.perf_counter() - start
    return float("inf")


def scores(port: int) -> Figure:
    """How long a plan takes over HTTP."""
    body = json.dumps({"letter": letter("evening")}).encode()
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/v1/scores", data=body, headers={"Content-Type": "application/json"}
    )
    times = []
    for _ in range(ROUNDS * 2):
        start = time.perf_counter()
        with urllib.request.urlopen(request, timeout=10) as answer:
            answer.read()
        times.append((time.perf_counter() - start) * 1000)
    middle = statistics.median(times)
    return Figure(
        "From the request until the plan of a letter has come (`POST /v1/scores`), median",
        "≤ 15 ms",
        f"{middle:.1f} ms",
        middle <= 15,
    )


@dataclass
class Listener:
    """What one listener went through."""

    started: float = float("inf")
    """Seconds until the first sound had come."""
    starved: float = 0.0
    """Seconds of silence after that because nothing was there to play."""
    seconds: float = 0.0
    """Seconds of sound that came."""


def listeners(port: int) -> Iterator[Figure]:
    """Many at once, each at real time."""
    paragraphs = letter("evening").split("\n\n")
    texts = [
        "\n\n".join([f"Dear friend of house {n + 1},", *paragraphs[1 + n % 3 :], *paragraphs[1 : 1 + n % 3]])
        for n in range(LISTENERS)
    ]
    done = asyncio.run(_all(port, texts))
    starts = sorted(one.started for one in done)
    high = starts[int(0.95 * len(starts))]
    starved = sum(one.starved > 0 for one in done)
    shortest = min(one.seconds for one in done)
    cores = f"{os.cpu_count()} cores"
    well = Answer("listeners", str(LISTENERS - starved), f"on {cores}, each to another letter, and nobody hears a gap")
    yield Figure(
        f"{LISTENERS} people listening at once on {cores}, each to a letter of their own (MP3): how many hear a gap",
        "0",
        f"{starved} (each heard {shortest:.0f} s or more)",
        starved == 0,
        well,
    )
    yield Figure(
        f"How long these {LISTENERS} wait for the first sound, 95th percentile", "≤ 2.5 s", f"{high:.2f} s", high <= 2.5
    )


async def _all(port: int, texts: list[str]) -> list[Listener]:
    return await asyncio.gather(*(_listen(port, text) for text in texts))


async def _listen(port: int, text: str) -> Listener:
    """Play a letter as it comes: take what the next seconds need, note when there is nothing."""
    listener = Listener()
    wanted = lead_in(text) * MP3_BYTES + 400
    begun = time.perf_counter()
    got, played_from, ended = 0, 0.0, False
    async for reader, _ in stream(port, {"letter": text, "format": "mp3"}):
        while not ended:
            now = time.perf_counter()
            if got >= wanted and not played_from:
                listener.started, played_from = now - begun, now
            played = now - played_from if played_from else 0.0
            if played_from and got / MP3_BYTES > played + AHEAD:
                await asyncio.sleep(0.25)
                continue
            data = await reader.read(4096)
            ended = not data
            got += len(data)
            late = time.perf_counter() - played_from - got / MP3_BYTES if played_from and not ended else 0.0
            if late > 0:
                listener.starved += late
                played_from += late
    listener.seconds = got / MP3_BYTES
    return listener


def stopped(port: int) -> Figure:
    """How many sentences are still spoken for a listener who has stopped reading."""
    text = long_letter(5000)[:20_000]
    more = asyncio.run(_stop_reading(port, text))
    return Figure(
        "Somebody stops taking what is sent, early in a letter of 20,000 characters: sentences still spoken for nobody",
        "≤ 2",
        f"{more:.0f}",
        more <= 2,
    )


async def _stop_reading(port: int, text: str) -> float:
    """Utterances spoken from when the listener stops until nothing more is done."""
    async for reader, _ in stream(port, {"letter": text, "format": "wav"}, buffer=8192):
        await reader.readexactly(4 * BYTES_OF_WAV)
        before = _utterances(port)
        last, still = before, 0
        while still < 6:
            await asyncio.sleep(0.25)
            now = _utterances(port)
            still, last = (still + 1, last) if now == last else (0, now)
        return last - before
    return float("inf")


def _utterances(port: int) -> float:
    """How many utterances the server has spoken, by its own count."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
        for line in answer.read().decode().splitlines():
            if line.startswith("readback_utterances_total"):
                return float(line.split()[1])
    raise SystemExit("The server does not count utterances.")
