"""Every English voice that can read here, on the same letter: pace, level, rests, words. And the list of them all."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks import listening
from benchmarks.figures import Figure
from benchmarks.readings import Reading, letter, read_text
from service.speech import open_catalogue
from service.speech.catalogue import Catalogue
from service.voice import Voice
from service.voices.ear import errors_heard, words_heard

ROOT = Path(__file__).parent.parent
WORD_ERRORS = {"system": 0.08}
"""Most word errors of an engine's voices, where that is not 3 in a hundred."""
WHISPERS = frozenset({"nicole"})
"""Voices whose words are not counted: Whisper was not made for a near-whisper."""


def figures() -> Iterator[Figure]:
    """All figures of the voices, beside each other."""
    catalogue = open_catalogue()
    voices = _english(catalogue)
    with ThreadPoolExecutor(os.cpu_count()) as threads:  # Kokoro's voices alone take a quarter of an hour of one core
        evenings = dict(zip([v.name for v in voices], threads.map(partial(_evening, catalogue), voices), strict=True))
    catalogue.close()
    yield pace(evenings)
    yield level(evenings)
    yield rests(evenings)
    yield words(catalogue, evenings)
    yield listed()


def _english(catalogue: Catalogue) -> Sequence[Voice]:
    """The English voices that have a file and can read here."""
    voices = [voice for voice in catalogue.files.values() if voice.language.startswith("en")]
    return [voice for voice in voices if catalogue.missing(voice) is None and voice.leaves_to is None]


def _evening(catalogue: Catalogue, voice: Voice) -> Reading:
    evening = read_text(catalogue, letter("evening"), "slow", voice.name)
    print(f"{voice.name}: read", file=sys.stderr, flush=True)
    return evening


def _each(values: dict[str, float], form: str) -> str:
    return ", ".join(f"{name} {value:{form}}" for name, value in values.items())


def pace(evenings: dict[str, Reading]) -> Figure:
    """Words a minute of evening.txt at `slow`."""
    rates = {name: one.readback.score.words / one.seconds * 60 for name, one in evenings.items()}
    return Figure(
        "Words a minute, rests included",
        "104 to 116",
        _each(rates, ".1f"),
        all(104 <= rate <= 116 for rate in rates.values()),
    )


def level(evenings: dict[str, Reading]) -> Figure:
    """Loudness of the whole reading."""
    lufs = {name: listening.loudness(one.samples, one.rate) for name, one in evenings.items()}
    return Figure(
        "Loudness of the whole reading, in LUFS",
        "-20 ± 1",
        _each(lufs, ".1f"),
        all(abs(value + 20) <= 1 for value in lufs.values()),
    )


def rests(evenings: dict[str, Reading]) -> Figure:
    """How far planned rests are from heard ones, at the 95th percentile."""
    far = {name: float(np.percentile(listening.rest_errors(one) * 1000, 95)) for name, one in evenings.items()}
    blind = {name: not any(cue.words for cue in one.phrases) for name, one in evenings.items()}
    return Figure(
        "How far the rest that is heard is from the rest that was planned, 95th percentile, in milliseconds",
        "≤ 60 (≤ 80 where the engine does not tell when each word is said)",
        _each(far, ".0f"),
        all(value <= (80 if blind[name] else 60) for name, value in far.items()),
    )


def words(catalogue: Catalogue, evenings: dict[str, Reading]) -> Figure:
    """Word error rates as Whisper base hears them."""
    heard = {name: words_heard(one.samples, one.rate) for name, one in evenings.items()}
    rates = {name: errors_heard(evenings[name].text, text) * 100 for name, text in heard.items()}
    most = {name: WORD_ERRORS.get(catalogue.files[name].engine, 0.03) * 100 for name in evenings}
    counted = {name: rate for name, rate in rates.items() if name not in WHISPERS}
    return Figure(
        "Words that Whisper (base) writes in another way than the letter, in percent",
        "≤ 3; the machine's own (`system:`) ≤ 8; *nicole*, close to a whisper, is not counted",
        _each(rates, ".1f"),
        all(rate <= most[name] for name, rate in counted.items()),
    )


def listed() -> Figure:
    """How long the list of voices takes where no optional part is installed: only what pip brings by default."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, symlinks=True)
        python = Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        packages = ROOT / ".readback" / "run" / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
        path = os.pathsep.join([str(ROOT), str(packages / "site-packages")])
        environment = {**os.environ, "PYTHONPATH": path, "READBACK_VOICES_FOLDER": folder}
        command = [str(python), "-m", "service", "voices"]
        times = []
        for _ in range(6):
            begun = time.monotonic()
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=True)
            times.append(time.monotonic() - begun)
    middle = float(np.median(times[1:]))
    name = "`readback voices`, which lists them all, where nothing beside the default install is there"
    return Figure(name, "≤ 0.5 s", f"{middle:.2f} s", middle <= 0.5)
