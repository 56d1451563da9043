"""The tone engine: a soft tone for every syllable. Deterministic, needs nothing but numpy, and claims to be no voice.

It is shipped: a pace can be tried with it where nobody may hear the letter, and everything but the
voices is tested on it.
"""

from __future__ import annotations

import numpy as np

from service.audio import Take, WordTime
from service.phrases.phrases import Phrase
from service.speech.engines.engine import Utterance
from service.voice import Voice

PITCHES = (220.0, 247.5, 206.25, 233.75)
"""Hertz of the syllables' tones, in turn: A3 and its neighbours, as a voice moves when it speaks."""
GAP = 0.15
"""The part of a syllable in which the tone sets in, and in which it dies away."""


class ToneEngine:
    """Every syllable a tone of the same length."""

    name = "tone"
    packages: tuple[str, ...] = ()
    terms = ""
    longest = 2000
    apart = 0

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        """None: it can always speak."""
        return None

    def found(self) -> tuple[Voice, ...]:
        """None: its voices are files."""
        return ()

    def open(self, voice: Voice) -> None:
        """Nothing to load."""

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        """One take a phrase, each word as many tones as it has syllables. speed and seed: as in `Engine`."""
        syllable = round(voice.sample_rate / (voice.measured.syllables_per_second * speed))
        return tuple(_take(phrase, voice.sample_rate, syllable, seed) for phrase in utterance.phrases)

    def close(self) -> None:
        """Nothing to let go of."""


def _take(phrase: Phrase, sample_rate: int, syllable: int, seed: int) -> Take:
    bounds = [round(i * phrase.syllables / len(phrase.words)) for i in range(len(phrase.words) + 1)]
    words = tuple(
        WordTime((word.start, word.end), first * syllable, last * syllable)
        for word, first, last in zip(phrase.words, bounds, bounds[1:], strict=False)
    )
    time = np.arange(syllable, dtype=np.float64) / sample_rate
    swell = np.minimum(1.0, np.minimum(np.arange(syllable), np.arange(syllable)[::-1]) / (GAP * syllable))
    tones = [np.sin(2 * np.pi * pitch * time) * swell * 0.2 for pitch in PITCHES]
    sound = [tones[(seed + i) % len(tones)] for i in range(max(1, phrase.syllables))]
    samples = np.concatenate(sound).astype(np.float32)
    return Take(samples, sample_rate, 0, len(samples), words)
