"""Who is next: all heavy work is done a sentence at a time on a few threads, always the most urgent piece first."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

SPARE = 16
"""Threads beyond those that speak: for letting go of readings, and in place of some that hang."""
PATIENCE = 120.0
"""Seconds after which a piece of work counts as hung. Engines and encoders give up long before, by their own clocks."""
STOPPING = 1.5
"""Seconds that work which has begun is waited for at the end."""


class Hung(Exception):
    """A piece of work came to no end."""


class Turns:
    """Worker threads, and the queue in front of them: earliest deadline first.

    The deadline of a reading is the moment at which its listener would hear nothing more. Who has heard
    nothing yet, or soon will have heard all there is, comes before who has minutes in hand, so a long
    letter never makes a short one wait longer than for the sentence that is being spoken.
    """

    def __init__(self, threads: int, patience: float = PATIENCE) -> None:
        """threads: how many pieces are worked on at the same time; patience: seconds until one counts as hung."""
        self._pool = ThreadPoolExecutor(threads + SPARE, thread_name_prefix="readback")
        self._free = threads
        self._patience = patience
        self._waiting: list[tuple[float, int, asyncio.Future[None]]] = []
        self._running: set[asyncio.Future[Any]] = set()
        self._at_work: set[Future[Any]] = set()
        """What was begun and has not come to its end, also where nobody waits for it any more."""
        self._closed = False
        self._arrivals = itertools.count()

    async def next(self, deadline: float, work: Callable[[], T]) -> T:
        """What `work` returns or raises, done on a thread when it is its turn. deadline: by the event loop's clock.

        Who is cancelled while waiting loses the turn; work that has begun is done to its end, unless it hangs: then
        this raises Hung, and the turn is somebody else's.
        """
        await self._turn(deadline)
        loop = asyncio.get_running_loop()
        answer: asyncio.Future[T] = loop.create_future()
        running = asyncio.wrap_future(self._begun(work))
        self._running.add(running)
        overdue = loop.call_later(self._patience, self._give_up, running, answer)
        running.add_done_callback(lambda _: self._done(running, answer, overdue))
        return await answer

    def aside(self, work: Callable[[], Any]) -> None:
        """Have something small done on a thread soon. Nobody waits for it; once all is closed, it is let be."""
        if not self._closed:
            self._begun(work)

    async def close(self) -> None:
        """Take no more work, wait a little for what is being done, and for nothing that hangs."""
        self._closed = True
        self._pool.shutdown(wait=False, cancel_futures=True)
        if not (waiting := {asyncio.wrap_future(one) for one in tuple(self._at_work)}):
            return
        ended, late = await asyncio.wait(waiting, timeout=STOPPING)
        for one in ended:
            if not one.cancelled():
                one.exception()  # looked at, so that asyncio does not log it
        for one in (*late, *self._running):
            one.cancel()

    @property
    def hangs(self) -> bool:
        """Whether something is still being worked on. Python itself would wait for that at its end, however long."""
        return bool(self._at_work)

    def _begun(self, work: Callable[[], T]) -> Future[T]:
        begun = self._pool.submit(work)
        self._at_work.add(begun)
        begun.add_done_callback(self._at_work.discard)
        return begun

    async def _turn(self, deadline: float) -> None:
        if self._free:
            self._free -= 1
            return
        turn = asyncio.get_running_loop().create_future()
        heapq.heappush(self._waiting, (deadline, next(self._arrivals), turn))
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()
            raise

    def _give_up(self, running: asyncio.Future[T], answer: asyncio.Future[T]) -> None:
        self._running.discard(running)
        if not answer.done():
            answer.set_exception(Hung())
        self._pass_on()

    def _done(self, running: asyncio.Future[T], answer: asyncio.Future[T], overdue: asyncio.TimerHandle) -> None:
        overdue.cancel()
        if running in self._running:
            self._running.discard(running)
            self._pass_on()
        # The error is looked at even when nobody waits any more: else asyncio would log it, in its own words.
        error = None if running.cancelled() else running.exception()
        if answer.done():
            return
        if running.cancelled():
            answer.cancel()
        elif error is not None:
            answer.set_exception(error)
        else:
            answer.set_result(running.result())

    def _pass_on(self) -> None:
        while self._waiting:
            *_, turn = heapq.heappop(self._waiting)
            if not turn.done():
                turn.set_result(None)
                return
        self._free += 1
