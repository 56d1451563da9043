"""The letter that is in a mail, as it is saved to a file (.eml): what was written, without what carried it."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.message import Message

from service.documents.html import page_in, seen
from service.documents.plain import decoded
from service.errors import DocumentUnreadable

INSIDE = "Another file that came with the mail was left out."
QUOTED = "The message that it answers, quoted at its end, was left out."
MOST_PARTS = 100
"""Parts of a mail. One with its pictures has some dozens, and each in another is gone through for every line."""
LONGEST_HEADER = 4000
"""Characters of what a header says of a part, of which a few hundred are usual."""
_LONG = re.compile(rb"(?i)^content-[a-z-]{1,40}:(?:[^\n]|\n[ \t]){%d}" % LONGEST_HEADER, re.MULTILINE)
_COUNT = re.compile(rb"\A[ \t]*\d{1,10}[ \t]*\r?\n")
_QUOTE = re.compile(r"[ \t]*>")
_SAYS = re.compile(r"(?:.{0,300}\S)?:\s*\Z")


def text_of(data: bytes) -> tuple[str, tuple[str, ...]]:
    """The letter in a mail, and sentences about what may not be as it was. Raises DocumentUnreadable."""
    data = _COUNT.sub(b"", data, count=1)  # how Apple's Mail begins a file
    if len(re.findall(rb"(?i)boundary", data)) > MOST_PARTS or _LONG.search(data):
        raise DocumentUnreadable("too-much")
    message = email.message_from_bytes(data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"))
    if message.get_content_type() in ("multipart/encrypted", "application/pkcs7-mime"):
        raise DocumentUnreadable("locked")
    found, notices = [], dict[str, None]()
    for part in _written(message):
        if part is None:
            notices[INSIDE] = None
            continue
        text, sentences = _text(part)
        found.append(text.strip("\n"))
        notices |= dict.fromkeys(sentences)
    letter = _without_quote("\n\n".join(filter(None, found)))
    if len(letter) < len("\n\n".join(filter(None, found))):
        notices[QUOTED] = None
    return letter, tuple(notices)


def _written(part: Message) -> Iterator[Message | None]:
    """The parts of a mail that are the letter, in their order; None for one that only came with it."""
    kind = part.get_content_type()
    if part.is_multipart() and kind != "message/rfc822":
        parts = [one for one in part.get_payload() if isinstance(one, Message)]
        if kind == "multipart/alternative":
            parts = _best(parts)
        elif kind == "multipart/related":
            parts = parts[:1]
        for one in parts:
            yield from _written(one)
    elif kind in ("text/plain", "text/html") and part.get_content_disposition() != "attachment":
        yield part
    elif kind not in ("application/pgp-signature", "application/pkcs7-signature") and not kind.startswith("image/"):
        yield None


def _best(parts: list[Message]) -> list[Message]:
    """That of several forms of the same that is read: plain text, if there is any in it."""
    for part in parts:
        if part.get_content_type() == "text/plain" and any(map(str.isalnum, _text(part)[0])):
            return [part]
    pages = [part for part in parts if part.get_content_type() in ("text/html", "multipart/related", "multipart/mixed")]
    return pages[-1:] or parts[-1:]


def _text(part: Message) -> tuple[str, tuple[str, ...]]:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return "", ()
    try:
        text = data.decode(str(part.get_content_charset() or "ascii"))
        notices: tuple[str, ...] = ()
    except (LookupError, UnicodeDecodeError):
        text, notices = decoded(data) if part.get_content_type() == "text/plain" else page_in(data)
    if part.get_content_type() == "text/html":
        return seen(text, quoted=True), notices
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return (_flowed(text, part.get_param("delsp") == "yes") if part.get_param("format") == "flowed" else text), notices


def _flowed(text: str, deleted: bool) -> str:
    """Text whose lines go on in the next one where a blank ends them. deleted: whether that blank is not the text's."""
    lines: list[list[str]] = []
    soft = False
    for line in text.split("\n"):
        bare = line[1:] if line.startswith(" ") else line  # a blank that only says that the line is none of headers
        quoted = bare.startswith(">")
        goes_on = soft and not quoted
        soft = bare.endswith(" ") and bare != "-- " and not quoted
        bare = bare[:-1] if soft and deleted else bare
        if goes_on:
            lines[-1].append(bare)
        else:
            lines.append([bare])
    whole = ("".join(pieces) for pieces in lines)
    return "\n".join(line if line == "-- " else line.rstrip(" ") for line in whole)


def _without_quote(text: str) -> str:
    """The same without what is quoted at its end, and the line that says whose words these are. Not if that is all."""
    lines = text.rstrip().split("\n")
    at = len(lines)
    while at and (_QUOTE.match(lines[at - 1]) or not lines[at - 1].strip()):
        at -= 1
    if at == len(lines) or not at:
        return text
    said = at
    while said and at - said < 3 and lines[said - 1].strip():
        said -= 1
    if _SAYS.match(lines[at - 1]) and (at - said < 3 or not lines[said - 1 : said]):
        at = said
    rest = "\n".join(lines[:at]).rstrip()
    return rest if any(map(str.isalnum, rest)) else text
