"""Before a letter leaves the machine, a person is told where it goes, and says yes. Otherwise nothing is sent."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import soundfile

from tests.commands import Forked, ran
from tests.serving import KEY, Server, answering, hang, pitched, sent

ROOT = Path(__file__).parents[2]
LETTER = "Dear Sam,\n\nIt is late, and you are quetzaltired. You may rest now.\n\nWith love,\nMe\n"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other terminals")


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    return path


@pytest.fixture
def server() -> Iterator[Server]:
    with answering(pitched) as server:
        yield server


def environment(server: Server | None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("READBACK_")}
    named = {"READBACK_REMOTE_URL": f"http://{server.host}/v1", "READBACK_REMOTE_KEY": KEY} if server else {}
    return {**kept, "PYTHONPATH": str(ROOT), **named}


def run(*arguments: str | Path, server: Server | None) -> subprocess.CompletedProcess[str]:
    done = ran(*arguments, env=environment(server))
    return subprocess.CompletedProcess(done.args, done.returncode, done.stdout.decode(), done.stderr.decode())


def said(server: Server) -> str:
    goes = "This letter goes to another program on this machine"
    return f"{goes}: {server.host} gets its text, phrase by phrase, and speaks it."


def typed(letter: Path, server: Server, answer: bytes) -> tuple[int, str, bool]:
    """Exit status, what the terminal showed, and whether anything had been sent when it asked."""
    import pty

    ours, theirs = pty.openpty()
    arguments = ("read", str(letter), "--voice", "remote:alloy")
    with Path(os.devnull).open("wb") as nowhere:
        reading = Forked(arguments, environment(server), stdin=theirs, stdout=nowhere.fileno(), stderr=theirs)
    os.close(theirs)
    shown, before = b"", False
    while select.select([ours], [], [], 30)[0]:
        try:
            data = os.read(ours, 4096)
        except OSError:
            break
        shown += data
        if b"send nothing: " in shown and answer:
            before = bool(server.asked)
            os.write(ours, answer)
            answer = b""
    os.close(ours)
    return reading.wait(30), shown.decode(), before


def test_with_send_it_is_said_and_sent(letter: Path, server: Server) -> None:
    done = run("read", letter, "--voice", "remote:alloy", "--send", server=server)
    assert done.returncode == 0
    assert done.stderr == f"readback: {said(server)}\n"
    assert len(server.asked) == 6
    assert soundfile.info(letter.with_suffix(".mp3")).duration > 10


def test_without_a_terminal_nothing_is_sent_unless_it_was_said_beforehand(letter: Path, server: Server) -> None:
    done = run("read", letter, "--voice", "remote:alloy", server=server)
    assert done.returncode == 1
    assert done.stderr == f"readback: Nothing was sent. {said(server)} --send says beforehand that it may.\n"
    assert not server.asked
    assert [path.name for path in letter.parent.iterdir()] == ["letter.txt"]


@POSIX
@pytest.mark.parametrize("answer", [b"yes\n", b"Y\n"])
def test_on_a_terminal_who_says_yes_is_read_to(letter: Path, server: Server, answer: bytes) -> None:
    status, shown, before = typed(letter, server, answer)
    assert (status, before) == (0, False)
    assert shown.index(said(server)) < shown.index("Send it?")
    assert shown.count(said(server)) == 1
    assert len(server.asked) == 6


@POSIX
@pytest.mark.parametrize("answer", [b"\n", b"no\n", b"yesterday\n", b"\x04"])
def test_on_a_terminal_nothing_is_sent_unless_somebody_says_yes(letter: Path, server: Server, answer: bytes) -> None:
    status, shown, _ = typed(letter, server, answer)
    assert status == 1
    assert shown.rstrip().endswith("readback: Nothing was sent.")
    assert not server.asked
    assert [path.name for path in letter.parent.iterdir()] == ["letter.txt"]


def test_a_plan_is_made_without_asking_or_sending(letter: Path, server: Server) -> None:
    done = run("score", letter, "--voice", "remote:alloy", server=server)
    assert json.loads(done.stdout)["notices"] == [said(server)]
    assert not server.asked


def test_the_score_of_a_voice_elsewhere_asks_as_well(letter: Path, server: Server) -> None:
    score = letter.with_suffix(".json")
    score.write_text(run("score", letter, "--voice", "remote:alloy", server=server).stdout)
    assert run("read", score, "-o", letter.with_suffix(".wav"), server=server).returncode == 1
    assert not server.asked
    done = run("read", score, "-o", letter.with_suffix(".wav"), "--send", server=server)
    assert (done.returncode, len(server.asked)) == (0, 6)


def test_a_voice_that_stays_here_asks_nothing(letter: Path, server: Server) -> None:
    done = run("read", letter, "--voice", "tone", server=server)
    assert (done.returncode, done.stderr, server.asked) == (0, "", [])


def test_a_key_that_is_wrong_is_said_to_who_can_mend_it(letter: Path) -> None:
    with answering(sent(LETTER.encode(), 401)) as server:
        done = run("read", letter, "--voice", "remote:alloy", "--send", server=server)
    assert done.returncode == 1
    assert f"{server.host} refuses the key (401); see READBACK_REMOTE_KEY" in done.stderr
    assert "The voice remote:alloy failed at phrase 0" in done.stderr
    assert KEY not in done.stderr
    assert "quetzal" not in done.stderr


@POSIX
def test_who_stops_while_the_server_is_waited_for_is_let_go_at_once(letter: Path) -> None:
    with answering(hang) as server:
        reading = Forked(("read", str(letter), "--voice", "remote:alloy", "--send"), environment(server))
        while not server.asked:
            time.sleep(0.02)
        begun = time.monotonic()
        reading.send_signal(signal.SIGINT)
        _, shown = reading.communicate(timeout=20)
        assert time.monotonic() - begun < 3
    assert reading.returncode == 130
    assert shown.decode().splitlines()[1:] == ["readback: Stopped. Nothing was kept of the unfinished reading."]
    assert [path.name for path in letter.parent.iterdir()] == ["letter.txt"]


def test_voices_are_listed_with_where_letters_go(server: Server) -> None:
    rows = {row["name"]: row for row in json.loads(run("voices", "--json", server=server).stdout)}
    assert (rows["remote:alloy"]["leaves_to"], rows["heart"]["leaves_to"]) == (server.host, None)
    listed = " ".join(run("voices", server=server).stdout.split())
    assert "each phrase of a letter is sent there" in listed
    assert "remote" not in run("voices", server=None).stdout
    assert not server.asked
