"""The built-in voice, hibari: it is given whole sentences, and rests are put into what it says afterwards.

Its quirks are dealt with here. Twice the text takes four times the memory, so a call is bounded. A call begins and
ends with a third of a second or more of next to nothing, so those phonemes are kept short. Text that it does not know
is silently left out, so a word without phonemes is an error. Its own speed is inexact, so the lengths of phonemes are
set from outside. A comma falls like a full stop, so the ends of phrases are bent.
"""

from __future__ import annotations

import hashlib
import importlib.util
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from service.audio import Samples, Take
from service.engines.engine import Utterance
from service.engines.graph import Cut, Halves, halve, whole_frames
from service.engines.melody import FALL, LIFT, bent
from service.engines.phonemes import Phonemes, Speller, Tokens
from service.engines.takes import join, part
from service.errors import VoiceNotInstalled
from service.voice import Voice

if TYPE_CHECKING:
    from numpy.typing import NDArray

CUT = Cut(
    lengths="/Sub_output_0",
    frames="/Cast_32_output_0",
    state=("/Transpose_55_output_0", "/Transpose_22_output_0"),
)
FRAME = 600
"""Samples of one frame of the phoneme lengths: 25 ms at 24 kHz."""
PITCH_FRAMES = 2
"""Frames of the pitch in one of them."""
PITCH = 5
"""Which of the model's outputs is the pitch."""
SAFE_PHONEMES = 300
"""The most phonemes of one call: 3,000 words in one call took 15.5 GB."""
LEAD_FRAMES, TAIL_FRAMES = 10, 5
"""Frames of the silence before and after an utterance; the model's own are 0.4 and 0.6 s, and are cut off anyway."""
JOINT_FRAMES, MARK_FRAMES = 8, 4
"""Fewest frames of the last phoneme before a joint and of its comma, so that every joint falls quiet."""
TOLERANCE = 1.5
"""How far the two halves may be from the whole, as the largest difference of any output on one sentence."""
CHECKED = "həlˈO ðˈɛɹ, maɪ fɹˈɛnd."
"""The phonemes on which the halves are held against the whole."""
MEND = "Run `pip install 'hibari-tts[fast]' onnx` in Readback's environment."


@dataclass(frozen=True)
class _Model:
    """What is loaded for one voice."""

    halves: Halves
    speller: Speller
    ids: dict[str, int]
    """Number of each phoneme in the model's alphabet."""


class HibariEngine:
    """Speaks with hibari's models, in this process, one onnxruntime thread a call."""

    name = "hibari"
    packages: tuple[str, ...] = ()
    terms = ""
    longest = 200

    def __init__(self) -> None:
        self._models: dict[str, _Model] = {}
        self._opening = threading.Lock()

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        """Why the voice cannot read here and what to do about it, or None if it can. Loads and imports nothing."""
        for module in ("hibari", "onnxruntime", "onnx"):
            if importlib.util.find_spec(module) is None:
                return f"the package {module} is not installed", MEND
        return None

    def found(self) -> tuple[Voice, ...]:
        """None: its voices are files."""
        return ()

    def open(self, voice: Voice) -> None:
        """Load the voice's model and check it. Raises VoiceNotInstalled with the reason."""
        self._model(voice)

    def close(self) -> None:
        """Let go of the models."""
        self._models = {}

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        """One take a phrase. Raises EngineFailed where a word has no phonemes. speed and seed: as in `Engine`."""
        model = self._model(voice)
        takes: dict[int, list[Take]] = {}
        for at, call in enumerate(model.speller.spell(utterance, SAFE_PHONEMES)):
            for phrase, take in zip(call.phrases, self._call(model, call, voice, speed, seed + at), strict=True):
                takes.setdefault(phrase, []).append(take)
        return tuple(join(takes[phrase]) for phrase in sorted(takes))

    def _call(self, model: _Model, phonemes: Phonemes, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        ids = np.array([0, *(model.ids[symbol] for symbol in phonemes.symbols), 0], dtype=np.int64)
        lengths, state = model.halves.lengths(ids)
        frames = whole_frames(_shaped(lengths, phonemes, speed))
        ends = np.cumsum(frames)
        outputs = [output[0] for output in model.halves.sound(frames, state)]
        bends = [(int(ends[at]) * PITCH_FRAMES, semitones) for at, semitones in _bends(phonemes)]
        outputs[PITCH] = bent(outputs[PITCH], bends, voice.rate * PITCH_FRAMES // FRAME)
        return part(_synthesise(outputs, seed), voice.rate, phonemes.spans(ends * FRAME))

    def _model(self, voice: Voice) -> _Model:
        with self._opening:
            if voice.name not in self._models:
                if (missing := self.missing(voice)) is not None:
                    raise VoiceNotInstalled(voice.name, *missing)
                self._models[voice.name] = _load(voice)
            return self._models[voice.name]


def _shaped(lengths: NDArray[np.float32], phonemes: Phonemes, speed: float) -> NDArray[np.float32]:
    """Lengths at the speed, in frames, with the silences around the utterance cut short and its joints held open."""
    shaped: NDArray[np.float32] = lengths / np.float32(speed)
    shaped[0] = min(shaped[0], LEAD_FRAMES)
    shaped[-1] = 1
    if phonemes.symbols[-1] in ".,?!":
        shaped[-2] = min(shaped[-2], TAIL_FRAMES)
    for joint in phonemes.joints:
        shaped[joint] = max(shaped[joint], JOINT_FRAMES)
        shaped[joint + 1] = max(shaped[joint + 1], MARK_FRAMES)
    return shaped


def _bends(phonemes: Phonemes) -> Iterator[tuple[int, float]]:
    """The last phonemes whose pitch is bent, by position, and by how many semitones. Questions are left as they are."""
    for joint in phonemes.joints:
        yield joint, LIFT
    if not phonemes.ends:
        yield len(phonemes.symbols) - 1, LIFT
    elif phonemes.symbols[-1] == ".":
        yield len(phonemes.symbols) - 1, FALL


def _synthesise(outputs: list[NDArray[np.float32]], seed: int) -> Samples:
    from hibari import dsp

    sound: Samples = dsp.synth(*outputs, np.random.default_rng(seed))
    return sound


def _load(voice: Voice) -> _Model:
    import onnxruntime
    from hibari import Hibari
    from hibari.voices import voice_path

    onnxruntime.disable_telemetry_events()  # on Windows, where the environment is not asked
    path = Path(voice_path(voice.model or voice.name))
    model = path.read_bytes()
    if voice.sha256 is not None and hashlib.sha256(model).hexdigest() != voice.sha256:
        raise VoiceNotInstalled(voice.name, "its model is not the one that was measured", MEND)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # An arena keeps what the longest sentence took, and a pattern for every length; calls are no slower without them.
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False
    with ThreadPoolExecutor(1) as aside:
        # The halves are optimised by onnxruntime, without Python's lock, while the words' lexicons are read.
        halving = aside.submit(halve, model, CUT, options)
        whole = Hibari(voice=voice.model or voice.name)
        front = _front(whole.g2p)
        halves = halving.result()
    far = _disagreement(halves, whole)
    if far > TOLERANCE:
        raise VoiceNotInstalled(voice.name, f"its model, cut at the lengths, is {far:.2f} away from the whole", MEND)
    return _Model(halves, Speller(front, frozenset(whole.vocab)), whole.vocab)


def _front(g2p: Any) -> Tokens:
    """hibari's grapheme-to-phoneme code as a front: no mark-up in a letter is read as pronunciation."""
    return lambda text: g2p.phonemize_tokens(g2p._tokens(text))


def _disagreement(halves: Halves, whole: Any) -> float:
    """The largest difference between what the halves and the whole say of one short sentence, of any output."""
    ids = np.array(whole.ids(CHECKED), dtype=np.int64)
    lengths, state = halves.lengths(ids)
    frames = np.maximum(np.round(lengths), 1).astype(np.int64)
    expected = whole.sess.run(None, {"ids": ids[None, :], "speed": np.ones(1, np.float32)})
    given = halves.sound(frames, state)
    if any(a.shape != b.shape for a, b in zip(given, expected, strict=True)):
        return float("inf")
    return max(float(np.abs(a - b).max()) for a, b in zip(given, expected, strict=True))
