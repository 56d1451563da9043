"""`readback voices` and `readback paces`: who can read here and how, and what is done with voices beside reading."""

from __future__ import annotations

import argparse
import json
import shutil
from dataclasses import replace

from service.cli.terminal import clean_up_when_stopped, progress
from service.documents.letter_file import text_of
from service.errors import FileNotWritten
from service.score.pace import PRESETS
from service.settings import Settings
from service.speech.catalogue import open_catalogue


def list_voices(options: argparse.Namespace, settings: Settings) -> None:
    """List who can read here."""
    from service.voices.listing import roster, table, unreadable

    catalogue = open_catalogue(settings)
    entries, others = roster(catalogue, settings.voice, options.language), unreadable(catalogue)
    if options.json:
        rows = [*(entry.to_dict() for entry in entries), *(one.to_dict() for one in others)]
        print(json.dumps(rows, indent=2))
        return
    for line in table(entries, min(shutil.get_terminal_size((100, 24)).columns, 110), others):
        print(line)
    if options.language and not entries:
        print(f"No voice here speaks {options.language!r}; `readback voices` lists all of them.")


def install_voices(options: argparse.Namespace, settings: Settings) -> None:
    """Fetch what voices need."""
    from service.speech.voice_parts import Parts
    from service.voices.install import install

    source = options.source
    if source is not None and not source.is_dir():
        raise FileNotWritten("Nothing", f"{source} is no folder")
    install(options.names, open_catalogue(settings), Parts(settings.voices_folder / "parts"), source, print)


def measure_voice(options: argparse.Namespace, settings: Settings) -> None:
    """Measure a voice and write its figures into its file."""
    from service.voices.measure import compared, measured
    from service.voices.passages import passage_of
    from service.voices.voice_file import path_for, save

    clean_up_when_stopped()
    catalogue = open_catalogue(settings)
    reader = catalogue.reader(options.name)
    voice = reader.voice
    passage = text_of(options.passage) if options.passage else passage_of(voice, "Give one with --passage FILE.")
    path = path_for(voice, settings)
    figures, said = measured(catalogue, reader, passage, progress)
    save(replace(voice, measured=figures, estimated=False), path)
    for line in compared(voice.measured, figures):
        print(line)
    print(f"{said}\n{path} holds them now.")


def audition_voices(options: argparse.Namespace, settings: Settings) -> None:
    """Write the page on which voices are heard side by side."""
    from service.voices.audition import audition

    clean_up_when_stopped()
    audition(open_catalogue(settings), options.voice, options.pace, options.output, print)


def list_paces(options: argparse.Namespace, settings: Settings) -> None:
    """List the presets with their numbers."""
    for pace in PRESETS.values():
        rests = ", ".join(f"{kind} {seconds:g} s" for kind, seconds in pace.rests.items() if seconds)
        print(
            f"{pace.preset:<12} {pace.syllables_per_second:g} syllables a second, "
            f"phrases of up to {pace.phrase_syllables}"
        )
        print(f"{'':<12} rests: {rests}")
