"""What stands before the sound in an MP3: the tags (ID3v2.3), and the info frame that says how late the sound is.

A decoder does not play the info frame. It reads there how many samples the encoder put in front, and skips them
and its own delay; without it an MP3 plays 46 ms late at 24 kHz.
"""

from __future__ import annotations

import struct

DELAY = 576
"""Samples that LAME puts in front."""
_KILOBITS = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES = (44100, 48000, 32000)
OPEN_END = 0x7FFFFFFF
"""The size that a stream gives, which nobody knows."""
_COUNTS = 0xF
"""Flags of the info frame: number of frames, number of bytes, table of contents and quality follow."""


class InfoFrame:
    """The first frame of an MP3, in the shape of the frames that follow it (constant bit rate, mono)."""

    def __init__(self, header: bytes) -> None:
        version = header[1] >> 3 & 3  # 3 is MPEG-1, 2 is MPEG-2, 0 is MPEG-2.5
        self._header = header[:2] + bytes([header[2] & ~2]) + header[3:4]
        self._bits = 1000 * _KILOBITS[3 if version == 3 else 2][header[2] >> 4]
        self._sample_rate = _RATES[header[2] >> 2 & 3] >> {3: 0, 2: 1, 0: 2}[version]
        self._frame = 1152 if version == 3 else 576
        self._side = 17 if version == 3 else 9
        self._size = self._frame // 8 * self._bits // self._sample_rate

    def begun(self) -> bytes:
        """The frame of a stream: the delay is known, the length is not.

        A number of bytes has to be there, or ffmpeg plays the frame (24 ms of silence); a number of frames must not
        be, or players show it as the length.
        """
        return self._built(struct.pack(">4sII", b"Info", 2, OPEN_END), 0, 0)

    def finished(self, size: int, samples: int) -> bytes:
        """The frame of a whole file of `size` bytes of sound, which holds `samples`."""
        frames = round(size * 8 * self._sample_rate / (self._bits * self._frame))
        contents = bytes(256 * part // 100 for part in range(100))
        counts = struct.pack(">4sIII", b"Info", _COUNTS, frames, size + self._size) + contents + struct.pack(">I", 0)
        return self._built(counts, max(frames * self._frame - samples - DELAY, 0), size + self._size)

    def _built(self, counts: bytes, padding: int, size: int) -> bytes:
        quiet = struct.pack(">9sBB8xBB", b"LAME3.100", 1, 0, 0, min(self._bits // 1000, 255))
        gaps = (DELAY << 12 | min(padding, 4095)).to_bytes(3, "big")
        frame = self._header + bytes(self._side) + counts + quiet + gaps + bytes(4) + struct.pack(">I2x", size)
        return (frame + struct.pack(">H", crc16(frame))).ljust(self._size, b"\0")


def crc16(data: bytes) -> int:
    """The checksum of an info frame (CRC-16/ARC)."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value


def id3(title: str, comment: str) -> bytes:
    """An ID3v2.3 tag with a title and a comment."""
    body = _frame(b"TIT2", b"\1" + _utf16(title))
    body += _frame(b"COMM", b"\1eng" + _utf16("") + b"\0\0" + _utf16(comment))
    size = bytes(len(body) >> shift & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\3\0\0" + size + body


def _frame(name: bytes, body: bytes) -> bytes:
    return struct.pack(">4sIH", name, len(body), 0) + body


def _utf16(text: str) -> bytes:
    return b"\xff\xfe" + text.encode("utf-16-le")
