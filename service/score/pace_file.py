"""A pace as a small file without a letter in it, which one person makes and another opens.

The page reads and writes the same file (docs/room.md).
"""

from __future__ import annotations

import json
import unicodedata
from typing import Any, NoReturn

from service.errors import BodyInvalid
from service.score.pace import DEFAULT, PaceWish

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
    wish = PaceWish.of(pace, preset)
    wish.pace()
    return wish


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
