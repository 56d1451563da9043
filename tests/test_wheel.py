"""The wheel, in an environment that has it and its pinned requirements and nothing else, away from the checkout."""

import json
import os
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.image import Image

ROOT = Path(__file__).parent.parent
VOICES = sorted((ROOT / "voices").glob("*.toml"))


pytestmark = pytest.mark.skipif(os.name == "nt", reason="the Dockerfile, which makes and installs it, is for POSIX")


@pytest.fixture(scope="module")
def wheel(made: Image) -> Path:
    return made.wheel


@pytest.fixture(scope="module")
def home(made: Image) -> Path:
    """The folder of the programs of an environment into which the wheel was installed."""
    return made.programs


def readback(home: Path, folder: Path, *arguments: str) -> str:
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "READBACK_"))}
    done = subprocess.run([home / "readback", *arguments], cwd=folder, env=kept, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_wheel_carries_the_voices_the_page_and_the_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert VOICES
    assert {f"service/data/voices/{path.name}" for path in VOICES} <= set(names)
    assert "service/data/voices/passages/en.txt" in names
    for folder in ("web/static/room", "web/templates", "voices/templates", "voices/locks"):
        files = [path for path in (ROOT / "service" / folder).rglob("*") if path.is_file()]
        assert files
        assert {path.relative_to(ROOT).as_posix() for path in files} <= set(names)
    assert {name.rsplit("/", 1)[1] for name in names if "/licenses/" in name} == {"LICENSE", "NOTICE"}
    assert not [name for name in names if name.startswith("tests/")]


def test_an_installed_readback_knows_its_voices(home: Path, tmp_path: Path) -> None:
    listed = readback(home, tmp_path, "voices", "--json")
    names = [tomllib.loads(path.read_text(encoding="utf-8"))["name"] for path in VOICES]
    assert {row["name"] for row in json.loads(listed)} == set(names)


def test_an_installed_readback_reads_a_letter(home: Path, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear you,\n\nThis was a long day. It may end now.\n", encoding="utf-8")
    readback(home, tmp_path, "read", "letter.txt", "-o", "letter.wav")
    assert (tmp_path / "letter.wav").stat().st_size > 100_000
