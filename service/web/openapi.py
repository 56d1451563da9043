"""What is answered, for the OpenAPI document: every status of every route, with an example of each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel

from service.documents.kinds import KINDS
from service.encode.formats import FORMATS
from service.web.problems import EXAMPLES, MEDIA_TYPE, TITLES
from service.web.schemas import LETTER, LetterAnswer, ProblemAnswer, ScoreAnswer, SpeechProblem

Answers = dict[int | str, dict[str, Any]]
REF = "#/components/schemas/{model}"
ALWAYS = ("host-not-allowed", "origin-not-allowed", "busy", "internal")
"""What any route may answer."""
VOICES = ("voice-unknown", "voice-invalid", "voice-not-installed")
"""What a voice that reads may be answered with."""
ANYWHERE = ("letter-empty", "letter-too-long", "reading-too-long", "language-not-spoken", *VOICES)
"""What a letter and a voice may be answered with."""
BODY = ("body-invalid", "field-invalid", "pace-invalid")
"""What a body may be answered with."""
READ = ("speech-failed", "encoder-failed", "not-ready")
"""What may go wrong when it is read."""
DOCUMENT = ("document-unknown", "document-unreadable", "document-empty", "document-too-long")
"""What a document may be answered with."""
DOCUMENTS: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            kind: {
                "schema": {"type": "string", "format": "binary"},
                "examples": {"a letter": {"value": LETTER if kind.startswith("text/") else "(the file)"}},
            }
            for kind in KINDS
        },
    }
}
"""The body of a request that brings a document."""

PACE = {
    "preset": "slow",
    "syllables_per_second": 3.7,
    "phrase_syllables": 12,
    "rest_scale": 1.0,
    "jitter": 0.1,
    "rests": {
        **{"soft": 0.45, "clause": 0.8, "trail": 1.05, "sentence": 1.6, "paragraph": 2.8, "greeting": 1.8},
        **{"closing": 2.8, "lead_in": 1.2, "lead_out": 3.5, "breath": 0.0},
    },
}
SCORE = {
    "version": 1,
    "letter": "Dear Sam,\nYou did enough.",
    "voice": "heart",
    "pace": PACE,
    "seed": 3685878650,
    "parts": [
        {"kind": "rest", "rest": "lead_in", "seconds": 1.2},
        {"kind": "phrase", "index": 0, "text": [0, 9], "spoken": "Dear Sam,", "role": "greeting", "sentence": 0},
        {"kind": "rest", "rest": "greeting", "seconds": 1.398, "base": 1.398, "most": 3.9},
        {
            **{"kind": "phrase", "index": 1, "text": [10, 25], "spoken": "You did enough."},
            **{"role": "paragraph", "sentence": 1},
        },
        {"kind": "rest", "rest": "lead_out", "seconds": 3.5},
    ],
    "predicted_seconds": 7.8,
    "words_per_minute": 38.5,
    "notices": [],
    "silent": [],
}
SCORES: Mapping[str, Any] = {
    "a letter": {"value": {"letter": LETTER}},
    "a pace of one's own": {
        "value": {"letter": LETTER, "voice": "heart", "pace": {"preset": "gentle", "rests": {"sentence": 2.0}}}
    },
    "a score": {"value": {"score": SCORE}},
}
READBACKS: Mapping[str, Any] = {
    **SCORES,
    "a word that is taught": {"value": {"letter": "Dear Aoife,\nrest.", "pronunciations": {"Aoife": "EE-fa"}}},
    "as Opus": {"value": {"letter": LETTER, "pace": "very-slow", "format": "opus", "preface": True}},
}
WORDS: Mapping[str, Any] = {"a name": {"value": {"word": "Aoife"}}}
SPEECHES: Mapping[str, Any] = {
    "as OpenAI's clients send it": {
        "value": {"model": "tts-1", "voice": "alloy", "input": LETTER, "response_format": "mp3", "speed": 0.9}
    }
}
EVENTS = "".join(
    json.dumps(event) + "\n"
    for event in (
        {"event": "score", "score": SCORE},
        {"event": "rest", "kind": "rest", "rest": "lead_in", "start": 0.0, "end": 1.2, "seconds": 1.2},
        {
            **{"event": "phrase", "kind": "phrase", "index": 0, "start": 1.2, "end": 1.9, "text": [0, 9]},
            **{"words": [], "media_type": "audio/flac", "audio": "ZkxhQw=="},
        },
        {"event": "end", "duration": 7.8},
    )
)
SERVER_SENT = 'data: {"type":"speech.audio.delta","audio":"SUQz"}\n\ndata: {"type":"speech.audio.done","usage":{}}\n\n'
VOICE = {
    **{"name": "heart", "engine": "hibari", "language": "en-US", "accent": "American"},
    **{"description": "A warm, steady voice.", "measured": True, "times_real_time": 80.0},
    **{"licence": "Apache-2.0", "attribution": "hibari-tts", "sample_rate": 24000, "scripts": ["Latin"]},
    **{"installed": False, "why": "the package is not installed", "mend": "Install it.", "default": False},
}
UNREADABLE = {"file": "mine.toml", "why": "engine: there is none called 'hum'; it may be hibari, system, tone"}
PRESET = {
    **{"name": "slow", "syllables_per_second": 3.7, "phrase_syllables": 12, "rests": PACE["rests"]},
    **{"jitter": 0.1, "breath": False, "default": True},
}


def sound(*formats: str) -> dict[str, Any]:
    """The content of an answer that is sound, in these formats, or in all."""
    binary = {"schema": {"type": "string", "format": "binary"}, "example": "(the sound)"}
    return {FORMATS[name].media_type: binary for name in formats or FORMATS}


def said(description: str, value: Any, status: int = 200) -> Answers:
    """An answer in JSON, by an example."""
    return {status: {"description": description, "content": {"application/json": {"example": value}}}}


def problems(*codes: str) -> Answers:
    """What may go wrong, by the codes."""
    schema, found = {"$ref": REF.format(model="Problem")}, Answers()
    for code in (*codes, *ALWAYS):
        problem = EXAMPLES[code]
        answer = found.setdefault(problem.status, {"description": "", "content": {MEDIA_TYPE: {"schema": schema}}})
        told = answer["content"][MEDIA_TYPE].setdefault("examples", {})
        told[code] = {"summary": TITLES[code], "value": problem.to_dict()}
        answer["description"] = ". ".join(one["summary"] for one in told.values()) + "."
    return found


def speech_problems(*codes: str) -> Answers:
    """The same in OpenAI's shape."""
    found = problems(*codes)
    for answer in found.values():
        examples = answer["content"].pop(MEDIA_TYPE)["examples"]
        for code, example in examples.items():
            example["value"] = EXAMPLES[code].to_openai()
        content = {"schema": {"$ref": REF.format(model="SpeechProblem")}, "examples": examples}
        answer["content"]["application/json"] = content
    return found


def described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made once."""
    if app.openapi_schema is None:
        document = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes)
        schemas = document["components"]["schemas"]
        for model in (ScoreAnswer, LetterAnswer, ProblemAnswer, SpeechProblem):
            _add(schemas, model)
        for methods in document["paths"].values():
            for operation in methods.values():
                # FastAPI promises its own kind of error for every parameter. Ours are problems.
                if "HTTPValidationError" in str(operation["responses"].get("422", "")):
                    del operation["responses"]["422"]
        for name in ("HTTPValidationError", "ValidationError"):
            schemas.pop(name, None)
        app.openapi_schema = document
    return app.openapi_schema


def _add(schemas: dict[str, Any], model: type[BaseModel]) -> None:
    """Add a model and what it is made of to the document's schemas, under its title."""
    schema = model.model_json_schema(ref_template=REF)
    schemas.update(schema.pop("$defs", {}))
    schemas[schema["title"]] = schema
