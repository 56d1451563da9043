"""A reading as a picture: its waveform with phrases and rests over it, and under it the course of its pitch.

The picture is SVG to be put into a page. Its colours are names that the page's style gives a colour, light or dark, and
a second is as wide in every picture, so that what is slower is wider.
"""

from __future__ import annotations

import importlib.util
import io
import re
import textwrap
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.audio import Samples
from service.errors import PartMissing
from service.mix.timeline import PhraseCue, RestCue, Timeline

SECOND = 40
"""Width of a second, in pixels."""
MARGIN = 40
"""Width of what stands before the first second, in pixels."""
HEIGHT, SHARE = 216, 0.6
"""Height of a picture, in pixels, and the part of it that is the waveform's."""
LETTERS = 7.5
"""How many letters of text fit over a second of sound."""
SIZE = 8.25
"""Size of the text, in points: 11 pixels."""
COLUMNS = 60
"""How many columns of the waveform are drawn for a second."""
LOWEST, HIGHEST = 60.0, 450.0
"""The pitches that are drawn, in Hz."""
SURE = 0.7
"""How sure a pitch must be to be drawn, 0 to 1."""
COLOURS = {"wave": "#000001", "pitch": "#000002", "rest": "#000003", "ink": "#000004", "faint": "#000005"}
"""The colours' names, `--wave` and so on in the page's style, and what stands for them in what the library draws."""


def check_libraries() -> None:
    """Raise PartMissing where the libraries that draw are not installed."""
    wanted = {"matplotlib": "matplotlib", "swift_f0": "swift-f0", "soxr": "soxr"}
    lacking = [package for module, package in wanted.items() if importlib.util.find_spec(module) is None]
    if lacking:
        raise PartMissing("The pictures", lacking)


@dataclass(frozen=True)
class Picture:
    """A reading as a picture, for a page to put into an `svg` element."""

    drawing: str
    """What is drawn, as elements of SVG. A point of theirs is 4/3 of a pixel."""
    width: int
    """In pixels."""
    height: int
    """In pixels."""
    alternative: str
    """What is told to whoever does not see it."""


@dataclass(frozen=True)
class Pitch:
    """The course of the pitch."""

    times: NDArray[np.float64]
    """Seconds, float64 [n], evenly spaced."""
    hertz: NDArray[np.float64]
    """Pitch at each time in Hz, float64 [n]; NaN where nothing is voiced."""


def pitch_of(samples: Samples, sample_rate: int) -> Pitch:
    """The pitch of a recording."""
    from swift_f0 import SwiftF0

    found = SwiftF0().detect(samples, sample_rate, fmin=LOWEST, fmax=HIGHEST)
    sure = np.asarray(found.confidence) >= SURE
    hertz = np.where(sure, np.asarray(found.pitch_hz, np.float64), np.nan)
    return Pitch(np.asarray(found.timestamps, np.float64), hertz)


def picture_of(letter: str, samples: Samples, timeline: Timeline, alternative: str) -> Picture:
    """The picture of a reading. alternative: what is told to whoever does not see it."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    width = MARGIN + round(timeline.seconds * SECOND) + 8
    style: dict[Any, Any] = {
        "svg.fonttype": "none",
        "svg.hashsalt": alternative,
        "font.size": SIZE,
        "font.family": "sans-serif",
    }
    style |= {"axes.edgecolor": COLOURS["faint"], "text.color": COLOURS["ink"], "path.simplify": True}
    style |= {f"{axis}tick.{what}": COLOURS["faint"] for axis in "xy" for what in ("color", "labelcolor")}
    with mpl.rc_context(style):
        figure = Figure(figsize=(width / 96, HEIGHT / 96), dpi=96)
        left, across = MARGIN / width, timeline.seconds * SECOND / width
        upper = figure.add_axes((left, 1 - SHARE, across, SHARE))
        lower = figure.add_axes((left, 0.1, across, 0.9 - SHARE - 0.02))
        _draw_wave(upper, letter, samples, timeline)
        _draw_pitch(lower, pitch_of(samples, timeline.sample_rate), timeline)
        for axes in (upper, lower):
            axes.set_xlim(0, timeline.seconds)
            axes.patch.set_visible(False)
            for spine in axes.spines.values():
                spine.set_visible(False)
        figure.patch.set_visible(False)
        file = io.BytesIO()
        nothing: dict[str, Any] = dict.fromkeys(("Creator", "Date", "Format", "Type"))
        with warnings.catch_warnings():
            # The browser draws the letters, with fonts of its own.
            warnings.filterwarnings("ignore", "Glyph .* missing from font")
            figure.savefig(file, format="svg", metadata=nothing)
    return Picture(_plain(file.getvalue().decode()), width, HEIGHT, alternative)


def _draw_wave(axes: Any, letter: str, samples: Samples, timeline: Timeline) -> None:
    """The waveform as its loudest samples, the words over it and the rests' lengths in them."""
    sample_rate = timeline.sample_rate
    column = sample_rate // COLUMNS
    whole = samples[: len(samples) // column * column].reshape(-1, column)
    times = (np.arange(len(whole)) + 0.5) * column / sample_rate
    axes.fill_between(times, whole.min(1), whole.max(1), color=COLOURS["wave"], linewidth=0)
    axes.set(ylim=(-0.75, 1.25), xticks=[], yticks=[])
    for start, end, rest in _rests(timeline):
        axes.axvspan(start, end, color=COLOURS["rest"], linewidth=0, zorder=0)
        if end - start >= 0.5:
            _write(axes, (start + end) / 2, -0.72, f"{rest.replace('_', '-')}\n{end - start:.1f} s", "bottom", "faint")
    for cue in timeline.cues:
        if isinstance(cue, PhraseCue):
            start, end = cue.start / sample_rate, cue.end / sample_rate
            words = " ".join(letter[slice(*cue.text)].split())
            lines = textwrap.fill(words, max(7, round((end - start) * LETTERS)))
            _write(axes, (start + end) / 2, 1.2, lines, "top", "ink")


def _write(axes: Any, x: float, y: float, text: str, align: str, colour: str) -> None:
    # A dollar sign would begin a formula.
    text = text.replace("$", r"\$")
    axes.text(x, y, text, ha="center", va=align, color=COLOURS[colour], linespacing=1.15)


def _draw_pitch(axes: Any, pitch: Pitch, timeline: Timeline) -> None:
    """The pitch as a line that is broken where nothing is voiced, on the same scale in every picture."""
    for start, end, _ in _rests(timeline):
        axes.axvspan(start, end, color=COLOURS["rest"], linewidth=0, zorder=0)
    axes.plot(pitch.times, pitch.hertz, color=COLOURS["pitch"], linewidth=1.6, solid_capstyle="round")
    axes.set_yscale("log")
    axes.set_ylim(LOWEST, HIGHEST)
    axes.set_yticks([100, 200, 400], ["100 Hz", "200", "400"])
    axes.minorticks_off()
    axes.set_xticks(range(0, int(timeline.seconds) + 1, 5), [f"{t} s" for t in range(0, int(timeline.seconds) + 1, 5)])
    axes.tick_params(length=0, pad=2)
    axes.grid(True, axis="y", color=COLOURS["faint"], linewidth=0.4, alpha=0.5)


def _rests(timeline: Timeline) -> Iterator[tuple[float, float, str]]:
    """Start and end in seconds of each rest, and its kind."""
    for cue in timeline.cues:
        if isinstance(cue, RestCue):
            yield cue.start / timeline.sample_rate, cue.end / timeline.sample_rate, cue.rest


def _plain(svg: str) -> str:
    """What is drawn in a file: no head, no addresses, no names but those that it refers to itself."""
    body = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
    body = re.sub(r"<!--.*?-->|<metadata>.*?</metadata>|<style.*?</style>|font-family:[^;\"]*;?", "", body, flags=re.S)
    used = set(re.findall(r"#([\w-]+)", body))
    body = re.sub(r' id="([^"]+)"', lambda name: name.group() if name.group(1) in used else "", body)
    body = re.sub(r"-?\d+\.\d{2,}", lambda number: f"{float(number.group()):.1f}", body)
    for name, stand_in in COLOURS.items():
        body = body.replace(stand_in, f"var(--{name})")
    return re.sub(r"\s*\n\s*", "\n", body).strip()
