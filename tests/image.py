"""What the Dockerfile makes, without Docker: its own steps are read and run in an empty folder.

The image's Python is an empty virtual environment, every absolute path of the image lies in a temporary folder, and
each stage sees only what its steps put there.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

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
        self.given: dict[str, str] = {}

    @property
    def stage(self) -> Stage:
        return next(reversed(self.stages.values()))

    def build(self, dockerfile: str) -> Stage:
        for instruction, rest in steps(dockerfile):
            getattr(self, f"do_{instruction.lower()}")(rest)
        return self.stage

    def do_arg(self, rest: str) -> None:
        assert not self.stages, "in a stage it would be a variable of its steps"
        name, value = rest.split("=", 1)
        self.given[name] = value

    def do_from(self, rest: str) -> None:
        image, *name = re.sub(r"\$\{(\w+)\}", lambda found: self.given[found[1]], rest).split(" AS ")
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


@dataclass(frozen=True)
class Image:
    """What the Dockerfile has made."""

    built: Stage
    """The stage in which the wheel was made and installed."""
    last: Stage
    """The stage that is the image."""

    @property
    def wheel(self) -> Path:
        """Our wheel."""
        return next(self.built.path("dist").glob("readback-*.whl"))

    @property
    def programs(self) -> Path:
        """The folder of the programs of the environment that it was installed into, with its pinned requirements."""
        return self.last.root / "opt" / "readback" / "bin"


def build(folder: Path) -> Image:
    """Run the Dockerfile in an empty folder."""
    builder = Builder(folder)
    last = builder.build((ROOT / "Dockerfile").read_text(encoding="utf-8"))
    return Image(builder.stages["build"], last)
