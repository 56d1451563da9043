"""Who can read, as a list: the same for a person at a terminal, for a program, and over HTTP."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from service.speech.catalogue import Catalogue
from service.speech.voice_files import ENDING
from service.voice import Voice

UNHURRIED = 4.0
"""Times real time under which a person is told that a voice needs patience: an older machine has half of it."""
INDENT = "  "
GAP = 2
"""Spaces between columns."""
HARD = "\x00"
"""Stands for a space at which no line is broken. (textwrap breaks at a no-break space too.)"""
MEND = "Mend the file, or take it out of the folder of the voices."
"""What to do about a file that describes no voice."""
_COMMAND = re.compile("`[^`]+`")


@dataclass(frozen=True)
class Entry:
    """A voice in the list."""

    voice: Voice
    why: str | None
    """Why it cannot read here; None if it can."""
    mend: str | None
    """What to do about that."""
    default: bool
    """Whether it reads unless a request says otherwise."""

    @property
    def patient(self) -> bool:
        """Whether it needs patience of who listens: it is not much quicker than speech, or slower."""
        quick = self.voice.measured.times_real_time
        return quick is not None and quick < UNHURRIED

    def to_dict(self) -> dict[str, Any]:
        """What a program is told of it."""
        voice = self.voice
        return {
            **{"name": voice.name, "engine": voice.engine, "language": voice.language, "accent": voice.accent},
            **{"description": voice.description, "licence": voice.licence, "attribution": voice.attribution},
            **{"sample_rate": voice.sample_rate, "scripts": list(voice.scripts)},
            **{"installed": self.why is None, "why": self.why, "mend": self.mend, "default": self.default},
            **{"leaves_to": voice.leaves_to, "measured": not voice.estimated},
            **{"times_real_time": voice.measured.times_real_time},
        }

    def sentences(self) -> Iterator[str]:
        """What a person is told of it."""
        voice = self.voice
        yield voice.description
        if self.default:
            yield "The default."
        if voice.leaves_to is not None:
            yield f"The letter leaves this machine: {voice.leaves_to} gets it."
        if self.patient:
            yield "It needs patience: on an older computer it may be slower than listening."
        yield f"{voice.licence}."
        if self.why is not None:
            yield f"{self.why[:1].upper()}{self.why[1:]}. {self.mend}"


@dataclass(frozen=True)
class Unreadable:
    """A file of somebody's own that describes no voice."""

    name: str
    """What its voice would be asked for by: the file's name without its ending."""
    file: str
    """The file's name."""
    why: str
    """What is wrong with it, as half a sentence."""

    def to_dict(self) -> dict[str, Any]:
        """What a program is told of it, in a list of voices."""
        return {"name": self.name, "file": self.file, "installed": False, "why": self.why, "mend": MEND}


def unreadable(catalogue: Catalogue) -> tuple[Unreadable, ...]:
    """The files that describe no voice. Of what language they are to be, nobody knows."""
    return tuple(Unreadable(name, f"{name}{ENDING}", why) for name, why in catalogue.unreadable.items())


def roster(catalogue: Catalogue, default: str, language: str | None = None) -> tuple[Entry, ...]:
    """All voices, or those of one language, those with a file first. language: a BCP 47 tag, or the first part of one.

    May take a second: engines are asked what they find by themselves.
    """
    voices = [voice for voice in catalogue if language is None or _speaks(voice, language)]
    voices.sort(key=lambda voice: (voice.name not in catalogue.files, voice.name != default))
    return tuple(entry_of(catalogue, voice, default) for voice in voices)


def entry_of(catalogue: Catalogue, voice: Voice, default: str) -> Entry:
    """One voice in the list."""
    why, mend = catalogue.missing(voice) or (None, None)
    return Entry(voice, why, mend, voice.name == default)


def _speaks(voice: Voice, language: str) -> bool:
    return f"{voice.language}-".lower().startswith(f"{language}-".lower())


def table(entries: Sequence[Entry], width: int, unreadable: Sequence[Unreadable] = ()) -> Iterator[str]:
    """The list for a person to choose from, line by line. width: of the terminal, in columns."""
    known = [entry for entry in entries if not entry.voice.estimated or entry.voice.leaves_to]
    name = max((len(entry.voice.name) for entry in known), default=0) + GAP
    tag = max((len(entry.voice.language) for entry in known), default=0) + GAP
    now = [entry for entry in known if entry.why is None]
    later = [entry for entry in known if entry.why is not None]
    if now:
        yield "Who can read now:"
        for entry in now:
            yield from _rows(entry, name, tag, width)
    if later:
        yield from (("",) if now else ())
        yield "Who can read after one command:"
        for entry in later:
            yield from _rows(entry, name, tag, width)
    rest = [entry.voice for entry in entries if entry not in known]
    if rest:
        yield ""
        yield "This machine's own voices whose pace was not measured, by language:"
        words = [f"{voice.language}{HARD}{voice.name}" for voice in sorted(rest, key=_by_language)]
        yield from _wrapped(", ".join(words), width, INDENT, INDENT)
    if unreadable:
        yield ""
        yield "Files of voices that cannot be used, until they are mended or taken away:"
        for one in unreadable:
            yield from _wrapped(f"{one.file.replace(' ', HARD)}: {one.why}.", width, INDENT, INDENT * 2)


def _by_language(voice: Voice) -> tuple[str, str]:
    return voice.language, voice.name


def _rows(entry: Entry, name: int, tag: int, width: int) -> Iterator[str]:
    """A voice's name, its language, and its sentences in a column of their own, or under them where it is narrow."""
    before = f"{INDENT}{entry.voice.name:<{name}}{entry.voice.language:<{tag}}"
    said = " ".join(entry.sentences())
    if width - len(before) < 30:
        yield before.rstrip()
        yield from _wrapped(said, width, INDENT * 2, INDENT * 2)
        return
    yield from _wrapped(said, width, before, " " * len(before))


def _wrapped(text: str, width: int, first: str, others: str) -> Iterator[str]:
    """The text in lines; a command in it stays on one line, so that it can be copied."""
    whole = _COMMAND.sub(lambda command: command.group().replace(" ", HARD), text)
    lines = textwrap.wrap(
        whole, width, initial_indent=first, subsequent_indent=others, break_long_words=False, break_on_hyphens=False
    )
    return (line.replace(HARD, " ") for line in lines)
