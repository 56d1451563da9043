"""What is said at a terminal: a line for what went wrong, a bar, a question; and how a program that is stopped ends."""

from __future__ import annotations

import codecs
import contextlib
import io
import os
import signal
import sys
import threading
import time
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from service.errors import NotSent

if TYPE_CHECKING:
    from service.deliver.renditions import Portion
    from service.voice import Voice

_NEAREST = "readback-nearest"
"""Our name for `_nearest` among Python's ways with what cannot be written."""
_PLAIN = {"━": "=", "…": "...", "→": "->", "−": "-", "–": "-", "’": "'", "‘": "'", "“": '"', "”": '"'}
"""Marks of ours, and what is written where there is no such mark."""
STOPPED = 130
"""Exit status after Ctrl-C."""


def write_whatever_comes() -> None:
    """Have every character written, as near as the console's encoding comes, in place of an error at the first one.

    A voice's name, a file's name, an ellipsis: a Windows console and a pipe without a locale know few of them.
    """
    codecs.register_error(_NEAREST, _nearest)
    for stream, errors in ((sys.stdout, _NEAREST), (sys.stderr, _NEAREST), (sys.stdin, "replace")):
        if isinstance(stream, io.TextIOWrapper):  # somebody who calls us may have put something else there
            stream.reconfigure(errors=errors)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    """What stands for characters that an encoding lacks, and where it goes on; see `codecs.register_error`."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    near = (_PLAIN.get(c) or c.encode("ascii", "backslashreplace").decode() for c in lacking)
    return "".join(near), error.end


def give_up_output() -> None:
    """Whoever read our output has enough, or it is full. Python would complain once more when it flushes at the end."""
    with contextlib.suppress(OSError, AttributeError):  # it may be no file, or closed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(sentence: str) -> int:
    """One line to whoever typed, and the exit status that goes with it."""
    print(plain(f"readback: {sentence}"), file=sys.stderr)
    return 1


def plain(line: str) -> str:
    """The line with what would move a cursor, or be another line, spelt out: a file's name may hold anything."""
    moves = ("Cc", "Cf", "Zl", "Zp")  # what Unicode calls controls, formats, and separators of lines
    return "".join(ascii(c)[1:-1] if unicodedata.category(c) in moves else c for c in line)


def clean_up_when_stopped() -> None:
    """End as after Ctrl-C, nothing left behind, also where a terminal is closed or a program is told to end."""
    if threading.current_thread() is not threading.main_thread():
        return
    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, signal.default_int_handler)


def ask(voice: Voice, yes: bool) -> None:
    """Say where the letter goes, if anywhere, and let somebody say yes. Raises NotSent where nobody does."""
    if voice.leaves_to is None or voice.leaving is None:
        return
    if not yes and not (sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()):
        raise NotSent(voice.leaves_to, voice.leaving)
    print(f"readback: {voice.leaving}", file=sys.stderr)
    if yes:
        return
    print("Send it? Type yes, or press Enter alone to send nothing: ", end="", file=sys.stderr, flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise NotSent(voice.leaves_to)


def shown(expected: float, portions: Iterator[Portion]) -> Iterator[Portion]:
    """The portions; on a terminal, a bar that says how far the reading is. expected: seconds of the whole."""
    terminal = sys.stderr.isatty()
    done, began = 0.0, time.monotonic()
    for portion in portions:
        yield portion
        done += portion.seconds
        if terminal:
            part = min(1.0, done / expected)
            left = _left(time.monotonic() - began, part)
            print(f"\r{'━' * round(part * 30):<30} {part:4.0%}{left}\033[K", end="", file=sys.stderr, flush=True)
    if terminal:
        print("\r\033[K", end="", file=sys.stderr, flush=True)


def _left(seconds: float, part: float) -> str:
    """How long it will still take, where that is long enough to be worth saying."""
    left = seconds / part * (1 - part) if part else 0.0
    return f"  about {left / 60:.0f} min left" if left > 90 else f"  about {left:.0f} s left" if left > 5 else ""


def progress(step: str) -> None:
    """Tell whoever waits at a terminal what is being done."""
    if sys.stderr.isatty():
        print(f"{step} …", file=sys.stderr)
