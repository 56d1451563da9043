"""A speech model cut in two at the lengths of its phonemes, so that they can be read, and set from outside.

Models of this family (hibari, Kokoro) first compute how many frames each phoneme lasts, round each
for itself, and then make the sound. Rounded one by one, lengths are not what the speed asks for:
0.86 gives a rate of 0.94. Here the first half says the unrounded lengths and the second half takes
whole ones, so the rate is exact and every phoneme's place is known. Both halves together do the work
of the whole once: the nodes that a half does not need are left out, because onnxruntime runs them all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Session(Protocol):
    """As much of onnxruntime's InferenceSession as is used."""

    def run(self, output_names: None, input_feed: Mapping[str, Array]) -> Sequence[Array]:
        """Arrays of all outputs, in order."""


@dataclass(frozen=True)
class Cut:
    """Where a graph is cut: names of its tensors."""

    lengths: str
    """Output of the first half: frames of each phoneme at speed 1, float, shape [L]."""
    frames: str
    """Input of the second half: whole frames of each phoneme, int64, shape [L]."""
    state: tuple[str, ...]
    """What else the second half needs of the first, float."""


@dataclass(frozen=True)
class Halves:
    """The two halves, ready to run. Safe to call from several threads."""

    cut: Cut
    """Where they were cut."""
    first: Session
    """Phoneme ids → lengths and state."""
    second: Session
    """Whole frames and state → what the vocoder needs."""

    def lengths(self, ids: NDArray[np.int64]) -> tuple[NDArray[np.float32], tuple[Array, ...]]:
        """Unrounded frames of each phoneme at speed 1, shape [L], and the state for `sound`. ids: shape [L]."""
        lengths, *state = self.first.run(None, {"ids": ids[None, :]})
        return lengths, tuple(state)

    def sound(self, frames: NDArray[np.int64], state: tuple[Array, ...]) -> Sequence[Array]:
        """The model's own outputs for phonemes of so many frames, shape [L]."""
        return self.second.run(None, {self.cut.frames: frames, **dict(zip(self.cut.state, state, strict=True))})


def whole_frames(lengths: NDArray[np.floating[Any]]) -> NDArray[np.int64]:
    """Whole frames whose running sum is never more than half a frame from that of `lengths`; none is under 1."""
    frames = np.diff(np.round(np.cumsum(lengths, dtype=np.float64)), prepend=0.0).astype(np.int64)
    return np.maximum(frames, 1)


def halve(model: bytes, cut: Cut, options: Any) -> Halves:
    """Cut a model in two. model: the ONNX file's bytes; options: onnxruntime SessionOptions for both."""
    import onnx
    from onnx import TensorProto, helper

    whole = onnx.load_model_from_string(model)
    floats = (cut.lengths, *cut.state)
    first = _part(
        whole,
        [helper.make_tensor_value_info("ids", TensorProto.INT64, [1, "L"])],
        [helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in floats],
    )
    second = _part(
        whole,
        [
            helper.make_tensor_value_info(cut.frames, TensorProto.INT64, None),
            *(helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in cut.state),
        ],
        list(whole.graph.output),
    )
    return Halves(cut, _session(first, options), _session(second, options))


def _session(model: bytes, options: Any) -> Session:
    import onnxruntime

    session: Session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session


def _part(whole: Any, inputs: list[Any], outputs: list[Any]) -> bytes:
    """The part of a model between some of its tensors, as a model of its own."""
    from onnx import helper

    makers = {name: at for at, node in enumerate(whole.graph.node) for name in node.output}
    weights = {tensor.name: tensor for tensor in whole.graph.initializer}
    given = {value.name for value in inputs}
    wanted, seen, nodes = [value.name for value in outputs], set(given), set()
    while wanted:
        name = wanted.pop()
        if name in seen or not name:
            continue
        seen.add(name)
        if name not in weights:
            nodes.add(makers[name])
            wanted += whole.graph.node[makers[name]].input
    graph = helper.make_graph(
        [whole.graph.node[at] for at in sorted(nodes)],
        "half",
        inputs,
        outputs,
        [tensor for name, tensor in weights.items() if name in seen],
    )
    part: bytes = helper.make_model(
        graph, opset_imports=whole.opset_import, ir_version=whole.ir_version
    ).SerializeToString()
    return part
