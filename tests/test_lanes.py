"""The lanes of `scripts/test`: every test is in one of them, and what became of them adds up, whatever happens."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUN = """
import lanes, environment, sys
environment.python = lanes.python = lambda name, *arguments: [sys.executable, "-P", *arguments]
lanes.LANES = tuple(lanes.Lane(name, name, paths, waits=True) for name, paths in LANES.items())
lanes.PATIENCE = PATIENCE
sys.exit(lanes.run(lanes.LANES))
"""
GOOD = "def test_it_is_so(): pass\n"


def started(root: Path, tests: dict[str, str], lanes: dict[str, tuple[str, ...]], patience: float = 60.0) -> list[str]:
    """The command that runs lanes over a suite of its own."""
    shutil.copytree(ROOT / "scripts", root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    for name, text in tests.items():
        path = root / "tests" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    code = RUN.replace("LANES.items()", f"{lanes!r}.items()").replace("= PATIENCE", f"= {patience}")
    return [sys.executable, "-c", code]


def environment(root: Path) -> dict[str, str]:
    # Each of its pytests would take seconds to bring plugins that none of these tests has any use for.
    return {**os.environ, "PYTHONPATH": str(root / "scripts"), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


def ran(
    root: Path, tests: dict[str, str], lanes: dict[str, tuple[str, ...]], patience: float = 60.0
) -> tuple[int, str]:
    command = started(root, tests, lanes, patience)
    done = subprocess.run(command, cwd=root, env=environment(root), capture_output=True, text=True, timeout=120)
    return done.returncode, done.stdout + done.stderr


def test_every_path_of_a_lane_is_there_and_the_last_lane_takes_what_no_other_names(tmp_path: Path) -> None:
    tell = "import lanes; [print(lane.name, *lanes.arguments(lane)) for lane in lanes.LANES]"
    told = subprocess.run(
        [sys.executable, "-c", tell], env=environment(ROOT), capture_output=True, text=True, check=True
    ).stdout
    found: list[Path] = []
    for line in told.splitlines():
        words = line.split()[1:]
        left_out = [ROOT / word.removeprefix("--ignore=") for word in words if word.startswith("--ignore=")]
        paths = [ROOT / word for word in words if not word.startswith("--ignore=")]
        assert all(path.exists() for path in (*left_out, *paths))
        files = [file for path in paths for file in ([path] if path.is_file() else sorted(path.rglob("test_*.py")))]
        found += [file for file in files if not any(file.is_relative_to(path) for path in left_out)]
    assert sorted(found) == sorted((ROOT / "tests").rglob("test_*.py")), "each file is in one lane"


def test_what_all_lanes_found_is_the_last_line_and_one_that_fails_is_shown_whole(tmp_path: Path) -> None:
    tests = {
        "test_a.py": GOOD + "def test_b(): assert 'heliotrope' == 'marmalade'\n",
        "one/test_b.py": GOOD + "import pytest\ndef test_c(): pytest.skip('not here')\n",
    }
    status, said = ran(tmp_path, tests, {"one": ("tests/one",), "rest": ("tests",)})
    assert status == 1
    assert said.splitlines()[-1] == "2 passed, 1 failed, 1 skipped"
    assert "assert 'heliotrope' == 'marmalade'" in said
    assert ran(tmp_path / "good", {"test_a.py": GOOD}, {"rest": ("tests",)})[0] == 0


@pytest.mark.parametrize(("text", "said"), [("", "exit status 5"), ("import nothing_here\n", "exit status 2")])
def test_a_lane_that_tries_nothing_is_a_failure(text: str, said: str, tmp_path: Path) -> None:
    tests = {"one/test_a.py": text, "test_b.py": GOOD}
    status, told = ran(tmp_path, tests, {"one": ("tests/one",), "rest": ("tests",)})
    assert status == 1
    assert said in told


@pytest.mark.skipif(os.name == "nt", reason="looks at processes as POSIX shows them")
def test_a_lane_that_hangs_is_ended_and_named_and_the_others_are_counted(tmp_path: Path) -> None:
    hanging = "import time\ndef test_it_hangs(): time.sleep(100)\n"
    tests = {"one/test_a.py": hanging, "test_b.py": GOOD}
    status, said = ran(tmp_path, tests, {"one": ("tests/one",), "rest": ("tests",)}, patience=6.0)
    assert status == 1
    assert "ended since it was not done" in said
    assert "test_it_hangs" in said or "KeyboardInterrupt" in said
    assert said.splitlines()[-1].startswith("1 passed")


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent another way there")
def test_ctrl_c_ends_all_lanes(tmp_path: Path) -> None:
    waiting = "import time, pathlib\ndef test_it(): pathlib.Path(__file__ + '.begun').touch(); time.sleep(100)\n"
    tests = {"one/test_a.py": waiting, "test_b.py": waiting}
    command = started(tmp_path, tests, {"one": ("tests/one",), "rest": ("tests",)})
    pipe = subprocess.PIPE
    running = subprocess.Popen(command, cwd=tmp_path, env=environment(tmp_path), stdout=pipe, stderr=pipe, text=True)
    deadline = time.monotonic() + 60
    while len(list((tmp_path / "tests").rglob("*.begun"))) < 2:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, told = running.communicate(timeout=30)
    assert running.returncode == 130
    assert told == "Stopped. These lanes were not done: one, rest.\n"
