"""`readback read` and `readback score`: a letter, or a score, that was named on the command line."""

from __future__ import annotations

import argparse
import os
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path

from service.cli.options import as_typed, said_already, taught_by, wish_of
from service.cli.terminal import ask, clean_up_when_stopped, plain, shown
from service.documents.kinds import kind_of
from service.documents.letter_file import letter_in, letter_of, text_of
from service.errors import (
    BodyInvalid,
    FileNotWritten,
    PaceInvalid,
    SettingInvalid,
    VoiceUnknown,
)
from service.score.score import Score
from service.score.score_file import loaded, to_json, voice_in
from service.settings import Settings
from service.speech.catalogue import Catalogue, open_catalogue


def read_letter(options: argparse.Namespace, settings: Settings) -> None:
    """Read a letter into a file."""
    from service.deliver.cue_sheets import cue_sheet_of
    from service.deliver.files import write_file, write_stream, write_text
    from service.deliver.renditions import Sound
    from service.encode.formats import format_named, format_of
    from service.render import Readback, Recorder

    clean_up_when_stopped()
    out = options.output or _beside(options.letter)
    standard = str(out) == "-"
    if standard and sys.stdout is not None and sys.stdout.isatty():
        raise FileNotWritten("Standard output", "it is a terminal; name a file with -o, such as -o letter.mp3")
    if not standard:
        _check_name(out, ".mp3", bool(options.format))
    for path in options.cues:
        _check_name(path, ".vtt")
    form = format_named(options.format) if options.format else format_of(Path("out.wav") if standard else out)
    sheets = [(path, cue_sheet_of(path)) for path in options.cues]
    if not options.output and not standard and not sheets:
        sheets = [(out.with_suffix(".vtt"), cue_sheet_of(out.with_suffix(".vtt")))]
    for path in (*([] if standard else [out]), *(path for path, _ in sheets)):
        _keep_letter(path, options.letter)
    catalogue = open_catalogue(settings)
    score = _score(options, settings, catalogue)
    reader = catalogue.reader(score.voice)
    recorder = Recorder(Readback(score, reader, not options.no_room_tone))
    sound = Sound(recorder, form)
    began = time.monotonic()
    if standard and sys.stdout is None:
        raise FileNotWritten("Standard output", "it is closed")
    ask(reader.voice, options.send)
    if standard:
        write_stream(sys.stdout.buffer, sound, partial(shown, score.predicted_seconds))
    else:
        write_file(out, sound, partial(shown, score.predicted_seconds))
    for path, sheet in sheets:
        write_text(path, sheet.render(recorder.timeline, score.letter.text))
    notices = [notice for notice in score.notices if notice != reader.voice.leaving]  # that was said before
    if time.monotonic() - began > recorder.timeline.seconds:
        notices.append(f"On this machine {reader.voice.name} speaks more slowly than a person listens.")
    for notice in notices:
        print(plain(f"readback: {notice}"), file=sys.stderr)
    if not standard:
        minutes, seconds = divmod(round(recorder.timeline.seconds), 60)
        print(plain(f"{out}: {minutes} min {seconds:02d} s, read by a computer voice ({reader.voice.name})"))
        for path, _ in sheets:
            print(plain(f"{path}: its cues"))


def _beside(letter: str) -> Path:
    """Where a reading goes that was not told where: into a file beside its letter, or from - to -."""
    path = Path(letter)
    return path.with_suffix(".mp3") if letter != "-" and path.name else Path("-")


def _check_name(path: Path, ending: str, ended: bool = False) -> None:
    """Raise FileNotWritten for a folder, and for a name without an ending unless what it would say is known."""
    if os.path.isdir(path):  # noqa: PTH112  (a name that is too long is no folder, and no error here)
        raise FileNotWritten(str(path), "it is a folder; name a file")
    if not path.suffix and not ended:
        raise FileNotWritten(str(path), f"the name needs an ending that says the format, such as {ending}")


def _keep_letter(path: Path, letter: str) -> None:
    """Raise FileNotWritten where a file would take the place of the letter."""
    if letter != "-" and os.path.realpath(path) == os.path.realpath(letter):
        raise FileNotWritten(str(path), "it is the letter")


def show_score(options: argparse.Namespace, settings: Settings) -> None:
    """Print the plan of a letter."""
    print(to_json(_score(options, settings, open_catalogue(settings))))


def _score(options: argparse.Namespace, settings: Settings, catalogue: Catalogue) -> Score:
    """The score that is meant: of a letter, or of a score's file."""
    from service.render import come_back, planned

    limit, longest = settings.max_characters, settings.most_seconds
    text = text_of(options.letter, limit) if options.letter.endswith(".json") else ""
    if text and kind_of(text.encode()) != "notes":
        given = loaded(text)
        if (said := said_already(options)) is not None:
            raise BodyInvalid(f"--{said}: give either this or a score, which says it already.")
        return come_back(catalogue, given, catalogue.voice(voice_in(given)), limit, longest=longest)
    found = letter_in(text.encode(), limit) if text else letter_of(options.letter, limit)
    wish = wish_of(options, settings)
    try:
        pace = wish.pace()
        voice = catalogue.voice(options.voice or settings.voice)
        taught = taught_by(options)
        score = planned(catalogue, found.letter, voice, pace, limit, options.preface, longest=longest, taught=taught)
        return replace(score, notices=(*found.notices, *score.notices))
    except PaceInvalid as error:
        raise as_typed(error, options, settings) from None
    except VoiceUnknown as error:
        if options.voice:
            raise
        may = f"it may be one of {', '.join(error.voices)}"
        raise SettingInvalid("READBACK_VOICE", settings.voice, may) from None
