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


HOLD = """
import inspect, itertools, sys
sys.path.insert(0, "")
import pytest
from tests import test_layers
from tests.speech.engines import test_contract

voice = test_contract.CATALOGUE.voice("hum")
engine = test_contract.CATALOGUE.reader(voice.name).engine
engine.open(voice)

def held(test, given):
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    named = [[(mark.args[0], value) for value in mark.args[1]] for mark in marks]
    for values in itertools.product(*named):
        test(**given, **dict(values))
        yield test

def tests(module, *needed):
    for name, test in vars(module).items():
        if name.startswith("test_") and set(needed) <= set(inspect.signature(test).parameters):
            yield test

for test in tests(test_layers):
    list(held(test, {}))
given = {"engine": engine, "voice": voice}
print(sum(1 for test in tests(test_contract, *given) for _ in held(test, given)))
"""
"""Holds the voice `hum` to what every engine promises, and the copy to the order of its folders, without pytest."""


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
    done = subprocess.run(
        [sys.executable, "-c", HOLD],
        cwd=tmp_path,
        env={**os.environ, "READBACK_VOICES_FOLDER": str(tmp_path / "own"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert int(done.stdout) > 20
