"""Who can read here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
import unicodedata
from pathlib import Path
from urllib.parse import quote

import pytest

from service.cli.main import main
from service.encode.formats import FORMATS
from service.errors import SettingInvalid, VoiceInvalid, VoiceNotInstalled, VoiceUnknown
from service.settings import Settings
from service.speech.catalogue import Catalogue, open_catalogue
from service.speech.engines.tone import ToneEngine
from service.speech.voice_files import file_stem, read_voice, voices_folder
from service.voice import Voice, VoicePart
from service.voices.listing import roster
from service.web.app import create_app
from tests.readings import CATALOGUE
from tests.running import READ, SCORES, running

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
    assert voice.measured.slowest < voice.measured.syllables_per_second
    assert -50 < voice.measured.level < 0
    assert voice.sha256 is None or re.fullmatch("[0-9a-f]{64}", voice.sha256)


def test_the_default_voice_is_there_and_is_pinned_to_the_model_that_was_measured() -> None:
    voice = CATALOGUE.voice(Settings.model_fields["voice"].default)
    assert (voice.name, voice.engine, voice.language, voice.scripts) == ("heart", "hibari", "en-US", ("Latin",))
    assert voice.sha256


def changed(old: str, new: str) -> str:
    """The file of a voice with one thing in it changed."""
    assert old in GOOD
    return GOOD.replace(old, new, 1)


GOOD = f'''name = "mine"
engine = "tone"
language = "und"
description = "A tone of my own."
licence = "CC0-1.0"
attribution = "me"
sample_rate = 24000
scripts = ["Latin", "Khmer"]
sha256 = "{"ab" * 32}"
model = "one"

[measured]
syllables_per_second = 5.0
phrase_seconds = 0.0
syllable_seconds = 0.2
consonant_seconds = 0.0
response = 1.0
slowest = 1.0
level = -20.0

[[parts]]
file = "mine.bin"
sha256 = "{"cd" * 32}"
size = 3
registry = "npm"
packages = ["@me/mine@1.0.0"]
member = "a/*.bin"
'''
RATES = "sample_rate: it may be 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000"
BAD: dict[str, tuple[str | bytes, str]] = {
    "a field that there is not": (changed("[measured]", 'colour = "blue"\n[measured]'), "colour: unexpected keyword"),
    "a figure that there is not": (changed("level", "mood = 1\nlevel"), "measured.mood: unexpected keyword argument"),
    "no rate": (changed("sample_rate = 24000\n", ""), "sample_rate: field required"),
    "two rates": (changed("sample_rate", "rate = 1\nsample_rate"), "rate: unexpected keyword argument"),
    "a rate in words": (changed("24000", '"quick"'), "sample_rate: input should be a valid integer"),
    "a rate of nothing": (changed("24000", "0"), RATES),
    "a rate below nothing": (changed("24000", "-24000"), RATES),
    "a rate that LAME lacks": (changed("24000", "20000"), RATES),
    "a rate that AAC lacks": (changed("24000", "96001"), RATES),
    "an engine that there is not": (
        changed('"tone"', '"toen"'),
        "engine: there is none called 'toen'; it may be hibari",
    ),
    "no engine": (changed('"tone"', '""'), "engine: there is none called ''"),
    "another name": (changed('"mine"', '"tone"'), "the voice in it is called 'tone'"),
    "no name": (changed('"mine"', '""'), "name: it may be up to 100 characters on one line"),
    "a name that is a path": (changed('"mine"', '"../mine"'), "name: it may be up to 100 characters"),
    "a name of two lines": (changed('"mine"', '"mi\\nne"'), "name: it may be up to 100 characters"),
    "a name with a control character": (changed('"mine"', '"mi\\u0000ne"'), "name: it may be up to 100 characters"),
    "a name of 300 characters": (changed('"mine"', f'"{"m" * 300}"'), "name: it may be up to 100 characters"),
    "a language that is none": (changed('"und"', '"Latin script"'), "language: it may be a language's tag"),
    "no language": (changed('"und"', '""'), "language: it may be a language's tag"),
    "a script that is none": (changed("Khmer", "Latn"), "scripts: there is none called 'Latn'"),
    "scripts in one text": (changed('["Latin", "Khmer"]', '"Latin"'), "scripts: input should be a valid tuple"),
    "a description that rings": (changed("A tone", "A tone\\u0007"), "description: it may be up to 1,000 characters"),
    "a licence as long as a licence": (changed("CC0-1.0", "c" * 9000), "licence: it may be up to 1,000 characters"),
    "a digest that is none": (changed("abab", "xyxy"), "sha256: it may be 64 of the digits"),
    "a model with a zero in it": (changed('"one"', '"o\\u0000"'), "model: it may be up to 1,000 characters"),
    "a host that is none": (changed("scripts", 'leaves_to = "a host"\nscripts'), "leaves_to: it may be a host's name"),
    "a level that is no number": (changed("-20.0", "nan"), "measured.level: input should be a finite number"),
    "a level above full scale": (changed("-20.0", "40.0"), "measured.level: out of range, it may be from -70 to 0"),
    "a figure without end": (
        changed("response = 1.0", "response = inf"),
        "measured.response: input should be a finite",
    ),
    "no pace": (changed("syllables_per_second = 5.0", "syllables_per_second = 0"), "it may be from 0.5 to 20"),
    "a pace below nothing": (changed("slowest = 1.0", "slowest = -1.0"), "measured.slowest: out of range"),
    "a response of next to nothing": (changed("response = 1.0", "response = 1e-9"), "it may be from 0.1 to 10"),
    "syllables that last less than nothing": (changed("= 0.2", "= -0.2"), "measured.syllable_seconds: out of range"),
    "phrases that take no time": (changed("= 0.2", "= 0"), "measured: a phrase takes no time"),
    "figures that are none": (GOOD.partition("[measured]")[0], "measured: field required"),
    "a part outside the folder": (changed('"mine.bin"', '"../mine.bin"'), "parts.0.file: it may be a file's name"),
    "a part that is the folder": (changed('"mine.bin"', '".."'), "parts.0.file: it may be a file's name"),
    "a part on a drive of Windows": (changed('"mine.bin"', '"C:mine.bin"'), "parts.0.file: it may be a file's name"),
    "a part of less than nothing": (changed("size = 3", "size = -3"), "parts.0.size: it is above 0"),
    "a part without a digest": (changed("cd" * 32, ""), "parts.0.sha256: it may be 64 of the digits"),
    "a registry that there is not": (changed('"npm"', '"ftp"'), "parts.0.registry: input should be 'pypi' or 'npm'"),
    "a part of no package": (changed('"@me/mine@1.0.0"', ""), "parts.0.packages: they may be names with versions"),
    "a package that is an option": (changed("@me/mine@1.0.0", "--registry=x@1"), "parts.0.packages: they may be names"),
    "a package that is a folder": (changed("@me/mine@1.0.0", "../mine"), "parts.0.packages: they may be names"),
    "TOML that is none": (changed("licence =", "licence"), "it is not TOML: Expected '=' after a key"),
    "lists in lists without end": ("a = " + "[" * 20_000, "it is not TOML: "),
    "a number without end": (changed("24000", "9" * 5000), "it is not TOML: "),
    "an empty file": ("", "name: field required"),
    "UTF-16": (GOOD.encode("utf-16"), "it is not UTF-8"),
    "zeros": (b"\0" * 100, "it is not TOML: "),
    "100 MB": (b"#" * 100_000_000, "it has more than 256 kB"),
}
"""What stands in a file, and what is said of it."""


@pytest.mark.parametrize("case", BAD)
def test_a_file_that_describes_no_voice_is_named_with_what_is_wrong_and_stops_nothing_else(
    case: str, tmp_path: Path
) -> None:
    given, sentence = BAD[case]
    (tmp_path / "mine.toml").write_bytes(given if isinstance(given, bytes) else given.encode())
    (tmp_path / "other.toml").write_text(changed('"mine"', '"other"'), encoding="utf-8")
    catalogue = open_catalogue(Settings(voices_folder=tmp_path))
    assert catalogue.files.keys() == {*CATALOGUE.files, "other"}
    assert catalogue.unreadable.keys() == {"mine"}
    with pytest.raises(VoiceInvalid) as invalid:
        catalogue.voice("mine")
    said = str(invalid.value)
    assert said.startswith("mine.toml describes no voice: ")
    assert sentence in said
    assert said.isprintable()
    assert len(said) < 400


def odd_files(folder: Path) -> set[str]:
    """Things called like a voice's file that are none, and how they are named."""
    (folder / "folder.toml").mkdir()
    (folder / "dangling.toml").symlink_to(folder / "nothing")
    os.mkfifo(folder / "pipe.toml")
    (folder / "endless.toml").symlink_to("/dev/zero")
    (folder / os.fsdecode(b"\xffline\n.toml")).write_text(GOOD, encoding="utf-8")
    (folder / "._mine.toml").write_bytes(b"\0\5\x16\7")
    (folder / f"{'long' * 60}.toml").write_text(GOOD, encoding="utf-8")
    shut = folder / "shut.toml"
    shut.write_text(changed('"mine"', '"shut"'), encoding="utf-8")
    shut.chmod(0)
    found = {"folder", "dangling", "pipe", "endless", "\ufffdline\ufffd", "._mine", "long" * 60}
    return found if os.access(shut, os.R_OK) else found | {"shut"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_whatever_is_called_like_a_voices_file_is_named_and_waits_for_nothing(tmp_path: Path) -> None:
    odd = odd_files(tmp_path)
    catalogue = open_catalogue(Settings(voices_folder=tmp_path))
    assert catalogue.unreadable.keys() == odd
    assert all(reason.isprintable() for reason in catalogue.unreadable.values())


@pytest.fixture(scope="module")
def bad_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one of each, and one voice that is as good as any."""
    folder = tmp_path_factory.mktemp("voices")
    for number, (given, _) in enumerate(BAD.values()):
        if len(given) < 1_000_000:
            data = given if isinstance(given, bytes) else given.replace('"mine"', f'"bad-{number}"').encode()
            (folder / f"bad-{number}.toml").write_bytes(data)
    if sys.platform != "win32":
        odd_files(folder)
    (folder / "good.toml").write_text(changed('"mine"', '"good"').partition("[[parts]]")[0], encoding="utf-8")
    return folder


def test_a_server_beside_bad_files_names_them_and_answers_as_ever(
    bad_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("WARNING", "service.web"), running(voices_folder=bad_folder) as place:
        answer = place.get("/v1/voices")
        assert answer.status_code == 200
        named = {one["file"]: one["why"] for one in answer.json()["unreadable"]}
        assert named.keys() > {f"bad-{number}.toml" for number in range(40)}
        assert "good" in {voice["name"] for voice in answer.json()["voices"]}
        assert place.get("/").status_code == 200
        for stem in (file.removesuffix(".toml") for file in named):
            refused = place.same.get(f"{place.address}/v1/voices/{quote(stem, safe='')}")
            assert (refused.status_code, refused.json()["code"]) == (409, "voice-invalid")
            assert refused.json()["file"] == f"{stem}.toml"
        for path in (SCORES, READ):
            refused = place.post(path, {"letter": "Dear Sam, enough.", "voice": "bad-0"})
            assert (refused.status_code, refused.json()["code"]) == (409, "voice-invalid")
        assert place.get("/v1/voices/bad-1/sample").status_code == 409
        for form in FORMATS:
            assert place.post(READ, {"letter": "Dear Sam.", "voice": "good", "format": form}).status_code == 200
        assert place.get("/readyz").status_code == 200
        assert str(bad_folder) not in answer.text
    logged = [record.getMessage() for record in caplog.records]
    assert {line.partition(" describes no voice: ")[0] for line in logged} >= named.keys()


def test_the_command_names_bad_files_and_reads_with_all_other_voices(
    bad_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("READBACK_VOICES_FOLDER", str(bad_folder))
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sam, enough.", encoding="utf-8")
    assert main(["voices"]) == 0
    text = capsys.readouterr().out
    assert text.index("\nFiles of voices that cannot be used") < text.index("bad-0.toml: colour: unexpected")
    assert main(["voices", "--json"]) == 0
    rows = {row["name"]: row for row in json.loads(capsys.readouterr().out)}
    assert rows["good"]["installed"]
    assert (rows["bad-0"]["file"], rows["bad-0"]["installed"]) == ("bad-0.toml", False)
    assert rows["bad-0"]["why"].startswith("colour: ")
    assert main(["read", str(letter), "--voice", "good", "-o", str(tmp_path / "good.mp3")]) == 0
    capsys.readouterr()
    for name in ("bad-0", "bad-9", "bad-40"):
        for command in (["read", str(letter), "--voice"], ["voices", "install"], ["voices", "measure"]):
            assert main([*command, name]) == 1
            error = capsys.readouterr().err
            assert error.startswith(f"readback: {name}.toml describes no voice: ")
            assert error.count("\n") == 1


@pytest.mark.parametrize("name", ["heart", "system:German", "mine"])
def test_a_bad_file_takes_the_place_of_ours_of_its_name_and_refuses_the_start_where_it_is_the_default(
    name: str, tmp_path: Path
) -> None:
    (tmp_path / f"{file_stem(name)}.toml").write_text("", encoding="utf-8")
    settings = Settings(voices_folder=tmp_path, voice=name)
    catalogue = open_catalogue(settings)
    assert catalogue.files.keys() == CATALOGUE.files.keys() - {name}
    with pytest.raises(VoiceInvalid):
        catalogue.voice(name)
    with pytest.raises(
        SettingInvalid, match=rf"READBACK_VOICE is set to '{name}': {file_stem(name)}\.toml describes no"
    ):
        create_app(settings)


UNFIT = {
    "hibari and a path": ('engine = "hibari"\nmodel = "../heart"', "hibari has no such model"),
    "hibari without a model": ('engine = "hibari"', "hibari has no such model"),
    "kokoro without parts": ('engine = "kokoro"', "is no part in its file"),
    "piper without a model": ('engine = "piper"', "its file names no model"),
    "piper and a folder": ('engine = "piper"\nmodel = "/"', "is not there"),
    "piper and nobody's home": (
        'engine = "piper"\nmodel = "~nobody-at-all/a.onnx"',
        "the file a.onnx that it",
    ),
    "system without a voice": ('engine = "system"', "this machine has no such voice"),
    "remote without a server": ('engine = "remote"', "no server is named that speaks it"),
}
"""Files that describe a voice, but none that their engine can speak."""


@pytest.mark.parametrize("case", UNFIT)
def test_a_file_that_does_not_fit_its_engine_is_listed_and_told_in_a_sentence(case: str, tmp_path: Path) -> None:
    given, sentence = UNFIT[case]
    text = GOOD.partition("[[parts]]")[0].replace('model = "one"\n', "").replace('engine = "tone"', given)
    (tmp_path / "mine.toml").write_text(text.replace('"und"', '"en-US"'), encoding="utf-8")
    catalogue = open_catalogue(Settings(voices_folder=tmp_path))
    voice = catalogue.voice("mine")
    assert "mine" in {entry.voice.name for entry in roster(catalogue, "tone")}
    with pytest.raises(VoiceNotInstalled) as unfit:
        catalogue.reader(voice.name).engine.open(voice)
    if "the package" not in str(unfit.value):
        assert sentence in str(unfit.value)
    catalogue.close()


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_of_the_first_version_is_read_as_it_is(mark: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, encoding="utf-8")
    today = read_voice(path)
    path.write_text(mark + changed("sample_rate", "rate"), encoding="utf-8")
    assert read_voice(path) == today


def test_a_files_name_is_the_same_however_its_letters_are_put_together(tmp_path: Path) -> None:
    together, apart = (unicodedata.normalize(form, "system:Māori") for form in ("NFC", "NFD"))
    path = tmp_path / f"{file_stem(together)}.toml"
    path.with_name(unicodedata.normalize("NFD", path.name)).write_text(changed("mine", together), encoding="utf-8")
    assert open_catalogue(Settings(voices_folder=tmp_path)).voice(together).name == together
    assert file_stem(apart) == file_stem(together)


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
