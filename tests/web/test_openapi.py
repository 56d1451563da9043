"""The OpenAPI document: every answer of every route is there, with an example that is one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from service.settings import Settings
from service.web.app import create_app
from service.web.problems import EXAMPLES, STATUSES, TITLES
from tests.running import running

DOCUMENT: dict[str, Any] = create_app(Settings(voice="tone")).openapi()
OPERATIONS = [
    (f"{method.upper()} {path}", operation)
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]
BINARY = {"type": "string", "format": "binary"}


def contents() -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    for name, operation in OPERATIONS:
        for media_type, content in operation.get("requestBody", {}).get("content", {}).items():
            yield name, "body", media_type, content
        for status, answer in operation["responses"].items():
            for media_type, content in answer["content"].items():
                yield name, status, media_type, content


def examples(content: dict[str, Any]) -> list[Any]:
    found = [example["value"] for example in content.get("examples", {}).values()]
    return [*found, content["example"]] if "example" in content else found


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=[name for name, _ in OPERATIONS])
def test_every_operation_says_what_it_is_and_every_answer_has_content(name: str, operation: dict[str, Any]) -> None:
    assert operation["summary"]
    assert operation["description"]
    assert "200" in operation["responses"]
    for status, answer in operation["responses"].items():
        assert answer["description"], status
        assert answer["content"], status


@pytest.mark.parametrize(("name", "status", "media_type", "content"), list(contents()))
def test_every_content_has_examples_and_they_are_valid(
    name: str, status: str, media_type: str, content: dict[str, Any]
) -> None:
    assert examples(content)
    schema = {**content["schema"], "components": DOCUMENT["components"]}
    if content["schema"] == BINARY:
        return
    for example in examples(content):
        jsonschema.Draft202012Validator(schema).validate(example)


@pytest.mark.parametrize(("name", "operation"), OPERATIONS, ids=[name for name, _ in OPERATIONS])
def test_problems_are_listed_under_their_status(name: str, operation: dict[str, Any]) -> None:
    for status, answer in operation["responses"].items():
        for content in answer["content"].values():
            for code in content.get("examples", {}):
                assert str(STATUSES[code]) == status


def test_every_code_has_a_status_a_title_and_an_example() -> None:
    assert set(STATUSES) == set(TITLES) == set(EXAMPLES)
    for code, problem in EXAMPLES.items():
        assert problem.code == code
        assert problem.detail.endswith(".")
        assert "!" not in problem.detail


def test_every_code_is_an_answer_of_some_route() -> None:
    text = json.dumps(DOCUMENT["paths"])
    nowhere = {"route-unknown", "method-not-allowed", "not-sent"}
    assert {code for code in STATUSES if f'"{code}"' not in text} == nowhere


def test_every_reference_leads_somewhere() -> None:
    import re

    for name in re.findall(r'"#/components/schemas/(\w+)"', json.dumps(DOCUMENT)):
        assert name in DOCUMENT["components"]["schemas"]


def test_the_examples_of_bodies_are_answered() -> None:
    with running() as place:
        for path in ("/v1/readbacks", "/v1/scores", "/v1/audio/speech"):
            content = DOCUMENT["paths"][path]["post"]["requestBody"]["content"]["application/json"]
            for example in examples(content):
                text = json.dumps(example).replace('"heart"', '"tone"')
                assert place.post(path, json.loads(text)).status_code == 200


def test_the_score_shown_is_one() -> None:
    with running() as place:
        content = DOCUMENT["paths"]["/v1/scores"]["post"]["responses"]["200"]["content"]["application/json"]
        given = place.post("/v1/scores", {"letter": "Dear Sam,\n\nthat is enough.", "preface": True}).json()
        schema = {**content["schema"], "components": DOCUMENT["components"]}
        jsonschema.Draft202012Validator(schema).validate(given)
        assert set(given) == set(content["example"])
