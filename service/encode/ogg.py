"""How far an Ogg stream has come: the time that its last whole page reaches."""

from __future__ import annotations

_HEADER = 27


class OggPages:
    """Follows a stream of Ogg bytes in pieces of any length."""

    def __init__(self) -> None:
        self._held = b""
        self.granule = 0
        """Samples at 48 kHz up to the end of the last whole page, with the pre-skip."""

    def feed(self, data: bytes) -> None:
        """Take the next bytes of the stream."""
        held = self._held + data
        at = 0
        while at + _HEADER <= len(held):
            segments = held[at + 26]
            size = _HEADER + segments + sum(held[at + _HEADER : at + _HEADER + segments])
            if at + size > len(held):
                break
            self.granule = int.from_bytes(held[at + 6 : at + 14], "little")
            at += size
        self._held = held[at:]
