"""Programs that tests need and pip does not bring: the machine's own, installed where that is in our hands."""

import contextlib
import os
import shutil
from dataclasses import dataclass

from environment import HOME, SetUpError, logged, say

PATIENCE = 300.0
"""How long a step of the installation may take, in seconds."""


@dataclass(frozen=True)
class Program:
    """One that is looked for, and installed where it is not here."""

    name: str
    """What people call it."""
    commands: tuple[str, ...]
    """What it is called, here and there; any of them does."""
    packages: tuple[str, ...]
    """What Debian calls it."""
    without: str
    """What is not tried without it."""
    variable: str = ""
    """The variable that names another, if there is one."""
    serves: bool = False
    """Whether Debian starts a server with it: then only a machine that is there for tests is given it."""

    @property
    def here(self) -> bool:
        """Whether this machine has it."""
        path = f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin"
        return bool(os.environ.get(self.variable)) or any(shutil.which(name, path=path) for name in self.commands)


PROGRAMS = (
    Program(
        "Chromium",
        ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
        # Chromium without its window opens pages in three quarters of the time; and letters to show.
        ("chromium-headless-shell", "fonts-dejavu-core"),
        "The page is not tried in a browser",
        "CHROMIUM",
    ),
    Program("nginx", ("nginx",), ("nginx-light",), "The proxy of docs/deploy.md is not tried", serves=True),
    Program("strace", ("strace",), ("strace",), "What a proxy writes to a disk is not looked at"),
)


def prepare() -> None:
    """Find the programs, or install them, or say in a line each how to."""
    lacking = [program for program in PROGRAMS if not program.here]
    if not lacking:
        return
    try:
        install([package for program in lacking if _may_be(program) for package in program.packages])
    except (SetUpError, OSError) as error:
        for program in lacking:
            named = f", or say in {program.variable} where there is one" if program.variable else ""
            say(f"{program.without}: {error}. On Debian: apt install {' '.join(program.packages)}{named}.")


def _may_be(program: Program) -> bool:
    return not program.serves or bool(os.environ.get("CI"))


def install(packages: list[str]) -> None:
    """Install packages as Debian does, where we may."""
    apt = shutil.which("apt-get")
    if not packages or apt is None or os.geteuid() != 0:
        raise SetUpError("it is not here, and is not installed by itself")
    say("Installing what the page and the docs are tried with, about a minute, once.")
    HOME.mkdir(exist_ok=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with (HOME / "debian.log").open("w", encoding="utf-8") as log:
        # A source of packages that does not answer need not be the one that has it.
        with contextlib.suppress(SetUpError):
            logged([apt, "update"], log, environment=quiet, seconds=PATIENCE)
        how = ["--yes", "--no-install-recommends"]
        logged([apt, "install", *how, *packages], log, environment=quiet, seconds=PATIENCE)
