"""Documents that are sent: what comes back, who may send them, and what happens when nobody waits any more."""

from __future__ import annotations

import contextlib
import json
import logging
import select
import socket
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import psutil
import pytest

from service.web import documents
from service.web.places import MOST
from tests.documents.made import HARD, WORD, bare_pdf, docx, paragraph, pdf
from tests.running import READ, Place, running, until

LETTERS = "/v1/letters"
LETTER = "Dear Sam,\n\nthat is enough for today, and you may rest now, as long as you like.\n\nWith warmth,\nme"


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running(ready=False, max_characters=5000, read_timeout=1.0) as place:
        yield place


def send(place: Place, data: bytes, kind: str = "application/octet-stream", **headers: str) -> httpx.Response:
    with place.client() as client:
        return client.post(LETTERS, content=data, headers={"Content-Type": kind, **headers})


def openers() -> int:
    found = 0
    for child in psutil.Process().children():
        try:
            found += "service.documents.document" in child.cmdline()
        except psutil.Error:
            continue
    return found


SENT = {
    "text/plain": LETTER.encode(),
    "text/markdown": LETTER.encode(),
    "text/plain; charset=utf-8": LETTER.encode("utf-8-sig"),
    "application/pdf": pdf(LETTER),
    WORD: docx(*map(paragraph, LETTER.split("\n"))),
}


@pytest.mark.parametrize("kind", SENT)
@pytest.mark.parametrize("said", [True, False])
def test_the_letter_in_a_document_comes_back_and_can_be_read(server: Place, kind: str, said: bool) -> None:
    answer = send(server, SENT[kind], kind if said else "application/octet-stream")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["cache-control"] == "no-store"
    assert set(answer.json()) == {"letter", "notices"}
    assert answer.json()["letter"].split() == LETTER.split()
    assert server.post(READ, {"letter": answer.json()["letter"]}).status_code == 200


def test_text_of_an_older_windows_comes_with_a_notice(server: Place) -> None:
    told = send(server, "Chère Zoë".encode("cp1252"), "text/plain").json()
    assert told["letter"] == "Chère Zoë"
    assert "look whether every letter is right" in told["notices"][0]


REFUSED: dict[str, tuple[bytes, str, int, str]] = {
    "a picture": (b"\x89PNG", "image/png", 415, "document-unknown"),
    "a picture that is said to be text": (b"\x89PNG", "text/plain", 415, "document-unknown"),
    "an older Word document": (b"secretword", "application/msword", 415, "document-unknown"),
    "a form": (b"secretword", "multipart/form-data; boundary=a", 415, "document-unknown"),
    "JSON": (b'{"letter": "secretword"}', "application/json", 415, "document-unknown"),
    "a PDF that is locked": (pdf("secretword", locked="a"), "application/pdf", 422, "document-unreadable"),
    "a PDF that is cut off": (pdf("secretword")[:200], "application/pdf", 422, "document-unreadable"),
    "a scan": (bare_pdf(b"0 0 m 100 100 l S"), "application/pdf", 422, "document-empty"),
    "nothing": (b"", "text/plain", 422, "document-empty"),
    "a long letter": (b"secretword " * 500, "text/plain", 413, "letter-too-long"),
    "a large document": (b"a" * 10_000_001, "application/pdf", 413, "document-too-long"),
    "a bomb": (docx(paragraph("a" * 60_000_000)), WORD, 413, "document-too-long"),
}


@pytest.mark.parametrize(("data", "kind", "status", "code"), REFUSED.values(), ids=list(REFUSED))
def test_what_cannot_be_read_is_told_by_its_code(server: Place, data: bytes, kind: str, status: int, code: str) -> None:
    answer = send(server, data, kind)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"].endswith(".")
    assert "secretword" not in answer.text


def test_what_it_looks_like_and_why_it_cannot_be_read_are_said_to_programs(server: Place) -> None:
    assert send(server, b"", "image/jpeg").json()["kind"] == "picture"
    assert send(server, b"%PDF-1.7", "application/pdf").json()["reason"] == "damaged"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_origin_is_refused(server: Place, site: str) -> None:
    headers = {"Sec-Fetch-Site": site, "Origin": "https://elsewhere.example"}
    answer = send(server, LETTER.encode(), "text/plain", **headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "origin-not-allowed")


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_our_own_page_may_send_documents(server: Place, site: str) -> None:
    assert send(server, LETTER.encode(), "text/plain", **{"Sec-Fetch-Site": site}).status_code == 200


def test_a_page_of_an_origin_that_may_call_may_send_documents() -> None:
    with running(ready=False, allowed_origins=("https://app.example",)) as place:
        headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://app.example"}
        assert send(place, LETTER.encode(), "text/plain", **headers).status_code == 200


def test_a_document_that_never_comes_is_not_waited_for(server: Place) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 10) as sock:
        head = f"POST {LETTERS} HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"
        sock.sendall(head.encode() + b"Content-Length: 1000\r\n\r\nDear")
        answer = b"".join(iter(lambda: sock.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 400")


def sent(place: Place, data: bytes) -> socket.socket:
    """A connection on which a document was sent and no answer was taken yet."""
    sock = socket.create_connection(("127.0.0.1", place.port), 10)
    head = f"POST {LETTERS} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/pdf\r\n"
    sock.sendall(f"{head}Content-Length: {len(data)}\r\n\r\n".encode() + data)
    return sock


def test_who_leaves_takes_the_work_along(server: Place) -> None:
    with sent(server, HARD):
        until(lambda: openers() == 1)
    until(lambda: openers() == 0)
    until(lambda: server.app.state.house.places["documents"].taken == 0)
    assert send(server, LETTER.encode(), "text/plain").status_code == 200


def test_two_are_opened_at_a_time_and_one_too_many_is_told_when_to_come_back(
    server: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = server.app.state.house.places["documents"]
    monkeypatch.setattr(places, "most", 4)
    until(lambda: places.taken == 0)  # an answer is there a moment before its place is given back
    with contextlib.ExitStack() as held:
        for _ in range(4):
            held.enter_context(sent(server, HARD))
        until(lambda: places.taken == 4)
        until(lambda: openers() == 2)
        answer = send(server, LETTER.encode(), "text/plain")
        assert (answer.status_code, answer.json()["code"], answer.json()["full"]) == (429, "busy", "documents")
        assert answer.json()["detail"].startswith("Too many documents are being opened.")
        assert int(answer.headers["retry-after"]) > 0
        assert openers() <= 3
    until(lambda: places.taken == 0)
    until(lambda: openers() == 0)


def test_one_address_takes_half_of_the_places(server: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST["documents"] == 2 * documents.MOST_OF_ONE
    monkeypatch.setattr(documents, "MOST_OF_ONE", 2)
    with sent(server, HARD), sent(server, HARD):
        until(lambda: server.app.state.house.senders["127.0.0.1"] == 2)
        assert send(server, LETTER.encode(), "text/plain").json()["full"] == "documents"
    until(lambda: not server.app.state.house.senders)


@pytest.mark.parametrize(
    ("trusted", "told", "free"),
    [
        (("127.0.0.1",), "198.51.100.8", True),
        (("10.0.0.0/8", "127.0.0.0/8"), "198.51.100.8, 10.0.0.3", True),
        (("127.0.0.1",), "198.51.100.8, 198.51.100.7", False),
        (("10.0.0.1",), "198.51.100.8", False),
        ((), "198.51.100.8", False),
    ],
)
def test_behind_a_proxy_that_is_trusted_everybody_has_places_of_their_own(
    trusted: tuple[str, ...], told: str, free: bool
) -> None:
    with running(ready=False, trusted_proxies=trusted) as place, place.client() as client:
        place.app.state.house.senders.update(dict.fromkeys(("127.0.0.1", "198.51.100.7"), documents.MOST_OF_ONE))
        headers = {"X-Forwarded-For": told, "Content-Type": "text/plain"}
        answer = client.post("/v1/letters", content=LETTER.encode(), headers=headers)
        assert answer.status_code == (200 if free else 429)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not count a process's time")
def test_others_do_not_wait_for_a_document_that_takes_long(server: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    house = server.app.state.house
    monkeypatch.setattr(house.hard_places, "most", 2)
    with contextlib.ExitStack() as held:
        hard = [held.enter_context(sent(server, HARD)) for _ in range(3)]
        until(lambda: house.hard_places.taken == 2)
        begun = time.monotonic()
        assert send(server, docx(paragraph(LETTER)), WORD).status_code == 200
        assert time.monotonic() - begun < 6
        assert house.hard_places.taken == 2, "they are still at it"
        until(lambda: any(answered(sock).startswith(b"HTTP/1.1 429") for sock in hard))
    until(lambda: not house.hard_places.taken)


def answered(sock: socket.socket) -> bytes:
    """What has been answered by now."""
    return sock.recv(100) if select.select([sock], [], [], 0)[0] else b""


def test_documents_take_from_what_may_be_held_and_leave_room_for_letters(
    server: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = server.app.state.house.held
    monkeypatch.setattr(held, "limit", 100_000)
    answer = send(server, b"a" * 80_000, "text/plain")
    assert (answer.status_code, answer.json()["code"], answer.json()["full"]) == (429, "busy", "arrivals")
    assert send(server, b"a " * 35_000, "text/plain").json()["code"] == "letter-too-long"
    with server.client() as client:
        letter = json.dumps({"letter": LETTER}).encode() + b" " * 90_000
        assert client.post(READ, content=letter, headers={"Content-Type": "application/json"}).status_code == 200
    until(lambda: held.in_use == 0)


def test_a_server_that_stops_ends_what_is_opened() -> None:
    with running(ready=False) as place:
        sock = sent(place, HARD)
        until(lambda: openers() == 1)
    assert openers() == 0
    sock.close()


def test_many_at_once_get_each_their_own(server: Place) -> None:
    texts = [f"Dear friend of house {number}." for number in range(12)]
    with ThreadPoolExecutor(12) as pool:
        answers = pool.map(lambda text: send(server, docx(paragraph(text)), WORD).json()["letter"], texts)
        assert list(answers) == texts


def test_no_word_of_a_document_is_logged(server: Place, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for data in (pdf("heliotrope"), pdf("heliotrope")[:300], docx(paragraph("heliotrope"))[:300]):
            send(server, data)
    assert LETTERS in caplog.text
    assert "heliotrope" not in caplog.text


def test_any_character_of_a_document_can_be_answered(server: Place) -> None:
    answer = send(server, "Dear \u2028 \x85 \U0001f600".encode(), "text/plain")
    assert answer.json()["letter"] == "Dear \u2028 \x85 \U0001f600"


def test_it_is_described_with_every_kind_that_it_takes(server: Place) -> None:
    described: dict[str, Any] = json.loads(server.get("/openapi.json").text)
    assert set(described["paths"][LETTERS]["post"]["requestBody"]["content"]) >= {"application/pdf", WORD, "text/plain"}
