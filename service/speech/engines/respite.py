"""What did not answer several times in a row is left alone for a while, so that nobody waits for it in vain."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from service.speech.engines.engine import EngineFailed

LOSSES = 3
"""How many times in a row it did not answer before it is left alone."""
SECONDS = 30.0
"""For how long it is. Then one asks it, and only if that is answered do all others again."""

log = logging.getLogger(__name__)


class Respite:
    """Counts what was not answered in time. What fails at once costs nobody anything, and is not counted."""

    def __init__(self, what: str, clock: Callable[[], float] = time.monotonic) -> None:
        """what: who is asked, for the log."""
        self._what, self._clock = what, clock
        self._counting = threading.Lock()
        self._losses = 0
        self._until = 0.0

    def check(self, phrase: int = 0) -> None:
        """Raise EngineFailed at once while it is left alone. Whoever comes first afterwards may try."""
        with self._counting:
            if self._losses < LOSSES:
                return
            if (again := self._until - self._clock()) <= 0:
                self._until = self._clock() + SECONDS  # the others are told so until this one knows
                return
        raise EngineFailed("it has not answered several times in a row", phrase, retried=True, again=again)

    def told(self, *, answered: bool) -> None:
        """Whether it answered, whatever it said, or left somebody waiting."""
        with self._counting:
            self._losses = 0 if answered else self._losses + 1
            if self._losses < LOSSES:
                return
            self._until = self._clock() + SECONDS
        log.warning("%s did not answer several times in a row: left alone for %g s", self._what, SECONDS)
