"""Samples become bytes. Each format is a class in `FORMATS`; adding one touches nothing else.

Every encoder is a stream: `write` gives bytes at once, `close` gives the rest, and `patches` says what to write over
in a file afterwards. What is decoded lies where the cues say it does, in each format by its own means:

    wav, pcm, flac   no delay
    mp3              an info frame at the very start names the encoder's delay; its length is patched in
    opus             the pre-skip in the Ogg head
    m4a              an edit list
    aac              has no place for it: the frame in which the encoder warms up is left away
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import PurePath

from service.audio import Samples
from service.encode.encoders import (
    AacEncoder,
    Encoder,
    FlacEncoder,
    M4aEncoder,
    Mp3Encoder,
    OpusEncoder,
    PcmEncoder,
    Tags,
    WavEncoder,
    to_s16,
)
from service.errors import FormatUnknown

__all__ = ["FORMATS", "SAMPLE_RATES", "Encoder", "Format", "Tags", "encode", "format_named", "format_of", "to_s16"]


class Format(ABC):
    """A way to write sound down."""

    name: str
    """What requests call it."""
    extension: str
    """Ending of a file's name, with the dot."""
    media_type: str
    """For the Content-Type header."""

    @abstractmethod
    def encoder(self, sample_rate: int, tags: Tags) -> Encoder:
        """Begin a stream at `sample_rate` samples a second."""


class Wav(Format):
    """Uncompressed: 16-bit mono."""

    name, extension, media_type = "wav", ".wav", "audio/wav"

    def encoder(self, sample_rate: int, tags: Tags) -> Encoder:
        """Begin a stream."""
        return WavEncoder(sample_rate, tags)


class Mp3(Format):
    """Plays everywhere."""

    name, extension, media_type = "mp3", ".mp3", "audio/mpeg"

    def encoder(self, sample_rate: int, tags: Tags) -> Encoder:
        """Begin a stream."""
        return Mp3Encoder(sample_rate, tags)


class Opus(Format):
    """Opus in Ogg: smallest at the same quality."""

    name, extension, media_type = "opus", ".opus", "audio/ogg; codecs=opus"

    def encoder(self, sample_rate: int, tags: Tags) -> Encoder:
        """Begin a stream."""
        return OpusEncoder(sample_rate, tags)


class M4a(Format):
    """AAC in MP4, as telephones like it."""

    name, extension, media_type = "m4a", ".m4a", "audio/mp4"

    def encoder(self, sample_rate: int, tags: Tags) -> Encoder:
        """Begin a stream."""
        return M4aEncoder(sample_rate, tags)


class Aac(Format):
    """AAC as a bare stream (ADTS). It has no place for tags."""

    name, extension, media_type = "aac", ".aac", "audio/aac"

    def encoder(self, sample_rate: int, tags: Tags) -> Encoder:
        """Begin a stream."""
        return AacEncoder(sample_rate)


class Flac(Format):
    """Lossless, half the size of WAV."""

    name, extension, media_type = "flac", ".flac", "audio/flac"

    def encoder(self, sample_rate: int, tags: Tags) -> Encoder:
        """Begin a stream."""
        return FlacEncoder(sample_rate, tags)


class Pcm(Format):
    """Bare samples: signed 16-bit little-endian, mono, no head and no tags."""

    name, extension, media_type = "pcm", ".pcm", "audio/pcm"

    def encoder(self, sample_rate: int, tags: Tags) -> Encoder:
        """Begin a stream."""
        return PcmEncoder()


FORMATS: Mapping[str, Format] = {f.name: f for f in (Mp3(), M4a(), Opus(), Flac(), Wav(), Aac(), Pcm())}
"""The formats by name."""
SAMPLE_RATES = (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000)
"""The rates that every format can be written in, in samples a second: LAME has no others, and ADTS hardly any."""
_ENDINGS: Mapping[str, Format] = {f.extension: f for f in FORMATS.values()} | dict.fromkeys(
    (".ogg", ".oga"), FORMATS["opus"]
)


def format_named(name: str) -> Format:
    """Find a format by its name; raise `FormatUnknown`."""
    try:
        return FORMATS[name]
    except KeyError:
        raise FormatUnknown(tuple(FORMATS)) from None


def format_of(path: str | PurePath) -> Format:
    """Find a format by the ending of a file's name; raise `FormatUnknown`."""
    try:
        return _ENDINGS[PurePath(path).suffix.lower()]
    except KeyError:
        raise FormatUnknown(tuple(FORMATS)) from None


def encode(samples: Samples, form: Format, sample_rate: int, tags: Tags) -> bytes:
    """Encode a whole piece of sound at once, patches applied: a complete file in memory."""
    encoder = form.encoder(sample_rate, tags)
    whole = bytearray(encoder.write(samples) + encoder.close())
    for at, data in encoder.patches():
        whole[at : at + len(data)] = data
    return bytes(whole)
