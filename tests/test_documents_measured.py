"""That documents are measured beside what is in them, and not at all where nobody names any."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.documents_read import FOLDER, compared, figures
from tests.documents.made import docx, paragraph

TOLD = "Dear Sam,\n\nI'm glad that it is enough.\n\nYou may rest."


def test_nothing_is_measured_where_no_folder_is_named_and_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv(FOLDER, raising=False)
    assert list(figures()) == []
    assert FOLDER in capsys.readouterr().err


def test_each_kind_of_document_has_its_figures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name, data in {"a.docx": docx(*map(paragraph, TOLD.split("\n\n"))), "b.md": TOLD.encode()}.items():
        (tmp_path / name).write_bytes(data)
        (tmp_path / f"{name}.txt").write_text(TOLD, encoding="utf-8")
    monkeypatch.setenv(FOLDER, str(tmp_path))
    found = list(figures())
    assert [figure.measured for figure in found] == ["0.00 %", "0.00"] * 2
    assert [kind in figure.name for figure, kind in zip(found, [".docx"] * 2 + [".md"] * 2, strict=True)] == [True] * 4


def test_words_that_are_lost_and_paragraphs_that_end_in_the_middle_of_one_are_counted() -> None:
    found = compared("a.txt", b"Dear Sam,\n\nI\xe2\x80\x99m glad that\n\nit is enough.", TOLD)
    assert (found.words, found.lost, found.breaks) == (11, 3, 1)
