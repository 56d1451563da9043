"""The pages for people."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest

from tests.running import Place, running


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
    reader = Reader()
    reader.feed(answer.text)
    assert not reader.open
    assert not re.search(r"@import|url\(", answer.text)
    return reader


def test_the_docs_page_asks_nothing_of_anybody_else_and_runs_nothing(server: Place) -> None:
    policy = server.get("/docs").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    page = read(server, "/docs")
    assert page.tags.isdisjoint({"script", "style", "img", "iframe", "form"})
    assert not [target for target in page.refers if re.match(r"[a-z]+:|//", target)]
    for target in page.refers:
        if target.startswith("#"):
            assert target[1:] in page.ids
        else:
            assert server.get(f"/{target}").status_code == 200


def test_the_docs_page_fits_a_telephone(server: Place) -> None:
    assert 'name="viewport" content="width=device-width' in server.get("/docs").text


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
