"""Who asks and leaves, and voices that never answer: how much longer others then wait for a page or a short letter."""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import socket
import statistics
import time
import zipfile
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass

from benchmarks.figures import Figure
from benchmarks.readings import long_letter
from benchmarks.serving import server

MANY = 200
"""How many ask and leave."""
STAYING = 60
"""How many wait for a voice that never answers: more than its engine has places."""
MOST = 0.5
"""Seconds more than on an idle machine that are to be the most."""
ROUNDS = 5
"""How often each is measured; of an idle machine the median is taken, of the others the longest."""
SETTLING = 0.5
"""Seconds in which what was asked arrives before those who asked leave."""
PATIENCE = 60.0
WORDS = "Dear Sam, rest."
HUNG, DEAD = "system:English-America", "remote:alloy"
HANGING = ("tests.hanging", "serve", "--port")
"""A server whose system voice hangs for ever."""


@dataclass(frozen=True)
class Waits:
    """Seconds that somebody waits who comes now."""

    page: float
    """For the page, whole."""
    sound: float
    """For the first bytes of a letter of three words."""


def figures() -> Iterator[Figure]:
    """All figures of this file."""
    with server() as port:
        idle = asyncio.run(_idle(port))
        for what, data in _abandoned().items():
            after = asyncio.run(_after(port, data))
            yield from _told(f"after {MANY} people asked for {what} and left", idle, after)
    with server(*HANGING, READBACK_VOICE="heart") as port:
        idle = asyncio.run(_idle(port))
        yield from _told(f"while {STAYING} wait for a voice of the machine that hangs", *_beside(port, idle, HUNG))
    with socket.create_server(("127.0.0.1", 0), backlog=STAYING) as dead:
        url = f"http://127.0.0.1:{dead.getsockname()[1]}/v1"
        with server(READBACK_REMOTE_URL=url) as port:
            idle = asyncio.run(_idle(port))
            yield from _told(f"while {STAYING} wait for a server elsewhere that is dead", *_beside(port, idle, DEAD))


def _told(when: str, idle: Waits, after: Waits) -> Iterator[Figure]:
    for what, more, whole in (
        ("the page", after.page - idle.page, after.page),
        ("the first sound of a letter of three words", after.sound - idle.sound, after.sound),
    ):
        name = f"How much later {what} comes {when}"
        yield Figure(name, f"≤ {MOST} s", f"{more:+.2f} s ({whole:.2f} s)", more <= MOST)


def _abandoned() -> dict[str, bytes]:
    """What is asked for by those who leave, as it goes over the network."""
    letter = long_letter(3600)[:20_000]
    body = {"letter": letter}
    return {
        "a plan of 20,000 characters": _request("/v1/scores", body),
        "a plan of 4,000 characters": _request("/v1/scores", {"letter": letter[:4000]}),
        "a reading of 20,000 characters": _request("/v1/readbacks", body),
        "a zip of 20,000 characters": _request("/v1/readbacks", body, "application/zip"),
        "an Opus stream": _request("/v1/readbacks", {**body, "format": "opus"}),
        "the letter in a Word document": _request("/v1/letters", _document(letter)),
        "the page": _request("/"),
    }


def _request(path: str, body: object = None, accept: str = "*/*") -> bytes:
    data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
    kind = "application/octet-stream" if isinstance(body, bytes) else "application/json"
    length = f"Content-Type: {kind}\r\nContent-Length: {len(data)}\r\n" if data else ""
    head = f"{'POST' if data else 'GET'} {path} HTTP/1.1\r\nHost: localhost\r\nAccept: {accept}\r\n"
    return f"{head}Connection: close\r\n{length}\r\n".encode() + data


def _document(letter: str) -> bytes:
    """A Word document with the letter, a paragraph a sentence."""
    words = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraphs = "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in letter.split("\n"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{words}"><w:body>{paragraphs}</w:body></w:document>'
        )
    return out.getvalue()


async def _idle(port: int) -> Waits:
    """What somebody waits for when nobody else is there."""
    waits = [await _now(port) for _ in range(ROUNDS + 1)][1:]
    return Waits(statistics.median(one.page for one in waits), statistics.median(one.sound for one in waits))


async def _after(port: int, data: bytes) -> Waits:
    """The longest waits of some rounds, each right after many have left."""
    waits = []
    for _ in range(ROUNDS):
        async with _asked(port, data, MANY):
            await asyncio.sleep(SETTLING)
        waits.append(await _now(port))
        await _now(port)  # what is left of it is over
    return Waits(max(one.page for one in waits), max(one.sound for one in waits))


def _beside(port: int, idle: Waits, voice: str) -> tuple[Waits, Waits]:
    """The waits when nobody is there, and the longest while many wait for a voice."""
    return idle, asyncio.run(_while(port, _request("/v1/readbacks", {"letter": WORDS, "voice": voice})))


async def _while(port: int, data: bytes) -> Waits:
    async with _asked(port, data, STAYING):
        await asyncio.sleep(SETTLING)
        waits = []
        for _ in range(ROUNDS):
            waits.append(await _now(port))
            await asyncio.sleep(1.0)
    return Waits(max(one.page for one in waits), max(one.sound for one in waits))


@contextlib.asynccontextmanager
async def _asked(port: int, data: bytes, times: int) -> AsyncIterator[None]:
    """Connections on which the same was asked. They are cut in the end, with what is still to come."""
    made = await asyncio.gather(*(asyncio.open_connection("127.0.0.1", port, limit=4096) for _ in range(times)))
    for _, writer in made:
        writer.write(data)
    try:
        yield
    finally:
        for _, writer in made:
            writer.transport.abort()


async def _now(port: int) -> Waits:
    """What somebody waits for who comes now: for the page and for the letter at the same time."""
    page, sound = await asyncio.gather(
        _answered(port, _request("/"), whole=True),
        _answered(port, _request("/v1/readbacks", {"letter": WORDS, "format": "wav"}), whole=False),
    )
    return Waits(page, sound)


async def _answered(port: int, data: bytes, *, whole: bool) -> float:
    """Seconds until an answer has come: all of it, or its first bytes of sound."""
    begun = time.perf_counter()
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(data)
        status = (await reader.readline()).split()[1]
        if status != b"200":
            raise SystemExit(f"The server answered {status.decode()}.")
        while (await reader.readline()).strip():
            pass
        await (reader.read() if whole else reader.readexactly(100))
    writer.transport.abort()
    return time.perf_counter() - begun
