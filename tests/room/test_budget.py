"""What the listening room may weigh, as it is sent: `docs/room.md` says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from service.web.listening_room import FOLDER
from tests.running import Place, running

BUDGET = {"the page": 8, "scripts": 60, "styles": 6, "icons and manifest": 20, "all of it": 150}
"""The most that each kind may weigh, compressed, in kB."""
MOST_REQUESTS = 40
KINDS = {".js": "scripts", ".css": "styles", ".png": "icons and manifest", ".svg": "icons and manifest"}
ROOM = Path(__file__).parents[2] / "docs" / "room.md"


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running() as place:
        yield place


@pytest.fixture(scope="module")
def weights(server: Place) -> dict[str, int]:
    """Bytes that are sent for each file, by its path."""
    worker = (FOLDER / "service-worker.js").read_text(encoding="utf-8")
    loaded = re.findall(r'"(room/[^"]+)"', worker)
    return {path: sent(server, path) for path in ("", "service-worker.js", *loaded)}


def sent(server: Place, path: str) -> int:
    with server.client() as client, client.stream("GET", f"/{path}", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        return sum(map(len, answer.iter_raw()))


def kind_of(path: str) -> str:
    return KINDS.get(Path(path).suffix, "icons and manifest") if path else "the page"


@pytest.mark.parametrize("kind", BUDGET)
def test_the_page_weighs_no_more_than_its_budget(weights: dict[str, int], kind: str) -> None:
    found = sum(weight for path, weight in weights.items() if kind in ("all of it", kind_of(path)))
    assert 0 < found / 1000 <= BUDGET[kind]


def test_the_page_is_not_in_more_files_than_its_budget(weights: dict[str, int]) -> None:
    assert len(weights) <= MOST_REQUESTS


def test_the_budget_is_written_down() -> None:
    text = " ".join(ROOM.read_text(encoding="utf-8").split())
    for kind, most in BUDGET.items():
        assert f"| {kind} | {most} kB |" in text
    assert f"| requests | {MOST_REQUESTS} |" in text
