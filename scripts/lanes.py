"""The suite in lanes that run side by side: each is a pytest of its own, over a part of the tests that is written here.

A lane that computes takes a core, and there is one more of those than cores: each waits now and then, for a browser, a
child or a disk. A lane that waits most of the time, for a letter to be heard or for a server, takes none, and goes
first where both want to run. What no lane names is the last one's, so that no test is left out. A lane's output is
kept, and shown whole when the lane has ended; what all of them found is one line at the end.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from environment import HOME, ROOT, python, say

KEPT = HOME / "lanes"
"""What each lane said, and what became of its tests."""

PATIENCE = 1200.0
"""How long a lane may take, in seconds: several times what it takes on two busy cores."""

FAREWELL = 10.0
"""How long a lane that is ended has to say where it was, in seconds."""

ALONE = {f"{name}_NUM_THREADS": "1" for name in ("OMP", "OPENBLAS", "MKL", "VECLIB_MAXIMUM")}
"""Libraries that compute take one core each: the other is another lane's."""

REST = ("tests",)
"""All of the suite."""


@dataclass(frozen=True)
class Lane:
    """A part of the suite."""

    name: str
    about: str
    """What its tests try, for whoever is told that it was left out."""
    paths: tuple[str, ...]
    """Files and folders of its tests; REST for all that no other lane names."""
    waits: bool = False
    """Whether it waits most of the time, and takes no core."""
    quick: bool = False
    """Whether it is run while somebody works."""
    command: tuple[str, ...] = ()
    """What is run in place of pytest: then there are no tests to count."""


LANES = (
    Lane("heard", "letters heard in a browser", ("tests/room/test_listening.py",), waits=True),
    Lane(
        "ways",
        "ways through the page",
        ("tests/room/test_flows.py", "tests/room/test_tap.py", "tests/room/page/test_offline.py"),
        waits=True,
    ),
    Lane("seen", "what is seen of the page", ("tests/room",)),
    Lane("voices", "voices that have a model", ("tests/speech",)),
    Lane(
        "installs",
        "installations, and the lanes themselves",
        (
            "tests/test_scripts.py",
            "tests/test_lanes.py",
            "tests/test_docker.py",
            "tests/test_wheel.py",
            "tests/voices/test_install.py",
            "tests/test_npm.py",
        ),
    ),
    Lane(
        "readings",
        "readings by such voices, their mix and their formats, and documents",
        ("tests/test_render.py", "tests/voices", "tests/mix", "tests/encode", "tests/documents"),
    ),
    Lane(
        "promises",
        "what the pages say, that nobody learns a word, and servers that stream or are processes of their own",
        (
            "tests/test_docs.py",
            "tests/test_private.py",
            "tests/web/test_any_letter.py",
            "tests/web/test_openai_clients.py",
            "tests/web/test_privacy.py",
            "tests/web/test_server.py",
            "tests/web/test_streaming.py",
        ),
    ),
    Lane("attack", "what somebody who means harm would try", ("tests/attack",)),
    Lane("service", "what is answered over HTTP", ("tests/web",), quick=True),
    Lane("rest", "all else", REST, quick=True),
)
"""In the order in which they begin: the longest first, so that no long one is left over."""


def arguments(lane: Lane) -> list[str]:
    """What pytest is told of a lane: its paths, and those within them that are another lane's."""
    others = [path for other in LANES if other is not lane for path in other.paths]
    inside = [path for path in others if any(path.startswith(f"{own}/") for own in lane.paths)]
    return [*lane.paths, *(f"--ignore={path}" for path in inside)]


@dataclass
class Run:
    """A lane that runs, or has run."""

    lane: Lane
    process: subprocess.Popen[bytes]
    begun: float
    """On the monotonic clock, in seconds."""
    seconds: float = 0.0
    """How long it took."""
    hung: bool = False
    """Whether it was ended because it took too long."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many of its tests passed, failed and were skipped."""

    @property
    def status(self) -> int:
        """0 if all is well; a lane in which nothing was tried is not."""
        if self.process.returncode or self.hung:
            return self.process.returncode or 1
        return 0 if self.lane.command or sum(self.counts.values()) else 1

    @property
    def summary(self) -> str:
        """What became of it, in a line."""
        took = f"{self.lane.name}: {self.seconds:.0f} s"
        if self.hung:
            return f"{took}, ended since it was not done after {PATIENCE / 60:.0f} minutes"
        found = told(self.counts) if self.counts else "" if self.lane.command else "it did not come to its end"
        return ", ".join(filter(None, (took, found, f"exit status {self.status}" if self.status else "")))


def run(lanes: Sequence[Lane]) -> int:
    """Run lanes side by side, show what each said, and what all found. Returns an exit status."""
    KEPT.mkdir(parents=True, exist_ok=True)
    waiting, done = list(lanes), []
    with ended_by_signals() as running:
        while waiting or running:
            for lane in startable(waiting, [one.lane for one in running]):
                waiting.remove(lane)
                running.append(start(lane))
            for one in [one for one in running if over(one)]:
                running.remove(one)
                done.append(one)
                show(one)
            time.sleep(0.1)
    return conclude(done)


def startable(waiting: Sequence[Lane], running: Sequence[Lane]) -> list[Lane]:
    """What may begin now: whatever waits, and of what computes one more than there are cores."""
    free = (os.cpu_count() or 1) + 1 - sum(not lane.waits for lane in running)
    computing = [lane for lane in waiting if not lane.waits]
    return [*(lane for lane in waiting if lane.waits), *computing[: max(0, free)]]


def start(lane: Lane) -> Run:
    """Begin a lane, its output into its file."""
    results(lane).unlink(missing_ok=True)
    argv = [*lane.command]
    if not argv:
        how = ["--durations=5", "--durations-min=1", f"--junit-xml={results(lane)}", "-p", "no:cacheprovider"]
        argv = python("dev", "-m", "pytest", *how, *arguments(lane))
    if not lane.waits and (nice := shutil.which("nice")):
        argv = [nice, "-n", "10", *argv]
    with output(lane).open("wb") as log:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env={**os.environ, **ALONE},
            # A group, and no session: the kernel weighs sessions against each other, and nice within one alone.
            process_group=0,
        )
    return Run(lane, process, time.monotonic())


def output(lane: Lane) -> Path:
    """Where what a lane says is kept."""
    return KEPT / f"{lane.name}.log"


def results(lane: Lane) -> Path:
    """Where what became of a lane's tests is kept, as pytest writes it for other programs."""
    return KEPT / f"{lane.name}.xml"


def over(one: Run) -> bool:
    """Whether a lane has ended; one that takes too long is ended here."""
    one.seconds = time.monotonic() - one.begun
    if one.process.poll() is None and one.seconds > PATIENCE:
        one.hung = True
        end([one])
    if one.process.poll() is None:
        return False
    one.counts = counted(one.lane)
    return True


def counted(lane: Lane) -> dict[str, int]:
    """How many tests of a lane passed, failed and were skipped; nothing if it did not come to its end."""
    from xml.etree import ElementTree

    if lane.command or not results(lane).exists():
        return {}
    (suite,) = ElementTree.parse(results(lane)).getroot().iter("testsuite")  # noqa: S314  (pytest has just written it)
    failed, skipped = int(suite.get("failures", 0)) + int(suite.get("errors", 0)), int(suite.get("skipped", 0))
    return {"passed": max(0, int(suite.get("tests", 0)) - failed - skipped), "failed": failed, "skipped": skipped}


def told(counts: dict[str, int]) -> str:
    """The numbers of tests, in words."""
    return ", ".join(f"{counts.get(name, 0)} {name}" for name in ("passed", "failed", "skipped"))


def show(one: Run) -> None:
    """All that a lane said, under its name."""
    rule = "─" * 20
    said = output(one.lane).read_text(encoding="utf-8", errors="replace").strip()
    print(f"{rule} {one.lane.name} {rule}\n{said}\n{one.summary}\n", flush=True)


def conclude(done: Sequence[Run]) -> int:
    """A line for each lane, and one for all of them. Returns the exit status."""
    for one in done:
        print(one.summary)
    total = {name: sum(one.counts.get(name, 0) for one in done) for name in ("passed", "failed", "skipped")}
    print(told(total), flush=True)
    return max((1 for one in done if one.status), default=0)


@contextlib.contextmanager
def ended_by_signals() -> Iterator[list[Run]]:
    """The lanes that run: Ctrl-C, or whatever else ends this, ends them all, and says which they were."""
    running: list[Run] = []
    # A shell lets what it starts in the background ignore Ctrl-C, and lanes would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield running
    except KeyboardInterrupt:
        end(running)
        say(f"Stopped. These lanes were not done: {', '.join(one.lane.name for one in running) or 'none'}.")
        sys.exit(130)
    finally:
        end(running)


def end(runs: Sequence[Run]) -> None:
    """End lanes with all that they have started: first as Ctrl-C does, so that each says where it was."""
    deadline = time.monotonic() + FAREWELL
    for one in runs:
        send(one, signal.SIGINT)
    for one in runs:
        with contextlib.suppress(subprocess.TimeoutExpired):
            one.process.wait(max(0.0, deadline - time.monotonic()))
        send(one, getattr(signal, "SIGKILL", signal.SIGTERM))
        one.process.wait()


def send(one: Run, what: int) -> None:
    """A signal to a lane and to all that it has started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "nt":
            one.process.terminate()
        else:
            os.killpg(one.process.pid, what)
