"""Room tone: the soft noise that runs under speech and rests, so that a rest sounds like a quiet room."""

from __future__ import annotations

from functools import cache

import numpy as np

from service.audio import Samples

ROOM_TONE = -69.0
"""Level of the room tone, in dB of full scale."""
TONE_SECONDS = 8
"""The room tone repeats after so many seconds, without a seam."""


@cache
def room_tone(sample_rate: int) -> Samples:
    """A loop of soft noise: brown below 200 Hz as rooms are, and a little above. The same in every run.

    Made once, since it takes longer than the first words of a reading; nobody may write to it.
    """
    size = TONE_SECONDS * sample_rate
    frequencies = np.fft.rfftfreq(size, 1 / sample_rate)
    shape = 1 / np.sqrt(1 + (frequencies / 200) ** 2)
    shape[frequencies < 20] = 0
    phases = np.random.default_rng(20).uniform(0, 2 * np.pi, len(frequencies))
    noise = np.fft.irfft(shape * np.exp(1j * phases), size)
    tone: Samples = (noise / np.sqrt(np.square(noise).mean()) * 10 ** (ROOM_TONE / 20)).astype(np.float32)
    tone.setflags(write=False)
    return tone
