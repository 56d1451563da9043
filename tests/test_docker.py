"""There is no Docker needed here: the Dockerfile's own steps are read and run in an empty folder, and its server asked.

The image's Python is an empty virtual environment, every absolute path of the image lies in a temporary folder, and
each stage sees only what its steps put there.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
IMAGE = "python:3.11-slim"


def steps(dockerfile: str) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile and what stands after each, comments gone and continued lines joined."""
    lines = [line for line in dockerfile.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines()]  # type: ignore[misc]


@dataclass
class Stage:
    """A folder that stands for one stage's root, and what the stage's steps have said so far."""

    root: Path
    environment: dict[str, str]
    workdir: str = "/"
    user: str = "root"
    said: dict[str, str] = field(default_factory=dict)

    def path(self, inside: str) -> Path:
        """Where a path of the image lies here."""
        return self.root / os.path.normpath(os.path.join(self.workdir, inside)).lstrip("/")  # noqa: PTH118

    def here(self, text: str) -> str:
        """A command or value with the image's paths replaced by those they have here."""
        return re.sub(r"(?<![\w/.])/(opt|build)\b", rf"{self.root}/\1", text)


class Builder:
    """Runs the steps of a Dockerfile, one method for each instruction; one that it does not know is an error."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.stages: dict[str, Stage] = {}

    @property
    def stage(self) -> Stage:
        return next(reversed(self.stages.values()))

    def build(self, dockerfile: str) -> Stage:
        for instruction, rest in steps(dockerfile):
            getattr(self, f"do_{instruction.lower()}")(rest)
        return self.stage

    def do_from(self, rest: str) -> None:
        image, *name = rest.split(" AS ")
        assert image == IMAGE
        # Both stages lie in one folder after the other: what a virtual environment records of its place stays true.
        root = self.folder / "image"
        if self.stages:
            root.rename(self.folder / "built")
            self.stage.root = self.folder / "built"
        python = self.folder / "python"
        if not python.exists():
            subprocess.run([sys.executable, "-m", "venv", python], check=True)
        root.mkdir()
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "READBACK_"))}
        path = f"{python / 'bin'}:/usr/bin:/bin"
        self.stages[name[0] if name else "last"] = Stage(root, {**kept, "PATH": path, "HOME": str(self.folder)})

    def do_workdir(self, rest: str) -> None:
        self.stage.workdir = rest
        self.stage.path(".").mkdir(parents=True, exist_ok=True)

    def do_copy(self, rest: str) -> None:
        words = rest.split()
        origin = self.stages[words.pop(0).removeprefix("--from=")] if words[0].startswith("--from=") else None
        *sources, target = words
        for source in sources:
            found = origin.path(source) if origin else ROOT / source
            onto = self.stage.path(target)
            if found.is_dir():
                ignored = None if origin else shutil.ignore_patterns("__pycache__")
                shutil.copytree(found, onto, symlinks=True, ignore=ignored, dirs_exist_ok=True)
            else:
                shutil.copy(found, onto)

    def do_run(self, rest: str) -> None:
        stage = self.stage
        command = ["/bin/sh", "-c", stage.here(rest)]
        done = subprocess.run(command, cwd=stage.path("."), env=stage.environment, capture_output=True, text=True)
        assert done.returncode == 0, f"RUN {rest}\n{done.stdout}{done.stderr}"

    def do_env(self, rest: str) -> None:
        for assignment in shlex.split(rest):
            name, value = assignment.split("=", 1)
            self.stage.environment[name] = self.stage.here(value).replace("$PATH", self.stage.environment["PATH"])

    def do_user(self, rest: str) -> None:
        self.stage.user = rest

    def do_expose(self, rest: str) -> None:
        self.stage.said["EXPOSE"] = rest

    def do_healthcheck(self, rest: str) -> None:
        self.stage.said["HEALTHCHECK"] = rest[rest.index("CMD ") + 4 :]

    def do_cmd(self, rest: str) -> None:
        self.stage.said["CMD"] = rest


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    return Builder(tmp_path_factory.mktemp("docker")).build((ROOT / "Dockerfile").read_text(encoding="utf-8"))


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
