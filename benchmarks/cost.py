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
from benchmarks.figures import Figure
from benchmarks.readings import LIMIT, letter, long_letter, readback, reading, voices
from service.deliver.renditions import Sound
from service.encode.formats import FORMATS
from service.letter.letter import read_letter
from service.render import Recorder
from service.score.pace import PRESETS
from service.score.plan import plan

ROUNDS = 7
"""How often each is done; the median is quoted, and ratios are of rounds side by side."""


def figures() -> Iterator[Figure]:
    """All figures of cost."""
    yield against_the_engine()
    yield per_cpu_second()
    yield cold_start()
    yield planning()
    yield memory()


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
        "CPU time of letter → WAV, warm, against bare hibari for the same seconds of speech",
        "≤ 1.15 times",
        f"{ratio:.2f} times (bare at {speed:.2f})",
        ratio <= 1.15,
    )


def per_cpu_second() -> Figure:
    """Seconds of MP3 a CPU second."""
    rates = []
    for _ in range(ROUNDS):
        start = time.process_time()
        rates.append(read_into("mp3") / (time.process_time() - start))
    rate = statistics.median(rates)
    return Figure(
        "evening.txt at `slow` → MP3, warm: seconds of audio a CPU second", "≥ 105", f"{rate:.0f}", rate >= 105
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
        "cold start: `scripts/readback read examples/letter.txt`, set up before",
        "≤ 2 s",
        f"{seconds:.1f} s",
        seconds <= 2,
    )


def planning() -> Figure:
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
    return Figure(
        "planning: 200,000 characters / against 20,000",
        "≤ 0.4 s / ≤ 12 times",
        f"{long:.2f} s / {ratio:.1f} times",
        long <= 0.4 and ratio <= 12,
    )


_PEAK = (
    "import sys; from service.cli import main; status = main(sys.argv[1:]); "
    "lines = open('/proc/self/status').read().splitlines(); "
    "print(*(line.split()[1] for line in lines if line.startswith('VmHWM')), file=sys.stderr); sys.exit(status)"
)
"""Its own peak in kB. Not getrusage's: a child's begins at that of the process that started it. Linux only."""


def memory() -> Figure:
    """How much more memory a 20,000-word letter takes than one of 300 words."""
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
    return Figure(
        "peak memory of a 20,000-word letter (MP3 and VTT) against a 300-word one",
        "≤ 40 MB more",
        f"{more:.0f} MB more (of {peaks[0]:.0f})",
        more <= 40,
    )
