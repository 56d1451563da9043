"""Plain text, in whatever encoding it was saved."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from types import MappingProxyType

from service.documents.markdown import as_read
from service.errors import DocumentUnknown, DocumentUnreadable

MARKS: Mapping[bytes, str] = MappingProxyType(
    {
        codecs.BOM_UTF8: "utf-8-sig",
        codecs.BOM_UTF32_LE: "utf-32",
        codecs.BOM_UTF32_BE: "utf-32",
        codecs.BOM_UTF16_LE: "utf-16",
        codecs.BOM_UTF16_BE: "utf-16",
    }
)
"""How text begins that says how it is encoded. That of UTF-32 begins as that of UTF-16 does, and comes first."""
WESTERN: Mapping[str, str] = MappingProxyType(
    {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp850": "the encoding of DOS"}
)
"""Encodings of western text, the likeliest first, and what people call them."""
SAMPLE = 50_000
"""Bytes at the beginning of a text that are looked at to tell its encoding."""
ODD = 0.2
"""The part of all characters beyond ASCII that may stand at an odd place."""
FOREIGN = 0.3
"""The part of all letters that may have accents in a western text."""

FEW = 2
"""Letters with accents that may stand in any text, however short: Zoë."""

_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f]")
_BEYOND, _LETTER, _ACCENT = re.compile(r"[^\0-\x7f]"), re.compile(r"[^\W\d_]"), re.compile(r"[^\W\d_\0-\x7f]")
_ODD = re.compile(
    r"\ufffd|[\x80-\x9f]|(?<=[a-zß-öø-ÿ])[À-ÖØ-ÞŠŽŒŸ]|(?<=[^\W\d_])[®™ˆ˜‰¬¨´¸¯¢£¥¤¦§©«»®°±²³µ¶·¹º¼½¾¿¡×÷‡†•‹›„‚ƒ€…√∫≈∆◊Ω∏∑π∂≥≤≠∞]"
    r"(?=[^\W\d_])"
)
"""What no western writer means: a capital after a small letter, a sign between two letters, or nothing at all."""


def taken_for(name: str) -> str:
    """The sentence that says which encoding was guessed."""
    return f"The text is no UTF-8 and was taken for {name}, so please look whether every letter is right."


def text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and sentences about what may not be as it was. Raises DocumentUnknown, DocumentUnreadable."""
    text, notices = decoded(data)
    return as_read(text.replace("\r\n", "\n").replace("\r", "\n")), notices


def decoded(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The characters of a text, and a sentence where its encoding was guessed."""
    marked = next((name for mark, name in MARKS.items() if data.startswith(mark)), None)
    wide = marked or _wide(data[:SAMPLE])
    if wide is not None:
        try:
            return data.decode(wide), ()
        except UnicodeDecodeError:
            raise DocumentUnreadable("encoding") from None
    if b"\0" in data:
        raise DocumentUnknown("other")
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError:
        return _guessed(data)


def _wide(data: bytes) -> str | None:
    """The encoding in two or four bytes a character of a text that does not say so: most of its bytes are zero."""
    zeros = [data[at::4].count(0) * 4 / max(1, len(data)) for at in range(4)]
    if min(zeros[2:]) > 0.9 and zeros[0] < 0.1:
        return "utf-32-le"
    if min(zeros[:2]) > 0.9 and zeros[3] < 0.1:
        return "utf-32-be"
    even, odd = (zeros[0] + zeros[2]) / 2, (zeros[1] + zeros[3]) / 2
    for name, most, least in (("utf-16-le", odd, even), ("utf-16-be", even, odd)):
        if most > 0.08 and least < 0.01 and not _CONTROL.search(data[: len(data) // 2 * 2].decode(name, "replace")):
            return name
    return None


def _guessed(data: bytes) -> tuple[str, tuple[str, ...]]:
    """A text in one byte a character, as the first encoding has it in which it looks like one."""
    sample = data[:SAMPLE]
    first, *others = WESTERN
    for name in (first, *sorted(others, key=lambda name: _odd(sample.decode(name, "replace")))):
        if _plausible(sample.decode(name, "replace")):
            return _held(data.decode(name, "replace")), (taken_for(WESTERN[name]),)
    from charset_normalizer import from_bytes

    found = from_bytes(sample).best()
    if found is None:
        return _held(data.decode("cp1252", "replace")), (taken_for(WESTERN["cp1252"]),)
    return _held(data.decode(found.encoding, "replace")), (taken_for(found.encoding.replace("_", "-")),)


def _plausible(text: str) -> bool:
    """Whether a western writer may have written this."""
    if _odd(text) > ODD or _CONTROL.search(text):
        return False
    return len(_ACCENT.findall(text)) <= max(FEW, FOREIGN * len(_LETTER.findall(text)))


def _odd(text: str) -> float:
    """Which part of the characters beyond ASCII stands at an odd place."""
    return len(_ODD.findall(text)) / max(1, len(_BEYOND.findall(text)))


def _held(text: str) -> str:
    """The same text. Raises DocumentUnknown where it is none."""
    if "\ufffd" in text or _CONTROL.search(text):
        raise DocumentUnknown("other")
    return text
