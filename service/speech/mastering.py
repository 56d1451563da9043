"""One level and a ceiling: each utterance is brought to the level of the reading, and its peaks are held."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from service.audio import Samples, Take

LEVEL = -20.0
"""Loudness of a whole reading, in LUFS."""
SPEECH_LEVEL = LEVEL + 0.5
"""Loudness of its speech by itself: where speech meets rest, BS.1770's 400 ms blocks hear half of each."""
CEILING = -2.5
"""True peak of the speech, in dB of full scale, before the room tone."""
REACH = 3.0
"""How far an utterance's gain may be from the voice's own, in dB: a quiet sentence stays a little quiet."""
UNMEASURED_REACH = 20.0
"""The same for a voice whose own level nobody has measured, in dB."""
OVERSAMPLING = 4
HOLD_SECONDS = 0.008
"""How long before and after a peak the limiter holds its gain, in seconds; it moves within the same time."""
_MARGIN = 0.7
"""The part of the ceiling above which a sample may hide a peak between itself and the next."""


@cache
def weights(bins: int, sample_rate: int) -> NDArray[np.float32]:
    """Power of the K-weighting (ITU-R BS.1770) at `bins` frequencies from 0 to half the rate."""
    f = np.linspace(0.0, sample_rate / 2, bins)
    s = 1j * f
    # The high shelf (+4 dB over 1.68 kHz) and the high pass at 38 Hz of BS.1770, as analogue sections.
    f0, q, gain = 1681.974450955533, 0.7071752369554196, 10 ** (3.999843853973347 / 20)
    shelf = (gain * s**2 + gain**0.4996667741545416 * f0 / q * s + f0**2) / (s**2 + f0 / q * s + f0**2)
    f1, q1 = 38.13547087602444, 0.5003270373238773
    high = s**2 / (s**2 + f1 / q1 * s + f1**2)
    power: NDArray[np.float32] = (np.abs(shelf * high) ** 2).astype(np.float32)
    return power


def loudness(samples: Samples, sample_rate: int) -> float:
    """Loudness of speech without long pauses in it, in LUFS; -inf for silence. samples: mono."""
    size = 2048
    frames = max(1, len(samples) // (size // 2) - 1)
    padded = np.zeros((frames + 1) * size // 2, np.float32)
    padded[: min(len(samples), len(padded))] = samples[: len(padded)]
    windows = np.lib.stride_tricks.sliding_window_view(padded, size)[:: size // 2]
    window = np.hanning(size + 1)[:-1].astype(np.float32)
    spectra = np.fft.rfft(windows * window, axis=1)
    squares = np.square(spectra.real) + np.square(spectra.imag)
    # einsum and not @: BLAS has threads of its own, which wait for work by spinning.
    power = np.einsum("ij,j->i", squares, weights(size // 2 + 1, sample_rate)) * (
        2 / (size * float(np.square(window).sum()))
    )
    loud = power[power > power.max() * 1e-3] if power.max() > 0 else power
    mean = float(loud.mean())
    return -0.691 + 10 * np.log10(mean) if mean > 0 else float("-inf")


def gain_of(takes: tuple[Take, ...], voice_level: float, reach: float = REACH) -> float:
    """The gain that brings an utterance to the level of the reading, in dB.

    voice_level: the voice's own loudness, in LUFS; reach: how far from its gain the utterance's may be, in dB.
    """
    heard = np.concatenate([take.samples[take.start : take.end] for take in takes])
    own = loudness(heard, takes[0].sample_rate) if len(heard) else voice_level
    usual = SPEECH_LEVEL - voice_level
    return float(np.clip(SPEECH_LEVEL - own, usual - reach, usual + reach))


def mastered(takes: tuple[Take, ...], gain: float) -> tuple[Take, ...]:
    """The takes, all with one gain, peaks held under the ceiling. gain: in dB."""
    factor = np.float32(10 ** (gain / 20))
    return tuple(replace(take, samples=limited(take.samples * factor, take.sample_rate)) for take in takes)


def limited(samples: Samples, sample_rate: int) -> Samples:
    """The samples with their true peak under the ceiling; the gain turns down before a peak and comes back after it."""
    ceiling = 10 ** (CEILING / 20)
    if not len(samples) or float(np.abs(samples).max()) <= ceiling * _MARGIN:
        return samples
    peaks = _peaks(samples, ceiling)
    if not peaks.any():
        return samples
    wanted = np.ones(len(samples), np.float32)
    over = peaks > 0
    wanted[over] = ceiling / peaks[over]
    hold = round(HOLD_SECONDS * sample_rate)
    edge = np.ones(2 * hold, np.float32)
    lowest = _lowest(np.concatenate((edge, wanted, edge)), 2 * hold + 1)
    smooth = np.hanning(2 * hold + 3)[1:-1].astype(np.float32)
    gain = np.convolve(lowest, smooth / smooth.sum(), mode="valid")
    # Sums of weights come to one only nearly, and not the same on every processor: far from a peak nothing changes.
    gain[_lowest(lowest, len(smooth)) == 1] = 1
    held: Samples = (samples * gain[: len(samples)]).astype(np.float32)
    return held


def _lowest(values: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """The lowest of every `size` neighbours. Each pass looks at twice as many."""
    seen = 1
    while seen < size:
        step = min(seen, size - seen)
        values = np.minimum(values[:-step], values[step:])
        seen += step
    return values


def _peaks(samples: Samples, ceiling: float) -> NDArray[np.float32]:
    """The true peak around each sample where it is over the ceiling, 0 elsewhere. Only looked for near loud ones."""
    peaks = np.zeros(len(samples), np.float32)
    loud = np.abs(samples) > ceiling * _MARGIN
    loud[1:] |= loud[:-1]  # a peak may lie after a loud sample as well as before it
    near = np.flatnonzero(loud)
    if not len(near):
        return peaks
    taps = np.arange(-_TAPS, _TAPS)
    padded = np.concatenate((np.zeros(_TAPS, np.float32), samples, np.zeros(_TAPS, np.float32)))
    around = padded[near[:, None] + taps[None, :] + _TAPS]
    between = np.abs(np.einsum("ij,jk->ik", around, _KERNELS))
    top = np.maximum(between.max(1), np.abs(samples[near]))
    over = top > ceiling
    np.maximum.at(peaks, near[over], top[over])
    np.maximum.at(peaks, np.minimum(near[over] + 1, len(samples) - 1), top[over])
    return peaks


_TAPS = 12


def _kernels() -> NDArray[np.float32]:
    """Windowed sines that give the sound between a sample and the one before it, at each step of the oversampling."""
    taps = np.arange(-_TAPS, _TAPS)[:, None]
    at = -np.arange(1, OVERSAMPLING)[None, :] / OVERSAMPLING
    distance = taps - at
    kernel: NDArray[np.float32] = (np.sinc(distance) * (0.5 + 0.5 * np.cos(np.pi * distance / (_TAPS + 1)))).astype(
        np.float32
    )
    return kernel


_KERNELS = _kernels()
