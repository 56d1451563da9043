"""From the rate of an engine's library to the rate of its voices."""

from __future__ import annotations

import numpy as np

from service.audio import Samples


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """The same sound at `wanted` samples a second. samples: mono, at `rate`."""
    if rate == wanted:
        return samples
    import soxr

    sound: Samples = soxr.resample(samples, rate, wanted).astype(np.float32, copy=False)
    return sound
