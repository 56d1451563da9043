"""No word of a letter is in a log at any level, in a metric, in a header, or in a problem."""

from __future__ import annotations

import json
import logging
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.speech.engines.engine import EngineFailed
from tests.running import EVENTS, READ, SCORES, SPEECH, Failing, Place, running
from tests.web.test_server import program

CANARY = "My quetzalcanary sings at dusk."
WORD = "quetzalcanary"
BEFORE = "Dear Sam, that is enough for today. "
FORMS = (
    {"letter": BEFORE + CANARY},
    {"letter": CANARY, "voice": WORD, WORD: WORD},
    {"letter": CANARY, "pace": WORD},
    {WORD: CANARY},
    {"letter": CANARY + " Дорогой", "voice": "heart"},
)


def requests() -> Iterator[tuple[str, Any, dict[str, str]]]:
    letter = BEFORE + CANARY
    for accept in ({}, EVENTS, {"Accept": "application/zip"}):
        yield READ, {"letter": letter}, accept
        yield READ, {"letter": CANARY}, accept
    yield READ, {"letter": letter, "format": "opus"}, {}
    yield SCORES, {"letter": letter}, {}
    yield SPEECH, {"input": letter, "model": WORD}, {}
    yield SPEECH, {"input": letter, "stream_format": "sse"}, {}
    for path in (READ, SCORES, SPEECH):
        yield path, {"letter": WORD, WORD: WORD, "pace": WORD, "voice": WORD}, {}
        yield path, {"letter": letter, "input": letter, "pace": {WORD: 1, "rests": {WORD: 2}}, "format": WORD}, {}
        yield path, {"letter": letter, "pace": {"rests": {WORD: 2}}}, {}
        yield path, {"letter": letter, "pace": WORD}, {}
        yield path, {"letter": letter, "input": letter, "voice": WORD}, {}
        yield path, {"letter": letter + " Дорогой", "input": letter + " Дорогой", "voice": "heart"}, {}
        yield path, {"score": {"version": 1, "letter": letter, "voice": WORD, "pace": {WORD: WORD}}}, {}
        for taught in ({WORD: "KET-sal"}, {WORD: "5"}, {f"{WORD} {WORD}": WORD}, WORD):
            yield path, {"letter": letter, "input": letter, "pronunciations": taught}, {}
        yield path, [WORD], {}
    yield "/v1/pronunciations", {"word": WORD}, {}
    yield "/v1/pronunciations", {"word": f"{WORD} {WORD}"}, {}


def told(place: Place | str) -> str:
    """Sends every request; returns all headers and problems that came back."""
    address = place if isinstance(place, str) else place.address
    heard = []
    with httpx.Client(base_url=address, timeout=60, trust_env=False) as client:
        for path, body, headers in requests():
            try:
                answer = client.post(f"{path}?letter={WORD}", json=body, headers={**headers, "X-Letter": WORD})
            except httpx.RemoteProtocolError:
                continue  # broken off, as it is to be
            heard.append(str(answer.headers))
            if answer.status_code != 200:
                heard.append(answer.text)
            heard += [line for line in answer.text.splitlines() if '"error"' in line and len(line) < 2000]
        heard.append(client.post(READ, content=f'{{"letter": "{WORD}'.encode(), headers=JSON).text)
        heard.append(client.post(READ, content=json.dumps({"letter": WORD}).encode()).text)
        for fields in FORMS:
            try:
                answer = client.post(f"/listen?letter={WORD}", data=fields, headers={"Accept": "text/html"})
            except httpx.RemoteProtocolError:
                continue
            heard += [answer.text, str(answer.headers)]
        cross = client.post("/listen", data={"letter": CANARY}, headers={"Origin": f"https://{WORD}"})
        heard += [cross.text, str(cross.headers), client.get(f"/room/{WORD}").text]
        for path in (f"/v1/voices/{WORD}", f"/v1/voices/{WORD}/sample", f"/{WORD}", "/metrics"):
            answer = client.get(path, headers={"Referer": f"http://{WORD}"})
            heard += [answer.text, str(answer.headers)]
        heard.append(client.request(WORD.upper(), READ).text)
        heard.append(client.get("/", headers={"Host": WORD}).text)
        heard.append(client.get("/metrics").text)
    return "\n".join(heard)


JSON = {"Content-Type": "application/json"}


@pytest.mark.parametrize("error", [None, EngineFailed, RuntimeError, OSError, ValueError])
def test_no_answer_and_no_log_repeats_a_word(
    error: type[Exception] | None, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    engine = Failing(WORD if error else "nothing of this", error or EngineFailed)
    with running(engine, log_level="debug") as place:
        assert WORD not in told(place).lower()
    ours = [record for record in caplog.records if not record.name.startswith(("httpx", "httpcore"))]
    logged = [record.getMessage() + (record.exc_text or "") + str(record.args) for record in ours]
    assert any("POST /v1/readbacks" in line for line in logged)
    assert not [line for line in logged if WORD in line.lower()]
    assert not any(record.exc_info for record in ours)
    assert WORD not in "".join(capfd.readouterr()).lower()
    if error:
        assert error.__name__ in "".join(logged), "what went wrong is told, without its message"


def test_the_program_logs_nothing_of_a_letter_at_its_most_talkative(tmp_path: Path) -> None:
    with program(READBACK_LOG_LEVEL="debug", PYTHONASYNCIODEBUG="1") as server:
        assert WORD not in told(f"http://127.0.0.1:{server.port}").lower()
        *_, said = server.end()
    assert "POST /v1/readbacks 200" in said
    assert WORD not in said.lower()
    assert "Traceback" not in said


BREAKING = """
import sys
sys.path.insert(0, {root!r})
from tests.running import Failing, catalogue
from service.settings import Settings
from service.web.app import create_app
from service.web.server import listening, serve
settings = Settings(voice="tone", port=0, log_level="debug")
serve(create_app(settings, catalogue(Failing({word!r}, RuntimeError))), settings, listening(settings))
"""


def test_a_voice_that_breaks_with_the_letter_in_its_complaint_does_not_bring_it_into_the_log() -> None:
    code = BREAKING.format(root=str(Path(__file__).parents[2]), word=WORD)
    with subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        found = None
        while found is None:
            line = process.stderr.readline()
            assert line, "it did not start"
            found = re.search(r"http://[\d.]+:\d+", line)
        assert WORD not in told(found[0]).lower()
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=20)
    assert "RuntimeError at running.py" in said
    assert WORD not in said.lower()
