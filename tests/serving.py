"""A real server that speaks as it is told, for what goes wrong with servers elsewhere."""

from __future__ import annotations

import contextlib
import json
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np

from service.speech.engines.remote import Remote, RemoteEngine
from service.voice import Voice

KEY = "sk-xylophone-1234567890"


@dataclass
class Asked:
    """A request that the server was sent."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]


Answer = Callable[[BaseHTTPRequestHandler, Asked], None]


@dataclass
class Server:
    """What a test knows of the server."""

    port: int
    asked: list[Asked] = field(default_factory=list)
    free: threading.Event = field(default_factory=threading.Event)
    """Set when the test is over: who hangs stops hanging."""

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    def engine(self, **more: Any) -> RemoteEngine:
        return RemoteEngine(Remote(**{"url": f"http://{self.host}/v1", "key": KEY, "timeout": 5.0, **more}))


@contextlib.contextmanager
def answering(*answers: Answer, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that gives the answers one after the other, and the last of them for ever."""
    turn = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked = Asked(self.path, dict(self.headers.items()), body)
            with turn:
                server.asked.append(asked)
                answer = answers[min(len(server.asked), len(answers)) - 1]
            with contextlib.suppress(OSError):
                answer(self, asked)

        def do_CONNECT(self) -> None:
            """What a proxy is asked for."""
            server.asked.append(Asked(self.path, dict(self.headers.items()), {}))
            self.send_error(502)

        def log_message(self, *_: object) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    http.handle_error = lambda *_: None  # type: ignore[method-assign]  # a caller who hangs up
    if tls is not None:
        http.socket = tls.wrap_socket(http.socket, server_side=True)
    server = Server(http.server_address[1])
    http.free = server.free  # type: ignore[attr-defined]
    thread = threading.Thread(target=http.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.free.set()
        http.shutdown()
        thread.join()
        http.server_close()


def sent(data: bytes, status: int = 200, **headers: str) -> Answer:
    """An answer that is always the same."""

    def answer(handler: BaseHTTPRequestHandler, _: Asked) -> None:
        handler.send_response(status)
        for name, value in {"Content-Type": "audio/wav", **headers}.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(data)))
        handler.end_headers()
        handler.wfile.write(data)

    return answer


def hang(handler: BaseHTTPRequestHandler, _: Asked) -> None:
    """No answer, until the test is over."""
    handler.server.free.wait(20)  # type: ignore[attr-defined]


def dribble(handler: BaseHTTPRequestHandler, _: Asked) -> None:
    """A byte now and then, until the test is over."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.server.free.wait(0.2):  # type: ignore[attr-defined]
        handler.wfile.write(b"R")


def hum(seconds: float, pitch: float = 200.0, rate: int = 24_000, quiet: float = 0.3) -> np.ndarray:
    """A tone between two silences, as int16."""
    time = np.arange(round(seconds * rate)) / rate
    silence = np.zeros(round(quiet * rate))
    return (np.concatenate((silence, 0.3 * np.sin(2 * np.pi * pitch * time), silence)) * 32767).astype("<i2")


def wav(samples: np.ndarray, rate: int = 24_000, size: int | None = None, channels: int = 1, kind: int = 1) -> bytes:
    """A WAV file. size: what its header says of its length, where that is not the truth."""
    data = samples.tobytes()
    width = samples.dtype.itemsize
    form = struct.pack("<HHIIHH", kind, channels, rate, rate * width * channels, width * channels, width * 8)
    said = len(data) if size is None else size
    whole = min(0xFFFFFFFF, said + 36) if size is None or size else 0
    return b"RIFF" + struct.pack("<I", whole) + b"WAVEfmt \x10\0\0\0" + form + b"data" + struct.pack("<I", said) + data


def pitched(handler: BaseHTTPRequestHandler, asked: Asked) -> None:
    """A tone as long and as high as the text is long: whoever hears it knows which text it was."""
    length = len(asked.body["input"])
    sent(wav(hum(length / 50 / asked.body["speed"], 150 + 10 * length)))(handler, asked)


def voice_of(engine: RemoteEngine) -> Voice:
    (voice,) = engine.found()
    return voice
