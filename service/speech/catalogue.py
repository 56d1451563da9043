"""Who can read here: the files in `voices/`, and the engines behind them."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from service.errors import VoiceInvalid, VoiceNotInstalled, VoiceUnknown
from service.languages.registry import primary
from service.settings import Settings, read_settings
from service.speech.engines.engine import Engine
from service.speech.engines.hibari import HibariEngine
from service.speech.engines.kokoro import KokoroEngine
from service.speech.engines.piper import PiperEngine
from service.speech.engines.remote import Remote, RemoteEngine
from service.speech.engines.system import SystemEngine
from service.speech.engines.tone import ToneEngine
from service.speech.voice_parts import Parts
from service.voice import Voice

DEFAULT = "heart"


def voices_folder() -> Path:
    """Where the voices' files lie: inside the package once it is installed, beside it in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "data" / "voices"
    return inside if inside.is_dir() else package.parent / "voices"


def read_voice(path: Path) -> Voice:
    """The voice that a file describes. Raises VoiceInvalid, which names the file and what is wrong with it."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        voice = _voice().validate_python(table)
    except ValidationError as error:
        raise VoiceInvalid(str(path), _wrong(error)) from None
    except (OSError, ValueError) as error:  # no TOML, or no UTF-8
        raise VoiceInvalid(str(path), str(error).rstrip(".")) from None
    if file_stem(voice.name) != path.stem:
        raise VoiceInvalid(str(path), f"the voice in it is called {voice.name!r}")
    measured = voice.measured
    if min(voice.sample_rate, measured.syllables_per_second, measured.response, measured.slowest) <= 0:
        raise VoiceInvalid(str(path), "its rate, and how fast it speaks, are above 0")
    return voice


@cache
def _voice() -> TypeAdapter[Voice]:
    return TypeAdapter(Voice)


def _wrong(error: ValidationError) -> str:
    """The first thing that is wrong with a file."""
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def file_stem(name: str) -> str:
    """The name of a voice's file, without its ending: no system forbids it. `system:Samantha` is system-Samantha."""
    return name.replace(":", "-")


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

    def look(self) -> None:
        """Have engines look for the voices that they find by themselves, so that nobody has to wait for that later."""
        for engine in self.engines.values():
            engine.found()

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        """Why the voice cannot read here and what to do about it, or None if it can, as far as is known; see `Engine`.

        All is known once the engines were made to `look`.
        """
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
        """Names of the voices that can read here and speak the language."""
        return tuple(v.name for v in self if primary(v.language) == primary(tag) and self.missing(v) is None)

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
    remote = Remote(
        settings.remote_url,
        settings.remote_key.get_secret_value(),
        settings.remote_model,
        settings.remote_voices,
        settings.remote_language,
        settings.remote_timeout,
    )
    return (
        HibariEngine(),
        KokoroEngine(parts),
        PiperEngine(parts),
        SystemEngine([voice for voice in _shipped().values() if voice.engine == SystemEngine.name]),
        RemoteEngine(remote),
        ToneEngine(),
    )
