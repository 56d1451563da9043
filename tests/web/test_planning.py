"""Whose plan is next."""

from __future__ import annotations

import asyncio
import threading
import time
from functools import partial

from service.web.planning import LEEWAY, SHORT, Planning


def test_the_shortest_is_first_and_what_is_short_waits_for_nothing_long() -> None:
    done: list[int] = []

    async def whole() -> None:
        planning, hold = Planning(), threading.Event()
        held = [asyncio.create_task(planning.next(size, hold.wait)) for size in (SHORT, SHORT + 1)]
        await asyncio.sleep(0.05)
        sizes = [2000, 30, 300, 3000, SHORT + 900, SHORT + 100]
        rest = [asyncio.create_task(planning.next(size, partial(done.append, size))) for size in sizes]
        await asyncio.sleep(0.05)
        hold.set()
        await asyncio.gather(*held, *rest)
        assert [size for size in done if size <= SHORT] == [30, 300, 2000, 3000]
        assert [size for size in done if size > SHORT] == [SHORT + 100, SHORT + 900]
        long = threading.Event()
        under_way = asyncio.create_task(planning.next(20_000, long.wait))
        begun = time.monotonic()
        assert await planning.next(SHORT, lambda: 5) == 5
        assert time.monotonic() - begun < 0.5
        long.set()
        await under_way
        for turns in planning.turns:
            await turns.close()

    asyncio.run(whole())


def test_a_long_one_is_not_put_off_for_ever() -> None:
    assert LEEWAY * 20_000 == 30
