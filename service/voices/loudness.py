"""How loud a whole recording is, as broadcasters measure it: integrated, with its pauses gated out."""

from __future__ import annotations

import re

from service.audio import Samples
from service.encode.ffmpeg import Child
from service.encode.formats import to_s16

_METER = ["-af", "ebur128=metadata=1,ametadata=mode=print:key=lavfi.r128.I:file=-", "-f", "null"]
_READING = re.compile(rb"lavfi\.r128\.I=(-?[\d.]+)")


def integrated(samples: Samples, sample_rate: int) -> float:
    """Integrated loudness (ITU-R BS.1770) in LUFS; -70 for silence. samples: mono, 0.4 s of them at least."""
    meter = Child(sample_rate, _METER)
    meter.feed(to_s16(samples))
    readings = _READING.findall(meter.finish())
    return float(readings[-1]) if readings else -70.0
