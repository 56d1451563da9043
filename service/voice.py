"""What a voice is: who reads, and what was measured of them. What a request wants is in `score/pace.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from service.hosts import is_this_machine

_EXACT = {"extra": "forbid", "allow_inf_nan": False}
"""How a file is held against these classes (`speech/voice_files.py`): no other keys, no infinite numbers."""


@dataclass(frozen=True)
class Measured:
    """What was measured of a voice, once, on a fixed passage."""

    __pydantic_config__: ClassVar[Any] = _EXACT

    syllables_per_second: float
    """Rate of speech alone at the voice's own pace (engine speed 1.0), in syllables a second."""
    phrase_seconds: float
    """Seconds of every phrase, whatever is in it, at speed 1.0: a voice lengthens the end of a phrase."""
    syllable_seconds: float
    """Seconds of every syllable on top of that, at speed 1.0."""
    consonant_seconds: float
    """Seconds of every consonant letter on top of that, at speed 1.0: "scratched" is longer than "are"."""
    response: float
    """How the rate answers to the engine's speed: rate = own rate × speed ** response. 1.0 is exact."""
    slowest: float
    """Slowest rate at which the voice stays intelligible, in syllables a second."""
    level: float
    """Integrated loudness of its speech at full scale 1.0, in LUFS."""
    mark_seconds: float = 0.0
    """Seconds of every mark inside a phrase on top of that, at speed 1.0: a voice halts at a comma by itself."""
    dnsmos: float | None = None
    """Predicted quality, DNSMOS overall, 1 to 5; None where it was not measured."""
    times_real_time: float | None = None
    """Seconds of speech for a second of work on one thread, where it was measured; None where it was not."""

    def seconds(self, syllables: int, consonants: int, marks: int = 0) -> float:
        """Predicted seconds of a phrase at the voice's own pace. marks: inside it, the one at its end not counted."""
        letters = syllables * self.syllable_seconds + consonants * self.consonant_seconds
        return self.phrase_seconds + letters + marks * self.mark_seconds

    def speed(self, syllable_rate: float) -> float:
        """The engine's speed at which the voice speaks so many syllables a second."""
        return float((syllable_rate / self.syllables_per_second) ** (1 / self.response))


@dataclass(frozen=True)
class VoicePart:
    """A file that a voice is made of and that is fetched before it can read: a model, a style."""

    __pydantic_config__: ClassVar[Any] = _EXACT

    file: str
    """Its name in the folder of parts; parts of one name are one file, which voices may share."""
    sha256: str
    """Its digest, in hexadecimal."""
    size: int
    """Its length, in bytes."""
    registry: Literal["pypi", "npm"]
    """Where it is published."""
    packages: tuple[str, ...]
    """The packages that hold it, `name==version` or `name@version`; what several hold is joined in this order."""
    member: str
    """Its path inside each of the packages; `*` stands for any one folder."""


@dataclass(frozen=True)
class Voice:
    """Somebody or something that reads: a file in `voices/`, or what an engine found."""

    __pydantic_config__: ClassVar[Any] = _EXACT

    name: str
    """Plain name, as people choose it: `heart`."""
    engine: str
    """Which engine speaks it: `hibari`, `tone`, `kokoro`, `piper`, `system`, `remote`."""
    language: str
    """BCP 47 tag of what it speaks: `en-US`."""
    description: str
    """One sentence that describes it to a person."""
    licence: str
    """SPDX identifier of the voice's licence."""
    attribution: str
    """Whom to name, and where the voice comes from."""
    sample_rate: int
    """Samples a second."""
    scripts: tuple[str, ...]
    """Unicode scripts it speaks: `Latin`."""
    measured: Measured
    model: str | None = None
    """What the engine calls this voice, where that differs from the name."""
    sha256: str | None = None
    """Digest of the model's file, in hexadecimal, where the engine brings the model."""
    accent: str = ""
    """How it sounds to those who speak the language: `American`. Empty where there is nothing to say."""
    parts: tuple[VoicePart, ...] = ()
    """What is fetched before it can read."""
    leaves_to: str | None = None
    """Host that the letter is sent to when the voice reads; None where nothing leaves the machine."""
    estimated: bool = False
    """Whether what stands under `measured` is another voice's, because this one was not measured."""

    @property
    def leaving(self) -> str | None:
        """What a person is told before a letter is sent on to be spoken; None where it stays with Readback."""
        if self.leaves_to is None:
            return None
        goes = "goes to another program on" if is_this_machine(self.leaves_to) else "leaves"
        return f"This letter {goes} this machine: {self.leaves_to} gets its text, phrase by phrase, and speaks it."
