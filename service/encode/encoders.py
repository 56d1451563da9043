"""One stream each: samples go in, bytes come out at once. `formats.py` says which format uses which."""

from __future__ import annotations

import struct
import time
from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from service.audio import Samples
from service.encode.ffmpeg import Child
from service.encode.mp3_head import InfoFrame, id3
from service.encode.mp4 import DELAY, FRAME, AdtsFrames, M4aWriter
from service.encode.ogg import OggPages

UNKNOWN = 0xFFFFFFFF
"""The length that a WAV header gives where nobody knows it yet; players then read to the end."""
KILOBITS = 64
"""Bit rate of MP3 and AAC, in thousands of bits a second."""
LAME_GAIN = 0.95
"""What LAME multiplies everything with at this bit rate, unasked (-0.45 dB). It is undone: formats are equally loud."""
PATIENCE = 0.2
"""Seconds that `write` waits for a child to hand out what it was just given."""


@dataclass(frozen=True)
class Tags:
    """What a file says of itself. No word of the letter and no date is in it."""

    title: str = "A letter, read back"
    """What players show."""
    voice: str = ""
    """Name of the voice."""
    engine: str = ""
    """Name of the engine that spoke."""

    @property
    def mark(self) -> str:
        """Say, for people and for machines, that this speech is made by a computer."""
        return f"computer voice; voice={self.voice}; engine={self.engine}"


class Encoder(Protocol):
    """One stream on its way. After `close` it takes no more."""

    def write(self, samples: Samples) -> bytes:
        """Encode mono samples; return all bytes that are ready, of nearly everything written so far."""

    def end(self) -> None:
        """Say that `close` is next. It then has less to wait for."""

    @property
    def waits(self) -> bool:
        """Whether it works elsewhere and is behind: then `write` without samples gives it time. Raises an OSError."""

    def close(self) -> bytes:
        """Return the last bytes."""

    def patches(self) -> tuple[tuple[int, bytes], ...]:
        """After `close`: offsets, and the bytes to write over there in a finished file. A stream does without."""


def to_s16(samples: Samples) -> bytes:
    """Signed 16-bit little-endian: rounded to the nearest, what is over full scale held at it."""
    scaled = np.rint(samples * np.float32(32767.0))
    return bytes(np.clip(scaled, -32768.0, 32767.0).astype("<i2").tobytes())


class _Here:
    """What is common to encoders in this process."""

    waits = False
    """Never behind."""

    def end(self) -> None:
        """Nothing goes on meanwhile; see `Encoder`."""


class PcmEncoder(_Here):
    """Samples as they are."""

    def __init__(self, head: bytes = b"") -> None:
        self._head = head
        self._size = 0

    def write(self, samples: Samples) -> bytes:
        """Encode; see `Encoder`."""
        data = to_s16(samples)
        self._size += len(data)
        head, self._head = self._head, b""
        return head + data

    def close(self) -> bytes:
        """End the stream; see `Encoder`."""
        head, self._head = self._head, b""
        return head

    def patches(self) -> tuple[tuple[int, bytes], ...]:
        """Nothing to mend."""
        return ()


class WavEncoder(PcmEncoder):
    """A head in front, with lengths that are mended in a file; the tags come first, as a stream ends without notice."""

    def __init__(self, sample_rate: int, tags: Tags) -> None:
        info = _chunk(b"INFO", _chunk(b"INAM", _text(tags.title)) + _chunk(b"ICMT", _text(tags.mark)), b"LIST")
        shape = _chunk(b"fmt ", struct.pack("<HHIIHH", 1, 1, sample_rate, 2 * sample_rate, 2, 16))
        head = struct.pack("<4sI4s", b"RIFF", UNKNOWN, b"WAVE") + shape + info + struct.pack("<4sI", b"data", UNKNOWN)
        super().__init__(head)
        self._ahead = len(head)

    def patches(self) -> tuple[tuple[int, bytes], ...]:
        """Both lengths."""
        whole = struct.pack("<I", self._ahead - 8 + self._size)
        return (4, whole), (self._ahead - 4, struct.pack("<I", self._size))


class Mp3Encoder(_Here):
    """LAME in this process, behind an info frame that tells a decoder how late the sound is."""

    def __init__(self, sample_rate: int, tags: Tags) -> None:
        import lameenc

        self._lame = lameenc.Encoder()
        self._lame.set_bit_rate(KILOBITS)
        self._lame.set_in_sample_rate(sample_rate)
        self._lame.set_out_sample_rate(sample_rate)
        self._lame.set_channels(1)
        # At this rate 5 takes half as long again and gains nothing: DNSMOS 3.32 against 3.31, 1 dB more of error.
        self._lame.set_quality(7)
        self._lame.silence()
        self._id3 = id3(tags.title, tags.mark)
        self._info: InfoFrame | None = None
        self._samples = self._size = 0

    def write(self, samples: Samples) -> bytes:
        """Encode; see `Encoder`."""
        self._samples += len(samples)
        return self._out(bytes(self._lame.encode(to_s16(samples / np.float32(LAME_GAIN)))))

    def close(self) -> bytes:
        """End the stream; see `Encoder`."""
        if not self._samples:  # LAME refuses to end what it has not begun
            self._lame.encode(b"\0\0")
        return self._out(bytes(self._lame.flush()))

    def patches(self) -> tuple[tuple[int, bytes], ...]:
        """The info frame again, with the length and the silence at the end."""
        return () if self._info is None else ((len(self._id3), self._info.finished(self._size, self._samples)),)

    def _out(self, data: bytes) -> bytes:
        self._size += len(data)
        if self._info is None and data:
            self._info = InfoFrame(data[:4])
            return self._id3 + self._info.begun() + data
        return data


class _Spool:
    """A file that libsndfile writes to: new bytes at its end are handed on, later corrections are remembered."""

    def __init__(self) -> None:
        self.fresh = bytearray()
        self.mended: list[tuple[int, bytes]] = []
        self._at = self._end = 0

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = offset + (0, self._at, self._end)[whence]
        return self._at

    def tell(self) -> int:
        return self._at

    def write(self, data: Any) -> int:
        piece = bytes(data)
        if self._at == self._end:
            self.fresh += piece
        else:
            self.mended.append((self._at, piece))
        self._at += len(piece)
        self._end = max(self._end, self._at)
        return len(piece)

    def readinto(self, buffer: Any) -> int:
        """Never asked for by an encoder; libsndfile wants it to be there."""
        return 0

    read = readinto

    def take(self) -> bytes:
        data = bytes(self.fresh)
        self.fresh.clear()
        return data


class FlacEncoder(_Here):
    """libFLAC in this process; a phrase of three seconds takes about a millisecond."""

    def __init__(self, sample_rate: int, tags: Tags) -> None:
        import soundfile

        self._spool = _Spool()
        self._file = soundfile.SoundFile(self._spool, "w", sample_rate, 1, format="FLAC", subtype="PCM_16")
        self._file.title, self._file.comment = tags.title, tags.mark

    def write(self, samples: Samples) -> bytes:
        """Encode; see `Encoder`."""
        self._file.buffer_write(to_s16(samples), "int16")
        return self._spool.take()

    def close(self) -> bytes:
        """End the stream; see `Encoder`."""
        self._file.close()
        return self._spool.take()

    def patches(self) -> tuple[tuple[int, bytes], ...]:
        """Length and checksum in the head."""
        return tuple(self._spool.mended)


class _ChildEncoder(ABC):
    """What is common to encoders that run beside this process."""

    lag: int
    """Samples that the child may keep to itself; `write` waits until no more is missing."""

    def __init__(self, sample_rate: int, arguments: Iterable[str]) -> None:
        self._child = Child(sample_rate, [*arguments])
        self._fed = 0

    def write(self, samples: Samples) -> bytes:
        """Encode; see `Encoder`. Waits a moment, so that the first sound leaves before more is asked for."""
        until = time.monotonic()
        if len(samples):
            self._child.feed(to_s16(samples))
            self._fed += len(samples)
            until += PATIENCE
        out = bytearray(self._pass(self._child.take(0)))
        while self._heard() < self._fed - self.lag and not self._child.ended and time.monotonic() < until:
            out += self._pass(self._child.take(until - time.monotonic()))
        return bytes(out)

    def end(self) -> None:
        """Say so to the child, and wait a moment for its end; see `Encoder`."""
        self._child.end()
        self._child.wait(PATIENCE)

    @property
    def waits(self) -> bool:
        """Whether the child is behind; see `Encoder`. One that hangs is ended."""
        return self._child.behind

    def close(self) -> bytes:
        """End the stream; see `Encoder`."""
        return self._pass(self._child.finish())

    def patches(self) -> tuple[tuple[int, bytes], ...]:
        """Nothing to mend."""
        return ()

    @abstractmethod
    def _pass(self, data: bytes) -> bytes:
        """Turn what the child gave into what the stream gets."""

    @abstractmethod
    def _heard(self) -> int:
        """Samples that have come out by now."""


class OpusEncoder(_ChildEncoder):
    """libopus at complexity 5: at 10 it would take longer than the voice itself, and speech gains nothing heard."""

    lag = 7200

    def __init__(self, sample_rate: int, tags: Tags) -> None:
        super().__init__(
            sample_rate,
            [
                *("-c:a", "libopus", "-b:a", "48k", "-compression_level", "5"),
                *("-page_duration", "100000", "-f", "ogg"),
                *("-metadata", f"title={tags.title}", "-metadata", f"comment={tags.mark}", "-metadata:s:a", "encoder="),
            ],
        )
        self._sample_rate, self._pages = sample_rate, OggPages()

    def _pass(self, data: bytes) -> bytes:
        self._pages.feed(data)
        return data

    def _heard(self) -> int:
        return self._pages.granule * self._sample_rate // 48000


class AacEncoder(_ChildEncoder):
    """Bare AAC frames. The first holds only the encoder's warming up: without it the sound starts on time."""

    lag = 5 * FRAME

    def __init__(self, sample_rate: int) -> None:
        super().__init__(sample_rate, ["-c:a", "aac", "-b:a", f"{KILOBITS}k", "-aac_coder", "fast", "-f", "adts"])
        self._adts, self._frames = AdtsFrames(), 0

    def _pass(self, data: bytes) -> bytes:
        out = bytearray()
        for frame in self._adts.split(data):
            out += self._frame(frame)
            self._frames += 1
        return bytes(out)

    def _frame(self, frame: bytes) -> bytes:
        return frame if self._frames else b""

    def _heard(self) -> int:
        return self._frames * FRAME - DELAY


class M4aEncoder(AacEncoder):
    """The same frames, all of them, in an MP4 with an edit list."""

    def __init__(self, sample_rate: int, tags: Tags) -> None:
        super().__init__(sample_rate)
        self._writer = M4aWriter(sample_rate, (("©nam", tags.title), ("©cmt", tags.mark)))

    def close(self) -> bytes:
        """End the stream; see `Encoder`."""
        frames = super().close()
        head = b"" if self._frames else self._writer.start()
        return head + frames + self._writer.close(self._fed)

    def patches(self) -> tuple[tuple[int, bytes], ...]:
        """Make it an ordinary MP4."""
        return self._writer.patches()

    def _frame(self, frame: bytes) -> bytes:
        head = b"" if self._frames else self._writer.start()
        return head + self._writer.add(frame)


def _chunk(name: bytes, body: bytes, kind: bytes = b"") -> bytes:
    """A RIFF chunk, or a list of them of a `kind`: a length, and an even number of bytes."""
    if kind:
        name, body = kind, name + body
    return struct.pack("<4sI", name, len(body)) + body + b"\0" * (len(body) % 2)


def _text(text: str) -> bytes:
    return text.encode() + b"\0"
