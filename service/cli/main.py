"""The command `readback`: what was typed, turned into calls; what went wrong, turned into a line and an exit status."""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from service import __version__
from service.documents.letter_file import letter_of, text_of
from service.errors import (
    BodyInvalid,
    FileNotWritten,
    NotSent,
    PaceInvalid,
    ReadbackError,
    SettingInvalid,
    VoiceUnknown,
)
from service.score.pace import PRESETS, PaceWish
from service.score.pace_file import ENDING
from service.score.pace_file import read as read_pace
from service.score.score import Score
from service.score.score_file import from_json, to_json
from service.settings import PREFIX, Settings, read_settings
from service.speech.catalogue import Catalogue, open_catalogue

if TYPE_CHECKING:
    from service.audio import Samples
    from service.voice import Voice

STOPPED = 130
"""Exit status after Ctrl-C."""
OPTIONS = {
    "preset": "--pace",
    "speed": "--speed",
    "rest_scale": "--rests",
    "duration": "--duration",
    "words_per_minute": "--wpm",
}
"""The option that gives each field of a pace; `rests` are given one kind at a time, with --rest."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command. Returns the exit status; never ends in a traceback for what somebody outside can mend."""
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  (it may have been closed)
    options = _parser().parse_args(arguments)
    try:
        options.run(options, read_settings())
        if sys.stdout is not None:
            sys.stdout.flush()
    except ReadbackError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        _complain("Stopped. Nothing was kept of the unfinished reading.")
        return STOPPED
    except BrokenPipeError:
        _give_up_output()
        return 1
    except OSError as error:  # standard output is full, say; what goes into files is explained where it is written
        _give_up_output()
        return _complain(f"It cannot go on: {(error.strerror or str(error)).lower()}.")
    return 0


def _give_up_output() -> None:
    """Whoever read our output has enough, or it is full. Python would complain once more when it flushes at the end."""
    with contextlib.suppress(OSError, AttributeError):  # it may be no file, or closed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(sentence: str) -> int:
    print(f"readback: {sentence}", file=sys.stderr)
    return 1


def read(options: argparse.Namespace, settings: Settings) -> None:
    """Read a letter into a file."""
    from service.deliver.cue_sheets import cue_sheet_of
    from service.deliver.files import write_file, write_stream, write_text
    from service.encode.formats import format_named, format_of
    from service.render import Recorder, readback_of

    _clean_up_when_stopped()
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
    readback = readback_of(catalogue, score, not options.no_room_tone)
    recorder = Recorder(readback)
    began = time.monotonic()
    samples = _shown(recorder.samples(), score.predicted_seconds * readback.voice.rate)
    if standard and sys.stdout is None:
        raise FileNotWritten("Standard output", "it is closed")
    _ask(readback.voice, options.send)
    if standard:
        write_stream(sys.stdout.buffer, form, readback.voice.rate, readback.tags, samples)
    else:
        write_file(out, form, readback.voice.rate, readback.tags, samples)
    for path, sheet in sheets:
        write_text(path, sheet.render(recorder.timeline, score.letter.text))
    notices = [notice for notice in score.notices if notice != readback.voice.leaving]  # that was said before
    if time.monotonic() - began > recorder.timeline.seconds:
        notices.append(f"On this machine {readback.voice.name} speaks more slowly than a person listens.")
    for notice in notices:
        print(f"readback: {notice}", file=sys.stderr)
    if not standard:
        minutes, seconds = divmod(round(recorder.timeline.seconds), 60)
        print(f"{out}: {minutes} min {seconds:02d} s, read by a computer voice ({readback.voice.name})")
        for path, _ in sheets:
            print(f"{path}: its cues")


def _clean_up_when_stopped() -> None:
    """End as after Ctrl-C, nothing left behind, also where a terminal is closed or a program is told to end."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def _ask(voice: Voice, yes: bool) -> None:
    """Say where the letter goes, if anywhere, and let somebody say yes. Raises NotSent where nobody does."""
    if voice.leaves_to is None or voice.leaving is None:
        return
    if not yes and not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
        raise NotSent(voice.leaves_to, voice.leaving)
    print(f"readback: {voice.leaving}", file=sys.stderr)
    if yes:
        return
    print("Send it? Type yes, or press Enter alone to send nothing: ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise NotSent(voice.leaves_to)


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


def _shown(samples: Iterator[Samples], expected: float) -> Iterator[Samples]:
    """The samples; on a terminal, a bar that says how far the reading is."""
    terminal = sys.stderr.isatty()
    done, began = 0, time.monotonic()
    for chunk in samples:
        yield chunk
        done += len(chunk)
        if terminal:
            part = min(1.0, done / expected)
            left = _left(time.monotonic() - began, part)
            print(f"\r{'━' * round(part * 30):<30} {part:4.0%}{left}\033[K", end="", file=sys.stderr, flush=True)
    if terminal:
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _left(seconds: float, part: float) -> str:
    """How long it will still take, where that is long enough to be worth saying."""
    left = seconds / part * (1 - part) if part else 0.0
    return f"  about {left / 60:.0f} min left" if left > 90 else f"  about {left:.0f} s left" if left > 5 else ""


def score(options: argparse.Namespace, settings: Settings) -> None:
    """Print the plan of a letter."""
    print(to_json(_score(options, settings, open_catalogue(settings))))


def _score(options: argparse.Namespace, settings: Settings, catalogue: Catalogue) -> Score:
    """The score that is meant: of a letter, or of a score's file."""
    from service.render import planned

    if options.letter.endswith(".json"):
        given = text_of(options.letter)
        if (said := _said_already(options)) is not None:
            raise BodyInvalid(f"--{said}: give either this or a score, which says it already.")
        return from_json(given, catalogue.voice, settings.max_characters)
    voice, found = options.voice or settings.voice, letter_of(options.letter, settings.max_characters)
    wish = _wish(options, settings)
    try:
        pace = wish.pace()
        score = planned(catalogue, found.letter, voice, pace, settings.max_characters, options.preface)
        return replace(score, notices=(*found.notices, *score.notices))
    except PaceInvalid as error:
        raise _as_typed(error, options, settings) from None
    except VoiceUnknown as error:
        if options.voice:
            raise
        may = f"it may be one of {', '.join(error.voices)}"
        raise SettingInvalid("READBACK_VOICE", settings.voice, may) from None


def _as_typed(error: PaceInvalid, options: argparse.Namespace, settings: Settings) -> ReadbackError:
    """The same error by the name of what was typed or set, in place of the field's."""
    if error.field == "preset" and options.pace is None:
        return SettingInvalid("READBACK_PACE", settings.pace, f"it may be one of {', '.join(PRESETS)}")
    group, _, kind = error.field.partition(".")
    option = f"--rest {kind}" if group == "rests" else OPTIONS.get(group, error.field)
    if _is_file(options.pace) and not _is_typed(option, kind, options):
        return PaceInvalid(f"{options.pace}: {error.field}", str(error).removeprefix(f"{error.field}: "))
    sentence = str(error).removeprefix(f"{error.field}: ")
    return PaceInvalid(option, sentence.replace("duration or words_per_minute", "--duration or --wpm"))


def _is_file(pace: str | None) -> bool:
    return pace is not None and pace.endswith(ENDING)


def _is_typed(option: str, kind: str, options: argparse.Namespace) -> bool:
    """Whether a number was typed, and does not only stand in the file of the pace."""
    if kind:
        return kind in dict(options.rest)
    return getattr(options, option.removeprefix("--"), None) is not None


def _said_already(options: argparse.Namespace) -> str | None:
    """The first option that was given and that a score has its own answer to."""
    names = ("voice", "pace", "speed", "rests", "rest", "duration", "wpm", "preface")
    return next((name for name in names if getattr(options, name) not in (None, [], False)), None)


def _wish(options: argparse.Namespace, settings: Settings) -> PaceWish:
    """The pace that is asked for: what was typed, on top of the file or the preset that was named."""
    typed = {
        "speed": options.speed,
        "rest_scale": options.rests,
        "duration": options.duration,
        "words_per_minute": options.wpm,
    }
    wish = _pace_in(options.pace, settings) if _is_file(options.pace) else PaceWish(options.pace or settings.pace)
    given = {field: value for field, value in typed.items() if value is not None}
    return replace(wish, **given, rests={**wish.rests, **dict(options.rest)})


def _pace_in(name: str, settings: Settings) -> PaceWish:
    """The pace in a file. Raises BodyInvalid and PaceInvalid, both with the file's name."""
    text = text_of(name)
    try:
        return read_pace(text, settings.pace)
    except PaceInvalid as error:
        raise PaceInvalid(f"{name}: {error.field}", str(error).removeprefix(f"{error.field}: ")) from None
    except BodyInvalid as error:
        raise BodyInvalid(f"{name}: {error}") from None


def voices(options: argparse.Namespace, settings: Settings) -> None:
    """List who can read here."""
    from service.voices.listing import roster, table

    entries = roster(open_catalogue(settings), settings.voice, options.language)
    if options.json:
        print(json.dumps([entry.to_dict() for entry in entries], indent=2, ensure_ascii=False))
        return
    for line in table(entries, min(shutil.get_terminal_size((100, 24)).columns, 110)):
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

    _clean_up_when_stopped()
    catalogue = open_catalogue(settings)
    voice = catalogue.voice(options.name)
    catalogue.engine(voice)
    passage = text_of(options.passage) if options.passage else passage_of(voice, "Give one with --passage FILE.")
    path = path_for(voice, settings)
    figures, said = measured(catalogue, voice, passage, _progress)
    save(replace(voice, measured=figures, estimated=False), path)
    for line in compared(voice.measured, figures):
        print(line)
    print(f"{said}\n{path} holds them now.")


def audition_voices(options: argparse.Namespace, settings: Settings) -> None:
    """Write the page on which voices are heard side by side."""
    from service.voices.audition import audition

    _clean_up_when_stopped()
    audition(open_catalogue(settings), options.voice, options.pace, options.output, print)


def _progress(step: str) -> None:
    """Tell whoever waits at a terminal what is being done."""
    if sys.stderr.isatty():
        print(f"{step} …", file=sys.stderr)


def paces(options: argparse.Namespace, settings: Settings) -> None:
    """List the presets with their numbers."""
    for pace in PRESETS.values():
        rests = ", ".join(f"{kind} {seconds:g} s" for kind, seconds in pace.rests.items() if seconds)
        print(
            f"{pace.preset:<12} {pace.syllables_per_second:g} syllables a second, "
            f"phrases of up to {pace.phrase_syllables}"
        )
        print(f"{'':<12} rests: {rests}")


def serve(options: argparse.Namespace, settings: Settings) -> None:
    """Answer over HTTP until stopped."""
    from service.web.app import run

    given = {name: value for name in ("host", "port") if (value := getattr(options, name)) is not None}
    try:
        run(read_settings(**given))
    except SettingInvalid as error:
        typed = error.name.removeprefix(PREFIX).lower()
        raise SettingInvalid(f"--{typed}", error.value, error.may) if typed in given else error from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="readback", description="Reads a letter back: slowly, with rests, in a warm voice."
    )
    parser.add_argument("--version", action="version", version=f"readback {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    reading = commands.add_parser("read", help="read a letter into a sound file")
    reading.set_defaults(run=read)
    _add_letter(reading)
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
    planning.set_defaults(run=score)
    _add_letter(planning)
    listing = commands.add_parser("voices", help="who can read here")
    listing.add_argument("--json", action="store_true", help="for programs")
    listing.add_argument("--language", metavar="TAG", help="only those that speak it: en, en-GB, es")
    listing.set_defaults(run=voices)
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
    commands.add_parser("paces", help="the presets").set_defaults(run=paces)
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


def _add_letter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "letter",
        metavar="LETTER",
        help="a text file, a Word document (.docx), a PDF, or a score (.json); - is standard input",
    )
    parser.add_argument("--voice", help="who reads")
    parser.add_argument("--pace", metavar="PRESET", help=f"one of {', '.join(PRESETS)}, or a pace file ({ENDING})")
    parser.add_argument("--speed", type=float, metavar="FACTOR", help="0.75 to 1.3, below 1 is slower")
    parser.add_argument("--rests", type=float, metavar="FACTOR", help="0.5 to 2, above 1 is longer")
    parser.add_argument(
        "--rest", type=_rest, action="append", default=[], metavar="KIND=SECONDS", help="one kind of rest, 0 to 20 s"
    )
    parser.add_argument("--duration", type=_duration, metavar="4m", help="how long it is to take: 240, 4m, 3m30s")
    parser.add_argument("--wpm", type=float, metavar="WORDS", help="words a minute, all in")
    parser.add_argument("--preface", action="store_true", help="begin with: These are your own words.")


def _rest(text: str) -> tuple[str, float]:
    kind, equals, seconds = text.partition("=")
    if not equals:
        _usage("write it as KIND=SECONDS, for example sentence=2.0")
    try:
        return kind, float(seconds)
    except ValueError:
        _usage("the seconds are not a number")


def _duration(text: str) -> float:
    minutes, m, seconds = text.partition("m")
    try:
        if not m:
            return float(text.removesuffix("s"))
        return float(minutes) * 60 + float(seconds.removesuffix("s") or 0)
    except ValueError:
        _usage("write it as 240, 4m or 3m30s")


def _usage(sentence: str) -> NoReturn:
    raise argparse.ArgumentTypeError(sentence)
