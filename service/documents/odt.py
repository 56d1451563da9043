"""The words of an OpenDocument text (.odt), as LibreOffice writes it: what is seen of it, each word once."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from service.documents.odt_styles import Style, Styles, whole
from service.documents.paragraphs import BULLET, joined
from service.documents.symbols import shown
from service.documents.zipped_xml import DAMAGED, DEEPEST, MOST, member, parse
from service.errors import DocumentUnreadable

MOST_BLANKS = 1000
"""Blanks that one element may stand for."""
_UNSEEN = frozenset(
    "tracked-changes annotation title desc note-citation ruby-text variable-decls sequence-decls user-field-decls "
    "dde-connection-decls alphabetical-index-auto-mark-file forms scripts hidden-text object object-ole binary-data "
    "master-styles meta settings".split()
)
"""Elements in which nothing is seen, or nothing that is the letter's: what was deleted, comments, descriptions."""
_MANIFEST = "META-INF/manifest.xml"
_BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass
class _List:
    """A list that is being read."""

    style: str
    number: int | None = None
    """That of its last item; None before the first."""
    marked: bool = False
    """Whether the next paragraph is the first of an item."""


def text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a document, and sentences about what may not be as it was.

    Raises DocumentTooLong, and DocumentUnreadable where it is damaged or locked.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as file:
            if _MANIFEST in file.namelist() and b"encryption-data" in file.read(member(file, _MANIFEST)):
                raise DocumentUnreadable("locked")
            body = _Body(Styles())
            for name in ("styles.xml", "content.xml"):
                if name == "content.xml" or name in file.namelist():
                    parse(file, name, body.start, body.end, body.text)
            return joined([*body.paragraphs, *body.notes]), ()
    except DAMAGED:
        raise DocumentUnreadable("damaged") from None


class _Body:
    """The paragraphs of a document, and its styles, collected while its parts are gone through."""

    def __init__(self, styles: Styles) -> None:
        self.paragraphs: list[str] = []
        """Those that are whole."""
        self.notes: list[str] = []
        """Footnotes and endnotes."""
        self._styles = styles
        self._depth = self._elements = self._unseen = self._noting = 0
        self._open: list[list[str]] = []
        self._boxes: list[str] = []
        self._looks: list[Style] = []
        self._lists: list[_List] = []
        self._ended: dict[str, int | None] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins. name: with its namespace before it."""
        local = name.rpartition(" ")[2]
        self._depth += 1
        self._elements += 1
        if self._depth > DEEPEST:
            raise DocumentUnreadable("damaged")
        if self._elements > MOST:
            raise DocumentUnreadable("too-much")
        about = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        if self._unseen or local in _UNSEEN or (local == "section" and about.get("display") == "none"):
            self._unseen += 1
        elif local in ("p", "h"):
            look = self._styles.of("paragraph", about.get("style-name", ""))
            self._looks.append(look)
            self._open.append([])
            self._mark(look)
        elif local == "span":
            self._looks.append(self._within(self._styles.of("text", about.get("style-name", ""))))
        elif local in ("list", "list-item", "list-header"):
            self._listed(local, about)
        elif local in ("s", "tab", "line-break"):
            blanks = " " * min(MOST_BLANKS, whole(about.get("c", ""), 1))
            self._add({"tab": "\t", "line-break": "\n"}.get(local, blanks))
        elif local == "note-body":
            self._noting += 1
        else:
            self._styles.meet(local, about)

    def end(self, name: str) -> None:
        """An element ends."""
        local = name.rpartition(" ")[2]
        self._depth -= 1
        if self._unseen:
            self._unseen -= 1
        elif local in ("p", "h"):
            self._looks.pop()
            self._close("".join(self._open.pop()))
        elif local == "span":
            self._looks.pop()
        elif local == "list":
            ended = self._lists.pop()
            self._ended[ended.style] = ended.number
        elif local == "note-body":
            self._noting -= 1

    def text(self, data: str) -> None:
        """Characters between tags."""
        if self._open and not self._unseen:
            self._add(_BLANKS.sub(" ", data))

    def _within(self, style: Style) -> Style:
        """What holds in a span, with what it leaves to that around it."""
        outer = self._looks[-1] if self._looks else Style()
        hidden = outer.hidden if style.hidden is None else style.hidden
        return Style(hidden=hidden, font=outer.font if style.font is None else style.font)

    def _add(self, text: str) -> None:
        look = self._looks[-1] if self._looks else Style()
        if self._open and not look.hidden:
            self._open[-1].append(shown(text, look.font) if look.font else text)

    def _close(self, text: str) -> None:
        if self._noting:
            self.notes += ("", text)
        elif self._open:  # a text box, which hangs on a place in another paragraph
            self._boxes.append(text)
        else:
            self.paragraphs += (text, *self._boxes)
            self._boxes = []

    def _listed(self, local: str, about: Mapping[str, str]) -> None:
        """A list begins, or an item of one."""
        if local == "list":
            style = about.get("style-name") or (self._lists[-1].style if self._lists else "")
            goes_on = about.get("continue-numbering") == "true" or "continue-list" in about
            self._lists.append(_List(style, self._ended.get(style) if goes_on else None))
        elif self._lists and local == "list-item":
            last = self._lists[-1]
            level = self._styles.level(last.style, len(self._lists))
            following = (level.start if level else 1) if last.number is None else last.number + 1
            last.number, last.marked = whole(about.get("start-value", ""), following), True

    def _mark(self, look: Style) -> None:
        """Put before a paragraph what stands before it where it is the first of an item."""
        if not self._lists or not self._lists[-1].marked:
            return
        last = self._lists[-1]
        last.marked = False
        level = self._styles.level(last.style or look.lists, len(self._lists))
        numbers = [one.number or 1 for one in self._lists[-10:]]
        mark = BULLET if level is None else level.mark(numbers)
        if mark:
            self._open[-1].append(f"{mark} ")
