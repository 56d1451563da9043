"""A pace as a small file without a letter in it, which one person makes and another opens.

The page reads and writes the same file (`web/static/room/pacefile.js`).
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NoReturn

from service.errors import BodyInvalid, PaceInvalid
from service.phrases.rests import REST_KINDS
from service.score.pace import DEFAULT, RANGES, PaceWish

ENDING = ".json"
VERSION = 1
LARGEST = 64 * 1024
"""The largest file that is opened, in bytes."""
LONGEST_NAME = 60
"""The longest name that a pace may have, in characters: one short line, so that no letter fits into it."""


def wish_in(text: str, preset: str = DEFAULT) -> PaceWish:
    """The pace in a file. preset: whose numbers are meant where the file names none.

    Raises BodyInvalid where it is no pace file, and PaceInvalid where the pace in it cannot be kept.
    """
    file = _loaded(text)
    if not isinstance(file, dict):
        raise BodyInvalid("It is no pace file.")
    pace = file.get("pace")
    if "letter" in file or (isinstance(pace, dict) and "letter" in pace):
        raise BodyInvalid("There is a letter in it, and a pace file holds none. Save the pace alone.")
    if "readback_pace" not in file or not isinstance(pace, dict):
        raise BodyInvalid("It is no pace file.")
    if file["readback_pace"] is True or file["readback_pace"] != VERSION:
        raise BodyInvalid(f"Its version is not {VERSION}. Save the pace again, or read it with a newer Readback.")
    if not file.keys() <= {"readback_pace", "name", "pace"} or not _is_name(file.get("name", "")):
        raise BodyInvalid(f"Beside the pace it holds something else than a name of up to {LONGEST_NAME} characters.")
    return _wish(pace, preset)


def _wish(pace: Mapping[str, Any], preset: str) -> PaceWish:
    fields = ("preset", *RANGES)
    if not pace.keys() <= set(fields):
        raise PaceInvalid("pace", f"a field in it is none of a pace. The fields are: {', '.join(fields)}.")
    named, rests = pace.get("preset", preset), pace.get("rests", {})
    if not isinstance(named, str):
        raise PaceInvalid("preset", "it is no name.")
    if not isinstance(rests, dict) or not rests.keys() <= set(REST_KINDS):
        raise PaceInvalid("rests", f"they are seconds by kind. The kinds are: {', '.join(REST_KINDS)}.")
    numbers = {field: value for field, value in pace.items() if field not in ("preset", "rests")}
    for field, value in {**numbers, **{f"rests.{kind}": value for kind, value in rests.items()}}.items():
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise PaceInvalid(field, "it is no number.")
    if numbers.get("phrase_syllables", 0) % 1:
        raise PaceInvalid("phrase_syllables", "it is no whole number.")
    wish = PaceWish(preset=named, rests=rests, **numbers)
    wish.pace()
    return wish if wish.phrase_syllables is None else replace(wish, phrase_syllables=int(wish.phrase_syllables))


def _loaded(text: str) -> Any:
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise BodyInvalid(f"It has more than {LARGEST // 1024} kB, so it is no pace file.")
    try:
        return json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        raise BodyInvalid("It is no pace file: it is not JSON.") from None


def _refuse(constant: str) -> NoReturn:
    """Python takes NaN and Infinity for JSON; nobody else does."""
    raise ValueError(constant)


def _is_name(name: Any) -> bool:
    if not isinstance(name, str) or len(name) > LONGEST_NAME:
        return False
    return not any(unicodedata.category(character) == "Cc" for character in name)
