"""Every line of the table of bad input, and bodies that are no bodies."""

from __future__ import annotations

import contextlib
import json
import select
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from service.web.problems import STATUSES
from tests.running import LETTER, READ, SCORES, SPEECH, Hanging, Place, running, until

DEEP = b'{"letter": ' + b"[" * 200_000


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running(voice="heart", ready=False, max_characters=5000, read_timeout=1.0) as place:
        yield place


@pytest.fixture(scope="module")
def score(server: Place) -> dict[str, Any]:
    answered: dict[str, Any] = server.post(SCORES, {"letter": LETTER, "voice": "tone"}).json()
    return answered


BAD: dict[str, tuple[Any, str]] = {
    "an empty letter": ({"letter": ""}, "letter-empty"),
    "white space": ({"letter": " \n\t\u2003 "}, "letter-empty"),
    "symbols alone": ({"letter": "... *** ---"}, "letter-empty"),
    "a letter that is too long": ({"letter": "a" * 5001}, "letter-too-long"),
    "Cyrillic": ({"letter": "Dear Sam, Дорогой Сэм"}, "language-not-spoken"),
    "Chinese": ({"letter": "亲爱的"}, "language-not-spoken"),
    "a voice that there is not": ({"letter": LETTER, "voice": "nobody"}, "voice-unknown"),
    "a pace that there is not": ({"letter": LETTER, "pace": "hasty"}, "pace-invalid"),
    "a speed out of range": ({"letter": LETTER, "pace": {"speed": 3}}, "pace-invalid"),
    "a rest out of range": ({"letter": LETTER, "pace": {"rests": {"sentence": 21}}}, "pace-invalid"),
    "a rest of no kind": ({"letter": LETTER, "pace": {"rests": {"secretkind": 2}}}, "pace-invalid"),
    "two paces at once": ({"letter": LETTER, "pace": {"speed": 1, "syllables_per_second": 3}}, "pace-invalid"),
    "two lengths at once": ({"letter": LETTER, "pace": {"duration": 60, "words_per_minute": 60}}, "pace-invalid"),
    "a length that cannot be met": ({"letter": LETTER, "pace": {"duration": 1}}, "pace-invalid"),
    "a huge number": ({"letter": LETTER, "pace": {"jitter": 10**400}}, "pace-invalid"),
    "a pace that is a list": ({"letter": LETTER, "pace": [1]}, "pace-invalid"),
    "an unknown field of a pace": ({"letter": LETTER, "pace": {"secretfield": 1}}, "pace-invalid"),
    "text for a number": ({"letter": LETTER, "pace": {"speed": "1.0"}}, "pace-invalid"),
    "a score of another version": ({"score": {"version": 2}}, "score-invalid"),
    "a score that is a number": ({"score": 5}, "score-invalid"),
    "a score that is a list": ({"score": [[], {}]}, "score-invalid"),
    "a score that is text": ({"score": "secretscore"}, "score-invalid"),
    "a score that is empty": ({"score": {}}, "score-invalid"),
    "a format that there is not": ({"letter": LETTER, "format": "vox"}, "format-unknown"),
    "no letter": ({}, "field-invalid"),
    "a letter that is null": ({"letter": None}, "field-invalid"),
    "a letter that is a number": ({"letter": 5}, "field-invalid"),
    "a letter that is a list": ({"letter": ["secretletter"]}, "field-invalid"),
    "an unknown field": ({"letter": LETTER, "secretfield": 1}, "field-invalid"),
    "a voice that is a number": ({"letter": LETTER, "voice": 5}, "field-invalid"),
    "text for true": ({"letter": LETTER, "preface": "yes"}, "field-invalid"),
}
RAW: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"secretletter",
    "half a body": b'{"letter": "secretletter',
    "a list": b'["secretletter"]',
    "null": b"null",
    "a number": b"5",
    "text": b'"secretletter"',
    "NaN": b'{"letter": "secretletter", "pace": {"speed": NaN}}',
    "an infinity": b'{"letter": "secretletter", "pace": {"speed": -Infinity}}',
    "Latin-1": '{"letter": "secretletter, très cher"}'.encode("latin-1"),
    "UTF-16": '{"letter": "secretletter"}'.encode("utf-16"),
    "deep nesting": DEEP,
    "a number of many digits": b'{"letter": "secretletter", "pace": {"speed": ' + b"9" * 5000 + b"}}",
    "a NUL": b'{"letter": "secretletter\0"}',
}


@pytest.mark.parametrize("path", [READ, SCORES])
@pytest.mark.parametrize(("body", "code"), BAD.values(), ids=list(BAD))
def test_what_cannot_be_read_is_told_by_its_code(server: Place, path: str, body: Any, code: str) -> None:
    if path == SCORES and "format" in body:
        code = "field-invalid"
    answer = server.post(path, body)
    told = answer.json()
    assert (answer.status_code, told["code"]) == (STATUSES[code], code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    assert (told["type"], told["status"]) == (f"urn:readback:{code}", answer.status_code)
    assert told["title"]
    assert told["detail"].endswith(".")
    assert "secret" not in answer.text + str(answer.headers)
    assert "Дорогой" not in answer.text


@pytest.mark.parametrize("path", [READ, SCORES, SPEECH])
@pytest.mark.parametrize("content", RAW.values(), ids=list(RAW))
def test_what_is_no_json_object_in_utf_8_is_told(server: Place, path: str, content: bytes) -> None:
    answer = server.raw(path, content)
    told = answer.json()
    code = told["error"]["code"] if path == SPEECH else told["code"]
    assert (answer.status_code, code) == (400, "body-invalid")
    assert "secret" not in answer.text


def test_numbers_that_are_too_large_for_anything_are_out_of_range(server: Place) -> None:
    content = json.dumps({"letter": LETTER}).encode()[:-1] + b', "pace": {"speed": 1e999}}'
    assert server.raw(SCORES, content).json()["code"] == "pace-invalid"


@pytest.mark.parametrize("kind", ["text/plain", "", "application/x-www-form-urlencoded", "multipart/form-data"])
def test_a_body_that_is_not_said_to_be_json_is_not_read(server: Place, kind: str) -> None:
    answer = server.raw(SCORES, json.dumps({"letter": LETTER}).encode(), kind)
    assert (answer.status_code, answer.json()["code"]) == (400, "body-invalid")


@pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", "application/ld+json"])
def test_a_body_that_is_said_to_be_json_is_read(server: Place, kind: str) -> None:
    content = json.dumps({"letter": LETTER, "voice": "tone"}).encode()
    assert server.raw(SCORES, b"\xef\xbb\xbf" + content, kind).status_code == 200


def test_a_pace_names_its_field_and_its_range(server: Place) -> None:
    told = server.post(SCORES, {"letter": LETTER, "pace": {"rests": {"sentence": 21}}}).json()
    assert told["field"] == "rests.sentence"
    assert "from 0 to 20" in told["detail"]


def test_a_language_names_the_part_and_who_can(server: Place) -> None:
    told = server.post(SCORES, {"letter": "Dear Sam, Дорогой Сэм"}).json()
    assert (told["start"], told["script"]) == (10, "Cyrillic")
    assert "tone" in told["voices"]
    assert "heart" not in told["voices"]


def test_a_letter_that_looks_like_another_language_is_planned_with_a_notice(server: Place) -> None:
    told = server.post(SCORES, {"letter": "Liebe Anna, ich weiß, dass du heute nicht allein sein willst."})
    assert told.status_code == 200
    (notice,) = told.json()["notices"]
    assert notice.startswith("This letter looks German, and heart speaks English. ")


def test_lone_surrogates_in_a_name_are_a_field_that_does_not_fit(server: Place) -> None:
    for body in (b'{"letter": "a", "voice": "\\ud800"}', b'{"letter": "a", "\\ud800": 1}'):
        assert server.raw(SCORES, body).status_code in (404, 422)


CHANGES: dict[str, Any] = {
    "other words": lambda s: s["parts"][1].update(spoken="Something else."),
    "a phrase left out": lambda s: s["parts"].pop(1),
    "phrases swapped": lambda s: s["parts"].reverse(),
    "a rest of 21 seconds": lambda s: s["parts"][0].update(seconds=21),
    "a rest of text": lambda s: s["parts"][0].update(seconds="1"),
    "a rest of a huge number": lambda s: s["parts"][0].update(seconds=10**400),
    "a rest of no kind": lambda s: s["parts"][0].update(rest=[]),
    "a part that is null": lambda s: s["parts"].append(None),
    "parts that are text": lambda s: s.update(parts="parts"),
    "a letter that is a list": lambda s: s.update(letter=[]),
    "a seed that is negative": lambda s: s.update(seed=-1),
    "a pace that is a name": lambda s: s.update(pace="slow"),
    "an offset that is text": lambda s: s["parts"][1].update(text=["0", 9]),
    "an offset that is huge": lambda s: s["parts"][1].update(text=[0, 10**400]),
    "a version that is true": lambda s: s.update(version=True),
    "a voice that is a number": lambda s: s.update(voice=5),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_a_score_that_was_changed_in_what_cannot_change_is_told(
    server: Place, score: dict[str, Any], change: Any
) -> None:
    changed = json.loads(json.dumps(score))
    change(changed)
    answer = server.post(READ, {"score": changed})
    assert (answer.status_code, answer.json()["code"]) == (422, "score-invalid")


def test_a_rest_of_no_kind_in_a_score_is_not_repeated(server: Place, score: dict[str, Any]) -> None:
    pace = {**score["pace"], "rests": {**score["pace"]["rests"], "secretkind": 2.0}}
    answer = server.post(READ, {"score": {**score, "pace": pace}})
    assert (answer.status_code, answer.json()["code"]) == (422, "pace-invalid")
    assert "secret" not in answer.text


def test_a_body_that_is_far_too_large_is_refused_before_it_has_come(server: Place) -> None:
    sent = 0

    def endless() -> Iterator[bytes]:
        nonlocal sent
        yield b'{"letter": "'
        while True:
            sent += 1 << 16
            yield b"a" * (1 << 16)

    begun = time.monotonic()
    with server.client() as client:
        answer = client.post(READ, content=endless(), headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (413, "letter-too-long")
    assert answer.json()["limit"] == 5000
    assert time.monotonic() - begun < 10


def test_a_body_that_says_it_is_too_large_is_not_read(server: Place) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 10) as sock:
        head = "POST /v1/readbacks HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        sock.sendall(head.encode() + b"Content-Length: 99999999999\r\n\r\n{")
        assert sock.recv(65536).startswith(b"HTTP/1.1 413")
        sock.settimeout(10)
        while sock.recv(65536):
            pass  # the connection ends by itself


def test_a_body_that_never_comes_is_not_waited_for(server: Place) -> None:
    with socket.create_connection(("127.0.0.1", server.port), 10) as sock:
        head = "POST /v1/scores HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        sock.sendall(head.encode() + b'Content-Length: 1000\r\n\r\n{"letter"')
        answer = b"".join(iter(lambda: sock.recv(65536), b""))  # the connection ends by itself
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"within 1 seconds" in answer


def test_a_connection_goes_on_after_a_refusal(server: Place) -> None:
    with server.client() as client:
        assert client.post(SCORES, json={"letter": ""}).status_code == 422
        assert client.post(SCORES, json={"letter": LETTER}).status_code == 200


def begun(place: Place, length: int, data: bytes = b"", path: str = READ) -> socket.socket:
    """A connection on which a body of that length was promised, and only the data came."""
    sock = socket.create_connection(("127.0.0.1", place.port), 10)
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
    sock.sendall(f"{head}Content-Length: {length}\r\n\r\n".encode() + data)
    return sock


def told(sock: socket.socket) -> tuple[int, dict[str, Any]]:
    """The status of the answer, and the problem in it."""
    with sock.makefile("rb") as file:
        status = int(file.readline().split()[1])
        heads = dict(line.decode().lower().split(": ") for line in iter(file.readline, b"\r\n"))
        return status, json.loads(file.read(int(heads["content-length"])))


def held(place: Place) -> int:
    in_use: int = place.app.state.house.held.in_use
    return in_use


def test_what_arrives_is_bounded_over_all_bodies_and_the_longest_gives_way(server: Place) -> None:
    house, part = server.app.state.house, b'{"letter": "' + b"a" * 400_000
    with contextlib.ExitStack() as stack:
        stack.callback(setattr, house.held, "limit", house.held.limit)
        house.held.limit = 1_000_000
        first, _ = [stack.enter_context(begun(server, 1_000_000, part)) for _ in range(2)]
        until(lambda: held(server) == 2 * len(part))
        stack.enter_context(begun(server, 1_000_000, part))
        status, problem = told(first)
        assert (status, problem["code"], problem["full"]) == (429, "busy", "arrivals")
        assert (
            problem["detail"]
            == "More is being sent here at this moment than there is room for. Try again in 5 seconds."
        )
        assert held(server) <= 1_000_000
        assert server.post(READ, {"letter": LETTER, "voice": "tone"}).status_code == 200, (
            "a letter has room beside them"
        )
    until(lambda: held(server) == 0)


def test_a_body_for_which_nobody_can_make_room_is_told_when_to_come_back(server: Place) -> None:
    house = server.app.state.house
    with contextlib.ExitStack() as stack:
        stack.callback(setattr, house.held, "limit", house.held.limit)
        house.held.limit = 500_000
        with house.held.share() as zips, begun(server, 900, b"a" * 300):
            assert zips.take(450_000)
            status, problem = told(stack.enter_context(begun(server, 100_000, b"a" * 90_000)))
            assert (status, problem["full"]) == (429, "arrivals")
            assert server.app.state.house.arrivals.taken == 1, "nobody gave way for nothing"


def test_only_so_many_bodies_arrive_at_once(server: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    arrivals = server.app.state.house.arrivals
    monkeypatch.setattr(arrivals, "most", 2)
    with begun(server, 100) as first, begun(server, 100):
        until(lambda: arrivals.taken == 2)
        with begun(server, 100):
            assert told(first)[1]["full"] == "arrivals"
        assert arrivals.taken <= 2
    until(lambda: arrivals.taken == 0)


@pytest.mark.parametrize("piece", ["[],", "[[[1]]],", "1,"])
def test_what_takes_far_more_than_its_length_once_it_is_read_is_refused(server: Place, piece: str) -> None:
    body = '{"score": [' + (piece * (1_000_000 // len(piece)))[:-1] + "]}"
    answer = server.raw(SCORES, body.encode())
    assert (answer.status_code, answer.json()["code"]) == (400, "body-invalid")
    assert answer.json()["detail"] == "The body has more parts than any letter."
    assert held(server) == 0


ENDS: dict[str, tuple[int, bytes, int]] = {
    "a letter": (0, json.dumps({"letter": LETTER, "voice": "tone"}).encode(), 200),
    "no JSON": (0, b"a" * 1000, 400),
    "one that comes too late": (1000, b"a" * 100, 400),
    "one that is too long": (0, b"a" * 1_100_000, 413),
}


@pytest.mark.parametrize(("missing", "data", "status"), ENDS.values(), ids=list(ENDS))
def test_nothing_is_held_of_a_body_once_it_was_answered(server: Place, missing: int, data: bytes, status: int) -> None:
    with begun(server, len(data) + missing, data, SCORES) as sock:
        assert sock.recv(65536).startswith(f"HTTP/1.1 {status}".encode())
        until(lambda: held(server) == 0)


def test_nothing_is_held_of_a_body_that_was_broken_off(server: Place) -> None:
    with begun(server, 100_000, b"a" * 50_000):
        until(lambda: held(server) == 50_000)
    until(lambda: held(server) == 0, 0.5)


def test_a_letter_that_is_being_read_is_not_held_as_a_body() -> None:
    engine = Hanging("tomorrow")
    with running(engine, threads=2) as place, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(place.post, READ, {"letter": LETTER})
        until(lambda: place.count("readback_under_way") == 1)
        until(lambda: held(place) == 0)
        engine.free.set()
        assert waiting.result().status_code == 200


def test_a_body_that_trickles_is_given_up_and_one_that_comes_steadily_is_not() -> None:
    letter = json.dumps({"letter": LETTER}).encode() + b" " * 200_000
    with running(arrival_timeout=0.4) as place:
        with begun(place, 1000) as sock:
            began = time.monotonic()
            with contextlib.suppress(OSError):
                while time.monotonic() - began < 5 and not select.select([sock], [], [], 0.05)[0]:
                    sock.sendall(b"a")
            assert told(sock)[1]["detail"] == "The body did not arrive within 0.4 seconds."
        with begun(place, len(letter), path=SCORES) as sock:
            began = time.monotonic()
            for at in range(0, len(letter), 20_000):
                sock.sendall(letter[at : at + 20_000])
                time.sleep(0.05)
            assert time.monotonic() - began > 0.45
            assert sock.recv(15) == b"HTTP/1.1 200 OK"


def test_a_place_is_asked_for_before_the_body_comes() -> None:
    engine = Hanging("tomorrow")
    with running(engine, max_readbacks=1, threads=2) as place, ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(place.post, READ, {"letter": LETTER})
        until(lambda: place.count("readback_under_way") == 1)
        with begun(place, 1000) as sock:
            assert told(sock)[1]["full"] == "readings"
        engine.free.set()
        waiting.result()


def test_bodies_that_come_slowly_take_no_place_from_those_who_are_read_to() -> None:
    with running(max_readbacks=1) as place, begun(place, 1000), begun(place, 1000), begun(place, 1000, path=SCORES):
        until(lambda: place.app.state.house.places["arrivals"].taken == 3)
        assert place.post(READ, {"letter": LETTER}).status_code == 200
        assert place.post(SCORES, {"letter": LETTER}).status_code == 200
