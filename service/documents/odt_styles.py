"""What the styles of an OpenDocument text say of its words: whether they are hidden, what stands before items."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from service.documents.paragraphs import BULLET, counted
from service.documents.symbols import font_named

LEVELS = 10
"""Levels that a list has at most."""
CHAIN = 10
"""How many styles are looked at that are each made after another one."""
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True)
class Level:
    """How the items of one level of a list are marked."""

    form: str
    before: str
    after: str
    start: int
    """The number of the first."""
    shown: int
    """How many levels a mark shows the numbers of."""

    def mark(self, numbers: list[int]) -> str:
        """What stands before an item. numbers: of the items that it lies in, and its own."""
        if self.form == "none":
            return ""
        written = [counted(self.form, number) for number in numbers[-self.shown :]]
        return f"{self.before}{'.'.join(filter(None, written))}{self.after}" if all(written) else BULLET


@dataclass
class Style:
    """What a style says of its text."""

    based: str = ""
    """The style that says what it does not."""
    hidden: bool | None = None
    font: str | None = None
    """Which font of signs it is set in; empty for any other."""
    lists: str = ""
    """How its paragraphs are marked where they are items."""


class Styles:
    """All styles of a document, as they are met in its parts."""

    def __init__(self) -> None:
        self._styles: dict[tuple[str, str], Style] = {}
        self._levels: dict[str, dict[int, Level]] = {}
        self._fonts: dict[str, str] = {}
        self._style, self._list = Style(), dict[int, Level]()

    def meet(self, local: str, about: Mapping[str, str]) -> None:
        """An element begins that may say something of styles."""
        if local == "style":
            self._style = Style(about.get("parent-style-name", ""), lists=about.get("list-style-name", ""))
            self._styles[about.get("family", ""), about.get("name", "")] = self._style
        elif local == "text-properties":
            if "display" in about:
                self._style.hidden = about["display"] == "none"
            if (font := about.get("font-name") or about.get("font-family")) is not None:
                self._style.font = self._fonts.get(font) or font_named(font)
        elif local == "font-face":
            self._fonts[about.get("name", "")] = font_named(about.get("font-family", ""))
        elif local == "list-style":
            self._list = self._levels.setdefault(about.get("name", ""), {})
        elif local.startswith("list-level-style-"):
            form = _FORMS.get(about.get("num-format", ""), "none") if local.endswith("number") else "bullet"
            level = Level(
                form,
                about.get("num-prefix", ""),
                about.get("num-suffix", ""),
                whole(about.get("start-value", ""), 1),
                whole(about.get("display-levels", ""), 1) or 1,
            )
            if len(self._list) < LEVELS:
                self._list[whole(about.get("level", ""), 1)] = level

    def of(self, family: str, name: str) -> Style:
        """What a style says, with what the ones that it is made after say."""
        found = Style()
        for _ in range(CHAIN):
            if (style := self._styles.get((family, name))) is None:
                break
            found.hidden = style.hidden if found.hidden is None else found.hidden
            found.font = style.font if found.font is None else found.font
            found.lists, name = found.lists or style.lists, style.based
        return found

    def level(self, style: str, at: int) -> Level | None:
        """How items of a list are marked on a level, from 1; None where that is not said."""
        return self._levels.get(style, {}).get(at)


def whole(text: str, otherwise: int) -> int:
    """A number that stands in an attribute, or another one."""
    return int(text) if text.isdecimal() and len(text) < 7 else otherwise
