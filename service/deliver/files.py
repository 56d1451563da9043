"""Files appear under their names only when they are whole; whatever goes wrong before, nothing is left of them."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO

from service.audio import Samples
from service.encode.formats import Encoder, Format, Tags
from service.errors import FileNotWritten

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


def write_file(path: Path, form: Format, sample_rate: int, tags: Tags, chunks: Iterable[Samples]) -> None:
    """Encode the chunks into a file that appears when it is whole; raise `FileNotWritten` for what the disk refuses.

    What `chunks` itself raises passes through, and the unfinished file is gone then, too.
    """
    with _whole(path) as file:
        encoder = _encode_into(file, form.encoder(sample_rate, tags), chunks, str(path))
        if file.seekable():
            with _explained(str(path)):
                for offset, data in encoder.patches():
                    file.seek(offset)
                    file.write(data)


def write_stream(out: IO[bytes], form: Format, sample_rate: int, tags: Tags, chunks: Iterable[Samples]) -> None:
    """Encode the chunks onto a stream such as standard output, each as soon as it is there.

    Raises `FileNotWritten`, and BrokenPipeError where whoever was reading has enough.
    """
    _encode_into(out, form.encoder(sample_rate, tags), chunks, "The stream", BrokenPipeError)


def write_text(path: Path, text: str) -> None:
    """Write a text file, in UTF-8, whole or not at all; raise `FileNotWritten`."""
    with _whole(path) as file, _explained(str(path)):
        file.write(text.encode())


def _encode_into(
    out: IO[bytes], encoder: Encoder, chunks: Iterable[Samples], name: str, *passing: type[OSError]
) -> Encoder:
    """Drain the chunks. Only the encoder's and the stream's own failures are explained, not those of the chunks."""
    for chunk in chunks:
        with _explained(name):
            data = encoder.write(chunk)
        with _explained(name, *passing):
            out.write(data)
            out.flush()
    with _explained(name):
        data = encoder.close()
    with _explained(name, *passing):
        out.write(data)
        out.flush()
    return encoder


@contextlib.contextmanager
def _whole(path: Path) -> Iterator[IO[bytes]]:
    """Open a hidden file beside the target, mode 0600, and give it the target's name if all goes well."""
    target = Path(os.path.realpath(path))
    with _explained(str(path)):
        mode = target.stat().st_mode if target.exists() else stat.S_IFREG
    if stat.S_ISDIR(mode):
        raise FileNotWritten(str(path), _REASONS[errno.EISDIR])
    if not stat.S_ISREG(mode):  # a device or a pipe: never to be replaced by a file
        with _explained(str(path)):
            device = target.open("wb", buffering=0)
        with device:
            yield device
        return
    with _explained(str(path)):
        handle, name = tempfile.mkstemp(prefix=".readback-", suffix=".part", dir=target.parent)
    partial = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            with _explained(str(path)):
                file.flush()
                os.fsync(file.fileno())
        with _explained(str(path)):
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)


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
