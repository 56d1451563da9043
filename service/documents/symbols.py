"""Fonts whose letters are drawn as signs: a J that is a smiley is no J."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

_LATIN = "abgdezhqiklmnxoprstufcywjJVv"
_GREEK = "αβγδεζηθικλμνξοπρστυφχψωϕϑςϖ"
_UPPER = dict(zip("ABGDEZHQIKLMNXOPRSTUFCYW", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ", strict=True))
_AS_THEY_ARE = {character: character for character in " \t\n0123456789!%&()+,./:;<=>?[]_{|}#"}

FONTS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "wingdings": {
            **dict(zip("JKLCDEFGHIQRTYN", "☺😐☹👍👎☜☞☝☟✋✈☼❄✡☠", strict=True)),
            **dict(zip('!"(*nlmqouv§¨', "✏✂☎✉■●❍❑□◆❖▪◻", strict=True)),
            **dict(zip("üûþýàßáâèØ", "✓✗☑☒→←↑↓➔➢", strict=True)),
            **{chr(0x81 + at): str(at + 1) for at in range(10)},
            **{" ": " ", "\t": "\t", "\n": "\n"},
        },
        "symbol": {
            **_AS_THEY_ARE,
            **dict(zip(_LATIN, _GREEK, strict=True)),
            **_UPPER,
            **dict(zip("·®¬\xad¯³£¹¥°±´¸©ª¨§¼", "•→←↑↓≥≤≠∞°±×÷♥♠♦♣…", strict=True)),
        },
        "webdings": {"Y": "♥", " ": " ", "\t": "\t", "\n": "\n"},
        "wingdings 2": {"P": "✓", "O": "✗", "R": "☑", "Q": "☒", " ": " ", "\t": "\t", "\n": "\n"},
        "wingdings 3": {" ": " ", "\t": "\t", "\n": "\n"},
    }
)
"""What the characters of such a font show, by its name in small letters. What is not here says nothing."""
_OWN = 0xF000
"""Where the area begins in which documents put the characters of such a font, so that they are nobody else's."""


def font_named(names: str) -> str:
    """The name of such a font, where the first that is named is one: as this module calls it, or empty."""
    name = names.partition(",")[0].strip(" \"'").lower()
    return name if name in FONTS else ""


def shown(text: str, font: str) -> str:
    """What a text in such a font shows, as characters that anybody has."""
    signs = FONTS[font]
    return "".join(signs.get(chr(ord(one) - _OWN) if _OWN <= ord(one) < _OWN + 0x100 else one, "") for one in text)
