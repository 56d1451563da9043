"""The plans of the example letters, written down to be read by eye: a changed joint or rest shows as a changed line.

`READBACK_GOLDEN=write` writes them anew. Predictions are left out, so that measuring a voice again changes nothing.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from service.score.score import Score
from service.score.score_file import from_json, to_json
from tests.readings import CATALOGUE, LETTERS, LIMIT, score_of

GOLDEN = Path(__file__).parent / "golden"
PREDICTED = ("predicted_seconds", "words_per_minute")


def written(score: Score) -> str:
    """The score's JSON, one part a line, without what is predicted."""
    fields: dict[str, Any] = {key: value for key, value in json.loads(to_json(score)).items() if key not in PREDICTED}
    lines = []
    for key, value in fields.items():
        text = json.dumps(value, ensure_ascii=False)
        if key == "parts":
            text = "[\n" + ",\n".join(f"    {json.dumps(part, ensure_ascii=False)}" for part in value) + "\n  ]"
        lines.append(f"  {json.dumps(key)}: {text}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


@pytest.mark.parametrize("name", LETTERS)
def test_the_plan_of_a_letter_is_the_one_that_was_read_by_eye(name: str) -> None:
    path = GOLDEN / f"{name}.json"
    made = written(score_of(LETTERS[name], "heart"))
    if os.environ.get("READBACK_GOLDEN") == "write":
        path.write_text(made, encoding="utf-8")
    assert made.splitlines() == path.read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", LETTERS)
def test_a_plan_that_was_written_down_can_be_read_aloud(name: str) -> None:
    back = from_json((GOLDEN / f"{name}.json").read_bytes(), CATALOGUE.voice, LIMIT)
    assert back == from_json(to_json(score_of(LETTERS[name], "heart")), CATALOGUE.voice, LIMIT)


def test_every_golden_plan_belongs_to_a_letter() -> None:
    assert sorted(path.stem for path in GOLDEN.iterdir()) == sorted(LETTERS)
