"""What a reading costs: CPU against the bare engine, audio a CPU second, planning, memory."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import listening
from benchmarks.figures import Answer, Figure
from benchmarks.readings import LIMIT, letter, long_letter, readback, reading, voices
from service.deliver.renditions import Sound
from service.encode.formats import FORMATS
from service.letter import read_letter
from service.render import Recorder
from service.score import plan
from service.score.pace import PRESETS

ROUNDS = 7
"""How often each is done; the median is quoted, and ratios are of rounds side by side."""


def figures() -> Iterator[Figure]:
    """All figures of cost."""
    yield against_the_engine()
    yield per_cpu_second()
    yield cold_start()
    yield from planning()
    yield from memory()


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def read_into(form: str) -> float:
    """Read evening.txt into a format, the bytes thrown away. Seconds of audio."""
    reading = readback(voices(), letter("evening"))
    recorder = Recorder(reading)
    for _ in Sound(recorder, FORMATS[form]).portions():
        pass
    return recorder.timeline.seconds


def against_the_engine() -> Figure:
    """CPU time of letter to WAV against hibari alone, at the speed at which it says the letter in as many seconds."""
    from hibari import Hibari

    bare = Hibari()
    evening = reading("evening")
    speech = sum(cue.end - cue.start for cue in evening.phrases) / evening.rate
    slow, quick = 0.5, 1.0
    for _ in range(7):
        speed = (slow + quick) / 2
        long = listening.bare_speech_seconds(bare(evening.text, speed=speed, seed=0), bare.sample_rate) > speech
        slow, quick = (speed, quick) if long else (slow, speed)
    ratios = [cpu(lambda: read_into("wav")) / cpu(lambda: bare(evening.text, speed=speed)) for _ in range(ROUNDS)]
    ratio = statistics.median(ratios)
    return Figure(
        "CPU time from the letter to a WAV, against the bare speech engine (hibari) saying it in as many seconds",
        "≤ 1.15 times",
        f"{ratio:.2f} times (the engine at its speed {speed:.2f})",
        ratio <= 1.15,
    )


def per_cpu_second() -> Figure:
    """Seconds of MP3 a CPU second."""
    rates = []
    for _ in range(ROUNDS):
        start = time.process_time()
        rates.append(read_into("mp3") / (time.process_time() - start))
    rate = statistics.median(rates)
    minute = Answer("work", f"{60 / rate:.1f} s", "of one core's time, from the letter to an MP3")
    return Figure(
        "Seconds of MP3 that a CPU second makes, the voice loaded", "≥ 105", f"{rate:.0f}", rate >= 105, minute
    )


def cold_start() -> Figure:
    """Seconds until the README's first command has read the example, everything set up."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(__file__).parent.parent
        command = [sys.executable, str(root / "scripts" / "readback"), "read", str(root / "examples" / "letter.txt")]
        command += ["-o", f"{folder}/out.mp3", "--cues", f"{folder}/out.vtt"]
        subprocess.run(command, check=True, capture_output=True, timeout=300)  # sets up, if nobody has yet
        times = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            times.append(time.perf_counter() - start)
    seconds = statistics.median(times)
    return Figure(
        "`scripts/readback read examples/letter.txt`, from the start of the command to its end, set up before",
        "≤ 2 s",
        f"{seconds:.1f} s",
        seconds <= 2,
        Answer("start", f"{seconds:.1f} s", "the first command above, once it is set up, from its start to its end"),
    )


def planning() -> Iterator[Figure]:
    """Seconds to plan 200,000 characters, and how that grows."""
    voice = voices().voice("heart")
    gc.collect()
    gc.freeze()  # what other measurements have left behind is not looked through again and again in this one

    def planned(characters: int) -> float:
        text = (long_letter(characters // 4)[:characters]).strip()
        start = time.perf_counter()
        plan(read_letter(text, LIMIT), PRESETS["slow"], voice)
        return time.perf_counter() - start

    pairs = [(planned(200_000), planned(20_000)) for _ in range(5)]
    long = statistics.median(pair[0] for pair in pairs)
    ratio = statistics.median(pair[0] / pair[1] for pair in pairs)
    yield Figure("Planning a letter of 200,000 characters", "≤ 0.4 s", f"{long:.2f} s", long <= 0.4)
    yield Figure("How much longer that takes than planning 20,000", "≤ 12 times", f"{ratio:.1f} times", ratio <= 12)


_PEAK = (
    "import sys; from service.cli import main; status = main(sys.argv[1:]); "
    "lines = open('/proc/self/status').read().splitlines(); "
    "print(*(line.split()[1] for line in lines if line.startswith('VmHWM')), file=sys.stderr); sys.exit(status)"
)
"""Its own peak in kB. Not getrusage's: a child's begins at that of the process that started it. Linux only."""


def memory() -> Iterator[Figure]:
    """How much memory a letter of 300 words takes, and how much more one of 20,000."""
    peaks = []
    with tempfile.TemporaryDirectory() as folder:
        for words in (300, 20_000):
            path = Path(folder) / f"{words}.txt"
            path.write_text(long_letter(words), encoding="utf-8")
            out = ["-o", str(path.with_suffix(".mp3")), "--cues", str(path.with_suffix(".vtt"))]
            done = subprocess.run(
                [sys.executable, "-c", _PEAK, "read", str(path), *out],
                check=True,
                capture_output=True,
                text=True,
                timeout=1200,
                env={"READBACK_MAX_CHARACTERS": str(LIMIT), "PATH": "/usr/bin:/bin", "HOME": folder},
            )
            peaks.append(int(done.stderr.split()[-1]) / 1024)
    more = peaks[1] - peaks[0]
    most = Answer("memory", f"{peaks[0]:.0f} MB", "at the most, for a letter of 300 words; hardly more for a long one")
    name = "Most memory that `readback read` takes for a letter of 300 words, with its MP3 and cue sheet"
    yield Figure(name, "", f"{peaks[0]:.0f} MB", None, most)
    yield Figure("How much more memory a letter of 20,000 words takes", "≤ 40 MB", f"{more:.0f} MB", more <= 40)
