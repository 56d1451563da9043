"""What the reading itself is: pace, rests, words, level, melody, and cues in every format."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from benchmarks import listening
from benchmarks.figures import Answer, Figure
from benchmarks.readings import NAMES, Reading, letter, readback, reading, voices
from service.audio import Samples
from service.encode.formats import FORMATS, encode
from service.score.pace import PRESETS
from service.voices.ear import rests_heard
from tests.room.rests import compared, factors


def figures() -> Iterator[Figure]:
    """All figures of the reading."""
    evening = reading("evening")
    yield from pace(evening)
    yield from rests(evening)
    yield saved()
    yield from words()
    yield from breathless()
    yield cues()
    yield from levels(evening)
    yield phrase_levels()
    above = listening.melody(evening)
    yield Figure(
        "How much higher the voice ends at a rest inside a sentence than at the sentence's end, median",
        "≥ 2 semitones",
        f"{above:.1f} semitones",
        above >= 2,
    )
    yield predictions()


def pace(evening: Reading) -> Iterator[Figure]:
    """Words a minute, share of rests, longest rest and rate of evening.txt."""
    heard = rests_heard(evening.samples, evening.rate)
    wpm = evening.readback.score.words / evening.seconds * 60
    share = sum(b - a for a, b in heard) / evening.seconds
    longest = max(b - a for a, b in heard)
    speech = sum(cue.end - cue.start for cue in evening.phrases) / evening.rate
    rate = sum(phrase.syllables for phrase in evening.readback.score.phrases) / speech
    minutes, seconds = divmod(round(300 / wpm * 60), 60)
    lasts = Answer("length", f"{minutes} min {seconds} s", f"at `slow`: {wpm:.0f} words a minute, with all its rests")
    yield Figure("Words a minute, rests included", "104 to 116", f"{wpm:.1f}", 104 <= wpm <= 116, lasts)
    yield Figure("How much of the reading is rests", "33 to 43 %", f"{share * 100:.1f} %", 0.33 <= share <= 0.43)
    yield Figure("The longest rest", "< 4 s", f"{longest:.2f} s", longest < 4)
    yield Figure(
        "Syllables a second while it speaks, of which `slow` asks for 3.7",
        "3.7 ± 2 %",
        f"{rate:.2f}",
        abs(rate / 3.7 - 1) <= 0.02,
    )


def rests(evening: Reading) -> Iterator[Figure]:
    """How far planned rests are from heard ones."""
    errors = listening.rest_errors(evening) * 1000
    middle, high = np.percentile(errors, [50, 95])
    name = "How far the rest that is heard is from the rest that was planned"
    exact = Answer("rests", f"{high:.0f} ms", "95 of 100 rests, as heard, are closer to the plan than that")
    yield Figure(f"{name}, median", "≤ 20 ms", f"{middle:.0f} ms", bool(middle <= 20))
    yield Figure(f"{name}, 95th percentile", "≤ 60 ms", f"{high:.0f} ms", bool(high <= 60), exact)


def saved() -> Figure:
    """Rests that the page plays otherwise than a recording has them, over every factor that a listener can set."""
    catalogue = voices()
    voice = catalogue.voice("heart")
    scores = [readback(catalogue, letter(name)).score for name in NAMES]
    found = [compared(score, voice, factors(), preset=preset) for score in scores for preset in PRESETS]
    rests, differing = (sum(getattr(one, field) for one in found) for field in ("rests", "differing"))
    return Figure(
        "Rests that the page plays otherwise than a recording has them, every letter, pace and factor 0.5 to 2",
        "0, to the sample",
        f"{differing} of {rests:,}",
        differing == 0,
    )


def words() -> Iterator[Figure]:
    """Word error rates of all letters, by spelling and by sound."""
    spelt, _ = _errors("that Whisper (base) writes in another way than the letter", listening.word_error_rate)
    yield spelt
    said = 'that Whisper (base) takes for others, where "dont", "ok" and "3:30 a.m." are compared as they are said'
    heard, mean = _errors(said, listening.sound_error_rate)
    yield replace(
        heard, answer=Answer("words", f"{mean * 100:.1f} %", "by a speech recogniser (Whisper), in six letters")
    )


def _errors(which: str, measure: Callable[[str], float]) -> tuple[Figure, float]:
    """The figure, and its mean."""
    rates = {name: measure(name) for name in NAMES}
    mean = sum(rates.values()) / len(rates)
    each = ", ".join(f"{name} {rate * 100:.1f}" for name, rate in rates.items())
    figure = Figure(
        f"Words {which}, mean of six letters",
        "≤ 3 %, no letter over 5 %",
        f"{mean * 100:.1f} % ({each})",
        max(rates.values()) <= 0.05 and mean <= 0.03,
    )
    return figure, mean


def breathless() -> Iterator[Figure]:
    """The letter without marks: how long it talks on end, and where it rests."""
    letter = reading("breathless")
    talk = listening.longest_talk(letter)
    forbidden = listening.forbidden_joints(letter)
    yield Figure(
        "A letter without any mark (breathless.txt): the longest stretch without a rest",
        "≤ 4 s",
        f"{talk:.2f} s",
        talk <= 4,
    )
    yield Figure(
        'Rests in that letter between words that belong together, such as "my" and "sister"',
        "0",
        f"{len(forbidden)}",
        not forbidden,
    )


def levels(evening: Reading) -> Iterator[Figure]:
    """Loudness, peak, clicks, floor, zeros."""
    lufs = listening.loudness(evening.samples, evening.rate)
    peak = listening.true_peak(evening.samples)
    clicks = listening.clicks(evening)
    floor = listening.floor(evening)
    zeros = listening.longest_zeros(evening)
    yield Figure("Loudness of the whole reading", "-20 ± 1 LUFS", f"{lufs:.1f} LUFS", abs(lufs + 20) <= 1)
    yield Figure("True peak", "≤ -2 dBTP", f"{peak:.1f} dBTP", peak <= -2)
    yield Figure("Clicks where speech begins and ends", "0", f"{clicks}", clicks == 0)
    yield Figure("Level of the room tone in the rests", "-75 to -62 dB", f"{floor:.1f} dB", -75 <= floor <= -62)
    yield Figure("The longest digital silence", "≤ 20 ms", f"{zeros:.1f} ms", zeros <= 20)


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
    return Figure(
        "Phrases of a second or more whose loudness is within 1.5 LU of their reading's, of all in six letters",
        "≥ 95 %",
        f"{part * 100:.1f} %",
        part >= 0.95,
    )


def predictions() -> Figure:
    """How far predicted lengths are from rendered ones."""
    far = {name: reading(name).readback.score.predicted_seconds / reading(name).seconds - 1 for name in NAMES}
    worst = max(far.values(), key=abs)
    return Figure(
        "The length that was predicted, against that of the finished reading, in the worst of six letters",
        "≤ 4 %",
        f"{worst * 100:+.1f} %",
        abs(worst) <= 0.04,
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
    return Figure(
        "How far what a cue sheet says is from the decoded file, in the worst of all formats",
        "≤ 10 ms",
        f"{worst:.1f} ms ({each})",
        worst <= 10,
    )


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
