"""A word that only the letters have turns up nowhere else, whatever is asked, and however it fails."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.attack.canary import asks, run

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
