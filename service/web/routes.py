"""The routes. Each says what it takes and hands it on."""

from __future__ import annotations

import json
from typing import Annotated

from fastapi import APIRouter, Body, Header, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from service.deliver.renditions import Archive, Events, Sound
from service.encode.formats import FORMATS, format_named
from service.score.pace import PRESETS, RANGES, Pace, PaceWish
from service.score.score_file import to_json
from service.sounds.pronunciations import NOTHING, Pronunciations
from service.sounds.tries import tries
from service.voices.listing import entry_of, roster, unreadable
from service.web import openapi
from service.web.answers import Page, ServerSent, rendition_of
from service.web.bodies import BodyRoute
from service.web.documents import letter_in
from service.web.forms import Form, FormRoute
from service.web.openapi import problems, said, sound, speech_problems
from service.web.pages import POLICY, docs_page
from service.web.places import DOCUMENT, PLAN, READING
from service.web.problems import FORM_PATH, SPEECH_PATH, Problem, ProblemError, not_sent
from service.web.requests import TheHouse
from service.web.schemas import (
    LETTER,
    HealthAnswer,
    PaceAnswer,
    PacesAnswer,
    ReadbackBody,
    ScoreBody,
    SpeechBody,
    SpeechVoice,
    TriesAnswer,
    TriesBody,
    UnreadableAnswer,
    VoiceAnswer,
    VoicesAnswer,
)
from service.web.streaming import ReadingAnswer

SAMPLE = "Dear you,\n\nthis is how I read. Slowly, and with time to breathe."
"""What a voice says of itself. It is nobody's letter."""
OPENAI_VOICES = frozenset(
    ("alloy", "ash", "ballad", "coral", "echo", "fable", "onyx", "nova", "sage", "shimmer", "verse", "marin", "cedar")
)
"""Names that OpenAI's clients send unasked. They mean the default voice here."""
NO_STORE = {"Cache-Control": "no-store"}

v1 = APIRouter(prefix="/v1", route_class=BodyRoute, tags=["Letters"])
speech = APIRouter(route_class=BodyRoute, tags=["OpenAI's speech API"])
status = APIRouter(tags=["For whoever runs it"])
pages = APIRouter(route_class=FormRoute, include_in_schema=False)


@v1.post(
    "/readbacks",
    summary="Read a letter",
    response_class=Response,
    dependencies=[READING],
    responses={
        200: {
            "description": "The reading, streamed while it is spoken. The Accept header chooses: sound, events, a zip.",
            "content": {
                **sound(),
                Events.media_type: {"schema": {"type": "string"}, "example": openapi.EVENTS},
                Archive.media_type: {"schema": {"type": "string", "format": "binary"}, "example": "(the zip)"},
            },
        },
        **problems(
            *openapi.BODY, *openapi.ANYWHERE, "score-invalid", "pronunciation-invalid", "format-unknown", *openapi.READ
        ),
    },
)
async def read_letter(
    body: Annotated[ReadbackBody, Body(openapi_examples=dict(openapi.READBACKS))],
    house: TheHouse,
    accept: Annotated[str, Header(description="application/x-ndjson for events, application/zip for a zip.")] = "",
) -> ReadingAnswer:
    """The letter, read: slow, with rests. It begins to arrive while most of it is still to be spoken."""
    form = None if body.format is None else format_named(body.format)
    readback = await house.readback(body)
    rendition = rendition_of(accept, readback, form, house.held, body.score_event == "ahead")
    return house.reading(rendition, readback.reader)


@v1.post(
    "/scores",
    summary="Plan a reading",
    response_class=Response,
    dependencies=[PLAN],
    responses={
        200: {
            "description": "The score.",
            "content": {
                "application/json": {
                    "schema": {"$ref": "#/components/schemas/Score"},
                    "example": openapi.SCORE,
                }
            },
        },
        **problems(*openapi.BODY, *openapi.ANYWHERE, "score-invalid", "pronunciation-invalid", "not-ready"),
    },
)
async def plan_reading(
    body: Annotated[ScoreBody, Body(openapi_examples=dict(openapi.SCORES))], house: TheHouse
) -> Response:
    """The plan of a reading, with its predicted length. No sound is made."""
    text = await house.planned(body, to_json)
    return Response(text, headers=NO_STORE, media_type="application/json")


@v1.post(
    "/pronunciations",
    summary="How a word may be said",
    dependencies=[PLAN],
    responses={
        **said("Up to three ways.", {"tries": ["EE-fuh", "EF-uh"]}),
        **problems("body-invalid", "field-invalid", "pronunciation-invalid", "not-ready"),
    },
)
async def try_word(
    body: Annotated[TriesBody, Body(openapi_examples=dict(openapi.WORDS))], house: TheHouse
) -> TriesAnswer:
    """Ways to say a word that was said wrongly, for a person to choose from. Nothing is kept of it."""
    return TriesAnswer(tries=list(await house.aside(lambda: tries(body.word))))


@v1.post(
    "/letters",
    summary="Take the letter out of a document",
    response_class=Response,
    dependencies=[DOCUMENT],
    openapi_extra=openapi.DOCUMENTS,
    responses={
        200: {
            "description": "The letter.",
            "content": {
                "application/json": {
                    "schema": {"$ref": "#/components/schemas/LetterAnswer"},
                    "example": {"letter": LETTER, "notices": []},
                }
            },
        },
        **problems("body-invalid", "letter-too-long", *openapi.DOCUMENT, "not-ready"),
    },
)
async def open_document(request: Request, house: TheHouse) -> Response:
    """The text of a letter in .txt, .md, .docx, .odt, .rtf, .eml, .html or .pdf. The body is the file itself.

    Nothing is kept of it.
    """
    found = await letter_in(request, house)
    text = json.dumps({"letter": found.letter, "notices": found.notices})
    return Response(text, headers=NO_STORE, media_type="application/json")


@v1.get(
    "/voices",
    summary="Who can read",
    responses={**said("All voices.", {"voices": [openapi.VOICE], "unreadable": [openapi.UNREADABLE]}), **problems()},
)
async def list_voices(house: TheHouse) -> VoicesAnswer:
    """All voices that are known, also those that cannot read here yet, and the files that describe none."""
    entries = await house.aside(lambda: roster(house.catalogue, house.settings.voice))
    return VoicesAnswer(
        voices=[VoiceAnswer(**entry.to_dict()) for entry in entries],
        unreadable=[UnreadableAnswer(file=one.file, why=one.why) for one in unreadable(house.catalogue)],
    )


@v1.get(
    "/voices/{name}",
    summary="One voice",
    responses={**said("The voice.", openapi.VOICE), **problems("voice-unknown", "voice-invalid")},
)
async def show_voice(name: str, house: TheHouse) -> VoiceAnswer:
    """Who a voice is, and what it needs if it cannot read here."""
    found = await house.aside(lambda: entry_of(house.catalogue, house.catalogue.voice(name), house.settings.voice))
    return VoiceAnswer(**found.to_dict())


@v1.get(
    "/voices/{name}/sample",
    summary="A few words in a voice",
    response_class=Response,
    dependencies=[READING],
    responses={
        200: {"description": "The sound.", "content": sound()},
        **problems(*openapi.VOICES, "language-not-spoken", "format-unknown", *openapi.READ),
    },
)
async def hear_voice(name: str, house: TheHouse, format: str = "mp3") -> ReadingAnswer:  # noqa: A002
    """A short passage, always the same, read by the voice at the default pace."""
    form, pace = format_named(format), PRESETS[house.settings.pace]
    readback = await house.readback_by(name, SAMPLE, pace, len(SAMPLE))
    return house.reading(Sound(readback, form), readback.reader)


@v1.get(
    "/paces",
    summary="How letters can be read",
    responses={**said("The presets.", {"paces": [openapi.PRESET], "ranges": {"speed": [0.75, 1.3]}}), **problems()},
)
async def list_paces(house: TheHouse) -> PacesAnswer:
    """The presets with all their numbers, and what each number may be."""
    paces = [_pace(pace, house.settings.pace) for pace in PRESETS.values()]
    return PacesAnswer(paces=paces, ranges=dict(RANGES))


@speech.post(
    SPEECH_PATH,
    summary="Read a letter, for OpenAI's clients",
    response_class=Response,
    dependencies=[READING],
    responses={
        200: {
            "description": "The sound, or server-sent events that hold it.",
            "content": {
                **sound("mp3", "opus", "aac", "flac", "wav", "pcm"),
                "text/event-stream": {"schema": {"type": "string"}, "example": openapi.SERVER_SENT},
            },
        },
        **speech_problems("body-invalid", "field-invalid", "pronunciation-invalid", *openapi.ANYWHERE, *openapi.READ),
    },
)
async def speak(
    body: Annotated[SpeechBody, Body(openapi_examples=dict(openapi.SPEECHES))], house: TheHouse
) -> ReadingAnswer:
    """The same reading, asked for as OpenAI's speech API asks."""
    settings, (low, high) = house.settings, RANGES["speed"]
    speed = min(max(body.speed, low), high)
    name = body.voice.id if isinstance(body.voice, SpeechVoice) else body.voice
    own = house.catalogue.files.keys() | house.catalogue.unreadable.keys()
    voice = settings.voice if name in OPENAI_VOICES - own else name
    pace = PaceWish(settings.pace, speed=speed).pace()
    taught = NOTHING if body.pronunciations is None else Pronunciations.of(body.pronunciations)
    readback = await house.readback_by(voice, body.input, pace, settings.max_characters, taught)
    kind = ServerSent if body.stream_format == "sse" else Sound
    notices = () if speed == body.speed else (f"The speed is held to {low:g} to {high:g}, so it is {speed:g}.",)
    return house.reading(kind(readback, FORMATS[body.response_format]), readback.reader, notices)


@status.get("/healthz", summary="Whether it is alive", responses={**said("It is.", {"status": "alive"}), **problems()})
async def healthz() -> HealthAnswer:
    """An answer while the process is alive."""
    return HealthAnswer(status="alive")


@status.get(
    "/readyz",
    summary="Whether it can read",
    responses={**said("It can.", {"status": "ready"}), **problems("not-ready")},
)
async def readyz(house: TheHouse) -> HealthAnswer:
    """200 when the default voice spoke last time it was to. One that failed is tried again when this is asked for."""
    if (why := house.readiness.why) is not None:
        house.readiness.try_it()
        raise ProblemError(Problem("not-ready", f"The voice {house.settings.voice} is not ready. {why}"))
    return HealthAnswer(status="ready")


@status.get(
    "/metrics",
    summary="What was counted",
    response_class=Response,
    responses={
        200: {
            "description": "Counters, for Prometheus.",
            "content": {
                "text/plain": {"schema": {"type": "string"}, "example": "readback_utterances_total 42.0\n"},
            },
        },
        **problems(),
    },
)
async def metrics(house: TheHouse) -> Response:
    """Counts of requests, readings, seconds and failures. No letters and no people."""
    return Response(house.metrics.page(), media_type="text/plain; version=0.0.4; charset=utf-8")


@pages.post(FORM_PATH, dependencies=[READING])
async def listen(request: Request, house: TheHouse, accept: Annotated[str, Header()] = "") -> ReadingAnswer:
    """The form of the page without JavaScript: the letter, read, on a page that plays it, or as MP3 to a program."""
    form: Form = request.state.form
    voice = await house.aside(lambda: house.catalogue.voice(form.voice or house.settings.voice))
    if voice.leaves_to is not None and voice.leaving is not None and not form.send:
        raise ProblemError(not_sent(voice.leaving, voice.leaves_to))
    kind = Page if "text/html" in accept.lower() else Sound
    readback = await house.readback(form.body)
    reading = house.reading(kind(readback, FORMATS["mp3"]), readback.reader)
    reading.headers.update(POLICY)
    return reading


@pages.get(FORM_PATH)
async def listen_again() -> Response:
    """A browser that comes back to a reading, which is gone: the page is where it begins."""
    return RedirectResponse("./", 303, NO_STORE)


@pages.get("/docs")
async def docs(request: Request, house: TheHouse) -> Response:
    """How to call it, for people."""
    page = await house.aside(lambda: docs_page(request.app.openapi()))
    return HTMLResponse(page, headers=POLICY)


def _pace(pace: Pace, default: str) -> PaceAnswer:
    return PaceAnswer(
        name=pace.preset,
        syllables_per_second=pace.syllables_per_second,
        phrase_syllables=pace.phrase_syllables,
        rests={str(kind): seconds for kind, seconds in pace.rests.items()},
        jitter=pace.jitter,
        breath=pace.breath,
        default=pace.preset == default,
    )
