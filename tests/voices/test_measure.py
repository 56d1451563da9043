"""Measuring a voice: the figures found are those it has, and only they change in its file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tomllib
from dataclasses import replace
from pathlib import Path

import numpy as np
import psutil
import pytest

from service.cli.main import main
from service.errors import FileNotWritten, PassageMissing
from service.settings import Settings
from service.speech.voice_files import read_voice, voices_folder
from service.voice import Measured, Voice, VoicePart
from service.voices import ear, measure
from service.voices.measure import Heard, measured, nonnegative, obeyed, response, rounded
from service.voices.passages import opening, passage_of
from service.voices.voice_file import path_for, rewritten, save, written
from tests.conftest import missing
from tests.readings import CATALOGUE, LETTERS, heard, score_of
from tests.running import until

ROOT = Path(__file__).parents[2]
HEART, TONE = CATALOGUE.voice("heart"), CATALOGUE.voice("tone")
PASSAGE = passage_of(HEART, "")
FOUND = Measured(5.123, 0.1, 0.11, 0.03, response=0.97, slowest=2.8, level=-24.5, mark_seconds=0.2)


def silent(step: str) -> None:
    """Nobody waits."""


@pytest.fixture
def deaf(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody listens, as where the benchmark's libraries are not installed: Whisper takes a minute."""
    monkeypatch.setattr(ear, "is_here", lambda: False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of voices of one's own, with the files of the shipped ones, so that none of ours is written to."""
    for name in ("heart", "tone"):
        (tmp_path / f"{name}.toml").write_bytes((voices_folder() / f"{name}.toml").read_bytes())
    monkeypatch.setenv("READBACK_VOICES_FOLDER", str(tmp_path))
    return tmp_path


# The figures.


@pytest.mark.usefixtures("deaf")
def test_the_figures_of_tones_are_those_that_they_were_made_with() -> None:
    figures, said = measured(CATALOGUE, CATALOGUE.reader("tone"), PASSAGE, silent)
    known = TONE.measured
    assert figures.syllables_per_second == pytest.approx(known.syllables_per_second, rel=0.001)
    assert figures.syllable_seconds == pytest.approx(known.syllable_seconds, rel=0.001)
    assert (figures.phrase_seconds, figures.consonant_seconds, figures.mark_seconds) == (0, 0, 0)
    assert figures.response == known.response
    assert figures.slowest == known.slowest
    assert "kept" in said
    assert figures.level == pytest.approx(known.level, abs=0.5)


@pytest.fixture(scope="module")
def heart() -> Measured:
    if (why := CATALOGUE.missing(HEART)) is not None:
        missing(f"the voice heart: {why[0]}")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ear, "is_here", lambda: False)
        return measured(CATALOGUE, CATALOGUE.reader("heart"), PASSAGE, silent)[0]


def test_the_passage_gives_the_pace_and_level_that_six_letters_gave(heart: Measured) -> None:
    known = HEART.measured
    assert heart.syllables_per_second == pytest.approx(known.syllables_per_second, rel=0.02)
    assert heart.response == pytest.approx(known.response, rel=0.02)
    assert heart.level == pytest.approx(known.level, rel=0.02)
    assert heart.slowest == known.slowest
    assert heart.times_real_time is not None
    assert heart.times_real_time > 5


@pytest.mark.parametrize("name", ["evening", "typed", "steps"])
def test_letters_are_predicted_from_the_passage_alone(name: str, heart: Measured) -> None:
    score = score_of(LETTERS[name], "heart")
    predicted = sum(heart.seconds(p.syllables, p.consonants, p.marks) for p in score.phrases)
    predicted *= heart.syllables_per_second / score.pace.syllable_rate
    _, timeline = heard(score)
    speech = sum(cue.end - cue.start for cue in timeline.cues if hasattr(cue, "text")) / timeline.sample_rate
    whole = timeline.seconds - speech + predicted
    assert whole == pytest.approx(timeline.seconds, rel=0.04)


@pytest.mark.usefixtures("deaf")
def test_measuring_twice_gives_the_same_figures_but_for_how_busy_the_machine_is() -> None:
    first, second = (measured(CATALOGUE, CATALOGUE.reader("tone"), PASSAGE, silent)[0] for _ in range(2))
    assert replace(first, times_real_time=None) == replace(second, times_real_time=None)


def test_an_engine_that_stops_following_is_measured_down_to_there() -> None:
    """As espeak does at 80 words a minute, without a word."""
    rates = {speed: max(5.0 * speed**0.9, 3.4) for speed in (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)}
    followed = obeyed(rates)
    assert list(followed) == [1.0, 0.9, 0.8, 0.7]
    assert response(followed) == pytest.approx(0.9)


def test_an_engine_that_follows_at_no_speed_has_a_response_all_the_same() -> None:
    assert response(obeyed(dict.fromkeys((1.0, 0.9, 0.8), 4.0))) == 1.0


def test_no_length_is_negative_even_where_that_would_fit_better() -> None:
    counts = np.array([[1, 2, 1], [1, 4, 2], [1, 6, 1], [1, 8, 5]], np.float64)
    seconds = counts @ [-0.1, 0.2, 0.05]
    found = nonnegative(counts, seconds)
    assert min(found) >= 0
    assert nonnegative(counts, counts @ [0.1, 0.2, 0.05]) == pytest.approx((0.1, 0.2, 0.05))


def test_the_floor_is_the_last_rate_that_is_understood_as_well_and_sounds_as_good() -> None:
    def heard(*rows: tuple[float, float, float]) -> list[Heard]:
        return [Heard(*row) for row in rows]

    words = heard((5.0, 0.02, 3.4), (4.0, 0.01, 3.4), (3.0, 0.03, 3.3), (2.5, 0.04, 3.3), (2.0, 0.01, 3.3))
    assert measure.floor(HEART, 5.0, 2.0, words)[0] == 3.0
    sound = heard((5.0, 0.02, 3.4), (4.0, 0.02, 3.21), (3.0, 0.02, 3.1))
    assert measure.floor(HEART, 5.0, 3.0, sound)[0] == 4.0


def test_without_a_listener_a_new_voice_gets_a_floor_from_its_own_pace() -> None:
    rate, said = measure.floor(replace(HEART, estimated=True), 5.0, 2.5, ())
    assert rate == pytest.approx(0.55 * 5.0)
    assert "0.55 of its own rate" in said
    clamped, _ = measure.floor(replace(HEART, estimated=True), 5.0, 3.5, ())
    assert clamped == 3.5


# The file.

TEXT = """\
# A voice of one's own.
name = "mine"   # as people say it
engine = "tone"
language = "en"
description = "[measured] is only a word here."
licence = "CC0-1.0"
attribution = "me"
rate = 24000
scripts = ["Latin"]
estimated = true

[measured]
# by hand, once
level = -20.0  # quiet
syllables_per_second = 5
slowest = 2.0
response = 1.0
phrase_seconds = 0.0
syllable_seconds = 0.2
consonant_seconds = 0.0

# after the figures
[[parts]]
file = "a"
sha256 = "b"
size = 3
registry = "npm"
packages = ["c@1"]
member = "d"
"""


def test_everything_but_the_figures_stays_as_somebody_wrote_it() -> None:
    done = rewritten(TEXT, FOUND)
    assert "level = -24.5  # quiet\nsyllables_per_second = 5.123\n" in done
    assert tomllib.loads(done)["measured"]["mark_seconds"] == 0.2
    lines = done.splitlines()
    kept = [line for line in TEXT.splitlines() if "=" not in line or line in lines]
    assert [line for line in lines if line in kept] == kept
    assert done.startswith('# A voice of one\'s own.\nname = "mine"   # as people say it\n')
    assert "estimated" not in done
    assert done.endswith(TEXT[TEXT.index("# after the figures") :])


def test_line_ends_of_another_system_stay_what_they_are() -> None:
    done = rewritten(TEXT.replace("\n", "\r\n"), FOUND)
    assert done.count("\n") == done.count("\r\n")
    assert done.replace("\r\n", "\n") == rewritten(TEXT, FOUND)


@pytest.mark.parametrize("text", ['name = "x"\n', 'name = "x"\n[measured]', 'name = "x"\n[measured]\nlevel = 1'])
def test_a_file_with_few_figures_gets_all_of_them(text: str) -> None:
    assert tomllib.loads(rewritten(text, FOUND))["measured"]["level"] == -24.5


SHAPES = {
    "dotted keys": (
        '# mine\nmeasured.level = -20.0  # quiet\nname = "mine"\nmeasured.slowest = 1 # slow\nestimated = true\n',
        ["# mine", "measured.level = -24.5  # quiet", 'name = "mine"', "measured.slowest = 2.8 # slow"],
    ),
    "an inline table": (
        'measured = {level = -20.0, slowest = 1}  # both\n# more\nname = "mine"\n',
        ["measured = {level = -24.5, slowest = 2.8, ", "}  # both", "# more", 'name = "mine"'],
    ),
    "an empty inline table": ('measured={}\nname = "mine"\n', ["measured={", "}", 'name = "mine"']),
    "quoted keys": (
        'name = "mine"\n["measured"] # here\n"level" = -20.0 # quiet\n"slowest" = 1\n# and then\n[[parts]]\nsize = 1\n',
        ['["measured"] # here', '"level" = -24.5 # quiet', '"slowest" = 2.8', "# and then", "[[parts]]", "size = 1"],
    ),
    "spaces": ('name = "mine"\n[ measured ]\n  level=-20.0\n', ["[ measured ]", "  level=-24.5"]),
    "comments alone": ('name = "mine"\n[measured]\n# none yet\n', ["[measured]", "# none yet", "level = -24.5"]),
    "no figures": ('name = "mine"\n[[parts]]\nsize = 1\n', ["[[parts]]", "size = 1", "[measured]", "level = -24.5"]),
}
"""Ways in which figures may stand in a file, and what is to be there afterwards, in this order."""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("shape", SHAPES)
def test_figures_are_put_in_in_whatever_shape_they_stand(shape: str, mark: str, ending: str, tmp_path: Path) -> None:
    text, wanted = SHAPES[shape]
    path = tmp_path / "mine.toml"
    path.write_bytes((mark + text.replace("\n", ending)).encode())
    save(replace(TONE, name="mine", measured=FOUND), path)
    done = path.read_bytes().decode()
    assert done.startswith(mark)
    assert done.count("\n") == done.count(ending)
    at = 0
    for piece in wanted:
        at = done.index(piece, at) + len(piece)
    table = tomllib.loads(done.removeprefix(mark))
    before = tomllib.loads(text)
    assert table.pop("measured") == {name: value for name, value in vars(FOUND).items() if value is not None}
    assert table == {key: value for key, value in before.items() if key not in ("measured", "estimated")}


@pytest.mark.parametrize("text", ["measured = 3\n", "[[measured]]\nlevel = 1\n", "measured = \n"])
def test_a_file_with_something_else_in_place_of_figures_is_left_alone(text: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileNotWritten):
        save(replace(TONE, name="mine", measured=FOUND), path)
    assert path.read_text(encoding="utf-8") == text


def test_a_voice_that_an_engine_found_gets_a_file_that_says_the_same(tmp_path: Path) -> None:
    part = VoicePart("a.onnx", "ff" * 32, 7, "pypi", ("a==1", "b==2"), "*/part.bin")
    voice = Voice(
        "system:Zoë", "system", "fr-FR", 'She says "bonjour" \\ hello.', "LicenseRef-x", "a 🙂\n\tb", 24000, ("Latin",),
        FOUND, model="com.voice", accent="Parisian", parts=(part,), leaves_to="example.org",
    )  # fmt: skip
    path = tmp_path / "voices" / "system-Zoë.toml"
    save(voice, path)
    assert read_voice(path) == voice
    assert path.stat().st_mode & 0o777 == (0o644 if os.name != "nt" else path.stat().st_mode & 0o777)
    assert written(voice).count("[measured]") == 1


def test_ours_is_written_in_a_checkout_unless_there_is_one_of_ones_own(tmp_path: Path) -> None:
    settings = Settings(voices_folder=tmp_path)
    assert path_for(HEART, settings) == ROOT / "voices" / "heart.toml"
    assert path_for(replace(HEART, name="system:Samantha"), settings) == tmp_path / "system-Samantha.toml"
    (tmp_path / "heart.toml").touch()
    assert path_for(HEART, settings) == tmp_path / "heart.toml"


def test_an_installed_readback_is_not_written_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = tmp_path / "service" / "voices"
    shipped.mkdir(parents=True)
    (shipped / "tone.toml").write_bytes((ROOT / "voices" / "tone.toml").read_bytes())
    monkeypatch.setattr("service.voices.voice_file.voices_folder", lambda: shipped)
    own = tmp_path / "own" / "tone.toml"
    assert path_for(TONE, Settings(voices_folder=own.parent)) == own
    save(replace(TONE, measured=FOUND), own)
    assert read_voice(own) == replace(TONE, measured=FOUND)


# The command.


@pytest.mark.usefixtures("deaf")
def test_the_command_says_each_figure_and_writes_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "tone.toml"
    before = path.read_text(encoding="utf-8")
    assert main(["voices", "measure", "tone"]) == 0
    said = capsys.readouterr().out
    assert "syllables_per_second             5 → 5\n" in said
    assert "times_real_time       not measured → " in said
    assert "slowest is kept" in said
    assert said.endswith(f"{path} holds them now.\n")
    after = path.read_text(encoding="utf-8")
    assert after.partition("[measured]")[0] == before.partition("[measured]")[0]
    assert read_voice(path).measured.times_real_time is not None
    assert [entry.name for entry in folder.iterdir() if entry.name.startswith(".")] == []


@pytest.mark.usefixtures("folder", "deaf")
def test_a_passage_of_ones_own_is_spoken(tmp_path: Path) -> None:
    passage = tmp_path / "mine.txt"
    passage.write_text("A passage of my own, not a long one. It is spoken all the same.", encoding="utf-8")
    assert main(["voices", "measure", "tone", "--passage", str(passage)]) == 0


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["nobody"], "There is no voice of that name."),
        (["tone", "--passage", "no-such-file.txt"], "cannot be read"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_cannot_be_measured_is_said_in_a_line(
    arguments: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["voices", "measure", *arguments]) == 1
    error = capsys.readouterr().err
    assert error.startswith("readback: ")
    assert error.count("\n") == 1
    assert sentence in error


def test_a_language_without_a_passage_says_how_to_give_one() -> None:
    with pytest.raises(PassageMissing, match=r"Give one with --passage FILE\."):
        passage_of(replace(HEART, language="xx"), "Give one with --passage FILE.")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other signals")
def test_a_measurement_that_is_stopped_leaves_the_file_as_it_was(folder: Path) -> None:
    if CATALOGUE.missing(HEART) is not None:
        missing("the voice heart")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "READBACK_VOICES_FOLDER": str(folder)}
    command = [sys.executable, "-m", "service", "voices", "measure", "heart"]
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    # In the middle of it, however busy the machine is.
    until(lambda: psutil.Process(running.pid).cpu_times().user > 2.0)
    running.send_signal(signal.SIGINT)
    out, error = running.communicate(timeout=30)
    assert (running.returncode, out) == (130, b"")
    assert error.startswith(b"readback: Stopped.")
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


# The passages.

PASSAGES = sorted((ROOT / "voices" / "passages").glob("*.txt"))


@pytest.mark.parametrize("path", PASSAGES, ids=lambda path: path.stem)
def test_a_passage_is_short_and_without_digits(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert 60 <= len(text.split()) <= 150
    assert not any(c.isdigit() for c in text)
    assert len(opening(text)) < len(" ".join(text.split()))


def test_an_opening_is_whole_sentences() -> None:
    first = opening(PASSAGE)
    assert " ".join(PASSAGE.split()).startswith(first)
    assert first.count(".") == 3
    assert first.endswith(".")


def test_figures_have_as_many_places_as_can_be_meant() -> None:
    exact = Measured(5.12345, 0.12345, 0.123456, 0.0345678, response=0.98765, slowest=2.7654, level=-25.4321)
    assert rounded(exact) == Measured(5.123, 0.123, 0.1235, 0.0346, response=0.99, slowest=2.8, level=-25.4)


@pytest.mark.skipif(not ear.is_here(), reason="the libraries that listen come with the bench extra alone")
def test_where_somebody_can_listen_the_floor_and_the_quality_are_what_they_hear() -> None:
    figures, said = measured(CATALOGUE, CATALOGUE.reader("heart"), PASSAGE, silent)
    assert "what was heard" in said
    assert figures.dnsmos == pytest.approx(3.4, abs=0.15)
    assert figures.slowest <= HEART.measured.slowest
