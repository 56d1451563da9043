"""What the process allows itself, looked at in processes of their own: none of it can be taken back."""

from __future__ import annotations

import subprocess
import sys

import pytest

from service.process import CORE, _glibc

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows of none of it")


def done(code: str) -> list[str]:
    """What a program says."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, timeout=30, check=True).stdout.split()


def test_it_lets_itself_have_as_many_files_open_as_the_system_lets_it() -> None:
    look = (
        "import resource; from service.process import open_many\n"
        "hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (200, hard))\n"
        "print(open_many(600), resource.getrlimit(resource.RLIMIT_NOFILE)[0])\n"
        "resource.setrlimit(resource.RLIMIT_NOFILE, (600, 700))\n"
        "print(open_many(900), resource.getrlimit(resource.RLIMIT_NOFILE)[0])\n"
    )
    assert done(look) == ["600", "600", "700", "700"]


def test_it_leaves_no_core_and_cannot_change_its_mind() -> None:
    look = (
        "import resource; from service.process import leave_no_core\n"
        "leave_no_core(); leave_no_core()\n"
        "print(*resource.getrlimit(resource.RLIMIT_CORE))"
    )
    assert done(look) == [str(CORE), str(CORE)]
    none = "import resource; resource.setrlimit(resource.RLIMIT_CORE, (0, 0))\n"
    assert done(none + look) == ["0", "0"], "less than it may be is left as it is"


@pytest.mark.skipif(_glibc() is None, reason="another library gives back memory in its own way")
def test_memory_that_threads_have_freed_goes_back_to_the_system() -> None:
    look = """
import sys, threading
from service.process import give_back, keep_little

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6

def work(held, go):
    held.extend(b"x" * (60_000 + number) for number in range(500))
    go.wait()
    keep = held[::50]
    held.clear()
    go.keep = keep

if sys.argv[1:] != ["as it is"]:
    keep_little()
go = threading.Event()
before, all_held = resident(), [[] for _ in range(8)]
threads = [threading.Thread(target=work, args=(held, go)) for held in all_held]
[thread.start() for thread in threads]
while any(len(held) < 500 for held in all_held):
    pass
most = resident()
go.set()
[thread.join() for thread in threads]
give_back()
print(most - before, resident() - before)
"""
    most, after = map(float, done(look))
    assert most > 200
    assert after < 0.2 * most
