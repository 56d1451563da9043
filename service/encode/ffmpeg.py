"""An ffmpeg of its own for one stream: samples go into a pipe, encoded bytes come out of another, no file between.

The bundled binary is GPL, so it is only ever run as a program beside this one and never loaded into it.
It starts in about 20 ms. A thread empties its output all the time, so neither side can wait for the other for ever.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Sequence

STALLED = 20.0
"""Seconds without any progress after which the child counts as hung and is killed."""
SLICE = 1 << 18
"""Bytes handed over under one watchdog: 5 s of sound at 24 kHz."""


class _Outlet:
    """What the child has written and nobody has taken yet. It knows nothing of its owner, which can so be collected."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._bytes = bytearray()
        self._ended = False
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._drain, args=(process,), daemon=True, name="ffmpeg-output")
        self._thread.start()

    def _drain(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdout is not None  # noqa: S101  (opened as a pipe below)
        with process.stdout as pipe:
            while data := os.read(pipe.fileno(), 1 << 16):
                with self._news:
                    self._bytes += data
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
    def ended(self) -> bool:
        """Whether the child has closed its output and everything was taken."""
        with self._news:
            return self._ended and not self._bytes

    def join(self) -> None:
        """Wait for the end of the thread; the pipe is closed then."""
        self._thread.join(STALLED)


class Child:
    """One running ffmpeg that reads signed 16-bit mono samples. It dies with this object, however that ends."""

    def __init__(self, sample_rate: int, arguments: Sequence[str]) -> None:
        self._process = subprocess.Popen(  # noqa: S603  (the arguments are ours; nothing of a letter is among them)
            _command(sample_rate, arguments),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0) if sys.platform == "win32" else 0,
        )
        self._outlet = _Outlet(self._process)
        self.kill = weakref.finalize(self, _end, self._process, self._outlet)
        """End the child at once. Also called when this object is collected and when the interpreter ends."""

    def feed(self, data: bytes) -> None:
        """Hand over samples. A child that takes none for `STALLED` seconds is killed; then this raises an OSError."""
        assert self._process.stdin is not None  # noqa: S101
        rest = memoryview(data)
        while rest:
            watchdog = threading.Timer(STALLED, self._process.kill)  # frees a write that is stuck, on every system
            watchdog.daemon = True
            watchdog.start()
            try:
                rest = rest[self._process.stdin.write(rest[:SLICE]) :]
            finally:
                watchdog.cancel()

    def take(self, seconds: float) -> bytes:
        """Return what was encoded so far, waiting at most so long if there is nothing."""
        return self._outlet.take(seconds)

    @property
    def ended(self) -> bool:
        """Whether nothing more will come."""
        return self._outlet.ended

    def finish(self) -> bytes:
        """Close its input, return all that is left, and see it end well; otherwise raise an OSError."""
        assert self._process.stdin is not None  # noqa: S101
        self._process.stdin.close()
        out, last = bytearray(), time.monotonic()
        while not self._outlet.ended and time.monotonic() - last < STALLED:
            if data := self._outlet.take(1.0):
                out += data
                last = time.monotonic()
        try:
            status = self._process.wait(STALLED if self._outlet.ended else 0.0)
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


def _end(process: subprocess.Popen[bytes], outlet: _Outlet) -> None:
    """Kill the child if it still runs, collect it, close the pipes."""
    if process.poll() is None:
        process.kill()
    process.wait(STALLED)
    if process.stdin is not None and not process.stdin.closed:
        process.stdin.close()
    outlet.join()
