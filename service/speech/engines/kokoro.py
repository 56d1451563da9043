"""Kokoro, the 82M model that hibari was distilled from: nine voices, of which one model speaks all.

Its quirks are dealt with here. It is fifty times heavier than hibari, so an utterance is short and the sound begins
early. A voice is a table of styles, one for each number of phonemes. Its lengths are rounded one by one, so they are
set from outside, as hibari's are. It draws nothing at random: this export has the noise left out.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from service.audio import Samples, Take
from service.errors import VoiceNotInstalled
from service.speech.engines.alphabets import misaki
from service.speech.engines.engine import Utterance
from service.speech.engines.hibari_g2p import alphabet, english, missing_front
from service.speech.engines.intonation import bent, lifts
from service.speech.engines.loaded import Shelf
from service.speech.engines.onnx_graph import Piece, Runner, cut
from service.speech.engines.phonemes import Phonemes, Speller
from service.speech.engines.sentence import Lengths, Silences, phrase_ends, spoken
from service.speech.voice_parts import Parts
from service.voice import Voice

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODEL = "kokoro-82m-int8.onnx"
"""The part that all its voices share."""
FRAMES = "/encoder/Cast_output_0"
TEXT = ("/encoder/predictor/text_encoder/Concat_4_output_0", "/encoder/text_encoder/Transpose_2_output_0")
MELODY = ("/encoder/Squeeze_output_0", "/encoder/Squeeze_1_output_0", "/encoder/MatMul_1_output_0")
"""Pitch in Hz and energy, both [1, 2F], and the phonemes laid out over the frames."""
PIECES = (
    Piece(takes=("tokens", "style", "speed"), gives=("/encoder/Div_output_0", *TEXT)),
    Piece(takes=(FRAMES, *TEXT, "style"), gives=MELODY, counts=(FRAMES,)),
    Piece(takes=(*MELODY, "style")),
)
"""Phoneme ids → lengths at speed 1; whole frames → melody; melody → sound."""
FRAME = 600
"""Samples of one frame of the phoneme lengths: 25 ms at 24 kHz."""
PITCH_FRAMES, PITCH_RATE = 2, 80
"""Frames of the pitch in one of them, and in a second."""
VOICED_HZ = 50.0
"""Under it the pitch is no voice: the deepest of the voices comes down to 70."""
STYLES = 510
"""Rows of a voice's table: the most phonemes of one call, and one."""
SAFE_PHONEMES = 300
"""The most phonemes of one call. The model takes 510; what a call takes in memory grows with them."""
SILENCES = Silences(lead=24, tail=8, joint=8, mark=4, own_lead=0.9)
"""Its own lead is 13 to 18 frames. After one of 10 the first word is swallowed (30 dB lower in michael), and in one
that is stretched it makes a sound before it (emma: "if", "a")."""


@dataclass(frozen=True)
class _Model:
    """What all voices share."""

    text: Runner
    melody: Runner
    decoder: Runner
    ids: dict[str, int]
    """Number of each phoneme in the model's alphabet."""


@dataclass(frozen=True)
class _Speaker:
    """One voice of the model."""

    model: _Model
    speller: Speller
    styles: NDArray[np.float32]
    """Shape [510, 1, 256], by the number of phonemes."""
    longest: ClassVar[int] = SAFE_PHONEMES
    frame: ClassVar[float] = FRAME
    silences: ClassVar[Silences] = SILENCES

    def lengths(self, phonemes: Phonemes, seed: int) -> Lengths:
        ids = np.array([[0, *(self.model.ids[symbol] for symbol in phonemes.symbols), 0]], dtype=np.int64)
        lengths, *state = self.model.text.run(ids, self._style(phonemes), np.ones(1, np.float32))
        return Lengths(lengths[0], tuple(state))

    def sound(self, frames: NDArray[np.int64], lengths: Lengths, phonemes: Phonemes, seed: int) -> Samples:
        style = self._style(phonemes)
        pitch, energy, text = self.model.melody.run(frames[None, :], *lengths.state, style)
        ends = [end * PITCH_FRAMES for end in phrase_ends(frames, phonemes)]
        curve = bent(pitch[0], lifts(pitch[0], ends, PITCH_RATE, VOICED_HZ), PITCH_RATE, VOICED_HZ)
        sound: Samples = self.model.decoder.run(curve[None, :], energy, text, style)[0]
        return sound

    def _style(self, phonemes: Phonemes) -> NDArray[np.float32]:
        style: NDArray[np.float32] = self.styles[min(len(phonemes.symbols), STYLES - 1)]
        return style


class KokoroEngine:
    """Speaks with Kokoro-82M, in this process, one onnxruntime thread a call."""

    name = "kokoro"
    packages: tuple[str, ...] = ()
    terms = ""
    longest = 80
    apart = 0

    def __init__(self, parts: Parts) -> None:
        """parts: the folder where the model and the styles lie."""
        self._parts = parts
        self._models = Shelf[_Model]()
        self._fronts = Shelf[Speller]()
        self._speakers = Shelf[_Speaker]()

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        """Why the voice cannot read here and what to do about it, or None if it can. Loads and imports nothing."""
        return missing_front() or self._parts.missing(voice)

    def found(self) -> tuple[Voice, ...]:
        """None: its voices are files."""
        return ()

    def open(self, voice: Voice) -> None:
        """Load the voice, and the model if no other voice has. Raises VoiceNotInstalled with the reason."""
        self._speaker(voice)

    def close(self) -> None:
        """Let go of the model and the voices."""
        for shelf in (self._models, self._fronts, self._speakers):
            shelf.clear()

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        """One take a phrase. Raises EngineFailed where a word has no phonemes. speed and seed: as in `Engine`."""
        return spoken(self._speaker(voice), utterance, voice.sample_rate, speed, seed)

    def _speaker(self, voice: Voice) -> _Speaker:
        return self._speakers.get(voice.name, lambda: self._load(voice))

    def _load(self, voice: Voice) -> _Speaker:
        if (missing := self.missing(voice)) is not None:
            raise VoiceNotInstalled(voice.name, *missing)
        styles = np.frombuffer(self._parts.bytes_of(voice, f"kokoro-{voice.model}.bin"), "<f4").reshape(STYLES, 1, -1)
        with ThreadPoolExecutor(1) as aside:
            # The pieces are optimised by onnxruntime, without Python's lock, while the words' lexicons are read.
            loading = aside.submit(self._models.get, MODEL, lambda: _load(self._parts.bytes_of(voice, MODEL)))
            speller = self._fronts.get(voice.language, lambda: _speller(voice.language))
            return _Speaker(loading.result(), speller, styles)


def _speller(language: str) -> Speller:
    british = language == "en-GB"
    return Speller(english(british), frozenset(alphabet()), misaki(british))


def _load(model: bytes) -> _Model:
    import onnx
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # on Windows, where the environment is not asked
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Unlike hibari's, its calls are a quarter slower and take twice the memory without an arena, which
    # is given back after each.
    giving_back = onnxruntime.RunOptions()
    giving_back.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    whole: Any = onnx.load_model_from_string(model)
    text, melody, decoder = cut(whole, PIECES, options, giving_back)
    return _Model(text, melody, decoder, alphabet())
