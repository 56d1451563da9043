"""How the voices that a machine lists become voices of the catalogue: names, languages, scripts, figures."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from service.languages.writing_systems import scripts_of
from service.voice import Measured, Voice

RATE = 24000
NEAREST = "system:English-America"
"""Whose figures are taken for a language in which no voice was measured."""
ROUGH = Measured(
    syllables_per_second=5.3,
    phrase_seconds=0.1,
    syllable_seconds=0.12,
    consonant_seconds=0.03,
    response=1.0,
    slowest=2.8,
    level=-20.0,
)
"""Figures where not even that voice is known."""
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_NO_NAME = re.compile(r"[\W_]+")
_IN_BRACKETS = re.compile(r"\s*\(([^)]*)\)\s*$")


@dataclass(frozen=True)
class Described:
    """A voice as pyttsx3 describes it."""

    id: str
    """What pyttsx3 is told to choose it."""
    name: str
    """Its name for people."""
    languages: list[str | None] = field(default_factory=list)
    """Tags of what it speaks, in whatever writing the system has for them."""


def voices(described: Sequence[Described], driver: str, measured: Sequence[Voice]) -> tuple[Voice, ...]:
    """The voices of the catalogue, by name, each with the figures of the nearest voice that was measured.

    driver: what pyttsx3 calls the system's speech: `espeak`, `sapi5`, `nsss`.
    """
    found: dict[str, Voice] = {}
    for one in sorted(described, key=lambda one: (one.name.casefold(), one.id)):
        voice = _voice(one, driver, measured)
        name, number = voice.name, 1
        if name.casefold() in found:
            name = f"{voice.name}-{voice.language}"
        while name.casefold() in found:
            number += 1
            name = f"{voice.name}-{number}"
        found[name.casefold()] = replace(voice, name=name)
    return tuple(found.values())


def _voice(one: Described, driver: str, measured: Sequence[Voice]) -> Voice:
    language = tag(one.languages[0] if one.languages else None)
    people = one.name.strip()
    description, licence = f"The machine's own voice {people}.", "LicenseRef-System"
    attribution = f"{people}, of this machine's system"
    if driver == "espeak":
        description = f"The machine's own {people} voice, by espeak-ng: robotic, but clear and quick."
        licence, attribution = "GPL-3.0-or-later", "espeak-ng and its contributors"
    accent = _IN_BRACKETS.search(people) if driver == "espeak" else None
    return Voice(
        name=f"system:{_NO_NAME.sub('-', people).strip('-') or 'voice'}",
        engine="system",
        language=language,
        description=description,
        licence=licence,
        attribution=attribution,
        sample_rate=RATE,
        scripts=scripts_of(language),
        measured=nearest(language, measured),
        model=one.id,
        accent=accent[1] if accent else "",
        estimated=True,
    )


def tag(written: str | None) -> str:
    """A BCP 47 tag as it is usually written, from `en-us` or `en_US`; `und` for what is none."""
    plain = (written or "").replace("_", "-")
    if not _TAG.fullmatch(plain):
        return "und"
    first, *rest = plain.split("-")
    parts = [first.lower()]
    for subtag in rest:
        if "x" in parts:
            parts.append(subtag.lower())
        elif len(subtag) == 2:
            parts.append(subtag.upper())
        else:
            parts.append(subtag.title() if len(subtag) == 4 and subtag.isalpha() else subtag.lower())
    return "-".join(parts)


def nearest(language: str, measured: Sequence[Voice]) -> Measured:
    """The figures of the first measured voice of the same language, else of NEAREST."""
    first = language.split("-")[0]
    same = [voice for voice in measured if voice.language.split("-")[0] == first]
    same += [voice for voice in measured if voice.name == NEAREST]
    return same[0].measured if same else ROUGH
