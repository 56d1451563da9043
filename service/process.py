"""What this process allows itself: how many files, how much memory that nobody needs, and nothing of it after a crash.

Where a system knows of none of it, nothing is done: these are bounds beside those that the code has itself.
"""

from __future__ import annotations

import ctypes
import functools
import sys

CORE = 1 if sys.platform == "linux" else 0
"""Bytes of a core. No file of one byte is made. Where a crash is piped into a program, Linux looks at no limit but this
one: with it, that program is not run at all."""
PR_SET_DUMPABLE = 4
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""What glibc's `mallopt` calls what can be set: see `malloc.h`."""
ARENAS = 2
"""Heaps that the threads of this process share. Else there are eight a core, and each keeps what was freed in it."""
KEPT = 1 << 24
"""Bytes at the end of a heap beyond which what is free there is given back at once."""
APART = 1 << 20
"""Bytes from which a piece of memory is the system's own, and gone as soon as it is freed."""


def leave_no_core() -> None:
    """Leave nothing of this process when it crashes, nor of any that it starts: letters may be in it."""
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    limit = CORE if hard == resource.RLIM_INFINITY else min(CORE, hard)
    resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))


def be_unseen() -> None:
    """Let no other process of the same user look into this one, and no program be given its memory when it crashes.

    Children that are other programs are not held to it: a program that is begun is as it was again.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)


def open_many(files: int) -> int:
    """Let this process have so many files open, or as many as the system lets it: how many that are."""
    if sys.platform == "win32":  # it has no such limit
        return files
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = files if hard == resource.RLIM_INFINITY else min(files, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most


def keep_little() -> None:
    """Have what is freed go back to the system, where it is glibc that keeps it. To be called before there are threads.

    Sound comes and goes in pieces of some hundred kB, on one thread or another: left to itself, glibc keeps in each of
    its heaps as much as ever was in it.
    """
    if (libc := _glibc()) is not None:
        libc.mallopt(M_ARENA_MAX, ARENAS)
        libc.mallopt(M_MMAP_THRESHOLD, APART)
        libc.mallopt(M_TRIM_THRESHOLD, KEPT)


def give_back() -> None:
    """Give back to the system what is free between what is used. It takes some milliseconds; not on the event loop."""
    if (libc := _glibc()) is not None:
        libc.malloc_trim(0)


@functools.cache
def _glibc() -> ctypes.CDLL | None:
    """glibc, where that is what this process was linked to."""
    if sys.platform != "linux":
        return None
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "gnu_get_libc_version") else None
