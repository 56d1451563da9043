"""The command `readback`, as somebody at a keyboard or a script meets it: files, words, exit statuses."""

from __future__ import annotations

import io
import json
import os
import re
import select
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest
import soundfile
import webvtt

from service.cli.main import main
from service.encode.formats import FORMATS
from service.score.pace import PRESETS
from tests import hanging
from tests.commands import Forked, ran
from tests.conftest import missing
from tests.documents.made import docx, paragraph, pdf
from tests.readings import CATALOGUE, LETTERS, heard, score_of
from tests.running import until

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "service"]
LETTER = "Dear Sam,\n\nIt is late, and you are tired. You may rest now.\n\nWith love,\nMe\n"
ENDINGS = {".mp3": b"ID3", ".m4a": b"ftyp", ".opus": b"OggS", ".ogg": b"OggS", ".flac": b"fLaC", ".wav": b"RIFF"}
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals and terminals")


def environment(**more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("READBACK_")}
    return {**kept, "PYTHONPATH": str(ROOT), **more}


def run(
    *arguments: str | Path, given: bytes = b"", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return ran(*arguments, env=env or environment(), given=given)


def one_line(error: bytes | str) -> str:
    """What a person is told: one line that begins with the command's name, and no traceback."""
    text = error.decode() if isinstance(error, bytes) else error
    assert re.fullmatch(r"readback: \S.*[.]\n", text), text
    return text


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


def names(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


# Reading.


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_ending_says_the_format_and_the_file_is_as_long_as_the_score(ending: str, letter: Path) -> None:
    out = letter.with_name(f"out{ending}")
    assert main(["read", str(letter), "--voice", "tone", "-o", str(out)]) == 0
    assert ENDINGS[ending] in out.read_bytes()[:8]
    if ending != ".m4a":
        assert soundfile.info(out).duration == pytest.approx(score_of(LETTER).predicted_seconds, rel=0.02)


@pytest.mark.parametrize("name", FORMATS)
def test_a_format_can_be_named_where_the_ending_does_not_say_it(name: str, letter: Path) -> None:
    named, ended = letter.with_name("named.bin"), letter.with_name(f"ended{FORMATS[name].extension}")
    assert main(["read", str(letter), "--voice", "tone", "-o", str(named), "--format", name]) == 0
    assert main(["read", str(letter), "--voice", "tone", "-o", str(ended)]) == 0
    assert named.read_bytes() == ended.read_bytes()


def test_a_letter_alone_is_read_into_an_mp3_with_its_cues_beside_it(letter: Path) -> None:
    done = run("read", letter, "--voice", "tone")
    assert (done.returncode, done.stderr) == (0, b"")
    assert names(letter.parent) == ["letter.mp3", "letter.txt", "letter.vtt"]
    minutes, seconds = divmod(round(soundfile.info(letter.with_suffix(".mp3")).duration), 60)
    said = done.stdout.decode().splitlines()
    assert said[0].endswith(f"letter.mp3: {minutes} min {seconds:02d} s, read by a computer voice (tone)")
    assert said[1].endswith("letter.vtt: its cues")
    assert len(said) == 2


def test_a_dash_reads_from_standard_input_onto_standard_output_and_says_nothing_else(letter: Path) -> None:
    done = run("read", "-", "--voice", "tone", given=LETTER.encode())
    assert (done.returncode, done.stderr) == (0, b"")
    file = run("read", letter, "--voice", "tone", "-o", "-")
    assert file.stdout == done.stdout
    sound, rate = soundfile.read(io.BytesIO(done.stdout))
    assert len(sound) / rate == pytest.approx(score_of(LETTER).predicted_seconds, rel=0.02)
    assert names(letter.parent) == ["letter.txt"]


def test_a_stream_may_have_any_format() -> None:
    done = run("read", "-", "--voice", "tone", "--format", "flac", "-o", "-", given=LETTER.encode())
    assert done.stdout[:4] == b"fLaC"


def test_a_byte_order_mark_is_not_a_part_of_the_letter(letter: Path) -> None:
    letter.write_bytes(b"\xef\xbb\xbf" + LETTER.encode())
    done = run("score", letter)
    assert json.loads(done.stdout)["letter"] == LETTER


def test_every_cue_sheet_that_was_asked_for_is_written_and_they_agree(letter: Path) -> None:
    sheets = [letter.with_suffix(ending) for ending in (".vtt", ".srt", ".json")]
    asked = [argument for sheet in sheets for argument in ("--cues", str(sheet))]
    out = letter.with_suffix(".wav")
    assert main(["read", str(letter), "--voice", "tone", "-o", str(out), *asked]) == 0
    cues = json.loads(sheets[2].read_text())["cues"]
    phrases = [cue for cue in cues if cue["kind"] == "phrase"]
    assert cues[-1]["end"] == pytest.approx(soundfile.info(out).duration)
    captions = [caption for caption in webvtt.read(str(sheets[0])).captions if caption.text]
    assert [caption.text for caption in captions] == [LETTER[slice(*cue["text"])] for cue in phrases]
    assert captions[1].start_in_seconds == pytest.approx(phrases[1]["start"], abs=1)
    assert sheets[1].read_text().count(" --> ") == len(phrases)


def test_what_asks_for_longer_rests_or_slower_speech_is_heard(letter: Path) -> None:
    lengths = {}
    for name, asked in {
        "plain": [],
        "speed": ["--speed", "0.75"],
        "rests": ["--rests", "2"],
        "kinds": ["--rest", "sentence=5", "--rest", "closing=6.5"],
        "duration": ["--duration", "0m22s"],
        "seconds": ["--duration", "22"],
        "wpm": ["--wpm", "45"],
        "pace": ["--pace", "very-slow"],
        "preface": ["--preface"],
    }.items():
        out = letter.with_name(f"{name}.wav")
        assert main(["read", str(letter), "--voice", "tone", "-o", str(out), *asked]) == 0
        lengths[name] = soundfile.info(out).duration
    plain = lengths.pop("plain")
    assert lengths["duration"] == pytest.approx(22, rel=0.02)
    assert lengths["seconds"] == lengths["duration"]
    assert lengths["wpm"] == pytest.approx(score_of(LETTER).words / 45 * 60, rel=0.02)
    asked_for = score_of(LETTER, rests={"sentence": 5.0, "closing": 6.5})
    assert lengths["kinds"] == pytest.approx(asked_for.predicted_seconds, rel=0.02)
    assert all(seconds > plain + 1 for seconds in lengths.values())


def test_four_minutes_are_four_minutes(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(LETTERS["evening"], encoding="utf-8")
    done = run("score", tmp_path / "letter.txt", "--duration", "4m")
    assert json.loads(done.stdout)["predicted_seconds"] == pytest.approx(240, rel=0.005)


def test_without_room_tone_a_rest_is_digital_silence(letter: Path) -> None:
    out = letter.with_suffix(".wav")
    assert main(["read", str(letter), "--voice", "tone", "-o", str(out), "--no-room-tone"]) == 0
    assert not soundfile.read(out)[0][:24000].any()
    assert main(["read", str(letter), "--voice", "tone", "-o", str(out)]) == 0
    assert soundfile.read(out)[0][:24000].any()


def test_a_pace_file_is_a_pace_and_what_is_typed_goes_before_it(letter: Path) -> None:
    path = letter.with_name("evenings.json")
    path.write_text(
        '{"readback_pace": 1, "name": "Evenings", "pace": {"preset": "gentle", "syllables_per_second": 3, '
        '"rest_scale": 1.5, "rests": {"sentence": 4, "clause": 1}, "phrase_syllables": 9.0, "jitter": 0}}',
        encoding="utf-8",
    )
    pace = json.loads(run("score", letter, "--pace", path).stdout)["pace"]
    assert (pace["preset"], pace["syllables_per_second"], pace["rest_scale"]) == ("gentle", 3, 1.5)
    assert (pace["rests"]["sentence"], pace["rests"]["clause"], pace["rests"]["soft"]) == (4, 1, 0.3)
    assert (str(pace["phrase_syllables"]), pace["jitter"]) == ("9", 0)
    typed = run("score", letter, "--pace", path, "--rests", "1", "--rest", "sentence=2").stdout
    pace = json.loads(typed)["pace"]
    assert (pace["rest_scale"], pace["rests"]["sentence"], pace["rests"]["clause"]) == (1, 2, 1)
    out = letter.with_suffix(".wav")
    assert main(["read", str(letter), "--voice", "tone", "--pace", str(path), "-o", str(out)]) == 0
    assert soundfile.info(out).duration > score_of(LETTER).predicted_seconds


def test_a_pace_file_without_a_preset_starts_from_the_one_that_is_set(letter: Path) -> None:
    path = letter.with_name("pace.json")
    path.write_text('\ufeff{"readback_pace": 1, "pace": {"jitter": 0}}', encoding="utf-8")
    done = run("score", letter, "--pace", path, env=environment(READBACK_PACE="very-slow"))
    assert json.loads(done.stdout)["pace"]["preset"] == "very-slow"


PACE_FILES = {
    "it is not JSON": ("Dear Sam, private", [], "pace.json: It is no pace file: it is not JSON."),
    "it has a number that is none": ('{"readback_pace": 1, "pace": {"speed": NaN}}', [], "it is not JSON."),
    "it is something else": ('{"pace": {}}', [], "pace.json: It is no pace file."),
    "it is of a later version": ('{"readback_pace": 2, "pace": {}}', [], "pace.json: Its version is not 1."),
    "it is a score": ('{"version": 1, "letter": "private", "pace": {}}', [], "There is a letter in it"),
    "it has a voice in it": ('{"readback_pace": 1, "voice": "private", "pace": {}}', [], "Beside the pace"),
    "it is large": (" " * 70000, [], "It has more than 64 kB"),
    "a field is none of a pace": ('{"readback_pace": 1, "pace": {"private": 1}}', [], "pace.json: pace: a field in it"),
    "a kind of rest is none": ('{"readback_pace": 1, "pace": {"rests": {"private": 1}}}', [], "pace.json: rests: "),
    "a number is out of range": (
        '{"readback_pace": 1, "pace": {"rests": {"soft": 21}}}',
        [],
        "pace.json: rests.soft: out of range, it may be from 0 to 20.",
    ),
    "a number is a word": ('{"readback_pace": 1, "pace": {"speed": "private"}}', [], "speed: it is no number."),
    "half a syllable": ('{"readback_pace": 1, "pace": {"phrase_syllables": 7.5}}', [], "it is no whole number."),
    "it contradicts itself": ('{"readback_pace": 1, "pace": {"speed": 1, "syllables_per_second": 3}}', [], "not both"),
    "what it asks for cannot be met": ('{"readback_pace": 1, "pace": {"duration": 2}}', [], "pace.json: duration: "),
    "what is typed is out of range": ('{"readback_pace": 1, "pace": {}}', ["--speed", "9"], "readback: --speed: out"),
    "a rest that is typed is out of range": (
        '{"readback_pace": 1, "pace": {}}',
        ["--rest", "soft=30"],
        "readback: --rest soft: out",
    ),
}


@pytest.mark.parametrize("what", PACE_FILES)
def test_a_pace_file_that_cannot_be_kept_is_said_in_one_line(
    what: str, letter: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(letter.parent)
    text, typed, expected = PACE_FILES[what]
    Path("pace.json").write_text(text, encoding="utf-8")
    assert main(["score", "letter.txt", "--voice", "tone", "--pace", "pace.json", *typed]) == 1
    said = one_line(capsys.readouterr().err)
    assert expected in said
    assert "private" not in said


def test_a_pace_file_that_is_not_there_is_said_in_one_line(letter: Path) -> None:
    done = run("score", letter, "--pace", letter.with_name("none.json"))
    assert done.returncode == 1
    assert "none.json cannot be read: No such file" in one_line(done.stderr)


def test_the_voice_and_the_pace_may_come_from_the_settings(letter: Path) -> None:
    env = environment(READBACK_VOICE="tone", READBACK_PACE="very-slow")
    score = json.loads(run("score", letter, env=env).stdout)
    assert (score["voice"], score["pace"]["preset"]) == ("tone", "very-slow")
    score = json.loads(run("score", letter, "--voice", "heart", "--pace", "gentle", env=env).stdout)
    assert (score["voice"], score["pace"]["preset"]) == ("heart", "gentle")


def test_the_warm_voice_reads_unless_another_is_asked_for(letter: Path) -> None:
    if (why := CATALOGUE.missing(CATALOGUE.voice("heart"))) is not None:
        missing(f"the voice heart: {why[0]}")
    done = run("read", letter, "-o", letter.with_suffix(".wav"))
    assert b"read by a computer voice (heart)" in done.stdout
    assert soundfile.info(letter.with_suffix(".wav")).frames == len(heard(score_of(LETTER, "heart"))[0])


def test_a_notice_is_said_beside_the_reading(letter: Path) -> None:
    done = run(
        "read", letter, "--voice", "tone", "--pace", "with-breath", "--rests", "2", "-o", letter.with_suffix(".wav")
    )
    assert done.returncode == 0
    assert "rest_scale has no effect" in one_line(done.stderr)


# Planning.


def test_a_score_can_be_given_back_and_is_the_same_reading(letter: Path) -> None:
    planned = run("score", letter, "--voice", "tone", "--pace", "gentle", "--preface")
    assert (planned.returncode, planned.stderr) == (0, b"")
    score = letter.with_suffix(".json")
    score.write_bytes(planned.stdout)
    assert run("score", score).stdout == planned.stdout
    one, two = letter.with_name("one.mp3"), letter.with_name("two.mp3")
    assert main(["read", str(score), "-o", str(one)]) == 0
    assert main(["read", str(letter), "--voice", "tone", "--pace", "gentle", "--preface", "-o", str(two)]) == 0
    assert one.read_bytes() == two.read_bytes()


def test_a_score_beside_numbers_of_its_own_is_refused(letter: Path) -> None:
    score = letter.with_suffix(".json")
    score.write_bytes(run("score", letter, "--voice", "tone").stdout)
    for asked in (["--pace", "gentle"], ["--voice", "tone"], ["--rest", "soft=1"], ["--wpm", "90"], ["--preface"]):
        done = run("score", score, *asked)
        assert done.returncode == 1
        assert asked[0] in one_line(done.stderr)


# Listing.


def test_the_voices_are_listed_for_people_and_for_programs() -> None:
    listed = run("voices")
    rows = json.loads(run("voices", "--json").stdout)
    assert {row["name"] for row in rows} == set(CATALOGUE.voices)
    assert rows[0]["name"] == "heart"
    assert set(rows[0]) >= {"name", "engine", "language", "description", "licence", "installed", "mend"}
    text = " ".join(listed.stdout.decode().split())
    assert {row["name"]: row["installed"] for row in rows}["tone"] is True
    for row in rows:
        assert row["name"] in text
        assert row["description"] in text or not row["measured"]
        assert (row["mend"] is None) == row["installed"]


def test_a_voice_that_is_not_installed_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from service.speech.engines.tone import ToneEngine

    monkeypatch.setattr(ToneEngine, "missing", lambda self, voice: ("it is not here", "Install it."))
    assert main(["voices"]) == 0
    assert "It is not here. Install it." in " ".join(capsys.readouterr().out.split())
    assert main(["voices", "--json"]) == 0
    (row,) = [row for row in json.loads(capsys.readouterr().out) if row["name"] == "tone"]
    assert (row["name"], row["installed"], row["mend"]) == ("tone", False, "Install it.")


def test_the_paces_are_listed_with_their_numbers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["paces"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[::2]] == list(PRESETS)
    assert "3.7 syllables a second, phrases of up to 12" in lines[2]
    assert "soft 0.45 s" in lines[3]


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert ended.value.code == 0
    assert re.fullmatch(r"readback \d+\.\d+\.\d+\S*\n", capsys.readouterr().out)


# What goes wrong.


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["sing"],
        ["read"],
        ["read", "a", "b"],
        ["read", "a", "--rest", "sentence"],
        ["read", "a", "--rest", "sentence=long"],
        ["read", "a", "--duration", "4h"],
        ["read", "a", "--duration", ""],
        ["read", "a", "--speed", "slowly"],
        ["score"],
        ["paces", "--json"],
        ["serve", "--port", "x"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_shows_the_usage(
    arguments: Sequence[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    said = capsys.readouterr()
    assert said.err.startswith("usage: readback")
    assert said.out == ""


def test_wrong_usage_ends_a_process_with_2() -> None:
    done = subprocess.run([*COMMAND, "read"], capture_output=True, timeout=60, env=environment(), check=False)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


MENDABLE = {
    "a letter that is missing": (["missing.txt"], "missing.txt cannot be read"),
    "a letter that is a folder": (["."], "cannot be read"),
    "a letter that is the root": (["/"], "cannot be read"),
    "a letter that is no text": (["bytes.txt"], "This is no document of a kind that is read here"),
    "a picture of a letter": (["photo.png"], "typing it in works"),
    "a letter of an older Word": (["old.doc"], "save it as .docx"),
    "a damaged PDF": (["broken.pdf"], "The document is damaged"),
    "a score that is not UTF-8": (["latin.json"], "is not UTF-8 text"),
    "an empty letter": (["empty.txt"], "There is no text in it"),
    "a letter of symbols": (["cat.txt"], "There is no text in it"),
    "a letter that is too long": (["long.txt"], "20,001 characters and the limit is 20,000"),
    "a letter in another script": (["letter.txt", "--voice", "heart", "-o", "a.wav"], "does not speak Cyrillic script"),
    "a voice that nobody has": (["plain.txt", "--voice", "nobody"], "There is no voice of that name"),
    "an ending that is no format": (["plain.txt", "-o", "a.xyz"], "There is no format of that name"),
    "no ending": (
        ["plain.txt", "-o", "a"],
        "a was not written: the name needs an ending that says the format, such as .mp3.",
    ),
    "no ending of a cue sheet": (
        ["plain.txt", "--cues", "a"],
        "the name needs an ending that says the format, such as .vtt",
    ),
    "a folder without an ending": (
        ["plain.txt", "-o", "folder"],
        "folder was not written: it is a folder; name a file.",
    ),
    "a folder for the cue sheet": (["plain.txt", "--cues", "folder"], "folder was not written: it is a folder"),
    "a format that there is not": (["plain.txt", "--format", "tape"], "There is no format of that name"),
    "a cue sheet that there is not": (["plain.txt", "--cues", "a.txt"], "There is no format of that name"),
    "a folder that there is not": (["plain.txt", "-o", "no/a.wav"], "the folder does not exist"),
    "a folder in place of a file": (["plain.txt", "-o", "folder.wav"], "it is a folder"),
    "a file in place of a folder": (["plain.txt", "-o", "plain.txt/a.wav"], "the folder does not exist"),
    "a name that is too long": (["plain.txt", "-o", "a" * 300 + ".wav"], "the name is too long"),
    "the letter as its own reading": (["plain.txt", "-o", "./plain.txt", "--format", "wav"], "it is the letter"),
    "a pace that there is not": (["plain.txt", "--pace", "glacial"], "--pace: there is no pace of that name"),
    "too slow": (["plain.txt", "--speed", "0.5"], "--speed: out of range, it may be from 0.75 to 1.3"),
    "a speed that is no number": (["plain.txt", "--speed", "nan"], "it may be from 0.75 to 1.3"),
    "rests too long": (["plain.txt", "--rests", "3"], "readback: --rests: out of range, it may be from 0.5 to 2."),
    "a rest too long": (["plain.txt", "--rest", "soft=21"], "--rest soft: out of range"),
    "a rest of no kind": (["plain.txt", "--rest", "nap=1"], "--rest nap: there is no rest of that kind"),
    "a contradiction": (
        ["plain.txt", "--wpm", "90", "--duration", "1m"],
        "--duration: give either --duration or --wpm, not both",
    ),
    "a duration that cannot be reached": (
        ["plain.txt", "--duration", "10m"],
        "--duration: it cannot be met: the nearest that can is",
    ),
    "words that cannot be reached": (["plain.txt", "--wpm", "400"], "--wpm: it cannot be met: the nearest that can is"),
    "words out of range": (["plain.txt", "--wpm", "5"], "--wpm: out of range, it may be from 10 to 400."),
    "a score that is none": (["score.json"], "The score cannot be read"),
    "a score that is no JSON": (["broken.json"], "it is not JSON"),
}


@pytest.mark.parametrize("what", MENDABLE)
def test_what_can_be_mended_is_said_in_one_line_and_ends_with_1(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments, said = MENDABLE[what]
    monkeypatch.chdir(tmp_path)
    texts = {
        **{"plain.txt": LETTER.encode(), "letter.txt": "Дорогой Сэм.".encode(), "latin.json": "é".encode("latin-1")},
        **{"bytes.txt": b"\x81\x01\xff", "photo.png": b"\x89PNG\r\n", "broken.pdf": b"%PDF-1.7\nno more of it"},
        **{"old.doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on"},
        **{"empty.txt": b" \n", "cat.txt": "🐈 …".encode(), "long.txt": b"a" * 20_001},
        **{"score.json": b'{"version": 2}', "broken.json": b"{"},
    }
    for name, data in texts.items():
        Path(name).write_bytes(data)
    Path("folder.wav").mkdir()
    Path("folder").mkdir()
    before = names(tmp_path)
    voice = [] if "--voice" in arguments or arguments[0].endswith(".json") else ["--voice", "tone"]
    assert main(["read", *arguments, *voice]) == 1
    told = capsys.readouterr()
    assert said in one_line(told.err)
    assert told.out == ""
    assert names(tmp_path) == before
    assert all(Path(name).read_bytes() == data for name, data in texts.items())


@pytest.mark.parametrize("name", ["letter.docx", "letter.pdf", "letter.md", "letter.txt", "-"])
def test_a_letter_in_a_document_is_read(name: str, tmp_path: Path) -> None:
    data = {
        **{"letter.docx": docx(*map(paragraph, LETTER.split("\n"))), "letter.pdf": pdf(LETTER)},
        **{"letter.md": LETTER.encode(), "letter.txt": LETTER.encode("utf-16"), "-": pdf(LETTER)},
    }[name]
    if name != "-":
        (tmp_path / name).write_bytes(data)
    letter = name if name == "-" else str(tmp_path / name)
    done = run("score", letter, "--voice", "tone", given=data)
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout)["letter"].split() == LETTER.split()


def test_what_may_not_be_as_it_was_written_is_said_and_the_letter_is_read(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_bytes("Chère Zoë, that is enough.".encode("cp1252"))
    done = run("read", str(tmp_path / "letter.txt"), "--voice", "tone")
    assert done.returncode == 0
    assert "look whether every letter is right" in one_line(done.stderr)
    assert "Chère Zoë" in (tmp_path / "letter.vtt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "arguments", [["missing.txt"], ["/"], ["-", "--speed", "9"], ["-", "-o", "a.xyz"], ["-"]], ids=" ".join
)
def test_a_process_that_is_refused_ends_with_1_and_one_line(arguments: list[str]) -> None:
    done = run("read", *arguments, "--voice", "tone", given=b"\0\x81")
    assert done.returncode == 1
    assert done.stdout == b""
    one_line(done.stderr)


def test_a_bad_setting_is_named(letter: Path) -> None:
    done = run("score", letter, env=environment(READBACK_MAX_CHARACTERS="many"))
    assert done.returncode == 1
    assert "READBACK_MAX_CHARACTERS is set to 'many'" in one_line(done.stderr)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PACE", "fast", "it may be one of gentle, slow, very-slow, with-breath."),
        ("VOICE", "nobody", "it may be one of"),
    ],
)
def test_a_setting_in_place_of_an_option_is_named(
    name: str,
    value: str,
    said: str,
    letter: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(f"READBACK_{name}", value)
    assert main(["read", str(letter)]) == 1
    assert f"READBACK_{name} is set to '{value}': {said}" in one_line(capsys.readouterr().err)
    assert names(letter.parent) == ["letter.txt"]


def test_a_port_that_was_typed_is_named_as_it_was_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--port", "99999"]) == 1
    said = "readback: --port is set to '99999': it may be a whole number from 0 to 65535.\n"
    assert capsys.readouterr().err == said
    assert main(["serve", "--host", "192.0.2.1"]) == 1
    assert "--host is set to '192.0.2.1': this machine has no such address." in one_line(capsys.readouterr().err)


@POSIX
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nobody forbids anything to root")
def test_a_folder_that_may_not_be_written_to_is_said(letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    letter.parent.chmod(0o500)
    assert main(["read", str(letter), "--voice", "tone"]) == 1
    assert "no permission" in one_line(capsys.readouterr().err)


def test_a_reading_that_fails_leaves_the_one_before_as_it_was(
    letter: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from service.speech.engines.engine import EngineFailed
    from service.speech.engines.tone import ToneEngine

    assert main(["read", str(letter), "--voice", "tone"]) == 0
    before = {name: (letter.parent / name).read_bytes() for name in names(letter.parent)}
    speak = ToneEngine.speak

    def failing(self: ToneEngine, utterance: object, *rest: object) -> object:
        if "rest" in utterance.phrases[-1].spoken:  # type: ignore[attr-defined]
            raise EngineFailed("it would not", 0)
        return speak(self, utterance, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(ToneEngine, "speak", failing)
    capsys.readouterr()
    assert main(["read", str(letter), "--voice", "tone"]) == 1
    assert "The voice tone failed at phrase 3, twice." in one_line(capsys.readouterr().err)
    assert {name: (letter.parent / name).read_bytes() for name in names(letter.parent)} == before


def test_a_cue_sheet_that_cannot_be_written_leaves_a_whole_reading(letter: Path) -> None:
    out = letter.with_suffix(".wav")
    done = run("read", letter, "--voice", "tone", "-o", out, "--cues", letter.parent / "no" / "cues.vtt")
    assert done.returncode == 1
    assert "cues.vtt was not written: the folder does not exist" in one_line(done.stderr)
    assert soundfile.info(out).duration == pytest.approx(score_of(LETTER).predicted_seconds, rel=0.02)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("form", ["wav", "mp3", "opus", "m4a"])
def test_a_full_disk_is_one_line(form: str, letter: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(letter), "--voice", "tone", "-o", "/dev/full", "--format", form]) == 1
    assert "/dev/full was not written: the disk is full" in one_line(capsys.readouterr().err)
    assert not Path("/dev/full").is_file()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize("arguments", [["read", "-o", "-"], ["score"], ["read", "-o", "letter.wav"]], ids=" ".join)
def test_a_full_standard_output_is_one_line(arguments: list[str], letter: Path) -> None:
    command = [*COMMAND, arguments[0], str(letter), "--voice", "tone", *arguments[1:]]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command, stdout=full, stderr=subprocess.PIPE, env=environment(), cwd=letter.parent, check=False
        )
    assert done.returncode == 1
    one_line(done.stderr)


@POSIX
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_a_closed_input_or_output_is_no_traceback(closed: str, letter: Path) -> None:
    command = f'"$@" {closed}'
    given = "-" if closed == "<&-" else str(letter)
    out = letter.with_suffix(".wav") if closed == "2>&-" else "-"
    arguments = [*COMMAND, "read", given, "--voice", "tone", "-o", str(out)]
    done = subprocess.run(["sh", "-c", command, "sh", *arguments], capture_output=True, env=environment(), check=False)
    if closed == "2>&-":
        assert (done.returncode, out.exists() if isinstance(out, Path) else False) == (0, True)
    else:
        assert done.returncode == 1
        assert "it is closed" in one_line(done.stderr)


# While it runs.


@POSIX
@pytest.mark.parametrize(
    "arguments",
    [["read", "--voice", "tone", "-o", "-"], ["read", "--voice", "tone", "-o", "-", "--format", "opus"], ["score"]],
    ids=" ".join,
)
def test_who_has_read_enough_is_not_told_anything(arguments: list[str], tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTERS["evening"] * 8, encoding="utf-8")
    reading = Forked((arguments[0], str(letter), *arguments[1:]), environment())
    assert reading.stdout is not None
    assert len(reading.stdout.read(10)) == 10
    reading.stdout.close()
    assert reading.stderr is not None
    with reading.stderr:
        assert reading.stderr.read() == b""
    assert reading.wait(60) in (0, 1)


@POSIX
@pytest.mark.parametrize("form", ["mp3", "opus"])
@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_who_stops_a_reading_finds_nothing_of_it(stop: str, form: str, tmp_path: Path) -> None:
    letter, out = tmp_path / "letter.txt", tmp_path / f"letter.{form}"
    letter.write_text(LETTERS["evening"] * 11, encoding="utf-8")
    out.write_bytes(b"the one before")
    reading = Forked(("read", str(letter), "--voice", "tone", "-o", str(out)), environment(), session=True)
    until = time.monotonic() + 30
    while not any(part.stat().st_size > 1000 for part in tmp_path.glob(".*.part")) and time.monotonic() < until:
        time.sleep(0.005)
    os.killpg(reading.pid, getattr(signal, stop))
    said, told = reading.communicate(timeout=30)
    assert reading.returncode == 130
    assert told == b"readback: Stopped. Nothing was kept of the unfinished reading.\n"
    assert said == b""
    assert names(tmp_path) == sorted([letter.name, out.name])
    assert out.read_bytes() == b"the one before"


@POSIX
@pytest.mark.parametrize("stop", ["SIGINT", "SIGTERM"])
def test_who_stops_a_reading_by_a_voice_that_hangs_waits_for_nothing(stop: str, letter: Path, tmp_path: Path) -> None:
    command = [*hanging.COMMAND, "read", str(letter), "--voice", hanging.VOICE, "-o", str(tmp_path / "letter.mp3")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as reading:
        program = psutil.Process(reading.pid)
        until(lambda: any(tmp_path.glob(".*.part")) and bool(program.children()), 30)
        children = program.children()
        begun = time.monotonic()
        reading.send_signal(getattr(signal, stop))
        _, told = reading.communicate(timeout=30)
        assert time.monotonic() - begun < 3
    assert reading.returncode == 130
    assert told == b"readback: Stopped. Nothing was kept of the unfinished reading.\n"
    assert names(tmp_path) == [letter.name]
    assert not psutil.wait_procs(children, timeout=2)[1], "its child lives on"


@POSIX
def test_on_a_terminal_a_bar_says_how_far_it_is_and_is_gone_at_the_end(letter: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    arguments = ("read", str(letter), "--voice", "tone", "-o", str(letter.with_suffix(".wav")))
    reading = Forked(arguments, environment(), stderr=theirs)
    os.close(theirs)
    shown = b""
    while select.select([ours], [], [], 30)[0]:
        try:
            data = os.read(ours, 4096)
        except OSError:
            break
        if not data:
            break
        shown += data
    os.close(ours)
    said, _ = reading.communicate(timeout=30)
    assert reading.returncode == 0
    shares = [int(share) for share in re.findall(r"(\d+)%", shown.decode())]
    assert shares == sorted(shares)
    assert len(shares) > 5
    assert shares[-1] >= 99
    assert shown.endswith(b"\r\x1b[K")
    assert b"\x1b" not in said


@POSIX
@pytest.mark.parametrize("arguments", [["-"], ["letter.txt", "-o", "-"]], ids=" ".join)
def test_sound_is_not_sent_to_a_terminal(arguments: list[str], letter: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    command = [*COMMAND, "read", *arguments, "--voice", "tone"]
    done = subprocess.run(
        command,
        input=LETTER.encode(),
        stdout=theirs,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=letter.parent,
        timeout=60,
        check=False,
    )
    shown = select.select([ours], [], [], 0)[0]
    os.close(theirs)
    os.close(ours)
    assert (done.returncode, shown) == (1, [])
    assert "it is a terminal; name a file with -o" in one_line(done.stderr)


def test_on_a_pipe_there_is_no_bar(letter: Path) -> None:
    assert run("read", letter, "--voice", "tone", "-o", letter.with_suffix(".wav")).stderr == b""


def test_two_readings_at_once_do_not_disturb_each_other(letter: Path) -> None:
    outs = [letter.with_name(f"{number}.mp3") for number in range(3)]
    with ThreadPoolExecutor(3) as pool:
        done = list(pool.map(lambda out: run("read", letter, "--voice", "tone", "-o", out), outs))
    assert [result.returncode for result in done] == [0, 0, 0]
    assert len({out.read_bytes() for out in outs}) == 1
    assert names(letter.parent) == ["0.mp3", "1.mp3", "2.mp3", "letter.txt"]
