"""Opens a document in a process of its own, which is ended when it takes too long or nobody waits for it any more.

The document goes in through a pipe and its text comes out through another. It is never an argument or a file.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from service.documents.document import LARGEST, SECONDS, Document, document_from
from service.errors import DocumentTooLong, DocumentUnreadable
from service.programs import begun

OPENER = (sys.executable, "-P", "-B", "-W", "ignore", "-m", "service.documents.document")
"""What opens a document. Its arguments are the longest letter, seconds of work, and how far others go first."""
BYTES_A_CHARACTER, BYTES_BESIDE = 12, 10_000
"""The longest answer: a character written as two \\u escapes, and what stands around the letter."""
ALARM = -getattr(signal, "SIGPROF", 0)
"""How an opener ends that has worked for as long as it was to."""
_PASSED_ON = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "PYTHONHOME")
"""What an opener is told of where it runs. No key and no setting."""


@dataclass(frozen=True)
class Effort:
    """What is done to open a document."""

    seconds: float
    """How long it may be worked on."""
    nice: int
    """How far others go first, as `nice` counts: the more, the less it takes from whoever listens."""


SOON, LONG, ALONE = Effort(1.0, 5), Effort(SECONDS, 15), Effort(SECONDS, 0)
"""What nearly every document takes a third of, what the others are given, and what one is where nobody else waits."""
PATIENCE = 2.0 * SECONDS
"""Seconds after which a document is given up, however little of them it was worked on."""


class Unfinished(Exception):
    """The effort was not enough."""


class Envelope:
    """A document, to be opened once."""

    def __init__(self, data: bytes, limit: int, effort: Effort = ALONE, seconds: float = PATIENCE) -> None:
        """data: the document; limit: the longest letter, in code points; seconds: how long it may take at all."""
        self._data, self._limit, self._effort, self._seconds = data, limit, effort, seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = self._overdue = False
        self._lock = threading.Lock()

    def opened(self) -> Document:
        """What is in it. Waits for that. Raises what a DocumentError is, LetterTooLong, and Unfinished."""
        if len(self._data) > LARGEST:
            raise DocumentTooLong(LARGEST)
        with self._lock:
            if self._closed:
                raise DocumentUnreadable("too-much")
            self._process = process = _opener(self._limit, self._effort)
        clock = threading.Timer(self._seconds, self._expire)
        clock.start()
        try:
            answer = _asked(process, self._data, self._limit * BYTES_A_CHARACTER + BYTES_BESIDE)
        finally:
            clock.cancel()
            self.close()
            process.wait()
        if not answer and process.returncode == ALARM and self._effort is SOON:
            raise Unfinished
        if not answer:  # ended by a limit, or by what a library raised at what is damaged
            late = self._overdue or process.returncode < 0
            raise DocumentUnreadable("too-much" if late else "damaged")
        return document_from(json.loads(answer))

    def close(self) -> None:
        """Let go of it: the process ends at once. Harmless when called twice, and from any thread."""
        with self._lock:
            self._closed = True
            if self._process is not None and self._process.poll() is None:
                self._process.kill()

    def _expire(self) -> None:
        self._overdue = True
        self.close()


def _opener(limit: int, effort: Effort) -> subprocess.Popen[bytes]:
    home = str(Path(__file__).parent.parent.parent)
    paths = os.pathsep.join(filter(None, (home, os.environ.get("PYTHONPATH"))))
    given = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return begun((*OPENER, str(limit), str(effort.seconds), str(effort.nice)), {"PYTHONPATH": paths, **given})


def _asked(process: subprocess.Popen[bytes], data: bytes, most: int) -> bytes:
    """What the process answers to the document; nothing where it ends without, or says more than it may."""
    with cast(IO[bytes], process.stdout) as answers:
        try:
            with cast(IO[bytes], process.stdin) as documents:
                documents.write(data)
        except OSError:
            return b""  # it ended before it had taken everything
        answer = answers.read(most + 1)
    process.wait()
    return b"" if process.returncode or len(answer) > most else answer
