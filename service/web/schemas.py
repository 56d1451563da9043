"""What requests may say, and what is answered. Pydantic stays here, at the border; the core checks what things mean."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainValidator, WithJsonSchema, model_validator

from service.phrases.rests import REST_KINDS, RestKind
from service.score.pace import PaceWish
from service.sounds.pronunciations import LONGEST, MOST, NOTHING, Pronunciations
from service.web.planning import PART

LETTER = "Dear Sam,\n\nYou did what you could today, and that is enough.\n\nWith warmth,\nme"


def _text(value: Any) -> str:
    """Any text whatsoever: lone surrogates are characters of the letter, and pydantic's own text does not take them."""
    if not isinstance(value, str):
        raise ValueError("it is to be text")
    return value


def _preset(value: Any) -> Any:
    return {"preset": value} if isinstance(value, str) else value


def _first_stranger(value: Any, known: Collection[str]) -> Any:
    """An object with what is known of it, and one thing that is not: of 100,000, pydantic would tell every one."""
    if not isinstance(value, dict) or (stranger := next((name for name in value if name not in known), None)) is None:
        return value
    return {name: value[name] for name in (*known, stranger) if name in value}


def _kinds(value: Any) -> Any:
    return _first_stranger(value, REST_KINDS)


Text = Annotated[str, PlainValidator(_text), WithJsonSchema({"type": "string"})]
"""A letter, as it was written."""
Whole = Annotated[float, WithJsonSchema({"type": "integer"})]
"""A whole number: in JSON 12.0 is one, too. The core refuses any other."""
Rests = Annotated[dict[RestKind, float], BeforeValidator(_kinds)]
"""Seconds by kind of rest."""


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, hide_input_in_errors=True, frozen=True, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _known(cls, value: Any) -> Any:
        return _first_stranger(value, cls.model_fields)


class PaceBody(_Body):
    """A preset, and the numbers that are to differ from it."""

    preset: str | None = Field(default=None, description="gentle, slow, very-slow or with-breath.")
    syllables_per_second: float | None = Field(
        default=None, description="Rate of speech alone, 2 to 6. Not with `speed`."
    )
    speed: float | None = Field(
        default=None, description="A factor on the preset's rate, 0.75 to 1.3; below 1 is slower."
    )
    rest_scale: float | None = Field(default=None, description="A factor on the rests, 0.5 to 2; above 1 is longer.")
    rests: Rests | None = Field(default=None, description="Seconds for single kinds of rest, 0 to 20.")
    phrase_syllables: Whole | None = Field(default=None, description="The longest phrase, in syllables, 6 to 30.")
    jitter: float | None = Field(default=None, description="How far each rest may lie from its length, 0 to 0.3 of it.")
    duration: float | None = Field(
        default=None, description="Seconds that the whole is to take. Not with `words_per_minute`."
    )
    words_per_minute: float | None = Field(default=None, description="Words a minute, rests included, 10 to 400.")

    def wish(self, preset: str) -> PaceWish:
        """The same as the core knows it. preset: whose numbers are meant where the body names none."""
        return PaceWish.of(self.model_dump(), preset)


PaceField = Annotated[PaceBody, BeforeValidator(_preset, json_schema_input_type=str | PaceBody)]
"""The name of a preset, or an object."""
ScoreField = Annotated[Any, WithJsonSchema({"$ref": "#/components/schemas/Score"})]
"""A score; `service/score/score_file.py` says what is believed of it."""


PronunciationsField = Annotated[
    Any,
    WithJsonSchema({"type": "object", "additionalProperties": {"type": "string"}, "maxProperties": MOST}),
]
"""Words and how each is said; `service/sounds/pronunciations.py` says what is believed of them."""
PRONUNCIATIONS = 'Words and how each is said: {"Aoife": "EE-fa"}, capitals for the stress, or IPA between strokes.'


class ScoreBody(_Body):
    """A letter to be planned, or a score to be looked at again."""

    letter: Text | None = Field(default=None, description="The letter, as it was written.")
    voice: str | None = Field(default=None, description="Who reads.")
    pace: PaceField | None = Field(default=None, description="A preset's name, or an object.")
    preface: bool | None = Field(default=None, description="Begin with: These are your own words.")
    pronunciations: PronunciationsField | None = Field(default=None, description=PRONUNCIATIONS)
    score: ScoreField | None = Field(
        default=None, description="A score, in place of letter, voice, pace, preface and pronunciations."
    )
    room_tone: bool = Field(
        default=True,
        description="Whether soft noise runs under speech and rests, or digital silence. A plan is the same with both.",
    )

    @property
    def beside(self) -> tuple[str, ...]:
        """Fields that were given and that a score says already."""
        said = ("letter", "voice", "pace", "preface", "pronunciations")
        return tuple(name for name in said if getattr(self, name) is not None)

    @property
    def taught(self) -> Pronunciations:
        """The words whose sound is taught. Raises PronunciationInvalid."""
        return NOTHING if self.pronunciations is None else Pronunciations.of(self.pronunciations)

    @property
    def size(self) -> int:
        """How much work its plan is, in characters of a letter. What is no letter and no score is none."""
        score = self.score if isinstance(self.score, dict) else {}
        letter, parts = self.letter or score.get("letter"), score.get("parts")
        characters = len(letter) if isinstance(letter, str) else 0
        return characters + PART * (len(parts) if isinstance(parts, list) else 0)


class ReadbackBody(ScoreBody):
    """A letter to be read, or a score."""

    format: str | None = Field(default=None, description="mp3 (the default), m4a, opus, flac, wav, aac or pcm.")
    from_character: int | None = Field(
        default=None, description="Where in the letter to begin, in code points: with the phrase there, or the next."
    )
    score_event: Literal["whole", "ahead"] = Field(
        default="whole",
        description="Of events, what the first says: the whole score, or only what is ahead, without the letter.",
    )


class LetterAnswer(BaseModel):
    """The letter that was in a document."""

    letter: str = Field(description="Its text. It may be read as it is, or looked at and mended first.")
    notices: list[str] = Field(description="What may not be as it was written.")


class SpeechVoice(_Body):
    """A voice by its id, as OpenAI's API names voices that people made themselves."""

    id: str = Field(description="Name of a voice.")


class SpeechBody(BaseModel):
    """OpenAI's request for speech. Fields that it may grow are ignored."""

    model_config = ConfigDict(extra="ignore", strict=True, hide_input_in_errors=True, frozen=True, allow_inf_nan=False)

    model: str = Field(default="readback", description="Any.")
    input: Text = Field(description="The letter.")
    voice: str | SpeechVoice = Field(
        default="alloy", description="A voice here; OpenAI's own names mean the default voice."
    )
    response_format: Literal["mp3", "opus", "aac", "flac", "wav", "pcm"] = Field(
        default="mp3", description="pcm is s16le."
    )
    speed: float = Field(default=1.0, ge=0.25, le=4.0, description="Multiplies the default pace; held to 0.75 to 1.3.")
    stream_format: Literal["audio", "sse"] = Field(default="audio", description="Bare audio, or events that hold it.")
    pronunciations: PronunciationsField | None = Field(
        default=None, description=f"Of our own, beside OpenAI's. {PRONUNCIATIONS}"
    )
    instructions: Text | None = Field(default=None, description="Taken and ignored: the voice is always plain.")


class TriesBody(_Body):
    """A word that was said wrongly."""

    word: Text = Field(description=f"One word of the letter, of up to {LONGEST} characters.")


class TriesAnswer(BaseModel):
    """Ways to say it."""

    tries: list[str] = Field(description="Up to three, the likeliest first, each as `pronunciations` takes it.")


class VoiceAnswer(BaseModel):
    """Who can read, and what a missing one needs."""

    name: str
    engine: str
    language: str = Field(description="BCP 47 tag.")
    accent: str = Field(
        description="How it sounds to those who speak the language; empty where there is nothing to say."
    )
    description: str
    licence: str = Field(description="SPDX identifier.")
    attribution: str
    sample_rate: int = Field(description="Samples a second.")
    scripts: list[str] = Field(description="Unicode scripts that it speaks; none listed means any.")
    installed: bool = Field(description="Whether it can read here.")
    why: str | None = Field(description="Why it cannot.")
    mend: str | None = Field(description="What to do about that.")
    default: bool = Field(description="Whether it reads unless a request says otherwise.")
    leaves_to: str | None = Field(
        default=None, description="Host that the letter is sent to; none where nothing leaves the machine."
    )
    measured: bool = Field(description="Whether its own pace was measured; if not, another voice's stands in for it.")
    times_real_time: float | None = Field(
        default=None, description="Seconds of speech for a second of work, where it was measured."
    )


class UnreadableAnswer(BaseModel):
    """A file in the folder of the voices that describes none."""

    file: str = Field(description="Its name. What stands before the ending is answered with voice-invalid.")
    why: str = Field(description="What is wrong with it.")


class VoicesAnswer(BaseModel):
    """All voices."""

    voices: list[VoiceAnswer]
    unreadable: list[UnreadableAnswer] = Field(description="Files of voices that cannot be used, if any.")


class PaceAnswer(BaseModel):
    """A preset with its numbers."""

    name: str
    syllables_per_second: float
    phrase_syllables: int
    rests: dict[str, float] = Field(description="Seconds of each kind of rest.")
    jitter: float
    breath: bool = Field(description="Whether phrases are breath groups.")
    default: bool = Field(description="Whether it is taken unless a request says otherwise.")


class PacesAnswer(BaseModel):
    """All presets, and what each number may be."""

    paces: list[PaceAnswer]
    ranges: dict[str, tuple[float, float]] = Field(description="Lowest and highest of each number.")


class HealthAnswer(BaseModel):
    """How things are."""

    status: Literal["alive", "ready"]


class PhrasePart(BaseModel):
    """What is said in one go."""

    kind: Literal["phrase"]
    index: int = Field(description="Counted from 0.")
    text: tuple[int, int] = Field(description="Where it stands in the letter, in code points: start, and end.")
    spoken: str = Field(description="How it is said: numbers in words, links by their names, and so on.")
    role: str = Field(description="greeting, paragraph, item, closing or signature.")
    sentence: int = Field(description="Which sentence it belongs to, counted from 0.")


class RestPart(BaseModel):
    """A silence that is planned."""

    kind: Literal["rest"]
    rest: RestKind = Field(description="Why it is there.")
    seconds: float = Field(ge=0, le=20, description="How long it is.")
    base: float | None = Field(
        default=None,
        ge=0,
        description="Seconds at a `rest_scale` of 1, before the limit in `most`. Left out where no factor touches it.",
    )
    most: float | None = Field(default=None, ge=0, description="The longest that a factor makes it, where one does.")


class PrefacePart(BaseModel):
    """The line before the letter, which is no part of it."""

    kind: Literal["preface"]
    spoken: str


class SilentPart(BaseModel):
    """Some of the letter of which nothing is said."""

    text: tuple[int, int] = Field(description="Where it stands in the letter, in code points, and up to where.")
    reason: str = Field(description="Why: emoji, emoticon, kaomoji, kiss, mark-up, encoding, link, note or script.")


class ScoreAnswer(BaseModel):
    """A reading, planned. Handed back in a request, phrases and rests may be other ones, and nothing else."""

    model_config = ConfigDict(title="Score")

    version: Literal[1]
    letter: str = Field(description="The letter, as it was written.")
    voice: str
    pace: PaceBody = Field(description="The pace, every number spelt out.")
    seed: int = Field(ge=0, lt=2**32, description="The same score sounds the same.")
    parts: list[PhrasePart | RestPart | PrefacePart] = Field(description="Phrases and rests, in order.")
    predicted_seconds: float = Field(description="How long the reading will take.")
    words_per_minute: float = Field(description="Words a minute, rests included.")
    notices: list[str] = Field(description="What could not be done as it was asked.")
    silent: list[SilentPart] = Field(
        default=[], description="What of the letter is not said, and why. It is worked out, and not taken from a score."
    )
    pronunciations: dict[str, str] | None = Field(
        default=None, description="Words whose sound was taught; left out where none was."
    )


class ProblemAnswer(BaseModel):
    """What went wrong (RFC 9457). Some codes have further members. Nothing that was sent is in it."""

    model_config = ConfigDict(title="Problem", extra="allow")

    type: str = Field(description="A URN of the code.")
    title: str
    status: int
    detail: str = Field(description="What to do, for people.")
    code: str = Field(description="Stable name of the kind.")


class SpeechFault(BaseModel):
    """What went wrong, as OpenAI's clients expect it."""

    message: str
    type: str
    param: str | None = Field(default=None, description="Which field.")
    code: str


class SpeechProblem(BaseModel):
    """An error in OpenAI's shape."""

    error: SpeechFault
