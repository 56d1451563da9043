"""OWASP's ten risks of an API (2023), as far as they are ones of a service that knows no accounts and keeps nothing.

1. Broken object level authorization: there are no objects of anybody's. Held: no route takes anything that names one.
2. Broken authentication: there is none; the proxy in front has it (docs/deploy.md). The key for a server elsewhere goes
   to that server alone (`tests/speech/engines/test_remote.py`).
3. Broken object property level authorization: held, a field that is not ours is refused, and nothing is told but what
   is described.
4. Unrestricted resource consumption: held, each route that works has a place and a bound on its body. How much that is:
   `test_origins.py`, `tests/web/test_bodies.py` and the others of this folder.
5. Broken function level authorization: held, nothing can be changed, added or removed by any method.
6. Unrestricted access to sensitive business flows: reading a letter is all there is; places and turns are how it is
   shared.
7. Server side request forgery: held, nothing that is sent here, in a field or inside a document, is ever fetched.
8. Security misconfiguration: held, what is answered by default tells nothing of the inside and lets nobody in.
9. Improper inventory management: held, every route is described, or is a page for people.
10. Unsafe consumption of APIs: held, whatever a server that speaks sends back fails one phrase and takes no more memory
   than a phrase may.
"""

from __future__ import annotations

import contextlib
import gzip
import socket
import struct
import time
import tracemalloc
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import numpy as np
import pytest

from service.documents.document import document_of
from service.errors import ReadbackError
from service.letter.letter import read_letter
from service.phrases.phrases import split
from service.speech.engines.engine import EngineFailed, Utterance
from service.web.routes import pages, speech, v1
from tests.documents.made import RELATIONS, SPACES, bare_pdf, zipped
from tests.routes import routes
from tests.running import LETTER, READ, SCORES, SPEECH, Place, running
from tests.serving import Answer, Asked, answering, hum, pitched, sent, voice_of, wav

POSTS = (READ, SCORES, SPEECH)
ADDRESS = "http://127.0.0.1:{}/evil.wav"


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running() as place:
        yield place


def test_1_no_route_takes_what_could_name_something_of_somebody_elses(server: Place) -> None:
    document = server.get("/openapi.json").json()
    named = {
        (path, one["name"])
        for path, methods in document["paths"].items()
        for operation in methods.values()
        for one in operation.get("parameters", ())
        if one["in"] != "header"
    }
    assert named == {
        ("/v1/voices/{name}", "name"),
        ("/v1/voices/{name}/sample", "name"),
        ("/v1/voices/{name}/sample", "format"),
    }
    for name in (
        "../../etc/passwd",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e/heart",
        "tone/../../x",
        "tone%00",
        "/etc/passwd",
    ):
        assert server.get(f"/v1/voices/{name}").status_code == 404
        assert server.get(f"/room/{name}").status_code == 404


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize(
    "field", ["is_admin", "url", "remote_url", "host", "engine", "file", "__proto__", "settings", "seed"]
)
def test_3_a_field_that_is_not_ours_is_refused(server: Place, path: str, field: str) -> None:
    text = {"input": LETTER} if path == SPEECH else {"letter": LETTER}
    answer = server.post(path, {**text, field: "http://127.0.0.1/"})
    # OpenAI's clients send what they like, and what is not known there is left aside
    assert answer.status_code == (200 if path == SPEECH else 422)


def test_3_nothing_is_told_but_what_is_described(server: Place) -> None:
    document = server.get("/openapi.json").json()["components"]["schemas"]
    for voice in server.get("/v1/voices").json()["voices"]:
        assert set(voice) <= set(document["VoiceAnswer"]["properties"])
        assert "/work" not in str(voice)
        assert "/home" not in str(voice)


def test_4_every_route_that_works_has_a_place_and_every_body_a_bound(server: Place) -> None:
    for router in (v1, speech, pages):
        for route in router.routes:
            if "POST" in vars(route)["methods"] or vars(route)["path"].endswith("/sample"):
                assert vars(route)["dependencies"], vars(route)["path"]
    for method, path in routes(server.app):
        if method == "POST":
            kind = {"/v1/letters": "text/plain", "/listen": "application/x-www-form-urlencoded"}.get(
                path, "application/json"
            )
            said = {"Host": "localhost", "Content-Type": kind, "Content-Length": 10**12, "Connection": "close"}
            head = (
                f"POST {path} HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in said.items()) + "\r\n"
            )
            assert raw(server, head.encode()).split(b" ", 2)[1] == b"413", path


def raw(place: Place, data: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", place.port), 10) as sock:
        sock.sendall(data)
        return b"".join(iter(lambda: sock.recv(65536), b""))


@pytest.mark.parametrize(
    "method", ["PUT", "PATCH", "DELETE", "TRACE", "CONNECT", "PROPFIND", "MKCOL", "DEBUG", "SECRET"]
)
def test_5_nothing_can_be_changed(server: Place, method: str) -> None:
    assert {found for found, _ in routes(server.app)} == {"GET", "HEAD", "POST"}
    for path in {path for _, path in routes(server.app)}:
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-HTTP-Method-Override: POST\r\nConnection: close\r\n\r\n"
        )
        answer = raw(server, head.encode())
        assert answer.split(b" ", 2)[1] in (b"405", b"400"), f"{method} {path}"
        assert b"Override" not in answer


class Listener:
    """Somebody who would be asked if anything that is sent were fetched."""

    def __init__(self) -> None:
        self._sock = socket.socket()
        self._sock.bind(("127.0.0.1", 0))
        self._sock.listen()
        self._sock.setblocking(False)
        self.address = ADDRESS.format(self._sock.getsockname()[1])

    @property
    def asked(self) -> bool:
        try:
            self._sock.accept()[0].close()
        except BlockingIOError:
            return False
        return True


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found._sock.close()


def test_7_no_field_and_no_header_is_ever_fetched(server: Place, listener: Listener) -> None:
    url = listener.address
    marks = f'<speak><audio src="{url}"/></speak> <img src="{url}"> ![x]({url}) <?xml-stylesheet href="{url}"?>'
    for path in POSTS:
        text = {"input": marks} if path == SPEECH else {"letter": marks}
        for more in (
            {},
            {"voice": url},
            {"pace": url},
            {"format": url},
            {"score": {"letter": url, "voice": url}},
            {"model": url},
        ):
            headers = {"X-Forwarded-Host": url, "Referer": url, "Forwarded": f"host={url}", "X-Original-URL": url}
            server.post(path, {**text, **more}, headers=headers)
    for name in (url, url.replace("/", "%2F")):
        server.get(f"/v1/voices/{name}/sample")
    assert not listener.asked


def _reaching(url: str) -> Iterator[tuple[str, bytes]]:
    """Documents that would have somebody fetched."""
    entities = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{url}"><!ENTITY % y SYSTEM "{url}"> %y;]>'
    outer = f"{entities}<w:document {SPACES}><w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body></w:document>"
    yield "an outer entity", zipped({"_rels/.rels": RELATIONS, "word/document.xml": outer})
    link = f'<Relationship Id="r9" Type="{{}}" Target="{url}" TargetMode="External"/>'
    beyond = RELATIONS.replace("</Relationships>", link.format("x/attachedTemplate") + "</Relationships>")
    document = f'<w:document {SPACES}><w:body><w:p><w:r><w:t>Hi</w:t><a r:link="r9"/></w:r></w:p></w:body></w:document>'
    inside = {
        "word/document.xml": document,
        "word/_rels/document.xml.rels": beyond,
        "word/_rels/settings.xml.rels": beyond,
    }
    yield "a template and a picture elsewhere", zipped({"_rels/.rels": beyond, **inside})
    moved = RELATIONS.replace('Target="', f'TargetMode="External" Target="{url}?')
    yield "all of it elsewhere", zipped({"_rels/.rels": moved, **inside})
    content = b"BT /F 12 Tf (Hello) Tj ET"
    for what in (f"/AA<</O<</S/URI/URI({url})>>>>", f"/Annots[<</Subtype/Link/A<</S/URI/URI({url})>>>>]"):
        yield what[:8], bare_pdf(content, more=what.encode())
    away = f"/F<</FS/URL/F({url})>>/Length".encode()
    yield "a stream elsewhere", bare_pdf(content).replace(b"/Length", away)
    yield (
        "what is done first",
        bare_pdf(content).replace(b"/Catalog", f"/Catalog/OpenAction<</S/URI/URI({url})>>".encode()),
    )


def test_7_no_document_has_anybody_fetched(listener: Listener) -> None:
    for what, data in _reaching(listener.address):
        with contextlib.suppress(ReadbackError):
            document_of(data)
        assert not listener.asked, what


def test_8_an_answer_tells_nothing_of_the_inside(server: Place) -> None:
    for method, path in [*routes(server.app), ("GET", "/nothing"), ("OPTIONS", "/v1/readbacks"), ("GET", "/.env")]:
        answer = server.same.request(
            method, server.address + path, headers={"Host": "localhost"}, content=b"{" if method == "POST" else None
        )
        told = {name.lower() for name in answer.headers}
        assert not told & {"server", "x-powered-by", "via", "set-cookie", "access-control-allow-origin", "etag-inode"}
        assert answer.headers["x-content-type-options"] == "nosniff"
        if answer.status_code >= 400 and answer.content:
            assert "Traceback" not in answer.text
            assert ".py" not in answer.text
            assert answer.headers["cache-control"] == "no-store"


def test_9_every_route_is_described_or_a_page(server: Place) -> None:
    described = server.get("/openapi.json").json()["paths"]
    for method, path in routes(server.app):
        if path.startswith("/v1") or path in ("/healthz", "/readyz", "/metrics"):
            assert method.lower() in described[path.replace("/tone", "/{name}")], path
        else:
            assert path in (
                "/",
                "/docs",
                "/listen",
                "/openapi.json",
                "/room/room.js",
                "/service-worker.js",
                "/favicon.ico",
            )


PHRASE = Utterance(tuple(phrase for phrase, _ in split(read_letter("You did enough."), 12))[:1], True)


def _many(data: bytes, times: int, status: int = 200, **headers: str) -> Answer:
    """The same bytes again and again, without an end that is said."""

    def answer(handler: BaseHTTPRequestHandler, _: Asked) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Connection", "close")
        handler.end_headers()
        for _time in range(times):
            handler.wfile.write(data)
        handler.close_connection = True

    return answer


def _said(line: bytes) -> Answer:
    """Bytes in place of an answer."""

    def answer(handler: BaseHTTPRequestHandler, _: Asked) -> None:
        handler.wfile.write(line)
        handler.close_connection = True

    return answer


def _head(channels: int, rate: int, bits: int, kind: int = 1) -> bytes:
    form = struct.pack("<HHIIHH", kind, channels, rate, rate, 1, bits)
    return b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0" + form + b"data\xff\xff\xff\xff"


FINE = wav(hum(1))
BAD: dict[str, Answer] = {
    "sound without an end": _many(FINE, 10_000),
    "an hour in a few bytes": sent(_head(1, 4000, 8) + bytes(range(256)) * 40_000),
    "an hour in two ways at once": sent(_head(8, 192_000, 64, 3) + bytes(10_000_000)),
    "a million chunks": sent(b"RIFF\xff\xff\xff\xffWAVE" + b"".join(struct.pack("<II", n, 0) for n in range(300_000))),
    "a chunk of an unheard-of length": sent(b"RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff" + FINE),
    "no channels": sent(_head(0, 24_000, 16) + FINE),
    "no bits": sent(_head(1, 24_000, 0) + FINE),
    "no rate": sent(_head(1, 0, 16) + FINE),
    "a rate beyond all": sent(_head(1, 2**32 - 1, 16) + FINE),
    "numbers that are none": sent(wav(np.full(24_000, np.nan, "<f4"), kind=3)),
    "numbers without an end": sent(wav(np.full(24_000, np.inf, "<f4"), kind=3)),
    "what swells to a thousand times as much": sent(gzip.compress(bytes(30_000_000), 1), Content_Encoding="gzip"),
    "packed in several ways": sent(gzip.compress(FINE), Content_Encoding="identity, gzip"),
    "packed, and not said so": sent(gzip.compress(FINE)),
    "JSON": sent(b'{"audio": "UklGRg=="}', Content_Type="application/json"),
    "deep JSON": sent(b"[" * 200_000),
    "a web page": sent(b"<html><script>alert(1)</script></html>", Content_Type="text/html"),
    "nothing": sent(b"", 204),
    "a part": sent(FINE, 206, Content_Range="bytes 0-1/99"),
    "not modified": sent(b"", 304),
    "what it was sent": _many(b"You did enough." * 1000, 1),
    "a status that is none": _said(b"HTTP/1.1 999 You did enough\r\nContent-Length: 0\r\n\r\n"),
    "no HTTP": _said(b"You did enough.\r\n" * 100),
    "a head without an end": _said(b"HTTP/1.1 200 OK\r\n" + b"X-Header: you did enough\r\n" * 20_000),
    "a line without an end": _said(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 5_000_000),
    "news without an end": _said(b"HTTP/1.1 100 Continue\r\n\r\n" * 50_000),
    "two lengths": _said(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"),
    "a length below nothing": _said(b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nabcdef"),
    "pieces of a length that is none": _said(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n"),
    "a piece of an unheard-of length": _said(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc"
    ),
}
"""What a server may send back, by what it is."""
MOST_MB = 40
"""What one phrase may take at most while it is taken, in megabytes: its bytes, and once more as they are joined."""


@pytest.mark.parametrize("what", BAD)
def test_10_whatever_a_server_sends_back_fails_one_phrase_in_bounds(what: str) -> None:
    with answering(BAD[what]) as server:
        engine = server.engine(timeout=1.2)
        try:
            tracemalloc.start()
            began = time.monotonic()
            with pytest.raises(EngineFailed) as failed:
                engine.speak(PHRASE, voice_of(engine), 1.0, 0)
            most = tracemalloc.get_traced_memory()[1] / 1e6
        finally:
            tracemalloc.stop()
            engine.close()
    assert time.monotonic() - began < 3
    assert most < MOST_MB, most
    assert "did enough" not in str(failed.value)
    assert len(str(failed.value)) < 200


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("to", ["http://{}/v1/audio/speech", "//{}/x", "file:///etc/passwd", "/v1/audio/speech", "{}"])
def test_10_no_letter_follows_to_another_place(status: int, to: str) -> None:
    with answering(pitched) as elsewhere, answering(sent(b"", status, Location=to.format(elsewhere.host))) as server:
        engine = server.engine()
        with pytest.raises(EngineFailed, match="letters do not follow"):
            engine.speak(PHRASE, voice_of(engine), 1.0, 0)
        engine.close()
        assert (len(server.asked), len(elsewhere.asked)) == (1, 0)
