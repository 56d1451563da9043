"""What the Dockerfile makes serves as it says, without Docker; see `tests/image.py`."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.image import Image, Stage, steps

ROOT = Path(__file__).parent.parent


@pytest.fixture
def image(made: Image) -> Stage:
    return made.last


@pytest.fixture
def container(image: Stage) -> Iterator[dict[str, str]]:
    """The image's command, running; its environment."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**image.environment, "READBACK_PORT": str(port)}
    command = json.loads(image.said["CMD"])
    with subprocess.Popen(command, cwd=image.path("."), env=environment, start_new_session=True) as process:
        try:
            yield environment
        finally:
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=15) in (0, -signal.SIGTERM)


def healthy(image: Stage, environment: dict[str, str]) -> bool:
    command = json.loads(image.said["HEALTHCHECK"])
    return subprocess.run(command, env=environment, capture_output=True, cwd=image.path(".")).returncode == 0


def files(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if not path.is_dir()}


def test_the_health_check_fails_while_nobody_serves(image: Stage) -> None:
    assert not healthy(image, {**image.environment, "READBACK_PORT": "9"})


def test_the_image_serves_and_its_health_check_passes(image: Stage, container: dict[str, str]) -> None:
    before = files(image.root)
    deadline = time.monotonic() + 20
    while not healthy(image, container):
        assert time.monotonic() < deadline, "not healthy after 20 seconds"
        time.sleep(0.2)
    assert files(image.root) == before, "a read-only file system is enough"


def test_the_image_does_not_run_as_root(image: Stage) -> None:
    assert int(image.user.split(":")[0]) >= 1000


def test_what_is_copied_is_let_through(image: Stage) -> None:
    let_through = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    copies = [rest.split()[:-1] for name, rest in steps((ROOT / "Dockerfile").read_text()) if name == "COPY"]
    assert let_through == {source for copy in copies if not copy[0].startswith("--from") for source in copy}
