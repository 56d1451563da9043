"""How the pitch of a phrase ends: up where its sentence goes on, down where it is over.

The model lets a comma fall as far as a full stop (measured on evening.txt: 0.0 semitones between them in
its own pitch), and with a rest behind it every phrase then sounds like the end of a sentence. So the last
syllable before a joint is lifted and the last one of a statement is lowered, by about what readers do.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

LIFT, FALL = 3.0, -2.0
"""Semitones at the end of a phrase before a joint, and at the end of a statement."""
GLIDE_SECONDS, HELD_SECONDS = 0.225, 0.15
"""How long the pitch takes to get there, and how long it then stays, up to the last voiced moment."""
REACH_SECONDS = 0.75
"""How far before its end a phrase is looked through for its last voiced moment."""
VOICED_HZ = 100.0
"""Under it a woman's pitch is on its way to or from silence."""
OVER_SECONDS = 0.0375
"""How long the pitch takes to die away after the last voiced moment."""
END_SECONDS = 0.075
"""How much of what is voiced at a phrase's end stands for its pitch there."""
HELD = -1.5
"""Semitones from the middle of a sentence's pitch under which a phrase inside it does not end."""


def bent(
    pitch: NDArray[np.float32],
    bends: Iterable[tuple[int, float]],
    per_second: int,
    voiced_hz: float = VOICED_HZ,
) -> NDArray[np.float32]:
    """The pitch with some ends bent, what lies before them untouched. pitch: Hz, 0 where unvoiced, shape [F].

    bends: where a phrase ends, in frames, and by how many semitones; per_second: frames a second;
    voiced_hz: what is under it is no voice of this model.
    """
    shaped = pitch.copy()
    for end, semitones in bends:
        first = max(0, end - round(REACH_SECONDS * per_second))
        voiced = np.flatnonzero(pitch[first:end] > voiced_hz)
        if not len(voiced):
            continue
        stop = first + int(voiced[-1]) + 1
        start = max(0, stop - round((GLIDE_SECONDS + HELD_SECONDS) * per_second))
        way = np.clip(np.arange(1, stop - start + 1) / (GLIDE_SECONDS * per_second), 0.0, 1.0)
        over = min(end, stop + round(OVER_SECONDS * per_second))
        shaped[start:stop] *= np.exp2(semitones / 12 * (1 - np.cos(np.pi * way)) / 2)
        shaped[stop:over] *= 2 ** (semitones / 12)
    return shaped


def lifts(
    pitch: NDArray[np.float32], ends: Iterable[int], per_second: int, voiced_hz: float = VOICED_HZ
) -> list[tuple[int, float]]:
    """By how many semitones each phrase has to be bent to end no lower than `HELD`, LIFT at most; none goes down.

    For a model of many voices, some of which stay up at a comma by themselves. ends: in frames; rest as in `bent`.
    """
    spoken = pitch[pitch > voiced_hz]
    middle = float(np.median(spoken)) if len(spoken) else 0.0
    found = []
    for end in ends:
        reach = pitch[max(0, end - round(REACH_SECONDS * per_second)) : end]
        voiced = np.flatnonzero(reach > voiced_hz)
        if len(voiced):
            last = reach[max(0, int(voiced[-1]) + 1 - round(END_SECONDS * per_second)) : int(voiced[-1]) + 1]
            own = 12 * np.log2(float(np.median(last)) / middle)
            found.append((end, float(np.clip(HELD - own, 0.0, LIFT))))
    return found
