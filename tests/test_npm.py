"""What the page is checked with, from npm: set up for real, by the machine's npm, from a lock that asks for nothing."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import missing

ROOT = Path(__file__).parent.parent
SCRIPTS = ROOT / "scripts"
EMPTY = {"name": "empty", "lockfileVersion": 3, "requires": True, "packages": {"": {"name": "empty"}}}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    root = tmp_path / "Lettre à moi"
    shutil.copytree(SCRIPTS, root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / ".npmrc", root)
    asks_for(root)
    return root


def asks_for(root: Path, **packages: str) -> None:
    (root / "package.json").write_text(json.dumps({"name": "empty", "devDependencies": packages}))
    (root / "package-lock.json").write_text(json.dumps(EMPTY))


def prepare(root: Path, then: str = "npm.prepare()", **environment: str) -> tuple[int, str]:
    command = [sys.executable, "-c", f"import sys, npm; sys.exit(int({then}))"]
    done = subprocess.run(
        command,
        cwd=root / "scripts",
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert "Traceback" not in done.stderr
    return done.returncode, done.stderr


def needs_npm() -> None:
    if shutil.which("npm") is None:
        missing("npm")


def test_the_packages_are_installed_once_for_all_checkouts_that_ask_for_the_same(checkout: Path) -> None:
    needs_npm()
    assert prepare(checkout) == (1, "")
    log = checkout / ".readback" / "npm.log"
    assert log.exists()
    log.unlink()
    other = checkout.parent / "other"
    shutil.copytree(checkout, other, ignore=shutil.ignore_patterns(".readback"))
    (other / ".readback").symlink_to(checkout / ".readback")
    assert prepare(other) == (1, "")
    assert not log.exists()


def test_another_lock_makes_them_again(checkout: Path) -> None:
    needs_npm()
    assert prepare(checkout) == (1, "")
    (checkout / "package-lock.json").write_text(json.dumps(EMPTY | {"name": "other"}))
    (checkout / ".readback" / "npm.log").unlink()
    assert prepare(checkout) == (1, "")
    assert (checkout / ".readback" / "npm.log").exists()


def test_what_cannot_be_installed_is_one_sentence_and_leaves_nothing(checkout: Path) -> None:
    needs_npm()
    asks_for(checkout, cuckoo="1.0.0")
    status, said = prepare(checkout)
    assert status == 0
    assert len(said.splitlines()) == 1
    assert "npm.log" in said
    assert not (checkout / ".readback" / "npm").exists()


def test_without_npm_lint_goes_on_at_home_and_fails_in_ci(checkout: Path) -> None:
    for ci, status in (("", 0), ("true", 1)):
        said = prepare(checkout, "npm.check_types()", PATH="", CI=ci)
        assert said[0] == status
        assert "apt install nodejs npm" in said[1]
        assert said[1].count("\n") == 1


def test_the_lock_of_npm_names_no_address() -> None:
    text = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert not [word for word in ("://", "resolved", "registry") if word in text]
    assert text.count('"integrity"') == text.count('"version"')


def test_what_is_asked_of_npm_is_exact() -> None:
    asked = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    assert asked["private"]
    assert all(version.replace(".", "").isdigit() for version in asked["devDependencies"].values())
