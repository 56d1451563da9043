"""What pip and npm bring: what engines need, from locks alone, and the packages that hold the parts of voices.

Where a machine has them look, a mirror or a proxy, they look here too. Nothing that lies in the folder where Readback
was called is run, and no setting of theirs adds a package to those that are asked for.
"""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import os
import shutil
import site
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import Distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from service.errors import InstallFailed
from service.speech.engines.engine import Engine

LOCKS = Path(__file__).parent / "locks"
"""What each engine needs beside what comes with Readback, with the digest of every file. `scripts/lock` writes them."""
LIMIT_SECONDS = 3600.0
"""How long one package may take to arrive."""
MOST_BYTES = 2_000_000_000
"""How much may arrive of it, where pip may have it twice on the way. The largest part of a voice has 0.1 GB."""
LOOKS = 0.5
"""Seconds from one look at how much has arrived to the next."""
LONGEST_REASON = 300
"""The most characters of what a program said that are said again: some of them come off a network."""
PASSED_ON = frozenset(
    "INDEX_URL EXTRA_INDEX_URL FIND_LINKS NO_INDEX TRUSTED_HOST PROXY CERT CLIENT_CERT "
    "CONFIG_FILE KEYRING_PROVIDER CACHE_DIR NO_CACHE_DIR".split()
)
"""What pip is told of its settings in the environment: where packages come from, not which, or where they go to."""
CODE = frozenset((".py", ".so", ".pyd", ".dll", ".dylib"))
"""Endings of what a package is made of; a program or a licence that is gone makes it no other package."""

Say = Callable[[str], None]
"""Where lines about the progress go."""


def add_packages(engine: Engine, source: Path | None, say: Say, locks: Path = LOCKS) -> None:
    """Have pip install what the engine needs and this environment lacks, as it is pinned, and look whether it did.

    source: a folder to take it from, no network. Raises InstallFailed.
    """
    pins = _pins(locks / f"{engine.name}.lock") if engine.packages else {}
    if not (lacking := set(_lacking(engine, pins))):
        return
    if engine.terms:
        say(engine.terms)
    if unknown := lacking - pins.keys():
        raise InstallFailed(engine.name, f"{', '.join(sorted(unknown))} is not among what is pinned for it")
    wanted = [pin for name, pin in pins.items() if name in lacking]
    say(f"Installing {', '.join(pin.split()[0] for pin in wanted)}")
    with tempfile.TemporaryDirectory(prefix="readback-") as folder:
        lock = Path(folder) / "wanted.lock"
        lock.write_text("".join(wanted), encoding="utf-8")
        # Reinstalled, since what is lacking may be there by name alone; nothing else is in the file.
        how = ("--require-hashes", "--no-deps", "--only-binary", ":all:", "--force-reinstall", "--requirement")
        _pip("install", engine.name, Path(folder), *_offline(source), *_to(), *how, str(lock))
    importlib.invalidate_caches()
    if still := sorted(_lacking(engine, pins)):
        reason = f"pip did its work, and these are not here: {', '.join(still)}; its settings may send them elsewhere"
        raise InstallFailed(engine.name, reason)


def _pins(lock: Path) -> dict[str, str]:
    """What a lock pins for this machine, by the package's name: the lines, with version and digests."""
    blocks: list[str] = []
    for line in lock.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith(" "):
            blocks[-1] += line
        else:
            blocks.append(line)
    asked = [block.partition("\\")[0].partition(" --hash")[0] for block in blocks]
    here = _asked_here(asked)
    return {name: block for name, block in zip(map(_name, asked), blocks, strict=True) if name in here}


def _asked_here(requirements: Iterable[str]) -> dict[str, Requirement]:
    """Those of the requirements that hold on this machine, by the package's name."""
    asked = map(Requirement, requirements)
    return {canonicalize_name(one.name): one for one in asked if one.marker is None or one.marker.evaluate()}


def _name(requirement: str) -> str:
    return canonicalize_name(Requirement(requirement).name)


def _lacking(engine: Engine, pins: Iterable[str]) -> Iterator[str]:
    """Names of packages that are not here whole, or too old, of those that the engine asks for and those they need."""
    asked = _asked_here(engine.packages)
    for name in dict.fromkeys((*asked, *pins)):
        here = next(iter(Distribution.discover(name=name, path=_path())), None)
        fits = asked[name].specifier if name in asked else SpecifierSet()
        if here is None or not _is_whole(here) or not fits.contains(here.version, prereleases=True):
            yield name


def _path() -> list[str]:
    """Where packages are looked for: not in the folder where this was called, which `python -m` puts before all."""
    return [entry for entry in sys.path if entry and not _is_same(Path(entry), Path.cwd())]


def _is_same(one: Path, other: Path) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def _is_whole(package: Distribution) -> bool:
    """Whether the files are there that it says it is made of."""
    return all(Path(str(file.locate())).exists() for file in package.files or () if file.suffix in CODE)


def _offline(source: Path | None) -> tuple[str, ...]:
    return ("--no-index", "--find-links", str(source)) if source else ()


def _to() -> tuple[str, ...]:
    """To where Readback itself is: among the packages of one account, which an isolated pip would not think of."""
    theirs = site.getusersitepackages() if site.ENABLE_USER_SITE else ""
    return ("--user",) if theirs and Path(__file__).is_relative_to(theirs) else ()


def fetch_wheel(what: str, package: str, folder: Path) -> None:
    """Have pip put a wheel, `name==version`, into the folder. what: it is for. Raises InstallFailed."""
    wheel = ("--no-deps", "--only-binary", ":all:", "--progress-bar", "off", "--no-cache-dir")
    _pip("download", what, folder, *wheel, "--dest", str(folder), package)


def fetch_archive(what: str, package: str, folder: Path) -> None:
    """Have npm put a package, `name@version`, into the folder. what: it is for. Raises InstallFailed."""
    npm = program("npm")
    if npm is None:
        mend = "install Node.js, or see `--from` in docs/voices.md"
        raise InstallFailed(what, f"{package} comes by npm, which is not on this machine; {mend}")
    quiet = ("--silent", "--fetch-timeout=60000", "--fetch-retries=3", f"--cache={folder / 'npm'}")
    # With a prefix, npm looks for no project, whose settings it would take, in the folders above this one.
    apart = ("--ignore-scripts", f"--prefix={folder}", f"--pack-destination={folder}")
    _run(what, "npm", [npm, "pack", package, *quiet, *apart], folder, cwd=folder)


def program(name: str) -> str | None:
    """The path of a program; None if there is none. It is never one of the folder where this was called.

    Windows looks there first, and so does everybody whose PATH has a dot in it.
    """
    names = (f"{name}.exe", f"{name}.cmd") if os.name == "nt" else (name,)
    places = [Path(place) for place in os.get_exec_path() if Path(place).is_absolute()]
    return next((found for place in places for one in names if (found := shutil.which(str(place / one)))), None)


def _pip(verb: str, what: str, folder: Path, *arguments: str) -> None:
    if importlib.util.find_spec("pip") is None:
        raise InstallFailed(what, "Readback's environment has no pip; add it with `python -m ensurepip`")
    quiet = ("--disable-pip-version-check", "--no-input", "--quiet", "--timeout", "30", "--retries", "3")
    # -I: neither a file in the folder where this was called nor a variable of Python's has a say in what runs.
    _run(what, "pip", [sys.executable, "-I", "-m", "pip", verb, *quiet, *arguments], folder)


def _run(what: str, name: str, command: Sequence[str], folder: Path, cwd: Path | None = None) -> None:
    """Run a program to its end. Raises InstallFailed with the last thing it had to say.

    folder: where all that it brings lies on the way, and is watched.
    """
    with subprocess.Popen(  # noqa: S603  (pip and npm, by their paths)
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd=cwd,
        env=_environment(folder),
    ) as process:
        try:
            said = _said(what, name, process, folder)
        finally:
            process.kill()
    if process.returncode:
        lines = [line.strip() for line in said.splitlines() if line.strip()]
        errors = [line for line in lines if "error" in line.lower()] or lines or ["it said nothing"]
        last = "".join(c if c.isprintable() else " " for c in errors[-1].removeprefix("ERROR: "))
        raise InstallFailed(what, f"{name} failed ({last[:LONGEST_REASON].strip().rstrip('.')})")


def _said(what: str, name: str, process: subprocess.Popen[str], folder: Path) -> str:
    """What a program says until its end. Raises InstallFailed where that does not come, or too much does."""
    until, said = time.monotonic() + LIMIT_SECONDS, None
    while said is None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            said, _ = process.communicate(timeout=min(LOOKS, LIMIT_SECONDS))
        if _size(folder) > MOST_BYTES:
            raise InstallFailed(what, f"{name} brought more than {MOST_BYTES / 1e6:,.0f} MB")
        if said is None and time.monotonic() > until:
            raise InstallFailed(what, f"{name} did not end within {LIMIT_SECONDS / 60:g} minutes")
    return said


def _size(folder: Path) -> int:
    """Bytes in a folder, in which files come and go."""
    size = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with contextlib.suppress(OSError):
                size += os.lstat(os.path.join(place, name)).st_size  # noqa: PTH118
    return size


def _environment(folder: Path) -> dict[str, str]:
    """What those programs are told: no setting of ours, of which one is a key, and of pip's those that may be.

    folder: where they put what they have halfway.
    """
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.upper().startswith(("PIP_", "READBACK_")) or name.upper().removeprefix("PIP_") in PASSED_ON
    }
    return kept | dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
