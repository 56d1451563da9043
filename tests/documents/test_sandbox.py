"""Opening a document in a process of its own, which ends with it, whatever the document is."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

import service
from service.documents.document import LARGEST, SECONDS
from service.documents.sandbox import LONG, OPENER, SOON, Envelope, Unfinished
from service.errors import DocumentEmpty, DocumentTooLong, DocumentUnknown, DocumentUnreadable, LetterTooLong
from tests.documents.made import HARD, docx, paragraph, pdf

LETTER = "Dear Sam,\n\nthat is enough for today, and you may rest now, as long as you like."


def openers() -> list[psutil.Process]:
    """The processes that open documents now."""
    return [child for child in psutil.Process().children() if "service.documents.document" in command_of(child)]


def command_of(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def until_one_opens() -> psutil.Process:
    deadline = time.monotonic() + 15
    while not openers():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return openers()[0]


def given_up(envelope: Envelope) -> None:
    with pytest.raises(DocumentUnreadable):
        envelope.opened()


@pytest.mark.parametrize("data", [LETTER.encode(), docx(*map(paragraph, LETTER.split("\n"))), pdf(LETTER)])
def test_the_letter_is_taken_out(data: bytes) -> None:
    assert Envelope(data, 20_000).opened().letter.split() == LETTER.split()
    assert not openers()


def test_any_character_comes_out_as_it_is() -> None:
    text = "".join(map(chr, (*range(0x20, 0x7F), 0x85, 0xA0, 0x200F, 0x2028, 0xE000, 0xFFFD, 0x1F600)))
    assert Envelope(text.encode(), 20_000).opened().letter == text


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b" ", DocumentEmpty),
        (b"\x89PNG", DocumentUnknown),
        (b"%PDF-1.7", DocumentUnreadable),
        (b"a" * (LARGEST + 1), DocumentTooLong),
        (docx(paragraph("a" * 60_000_000)), DocumentTooLong),
        (b"a" * 101, LetterTooLong),
    ],
)
def test_what_is_wrong_with_it_is_raised_here(data: bytes, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        Envelope(data, 100).opened()
    assert not openers()


def test_a_document_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(DocumentUnreadable) as given_up:
        Envelope(HARD, 10_000_000, seconds=0.3).opened()
    assert given_up.value.reason == "too-much"
    assert not openers()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not count a process's time")
def test_a_document_that_takes_longer_than_most_is_told_from_one_that_cannot_be_read() -> None:
    with pytest.raises(Unfinished):
        Envelope(HARD, 10_000_000, SOON).opened()
    with pytest.raises(DocumentUnreadable) as given_up:
        Envelope(HARD, 10_000_000, replace(LONG, seconds=0.5)).opened()
    assert given_up.value.reason == "too-much"
    assert Envelope(pdf(LETTER), 20_000, SOON).opened().letter


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX has such a limit")
def test_it_can_write_no_file(tmp_path: Path) -> None:
    write = f"import pathlib; pathlib.Path({str(tmp_path / 'a')!r}).write_text('a')"
    code = f"from service.documents.document import hold; hold(20, 0); {write}"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode
    assert (tmp_path / "a").read_bytes() == b""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to its memory")
def test_more_memory_than_a_letter_takes_is_not_had() -> None:
    greedy = "from service.documents.document import MEMORY, hold; hold(20, 0); bytearray(MEMORY + 1)"
    done = subprocess.run([sys.executable, "-c", greedy], capture_output=True, text=True, check=False)
    assert "MemoryError" in done.stderr


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets another process see its limits")
def test_the_process_is_held_to_its_memory_and_its_time() -> None:
    envelope = Envelope(HARD, 10_000_000, LONG)
    opening = threading.Thread(target=given_up, args=(envelope,))
    opening.start()
    opener = until_one_opens()
    behind = min(19, os.nice(0) + LONG.nice)  # those who run the tests may go behind others themselves
    deadline = time.monotonic() + 15
    while opener.rlimit(psutil.RLIMIT_AS)[0] == psutil.RLIM_INFINITY or opener.nice() != behind:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    assert opener.rlimit(psutil.RLIMIT_CPU)[0] == SECONDS
    assert opener.rlimit(psutil.RLIMIT_FSIZE) == opener.rlimit(psutil.RLIMIT_CORE) == (0, 0)
    envelope.close()
    opening.join(15)
    assert not openers()


def test_closing_it_ends_the_process_also_before_it_has_begun() -> None:
    envelope = Envelope(HARD, 10_000_000)
    envelope.close()
    with pytest.raises(DocumentUnreadable):
        envelope.opened()
    assert not openers()


def test_no_word_of_it_is_an_argument_and_no_setting_is_handed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READBACK_REMOTE_KEY", "heliotrope")
    envelope = Envelope(HARD, 10_000_000)
    opening = threading.Thread(target=given_up, args=(envelope,))
    opening.start()
    opener = until_one_opens()
    assert opener.cmdline() == [*OPENER, "10000000", "20", "0"]
    assert "READBACK_REMOTE_KEY" not in opener.environ()
    # It may be in the middle of an import.
    code = (sys.prefix, sys.base_prefix, service.__path__[0])
    assert [file.path for file in opener.open_files() if not file.path.startswith(code)] == []
    envelope.close()
    opening.join(15)
