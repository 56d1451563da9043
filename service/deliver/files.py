"""Files appear under their names only when they are whole; whatever goes wrong before, nothing is left of them."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from service.deliver.renditions import Portion, Sound
from service.errors import FileNotWritten

PATIENCE, LOOKS = 20.0, 0.1
"""Seconds for which a pipe is waited for that nobody reads yet, and from one look to the next."""
Watched = Callable[[Iterator[Portion]], Iterator[Portion]]
"""What sees the portions of a sound go by, such as a bar that shows how far it is."""
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk is full",
    errno.EACCES: "there is no permission to write there",
    errno.EPERM: "there is no permission to write there",
    errno.EROFS: "the disk can only be read",
    errno.ENOENT: "the folder does not exist",
    errno.ENOTDIR: "the folder does not exist",
    errno.EISDIR: "it is a folder",
    errno.ENAMETOOLONG: "the name is too long",
    errno.EPIPE: "whoever was reading has stopped, or the encoder did",
}


def write_file(path: Path, sound: Sound, watched: Watched = iter) -> None:
    """Drain a sound into a file that appears when it is whole; raise `FileNotWritten` for what the disk refuses.

    watched: is given the portions, and gives them back one by one. What speaking raises passes through, and the
    unfinished file is gone then, too.
    """
    with _whole(path) as file:
        _drain(file, watched(sound.portions()), str(path))
        if file.seekable():
            with _explained(str(path)):
                for offset, data in sound.patches():
                    file.seek(offset)
                    file.write(data)


def write_stream(out: IO[bytes], sound: Sound, watched: Watched = iter) -> None:
    """Drain a sound onto a stream such as standard output, each portion as soon as it is there. watched: as for a file.

    Raises `FileNotWritten`, and BrokenPipeError where whoever was reading has enough.
    """
    _drain(out, watched(sound.portions()), "The stream", BrokenPipeError)


def write_text(path: Path, text: str) -> None:
    """Write a text file, in UTF-8, whole or not at all; raise `FileNotWritten`."""
    with _whole(path) as file, _explained(str(path)):
        file.write(text.encode())


def _drain(out: IO[bytes], portions: Iterator[Portion], name: str, *passing: type[OSError]) -> None:
    """Write the portions. An encoder that fails is explained as a disk is; only what the stream says may pass."""
    while True:
        with _explained(name):
            portion = next(portions, None)
        if portion is None:
            return
        with _explained(name, *passing):
            out.write(portion.data)
            out.flush()
        time.sleep(portion.pause)


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a hidden file beside the target, mode 0600, and give it the target's name if all goes well."""
    with _explained(str(path)):
        # Not of what a link leads to: a pipe that a shell opened, >(…), has no name of its own.
        mode = path.stat().st_mode if path.exists() else stat.S_IFREG
    if stat.S_ISDIR(mode):
        raise FileNotWritten(str(path), _REASONS[errno.EISDIR])
    if not stat.S_ISREG(mode):  # a device or a pipe: never to be replaced by a file
        with _explained(str(path)):
            device = _opened(path, stat.S_ISFIFO(mode))
        with device:
            yield device
        return
    target = Path(os.path.realpath(path))
    with _explained(str(path)):
        handle, name = tempfile.mkstemp(prefix=".readback-", suffix=".part", dir=target.parent)
    partial = Path(name)
    try:
        # What could not be written is tried once more when the file is closed, and then refused once more.
        with _explained(str(path)), os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        with _explained(str(path)):
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


def _opened(path: Path, is_pipe: bool) -> IO[bytes]:
    """A device or a pipe, to be written to. The system would wait for ever for somebody to read a pipe."""
    if not is_pipe:
        return path.open("wb", buffering=0)
    until = time.monotonic() + PATIENCE
    while True:
        try:
            handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK)
        except OSError as error:
            if error.errno != errno.ENXIO:
                raise
            if time.monotonic() > until:
                raise FileNotWritten(str(path), f"it is a pipe that nobody has read for {PATIENCE:g} seconds") from None
            time.sleep(LOOKS)
        else:
            os.set_blocking(handle, True)
            return os.fdopen(handle, "wb", buffering=0)


@contextlib.contextmanager
def _explained(name: str, *passing: type[OSError]) -> Iterator[None]:
    """Turn what the system refuses into a sentence, but for what is `passing`."""
    try:
        yield
    except passing:
        raise
    except OSError as error:
        reason = _REASONS.get(error.errno or 0, (error.strerror or str(error)).lower())
        raise FileNotWritten(name, reason) from error
