"""The README's picture: a score laid over the waveform of its reading. `python -m benchmarks.picture`."""

from __future__ import annotations

import textwrap
from pathlib import Path

import numpy as np

from benchmarks.readings import reading
from service.mix.timeline import PhraseCue

OUT = Path(__file__).parent.parent / "docs" / "score.png"
SECONDS = 22.0
"""How much of the reading is drawn."""
LETTERS_A_SECOND = 9
"""How much text fits over a second of sound."""
COLOURS = {"soft": "#c9dcef", "clause": "#a9c7e8", "sentence": "#f0cfa8", "greeting": "#e7b7a0", "paragraph": "#e7b7a0"}


def main() -> None:
    """Draw the beginning of the example letter."""
    import matplotlib as mpl

    mpl.use("Agg")
    from matplotlib import pyplot as plt

    letter = reading("short")
    rate = letter.rate
    figure, axes = plt.subplots(figsize=(12, 3.6), dpi=130)
    samples = letter.samples[: round(SECONDS * rate)]
    times = np.arange(len(samples)) / rate
    axes.plot(times, samples, linewidth=0.4, color="#3c4a5a")
    for cue in letter.timeline.cues:
        start, end = cue.start / rate, min(cue.end / rate, SECONDS)
        if start >= SECONDS:
            break
        if isinstance(cue, PhraseCue):
            words = " ".join(letter.text[slice(*cue.text)].split())
            lines = textwrap.fill(words, max(5, round((end - start) * LETTERS_A_SECOND)))
            axes.text((start + end) / 2, 1.12, lines, ha="center", va="top", fontsize=8, color="#26323e")
        else:
            kind = getattr(cue, "rest", "")
            axes.axvspan(start, end, color=COLOURS.get(kind, "#e6e6e6"), linewidth=0)
            label = f"{kind.replace('_', '-')}\n{(cue.end - cue.start) / rate:.2f} s"
            axes.text((start + end) / 2, -0.68, label, ha="center", va="center", fontsize=7, color="#5a4630")
    axes.set(xlim=(0, SECONDS), ylim=(-0.82, 1.16), yticks=[], xlabel="seconds")
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    figure.tight_layout()
    OUT.parent.mkdir(exist_ok=True)
    figure.savefig(OUT, metadata={"Software": None})


if __name__ == "__main__":
    main()
