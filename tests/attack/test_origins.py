"""Pages of other sites: no route does anything for them, and nothing from here is shown or played there.

Every route that the application has is tried, so that a new one is held to it as well.
"""

from __future__ import annotations

import http.server
import socket
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import httpx
import pytest

from service.web.middleware import ALIVE
from service.web.origins import PAGES
from tests.routes import routes
from tests.running import LETTER, Counting, Place, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BROWSER = {"User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"}
ALLOWED = "https://journal.example"
FOREIGN = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"},
    {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:8000"},
    {"Sec-Fetch-Site": "something-new"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost:1"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:8000@evil.example"},
    {"Origin": "http://evil.example", "Referer": "http://localhost:8000/"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "https://journal.example.evil.example"},
    {"Origin": "https://JOURNAL.example"},
    {"Referer": "http://evil.example/http://localhost:8000/"},
    {"Referer": "http://localhost@evil.example/"},
    {"Referer": ""},
)
"""What a browser says that asks for somebody else's page, in a house network, on this machine, or over TLS."""
OURS = (
    {"Sec-Fetch-Site": "same-origin"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
    {"Origin": "http://localhost:8000"},
    {"Referer": "http://localhost:8000/"},
    {"User-Agent": "curl/8"},
)
"""What it says of our own page, and what programs say."""
BODIES = {
    "/v1/letters": ("text/plain", LETTER.encode()),
    "/v1/audio/speech": ("application/json", b'{"input": "Hi.", "model": "tts-1"}'),
    "/v1/pronunciations": ("application/json", b'{"word": "Aoife"}'),
    "/listen": ("application/x-www-form-urlencoded", b"letter=Hi."),
}
"""What is sent to the routes that take something else than a letter in JSON."""


@pytest.fixture(scope="module")
def engine() -> Counting:
    return Counting()


@pytest.fixture(scope="module")
def server(engine: Counting) -> Iterator[Place]:
    with running(engine, allowed_origins=(ALLOWED,)) as place:
        yield place


def asked(place: Place, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
    kind, body = BODIES.get(path, ("application/json", b'{"letter": "Hi."}'))
    more = {"Host": "localhost:8000", "Content-Type": kind, **headers}
    return place.same.request(method, place.address + path, headers=more, content=body if method == "POST" else None)


def code(answer: httpx.Response) -> str:
    """The code of a problem, in whichever shape; the page without JavaScript has it in words."""
    if answer.headers.get("content-type", "").startswith("text/html"):
        return "origin-not-allowed" if "page of another site" in answer.text else "?"
    found = answer.json()
    return str(found.get("code") or found["error"]["code"])


@pytest.mark.parametrize("headers", FOREIGN, ids=str)
def test_no_route_does_anything_for_a_page_of_another_site(
    server: Place, engine: Counting, headers: dict[str, str]
) -> None:
    before = len(engine.spoken)
    for method, path in routes(server.app):
        if path in PAGES and method in ("GET", "HEAD"):
            headers = {**headers, "Sec-Fetch-Dest": "iframe"}
        answer = asked(server, method, path, {**BROWSER, **headers})
        assert answer.status_code == 403, f"{method} {path}"
        assert method == "HEAD" or code(answer) == "origin-not-allowed"
        assert answer.headers["cache-control"] == "no-store"
        assert "access-control-allow-origin" not in answer.headers
        assert "evil" not in answer.text + str(answer.headers)
    assert len(engine.spoken) == before


@pytest.mark.parametrize("dest", ["image", "audio", "script", "style", "iframe", "object", "empty", "track", "worker"])
def test_nothing_is_handed_out_to_be_shown_or_played_elsewhere(server: Place, dest: str) -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": dest, "Sec-Fetch-Mode": "no-cors", **BROWSER}
    assert {asked(server, method, path, headers).status_code for method, path in routes(server.app)} == {403}


def test_a_link_of_another_site_leads_to_the_pages_and_nowhere_else(server: Place) -> None:
    follows = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    for headers in (follows, {"Referer": "https://evil.example/"}):
        led = {path for method, path in routes(server.app) if asked(server, method, path, headers).status_code != 403}
        assert led == PAGES


def test_a_browser_that_says_nothing_of_its_page_is_not_read_to(server: Place, engine: Counting) -> None:
    before = len(engine.spoken)
    for method, path in routes(server.app):
        if path.startswith("/v1"):
            assert asked(server, method, path, BROWSER).status_code == 403, path
    assert len(engine.spoken) == before
    assert asked(server, "GET", "/room/room.js", BROWSER).status_code == 200, "some keep even our own page's name back"


@pytest.mark.parametrize("headers", OURS, ids=str)
def test_our_own_page_and_programs_are_answered(server: Place, headers: dict[str, str]) -> None:
    for method, path in routes(server.app):
        assert asked(server, method, path, {**BROWSER, **headers}).status_code in (200, 204, 303), f"{method} {path}"


def test_an_origin_that_is_listed_may_ask_for_all_but_the_form(server: Place) -> None:
    for site in ({}, {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"}):
        for method, path in routes(server.app):
            answer = asked(server, method, path, {**BROWSER, **site, "Origin": ALLOWED})
            expected = {403} if (method, path) == ("POST", "/listen") else {200, 204, 303}
            assert answer.status_code in expected, f"{method} {path}"
            assert answer.headers["access-control-allow-origin"] == ALLOWED
    asking = {"Origin": ALLOWED, "Access-Control-Request-Method": "POST", "Sec-Fetch-Site": "cross-site"}
    assert asked(server, "OPTIONS", "/v1/readbacks", asking).status_code == 200


def test_every_answer_is_for_this_origin_alone_whatever_it_is(server: Place) -> None:
    answers = [asked(server, method, path, {}) for method, path in routes(server.app)]
    answers += [asked(server, method, "/nothing/here", {}) for method in ("GET", "POST", "PUT", "OPTIONS")]
    answers += [asked(server, "DELETE", path, {}) for _, path in routes(server.app)]
    answers += [
        asked(server, "GET", "/v1/voices", {"Host": "evil.example"}),
        asked(server, "POST", "/listen", FOREIGN[0]),
    ]
    for answer in answers:
        assert answer.headers.get_list("cross-origin-resource-policy") == ["same-origin"], str(answer.url)
        assert answer.headers.get_list("x-content-type-options") == ["nosniff"]


NAMES = (
    *(
        "evil.example",
        "localhost.evil.example",
        "127.0.0.1.nip.io",
        "localhost:80@evil.example",
        "localhost@evil.example",
    ),
    *(
        "evil.example:8000",
        "localhost.",
        "[::1].evil.example",
        "localhost:80:80",
        "localhost%00",
        "127.1",
        "0.0.0.0",
        "2130706433",
    ),
    *("[::ffff:127.0.0.1]", "localhost,evil.example", "localhost/evil", ""),
)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_somebody_else_turned_to_this_machine_is_not_answered(server: Place, name: str) -> None:
    rebound = {"Host": name, "Sec-Fetch-Site": "same-origin", "Origin": f"http://{name}", **BROWSER}
    for method, path in routes(server.app) if name == NAMES[0] else [("GET", "/"), ("POST", "/v1/readbacks")]:
        if path != ALIVE:
            assert asked(server, method, path, rebound).status_code == 400, f"{method} {path}"


@pytest.mark.parametrize(
    "head",
    [
        "GET /v1/paces HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n",
        "GET /v1/paces HTTP/1.1\r\nHost: evil.example\r\nHost: localhost\r\n",
        "GET /v1/paces HTTP/1.1\r\n",
        "GET http://localhost/v1/paces HTTP/1.1\r\nHost: evil.example\r\n",
        "GET /v1/paces HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost\r\nForwarded: host=localhost\r\n",
        "GET /v1/paces HTTP/1.0\r\nX-Forwarded-Host: localhost\r\n",
    ],
)
def test_no_second_name_makes_up_for_the_first(server: Place, head: str) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 10) as sock:
        sock.sendall(head.encode() + b"Connection: close\r\n\r\n")
        answer = b"".join(iter(lambda: sock.recv(65536), b""))
    assert answer.split(b" ", 2)[1] == b"400"


EVIL = """<!doctype html><title>waiting</title>
<script>
let left = 10;
const found = [];
const seen = (what) => (found.push(what), done());
const done = () => --left || (document.title = "found: " + found.join(" "));
const asked = (path, more) => fetch("AT" + path, more).then(() => seen(path + more.mode), done);
for (const mode of ["cors", "no-cors"]) {
  asked("/v1/voices/tone/sample", { mode });
  asked("/healthz", { mode });
  asked("/v1/letters", { mode, method: "POST", body: "A letter." });
}
</script>
<img src="AT/room/icon-192.png" onload="seen('image')" onerror="done()">
<script src="AT/room/room.js" onload="seen('script')" onerror="done()"></script>
<audio src="AT/v1/voices/tone/sample" oncanplay="seen('audio')" onerror="done()"></audio>
<link rel="stylesheet" href="AT/room/room.css" onload="seen('style')" onerror="done()">"""


def test_a_page_of_another_site_learns_nothing_in_a_real_browser(chromium: Browser) -> None:
    """Not whether somebody has Readback, by whatever it shows, plays or asks for; and nothing is spoken or opened."""
    engine = Counting()
    with running(engine) as place:
        page = EVIL.replace("AT", place.address).encode()
        before = len(engine.spoken)

        class Elsewhere(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = chromium.new_context()
        try:
            opened = context.new_page()
            opened.goto(f"http://127.0.0.1:{server.server_port}/")
            opened.wait_for_function("document.title !== 'waiting'", timeout=10_000)
            assert opened.title() == "found:"
        finally:
            context.close()
            server.shutdown()
            server.server_close()
        assert len(engine.spoken) == before
        assert place.count("readback_readings_total") == 0
