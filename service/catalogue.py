"""Who can read here: the files in `voices/`, and the engines behind them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from service.engines.engine import Engine
from service.engines.hibari import HibariEngine
from service.engines.tone import ToneEngine
from service.errors import VoiceNotInstalled, VoiceUnknown
from service.languages import primary
from service.voice import Measured, Voice

DEFAULT = "heart"


def voices_folder() -> Path:
    """Where the voices' files lie: inside the package once it is installed, beside it in a checkout."""
    inside = Path(__file__).parent / "voices"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "voices"


def read_voice(path: Path) -> Voice:
    """The voice that a file describes. Raises ValueError that names the file and what is wrong with it."""
    with path.open("rb") as file:
        table = tomllib.load(file)
    measured = _fitted(Measured, table.pop("measured", {}), path)
    table["scripts"] = tuple(table.get("scripts", ()))
    voice: Voice = _fitted(Voice, table | {"measured": measured}, path)
    if voice.name != path.stem:
        raise ValueError(f"{path.name}: the voice in it is called {voice.name!r}")
    return voice


def _fitted(kind: type, table: Mapping[str, Any], path: Path) -> Any:
    unknown = table.keys() - {field.name for field in fields(kind)}
    if unknown:
        raise ValueError(f"{path.name}: unknown keys {', '.join(sorted(unknown))}")
    try:
        return kind(**table)
    except TypeError as error:
        raise ValueError(f"{path.name}: {error}") from None


@cache
def _shipped() -> Mapping[str, Voice]:
    return {path.stem: read_voice(path) for path in sorted(voices_folder().glob("*.toml"))}


@dataclass(frozen=True)
class Catalogue:
    """The voices, and the engines that speak them. One lives as long as the program."""

    voices: Mapping[str, Voice]
    """By name."""
    engines: Mapping[str, Engine]
    """By name."""

    def __iter__(self) -> Iterator[Voice]:
        return iter(self.voices.values())

    def voice(self, name: str) -> Voice:
        """The voice of that name. Raises VoiceUnknown."""
        if name not in self.voices:
            raise VoiceUnknown(tuple(self.voices))
        return self.voices[name]

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        """Why the voice cannot read here and what to do about it, or None if it can."""
        return self.engines[voice.engine].missing(voice)

    def engine(self, voice: Voice) -> Engine:
        """The engine that speaks the voice. Raises VoiceNotInstalled."""
        if (missing := self.missing(voice)) is not None:
            raise VoiceNotInstalled(voice.name, *missing)
        return self.engines[voice.engine]

    def speaking(self, script: str) -> tuple[str, ...]:
        """Names of the voices that can read here and speak the script."""
        return tuple(v.name for v in self if (script in v.scripts or not v.scripts) and self.missing(v) is None)

    def speaking_language(self, tag: str) -> tuple[str, ...]:
        """Names of the voices that can read here and speak the language, or any."""
        return tuple(v.name for v in self if primary(v.language) in (primary(tag), "und") and self.missing(v) is None)

    def close(self) -> None:
        """Let go of all engines."""
        for engine in self.engines.values():
            engine.close()


def open_catalogue() -> Catalogue:
    """The voices of the files in `voices/`, each with its engine. Imports no engine's library."""
    engines: tuple[Engine, ...] = (HibariEngine(), ToneEngine())
    return Catalogue(_shipped(), {engine.name: engine for engine in engines})
