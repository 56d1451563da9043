"""A reading on its way to its listener: no more is spoken than is taken, and nothing for who has left."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Literal
from urllib.parse import quote

from fastapi import Response
from starlette.types import Receive, Scope, Send

from service.deliver.renditions import Portion, Rendition
from service.deliver.turns import Turns
from service.web.leaving import STOPPING, cancelled, left
from service.web.metrics import Metrics
from service.web.problems import Problem, ProblemError, place_of, problem_of
from service.web.readiness import Readiness

SLICE = 1 << 16
"""Bytes that are sent at once: a listener has taken nothing if not even these were taken."""
SHARE, ALLOWANCES = 0.2, 3
"""The part of the sound's own pace that a listener has to keep up with, and how many times the patience for who takes
nothing is allowed on top. Who listens takes a second of sound in a second. Who pauses for minutes, or saves a reading
over a network four times too slow to listen, has it whole. Below that their place is somebody else's in minutes."""
CUT = 1.0
"""Seconds within which a connection that was cut is seen to have ended."""
NOTICE = "Readback-Notice"
"""The header with sentences about what could not be done as it was asked."""
PLAIN = "".join(map(chr, range(0x20, 0x7F))).replace("%", "")
"""What stands in a header as it is: ASCII, which is all that a header may hold, and no % but for what is encoded."""

Outcome = Literal["whole", "left", "stalled", "stopped", "failed"]
log = logging.getLogger("service.web")


class _Work:
    """The pieces of a reading, asked for on one thread or another but never on two at once."""

    def __init__(self, portions: Iterator[Portion], spoken: Callable[[float], None]) -> None:
        """spoken: told how many utterances were spoken, after each piece."""
        self._portions: Iterator[Portion] | None = portions
        self._spoken = spoken
        self._one = threading.Lock()
        self._closed = False

    def next(self) -> Portion | None:
        """The next piece; None at the end, or once it is closed."""
        with self._one:
            portion = None if self._portions is None or self._closed else next(self._portions, None)
            if portion is not None:
                self._spoken(portion.utterances)
            if self._closed:
                self._portions = None
        return portion

    def close(self) -> None:
        """Drop the reading, and with it the encoder and its child process. Does not wait for what is being spoken."""
        self._closed = True
        if self._one.acquire(blocking=False):
            self._portions = None
            self._one.release()


class ReadingAnswer(Response):
    """The answer that reads. Its status is sent with the first sound, so a voice that fails at once is a 503."""

    def __init__(
        self,
        rendition: Rendition,
        turns: Turns,
        metrics: Metrics,
        patience: float,
        stopping: asyncio.Event,
        readiness: Readiness,
        notices: Sequence[str] = (),
        place: AbstractContextManager[None] | None = None,
    ) -> None:
        """patience: seconds that a listener may take nothing; stopping: set when the server stops.

        readiness: told when the voice has spoken, and when it failed; place: one of those that the voice's engine has,
        held until the end.
        """
        super().__init__(media_type=rendition.media_type)
        del self.headers["content-length"]
        self._rendition, self._turns, self._metrics, self._patience = rendition, turns, metrics, patience
        self._stopping, self._readiness = stopping, readiness
        self._work = _Work(rendition.portions(), metrics.utterances.inc)
        self._arrived = asyncio.get_running_loop().time()
        self._began: float | None = None
        self._whole = False
        self._place = place or contextlib.nullcontext()
        self._seconds = self._waited = 0.0
        """Seconds of sound that were made, and for which the listener was waited for."""
        self.headers["Cache-Control"] = "no-store"
        self.headers["Content-Disposition"] = f'inline; filename="{rendition.filename}"'
        if notices := (*notices, *rendition.reading.score.notices):
            self.headers[NOTICE] = quote(" ".join(notices), safe=PLAIN, errors="replace")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read until the end, or until the listener leaves. Raises ProblemError for what fails before the sound."""
        # Somebody who listens may pause: to take nothing for a while is no reason to give way to others.
        scope.setdefault("state", {})["listening"] = True
        with self._place:
            outcome, error = await self._outcome(receive, send)
        if outcome == "failed":
            await self._broken(send, error)
        elif outcome == "stopped" and self._began is None:
            raise ProblemError(STOPPING)
        if outcome in ("failed", "stalled", "stopped") and not self._whole:
            await _cut(scope, receive)

    async def _outcome(self, receive: Receive, send: Send) -> tuple[Outcome, BaseException | None]:
        """Read, and say how it ended, and what failed if something did."""
        reading = asyncio.create_task(self._read(send))
        leaving = asyncio.create_task(left(receive))
        stopping = asyncio.create_task(self._stopping.wait())
        outcome: Outcome = "left"
        try:
            await asyncio.wait({reading, leaving, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if not leaving.done():
                outcome = _outcome(reading.exception()) if reading.done() else "stopped"
            elif reading.done() and reading.exception() is None:
                outcome = "whole"
        finally:
            await cancelled(reading, leaving, stopping)
            self._turns.aside(self._work.close)
            self._metrics.readings.labels(outcome, self._rendition.name, self._rendition.reading.score.voice).inc()
        return outcome, reading.exception() if outcome == "failed" else None

    async def _read(self, send: Send) -> None:
        while (portion := await self._turns.next(self._deadline, self._work.next)) is not None:
            self._metrics.seconds.inc(portion.seconds)
            if portion.utterances:
                self._readiness.spoke(self._rendition.reading.score.voice)
            self._seconds += portion.seconds
            if portion.data:
                await self._sent(send, portion.data)
            await asyncio.sleep(portion.pause)
        await self._ended(send)

    async def _ended(self, send: Send) -> None:
        await send({"type": "http.response.body", "body": b""})
        self._whole = True

    @property
    def _deadline(self) -> float:
        """When the listener will have heard all there is; who has heard nothing is waiting since the request."""
        return self._arrived + self._seconds if self._began is None else self._began + self._seconds

    async def _sent(self, send: Send, data: bytes) -> None:
        """Send, and come back when it was taken, so that no more is spoken than is listened to. Raises _Stalled."""
        if self._began is None:
            self._began = asyncio.get_running_loop().time()
            self._metrics.first_sound.observe(self._began - self._arrived)
            await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        for at in range(0, len(data), SLICE):
            begun = asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(self._patience):
                    await send({"type": "http.response.body", "body": data[at : at + SLICE], "more_body": True})
                    # The server's send waits for room before it writes, not after: an empty one only waits.
                    await send({"type": "http.response.body", "body": b"", "more_body": True})
            except TimeoutError:
                raise _Stalled from None
            self._waited += asyncio.get_running_loop().time() - begun
            if self._waited > ALLOWANCES * self._patience + self._seconds / SHARE:
                raise _Stalled

    async def _broken(self, send: Send, error: BaseException | None) -> None:
        """End with an error where the stream has a word for it; else leave it open, and the server breaks it off."""
        problem = self._problem(error)
        self._readiness.failed(self._rendition.reading.score.voice, problem)
        log.error("a reading failed: %s, %s", problem.code, place_of(error))
        if self._began is None:
            raise ProblemError(problem)
        self._metrics.refusals.labels(problem.code).inc()
        if (last := self._rendition.broken(problem.to_dict())) is not None:
            with contextlib.suppress(_Stalled):
                await self._sent(send, last)
                await self._ended(send)

    def _problem(self, error: BaseException | None) -> Problem:
        """What is told. Whatever an engine raises that it did not promise to raise, it is the voice that failed."""
        problem = problem_of(error)
        if problem.code != "internal":
            return problem
        voice = self._rendition.reading.score.voice
        sentence = f"The voice {voice} failed. Try again, or choose another voice."
        return Problem("speech-failed", sentence, {"voice": voice})


class _Stalled(Exception):
    """The listener took nothing for too long, or next to nothing for longer."""


def _outcome(error: BaseException | None) -> Outcome:
    if error is None:
        return "whole"
    return "stalled" if isinstance(error, _Stalled) else "failed"


async def _cut(scope: Scope, receive: Receive) -> None:
    """Cut the connection, where the server lets us: closing it would wait for the listener to take the rest.

    Comes back when it has ended. The server would take it for an error of ours if it had not.
    """
    if (drop := scope.get("state", {}).get("drop")) is not None:
        drop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CUT):
                await left(receive)
