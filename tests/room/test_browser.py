"""The browser tells on a page: what goes wrong in it is seen, and a slow network is slow."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.room.browser import Look
from tests.running import Place, long_letter, running

if TYPE_CHECKING:
    from playwright.sync_api import Route

    from tests.conftest import Finds, Opens

POLICY = {"Content-Security-Policy": "default-src 'self'; connect-src 'self' http://192.0.2.1"}
PAGE = """<!doctype html><html lang=en><link rel=icon href=icon.svg><title>A page</title><main><h1>A page</h1>
<p style="color: red">Inline.</p><input></main><script src=wrong.js></script>"""
SCRIPT = """
console.error("said aloud");
fetch("http://192.0.2.1/elsewhere").catch(() => {});
addEventListener("error", () => (window.caught = true));
setTimeout(() => { throw new Error("let go"); });
"""
SERVED = {"page": ("text/html", PAGE), "wrong.js": ("text/javascript", SCRIPT), "icon.svg": ("image/svg+xml", "<svg/>")}


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running(max_characters=100_000) as place:
        yield place


def answer(route: Route) -> None:
    """The page, its script and its icon, and nothing from anywhere else."""
    found = SERVED.get(route.request.url.rpartition("/")[2])
    if found is None:
        return route.abort()
    return route.fulfill(body=found[1], headers=POLICY | {"Content-Type": found[0]})


def test_what_a_page_does_wrong_is_seen(opens: Opens, server: Place, axe_finds: Finds) -> None:
    sight = opens(server, path=None)
    sight.context.route("**/*", answer)
    sight.page.goto("/page")
    sight.until("window.caught")
    said = "\n".join(sight.console)
    assert "said aloud" in said
    assert "content security policy: style-src-attr" in said
    assert sight.errors == ["let go"]
    assert sight.elsewhere == ["http://192.0.2.1/elsewhere"]
    assert f"GET {server.address}/wrong.js" in sight.requests
    assert [line.split(" ")[0] for line in axe_finds(sight)] == ["label"]
    assert len(sight.complaints) > 3
    sight.forgive()


def test_the_page_is_looked_at_as_it_is_asked(opens: Opens, server: Place) -> None:
    page = opens(server, Look(320, 640, dark=True, still=True), path="/docs").page
    said = "[innerWidth, ...['prefers-color-scheme: dark', 'prefers-reduced-motion: reduce', 'pointer: coarse']"
    assert page.evaluate(f"{said}.map((query) => matchMedia(`(${{query}})`).matches)]") == [320, True, True, True]


def test_a_slow_network_is_slow(opens: Opens, server: Place) -> None:
    sight = opens(server, path=None)
    sight.context.route("**/page", answer)
    sight.context.route("**/wrong.js", lambda route: route.fulfill(body=""))
    sight.page.goto("/page")
    sight.throttle(400_000)
    letter = json.dumps({"letter": long_letter(20_000)})
    ask = """async (body) => {
      const headers = { "Content-Type": "application/json" };
      const begun = performance.now();
      const answer = await fetch("/v1/scores", { method: "POST", headers, body });
      return [(await answer.text()).length, (performance.now() - begun) / 1000];
    }"""
    length, seconds = sight.page.evaluate(ask, letter)
    assert seconds > 0.9 * length * 8 / 400_000
    sight.forgive()
