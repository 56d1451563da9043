"""The command `readback`: what was typed, turned into calls; what went wrong, turned into a line and an exit status."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from service import __version__
from service.cli.options import add_letter
from service.cli.reading import read_letter, show_score
from service.cli.terminal import STOPPED, complain, give_up_output, write_whatever_comes
from service.cli.voices import audition_voices, install_voices, list_paces, list_voices, measure_voice
from service.errors import (
    ReadbackError,
    SettingInvalid,
)
from service.process import leave_no_core
from service.score.pace import PRESETS
from service.settings import PREFIX, Settings, forget_secrets, read_settings


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit status; never ends in a traceback for what somebody outside can mend."""
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (it may have been closed)
    write_whatever_comes()
    leave_no_core()
    options = parser().parse_args(arguments)
    try:
        settings = read_settings()
        forget_secrets()
        options.run(options, settings)
        if sys.stdout is not None:
            sys.stdout.flush()
    except ReadbackError as error:
        return complain(str(error))
    except KeyboardInterrupt:
        complain("Stopped. Nothing was kept of the unfinished reading.")
        return STOPPED
    except BrokenPipeError:
        give_up_output()
        return 1
    except OSError as error:  # standard output is full, say; what goes into files is explained where it is written
        give_up_output()
        return complain(f"It cannot go on: {(error.strerror or str(error)).lower()}.")
    return 0


def serve(options: argparse.Namespace, settings: Settings) -> None:
    """Answer over HTTP until stopped."""
    from service.web.app import run

    given = {name: value for name in ("host", "port") if (value := getattr(options, name)) is not None}
    try:
        run(read_settings(**settings.model_dump() | given))
    except SettingInvalid as error:
        typed = error.name.removeprefix(PREFIX).lower()
        raise SettingInvalid(f"--{typed}", error.value, error.may) if typed in given else error from None


def parser() -> argparse.ArgumentParser:
    """All commands, with what each takes."""
    parser = argparse.ArgumentParser(
        prog="readback", description="Reads a letter back: slowly, with rests, in a warm voice."
    )
    parser.add_argument("--version", action="version", version=f"readback {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    reading = commands.add_parser("read", help="read a letter into a sound file")
    reading.set_defaults(run=read_letter)
    add_letter(reading)
    reading.add_argument(
        "-o",
        "--output",
        type=Path,
        metavar="OUT",
        help="where to; the ending says the format (.mp3 .wav .opus .m4a .flac); - is standard output",
    )
    reading.add_argument("--format", metavar="NAME", help="the format, where the ending does not say it")
    reading.add_argument(
        "--cues", type=Path, action="append", default=[], metavar="OUT", help="a cue sheet: .vtt, .srt or .json"
    )
    reading.add_argument("--no-room-tone", action="store_true", help="digital silence in the rests")
    reading.add_argument(
        "--send", action="store_true", help="the letter may be sent to the server of a voice that speaks elsewhere"
    )
    planning = commands.add_parser("score", help="print the plan of a letter as JSON")
    planning.set_defaults(run=show_score)
    add_letter(planning)
    listing = commands.add_parser("voices", help="who can read here")
    listing.add_argument("--json", action="store_true", help="for programs")
    listing.add_argument("--language", metavar="TAG", help="only those that speak it: en, en-GB, es")
    listing.set_defaults(run=list_voices)
    about = listing.add_subparsers(metavar="WHAT")
    installing = about.add_parser("install", help="fetch what voices need to read here")
    installing.add_argument("names", nargs="+", metavar="NAME", help="a voice; or an engine: system, piper, remote")
    installing.add_argument(
        "--from",
        dest="source",
        type=Path,
        metavar="FOLDER",
        help="take everything from here, and nothing off a network",
    )
    installing.set_defaults(run=install_voices)
    _add_hearing(about)
    commands.add_parser("paces", help="the presets").set_defaults(run=list_paces)
    serving = commands.add_parser("serve", help="answer over HTTP")
    serving.add_argument("--host", help="address to listen on")
    serving.add_argument("--port", type=int, help="port to listen on")
    serving.set_defaults(run=serve)
    return parser


def _add_hearing(about: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    measuring = about.add_parser("measure", help="measure a voice and write its figures into its file")
    measuring.add_argument("name", metavar="NAME", help="a voice")
    measuring.add_argument("--passage", metavar="FILE", help="a text in its language, 60 to 120 words, without digits")
    measuring.set_defaults(run=measure_voice)
    hearing = about.add_parser("audition", help="write a page on which voices are heard side by side")
    hearing.add_argument(
        "-o", "--output", type=Path, default=Path(), metavar="FOLDER", help="where to; here unless it is given"
    )
    hearing.add_argument(
        "--voice", nargs="+", action="extend", default=[], metavar="NAME", help="these voices and no others"
    )
    hearing.add_argument(
        "--pace", nargs="+", action="extend", default=[], choices=tuple(PRESETS), metavar="PRESET", help="these paces"
    )
    hearing.set_defaults(run=audition_voices)
