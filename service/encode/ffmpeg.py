"""An ffmpeg of its own for one stream: samples go into a pipe, encoded bytes come out of another, no file between.

The bundled binary is GPL, so it is only ever run as a program beside this one and never loaded into it.
It starts in about 20 ms. One thread fills its input and another empties its output, so that nobody who encodes waits
for it longer than they like, and neither side for the other for ever.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import threading
import time
import weakref
from collections.abc import Sequence

from service.programs import begun

STALLED = 20.0
"""Seconds without any progress after which the child counts as hung and is killed."""
SLICE = 1 << 16
"""Bytes handed over at once: 1.4 s of sound at 24 kHz."""


class _Inlet:
    """What is on its way into the child. It knows nothing of its owner, which can so be collected."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._pieces: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._counting = threading.Lock()
        self.behind = 0
        """Bytes that the child has not taken yet."""
        self.moved = time.monotonic()
        """When it last took some, or was given some having none, on the monotonic clock."""
        self._thread = threading.Thread(target=self._fill, args=(process,), daemon=True, name="ffmpeg-input")
        self._thread.start()

    def put(self, piece: bytes | None) -> None:
        """Have a piece handed over; None is the end."""
        with self._counting:
            if not self.behind:
                self.moved = time.monotonic()
            self.behind += len(piece or b"")
        self._pieces.put(piece)

    def _fill(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None  # noqa: S101  (opened as a pipe below)
        with contextlib.suppress(OSError), process.stdin as pipe:
            while (piece := self._pieces.get()) is not None:
                rest = memoryview(piece)
                while rest:
                    size = pipe.write(rest[:SLICE])
                    rest = rest[size:]
                    with self._counting:
                        self.behind, self.moved = self.behind - size, time.monotonic()
                del piece, rest  # no name keeps the sound while more of it is waited for
        self.behind = 0  # where the child has ended, it takes no more

    def join(self) -> None:
        """Wait for the end of the thread; the pipe is closed then. The child has to have ended."""
        self._pieces.put(None)
        self._thread.join(STALLED)


class _Outlet:
    """What the child has written and nobody has taken yet. It knows nothing of its owner, which can so be collected."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._bytes = bytearray()
        self._ended = False
        self.moved = time.monotonic()
        """When the child last wrote something, on the monotonic clock."""
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._drain, args=(process,), daemon=True, name="ffmpeg-output")
        self._thread.start()

    def _drain(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None  # noqa: S101  (opened as a pipe below)
        with process.stdout as pipe:
            while data := os.read(pipe.fileno(), 1 << 16):
                with self._news:
                    self._bytes += data
                    self.moved = time.monotonic()
                    self._news.notify_all()
        with self._news:
            self._ended = True
            self._news.notify_all()

    def take(self, seconds: float) -> bytes:
        """Return all there is, waiting at most so long for the first byte."""
        with self._news:
            self._news.wait_for(lambda: self._bytes or self._ended, max(seconds, 0.0))
            data = bytes(self._bytes)
            self._bytes.clear()
        return data

    @property
    def closed(self) -> bool:
        """Whether the child has closed its output."""
        return self._ended

    @property
    def ended(self) -> bool:
        """Whether it has, and everything was taken."""
        with self._news:
            return self._ended and not self._bytes

    def wait(self, seconds: float) -> None:
        """Wait at most so long until the child has closed its output."""
        with self._news:
            self._news.wait_for(lambda: self._ended, seconds)

    def join(self) -> None:
        """Wait for the end of the thread; the pipe is closed then."""
        self._thread.join(STALLED)


class Child:
    """One running ffmpeg that reads signed 16-bit mono samples. It dies with this object, however that ends."""

    def __init__(self, sample_rate: int, arguments: Sequence[str]) -> None:
        self._process = begun(_command(sample_rate, arguments), buffered=False)
        self._inlet, self._outlet = _Inlet(self._process), _Outlet(self._process)
        self._ending = False
        self.kill = weakref.finalize(self, _end, self._process, self._inlet, self._outlet)
        """End the child at once. Also called when this object is collected and when the interpreter ends."""

    def feed(self, data: bytes) -> None:
        """Hand over samples, without waiting until they are taken. Raises an OSError where the child has ended."""
        if self._process.poll() is not None:
            raise BrokenPipeError("the audio encoder ended")
        self._inlet.put(data)

    def end(self) -> None:
        """Say that no more will come. Harmless when said twice."""
        if not self._ending:
            self._ending = True
            self._inlet.put(None)

    @property
    def behind(self) -> bool:
        """Whether it has not taken everything yet, or, once it was told the end, not written everything.

        Raises TimeoutError, and ends it, where it owes something and nothing has moved for `STALLED` seconds.
        """
        if not (self._inlet.behind or (self._ending and not self._outlet.closed)):
            return False
        if time.monotonic() - max(self._inlet.moved, self._outlet.moved) > STALLED:
            self.kill()
            raise TimeoutError("the audio encoder hung")
        return True

    def take(self, seconds: float) -> bytes:
        """Return what was encoded so far, waiting at most so long if there is nothing."""
        return self._outlet.take(seconds)

    def wait(self, seconds: float) -> None:
        """Wait at most so long until it has written everything."""
        self._outlet.wait(seconds)

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self._outlet.ended

    def finish(self) -> bytes:
        """Close its input, return all that is left, and see it end well; otherwise raise an OSError."""
        self.end()
        out = bytearray()
        while self.behind:
            out += self._outlet.take(1.0)
        out += self._outlet.take(0)
        try:
            status = self._process.wait(STALLED)
        except subprocess.TimeoutExpired:
            raise TimeoutError("the audio encoder hung") from None
        finally:
            self.kill()
        if status != 0:
            raise BrokenPipeError(f"the audio encoder ended with status {status}")
        return bytes(out)


def _command(sample_rate: int, arguments: Sequence[str]) -> list[str]:
    """The whole command line. The tiny probe makes it start with the first samples."""
    import imageio_ffmpeg

    quiet = ["-v", "quiet", "-nostdin", "-probesize", "32", "-analyzeduration", "0"]
    source = ["-f", "s16le", "-ar", str(sample_rate), "-ac", "1", "-i", "pipe:0", "-threads", "1"]
    # bitexact: a fixed serial number, no version and no date in the output.
    plain = ["-flags:a", "+bitexact", "-fflags", "+bitexact", "-map_metadata", "-1", "-flush_packets", "1"]
    return [imageio_ffmpeg.get_ffmpeg_exe(), *quiet, *source, *plain, *arguments, "pipe:1"]


def _end(process: subprocess.Popen[bytes], inlet: _Inlet, outlet: _Outlet) -> None:
    """Kill the child if it still runs, collect it, close the pipes."""
    if process.poll() is None:
        process.kill()
    process.wait(STALLED)
    inlet.join()
    outlet.join()
