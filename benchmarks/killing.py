"""The system's voices when their process is killed, when it hangs, and when many ask at once."""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from benchmarks.figures import Figure
from benchmarks.readings import LIMIT, letter
from service.errors import SpeechFailed
from service.render import Readback, Recorder, planned
from service.score.pace import PaceWish
from service.speech import open_catalogue
from service.speech.catalogue import Catalogue
from service.speech.engines.system import SystemEngine

VOICE = "system:English-America"
READINGS = 20
HANGS = """
import json, sys, time
for line in sys.stdin:
    if json.loads(line)["do"] != "voices":
        time.sleep(1000)
    print('{"driver": "espeak", "voices": []}', flush=True)
"""


def figures() -> Iterator[Figure]:
    """All figures of the system's voices; none where this machine has no such voice."""
    catalogue = open_catalogue()
    if catalogue.missing(catalogue.voice(VOICE)) is not None:
        return
    yield killed(catalogue)
    yield from hanging(catalogue)
    yield at_once(catalogue)
    catalogue.close()


def read(catalogue: Catalogue, text: str, voice: str) -> bytes:
    """All samples of a reading."""
    reader = catalogue.reader(voice)
    score = planned(catalogue, text, reader.voice, PaceWish().pace(), LIMIT)
    return b"".join(part.tobytes() for part in Recorder(Readback(score, reader)).samples())


def killed(catalogue: Catalogue) -> Figure:
    """Readings of evening.txt during each of which the child is killed once, at a random moment."""
    engine = catalogue.engines["system"]
    assert isinstance(engine, SystemEngine)
    text = letter("evening")
    begun = time.monotonic()
    undisturbed = read(catalogue, text, VOICE)
    usual = time.monotonic() - begun
    chance = random.Random(1)
    done: list[bytes] = []
    pids: list[int] = []

    def kill() -> None:
        pid = engine.pid
        if pid is not None:
            pids.append(pid)
            os.kill(pid, signal.SIGKILL)

    for _ in range(READINGS):
        killer = threading.Timer(chance.uniform(0, 0.9 * usual), kill)
        killer.start()
        done.append(read(catalogue, text, VOICE))
        killer.cancel()
        killer.join()
    same = sum(one == undisturbed for one in done)
    return Figure(
        f"{READINGS} readings by espeak-ng, its process killed once in each: those that are whole and the same",
        f"{READINGS}",
        f"{same} ({len(pids)} killed while they read)",
        same == READINGS and len(pids) > READINGS // 2,
    )


def hanging(catalogue: Catalogue) -> Iterator[Figure]:
    """How long a reading waits for a child that hangs for ever, and whether the next one works."""
    limit = 4.0
    with tempfile.TemporaryDirectory() as folder:
        double = Path(folder) / "double.py"
        double.write_text(HANGS, encoding="utf-8")
        engine = SystemEngine(limit=limit, child=(sys.executable, str(double)))
        engine.found()
        # The double knows no voices: it is asked all the same, so that what is timed is the phrase.
        engine.missing = lambda voice: None  # type: ignore[method-assign]
        begun = time.monotonic()
        try:
            read(Catalogue(catalogue.files, {"system": engine}), letter("short"), VOICE)
            phrase = -1
        except SpeechFailed as failure:
            phrase = failure.phrase
        waited = time.monotonic() - begun
        engine.close()
    works = bool(read(catalogue, letter("short"), VOICE))
    over = waited - limit
    name = "The process hangs for ever: how long after the limit for a phrase the reading ends with `speech-failed`"
    yield Figure(name, "≤ 1 s", f"{over:.2f} s", phrase == 0 and over <= 1)
    yield Figure("The next reading, with a new process", "works", "works" if works else "fails", works)


def at_once(catalogue: Catalogue) -> Figure:
    """Eight readings at once on as many system voices as speak English."""
    names = [v.name for v in catalogue if v.engine == "system" and v.language.startswith("en-")][:8]
    wanted = (names * 8)[:8]
    text = letter("short")
    alone = {name: read(catalogue, text, name) for name in names}
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda name: read(catalogue, text, name), wanted))
    right = sum(one == alone[name] for one, name in zip(together, wanted, strict=True))
    name = f"8 readings at once in {len(names)} of the machine's own voices: those that are the same as each alone"
    return Figure(name, "8", str(right), right == 8)
