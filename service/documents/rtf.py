"""The words of rich text (.rtf), as WordPad, TextEdit and Word write it.

It is read in one go. The library that was tried, striprtf, takes a time by the square of what is unclosed, says the
addresses of links, and loses footnotes and text boxes.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from service.documents.paragraphs import BULLET, joined
from service.documents.symbols import font_named, shown

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,9})?[ ]?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z])|([{}])|[\r\n]++|([^\\{}\r\n]++)|\\"
)
_UNSEEN = frozenset(
    "fonttbl colortbl stylesheet listtable listoverridetable revtbl rsidtbl info generator pict header headerl headerr "
    "headerf footer footerl footerr footerf annotation atnid atnauthor atrfstart atrfend bkmkstart bkmkend fldinst "
    "xe tc rxe txe shprslt nonshppict nonesttables themedata colorschememapping datastore latentstyles objdata "
    "objclass objname objalias ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn pgptbl filetbl template xmlnstbl pnseclvl "
    "pn mmathPr wgrffmtfilter formfield ffname fname private passwordhash sp sn sv background".split()
)
"""Groups in which nothing is seen on the page, or nothing of its text."""
_MARKS = frozenset(("listtext", "pntext"))
"""Groups with what stands before an item of a list."""
_ENDS = frozenset(("par", "sect", "page", "row", "nestrow", "column"))
_CHARACTERS: Mapping[str, str] = MappingProxyType(
    {
        "line": "\n", "lbr": "\n", "softline": "\n", "tab": "\t", "cell": " ", "nestcell": " ",
        "emdash": "—", "endash": "–",
        "emspace": " ", "enspace": " ", "qmspace": " ", "bullet": BULLET, "lquote": "‘", "rquote": "’",
        "ldblquote": "“", "rdblquote": "”", "zwj": "", "zwnj": "",
    }
)  # fmt: skip
"""Words that stand for characters."""
_SIGNS: Mapping[bytes, str] = MappingProxyType(
    {b"~": "\u00a0", b"_": "\u2011", b"-": "", b"{": "{", b"}": "}", b"\\": "\\"}
)
_SETS: Mapping[int, str] = MappingProxyType(
    {
        77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gbk", 136: "big5", 161: "cp1253", 162: "cp1254",
        163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250",
    }
)  # fmt: skip
"""What a font says of the encoding of what is set in it."""
_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
_FONT = re.compile(
    rb"\\f(\d{1,5})(?!\d)((?:\\[a-z]{1,32}-?\d{0,9} ?|\{[^{}]{0,300}\}|[\r\n]){0,12}) ?([^;{}\\]{0,100})[;{]"
)
_SET = re.compile(rb"\\fcharset(\d{1,3})")
_HEAD = 200_000
"""Bytes at the beginning in which the fonts are named."""


@dataclass(frozen=True)
class _Group:
    """What holds in a group, and until it is said otherwise."""

    unseen: int = 0
    """Whether nothing in it is seen: 2 where that is certain, 1 where a reader may pass over it."""
    hidden: bool = False
    """Whether its writer hid the text, or deleted it while changes were tracked."""
    font: int = -1
    skips: int = 1
    """Characters after one that is given by its number: what older programs are to show in its place."""
    part: str = ""
    """Whether it is the mark of an item, or a note, and not of the text itself."""


def text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of rich text, and sentences about what may not be as it was."""
    text = _Text(data)
    at = max(0, data.find(b"{\\rtf"))  # a mark of UTF-8 may stand before it, and blank lines
    while not text.over and (token := _TOKEN.match(data, at)) is not None:
        at = token.end() + text.take(*token.groups())
    return text.whole(), ()


class _Text:
    """The paragraphs of a document, while it is gone through."""

    def __init__(self, data: bytes) -> None:
        self.over = False
        """Whether the last group has ended: what follows is none of the document."""
        self._fonts = dict(_fonts(data[:_HEAD]))
        self._page = "cp1252"
        self._group = _Group()
        self._outer: list[_Group] = []
        self._bytes = bytearray()
        self._skip, self._high, self._starred = 0, 0, False
        self._parts: dict[str, list[str]] = {"": [], "mark": [], "note": []}
        self._paragraphs: list[str] = []
        self._notes: list[str] = []

    def take(
        self, word: bytes | None, number: bytes | None, code: bytes | None, sign: bytes | None, brace: bytes | None,
        text: bytes | None,
    ) -> int:  # fmt: skip
        """Take a token in. How many bytes after it are none, but those of a picture."""
        if code or text:
            self._add(bytes((int(code, 16),)) if code else text or b"")
            return 0
        self._flush()
        if brace:
            self._skip, self._starred = 0, False
            self._open() if brace == b"{" else self._close()
        elif sign == b"*":
            self._starred = True
        elif sign in (b"\n", b"\r"):
            self._end()
        elif sign:
            self._say(_SIGNS.get(sign, ""))
        elif word:
            return self._word(word.decode("ascii"), None if number is None else int(number))
        return 0

    def whole(self) -> str:
        """The text of the document, its notes at the end."""
        self._flush()
        self._end()
        return joined([*self._paragraphs, *self._notes])

    def _add(self, text: bytes) -> None:
        skipped = min(self._skip, len(text))
        self._skip -= skipped
        if not self._group.unseen:
            self._bytes += text[skipped:]

    def _flush(self) -> None:
        """Say the characters that were collected, in the encoding that their font says."""
        if self._bytes:
            name, font = self._fonts.get(self._group.font, ("", ""))
            text = bytes(self._bytes).decode("latin-1" if font else name or self._page, "replace")
            self._bytes.clear()
            self._say(text)

    def _say(self, text: str) -> None:
        if not self._group.unseen and not self._group.hidden:
            font = self._fonts.get(self._group.font, ("", ""))[1]
            self._parts[self._group.part].append(shown(text, font) if font else text)

    def _open(self) -> None:
        self._outer.append(self._group)

    def _close(self) -> None:
        before = self._group
        self._group = self._outer.pop() if self._outer else before
        if before.part == "note" != self._group.part:
            self._end("note")
        self.over = not self._outer

    def _end(self, part: str = "") -> None:
        """End a paragraph, or a note."""
        text = "".join(self._parts[part])
        self._parts[part] = []
        if part == "note":
            self._notes += ("", text)
            return
        mark = "".join(self._parts["mark"]).strip()
        self._parts["mark"] = []
        if mark and text.strip():
            text = f"{mark if any(map(str.isalnum, mark)) else BULLET} {text.lstrip()}"
        self._paragraphs.append(text)

    def _word(self, word: str, number: int | None) -> int:
        """What a word with a backslash says. How many bytes after it are to be skipped."""
        self._skip = 0
        group, starred, self._starred = self._group, self._starred, False
        if word in _UNSEEN:
            self._group = replace(group, unseen=2)
        elif word in _MARKS or word == "footnote":
            self._group = replace(group, part="note" if word == "footnote" else "mark")
        elif starred or word == "shptxt":
            self._group = replace(group, unseen=max(group.unseen, 1) if starred else group.unseen & 2)
        elif word == "bin":
            return max(0, number or 0)
        elif word == "u":
            self._numbered((number or 0) % 0x10000)
        elif word in _ENDS:
            if not group.unseen:
                self._end() if group.part == "" else self._say("\n")
        elif word in _CHARACTERS:
            self._say(_CHARACTERS[word])
        else:
            self._set(word, number)
        return 0

    def _numbered(self, code: int) -> None:
        """A character by its number, or half of one."""
        self._skip = self._group.skips
        if 0xD800 <= code < 0xDC00:
            self._high = code
            return
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((self._high - 0xD800) << 10) + code - 0xDC00 if self._high else 0
        self._high = 0
        self._say(chr(code) if code else "")

    def _set(self, word: str, number: int | None) -> None:
        """What holds from here on."""
        if word == "uc":
            self._group = replace(self._group, skips=min(max(0, number or 0), 9))
        elif word == "f":
            self._group = replace(self._group, font=-1 if number is None else number)
        elif word in ("v", "deleted"):
            self._group = replace(self._group, hidden=number != 0)
        elif word == "plain":
            self._group = replace(self._group, hidden=False, font=-1)
        elif word == "ansicpg" or word in _PAGES:
            self._page = _known(_PAGES.get(word, f"cp{number}"))


def _fonts(head: bytes) -> Iterator[tuple[int, tuple[str, str]]]:
    """What each font says of the encoding of what is set in it, and which font of signs it is."""
    for number, about, name in _FONT.findall(head):
        told = _SET.search(about)
        yield int(number), (_SETS.get(int(told[1]) if told else 0, ""), font_named(name.decode("latin-1")))


def _known(page: str) -> str:
    try:
        return codecs.lookup(page).name
    except LookupError:
        return "utf-8" if page == "cp65001" else "cp1252"
