"""The file of a voice, written: what was measured is put in, and everything else in it stays as somebody wrote it."""

from __future__ import annotations

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
from service.voice import Measured, Voice

_APART = {"measured", "parts", "estimated"}
"""Fields of a voice that are no keys at the top of a new file: tables, and that it was not measured."""
_MARK = "\ufeff"
"""What some editors put before a text."""


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
        mark = _MARK if text.startswith(_MARK) else ""
        text = mark + rewritten(text.removeprefix(mark), voice.measured)
    except ValueError as error:
        raise FileNotWritten(str(path), str(error)) from None
    write_text(path, text)
    path.chmod(mode)  # what is written whole is at first readable by its owner alone


def rewritten(text: str, measured: Measured) -> str:
    """The text of a voice's file with other figures, in whatever shape they stand there. All else in it stays.

    It no longer says that they were estimated. Raises ValueError where it is not TOML, or its figures are none.
    """
    import tomlkit
    from tomlkit.items import Table

    before = tomllib.loads(text)
    figures = _figures(measured, before.get("measured", {}))
    document = tomlkit.parse(text)
    document.pop("estimated", None)
    table = document.setdefault("measured", tomlkit.table())
    if not isinstance(before.get("measured", {}), Mapping):
        raise ValueError("its figures are none")
    # What stands after the last figure belongs to what follows, so new figures go before it.
    body = table.value.body if isinstance(table, Table) else []
    last = max((at for at, (key, _) in enumerate(body, 1) if key is not None), default=len(body))
    after, body[last:] = body[last:], []
    table.update(figures)
    body += after
    done = tomlkit.dumps(document)
    if "\r\n" in text and "\n" not in text.replace("\r\n", ""):  # lines that are put in end as Unix has it
        done = re.sub("(?<!\r)\n", "\r\n", done)
    kept = {key: value for key, value in before.items() if key != "estimated"}
    if tomllib.loads(done) != {**kept, "measured": {**before.get("measured", {}), **figures}}:
        raise ValueError("its figures cannot be changed without changing something else")
    return done


def _figures(measured: Measured, before: Mapping[str, Any]) -> dict[str, float]:
    """What stands under `[measured]`: what a voice does without, it leaves out."""
    found = {field.name: (getattr(measured, field.name), field.default) for field in fields(Measured)}
    return {
        name: value
        for name, (value, default) in found.items()
        if value is not None and (value != default or name in before)
    }


def written(voice: Voice) -> str:
    """The file of a voice that had none, such as one that an engine found."""
    import tomlkit

    given = {field.name: getattr(voice, field.name) for field in fields(Voice) if field.name not in _APART}
    usual = {field.name: field.default for field in fields(Voice)}
    document = tomlkit.document()
    document.update({key: _plain(value) for key, value in given.items() if value != usual[key]})
    parts = [{name: _plain(value) for name, value in vars(part).items()} for part in voice.parts]
    document.update({"parts": parts} if parts else {})
    document["measured"] = _figures(voice.measured, {})
    return tomlkit.dumps(document)


def _plain(value: Any) -> Any:
    """A field as one of TOML's types, of which tuples are none."""
    return list(value) if isinstance(value, tuple) else value
