"""The page's modules, each by itself: what is in tests/web/page, run by Node's own test runner."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.conftest import missing

TESTS = sorted((Path(__file__).parent / "page").glob("*.test.js"))


def node() -> str:
    """Node: the machine's, or the one that Playwright brings."""
    if (found := shutil.which("node")) is not None:
        return found
    import playwright

    brought = Path(playwright.__file__).parent / "driver" / ("node.exe" if os.name == "nt" else "node")
    if not brought.exists():
        missing("Node; on Debian: apt install nodejs")
    return str(brought)


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name.removesuffix(".test.js"))
def test_a_module_does_what_its_tests_say(path: Path) -> None:
    command = [node(), "--test", "--test-reporter=tap", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "# pass 0" not in done.stdout, "there is no test in it"
