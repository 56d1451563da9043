"""The server of `tests/commands.py`: it imports all that the command `readback` needs, and forks for each one.

`python -m tests.forking ADDRESS` says `ready` and listens there until its standard input is closed. Every connection
brings four files: a command's three, and a socket on which a line of JSON says what is run, and on which its process
id is answered, and its exit status when it has one. The server itself remembers nothing of it.
"""

from __future__ import annotations

import gc
import importlib
import io
import json
import os
import pkgutil
import select
import signal
import socket
import sys
from typing import Any

import service
from service.cli.main import main

DAILY = ("numpy", "soundfile", "onnxruntime")
"""What stages import when they are first needed."""
LEFT = ("__main__", "child")
"""Modules that are programs of their own: they do something when they are imported."""


def prepare() -> None:
    """Import whatever a command may need."""
    for found in pkgutil.walk_packages(service.__path__, "service."):
        if not found.name.endswith(LEFT):
            importlib.import_module(found.name)
    for name in DAILY:
        importlib.import_module(name)
    gc.freeze()  # what is here for good is not looked through again by every command


def listen(address: str) -> dict[str, Any]:
    """Answer until nobody is there any more. Returns in each command's own process: with what it is to do."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(address)
        listener.listen(16)
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        os.write(1, b"ready\n")
        while True:
            ready, _, _ = select.select([listener.fileno(), 0], [], [])
            if 0 in ready:
                os._exit(0)
            connection, _ = listener.accept()
            with connection:
                _, files, _, _ = socket.recv_fds(connection, 1, 4)
            if os.fork() == 0:
                listener.close()
                return attend(files)
            for file in files:
                os.close(file)


def attend(files: list[int]) -> dict[str, Any]:
    """Start a command, and say when it has ended. Returns in its process alone."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    answers = socket.socket(fileno=files.pop())
    with answers, answers.makefile("rw", encoding="utf-8") as lines:
        asked: dict[str, Any] = json.loads(lines.readline())
        begun, go = os.pipe()
        if (pid := os.fork()) == 0:
            os.read(begun, 1)
            become(files, asked, (begun, go))
            return asked
        for file in files:
            os.close(file)
        print(pid, file=lines, flush=True)
        os.write(go, b".")
        _, status = os.waitpid(pid, 0)
        try:
            print(os.waitstatus_to_exitcode(status), file=lines, flush=True)
        finally:
            os._exit(0)


def become(files: list[int], asked: dict[str, Any], more: tuple[int, int]) -> None:
    """Take a command's files, folder and environment in place of the server's."""
    for at, file in enumerate(files):
        os.dup2(file, at)
    for file in (*files, *more):
        os.close(file)
    if asked["session"]:
        os.setsid()
    os.chdir(asked["cwd"])
    os.environ.clear()
    os.environ.update(asked["env"])
    # Whoever runs the tests may have them ignored, by `&` or `nohup`; a command that is typed does not.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0)), encoding="utf-8")
    sys.stdout = io.TextIOWrapper(io.BufferedWriter(io.FileIO(1, "w")), encoding="utf-8", line_buffering=os.isatty(1))
    sys.stderr = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "w")), encoding="utf-8", errors="backslashreplace", line_buffering=True
    )


if __name__ == "__main__":
    prepare()
    sys.exit(main(listen(sys.argv[1])["arguments"]))
