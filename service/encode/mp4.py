"""AAC as it comes from an encoder (ADTS frames), and the MP4 that holds it.

The MP4 is written in fragments of six frames, so that it can be played while it grows. At the end a plain index
follows, hidden in a `free` box; two small patches turn a finished file into an ordinary MP4, which says how long it is
and in which every player can search. A player of the stream never looks at the hidden index.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence

FRAME = 1024
"""Samples of one AAC frame."""
DELAY = 1024
"""Samples by which the encoder is late: all of its first frame comes before the sound."""
FRAGMENT = 6
"""AAC frames of one fragment: 256 ms at 24 kHz."""
_HEADER = 7
_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
_MATRIX = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


class AdtsFrames:
    """Cuts a stream of ADTS bytes, in pieces of any length, into whole frames."""

    def __init__(self) -> None:
        self._held = b""

    def split(self, data: bytes) -> Iterator[bytes]:
        """Yield the frames that are whole by now, each with its header of seven bytes."""
        held = self._held + data
        at = 0
        while at + _HEADER <= len(held):
            size = (held[at + 3] & 3) << 11 | held[at + 4] << 3 | held[at + 5] >> 5
            if at + size > len(held):
                break
            yield held[at : at + size]
            at += size
        self._held = held[at:]


def box(kind: str, *content: bytes) -> bytes:
    """An MP4 box: its length, its name, what is in it."""
    body = b"".join(content)
    return struct.pack(">I4s", len(body) + 8, kind.encode("latin-1")) + body


def full(kind: str, flags: int, *content: bytes, version: int = 0) -> bytes:
    """A box that has a version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *content)


class M4aWriter:
    """Puts AAC frames into an MP4, fragment by fragment."""

    def __init__(self, sample_rate: int, items: Sequence[tuple[str, str]]) -> None:
        self._sample_rate, self._items = sample_rate, tuple(items)
        self._waiting: list[bytes] = []
        self._sizes: list[int] = []
        self._chunks: list[int] = []
        self._at = 0
        self._head = self._tail = 0

    def start(self) -> bytes:
        """The head of the file: what it is, and an index without entries."""
        kind = box("ftyp", b"M4A ", struct.pack(">I", 0), b"M4A mp42isomiso5")
        self._head = len(kind)
        return self._placed(kind + self._index(0, fragmented=True))

    def add(self, frame: bytes) -> bytes:
        """Take a frame with its ADTS header; give a fragment when there are enough."""
        self._waiting.append(frame[_HEADER:])
        return self._fragment() if len(self._waiting) == FRAGMENT else b""

    def close(self, samples: int) -> bytes:
        """The last fragment and the hidden index; `samples` is the length of the sound, without the encoder's delay."""
        last = self._fragment() if self._waiting else b""
        self._tail = self._at
        index = self._index(samples, fragmented=False)
        return last + self._placed(box("free", index[8:]))

    def patches(self) -> tuple[tuple[int, bytes], ...]:
        """What turns the stream into a file, each as an offset and the bytes that go there.

        The first makes all from the stream's own index to the last fragment one box of sound, the second shows the
        hidden index.
        """
        return (self._head, struct.pack(">I4s", self._tail - self._head, b"mdat")), (self._tail + 4, b"moov")

    def _placed(self, data: bytes) -> bytes:
        self._at += len(data)
        return data

    def _fragment(self) -> bytes:
        sizes = [len(frame) for frame in self._waiting]
        moof = b""
        for offset in (0, len(_moof(1, 0, sizes, 0)) + 8):  # the offset of the sound is the length of the box itself
            moof = _moof(len(self._chunks) + 1, len(self._sizes) * FRAME, sizes, offset)
        self._chunks.append(self._at + len(moof) + 8)
        self._sizes += sizes
        sound = box("mdat", *self._waiting)
        self._waiting.clear()
        return self._placed(moof + sound)

    def _index(self, samples: int, *, fragmented: bool) -> bytes:
        """The `moov` box: of a stream without the places of the frames, of a finished file with the place of each."""
        media = 0 if fragmented else len(self._sizes) * FRAME
        extends = box("mvex", full("trex", 0, struct.pack(">5I", 1, 1, FRAME, 0, 0))) if fragmented else b""
        head = struct.pack(">IIIIIHHII", 0, 0, self._sample_rate, samples, 0x10000, 0x100, 0, 0, 0)
        return box(
            "moov",
            full("mvhd", 0, head, _MATRIX, bytes(24), struct.pack(">I", 2)),
            self._track(samples, media),
            extends,
            _tags(self._items),
        )

    def _track(self, samples: int, media: int) -> bytes:
        place = struct.pack(">IIIIIIIHHHH", 0, 0, 1, 0, samples, 0, 0, 0, 0, 0x100, 0)
        # The edit list is what puts the sound on time: it skips the frame in which the encoder warms up.
        edits = box("edts", full("elst", 0, struct.pack(">IIiI", 1, samples, DELAY, 0x10000)))
        sound = box(
            "minf",
            full("smhd", 0, bytes(4)),
            box("dinf", full("dref", 0, struct.pack(">I", 1), full("url ", 1))),
            self._table(),
        )
        media_box = box(
            "mdia",
            full("mdhd", 0, struct.pack(">IIIIHH", 0, 0, self._sample_rate, media, 0x55C4, 0)),
            full("hdlr", 0, bytes(4), b"soun", bytes(12), b"\0"),
            sound,
        )
        return box("trak", full("tkhd", 3, place, _MATRIX, bytes(8)), edits, media_box)

    def _table(self) -> bytes:
        sizes, chunks = self._sizes, self._chunks
        times = struct.pack(">III", 1, len(sizes), FRAME) if sizes else struct.pack(">I", 0)
        runs = [(1, FRAGMENT, 1)] if chunks else []
        left = len(sizes) - FRAGMENT * (len(chunks) - 1)
        if chunks and left != FRAGMENT:
            runs = [*runs[: len(chunks) - 1], (len(chunks), left, 1)]
        return box(
            "stbl",
            full("stsd", 0, struct.pack(">I", 1), _description(self._sample_rate)),
            full("stts", 0, times),
            full("stsc", 0, struct.pack(">I", len(runs)), *(struct.pack(">III", *run) for run in runs)),
            full("stsz", 0, struct.pack(f">II{len(sizes)}I", 0, len(sizes), *sizes)),
            full("stco", 0, struct.pack(f">I{len(chunks)}I", len(chunks), *chunks)),
        )


def _moof(number: int, time: int, sizes: Sequence[int], offset: int) -> bytes:
    run = struct.pack(f">Ii{len(sizes)}I", len(sizes), offset, *sizes)
    track = box(
        "traf",
        full("tfhd", 0x20000, struct.pack(">I", 1)),
        full("tfdt", 0, struct.pack(">Q", time), version=1),
        full("trun", 0x201, run),
    )
    return box("moof", full("mfhd", 0, struct.pack(">I", number)), track)


def _description(sample_rate: int) -> bytes:
    """What a decoder is told beforehand: AAC-LC, this rate, one channel."""
    config = struct.pack(">H", 2 << 11 | _RATES.index(sample_rate) << 7 | 1 << 3)
    specific = b"\x05" + bytes([len(config)]) + config
    decoder = struct.pack(">BB3xII", 0x40, 0x15, 0, 0) + specific
    stream = struct.pack(">HB", 1, 0) + b"\x04" + bytes([len(decoder)]) + decoder + b"\x06\x01\x02"
    sample = struct.pack(">6xH8xHHIHH", 1, 1, 16, 0, sample_rate, 0)
    return box("mp4a", sample, full("esds", 0, b"\x03" + bytes([len(stream)]) + stream))


def _tags(items: Sequence[tuple[str, str]]) -> bytes:
    entries = (box(name, box("data", struct.pack(">II", 1, 0), text.encode())) for name, text in items)
    handler = full("hdlr", 0, bytes(4), b"mdirappl", bytes(8), b"\0")
    return box("udta", full("meta", 0, handler, box("ilst", *entries)))
