"""What a voice is like by itself: it speaks a passage at several speeds, and its figures are found from what it said.

With them a preset is the same pace in every voice, and a plan knows how long the voice will take.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import combinations
from typing import Any

import numpy as np

from service.audio import Samples, Take
from service.languages.registry import primary
from service.mix.mix import Mix
from service.phrases.phrases import Phrase
from service.render import joined, planned
from service.score.pace import PRESETS, Pace
from service.score.score import Rest
from service.speech.catalogue import Catalogue
from service.speech.engines.engine import Utterance
from service.speech.mastering import gain_of, mastered
from service.speech.reader import Reader
from service.speech.speech import Said, groups, takes_of
from service.voice import Measured, Voice
from service.voices import ear
from service.voices.loudness import integrated

SPEEDS = (1.0, 0.9, 0.8, 0.7, 0.6, 0.5)
"""The engine's speeds at which the passage is spoken, from the voice's own pace down."""
PACE = PRESETS["slow"]
"""How the passage is parted into phrases, and the rests it is heard with."""
OTHERS = (replace(PACE, phrase_syllables=7), replace(PACE, phrase_syllables=20), PRESETS["with-breath"])
"""How it is parted as well, at the voice's own pace, so that phrases are short and long, with marks inside."""
SHAPE = (0.098, 0.1116, 0.0326, 0.17)
"""Seconds of every phrase, syllable, consonant and mark that six letters gave for the voice heart."""
LIKENESS = 0.25
"""How far each of them is in another voice, as a part of it: a passage alone hardly tells syllables from consonants."""
CLOSE = 0.05
"""So near to 1 a speed says nothing about an exponent."""
LEAST_SLOWING = 0.5
"""The part of a change of speed that the rate follows at least; where it follows less, the engine is at its end."""
MORE_ERRORS = 0.02
"""By how much the word error rate at the slowest rate may be over the best."""
LESS_QUALITY = 0.2
"""By how much DNSMOS at the slowest rate may be under the best."""
MOST_ERRORS = 0.15
"""The word error rate from which on it is the listener that does not understand, and says nothing of the voice."""
FLOOR = 0.55
"""The slowest rate, as a part of the voice's own, where nobody listened: what heart keeps clear at."""
PLACES = {
    **{"syllables_per_second": 3, "phrase_seconds": 3, "syllable_seconds": 4, "consonant_seconds": 4},
    **{"mark_seconds": 3, "response": 2, "slowest": 1, "level": 1, "dnsmos": 2, "times_real_time": 1},
}
"""Decimal places of each figure in a voice's file."""


@dataclass(frozen=True)
class Recital:
    """A passage as it was spoken once."""

    phrases: tuple[Phrase, ...]
    """In order."""
    takes: tuple[Take, ...]
    """One a phrase."""
    work: float
    """Seconds that speaking it took."""

    @property
    def seconds(self) -> float:
        """Seconds of speech alone."""
        return sum(take.seconds for take in self.takes)

    @property
    def syllable_rate(self) -> float:
        """Rate of speech alone, in syllables a second."""
        return sum(phrase.syllables for phrase in self.phrases) / self.seconds

    def sound(self, rest: float) -> Samples:
        """What is heard, with so many seconds of silence after each phrase. Mono, at the takes' rate."""
        silence = np.zeros(round(rest * self.takes[0].sample_rate), np.float32)
        return np.concatenate([part for take in self.takes for part in (take.samples[take.start : take.end], silence)])


@dataclass(frozen=True)
class Heard:
    """How well a recital was understood."""

    syllable_rate: float
    """Its rate, in syllables a second."""
    errors: float
    """Word error rate, 0 to 1."""
    quality: float
    """Predicted quality, DNSMOS overall, 1 to 5."""


Told = Callable[[str], None]
"""Is told what is being done, for whoever waits."""


def measured(catalogue: Catalogue, reader: Reader, passage: str, told: Told) -> tuple[Measured, str]:
    """The voice's figures on a passage, and a sentence about its floor. Raises what speaking raises."""
    voice = reader.voice
    told("opening the voice")
    reader.engine.open(voice)
    recite(catalogue, reader, passage, PACE, 1.0, sentences=1)  # the first words of an engine are its slowest
    recitals: dict[float, Recital] = {}
    for speed in SPEEDS:
        told(f"speaking at {speed:.0%} of its own pace")
        recitals[speed] = recite(catalogue, reader, passage, PACE, speed)
    own = recitals[1.0]
    followed = obeyed({speed: recital.syllable_rate for speed, recital in recitals.items()})
    told(f"speaking at the pace `{PACE.preset}`")
    answer = exact(catalogue, reader, passage, own.syllable_rate, followed)
    told("speaking in shorter and longer phrases")
    parted = [own, *(recite(catalogue, reader, passage, pace, 1.0) for pace in OTHERS)]
    phrase, syllable, consonant, mark = lengths(parted)
    level = integrated(own.sound(PACE.rests["clause"]), voice.sample_rate)
    heard = _heard(voice, passage, level, [recitals[speed] for speed in followed], told)
    slowest, said = floor(voice, own.syllable_rate, min(followed.values()), heard)
    found = Measured(
        syllables_per_second=own.syllable_rate,
        phrase_seconds=phrase,
        syllable_seconds=syllable,
        consonant_seconds=consonant,
        mark_seconds=mark,
        response=answer,
        slowest=slowest,
        level=level,
        dnsmos=heard[0].quality if heard else voice.measured.dnsmos,
        times_real_time=own.seconds / own.work,
    )
    return rounded(found), said


def recite(
    catalogue: Catalogue, reader: Reader, passage: str, pace: Pace, speed: float, sentences: int | None = None
) -> Recital:
    """The passage, or its first sentences, spoken at one speed and parted as a pace parts it. speed: the engine's."""
    score = planned(catalogue, passage, reader.voice, pace, len(passage))
    spoken: list[tuple[Phrase, Take]] = []
    clock, processor = time.perf_counter(), time.process_time()
    for number, group in enumerate(groups(score.parts, reader.engine.longest)):
        phrases = tuple(part for part in group.parts if isinstance(part, Phrase))
        if phrases and (sentences is None or phrases[0].sentence < sentences):
            utterance = Utterance(phrases, group.ends)
            takes = takes_of(reader, utterance, speed, score.seed + number, len(spoken))
            spoken += zip(phrases, takes, strict=True)
    work = _work(time.perf_counter() - clock, time.process_time() - processor)
    return Recital(tuple(phrase for phrase, _ in spoken), tuple(take for _, take in spoken), work)


def _work(clock: float, processor: float) -> float:
    """Seconds of work: the processor's, unless most of it was done in another process or on another machine."""
    return max(processor if processor > clock / 3 else clock, 1e-6)


def obeyed(rates: Mapping[float, float]) -> dict[float, float]:
    """Rates by speed, as far down as the engine follows: some stop at a slowest rate of their own and say nothing."""
    followed = {1.0: rates[1.0]}
    before = 1.0
    for speed in sorted(rates, reverse=True)[1:]:
        if math.log(rates[speed] / followed[before]) > LEAST_SLOWING * math.log(speed / before):
            break
        followed[speed] = rates[speed]
        before = speed
    return followed


def response(rates: Mapping[float, float]) -> float:
    """How the rate answers to the engine's speed, as an exponent: least squares of the logarithms, own pace fixed."""
    speeds = np.log([speed for speed in rates if speed != 1.0])
    answers = np.log([rate / rates[1.0] for speed, rate in rates.items() if speed != 1.0])
    # An engine that follows at no speed is left at its own: the exponent only has to be one.
    return float(np.sum(speeds * answers) / np.sum(speeds * speeds)) if len(speeds) else 1.0


def exact(catalogue: Catalogue, reader: Reader, passage: str, own: float, followed: Mapping[float, float]) -> float:
    """The response with which the default pace comes out exactly: it is spoken once more, at the speed for that.

    own: the voice's rate at speed 1; followed: its rates at the speeds that it follows.
    """
    near = response(followed)
    speed = max((PACE.syllables_per_second / own) ** (1 / near), min(followed))
    if abs(speed - 1) < CLOSE:
        return near
    return math.log(recite(catalogue, reader, passage, PACE, speed).syllable_rate / own) / math.log(speed)


def lengths(recitals: Sequence[Recital]) -> tuple[float, ...]:
    """Seconds of every phrase, syllable, consonant and mark, none below 0, by least squares over all phrases.

    They are drawn towards heart's, brought to the voice's pace, as far as the phrases leave them uncertain.
    """
    pairs = [pair for recital in recitals for pair in zip(recital.phrases, recital.takes, strict=True)]
    counts = np.array([(1, p.syllables, p.consonants, p.marks) for p, _ in pairs], np.float64)
    seconds = np.array([take.seconds for _, take in pairs])
    uncertain = float(np.sqrt(np.square(counts @ nonnegative(counts, seconds) - seconds).mean()))
    shape = np.array(SHAPE) * seconds.sum() / (counts @ SHAPE).sum()
    # The same words, parted in several ways, are not as good as so many words.
    weights = uncertain * math.sqrt(len(recitals)) / (LIKENESS * shape)
    return nonnegative(np.vstack((counts, np.diag(weights))), np.concatenate((seconds, weights * shape)))


def nonnegative(counts: np.ndarray[Any, Any], seconds: np.ndarray[Any, Any]) -> tuple[float, ...]:
    """The factors of the columns of `counts`, 0 or more, that come nearest to `seconds`, by least squares.

    counts: float64 [n, few]; seconds: float64 [n]. With few columns every choice of those that count can be tried.
    """
    columns = range(counts.shape[1])
    best, least = np.zeros(counts.shape[1]), float(np.square(seconds).sum())
    for some in (list(chosen) for size in columns for chosen in combinations(columns, size + 1)):
        part = np.linalg.lstsq(counts[:, some], seconds, rcond=None)[0]
        far = float(np.square(counts[:, some] @ part - seconds).sum())
        if part.min() >= 0 and far < least - 1e-9:
            best, least = np.zeros(counts.shape[1]), far
            best[some] = part
    return tuple(float(factor) for factor in best)


def floor(voice: Voice, own: float, obeyed: float, heard: Sequence[Heard]) -> tuple[float, str]:
    """The slowest rate at which the voice stays clear, in syllables a second, and a sentence about where it is from.

    own: its own rate; obeyed: the slowest at which the engine still follows; heard: from the own rate down.
    """
    if heard:
        best, clearest = min(h.errors for h in heard), max(h.quality for h in heard)
        slowest = own
        for h in heard:
            if h.errors > best + MORE_ERRORS + 1e-9 or h.quality < clearest - LESS_QUALITY:
                break
            slowest = h.syllable_rate
        return slowest, "slowest and dnsmos are from what was heard (by Whisper and DNSMOS)."
    known = not voice.estimated
    rate = max(voice.measured.slowest if known else FLOOR * own, obeyed if obeyed > FLOOR * own else 0.0)
    return min(rate, own), (
        f"slowest {'is kept' if known else f'is {FLOOR:g} of its own rate'}: "
        "nothing here can listen, which takes the extra bench and a language that it knows."
    )


def _heard(voice: Voice, passage: str, level: float, recitals: Sequence[Recital], told: Told) -> list[Heard]:
    """How well each recital is understood; none where nobody can listen, or the listener does not understand it.

    level: the voice's own, in LUFS.
    """
    language = primary(voice.language)
    if language == "und" or not ear.is_here():
        return []
    found = []
    for recital in recitals:
        told(f"listening at {recital.syllable_rate:.1f} syllables a second")
        sound = _as_read(recital, level, voice.sample_rate)
        errors = ear.errors_heard(passage, ear.words_heard(sound, voice.sample_rate, language), language)
        found.append(Heard(recital.syllable_rate, errors, ear.quality(sound, voice.sample_rate)))
    return found if min(heard.errors for heard in found) <= MOST_ERRORS else []


def _as_read(recital: Recital, level: float, sample_rate: int) -> Samples:
    """A recital as a reading sounds, its level, edges and room tone included: digital silence is heard as a fault."""
    takes = mastered(recital.takes, gain_of(recital.takes, level))
    rest = Rest("soft", PACE.rests["soft"])
    pairs = zip(recital.phrases, takes, strict=True)
    parts = [part for phrase, take in pairs for part in (Said(phrase, 0, phrase.spoken, take), rest)]
    mix = Mix(sample_rate)
    return joined((*mix.group(parts), *mix.end()))


def rounded(measured: Measured) -> Measured:
    """The figures with as many decimal places as can be meant."""
    found = {field.name: getattr(measured, field.name) for field in fields(Measured)}
    return Measured(**{name: value and round(float(value), PLACES[name]) for name, value in found.items()})


def compared(before: Measured, after: Measured) -> list[str]:
    """A line a figure: its name, what it was, and what it is."""
    lines = []
    for name in PLACES:
        old, new = (getattr(figures, name) for figures in (before, after))
        if old is not None or new is not None:
            lines.append(f"{name:<21} {'not measured' if old is None else f'{old:g}':>12} → {new:g}")
    return lines
