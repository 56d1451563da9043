"""What may be typed, and the pace that is meant by it."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import NoReturn

from service.documents.letter_file import text_of
from service.errors import (
    BodyInvalid,
    PaceInvalid,
    ReadbackError,
    SettingInvalid,
)
from service.score.pace import PRESETS, PaceWish
from service.score.pace_file import ENDING, wish_in
from service.settings import Settings
from service.sounds.pronunciations import ENDINGS, Pronunciations, merged, pronunciations_in

OPTIONS = {
    "preset": "--pace",
    "speed": "--speed",
    "rest_scale": "--rests",
    "duration": "--duration",
    "words_per_minute": "--wpm",
}
"""The option that gives each field of a pace; `rests` are given one kind at a time, with --rest."""


def wish_of(options: argparse.Namespace, settings: Settings) -> PaceWish:
    """The pace that is asked for: what was typed, on top of the file or the preset that was named."""
    typed = {
        "speed": options.speed,
        "rest_scale": options.rests,
        "duration": options.duration,
        "words_per_minute": options.wpm,
    }
    wish = _pace_in(options.pace, settings) if _is_file(options.pace) else PaceWish(options.pace or settings.pace)
    given = {field: value for field, value in typed.items() if value is not None}
    return replace(PaceWish.of({**vars(wish), **given}), rests={**wish.rests, **dict(options.rest)})


def _pace_in(name: str, settings: Settings) -> PaceWish:
    """The pace in a file. Raises BodyInvalid and PaceInvalid, both with the file's name."""
    text = text_of(name)
    try:
        return wish_in(text, settings.pace)
    except PaceInvalid as error:
        raise PaceInvalid(f"{name}: {error.field}", str(error).removeprefix(f"{error.field}: ")) from None
    except BodyInvalid as error:
        raise BodyInvalid(f"{name}: {error}") from None


def as_typed(error: PaceInvalid, options: argparse.Namespace, settings: Settings) -> ReadbackError:
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


def said_already(options: argparse.Namespace) -> str | None:
    """The first option that was given and that a score has its own answer to."""
    names = ("voice", "pace", "speed", "rests", "rest", "duration", "wpm", "preface", "say", "pronunciations")
    return next((name for name in names if getattr(options, name) not in (None, [], False)), None)


def add_letter(parser: argparse.ArgumentParser) -> None:
    """The options of every command that takes a letter."""
    parser.add_argument(
        "letter",
        metavar="LETTER",
        help="a text file, .docx, .odt, .rtf, .eml, .html, a PDF, or a score (.json); - is standard input",
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
    parser.add_argument(
        "--say",
        type=_said,
        action="append",
        default=[],
        metavar="WORD=SOUND",
        help="how a word is said: Aoife=EE-fa, capitals for the stress, or IPA as in Aoife=/ˈiːfə/",
    )
    parser.add_argument(
        "--pronunciations", metavar="FILE", help="a file of such words, with a table of that name (.toml or .json)"
    )


def taught_by(options: argparse.Namespace) -> Pronunciations:
    """The words whose sound was typed, on top of those in a file. Raises PronunciationInvalid and BodyInvalid."""
    typed = Pronunciations.of(dict(options.say))
    if options.pronunciations is None:
        return typed
    name = options.pronunciations
    ending = next((ending for ending in ENDINGS if name.lower().endswith(ending)), None)
    if ending is None:
        raise BodyInvalid(f"{name}: a file of pronunciations ends with {' or '.join(ENDINGS)}.")
    return merged(pronunciations_in(text_of(name), ending), typed)


def _said(text: str) -> tuple[str, str]:
    word, equals, said = text.partition("=")
    if not equals:
        _usage("write it as WORD=SOUND, for example Aoife=EE-fa")
    return word, said


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
