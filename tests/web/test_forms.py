"""The form without JavaScript: what it is answered with, and what is refused."""

from __future__ import annotations

import base64
import re
import socket
import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from service.web.problems import STATUSES
from tests.running import LETTER, READ, Failing, Hanging, Place, decoded, running, until
from tests.web.test_pages import Reader

LISTEN = "/listen"
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Sec-Fetch-Site": "same-origin"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
CRLF = LETTER.replace("\n", "\r\n")


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running(max_characters=5000, read_timeout=1.0, remote_url="http://127.0.0.1:9/v1") as place:
        yield place


def sent(place: Place, fields: Any, **headers: str) -> httpx.Response:
    with place.client() as client:
        return client.post(LISTEN, data=fields, headers=headers)


def refused(answer: httpx.Response, code: str) -> str:
    """A page that says what went wrong, and leads back; its text."""
    assert answer.status_code == STATUSES[code]
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    reader = Reader()
    reader.feed(answer.text)
    assert not reader.open
    assert "./" in reader.refers
    assert "secret" not in answer.text
    assert "!" not in reader.text
    return reader.text


def test_a_form_is_answered_with_the_reading_that_programs_get(server: Place) -> None:
    answer = sent(server, {"letter": CRLF, "voice": "tone", "pace": "gentle", "preface": "yes"})
    body = {"letter": LETTER, "voice": "tone", "pace": "gentle", "preface": True}
    assert answer.content == server.post(READ, body).content
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.headers["content-disposition"] == 'inline; filename="readback.mp3"'
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"


def test_what_is_left_empty_is_the_default(server: Place) -> None:
    plain = server.post(READ, {"letter": LETTER}).content
    assert sent(server, {"letter": CRLF, "voice": "", "pace": "", "volume": "3"}).content == plain
    assert sent(server, {"letter": LETTER, "preface": ""}).content == plain


def test_a_browser_is_answered_with_a_page_that_holds_the_sound(server: Place) -> None:
    answer = sent(server, {"letter": CRLF}, **BROWSER)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "media-src data:" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    reader = Reader()
    reader.feed(answer.text)
    assert not reader.open
    assert "script" not in reader.tags
    assert sound_in(answer.text) == server.post(READ, {"letter": LETTER}).content
    assert "autoplay" not in answer.text
    assert "You did" not in answer.text


def sound_in(page: str) -> bytes:
    found = re.search(r'src="data:audio/mpeg;base64,([^"]*)"', page)
    assert found
    return base64.b64decode(found[1], validate=True)


@pytest.mark.parametrize("letter", ["ä\r\nb 🙂 ok", "a\rb", "a & b = c + d % e", "\u202eword\u0000 on", "<b>bold</b>"])
def test_every_character_of_a_letter_arrives(server: Place, letter: str) -> None:
    expected = server.post(READ, {"letter": letter.replace("\r\n", "\n")})
    assert expected.status_code == 200
    assert sent(server, {"letter": letter}).content == expected.content


def test_the_first_sound_comes_before_the_last_and_a_page_says_where_it_broke_off() -> None:
    letter = "That is enough for today. " * 3 + "The secretword is here."
    with running(Failing("secretword")) as place:
        answer = sent(place, {"letter": letter}, **BROWSER)
        assert answer.status_code == 200
        assert "It ends early. The voice tone failed" in answer.text
        assert answer.text.endswith("</html>\n"), "what is broken off is the reading, not the page"
        assert "secretword" not in answer.text
        assert len(decoded(sound_in(answer.text), "mp3")) > 24_000
        with pytest.raises(httpx.RemoteProtocolError):
            sent(place, {"letter": letter})
        refused(sent(place, {"letter": "secretword"}, **BROWSER), "speech-failed")


BAD: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "field-invalid"),
    "no letter": (b"voice=tone", "field-invalid"),
    "two letters": (b"letter=secret&letter=secret", "field-invalid"),
    "two voices": (b"letter=secret&voice=tone&voice=heart", "field-invalid"),
    "an empty letter": (b"letter=", "letter-empty"),
    "white space": (b"letter=%0D%0A+%0D%0A", "letter-empty"),
    "a letter that is too long": (b"letter=" + b"a" * 5001, "letter-too-long"),
    "a body that is too long": (b"letter=" + b"%F0%9F%99%82" * 100_000, "letter-too-long"),
    "a voice that there is not": (b"letter=secret&voice=secretvoice", "voice-unknown"),
    "a pace that there is not": (b"letter=secret&pace=secretpace", "pace-invalid"),
    "Latin-1": (b"letter=tr%E8s+secret", "body-invalid"),
    "bytes that are no UTF-8": (b"letter=tr\xe8s+secret", "body-invalid"),
    "a lone surrogate": (b"letter=%ED%A0%80secret", "body-invalid"),
    "no form": (b'{"letter": "secret"}', "body-invalid"),
    "many fields": (b"&".join(b"secret=%d" % n for n in range(50)), "body-invalid"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_said_on_a_page(server: Place, name: str) -> None:
    body, code = BAD[name]
    with server.client() as client:
        refused(client.post(LISTEN, content=body, headers=FORM), code)


@pytest.mark.parametrize("kind", ["application/json", "multipart/form-data; boundary=x", "text/plain", ""])
def test_what_is_not_said_to_be_a_form_is_refused(server: Place, kind: str) -> None:
    refused(server.raw(LISTEN, b"letter=secret", kind), "body-invalid")


def test_a_form_that_does_not_arrive_is_given_up(server: Place) -> None:
    head = f"POST {LISTEN} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM['Content-Type']}\r\n"
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as sock:
        sock.sendall(f"{head}Content-Length: 100\r\n\r\nletter=secret".encode())
        answer = b""
        while b"</html>" not in answer:
            more = sock.recv(65536)
            assert more, "it ended early"
            answer += more
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"did not arrive within 1 seconds" in answer
    assert b"secret" not in answer


OTHERS = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1"},
    {"Origin": "https://journal.example"},
    {"Origin": "http://127.0.0.1.journal.example"},
    {"Origin": "http://127.0.0.1:1234"},
    {"Origin": "https://127.0.0.1"},
    {"Origin": "null"},
    {"Origin": ""},
)


@pytest.mark.parametrize("headers", OTHERS, ids=str)
def test_a_form_of_another_site_is_refused(server: Place, headers: dict[str, str]) -> None:
    before = server.count("readback_readings_total")
    text = refused(sent(server, {"letter": "secret"}, **headers), "origin-not-allowed")
    assert "page of another site" in text
    assert server.count("readback_readings_total") == before


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://letters.example:8443", "Host": "Letters.Example"},
    ],
    ids=str,
)
def test_a_form_of_our_own_page_or_of_none_is_read(headers: dict[str, str]) -> None:
    with running(allowed_hosts=("127.0.0.1", "letters.example")) as place:
        assert sent(place, {"letter": LETTER}, **headers).status_code == 200


def test_a_letter_is_sent_elsewhere_only_where_the_box_is_ticked(server: Place) -> None:
    for fields in ({}, {"send": ""}, {"send": "no"}):
        text = refused(sent(server, {"letter": "secret", "voice": "remote:alloy", **fields}, **BROWSER), "not-sent")
        assert "This letter goes to another program on this machine: 127.0.0.1:9 gets its text" in text
        assert "tick the box" in text
    answer = sent(server, {"letter": "Dear Sam.", "voice": "remote:alloy", "send": "yes"}, **BROWSER)
    assert answer.status_code == 503, "nobody answers there, but it was tried"
    assert "The voice remote:alloy failed" in answer.text


def test_a_reading_by_form_has_a_place_among_the_readings() -> None:
    engine = Hanging("waiting")
    with running(engine, max_readbacks=1, threads=2) as place, place.client() as client:
        letter = urlencode({"letter": "Dear Sam.\n\nYou are waiting."})
        with client.stream("POST", LISTEN, content=letter, headers=FORM):
            text = refused(sent(place, {"letter": LETTER}, **BROWSER), "busy")
            assert "Try again in 10 seconds" in text
            assert place.count("readback_under_way") == 1
        engine.free.set()
        until(lambda: place.count("readback_under_way") == 0)
        assert sent(place, {"letter": LETTER}).status_code == 200


def test_a_slow_form_takes_no_place_until_it_is_there() -> None:
    head = f"POST {LISTEN} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {FORM['Content-Type']}\r\n"
    with running(max_readbacks=1) as place, socket.create_connection(("127.0.0.1", place.port), timeout=20) as sock:
        sock.sendall(f"{head}Content-Length: 100\r\n\r\nletter=".encode())
        time.sleep(0.2)
        assert sent(place, {"letter": LETTER}).status_code == 200


def test_a_browser_that_comes_back_to_a_reading_is_led_to_the_page(server: Place) -> None:
    answer = server.get(LISTEN)
    assert (answer.status_code, answer.headers["location"]) == (303, "./")
    with server.client() as client:
        assert client.get(LISTEN, follow_redirects=True).url.path == "/"


def test_another_method_is_said_on_a_page(server: Place) -> None:
    with server.client() as client:
        refused(client.put(LISTEN, content=b""), "method-not-allowed")
    refused(server.get(LISTEN, headers={"Host": "evil.example"}), "host-not-allowed")
