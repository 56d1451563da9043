"""The list of who can read, for a person and for a program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from service.speech.catalogue import Catalogue
from service.speech.engines.tone import ToneEngine
from service.voice import Voice
from service.voices.listing import roster, table
from tests.readings import CATALOGUE

TONE = CATALOGUE.voice("tone")
HERE = replace(TONE, name="ada", language="en-GB", description="A quiet voice.", licence="MIT")
AWAY = replace(TONE, name="far:bo", language="es-ES", description="A voice elsewhere.", leaves_to="speech.example")
HEAVY = replace(TONE, name="slow", language="en-US", measured=replace(TONE.measured, times_real_time=1.4))
FOUND = replace(TONE, name="tone:Zed", language="zu", estimated=True)


class Choosy(ToneEngine):
    """Cannot read some of its voices, and finds one by itself."""

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        return (
            ("its files are not here (93 MB)", "Run `readback voices install slow`.") if voice.name == "slow" else None
        )

    def found(self) -> tuple[Voice, ...]:
        return (FOUND,)


CHOICE = Catalogue({voice.name: voice for voice in (HEAVY, AWAY, HERE)}, {"tone": Choosy()})


def test_a_person_sees_who_can_read_now_and_the_one_command_that_mends_the_others() -> None:
    lines = list(table(roster(CHOICE, "ada"), 80))
    text = "\n".join(lines)
    assert lines[0] == "Who can read now:"
    assert lines[1].split()[:2] == ["ada", "en-GB"]
    assert text.index("A quiet voice. The default. MIT.") < text.index("after one command") < text.index("slow")
    assert "Its files are not here (93 MB). Run `readback voices install slow`." in " ".join(text.split())
    assert any("`readback voices install slow`" in line for line in lines)
    assert "it may be slower than listening" in " ".join(text.split())


def test_a_voice_that_is_spoken_elsewhere_says_that_the_letter_leaves() -> None:
    text = " ".join(" ".join(table(roster(CHOICE, "ada"), 80)).split())
    assert "A voice elsewhere. The letter leaves this machine: speech.example gets it." in text


def test_voices_whose_pace_is_not_known_are_named_apart() -> None:
    lines = list(table(roster(CHOICE, "ada"), 80))
    assert lines[-2] == "This machine's own voices whose pace was not measured, by language:"
    assert lines[-1].split() == ["zu", "tone:Zed"]


@pytest.mark.parametrize("width", [20, 40, 80, 110])
def test_no_line_of_sentences_is_wider_than_the_terminal(width: int) -> None:
    for line in table(roster(CHOICE, "ada"), width):
        assert len(line) <= width or "`" in line or " " not in line.strip() or line.endswith(":")


@pytest.mark.parametrize(
    ("asked", "names"), [("en", ["ada", "slow"]), ("EN-gb", ["ada"]), ("es", ["far:bo"]), ("e", [])]
)
def test_it_may_be_of_one_language(asked: str, names: list[str]) -> None:
    assert sorted(entry.voice.name for entry in roster(CHOICE, "ada", asked)) == names


def test_a_found_voice_is_called_by_its_name_whatever_the_capitals() -> None:
    assert CHOICE.voice("TONE:zed") == FOUND


def test_what_a_program_gets_is_what_a_person_sees() -> None:
    for entry in roster(CHOICE, "ada"):
        told = entry.to_dict()
        assert told["installed"] is (entry.why is None)
        assert (told["name"], told["leaves_to"]) == (entry.voice.name, entry.voice.leaves_to)
        json.dumps(told)


def test_the_list_needs_no_engines_library(tmp_path: Path) -> None:
    look = "import sys; from service.cli import main; main(['voices', '--json']);print(*sys.modules, file=sys.stderr)"
    environment = {
        **os.environ,
        "READBACK_VOICES_FOLDER": str(tmp_path),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    done = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, env=environment, check=True)
    assert {row["name"] for row in json.loads(done.stdout)} >= {"heart", "tone"}
    loaded = set(done.stderr.split())
    assert not {"numpy.fft", "hibari", "onnxruntime", "onnx", "scipy", "piper", "pyttsx3", "httpx", "soxr"} & loaded
