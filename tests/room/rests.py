"""The rests of a letter as the page's player has them, and as a recording has them, at every factor."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from service.score.pace import RANGES, PaceWish
from service.score.plan import plan
from service.score.score import Rest, Score
from service.score.score_file import to_dict
from service.voice import Voice
from service.web.listening_room import FOLDER
from tests.room.node import node

STEP = 0.05
PRESSES = tuple(round(1.25**presses, 3) for presses in range(-3, 4))
"""Factors that a few presses of *Longer rests* and *Shorter rests* lead to."""
RATE = 24_000
"""Samples a second."""
LEAD_IN = {"lead_in": 0.25}
"""What the page asks for beside: its first rest is its own, and is not compared."""
PLAYED = """
import { readFileSync } from "node:fs";
const { Score, restSeconds } = await import(process.argv[1]);
const asked = JSON.parse(readFileSync(0, "utf-8")).map(({ score, factors }) => {
  const { parts } = Score.from(score.letter, score);
  const rests = parts.filter(({ kind }) => kind === "rest");
  return factors.map((factor) => rests.map((rest) => restSeconds(rest, factor)));
});
console.log(JSON.stringify(asked));
"""


@dataclass(frozen=True)
class Compared:
    """How many rests were compared, and how many of them differ."""

    rests: int
    differing: int


@cache
def factors() -> tuple[float, ...]:
    """Every factor that the slider of the page has, and those of its buttons."""
    least, most = RANGES["rest_scale"]
    slider = (round(least + STEP * step, 2) for step in range(round((most - least) / STEP) + 1))
    return tuple(sorted({*slider, *(factor for factor in PRESSES if least <= factor <= most)}))


def compared(score: Score, voice: Voice, factors: Sequence[float], **wish: Any) -> Compared:
    """The rests of a letter at some factors, but for the first: of the page that planned it once, and of recordings.

    score: gives the letter; wish: the pace, as in PaceWish, without its factor.
    """
    asked = PaceWish(**{**wish, "rests": {**LEAD_IN, **wish.get("rests", {})}})
    page = played(to_dict(plan(score.letter, asked.pace(), voice)), factors)
    files = [seconds_of(plan(score.letter, PaceWish(**wish, rest_scale=factor).pace(), voice)) for factor in factors]
    pairs = [pair for one, other in zip(page, files, strict=True) for pair in zip(one[1:], other[1:], strict=True)]
    return Compared(len(pairs), sum(round(one * RATE) != round(other * RATE) for one, other in pairs))


def played(score: Mapping[str, Any], factors: Sequence[float]) -> list[list[float]]:
    """Seconds of each rest of a score, as its JSON is, at each factor, as the player computes them."""
    script = (FOLDER / "player" / "score.js").as_uri()
    command = [node(), "--input-type=module", "--eval", PLAYED, script]
    given = json.dumps([{"score": score, "factors": list(factors)}])
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=60, check=True)
    (found,) = json.loads(done.stdout)
    return list(found)


def seconds_of(score: Score) -> list[float]:
    """Seconds of each rest of a score."""
    return [part.seconds for part in score.parts if isinstance(part, Rest)]
