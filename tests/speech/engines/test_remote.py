"""A server elsewhere, which speaks, fails, waits, hangs, or answers with something else."""

from __future__ import annotations

import contextlib
import logging
import shutil
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import soxr

from service.errors import SpeechFailed, VoiceNotInstalled, VoiceUnknown
from service.letter.letter import read_letter
from service.mix.timeline import RestCue
from service.phrases.phrases import split
from service.render import planned
from service.score.pace import PaceWish
from service.score.score_file import from_json, to_json
from service.settings import Settings
from service.speech.catalogue import Catalogue, open_catalogue
from service.speech.engines.engine import EngineFailed, Utterance
from service.speech.engines.remote import ESTIMATED, Remote, RemoteEngine, text_of
from service.speech.mastering import loudness
from tests.conftest import missing
from tests.readings import LETTERS, LIMIT, cues_of, readback_of
from tests.serving import KEY, Answer, Asked, Server, answering, dribble, hang, hum, pitched, sent, voice_of, wav

SENTENCE = "When you are quetzaltired, and the day was long, you may put it down for a while."
WORD = "quetzaltired"


def utterance(text: str = SENTENCE) -> Utterance:
    return Utterance(tuple(phrase for phrase, _ in split(read_letter(text), 12)), True)


PHRASE = Utterance(utterance().phrases[:1], False)


@pytest.fixture
def served() -> Iterator[Callable[..., tuple[Server, RemoteEngine]]]:
    """Begins a server that gives the answers, and an engine that asks it."""
    with contextlib.ExitStack() as stack:

        def begin(*answers: Answer, **more: Any) -> tuple[Server, RemoteEngine]:
            server = stack.enter_context(answering(*answers))
            engine = server.engine(**more)
            stack.callback(engine.close)
            return server, engine

        yield begin


def failure(engine: RemoteEngine, what: Utterance = PHRASE) -> str:
    with pytest.raises(EngineFailed) as failed:
        engine.speak(what, voice_of(engine), 0.7, 1)
    assert failed.value.retried
    said = f"{failed.value!r} {failed.value.__cause__} {failed.value.__context__!r}"
    assert WORD not in said
    assert KEY not in said
    return str(failed.value)


Served = Callable[..., tuple[Server, RemoteEngine]]


# What is asked, and what comes of it.


def test_each_phrase_is_asked_for_by_itself_with_a_mark_at_its_end(served: Served) -> None:
    server, engine = served(pitched)
    takes = engine.speak(
        utterance("It is late and you are so very tired now, so you may rest"), voice_of(engine), 0.7, 1
    )
    texts = [asked.body.pop("input") for asked in server.asked]
    assert len(takes) == len(texts) >= 2
    assert all(text[-1] == "," for text in texts[:-1])
    assert texts[-1][-1] == "."
    for asked in server.asked:
        assert asked.path == "/v1/audio/speech"
        assert asked.body == {"model": "tts-1", "voice": "alloy", "response_format": "wav", "speed": 0.7}
        assert asked.headers["Authorization"] == f"Bearer {KEY}"
        assert asked.headers["User-Agent"] == "readback"


def test_without_a_key_none_is_sent(served: Served) -> None:
    server, engine = served(pitched, key="")
    engine.speak(PHRASE, voice_of(engine), 1.0, 1)
    assert "Authorization" not in server.asked[0].headers


def test_a_question_stays_one_and_a_phrase_that_goes_on_gets_a_comma() -> None:
    (asked,) = utterance("Are you well?").phrases
    assert text_of(asked, True) == "Are you well?"
    (bare,) = utterance("and then").phrases
    stripped = replace(bare, words=(*bare.words[:-1], replace(bare.words[-1], spoken="then")))
    assert (text_of(stripped, False), text_of(stripped, True)) == ("and then,", "and then.")


@pytest.mark.parametrize(("speed", "said"), [(0.1, 0.25), (9.0, 4.0), (0.68342789, 0.6834)])
def test_the_speed_is_held_to_what_the_api_takes(served: Served, speed: float, said: float) -> None:
    server, engine = served(pitched)
    engine.speak(PHRASE, voice_of(engine), speed, 1)
    assert server.asked[0].body["speed"] == said


@pytest.mark.parametrize("size", [None, 0, 0xFFFFFFFF])
@pytest.mark.parametrize("rate", [24_000, 22_050, 48_000])
def test_what_is_heard_is_the_sound_at_our_rate_without_the_silence_around_it(
    served: Served, size: int | None, rate: int
) -> None:
    _, engine = served(sent(wav(hum(0.8, rate=rate), rate, size)))
    (take,) = engine.speak(PHRASE, voice_of(engine), 1.0, 1)
    assert (take.sample_rate, take.samples.dtype.name) == (24_000, "float32")
    assert take.seconds == pytest.approx(0.8, abs=0.02)
    heard = take.samples[take.start : take.end]
    spectrum = np.abs(np.fft.rfft(heard))
    assert np.argmax(spectrum) * 24_000 / len(heard) == pytest.approx(200, abs=3)
    assert len(take.samples) < 24_000 * 1.05


def test_sound_without_a_length_in_its_answer_is_heard(served: Served) -> None:
    def streamed(handler: BaseHTTPRequestHandler, _: Asked) -> None:
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        data = wav(hum(0.8), size=0xFFFFFFFF)
        for piece in (data[:10], data[10:5000], data[5000:]):
            handler.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
            time.sleep(0.02)
        handler.wfile.write(b"0\r\n\r\n")

    _, engine = served(streamed)
    (take,) = engine.speak(PHRASE, voice_of(engine), 1.0, 1)
    assert take.seconds == pytest.approx(0.8, abs=0.02)


def test_eight_at_once_each_hear_their_own(served: Served) -> None:
    server, engine = served(pitched)
    asked = [replace(PHRASE, phrases=(phrase,)) for phrase, _ in split(read_letter(LETTERS["short"]), 12)]
    voice = voice_of(engine)
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(lambda one: engine.speak(one, voice, 1.0, 1), asked * 2))
    for one, (take,) in zip(asked * 2, together, strict=True):
        assert take.seconds == pytest.approx(len(text_of(one.phrases[0], False)) / 50, abs=0.03)
    assert len(server.asked) == len(together)


def test_cookies_are_not_kept(served: Served) -> None:
    server, engine = served(sent(wav(hum(0.5)), Set_Cookie="who=you; Path=/"))
    for _ in range(2):
        engine.speak(PHRASE, voice_of(engine), 1.0, 1)
    assert "Cookie" not in server.asked[1].headers


def test_what_is_near_is_not_sent_through_a_proxy(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    with answering(sent(b"", 502)) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "HTTPS_PROXY"):
            monkeypatch.setenv(name, f"http://{proxy.host}")
        monkeypatch.setenv("NO_PROXY", "")
        server, engine = served(pitched)
        engine.speak(PHRASE, voice_of(engine), 1.0, 1)
        assert (len(server.asked), len(proxy.asked)) == (1, 0)


def test_what_is_far_goes_through_the_proxy_which_sees_the_host_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with answering(pitched) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{proxy.host}")
        monkeypatch.setenv("NO_PROXY", "")
        engine = proxy.engine(url="https://speech.invalid/v1")
        assert "breaks off (ProxyError)" in failure(engine)
        engine.close()
        assert {asked.path for asked in proxy.asked} == {"speech.invalid:443"}
        assert KEY not in str([asked.headers for asked in proxy.asked])


# What goes wrong.


def test_a_server_that_fails_twice_and_then_speaks_is_heard(served: Served) -> None:
    server, engine = served(sent(b"", 500), sent(b"", 503), pitched)
    (take,) = engine.speak(PHRASE, voice_of(engine), 1.0, 1)
    assert take.length > 0
    assert [asked.body for asked in server.asked] == [server.asked[0].body] * 3


def test_who_is_asked_to_come_back_later_does(served: Served) -> None:
    _, engine = served(sent(b"", 429, Retry_After="1"), pitched)
    begun = time.monotonic()
    engine.speak(PHRASE, voice_of(engine), 1.0, 1)
    assert 1.0 <= time.monotonic() - begun < 2.0


@pytest.mark.parametrize("later", ["60", "a date", "9" * 400])
def test_who_is_asked_to_come_back_after_the_limit_is_told_at_once(served: Served, later: str) -> None:
    when = formatdate(time.time() + 600, usegmt=True) if later == "a date" else later
    server, engine = served(sent(b"", 429, Retry_After=when))
    begun = time.monotonic()
    assert failure(engine) == f"{server.host} is too busy (429)"
    assert time.monotonic() - begun < 1.0
    assert len(server.asked) == 1


def test_a_server_that_hangs_is_given_up_within_the_limit_and_a_second(served: Served) -> None:
    server, engine = served(hang, timeout=1.0)
    begun = time.monotonic()
    assert failure(engine) == f"{server.host} did not speak within 1 seconds"
    assert 0.9 < time.monotonic() - begun < 2.0


def test_one_phrase_that_hangs_does_not_keep_the_next_from_being_spoken(served: Served) -> None:
    _, engine = served(hang, pitched, timeout=1.0)
    failure(engine)
    (take,) = engine.speak(PHRASE, voice_of(engine), 1.0, 1)
    assert take.length > 0


def test_a_server_that_dribbles_is_given_up_within_the_limit_and_a_second(served: Served) -> None:
    _, engine = served(dribble, timeout=1.0)
    begun = time.monotonic()
    assert failure(engine).endswith("did not speak within 1 seconds")
    assert time.monotonic() - begun < 2.0


def test_an_answer_without_an_end_is_left(served: Served) -> None:
    def endless(handler: BaseHTTPRequestHandler, _: Asked) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(wav(hum(1), size=0xFFFFFFFF))
        for _times in range(2000):
            handler.wfile.write(bytes(1 << 16))

    server, engine = served(endless)
    assert failure(engine) == f"{server.host} sends more sound than a phrase can have"
    assert len(server.asked) == 1


def test_minutes_of_sound_for_one_phrase_are_refused(served: Served) -> None:
    _, engine = served(sent(wav(np.tile(hum(1), 90), 24_000)))
    assert failure(engine).endswith("sends more sound than a phrase can have")


@pytest.mark.parametrize(
    ("status", "what"),
    [
        (400, "does not take the request (400)"),
        (401, "refuses the key (401); see READBACK_REMOTE_KEY"),
        (403, "does not let this key speak (403)"),
        (404, "has nothing at this address, or no such model or voice (404)"),
        (418, "refuses (418)"),
        (307, "sends elsewhere (307), and letters do not follow"),
    ],
)
def test_what_asking_again_would_not_mend_is_asked_once_and_told_to_whoever_runs_this(
    served: Served, status: int, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    with answering(pitched) as elsewhere:
        body = f'{{"error": "no: {SENTENCE} {KEY}"}}'.encode()
        location = f"http://{elsewhere.host}/v1/audio/speech"
        server, engine = served(sent(body, status, Location=location))
        assert what in failure(engine)
        assert (len(server.asked), len(elsewhere.asked)) == (1, 0)
    (line,) = caplog.records
    assert (line.levelname, line.name) == ("WARNING", "service.speech.engines.remote")
    assert f"{server.host} {what}" in line.getMessage()


@pytest.mark.parametrize(
    ("body", "what"),
    [
        (b'{"url": "https://example.org/sound.wav"}', "it is JSON and not WAV"),
        (b"\xff\xfb\x90" + bytes(500), "it is MP3 or AAC and not WAV"),
        (b"", "it is empty and not WAV"),
        (wav(hum(1))[:-99], "it is a WAV that was cut off"),
        (wav(np.zeros(24_000, "<i2")), "sent silence"),
        (wav(np.zeros(0, "<i2")), "sent silence"),
    ],
)
def test_an_answer_that_is_no_speech_fails_the_phrase(served: Served, body: bytes, what: str) -> None:
    _, engine = served(sent(body))
    assert what in failure(engine)


def test_a_packed_answer_is_not_unpacked(served: Served) -> None:
    _, engine = served(sent(b"x", Content_Encoding="gzip"))
    assert "packs its answer" in failure(engine)


def test_a_connection_that_breaks_off_is_tried_again(served: Served) -> None:
    def broken(handler: BaseHTTPRequestHandler, _: Asked) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", "50000")
        handler.end_headers()
        handler.wfile.write(wav(hum(1))[:1000])
        handler.close_connection = True

    server, engine = served(broken, pitched)
    engine.speak(PHRASE, voice_of(engine), 1.0, 1)
    assert len(server.asked) == 2
    server, engine = served(broken)
    assert "breaks off" in failure(engine)
    assert len(server.asked) == 3


def test_a_server_that_is_not_there_is_said() -> None:
    with answering(pitched) as server:
        engine = server.engine()
    try:
        assert "cannot be reached (ConnectError)" in failure(engine)
    finally:
        engine.close()


def test_the_phrase_that_failed_is_named(served: Served) -> None:
    _, engine = served(pitched, pitched, sent(b"", 401))
    with pytest.raises(EngineFailed) as failed:
        engine.speak(utterance(), voice_of(engine), 0.7, 1)
    assert failed.value.phrase == 2


def test_a_certificate_that_nobody_vouches_for_is_not_spoken_to(tmp_path: Path) -> None:
    if (openssl := shutil.which("openssl")) is None:
        missing("openssl")
    key, pem = tmp_path / "key.pem", tmp_path / "server.pem"
    made = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2"]
    subprocess.run([*made, "-keyout", key, "-out", pem], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, key)
    with answering(pitched, tls=context) as server:
        engine = server.engine(url=f"https://{server.host}/v1")
        assert failure(engine) == f"{server.host} has a certificate that this machine does not trust"
        engine.close()
        assert not server.asked


def test_closing_ends_what_is_being_waited_for_and_may_be_done_twice(served: Served) -> None:
    server, engine = served(hang, timeout=15.0)
    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(failure, engine)
        while not server.asked:
            time.sleep(0.01)
        begun = time.monotonic()
        engine.close()
        assert "Readback is stopping" in waiting.result(5)
    engine.close()
    assert time.monotonic() - begun < 2.0


# What is not told.


def test_no_level_logs_a_word_or_the_key(served: Served, caplog: pytest.LogCaptureFixture) -> None:
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.NOTSET)
    caplog.set_level(logging.DEBUG)
    server, engine = served(pitched, sent(SENTENCE.encode(), 500), sent(SENTENCE.encode(), 401))
    engine.speak(PHRASE, voice_of(engine), 0.7, 1)
    failure(engine)
    assert server.asked[0].body["input"].count(WORD) == 1
    logged = "".join(f"{record.getMessage()} {record.args} {record.exc_text}" for record in caplog.records)
    assert "refuses the key (401)" in logged
    assert WORD not in logged
    assert KEY not in logged
    assert KEY not in f"{engine._remote!r} {engine.found()!r}"


# The voices, and a whole reading.


def catalogue_of(server: Server, **more: Any) -> Catalogue:
    given = {"remote_url": f"http://{server.host}/v1", "remote_key": KEY, **more}
    return open_catalogue(Settings(**given))


def test_unless_a_server_is_named_there_is_no_such_voice() -> None:
    catalogue = open_catalogue(Settings())
    assert not [voice for voice in catalogue if voice.engine == "remote" or voice.leaves_to]
    with pytest.raises(VoiceUnknown):
        catalogue.voice("remote:alloy")


def test_the_voices_of_a_server_say_where_letters_go() -> None:
    engine = RemoteEngine(Remote("https://Speech.example.org/v1", voices=("nova", "af_heart"), language="de-DE"))
    assert [voice.name for voice in engine.found()] == ["remote:nova", "remote:af_heart"]
    voice = engine.found()[1]
    assert (voice.model, voice.language, voice.scripts) == ("af_heart", "de-DE", ("Latin",))
    assert (voice.leaves_to, voice.licence, voice.sample_rate) == ("speech.example.org", "LicenseRef-Remote", 24_000)
    assert voice.estimated
    assert voice.measured == ESTIMATED
    assert "speech.example.org: each phrase of a letter is sent there" in voice.description
    assert engine.missing(voice) is None


def test_the_scripts_of_its_language_are_sent_and_any_where_that_is_not_known() -> None:
    (voice,) = RemoteEngine(Remote("https://a.example/v1", language="hi")).found()
    assert voice.scripts == ("Devanagari", "Latin")
    (voice,) = RemoteEngine(Remote("https://a.example/v1", language="tlh")).found()
    assert voice.scripts == ()


@pytest.mark.parametrize("leaves", [None, "other.example"])
def test_a_voice_whose_file_hides_where_letters_go_is_not_read_by(leaves: str | None) -> None:
    engine = RemoteEngine(Remote("https://a.example/v1"))
    hidden = replace(voice_of(engine), leaves_to=leaves)
    with pytest.raises(VoiceNotInstalled, match=r'Write leaves_to = "a\.example" into its file\.'):
        engine.open(hidden)


def test_a_voice_of_a_server_that_is_no_longer_named_says_what_to_set() -> None:
    (voice,) = RemoteEngine(Remote("https://a.example/v1")).found()
    assert RemoteEngine(Remote()).missing(voice) == ("no server is named that speaks it", "Set READBACK_REMOTE_URL.")


def test_without_its_packages_a_voice_says_how_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "httpx" else object())
    engine = RemoteEngine(Remote("https://a.example/v1"))
    assert engine.missing(voice_of(engine)) == (
        "what sends the phrases is not installed",
        "Run `readback voices install remote`.",
    )


def test_figures_in_a_file_of_ones_own_take_the_place_of_the_guess(tmp_path: Path) -> None:
    with answering(pitched) as server:
        (tmp_path / "remote-alloy.toml").write_text(
            'name = "remote:alloy"\nengine = "remote"\nlanguage = "en-GB"\ndescription = "Mine."\n'
            f'licence = "LicenseRef-Remote"\nattribution = "me"\nsample_rate = 24000\n'
            f'scripts = ["Latin"]\nleaves_to = "{server.host}"\n'
            "[measured]\nsyllables_per_second = 4.0\nphrase_seconds = 0.1\nsyllable_seconds = 0.2\n"
            "consonant_seconds = 0.0\nresponse = 1.0\nslowest = 2.0\nlevel = -20.0\n"
        )
        catalogue = catalogue_of(server, voices_folder=tmp_path)
        voice = catalogue.voice("remote:alloy")
        assert (voice.description, voice.measured.syllables_per_second, voice.estimated) == ("Mine.", 4.0, False)
        catalogue.reader(voice.name).engine.speak(PHRASE, voice, 1.0, 1)
        catalogue.close()
        assert server.asked[0].body["voice"] == "alloy"


def test_a_letter_is_read_whole_phrase_by_phrase_with_exact_rests() -> None:
    with answering(pitched) as server:
        catalogue = catalogue_of(server)
        score = planned(catalogue, LETTERS["short"], catalogue.voice("remote:alloy"), PaceWish().pace(), LIMIT)
        assert not server.asked
        cues = cues_of(readback_of(catalogue, score))
        catalogue.close()
    texts = [asked.body["input"] for asked in server.asked]
    assert [text.rstrip(".,") for text in texts] == [phrase.spoken.rstrip(".,") for phrase in score.phrases]
    assert all(text[-1] in ".,?!" for text in texts)
    rests = [cue for cue in cues if isinstance(cue, RestCue)]
    planned_rests = [part.seconds for part in score.parts if not hasattr(part, "spoken")]
    assert [round(cue.end - cue.start) for cue in rests] == [round(seconds * 24_000) for seconds in planned_rests]


@pytest.mark.parametrize("amplitude", [0.02, 0.1, 0.5])
def test_a_voice_whose_level_nobody_measured_is_as_loud_as_any_other(amplitude: float) -> None:
    noise = soxr.resample(np.random.default_rng(1).uniform(-1, 1, 8_000), 8_000, 24_000)
    sound = (noise / np.abs(noise).max() * amplitude * 32767).astype("<i2")
    with answering(sent(wav(sound))) as server:
        catalogue = catalogue_of(server)
        score = planned(catalogue, "Rest now.", catalogue.voice("remote:alloy"), PaceWish().pace(), LIMIT)
        said = [chunk for chunks in readback_of(catalogue, score, room_tone=False).chunks() for chunk in chunks]
        catalogue.close()
    (heard,) = [chunk.samples for chunk in said if not isinstance(chunk.cues[0], RestCue)]
    assert loudness(heard, 24_000) == pytest.approx(-19.5, abs=1.0)


def test_a_score_says_where_the_letter_goes_and_says_it_again_when_it_comes_back() -> None:
    with answering(pitched) as server:
        catalogue = catalogue_of(server)
        score = planned(catalogue, LETTERS["short"], catalogue.voice("remote:alloy"), PaceWish().pace(), LIMIT)
        here = f"This letter goes to another program on this machine: {server.host} gets its text, phrase by phrase,"
        assert score.notices == (f"{here} and speaks it.",)
        assert to_json(from_json(to_json(score), catalogue.voice, LIMIT)) == to_json(score)
        assert planned(catalogue, LETTERS["short"], catalogue.voice("tone"), PaceWish().pace(), LIMIT).notices == ()


def test_a_phrase_that_fails_fails_the_reading_and_is_not_asked_for_again() -> None:
    with answering(pitched, pitched, sent(b"", 400)) as server:
        catalogue = catalogue_of(server)
        score = planned(catalogue, LETTERS["short"], catalogue.voice("remote:alloy"), PaceWish().pace(), LIMIT)
        with pytest.raises(SpeechFailed) as failed:
            list(readback_of(catalogue, score).chunks())
        catalogue.close()
    assert failed.value.phrase == 2
    assert len(server.asked) == 3
