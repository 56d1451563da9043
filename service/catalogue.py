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
from service.engines.system import SystemEngine
from service.engines.tone import ToneEngine
from service.errors import VoiceNotInstalled, VoiceUnknown
from service.languages import primary
from service.parts import Parts
from service.settings import Settings, read_settings
from service.voice import Measured, Voice, VoicePart

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
    parts = [part | {"packages": tuple(part.get("packages", ()))} for part in table.pop("parts", ())]
    table["parts"] = tuple(_fitted(VoicePart, part, path) for part in parts)
    table["scripts"] = tuple(table.get("scripts", ()))
    voice: Voice = _fitted(Voice, table | {"measured": measured}, path)
    if file_stem(voice.name) != path.stem:
        raise ValueError(f"{path.name}: the voice in it is called {voice.name!r}")
    return voice


def file_stem(name: str) -> str:
    """The name of a voice's file, without its ending: no system forbids it. `system:Samantha` is system-Samantha."""
    return name.replace(":", "-")


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
    return _read_folder(voices_folder())


def _read_folder(folder: Path) -> Mapping[str, Voice]:
    return {voice.name: voice for voice in map(read_voice, sorted(folder.glob("*.toml")))}


@dataclass(frozen=True)
class Catalogue:
    """The voices, and the engines that speak them. One lives as long as the program."""

    files: Mapping[str, Voice]
    """The voices that have a file, by name."""
    engines: Mapping[str, Engine]
    """By name."""

    @property
    def voices(self) -> Mapping[str, Voice]:
        """All voices by name: those with a file, and those that engines find by themselves. May take a second."""
        found = {voice.name: voice for engine in self.engines.values() for voice in engine.found()}
        return {**found, **self.files}

    def __iter__(self) -> Iterator[Voice]:
        return iter(self.voices.values())

    def voice(self, name: str) -> Voice:
        """The voice of that name; of a voice that was found, capitals do not matter. Raises VoiceUnknown."""
        if (voice := self.files.get(name)) is not None:
            return voice
        engine = self.engines.get(name.partition(":")[0].lower())
        for voice in engine.found() if engine is not None else ():
            if voice.name.lower() == name.lower():
                return self.files.get(voice.name, voice)
        raise VoiceUnknown(tuple(self.files))

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


def open_catalogue(settings: Settings | None = None) -> Catalogue:
    """The voices of the files in `voices/` and in the folder of the settings, each with its engine.

    A file in the folder takes the place of ours of the same name. Imports no engine's library.
    """
    settings = settings or read_settings()
    parts = Parts(settings.voices_folder / "parts")
    engines = {engine.name: engine for engine in _engines(settings, parts)}
    own = _read_folder(settings.voices_folder)
    return Catalogue({**_shipped(), **own}, engines)


def _engines(settings: Settings, parts: Parts) -> tuple[Engine, ...]:
    """Every engine there is. A new one has its line here."""
    system = SystemEngine([voice for voice in _shipped().values() if voice.engine == SystemEngine.name])
    return (HibariEngine(), system, ToneEngine())
