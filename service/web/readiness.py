"""Whether the default voice can read: what it was last seen to do says so, and one that failed is tried again."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine

from service.errors import ReadbackError
from service.web.problems import Problem, place_of

VOICE_PROBLEMS = frozenset(("speech-failed", "voice-not-installed"))
"""Codes of what goes wrong with a reading because its voice does not speak."""

log = logging.getLogger("service.web")


class Readiness:
    """What is known of the default voice. Only for the event loop's own thread."""

    def __init__(self, voice: str, speak: Callable[[], Coroutine[None, None, None]]) -> None:
        """voice: its name; speak: has it say a few words, off the event loop, and raises what that raises."""
        self._voice, self._speak = voice, speak
        self._trying: asyncio.Task[None] | None = None
        self.why: str | None = "It has not spoken yet. Ask again in a second."
        """Why it is not ready, or None if it is."""

    def try_it(self) -> None:
        """Have it speak, so that it is ready, or it is known why not. Not twice at a time."""
        if self._trying is None or self._trying.done():
            self._trying = asyncio.create_task(self._speak())
            self._trying.add_done_callback(self._tried)

    def spoke(self, voice: str) -> None:
        """A voice has spoken an utterance."""
        if self.why is not None and self._is_it(voice):
            self.why = None
            log.info("the voice %s is ready", self._voice)

    def failed(self, voice: str, problem: Problem) -> None:
        """A reading by a voice has failed. Where the voice is why, it is not ready until it has spoken again."""
        if problem.code in VOICE_PROBLEMS and self._is_it(voice):
            self.why = problem.detail

    async def close(self) -> None:
        """Try no more."""
        if self._trying is not None:
            self._trying.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait({self._trying})

    def _is_it(self, voice: str) -> bool:
        return voice.lower() == self._voice.lower()  # capitals do not matter where an engine found it

    def _tried(self, trying: asyncio.Task[None]) -> None:
        if trying.cancelled():
            return
        if (error := trying.exception()) is None:
            self.spoke(self._voice)
            return
        self.why = str(error) if isinstance(error, ReadbackError) else "It failed when it was tried."
        log.error("the voice %s is not ready: %s", self._voice, place_of(error))
