"""Signs that came through a mail program or a web page as something else: entities, quoted-printable, wrong accents."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from html.entities import html5

from service.languages.language import Language
from service.letter.mended import GONE, Change

ENCODED = "encoding"
"""Why what stands for a sign without a sound is silent."""
_ENTITY = re.compile(r"&(?:amp;)?(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
_QUOTED = re.compile(r"(?:=[0-9A-F]{2})+|=\r?\n")
_LOOKS_QUOTED = re.compile(
    r"=[C-F][0-9A-F]=[89AB][0-9A-F]|(?<=[A-Za-z])=[89][0-9A-F](?=[a-z ])|(?<![A-Za-z])=3D|=3D(?=[\"'])"
    r"|(?:(?<=[.,;:!? ])|(?<=[a-z]{3}))=20\r?(?:\n|\Z)|[a-z]=\r?\n[a-z]"
)
"""What tells that a letter is quoted-printable: else `x=20` is a sum."""
_TWICE = re.compile("[\u00c2\u00c3\u00c5\u00e2][\u0080-\u00bf\u0152-\u0178\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,2}")
"""UTF-8 that was read as Windows-1252: an apostrophe is `â€™` then."""
_APOSTROPHE = re.compile(
    "[`\u00b4\u2032\u2035\u02b9\u02bb\u02c8\u02ca\u02cb\uff07](?<=[^\\W\\d_].)(?=[^\\W\\d_])", re.DOTALL
)
"""The sign stands first: what is looked for first is found at once in a text that has none."""
_MICRO = re.compile("(?<=\\d)[\u00b5\u03bc][mgl]\\b|(?<=\\d )[\u00b5\u03bc][mgl]\\b")


def entities(text: str, language: Language) -> Iterator[Change]:
    """`&#8217;` and `&rsquo;`, also where the `&` of one was escaped once more."""
    if "&" not in text:
        return
    known: dict[str, tuple[str, str] | None] = {}
    for match in _ENTITY.finditer(text):
        written = match.group()
        if written not in known:
            name = written.replace("&amp;", "&", 1) if written != "&amp;" else "&amp;"
            is_sign = name[1] == "#" or name[1:] in html5
            known[written] = _decoded(html.unescape(name), language) if is_sign else None
        if (decoded := known[written]) is not None:
            yield Change(*match.span(), *decoded)


def quoted_printable(text: str, language: Language) -> Iterator[Change]:
    """`=E2=80=99` and a line that was broken with `=`, where the letter looks quoted-printable."""
    if "=" not in text or not _LOOKS_QUOTED.search(text):
        return
    for match in _QUOTED.finditer(text):
        if "\n" in match.group():
            yield Change(*match.span(), GONE)
            continue
        sign = _bytes_read(bytes.fromhex(match.group().replace("=", "")))
        if sign is not None:
            yield Change(*match.span(), *_decoded(sign, language))


def read_twice(text: str, language: Language) -> Iterator[Change]:
    """`Iâ€™m` and `cafÃ©`."""
    if text.isascii():
        return
    for match in _TWICE.finditer(text):
        try:
            sign = match.group().encode("cp1252").decode()
        except UnicodeError:
            continue
        if len(sign) == 1:
            yield Change(*match.span(), *_decoded(sign, language))


def micro(text: str, language: Language) -> Iterator[Change]:
    """`50 μg`: the Greek letter before a unit."""
    if language.micro and ("\u00b5" in text or "\u03bc" in text):
        for match in _MICRO.finditer(text):
            yield Change(*match.span(), language.micro[match.group()[-1]])


def apostrophes(text: str, language: Language) -> Iterator[Change]:
    """Back-ticks, accents by themselves and primes between letters."""
    for match in _APOSTROPHE.finditer(text):
        yield Change(*match.span(), "'")


def _bytes_read(given: bytes) -> str | None:
    for encoding in ("utf-8", "cp1252"):
        try:
            return given.decode(encoding)
        except UnicodeError:
            continue
    return None


def _decoded(sign: str, language: Language) -> tuple[str, str]:
    """What stands for a sign in place of what was written for it, and why that is silent where it is.

    One that nobody sees, or that is a space, is given as such.
    """
    shown = "".join(
        " " if char.isspace() else char for char in sign if unicodedata.category(char)[0] != "C" or char.isspace()
    )
    silent = not any(char.isalnum() or char in language.signs for char in shown)
    return shown or GONE, ENCODED if silent else ""
