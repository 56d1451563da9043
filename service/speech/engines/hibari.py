"""The built-in voice, hibari: it is given whole sentences, and rests are put into what it says afterwards.

Its quirks are dealt with here. Twice the text takes four times the memory, so a call is bounded. A call begins and
ends with a third of a second or more of next to nothing, so those phonemes are kept short. Text that it does not know
is silently left out, so a word without phonemes is an error. Its own speed is inexact, so the lengths of phonemes are
set from outside. A comma falls like a full stop, so the ends of phrases are bent.
"""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from service.audio import Samples, Take
from service.errors import VoiceNotInstalled
from service.speech.engines.alphabets import misaki
from service.speech.engines.engine import Utterance
from service.speech.engines.hibari_g2p import MEND, english, missing_front
from service.speech.engines.intonation import FALL, LIFT, bent
from service.speech.engines.loaded import Shelf
from service.speech.engines.onnx_graph import Piece, Runner, cut
from service.speech.engines.phonemes import Phonemes, Speller
from service.speech.engines.sentence import Lengths, Silences, phrase_ends, spoken, statement_end
from service.voice import Voice

if TYPE_CHECKING:
    from numpy.typing import NDArray

STATE = ("/Transpose_55_output_0", "/Transpose_22_output_0")
FRAMES = "/Cast_32_output_0"
PIECES = (
    Piece(takes=("ids",), gives=("/Sub_output_0", *STATE)),
    Piece(takes=(FRAMES, *STATE), counts=(FRAMES,)),
)
"""Phoneme ids → lengths at speed 1; whole frames → what the vocoder needs."""
FRAME = 600
"""Samples of one frame of the phoneme lengths: 25 ms at 24 kHz."""
PITCH_FRAMES = 2
"""Frames of the pitch in one of them."""
PITCH = 5
"""Which of the model's outputs is the pitch."""
SAFE_PHONEMES = 300
"""The most phonemes of one call: 3,000 words in one call took 15.5 GB."""
SILENCES = Silences(lead=10, tail=5, joint=8, mark=4)
"""The model's own silences around a sentence are 0.4 and 0.6 s."""
TOLERANCE = 1.5
"""How far the two halves may be from the whole, as the largest difference of any output on one sentence."""
CHECKED = "həlˈO ðˈɛɹ, maɪ fɹˈɛnd."
"""The phonemes on which the halves are held against the whole."""


@dataclass(frozen=True)
class _Model:
    """What is loaded for one voice."""

    first: Runner
    """Phoneme ids → lengths and state."""
    second: Runner
    """Whole frames and state → what the vocoder needs."""
    speller: Speller
    ids: dict[str, int]
    """Number of each phoneme in the model's alphabet."""
    sample_rate: int
    longest: ClassVar[int] = SAFE_PHONEMES
    frame: ClassVar[float] = FRAME
    silences: ClassVar[Silences] = SILENCES

    def lengths(self, phonemes: Phonemes, seed: int) -> Lengths:
        ids = np.array([[0, *(self.ids[symbol] for symbol in phonemes.symbols), 0]], dtype=np.int64)
        lengths, *state = self.first.run(ids)
        return Lengths(lengths, tuple(state))

    def sound(self, frames: NDArray[np.int64], lengths: Lengths, phonemes: Phonemes, seed: int) -> Samples:
        from hibari import dsp

        outputs = [output[0] for output in self.second.run(frames, *lengths.state)]
        bends = [(end * PITCH_FRAMES, LIFT) for end in phrase_ends(frames, phonemes)]
        if (over := statement_end(frames, phonemes)) is not None:
            bends.append((over * PITCH_FRAMES, FALL))
        outputs[PITCH] = bent(outputs[PITCH], bends, self.sample_rate * PITCH_FRAMES // FRAME)
        sound: Samples = dsp.synth(*outputs, np.random.default_rng(seed))
        return sound


class HibariEngine:
    """Speaks with hibari's models, in this process, one onnxruntime thread a call."""

    name = "hibari"
    packages: tuple[str, ...] = ()
    terms = ""
    longest = 200
    apart = 0

    def __init__(self) -> None:
        self._models = Shelf[_Model]()

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        """Why the voice cannot read here and what to do about it, or None if it can. Loads and imports nothing."""
        return missing_front()

    def found(self) -> tuple[Voice, ...]:
        """None: its voices are files."""
        return ()

    def open(self, voice: Voice) -> None:
        """Load the voice's model and check it. Raises VoiceNotInstalled with the reason."""
        self._model(voice)

    def close(self) -> None:
        """Let go of the models."""
        self._models.clear()

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        """One take a phrase. Raises EngineFailed where a word has no phonemes. speed and seed: as in `Engine`."""
        return spoken(self._model(voice), utterance, voice.sample_rate, speed, seed)

    def _model(self, voice: Voice) -> _Model:
        return self._models.get(voice.name, lambda: self._load(voice))

    def _load(self, voice: Voice) -> _Model:
        if (missing := self.missing(voice)) is not None:
            raise VoiceNotInstalled(voice.name, *missing)
        return _load(voice)


def _load(voice: Voice) -> _Model:
    import onnx
    import onnxruntime
    from hibari import Hibari
    from hibari.voices import VOICES, voice_path

    onnxruntime.disable_telemetry_events()  # on Windows, where the environment is not asked
    name = voice.model or voice.name
    if name not in VOICES:
        raise VoiceNotInstalled(
            voice.name, "hibari has no such model", f"It has {', '.join(VOICES)}: write one as model into the file."
        )
    path = Path(voice_path(name))
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
        cutting = aside.submit(lambda: cut(onnx.load_model_from_string(model), PIECES, options))
        whole = Hibari(voice=name)
        front = english(VOICES[name]["british"])
        first, second = halves = cutting.result()
    far = _disagreement(halves, whole)
    if far > TOLERANCE:
        raise VoiceNotInstalled(voice.name, f"its model, cut at the lengths, is {far:.2f} away from the whole", MEND)
    speller = Speller(front, frozenset(whole.vocab), misaki(VOICES[name]["british"]))
    return _Model(first, second, speller, whole.vocab, voice.sample_rate)


def _disagreement(halves: tuple[Runner, ...], whole: Any) -> float:
    """The largest difference between what the halves and the whole say of one short sentence, of any output."""
    ids = np.array(whole.ids(CHECKED), dtype=np.int64)
    first, second = halves
    lengths, *state = first.run(ids[None, :])
    frames = np.maximum(np.round(lengths), 1).astype(np.int64)
    expected = whole.sess.run(None, {"ids": ids[None, :], "speed": np.ones(1, np.float32)})
    given = second.run(frames, *state)
    if any(a.shape != b.shape for a, b in zip(given, expected, strict=True)):
        return float("inf")
    return max(float(np.abs(a - b).max()) for a, b in zip(given, expected, strict=True))
