"""One page on which voices can be heard side by side: a passage at each pace, its picture and its figures.

It is one file that asks for nothing: sound, pictures, style and script are in it.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from service.deliver.files import write_text
from service.encode.formats import FORMATS, encode
from service.errors import FileNotWritten, PassageMissing
from service.mix.timeline import PhraseCue, RestCue, Timeline
from service.render import Readback, Recorder, planned
from service.score.pace import DEFAULT, PRESETS
from service.speech.catalogue import Catalogue
from service.speech.reader import Reader
from service.templates import Templates
from service.voice import Voice
from service.voices.loudness import integrated
from service.voices.passages import ANY, opening, passage_of
from service.voices.pictures import MARGIN, SECOND, Picture, check_libraries, picture_of

NAME = "audition.html"
"""Name of the page's file."""
FORMAT = FORMATS["mp3"]
"""What the sound is written in: what every browser plays."""
ALL = "all"
"""Stands among the paces for all of them."""
TEMPLATES = Templates(Path(__file__).parent / "templates")


@dataclass(frozen=True)
class Figures:
    """What was measured of one reading."""

    words_per_minute: float
    """Words a minute, all in."""
    rests: float
    """Share of the whole that is rests, 0 to 1."""
    syllables_per_second: float
    """Rate of speech alone."""
    level: float
    """Integrated loudness, in LUFS."""
    seconds: float
    """How long it is."""
    predicted: float
    """How long it was predicted to be, in seconds."""

    def lines(self) -> tuple[tuple[str, str], ...]:
        """Name and value of each, as people read them."""
        return (
            ("Words a minute", f"{self.words_per_minute:.0f}"),
            ("Rests", f"{self.rests:.0%}".replace("%", " %")),
            ("Syllables a second", f"{self.syllables_per_second:.2f}"),
            ("Level", f"{self.level:.1f} LUFS".replace("-", "−")),
            ("Length", f"{self.seconds:.1f} s"),
            ("Length as predicted", f"{self.predicted:.1f} s"),
        )


@dataclass(frozen=True)
class Hearing:
    """A voice that is to be heard, and what it says."""

    reader: Reader
    """Who reads."""
    passage: str
    """What is read."""


@dataclass(frozen=True)
class Article:
    """A reading, as the page shows it."""

    pace: str
    """Name of the preset."""
    sound: str
    """A file of sound, in base64."""
    picture: Picture
    """What is seen of it."""
    figures: tuple[tuple[str, str], ...]
    """Name and value of each."""


@dataclass(frozen=True)
class Section:
    """A voice, as the page shows it."""

    anchor: str
    """What links lead to."""
    name: str
    """The voice's name."""
    about: str
    """What it is, and under which licence."""
    language: str
    """Tag of the language that the passage is in."""
    passage: str
    """What is read; empty where the voice before read the same."""
    articles: tuple[Article, ...]
    """Its readings."""


def hearings(catalogue: Catalogue, names: Sequence[str], told: Callable[[str], None]) -> tuple[Hearing, ...]:
    """The voices of those names, or without names all that can read here, keep the passage here, and have a file.

    Those that have no passage are left out and `told` about. Raises VoiceUnknown, VoiceNotInstalled, PassageMissing.
    """
    mend = "Add one to voices/passages, or leave the voice out."
    if names:
        readers = [catalogue.reader(name) for name in dict.fromkeys(names)]
        return tuple(Hearing(reader, opening(passage_of(reader.voice, mend))) for reader in readers)
    found = []
    for voice in catalogue.files.values():
        if voice.leaves_to is None and catalogue.missing(voice) is None:
            try:
                found.append(Hearing(catalogue.reader(voice.name), opening(passage_of(voice, mend))))
            except PassageMissing as error:
                told(str(error))
    return tuple(found)


def audition(
    catalogue: Catalogue, names: Sequence[str], paces: Sequence[str], folder: Path, told: Callable[[str], None]
) -> Path:
    """Write the page into a folder, which is made where it is not there; return its path. told: progress, in sentences.

    names, paces: who reads and how; without any, all. The file appears when it is whole. Raises PartMissing,
    VoiceUnknown, VoiceNotInstalled, PassageMissing, PaceInvalid, SpeechFailed, FileNotWritten.
    """
    check_libraries()
    heard = hearings(catalogue, names, told)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileNotWritten(str(folder), (error.strerror or str(error)).lower()) from error
    path = folder / NAME
    text = page(catalogue, heard, tuple(dict.fromkeys(paces)) or tuple(PRESETS), told)
    write_text(path, text)
    many = f"{len(heard)} voice{'s' if len(heard) != 1 else ''}"
    told(f"{path}: {many}, {len(text.encode()) / 1e6:.1f} MB.")
    return path


def page(catalogue: Catalogue, heard: Sequence[Hearing], paces: Sequence[str], told: Callable[[str], None]) -> str:
    """The page, whole. told: a line a voice."""
    sections = []
    for number, hearing in enumerate(heard, 1):
        told(f"{hearing.reader.voice.name} ({number} of {len(heard)})")
        # What is read is shown once, where the voices that follow each other read the same.
        new = number == 1 or hearing.passage != heard[number - 2].passage
        sections.append(_section(catalogue, hearing, paces, new))
    return TEMPLATES.filled(
        NAME,
        paces=(*paces, ALL),
        chosen=DEFAULT if DEFAULT in paces else paces[0],
        sections=sections,
        media_type=FORMAT.media_type,
        second=SECOND,
        margin=MARGIN,
    )


def _section(catalogue: Catalogue, hearing: Hearing, paces: Sequence[str], shown: bool) -> Section:
    """A voice: its name, what it reads where that is `shown`, and its readings."""
    voice = hearing.reader.voice
    about = [voice.description, f"Licence: {voice.licence}."]
    if voice.leaves_to is not None:
        about.append(f"What it reads is sent to {voice.leaves_to}.")
    return Section(
        anchor=_anchor(voice),
        name=voice.name,
        about=" ".join(about),
        language=voice.language if voice.language != "und" else ANY,
        passage=hearing.passage if shown else "",
        articles=tuple(_article(catalogue, hearing, pace) for pace in paces),
    )


def _article(catalogue: Catalogue, hearing: Hearing, preset: str) -> Article:
    """A reading: its player, its picture, its figures."""
    voice, text = hearing.reader.voice, hearing.passage
    name = voice.name
    readback = Readback(planned(catalogue, text, voice, PRESETS[preset], len(text)), hearing.reader)
    recorder = Recorder(readback)
    samples = np.concatenate(list(recorder.samples()))
    timeline = recorder.timeline
    shown = f"the waveform, the rests and the pitch over {timeline.seconds:.0f} seconds"
    return Article(
        pace=preset,
        sound=base64.b64encode(encode(samples, FORMAT, timeline.sample_rate, readback.tags)).decode(),
        picture=picture_of(text, samples, timeline, f"{name} at the pace {preset}: {shown}."),
        figures=figures_of(readback, timeline, integrated(samples, timeline.sample_rate)).lines(),
    )


def figures_of(readback: Readback, timeline: Timeline, level: float) -> Figures:
    """The figures of a reading that was rendered. level: its integrated loudness, in LUFS."""
    score = readback.score
    rests = sum(cue.end - cue.start for cue in timeline.cues if isinstance(cue, RestCue))
    speech = sum(cue.end - cue.start for cue in timeline.cues if isinstance(cue, PhraseCue))
    return Figures(
        words_per_minute=score.words / timeline.seconds * 60,
        rests=rests / timeline.length,
        syllables_per_second=sum(phrase.syllables for phrase in score.phrases) / speech * timeline.sample_rate,
        level=level,
        seconds=timeline.seconds,
        predicted=score.predicted_seconds,
    )


def _anchor(voice: Voice) -> str:
    """A name for the voice's heading, without spaces or marks, and no two alike."""
    return "voice-" + "".join(c if c.isascii() and c.isalnum() else f"-{ord(c):x}-" for c in voice.name)
