"""The words of a web page, or of a mail that is one: what is seen of it, in lines and paragraphs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from service.documents.html_tags import Piece, pieces
from service.documents.paragraphs import BULLET, counted, joined
from service.documents.plain import decoded

_UNSEEN = frozenset("script style title noscript template iframe audio video object select textarea rt rp map".split())
"""Elements of which nothing is seen, or nothing that is the writer's."""
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
"""Elements that nothing is in."""
_APART = frozenset("p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre table figure hr".split())
"""Elements with room around them."""
_LINES = frozenset(
    "div li tr dt dd section article header footer main nav aside address center figcaption form body".split()
)
"""Elements that stand on lines of their own."""
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
"""How a list says that it is counted, and what that is called elsewhere."""
_HIDDEN = re.compile(r"(?i)display\s{0,9}:\s{0,9}none|visibility\s{0,9}:\s{0,9}hidden|mso-hide\s{0,9}:\s{0,9}all")
_MARGIN = re.compile(r"(?i)\bmargin(-bottom)?\s{0,9}:\s{0,9}([\w. %-]{1,60})")
_RULE = re.compile(r"(?<![\w.#-])p(?:\.([\w-]{1,40}))?\s{0,9}[,{][^{}]{0,200}\{?([^{}]{0,2000})\}")
_CHARSET = re.compile(rb"(?i)<(?:meta|\?xml)[^<>]{0,200}(?:charset|encoding)\s{0,9}=\s{0,9}[\"']?([\w-]{1,40})")
_HEAD = 100_000
"""Characters at the beginning of a page in which it says how it is set."""
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_RUNS = re.compile(r" {2,}")
_AROUND = re.compile(r" ?\n ?")


def text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a page, and sentences about what may not be as it was."""
    page, notices = page_in(data)
    return seen(page), notices


def page_in(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The characters of a page, in the encoding that it names if it is in that."""
    told = _CHARSET.search(data[:4096])
    if told is not None and b"\0" not in data:
        try:
            return data.decode(told[1].decode("ascii")), ()
        except (UnicodeDecodeError, LookupError):
            pass  # it says what it is not
    return decoded(data)


def seen(page: str, unseen: frozenset[str] = frozenset(), *, quoted: bool = False) -> str:
    """What is seen of a page.

    unseen: classes of elements that are left out; quoted: whether a > stands before the lines of what is quoted, as in
    a mail of plain text.
    """
    body = _Body(unseen, quoted, _tight_classes(page[:_HEAD]))
    for piece in pieces(page):
        if not piece.name:
            body.add(piece.text)
        elif piece.begins:
            body.start(piece)
        else:
            body.end(piece.name)
    return body.whole()


@dataclass
class _Inside:
    """An element that there is something about, as long as it lasts."""

    name: str = ""
    depth: int = 0
    """Elements of its name within it, and itself; 0 where it is over."""

    def step(self, name: str, begins: bool) -> None:
        """An element begins in it or ends."""
        if name == self.name:
            self.depth += 1 if begins else -1


@dataclass
class _List:
    """A list that is being read."""

    form: str
    """How its items are counted: decimal, lowerLetter, bullet, …"""
    number: int
    """That of its next item."""


@dataclass
class _Body:
    """The paragraphs of a page, while it is gone through."""

    without: frozenset[str]
    """Classes of elements that are left out."""
    quoting: bool
    """Whether what is quoted is marked."""
    tight: frozenset[str]
    """Classes of paragraphs without room between them; an empty name where that is so of all."""
    paragraphs: list[str] = field(default_factory=list)
    """Those that are whole; empty ones are blank lines."""
    _line: list[str] = field(default_factory=list)
    _unseen: _Inside = field(default_factory=_Inside)
    _quote: _Inside = field(default_factory=_Inside)
    _lists: list[_List] = field(default_factory=list)
    _mark: str = ""
    _kept: int = 0
    _tight: bool = False

    def start(self, piece: Piece) -> None:
        """An element begins."""
        name, about = piece.name, piece.about
        if self._unseen.depth:
            self._unseen.step(name, True)
            return
        classes = frozenset(about.get("class", "").split())
        if name not in _VOID and (name in _UNSEEN or _is_hidden(about) or classes & self.without):
            self._unseen = _Inside(name, 1)
            return
        if name == "p":
            self._tight = _bottom(about.get("style", "")) or bool(self.tight & (classes | {""}))
        self._break(name)
        if self._quote.depth:
            self._quote.step(name, True)
        elif self.quoting and ("cite" in about.get("type", "") or "gmail_quote" in classes):
            self._quote = _Inside(name, 1)
        if name in ("ul", "ol"):
            form = _FORMS.get(about.get("type", "1"), "decimal") if name == "ol" else "bullet"
            self._lists.append(_List(form, _whole(about.get("start", ""), 1)))
        elif name == "li":
            self._mark = self._next(about)
        self._kept += name == "pre"

    def end(self, name: str) -> None:
        """An element ends."""
        if self._unseen.depth:
            self._unseen.step(name, False)
            return
        if name in ("ul", "ol") and self._lists:
            self._flush()
            self._lists.pop()
        self._break(name, typed=name in ("div", "p"))
        if self._quote.depth:
            self._quote.step(name, False)
        self._tight &= name != "p"
        self._kept -= name == "pre" and self._kept > 0

    def add(self, text: str) -> None:
        """Characters between tags."""
        if not self._unseen.depth:
            self._line.append(text if self._kept else _BLANKS.sub(" ", text))

    def whole(self) -> str:
        """The text of the page."""
        self._flush()
        return joined(self.paragraphs)

    def _break(self, name: str, *, typed: bool = False) -> None:
        """What an element does to lines. typed: whether Enter was pressed where nothing is in it."""
        if name == "br":
            self._line.append("\n")
        elif name in ("td", "th"):
            self._line.append(" ")
        elif name in _LINES or name in _APART:
            self._flush(typed=typed)
            if name in _APART and not (name in ("p", "ul", "ol") and (self._tight or self._lists)):
                self.paragraphs.append("")

    def _flush(self, *, typed: bool = False) -> None:
        """End a line."""
        raw = "".join(self._line)
        text = raw.strip("\n") if self._kept else _AROUND.sub("\n", _RUNS.sub(" ", raw)).strip(" \n")
        self._line = []
        if text.strip():
            text = f"{self._mark} {text}" if self._mark else text
            self.paragraphs.append("> " + text.replace("\n", "\n> ") if self._quote.depth else text)
            self._mark = ""
        elif typed and raw.strip(" "):
            self.paragraphs.append("")

    def _next(self, about: Mapping[str, str]) -> str:
        """What stands before the next item."""
        if not self._lists:
            return BULLET
        last = self._lists[-1]
        number = _whole(about.get("value", ""), last.number)
        last.number = number + 1
        written = counted(last.form, number)
        return f"{written}." if written else BULLET


def _is_hidden(about: Mapping[str, str]) -> bool:
    return "hidden" in about or bool(_HIDDEN.search(about.get("style", "")))


def _tight_classes(page: str) -> frozenset[str]:
    """Classes of paragraphs that a style sheet sets without room between them."""
    return frozenset(rule[1] or "" for rule in _RULE.finditer(page) if _bottom(rule[2]))


def _bottom(style: str) -> bool:
    """Whether a style leaves no room under a paragraph."""
    for bottom, sizes in _MARGIN.findall(style):
        size = sizes.split()
        under = size[0] if bottom or len(size) < 3 else size[2]
        if under.startswith("0") and not under.strip("0.cmptxeinr%"):
            return True
    return False


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 7 else otherwise
