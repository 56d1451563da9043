"""What routes are given: what lives as long as the application, and a place among the readings under way."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, TypeVar

from fastapi import Depends, Request

from service.deliver.renditions import Rendition
from service.deliver.turns import Turns
from service.errors import Busy
from service.render import Readback, planned, readback_of
from service.score.pace import PaceWish
from service.score.score import Score
from service.score.score_file import from_dict
from service.settings import Settings
from service.speech.catalogue import Catalogue
from service.voice import Voice
from service.web.metrics import Metrics
from service.web.problems import Problem, ProblemError, field_invalid
from service.web.readiness import Readiness
from service.web.schemas import ReadbackBody, ScoreBody
from service.web.streaming import Reading

T = TypeVar("T")

RETRY_AFTER = 10
"""Seconds after which a place may have become free."""
WARMING = "Dear you."
"""What the default voice says to itself before it counts as ready."""


@dataclass
class House:
    """What lives as long as the application."""

    settings: Settings
    catalogue: Catalogue
    turns: Turns
    """For what is spoken in this process."""
    metrics: Metrics
    planning: Turns = field(default_factory=lambda: Turns(1))
    """For plans: they take milliseconds, and do not wait for a sentence to be spoken."""
    envelopes: Turns = field(default_factory=lambda: Turns(2))
    """For documents that are opened, each in a process of its own."""
    documents: int = 0
    """Documents that are here."""
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the server stops: readings are broken off then."""
    under_way: int = 0
    """Readings that are under way."""
    readiness: Readiness = field(init=False)
    """Whether the default voice can read."""
    apart: Mapping[str, Turns] = field(init=False)
    """For what is spoken elsewhere, by the name of the engine: however slow it is, nobody else waits for it."""

    def __post_init__(self) -> None:
        self.apart = {engine.name: Turns(engine.apart) for engine in self.catalogue.engines.values() if engine.apart}
        self.readiness = Readiness(self.settings.voice, self._speak)

    async def begin(self) -> None:
        """Have the default voice speak, so that no listener need wait for it to load, and engines look for voices.

        Comes back when these are known, so that no request waits for that.
        """
        self.readiness.try_it()
        await self.turns.next(asyncio.get_running_loop().time(), self.catalogue.look)

    async def _speak(self) -> None:
        readback = await self.readback(ReadbackBody(letter=WARMING))
        turns = self.turns_of(readback.voice)
        await turns.next(asyncio.get_running_loop().time(), lambda: next(readback.utterances()))
        self.metrics.utterances.inc()

    async def close(self) -> None:
        """Let go of everything, within a few seconds: what is spoken is broken off, and what hangs is left behind."""
        self.stopping.set()
        await self.readiness.close()
        self.turns.aside(self.catalogue.close)
        await asyncio.gather(*(turns.close() for turns in self._all_turns))

    @property
    def hangs(self) -> bool:
        """Whether something is still being worked on."""
        return any(turns.hangs for turns in self._all_turns)

    @property
    def _all_turns(self) -> tuple[Turns, ...]:
        return self.planning, self.envelopes, self.turns, *self.apart.values()

    def turns_of(self, voice: Voice) -> Turns:
        """Where readings by a voice wait for their turns."""
        return self.apart.get(voice.engine, self.turns)

    async def aside(self, work: Callable[[], T]) -> T:
        """What `work`, which is to be short, returns; done on a thread, one after the other."""
        return await self.planning.next(asyncio.get_running_loop().time(), work)

    async def planned(self, body: ScoreBody) -> Score:
        """The score that a body means. Raises what a letter, a voice, a pace and a score raise."""
        return await self.aside(self._plan(body))

    def _plan(self, body: ScoreBody) -> Callable[[], Score]:
        """What makes that score. It takes a while."""
        limit = self.settings.max_characters
        if (given := body.score) is not None:
            if body.beside:
                raise field_invalid(body.beside[0], "give either this or a score, which says it already.")
            return lambda: from_dict(given, self.catalogue.voice, limit)
        if (letter := body.letter) is None:
            raise field_invalid("letter", "it is missing. Give a letter or a score.")
        wish = body.pace.wish(self.settings.pace) if body.pace else PaceWish(self.settings.pace)
        voice = body.voice if body.voice is not None else self.settings.voice
        pace = wish.pace()
        return lambda: planned(self.catalogue, letter, voice, pace, limit, bool(body.preface))

    async def readback(self, body: ReadbackBody) -> Readback:
        """The reading that a body means."""
        plan = self._plan(body)

        def readback() -> Readback:
            score = plan()
            return readback_of(self.catalogue, score, body.room_tone, _begin(score, body.from_character))

        return await self.aside(readback)

    def reading(self, rendition: Rendition, notices: Sequence[str] = ()) -> Reading:
        """The answer that reads."""
        turns, patience = self.turns_of(rendition.readback.voice), self.settings.read_timeout
        return Reading(rendition, turns, self.metrics, patience, self.stopping, self.readiness, notices)


def _begin(score: Score, character: int | None) -> int:
    """Index of the phrase with which a reading from that character of the letter begins. Raises field-invalid."""
    if character is None:
        return 0
    if character < 0:
        raise field_invalid("from_character", "it is less than 0, where the letter begins.")
    if (begin := score.index_at(character)) is None:
        raise field_invalid("from_character", "nothing is left to read there. Give a place before the letter's end.")
    return begin


async def _house(request: Request) -> House:
    house: House = request.app.state.house
    return house


TheHouse = Annotated[House, Depends(_house)]
"""What lives as long as the application."""


async def _place(house: TheHouse) -> AsyncIterator[None]:
    """A place among the readings, held until the answer is sent. Raises Busy."""
    if house.stopping.is_set():
        raise ProblemError(Problem("not-ready", "This server is stopping. Ask again in a moment."))
    if house.under_way >= house.settings.max_readbacks:
        raise Busy(RETRY_AFTER)
    house.under_way += 1
    house.metrics.under_way.set(house.under_way)
    try:
        yield
    finally:
        house.under_way -= 1
        house.metrics.under_way.set(house.under_way)


PLACE = Depends(_place)
"""For the routes that read."""
