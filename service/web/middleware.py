"""What every request passes: whose page asks, the names of this server, the log, and the last handler of errors."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.errors import Busy
from service.hosts import split
from service.web.crowd import Full
from service.web.metrics import Metrics
from service.web.origins import is_refused
from service.web.problems import HOST_NOT_ALLOWED, ORIGIN_NOT_ALLOWED, Problem, place_of, problem_of

ALIVE = "/healthz"
"""What is answered under any name: whatever looks after a server asks by its number, and learns only that it lives."""
OURS = ((b"x-content-type-options", b"nosniff"), (b"cross-origin-resource-policy", b"same-origin"))
"""What goes with every answer: it is what it says that it is, and no page of another site may show or play it."""
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
"""Methods that the log and the metrics name."""
RETRY_AFTER = 5
"""Seconds after which a connection may have ended."""
NOWHERE = "-"
"""What the log and the metrics say in place of a path that is no route. A path may hold anything."""

log = logging.getLogger("service.web")


class Gate:
    """The outermost layer. Nothing that is raised inside gets out, where a server would log it with its message."""

    def __init__(
        self, app: ASGIApp, hosts: Sequence[str], origins: Sequence[str], metrics: Metrics, full: Full
    ) -> None:
        """hosts: names that are answered; * is any, and *.example.org any under it. origins: whose pages may ask.

        full: told of who is refused.
        """
        self.app = app
        self._hosts = tuple(host.lower() for host in hosts)
        self._origins = origins
        self._metrics, self._full = metrics, full

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        begun, status = time.monotonic(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message = {**message, "headers": [*message["headers"], *OURS]}
            await send(message)

        try:
            await self._passed(scope, receive, noted)
        except Exception as error:  # noqa: BLE001  (the last handler)
            log.error("a request failed inside: %s", place_of(error))
            problem = problem_of(error)
            if not status:
                self._metrics.refusals.labels(problem.code).inc()
                await problem.response(scope["path"])(scope, receive, noted)
        finally:
            self._note(scope, status, time.monotonic() - begun)

    async def _passed(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        if is_refused(scope["method"], scope["path"], headers, self._origins):
            await self._refused(ORIGIN_NOT_ALLOWED, scope, receive, send)
        elif scope["path"] == ALIVE:
            await self.app(scope, receive, send)
        elif not self._knows(headers.get("host", "")):
            await self._refused(HOST_NOT_ALLOWED, scope, receive, send)
        elif scope.get("state", {}).get("crowded"):
            await self._refused(problem_of(Busy("connections", RETRY_AFTER)), scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _refused(self, problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
        self._metrics.refusals.labels(problem.code).inc()
        await problem.response(scope["path"])(scope, receive, send)

    def _knows(self, header: str) -> bool:
        host, _ = split(header)
        return any(
            name in ("*", host) or (name.startswith("*.") and host.endswith(name[1:]) and host != name[1:])
            for name in self._hosts
        )

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        """A line without the query, and without what somebody wrote into the path."""
        route = getattr(scope.get("route"), "path", NOWHERE)
        method = scope["method"] if scope["method"] in METHODS else NOWHERE
        self._metrics.requests.labels(method, route, str(status)).inc()
        # Of a crowd that is refused, or never comes to an end, a line each would be what fills a disk.
        crowd = status == 429 or scope.get("state", {}).get("unfinished", False)
        log.log(logging.DEBUG if crowd else logging.INFO, "%s %s %d in %.3f s", method, route, status, seconds)
        if crowd:
            self._full.note()
