"""A reading as bytes, a sentence at a time: bare audio, events, or one zip, all made from the same iterator."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, replace
from html import escape
from typing import Any, cast

import numpy as np

from service.audio import Samples
from service.deliver.cue_sheets import CUE_SHEETS, as_json
from service.encode.formats import FORMATS, Format, encode
from service.mix.mix import Chunk
from service.mix.timeline import Cue, RestCue, Timeline
from service.render import Readback
from service.score.score_file import to_dict, to_json
from service.web.pages import player_page
from service.web.problems import Problem

FADE_SECONDS = 0.003
"""How long the edges of a phrase that is sent by itself fade, in seconds."""
HELD = 1 << 24
"""Bytes of audio that are held for a zip, so that lengths in its head are right: half an hour of MP3."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of everything in a zip, so that two zips of one letter do not differ by the clock."""


@dataclass(frozen=True)
class Piece:
    """What comes of one sentence."""

    data: bytes
    """What is sent; empty where nothing is ready yet."""
    seconds: float = 0.0
    """How much longer a listener has something to hear with it."""
    utterances: int = 0
    """How many utterances were spoken for it: one, or none where it only rests or ends."""


class Delivery(ABC):
    """One way to send a reading."""

    media_type: str
    """For the Content-Type header."""
    name: str
    """What metrics call it."""
    filename: str
    """What a browser calls the file."""

    def __init__(self, readback: Readback) -> None:
        self.readback = readback
        """What is read."""

    @abstractmethod
    def pieces(self) -> Iterator[Piece]:
        """Bytes as they come. Speaks only as far as it is asked. Raises what speaking and encoding raise."""

    def broken(self, problem: Problem) -> bytes | None:
        """The last bytes of a stream that failed on its way, or None where it can only be broken off."""
        return None


class Audio(Delivery):
    """The bare audio."""

    def __init__(self, readback: Readback, form: Format) -> None:
        super().__init__(readback)
        self._form = form
        self.media_type, self.name, self.filename = form.media_type, form.name, f"readback{form.extension}"

    def pieces(self) -> Iterator[Piece]:
        """Bytes as they come; see `Delivery`."""
        rate = self.readback.voice.rate
        encoder = self._form.encoder(rate, self.readback.tags)
        for chunks in self.readback.utterances():
            samples = _joined(chunks)
            yield _piece(encoder.write(samples), chunks, rate)
        yield Piece(encoder.close())


class ServerSent(Audio):
    """The audio in OpenAI's events."""

    def __init__(self, readback: Readback, form: Format) -> None:
        super().__init__(readback, form)
        self.media_type = "text/event-stream"

    def pieces(self) -> Iterator[Piece]:
        """Bytes as they come; see `Delivery`."""
        seconds = 0.0
        for piece in super().pieces():
            seconds += piece.seconds
            delta = {"type": "speech.audio.delta", "audio": _base64(piece.data)}
            yield replace(piece, data=_sent(delta) if piece.data else b"")
        words, whole = self.readback.score.words, round(seconds)
        usage = {"input_tokens": words, "output_tokens": whole, "total_tokens": words + whole}
        yield Piece(_sent({"type": "speech.audio.done", "usage": usage}))

    def broken(self, problem: Problem) -> bytes:
        """The problem, as OpenAI's clients expect it."""
        return _sent({"type": "error", **problem.to_openai()})


class Page(Audio):
    """A page that plays the audio, which is in it: a browser that is answered with sound asks for it anew, by GET."""

    def __init__(self, readback: Readback, form: Format) -> None:
        super().__init__(readback, form)
        self._before, self._after = (part.encode() for part in player_page(form.media_type))
        self.media_type, self.name, self.filename = "text/html; charset=utf-8", "page", "readback.html"

    def pieces(self) -> Iterator[Piece]:
        """Bytes as they come; see `Delivery`."""
        head, held = self._before, b""
        for piece in super().pieces():
            held += piece.data
            whole = len(held) // 3 * 3  # base64 that goes on has no padding
            yield replace(piece, data=head + base64.b64encode(held[:whole]))
            head, held = b"", held[whole:]
        yield Piece(base64.b64encode(held) + self._after)

    def broken(self, problem: Problem) -> bytes:
        """The sentence, after what was read until then."""
        return f'"></audio>\n<p>It ends early. {escape(problem.detail)}</p>\n'.encode()


class Events(Delivery):
    """One JSON object a line: the score, each phrase with its own sound, each rest, the end."""

    media_type, name, filename = "application/x-ndjson", "events", "readback.ndjson"

    def __init__(self, readback: Readback, form: Format) -> None:
        """form: of the sound of each phrase."""
        super().__init__(replace(readback, room_tone=False))
        self._form = form

    def pieces(self) -> Iterator[Piece]:
        """Bytes as they come; see `Delivery`. The score comes with the first sentence, not before."""
        head = _line({"event": "score", "score": to_dict(self.readback.score)})
        seconds = 0.0
        for chunks in self.readback.utterances():
            lines = b"".join(_line(self._event(chunk, cue)) for chunk in chunks for cue in chunk.cues)
            piece = _piece(head + lines, chunks, self.readback.voice.rate)
            seconds += piece.seconds
            yield piece
            head = b""
        yield Piece(_line({"event": "end", "duration": round(seconds, 6)}))

    def broken(self, problem: Problem) -> bytes:
        """The problem as an event."""
        return _line({"event": "error", "problem": problem.to_dict()})

    def _event(self, chunk: Chunk, cue: Cue) -> dict[str, Any]:
        rate = self.readback.voice.rate
        told = as_json(cue, rate)
        if isinstance(cue, RestCue):
            return {"event": "rest", **told, "seconds": round((cue.end - cue.start) / rate, 6)}
        sound = encode(_faded(chunk.samples, rate), self._form, rate, self.readback.tags)
        return {"event": told["kind"], **told, "media_type": self._form.media_type, "audio": _base64(sound)}


class Archive(Delivery):
    """Audio, cues and score in one zip. Audio is held until it is whole, if that is not too much, and else sent on."""

    media_type, name, filename = "application/zip", "zip", "readback.zip"

    def __init__(self, readback: Readback, form: Format) -> None:
        super().__init__(readback)
        self._form = form
        self._spool = _Spool()
        self._zip = zipfile.ZipFile(cast(io.BytesIO, self._spool), "w", zipfile.ZIP_DEFLATED)

    def pieces(self) -> Iterator[Piece]:
        """Bytes as they come; see `Delivery`."""
        score, cues = self.readback.score, list[Cue]()
        yield from self._audio(cues)
        timeline = Timeline(self.readback.voice.rate, tuple(cues))
        for sheet in (CUE_SHEETS["json"], CUE_SHEETS["vtt"]):
            self._zip.writestr(_entry(f"cues{sheet.extension}"), sheet.render(timeline, score.letter.text))
        self._zip.writestr(_entry("score.json"), to_json(score))
        self._zip.close()
        yield Piece(self._spool.take())

    def _audio(self, cues: list[Cue]) -> Iterator[Piece]:
        rate = self.readback.voice.rate
        encoder = self._form.encoder(rate, self.readback.tags)
        held = bytearray()
        entry = _entry(f"readback{self._form.extension}", zipfile.ZIP_STORED)
        utterances = self.readback.utterances()
        for chunks in utterances:
            cues += (cue for chunk in chunks for cue in chunk.cues)
            samples = _joined(chunks)
            held += encoder.write(samples)
            yield _piece(b"", chunks, rate)
            if len(held) > HELD:
                break
        else:
            held += encoder.close()
            for at, data in encoder.patches():
                held[at : at + len(data)] = data
            self._zip.writestr(entry, bytes(held))
            return
        with self._zip.open(entry, "w", force_zip64=True) as file:
            file.write(bytes(held))
            del held
            for chunks in utterances:
                cues += (cue for chunk in chunks for cue in chunk.cues)
                samples = _joined(chunks)
                file.write(encoder.write(samples))
                yield _piece(self._spool.take(), chunks, rate)
            file.write(encoder.close())


class _Spool:
    """Where a zip is written to: it cannot be sought in, and what is taken is gone."""

    def __init__(self) -> None:
        self._fresh = bytearray()

    def write(self, data: bytes) -> int:
        self._fresh += data
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def take(self) -> bytes:
        data = bytes(self._fresh)
        self._fresh.clear()
        return data


def delivery_of(accept: str, readback: Readback, form: Format | None) -> Delivery:
    """The way to send that an Accept header asks for: events, a zip, or else the audio. form: None is the usual."""
    asked = {part.split(";")[0].strip().lower() for part in accept.split(",")}
    if Events.media_type in asked:
        return Events(readback, FORMATS["wav" if form is FORMATS["wav"] else "flac"])
    kind = Archive if Archive.media_type in asked else Audio
    return kind(readback, form or FORMATS["mp3"])


def _piece(data: bytes, chunks: tuple[Chunk, ...], rate: int) -> Piece:
    seconds = sum(len(chunk.samples) for chunk in chunks) / rate
    spoken = any(not isinstance(cue, RestCue) for chunk in chunks for cue in chunk.cues)
    return Piece(data, seconds, int(spoken))


def _joined(chunks: tuple[Chunk, ...]) -> Samples:
    return np.concatenate([chunk.samples for chunk in chunks])


def _faded(samples: Samples, rate: int) -> Samples:
    """The sound with edges that do not click. A phrase that is sent by itself has no rest to ring out in."""
    size = min(round(FADE_SECONDS * rate), len(samples) // 2)
    edge = np.linspace(0.0, 1.0, size, dtype=np.float32)
    faded = samples.copy()
    faded[:size] *= edge
    faded[len(faded) - size :] *= edge[::-1]
    return faded


def _entry(name: str, compression: int = zipfile.ZIP_DEFLATED) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = compression
    entry.external_attr = 0o600 << 16
    entry.create_system = 3
    return entry


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _line(event: dict[str, Any]) -> bytes:
    return json.dumps(event, separators=(",", ":")).encode() + b"\n"


def _sent(event: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(event, separators=(",", ":")).encode() + b"\n\n"
