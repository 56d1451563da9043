"""What the page is checked with, from npm: the packages that package-lock.json pins, in `.readback/npm`.

They need Node and its npm. Without them the page's scripts are not checked, and one line says so; in CI that is a
failure. Nothing here is part of Readback: the page is served as it was written.
"""

import os
import shutil

from environment import HOME, ROOT, SetUpError, call, clear, logged, only_one, say

NAME = "npm"
FILES = ("package.json", "package-lock.json", ".npmrc")
"""What the packages are made from."""

PATIENCE = 300.0
"""How long npm may take, in seconds."""

TYPES = ("tsconfig.json", "tsconfig.worker.json")
"""What is checked: the page's modules, and its service worker, which knows no page."""


def check_types() -> int:
    """Check the page's scripts for types; an exit status."""
    if not prepare():
        return 1 if os.environ.get("CI") else 0
    tsc = str(HOME / NAME / "node_modules" / "typescript" / "bin" / "tsc")
    return max(call(["node", tsc, "-p", str(ROOT / config)]) for config in TYPES)


def prepare() -> bool:
    """Whether the packages are there; they are installed first where they are not."""
    try:
        if stamp() != wanted():
            set_up()
    except (SetUpError, OSError) as error:
        say(f"The page is not checked with what is from npm: {error}.")
        return False
    return True


def wanted() -> str:
    """What the packages are to be made from: the files' own text, so that several checkouts can share them."""
    return "\n".join((ROOT / name).read_text(encoding="utf-8") for name in FILES)


def stamp() -> str:
    """What they were made from, or nothing if they are not there or were never finished."""
    try:
        return (HOME / NAME / "stamp").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def set_up() -> None:
    """Install the packages, unless another process has done it meanwhile."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        raise SetUpError("this machine has no Node with npm. On Debian and Ubuntu: apt install nodejs npm")
    HOME.mkdir(exist_ok=True)
    with only_one(HOME / f"{NAME}.busy"):
        if stamp() == wanted():
            return
        clear(HOME / NAME)
        try:
            install(npm)
        except BaseException:
            clear(HOME / NAME)
            raise


def install(npm: str) -> None:
    """Fill the folder; the stamp is written last."""
    home = HOME / NAME
    home.mkdir()
    for name in FILES:
        shutil.copy(ROOT / name, home)
    made_from = wanted()
    with (HOME / f"{NAME}.log").open("w", encoding="utf-8") as log:
        logged([npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"], log, cwd=home, seconds=PATIENCE)
    (home / "stamp").write_text(made_from, encoding="utf-8")
