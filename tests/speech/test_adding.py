"""A voice and an engine are added by doing what docs/voices.md says, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from service.deliver.files import write_file
from service.deliver.renditions import Sound
from service.encode.formats import format_of
from service.render import Recorder, planned
from service.score.pace import PRESETS
from service.settings import Settings
from service.speech.catalogue import open_catalogue
from tests.readings import readback_of

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "voices.md").read_text(encoding="utf-8")


def block(heading: str, kind: str) -> str:
    """The example of that kind under a heading of the page."""
    section = PAGE.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    (found,) = re.findall(rf"^```{kind}\n(.*?)^```$", section, re.S | re.M)
    return str(found)


def test_a_voice_is_added_by_one_file(tmp_path: Path) -> None:
    (tmp_path / "brisk.toml").write_text(block("Adding a voice", "toml"), encoding="utf-8")
    catalogue = open_catalogue(Settings(voices_folder=tmp_path))
    assert catalogue.missing(catalogue.voice("brisk")) is None
    score = planned(
        catalogue, "Dear Sam, you did what you could today.", catalogue.voice("brisk"), PRESETS["slow"], 1000
    )
    recorder = Recorder(readback_of(catalogue, score))
    out = tmp_path / "letter.wav"
    write_file(out, Sound(recorder, format_of(out)))
    assert recorder.timeline.seconds == pytest.approx(score.predicted_seconds, rel=0.02)
    assert out.stat().st_size > 100_000


def test_a_file_of_ones_own_takes_the_place_of_ours(tmp_path: Path) -> None:
    text = (ROOT / "voices" / "tone.toml").read_text(encoding="utf-8")
    (tmp_path / "tone.toml").write_text(text.replace("slowest = 1.0", "slowest = 2.0"), encoding="utf-8")
    assert open_catalogue(Settings(voices_folder=tmp_path)).voice("tone").measured.slowest == 2.0


def test_an_engine_is_added_by_its_module_a_line_and_a_voice(tmp_path: Path) -> None:
    for name in ("service", "voices", "tests", "pyproject.toml"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    (tmp_path / "service" / "speech" / "engines" / "hum.py").write_text(
        block("Adding an engine", "python"), encoding="utf-8"
    )
    (tmp_path / "voices" / "hum.toml").write_text(block("Adding an engine", "toml"), encoding="utf-8")
    catalogue = tmp_path / "service" / "speech" / "catalogue.py"
    text = catalogue.read_text(encoding="utf-8")
    text = text.replace("ToneEngine(),", "ToneEngine(),\n        HumEngine(),").replace(
        "from service.speech.engines.tone import",
        "from service.speech.engines.hum import HumEngine\nfrom service.speech.engines.tone import",
    )
    catalogue.write_text(text, encoding="utf-8")
    layers = tmp_path / "tests" / "test_layers.py"
    layers.write_text(
        layers.read_text(encoding="utf-8").replace(
            '"speech.engines.tone"', '"speech.engines.tone", "speech.engines.hum"'
        )
    )
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "tests/speech/engines/test_contract.py",
            "-k",
            "hum",
        ],
        cwd=tmp_path,
        env={**os.environ, "READBACK_VOICES_FOLDER": str(tmp_path / "own"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    ran = re.search(r"(\d+) passed", done.stdout)
    layered = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/test_layers.py"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert layered.returncode == 0, layered.stdout[-3000:]
    assert ran is not None
    assert int(ran[1]) > 20
