"""The listening room in a browser, from a real server."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.room.browser import LOOKS, Look
from tests.running import Place, running

if TYPE_CHECKING:
    from tests.conftest import Finds, Opens


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running() as place:
        yield place


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_the_page_opens_without_complaint(opens: Opens, server: Place, axe_finds: Finds, look: Look) -> None:
    sight = opens(server, look)
    assert sight.page.title()
    assert axe_finds(sight) == []
    assert sight.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing hangs out at the side"
    assert sight.complaints == []
