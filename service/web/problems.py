"""What goes wrong, as RFC 9457 problem documents. None of them repeats what was sent.

One table turns the stable codes into HTTP statuses. The OpenAI speech API has its own shape of error, made of the same.
"""

from __future__ import annotations

import json
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from types import MappingProxyType
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from service.documents.document import LARGEST
from service.errors import (
    BodyInvalid,
    Busy,
    DocumentEmpty,
    DocumentTooLong,
    DocumentUnknown,
    DocumentUnreadable,
    FormatUnknown,
    LanguageNotSpoken,
    LetterEmpty,
    LetterTooLong,
    PaceInvalid,
    PronunciationInvalid,
    ReadbackError,
    ReadingTooLong,
    ScoreInvalid,
    SpeechFailed,
    VoiceInvalid,
    VoiceNotInstalled,
    VoiceUnknown,
)
from service.phrases.rests import REST_KINDS
from service.score.pace import RANGES
from service.web.pages import POLICY, problem_page

SPEECH_PATH = "/v1/audio/speech"
"""The one route whose errors have OpenAI's shape."""
FORM_PATH = "/listen"
"""The one route whose errors are pages, since it is a person's browser that asks."""
MEDIA_TYPE = "application/problem+json"

STATUSES: Mapping[str, int] = MappingProxyType(
    {
        "letter-empty": 422,
        "letter-too-long": 413,
        "language-not-spoken": 422,
        "reading-too-long": 422,
        "voice-unknown": 404,
        "voice-not-installed": 409,
        "voice-invalid": 409,
        "pace-invalid": 422,
        "pronunciation-invalid": 422,
        "score-invalid": 422,
        "format-unknown": 422,
        "document-unknown": 415,
        "document-unreadable": 422,
        "document-empty": 422,
        "document-too-long": 413,
        "body-invalid": 400,
        "field-invalid": 422,
        "busy": 429,
        "speech-failed": 503,
        "encoder-failed": 503,
        "not-ready": 503,
        "host-not-allowed": 400,
        "origin-not-allowed": 403,
        "not-sent": 403,
        "route-unknown": 404,
        "method-not-allowed": 405,
        "internal": 500,
    }
)
"""The HTTP status of each code. The codes are part of the API."""
TITLES: Mapping[str, str] = MappingProxyType(
    {
        "letter-empty": "Nothing to read",
        "letter-too-long": "The letter is too long",
        "language-not-spoken": "The voice does not speak this",
        "reading-too-long": "The reading would take too long",
        "voice-unknown": "No such voice",
        "voice-not-installed": "The voice is not installed",
        "voice-invalid": "The voice cannot be used",
        "pace-invalid": "The pace cannot be kept",
        "pronunciation-invalid": "The word cannot be taught so",
        "score-invalid": "The score cannot be read",
        "format-unknown": "No such format",
        "document-unknown": "Not a document that is read here",
        "document-unreadable": "The document cannot be read",
        "document-empty": "No text in the document",
        "document-too-long": "The document is too large",
        "body-invalid": "The body cannot be read",
        "field-invalid": "A field does not fit",
        "busy": "No room at this moment",
        "speech-failed": "The voice failed",
        "encoder-failed": "The audio could not be encoded",
        "not-ready": "Not ready yet",
        "host-not-allowed": "Not a name of this server",
        "origin-not-allowed": "Sent from another page",
        "not-sent": "Nothing was sent",
        "route-unknown": "Nothing is there",
        "method-not-allowed": "Not with this method",
        "internal": "Something went wrong here",
    }
)
_WANTED: Mapping[str, str] = MappingProxyType(
    {
        "missing": "it is missing",
        "extra_forbidden": "there is a field of a name that is not known",
        "string_type": "it is to be text",
        "string_unicode": "it is to be text that can be written in UTF-8",
        "float_type": "it is to be a number",
        "finite_number": "it is to be a number",
        "int_type": "it is to be a whole number",
        "bool_type": "it is to be true or false",
        "dict_type": "it is to be an object",
        "model_type": "it is to be an object",
        "model_attributes_type": "it is to be an object",
        "greater_than_equal": "it is less than it may be",
        "less_than_equal": "it is more than it may be",
    }
)
"""What is said of a field, by pydantic's name for what is wrong."""
_FIELDS = frozenset(
    {"letter", "voice", "pace", "format", "score", "preface", "room_tone", "from_character", "score_event"}
    | {"pronunciations", "word"}
    | {"preset", "rests", *RANGES, *REST_KINDS}
    | {"model", "input", "response_format", "speed", "stream_format", "instructions", "id", "name", "body"}
)
"""Names that a problem may say. Anything else in the path to a field came from whoever sent it."""


@dataclass(frozen=True)
class Problem:
    """One thing that went wrong."""

    code: str
    """Stable name of the kind."""
    detail: str
    """What to do, in one sentence for people."""
    members: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What else a program may want to know: the field, the voices that can, …"""

    @property
    def status(self) -> int:
        """The HTTP status."""
        return STATUSES[self.code]

    def to_dict(self) -> dict[str, Any]:
        """The problem document."""
        fixed = {"type": f"urn:readback:{self.code}", "title": TITLES[self.code], "status": self.status}
        return {**fixed, "detail": self.detail, "code": self.code, **self.members}

    @staticmethod
    def of(written: Mapping[str, Any]) -> Problem:
        """The problem that `to_dict` wrote."""
        fixed = {"type", "title", "status", "detail", "code"}
        members = {name: value for name, value in written.items() if name not in fixed}
        return Problem(written["code"], written["detail"], members)

    def to_openai(self) -> dict[str, Any]:
        """The same as OpenAI's clients expect it."""
        kind = "invalid_request_error" if self.status < 500 else "server_error"
        kind = "rate_limit_error" if self.status == 429 else kind
        return {"error": {"message": self.detail, "type": kind, "param": self.members.get("field"), "code": self.code}}

    def response(self, path: str = "") -> Response:
        """The answer to a request for `path`."""
        headers = {"Cache-Control": "no-store"}
        if "retry_after" in self.members:
            headers["Retry-After"] = str(self.members["retry_after"])
        if path == FORM_PATH:
            return HTMLResponse(problem_page(TITLES[self.code], self.detail), self.status, {**POLICY, **headers})
        speech = path == SPEECH_PATH
        body = json.dumps(self.to_openai() if speech else self.to_dict()).encode()
        return Response(body, self.status, headers, "application/json" if speech else MEDIA_TYPE)


HOST_NOT_ALLOWED = Problem("host-not-allowed", "This server does not go by that name. See READBACK_ALLOWED_HOSTS.")
ORIGIN_NOT_ALLOWED = Problem(
    "origin-not-allowed",
    "A page of another site asked for this, so nothing was done. Open the page here. Which sites may ask is in "
    "READBACK_ALLOWED_ORIGINS.",
)


def not_sent(leaving: str, host: str) -> Problem:
    """A letter that would leave, and nobody has agreed. leaving: where it would go, as a sentence."""
    agree = "If that is all right, go back, tick the box that says so, and listen once more. Other voices read it here."
    return Problem("not-sent", f"{leaving} Nothing was sent yet. {agree}", {"host": host})


class ProblemError(Exception):
    """A problem that only HTTP knows."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem
        """What is answered."""


def problem_of(error: BaseException | None) -> Problem:
    """The problem that an error is. Every error that is raised on purpose has one; any other is `internal`."""
    match error:
        case ProblemError():
            return error.problem
        case PaceInvalid():
            return _pace_problem(error)
        case ReadbackError() if error.code in STATUSES:
            members = {name: list(v) if isinstance(v, tuple) else v for name, v in vars(error).items()}
            return Problem(error.code, str(error), members)
        case RequestValidationError():
            return _field_problem(error.errors())
        case HTTPException():
            return _http_problem(error.status_code)
        case OSError():
            return Problem("encoder-failed", "The audio encoder failed. Try again, or choose another format.")
    return Problem("internal", "Something went wrong here. It was noted down, without a word of what was sent.")


def field_invalid(name: str, sentence: str) -> ProblemError:
    """What to raise where a field does not fit."""
    return ProblemError(Problem("field-invalid", f"{name}: {sentence}", {"field": name}))


def place_of(error: BaseException | None) -> str:
    """What was raised and where, for a log: types and lines of code. Messages are left out, a letter may be in them."""
    told = []
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        at = f" at {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        told.append(f"{type(error).__name__}{at}")
        error = error.__cause__ or error.__context__
    return ", after ".join(told[:4])


def _pace_problem(error: PaceInvalid) -> Problem:
    """A kind of rest that does not exist was made up by whoever sent it, and so is not repeated."""
    known = _named(error.field.split("."))
    return Problem(error.code, str(error).replace(error.field, known, 1), {"field": known})


def _field_problem(errors: Sequence[Any]) -> Problem:
    """The first thing that the schema does not like, by the name of its field."""
    first = errors[0]
    path = [str(part) for part in first["loc"]]
    name = _named(path[1:]) or path[0]
    pace = path[1:2] == ["pace"]
    if pace:
        name = _named(path[2:]) or "pace"
    return Problem("pace-invalid" if pace else "field-invalid", f"{name}: {_wanted(first)}.", {"field": name})


def _wanted(error: Mapping[str, Any]) -> str:
    """What a field may be, in our own words where we have them. Pydantic's tell nothing of what was sent either."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == "value_error":
        return str(context["error"])
    if kind == "literal_error":
        return f"it may be {context['expected']}"
    return _WANTED.get(kind, error["msg"].removeprefix("Input should be "))


def _named(path: Sequence[str]) -> str:
    """The path to a field, as far as its names are ours."""
    return ".".join(part for part in path if part in _FIELDS)


def _http_problem(status: int) -> Problem:
    match status:
        case 404:
            return Problem("route-unknown", "Nothing is there. What there is, is listed at /docs.")
        case 405:
            return Problem("method-not-allowed", "That is not done with this method. /docs says how it is.")
        case _:
            return Problem("body-invalid", "The body is not JSON in UTF-8, or not said to be application/json.")


async def answer_problem(request: Request, error: Exception) -> Response:
    """The handler of every error that is raised on purpose."""
    problem = problem_of(error)
    request.app.state.metrics.refusals.labels(problem.code).inc()
    response = problem.response(request.url.path)
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


EXAMPLES: Mapping[str, Problem] = MappingProxyType(
    {
        problem.code: problem
        for problem in (
            *map(
                problem_of,
                (
                    LetterEmpty(),
                    LetterTooLong(20_416, 20_000),
                    LanguageNotSpoken("heart", "Han", 41, 57, ("tone",)),
                    ReadingTooLong(115_200, 21_600),
                    VoiceUnknown(("heart", "tone")),
                    VoiceNotInstalled("heart", "the package hibari is not installed", "Run `pip install hibari-tts`."),
                    VoiceInvalid("mine.toml", "engine: there is none called 'hum'; it may be hibari, system, tone"),
                    PaceInvalid("speed", "out of range, it may be from 0.75 to 1.3."),
                    PronunciationInvalid(0, "it is not one word of letters."),
                    ScoreInvalid("its version is not 1."),
                    FormatUnknown(("mp3", "m4a", "opus", "flac", "wav", "aac", "pcm")),
                    BodyInvalid("The body is not JSON in UTF-8."),
                    DocumentUnknown("picture"),
                    DocumentUnreadable("locked"),
                    DocumentEmpty(),
                    DocumentTooLong(LARGEST),
                    Busy("readings", 10),
                    SpeechFailed(0, "heart"),
                    OSError(),
                    HTTPException(404),
                    HTTPException(405),
                    RuntimeError(),
                ),
            ),
            Problem("field-invalid", "letter: it is missing. Give a letter or a score.", {"field": "letter"}),
            Problem("not-ready", "The voice heart has not spoken yet. Ask again in a second."),
            HOST_NOT_ALLOWED,
            ORIGIN_NOT_ALLOWED,
            not_sent("This letter leaves this machine: speech.example.org gets its text.", "speech.example.org"),
        )
    }
)
"""One of each, for the documentation."""
