"""The parts of voices on this machine: files in one folder, each known by its digest."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from service.errors import VoiceNotInstalled
from service.voice import Voice, VoicePart


@dataclass(frozen=True)
class Parts:
    """The folder of parts, `parts/` in the voices' folder. What has its name there is whole: it is put there last."""

    folder: Path

    def path(self, part: VoicePart) -> Path:
        """Where the part lies, or would lie."""
        return self.folder / part.file

    def has(self, part: VoicePart) -> bool:
        """Whether a file of its name and length is there. Reads none of it."""
        try:
            return self.path(part).stat().st_size == part.size
        except OSError:
            return False

    def is_whole(self, part: VoicePart) -> bool:
        """Whether the file is there and has its digest. Reads all of it."""
        if not self.has(part):
            return False
        with self.path(part).open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == part.sha256

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        """Why the voice cannot read for want of a part, and what to do about it; None if all are there."""
        lacking = [part for part in voice.parts if not self.has(part)]
        if not lacking:
            return None
        size = sum(part.size for part in lacking)
        return f"its files are not here ({size / 1e6:.0f} MB)", install_command(voice.name)

    def bytes_of(self, voice: Voice, file: str) -> bytes:
        """The bytes of one of the voice's parts. Raises VoiceNotInstalled where it is none, or has another digest."""
        part = next((part for part in voice.parts if part.file == file), None)
        if part is None:
            raise VoiceNotInstalled(voice.name, f"{file} is no part in its file", "Its file is to name all its parts.")
        try:
            data = self.path(part).read_bytes()
        except OSError:
            data = b""
        if hashlib.sha256(data).hexdigest() != part.sha256:
            raise VoiceNotInstalled(voice.name, f"{part.file} is not the file it was", install_command(voice.name))
        return data


def install_command(name: str) -> str:
    """What to do about a voice that is not installed, as a sentence."""
    return f"Run `readback voices install {name}`."
