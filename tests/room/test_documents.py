"""What a file is, is decided once: the command line, the service and the page take and refuse the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from service.documents.letter_file import letter_of
from service.errors import DocumentError
from tests.documents.made import docx, odt, paragraph
from tests.running import Place, running

if TYPE_CHECKING:
    from tests.conftest import Opens

RICH = rb"{\rtf1\ansi Dear Sam,\par that is enough.}"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
OUTLOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "__substg1.0_".encode("utf-16-le")
GIF = b"GIF89a" + b"P" * 64
WORD = docx(paragraph("Dear Sam, from Word."))


@dataclass(frozen=True)
class Case:
    """A file under some name."""

    name: str
    data: bytes
    letter: str = ""
    """What is in it; nothing where it is refused."""
    said: str = ""
    """A part of what is said then, or beside the letter."""


CASES = {
    "text": Case("a.txt", "Dear Zoë, that is enough.".encode(), "Dear Zoë, that is enough."),
    "text with a mark": Case("a.md", "Dear Zoë.".encode("utf-8-sig"), "Dear Zoë."),
    "text under another name": Case("a.png.letter", b"Dear Sam.", "Dear Sam."),
    "wide text": Case("a.txt", "Dear Zoë.".encode("utf-16"), "Dear Zoë."),
    "text of Windows": Case("a.txt", "“Zoë…”".encode("cp1252"), "“Zoë…”", "taken for Windows-1252"),
    "Word": Case("a.docx", WORD, "Dear Sam, from Word."),
    "Word under another name": Case("a.txt", WORD, "Dear Sam, from Word."),
    "wide text without a mark": Case("a.txt", "Dear Zoë.".encode("utf-16-le"), "Dear Zoë."),
    "text of an older Mac": Case("a.txt", "Chère Zoë, ça va".encode("mac_roman"), "Chère Zoë, ça va", "for Mac Roman"),
    "text with line ends of Windows": Case("a.txt", b"Dear Sam,\r\nrest.\r\n", "Dear Sam,\nrest.\n"),
    "notes in Markdown": Case("a.md", b"---\ntags: a\n---\nDear [[a|Sam]].", "Dear Sam."),
    "no letter": Case("a.txt", b" \n", said="no text in it"),
    "rich text": Case("a.rtf", RICH, "Dear Sam,\nthat is enough."),
    "rich text under another name": Case("a.txt", RICH, "Dear Sam,\nthat is enough."),
    "rich text after a line": Case("a.txt", b"\xef\xbb\xbf\r\n" + RICH, "Dear Sam,\nthat is enough."),
    "OpenDocument": Case("a.odt", odt("<text:p>Dear Sam.</text:p>"), "Dear Sam."),
    "a mail": Case("a.eml", b"MIME-Version: 1.0\nSubject: a\n\nDear Sam.\n", "Dear Sam."),
    "a web page": Case("a.html", b"<p>Dear Sam,<p>rest &amp; sleep.", "Dear Sam,\n\nrest & sleep."),
    "a message of Outlook": Case("a.msg", OUTLOOK, said="message of Outlook"),
    "a picture": Case("a.png", PNG, said="picture"),
    "a picture under another name": Case("a.txt", PNG, said="picture"),
    "a picture that could be text": Case("a.txt", GIF, said="picture"),
    "no text": Case("a.txt", b"Dear\0\1\2\3Sam, that is enough.", said="no document"),
    "an archive": Case("a.txt", b"PK\x03\x04" + b"P" * 40, said="damaged"),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running() as place:
        yield place


@pytest.fixture(scope="module")
def answers(server: Place) -> dict[str, dict[str, str]]:
    """What the service answers to each."""
    kind = {"Content-Type": "application/octet-stream"}
    with server.client() as client:
        told = {name: client.post("/v1/letters", content=case.data, headers=kind) for name, case in CASES.items()}
    return {name: answer.json() for name, answer in told.items()}


@pytest.mark.parametrize("name", CASES)
def test_the_service_says_what_is_in_a_file(answers: dict[str, dict[str, str]], name: str) -> None:
    case, answer = CASES[name], answers[name]
    assert answer.get("letter", "") == case.letter
    assert case.said in " ".join((answer.get("detail", ""), *answer.get("notices", ())))


@pytest.mark.parametrize("name", CASES)
def test_the_command_line_says_the_same(answers: dict[str, dict[str, str]], name: str, tmp_path: Path) -> None:
    path = tmp_path / CASES[name].name
    path.write_bytes(CASES[name].data)
    if not CASES[name].letter:
        with pytest.raises(DocumentError) as refused:
            letter_of(str(path), 20_000)
        assert (refused.value.code, str(refused.value)) == (answers[name]["code"], answers[name]["detail"])
        return
    found = letter_of(str(path), 20_000)
    assert {"letter": found.letter, "notices": list(found.notices)} == answers[name]


def test_the_page_says_the_same(
    opens: Opens, server: Place, answers: dict[str, dict[str, str]], tmp_path: Path
) -> None:
    sight = opens(server, tap=False)
    for name, case in CASES.items():
        path = tmp_path / case.name
        path.write_bytes(case.data)
        sight.page.fill("#letter", "Here before.")
        sight.page.set_input_files("#file", path)
        answer = answers[name]
        said = answer.get("detail") or " ".join(answer.get("notices", ()))
        letter = json.dumps(answer.get("letter", "Here before."))
        shown = 'document.getElementById("letter").value'
        noted = f'document.getElementById("desk-note").textContent.includes({json.dumps(said)})'
        sight.until(f"{shown} === {letter} && {noted}")
    sight.forgive()  # a browser notes what is answered with a problem
