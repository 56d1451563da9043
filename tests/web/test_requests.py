"""Readiness, places, and who comes when many listen at once."""

from __future__ import annotations

import contextlib
import gc
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from service.audio import Take
from service.errors import VoiceNotInstalled
from service.speech.catalogue import Catalogue
from service.speech.engines.engine import EngineFailed, Utterance
from service.speech.engines.system import SystemEngine
from service.speech.engines.tone import ToneEngine
from service.voice import Voice
from tests.hanging import HANGS, VOICE
from tests.running import LETTER, READ, SCORES, Counting, Failing, Hanging, long_letter, running, until


def test_it_is_not_ready_before_its_voice_has_spoken() -> None:
    engine = Hanging("Dear you")
    with running(engine, ready=False) as place:
        answer = place.get("/readyz")
        assert (answer.status_code, answer.json()["code"]) == (503, "not-ready")
        assert place.get("/healthz").status_code == 200
        engine.free.set()
        until(lambda: place.get("/readyz").status_code == 200)


@pytest.mark.parametrize("letter_is_here", [False, True])
def test_what_was_loaded_is_left_out_of_searches_for_garbage_but_nothing_of_a_letter(letter_is_here: bool) -> None:
    gc.unfreeze()
    engine = Hanging("Dear you")
    with running(engine, ready=False) as place, ThreadPoolExecutor(1) as threads:
        if letter_is_here:
            threads.submit(place.post, READ, {"letter": LETTER})
            until(lambda: "readback_under_way 1" in place.get("/metrics").text)
        engine.free.set()
        until(lambda: place.get("/readyz").status_code == 200)
        assert (gc.get_freeze_count() == 0) == letter_is_here


class Recovering(ToneEngine):
    """A tone that fails until it is mended."""

    broken = True

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        if self.broken:
            raise EngineFailed("not yet")
        return super().speak(utterance, voice, speed, seed)


def test_a_voice_that_failed_at_the_start_becomes_ready_once_it_speaks() -> None:
    engine = Recovering()
    with running(engine, ready=False) as place:
        until(lambda: "failed at phrase 0" in place.get("/readyz").text)
        engine.broken = False
        until(lambda: place.get("/readyz").status_code == 200)


def test_a_voice_that_fails_later_is_not_ready_until_it_has_spoken_again() -> None:
    engine = Recovering()
    engine.broken = False
    with running(engine) as place:
        assert place.get("/readyz").status_code == 200
        engine.broken = True
        assert place.post(READ, {"letter": LETTER}).json()["code"] == "speech-failed"
        answer = place.get("/readyz")
        assert (answer.status_code, answer.json()["code"]) == (503, "not-ready")
        assert "tone failed at phrase 0" in answer.json()["detail"]
        engine.broken = False
        assert place.post(READ, {"letter": LETTER}).status_code == 200
        assert place.get("/readyz").status_code == 200, "it has spoken, for a listener"


def test_a_voice_that_failed_is_tried_again_when_it_is_asked_for_and_not_twice_at_a_time() -> None:
    engine = Trying()
    with running(engine) as place:
        engine.broken, engine.tries = True, 0
        assert place.post(READ, {"letter": LETTER}).status_code == 503
        engine.broken, engine.tries = False, 0
        engine.free.clear()
        for _ in range(10):
            assert place.get("/readyz").status_code == 503
        assert place.get("/healthz").status_code == 200
        engine.free.set()
        until(lambda: place.get("/readyz").status_code == 200)
        assert engine.tries == 1


class Trying(Recovering):
    """A tone that waits before it speaks, and counts how often it is asked."""

    broken = False

    def __init__(self) -> None:
        self.free, self.tries = threading.Event(), 0
        self.free.set()

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        self.tries += 1
        self.free.wait(30)
        return super().speak(utterance, voice, speed, seed)


class Missing(ToneEngine):
    """A tone that is not installed."""

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        return "the tuning fork is not there", "Install it."


def test_a_voice_that_is_not_installed_says_what_to_do() -> None:
    with running(Missing(), ready=False) as place:
        answer = place.post(READ, {"letter": LETTER})
        assert (answer.status_code, answer.json()["code"]) == (409, VoiceNotInstalled.code)
        assert answer.json()["mend"] == "Install it."
        until(lambda: "tuning fork" in place.get("/readyz").json()["detail"])
        voice = place.get("/v1/voices/tone").json()
        assert (voice["installed"], voice["mend"]) == (False, "Install it.")


def test_one_too_many_is_told_when_to_come_back() -> None:
    engine = Hanging("tomorrow")
    with running(engine, max_readbacks=2, threads=4) as place, ThreadPoolExecutor(2) as pool:
        waiting = [pool.submit(place.post, READ, {"letter": "See you tomorrow."}) for _ in range(2)]
        until(lambda: place.count("readback_under_way") == 2)
        answer = place.post(READ, {"letter": LETTER})
        assert (answer.status_code, answer.json()["code"]) == (429, "busy")
        assert int(answer.headers["retry-after"]) == answer.json()["retry_after"] > 0
        assert answer.json()["detail"] == "Too many readings are under way. Try again in 10 seconds."
        assert place.post("/v1/audio/speech", {"input": LETTER}).json()["error"]["type"] == "rate_limit_error"
        assert place.get("/v1/voices/tone/sample").status_code == 429
        assert place.post(SCORES, {"letter": LETTER}).status_code == 200, "a plan takes no place of a reading"
        engine.free.set()
        assert [one.result().status_code for one in waiting] == [200, 200]
        until(lambda: place.count("readback_under_way") == 0)
        assert place.post(READ, {"letter": LETTER}).status_code == 200


class Slow(Catalogue):
    """Voices that are looked up only once they are let go, so that a plan takes its time."""

    free = threading.Event()

    def voice(self, name: str) -> Voice:
        self.free.wait(20)
        return super().voice(name)


def test_plans_have_places_of_their_own(monkeypatch: pytest.MonkeyPatch) -> None:
    with running() as place, ThreadPoolExecutor(2) as pool:
        house = place.app.state.house
        monkeypatch.setattr(house.places["plans"], "most", 2)
        monkeypatch.setattr(house, "catalogue", Slow(house.catalogue.files, house.catalogue.engines))
        waiting = [pool.submit(place.post, SCORES, {"letter": LETTER}) for _ in range(2)]
        until(lambda: house.places["plans"].taken == 2)
        answer = place.post(SCORES, {"letter": LETTER})
        assert (answer.status_code, answer.json()["code"], answer.json()["full"]) == (429, "busy", "plans")
        assert answer.json()["detail"].startswith("Too many readings are being planned.")
        assert place.count("readback_under_way") == 0
        Slow.free.set()
        assert [one.result().status_code for one in waiting] == [200, 200]
        assert place.post(SCORES, {"letter": LETTER}).status_code == 200


def test_a_place_is_free_again_after_every_kind_of_end() -> None:
    with running(Failing("tomorrow"), max_readbacks=1) as place:
        for body in ({"letter": ""}, {"letter": "See you tomorrow."}, {"letter": LETTER}, {"letter": "Dear Sam."}):
            with contextlib.suppress(httpx.RemoteProtocolError):
                assert place.post(READ, body).status_code != 429
            until(lambda: place.count("readback_under_way") == 0)


def test_while_phrases_hang_everything_else_is_answered() -> None:
    """A voice of the machine whose process hangs, and more listeners on it than there are threads that speak."""
    system = SystemEngine(limit=30, child=(sys.executable, "-c", HANGS))
    with running(engines={"system": system}, threads=2) as place, ThreadPoolExecutor(4) as pool:
        waiting = [pool.submit(place.post, READ, {"letter": LETTER, "voice": VOICE}) for _ in range(4)]
        until(lambda: system.pid is not None and place.count("readback_under_way") == 4)
        for path in ("/healthz", "/readyz", "/metrics", "/", "/v1/voices", f"/v1/voices/{VOICE}", "/v1/paces", "/docs"):
            assert place.get(path, timeout=5).status_code == 200, path
        for voice in ("tone", VOICE, VOICE.upper(), "heart"):
            assert place.post(SCORES, {"letter": LETTER, "voice": voice}, timeout=5).status_code == 200, voice
        assert place.post(SCORES, {"letter": LETTER, "voice": "system:nobody"}, timeout=5).status_code == 404
        assert place.raw("/v1/letters", LETTER.encode(), "text/plain").json()["letter"] == LETTER
        assert place.post(READ, {"letter": LETTER}, timeout=5).status_code == 200, "another voice reads"
        assert not any(one.done() for one in waiting)
        while not all(one.done() for one in waiting):  # who waits for a turn is given one, and begins anew
            system.close()
            time.sleep(0.05)
        assert {one.result().json()["code"] for one in waiting} == {"speech-failed"}


def test_twenty_at_once_get_each_their_own() -> None:
    with running(Counting(seconds=0.005)) as place:
        letters = [f"Dear friend of house {n},\n\n" + "that is enough. " * (n % 5 + 1) for n in range(20)]
        alone = [place.post(READ, {"letter": letter, "format": "flac"}).content for letter in letters]
        with ThreadPoolExecutor(20) as pool:
            together = pool.map(lambda letter: place.post(READ, {"letter": letter, "format": "flac"}).content, letters)
            assert list(together) == alone


def test_a_short_letter_does_not_wait_for_a_long_one() -> None:
    engine = Counting(seconds=0.2)
    with running(engine, threads=1) as place:
        left = threading.Event()

        def listen() -> None:
            with place.client() as client, client.stream("POST", READ, json={"letter": long_letter(20_000)}) as answer:
                for _ in answer.iter_raw():
                    if left.is_set():
                        return

        many = [threading.Thread(target=listen) for _ in range(8)]
        for thread in many:
            thread.start()
        until(lambda: len(engine.spoken) > 6)
        begun = time.monotonic()
        with place.client() as client, client.stream("POST", READ, json={"letter": "Be kind."}) as answer:
            waited = time.monotonic() - begun
        left.set()
        for thread in many:
            thread.join()
        assert answer.status_code == 200
        assert waited < 1.0, "no longer than for the sentence that is being spoken, and its own"
