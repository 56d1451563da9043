"""WAV as servers send it while they are still speaking."""

from __future__ import annotations

import io
import struct

import numpy as np
import pytest
import soundfile

from service.speech.engines.streamed_wav import WavInvalid, read_wav
from tests.serving import hum, wav

TONE = hum(0.5)
FULL = TONE.astype(np.float32) / 32768


@pytest.mark.parametrize("size", [None, 0, 0xFFFFFFFF, 0x7FFFFFFF, 0xFFFFFFFF - 36, 0x7FFF0000])
def test_a_length_that_nobody_knew_means_all_that_is_there(size: int | None) -> None:
    samples, rate = read_wav(wav(TONE, size=size))
    assert rate == 24_000
    assert np.array_equal(samples, FULL)


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE"])
@pytest.mark.parametrize("form", ["WAV", "WAVEX"])
def test_every_kind_of_sample_is_the_same_sound(subtype: str, form: str) -> None:
    file = io.BytesIO()
    soundfile.write(file, FULL, 44_100, subtype=subtype, format=form)
    samples, rate = read_wav(file.getvalue())
    assert rate == 44_100
    assert np.abs(samples - FULL).max() < (0.01 if subtype == "PCM_U8" else 1e-4)


def test_two_channels_become_one() -> None:
    both = np.stack((TONE, np.zeros_like(TONE)), axis=1)
    assert np.allclose(read_wav(wav(both, channels=2))[0], FULL / 2)


def test_chunks_before_the_sound_and_after_it_are_passed_over() -> None:
    data = wav(TONE)
    more = (
        data[:12] + b"LIST" + struct.pack("<I", 5) + b"INFO!\0" + data[12:] + b"LIST" + struct.pack("<I", 4) + b"INFO"
    )
    assert np.array_equal(read_wav(more)[0], FULL)


def test_half_a_sample_at_the_end_of_a_stream_is_left_out() -> None:
    assert len(read_wav(wav(TONE, size=0) + b"\x01")[0]) == len(TONE)


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "it is empty and not WAV"),
        (b'{"error": "no"}', "it is JSON and not WAV"),
        (b"ID3\x04" + bytes(50), "it is MP3 or AAC and not WAV"),
        (b"\xff\xf3\x84" + bytes(50), "it is MP3 or AAC and not WAV"),
        (b"OggS" + bytes(50), "it is Ogg and not WAV"),
        (b"<!doctype html>", "it is a web page and not WAV"),
        (bytes(50), "it is something else and not WAV"),
        (b"RIFF\0\0\0\0WAVE", "it is a WAV without sound"),
        (wav(TONE)[:-100], "it is a WAV that was cut off"),
        (wav(TONE, kind=7), "it is a WAV of a kind that is not read here"),
        (wav(TONE, rate=1), "it is a WAV of a kind that is not read here"),
        (wav(np.array([np.nan], "<f4"), kind=3), "it is a WAV with samples that are no numbers"),
    ],
)
def test_what_cannot_be_heard_is_said(data: bytes, what: str) -> None:
    with pytest.raises(WavInvalid, match=f"^{what}$"):
        read_wav(data)


def test_any_cut_and_any_changed_byte_of_a_header_ends_in_sound_or_in_a_sentence() -> None:
    whole = wav(TONE[:200])
    chance = np.random.default_rng(3)
    for at in range(60):
        for data in (whole[:at], whole[:at] + bytes([chance.integers(256)]) + whole[at + 1 :]):
            try:
                samples, _ = read_wav(data)
            except WavInvalid:
                continue
            assert samples.ndim == 1
