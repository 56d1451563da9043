"""What voices are measured on and heard with: a short text for each language, of no one's letter."""

from __future__ import annotations

import re
from pathlib import Path

from service.errors import PassageMissing
from service.languages.registry import primary
from service.speech.voice_files import voices_folder
from service.voice import Voice

ANY = "en"
"""Language of the passage that is given to voices that speak no language, such as tones."""
OPENING = 150
"""Fewest characters of an opening: with the rests of a slow pace, twenty seconds or so."""
_SENTENCE = re.compile(r"[^.!?…।]+[.!?…।]+[\"'”’»]*")


def passage_of(voice: Voice, mend: str) -> str:
    """The passage in the voice's language. Raises PassageMissing, with `mend` as what to do about it."""
    language = primary(voice.language)
    path = _folder() / f"{ANY if language == 'und' else language}.txt"
    if not path.is_file():
        raise PassageMissing(voice.name, voice.language, mend)
    return path.read_text(encoding="utf-8")


def opening(passage: str) -> str:
    """The first sentences of a passage, as many as make a fair hearing, on one line."""
    line = " ".join(passage.split())
    end = 0
    for sentence in _SENTENCE.finditer(line):
        end = sentence.end()
        if end >= OPENING:
            break
    return line[:end] or line


def _folder() -> Path:
    return voices_folder() / "passages"
