"""Who leaves is not worked for, and nobody when the server stops: what was asked is let go of, wherever it waits."""

from __future__ import annotations

import asyncio
from typing import Any, cast

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
    begun looks after itself, since it knows what it has to let go of. Thousands may be here whose bodies never come
    whole: they are watched by whoever reads these, so that none of them costs a task beside its own.
    """

    def __init__(self, app: ASGIApp, stopping: asyncio.Event) -> None:
        """stopping: set when the server stops."""
        self.app = app
        self._stopping = stopping
        self._here: set[_Asker] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or live as long as the server does."""
        if scope["type"] == "http":
            await self._answer(_Asker(scope, receive, send))
            return
        stopping = asyncio.create_task(self._stop())
        try:
            await self.app(scope, receive, send)
        finally:
            await cancelled(stopping)

    async def _answer(self, asker: _Asker) -> None:
        self._here.add(asker)
        try:
            await self.app(asker.scope, asker.receive, asker.send)
        except asyncio.CancelledError:
            if asker.instead is None:
                raise
        finally:
            self._here.discard(asker)
            await asker.close()
        await asker.answer_instead()

    async def _stop(self) -> None:
        """Once the server stops, and a little later, answer whoever is here and was not answered yet."""
        await self._stopping.wait()
        await asyncio.sleep(FINISHING)
        for asker in self._here:
            asker.end(STOPPING.response(asker.scope["path"]))


class _Asker:
    """Whoever asks: their body as it comes, and, once it is there, when they leave."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scope = scope
        """What they ask for; see ASGI."""
        self.instead: Response | None = None
        """What they are answered in place of what they asked for; None where that is worked on."""
        self._receive, self._send = receive, send
        self._working = cast(asyncio.Task[Any], asyncio.current_task())
        self._begun = False
        self._watching: asyncio.Task[None] | None = None
        self._empty = scope["method"] not in WITH_BODY
        if self._empty:
            self._watch()  # nobody will read a body, so nobody is waited for to do so

    async def receive(self) -> Message:
        """What comes next; see ASGI."""
        if self._empty:
            self._empty = False
            return {"type": "http.request", "body": b"", "more_body": False}
        if self._watching is not None:
            await asyncio.wait({self._watching})
            return {"type": "http.disconnect"}
        message = await self._receive()
        if not message.get("more_body", False):
            self._watch()
        return message

    async def send(self, message: Message) -> None:
        """Send a part of the answer; see ASGI."""
        self._begun = True
        await self._send(message)

    def end(self, instead: Response) -> None:
        """End what is done for them, and answer this, where nothing of an answer was sent yet."""
        if not self._begun and self.instead is None:
            self.instead = instead
            self._working.cancel()

    async def answer_instead(self) -> None:
        """Answer what is to be answered in place of what they asked for, if something is."""
        if self.instead is not None:
            self._working.uncancel()
            if not self._begun:
                await self.instead(self.scope, self._receive, self._send)

    async def close(self) -> None:
        """Look no more whether they leave."""
        if self._watching is not None:
            await cancelled(self._watching)

    def _watch(self) -> None:
        """From now on, see when they leave. While their body comes, whoever reads it sees that."""
        self._watching = asyncio.create_task(self._left())

    async def _left(self) -> None:
        await left(self._receive)
        self.end(Response(status_code=GONE))


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
