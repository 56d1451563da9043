"""The page and its files: what is written into it, how it is sent, and what a browser is told with it."""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
import re
import socket
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from service.languages.registry import language_of
from service.phrases.rests import REST_KINDS
from service.score.pace import PRESETS, RANGES
from service.settings import HELP_TEXT, Settings
from service.speech.catalogue import Catalogue, open_catalogue
from service.speech.engines.tone import ToneEngine
from service.voice import Voice
from service.web.listening_room import FILES, FOLDER, MEDIA_TYPES, page
from tests.running import Place, running, until
from tests.web.test_pages import Reader, read

UNSEEN = {FOLDER / "libraries" / "idb.d.ts"}
"""Types, which are for those who write the page."""
PARTS = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file() and path not in UNSEEN)
PATHS = ["/", "/service-worker.js", *(f"/room/{name}" for name in PARTS)]
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running() as place:
        yield place


def test_there_is_something_to_serve() -> None:
    assert {"room.css", "room.js", "page.css", "service-worker.js", "manifest.webmanifest", "icon.svg"} <= set(PARTS)
    assert FILES.directory == FOLDER


@pytest.mark.parametrize("path", PATHS)
def test_every_file_is_served_as_what_it_is(server: Place, path: str) -> None:
    answer = server.get(path)
    assert answer.status_code == 200
    expected = "text/html; charset=utf-8" if path == "/" else MEDIA_TYPES.get(Path(path).suffix, "text/plain")
    assert answer.headers["content-type"].startswith(expected)
    assert expected != "text/plain" or path.endswith((".txt", "LICENSE", "LICENCE"))
    if path != "/":
        assert answer.content == (FOLDER / path.removeprefix("/room").lstrip("/")).read_bytes()


def test_modules_styles_manifest_and_pictures_have_the_types_that_browsers_ask_for(server: Place) -> None:
    kinds = {"room.js": "text/javascript", "room.css": "text/css", "icon.svg": "image/svg+xml"}
    for name, kind in {**kinds, "manifest.webmanifest": "application/manifest+json"}.items():
        assert server.get(f"/room/{name}").headers["content-type"].partition(";")[0] == kind


@pytest.mark.parametrize("status", [200, 304])
@pytest.mark.parametrize("path", PATHS)
def test_every_answer_shuts_out_what_the_page_does_not_need(server: Place, path: str, status: int) -> None:
    answer = server.get(path)
    if status == 304:
        answer = server.get(path, headers={"If-None-Match": answer.headers["etag"]})
        assert not answer.content
    assert answer.status_code == status
    told = answer.headers
    policy = dict(part.split(" ", 1) for part in told["content-security-policy"].split("; "))
    assert {name: policy[name] for name in ("default-src", "base-uri", "form-action", "object-src")} == {
        **{"default-src": "'self'", "base-uri": "'none'", "form-action": "'self'", "object-src": "'none'"}
    }
    assert (policy["frame-ancestors"], policy["img-src"], policy["media-src"]) == ("'none'", "'self'", "'self' blob:")
    assert policy["require-trusted-types-for"] == "'script'"
    assert not {"unsafe", "*", "http", "data:"} & set(told["content-security-policy"].replace("-", " ").split())
    for refused in ("camera=()", "microphone=()", "geolocation=()", "screen-wake-lock=(self)", "autoplay=(self)"):
        assert refused in told["permissions-policy"].split(", ")
    assert told["referrer-policy"] == "same-origin"
    assert told["x-frame-options"] == "DENY"
    assert told["cross-origin-opener-policy"] == told["cross-origin-resource-policy"] == "same-origin"
    assert told["x-content-type-options"] == "nosniff"
    assert told["cache-control"] == "no-cache"
    assert told["etag"]


@pytest.mark.parametrize("path", PATHS)
def test_the_tag_is_of_what_is_in_the_file(server: Place, path: str) -> None:
    first = server.get(path, headers=PLAIN)
    assert hashlib.sha256(first.content).hexdigest()[:32] in first.headers["etag"]
    assert server.get(path).headers["etag"] == first.headers["etag"]
    others = {"If-None-Match": f'"other", {first.headers["etag"]}'}
    assert server.get(path, headers=others).status_code == 304
    assert server.get(path, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("path", PATHS)
def test_files_are_compressed_for_who_can_read_that(server: Place, path: str) -> None:
    plain = server.get(path, headers=PLAIN)
    assert "content-encoding" not in plain.headers
    with server.client() as client, client.stream("GET", path, headers={"Accept-Encoding": "gzip"}) as answer:
        raw = b"".join(answer.iter_raw())
    assert int(answer.headers["content-length"]) == len(raw)
    picture = plain.headers["content-type"] == "image/png"
    if len(plain.content) < 500 or picture:
        assert raw == plain.content
        return
    assert answer.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["vary"]
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content)


def test_nothing_else_is_compressed(server: Place) -> None:
    asking = {"Accept-Encoding": "gzip"}
    for answer in (
        server.get("/v1/paces", headers=asking),
        server.get("/docs", headers=asking),
        server.post("/v1/readbacks", {"letter": "Dear Sam."}, headers=asking),
        server.post("/v1/readbacks", {"letter": "Dear Sam."}, headers={**asking, "Accept": "application/x-ndjson"}),
    ):
        assert answer.status_code == 200
        assert "content-encoding" not in answer.headers


@pytest.mark.parametrize("path", PATHS)
def test_the_head_of_a_file_is_that_of_the_whole(server: Place, path: str) -> None:
    with server.client() as client:
        head, whole = client.head(path), client.get(path)
    assert head.status_code == 200
    assert not head.content
    assert {**head.headers, "date": ""} == {**whole.headers, "date": ""}


@pytest.mark.parametrize(
    "path",
    [
        *("/room/nothing.js", "/room/", "/room", "/room/index.html", "/room/libraries/nothing"),
        *("/room/%2e%2e/__init__.py", "/room/..%2f..%2fapp.py", "/room/%2fetc%2fpasswd", "/room/..%5c..%5capp.py"),
        *("/room/%00", "/room/room.js%00.css", "/room/%ff", "/room/" + "a" * 3000, "/room/C:%5cboot.ini"),
    ],
)
def test_what_is_not_in_the_folder_is_a_problem(server: Place, path: str) -> None:
    answer = server.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "route-unknown"


@pytest.mark.parametrize("path", ["/room/../../app.py", "/room/../room.py", "//etc/passwd", "/room//etc/passwd"])
def test_a_path_that_leads_out_of_the_folder_is_refused_as_it_comes(server: Place, path: str) -> None:
    """httpx tidies such a path before it sends it."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as sock:
        sock.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        answer = b"".join(iter(lambda: sock.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"import" not in answer


@pytest.mark.parametrize("path", ["/", "/room/room.js", "/service-worker.js", "/favicon.ico"])
def test_files_are_only_looked_at(server: Place, path: str) -> None:
    answer = server.post(path, {})
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")


def test_a_browser_that_asks_for_an_icon_unasked_finds_no_fault(server: Place) -> None:
    answer = server.get("/favicon.ico")
    assert (answer.status_code, answer.content) == (204, b"")


def test_the_log_does_not_say_what_was_written_into_the_path(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    kept = Counter(
        ("GET /room/{file:path} 404", "GET /room/{file:path} 200", "GET / 200", "GET /service-worker.js 200")
    )

    def lines() -> list[str]:
        return [record.getMessage() for record in caplog.records if record.name.startswith(("service", "uvicorn"))]

    with running(ready=False) as place:
        for path in ("/room/secretname.js?secret=1", "/room/room.js?secret=2", "/", "/service-worker.js?secret"):
            place.get(path)
        # A line is written after its answer, and one of another test's server may come in between.
        until(lambda: kept <= Counter(line.partition(" in ")[0] for line in lines()))
        assert not [line for line in lines() if "secret" in line]
        assert "secret" not in place.get("/metrics").text


# What is written into the page.


TONE = open_catalogue().voice("tone")
HERE = replace(TONE, name="ada", language="en-GB", description="A quiet British woman's voice, light on a computer.")
AWAY = replace(TONE, name="far:bo", language="en-US", description="A voice of a.example: sent.", leaves_to="a.example")
SPANISH = replace(TONE, name="eva", language="es-ES", description="Una <voz> & más.")
SLOW = replace(SPANISH, name="ian", language="en", measured=replace(TONE.measured, times_real_time=1.8))
OWN = 'data-own="These are your own words." data-language="en"'
GONE = replace(TONE, name="gone", language="en", engine="gone")


class Nobody(ToneEngine):
    def missing(self, voice: Voice) -> tuple[str, str] | None:
        return "it is not here", "Install it."


def shown(*voices: Voice, **given: object) -> str:
    engines = {"tone": ToneEngine(), "gone": Nobody()}
    return page(Catalogue({voice.name: voice for voice in voices}, engines), Settings(**given))  # type: ignore[arg-type]


def test_the_page_offers_the_voices_that_can_read_here() -> None:
    text = shown(TONE, HERE, SLOW, GONE, voice="ada")
    assert f'<option value="ada" {OWN} selected>ada: a quiet British woman&#39;s voice</option>' in text
    assert f'<option value="ian" data-slow="" {OWN}>ian: Una &lt;voz&gt; &amp; más</option>' in text
    assert "gone" not in text
    assert 'value="tone"' not in text
    assert "<optgroup" not in text


def test_voices_are_grouped_by_language_where_there_are_several_with_the_defaults_first() -> None:
    text = shown(HERE, SPANISH, AWAY, voice="eva")
    assert text.index('<optgroup label="Spanish">') < text.index("eva") < text.index('<optgroup label="English">')
    assert text.count("</optgroup>") == 2


def test_a_voice_that_is_spoken_elsewhere_says_where() -> None:
    text = shown(HERE, AWAY, voice="ada")
    assert '<option value="far:bo" data-leaves="a.example" ' in text
    assert ">bo: a voice of a.example, and a.example gets the letter<" in text


def test_the_line_before_the_letter_is_in_the_voices_language_where_there_is_one_in_it() -> None:
    text = shown(HERE, SPANISH, replace(HERE, name="zed", language="zu"), voice="ada")
    assert f'<option value="eva" data-own="{language_of("es").preface}" data-language="es">' in text
    assert '<option value="zed">' in text


def test_what_the_page_goes_by_is_what_the_service_goes_by() -> None:
    said = re.search(r'<script type="application/json" id="known">(.*?)</script>', shown(HERE), re.S)
    assert said is not None
    told = json.loads(said[1])
    assert told["ranges"] == {name: list(ends) for name, ends in RANGES.items()}
    assert told["down"] == ["gentle", "slow", "very-slow"]
    assert (told["presets"], told["rests"]) == (list(PRESETS), list(REST_KINDS))
    assert "<" not in said[1]


def test_the_voice_without_a_language_is_offered_only_as_the_default() -> None:
    assert f'<option value="tone" {OWN} selected>tone: No voice' in shown(HERE, TONE, voice="tone")


def test_a_machines_own_voices_are_offered_once_they_were_measured() -> None:
    found = replace(HERE, name="system:Zed", language="zu", estimated=True)
    assert "Zed" not in shown(HERE, found, voice="ada")
    assert "Zed" in shown(HERE, found, voice="system:Zed")
    assert "Zed" in shown(HERE, replace(found, estimated=False), voice="ada")
    assert "far:bo" in shown(HERE, replace(AWAY, estimated=True), voice="ada")


def test_the_page_offers_the_presets() -> None:
    text = shown(HERE, voice="ada", pace="very-slow")
    for name in PRESETS:
        chosen = " selected" if name == "very-slow" else ""
        assert f'<option value="{name}"{chosen}>{name.replace("-", " ")}</option>' in text
    assert "maxlength" not in text.partition("</textarea>")[0], "a browser would cut a long letter without a word"
    assert "{" not in text.partition("<body")[2]


def test_the_page_says_where_to_turn_unless_told_otherwise() -> None:
    assert f"<p>{HELP_TEXT}</p>" in shown(HERE)
    assert "tel:" not in shown(HERE)


def test_whoever_runs_it_says_where_to_turn_and_none_of_it_is_taken_for_html() -> None:
    numbers = ("<b>Sam's</b>: 116 123", "Clinic: +44 (0)20-7946.0000")
    text = shown(HERE, help_text='One {paces} & "two".\n \n<script>three</script>\n', help_numbers=numbers)
    assert "<p>One {paces} &amp; &#34;two&#34;.</p>\n<p>&lt;script&gt;three&lt;/script&gt;</p>" in text
    assert '<li><a href="tel:116123">&lt;b&gt;Sam&#39;s&lt;/b&gt;: 116 123</a></li>' in text
    assert '<li><a href="tel:+4402079460000">Clinic: +44 (0)20-7946.0000</a></li>' in text


def test_the_page_refers_to_nothing_but_its_own_files_and_holds_no_script_or_style(server: Place) -> None:
    found = read(server, "/")
    assert "style" not in found.tags
    asked = [target for target in found.refers if not target.startswith(("tel:", "#"))]
    assert asked
    for target in asked:
        assert not target.startswith(("/", "http", "data:")), "the page may be served under a prefix"
        assert target == "listen" or server.get(f"/{target}").status_code == 200


def test_the_page_is_well_formed_with_everything_in_it() -> None:
    reader = Reader()
    reader.feed(shown(HERE, SPANISH, AWAY, voice="ada", help_numbers=("Sam: 116 123",)))
    assert not reader.open


def test_pages_of_other_origins_get_no_more_than_before() -> None:
    with running(allowed_origins=("https://journal.example",)) as place:
        answer = place.get("/", headers={"Origin": "https://other.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert isinstance(answer, httpx.Response)


APART = {"translate": "no", "spellcheck": "false", "writingsuggestions": "false", "data-gramm": "false"}
"""What keeps what browsers, and what is added to them, send away to correct, continue or translate it."""


@pytest.mark.parametrize("path", ["/", "/docs", "/listen"])
def test_nothing_that_is_written_on_a_page_goes_to_a_helper_of_the_browsers(server: Place, path: str) -> None:
    """Every field for words, in the page as it comes without JavaScript: its scripts make no other one."""
    fields: list[dict[str, str | None]] = []

    class Fields(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            given = dict(attrs)
            if tag == "textarea" or (tag == "input" and given.get("type", "text") in ("text", "search")):
                fields.append(given)
            if given.get("id") in ("sheet", "worded", "kept", "compared"):
                assert given["translate"] == "no"

    with server.client() as client:
        Fields().feed(client.get(path, follow_redirects=True).text)
    assert len(fields) == (0 if path == "/docs" else 4)
    for given in fields:
        assert {name: given.get(name) for name in APART} == APART
    made = [
        file.name for file in FOLDER.rglob("*.js") if re.search('createElement."(textarea|input)', file.read_text())
    ]
    assert made == ["checks.js"], "numbers to choose from, and no words"
