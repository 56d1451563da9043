"""What the reading itself is: pace, rests, words, level, melody, and cues in every format."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks import listening
from benchmarks.figures import Figure
from benchmarks.readings import NAMES, Reading, letter, readback, reading, voices
from service.audio import Samples
from service.encode.formats import FORMATS, encode
from service.score.pace import PRESETS
from service.voices.ear import rests_heard
from tests.room.rests import compared, factors


def figures() -> Iterator[Figure]:
    """All figures of the reading."""
    evening = reading("evening")
    yield pace(evening)
    yield rests(evening)
    yield saved()
    yield from words()
    yield breathless()
    yield cues()
    yield levels(evening)
    yield phrase_levels()
    above = listening.melody(evening)
    yield Figure(
        "melody: a phrase inside a sentence ends above its sentence's end", "≥ 2 semitones", f"{above:.1f}", above >= 2
    )
    yield predictions()


def pace(evening: Reading) -> Figure:
    """Words a minute, share of rests, longest rest and rate of evening.txt."""
    heard = rests_heard(evening.samples, evening.rate)
    wpm = evening.readback.score.words / evening.seconds * 60
    share = sum(b - a for a, b in heard) / evening.seconds
    longest = max(b - a for a, b in heard)
    speech = sum(cue.end - cue.start for cue in evening.phrases) / evening.rate
    rate = sum(phrase.syllables for phrase in evening.readback.score.phrases) / speech
    return Figure(
        "evening.txt at `slow`: words a minute / share of rests / longest rest / speech alone",
        "104 to 116 / 33 to 43 % / < 4 s / 3.7 syllables a second ± 2 %",
        f"{wpm:.1f} / {share:.1%} / {longest:.2f} s / {rate:.2f}",
        104 <= wpm <= 116 and 0.33 <= share <= 0.43 and longest < 4 and abs(rate / 3.7 - 1) <= 0.02,
    )


def rests(evening: Reading) -> Figure:
    """How far planned rests are from heard ones."""
    errors = listening.rest_errors(evening) * 1000
    middle, high = np.percentile(errors, [50, 95])
    return Figure(
        "evening.txt: planned rest against the one heard, median / 95th percentile",
        "≤ 20 / 60 ms",
        f"{middle:.0f} / {high:.0f} ms",
        bool(middle <= 20 and high <= 60),
    )


def saved() -> Figure:
    """Rests that the page plays otherwise than a recording has them, over every factor that a listener can set."""
    catalogue = voices()
    voice = catalogue.voice("heart")
    scores = [readback(catalogue, letter(name)).score for name in NAMES]
    found = [compared(score, voice, factors(), preset=preset) for score in scores for preset in PRESETS]
    rests, differing = (sum(getattr(one, field) for one in found) for field in ("rests", "differing"))
    return Figure(
        "rests that the page plays otherwise than a recording has them, every letter, pace and factor 0.5 to 2",
        "0, to the sample",
        f"{differing} of {rests:,}",
        differing == 0,
    )


def words() -> Iterator[Figure]:
    """Word error rates of all letters, by spelling and by sound."""
    yield _errors("as the letter is spelt", listening.word_error_rate)
    yield _errors('as it is said ("dont", "ok", "3:30 a.m." written as sounds)', listening.sound_error_rate)


def _errors(how: str, measure: Callable[[str], float]) -> Figure:
    rates = {name: measure(name) for name in NAMES}
    mean = sum(rates.values()) / len(rates)
    each = ", ".join(f"{name} {rate:.1%}" for name, rate in rates.items())
    return Figure(
        f"word error rate (Whisper base) {how}, each letter / mean",
        "≤ 5 % / ≤ 3 %",
        f"{each} / {mean:.1%}",
        max(rates.values()) <= 0.05 and mean <= 0.03,
    )


def breathless() -> Figure:
    """The letter without marks: how long it talks on end, and where it rests."""
    letter = reading("breathless")
    talk = listening.longest_talk(letter)
    forbidden = listening.forbidden_joints(letter)
    return Figure(
        "breathless.txt: longest stretch without a rest / rests at a forbidden joint",
        "≤ 4 s / none",
        f"{talk:.2f} s / {len(forbidden)}",
        talk <= 4 and not forbidden,
    )


def levels(evening: Reading) -> Figure:
    """Loudness, peak, clicks, floor, zeros."""
    lufs = listening.loudness(evening.samples, evening.rate)
    peak = listening.true_peak(evening.samples)
    clicks = listening.clicks(evening)
    floor = listening.floor(evening)
    zeros = listening.longest_zeros(evening)
    return Figure(
        "level / true peak / clicks / floor in rests / digital silence",
        "-20 ±1 LUFS / ≤ -2 dBTP / 0 / -75 to -62 dB / ≤ 20 ms",
        f"{lufs:.1f} LUFS / {peak:.1f} dBTP / {clicks} / {floor:.1f} dB / {zeros:.1f} ms",
        abs(lufs + 20) <= 1 and peak <= -2 and clicks == 0 and -75 <= floor <= -62 and zeros <= 20,
    )


def phrase_levels() -> Figure:
    """How many phrases of a second or more are near the level of their reading."""
    near = total = 0
    for name in NAMES:
        letter = reading(name)
        spoken = [letter.samples[c.start : c.end] for c in letter.phrases if c.end - c.start >= letter.rate]
        own = [listening.loudness(part, letter.rate) for part in spoken]
        middle = float(np.median(own))
        near += sum(abs(level - middle) <= 1.5 for level in own)
        total += len(own)
    part = near / total
    return Figure("phrases of 1 s or more within 1.5 LU of the reading's level", "≥ 95 %", f"{part:.1%}", part >= 0.95)


def predictions() -> Figure:
    """How far predicted lengths are from rendered ones."""
    far = {name: reading(name).readback.score.predicted_seconds / reading(name).seconds - 1 for name in NAMES}
    worst = max(far.values(), key=abs)
    return Figure(
        "predicted length against the rendered one, six letters, worst", "≤ 4 %", f"{worst:+.1%}", abs(worst) <= 0.04
    )


def cues() -> Figure:
    """How far the sound of each format, decoded, is from where its cues say it is."""
    letter = reading("short")
    late = {}
    for name, form in FORMATS.items():
        data = encode(letter.samples, form, letter.rate, letter.readback.tags)
        late[name] = _late(letter.samples, _decoded(data, name, letter.rate), letter.rate)
    worst = max(late.values())
    each = ", ".join(f"{name} {ms:.1f}" for name, ms in late.items())
    return Figure("cues against decoded audio, every format", "≤ 10 ms", f"{worst:.1f} ms ({each})", worst <= 10)


def _decoded(data: bytes, name: str, rate: int) -> Samples:
    import imageio_ffmpeg

    raw = ["-f", "s16le", "-ar", str(rate), "-ac", "1"] if name == "pcm" else []
    with tempfile.NamedTemporaryFile() as file:
        # A file, because an MP4's index stands at its end. The letter is no one's.
        file.write(data)
        file.flush()
        how = [*raw, "-i", file.name, "-f", "f32le", "-ac", "1", "-ar", str(rate), "pipe:1"]
        ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", *how]
        done = subprocess.run(ffmpeg, capture_output=True, check=True, timeout=60)
    return np.frombuffer(done.stdout, np.float32)


def _late(expected: Samples, decoded: Samples, rate: int) -> float:
    """The largest shift in ms between the two, at the beginning, the middle and the end of the shorter."""
    reach, size = round(0.1 * rate), 2 * rate
    shifts = []
    for at in np.linspace(2 * rate, min(len(expected), len(decoded)) - size - 4 * rate, 5).astype(int):
        piece = expected[at : at + size]
        around = decoded[at - reach : at + size + reach]
        match = np.correlate(around, piece, mode="valid")
        shifts.append(abs(int(np.argmax(match)) - reach) / rate * 1000)
    return max(shifts)


def warm() -> None:
    """Load the voice."""
    voices()
