"""How loud a whole recording is, as broadcasters measure it: integrated, with its pauses gated out."""

from __future__ import annotations

import numpy as np

from service.audio import Samples

SILENCE = -70.0
"""What silence is given, in LUFS: the gate under which nothing is counted."""
SHORTEST = 0.4
"""The shortest sound that can be measured, in seconds: the block of the measure."""


def integrated(samples: Samples, sample_rate: int) -> float:
    """Integrated loudness (ITU-R BS.1770-4) in LUFS. samples: mono; SILENCE where they are silent or too short."""
    from pyloudnorm import Meter

    if len(samples) < SHORTEST * sample_rate:
        return SILENCE
    # De Man's filters are the standard's own; those that the library takes unasked are 0.08 LU off at 24 kHz.
    meter = Meter(sample_rate, filter_class="DeMan", block_size=SHORTEST)
    return max(SILENCE, float(meter.integrated_loudness(samples.astype(np.float64))))
