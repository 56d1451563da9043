"""The server around the application: its socket, its connections, its log, and how it stops."""

from __future__ import annotations

import asyncio
import errno
import logging
import logging.config
import os
import socket
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, cast

import h11
import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.h11_impl import H11Protocol

from service.errors import SettingInvalid
from service.settings import Settings
from service.web.problems import place_of

SEND_BUFFER = 1 << 15
"""Bytes that the system holds for a listener: what is in it was spoken already. Linux doubles it for its own needs."""
LINGER = 2.0
"""Seconds for which more of a body is thrown away that was refused, so that the refusal can be read."""
READ_AT_ONCE = 1 << 14
"""Bytes that are taken from a connection at once; asyncio takes 256 kB otherwise."""
TOLD = 100
"""Connections beyond the most there may be that are told so. More are closed without a word."""
FILES = 512
"""Files that this process has open beside its connections: voices, encoders and their pipes."""
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
        self._heads = _Clock(self.loop, settings.arrival_timeout, transport.abort)
        # A reading that nobody takes ends by a clock of its own, which knows how to count it.
        self._pauses = _Clock(self.loop, settings.read_timeout + LINGER, transport.abort)
        self._crowded = len(self.connections) > settings.max_connections
        transport.set_write_buffer_limits(high=0)
        # What a thousand connections hand over at the same moment is held before anybody can refuse it.
        transport.max_size = READ_AT_ONCE  # type: ignore[attr-defined]
        # asyncio does this only for sockets that it has made itself. Without it every small answer takes 40 ms.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.app_state = {**self.app_state, "drop": transport.abort, "crowded": self._crowded}
        if len(self.connections) > settings.max_connections + TOLD:
            transport.abort()
        else:
            self._watch()

    def data_received(self, data: bytes) -> None:
        """Take what has come; see `asyncio.Protocol`."""
        super().data_received(data)
        if self.cycle is not None and self.cycle.body and not self.cycle.response_complete:
            self.flow.pause_reading()  # until somebody asks for more
        self._watch()

    def on_response_complete(self) -> None:
        """Take no more of a body that was answered before it was all there, and nothing from one that is too many."""
        super().on_response_complete()
        self.cycle.body.clear()
        if self.conn.their_state is h11.SEND_BODY or self._crowded:
            self.loop.call_later(LINGER, self._drop, self.cycle)
        self._watch()

    def pause_writing(self) -> None:
        """Wait for a listener who takes nothing, but not for ever."""
        super().pause_writing()
        self._pauses.start()

    def resume_writing(self) -> None:
        """Go on writing."""
        super().resume_writing()
        self._pauses.stop()

    def connection_lost(self, exc: Exception | None) -> None:
        """End; see `asyncio.Protocol`."""
        super().connection_lost(exc)
        self._heads.stop()
        self._pauses.stop()

    def _watch(self) -> None:
        """Give whoever has no request under way a time for the head of one: uvicorn waits for it for ever."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._heads.stop()
        elif not self.transport.is_closing():
            self._heads.start()

    def _drop(self, cycle: object) -> None:
        if self._crowded or (self.cycle is cycle and self.conn.their_state is h11.SEND_BODY):
            self.transport.abort()


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
    _open_many(settings.max_connections + TOLD + FILES)
    host, port = sock.getsockname()[:2]
    log.info("listening on http://%s:%d", f"[{host}]" if ":" in host else host, port)
    try:
        server_of(app).run([sock])
    finally:
        if app.state.house.hangs:
            # Python would wait for threads that hang before it ends, and cannot end them without a crash.
            log.warning("stopped while something hung; it ends with the process")
            os._exit(INTERRUPTED)


def _open_many(files: int) -> None:
    """Let this process have so many files open, where the system does not forbid it. Windows has no such limit."""
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = files if hard == resource.RLIM_INFINITY else min(files, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    if most < files:
        log.warning("this system lets a program have %d files open; READBACK_MAX_CONNECTIONS wants %d", most, files)


def server_of(app: FastAPI) -> Server:
    """The server, not yet running."""
    config = uvicorn.Config(
        app,
        http=Connection,
        ws="none",
        loop="asyncio",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=GRACE,
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
        "loggers": {"service": {"level": level.upper()}},
    }
