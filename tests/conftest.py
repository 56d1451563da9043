"""What all tests share: how a part that is missing ends a test, and the browser that the page is tried in."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.image import Image
    from tests.room.browser import Look, Sight
    from tests.running import Place

    Opens = Callable[..., Sight]
    """Opens a server's page in a profile of its own: `opens(place, look, path="/")`; more as `sight` takes it. What the
    page complains of fails the test when it ends, unless the test has looked at it and forgiven it."""
    Finds = Callable[[Sight], list[str]]
    """What axe-core finds wrong with a page as it stands, as lines."""


def missing(what: str) -> NoReturn:
    """End a test whose part is missing here: a skip at home, a failure in CI, which has every part."""
    if os.environ.get("CI"):
        pytest.fail(f"missing: {what}", pytrace=False)
    pytest.skip(f"missing: {what}")


def _own_voices_folder() -> None:
    """Parts of voices are kept in the checkout, so that what a person has installed plays no part in the tests."""
    os.environ.setdefault("READBACK_VOICES_FOLDER", str(Path(__file__).parent.parent / ".readback" / "voices"))


_own_voices_folder()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests in the browser come last: Playwright's event loop stays in the thread, and asyncio has room for one."""
    items.sort(key=lambda item: "chromium" in getattr(item, "fixturenames", ()))


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Image:
    """What the Dockerfile makes, once for all tests that need an installed Readback."""
    from tests.image import build

    return build(tmp_path_factory.mktemp("docker"))


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests."""
    from tests.room.browser import browser, chromium

    if (executable := chromium()) is None:
        missing("Chromium; on Debian: apt install chromium, or say in CHROMIUM where there is one")
    with browser(executable) as opened:
        yield opened


@pytest.fixture
def opens(chromium: Browser) -> Iterator[Opens]:
    from tests.room.browser import sight
    from tests.room.tap import tappable

    with contextlib.ExitStack() as stack:
        sights: list[Sight] = []

        def opened(place: Place, look: Look | None = None, path: str | None = "/", **more: Any) -> Sight:
            tappable(place.app)
            sights.append(stack.enter_context(sight(chromium, place.address, look, **more)))
            if path is not None:
                sights[-1].page.goto(path)
            return sights[-1]

        yield opened
        assert [line for one in sights for line in one.complaints] == []


@pytest.fixture
def axe_finds() -> Finds:
    from tests.room.browser import AXE, axe

    if not AXE.exists():
        missing("axe-core, from npm; scripts/test installs it where there is Node with npm")
    return lambda sight: axe(sight.page)
