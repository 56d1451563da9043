"""A letter is between the writer and the listener: no word of it is told, kept or passed on by the way.

Two things are meant to hold a letter's words, because somebody asks for them by name: the score, which is the
letter planned, and the cue sheets WebVTT and SRT, which show each phrase while it is heard. Nothing else does.
"""

from __future__ import annotations

import gc
import logging
import os
import shutil
import subprocess
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import pytest

from service.audio import Samples, Take
from service.cli.main import main
from service.deliver.cue_sheets import CUE_SHEETS
from service.encode.formats import FORMATS, encode
from service.errors import ReadbackError
from service.render import Recorder, planned
from service.score.pace import PaceWish
from service.score.score_file import from_json, loaded, to_json
from service.speech.catalogue import Catalogue
from service.speech.engines.engine import EngineFailed, Utterance
from service.speech.engines.tone import ToneEngine
from service.voice import Voice
from tests.commands import ran
from tests.conftest import missing
from tests.documents.made import docx, paragraph, pdf
from tests.readings import CATALOGUE, LIMIT, RATE, heard, readback_of, score_of, with_word

ROOT = Path(__file__).parent.parent
CANARY = ("heliotrope", "marmalade", "quillfeather", "osmanthus")
"""Words that stand nowhere else: where one turns up, it came from the letter."""
LETTER = (
    "Dear Quillfeather,\n\nThe heliotrope is out, and the marmalade is on the table. You were brave, "
    "and the osmanthus was kind to you in the morning.\n\nWith love,\nMe\n"
)
NAME, PLACE, KIND = CANARY[1], CANARY[0], CANARY[3]
"""Words by other names, so that a traceback, which quotes the lines of this file, does not quote them."""
HALF_A_SCORE = '{"letter": "The heliotrope'
UNSAID = "The heliotrope. The marmalade."
SILENT = chr(0x1C3)


def told(data: bytes | str) -> list[str]:
    """The words of the letter that can be found in it, however a file may have written them."""
    raw = data.encode("utf-8", "surrogateescape") if isinstance(data, str) else data
    raw = raw.lower()
    spellings = {word: (word.encode(), word.encode("utf-16-le"), word.encode("utf-16-be")) for word in CANARY}
    return [word for word, ways in spellings.items() if any(way in raw for way in ways)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home of its own, with everything that a program might write to by the way."""
    for name in ("tmp", "home", "cache", "config", "data", "state", "run", "work"):
        (tmp_path / name).mkdir()
    (tmp_path / "work" / "letter.txt").write_text(LETTER, encoding="utf-8")
    return tmp_path


def environment(home: Path, **more: str) -> dict[str, str]:
    places = {"TMPDIR": "tmp", "TEMP": "tmp", "TMP": "tmp", "HOME": "home", "USERPROFILE": "home"}
    places |= {f"XDG_{name.upper()}_HOME": name for name in ("cache", "config", "data", "state")}
    places |= {"XDG_RUNTIME_DIR": "run"}
    # In CI, onnxruntime reports nothing by itself: what is shown here has to hold at home.
    unset = ("READBACK_", "ORT_", "CI", "GITHUB_", "TF_BUILD", "PYTEST_")
    env = {name: value for name, value in os.environ.items() if not name.startswith(unset)}
    return {**env, "PYTHONPATH": str(ROOT), **{name: str(home / place) for name, place in places.items()}, **more}


def present(voice: str) -> None:
    """End the test where the voice is missing."""
    if (why := CATALOGUE.missing(CATALOGUE.voice(voice))) is not None:
        missing(f"the voice {voice}: {why[0]}")


def files_of(home: Path) -> dict[str, bytes]:
    return {str(path.relative_to(home)): path.read_bytes() for path in home.rglob("*") if path.is_file()}


def run(home: Path, *arguments: str, given: bytes = b"", code: str = "") -> subprocess.CompletedProcess[bytes]:
    if not code:
        return ran(*arguments, env=environment(home), given=given, cwd=home / "work")
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        input=given,
        capture_output=True,
        env=environment(home),
        cwd=home / "work",
        timeout=60,
        check=False,
    )


# The command.


@pytest.mark.parametrize(
    ("voice", "form"), [*(("tone", form) for form in FORMATS), ("heart", "mp3"), ("heart", "opus")]
)
def test_a_reading_in_any_format_tells_nobody_a_word(voice: str, form: str, home: Path) -> None:
    present(voice)
    done = run(home, "read", "letter.txt", "--voice", voice, "--format", form, "-o", "out.bin", "--cues", "out.json")
    assert done.returncode == 0
    assert told(done.stdout + done.stderr) == []
    left = files_of(home)
    assert set(left) == {"work/letter.txt", "work/out.bin", "work/out.json"}
    assert told(left["work/out.bin"]) == told(left["work/out.json"]) == []
    assert told("\n".join(left)) == []


def test_only_what_shows_the_words_holds_them(home: Path) -> None:
    assert run(home, "read", "letter.txt", "--voice", "tone", "--cues", "a.vtt", "--cues", "a.srt").returncode == 0
    score = run(home, "score", "letter.txt")
    left = files_of(home)
    assert set(told(score.stdout)) == set(CANARY)
    assert {name for name, data in left.items() if told(data)} == {"work/letter.txt", "work/a.vtt", "work/a.srt"}
    assert told(score.stderr) == []


FAILING = """
import sys
from service.cli.main import main
from service.speech.engines.engine import EngineFailed
from service.speech.engines.tone import ToneEngine
speak = ToneEngine.speak
def failing(self, utterance, voice, speed, seed):
    if any("osmanthus" in phrase.spoken for phrase in utterance.phrases):
        raise {failure}
    return speak(self, utterance, voice, speed, seed)
ToneEngine.speak = failing
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("form", ["mp3", "opus"])
def test_an_engine_that_fails_tells_nobody_a_word(form: str, home: Path) -> None:
    code = FAILING.format(failure='EngineFailed("it would not", 1)')
    done = run(home, "read", "letter.txt", "--voice", "tone", "-o", f"out.{form}", code=code)
    assert done.returncode == 1
    assert done.stderr.startswith(b"readback: The voice tone failed at phrase")
    assert told(done.stdout + done.stderr) == []
    assert set(files_of(home)) == {"work/letter.txt"}


def test_an_engine_that_breaks_in_an_unforeseen_way_shows_code_and_no_word(home: Path) -> None:
    done = run(home, "read", "letter.txt", "--voice", "tone", code=FAILING.format(failure="RuntimeError('broken')"))
    assert done.returncode == 1
    assert told(done.stdout + done.stderr) == []
    assert set(files_of(home)) == {"work/letter.txt"}


@pytest.mark.parametrize(
    ("text", "arguments"),
    [
        (LETTER.encode() * 200, []),
        (LETTER.encode() + ("Османтус " * 60).encode() + b"heliotrope", ["--voice", "heart"]),
        (LETTER.encode() + b"\0\1\2\3\x81", []),
        (docx(paragraph(LETTER))[:-40], []),
        (pdf(LETTER, locked="a"), []),
        (pdf(LETTER)[:400], []),
        (LETTER.encode(), ["--duration", "1s"]),
        (LETTER.encode(), ["--voice", "nobody"]),
        (LETTER.encode(), ["-o", "no/where.mp3"]),
        (LETTER.encode(), ["--format", "tape"]),
    ],
    ids=[
        "too long",
        "another script",
        "no text",
        "damaged",
        "locked",
        "cut off",
        "duration",
        "voice",
        "folder",
        "format",
    ],
)
def test_a_letter_that_is_refused_is_not_repeated(text: bytes, arguments: list[str], home: Path) -> None:
    done = run(home, "read", "-", *arguments, given=text)
    assert done.returncode == 1
    assert told(done.stdout + done.stderr) == []
    assert set(files_of(home)) == {"work/letter.txt"}


@pytest.mark.parametrize("name", ["a.docx", "a.pdf"])
def test_a_document_is_opened_without_a_file(name: str, home: Path) -> None:
    (home / "work" / name).write_bytes(docx(paragraph(LETTER)) if name == "a.docx" else pdf(LETTER))
    done = run(home, "read", name, "--voice", "tone", "-o", "out.mp3")
    assert done.returncode == 0
    assert told(done.stdout + done.stderr) == []
    assert set(files_of(home)) == {"work/letter.txt", f"work/{name}", "work/out.mp3"}


@pytest.mark.parametrize("edit", ["heliotrope", "marmalade"])
def test_a_score_that_is_refused_is_not_repeated(edit: str, home: Path) -> None:
    score = run(home, "score", "letter.txt", "--voice", "tone").stdout.decode()
    wrong = score.replace(f'"spoken": "The {edit}', '"spoken": "The quillfeather').replace(
        f"{edit} is", f"{edit} was", 1
    )
    assert wrong != score
    for text in (wrong, score[: len(score) // 2], score.replace("heliotrope", "heliotrope marmalade", 1)):
        (home / "work" / "score.json").write_text(text, encoding="utf-8")
        done = run(home, "read", "score.json")
        assert done.returncode == 1
        assert told(done.stdout + done.stderr) == []


def watched(process: subprocess.Popen[bytes], home: Path, pause: float = 0.002) -> Iterator[tuple[str, bytes]]:
    """What can be seen of a running program: its own and its children's arguments, and all files beside the letter.

    pause: seconds between two looks.
    """
    running = psutil.Process(process.pid)
    while process.poll() is None:
        try:
            for one in [running, *running.children(recursive=True)]:
                yield "arguments", "\0".join(one.cmdline()).encode()
                yield "environment", "\0".join(f"{k}={v}" for k, v in one.environ().items()).encode()
        except psutil.Error:
            pass
        for path in home.rglob("*"):
            if path.name != "letter.txt" and path.is_file():
                try:
                    yield f"{path.parent.name}/{path.suffix}", path.read_bytes()
                except FileNotFoundError:
                    continue
        time.sleep(pause)


@pytest.mark.skipif(shutil.which("strace") is None, reason="only Linux tells what a program asks of it, by strace")
def test_a_reading_asks_nobody_anything_over_a_network(home: Path) -> None:
    """Also while it lives on with its voice loaded: a library that reports to its makers waits 8 s before it does."""
    present("heart")
    code = (
        "import sys, time; from service.cli import main; status = main(sys.argv[1:]); time.sleep(10); sys.exit(status)"
    )
    log = home / "work" / "network.txt"
    command = ["strace", "-f", "-e", "trace=network", "-o", str(log), sys.executable, "-c", code]
    done = subprocess.run(
        [*command, "read", "letter.txt", "-o", "out.m4a"],
        capture_output=True,
        env=environment(home),
        cwd=home / "work",
        timeout=120,
        check=False,
    )
    if b"Operation not permitted" in done.stderr:
        pytest.skip("strace may not look at programs here")
    assert done.returncode == 0
    assert [line for line in log.read_text().splitlines() if "AF_INET" in line or "sendto(" in line] == []
    assert set(files_of(home)) == {"work/letter.txt", "work/out.m4a", "work/network.txt"}


@pytest.mark.skipif(sys.platform == "win32", reason="looks at other programs as POSIX shows them")
@pytest.mark.parametrize("form", ["opus", "m4a", "mp3"])
def test_who_looks_at_processes_and_files_during_a_reading_learns_nothing_of_it(form: str, home: Path) -> None:
    (home / "work" / "letter.txt").write_text(LETTER * 15, encoding="utf-8")
    command = [sys.executable, "-m", "service", "read", "letter.txt", "--voice", "tone", "-o", f"out.{form}"]
    reading = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(home), cwd=home / "work"
    )
    seen: dict[str, list[str]] = {}
    encoders = 0
    for where, data in watched(reading, home):
        seen.setdefault(where, []).extend(told(data))
        encoders += where == "arguments" and b"pipe:0" in data
    reading.communicate(timeout=30)
    assert reading.returncode == 0
    words = {where: found for where, found in seen.items() if found and where != "work/.vtt" and where != "work/.part"}
    assert words == {}
    assert set(seen) <= {"arguments", "environment", "work/.part", f"work/.{form}", "work/.vtt"}
    assert not list((home / "tmp").iterdir())
    assert (encoders > 0) == (form != "mp3")


# Errors, from inside.


class Refusing(ToneEngine):
    """Fails as an adapter may: with words of the letter in the failure of the library underneath."""

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        raise EngineFailed("it would not", len(utterance.phrases) - 1)


def told_by(error: BaseException) -> list[str]:
    """The words that an error tells: by itself, and with everything that it came from."""
    return told("\n".join([str(error), repr(error), str(vars(error)), *traceback.format_exception(error)]))


def failing_reading() -> None:
    score = score_of(LETTER)
    catalogue = Catalogue(CATALOGUE.voices, {**CATALOGUE.engines, "tone": Refusing()})
    list(readback_of(catalogue, score).chunks())


def edited(**fields: Any) -> Callable[[], object]:
    import json

    given = {**json.loads(to_json(score_of(LETTER))), **fields}
    return lambda: from_json(json.dumps(given), CATALOGUE.voice, LIMIT)


ERRORS: dict[str, Callable[[], object]] = {
    "an engine that fails": failing_reading,
    "a letter that is too long": lambda: score_of(LETTER, limit=10),
    "a script that is not spoken": lambda: score_of(LETTER + "Османтус " * 60, "heart"),
    "a voice by a word of the letter": lambda: score_of(LETTER, NAME),
    "a duration that cannot be": lambda: score_of(LETTER, duration=1.0),
    "a preset by a word of the letter": lambda: PaceWish(preset=NAME).pace(),
    "JSON that breaks off": lambda: loaded(HALF_A_SCORE),
    "a score with other words": edited(parts=[{"kind": "phrase", "text": [0, 18], "spoken": f"Dear {NAME},"}]),
    "a score that leaves words out": edited(parts=[{"kind": "phrase", "text": [0, 18]}]),
    "a score of a part by a word": edited(parts=[{"kind": NAME}]),
    "a score of a rest by a word": edited(parts=[{"kind": "rest", "rest": NAME, "seconds": 1}]),
    "a score with another preface": edited(parts=[{"kind": "preface", "spoken": f"The {PLACE}."}]),
    "a score whose pace is a word": edited(pace={"preset": KIND}),
    "a score whose pace has a word": edited(pace={KIND: 1}),
    "a score whose voice is a word": edited(voice=KIND),
}


@pytest.mark.parametrize("what", ERRORS)
def test_no_error_tells_a_word_of_the_letter_not_even_in_its_traceback(what: str) -> None:
    with pytest.raises(ReadbackError) as raised:
        ERRORS[what]()
    assert told_by(raised.value) == []


def test_a_word_that_nobody_can_say_is_not_told_by_the_warm_voice() -> None:
    present("heart")
    with pytest.raises(ReadbackError) as raised:
        heard(with_word(score_of(UNSAID, "heart"), 1, f"{SILENT}{SILENT}."))
    assert told_by(raised.value) == []
    assert SILENT not in "".join(traceback.format_exception(raised.value))


# What stays in memory, and what is logged.


def test_nothing_is_logged_while_a_letter_is_planned_read_and_written_down(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        score = planned(CATALOGUE, LETTER, CATALOGUE.voice("tone"), PaceWish().pace(), LIMIT)
        recorder = Recorder(readback_of(CATALOGUE, score))
        samples: Samples = np.concatenate(list(recorder.samples()))
        for form in FORMATS.values():
            encode(samples[:RATE], form, RATE, readback_of(CATALOGUE, score).tags)
        for sheet in CUE_SHEETS.values():
            sheet.render(recorder.timeline, LETTER)
    assert told(caplog.text) == []


def test_no_string_of_a_letter_outlives_its_reading() -> None:
    """Every string that is still alive afterwards, wherever it is held: in a cache, a module, an engine."""
    text = "".join(["The quibble", "fern is out, and the quibble", "fern is kind."])
    rare = "".join(["quibble", "fern"])
    voices = ["tone", *(["heart"] if CATALOGUE.missing(CATALOGUE.voice("heart")) is None else [])]
    for voice in voices:
        heard(score_of(text, voice))
    del text
    gc.unfreeze()  # a server that ran here before leaves out of searches what it has loaded
    gc.collect()
    kept = [
        value
        for owner in gc.get_objects()
        if isinstance(owner, dict | list | tuple | set)
        for value in ([*owner.keys(), *owner.values()] if isinstance(owner, dict) else list(owner))
        if isinstance(value, str) and value is not rare and rare in value.lower()
    ]
    assert kept == []


def test_no_thread_is_left_that_holds_a_letter(tmp_path: Path) -> None:
    before = set(threading.enumerate())
    letter = tmp_path / "letter.txt"
    letter.write_text(LETTER, encoding="utf-8")
    assert main(["read", str(letter), "--voice", "tone", "-o", str(tmp_path / "out.opus")]) == 0
    assert set(threading.enumerate()) <= before
