"""Recordings, heard: words by Whisper, rests, levels, peaks, clicks and melody. No figure here measures warmth."""

from __future__ import annotations

import itertools
import re
from functools import cache

import numpy as np
from numpy.typing import NDArray

from benchmarks.readings import LIMIT, Reading, reading, voices
from service.audio import Samples
from service.mix.timeline import PhraseCue, RestCue
from service.render import planned
from service.score.pace import PaceWish
from service.voices.ear import errors_heard, levels, rests_heard, words_heard


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
def heard_words(name: str) -> str:
    """What Whisper base hears in a letter."""
    letter = reading(name)
    return words_heard(letter.samples, letter.rate)


def word_error_rate(name: str) -> float:
    """Word error rate against the letter as it is spelt."""
    return errors_heard(reading(name).text, heard_words(name))


def sound_error_rate(name: str) -> float:
    """Word error rate by sound: both sides as a voice says them, so that "dont", "ok" and "3:30" are no errors."""
    import jiwer

    return float(jiwer.wer(sounds(reading(name).text), sounds(heard_words(name))))


def sounds(text: str) -> str:
    """The words of a text as phonemes, without stress, numbers and abbreviations said."""
    from hibari import Hibari

    front = Hibari(voice="heart")
    score = planned(voices(), text, voices().voice("heart"), PaceWish("slow").pace(), LIMIT)
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
