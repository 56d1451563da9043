"""The tempo of a reading: the rate of speech, the length of phrases, and the seconds of each kind of rest.

The numbers and their evidence are in docs/pacing.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from service.errors import PaceInvalid
from service.phrases.rests import REST_KINDS, RestKind

LONGEST_REST = 20.0
"""The longest rest that anybody may ask for, in seconds."""
LONGEST_UNASKED = 3.9
"""The longest rest that a preset comes to by itself, in seconds: four are harder to follow (Lundholm Fors)."""

RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "syllables_per_second": (2.0, 6.0),
        "speed": (0.75, 1.3),
        "rest_scale": (0.5, 2.0),
        "phrase_syllables": (6, 30),
        "jitter": (0.0, 0.3),
        "rests": (0.0, LONGEST_REST),
        "duration": (1.0, 24 * 3600.0),
        "words_per_minute": (10.0, 400.0),
    }
)
"""What each number of a pace may be, lowest and highest, in the number's own unit."""
FIELDS = ("preset", *RANGES)
"""What a request may say of a pace."""


@dataclass(frozen=True)
class Pace:
    """A preset, or the listener's own. None of it depends on a voice."""

    preset: str
    """Name of the preset that it starts from."""
    syllables_per_second: float
    """Rate of speech alone, before `speed`, in syllables a second."""
    phrase_syllables: int
    """Longest phrase, in syllables."""
    rests: Mapping[RestKind, float]
    """Seconds of each kind of rest, before `rest_scale` and jitter."""
    jitter: float
    """How far each rest may lie from its length, as a part of it: 0.1 is ±10 %. Seeded, never twice the same."""
    speed: float = 1.0
    """A factor on the rate, below 1 is slower."""
    rest_scale: float = 1.0
    """A factor on every rest but lead-in and lead-out, above 1 is longer."""
    breath: bool = False
    """Whether phrases are breath groups, ten seconds each with their rest."""
    breath_seconds: float = 10.0
    """With `breath`: seconds of one breath, a group and the rest after it."""
    shortest_breath: float = 3.5
    """With `breath`: the shortest rest after a group, in seconds."""
    asked: frozenset[RestKind] = frozenset()
    """Kinds of rest whose seconds the request named itself: these are not held under `LONGEST_UNASKED`."""
    duration: float | None = None
    """Seconds that the whole reading is to take; None takes what the rest of the pace gives."""
    words_per_minute: float | None = None
    """Words a minute, all in, that the reading is to come to; None takes what the rest of the pace gives."""

    @property
    def syllable_rate(self) -> float:
        """Rate of speech alone, in syllables a second."""
        return round(self.syllables_per_second * self.speed, 6)


def _preset(
    name: str, syllable_rate: float, syllables: int, jitter: float, rests: Mapping[str, float], breath: bool = False
) -> Pace:
    seconds: dict[RestKind, float] = {kind: rests.get(kind, 0.0) for kind in REST_KINDS}
    seconds |= {"lead_in": 1.2, "lead_out": 3.5}
    return Pace(name, syllable_rate, syllables, MappingProxyType(seconds), jitter, breath=breath)


_GENTLE = {
    "soft": 0.30,
    "clause": 0.55,
    "trail": 0.75,
    "sentence": 1.1,
    "paragraph": 2.0,
    "greeting": 1.2,
    "closing": 2.0,
}
_SLOW = {
    "soft": 0.45,
    "clause": 0.80,
    "trail": 1.05,
    "sentence": 1.6,
    "paragraph": 2.8,
    "greeting": 1.8,
    "closing": 2.8,
}
_VERY = {"soft": 0.70, "clause": 1.2, "trail": 1.6, "sentence": 2.4, "paragraph": 3.8, "greeting": 2.6, "closing": 3.8}
_BREATH = {"paragraph": 10.0, "greeting": 10.0, "closing": 10.0}
PRESETS: Mapping[str, Pace] = MappingProxyType(
    {
        "gentle": _preset("gentle", 4.05, 14, 0.10, _GENTLE),
        "slow": _preset("slow", 3.7, 12, 0.10, _SLOW),
        "very-slow": _preset("very-slow", 3.35, 10, 0.08, _VERY),
        "with-breath": _preset("with-breath", 3.15, 12, 0.03, _BREATH, breath=True),
    }
)
"""The four presets, by name."""

DEFAULT = "slow"


def pace_named(name: str) -> Pace:
    """The preset of that name. Raises PaceInvalid with the names there are."""
    if name not in PRESETS:
        raise PaceInvalid("preset", f"there is no pace of that name. The paces are: {', '.join(PRESETS)}.")
    return PRESETS[name]


def check(field: str, value: float, limits: str | None = None) -> float:
    """The value, if it lies in the range of its field (or of `limits`). Raises PaceInvalid with the range."""
    low, high = RANGES[limits or field]
    if not low <= value <= high:
        raise PaceInvalid(field, f"out of range, it may be from {low:g} to {high:g}.")
    return value


@dataclass(frozen=True)
class PaceWish:
    """What a request asks for: a preset, and the numbers that are to differ from it. None leaves the preset's own."""

    preset: str = DEFAULT
    """Name of the preset."""
    syllables_per_second: float | None = None
    """Rate of speech alone, in syllables a second, 2 to 6. Not together with `speed`."""
    speed: float | None = None
    """A factor on the preset's rate, 0.75 to 1.3, below 1 is slower."""
    rest_scale: float | None = None
    """A factor on the rests, 0.5 to 2, above 1 is longer."""
    rests: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Seconds for single kinds of rest, 0 to 20."""
    phrase_syllables: int | None = None
    """Longest phrase, in syllables, 6 to 30."""
    jitter: float | None = None
    """How far each rest may lie from its length, 0 to 0.3 of it."""
    duration: float | None = None
    """Seconds that the whole reading is to take. Not together with `words_per_minute`."""
    words_per_minute: float | None = None
    """Words a minute all in, 10 to 400."""

    @classmethod
    def of(cls, given: Mapping[str, Any], preset: str = DEFAULT) -> PaceWish:
        """The wish that JSON's own types say, none of them taken for another. preset: meant where it names none.

        A field that is null is left out. Raises PaceInvalid for a field that there is not and for what is no number;
        `pace` raises it for what is out of range.
        """
        if not given.keys() <= set(FIELDS):
            raise PaceInvalid("pace", f"a field in it is none of a pace. The fields are: {', '.join(FIELDS)}.")
        said = {name: value for name, value in given.items() if value is not None}
        named, rests = said.pop("preset", preset), said.pop("rests", {})
        if not isinstance(named, str):
            raise PaceInvalid("preset", "it is no name.")
        if not isinstance(rests, Mapping) or not rests.keys() <= set(REST_KINDS):
            raise PaceInvalid("rests", f"they are seconds by kind. The kinds are: {', '.join(REST_KINDS)}.")
        for name, value in {**said, **{f"rests.{kind}": value for kind, value in rests.items()}}.items():
            if not isinstance(value, int | float) or isinstance(value, bool):
                raise PaceInvalid(name, "it is no number.")
        if (syllables := said.get("phrase_syllables")) is not None:
            if syllables % 1 != 0:  # so it is for NaN and without end, too
                raise PaceInvalid("phrase_syllables", "it is no whole number.")
            said["phrase_syllables"] = int(syllables)
        return cls(preset=named, rests=rests, **said)

    def pace(self) -> Pace:
        """The pace that is meant. Raises PaceInvalid."""
        pace = pace_named(self.preset)
        if self.speed is not None and self.syllables_per_second is not None:
            raise PaceInvalid(
                "speed", "give either speed or syllables_per_second, not both: one is a factor on the other."
            )
        if self.duration is not None and self.words_per_minute is not None:
            raise PaceInvalid(
                "duration", "give either duration or words_per_minute, not both: one follows from the other."
            )
        single = (
            "syllables_per_second",
            "speed",
            "rest_scale",
            "phrase_syllables",
            "jitter",
            "duration",
            "words_per_minute",
        )
        given = {field: check(field, value) for field in single if (value := getattr(self, field)) is not None}
        return replace(pace, **given, rests=self._rests(pace), asked=frozenset(self.rests))  # type: ignore[arg-type]

    def _rests(self, pace: Pace) -> Mapping[RestKind, float]:
        for kind, seconds in self.rests.items():
            if kind not in REST_KINDS:
                raise PaceInvalid(
                    f"rests.{kind}", f"there is no rest of that kind. The kinds are: {', '.join(REST_KINDS)}."
                )
            check(f"rests.{kind}", seconds, "rests")
        return MappingProxyType({**pace.rests, **self.rests})
