"""The event loop under way: how long it was held up at most, by anything, while a system voice is slow.

The server runs in a thread of this process, with its own loop, in which a task wakes every few milliseconds and notes
how late it is. Whoever asks is a process of its own. What computes in other threads of the server (plans, speech,
encoders) takes Python's lock in turns with the loop, and other programs take the processor: what it is late by that is
counted, too. What the loop itself computed in one go is told beside it; that alone does not depend on how busy the
machine is.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from benchmarks.figures import Figure
from benchmarks.readings import letter, long_letter
from service.settings import Settings
from service.speech.catalogue import Catalogue, open_catalogue
from service.speech.engines.system import SystemEngine
from service.web.app import create_app
from service.web.server import SWITCH, listening, server_of

REQUESTS = 200
ASKERS = 6
"""How many ask at the same time."""
LISTENERS = 3
"""How many listen to the slow voice all the while."""
WAKING = 0.002
"""Seconds after which the task in the loop wants to be woken."""
MOST_MS = 50.0
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
VOICE = "system:English-America"
SLOW = """
import json, sys, time, wave
voice = {"id": "gmw/en-us", "name": "English (America)", "languages": ["en-us"]}
for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "voices":
        print(json.dumps({"driver": "espeak", "voices": [voice]}), flush=True)
        continue
    time.sleep(3)
    with wave.open(request["file"], "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes((b"\\x00\\x20" * 20 + b"\\x00\\xe0" * 20) * 300)
    print(json.dumps({"file": request["file"]}), flush=True)
"""
"""A child that takes three seconds for a phrase."""


@dataclass
class Loop:
    """What the task in the loop saw."""

    late: list[float] = field(default_factory=list)
    """Seconds that it was woken late, each time."""
    computed: list[float] = field(default_factory=list)
    """Seconds of the processor that the loop took between two of them."""

    async def note(self) -> None:
        """Be woken, and note how late, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            due, before = loop.time() + WAKING, time.thread_time()
            await asyncio.sleep(WAKING)
            self.late.append(loop.time() - due)
            self.computed.append(time.thread_time() - before)


def figures() -> Iterator[Figure]:
    """How long the loop was held up."""
    seen, answers, took = measured()
    late, own = sorted(seen.late), max(seen.computed) * 1000
    most, usual = late[-1] * 1000, late[int(0.999 * len(late))] * 1000
    fine = all(status == "200" for status in answers)
    yield Figure(
        f"How long the event loop was held up, over {sum(answers.values())} requests with a voice at 3 s a phrase",
        f"≤ {MOST_MS:.0f} ms",
        f"{most:.0f} ms at most, {usual:.0f} ms in 999 of 1,000 moments; its own work in one go: {own:.0f} ms at most"
        + ("" if fine else f"; answers {dict(answers)} in {took:.0f} s"),
        most <= MOST_MS and fine,
    )


def measured() -> tuple[Loop, Counter[str], float]:
    """What the loop saw, how often each status was answered, and how many seconds it took."""
    settings = Settings(port=0, max_readbacks=64)
    shipped = open_catalogue(settings)
    files = [voice for voice in shipped.files.values() if voice.engine == "system"]
    slow = SystemEngine(files, child=(sys.executable, "-c", SLOW))
    app = create_app(settings, Catalogue(shipped.files, {**shipped.engines, "system": slow}))
    sock = listening(settings)
    server, seen = server_of(app), Loop()
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH)  # as where it is served for good

    async def serve() -> None:
        noting = asyncio.create_task(seen.note())
        await server.serve([sock])
        noting.cancel()

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        command = [sys.executable, "-m", "benchmarks.held", str(sock.getsockname()[1])]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as asking:
            assert asking.stdout is not None
            asking.stdout.readline()  # it is ready: what comes before, the voice being loaded among it, is no request
            seen.late.clear()
            seen.computed.clear()
            begun = time.monotonic()
            answers = Counter(json.loads(asking.stdout.readline()))
            took = time.monotonic() - begun
            during = Loop(list(seen.late), list(seen.computed))
            asking.wait(30)
    finally:
        server.should_exit = True
        thread.join(30)
        sys.setswitchinterval(before)
    return during, answers, took


def ask(port: int) -> None:
    """Ask everything of the server on that port, and print how often each status was answered."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120, trust_env=False) as client:
        while client.get("/readyz").status_code != 200:
            time.sleep(0.1)
        requests = _requests(client)
        print("ready", flush=True)
        for _ in range(LISTENERS):
            threading.Thread(target=_listen, args=(client,), daemon=True).start()
        with ThreadPoolExecutor(ASKERS) as threads:
            answers = Counter(str(one.result()) for one in [threads.submit(request) for request in requests])
    print(json.dumps(answers), flush=True)
    os._exit(0)  # those who listen to the slow voice leave


def _listen(client: httpx.Client) -> None:
    with client.stream("POST", "/v1/readbacks", json={"letter": letter("evening"), "voice": VOICE}) as answer:
        for _ in answer.iter_raw():
            pass


def _requests(client: httpx.Client) -> list[Callable[[], int]]:
    """As many requests of each kind as it has, mixed."""
    short, evening, long = letter("short"), letter("evening"), long_letter(3600)[:20_000]
    score = client.post("/v1/scores", json={"letter": long}).json()

    def get(path: str) -> Callable[[], int]:
        return lambda: client.get(path).status_code

    def post(path: str, body: object, **headers: str) -> Callable[[], int]:
        return lambda: client.post(path, json=body, headers=headers).status_code

    def document(name: str) -> Callable[[], int]:
        data, headers = _document(name), {"Content-Type": "text/plain" if name == "txt" else DOCX}
        return lambda: client.post("/v1/letters", content=data, headers=headers).status_code

    events, archive = "application/x-ndjson", "application/zip"
    kinds: list[tuple[int, Callable[[], int]]] = [
        *((14, get("/")), (16, get("/room/room.js")), (6, get("/docs")), (4, get("/openapi.json"))),
        *((16, get("/v1/voices")), (6, get(f"/v1/voices/{VOICE}")), (6, get("/v1/paces"))),
        *((12, get("/healthz")), (8, get("/readyz")), (6, get("/metrics"))),
        *((30, post("/v1/scores", {"letter": evening})), (10, post("/v1/scores", {"letter": long}))),
        *((4, post("/v1/scores", {"letter": short, "voice": VOICE})), (6, post("/v1/scores", {"score": score}))),
        *((8, document("txt")), (6, document("docx"))),
        *((4, post("/v1/readbacks", {"letter": short, "format": f})) for f in ("mp3", "wav", "opus", "flac", "m4a")),
        *((4, post("/v1/readbacks", {"letter": short, "voice": voice})) for voice in ("tone", "heart")),
        *((4, post("/v1/readbacks", {"letter": short}, Accept=kind)) for kind in (events, archive)),
        *((2, post("/v1/readbacks", {"letter": evening})), (4, post("/v1/audio/speech", {"input": short}))),
    ]
    requests = [request for number, request in kinds for _ in range(number)]
    assert len(requests) == REQUESTS, len(requests)
    random.Random(1).shuffle(requests)
    return requests


def _document(name: str) -> bytes:
    """A letter as a file of that kind."""
    from tests.documents.made import docx, paragraph

    paragraphs = letter("evening").split("\n\n")
    return docx(*map(paragraph, paragraphs)) if name == "docx" else "\n\n".join(paragraphs).encode()


if __name__ == "__main__":
    ask(int(sys.argv[1]))
