"""The server around the application: its socket, its connections, its log, and how it stops."""

from __future__ import annotations

import asyncio
import errno
import logging
import logging.config
import os
import socket
import sys
from collections import deque
from collections.abc import Callable
from types import TracebackType
from typing import Any, Literal, cast

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from service.errors import SettingInvalid
from service.process import be_unseen, keep_little, leave_no_core, open_many
from service.settings import Settings
from service.web.crowd import Crowd, Full
from service.web.problems import place_of

SEND_BUFFER = 1 << 15
"""Bytes that the system holds for a listener: what is in it was spoken already. Linux doubles it for its own needs."""
LINGER = 2.0
"""Seconds for which more of a body is thrown away that was refused, so that the refusal can be read."""
READ_FIRST, READ_AT_ONCE, READ_AWAY = 1 << 12, 1 << 14, 1 << 16
"""Bytes that are taken from a connection at once: before somebody has asked for a body, after that, and of what is
thrown away. asyncio takes 256 kB otherwise. What a thousand connections hand over at the same moment is held before
anybody can refuse it."""
HEAD = 10.0
"""Seconds within which the head of a request has to come, however long its body may take."""
AT_ONCE = 4
"""Connections that are taken in one go. asyncio would take all that wait, before one of them can be let go of."""
BEGUN_AT_ONCE = 32
"""Requests that are begun in one go. Each holds some 20 kB until it is known whether there is a place for it."""
WAITING = 4096
"""Connections that the system keeps until they are taken."""
TOLD = 100
"""Connections beyond the most there may be that are told so. More are closed without a word."""
FILES, FILES_A_READING = 256, 3
"""Files that this process has open beside its connections: voices and documents, and the pipes of an encoder."""
FEWEST = 16
"""Connections that are taken even where files are so few that readings may lack some."""
GRACE = 1
"""Seconds that readings have to notice that the server stops, before they are ended from outside."""
INTERRUPTED = 130
"""The exit status of a program that was told to stop, as shells have it."""
SWITCH = 0.0005
"""Seconds after which one thread of Python makes room for another. The usual 5 ms leave cores idle."""

log = logging.getLogger("service.web")


class Connection(H11Protocol):
    """One connection, bounded in what it holds and in how long it may do nothing.

    Nothing is sent ahead over it: `send` comes back when the system has taken what was sent. The private parts of
    uvicorn and asyncio that we touch are touched here.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin; see `asyncio.Protocol`. One that is far too many ends at once, one too many once it was told so."""
        super().connection_made(transport)
        settings: Settings = cast(FastAPI, self.config.app).state.settings
        self._heads = _Clock(self.loop, min(HEAD, settings.arrival_timeout), self._late)
        self.in_line = False
        """Whether it is for us to take what it has sent."""
        # A reading that nobody takes ends by a clock of its own, which knows how to count it.
        self._pauses = _Clock(self.loop, settings.read_timeout + LINGER, transport.abort)
        self._paused = False
        self._door: Door = cast(FastAPI, self.config.app).state.door
        self._crowded = not self._door.has_room(len(self.connections))
        transport.set_write_buffer_limits(high=0)
        self._read(READ_FIRST)
        # asyncio does this only for sockets that it has made itself. Without it every small answer takes 40 ms.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.app_state = {**self.app_state, "drop": transport.abort, "crowded": self._crowded}
        if self._crowded and len(self.connections) > self._door.most + TOLD:
            transport.abort()
        else:
            self._watch()

    def data_received(self, data: bytes) -> None:
        """Take what has come; see `asyncio.Protocol`."""
        if self.conn.their_state is h11.IDLE:
            self._door.begin(self, data)
        else:
            self.take(data)

    def take(self, data: bytes) -> None:
        """Take what has come, now. Of what has ended meanwhile, nothing is taken any more."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self.cycle is not None and self.cycle.body and not self.cycle.response_complete:
            self.flow.pause_reading()  # until somebody asks for more
            self._read(READ_AT_ONCE)
        self._watch()

    def on_response_complete(self) -> None:
        """Take no more of a body that was answered before it was all there, and nothing from one that is too many."""
        super().on_response_complete()
        self.cycle.body.clear()
        if self.conn.their_state is h11.SEND_BODY or self._crowded:
            self.loop.call_later(LINGER, self._drop, self.cycle)
            self._read(READ_AWAY)
        else:
            self._read(READ_FIRST)
        self._watch()

    def pause_writing(self) -> None:
        """Wait for a listener who takes nothing, but not for ever."""
        super().pause_writing()
        self._paused = True
        self._pauses.start()
        self._watch()

    def resume_writing(self) -> None:
        """Go on writing."""
        super().resume_writing()
        self._paused = False
        self._pauses.stop()
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """End; see `asyncio.Protocol`."""
        super().connection_lost(exc)
        self._heads.stop()
        self._pauses.stop()
        self._door.stand(self, None)

    def give_way(self) -> None:
        """End, because somebody else has come."""
        self.transport.abort()

    @property
    def address(self) -> str:
        """Where it comes from."""
        return self.client[0] if self.client else ""

    def _late(self) -> None:
        """End, since the head of a request did not come in time; but not where it is us who are waited for."""
        self._heads.stop()
        if not self.in_line:
            self.transport.abort()

    def _read(self, size: int) -> None:
        """Take so many bytes at once from now on."""
        self.transport.max_size = size  # type: ignore[attr-defined]

    def _watch(self) -> None:
        """Give whoever has no request under way a time for the head of one: uvicorn waits for it for ever."""
        if self._under_way:
            self._heads.stop()
        elif not self.transport.is_closing():
            self._heads.start()
        self._door.stand(self, self._waits)

    @property
    def _under_way(self) -> bool:
        """Whether there is a request that has not been answered."""
        return self.cycle is not None and not self.cycle.response_complete

    @property
    def _waits(self) -> Waits | None:
        """What it waits for; None where it is us who are waited for, and where somebody listens."""
        under_way = self._under_way
        listens = self.cycle is not None and self.scope["state"].get("listening", False)
        if self.transport.is_closing() or (listens and (under_way or self._paused)):
            return None
        if self._paused or (under_way and self.cycle.more_body):
            return "rest"
        return None if under_way else "request"

    def _drop(self, cycle: object) -> None:
        if self._crowded or (self.cycle is cycle and self.conn.their_state is h11.SEND_BODY):
            self.transport.abort()


Waits = Literal["request", "rest"]
"""What a connection waits for: a request, or the rest of one, or that the rest of an answer is taken."""


class Door:
    """How many connections there may be, and who gives way to one more: whoever has sent nothing yet comes first.

    Of those who ask something at the same moment a few are let in at a time, so that there is an end of the first of
    them before the last have begun.
    """

    def __init__(self, most: int, full: Full) -> None:
        """full: told of whoever is refused or gives way."""
        self.most = most
        """Connections that there may be."""
        self._full = full
        self.waiting: dict[Waits, Crowd[Connection]] = {"request": Crowd(), "rest": Crowd()}
        """Connections that wait, by what they wait for, in the order in which they give way."""
        self._line: deque[tuple[Connection, bytes]] = deque()
        """Who has sent what may be a request, and that."""
        self._begun: int | None = None
        """How many requests were begun in this go of the event loop; None where nobody has counted."""

    def stand(self, one: Connection, waits: Waits | None) -> None:
        """A connection waits for this now, or for nothing."""
        for kind, crowd in self.waiting.items():
            if kind == waits:
                crowd.add(one.address, one)
            else:
                crowd.remove(one.address, one)

    def begin(self, one: Connection, data: bytes) -> None:
        """Have a connection take what may be a request: at once, or in a moment where many have just come."""
        if self._begun is None:
            self._begun = 0
            one.loop.call_soon(self._next, one.loop)
        if self._begun < BEGUN_AT_ONCE:
            self._begun += 1
            one.take(data)
        else:
            one.flow.pause_reading()
            one.in_line = True
            self._line.append((one, data))

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        """A new go of the event loop: those who are in line come before those who come now."""
        if not self._line:
            self._begun = None
            return
        self._begun = min(len(self._line), BEGUN_AT_ONCE)
        loop.call_soon(self._next, loop)
        for _ in range(self._begun):
            one, data = self._line.popleft()
            one.flow.resume_reading()
            one.in_line = False
            one.take(data)

    def has_room(self, connections: int) -> bool:
        """Whether there is room for the last of so many connections. Another may have had to give way to it."""
        return connections <= self.most or self.clear()

    def clear(self) -> bool:
        """Have one connection give way. False where none waits."""
        self._full.note()
        for crowd in self.waiting.values():
            if (first := crowd.first) is not None:
                crowd.remove(*first)
                first[1].give_way()
                return True
        return False


class _Clock:
    """What happens unless it is stopped in time."""

    def __init__(self, loop: asyncio.AbstractEventLoop, seconds: float, late: Callable[[], None]) -> None:
        self._loop, self._seconds, self._late = loop, seconds, late
        self._running: asyncio.TimerHandle | None = None

    def start(self) -> None:
        """Begin, if it does not run already."""
        if self._running is None:
            self._running = self._loop.call_later(self._seconds, self._late)

    def stop(self) -> None:
        """Stop, if it runs."""
        if self._running is not None:
            self._running.cancel()
            self._running = None


class Server(uvicorn.Server):
    """A server that breaks off its readings before it waits for its connections to end."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        super().__init__(config)
        self._app = app

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin."""
        await super().startup(sockets)
        for sock in sockets or ():
            sock.listen(WAITING)  # uvicorn has one number for this and for how many are taken at once
        asyncio.get_running_loop().set_exception_handler(self._noted)

    def _noted(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What asyncio could not do. That there is no file for a connection, it would say a thousand times a second."""
        error = context.get("exception")
        if isinstance(error, OSError) and error.errno in (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM):
            self._app.state.door.clear()
        else:
            loop.default_exception_handler(context)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop, within a few seconds."""
        self._app.state.house.stopping.set()
        await super().shutdown(sockets)


class NoMessages(logging.Formatter):
    """Log lines without tracebacks: the message of an exception may hold anything."""

    def formatException(  # noqa: N802
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        """The type of an exception, and where it was raised."""
        return place_of(ei[1])


def listening(settings: Settings) -> socket.socket:
    """The socket to answer on. Raises SettingInvalid with what is wrong with the address."""
    host = settings.host.strip("[]")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.getaddrinfo(host, settings.port, family, socket.SOCK_STREAM)
        sock = socket.create_server((host, settings.port), family=family)
    except socket.gaierror:
        raise SettingInvalid("READBACK_HOST", settings.host, "no address of this machine goes by that name") from None
    except OSError as error:
        if error.errno == errno.EADDRNOTAVAIL:
            raise SettingInvalid("READBACK_HOST", settings.host, "this machine has no such address") from None
        why = "another program listens there already" if error.errno == errno.EADDRINUSE else "it cannot be opened"
        raise SettingInvalid("READBACK_PORT", str(settings.port), f"{why}; choose another with --port") from None
    # Connections inherit it.
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
    return sock


def serve(app: FastAPI, settings: Settings, sock: socket.socket) -> None:
    """Answer on the socket until stopped."""
    logging.config.dictConfig(_logging(settings.log_level))
    sys.setswitchinterval(SWITCH)
    leave_no_core()
    be_unseen()
    keep_little()
    most = _connections(settings)
    host, port = sock.getsockname()[:2]
    log.info("listening on http://%s:%d", f"[{host}]" if ":" in host else host, port)
    try:
        server_of(app, most).run([sock])
    finally:
        if app.state.house.hangs:
            # Python would wait for threads that hang before it ends, and cannot end them without a crash.
            log.warning("stopped while something hung; it ends with the process")
            os._exit(INTERRUPTED)


def _connections(settings: Settings) -> int:
    """How many connections this process can have, after it was given as many files as the system lets it have."""
    beside = TOLD + FILES + FILES_A_READING * settings.max_readbacks
    files = open_many(settings.max_connections + beside)
    most = min(settings.max_connections, max(files - beside, files // 4, FEWEST))
    if most < settings.max_connections:
        told = "this system lets a program have %d files open: %d connections are taken, READBACK_MAX_CONNECTIONS is %d"
        log.warning(told, files, most, settings.max_connections)
    return most


def server_of(app: FastAPI, most: int | None = None) -> Server:
    """The server, not yet running. most: connections that there may be, where they are not those of the settings."""
    settings: Settings = app.state.settings
    app.state.door = Door(most or settings.max_connections, app.state.house.full)
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        loop="asyncio",
        log_config=None,
        access_log=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=list(settings.trusted_proxies),
        server_header=False,
        timeout_graceful_shutdown=GRACE,
        backlog=AT_ONCE,
    )
    return Server(config, app)


def _logging(level: str) -> dict[str, Any]:
    """Everything on standard error. The server's own comings and goings are for `debug`."""
    servers = level if level in ("debug", "error") else "warning"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"()": NoMessages, "format": "%(asctime)s %(levelname)s %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": servers.upper()},
        "loggers": {
            "service": {"level": level.upper()},
            # A line for everything that is no HTTP: whoever sends that writes them.
            "uvicorn.error": {"level": "DEBUG" if level == "debug" else "ERROR"},
        },
    }
