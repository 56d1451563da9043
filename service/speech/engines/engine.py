"""The contract of every engine. Nothing that calls an engine asks which one it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from service.audio import Take
from service.phrases.phrases import Phrase
from service.voice import Voice


@dataclass(frozen=True)
class Utterance:
    """The phrases of one sentence, or of as much of it as an engine safely speaks in one go."""

    phrases: tuple[Phrase, ...]
    """In order, at least one. A rest is to be opened after each of them."""
    ends: bool
    """Whether the sentence ends with the last phrase; if not, its melody stays up."""


class EngineFailed(Exception):
    """The engine could not speak an utterance. Carries no word of it."""

    def __init__(self, reason: str, phrase: int = 0, *, retried: bool = False, again: float | None = None) -> None:
        super().__init__(reason)
        self.phrase = phrase
        """Which phrase of the utterance failed, counted from 0."""
        self.retried = retried
        """Whether the engine has tried it again by itself, so that nobody else need."""
        self.again = again
        """Seconds for which it asks nothing more of what did not answer; None where it will be asked at once."""


class Engine(Protocol):
    """Makes speech. Safe to call from several threads at once: what cannot be shared, the adapter guards."""

    name: str
    """As it stands in a voice's file: `hibari`."""
    packages: tuple[str, ...]
    """What pip installs to make the engine work, as requirements; empty where it comes with Readback."""
    terms: str
    """What whoever installs those packages is told first, a sentence; empty where there is nothing to say."""
    longest: int
    """The most characters of `spoken` that one utterance may have. A sentence that is longer is cut at a phrase."""
    apart: int
    """How many utterances it speaks at a time somewhere else: in a process of its own, or on another machine.

    Who listens to another engine does not wait for these. 0 where it computes in this process, by turns with all others
    that do."""

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        """Why the voice cannot read here and what to do about it, or None if it can, as far as is known.

        Costs next to nothing and never waits: not for what is spoken, loaded or looked for, so that an event loop may
        ask it. Loads and imports nothing. What only `found` or `open` brings to light it says from then on.
        """

    def found(self) -> Sequence[Voice]:
        """Voices that it finds by itself, beyond the files in `voices/`; none where it cannot look.

        Looks once, within a time limit, and remembers: who asks first waits for that, and nobody ever for what is
        spoken or loaded. Their names begin with the engine's and a colon.
        """

    def open(self, voice: Voice) -> None:
        """Load what the voice needs, so that `speak` need not. Who opens another voice does not wait for it.

        Raises VoiceNotInstalled, also for what `missing` could not know.
        """

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        """One take a phrase, in order, edges trimmed.

        speed: a factor on the voice's own pace, below 1 is slower.
        seed: same utterance, speed and seed, same samples.
        Raises EngineFailed, within the adapter's own time limit. What one call needs is bounded.
        """

    def close(self) -> None:
        """Let go of processes and memory, at once: what is being spoken by a process is not waited for, and fails.

        Harmless when called twice. Who speaks afterwards begins anew.
        """
