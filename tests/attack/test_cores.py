"""Nothing of a letter is left when something crashes: no process that has one may leave its memory on a disk."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from service.process import CORE
from tests.documents.made import HARD
from tests.running import LETTER, long_letter, until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets another process see its limits")


def least() -> tuple[int, int]:
    """The limit that leaves nothing, in a file or in a program, as far as this machine lets it be set."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    limit = CORE if hard == resource.RLIM_INFINITY else min(CORE, hard)
    return limit, limit


def unlimited() -> None:
    """What somebody's shell may allow: as much as there may be."""
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def started(*arguments: str, cwd: Path) -> subprocess.Popen[bytes]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("READBACK_")}
    env = {**kept, "READBACK_VOICE": "tone", "PYTHONPATH": str(Path(__file__).parents[2])}
    return subprocess.Popen(
        [sys.executable, "-m", "service", *arguments],
        cwd=cwd,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=unlimited,
    )


def cores(pid: int) -> list[tuple[int, int]]:
    """The limits of a process, and of all that it has started."""
    found = []
    for one in [(process := psutil.Process(pid)), *process.children(recursive=True)]:
        found.append(one.rlimit(psutil.RLIMIT_CORE))
    return found


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[int, int]]:
    """The process id and the port of a server."""
    folder = tmp_path_factory.mktemp("serving")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    process = started("serve", "--port", str(port), cwd=folder)
    try:
        until(lambda: answers(port))
        yield process.pid, port
    finally:
        process.kill()
        process.wait(10)
    assert list(folder.iterdir()) == []


def answers(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def test_the_server_and_all_that_it_starts_leave_no_core(serving: tuple[int, int]) -> None:
    pid, port = serving
    address = f"http://127.0.0.1:{port}/v1"
    assert cores(pid)[0] == least()
    kind = {"Content-Type": "application/pdf"}

    def send_document() -> None:
        with contextlib.suppress(httpx.HTTPError):
            httpx.post(f"{address}/letters", content=HARD, headers=kind, trust_env=False, timeout=60)

    body = {"letter": long_letter(19_000), "format": "opus"}
    with httpx.stream("POST", f"{address}/readbacks", json=body, trust_env=False, timeout=60) as reading:
        sound = reading.iter_raw(1000)
        next(sound)
        threading.Thread(target=send_document, daemon=True).start()
        until(lambda: len(cores(pid)) >= 3)  # an encoder, and what opens a document
        assert set(cores(pid)) == {least()}


def test_the_server_is_not_to_be_looked_into(serving: tuple[int, int]) -> None:
    """No program is handed its memory when it crashes, and none of the same user may read it meanwhile."""
    pid, _ = serving
    assert Path(f"/proc/{pid}/environ").stat().st_uid == 0
    look = f"open('/proc/{pid}/mem', 'rb')"
    code = f"import os; os.getuid() or os.setuid(10001); {look}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "PermissionError" in done.stderr


def test_who_looks_after_a_crash_finds_no_word(serving: tuple[int, int]) -> None:
    pid, port = serving
    assert httpx.post(
        f"http://127.0.0.1:{port}/v1/readbacks", json={"letter": LETTER}, trust_env=False, timeout=60
    ).is_success
    os.kill(pid, signal.SIGABRT)  # the fixture looks whether a file came of it
    until(lambda: not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE)


def test_every_command_leaves_no_core() -> None:
    code = (
        "import resource, sys; from service.cli.main import main; main(['paces']);"
        "print(*resource.getrlimit(resource.RLIMIT_CORE))"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, preexec_fn=unlimited)
    assert done.stdout.splitlines()[-1] == " ".join(map(str, least()))


def test_a_command_that_reads_leaves_none_while_its_encoder_runs(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text(long_letter(19_000))
    process = started("read", "letter.txt", "--voice", "tone", "-o", "out.opus", cwd=tmp_path)
    seen: set[tuple[int, int]] = set()
    deadline = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < deadline:
        try:
            if len(found := cores(process.pid)) > 1:
                seen |= set(found)
                break
        except psutil.Error:
            pass
        time.sleep(0.01)
    process.kill()
    process.wait(10)
    assert seen == {least()}
