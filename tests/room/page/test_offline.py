"""The page without a network: its own files are there, and nothing of the service is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.room.page.folder import ROOM, Folder, served

REGISTER = """async () => {
  await navigator.serviceWorker.register("service-worker.js");
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) {
    await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve));
  }
}"""
KEPT = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    for (const request of await (await caches.open(name)).keys()) found.push(request.url);
  }
  return found;
}"""
FETCHED = (
    "async ([path, method]) => { try { return await (await fetch(path, {method})).text(); } catch { return null; } }"
)


@pytest.fixture(params=["/", "/rooms/quiet/"])
def folder(request: pytest.FixtureRequest) -> Iterator[Folder]:
    with served(request.param) as serving:
        yield serving


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context()
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, folder: Folder) -> Page:
    page = context.new_page()
    page.goto(folder.address)
    page.evaluate(REGISTER)
    return page


def test_the_page_and_its_files_open_without_a_network_and_the_service_does_not(
    context: BrowserContext, page: Page, folder: Folder
) -> None:
    context.set_offline(True)
    page.reload()
    assert page.title() == "first"
    assert page.evaluate("async () => new (await import('./room/player/offsets.js')).Offsets('🌿').codePoints") == 1
    assert page.evaluate(FETCHED, ["v1/voices", "GET"]) is None
    assert page.evaluate(FETCHED, ["", "POST"]) is None


def test_what_is_kept_are_the_files_of_the_page_and_nothing_of_the_service(page: Page, folder: Folder) -> None:
    for path, method in (("v1/voices", "GET"), ("v1/readbacks", "POST"), ("listen", "POST"), ("", "POST")):
        page.evaluate(FETCHED, [path, method])
    page.goto(f"{folder.address}?letter=private")
    kept = page.evaluate(KEPT)
    assert folder.address in kept
    assert all(url == folder.address or url.startswith(f"{folder.address}room/") for url in kept)


def test_where_there_is_a_network_the_page_is_fresh_and_is_kept_fresh(
    context: BrowserContext, page: Page, folder: Folder
) -> None:
    folder.title.append("second")
    page.reload()
    assert page.title() == "second"
    page.wait_for_function("async () => (await (await caches.match('./')).text()).includes('second')")
    context.set_offline(True)
    page.reload()
    assert page.title() == "second"


def test_old_caches_of_this_place_are_removed_and_those_of_others_stay(context: BrowserContext, folder: Folder) -> None:
    page = context.new_page()
    page.goto(folder.address)
    ours, theirs = f"readback {folder.path} 0", "readback /elsewhere/ 0"
    page.evaluate("async (names) => { for (const name of names) await caches.open(name); }", [ours, theirs])
    page.evaluate(REGISTER)
    names = page.evaluate("() => caches.keys()")
    assert ours not in names
    assert theirs in names
    assert len(names) == 2


def test_the_manifest_opens_the_page_and_has_its_icons(page: Page, folder: Folder) -> None:
    session = page.context.new_cdp_session(page)
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    assert found["manifest"]["startUrl"] == folder.address
    assert found["manifest"]["scope"] == folder.address
    assert found["manifest"]["id"] == folder.address
    names = {icon["url"].rpartition("/")[2] for icon in found["manifest"]["icons"]}
    assert {name for name in names if (ROOM / name).is_file()} == names
