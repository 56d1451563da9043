"""A real server in a thread, on a port of its own, and engines that fail, wait or hang as real ones might."""

from __future__ import annotations

import contextlib
import json
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import httpx
import imageio_ffmpeg
import numpy as np
from fastapi import FastAPI

from service.audio import Samples, Take
from service.settings import Settings
from service.speech.catalogue import Catalogue, open_catalogue
from service.speech.engines.engine import Engine, EngineFailed, Utterance
from service.speech.engines.tone import ToneEngine
from service.voice import Voice
from service.web.app import create_app
from service.web.server import listening, server_of

LETTER = "Dear Sam,\n\nyou did what you could today. That is enough, and tomorrow is another day.\n\nWith warmth,\nme"
RATE = 24_000
READ, SCORES, SPEECH = "/v1/readbacks", "/v1/scores", "/v1/audio/speech"
EVENTS = {"Accept": "application/x-ndjson"}

NONE: Mapping[str, Engine] = MappingProxyType({})
SYSTEM = open_catalogue().engines["system"]
"""One for all servers of a run: it asks the machine for its voices once, which takes a process."""


def long_letter(characters: int) -> str:
    """A letter of short sentences."""
    sentence = "You did what you could today, and that is enough for now. "
    return "Dear Sam,\n\n" + (sentence * (characters // len(sentence)))[: characters - 11].strip()


@dataclass
class Place:
    """A server that answers."""

    port: int
    app: FastAPI
    same: httpx.Client = field(default_factory=lambda: httpx.Client(timeout=60, trust_env=False, verify=False))
    """A client that keeps its connection, for many small requests."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def client(self) -> httpx.Client:
        return httpx.Client(base_url=self.address, timeout=60, trust_env=False, verify=False)

    def get(self, path: str, **more: Any) -> httpx.Response:
        with self.client() as client:
            return client.get(path, **more)

    def post(self, path: str, body: Any, **more: Any) -> httpx.Response:
        with self.client() as client:
            return client.post(path, json=body, **more)

    def raw(self, path: str, content: Any, kind: str = "application/json") -> httpx.Response:
        return self.same.post(self.address + path, content=content, headers={"Content-Type": kind})

    def count(self, name: str) -> float:
        """A counter, summed over its labels."""
        lines = self.get("/metrics").text.splitlines()
        return sum(float(line.rpartition(" ")[2]) for line in lines if line.split("{")[0].split(" ")[0] == name)


@contextlib.contextmanager
def running(
    engine: Engine | None = None, ready: bool = True, engines: Mapping[str, Engine] = NONE, **given: Any
) -> Iterator[Place]:
    """A server with the tone voice as its default. engine: stands in for the tone engine; engines: for others."""
    settings = Settings(**{"voice": "tone", "port": 0, **given})
    app = create_app(settings, catalogue(engine or ToneEngine(), settings, engines))
    sock = listening(settings)
    server = server_of(app)
    thread = threading.Thread(target=server.run, args=([sock],))
    thread.start()
    place = Place(sock.getsockname()[1], app)
    try:
        until(lambda: server.started)
        if ready:
            until(lambda: place.get("/readyz").status_code == 200)
        yield place
    finally:
        place.same.close()
        server.should_exit = True
        thread.join(20)
        assert not thread.is_alive(), "the server did not stop"


def catalogue(engine: Engine, settings: Settings | None = None, engines: Mapping[str, Engine] = NONE) -> Catalogue:
    shipped = open_catalogue(settings)
    return replace(shipped, engines={**shipped.engines, "system": SYSTEM, "tone": engine, **engines})


def until(true: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, f"not so within {seconds} seconds"
        time.sleep(0.02)


def still(value: Callable[[], float], seconds: float = 0.6) -> float:
    """The value, once it has not changed for a while."""
    last, since = value(), time.monotonic()
    deadline = since + 20
    while time.monotonic() - since < seconds:
        assert time.monotonic() < deadline, "it does not come to rest"
        time.sleep(0.05)
        if (now := value()) != last:
            last, since = now, time.monotonic()
    return last


def decoded(data: bytes, form: str) -> Samples:
    """What any player would hear."""
    kind = ["-f", "s16le", "-ar", str(RATE), "-ac", "1"] if form == "pcm" else []
    with tempfile.NamedTemporaryFile() as file:  # a finished M4A is not read from a pipe
        file.write(data)
        file.flush()
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *kind, "-i", file.name]
        command += ["-f", "f32le", "-ar", str(RATE), "-ac", "1", "pipe:1"]
        done = subprocess.run(command, capture_output=True, check=True)
    assert not done.stderr or form == "wav", done.stderr
    return np.frombuffer(done.stdout, np.float32)


def lines(answer: httpx.Response) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.text.splitlines()]


@dataclass
class Counting(ToneEngine):
    """A tone that counts what it is asked to say, and takes a while for it."""

    seconds: float = 0.0
    """How long each utterance takes."""
    spoken: list[str] = field(default_factory=list)
    """The first word of each utterance, in the order in which they were begun."""

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        self.spoken.append(utterance.phrases[0].spoken.split()[0])
        time.sleep(self.seconds)
        return super().speak(utterance, voice, speed, seed)


@dataclass
class Failing(ToneEngine):
    """A tone that breaks at a word: as the contract says, or as nobody expects, with the word in its complaint."""

    at: str
    """What it cannot say."""
    error: type[Exception] = EngineFailed

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        for phrase in utterance.phrases:
            if self.at in phrase.spoken:
                raise self.error(f"cannot say: {phrase.spoken}")
        return super().speak(utterance, voice, speed, seed)


class Hanging(ToneEngine):
    """A tone that waits for ever at the word it is given, until it is let go."""

    def __init__(self, at: str) -> None:
        self.at, self.free = at, threading.Event()

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        if any(self.at in phrase.spoken for phrase in utterance.phrases):
            self.free.wait(30)
        return super().speak(utterance, voice, speed, seed)
