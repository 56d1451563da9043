"""The page's modules: what they import, and each by itself, as tests/room/page has it, run by Node's own runner."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from service.web.listening_room import FOLDER
from tests.room.node import node

TESTS = sorted((Path(__file__).parent / "page").glob("*.test.js"))

IMPORTED = re.compile(r"""(?:\bfrom|\bimport)\s*\(?\s*["']([^"']+)["']""")
"""What a module says it imports, types among it."""
EXPORTED = re.compile(r"^export (?:async )?(?:const|let|class|function\*?) (\w+)", re.M)
MODULES = {path: path.read_text(encoding="utf-8") for path in [*FOLDER.glob("*.js"), *FOLDER.glob("player/*.js")]}


@pytest.mark.parametrize("path", TESTS, ids=lambda path: path.name.removesuffix(".test.js"))
def test_a_module_does_what_its_tests_say(path: Path) -> None:
    command = [node(), "--test", "--test-reporter=tap", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "# pass 0" not in done.stdout, "there is no test in it"


@pytest.mark.parametrize("path", sorted((FOLDER / "player").glob("*.js")), ids=lambda path: path.name)
def test_the_player_imports_nothing_of_the_page_around_it(path: Path) -> None:
    imported = IMPORTED.findall(path.read_text(encoding="utf-8"))
    beside = {f"./{other.name}" for other in path.parent.iterdir()}
    assert [name for name in imported if name not in beside] == []


def test_every_name_that_a_module_exports_is_used_by_another_or_tried_by_itself() -> None:
    tried = "".join(path.read_text(encoding="utf-8") for path in TESTS)
    unused = [
        f"{path.name}: {name}"
        for path, text in MODULES.items()
        for name in EXPORTED.findall(text)
        if not any(re.search(rf"\b{name}\b", other) for at, other in MODULES.items() if at != path)
        and not re.search(rf"\b{name}\b", tried)
    ]
    assert unused == []


def test_every_word_that_the_page_has_is_said() -> None:
    words = MODULES[FOLDER / "words.js"].partition("export const WORDS = {")[2].partition("\n};")[0]
    names = re.findall(r"^  (\w+): ", words, re.M)
    assert len(names) > 20
    everywhere = "".join(MODULES.values())
    assert [name for name in names if f"WORDS.{name}" not in everywhere] == []
