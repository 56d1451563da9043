"""Kokoro: nine voices, one model, and that its pieces say what the whole does."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from service.errors import VoiceNotInstalled
from service.phrases.phrases import Phrase
from service.speech.engines import kokoro
from service.speech.engines.engine import Utterance
from service.speech.engines.kokoro import KokoroEngine
from service.speech.engines.onnx_graph import Array, Runner, whole_frames
from service.speech.engines.phonemes import Phonemes
from service.speech.engines.sentence import phrase_ends, statement_end
from service.speech.speech import groups
from service.speech.voice_parts import Parts
from tests.conftest import missing
from tests.readings import CATALOGUE, LETTERS, score_of

VOICES = {name: voice for name, voice in CATALOGUE.files.items() if voice.engine == "kokoro"}
EMMA = VOICES["emma"]


@pytest.fixture(scope="module")
def engine() -> KokoroEngine:
    """The catalogue's engine, so that the model is loaded once a run."""
    found = CATALOGUE.engines["kokoro"]
    assert isinstance(found, KokoroEngine)
    if (why := found.missing(EMMA)) is not None:
        missing(f"the voice emma: {why[0]}")
    return found


def utterances(text: str, longest: int, voice: str = "emma") -> list[Utterance]:
    found = []
    for group in groups(score_of(text, voice).parts, longest):
        phrases = tuple(part for part in group.parts if isinstance(part, Phrase))
        if phrases:
            found.append(Utterance(phrases, group.ends))
    return found


class Melody:
    """In the place of the last piece: keeps the pitch that it is given, and makes no sound of it."""

    def __init__(self) -> None:
        self.pitch = np.zeros(0, np.float32)

    def run(self, _: None, given: Mapping[str, Array], options: Any = None) -> Sequence[Array]:
        self.pitch = given[kokoro.MELODY[0]][0]
        return [np.zeros(len(self.pitch) * kokoro.FRAME // kokoro.PITCH_FRAMES, np.float32)]

    def get_outputs(self) -> Sequence[Any]:
        return []


def test_the_catalogue_has_the_voices_that_people_know() -> None:
    names = {"emma", "isabella", "george", "lewis", "heart-full", "bella", "nicole", "michael", "fenrir"}
    assert names == VOICES.keys()
    british = {name for name, voice in VOICES.items() if (voice.language, voice.accent) == ("en-GB", "British")}
    assert british == {"emma", "isabella", "george", "lewis"}
    assert all(voice.licence == "Apache-2.0" for voice in VOICES.values())


def test_all_voices_share_one_model_and_differ_in_a_small_style() -> None:
    models = {voice.parts[0] for voice in VOICES.values()}
    assert [(part.file, part.size) for part in models] == [(kokoro.MODEL, 92_361_271)]
    styles = {voice.parts[1] for voice in VOICES.values()}
    assert len(styles) == len(VOICES)
    assert {part.size for part in styles} == {kokoro.STYLES * 256 * 4}


def test_the_model_is_loaded_once_for_two_voices(engine: KokoroEngine) -> None:
    assert engine._speaker(EMMA).model is engine._speaker(VOICES["george"]).model
    assert engine._speaker(EMMA).speller is engine._speaker(VOICES["george"]).speller
    assert engine._speaker(EMMA).speller is not engine._speaker(VOICES["michael"]).speller


def test_the_pieces_say_to_the_sample_what_the_whole_says(engine: KokoroEngine) -> None:
    """Held here and not whenever the model is opened: the whole beside its pieces would take 600 MB and two seconds."""
    import onnxruntime

    reader = engine._speaker(EMMA)
    phonemes = Phonemes("həlˈQ ðˈɛː, maɪ fɹˈɛnd.", (0,), (), True)
    lengths = reader.lengths(phonemes, 1)
    frames = np.maximum(np.round(lengths.frames), 1).astype(np.int64)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    whole = onnxruntime.InferenceSession(
        engine._parts.bytes_of(EMMA, kokoro.MODEL), options, providers=["CPUExecutionProvider"]
    )
    ids = np.array([[0, *(reader.model.ids[symbol] for symbol in phonemes.symbols), 0]], np.int64)
    style = reader.styles[len(phonemes.symbols)]
    (expected,) = whole.run(None, {"tokens": ids, "style": style, "speed": np.ones(1, np.float32)})
    given = reader.sound(frames, lengths, phonemes, 1)
    assert given.shape == expected.shape == (int(frames.sum()) * kokoro.FRAME,)
    assert np.abs(given - expected).max() <= 1e-3


def test_a_british_voice_is_given_british_phonemes(engine: KokoroEngine) -> None:
    (utterance,) = utterances("The car is over there.", engine.longest)
    spelt = {
        name: engine._speaker(VOICES[name]).speller.spell(utterance, 300)[0].symbols for name in ("emma", "michael")
    }
    assert "kˈɑː " in spelt["emma"]
    assert "ɹ" not in spelt["emma"]
    assert "kˈɑɹ " in spelt["michael"]


@pytest.mark.parametrize("name", ["emma", "michael"])
def test_a_phrase_inside_a_sentence_ends_well_above_its_sentences_end(engine: KokoroEngine, name: str) -> None:
    """By the pitch that the model is given: emma's commas stay up by themselves, michael's fall like full stops."""
    reader = engine._speaker(VOICES[name])
    melody = Melody()
    quiet = dataclasses.replace(
        reader, model=dataclasses.replace(reader.model, decoder=Runner(kokoro.PIECES[2], melody))
    )

    def pitch_at(end: int) -> float:
        reach = melody.pitch[max(0, end * kokoro.PITCH_FRAMES - 60) : end * kokoro.PITCH_FRAMES]
        voiced = reach[reach > kokoro.VOICED_HZ]
        return float(np.median(voiced[-6:])) if len(voiced) else float("nan")

    above: list[float] = []
    for utterance in utterances(LETTERS["evening"], engine.longest, name):
        (phonemes,) = reader.speller.spell(utterance, kokoro.SAFE_PHONEMES)
        if len(utterance.phrases) < 2 or not utterance.ends:
            continue
        lengths = quiet.lengths(phonemes, 1)
        frames = whole_frames(lengths.frames / 0.75)
        quiet.sound(frames, lengths, phonemes, 1)
        if (over := statement_end(frames, phonemes)) is not None:
            above += [12 * np.log2(pitch_at(end) / pitch_at(over)) for end in phrase_ends(frames, phonemes)]
    assert len(above) >= 8
    assert np.nanmedian(above) >= 2


@pytest.mark.parametrize("name", ["emma", "michael"])
def test_the_first_word_is_as_loud_as_the_next(engine: KokoroEngine, name: str) -> None:
    (utterance,) = utterances("That you are here.", engine.longest, name)
    (take,) = engine.speak(utterance, VOICES[name], 0.75, 1)
    levels = [
        10 * np.log10(np.square(take.samples[take.start + word.start : take.start + word.end]).mean())
        for word in take.words
    ]
    assert levels[0] > max(levels) - 12


@pytest.mark.parametrize("name", ["emma", "michael"])
def test_slowly_too_nothing_is_heard_before_the_first_word(engine: KokoroEngine, name: str) -> None:
    reader = engine._speaker(VOICES[name])
    (phonemes,) = reader.speller.spell(utterances("For you.", engine.longest, name)[0], 300)
    (utterance,) = utterances("For you.", engine.longest, name)
    (take,) = engine.speak(utterance, VOICES[name], 0.6, 1)
    heard = reader.lengths(phonemes, 1).frames[1:-2].sum() * kokoro.FRAME / 0.6
    assert take.length < heard + 0.25 * EMMA.sample_rate


def test_a_long_first_sentence_begins_with_a_short_call(engine: KokoroEngine) -> None:
    long = "I know that you have been carrying this for a long while now, and that nobody has asked you how it was, "
    first = utterances(long * 3 + "and I am asking.", engine.longest)[0]
    assert sum(len(phrase.spoken) + 1 for phrase in first.phrases) <= engine.longest + 1
    assert not first.ends
    reader = engine._speaker(EMMA)
    (phonemes,) = reader.speller.spell(first, kokoro.SAFE_PHONEMES)
    assert reader.lengths(phonemes, 1).frames.sum() * kokoro.FRAME / EMMA.sample_rate < 6


@pytest.mark.parametrize("file", [kokoro.MODEL, "kokoro-bf_emma.bin"])
def test_a_file_that_is_not_the_one_that_was_measured_is_not_used(tmp_path: Path, file: str) -> None:
    parts = CATALOGUE.engines["kokoro"]._parts.folder  # type: ignore[attr-defined]
    for part in EMMA.parts:
        if not (parts / part.file).exists():
            missing(f"the part {part.file}")
        if part.file == file:
            with (tmp_path / file).open("wb") as broken:
                broken.truncate(part.size)
        else:
            (tmp_path / part.file).symlink_to(parts / part.file)
    other = KokoroEngine(Parts(tmp_path))
    assert other.missing(EMMA) is None
    with pytest.raises(VoiceNotInstalled, match="is not the file it was"):
        other.open(EMMA)


def test_without_its_files_it_says_how_large_they_are_and_what_brings_them(tmp_path: Path) -> None:
    reason, mend = KokoroEngine(Parts(tmp_path)).missing(EMMA) or ("", "")
    assert "93 MB" in reason
    assert "readback voices install emma" in mend


def test_closing_lets_go_and_is_harmless_when_nothing_is_open(tmp_path: Path) -> None:
    empty = KokoroEngine(Parts(tmp_path))
    empty.close()
    empty.close()


def test_nothing_is_drawn_at_random_in_the_model(engine: KokoroEngine) -> None:
    import onnx

    whole = onnx.load_model_from_string(engine._parts.bytes_of(EMMA, kokoro.MODEL))
    assert not [node.op_type for node in whole.graph.node if node.op_type.startswith(("Random", "Multinomial"))]
    taken = {name for piece in kokoro.PIECES for name in piece.takes}
    assert {value.name for value in whole.graph.input} <= taken
