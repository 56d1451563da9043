"""A rare word in everything that can be sent, to every route and into every failure, and where it turns up again.

It may come back in one way: where a letter is asked for by name, in a score, in a zip, in events, in what was found
in a document. Anywhere else, in a header, an error, a metric, a log, a file, an argument or a variable of any process,
it is an occurrence.
"""

from __future__ import annotations

import contextlib
import json
import re
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path
from typing import IO
from urllib.parse import quote

import httpx
import psutil

from service.encode.formats import FORMATS
from service.settings import Settings
from service.speech.engines.tone import ToneEngine
from service.web.app import create_app
from tests.documents.made import HARD, bare_pdf, docx, paragraph
from tests.routes import routes
from tests.running import EVENTS, READ, SCORES, SPEECH, catalogue
from tests.test_private import environment, files_of, watched
from tests.web.test_privacy import WORD, requests

LETTER = f"Dear Sam, that is enough for today. My {WORD} sings at dusk.\n\nWith warmth,\nme"
LATER = f"That is enough for today, and for tomorrow. My {WORD} {{}} at dusk."
FAILURES = ("fails", "breaks", "loses", "stumbles", "forgets")
"""Words at which the voice fails, each in a way of its own, with what it was to say in its complaint."""
SERVER = """
import sys
from service.settings import read_settings
from service.speech.engines.engine import EngineFailed
from service.speech.engines.tone import ToneEngine
from service.web.app import create_app
from service.web.server import listening, serve
from tests.running import catalogue
ERRORS = dict(fails=EngineFailed, breaks=RuntimeError, loses=OSError, stumbles=UnicodeError, forgets=KeyError)
class Moody(ToneEngine):
    def speak(self, utterance, voice, speed, seed):
        for phrase in utterance.phrases:
            for word, error in ERRORS.items():
                if word in phrase.spoken:
                    raise error(f"cannot say: {phrase.spoken}")
        return super().speak(utterance, voice, speed, seed)
settings = read_settings()
serve(create_app(settings, catalogue(Moody(), settings)), settings, listening(settings))
"""
Told = Iterator[tuple[str, bytes]]
"""What came back and is not to hold the word, by what it is."""
Ask = Callable[[httpx.Client], Told]


@dataclass
class Found:
    """What a run saw."""

    asked: int = 0
    """Requests that were sent."""
    statuses: Counter[str] = field(default_factory=Counter)
    """How often each was answered."""
    where: Counter[str] = field(default_factory=Counter)
    """Where the word turned up, and how often."""
    seen: set[str] = field(default_factory=set)
    """What was looked at, beside answers."""

    def look(self, where: str, data: bytes) -> None:
        """Look for the word, however it is written."""
        small = data.lower()
        ways = (WORD.encode(), WORD.encode("utf-16-le"), WORD.encode("utf-16-be"), WORD[::-1].encode())
        if any(way in small for way in ways):
            self.where[where] += 1


def _told(answer: httpx.Response, own: bool) -> Told:
    """own: whether a letter is asked for by name, so that a whole answer may hold it."""
    asked = f"{answer.request.method} {answer.request.url.path}".replace(WORD, "WORD")
    yield f"headers of {asked}", str(answer.headers).encode()
    if answer.status_code >= 400 or not own:
        yield f"body {answer.status_code} of {asked}", answer.content
    elif broken := [line for line in answer.text.splitlines() if '"error"' in line and len(line) < 3000]:
        yield f"error in a stream of {asked}", "\n".join(broken).encode()


def _sent(method: str, path: str, own: bool = False, **more: object) -> Ask:
    def ask(client: httpx.Client) -> Told:
        try:
            answer = client.request(method, path, **more)  # type: ignore[arg-type]
        except httpx.RemoteProtocolError:
            yield "status broken", b""  # broken off, as it is to be
            return
        yield f"status {answer.status_code}", b""
        yield from _told(answer, own)

    return ask


HEADERS = (
    *("X-Letter", "Cookie", "User-Agent", "Accept", "Accept-Language", "If-None-Match", "Range", "Authorization"),
    *("Content-Type", "Content-Disposition", "Referer", "Origin", "Host", "Forwarded", "X-Forwarded-For", "Expect"),
    *("Access-Control-Request-Method", "Access-Control-Request-Headers", "Sec-Fetch-Site", "Sec-Fetch-Dest", "Upgrade"),
)


def _everywhere() -> Iterator[Ask]:
    """Every route with every method, with the word in its query, in each header, and for a voice's name."""
    app = create_app(Settings(voice="tone"), catalogue(ToneEngine()))
    for method, path in routes(app):
        named, own = path.replace("/tone", f"/{WORD}"), path == "/v1/letters"
        yield _sent(method, f"{path}?letter={WORD}&format={WORD}#{WORD}")
        yield _sent(method, named + f"/{WORD}", content=LETTER.encode() if method == "POST" else None)
        for name in HEADERS:
            value = f"http://{WORD}.example/" if name in ("Referer", "Origin") else WORD
            yield _sent(method, path, own, headers={name: value}, content=LETTER.encode() if method == "POST" else None)
    for method in ("PUT", "DELETE", "OPTIONS", WORD.upper()):
        yield _sent(method, f"{READ}?{WORD}", headers={"X-HTTP-Method-Override": WORD}, content=LETTER.encode())


def _bodies() -> Iterator[Ask]:
    """Letters in every format and every way of asking, and all that is refused of a body."""
    for path, body, headers in requests():
        own = path == SCORES or bool(headers)
        yield _sent("POST", path, own, json=body, headers=headers, params={"letter": WORD})
    for name in FORMATS:
        yield _sent("POST", READ, json={"letter": LETTER, "format": name})
        yield _sent("POST", READ, True, json={"letter": LETTER, "format": name}, headers={"Accept": "application/zip"})
    for word in FAILURES:
        for headers in ({}, EVENTS, {"Accept": "application/zip"}):
            for letter in (LATER.format(word), f"My {WORD} {word}.", "Yes. " * 40 + LATER.format(word)):
                yield _sent("POST", READ, bool(headers), json={"letter": letter}, headers=headers)
                yield _sent("POST", READ, bool(headers), json={"letter": letter, "format": "opus"}, headers=headers)
        yield _sent("POST", SPEECH, json={"input": LATER.format(word), "stream_format": "sse"})
        page = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
        yield _sent("POST", "/listen", data={"letter": LATER.format(word)}, headers=page)
    for raw in (f'{{"letter": "{WORD}', f'{{"letter": "{WORD}\\ud800"}}', f'["{WORD}"]', f'{{"{WORD}": NaN}}', WORD):
        for kind in ("application/json", "text/plain", f"application/{WORD}", f"application/json; charset={WORD}"):
            for path in (READ, SCORES, SPEECH, "/listen"):
                yield _sent("POST", path, path == SCORES, content=raw.encode(), headers={"Content-Type": kind})
    for fields in (
        {"letter": WORD, "voice": WORD},
        {"letter": LETTER, "pace": WORD},
        {WORD: LETTER},
        {"letter": LETTER},
    ):
        yield _sent("POST", "/listen", data=fields)


def _documents() -> Iterator[Ask]:
    """Documents that are read and such that are not, with the word in their text, their names and their metadata."""
    word, page = docx(paragraph(LETTER)), bare_pdf(f"BT /F 12 Tf ({WORD}) Tj ET".encode())
    for own, data, kind in (
        (True, LETTER.encode(), "text/plain"),
        (True, LETTER.encode("cp1252", "replace") + b"\x81\x93", "text/plain"),
        (True, word, "application/octet-stream"),
        (True, page, "application/pdf"),
        (False, word[:-60], "application/octet-stream"),
        (False, word.replace(b"PK\x01\x02", WORD[:4].encode()), "application/octet-stream"),
        (False, page[:90] + WORD.encode(), "application/pdf"),
        (False, b"%PDF-1.7 " + WORD.encode(), "application/pdf"),
        (False, b"{\\rtf1 " + LETTER.encode() + b"}", "application/rtf"),
        (False, b"\x89PNG" + LETTER.encode(), "image/png"),
        (False, b"", f"application/{WORD}"),
        (False, f"\0{WORD}".encode() * 9, "text/plain"),
        (False, LETTER.encode() * 400, "text/plain"),
    ):
        headers = {"Content-Type": kind, "Content-Disposition": f'attachment; filename="{WORD}.docx"'}
        yield _sent("POST", "/v1/letters", own, content=data, headers=headers, params={"name": WORD})


def _raw(data: str, most: int = 1 << 16, leave: bool = False) -> Ask:
    """Bytes on a connection of their own, which is left at once or once that much was answered."""

    def ask(client: httpx.Client) -> Told:
        answer = b""
        with (
            contextlib.suppress(OSError),
            socket.create_connection(("127.0.0.1", client.base_url.port or 0), 20) as sock,
        ):
            sock.sendall(data.encode("utf-8", "surrogateescape"))
            sock.settimeout(0.2 if leave else 20)
            while not leave and len(answer) < most and (more := sock.recv(4096)):
                answer += more
        yield f"status {answer[9:12].decode('ascii', 'replace') or 'left'}", b""
        yield "raw head", answer.partition(b"\r\n\r\n")[0]
        if answer[9:10] == b"4":
            yield "raw body", answer

    return ask


def _broken() -> Iterator[Ask]:
    """What is no request, one that does not come whole, and one that nobody waits for."""
    head = f"POST {READ} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
    body = json.dumps({"letter": LETTER * 20})
    for line in (
        f"GET /{WORD} HTTP/9.9\r\n\r\n",
        f"{WORD}\r\n\r\n",
        f"GET / HTTP/1.1\r\n{WORD}\r\n\r\n",
        f"GET / HTTP/1.1\r\n{WORD} : x\r\nHost: localhost\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: localhost\r\nX: {WORD * 9000}\r\n\r\n",
        f"GET /{quote(WORD * 9000)} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"GET /\0{WORD} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        f"GET http://{WORD}/{WORD} HTTP/1.1\r\nHost: {WORD}\r\nConnection: close\r\n\r\n",
        f"{head}Content-Length: {WORD}\r\n\r\n{body}",
        f"{head}Content-Length: 5\r\nContent-Length: {len(body)}\r\n\r\n{body}",
        f"{head}Transfer-Encoding: chunked\r\n\r\n{WORD}\r\n{body}",
        f"{head}Transfer-Encoding: {WORD}\r\n\r\n{body}",
        f"{head}Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{WORD}\r\n0\r\n\r\n",
        f"{head}Content-Length: 10\r\n\r\n{body}GET /{WORD} HTTP/1.1\r\n\r\n",
        f"{head}Content-Length: {10**9}\r\n\r\n{body}",
    ):
        yield _raw(line)
    whole = f"{head}Content-Length: {len(body)}\r\n\r\n{body}"
    yield _raw(whole[:-60], leave=True)
    yield _raw(whole, leave=True)
    yield _raw(whole, most=2000)
    yield _raw(whole.replace("Connection: close", "Accept: application/zip"), leave=True)


def asks() -> list[Ask]:
    """All of them, once, mixed so that the first few are of every kind."""
    kinds = [list(kind()) for kind in (_everywhere, _bodies, _documents, _broken)]
    longest = max(map(len, kinds))
    placed = [(at * longest / len(kind), one) for kind in kinds for at, one in enumerate(kind)]
    return [one for _, one in sorted(placed, key=lambda placed: placed[0])]


def run(home: Path, times: int, at_once: int = 4, every: Sequence[Ask] | None = None) -> Found:
    """Send so many requests to a server in a home of its own, at its most talkative, and look at everything."""
    found, every = Found(), every or asks()
    for name in ("tmp", "home", "cache", "config", "data", "state", "run", "work"):
        (home / name).mkdir()
    settings = {
        "READBACK_VOICE": "tone",
        "READBACK_PORT": "0",
        "READBACK_LOG_LEVEL": "debug",
        "PYTHONASYNCIODEBUG": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(home, **settings, PYTHONFAULTHANDLER="1"),
        cwd=home / "work",
    )
    logged: list[bytes] = []
    readers = [threading.Thread(target=_read, args=(stream, logged)) for stream in (process.stdout, process.stderr)]
    for reader in readers:
        reader.start()
    watching = threading.Thread(target=_watch, args=(process, home, found))
    watching.start()
    try:
        _ask_all(_address(logged), islice(cycle(every), times), at_once, found)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)
        for thread in (*readers, watching):
            thread.join(20)
        for stream in filter(None, (process.stdout, process.stderr)):
            stream.close()
    found.look("the log", b"".join(logged))
    found.seen.add("the log")
    for name, data in files_of(home).items():
        found.look(f"a file that is left: {name}", data + name.encode())
    crash(home, found)
    return found


def crash(home: Path, found: Found) -> None:
    """Have a server crash that has a letter, an encoder and a document, and look at what is left and what it says."""
    command = [sys.executable, "-c", SERVER]
    settings = {"READBACK_VOICE": "tone", "READBACK_PORT": "0", "READBACK_LOG_LEVEL": "debug"}
    env = environment(home, **settings, PYTHONFAULTHANDLER="1")
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=home / "work", preexec_fn=all_of_a_core
    )
    logged: list[bytes] = []
    readers = [threading.Thread(target=_read, args=(stream, logged)) for stream in (process.stdout, process.stderr)]
    for reader in readers:
        reader.start()
    port = int(_address(logged).rpartition(":")[2])
    body = json.dumps({"letter": LETTER * 40, "format": "opus"}).encode()
    with _asking(port, READ, body, "application/json") as sock, _asking(port, "/v1/letters", HARD, "application/pdf"):
        sock.recv(1000)
        server = psutil.Process(process.pid)
        for one in [*server.children(recursive=True), server]:
            found.seen.add("a crash of a child" if one.pid != process.pid else "a crash of the server")
            with contextlib.suppress(psutil.Error):
                one.send_signal(signal.SIGSEGV)
    process.wait(20)
    for thread in readers:
        thread.join(20)
    said = b"".join(logged)
    found.look("what is said of a crash", said)
    if b"Fatal Python error" in said:
        found.seen.add("what is said of a crash")
    for stream in filter(None, (process.stdout, process.stderr)):
        stream.close()
    for name, data in files_of(home).items():
        found.look(f"a file that a crash leaves: {name}", data + name.encode())


def all_of_a_core() -> None:
    """What a shell may allow: as much of a core as there may be."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


@contextlib.contextmanager
def _asking(port: int, path: str, body: bytes, kind: str) -> Iterator[socket.socket]:
    """A connection on which something was asked for."""
    with socket.create_connection(("127.0.0.1", port), 20) as sock:
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
        sock.sendall(head.encode() + body)
        yield sock


def _ask_all(address: str, every: Iterator[Ask], at_once: int, found: Found) -> None:
    """Ask, several at once, and look at what comes back; metrics last."""
    lock = threading.Lock()
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:

        def ask(one: Ask) -> None:
            told = list(one(client))
            with lock:
                found.asked += 1
                for where, data in told:
                    found.look(where, data)
                    if where.startswith("status"):
                        found.statuses[where.removeprefix("status ")] += 1

        with ThreadPoolExecutor(at_once) as threads:
            for done in [threads.submit(ask, one) for one in every]:
                done.result()
        found.look("metrics", client.get("/metrics").content)


def _read(stream: IO[bytes], logged: list[bytes]) -> None:
    logged.extend(iter(lambda: stream.readline(1 << 16), b""))


def _watch(process: subprocess.Popen[bytes], home: Path, found: Found) -> None:
    for where, data in watched(process, home, 0.05):
        found.seen.add(where)
        found.look(where, data)


def _address(logged: list[bytes]) -> str:
    from tests.running import until

    until(lambda: bool(re.search(rb"http://[\d.]+:\d+", b"".join(logged))), 30)
    match = re.search(rb"http://[\d.]+:\d+", b"".join(logged))
    assert match
    return match[0].decode()
