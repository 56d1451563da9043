"""Which voices the machine says it has: asked once, of a child process of its own that speaks nothing and then ends."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from service.speech.engines.child import Keeper, Lost
from service.speech.engines.system_voices import Described, voices
from service.voice import Voice

LISTING_SECONDS = 8.0
"""How long the machine may take to say which voices it has."""


@dataclass(frozen=True)
class Listing:
    """What the machine says of its voices."""

    driver: str = ""
    """pyttsx3's name for what speaks: `espeak`, `sapi5`, `nsss`; empty where it could not say."""
    voices: tuple[Voice, ...] = ()
    """Its voices; none where it could not say."""

    @cached_property
    def models(self) -> frozenset[str | None]:
        """The machine's own names for them."""
        return frozenset(voice.model for voice in self.voices)


class Lister:
    """Asks the machine for its voices when that is first wanted, and remembers what it said."""

    def __init__(self, command: Sequence[str], measured: Sequence[Voice]) -> None:
        """command: of the child; measured: the system's voices that have a file."""
        self._command, self._measured = tuple(command), tuple(measured)
        self._asking = threading.Lock()
        self.known: Listing | None = None
        """What the machine said; None until it was asked."""
        self._start_anew()

    def _start_anew(self) -> None:
        self._keeper = Keeper(self._command)
        self._end = weakref.finalize(self, self._keeper.end)

    def listing(self) -> Listing:
        """What the machine says. Who comes while it is asked waits for that, up to LISTING_SECONDS, and for no more."""
        if self.known is not None:
            return self.known
        with self._asking:
            if self.known is None:
                keeper = self._keeper
                found = self._asked(keeper)
                if keeper.ended:
                    return found  # it was closed on the way, so that says nothing
                self.known = found
            return self.known

    def close(self) -> None:
        """End the child, if it is being asked. What is known stays known."""
        end = self._end
        self._start_anew()
        end()

    def _asked(self, keeper: Keeper) -> Listing:
        try:
            answer = keeper.child().ask({"do": "voices"}, time.monotonic() + LISTING_SECONDS)
        except Lost:
            return Listing()
        finally:
            keeper.end_child()
        described = [Described(**voice) for voice in answer["voices"]]
        return Listing(answer["driver"], voices(described, answer["driver"], self._measured))
