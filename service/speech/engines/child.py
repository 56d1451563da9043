"""A child process that may hang or die alone, and the private folder into which it writes."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any, cast

from service.programs import begun

IN_MEMORY = Path("/dev/shm")  # noqa: S108  (the folders in it are private)
"""Where Linux keeps files in memory."""
_NAME = re.compile(r"readback-(\d+)-")
_made: set[Path] = set()
"""The folders that this process has made."""


class Lost(Exception):
    """The child did not answer. Says why, with no word of what it was asked."""


class Late(Lost):
    """It did not answer in time."""


class Child:
    """A process that answers lines of JSON with lines of JSON, one at a time. Its group is its own."""

    def __init__(self, command: Sequence[str]) -> None:
        self._process = begun(command, apart=True)
        self._requests = cast(IO[bytes], self._process.stdin)
        self._answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        threading.Thread(
            target=_pass_on, args=(cast(IO[bytes], self._process.stdout), self._answers), daemon=True
        ).start()

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    @property
    def lives(self) -> bool:
        """Whether it is still there."""
        return self._process.poll() is None

    def ask(self, request: dict[str, Any], until: float) -> dict[str, Any]:
        """Its answer. until: on the monotonic clock, in seconds. Raises Lost; the child is then of no use any more."""
        try:
            self._requests.write(json.dumps(request).encode() + b"\n")
            self._requests.flush()
            line = self._answers.get(timeout=max(0.0, until - time.monotonic()))
        except OSError:
            raise Lost("its process ended") from None
        except queue.Empty:
            raise Late("its process did not answer in time") from None
        if not line:
            raise Lost("its process ended")
        answer: dict[str, Any] = json.loads(line)
        if "failed" in answer:
            raise Lost(f"its process could not: {answer['failed']}")
        return answer

    def end(self) -> None:
        """End it, and whatever it has started. Harmless when called twice."""
        if self.lives:
            with contextlib.suppress(ProcessLookupError):
                _kill(self._process)
        self._process.wait()
        with contextlib.suppress(OSError):
            self._requests.close()


class Keeper:
    """Keeps a child alive for whoever asks it, and its private folder, until they are ended: then there are no more."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._changing = threading.Lock()
        """Held while a child is started or ended, never while one is asked."""
        self._child: Child | None = None
        self._folder: Path | None = None
        self.ended = False
        """Whether there will be no child any more."""

    @property
    def pid(self) -> int | None:
        """The child's process number; None while there is none."""
        child = self._child
        return child.pid if child is not None and child.lives else None

    @property
    def folder(self) -> Path | None:
        """The private folder; None while there is none."""
        return self._folder

    def child(self) -> Child:
        """The child. One that ended is started again. Raises Lost where none can be."""
        with self._changing:
            if self.ended:
                raise Lost("it was closed")
            if self._child is None or not self._child.lives:
                self._drop_child()
                try:
                    self._child = Child(self._command)
                except OSError:
                    raise Lost("its process could not be started") from None
            return self._child

    def room(self) -> Path:
        """The private folder, made when it is first asked for, and anew where somebody has taken it away.

        Raises Lost once there is to be none, and where none can be made.
        """
        with self._changing:
            if self.ended:
                raise Lost("it was closed")
            if self._folder is None or not _is_private(self._folder):
                try:
                    self._folder = private_folder()
                except OSError:
                    raise Lost("its folder could not be made") from None
            return self._folder

    def end_child(self) -> None:
        """End the child, also while it is asked: whoever asks it then is told that it is Lost."""
        with self._changing:
            self._drop_child()

    def end(self) -> None:
        """End the child and remove the folder, for good."""
        with self._changing:
            self.ended = True
            self._drop_child()
            if self._folder is not None:
                shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def _drop_child(self) -> None:
        if self._child is not None:
            self._child.end()
        self._child = None


def _pass_on(lines: IO[bytes], answers: queue.SimpleQueue[bytes]) -> None:
    """Lines as they come, and an empty one at the end: a queue can be waited for with a time limit on every system."""
    with lines:
        for line in lines:
            answers.put(line)
    answers.put(b"")


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)


def private_folder() -> Path:
    """A new folder for this process alone, in memory where the system has such a place."""
    clear_away()
    folder = Path(tempfile.mkdtemp(prefix=f"readback-{os.getpid()}-", dir=_base()))
    _made.add(folder)
    return folder


def clear_away() -> None:
    """Remove the folders of processes that no longer live, with what a crash may have left in them."""
    for folder in _base().glob("readback-*"):
        found = _NAME.match(folder.name)
        if found and folder not in _made and _is_private(folder) and not _is_anothers(int(found[1])):
            shutil.rmtree(folder, ignore_errors=True)


def _base() -> Path:
    return IN_MEMORY if os.access(IN_MEMORY, os.W_OK | os.X_OK) else Path(tempfile.gettempdir())


def _is_anothers(pid: int) -> bool:
    """Whether another process of that number lives. In a container, the one before this had the same number."""
    return pid != os.getpid() and is_alive(pid)


def _is_private(folder: Path) -> bool:
    """Whether it is there, a folder, and ours."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and (sys.platform == "win32" or found.st_uid == os.getuid())


if sys.platform == "win32":

    def is_alive(pid: int) -> bool:
        """Whether there is a process of that number."""
        import ctypes

        kernel = ctypes.windll.kernel32
        synchronize, denied, timeout = 0x100000, 5, 258
        if not (handle := kernel.OpenProcess(synchronize, False, pid)):
            return bool(kernel.GetLastError() == denied)
        waited = kernel.WaitForSingleObject(handle, 0)
        kernel.CloseHandle(handle)
        return bool(waited == timeout)

else:

    def is_alive(pid: int) -> bool:
        """Whether there is a process of that number."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return True
