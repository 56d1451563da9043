"""What routes are given: what lives as long as the application."""

from __future__ import annotations

import asyncio
import gc
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Annotated, TypeVar

from fastapi import Depends, Request

from service.deliver.held import Held
from service.deliver.renditions import Rendition
from service.deliver.turns import Turns
from service.render import Readback, come_back, planned
from service.score.pace import Pace, PaceWish
from service.score.score import Score
from service.score.score_file import voice_in
from service.settings import Settings
from service.sounds.pronunciations import NOTHING, Pronunciations
from service.speech.catalogue import Catalogue
from service.speech.reader import Reader
from service.voice import Voice
from service.web.arrivals import Arrivals
from service.web.bodies import longest
from service.web.crowd import Full
from service.web.metrics import Metrics
from service.web.places import HARD, MOST, Kind, Places
from service.web.planning import Planning
from service.web.problems import field_invalid
from service.web.readiness import Readiness
from service.web.schemas import ReadbackBody, ScoreBody
from service.web.streaming import ReadingAnswer
from service.web.tidying import Tidying

T = TypeVar("T")

ELSEWHERE = 0.5
"""The part of the readings under way that may be by one engine that speaks elsewhere."""
READ_AS = 12
"""How many times its length a body may come to once it is read: a score has a comma or a colon every seven bytes."""
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
    planning: Planning = field(default_factory=Planning)
    """For plans: they do not wait for a sentence to be spoken."""
    quick: Turns = field(default_factory=lambda: Turns(1))
    """For the page, the list of voices and what else is made in a moment. It waits for no plan."""
    envelopes: Turns = field(default_factory=lambda: Turns(2))
    """For documents that are opened, each in a process of its own."""
    hard: Turns = field(default_factory=lambda: Turns(1))
    """For those that take longer than documents do: the others do not wait for them."""
    hard_places: Places = field(default_factory=lambda: Places("documents", HARD))
    """The places of those."""
    senders: Counter[str] = field(default_factory=Counter)
    """How many documents of each address are here."""
    tidying: Tidying = field(init=False)
    """Gives back memory when something has ended."""
    places: Mapping[Kind, Places] = field(init=False)
    """For whoever asks for something, from before the body has come until the answer is sent."""
    arrivals: Arrivals = field(default_factory=lambda: Arrivals(MOST["arrivals"]))
    """The places of bodies that have not come whole."""
    full: Full = field(default_factory=Full)
    """Says in the log that this server is full."""
    held: Held = field(init=False)
    """What bodies, documents and zips may hold, all of them together."""
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the server stops: readings are broken off then."""
    readiness: Readiness = field(init=False)
    """Whether the default voice can read."""
    apart: Mapping[str, Turns] = field(init=False)
    """For what is spoken elsewhere, by the name of the engine: however slow it is, nobody else waits for it."""
    elsewhere: Mapping[str, Places] = field(init=False)
    """How many may wait for these: not so many that no place is left for who listens to another engine."""

    def __post_init__(self) -> None:
        self.apart = {engine.name: Turns(engine.apart) for engine in self.catalogue.engines.values() if engine.apart}
        most = math.ceil(self.settings.max_readbacks * ELSEWHERE)
        self.elsewhere = {name: Places("readings", most) for name in self.apart}
        self.readiness = Readiness(self.settings.voice, self._speak)
        readings = Places("readings", self.settings.max_readbacks)
        others = {kind: Places(kind, most) for kind, most in MOST.items()}
        self.places = {"readings": readings, **others, "arrivals": self.arrivals}
        for kind, places in self.places.items():
            places.tell = partial(self._changed, kind)
        self.tidying = Tidying(self.turns.aside, lambda: not any(places.taken for places in self.places.values()))
        # A letter as long as letters may be has room, and so has what it says once it is read, however much that is.
        self.held = Held(max(self.settings.max_held << 20, READ_AS * longest(self.settings)))

    def _changed(self, kind: Kind, taken: int) -> None:
        """Somebody has come or gone."""
        if kind == "readings":
            self.metrics.under_way.set(taken)
        self.tidying.soon()

    async def begin(self) -> None:
        """Have the default voice speak, so that no listener need wait for it to load, and engines look for voices.

        Comes back when these are known, so that no request waits for that.
        """
        self.readiness.try_it()
        await self.turns.next(asyncio.get_running_loop().time(), self.catalogue.look)

    async def _speak(self) -> None:
        readback = await self.readback(ReadbackBody(letter=WARMING))
        turns = self.turns_of(readback.reader)
        await turns.next(asyncio.get_running_loop().time(), lambda: next(readback.chunks()))
        self.metrics.utterances.inc()
        self._leave_out_of_searches()

    def _leave_out_of_searches(self) -> None:
        """What is loaded by now is here for good: Python need not look for garbage among it.

        With a voice come hundreds of thousands of words, and to look through them takes a tenth of a second in which
        no thread runs. Not while anybody's letter is here: what is left of it has to be found.
        """
        if not any(places.taken for places in self.places.values()):
            gc.freeze()

    async def close(self) -> None:
        """Let go of everything, within a few seconds: what is spoken is broken off, and what hangs is left behind."""
        self.stopping.set()
        self.tidying.close()
        await self.readiness.close()
        # Not on a thread of the turns: when they close, what has not begun there is dropped, and a child would live on.
        ending = asyncio.get_running_loop().run_in_executor(None, self.catalogue.close)
        await asyncio.gather(ending, *(turns.close() for turns in self._all_turns))

    @property
    def hangs(self) -> bool:
        """Whether something is still being worked on."""
        return any(turns.hangs for turns in self._all_turns)

    @property
    def _all_turns(self) -> tuple[Turns, ...]:
        return self.quick, *self.planning.turns, self.envelopes, self.hard, self.turns, *self.apart.values()

    def turns_of(self, reader: Reader) -> Turns:
        """Where readings by somebody wait for their turns."""
        return self.apart.get(reader.engine.name, self.turns)

    async def aside(self, work: Callable[[], T]) -> T:
        """What `work`, which is to be short, returns; done on a thread, one after the other."""
        return await self.quick.next(asyncio.get_running_loop().time(), work)

    async def planned(self, body: ScoreBody, told: Callable[[Score], T]) -> T:
        """What is `told` of the score that a body means. Raises what a letter, a voice, a pace and a score raise."""
        name, wanted = self._voice_in(body), self._plan(body)
        return await self.planning.next(body.size, lambda: told(wanted(self.catalogue.voice(name))))

    async def readback(self, body: ReadbackBody) -> Readback:
        """The reading that a body means. Raises the same, and VoiceNotInstalled."""
        name, wanted = self._voice_in(body), self._plan(body)

        def made() -> Readback:
            reader = self.catalogue.reader(name)
            score = wanted(reader.voice)
            return Readback(score, reader, body.room_tone, _begin(score, body.from_character))

        return await self.planning.next(body.size, made)

    async def readback_by(
        self, name: str, letter: str, pace: Pace, limit: int, taught: Pronunciations = NOTHING
    ) -> Readback:
        """A letter, read by the voice of that name. limit: the longest letter, in code points; taught: words in it."""

        def made() -> Readback:
            reader = self.catalogue.reader(name)
            longest = self.settings.most_seconds
            voice = reader.voice
            score = planned(self.catalogue, letter, voice, pace, limit, longest=longest, taught=taught)
            return Readback(score, reader)

        return await self.planning.next(len(letter), made)

    def _voice_in(self, body: ScoreBody) -> str:
        """The name of the voice that a body means. Raises ScoreInvalid."""
        if body.score is not None:
            return voice_in(body.score)
        return self.settings.voice if body.voice is None else body.voice

    def _plan(self, body: ScoreBody) -> Callable[[Voice], Score]:
        """How the score that a body means is made for its voice. Raises ProblemError and PaceInvalid."""
        limit, longest = self.settings.max_characters, self.settings.most_seconds
        if (given := body.score) is not None:
            if body.beside:
                raise field_invalid(body.beside[0], "give either this or a score, which says it already.")
            return lambda voice: come_back(self.catalogue, given, voice, limit, longest=longest)
        if (letter := body.letter) is None:
            raise field_invalid("letter", "it is missing. Give a letter or a score.")
        pace = (body.pace.wish(self.settings.pace) if body.pace else PaceWish(self.settings.pace)).pace()
        preface, taught = bool(body.preface), body.taught
        return lambda voice: planned(
            self.catalogue, letter, voice, pace, limit, preface, longest=longest, taught=taught
        )

    def reading(self, rendition: Rendition, reader: Reader, notices: Sequence[str] = ()) -> ReadingAnswer:
        """The answer that reads. reader: by whom it is read."""
        turns, patience = self.turns_of(reader), self.settings.read_timeout
        elsewhere = self.elsewhere.get(reader.engine.name)
        place = None if elsewhere is None else elsewhere.one()
        return ReadingAnswer(rendition, turns, self.metrics, patience, self.stopping, self.readiness, notices, place)


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
