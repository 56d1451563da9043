"""All that is done with the text of a letter before anything is spoken, and with its cues: each as one call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from types import MappingProxyType
from typing import Any

from service.deliver.cue_sheets import CUE_SHEETS
from service.languages.identify import unlike
from service.languages.language import Language
from service.languages.registry import _NAMES, language_of
from service.languages.writing_systems import foreign
from service.letter.letter import Letter, read_letter
from service.mix.timeline import Cue, PhraseCue, RestCue, Timeline
from service.phrases.phrases import outline, split
from service.score.pace import PRESETS, Pace, PaceWish
from service.score.plan import plan
from service.score.score import Score
from service.score.score_file import from_dict, to_dict, to_json
from service.voice import Voice
from tests.readings import CATALOGUE

LIMIT = 1_000_000
SLOW, BREATH = PRESETS["slow"], PRESETS["with-breath"]
SECOND = 24_000


@cache
def languages() -> tuple[Language, ...]:
    """One language of each kind: those with tables, and of the others one for each way in which they are read."""
    found: dict[object, Language] = {}
    for tag in _NAMES:
        one = language_of(tag)
        if one.numbers is not None:
            found[tag] = one
        else:
            told = one.capitals_start, one.consonants_abbreviate, one.short_words, tuple(one.marks)
            found.setdefault(told, one)
    return tuple(found.values())


@cache
def _voice(tag: str) -> Voice:
    return replace(CATALOGUE.voice("tone"), language=tag)


def _letter(text: str, language: Language) -> Letter:
    return read_letter(text, LIMIT, language)


def _score(text: str, language: Language, pace: Pace = SLOW) -> Score:
    return plan(_letter(text, language), pace, _voice(language.tag))


def _fitted(text: str, language: Language) -> None:
    for preset in (SLOW.preset, BREATH.preset):
        _score(text, language, PaceWish(preset, words_per_minute=60).pace())


def _back(text: str, language: Language) -> None:
    """A score that comes back as it went."""
    from_dict(to_dict(_score(text, language)), _voice(language.tag), LIMIT)


def _edited(text: str, language: Language) -> None:
    """One that comes back with each word, as far as it was read as one, a phrase by itself."""
    words = [word for part in _score(text, language).phrases for word in part.words]
    ends = [word.start for word in words[1:]] + [len(text)]
    parts = [{"kind": "phrase", "text": [word.start, end]} for word, end in zip(words, ends, strict=True)]
    from_dict(_given(text, parts), _voice(language.tag), LIMIT)


def _cut(text: str, language: Language) -> None:
    """One in which each phrase is a character or two, until there is nothing to say in one."""
    parts = [{"kind": "phrase", "text": [at, at + 2]} for at in range(0, len(text) - 1, 2)]
    from_dict(_given(text, parts), _voice(language.tag), LIMIT)


def _given(text: str, parts: list[Any]) -> dict[str, Any]:
    return {"version": 1, "letter": text, "pace": {}, "seed": 0, "parts": parts}


def _sheets(text: str, language: Language) -> None:
    """Cue sheets, of the whole letter as one phrase and of phrases of a few characters."""
    cuts = (0, len(text)), *((at, at + 50) for at in range(0, len(text), 50))
    cues: list[Cue] = [PhraseCue(at, at * SECOND, (at + 1) * SECOND, cut) for at, cut in enumerate(cuts)]
    cues.append(RestCue("sentence", len(cues) * SECOND, (len(cues) + 1) * SECOND))
    for sheet in CUE_SHEETS.values():
        sheet.render(Timeline(SECOND, tuple(cues)), text)


def _looked_at(text: str, language: Language) -> None:
    """What a listener is told: the script, and the language that it looks like."""
    foreign(text, ("Latin",))
    unlike(text, language, language.tag)


Planner = Callable[[str, Language], object]
PLANNERS: Mapping[str, Planner] = MappingProxyType(
    {
        "the letter": _letter,
        "its outline": lambda text, language: outline(_letter(text, language)),
        "its phrases": lambda text, language: split(_letter(text, language), 12),
        "long phrases": lambda text, language: split(_letter(text, language), 30),
        "breaths": lambda text, language: split(_letter(text, language), 12, breath=True),
        "its score": lambda text, language: to_json(_score(text, language)),
        "a score of a length": _fitted,
        "a score that comes back": _back,
        "a score with a phrase a word": _edited,
        "a score with a phrase a letter": _cut,
        "cue sheets": _sheets,
        "what is told": _looked_at,
    }
)
"""Each with what it does of a letter in a language."""


def everything(text: str, language: Language) -> None:
    """The most of it at once, for looking through many letters."""
    for name in ("breaths", "a score that comes back", "cue sheets"):
        PLANNERS[name](text, language)
