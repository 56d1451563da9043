"""Voices of a server elsewhere that speaks OpenAI's speech API. The one engine through which a letter leaves Readback.

It is off until whoever runs Readback names a server. Each phrase is asked for by itself, so the melody does not run
through a sentence: every phrase is spoken as if it stood alone, one that goes on with a comma at its end.

Nothing is sent but what the server needs: the phrase, the voice, the speed, and the key. It is sent to one address,
over TLS unless that is near; redirects are not followed, cookies are not kept, and what the server says about an error
is not read, since it may repeat the letter. What the server speaks need not be the same twice.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import importlib.util
import json
import logging
import random
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from service.audio import Take
from service.errors import VoiceNotInstalled
from service.hosts import is_near
from service.languages.registry import name_of
from service.languages.writing_systems import scripts_of
from service.phrases.phrases import Phrase
from service.speech.engines.engine import EngineFailed, Utterance
from service.speech.engines.resample import resampled
from service.speech.engines.respite import Respite
from service.speech.engines.streamed_wav import WavInvalid, WavTooLong, read_wav
from service.speech.engines.takes import Span, parted
from service.speech.voice_parts import install_command
from service.voice import Measured, Voice

Client = Any
"""An `httpx.AsyncClient`; httpx is imported only where a voice is opened."""
RATE = 24_000
CONNECT_SECONDS = 5.0
"""Seconds in which a connection stands or is given up."""
CLOSE_SECONDS = 0.5
"""Seconds in which connections are taken leave of; the thread in which they live ends with the program in any case."""
RETRIES = 2
"""How often a phrase is asked for again."""
BACKOFF_SECONDS = 0.5
"""Before the first retry it is waited for up to so long, by chance, and before each further one for up to twice that:
many who failed at the same moment do not come back at the same moment."""
GRACE_SECONDS = 0.5
"""How much longer than the limit a phrase's answer is waited for, where even giving up takes time."""
SPEEDS = (0.25, 4.0)
"""What the API's speed may be."""
LONGEST_SECONDS, LONGEST_FACTOR = 60.0, 4.0
"""More sound than so many seconds, and so many times the prediction on top, is no answer to a phrase."""
SECOND_BYTES = 48_000 * 4
"""The most bytes of a second of sound: 48 kHz, in stereo or in float."""
QUIETEST = 1e-3
"""A sound that never gets louder than this holds no speech."""
ESTIMATED = Measured(
    syllables_per_second=5.414,
    phrase_seconds=0.098,
    syllable_seconds=0.1116,
    consonant_seconds=0.0326,
    response=1.0,
    slowest=2.9,
    level=-25.8,
    mark_seconds=0.17,
)
"""What is taken for true of a voice that nobody has measured: the figures of `heart`, which was made after a voice of
Kokoro, and Kokoro is what most servers of this kind speak with. `response` is what the API promises of its speed."""
REFUSALS: Mapping[int, str] = MappingProxyType(
    {
        400: "does not take the request (400); it may not know the model or the voice, or may not write WAV",
        401: "refuses the key (401); see READBACK_REMOTE_KEY",
        403: "does not let this key speak (403); see READBACK_REMOTE_KEY and READBACK_REMOTE_MODEL",
        404: "has nothing at this address, or no such model or voice (404); see READBACK_REMOTE_URL",
        422: "does not take the request (422); it may not know the model or the voice, or may not write WAV",
    }
)
"""What whoever runs Readback is told of an answer that will not change by asking again."""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Remote:
    """The server, as the settings name it."""

    url: str = ""
    """Its address up to `/v1`, without a slash at the end; empty where there is none."""
    key: str = field(default="", repr=False)
    """What it wants to be shown; empty sends none."""
    model: str = "tts-1"
    """Which of its models speaks."""
    voices: tuple[str, ...] = ("alloy",)
    """Its own names for its voices."""
    language: str = "en-US"
    """BCP 47 tag of what they speak."""
    timeout: float = 30.0
    """Seconds that a phrase may take, all tries together."""

    @property
    def host(self) -> str:
        """Where letters go: the host's name, with the port where one is given."""
        return urlsplit(self.url).netloc.lower()


class _Failed(Exception):
    """A phrase was not spoken, and asking again would not help. Says why, after the host's name."""


class _Late(_Failed):
    """Nobody answered, and somebody waited for it."""


class _Again(_Failed):
    """A phrase was not spoken this time."""

    def __init__(self, reason: str, after: float | None = None, *, reached: bool = True) -> None:
        super().__init__(reason)
        self.after = after
        """Seconds that the server wants to be left alone; None where it did not say."""
        self.reached = reached
        """Whether there was anybody."""


@dataclass(frozen=True)
class _Line:
    """The connections to the server, and the thread whose event loop they live in. A time limit there is a hard one."""

    client: Client
    loop: asyncio.AbstractEventLoop
    thread: threading.Thread

    def close(self) -> None:
        """Break off what is being asked, and let go of the connections."""
        ending = asyncio.run_coroutine_threadsafe(self._ended(), self.loop)
        concurrent.futures.wait([ending], CLOSE_SECONDS)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(CLOSE_SECONDS)
        if not self.thread.is_alive():
            self.loop.close()

    async def _ended(self) -> None:
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await self.client.aclose()


class RemoteEngine:
    """Has a server speak, a phrase at a time."""

    name = "remote"
    packages: tuple[str, ...] = ("httpx>=0.28", "soxr>=1")
    terms = ""
    longest = 1
    """One phrase a call: each waits for the server, and others may want to speak in between."""
    apart = 8

    def __init__(self, remote: Remote) -> None:
        self._remote = remote
        self._line: _Line | None = None
        self._opening = threading.Lock()
        self._respite = Respite(remote.host)

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        """Why the voice cannot read here and what to do about it, or None if it can. Asks nobody."""
        host = self._remote.host
        if not host:
            return "no server is named that speaks it", "Set READBACK_REMOTE_URL."
        if voice.leaves_to != host:
            # Nobody is to be told that a letter stays here, or goes to one place, when it goes to another.
            return f"its file does not say that letters go to {host}", f'Write leaves_to = "{host}" into its file.'
        if any(importlib.util.find_spec(module) is None for module in ("httpx", "soxr")):
            return "what sends the phrases is not installed", install_command(self.name)
        return None

    def found(self) -> tuple[Voice, ...]:
        """The voices that the settings name; none where they name no server. Asks nobody."""
        return tuple(map(self._voice, self._remote.voices)) if self._remote.host else ()

    def _voice(self, name: str) -> Voice:
        remote = self._remote
        return Voice(
            name=f"{self.name}:{name}",
            engine=self.name,
            language=remote.language,
            description=f"A voice of {remote.host}: each phrase of a letter is sent there and spoken there.",
            licence="LicenseRef-Remote",
            attribution=f"the server at {remote.host}",
            sample_rate=RATE,
            scripts=scripts_of(remote.language) if name_of(remote.language) else (),
            measured=ESTIMATED,
            model=name,
            leaves_to=remote.host,
            estimated=True,
        )

    def open(self, voice: Voice) -> None:
        """Make ready to send. Sends nothing. Raises VoiceNotInstalled."""
        if (missing := self.missing(voice)) is not None:
            raise VoiceNotInstalled(voice.name, *missing)
        with self._opening:
            if self._line is None:
                self._line = _opened(self._remote, voice)

    def close(self) -> None:
        """Let go of the connections. Harmless when called twice."""
        with self._opening:
            line, self._line = self._line, None
        if line is not None:
            line.close()

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        """One take a phrase, without times of words. speed: as in `Engine`, held to 0.25 to 4; seed has no effect.

        Raises EngineFailed after `timeout` seconds a phrase; the reason is in the log as well, for whoever runs this.
        """
        self.open(voice)
        line = self._line
        if line is None:
            raise EngineFailed("it is being closed", retried=True)
        takes = []
        for at, phrase in enumerate(utterance.phrases):
            last = at == len(utterance.phrases) - 1
            self._respite.check(at)
            try:
                takes.append(self._take(line, phrase, last and utterance.ends, voice, speed))
            except _Failed as failed:
                log.warning("%s %s", self._remote.host, failed)
                self._respite.told(answered=not isinstance(failed, _Late))
                raise EngineFailed(f"{self._remote.host} {failed}", at, retried=True) from None
            self._respite.told(answered=True)
        return tuple(takes)

    def _take(self, line: _Line, phrase: Phrase, ends: bool, voice: Voice, speed: float) -> Take:
        remote = self._remote
        asked = {
            "model": remote.model,
            "input": text_of(phrase, ends),
            "voice": voice.model or voice.name.removeprefix(f"{self.name}:"),
            "response_format": "wav",
            "speed": round(min(max(speed, SPEEDS[0]), SPEEDS[1]), 4),
        }
        own = voice.measured.seconds(phrase.syllables, phrase.consonants, phrase.marks)
        longest = LONGEST_SECONDS + LONGEST_FACTOR * own / speed
        answer = asyncio.run_coroutine_threadsafe(self._answer(line.client, asked, longest), line.loop)
        try:
            data = answer.result(remote.timeout + GRACE_SECONDS)
        except TimeoutError:
            raise _Late(_late(remote.timeout)) from None
        except concurrent.futures.CancelledError:
            raise _Failed("was not waited for: Readback is stopping") from None
        finally:
            answer.cancel()
        return _heard(data, voice.sample_rate, longest)

    async def _answer(self, client: Client, asked: Mapping[str, object], longest: float) -> bytes:
        """What the server answers to a phrase, tried again where that may help. Raises _Failed within the limit."""
        limit = self._remote.timeout
        deadline = time.monotonic() + limit
        why, reached = _late(limit), False
        try:
            async with asyncio.timeout(limit):
                for attempt in range(RETRIES + 1):
                    try:
                        return await _tried(client, json.dumps(asked).encode(), int(longest * SECOND_BYTES))
                    except _Again as failed:
                        # It spreads retries and keeps no secret.
                        chance = random.uniform(0, BACKOFF_SECONDS * 2**attempt)  # noqa: S311
                        wait = chance if failed.after is None else failed.after + chance
                        why, reached = str(failed), failed.reached
                        if attempt == RETRIES or time.monotonic() + wait >= deadline:
                            break
                        await asyncio.sleep(wait)
        except TimeoutError:
            reached = False
        raise (_Failed if reached else _Late)(why)


def text_of(phrase: Phrase, ends: bool) -> str:
    """What is sent of a phrase: what is spoken of it, with a mark at its end. ends: whether its sentence ends there."""
    spoken = phrase.respelt
    return spoken if spoken[-1] in ".,?!" else spoken + ("." if ends else ",")


def _late(limit: float) -> str:
    return f"did not speak within {limit:g} seconds"


def _opened(remote: Remote, voice: Voice) -> _Line:
    """The line to the server, nothing sent yet."""
    from http.cookiejar import CookieJar, DefaultCookiePolicy

    import httpx

    for name in ("httpx", "httpcore"):  # at `debug` they log headers, and the key is one
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLogger(name).level))
    headers = {"User-Agent": "readback", "Content-Type": "application/json", "Accept-Encoding": "identity"}
    if remote.key:
        headers["Authorization"] = f"Bearer {remote.key}"
    try:
        client = httpx.AsyncClient(
            base_url=remote.url,
            headers=headers,
            timeout=httpx.Timeout(remote.timeout, connect=CONNECT_SECONDS),
            follow_redirects=False,
            verify=httpx.create_ssl_context(),
            # What is near is spoken to directly: a proxy would carry it out of the house, perhaps in the open.
            trust_env=not is_near(remote.host),
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=())),
        )
    except (ImportError, ValueError):  # a proxy of a kind that httpx does not know; its error may hold a password
        mend = "Look at HTTPS_PROXY and ALL_PROXY."
        raise VoiceNotInstalled(voice.name, "the proxy of the environment cannot be used", mend) from None
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="readback-remote", daemon=True)
    thread.start()
    return _Line(client, loop, thread)


async def _tried(client: Client, body: bytes, most: int) -> bytes:
    """The answer to one request. most: the longest it may be, in bytes. Raises _Failed, or _Again where it may help."""
    import httpx

    try:
        async with client.stream("POST", "audio/speech", content=body) as response:
            _check(response.status_code, response.headers)
            data = bytearray()
            async for piece in response.aiter_raw():
                data += piece
                if len(data) > most:
                    raise _Failed("sends more sound than a phrase can have")
            return bytes(data)
    except httpx.TransportError as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise _Failed("has a certificate that this machine does not trust") from None
        what = "cannot be reached" if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout) else "breaks off"
        raise _Again(f"{what} ({type(error).__name__})", reached=what == "breaks off") from None


def _check(status: int, headers: Mapping[str, str]) -> None:
    """Raise _Failed or _Again for an answer that is no sound."""
    if status == 429 or status >= 500:
        what = "is too busy" if status == 429 else "fails"
        raise _Again(f"{what} ({status})", _retry_after(headers.get("Retry-After", "")))
    if 300 <= status < 400:
        raise _Failed(f"sends elsewhere ({status}), and letters do not follow; see READBACK_REMOTE_URL")
    if status != 200:  # a part of an answer is none
        raise _Failed(REFUSALS.get(status, f"refuses ({status})"))
    if headers.get("Content-Encoding", "identity") != "identity":
        raise _Failed("packs its answer, though it was asked not to")


def _retry_after(value: str) -> float | None:
    """The seconds that a Retry-After header asks for, which may be a date; None where it says nothing."""
    from email.utils import parsedate_to_datetime

    if value.strip().isdecimal():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, OverflowError):
        return None


def _heard(data: bytes, sample_rate: int, longest: float) -> Take:
    """The take in an answer. sample_rate: samples a second that are wanted; longest: in seconds. Raises _Failed."""
    try:
        samples, own = read_wav(data, longest)
    except WavTooLong:
        raise _Failed("sends more sound than a phrase can have") from None
    except WavInvalid as wrong:
        raise _Failed(f"sent something that cannot be heard: {wrong}") from None
    if not len(samples) or float(np.abs(samples).max()) < QUIETEST:
        raise _Failed("sent silence")
    sound = resampled(samples, own, sample_rate)
    (take,) = parted(sound, sample_rate, (Span(0, len(sound)),))
    return take
