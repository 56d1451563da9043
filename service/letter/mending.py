"""What is mended for the voice before words are found, in order. Every rule goes through the text once."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from service.languages.language import Language
from service.letter.encodings import apostrophes, entities, micro, quoted_printable, read_twice
from service.letter.mended import Change, Mended
from service.letter.scripts import folded, kaomoji, transliterated
from service.letter.signs import angled, arrows, boxes, compared, stars, strokes, times
from service.letter.typed import emphasised, streets, stutters, texting, uncensored

Rule = Callable[[str, Language], Iterator[Change]]

_RULES: tuple[Rule, ...] = (
    quoted_printable,
    entities,
    read_twice,
    apostrophes,
    micro,
    kaomoji,
    folded,
    transliterated,
    angled,
    compared,
    boxes,
    arrows,
    strokes,
    stars,
    times,
    texting,
    streets,
    uncensored,
    stutters,
    emphasised,
)
"""What was sent is read first, then letters, then signs, then words."""


def mended(text: str, language: Language) -> Mended:
    """The text of a letter as its words are found in it."""
    made = Mended(text)
    for rule in _RULES:
        made = made.changed(rule(made.text, language))
    return made
