"""The score as JSON: how it is written, and what is believed of one that comes back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from service.errors import ScoreInvalid
from service.languages.registry import language_of
from service.letter.letter import Letter, read_letter
from service.phrases.phrases import Outline, Phrase, outline, phrase
from service.phrases.rests import REST_KINDS
from service.score.pace import LONGEST_REST, LONGEST_UNASKED, Pace, PaceWish
from service.score.plan import notices_of, predicted, syllable_rate_of, unsaid
from service.score.score import Part, Preface, Rest, Score, rest_seconds
from service.sounds.pronunciations import NOTHING, Pronunciations
from service.voice import Voice

VERSION = 1
FEW = 200
"""Parts that are written as JSON in one go."""
LARGEST = 1e12
"""No number in a score comes near it."""


def to_json(score: Score) -> str:
    """The score as version 1 of its JSON."""
    return written(to_dict(score))


def written(told: Mapping[str, Any]) -> str:
    """A score as JSON's own types, as text. Its parts are written a few at a time: in one go, all else would wait."""
    return f"{{{','.join(f'{_text(name)}:{_pieces(value)}' for name, value in told.items())}}}"


def _pieces(value: Any) -> str:
    if not isinstance(value, list):
        return _text(value)
    return f"[{','.join(_text(value[at : at + FEW])[1:-1] for at in range(0, len(value), FEW))}]"


def _text(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def to_dict(score: Score) -> dict[str, Any]:
    """What `to_json` writes: the score as JSON's own types."""
    return {
        "version": VERSION,
        "letter": score.letter.text,
        "voice": score.voice,
        "pace": pace_written(score.pace),
        "seed": score.seed,
        "parts": list(_parts_written(score.parts)),
        "predicted_seconds": round(score.predicted_seconds, 3),
        "words_per_minute": round(score.words_per_minute, 1),
        "notices": list(score.notices),
        "silent": [{"text": [one.start, one.end], "reason": one.why} for one in score.silent],
        **({"pronunciations": score.pronunciations.to_dict()} if score.pronunciations else {}),
    }


def to_dict_ahead(score: Score, begin: int, voice: Voice) -> dict[str, Any]:
    """What `to_dict` writes, without what is known to who has sent the letter and has read up to the phrase `begin`.

    The letter is left out, and the parts that are not read are. What is predicted is of the others, for this voice.
    """
    parts = score.ahead(begin)
    seconds = predicted(parts, syllable_rate_of(score.pace, voice), voice)
    written = to_dict(replace(score, parts=parts, predicted_seconds=seconds))
    del written["letter"]
    return {**written, "parts": list(_parts_written(parts, begin))}


def pace_written(pace: Pace) -> dict[str, Any]:
    """A pace as a request would write it, every number spelt out."""
    return {
        "preset": pace.preset,
        "syllables_per_second": round(pace.syllable_rate, 6),
        "phrase_syllables": pace.phrase_syllables,
        "rest_scale": pace.rest_scale,
        "jitter": pace.jitter,
        "rests": dict(pace.rests),
    }


def _parts_written(parts: tuple[Part, ...], index: int = 0) -> Iterator[dict[str, Any]]:
    """The parts as JSON's own types. index: of the first phrase among them."""
    for part in parts:
        if isinstance(part, Phrase):
            yield {
                "kind": "phrase",
                "index": index,
                "text": [part.start, part.end],
                "spoken": part.spoken,
                "role": part.role,
                "sentence": part.sentence,
            }
            index += 1
        elif isinstance(part, Preface):
            yield {"kind": "preface", "spoken": part.spoken}
        else:
            free = {} if part.base is None else {"base": part.base, "most": part.most}
            yield {"kind": "rest", "rest": part.kind, "seconds": part.seconds, **free}


def from_json(text: str | bytes, voice_named: Callable[[str], Voice], limit: int) -> Score:
    """The score that was written, perhaps edited since. Raises ScoreInvalid, and what a letter or pace raises.

    voice_named: finds the voice; limit: the longest letter, in code points.
    """
    given = loaded(text)
    return from_dict(given, voice_named(voice_in(given)), limit)


def loaded(text: str | bytes) -> Any:
    """What the JSON says. Raises ScoreInvalid."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise ScoreInvalid("it is not JSON.") from None


def voice_in(given: Any) -> str:
    """The name of the voice that a score was planned for. Raises ScoreInvalid where it is no score of this version."""
    if not isinstance(given, Mapping):
        raise ScoreInvalid("it is not a JSON object.")
    if given.get("version") != VERSION or isinstance(given.get("version"), bool):
        raise ScoreInvalid(f"its version is not {VERSION}.")
    return str(_field(given, "voice", str))


def from_dict(given: Mapping[str, Any], voice: Voice, limit: int) -> Score:
    """The same from JSON's own types: phrases, rests and taught words are taken, all else is computed again.

    voice: the one that `voice_in` names.
    """
    text = _field(given, "letter", str)
    letter = read_letter(text, limit, language_of(voice.language))
    pace = pace_read(_field(given, "pace", dict))
    seed = _field(given, "seed", int)
    if not 0 <= seed < 2**32:
        raise ScoreInvalid("its seed is not from 0 to 4294967295.")
    parts = tuple(_parts_read(letter, _field(given, "parts", list), pace.rest_scale))
    if not any(isinstance(part, Phrase) for part in parts):
        raise ScoreInvalid("it has no phrase.")
    seconds = predicted(parts, syllable_rate_of(pace, voice), voice)
    notices = (*notices_of(pace, pace, voice), *unsaid(parts))
    return Score(replace(letter, memory=None), voice.name, pace, seed, parts, seconds, notices, _taught(given))


def _taught(given: Mapping[str, Any]) -> Pronunciations:
    """The words whose sound is taught. Raises PronunciationInvalid."""
    words = given.get("pronunciations")
    return NOTHING if words is None else Pronunciations.of(words)


def pace_read(given: Mapping[str, Any]) -> Pace:
    """A pace as `pace_written` wrote it. Raises PaceInvalid and ScoreInvalid."""
    wish = PaceWish.of(given)
    if not given.keys() <= {"preset", "syllables_per_second", "phrase_syllables", "rest_scale", "jitter", "rests"}:
        raise ScoreInvalid("its pace has a field that a score's pace does not have.")
    return wish.pace()


def _is_number(value: Any) -> bool:
    """Whether it is a number that anything can be done with: not NaN, not infinite, not too large for a float."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= LARGEST


def _field(given: Mapping[str, Any], name: str, kind: type) -> Any:
    value = given.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ScoreInvalid(f"its field {name} is missing or of the wrong type.")
    return value


def _parts_read(letter: Letter, given: list[Any], factor: float) -> Iterator[Part]:
    if len(given) > 4 * len(letter.text) + 16:
        raise ScoreInvalid("it has more parts than its letter can have.")
    found = outline(letter)
    at = index = 0
    for number, part in enumerate(given):
        kind = part.get("kind") if isinstance(part, Mapping) else None
        if kind == "rest":
            yield _rest_read(part, number, factor)
        elif kind == "preface" and index == 0:
            line = Preface.of(letter.language)
            if line is None or part.get("spoken", line.spoken) != line.spoken:
                raise ScoreInvalid(f"its preface (part {number}) says something else than Readback's own line.")
            yield line
        elif kind == "phrase":
            spoken = _phrase_read(letter, found, part, number, at)
            at, index = spoken.end, index + 1
            yield spoken
        else:
            raise ScoreInvalid(f"part {number} is no phrase, no rest, and no preface at the beginning.")
    if letter.text[at:].strip():
        raise ScoreInvalid("its phrases leave out the end of the letter.")


def _rest_read(part: Mapping[str, Any], number: int, factor: float) -> Rest:
    """A rest. Its seconds hold; a base that does not lead to them is of the rest as it was before it was edited."""
    kind, seconds = part.get("rest"), part.get("seconds")
    if kind not in REST_KINDS:
        raise ScoreInvalid(f"the rest at part {number} is of no kind that there is.")
    if not _is_number(seconds) or not 0 <= seconds <= LONGEST_REST:  # type: ignore[operator]
        raise ScoreInvalid(f"the rest at part {number} is not from 0 to {LONGEST_REST:g} seconds.")
    base, most = part.get("base"), part.get("most", LONGEST_UNASKED)
    if base is None:
        return Rest(kind, float(seconds))  # type: ignore[arg-type]
    if not all(_is_number(value) and value >= 0 for value in (base, most)):
        raise ScoreInvalid(f"the base of the rest at part {number}, or its most, is no number of seconds.")
    free = rest_seconds(base, most, factor) == seconds
    return Rest(kind, float(seconds), *(float(base), float(most)) if free else ())  # type: ignore[arg-type]


def _phrase_read(letter: Letter, found: Outline, part: Mapping[str, Any], number: int, at: int) -> Phrase:
    text = part.get("text")
    if not (isinstance(text, list) and len(text) == 2 and all(type(offset) is int for offset in text)):
        raise ScoreInvalid(f"the phrase at part {number} does not say where it stands in the letter.")
    start, end = text
    if not at <= start < end <= len(letter.text):
        raise ScoreInvalid(f"the phrase at part {number} is out of order, empty, or outside the letter.")
    if letter.text[at:start].strip():
        raise ScoreInvalid(f"something is left out before the phrase at part {number}.")
    spoken = phrase(letter, start, end, found)
    if not spoken.words:
        raise ScoreInvalid(f"in the phrase at part {number} there is nothing to say.")
    if part.get("spoken", spoken.spoken) != spoken.spoken:
        raise ScoreInvalid(f"what is spoken in the phrase at part {number} differs from the letter.")
    return spoken
