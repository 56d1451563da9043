"""Thousands of readings, a third of them broken off: nothing of them is left in the server.

READINGS in the environment is how many, 10,000 unless it is set.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator
from dataclasses import astuple, dataclass

import httpx
import psutil

from benchmarks.bounds import _process
from benchmarks.figures import Figure
from benchmarks.serving import server

READINGS = int(os.environ.get("READINGS", "10000"))
ASKERS = 12
"""How many ask at the same time."""
KINDS = (
    *((form, "*/*") for form in ("mp3", "wav", "opus", "m4a", "aac", "flac", "pcm")),
    *((form, "application/zip") for form in ("mp3", "opus")),
    ("flac", "application/x-ndjson"),
)
"""Formats, and what is asked for, by turns."""
LETTER = "Dear Sam,\n\nyou did what you could today, number {}. That is enough, and tomorrow is another day."
QUIET = 12.0
"""Seconds after which everything that has ended is gone."""
MOST = 1.05
"""How many times of what it had after the first tenth the server may have at the end."""


@dataclass(frozen=True)
class Seen:
    """What the server has."""

    memory: float
    """Megabytes."""
    files: int
    threads: int
    children: int


def figures() -> Iterator[Figure]:
    """What grew from the first tenth of the readings to the end."""
    settings = {"READBACK_VOICE": "tone", "READBACK_LOG_LEVEL": "error"}
    with server(**settings) as port:
        process = _process(port)
        begun = time.monotonic()
        asyncio.run(_read(port, range(READINGS // 10)))
        first = _seen(process)
        asyncio.run(_read(port, range(READINGS // 10, READINGS)))
        last = _seen(process)
        took = time.monotonic() - begun
    names = ("memory in MB", "open files", "threads", "children")
    for name, before, after in zip(names, astuple(first), astuple(last), strict=True):
        yield Figure(
            f"The server's {name} after {READINGS:,} readings, a third of them broken off",
            f"at most 5 % more than after {READINGS // 10:,}",
            f"{after:.0f} (after {READINGS // 10:,}: {before:.0f}; {took / READINGS * 1000:.0f} ms a reading)",
            after <= MOST * before,
        )


def _seen(process: psutil.Process) -> Seen:
    time.sleep(QUIET)
    memory = process.memory_info().rss / 1e6
    return Seen(memory, process.num_fds(), process.num_threads(), len(process.children(recursive=True)))


async def _read(port: int, numbers: range) -> None:
    waiting = iter(numbers)
    limits = httpx.Limits(max_connections=ASKERS, max_keepalive_connections=ASKERS)
    async with httpx.AsyncClient(
        base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False, limits=limits
    ) as client:
        await asyncio.gather(*(_ask(client, waiting) for _ in range(ASKERS)))


async def _ask(client: httpx.AsyncClient, numbers: Iterator[int]) -> None:
    for number in numbers:
        form, accept = KINDS[number % len(KINDS)]
        body = {"letter": LETTER.format(number), "format": form}
        async with client.stream("POST", "/v1/readbacks", json=body, headers={"Accept": accept}) as answer:
            if answer.status_code != 200:
                raise SystemExit(f"A reading was answered {answer.status_code}.")
            async for _ in answer.aiter_raw():
                if number % 3 == 0:
                    break
