"""`voices install`: whatever is planted in its way is refused, and what lies where it was called is not run."""

from __future__ import annotations

import importlib.metadata
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from service.errors import InstallFailed
from service.speech.catalogue import Catalogue
from service.speech.engines.tone import ToneEngine
from service.speech.voice_parts import Parts
from service.voices import packages
from service.voices.install import install
from service.voices.packages import LOCKS, add_packages, program
from tests.attack import planted
from tests.readings import CATALOGUE
from tests.voices.registry import MODEL_PART, Fetched, pointed_at

pytestmark = pytest.mark.skipif(os.name == "nt", reason="links, pipes and devices as POSIX has them")
KINDS = (planted.archives, planted.names, planted.voice_files, planted.links, partial(planted.packages, few=True))


@pytest.mark.parametrize("kind", KINDS, ids=("archives", "names", "voice files", "links", "packages"))
def test_what_is_planted_is_refused(kind: Callable[[Path], Iterator[planted.Try]], tmp_path: Path) -> None:
    tries = dict(kind(tmp_path))
    assert len(tries) > 2
    assert [what for what, refused in tries.items() if not refused] == []


@pytest.mark.parametrize("name", [name for name, engine in CATALOGUE.engines.items() if engine.packages])
def test_every_engine_with_packages_has_its_lock_and_every_pin_a_digest(name: str) -> None:
    text = (LOCKS / f"{name}.lock").read_text(encoding="utf-8")
    pins = [line for line in text.splitlines() if not line.startswith(" ")]
    assert pins
    assert all("==" in pin and pin.endswith("\\") for pin in pins), "each is followed by a digest"
    for requirement in CATALOGUE.engines[name].packages:
        asked = requirement.partition(">")[0]
        assert any(pin.startswith(f"{asked}==") for pin in pins)


class Named(ToneEngine):
    """An engine whose package is here by name alone."""

    name = "remote"
    packages: tuple[str, ...] = ("httpx>=0.28",)


def test_a_package_of_which_only_the_name_is_there_is_not_taken_for_installed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    about = tmp_path / "site" / "httpx-0.28.1.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: httpx\nVersion: 0.28.1\n")
    (about / "RECORD").write_text("httpx/__init__.py,,\n")
    monkeypatch.setattr("sys.path", [str(tmp_path / "site")])
    assert importlib.metadata.version("httpx") == "0.28.1"
    asked: list[str] = []
    monkeypatch.setattr("service.voices.packages._pip", lambda verb, what, folder, *more: asked.append(verb))
    with pytest.raises(InstallFailed, match=r"pip did its work, and these are not here: .*httpx"):
        add_packages(Named(), None, lambda line: None)
    assert asked == ["install"]


def test_a_program_in_the_folder_where_it_was_called_is_not_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (there := tmp_path / "there").mkdir()
    for folder in (tmp_path, there):
        (folder / "npm").write_text("#!/bin/sh\n")
        (folder / "npm").chmod(0o755)
    monkeypatch.chdir(tmp_path)
    for path in (".", "", "there"):
        monkeypatch.setenv("PATH", path)
        assert program("npm") is None
    monkeypatch.setenv("PATH", os.pathsep.join((".", "", str(there))))
    assert program("npm") == str(there / "npm")


@pytest.mark.parametrize(
    ("bound", "most", "said"),
    [("MOST_BYTES", 100, r"pip brought more than 0 MB"), ("LIMIT_SECONDS", 0.05, r"pip did not end within .* minutes")],
)
def test_what_never_ends_or_never_stops_growing_is_broken_off_and_gone(
    bound: str, most: float, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packages, bound, most)
    voice = replace(CATALOGUE.voice("tone"), name="plain", parts=(MODEL_PART,))
    parts = Parts(tmp_path / "voices" / "parts")
    with pointed_at(monkeypatch), pytest.raises(InstallFailed, match=said):
        install(["plain"], Catalogue({"plain": voice}, {"tone": Fetched(parts)}), parts, None, lambda line: None)
    assert list(parts.folder.iterdir()) == []


def test_what_is_halfway_here_is_watched_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "MOST_BYTES", 10_000_000)
    monkeypatch.setattr(packages, "LOOKS", 0.05)
    grow = "import tempfile, time\nwith tempfile.NamedTemporaryFile() as file:\n"
    grow += "    while True:\n        file.write(bytes(1_000_000))\n        file.flush()\n        time.sleep(0.01)\n"
    begun = time.monotonic()
    with pytest.raises(InstallFailed, match="more than 10 MB"):
        packages._run("joe", "pip", [sys.executable, "-c", grow], tmp_path)
    assert time.monotonic() - begun < 20
