"""The machine's own voices: a real child and a real espeak-ng, killed, hanging, and asked by many at once."""

from __future__ import annotations

import json
import os
import random
import signal
import stat
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import PIPE

import numpy as np
import psutil
import pytest
import soundfile

from service.audio import Take
from service.errors import SpeechFailed, VoiceNotInstalled
from service.languages.writing_systems import scripts_of
from service.letter.letter import read_letter
from service.letter.tokens import Word
from service.phrases.phrases import Phrase, split
from service.render import Recorder, planned
from service.score.pace import PaceWish
from service.speech.catalogue import Catalogue
from service.speech.engines import child as children
from service.speech.engines.engine import EngineFailed, Utterance
from service.speech.engines.pyttsx3_child import HAS_ESPEAK, is_whole
from service.speech.engines.system import SystemEngine, given, pieces
from service.speech.engines.system_voices import Described, tag, voices
from service.speech.speech import groups
from tests.conftest import missing
from tests.readings import CATALOGUE, LETTERS, readback_of
from tests.running import until

ENGLISH = "system:English-America"
FILES = [voice for voice in CATALOGUE.files.values() if voice.engine == "system"]
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="processes end otherwise there")


@pytest.fixture(scope="module")
def engine() -> Iterator[SystemEngine]:
    """An engine of its own for these tests, its child running."""
    made = SystemEngine(FILES)
    if (why := made.missing(CATALOGUE.files[ENGLISH])) is not None:
        missing(f"the system's voices: {why[0]}")
    yield made
    made.close()


@pytest.fixture
def double(tmp_path: Path) -> Iterator[Callable[..., SystemEngine]]:
    """Makes an engine whose child is a short program of the test's."""
    made: list[SystemEngine] = []

    def engine_with(code: str, limit: float = 2.0) -> SystemEngine:
        path = tmp_path / f"double{len(made)}.py"
        listing = '{"driver": "espeak", "voices": [{"id": "gmw/en-us", "name": "English (America)", "languages": []}]}'
        path.write_text(
            "import json, os, sys, time, wave\n"
            "for line in sys.stdin:\n"
            "    request = json.loads(line)\n"
            f"    if request['do'] == 'voices':\n        print('''{listing}''', flush=True)\n        continue\n"
            + textwrap.indent(code, "    ")
        )
        made.append(SystemEngine(FILES, limit=limit, child=(sys.executable, str(path))))
        return made[-1]

    yield engine_with
    for engine in made:
        engine.close()


SPEAKS = """
with wave.open(request["file"], "wb") as file:
    file.setparams((1, 2, 22050, 0, "NONE", ""))
    file.writeframes((b"\\x00\\x20" * 20 + b"\\x00\\xe0" * 20) * 300)
print(json.dumps({"file": request["file"]}), flush=True)
"""


SAYS_A_WORD = """
from tests.speech.engines.test_system import SystemEngine, utterance
engine = SystemEngine(); engine.speak(utterance("hello"), engine.found()[0], 1.0, 0)"""


def phrase(*words: str) -> Phrase:
    return Phrase(0, 1, tuple(Word(0, 1, word) for word in words), "paragraph", 0, 3)


def utterance(text: str) -> Utterance:
    return Utterance((phrase(*text.split()),), True)


def said(engine: SystemEngine, text: str, voice: str = ENGLISH, speed: float = 1.0) -> Take:
    found = {one.name: one for one in (*engine.found(), *FILES)}
    (take,) = engine.speak(utterance(text), found[voice], speed, 0)
    return take


def spoken(engine: SystemEngine, name: str, voice: str = ENGLISH) -> list[bytes]:
    """The sound of every phrase of a letter."""
    phrases = tuple(part for part, _ in split(read_letter(LETTERS[name]), 12))
    return [
        take.samples.tobytes()
        for group in groups(phrases, engine.longest)
        for take in engine.speak(
            Utterance(tuple(p for p in group.parts if isinstance(p, Phrase)), group.ends),
            CATALOGUE.voices[voice],
            0.75,
            0,
        )
    ]


def reading(engine: SystemEngine, text: str, voice: str) -> bytes:
    catalogue = Catalogue(CATALOGUE.files, {"system": engine})
    score = planned(catalogue, text, catalogue.voice(voice), PaceWish().pace(), 20_000)
    return b"".join(part.tobytes() for part in Recorder(readback_of(catalogue, score)).samples())


def ended(pid: int, within: float = 5.0) -> bool:
    until = time.monotonic() + within
    while time.monotonic() < until:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False


def test_every_voice_of_the_machine_is_listed_once_by_a_plain_name(engine: SystemEngine) -> None:
    found = engine.found()
    assert engine.found() is found
    names = [voice.name for voice in found]
    assert len({name.casefold() for name in names}) == len(names)
    assert all(name.startswith("system:") and " " not in name and "(" not in name for name in names)
    assert {voice.engine for voice in found} == {"system"}
    assert all(voice.estimated and voice.model and voice.description.endswith(".") for voice in found)
    if sys.platform.startswith("linux"):
        assert len(names) > 100
        assert {voice.name for voice in FILES} <= set(names)


def test_a_voice_that_was_not_measured_takes_the_figures_of_one_of_its_language_and_says_so() -> None:
    voices_ = CATALOGUE.voices
    assert not voices_["system:Spanish-Spain"].estimated
    assert voices_["system:French-Belgium"].estimated
    assert voices_["system:French-Belgium"].measured == voices_["system:French-France"].measured
    assert voices_["system:Welsh"].measured == voices_[ENGLISH].measured


def test_names_languages_and_scripts_are_made_plain() -> None:
    described = [
        Described("1", "Samantha", ["en_US"]),
        Described("2", "samantha", ["en_GB"]),
        Described("3", "Samantha", ["en_GB"]),
        Described("4", " Microsoft Zira Desktop - English (United States)", ["en-US"]),
        Described("5", "???", ["Unknown Locale: 7"]),
        Described("6", "Lekha", [None]),
    ]
    found = {voice.name: voice for voice in voices(described, "nsss", FILES)}
    assert set(found) == {
        *("system:Samantha", "system:samantha-en-GB", "system:Samantha-2", "system:Lekha", "system:voice"),
        "system:Microsoft-Zira-Desktop-English-United-States",
    }
    assert found["system:Lekha"].language == found["system:voice"].language == "und"
    assert found["system:Samantha"].licence == "LicenseRef-System"
    assert [tag(written) for written in ("en-us", "zh_hans_cn", "es-419", "en-gb-x-RP", "")] == [
        *("en-US", "zh-Hans-CN", "es-419", "en-GB-x-rp", "und"),
    ]
    assert scripts_of("hi") == ("Devanagari", "Latin")
    assert scripts_of("sr") == ("Cyrillic", "Latin")
    assert scripts_of("fa-Latn") == scripts_of("de") == ("Latin",)


def test_a_voice_with_a_file_that_this_machine_has_not_says_so(double: Callable[..., SystemEngine]) -> None:
    engine, german = double(SPEAKS), CATALOGUE.files["system:German"]
    assert engine.missing(german) is None, "nobody has asked the machine yet, and to ask what is missing asks nobody"
    with pytest.raises(VoiceNotInstalled) as refused:
        engine.speak(utterance("hello"), german, 1.0, 0)
    assert "this machine has no such voice" in str(refused.value)
    assert engine.missing(CATALOGUE.files[ENGLISH]) is None
    assert engine.missing(german) is not None


def test_a_machine_that_cannot_say_its_voices_has_none(double: Callable[..., SystemEngine]) -> None:
    engine = SystemEngine(FILES, child=(sys.executable, "-c", "raise SystemExit(1)"))
    assert engine.found() == ()
    assert engine.missing(CATALOGUE.files[ENGLISH]) is not None
    engine.close()


def test_the_same_phrase_is_the_same_sound_whatever_was_said_before(engine: SystemEngine) -> None:
    first = said(engine, "I am sorry that today hurt so much,").samples
    said(engine, "Un año de amor, señor.", "system:Spanish-Spain")
    said(engine, "I am sorry that today hurt so much,", speed=0.6)
    assert np.array_equal(said(engine, "I am sorry that today hurt so much,").samples, first)
    engine.close()
    assert np.array_equal(said(engine, "I am sorry that today hurt so much,").samples, first)


@pytest.mark.parametrize(
    ("voice", "one", "other"),
    [
        ("system:Spanish-Spain", "año", "ano"),
        ("system:Spanish-Latin-America", "está", "esta"),
        ("system:French-France", "pêché", "peche"),
        ("system:French-France", "où", "ou là"),
        ("system:German", "schön", "schon"),
        ("system:German", "Bücher", "Bucher"),
        ("system:Hindi", "कल", "काल"),
        ("system:Hindi", "प्रिय", "परिय"),
    ],
)
def test_accents_are_heard(engine: SystemEngine, voice: str, one: str, other: str) -> None:
    with_accent, without = said(engine, one, voice).samples, said(engine, other, voice).samples
    size = min(len(with_accent), len(without))
    assert abs(len(with_accent) - len(without)) > 24 or np.abs(with_accent[:size] - without[:size]).max() > 0.05


@pytest.mark.parametrize("name", ["es", "fr", "de", "hi"])
def test_a_passage_of_each_language_is_spoken_at_a_plausible_length(engine: SystemEngine, name: str) -> None:
    voice = next(voice for voice in FILES if voice.language.startswith(name))
    text = (Path(__file__).parents[3] / "voices" / "passages" / f"{name}.txt").read_text(encoding="utf-8")
    assert 60 <= len(text.split()) <= 130
    sentences = " ".join(text.split()).replace("।", ".").replace("?", ".").split(". ")
    seconds = sum(said(engine, sentence, voice.name).seconds for sentence in sentences)
    assert 100 < len(text.split()) / seconds * 60 < 260


def test_markup_is_not_obeyed(engine: SystemEngine) -> None:
    plain = said(engine, "hello there").samples
    assert np.array_equal(said(engine, "hello [[]] there").samples, plain)
    assert np.array_equal(said(engine, "hello\x01 there").samples, plain)
    assert len(said(engine, "hello <break time='3s'/> there").samples) != len(plain)
    assert said(engine, "hello <break time='3s'/> there").seconds > said(engine, "hello there").seconds + 0.5
    assert said(engine, "&amp;").seconds > said(engine, "amp").seconds


def test_what_goes_on_is_given_a_comma_and_what_ends_an_end() -> None:
    assert given("when you are tired", ends=False) == "when you are tired,"
    assert given("when you are tired.", ends=False) == "when you are tired,"
    assert given("put it down", ends=True) == "put it down."
    assert given("put it down,", ends=True) == "put it down."
    assert given("how are you?", ends=True) == "how are you?"
    assert given("यह ठीक है।", ends=True) == "यह ठीक है।"
    assert given("क्\u200dष", ends=True) == "क्\u200dष."


def test_a_phrase_of_any_length_is_parted_between_words() -> None:
    assert pieces("one two") == ["one two"]
    parts = pieces("word " * 1000 + "x" * 5000)
    assert max(map(len, parts)) <= 2000
    assert "".join(parts).replace(" ", "") == "word" * 1000 + "x" * 5000


def test_it_slows_as_it_is_told_and_stays_above_where_it_would_not(engine: SystemEngine) -> None:
    voice = CATALOGUE.files[ENGLISH]
    text = "You have come a long way today, and you are allowed to rest."
    slowest = said(engine, text, speed=voice.measured.speed(voice.measured.slowest)).seconds
    slower = said(engine, text, speed=voice.measured.speed(voice.measured.slowest * 1.1)).seconds
    assert slowest / slower == pytest.approx(1.1, abs=0.03)


@POSIX
def test_a_child_that_is_killed_at_any_moment_is_not_heard_of(engine: SystemEngine) -> None:
    undisturbed = spoken(engine, "evening")
    stop = threading.Event()
    killed: list[int] = []
    moments = random.Random(7)

    def kill() -> None:
        while not stop.wait(moments.uniform(0.5, 1.5)):
            if (pid := engine.pid) is not None:
                killed.append(pid)
                os.kill(pid, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        disturbed = [spoken(engine, "evening") for _ in range(2)]
    finally:
        stop.set()
        killer.join()
    assert killed
    assert disturbed == [undisturbed] * 2


@pytest.mark.parametrize("code", ["time.sleep(1000)", "os._exit(1)", 'print(\'{"failed": "ValueError"}\', flush=True)'])
def test_a_child_that_never_speaks_fails_the_phrase_in_time(double: Callable[..., SystemEngine], code: str) -> None:
    engine = double(code)
    asked = Utterance((phrase("hello"), phrase("there")), True)
    begun = time.monotonic()
    with pytest.raises(EngineFailed) as failed:
        engine.speak(asked, CATALOGUE.files[ENGLISH], 1.0, 0)
    assert time.monotonic() - begun < 2.0 + 1
    assert failed.value.retried
    assert failed.value.phrase == 0
    assert "hello" not in str(failed.value)


REFUSES = """
import pyttsx3.engine
from service.speech.engines import pyttsx3_child as child
def refuse(self, text, *rest): raise RuntimeError(text)
pyttsx3.engine.Engine.save_to_file = refuse
"""
"""The real child with a driver that raises, in the words that it was to say."""
HERE = "child._answer_apart = child._answer\n"
"""It answers as where there are no copies of processes."""


@pytest.mark.parametrize("apart", [True, False], ids=["in a copy", "in the child itself"])
def test_what_a_driver_raises_is_told_by_its_type_and_by_no_word(engine: SystemEngine, apart: bool) -> None:
    if apart and not HAS_ESPEAK:
        pytest.skip("only where espeak-ng speaks is the child copied")
    command = [sys.executable, "-W", "ignore", "-c", REFUSES + ("" if apart else HERE) + "child.main()"]
    asked = {"do": "speak", "text": "rhododendron", "voice": "gmw/en-us", "words_a_minute": 150, "file": "nowhere"}
    line = json.dumps(asked).encode() + b"\n"
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(2 if apart else 1):  # what was copied lives, and answers again
            process.stdin.write(line)
            process.stdin.flush()
            assert json.loads(process.stdout.readline()) == {"failed": "RuntimeError"}
        if not apart:
            assert process.wait(10) == 0
        assert process.communicate() == (b"", b"")


def test_a_reading_that_hangs_names_the_phrase_and_the_next_one_works(
    double: Callable[..., SystemEngine], tmp_path: Path
) -> None:
    fine = tmp_path / "fine"
    engine = double(
        f"if 'two' in request['text'] and not os.path.exists({str(fine)!r}):\n    time.sleep(1000)" + SPEAKS
    )
    begun = time.monotonic()
    with pytest.raises(SpeechFailed) as failed:
        reading(engine, "Number one. And number two. And three.", ENGLISH)
    assert failed.value.phrase == 1
    assert time.monotonic() - begun < 2.0 + 1
    fine.touch()
    assert reading(engine, "Number one. And number two. And three.", ENGLISH)


def test_a_phrase_that_hangs_once_is_said_by_the_next_child(
    double: Callable[..., SystemEngine], tmp_path: Path
) -> None:
    once = tmp_path / "once"
    engine = double(
        f"if not os.path.exists({str(once)!r}):\n    open({str(once)!r}, 'w')\n    time.sleep(1000)" + SPEAKS
    )
    assert said(engine, "hello").length > 0


def test_what_is_missing_and_found_is_known_while_a_phrase_hangs(double: Callable[..., SystemEngine]) -> None:
    engine = double("time.sleep(1000)", limit=30.0)
    found = engine.found()
    with ThreadPoolExecutor(1) as threads:
        hangs = threads.submit(said, engine, "hello")
        until(lambda: engine.folder is not None)
        begun = time.monotonic()
        assert engine.found() is found
        assert engine.missing(CATALOGUE.files[ENGLISH]) is None
        assert time.monotonic() - begun < 1.0
        assert not hangs.done()
        engine.close()


def test_what_is_missing_is_not_waited_for_while_the_machine_does_not_say_its_voices() -> None:
    engine = SystemEngine(FILES, child=(sys.executable, "-c", "import time; time.sleep(1000)"))
    with ThreadPoolExecutor(1) as threads:
        looking = threads.submit(engine.found)
        begun = time.monotonic()
        assert engine.missing(CATALOGUE.files[ENGLISH]) is None
        assert time.monotonic() - begun < 1.0
        assert not looking.done()
        until(lambda: engine._lister._keeper.pid is not None)
        engine.close()
        assert looking.result() == ()


def test_whoever_is_asked_for_the_voices_speaks_nothing_and_ends(double: Callable[..., SystemEngine]) -> None:
    before = set(psutil.Process().children())
    assert double(SPEAKS).found()
    assert set(psutil.Process().children()) <= before


@pytest.mark.parametrize("code", ["time.sleep(1000)", "for _ in sys.stdin: pass"])
def test_closing_breaks_off_what_is_spoken_and_who_waits_for_it(double: Callable[..., SystemEngine], code: str) -> None:
    engine = double(code, limit=30.0)
    engine.found()
    asked = Utterance((phrase("hello"), phrase("there")), True)
    with ThreadPoolExecutor(4) as threads:
        waiting = [threads.submit(engine.speak, asked, CATALOGUE.files[ENGLISH], 1.0, 0) for _ in range(4)]
        until(lambda: engine.folder is not None)
        pid = engine.pid
        begun = time.monotonic()
        engine.close()
        for one in waiting:
            with pytest.raises(EngineFailed):
                one.result()
        assert time.monotonic() - begun < 2.0
    assert pid is not None
    assert ended(pid)
    assert (engine.pid, engine.folder) == (None, None), "and nobody starts another"


@pytest.mark.parametrize("form", ["WAV", "AIFF"])
def test_a_file_is_whole_only_with_its_last_sample(form: str, tmp_path: Path) -> None:
    path, torn = tmp_path / "whole", tmp_path / "torn"
    assert not is_whole(path)
    soundfile.write(path, np.full(1000, 0.5), 22050, format=form, subtype="PCM_16")
    data = path.read_bytes()
    assert is_whole(path)
    for length in (0, 3, 20, len(data) // 2, len(data) - 1):
        torn.write_bytes(data[:length])
        assert not is_whole(torn)


def test_a_machine_that_speaks_into_aiff_files_is_read_as_well(double: Callable[..., SystemEngine]) -> None:
    engine = double(
        "import soundfile\n"
        "soundfile.write(request['file'], [[0.5, 0.5], [-0.5, -0.5]] * 9000, 22050, format='AIFF', subtype='PCM_16')\n"
        "print(json.dumps({'file': request['file']}), flush=True)"
    )
    assert said(engine, "hello").seconds == pytest.approx(18000 / 22050, abs=0.02)


def test_a_file_that_is_no_sound_and_one_that_says_nothing_fail(double: Callable[..., SystemEngine]) -> None:
    torn = "open(request['file'], 'w').write('RIFF')\nprint(json.dumps({'file': request['file']}), flush=True)"
    silent = SPEAKS.replace("\\x00\\x20", "\\x00\\x00").replace("\\x00\\xe0", "\\x00\\x00")
    for code in (torn, silent):
        with pytest.raises(EngineFailed):
            said(double(code), "hello")


def test_many_who_wait_for_a_slow_voice_all_get_theirs(double: Callable[..., SystemEngine]) -> None:
    engine = double("time.sleep(0.4)" + SPEAKS)
    with ThreadPoolExecutor(8) as threads:
        takes = list(threads.map(lambda _: said(engine, "hello"), range(8)))
    assert len({take.samples.tobytes() for take in takes}) == 1


def test_eight_readings_at_once_on_several_voices_are_not_mixed_up(engine: SystemEngine) -> None:
    wanted = [ENGLISH, "system:English-Great-Britain", "system:English-Scotland", "system:English-Caribbean"] * 2
    alone = {voice: reading(engine, LETTERS["short"], voice) for voice in wanted}
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda voice: reading(engine, LETTERS["short"], voice), wanted))
    assert together == [alone[voice] for voice in wanted]
    assert len(set(alone.values())) == 4


def test_its_folder_is_private_in_memory_and_empty_after_each_phrase(engine: SystemEngine) -> None:
    said(engine, "hello")
    folder = engine.folder
    assert folder is not None
    assert list(folder.iterdir()) == []
    if sys.platform != "win32":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    if os.access("/dev/shm", os.W_OK):
        assert folder.parent == Path("/dev/shm")
    engine.close()
    assert not folder.exists()
    said(engine, "hello")


def test_what_a_crash_left_is_removed_at_the_next_start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "IN_MEMORY", tmp_path)
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    names = (f"{dead.pid}-ab", f"{os.getppid()}-ab", "letters")
    left, living, other = (tmp_path / f"readback-{name}" for name in names)
    for folder in (left, living, other):
        folder.mkdir()
        (folder / "0.wav").write_bytes(b"sound")
    made = children.private_folder()
    assert sorted(tmp_path.iterdir()) == sorted([living, other, made])


@POSIX
def test_the_child_ends_when_its_parent_is_killed(tmp_path: Path) -> None:
    code = f"import time\n{SAYS_A_WORD}; print(engine.pid, engine.folder, flush=True); time.sleep(1000)"
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    pid, folder = parent.stdout.readline().split()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert ended(int(pid))
    assert Path(folder).exists()
    children.private_folder().rmdir()
    assert not Path(folder).exists()


@POSIX
def test_nothing_is_left_when_a_program_ends_without_closing(engine: SystemEngine) -> None:
    code = f"{SAYS_A_WORD}; print(engine.pid, engine.folder)"
    environment = {**os.environ, "PYTHONWARNINGS": "error"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    pid, folder = done.stdout.split()
    assert done.stderr == ""
    assert ended(int(pid))
    assert not Path(folder).exists()


def test_nobody_who_looks_at_the_processes_sees_a_word(engine: SystemEngine) -> None:
    stop = threading.Event()
    seen: list[str] = []

    def look() -> None:
        while not stop.wait(0.005):
            try:
                own = psutil.Process()
                for process in (own, *own.children(recursive=True)):
                    seen.append(" ".join((*process.cmdline(), *process.environ().values())))
            except psutil.Error:
                continue

    looker = threading.Thread(target=look)
    looker.start()
    for _ in range(20):
        said(engine, "rhododendron gooseberry")
    stop.set()
    looker.join()
    assert any("pyttsx3_child.py" in line for line in seen)
    assert not any("rhododendron" in line or "gooseberry" in line for line in seen)


def test_without_pyttsx3_nothing_is_started(tmp_path: Path) -> None:
    code = (
        "import importlib.util, subprocess\n"
        "find = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *rest: None if name == 'pyttsx3' else find(name, *rest)\n"
        "def refused(*args, **named): raise SystemExit('started')\n"
        "subprocess.Popen = refused\n"
        "from service.speech.catalogue import open_catalogue\n"
        "catalogue = open_catalogue()\n"
        "assert catalogue.engines['system'].found() == ()\n"
        "print(*catalogue.missing(catalogue.files['system:German']), sep='|')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ("the package pyttsx3 is not installed|Run `readback voices install system`.")


def test_it_works_from_any_folder_even_one_with_modules_of_its_librarys_names(tmp_path: Path) -> None:
    (tmp_path / "pyttsx3.py").write_text("raise SystemExit(1)")
    (tmp_path / "json.py").write_text("raise SystemExit(1)")
    code = (
        "import os; from service.speech.engines.system import SystemEngine\n"
        f"os.chdir({str(tmp_path)!r}); e = SystemEngine(); print(len(e.found())); e.close()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 0
