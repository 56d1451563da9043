"""The page in a browser: the machine's own Chromium, driven by Playwright, and all that it complains of."""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Error, Page, Request, sync_playwright

from tests.room.tap import tap_into

NAMES = (
    *("chromium-headless-shell", "chromium", "chromium-browser"),
    *("google-chrome", "google-chrome-stable", "chrome"),
)
"""What it is called, here and there, the one that opens pages soonest first; the variable CHROMIUM names another."""
FLAGS = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
PATIENCE = 15_000.0
"""How long an element or an answer is waited for, in milliseconds."""
AXE = Path(__file__).parents[2] / ".readback" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
LOOKS_EVERY = 15
"""How often an expression is looked at that is waited for, in milliseconds."""
# What the page does to its own timers, and Playwright's clock to all of them, is nothing to who waits.
SOON = """Object.defineProperty(window, "readbackSoon", { value: setTimeout.bind(window) })"""
UNTIL = """() => new Promise((found, failed) => {
  let looks = LOOKS;
  const look = () => {
    try {
      if (TRUE) found(true);
      else if (--looks < 0) found(false);
      else readbackSoon(look, EVERY);
    } catch (error) {
      failed(error);
    }
  };
  look();
})"""
ON_VIOLATION = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`content security policy: ${event.effectiveDirective} ${event.blockedURI}`))"""


@dataclass(frozen=True)
class Look:
    """How the page is looked at."""

    width: int = 1280
    height: int = 800
    dark: bool = False
    still: bool = False
    """Whether reduced motion is asked for."""

    @property
    def phone(self) -> bool:
        """Whether it is a telephone, with fingers on it."""
        return self.width < 600

    def __str__(self) -> str:
        """Its name in a test or of a picture."""
        return f"{self.width}x{self.height}-{'dark' if self.dark else 'light'}{'-still' if self.still else ''}"


SIZES = ((320, 640), (390, 844), (1280, 800))
"""A small telephone, a telephone, a desktop."""
LOOKS = tuple(Look(width, height, dark) for width, height in SIZES for dark in (False, True))


@dataclass
class Sight:
    """A page, opened in a profile of its own."""

    address: str
    """Where the page is from, such as http://127.0.0.1:8000."""
    context: BrowserContext
    page: Page
    console: list[str] = field(default_factory=list)
    """Errors in the console, and what the content security policy refused."""
    errors: list[str] = field(default_factory=list)
    """What scripts did not catch."""
    elsewhere: list[str] = field(default_factory=list)
    """Requests to other hosts."""
    requests: list[str] = field(default_factory=list)
    """All requests: method and address."""

    @property
    def complaints(self) -> list[str]:
        """All that is not to be, a line each."""
        return [
            *(f"console: {text}" for text in self.console),
            *(f"error: {text}" for text in self.errors),
            *(f"another host: {url}" for url in self.elsewhere),
        ]

    def forgive(self) -> None:
        """Forget what was complained of until now: a test has looked at it."""
        for kind in (self.console, self.errors, self.elsewhere):
            kind.clear()

    def until(self, true: str, milliseconds: float = PATIENCE) -> None:
        """Wait until an expression is true in the page.

        Playwright's own wait_for_function evaluates it in the page, where the content security policy forbids it. The
        page itself looks: asked from here fifty times a second, it would do little else.
        """
        deadline = time.monotonic() + milliseconds / 1000
        while (left := deadline - time.monotonic()) > 0:
            looks = str(round(left * 1000 / LOOKS_EVERY))
            script = UNTIL.replace("LOOKS", looks).replace("EVERY", str(LOOKS_EVERY)).replace("TRUE", true)
            try:
                if self.page.evaluate(script):
                    return
            except Error as error:
                if "context was destroyed" not in str(error):
                    raise  # but where the page went on to another, that one is looked at
        raise TimeoutError(f"not so within {milliseconds / 1000:.0f} seconds: {true}")

    def throttle(self, bits: float, latency: float = 0.0) -> None:
        """Let the network carry so many bits a second, each way. latency: in milliseconds."""
        session = self.context.new_cdp_session(self.page)
        rate = bits / 8
        limits = {"offline": False, "latency": latency, "downloadThroughput": rate, "uploadThroughput": rate}
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", limits)

    def watch(self) -> None:
        """Note from now on what goes wrong, in the page and in what it opens."""
        self.context.on("console", self._said)
        self.context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self.context.on("request", self._asked)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.console.append(f"{message.text} ({message.location['url']}:{message.location['lineNumber']})")

    def _asked(self, request: Request) -> None:
        self.requests.append(f"{request.method} {request.url}")
        url = urlsplit(request.url)
        if url.scheme not in ("data", "blob") and f"{url.scheme}://{url.netloc}" != self.address:
            self.elsewhere.append(request.url)


def chromium() -> str | None:
    """Where this machine has its Chromium; None if it has none."""
    return os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)


@contextlib.contextmanager
def browser(executable: str) -> Iterator[Browser]:
    """A Chromium without a window, its profile empty."""
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    flags = [*FLAGS, "--no-sandbox"] if root else [*FLAGS]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=executable, args=flags)
        try:
            yield opened
        finally:
            opened.close()


@contextlib.contextmanager
def sight(within: Browser, address: str, look: Look | None = None, tap: bool = True, **more: Any) -> Iterator[Sight]:
    """A page that is not anywhere yet, in a profile of its own. more: for Playwright's new_context.

    tap: whether what it plays is recorded; its server is then `tappable`.

    Service workers are kept out, for what they fetch cannot be looked at; `service_workers="allow"` lets them in.
    """
    look = look or Look()
    context = within.new_context(
        **{
            "base_url": address,
            "viewport": {"width": look.width, "height": look.height},
            "color_scheme": "dark" if look.dark else "light",
            "reduced_motion": "reduce" if look.still else "no-preference",
            "has_touch": look.phone,
            "is_mobile": look.phone,
            "service_workers": "block",
            **more,
        }
    )
    try:
        context.set_default_timeout(PATIENCE)
        context.add_init_script(SOON)
        context.add_init_script(ON_VIOLATION)
        if tap:
            tap_into(context)
        opened = Sight(address, context, context.new_page())
        opened.watch()
        yield opened
    finally:
        context.close()


@cache
def _axe() -> str:
    return AXE.read_text(encoding="utf-8")


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it stands, a line for each element."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())  # past the content security policy, as the developer's tools do it
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{violation['id']} ({violation['impact']}): {' '.join(map(str, node['target']))}: {violation['help']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
