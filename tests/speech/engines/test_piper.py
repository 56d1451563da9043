"""Piper: a graph cut by what its nodes do, words found again in espeak-ng's writing, and a voice of one's own."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import VoiceNotInstalled
from service.phrases.phrases import Phrase
from service.speech.engines import espeak_g2p
from service.speech.engines.engine import Utterance
from service.speech.engines.espeak_g2p import shared_out, words_of
from service.speech.engines.piper import PiperEngine, read_config
from service.speech.engines.resample import resampled
from service.speech.engines.vits import Chance, NotVits, open_vits
from service.speech.speech import groups
from service.speech.voice_parts import Parts
from service.voice import Voice
from tests.conftest import missing
from tests.readings import CATALOGUE, LETTERS, score_of

JOE = CATALOGUE.files["joe"]
SENTENCE = "When you are tired, and the day was long, you may put it down for a while."


@pytest.fixture(scope="module")
def engine() -> PiperEngine:
    """The catalogue's engine, so that joe is loaded once a run."""
    found = CATALOGUE.engines["piper"]
    assert isinstance(found, PiperEngine)
    if (why := found.missing(JOE)) is not None:
        missing(f"the voice joe: {why[0]}")
    return found


@pytest.fixture
def own(engine: PiperEngine, tmp_path: Path) -> Voice:
    """A voice whose file names a model that lies somewhere on the machine."""
    parts = engine._parts
    model, config = (parts.path(part) for part in JOE.parts)
    (tmp_path / "mine.onnx").symlink_to(model)
    shutil.copy(config, tmp_path / "mine.onnx.json")
    return dataclasses.replace(JOE, name="mine", parts=(), model=str(tmp_path / "mine.onnx"))


def utterances(text: str, longest: int) -> list[Utterance]:
    found = []
    for group in groups(score_of(text, "joe").parts, longest):
        phrases = tuple(part for part in group.parts if isinstance(part, Phrase))
        if phrases:
            found.append(Utterance(phrases, group.ends))
    return found


# Words, found again in what espeak-ng wrote for all of them.


def test_words_that_were_written_as_one_are_parted_where_they_meet() -> None:
    assert shared_out(["ʌvðə", "hˈaʊs"], ["ʌv", "ðə", "hˈaʊs"]) == ["ʌv", "ðə", "hˈaʊs"]
    assert shared_out(["nˌɑːɾə", "wˈiːknəs"], ["nˈɑːt", "ˈeɪ", "wˈiːknəs"]) == ["nˌɑːɾ", "ə", "wˈiːknəs"]
    assert shared_out(["hɐvbɪn", "ðɛɹ"], ["hˈæv", "bˈɪn", "ðˈɛɹ"]) == ["hɐv", "bɪn", "ðɛɹ"]


def test_a_word_that_was_written_in_pieces_keeps_them_all() -> None:
    assert shared_out(["wˈɛl", "nˈoʊn", "plˈeɪs"], ["wˈɛlnˈoʊn", "plˈeɪs"]) == ["wˈɛl nˈoʊn", "plˈeɪs"]


@given(st.lists(st.text("abstmn", min_size=1, max_size=6), min_size=1, max_size=30), st.data())
@settings(max_examples=100, deadline=None)
def test_however_words_run_together_each_has_its_sounds_and_none_is_lost(words: list[str], data: st.DataObject) -> None:
    written: list[str] = []
    run = 0
    for word in words:
        run = run + 1 if written and run < 3 and data.draw(st.booleans()) else 0
        if run:
            written[-1] += word
        else:
            written.append(word)
    found = shared_out(written, words)
    assert len(found) == len(words)
    assert all(found)
    assert "".join(found).replace(" ", "") == "".join(words)


@pytest.mark.parametrize("runs", [(1, 1, 2), (1, 2, 3, 4), (4, 4), (5, 5)])
def test_to_share_out_more_words_is_no_more_work_for_each(
    runs: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    class Counted(espeak_g2p._Unlike):
        def __call__(self, one: str, other: str) -> int:
            nonlocal asked
            asked += 1
            return super().__call__(one, other)

    def work(count: int) -> int:
        nonlocal asked
        chance = random.Random(count)
        alone = ["".join(chance.choices("aeioutdksl", k=chance.randint(1, 8))) for _ in range(count)]
        written: list[str] = []
        at = 0
        while at < count:
            run = chance.choice(runs)
            written.append("".join(alone[at : at + run]))
            at += run
        asked = 0
        assert shared_out(written, alone)
        return asked

    monkeypatch.setattr(espeak_g2p, "_Unlike", Counted)
    for count in (50, 200, 800):
        assert work(count) <= count * 50 * 7


def test_two_words_of_thousands_of_letters_are_parted_in_a_moment() -> None:
    begun = time.process_time()
    one, other = "ab" * 5000, "cd" * 5000
    assert shared_out([one + other], [one, other]) == [one, other]
    assert time.process_time() - begun < 2


def test_what_cannot_be_shared_out_is_said_word_by_word() -> None:
    assert shared_out([], ["a", "b"]) == ["a", "b"]
    assert shared_out(["x"] * 40, ["a", "b"]) == ["a", "b"]


def test_a_word_keeps_its_mark_and_a_mark_alone_is_one() -> None:
    tokens = words_of(lambda text: text)("one, two — “three.” (four)")
    assert [token.phonemes for token in tokens] == ["one,", "two", ",", "three.", "four"]
    assert "".join(token.text + token.whitespace for token in tokens) == "one, two — “three.” (four)"


def test_english_words_that_espeak_joins_are_all_found(engine: PiperEngine) -> None:
    (utterance,) = utterances("It was one of the good days in the end.", engine.longest)
    (call,) = engine._speaker(JOE).speller.spell(utterance, 300)
    words = [call.symbols[word.start - 1 : word.end - 1] for _, word in call.words]
    assert len(words) == 10
    assert words[3:5] == ["ʌv", "ðə"]
    assert "ʲ" not in call.symbols


# The graph.


def test_a_call_lasts_as_many_frames_as_it_was_given_and_the_rate_is_exact(engine: PiperEngine) -> None:
    reader = engine._speaker(JOE)
    (utterance,) = utterances(SENTENCE, 200)
    (phonemes,) = reader.speller.spell(utterance, 300)
    lengths = reader.lengths(phonemes, 1)
    assert len(lengths.frames) == len(phonemes.symbols) + 2
    frames = np.maximum(np.round(lengths.frames * 1.4), 2).astype(np.int64)
    sound = reader.sound(frames, lengths, phonemes, 1)
    assert len(sound) == pytest.approx(int(frames.sum()) * reader.frame, abs=2)
    assert reader.frame == pytest.approx(256 * 24_000 / 22_050)


def test_the_pieces_say_to_the_sample_what_the_whole_says_without_chance(engine: PiperEngine) -> None:
    import onnxruntime

    model = engine._parts.bytes_of(JOE, "joe.onnx")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    vits = open_vits(model, Chance(0.0, 0.0), options)
    ids = np.array([1, 0, 20, 0, 59, 0, 24, 0, 100, 0, 10, 0, 2], np.int64)
    lengths, known = vits.lengths(ids, 1)
    given = vits.sound(np.ceil(lengths).astype(np.int64), known, 1)
    whole = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    scales = np.array([0.0, 1.0, 0.0], np.float32)
    asked = {"input": ids[None, :], "input_lengths": np.array([len(ids)], np.int64), "scales": scales}
    expected = whole.run(None, asked)[0].reshape(-1)
    assert given.shape == expected.shape
    assert np.abs(given - expected).max() <= 1e-4


def test_a_graph_of_another_kind_is_refused_in_a_sentence(own: Voice, engine: PiperEngine) -> None:
    Path(str(own.model)).unlink()
    Path(str(own.model)).write_bytes(_another_graph())
    with pytest.raises(VoiceNotInstalled, match="not built like those of Piper's voices"):
        engine.open(own)
    with pytest.raises(NotVits):
        open_vits(_another_graph(), Chance(0.0, 0.0), None)


def _another_graph() -> bytes:
    from onnx import TensorProto, helper

    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        [helper.make_node("Neg", ["input"], ["output"])],
        "another",
        [value("input", TensorProto.FLOAT, [1])],
        [value("output", TensorProto.FLOAT, [1])],
    )
    model: bytes = helper.make_model(graph).SerializeToString()
    return model


# Voices.


def test_joe_is_free_of_conditions_and_its_engine_says_what_it_needs() -> None:
    assert JOE.licence == "CC0-1.0"
    assert [requirement.split(">")[0] for requirement in PiperEngine.packages] == ["piper-tts", "soxr"]


def test_a_model_that_somebody_points_to_is_spoken(own: Voice, engine: PiperEngine) -> None:
    assert engine.missing(own) is None
    (utterance,) = utterances("You are here.", engine.longest)
    (mine,) = engine.speak(utterance, own, 0.6, 3)
    (joes,) = engine.speak(utterance, JOE, 0.6, 3)
    assert np.array_equal(mine.samples, joes.samples)
    assert [word.text for word in mine.words] == [(0, 3), (4, 7), (8, 13)]


def test_a_model_that_is_not_there_is_named_without_its_folder(tmp_path: Path) -> None:
    voice = dataclasses.replace(JOE, name="mine", parts=(), model=str(tmp_path / "mine.onnx"))
    if (why := PiperEngine(Parts(tmp_path)).missing(JOE)) is not None and "package" in why[0]:
        missing(why[0])
    reason, mend = PiperEngine(Parts(tmp_path)).missing(voice) or ("", "")
    assert reason == "the file mine.onnx that it names is not there"
    assert "mine.onnx" in mend


@pytest.mark.parametrize(
    "change",
    [
        {"phoneme_type": "pinyin"},
        {"phoneme_id_map": None},
        {"audio": None},
        {"inference": None},
    ],
)
def test_a_description_of_another_kind_is_refused(change: dict[str, Any]) -> None:
    table: dict[str, Any] = {
        "audio": {"sample_rate": 22_050},
        "espeak": {"voice": "en-us"},
        "inference": {"noise_scale": 0.667, "length_scale": 1, "noise_w": 0.8},
        "phoneme_id_map": {"_": [0], "^": [1], "$": [2], "a": [14]},
    }
    assert read_config(json.dumps(table).encode()).language == "en-us"
    changed = {key: value for key, value in (table | change).items() if value is not None}
    with pytest.raises(ValueError, match=r"phonemes of the kind|no '"):
        read_config(json.dumps(changed).encode())


def test_letters_that_are_no_words_are_still_spoken(engine: PiperEngine) -> None:
    for utterance in utterances(LETTERS["typed"], engine.longest)[:2]:
        takes = engine.speak(utterance, JOE, 0.5, 1)
        assert [len(take.words) for take in takes] == [len(phrase.words) for phrase in utterance.phrases]


# The rate.


@pytest.mark.parametrize("rate", [16_000, 22_050])
def test_a_tone_keeps_its_pitch_and_its_length_at_another_rate(rate: int) -> None:
    pytest.importorskip("soxr")
    tone = np.sin(2 * np.pi * 440 * np.arange(rate) / rate).astype(np.float32)
    sound = resampled(tone, rate, 24_000)
    assert sound.dtype == np.float32
    assert len(sound) == pytest.approx(24_000, abs=2)
    assert int(np.argmax(np.abs(np.fft.rfft(sound)))) == pytest.approx(440, abs=1)
    assert resampled(tone, rate, rate) is tone
