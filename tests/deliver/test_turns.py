"""Who is next."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import pytest

from service.deliver.turns import Hung, Turns


def run(test: Callable[[Turns], Coroutine[Any, Any, None]], threads: int = 1, patience: float = 60.0) -> None:
    async def whole() -> None:
        turns = Turns(threads, patience)
        try:
            await test(turns)
        finally:
            await turns.close()

    asyncio.run(whole())


def test_the_most_urgent_comes_first_and_equals_in_order_of_arrival() -> None:
    done: list[str] = []

    async def test(turns: Turns) -> None:
        hold = threading.Event()
        first = asyncio.create_task(turns.next(0, hold.wait))
        await asyncio.sleep(0.05)
        order = [(9.0, "late"), (1.0, "soon"), (5.0, "middle"), (1.0, "soon too")]
        rest = [asyncio.create_task(turns.next(due, partial(done.append, name))) for due, name in order]
        await asyncio.sleep(0.05)
        hold.set()
        await asyncio.gather(first, *rest)

    run(test)
    assert done == ["soon", "soon too", "middle", "late"]


def test_no_more_is_done_at_once_than_there_are_threads() -> None:
    now = most = 0
    lock = threading.Lock()

    def work() -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.02)
        with lock:
            now -= 1

    async def test(turns: Turns) -> None:
        await asyncio.gather(*(turns.next(n, work) for n in range(20)))

    run(test, threads=3)
    assert most == 3


def test_what_work_raises_is_raised_and_the_turn_goes_on() -> None:
    def fail() -> None:
        raise KeyError("x")

    async def test(turns: Turns) -> None:
        with pytest.raises(KeyError):
            await turns.next(0, fail)
        assert await turns.next(0, lambda: 5) == 5

    run(test)


def test_who_is_cancelled_while_waiting_loses_the_turn_and_nobody_elses() -> None:
    async def test(turns: Turns) -> None:
        hold = threading.Event()
        first = asyncio.create_task(turns.next(0, hold.wait))
        await asyncio.sleep(0.02)
        waiting = [asyncio.create_task(turns.next(n, partial(int, n))) for n in range(3)]
        await asyncio.sleep(0.02)
        waiting[0].cancel()
        first.cancel()
        hold.set()
        assert await asyncio.wait_for(asyncio.gather(*waiting[1:]), 5) == [1, 2]
        assert await turns.next(0, lambda: 7) == 7

    run(test)


def test_work_that_hangs_is_given_up_and_its_turn_is_somebody_elses() -> None:
    async def test(turns: Turns) -> None:
        hold = threading.Event()
        with pytest.raises(Hung):
            await turns.next(0, hold.wait)
        assert await asyncio.wait_for(turns.next(0, lambda: 5), 1) == 5
        hold.set()
        await asyncio.sleep(0.05)
        held = threading.Event()
        one = asyncio.create_task(turns.next(0, lambda: held.wait(0.1)))
        two = asyncio.create_task(turns.next(0, lambda: not one.done()))
        assert await two is False, "what came back late did not give a second turn away"

    run(test, patience=0.2)
