"""Files by name that are none: those that never end or never begin, and names that would move a terminal's cursor."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from service.cli.main import main
from service.deliver import files
from service.documents import letter_file

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and devices as POSIX has them")
LETTER = "Dear you,\n\nthat is enough for today.\n"
KINDS = (("read", "{}", "--voice", "tone", "-o", "out.mp3"), ("score", "{}"), ("score", "letter.txt", "--pace", "{}"))
"""How a file may be named: as a letter, as a score where it ends so, and as a pace."""
LINUX = [path for path in ("/proc/self/mem", "/proc/self/pagemap", "/proc/kmsg", "/dev/mem") if Path(path).exists()]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(letter_file, "PATIENCE", 0.3)
    Path("letter.txt").write_text(LETTER)
    return tmp_path


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """One sentence on standard error, within two seconds, and nothing left."""
    began = time.monotonic()
    assert main(arguments) == 1
    said, told = capsys.readouterr()
    assert time.monotonic() - began < 2
    assert said == ""
    assert told.startswith("readback: ")
    assert told.count("\n") == 1
    assert "Traceback" not in told
    assert not Path("out.mp3").exists()
    return told


@pytest.mark.parametrize("path", ["/dev/zero", "/dev/urandom", "/dev/full", "/dev/null", "/", *LINUX])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind[-1])
@pytest.mark.parametrize("ending", ["", ".json"])
def test_a_special_file_is_a_sentence(
    path: str, kind: tuple[str, ...], ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    name = path
    if ending or "--pace" in kind:
        name = f"link{ending or '.json'}"
        Path(name).symlink_to(path)
    refused(capsys, *(word.replace("{}", name) for word in kind))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind[-1])
def test_a_pipe_into_which_nobody_says_anything_is_not_waited_for(
    kind: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo("pipe.json")
    told = refused(capsys, *(word.replace("{}", "pipe.json") for word in kind))
    assert "pipe.json cannot be read: nothing came from it for 0.3 seconds" in told
    both = os.open("pipe.json", os.O_RDWR)  # somebody is there, and says nothing
    assert "nothing came" in refused(capsys, *(word.replace("{}", "pipe.json") for word in kind))
    os.write(both, b"Dear")  # or begins, and does not go on
    assert "nothing came" in refused(capsys, *(word.replace("{}", "pipe.json") for word in kind))
    os.close(both)


def test_a_pipe_that_says_a_letter_late_and_in_pieces_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo("pipe")

    def say() -> None:
        time.sleep(0.1)
        with Path("pipe").open("wb", buffering=0) as pipe:
            for letter in LETTER.encode():
                pipe.write(bytes([letter]))
                time.sleep(0.01)

    saying = threading.Thread(target=say)
    saying.start()
    assert main(["score", "pipe"]) == 0
    saying.join(5)
    assert "that is enough" in capsys.readouterr().out


def test_a_pipe_that_nobody_reads_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(files, "PATIENCE", 0.3)
    os.mkfifo("pipe.wav")
    os.mkfifo("pipe.vtt")
    for more in (("-o", "pipe.wav"), ("-o", "pipe"), ("-o", "whole.wav", "--cues", "pipe.vtt")):
        if more == ("-o", "pipe"):
            Path("pipe").symlink_to("pipe.wav")
            more += ("--format", "wav")
        told = refused(capsys, "read", "letter.txt", "--voice", "tone", *more)
        assert "it is a pipe that nobody has read for 0.3 seconds" in told


def test_a_pipe_that_is_read_late_has_the_whole_reading(capsys: pytest.CaptureFixture[str]) -> None:
    os.mkfifo("pipe.wav")
    assert main(["read", "letter.txt", "--voice", "tone", "-o", "whole.wav"]) == 0
    got: list[bytes] = []

    def listen() -> None:
        time.sleep(0.5)
        got.append(Path("pipe.wav").read_bytes())

    listening = threading.Thread(target=listen)
    listening.start()
    assert main(["read", "letter.txt", "--voice", "tone", "-o", "pipe.wav"]) == 0
    listening.join(10)
    # The length at the head of a WAV is filled in where it can be gone back to.
    assert got[0][200:] == Path("whole.wav").read_bytes()[200:]
    assert stat.S_ISFIFO(Path("pipe.wav").stat().st_mode)


@pytest.mark.parametrize("where", ["/dev/null", ">(wc -c >&2)", "/dev/stdout | wc -c >&2"])
def test_a_device_and_what_a_shell_opens_are_written_to(where: str) -> None:
    command = f"{sys.executable} -m service read letter.txt --voice tone --format wav -o {where}; wait"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert "was not written" not in done.stderr
    if "wc" in where:
        assert int(done.stderr.split()[-1]) > 100_000


@pytest.mark.parametrize(
    "name",
    ["a\nreadback: all is well", "a\x1b[2J\x1b]0;title\x07", "a\r\u202egpj.txt", "a\x9b31m", "a\u2028b", "a\udcffb"],
)
def test_a_files_name_is_one_line_and_moves_nothing(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = refused(capsys, "score", f"lost {name}")
    Path(name).write_text(LETTER)
    assert main(["read", name, "--voice", "tone", "-o", f"{name}.mp3"]) == 0
    said, warned = capsys.readouterr()
    assert said.count("\n") == 1
    assert not {*"\r\x1b\x07\x9b\u202e\u2028"} & {*(told + said + warned)}
