"""The names the server goes by, other origins, the log, and what nobody foresaw."""

from __future__ import annotations

import logging

import pytest

from tests.running import LETTER, READ, SCORES, Place, running


def asked(place: Place, host: str, path: str = "/v1/paces") -> int:
    answer = place.get(path, headers={"Host": host})
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "host-not-allowed"
        assert host not in answer.text
    return answer.status_code


def test_only_names_of_this_machine_are_answered_unless_set_otherwise() -> None:
    with running() as place:
        for host in ("localhost", f"127.0.0.1:{place.port}", "[::1]:80"):
            assert asked(place, host) == 200
        for host in (
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "xlocalhost",
            "localhost:80@evil.example",
        ):
            assert asked(place, host) == 400


def test_whoever_looks_after_the_server_is_answered_under_any_name() -> None:
    with running(ready=False, allowed_hosts=("letters.example",)) as place:
        assert asked(place, f"127.0.0.1:{place.port}", "/healthz") == 200
        assert asked(place, "127.0.0.1") == 400


def test_names_can_be_set_with_those_under_them_or_all() -> None:
    with running(allowed_hosts=("letters.example", "*.clinic.example", "127.0.0.1")) as place:
        assert asked(place, "letters.example") == asked(place, "a.clinic.example:443") == 200
        assert asked(place, "clinic.example") == asked(place, "a.letters.example") == asked(place, "localhost") == 400
    with running(allowed_hosts=("*",)) as place:
        assert asked(place, "anything.example") == 200


def test_pages_of_other_origins_may_not_call_unless_they_are_listed() -> None:
    origin = {"Origin": "https://journal.example"}
    asking = {**origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    with running() as place, place.client() as client:
        refused = client.post(READ, json={"letter": "Hi."}, headers=origin)
        assert (refused.status_code, refused.json()["code"]) == (403, "origin-not-allowed")
        assert "access-control-allow-origin" not in refused.headers
        assert client.options(READ, headers=asking).status_code == 405
    with running(allowed_origins=("https://journal.example",)) as place, place.client() as client:
        answer = client.post(READ, json={"letter": "Hi."}, headers=origin)
        assert answer.headers["access-control-allow-origin"] == "https://journal.example"
        assert client.options(READ, headers=asking).status_code == 200
        other = client.get("/v1/voices", headers={"Origin": "https://other.example"})
        assert other.status_code == 403
        assert "access-control-allow-origin" not in other.headers


def test_the_log_has_the_route_the_status_and_the_time_and_nothing_that_was_sent(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with running() as place:
        place.get("/v1/voices/secretname?secret=query")
        place.get("/secretpath")
        place.post(SCORES, {"letter": LETTER})
    ours = [record.getMessage() for record in caplog.records if record.name == "service.web"]
    assert any(line.startswith("GET /v1/voices/{name} 404 in ") for line in ours)
    assert any(line.startswith("GET - 404 in ") for line in ours)
    assert any(line.startswith("POST /v1/scores 200 in ") for line in ours)
    assert not [line for line in ours if "secret" in line]


def test_what_nobody_foresaw_is_a_problem_and_its_message_is_not_logged(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("secret words")

    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("service.web.requests.planned", broken)
    with running(ready=False) as place:
        answer = place.post(SCORES, {"letter": LETTER})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "ZeroDivisionError at test_middleware.py" in caplog.text
    assert "secret words" not in caplog.text
