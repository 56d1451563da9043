"""Words whose sound is taught, at a terminal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from service.cli.main import main

LETTER = "Dear Aoife,\n\nyou did enough."


@pytest.fixture
def letter(tmp_path: Path) -> str:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER, encoding="utf-8")
    return str(path)


def test_a_word_is_taught_by_what_is_typed_and_stands_in_the_score(
    letter: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["score", letter, "--voice", "tone", "--say", "Aoife=EE-fa", "--say", "Sam=/sæm/"]) == 0
    assert json.loads(capsys.readouterr().out)["pronunciations"] == {"Aoife": "EE-fa", "Sam": "/sæm/"}


@pytest.mark.parametrize(
    ("ending", "text"),
    [
        (".toml", '[pronunciations]\nAoife = "ay"\nSam = "sam"\n'),
        (".json", '{"pronunciations": {"Aoife": "ay", "Sam": "sam"}}'),
    ],
)
def test_a_file_teaches_words_and_what_is_typed_goes_before_it(
    letter: str, tmp_path: Path, ending: str, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    words = tmp_path / f"words{ending}"
    words.write_text(text, encoding="utf-8")
    assert main(["score", letter, "--voice", "tone", "--pronunciations", str(words), "--say", "Aoife=EE-fa"]) == 0
    assert json.loads(capsys.readouterr().out)["pronunciations"] == {"Aoife": "EE-fa", "Sam": "sam"}


def test_a_reading_and_a_score_of_it_take_them(letter: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", letter, "--voice", "tone", "--say", "Aoife=EE-fa", "-o", str(tmp_path / "a.wav")]) == 0
    capsys.readouterr()
    assert main(["score", letter, "--voice", "tone", "--say", "Aoife=EE-fa"]) == 0
    score = tmp_path / "score.json"
    score.write_text(capsys.readouterr().out, encoding="utf-8")
    assert main(["read", str(score), "-o", str(tmp_path / "b.wav")]) == 0
    assert main(["read", str(score), "--say", "Aoife=ay", "-o", str(tmp_path / "c.wav")]) == 1
    assert (tmp_path / "a.wav").read_bytes() == (tmp_path / "b.wav").read_bytes()


@pytest.mark.parametrize("typed", [["--say", "Aoife=5"], ["--say", "two words=ah"], ["--pronunciations", "words.txt"]])
def test_what_cannot_be_read_is_one_line(letter: str, typed: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", letter, "--voice", "tone", *typed]) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "Aoife=5" not in told


def test_a_word_without_a_sound_is_wrong_usage(letter: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["score", letter, "--say", "Aoife"])
    assert ended.value.code == 2
