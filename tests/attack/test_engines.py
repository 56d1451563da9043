"""Voices and encoders that hang, die, or are robbed of what they need: who listens to another one notices nothing."""

from __future__ import annotations

import ast
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from service.encode import ffmpeg
from service.speech.catalogue import open_catalogue
from service.speech.engines import child as children
from service.speech.engines import respite
from service.speech.engines.engine import EngineFailed
from service.speech.engines.respite import LOSSES, SECONDS, Respite
from service.speech.engines.system import SystemEngine
from tests.hanging import HANGS, VOICE
from tests.readings import CATALOGUE
from tests.running import READ, running, until
from tests.serving import answering, hang, pitched, voice_of
from tests.speech.engines.test_system import FILES, SPEAKS, utterance

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="programs are stopped for a while otherwise there")
WORDS = "Dear Sam, rest."
SERVICE = Path(__file__).parents[2] / "service"
LISTS = """
import json, os, sys, time, wave
voice = {"id": "gmw/en-us", "name": "English (America)", "languages": []}
for line in sys.stdin:
    request = json.loads(line)
    if request["do"] == "voices":
        print(json.dumps({"driver": "espeak", "voices": [voice]}), flush=True)
        continue
"""


@pytest.fixture
def engine_of() -> Iterator[Callable[..., SystemEngine]]:
    """Makes an engine whose child does so with each phrase."""
    made: list[SystemEngine] = []

    def engine(code: str, limit: float = 0.6) -> SystemEngine:
        lines = "".join(f"    {line}\n" for line in code.splitlines())
        made.append(SystemEngine(FILES, limit=limit, child=(sys.executable, "-c", LISTS + lines)))
        made[-1].found()
        return made[-1]

    yield engine
    for one in made:
        one.close()


def said(engine: SystemEngine, text: str = "hello") -> int:
    """How many samples a phrase has."""
    (take,) = engine.speak(utterance(text), CATALOGUE.files[VOICE], 1.0, 0)
    return take.length


def test_what_is_lost_several_times_in_a_row_is_left_alone_for_a_while_and_then_one_may_try() -> None:
    now = 100.0
    one = Respite("somebody", lambda: now)
    for _ in range(LOSSES - 1):
        one.check()
        one.told(answered=False)
    one.told(answered=True)
    for _ in range(LOSSES):
        one.check()
        one.told(answered=False)
    with pytest.raises(EngineFailed) as refused:
        one.check(4)
    assert (refused.value.phrase, refused.value.retried, refused.value.again) == (4, True, SECONDS)
    now += SECONDS
    one.check()
    with pytest.raises(EngineFailed):
        one.check()
    one.told(answered=True)
    one.check()


def test_a_voice_that_hangs_is_waited_for_a_few_times_then_fails_at_once_and_comes_back(
    engine_of: Callable[..., SystemEngine], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(respite, "SECONDS", 0.8)
    fine = tmp_path / "fine"
    engine = engine_of(f"if not os.path.exists({str(fine)!r}):\n    time.sleep(1000)" + SPEAKS)
    waits = []
    for _ in range(5):
        begun = time.monotonic()
        with pytest.raises(EngineFailed):
            said(engine)
        waits.append(time.monotonic() - begun)
    assert waits[0] > 0.5
    assert max(waits[2:]) < 0.1
    fine.touch()
    time.sleep(0.8)
    assert said(engine)
    assert said(engine)


@pytest.mark.parametrize("code", ["os._exit(1)", 'print(\'{"failed": "ValueError"}\', flush=True)'])
def test_letters_that_a_voice_cannot_say_do_not_take_it_from_others(
    engine_of: Callable[..., SystemEngine], code: str
) -> None:
    engine = engine_of(f"if 'hello' in request['text']:\n    {code}\n    continue\n" + SPEAKS, limit=5)
    for _ in range(LOSSES + 1):
        with pytest.raises(EngineFailed):
            said(engine)
    assert said(engine, "fine")


def test_who_listens_to_a_voice_that_hangs_is_told_when_it_is_asked_again() -> None:
    system = SystemEngine(FILES, limit=0.2, child=(sys.executable, "-c", HANGS))
    with running(engines={"system": system}) as place:
        answers = [place.post(READ, {"letter": WORDS, "voice": VOICE}) for _ in range(3)]
        assert {answer.status_code for answer in answers} == {503}
        problem = answers[-1].json()
        assert problem["code"] == "speech-failed"
        assert "left alone for a while" in problem["detail"]
        assert int(answers[-1].headers["Retry-After"]) == problem["retry_after"] in range(1, 31)
        system.close()


def test_a_voice_that_hangs_takes_no_more_than_half_of_the_places() -> None:
    system = SystemEngine(FILES, limit=30, child=(sys.executable, "-c", HANGS))
    with running(engines={"system": system}, max_readbacks=4) as place, ThreadPoolExecutor(3) as pool:
        waiting = [pool.submit(place.post, READ, {"letter": WORDS, "voice": VOICE}) for _ in range(2)]
        until(lambda: place.count("readback_under_way") == 2 and system.pid is not None)
        until(lambda: place.app.state.house.elsewhere["system"].taken == 2)
        answer = place.post(READ, {"letter": WORDS, "voice": VOICE}, timeout=5)
        assert (answer.status_code, answer.json()["code"], answer.json()["full"]) == (429, "busy", "readings")
        assert place.post(READ, {"letter": WORDS}, timeout=5).status_code == 200
        while not all(one.done() for one in waiting):
            system.close()
            time.sleep(0.05)
        assert place.app.state.house.elsewhere["system"].taken == 0


def test_a_server_elsewhere_that_is_dead_is_left_alone_and_nobody_else_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(respite, "SECONDS", 1.0)
    with answering(*[hang] * 3, pitched) as server:
        remote = server.engine(timeout=0.5)
        voice = voice_of(remote).name
        with running(engines={"remote": remote}, threads=1) as place, ThreadPoolExecutor(8) as pool:
            begun = time.monotonic()
            waiting = [pool.submit(place.post, READ, {"letter": WORDS, "voice": voice}) for _ in range(3)]
            until(lambda: len(server.asked) == 3)
            assert place.post(READ, {"letter": WORDS}, timeout=5).status_code == 200
            assert place.get("/", timeout=5).status_code == 200
            assert time.monotonic() - begun < 0.5 + 0.4
            assert {one.result().status_code for one in waiting} == {503}
            answer = place.post(READ, {"letter": WORDS, "voice": voice})
            assert "left alone" in answer.json()["detail"]
            assert len(server.asked) == 3
            time.sleep(1.0)
            assert place.post(READ, {"letter": WORDS, "voice": voice}).status_code == 200


@POSIX
@pytest.mark.parametrize("moment", ["between", "during"])
def test_a_voice_comes_back_by_itself_when_its_folder_was_taken_away(moment: str) -> None:
    engine = SystemEngine(FILES)
    if engine.missing(CATALOGUE.files[VOICE]) is not None or VOICE not in {one.name for one in engine.found()}:
        pytest.skip("this machine has no such voice")
    first = said(engine)
    folder = engine.folder
    assert folder is not None
    if moment == "between":
        shutil.rmtree(folder)
    else:
        stop = threading.Event()

        def rob() -> None:
            while not stop.wait(0.001):
                shutil.rmtree(folder, ignore_errors=True)

        robber = threading.Thread(target=rob)
        robber.start()
    begun = time.monotonic()
    for _ in range(3):
        assert said(engine) == first
    if moment == "during":
        stop.set()
        robber.join()
    assert time.monotonic() - begun < 5
    assert engine.folder != folder
    assert engine.folder is not None
    engine.close()


@POSIX
def test_what_a_killed_server_left_in_memory_is_gone_at_the_next_start_whoever_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "IN_MEMORY", tmp_path)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    living = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    names = {"dead": dead.pid, "living": living.pid, "own": os.getpid()}
    for name, pid in names.items():
        (tmp_path / f"readback-{pid}-{name}").mkdir()
        (tmp_path / f"readback-{pid}-{name}" / "0.wav").write_bytes(b"sound")
    (tmp_path / f"readback-{dead.pid}-link").symlink_to(tmp_path / f"readback-{living.pid}-living")
    made = children.private_folder()
    (tmp_path / f"readback-{dead.pid}-again").mkdir()
    open_catalogue()
    living.communicate()
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {f"readback-{living.pid}-living", f"readback-{dead.pid}-link", made.name}
    assert (tmp_path / f"readback-{living.pid}-living" / "0.wav").exists()


LOOKS = """
import json, os, sys
found = []
def look(event, arguments):
    if event == "subprocess.Popen":
        given = os.environ if arguments[3] is None else arguments[3]
        found.append([str(arguments[0]), sorted(name for name, value in given.items() if {secret!r} in value)])
sys.addaudithook(look)
from service.cli.main import main
for arguments in {commands!r}:
    try:
        main(arguments)
    except SystemExit:
        pass
print(json.dumps(found))
"""


def test_no_program_that_is_run_beside_this_one_is_told_a_secret(tmp_path: Path) -> None:
    secret = "rhododendron-0123"
    letter = tmp_path / "letter.txt"
    letter.write_text(WORDS, encoding="utf-8")
    commands = [
        *(["read", str(letter), "-o", str(tmp_path / f"out.{form}"), "--voice", "tone"] for form in ("opus", "m4a")),
        ["read", str(letter), "-o", str(tmp_path / "out.wav"), "--voice", VOICE],
        ["voices", "install", "remote", "--from", str(tmp_path)],
    ]
    env = {**os.environ, "READBACK_REMOTE_KEY": secret, "READBACK_HELP_TEXT": secret, "Readback_Remote_Model": secret}
    code = LOOKS.format(secret=secret, commands=commands)
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout.splitlines()[-1])
    assert len(found) > 3
    # What the package that brings ffmpeg runs by itself, once, has our environment, but for the key.
    assert {tuple(names) for _, names in found} <= {(), ("READBACK_HELP_TEXT", "Readback_Remote_Model")}
    assert sum(bool(names) for _, names in found) <= 1


def test_every_place_that_runs_a_program_says_what_it_is_given() -> None:
    places = []
    for path in SERVICE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith(("subprocess.", "os.exec", "os.spawn")):
                places.append((path.name, "env" in {keyword.arg for keyword in node.keywords}))
    assert {name for name, _ in places} == {"programs.py", "packages.py"}, "what is begun is begun there"
    assert [name for name, says in places if not says] == []


def encoders() -> list[psutil.Process]:
    found = []
    for child in psutil.Process().children():
        with contextlib.suppress(psutil.Error):  # it has just ended
            if "ffmpeg" in child.name():
                found.append(child)
    return found


@POSIX
@pytest.mark.parametrize("form", ["opus", "m4a"])
def test_an_encoder_that_hangs_holds_nobodys_turn_and_is_ended(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "STALLED", 2.0)
    with running(threads=1) as place, ThreadPoolExecutor(4) as pool:
        place.post(READ, {"letter": WORDS, "format": form})
        stop = threading.Event()

        def freeze() -> None:
            while not stop.wait(0.001):
                for one in encoders():
                    with contextlib.suppress(psutil.Error):  # it has just ended
                        one.send_signal(signal.SIGSTOP)

        freezer = threading.Thread(target=freeze)
        freezer.start()
        try:
            letter = "Dear Sam. " * 40
            hung = [pool.submit(place.post, READ, {"letter": letter, "format": form}) for _ in range(3)]
            until(lambda: len(encoders()) == 3)
            begun = time.monotonic()
            assert place.post(READ, {"letter": WORDS, "format": "wav"}, timeout=5).status_code == 200
            assert time.monotonic() - begun < 1.0
            answers = [one.result() for one in hung]
        finally:
            stop.set()
            freezer.join()
        assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(503, "encoder-failed")}
        until(lambda: not encoders(), 3)
