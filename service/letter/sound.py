"""What a voice is told of how a word sounds."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sound:
    """How a word, or a part of one, sounds."""

    start: int
    """Where it begins in what is spoken, in code points."""
    end: int
    """Where it ends there, in code points."""
    phones: tuple[str, ...]
    """Its sounds in the voice's accent, in broad IPA, with each stress before its vowel."""
    letters: str = ""
    """How it is written for a voice that is given letters; empty where such a voice is left to itself."""
