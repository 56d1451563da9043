"""All voices have one rate; what an engine's library gives at another one is brought to it here."""

from __future__ import annotations

import numpy as np

from service.audio import Samples


def resampled(samples: Samples, sample_rate: int, wanted: int) -> Samples:
    """The same sound at another rate. samples: mono; sample_rate, wanted: samples a second."""
    if sample_rate == wanted or not len(samples):
        return samples
    import soxr

    return np.asarray(soxr.resample(samples, sample_rate, wanted), dtype=np.float32)
