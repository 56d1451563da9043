"""A word that only the letters have turns up nowhere else, whatever is asked, and however it fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.attack.canary import Found, all_of_a_core, asks, run
from tests.test_private import files_of
from tests.web.test_privacy import WORD

SHARE = 12
"""One request in so many is sent here; `scripts/bench attack` sends all of them, again and again."""


@pytest.mark.skipif(sys.platform == "win32", reason="looks at other programs as POSIX shows them")
def test_no_word_of_a_letter_turns_up_where_nobody_asked_for_it(tmp_path: Path) -> None:
    every = asks()[::SHARE]
    found = run(tmp_path, len(every), every=every)
    assert found.asked == len(every) > 60
    assert dict(found.where) == {}
    assert {"200", "400", "403", "404", "422", "503", "broken"} <= found.statuses.keys()
    assert {"arguments", "environment", "the log"} <= found.seen
    assert {"a crash of the server", "a crash of a child", "what is said of a crash"} <= found.seen


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="where a crash goes to is looked up as Linux has it")
def test_a_crash_of_what_allows_it_would_have_been_seen(tmp_path: Path) -> None:
    pattern = Path("/proc/sys/kernel/core_pattern").read_text().strip()
    if pattern[:1] in "|@/" or "/" in pattern:
        pytest.skip("crashes go to a program, or to another folder")
    code = f"import os; word = {WORD[::-1]!r}[::-1]; os.abort()"
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, preexec_fn=all_of_a_core, check=False)
    if not (left := files_of(tmp_path)):
        pytest.skip("no core is allowed here")
    found = Found()
    for name, data in left.items():
        found.look(name, data)
    assert found.where
