"""What the service holds for others: how much memory that takes when many ask at once and none comes to an end."""

from __future__ import annotations

import asyncio
import contextlib
import resource
import socket
from collections import Counter
from collections.abc import Iterator

import psutil

from benchmarks.figures import Figure
from benchmarks.serving import server

BODIES, SLOW = 1000, 300
"""Bodies that never come to their end, and connections on which a head comes a byte at a time."""
BODY = b'{"letter": "' + b"a" * 1_200_000
"""What comes of each body, all of it at once: nearly as much as a body may have."""
SLICE = 1 << 15
"""Bytes of each that are sent in turn, so that all of them arrive side by side."""
SECONDS = 5.0
"""Within which a head has to come, and each 64 kB of a body."""
PATIENCE = 60.0
"""Seconds after which a connection that was neither answered nor closed is given up."""
FILES = 4096
MOST = 60.0
"""Megabytes that are to be enough."""


def figures() -> Iterator[Figure]:
    """The figure of this file."""
    _open_many()
    settings = {"READBACK_VOICE": "tone", "READBACK_ARRIVAL_TIMEOUT": str(SECONDS), "READBACK_READ_TIMEOUT": "10"}
    with server(**settings) as port:
        before, most, ends = asyncio.run(_crowd(port, _process(port)))
    told = ", ".join(f"{number} {end}" for end, number in sorted(ends.items()))
    more = (most - before) / 1e6
    yield Figure(
        f"Memory that {BODIES:,} unfinished bodies of 1.2 MB and {SLOW} slow connections take, and how they end",
        f"≤ {MOST:.0f} MB, each answered or closed",
        f"{more:.0f} MB ({told})",
        more <= MOST and not ends["left open"],
    )


def _open_many() -> None:
    """As many files as both sides of all connections need; the server raises its own limit."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (FILES if hard == resource.RLIM_INFINITY else min(FILES, hard), hard))


def _process(port: int) -> psutil.Process:
    """The server's process, a child of this one."""
    for child in psutil.Process().children(recursive=True):
        if str(port) in child.cmdline():
            return child
    raise SystemExit("The server's process is not there.")


async def _crowd(port: int, process: psutil.Process) -> tuple[int, int, Counter[str]]:
    """Bytes of memory before, the most of them meanwhile, and how the connections ended."""
    await _warm(port)
    before = most = process.memory_info().rss
    slow = [_ended(port, _head(len(BODY)), pause=0.5) for _ in range(SLOW)]
    unfinished = _head(len(BODY) + 1000) + BODY
    ending = asyncio.gather(*slow, *(_ended(port, unfinished) for _ in range(BODIES)))
    while not ending.done():
        most = max(most, process.memory_info().rss)
        await asyncio.sleep(0.02)
    return before, most, Counter(await ending)


async def _warm(port: int) -> None:
    """One body that comes to its end and is no letter, so that what is loaded once is not counted."""
    with socket.socket() as sock:
        await _connected(sock, port)
        loop = asyncio.get_running_loop()
        await loop.sock_sendall(sock, _head(1) + b"{")
        await loop.sock_recv(sock, 4096)


def _head(length: int) -> bytes:
    head = f"POST /v1/readbacks HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n"
    return head.encode() + b"Content-Type: application/json\r\n\r\n"


async def _connected(sock: socket.socket, port: int) -> None:
    sock.setblocking(False)
    await asyncio.get_running_loop().sock_connect(sock, ("127.0.0.1", port))


async def _ended(port: int, data: bytes, pause: float = 0.0) -> str:
    """How a connection ends on which the data are sent: all at once, or a byte at a time with pauses."""
    loop, answer = asyncio.get_running_loop(), b""
    with socket.socket() as sock:
        try:
            await _connected(sock, port)
            sending = asyncio.create_task(_sent(sock, data, pause))
            async with asyncio.timeout(PATIENCE):
                while more := await loop.sock_recv(sock, 4096):
                    answer += more
        except TimeoutError:
            return "left open"
        except OSError:
            pass  # it was closed, with or without a word before
        finally:
            sending.cancel()
            await asyncio.wait({sending})
    return f"answered {answer[9:12].decode()}" if answer else "closed"


async def _sent(sock: socket.socket, data: bytes, pause: float) -> None:
    loop, size = asyncio.get_running_loop(), 1 if pause else SLICE
    with contextlib.suppress(OSError):
        for at in range(0, len(data), size):
            await loop.sock_sendall(sock, data[at : at + size])
            await asyncio.sleep(pause)
