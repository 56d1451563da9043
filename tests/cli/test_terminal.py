"""What is written at a terminal, also at one that knows few characters."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from service.cli.main import main
from tests.cli.test_main import LETTER, environment, one_line
from tests.commands import PLAIN

MAORI = """name = "system:Māori"
engine = "tone"
language = "en-NZ"
description = "Голос “машины” 🌿 …"
licence = "CC0-1.0"
attribution = "me"
sample_rate = 24000
scripts = ["Latin"]

[measured]
syllables_per_second = 5.0
phrase_seconds = 0.0
syllable_seconds = 0.2
consonant_seconds = 0.0
response = 1.0
slowest = 1.0
level = -20.0
"""


@pytest.fixture
def abroad(tmp_path: Path) -> Path:
    """A folder with a letter and voices whose names few encodings hold."""
    voices = tmp_path / "voices"
    voices.mkdir()
    (voices / "system-Māori.toml").write_text(MAORI, encoding="utf-8")
    (voices / "Голос.toml").write_text("", encoding="utf-8")
    (tmp_path / "письмо 🌿.txt").write_text(LETTER, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437", "cp866", "utf-8"])
def test_what_a_console_cannot_write_is_written_as_near_as_it_can(
    encoding: str, abroad: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READBACK_VOICES_FOLDER", str(abroad / "voices"))
    monkeypatch.chdir(abroad)

    def typed(*arguments: str) -> tuple[int, str, str]:
        out, error = (io.TextIOWrapper(io.BytesIO(), encoding, write_through=True) for _ in range(2))
        with monkeypatch.context() as context:
            context.setattr(sys, "stdout", out)
            context.setattr(sys, "stderr", error)
            status = main([*arguments])
        said, complained = (stream.buffer.getvalue().decode(encoding) for stream in (out, error))
        return status, said, complained

    status, said, _ = typed("voices")
    assert status == 0
    assert ("system:Māori" if encoding == "utf-8" else "system:M\\u0101ori") in said
    assert 'Голос "машины"' in said or encoding != "cp866"
    status, said, _ = typed("voices", "--json")
    rows = {row["name"]: row for row in json.loads(said)}
    assert rows["system:Māori"]["description"] == "Голос “машины” 🌿 …"
    assert rows["Голос"]["file"] == "Голос.toml"
    status, said, error = typed("read", "письмо 🌿.txt", "--voice", "system:Māori")
    assert (status, error) == (0, "")
    assert ".mp3: 0 min" in said
    assert (abroad / "письмо 🌿.mp3").exists()
    status, said, error = typed("read", "письмо 🌿.txt", "--voice", "Голос")
    assert (status, said) == (1, "")
    one_line(error)
    for arguments in (["paces"], ["score", "письмо 🌿.txt"]):
        assert typed(*arguments)[0] == 0


@pytest.mark.parametrize(
    ("encoding", "arguments"),
    [
        ("ascii", ["voices"]),
        ("cp1252", ["voices"]),
        ("ascii", ["read", "--help"]),
        ("ascii", ["read", "письмо 🌿.txt"]),
    ],
)
def test_a_process_with_a_poor_encoding_ends_without_a_traceback(
    encoding: str, arguments: list[str], abroad: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(abroad)
    env = {**environment(), "PYTHONIOENCODING": encoding, "READBACK_VOICES_FOLDER": str(abroad / "voices")}
    env["READBACK_VOICE"] = "system:Māori"
    done = subprocess.run([*PLAIN, *arguments], env=env, capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode(encoding)
