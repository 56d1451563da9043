"""WAV as servers send it while they are still speaking: with lengths that are zero, or as large as they can be.

Libraries refuse such files, or take the length in the head for the truth.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator
from itertools import islice

import numpy as np

from service.audio import Samples

MOST_CHUNKS = 100
"""Chunks before the sound: some are about whom or what it is, and none is needed."""
UNKNOWN_LENGTH = 0x7FFF_0000
"""Lengths from here on mean that nobody knew it yet: FFFFFFFF, 7FFFFFFF, and those less what stands before them."""
_PCM, _FLOAT, _EXTENSIBLE = 1, 3, 0xFFFE
_TYPES = {(_PCM, 8): "u1", (_PCM, 16): "<i2", (_PCM, 32): "<i4", (_FLOAT, 32): "<f4", (_FLOAT, 64): "<f8"}


class WavInvalid(ValueError):
    """It is no WAV, or none that can be read. Says in half a sentence what it is instead."""


class WavTooLong(WavInvalid):
    """There is more sound in it than was asked for."""


def read_wav(data: bytes, longest: float = math.inf) -> tuple[Samples, int]:
    """The sound of a WAV, its channels mixed to one, and its samples a second. Raises WavInvalid.

    longest: the most seconds that are taken, for a few bytes can be an hour.
    """
    if data[:4] != b"RIFF" or data[8:12] != b"WAVE":
        raise WavInvalid(f"it is {_guessed(data)} and not WAV")
    chunks = dict(islice(_chunks(data), MOST_CHUNKS))
    if b"fmt " not in chunks or len(chunks[b"fmt "]) < 16 or b"data" not in chunks:
        raise WavInvalid("it is a WAV without sound")
    kind, channels, sample_rate, _, _, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "])
    if kind == _EXTENSIBLE and len(chunks[b"fmt "]) >= 26:
        (kind,) = struct.unpack_from("<H", chunks[b"fmt "], 24)
    if not 1 <= channels <= 8 or not 4_000 <= sample_rate <= 192_000:
        raise WavInvalid("it is a WAV of a kind that is not read here")
    if len(chunks[b"data"]) > longest * sample_rate * max(1, bits // 8 * channels):
        raise WavTooLong("it is longer than it can be")
    mono = _samples(chunks[b"data"], kind, bits, channels).mean(axis=1, dtype=np.float32)
    if not np.isfinite(mono).all():
        raise WavInvalid("it is a WAV with samples that are no numbers")
    return mono, sample_rate


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks of RIFF up to the sound, by name. The sound is as long as its head says, or as what has come."""
    at = 12
    while at + 8 <= len(data):
        name, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        at += 8
        there = len(data) - at
        if name == b"data":
            streamed = length == 0 or length >= UNKNOWN_LENGTH
            if not streamed and length > there:
                raise WavInvalid("it is a WAV that was cut off")
            yield name, data[at:] if streamed else data[at : at + length]
            return
        yield name, data[at : at + length]
        at += length + length % 2


def _samples(data: bytes, kind: int, bits: int, channels: int) -> Samples:
    """The samples, shape [n, channels], full scale at ±1.0. Bytes at the end that make no whole sample are left out."""
    size = bits // 8 * channels
    if (kind, bits) == (_PCM, 24):
        whole = np.frombuffer(data[: len(data) // size * size], np.uint8).reshape(-1, 3)
        wide = np.zeros((len(whole), 4), np.uint8)
        wide[:, 1:] = whole
        return (wide.view("<i4")[:, 0].astype(np.float32) / np.float32(1 << 31)).reshape(-1, channels)
    if (kind, bits) not in _TYPES:
        raise WavInvalid("it is a WAV of a kind that is not read here")
    found = np.frombuffer(data[: len(data) // size * size], _TYPES[kind, bits]).astype(np.float32)
    if kind == _PCM:
        found = found / np.float32(1 << (bits - 1)) - np.float32(bits == 8)
    return found.reshape(-1, channels)


def _guessed(data: bytes) -> str:
    """What it is instead of WAV, as far as its first bytes tell."""
    start = data[:12].lstrip()
    if not start:
        return "empty"
    if start[:3] == b"ID3" or (start[0] == 0xFF and start[1:2] and start[1] & 0xE0 == 0xE0):
        return "MP3 or AAC"
    known = {b"OggS": "Ogg", b"fLaC": "FLAC", b"{": "JSON", b"[": "JSON", b"<": "a web page"}
    return next((name for magic, name in known.items() if start.startswith(magic)), "something else")
