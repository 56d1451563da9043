"""Who can read here: the files in `voices/`, and the engines behind them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

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
from service.speech.reader import Reader
from service.speech.voice_files import ENDING, file_stem, read_folder, read_voice, voices_folder
from service.speech.voice_parts import Parts
from service.voice import Voice


@cache
def _shipped() -> tuple[Voice, ...]:
    """The voices that come with Readback. A file of ours that describes none is an error of ours."""
    return tuple(map(read_voice, sorted(voices_folder().glob(f"*{ENDING}"))))


@dataclass(frozen=True)
class Catalogue:
    """The voices, and the engines that speak them. One lives as long as the program."""

    files: Mapping[str, Voice]
    """The voices that have a file, by name."""
    engines: Mapping[str, Engine]
    """By name."""
    unreadable: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """Why a file of somebody's own describes no voice, by the file's stem: it stops the voice of its name alone."""

    @property
    def voices(self) -> Mapping[str, Voice]:
        """All voices by name: those with a file, and those that engines find by themselves. May take a second."""
        found = {voice.name: voice for engine in self.engines.values() for voice in engine.found()}
        return {**{name: voice for name, voice in found.items() if not self._is_unreadable(name)}, **self.files}

    def __iter__(self) -> Iterator[Voice]:
        return iter(self.voices.values())

    def voice(self, name: str) -> Voice:
        """The voice of that name; where it was found, capitals do not matter. Raises VoiceUnknown and VoiceInvalid."""
        self._check(name)
        if (voice := self.files.get(name)) is not None:
            return voice
        engine = self.engines.get(name.partition(":")[0].lower())
        for voice in engine.found() if engine is not None else ():
            if voice.name.lower() == name.lower():
                self._check(voice.name)
                return self.files.get(voice.name, voice)
        raise VoiceUnknown(tuple(self.files))

    def _is_unreadable(self, name: str) -> bool:
        return file_stem(name) in self.unreadable

    def _check(self, name: str) -> None:
        """Raise VoiceInvalid where the file of that voice describes none."""
        if self._is_unreadable(name):
            raise VoiceInvalid(f"{file_stem(name)}{ENDING}", self.unreadable[file_stem(name)])

    def look(self) -> None:
        """Have engines look for the voices that they find by themselves, so that nobody has to wait for that later."""
        for engine in self.engines.values():
            engine.found()

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        """Why the voice cannot read here and what to do about it, or None if it can, as far as is known; see `Engine`.

        All is known once the engines were made to `look`.
        """
        return self.engines[voice.engine].missing(voice)

    def reader(self, name: str) -> Reader:
        """The voice of that name, with its engine. Raises VoiceUnknown, VoiceNotInstalled."""
        voice = self.voice(name)
        if (missing := self.missing(voice)) is not None:
            raise VoiceNotInstalled(voice.name, *missing)
        return Reader(voice, self.engines[voice.engine])

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

    A file in the folder takes the place of ours of the same name, also where it describes no voice. Imports no engine's
    library.
    """
    settings = settings or read_settings()
    parts = Parts(settings.voices_folder / "parts")
    engines = {engine.name: engine for engine in _engines(settings, parts)}
    own, unreadable = read_folder(settings.voices_folder, engines)
    ours = {voice.name: voice for voice in _shipped() if file_stem(voice.name) not in unreadable}
    return Catalogue({**ours, **own}, engines, unreadable)


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
        SystemEngine([voice for voice in _shipped() if voice.engine == SystemEngine.name]),
        RemoteEngine(remote),
        ToneEngine(),
    )
