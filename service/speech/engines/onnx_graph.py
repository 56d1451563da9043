"""A speech model cut at the lengths of its phonemes, so that they can be read, and set from outside.

Models of this family (hibari, Kokoro, Piper's) first compute how many frames each phoneme lasts, round
each for itself, and then make the sound. Rounded one by one, lengths are not what the speed asks for:
hibari at 0.86 gives a rate of 0.94. Here one piece says the unrounded lengths and the next takes whole
ones, so the rate is exact and every phoneme's place is known. All pieces together do the work of the
whole once: the nodes that a piece does not need are left out, because onnxruntime runs them all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Session(Protocol):
    """As much of onnxruntime's InferenceSession as is used."""

    def run(self, output_names: None, input_feed: Mapping[str, Array], run_options: Any = None) -> Sequence[Array]:
        """Arrays of all outputs, in order."""

    def get_outputs(self) -> Sequence[Any]:
        """Name and type of each output."""


@dataclass(frozen=True)
class Piece:
    """What a piece of a graph lies between: names of tensors of the whole.

    Any tensor may be taken, so what a node of the whole would have drawn at random is given from outside.
    """

    takes: tuple[str, ...]
    """Its inputs: those of the whole, what an earlier piece gives, and what is set from outside."""
    gives: tuple[str, ...] = ()
    """Its outputs; empty where they are those of the whole."""
    counts: tuple[str, ...] = ()
    """Which of the inputs set from outside are int64; the others are float32."""


@dataclass(frozen=True)
class Runner:
    """A piece, ready to run. Safe to call from several threads."""

    piece: Piece
    """What it lies between."""
    session: Session
    """What runs it."""
    options: Any = None
    """onnxruntime RunOptions of every call."""

    def run(self, *given: Array) -> tuple[Array, ...]:
        """What the piece gives for what it takes, both in the piece's order."""
        return tuple(self.session.run(None, dict(zip(self.piece.takes, given, strict=True)), self.options))


def whole_frames(lengths: NDArray[np.floating[Any]], least: int = 1) -> NDArray[np.int64]:
    """Whole frames whose running sum is never more than half a frame from that of `lengths`; none is under `least`."""
    frames = np.diff(np.round(np.cumsum(lengths, dtype=np.float64)), prepend=0.0).astype(np.int64)
    return np.maximum(frames, least)


def cut(whole: Any, pieces: Iterable[Piece], options: Any, run_options: Any = None) -> tuple[Runner, ...]:
    """The pieces of a model. whole: an onnx ModelProto; options: onnxruntime SessionOptions for each of them."""
    from onnx import TensorProto, ValueInfoProto, helper

    kinds = {"tensor(float)": TensorProto.FLOAT, "tensor(int64)": TensorProto.INT64, "tensor(bool)": TensorProto.BOOL}
    known = {value.name: value for value in whole.graph.input}
    parts = []
    for piece in pieces:
        for name in piece.takes:
            kind = TensorProto.INT64 if name in piece.counts else TensorProto.FLOAT
            known.setdefault(name, helper.make_tensor_value_info(name, kind, None))
        outputs = [ValueInfoProto(name=name) for name in piece.gives] or list(whole.graph.output)
        session = _session(_between(whole, [known[name] for name in piece.takes], outputs), options)
        for output in session.get_outputs():
            known[output.name] = helper.make_tensor_value_info(output.name, kinds[output.type], None)
        parts.append(Runner(piece, session, run_options))
    return tuple(parts)


def reach(whole: Any, outputs: Sequence[str], stops: frozenset[str] = frozenset()) -> tuple[set[int], set[str]]:
    """The nodes that outputs need, by position, and the tensors at which looking for them ended.

    It ends at stops and at the inputs of the whole.
    """
    makers = {name: at for at, node in enumerate(whole.graph.node) for name in node.output}
    weights = {tensor.name for tensor in whole.graph.initializer}
    wanted, seen, nodes, ends = list(outputs), set[str](), set[int](), set[str]()
    while wanted:
        name = wanted.pop()
        if name in seen or name in weights or not name:
            continue
        seen.add(name)
        if name in stops or name not in makers:
            ends.add(name)
            continue
        nodes.add(makers[name])
        wanted += whole.graph.node[makers[name]].input
    return nodes, ends


def staged(whole: Any, gives: Sequence[tuple[str, ...]], outside: frozenset[str]) -> tuple[Piece, ...]:
    """The pieces that give those tensors, one after the other, and at last the outputs of the whole.

    For a graph whose tensors are not known by name: what one piece needs of another is found by following the graph.
    outside: tensors that are set from outside, each float32.
    """
    wanted = [*gives, tuple(value.name for value in whole.graph.output)]
    made: list[set[str]] = []
    takes: list[set[str]] = []
    for outputs in wanted:
        nodes, ends = reach(whole, outputs, outside.union(*made))
        takes.append(ends)
        # A constant is not handed on: each piece has its own.
        made.append({name for at in nodes if whole.graph.node[at].input for name in whole.graph.node[at].output})
    pieces = []
    for at, outputs in enumerate(gives):
        later = (made[at] & set[str]().union(*takes[at + 1 :])) - set(outputs)
        pieces.append(Piece(tuple(sorted(takes[at])), (*outputs, *sorted(later))))
    return (*pieces, Piece(tuple(sorted(takes[-1]))))


def _session(model: bytes, options: Any) -> Session:
    import onnxruntime

    session: Session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return session


def _between(whole: Any, inputs: list[Any], outputs: list[Any]) -> bytes:
    """The part of a model between some of its tensors, as a model of its own."""
    from onnx import helper

    nodes, _ = reach(whole, [value.name for value in outputs], frozenset(value.name for value in inputs))
    made = [whole.graph.node[at] for at in sorted(nodes)]
    used = {name for node in made for name in node.input}
    weights = [tensor for tensor in whole.graph.initializer if tensor.name in used]
    graph = helper.make_graph(made, "piece", inputs, outputs, weights)
    model: bytes = helper.make_model(
        graph, opset_imports=whole.opset_import, ir_version=whole.ir_version
    ).SerializeToString()
    return model
