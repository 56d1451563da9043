"""Programs that are run beside this one: how they are begun, and what they are given of where it runs."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence

OURS = "READBACK_"
"""How the names of settings begin. One of them is a key."""


def environment() -> dict[str, str]:
    """What a program is given: all there is, but none of our settings. It has nothing to do with them."""
    return {name: value for name, value in os.environ.items() if not name.upper().startswith(OURS)}


def begun(
    command: Sequence[str], given: Mapping[str, str] | None = None, *, apart: bool = False, buffered: bool = True
) -> subprocess.Popen[bytes]:
    """A program that is spoken to through two pipes: whoever begins it ends it, too. What it complains of is not read.

    given: its environment, where not the usual one; apart: whether it and what it starts are a group of their own;
    buffered: whether what goes through the pipes may be.
    """
    return subprocess.Popen(  # noqa: S603  (ours, or such as come with Readback; nothing of a letter is among the words)
        command,
        bufsize=-1 if buffered else 0,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=apart,
        env=environment() if given is None else given,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
