"""How long a server's event loop is held: a server in a process of its own, in whose loop a task notes how late it is.

The process that asks sends bytes that it has made before, one request after the other, and is told after each what
the longest time was for which nobody else would have been answered. Time in which the system gave the processor to
other programs is not counted: of each moment, no more than this process computed in it.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

from service.settings import Settings
from service.web.app import create_app
from service.web.server import SWITCH, listening, server_of

WAKING = 0.002
"""Seconds after which the task in the loop wants to be woken."""
JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Sent:
    """A request."""

    path: str
    data: bytes
    kind: str = JSON


@dataclass(frozen=True)
class Asked:
    """A server that tells how late its loop was."""

    port: int
    process: subprocess.Popen[str]

    def held(self, sent: Sent) -> tuple[int, float]:
        """The status of a request that is taken to its end, and the longest that the loop was held meanwhile."""
        self._told()
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        with contextlib.closing(connection):
            connection.request("POST", sent.path, sent.data, {"Content-Type": sent.kind})
            answer = connection.getresponse()
            answer.read()
        return answer.status, self._told()

    def least(self, sent: Sent, enough: float, tries: int = 3) -> tuple[int, float]:
        """The same, asked again where it was held longer than `enough`: another program may have been in the way."""
        status, held = self.held(sent)
        for _ in range(tries - 1):
            if held <= enough:
                break
            status, again = self.held(sent)
            held = min(held, again)
        return status, held

    def _told(self) -> float:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


@contextlib.contextmanager
def asked() -> Iterator[Asked]:
    """A server that reads with tones, ready; ended afterwards."""
    command = [sys.executable, "-m", __name__]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield Asked(int(process.stdout.readline()), process)
        finally:
            process.kill()


class _Noted:
    """The longest that the loop was held, in seconds."""

    def __init__(self) -> None:
        self._most = 0.0

    async def note(self) -> None:
        """Be woken, and note how late, for ever."""
        loop = asyncio.get_running_loop()
        while True:
            due, before = loop.time() + WAKING, time.process_time()
            await asyncio.sleep(WAKING)
            self._most = max(self._most, min(loop.time() - due, time.process_time() - before))

    def taken(self) -> float:
        """It, from the last time that it was asked for."""
        most, self._most = self._most, 0.0
        return most


def main() -> None:
    """Serve, and tell a line for each line on standard input: the port first, then how long the loop was held."""
    settings = Settings(voice="tone", port=0)
    app = create_app(settings)
    sock = listening(settings)
    server, noted = server_of(app), _Noted()
    sys.setswitchinterval(SWITCH)  # as where it is served for good

    async def serve() -> None:
        noting = asyncio.create_task(noted.note())
        await server.serve([sock])
        noting.cancel()

    def tell() -> None:
        while not server.started:
            time.sleep(0.01)
        print(sock.getsockname()[1], flush=True)
        for _ in sys.stdin:
            time.sleep(3 * WAKING)  # what held it is noted once it is held no longer
            print(noted.taken(), flush=True)
        server.should_exit = True

    threading.Thread(target=tell, daemon=True).start()
    asyncio.run(serve())


if __name__ == "__main__":
    main()
