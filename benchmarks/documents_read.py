"""How well documents are read: words that are lost or stand elsewhere, and paragraphs that end where none does.

Measured with documents that lie beside what is in them: a folder, named by `DOCUMENTS`, in which `a.pdf` has
`a.pdf.txt`, with an empty line between paragraphs. No such folder belongs to the project. A PDF's text is best taken
from what it was made of, and a page's from a browser: what another reader of PDFs finds is that reader's guess.
"""

from __future__ import annotations

import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from pathlib import Path
from unicodedata import normalize

from benchmarks.figures import Figure
from service.documents.document import document_of
from service.errors import DocumentError

FOLDER = "DOCUMENTS"
MOST_LOST, MOST_BREAKS = 1.0, 2.0
"""What is asked: hundredths of the words that are lost or stand elsewhere, and false breaks in a thousand words."""
LONGEST = 20_000
"""Words of a document that are compared. A letter has a few hundred."""
_WORD = re.compile(r"[^\W_]+(?:['\-‐][^\W_]+)*")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")


@dataclass(frozen=True)
class Read:
    """How well one document was read."""

    name: str
    words: int
    """Words that are in it."""
    lost: int
    """Those that are not said, or not where they stand."""
    breaks: int
    """Ends of paragraphs that are none."""
    said: str = ""
    """Why it was refused; empty where it was not."""


def figures() -> Iterator[Figure]:
    """The figures, of each kind of document; none where no folder is named."""
    folder = os.environ.get(FOLDER)
    if not folder:
        print(f"documents_read: {FOLDER} names no folder of documents with their texts", file=sys.stderr)
        return
    kinds: dict[str, list[Read]] = defaultdict(list)
    for one in read(Path(folder)):
        kinds[Path(one.name).suffix.lower()].append(one)
    for kind, documents in sorted(kinds.items()):
        yield from told(kind, documents)


def told(kind: str, documents: Sequence[Read]) -> Iterator[Figure]:
    """The figures of documents of a kind, over all of their words."""
    words = max(1, sum(one.words for one in documents))
    lost, breaks = 100 * sum(one.lost for one in documents) / words, 1000 * sum(one.breaks for one in documents) / words
    those = f"{len(documents)} documents ({kind}, {words:,} words)"
    name = f"Words of {those} that are lost, or stand elsewhere than in the document"
    yield Figure(name, f"at most {MOST_LOST:g} %", f"{lost:.2f} %", lost <= MOST_LOST)
    name = f"Paragraphs that end in the middle of one, in a thousand words of {those}"
    yield Figure(name, f"at most {MOST_BREAKS:g}", f"{breaks:.2f}", breaks <= MOST_BREAKS)


def read(folder: Path) -> Iterator[Read]:
    """How well each document of a folder is read."""
    for path in sorted(folder.iterdir()):
        beside = path.with_name(path.name + ".txt")
        if beside.exists() and not (path.suffix == ".txt" and path.with_suffix("").exists()):
            yield compared(path.name, path.read_bytes(), beside.read_text(encoding="utf-8"))


def compared(name: str, data: bytes, wanted: str) -> Read:
    """How well a document is read, beside what is in it."""
    whole = _words(wanted)[:LONGEST]
    try:
        found = _words(document_of(data).letter)
    except DocumentError as error:
        return Read(name, len(whole), len(whole), 0, str(error))
    matcher = SequenceMatcher(None, [word for word, _ in whole], [word for word, _ in found], autojunk=False)
    same = [(one.a + at, one.b + at) for one in matcher.get_matching_blocks() for at in range(one.size)]
    breaks = sum(
        after == before + 1
        and there == here + 1
        and found[there][1] != found[here][1]
        and whole[after][1] == whole[before][1]
        for (before, here), (after, there) in pairwise(same)
    )
    return Read(name, len(whole), len(whole) - len(same), breaks)


def _words(text: str) -> list[tuple[str, int]]:
    """The words of a text, each with its paragraph; capitals, fonts and the shape of apostrophes apart."""
    plain = normalize("NFKC", text).replace("’", "'")
    return [
        (word.casefold(), number)
        for number, paragraph in enumerate(_PARAGRAPH.split(plain))
        for word in _WORD.findall(paragraph)
    ]
