"""The pages for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from running import Place, running


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running() as place:
        yield place


class Reader(HTMLParser):
    """Collects what a page refers to, and that what it opens it closes."""

    VOID = frozenset(("meta", "link", "br", "img", "input", "hr"))

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.refers: list[str] = []
        self.tags: set[str] = set()
        self.ids: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.refers += [value or "" for name, value in attrs if name in ("href", "src", "action", "srcset")]
        self.ids |= {value or "" for name, value in attrs if name == "id"}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


def read(place: Place, path: str) -> Reader:
    answer = place.get(path)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    reader = Reader()
    reader.feed(answer.text)
    assert not reader.open
    assert not re.search(r"@import|url\(", answer.text)
    return reader


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_asks_nothing_of_anybody_else(server: Place, path: str) -> None:
    page = read(server, path)
    assert page.tags.isdisjoint({"script", "img", "link", "iframe", "form"})
    assert all(target.startswith(("/", "#")) and not target.startswith("//") for target in page.refers)
    for target in page.refers:
        if target.startswith("#"):
            assert target[1:] in page.ids
        else:
            assert server.get(target).status_code in (200, 404 if "heart" not in target else 200)


def test_the_front_page_shows_the_address_that_it_was_called_by(server: Place) -> None:
    assert f"curl -s {server.address}/v1/readbacks" in read(server, "/").text
    answer = server.get("/", headers={"Host": "localhost:81"})
    assert "curl -s http://localhost:81/v1/readbacks" in answer.text
    assert answer.headers["cache-control"] == "no-store"
    behind_a_proxy = server.get("/", headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
    assert "curl -s https://localhost/v1/readbacks" in behind_a_proxy.text
    assert "evil" not in server.get("/", headers={"X-Forwarded-Proto": "evil"}).text


def test_a_host_header_cannot_put_anything_into_the_page() -> None:
    with running(allowed_hosts=("*",)) as place:
        page = place.get("/", headers={"Host": '<b>"x"&[/b>'})
    assert page.status_code == 200
    assert "<b>" not in page.text
    assert "http://&lt;b&gt;&quot;x&quot;&amp;[/b&gt;/v1/readbacks" in page.text


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_fits_a_telephone(server: Place, path: str) -> None:
    assert 'name="viewport" content="width=device-width' in server.get(path).text


def test_the_front_page_says_what_this_is_and_how_to_call_it(server: Place) -> None:
    text = read(server, "/").text
    for said in ("reads a letter back", "computer", "/v1/readbacks", "curl", "/docs", "made for programs"):
        assert said in text
    assert "!" not in text


def test_the_docs_page_lists_every_route_field_and_answer(server: Place) -> None:
    text = read(server, "/docs").text
    document = server.get("/openapi.json").json()
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            assert f"{method.upper()} {path}" in text
            for status, answer in operation["responses"].items():
                assert f"{status} {answer['description']}" in text
    for field in ("letter", "pace.rest_scale", "response_format", "input"):
        assert field in text
    assert "GET /docs" not in text
