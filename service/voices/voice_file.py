"""The file of a voice, written: what was measured is put in, and everything else in it stays as somebody wrote it."""

from __future__ import annotations

import json
import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from service.deliver.files import write_text
from service.errors import FileNotWritten
from service.settings import Settings
from service.speech.voice_files import file_stem, voices_folder
from service.voice import Measured, Voice, VoicePart

_TABLE = re.compile(r"^[ \t]*\[[ \t]*measured[ \t]*\].*(?:\r?\n|\Z)", re.M)
_NEXT = re.compile(r"^[ \t]*\[", re.M)
_ESTIMATED = re.compile(r"^[ \t]*estimated[ \t]*=.*(?:\r?\n|\Z)", re.M)
_APART = {"measured", "parts", "estimated"}
"""Fields of a voice that are no keys at the top of a new file: tables, and that it was not measured."""


def path_for(voice: Voice, settings: Settings) -> Path:
    """Where the voice's figures are written: its file in the voices' folder, or ours in a checkout, or a new one there.

    A file in the voices' folder takes the place of ours of the same name, so an installed Readback is never written to.
    """
    name = f"{file_stem(voice.name)}.toml"
    own, ours = settings.voices_folder / name, voices_folder() / name
    checkout = ours.parent.parent.joinpath("pyproject.toml").is_file()
    writable = ours.is_file() and all(os.access(path, os.W_OK) for path in (ours, ours.parent))
    return ours if checkout and writable and not own.is_file() else own


def save(voice: Voice, path: Path) -> None:
    """Write the voice's figures into its file, whole or not at all; a voice that has none gets one.

    Raises FileNotWritten.
    """
    source = path if path.is_file() else voices_folder() / path.name
    try:
        text = source.read_bytes().decode() if source.is_file() else written(voice)
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode & 0o777 if path.is_file() else 0o644
    except OSError as error:
        raise FileNotWritten(str(path), (error.strerror or str(error)).lower()) from error
    try:
        text = rewritten(text, voice.measured)
    except ValueError as error:
        raise FileNotWritten(str(path), str(error)) from None
    write_text(path, text)
    path.chmod(mode)  # what is written whole is at first readable by its owner alone


def rewritten(text: str, measured: Measured) -> str:
    """The text of a voice's file with other figures. Comments stay, and so does all that is outside `[measured]`.

    It no longer says that they were estimated. Raises ValueError where it is not TOML or has its figures elsewhere.
    """
    before = tomllib.loads(text)
    ending = "\r\n" if "\r\n" in text else "\n"
    text += "" if text.endswith("\n") else ending
    if (table := _TABLE.search(text)) is None:
        text = text.rstrip() + f"{ending}{ending}[measured]{ending}"
        start = end = len(text)
    else:
        start = table.end()
        after = _NEXT.search(text, start)
        end = after.start() if after else len(text)
    head = _ESTIMATED.sub("", text[:start]) if "estimated" in before else text[:start]
    figures = _figures(measured, before.get("measured", {}))
    done = head + _replaced(text[start:end], figures, ending) + text[end:]
    _check(before, tomllib.loads(done), figures)
    return done


def _figures(measured: Measured, before: Mapping[str, Any]) -> dict[str, float]:
    """What stands under `[measured]`: what a voice does without, it leaves out."""
    found = {field.name: (getattr(measured, field.name), field.default) for field in fields(Measured)}
    return {
        name: value
        for name, (value, default) in found.items()
        if value is not None and (value != default or name in before)
    }


def _replaced(table: str, figures: Mapping[str, float], ending: str) -> str:
    """The lines of the table with the figures in place of those there, the new ones after the last of them."""
    lines = table.splitlines(keepends=True)
    waiting = dict(figures)
    last = 0
    for at, line in enumerate(lines):
        key, equals, old = line.partition("=")
        if equals and key.strip() in waiting:
            comment = re.search(r"[ \t]*(?:#.*)?(?:\r?\n)?$", old)
            lines[at] = f"{key}= {waiting.pop(key.strip())!r}{comment.group() if comment else ''}"
            last = at + 1
    lines[last:last] = [f"{name} = {value!r}{ending}" for name, value in waiting.items()]
    return "".join(lines)


def _check(before: Mapping[str, Any], after: Mapping[str, Any], figures: Mapping[str, float]) -> None:
    """Raise ValueError unless the figures, and nothing else, differ."""
    said = {"measured", "estimated"}
    same = {key: value for key, value in before.items() if key not in said} == {
        key: value for key, value in after.items() if key not in said
    }
    if not same or after.get("estimated") or any(after["measured"].get(key) != value for key, value in figures.items()):
        raise ValueError("its figures are not lines of their own under [measured]")


def written(voice: Voice) -> str:
    """The file of a voice that had none, such as one that an engine found."""
    keys = {field.name: field.default for field in fields(Voice) if field.name not in _APART}
    lines = [f"{key} = {_value(value)}" for key in keys if (value := getattr(voice, key)) != keys[key]]
    for part in voice.parts:
        lines += ["", "[[parts]]"]
        lines += [f"{field.name} = {_value(getattr(part, field.name))}" for field in fields(VoicePart)]
    figures = [f"{name} = {value!r}" for name, value in _figures(voice.measured, {}).items()]
    return "\n".join([*lines, "", "[measured]", *figures, ""])


def _value(value: str | int | tuple[str, ...]) -> str:
    """A string, a number or a list of strings, as TOML."""
    if isinstance(value, tuple):
        return f"[{', '.join(map(_value, value))}]"
    # TOML's strings are JSON's, but for the one control character that JSON lets be.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
