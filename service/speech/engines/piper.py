"""Piper's voices: one that is fetched, and any .onnx file that a voice's file names.

Their quirks are dealt with here. Phonemes come from espeak-ng. Each is several numbers in the model's alphabet, with
a pad after it, and times are counted for all of them together. A model speaks 22,050 samples a second or fewer. Its
graph has no pitch to bend.

Piper is licensed under the GPL, version 3, and is used only where somebody has installed it.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from service.audio import Samples, Take
from service.errors import VoiceNotInstalled
from service.speech.engines.alphabets import espeak_symbols
from service.speech.engines.engine import Utterance
from service.speech.engines.espeak_g2p import espeak, letters
from service.speech.engines.loaded import Shelf
from service.speech.engines.onnx_graph import whole_frames
from service.speech.engines.phonemes import Phonemes, Speller
from service.speech.engines.resample import resampled
from service.speech.engines.sentence import Lengths, Silences, spoken
from service.speech.engines.vits import Chance, NotVits, Vits, open_vits
from service.speech.voice_parts import Parts, install_command
from service.voice import Voice

if TYPE_CHECKING:
    from numpy.typing import NDArray

BEGIN, END, PAD = "^", "$", "_"
"""What stands before and after a sentence, and behind each of its phonemes."""
SAFE_PHONEMES = 300
"""The most phonemes of one call; what a call takes in memory grows with them."""
SILENCES = Silences(lead=20, tail=11, joint=17, mark=9)
"""In frames of 12 ms."""
ANOTHER = "Choose another voice: `readback voices` lists them."


@dataclass(frozen=True)
class Config:
    """What lies beside a model, in its .onnx.json."""

    sample_rate: int
    """Samples a second of the model."""
    language: str | None
    """espeak-ng's name of what it speaks; None where the model reads letters themselves."""
    chance: Chance
    ids: Mapping[str, tuple[int, ...]]
    """Numbers of each symbol."""


@dataclass(frozen=True)
class _Speaker:
    """One voice, loaded."""

    vits: Vits
    config: Config
    speller: Speller
    sample_rate: int
    frame: float
    longest: ClassVar[int] = SAFE_PHONEMES
    silences: ClassVar[Silences] = SILENCES

    def lengths(self, phonemes: Phonemes, seed: int) -> Lengths:
        groups = self._groups(phonemes)
        each, known = self.vits.lengths(np.concatenate(groups), seed)
        return Lengths(np.add.reduceat(each, _starts(groups)), (each, known))

    def sound(self, frames: NDArray[np.int64], lengths: Lengths, phonemes: Phonemes, seed: int) -> Samples:
        each, known = lengths.state
        sizes = [len(group) for group in self._groups(phonemes)]
        shares = np.repeat(frames / np.maximum(lengths.frames, 1e-3), sizes) * each
        sound = self.vits.sound(whole_frames(shares, least=0), known, seed)
        return resampled(sound, self.config.sample_rate, self.sample_rate)

    def _groups(self, phonemes: Phonemes) -> list[NDArray[np.int64]]:
        """Numbers of each position of the phonemes."""
        pad = self.config.ids[PAD]
        groups = [(*self.config.ids[symbol], *pad) for symbol in (BEGIN, *phonemes.symbols)]
        return [np.array(group, np.int64) for group in (*groups, self.config.ids[END])]


class PiperEngine:
    """Speaks with Piper's models, in this process, one onnxruntime thread a call."""

    name = "piper"
    packages: tuple[str, ...] = ("piper-tts>=1.3", "soxr>=1")
    terms = "Piper is under the GPL-3.0-or-later, and so is espeak-ng, which comes with it."
    longest = 120
    apart = 0

    def __init__(self, parts: Parts) -> None:
        """parts: the folder where voices that are fetched lie."""
        self._parts = parts
        self._speakers = Shelf[_Speaker]()

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        """Why the voice cannot read here and what to do about it, or None if it can. Loads and imports nothing."""
        for module, package in (
            ("piper", "piper-tts"),
            ("soxr", "soxr"),
            ("onnxruntime", "onnxruntime"),
            ("onnx", "onnx"),
        ):
            if importlib.util.find_spec(module) is None:
                return f"the package {package} is not installed", install_command(voice.name)
        if voice.parts:
            return self._parts.missing(voice)
        if not voice.model:
            return "its file names no model", "Write model with the path of an .onnx into it."
        for path in _files(voice):
            if not path.is_file():
                return f"the file {path.name or path} that it names is not there", f"Put it at {path}."
        return None

    def found(self) -> tuple[Voice, ...]:
        """None: its voices are files."""
        return ()

    def open(self, voice: Voice) -> None:
        """Load the voice's model. Raises VoiceNotInstalled with the reason."""
        self._speaker(voice)

    def close(self) -> None:
        """Let go of the models."""
        self._speakers.clear()

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        """One take a phrase. Raises EngineFailed where a word has no phonemes. speed and seed: as in `Engine`."""
        return spoken(self._speaker(voice), utterance, voice.sample_rate, speed, seed)

    def _speaker(self, voice: Voice) -> _Speaker:
        return self._speakers.get(voice.name, lambda: self._load(voice))

    def _load(self, voice: Voice) -> _Speaker:
        if (missing := self.missing(voice)) is not None:
            raise VoiceNotInstalled(voice.name, *missing)
        if len(voice.parts) not in (0, 2):
            raise VoiceNotInstalled(voice.name, "its parts are not a model and its .onnx.json", ANOTHER)
        if voice.parts:
            model, config = (self._parts.bytes_of(voice, part.file) for part in voice.parts)
        else:
            model, config = (path.read_bytes() for path in _files(voice))
        if voice.sha256 is not None and hashlib.sha256(model).hexdigest() != voice.sha256:
            raise VoiceNotInstalled(voice.name, "its model is not the one that was measured", ANOTHER)
        try:
            return _speaker(model, read_config(config), voice.sample_rate)
        except (NotVits, ValueError):
            raise VoiceNotInstalled(
                voice.name, "its model is not built like those of Piper's voices", ANOTHER
            ) from None


def read_config(data: bytes) -> Config:
    """What an .onnx.json says. Raises ValueError where it is of a kind that is not spoken here."""
    table = json.loads(data)
    if not isinstance(table, dict):
        raise ValueError("no object")
    kind = table.get("phoneme_type", "espeak")
    if kind not in ("espeak", "text"):
        raise ValueError(f"phonemes of the kind {kind!r}")
    try:
        usual = table["inference"]
        return Config(
            int(table["audio"]["sample_rate"]),
            table["espeak"]["voice"] if kind == "espeak" else None,
            Chance(float(usual["noise_scale"]), float(usual["noise_w"])),
            {symbol: tuple(ids) for symbol, ids in table["phoneme_id_map"].items()},
        )
    except (KeyError, TypeError, AttributeError) as wrong:
        raise ValueError(f"no {wrong}") from None


def _files(voice: Voice) -> tuple[Path, Path]:
    """The model and its .onnx.json, of a voice whose file names them."""
    path = Path(os.path.expanduser(voice.model or ""))  # noqa: PTH111  (a home that is nobody's is no error here)
    return path, Path(f"{path}.json")


def _speaker(model: bytes, config: Config, sample_rate: int) -> _Speaker:
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # on Windows, where the environment is not asked
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    giving_back = onnxruntime.RunOptions()
    giving_back.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
    vits = open_vits(model, config.chance, options, giving_back)
    front = letters() if config.language is None else espeak(config.language)
    writing = None if config.language is None else espeak_symbols
    alphabet = frozenset(symbol for symbol in config.ids if len(symbol) == 1) - {BEGIN, END, PAD}
    return _Speaker(
        vits,
        config,
        Speller(front, alphabet, writing),
        sample_rate,
        _frame(vits, config) * sample_rate / config.sample_rate,
    )


def _frame(vits: Vits, config: Config) -> float:
    """Samples of one frame, at the model's rate: heard once, on next to nothing."""
    ids = np.array([*config.ids[BEGIN], *config.ids[END]], np.int64)
    _, known = vits.lengths(ids, 0)
    frames = np.full(len(ids), 8, np.int64)
    return len(vits.sound(frames, known, 0)) / int(frames.sum())


def _starts(groups: list[NDArray[Any]]) -> NDArray[np.int64]:
    return np.cumsum([0, *(len(group) for group in groups[:-1])])
