"""The command `readback` as a process, without the second that each takes to start.

A server has imported all that the command needs, and forks for each one: it has its own pipes, signals, folder,
environment and exit status, as any process has. Where there is no fork, each is a process of its own from the start.
What is said about starting, about Python's own variables or about closed inputs is tried on `python -m service`.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[1]
SERVER = [sys.executable, "-m", "tests.forking"]
PLAIN = [sys.executable, "-m", "service"]
PATIENCE = 60.0
"""How long a command may take, in seconds."""


class Forked:
    """A command that was forked: as much of a Popen as tests need, its output in pipes or where it is told to go."""

    def __init__(
        self,
        arguments: tuple[str, ...],
        env: Mapping[str, str],
        cwd: Path | None = None,
        stdin: int | None = None,
        stdout: int | None = None,
        stderr: int | None = None,
        session: bool = False,
    ) -> None:
        self.args = arguments
        self.returncode: int | None = None
        self.stdin, given = _end_of_pipe(stdin, writing=True)
        self.stdout, said = _end_of_pipe(stdout)
        self.stderr, told = _end_of_pipe(stderr)
        asked = {"arguments": arguments, "env": dict(env), "cwd": str(cwd or Path.cwd()), "session": session}
        self._answers, theirs = socket.socketpair()
        with theirs, socket.socket(socket.AF_UNIX) as server:
            server.connect(_server())
            socket.send_fds(server, [b"."], [given, said, told, theirs.fileno()])
        for ours, fd in ((self.stdin, given), (self.stdout, said), (self.stderr, told)):
            if ours is not None:
                os.close(fd)
        self._lines = self._answers.makefile("rw", encoding="utf-8")
        self._lines.write(json.dumps(asked) + "\n")
        self._lines.flush()
        self.pid = int(self._lines.readline())

    def send_signal(self, number: int) -> None:
        """As Popen has it."""
        os.kill(self.pid, number)

    def wait(self, timeout: float = PATIENCE) -> int:
        """The exit status, once there is one; the signal that ended it, negative. Raises TimeoutExpired."""
        if self.returncode is None:
            if self.stdin is not None:
                self.stdin.close()
            self._answers.settimeout(timeout)
            try:
                self.returncode = int(self._lines.readline())
            except TimeoutError:
                raise subprocess.TimeoutExpired(self.args, timeout) from None
            self._lines.close()
            self._answers.close()
        return self.returncode

    def communicate(self, given: bytes = b"", timeout: float = PATIENCE) -> tuple[bytes, bytes]:
        """All that it says on standard output and standard error, once it has ended; `given` is its input."""
        said: dict[IO[bytes] | None, bytes] = {None: b""}

        def write() -> None:
            if self.stdin is not None:
                with contextlib.suppress(BrokenPipeError), self.stdin:
                    self.stdin.write(given)

        def read(stream: IO[bytes]) -> None:
            with stream:
                said[stream] = stream.read()

        streams = [stream for stream in (self.stdout, self.stderr) if stream is not None]
        threads = [threading.Thread(target=write), *(threading.Thread(target=read, args=(one,)) for one in streams)]
        for thread in threads:
            thread.start()
        threads[0].join(timeout)
        self.wait(timeout)
        for thread in threads:
            thread.join(timeout)
        return said[self.stdout], said[self.stderr]


def ran(
    *arguments: str | Path, env: Mapping[str, str], given: bytes = b"", cwd: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """A command, run to its end."""
    words = tuple(map(str, arguments))
    if not hasattr(os, "fork"):
        return subprocess.run(
            [*PLAIN, *words], input=given, capture_output=True, timeout=PATIENCE, env=dict(env), cwd=cwd, check=False
        )
    command = Forked(words, env, cwd)
    said, told = command.communicate(given)
    return subprocess.CompletedProcess(words, command.wait(), said, told)


def _end_of_pipe(given: int | None, writing: bool = False) -> tuple[IO[bytes] | None, int]:
    """Our end of a pipe, and the command's; where it has a file of its own already, that one, and none of ours."""
    if given is not None:
        return None, given
    theirs, ours = os.pipe()
    if not writing:
        theirs, ours = ours, theirs
    return os.fdopen(ours, "wb" if writing else "rb", 0 if writing else -1), theirs


@cache
def _server() -> str:
    """Where the server listens, which lives as long as this process does."""
    folder = tempfile.mkdtemp(prefix="readback-")
    address = str(Path(folder) / "commands")
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(
        [*SERVER, address], env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True
    )
    assert server.stdin is not None
    assert server.stdout is not None
    atexit.register(_end, server, Path(folder))
    assert server.stdout.readline() == b"ready\n"
    return address


def _end(server: subprocess.Popen[bytes], folder: Path) -> None:
    """The server ends when nobody holds its standard input any more."""
    for stream in (server.stdin, server.stdout):
        if stream is not None:
            stream.close()
    server.wait(10)
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
