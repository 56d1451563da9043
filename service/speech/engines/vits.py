"""A VITS graph as Piper exports it, cut where it rounds the lengths and where it draws the noise of its sound."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.audio import Samples
from service.speech.engines.onnx_graph import Array, Runner, cut, staged

INPUTS = frozenset(("input", "input_lengths", "scales", "sid"))
"""What Piper's graphs take: phoneme ids, how many, how much chance, and which speaker."""


class NotVits(Exception):
    """The graph is not built like those."""


@dataclass(frozen=True)
class Chance:
    """How much chance there is, from 0; the voice's own is in its .onnx.json."""

    sound: float
    lengths: float


@dataclass(frozen=True)
class Seams:
    """Where the graph is cut: names of its tensors."""

    lengths: str
    """Unrounded frames of each id, float, shape [1, 1, L]."""
    frames: str
    """Whole frames of each id, float, shape [1, 1, L]."""
    steps: str | None
    """Noise of the lengths, shape [1, 2, L]; None where they have none."""
    mean: str
    """What the noise of the sound is like, float, shape [1, C, F]."""
    noise: str
    """Noise of the sound, of that shape."""


@dataclass(frozen=True)
class Vits:
    """The pieces, ready to run. Safe to call from several threads."""

    seams: Seams
    text: Runner
    """Phoneme ids → lengths at speed 1."""
    middle: Runner
    """Whole frames → the mean of the sound."""
    decoder: Runner
    """The mean and noise → the sound."""
    chance: Chance

    def lengths(self, ids: NDArray[np.int64], seed: int) -> tuple[NDArray[np.float32], Mapping[str, Array]]:
        """Unrounded frames of each id at speed 1, shape [L], and what `sound` needs to know. ids: shape [L]."""
        known: dict[str, Array] = {
            "input": ids[None, :],
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array([self.chance.sound, 1.0, self.chance.lengths], np.float32),
            "sid": np.zeros(1, np.int64),
        }
        if self.seams.steps is not None:
            known[self.seams.steps] = _drawn(seed, 0, (1, 2, len(ids)))
        known |= _run(self.text, known)
        return known[self.seams.lengths].reshape(-1), known

    def sound(self, frames: NDArray[np.int64], known: Mapping[str, Array], seed: int) -> Samples:
        """The sound of ids of so many frames, shape [L], at the model's own rate. known: as `lengths` gave it."""
        known = {**known, self.seams.frames: frames.astype(np.float32)[None, None, :]}
        known |= _run(self.middle, known)
        known[self.seams.noise] = _drawn(seed, 1, known[self.seams.mean].shape)
        (sound,) = _run(self.decoder, known).values()
        return sound.reshape(-1)


def open_vits(model: bytes, chance: Chance, options: Any, run_options: Any = None) -> Vits:
    """A model in pieces. options: onnxruntime SessionOptions. Raises NotVits where the graph is another."""
    import onnx

    whole = onnx.load_model_from_string(model)
    seams = _seams(whole)
    outside = frozenset(name for name in (seams.frames, seams.steps, seams.noise) if name is not None)
    pieces = staged(whole, ((seams.lengths,), (seams.mean,)), outside)
    text, middle, decoder = cut(whole, pieces, options, run_options)
    return Vits(seams, text, middle, decoder, chance)


def _seams(whole: Any) -> Seams:
    """Found by what the nodes do, because exporters name them differently."""
    ups = [node for node in whole.graph.node if node.op_type == "Ceil"]
    draws = [node for node in whole.graph.node if node.op_type.startswith("Random")]
    strange = {value.name for value in whole.graph.input} - INPUTS
    if len(ups) != 1 or not 1 <= len(draws) <= 2 or strange or any(d.op_type != "RandomNormalLike" for d in draws):
        raise NotVits
    *steps, noise = draws
    return Seams(
        ups[0].input[0], ups[0].output[0], steps[0].output[0] if steps else None, noise.input[0], noise.output[0]
    )


def _run(part: Runner, known: Mapping[str, Array]) -> dict[str, Array]:
    names = part.piece.gives or ("sound",)
    return dict(zip(names, part.run(*(known[name] for name in part.piece.takes)), strict=True))


def _drawn(seed: int, which: int, shape: tuple[int, ...]) -> NDArray[np.float32]:
    return np.random.default_rng((seed, which)).standard_normal(shape, dtype=np.float32)
