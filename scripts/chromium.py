"""The browser that the page is tried in: the machine's own Chromium, installed where that is in our hands."""

import contextlib
import os
import shutil

from environment import HOME, SetUpError, logged, say

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
"""What it is called, here and there; the variable CHROMIUM names another."""

PACKAGES = ("chromium-headless-shell", "fonts-dejavu-core")
"""What Debian calls Chromium without its window, which opens pages in three quarters of the time; letters to show."""

PATIENCE = 300.0
"""How long a step of the installation may take, in seconds."""


def prepare() -> None:
    """Find a Chromium, or install it, or say in a line how to."""
    if os.environ.get("CHROMIUM") or any(shutil.which(name) for name in NAMES):
        return
    try:
        install()
    except (SetUpError, OSError) as error:
        say(f"The page is not tried in a browser: {error}.")


def install() -> None:
    """Install Chromium as Debian does, where we may."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        raise SetUpError(
            "install Chromium (on Debian: apt install chromium-headless-shell), or say in CHROMIUM where there is one"
        )
    say("Installing Chromium, to try the page in, about a minute, once.")
    HOME.mkdir(exist_ok=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with (HOME / "chromium.log").open("w", encoding="utf-8") as log:
        # A source of packages that does not answer need not be the one that has it.
        with contextlib.suppress(SetUpError):
            logged([apt, "update"], log, environment=quiet, seconds=PATIENCE)
        how = ["--yes", "--no-install-recommends"]
        logged([apt, "install", *how, *PACKAGES], log, environment=quiet, seconds=PATIENCE)
