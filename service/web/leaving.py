"""Who leaves is not worked for, and nobody when the server stops: what was asked is let go of, wherever it waits."""

from __future__ import annotations

import asyncio
from typing import Any

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.web.problems import Problem

GONE = 499
"""The status that the log and the metrics have where who asked left before an answer began. Nobody is sent it."""
FINISHING = 0.5
"""Seconds in which answers that have not begun may still do so when the server stops."""
STOPPING = Problem("not-ready", "This server is stopping. Ask again in a moment.")
WITH_BODY = frozenset(("POST", "PUT", "PATCH"))
"""Methods with which something is sent that a route reads."""


class Leaving:
    """Ends what is done for a request when nothing of the answer was sent yet and whoever asked leaves, or we stop.

    What waits for its turn loses it then, places are free again, and what was held is given back. An answer that has
    begun looks after itself, since it knows what it has to let go of.
    """

    def __init__(self, app: ASGIApp, stopping: asyncio.Event) -> None:
        """stopping: set when the server stops."""
        self.app = app
        self._stopping = stopping

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        asker, begun = _Asker(scope, receive), False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        working = asyncio.ensure_future(self.app(scope, asker.receive, noted))
        leaving, stopping = asyncio.create_task(asker.left()), asyncio.create_task(self._stopped())
        try:
            await asyncio.wait({working, leaving, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if working.done() or begun:
                await working
                return
        finally:
            await cancelled(working, leaving, stopping)
        answer = STOPPING.response(scope["path"]) if leaving.cancelled() else Response(status_code=GONE)
        await answer(scope, receive, send)

    async def _stopped(self) -> None:
        await self._stopping.wait()
        await asyncio.sleep(FINISHING)


class _Asker:
    """Whoever asks: their body as it comes, and, once it is there, when they leave."""

    def __init__(self, scope: Scope, receive: Receive) -> None:
        self._receive = receive
        self._whole, self._gone = asyncio.Event(), asyncio.Event()
        self._empty = scope["method"] not in WITH_BODY
        if self._empty:
            self._whole.set()  # nobody will read a body, so nobody is waited for to do so

    async def receive(self) -> Message:
        """What comes next; see ASGI."""
        if self._empty:
            self._empty = False
            return {"type": "http.request", "body": b"", "more_body": False}
        if self._whole.is_set():
            await self._gone.wait()
            return {"type": "http.disconnect"}
        message = await self._receive()
        if message["type"] == "http.disconnect":
            self._gone.set()
        if not message.get("more_body", False):
            self._whole.set()
        return message

    async def left(self) -> None:
        """Return when they have left. While their body comes, whoever reads it sees that."""
        await self._whole.wait()
        await left(self._receive)
        self._gone.set()


async def left(receive: Receive) -> None:
    """Return when the listener has left."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def cancelled(*tasks: asyncio.Task[Any]) -> None:
    """End the tasks and see them end. What they raise is looked at elsewhere."""
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    for task in tasks:
        if not task.cancelled():
            task.exception()
