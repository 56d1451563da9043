"""What a listener may ask for, and what is refused."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from service.cli.main import parser
from service.cli.options import wish_of
from service.errors import PaceInvalid
from service.phrases.rests import REST_KINDS
from service.score.pace import PRESETS, RANGES, Pace, PaceWish, pace_named
from service.score.pace_file import wish_in
from service.score.score_file import from_dict, to_dict
from service.settings import Settings
from tests.readings import CATALOGUE, score_of
from tests.running import SCORES, running

RESTS = ("soft", "clause", "trail", "sentence", "paragraph", "greeting", "closing")
TABLE = {
    "gentle": (4.05, 14, 0.10, (0.30, 0.55, 0.75, 1.1, 2.0, 1.2, 2.0)),
    "slow": (3.7, 12, 0.10, (0.45, 0.80, 1.05, 1.6, 2.8, 1.8, 2.8)),
    "very-slow": (3.35, 10, 0.08, (0.70, 1.2, 1.6, 2.4, 3.8, 2.6, 3.8)),
}
"""Rate, longest phrase, jitter and rests, as the evidence has them."""
SINGLE: list[Any] = [field for field in RANGES if field != "rests"]
NOT_TOGETHER = {"speed": "syllables_per_second", "duration": "words_per_minute"}


@pytest.mark.parametrize("name", TABLE)
def test_a_preset_has_the_numbers_of_the_evidence(name: str) -> None:
    pace = pace_named(name)
    rests = tuple(seconds for kind, seconds in pace.rests.items() if kind in RESTS)
    assert (pace.syllables_per_second, pace.phrase_syllables, pace.jitter, rests) == TABLE[name]
    assert (pace.speed, pace.rest_scale, pace.breath) == (1.0, 1.0, False)


def test_with_breath_has_groups_of_ten_seconds_and_empty_breaths_between_paragraphs() -> None:
    pace = pace_named("with-breath")
    assert (pace.syllables_per_second, pace.phrase_syllables, pace.jitter) == (3.15, 12, 0.03)
    assert pace.breath
    assert (pace.breath_seconds, pace.shortest_breath) == (10.0, 3.5)
    assert [pace.rests[kind] for kind in ("paragraph", "greeting", "closing")] == [10.0, 10.0, 10.0]


@pytest.mark.parametrize("name", PRESETS)
def test_every_preset_begins_and_ends_with_quiet_and_says_all_kinds_of_rest(name: str) -> None:
    pace = pace_named(name)
    assert (pace.rests["lead_in"], pace.rests["lead_out"]) == (1.2, 3.5)
    assert tuple(pace.rests) == REST_KINDS
    assert pace.preset == name


def test_a_wish_for_nothing_is_the_slow_preset() -> None:
    assert PaceWish().pace() == PRESETS["slow"]


def test_a_preset_cannot_be_changed_by_who_reads_with_it() -> None:
    with pytest.raises(TypeError):
        pace_named("slow").rests["soft"] = 1.0  # type: ignore[index]


@pytest.mark.parametrize("field", SINGLE)
def test_both_ends_of_a_range_are_allowed(field: str) -> None:
    for value in RANGES[field]:
        wish: dict[str, Any] = {field: value}
        assert getattr(PaceWish(**wish).pace(), field) == value


@pytest.mark.parametrize("field", SINGLE)
@pytest.mark.parametrize("beyond", ["under", "over", "nan", "inf"])
def test_what_is_out_of_range_is_refused_with_its_field_and_its_range(field: str, beyond: str) -> None:
    low, high = RANGES[field]
    value = {"under": low - 0.001, "over": high + 0.001, "nan": math.nan, "inf": math.inf}[beyond]
    with pytest.raises(PaceInvalid) as refused:
        PaceWish(**{field: value}).pace()  # type: ignore[arg-type]
    assert refused.value.field == field
    assert str(refused.value).startswith(f"{field}: ")
    assert f"from {low:g} to {high:g}" in str(refused.value)


@pytest.mark.parametrize("kind", REST_KINDS)
@pytest.mark.parametrize("seconds", [-0.001, 20.001, math.nan, -math.inf])
def test_a_rest_out_of_range_is_refused_by_its_kind(kind: str, seconds: float) -> None:
    with pytest.raises(PaceInvalid, match=rf"^rests\.{kind}: .* from 0 to 20\.$") as refused:
        PaceWish(rests={kind: seconds}).pace()
    assert refused.value.field == f"rests.{kind}"


@pytest.mark.parametrize("kind", REST_KINDS)
def test_a_rest_that_is_named_takes_the_place_of_the_presets_and_the_others_stay(kind: str) -> None:
    pace = PaceWish(preset="gentle", rests={kind: 7.0}).pace()
    others = {other: seconds for other, seconds in PRESETS["gentle"].rests.items() if other != kind}
    assert dict(pace.rests) == others | {kind: 7.0}
    assert pace.asked == {kind}


def test_an_unknown_kind_of_rest_is_refused_with_the_kinds_there_are() -> None:
    with pytest.raises(PaceInvalid, match="soft, clause, trail, sentence") as refused:
        PaceWish(rests={"pause": 1.0}).pace()
    assert refused.value.field == "rests.pause"


def test_an_unknown_preset_is_refused_with_the_presets_there_are() -> None:
    with pytest.raises(PaceInvalid, match="gentle, slow, very-slow, with-breath"):
        PaceWish(preset="glacial").pace()


@pytest.mark.parametrize(("one", "other"), list(NOT_TOGETHER.items()))
def test_two_numbers_that_contradict_each_other_are_refused(one: str, other: str) -> None:
    both: dict[str, Any] = {one: RANGES[one][0], other: RANGES[other][0]}
    with pytest.raises(PaceInvalid, match=f"either {one} or {other}"):
        PaceWish(**both).pace()


def test_speed_is_a_factor_on_the_rate() -> None:
    assert PaceWish(preset="slow", speed=0.75).pace().syllable_rate == pytest.approx(3.7 * 0.75)
    assert PaceWish(preset="slow", syllables_per_second=2.5).pace().syllable_rate == 2.5


# One mind. What stands in paces.json is tried on the page's own reader, too (tests/room/page/pacefile.test.js).

PACES: list[tuple[dict[str, Any], str | None]] = json.loads(
    (Path(__file__).parent / "paces.json").read_text(encoding="utf-8")
)
"""Paces as JSON's own types, and the field by which each is refused, or None."""
LETTER = "Dear Sam,\n\nyou did enough today."


def without_nulls(pace: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in pace.items() if value is not None}


def from_core(pace: dict[str, Any]) -> Pace:
    return PaceWish.of(pace).pace()


def from_file(pace: dict[str, Any]) -> Pace:
    return wish_in(json.dumps({"readback_pace": 1, "pace": pace})).pace()


def from_score(pace: dict[str, Any]) -> Pace:
    score = {**to_dict(score_of(LETTER)), "pace": pace}
    return from_dict(score, CATALOGUE.voice("tone"), 1000).pace


def from_command_line(pace: dict[str, Any]) -> Pace:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pace.json"
        path.write_text(json.dumps({"readback_pace": 1, "pace": pace}), encoding="utf-8")
        options = parser().parse_args(["score", "letter.txt", "--pace", str(path)])
        try:
            return wish_of(options, Settings()).pace()
        except PaceInvalid as error:
            raise PaceInvalid(error.field.removeprefix(f"{path}: "), "") from None


@pytest.mark.parametrize("reader", [from_core, from_file, from_score, from_command_line])
@pytest.mark.parametrize(("pace", "field"), PACES, ids=[json.dumps(pace) for pace, _ in PACES])
def test_whoever_reads_a_pace_takes_the_same_and_refuses_the_rest_by_the_same_field(
    reader: Callable[[dict[str, Any]], Pace], pace: dict[str, Any], field: str | None
) -> None:
    if field is not None:
        with pytest.raises(PaceInvalid) as refused:
            reader(pace)
        assert refused.value.field == field
        return
    assert reader(pace) == PaceWish(**without_nulls(pace)).pace()
    assert type(reader(pace).phrase_syllables) is int


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf, 10**400])
def test_a_number_that_nothing_can_be_done_with_is_refused_by_its_field(value: float) -> None:
    for field in SINGLE:
        with pytest.raises(PaceInvalid) as refused:
            PaceWish.of({field: value}).pace()
        assert refused.value.field == field


def test_over_http_a_pace_is_taken_and_refused_as_everywhere_else() -> None:
    with running() as place:
        for pace, field in PACES:
            answer = place.post(SCORES, {"letter": LETTER, "pace": pace})
            assert answer.status_code == (200 if field is None else 422), pace
            if field is None:
                assert answer.json()["pace"] == to_dict(score_of(LETTER, **without_nulls(pace)))["pace"]
            else:
                assert (answer.json()["code"], answer.json()["field"]) == ("pace-invalid", field), pace
            again = place.post(SCORES, {"score": {**to_dict(score_of(LETTER)), "pace": pace}})
            assert again.status_code == answer.status_code, pace
            assert again.json().get("field") == field, pace
