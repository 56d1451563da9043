"""Who can read here."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from service.errors import VoiceInvalid, VoiceNotInstalled, VoiceUnknown
from service.speech.catalogue import DEFAULT, Catalogue, file_stem, open_catalogue, read_voice, voices_folder
from service.speech.engines.tone import ToneEngine
from service.voice import Voice, VoicePart
from tests.readings import CATALOGUE

FILES = sorted(voices_folder().glob("*.toml"))


class Absent(ToneEngine):
    """An engine whose library is not here."""

    name = "absent"

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        return "the package absent is not installed", "Run `pip install absent`."


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_voices_file_says_who_reads_and_has_an_engine(path: Path) -> None:
    voice = read_voice(path)
    assert file_stem(voice.name) == path.stem
    assert voice.engine in CATALOGUE.engines
    assert voice.description.endswith(".")
    assert 8_000 <= voice.sample_rate <= 48_000
    assert voice.measured.slowest < voice.measured.syllables_per_second
    assert -50 < voice.measured.level < 0
    assert voice.sha256 is None or re.fullmatch("[0-9a-f]{64}", voice.sha256)


def test_the_default_voice_is_there_and_is_pinned_to_the_model_that_was_measured() -> None:
    voice = CATALOGUE.voice(DEFAULT)
    assert (voice.name, voice.engine, voice.language, voice.scripts) == ("heart", "hibari", "en-US", ("Latin",))
    assert voice.sha256


def test_the_file_is_told_when_it_is_wrong(tmp_path: Path) -> None:
    good = (voices_folder() / "tone.toml").read_text()
    for name, text, what in [
        ("tone.toml", good.replace("[measured]", 'colour = "blue"\n[measured]'), "colour: unexpected keyword argument"),
        ("tone.toml", good + "\nmood = 1", "measured.mood: unexpected keyword argument"),
        ("tone.toml", good.replace("rate = 24000\n", ""), "rate: field required"),
        ("tone.toml", good.replace("24000", '"quick"'), "rate: input should be a valid integer"),
        ("tone.toml", good.replace("24000", "0"), "above 0"),
        ("tone.toml", good.replace("-20.0", "nan"), "measured.level: input should be a finite number"),
        ("tone.toml", good.replace("rate =", "rate"), "line 7"),
        ("other.toml", good, "the voice in it is called 'tone'"),
    ]:
        path = tmp_path / name
        path.write_text(text)
        with pytest.raises(VoiceInvalid, match=what) as wrong:
            read_voice(path)
        assert name in str(wrong.value)


def test_an_unknown_voice_is_answered_with_those_there_are() -> None:
    with pytest.raises(VoiceUnknown) as unknown:
        CATALOGUE.voice("zoe<script>")
    assert unknown.value.voices == tuple(read_voice(path).name for path in FILES)
    assert "zoe" not in str(unknown.value)


def test_a_voice_whose_engine_is_missing_says_what_to_do_about_it() -> None:
    tone = CATALOGUE.voice("tone")
    catalogue = Catalogue({"tone": tone}, {"tone": Absent()})
    with pytest.raises(VoiceNotInstalled, match=r"absent is not installed\. Run `pip install absent`\."):
        catalogue.reader("tone")
    assert catalogue.speaking("Latin") == ()


def test_voices_are_found_by_the_script_they_speak() -> None:
    assert "tone" in CATALOGUE.speaking("Cyrillic")
    assert "heart" not in CATALOGUE.speaking("Cyrillic")


def test_opening_the_catalogue_imports_no_engines_library() -> None:
    look = (
        "import sys; from service.speech.catalogue import open_catalogue; c = open_catalogue();"
        "[c.missing(v) for v in c]; print(*sys.modules)"
    )
    modules = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout.split()
    assert not {"hibari", "onnxruntime", "onnx", "scipy"} & set(modules)


def test_closing_twice_is_harmless() -> None:
    catalogue = open_catalogue()
    catalogue.close()
    catalogue.close()


@pytest.mark.parametrize("name", CATALOGUE.engines)
def test_what_an_engine_has_pip_install_is_its_extra(name: str) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extra = project["optional-dependencies"].get(name, [])
    assert sorted(extra) == sorted(CATALOGUE.engines[name].packages)


def test_parts_of_one_name_are_one_file() -> None:
    known: dict[str, VoicePart] = {}
    for voice in CATALOGUE.files.values():
        for part in voice.parts:
            assert known.setdefault(part.file, part) == part
            assert re.fullmatch("[0-9a-f]{64}", part.sha256)
            assert Path(part.file).name == part.file
