"""A reading drained into bytes, a sentence at a time: sound, events, or one zip, all made from the same iterator.

Nothing here knows of HTTP: the service, and whatever else wants a reading as bytes, drain the same renditions.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

import numpy as np

from service.audio import Samples
from service.deliver.cue_sheets import CUE_SHEETS, as_json
from service.encode.formats import Format, encode
from service.mix.mix import Chunk
from service.mix.timeline import Cue, RestCue, Timeline
from service.render import Readback
from service.score.score_file import to_dict, to_dict_ahead, to_json

FADE_SECONDS = 0.003
"""How long the edges of a phrase that is sent by itself fade, in seconds."""
HELD = 1 << 24
"""Bytes of audio that are held for a zip, so that lengths in its head are right: half an hour of MP3."""
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The date of everything in a zip, so that two zips of one letter do not differ by the clock."""


@dataclass(frozen=True)
class Portion:
    """What comes of one sentence."""

    data: bytes
    """The bytes; empty where nothing is ready yet."""
    seconds: float = 0.0
    """How much longer a listener has something to hear with it."""
    utterances: int = 0
    """How many utterances were spoken for it: one, or none where it only rests or ends."""


class Rendition(ABC):
    """One way to have a reading as bytes."""

    media_type: str
    """What kind of bytes they are."""
    name: str
    """What it is called where readings are counted."""
    filename: str
    """What a file with these bytes is called."""

    def __init__(self, readback: Readback) -> None:
        self.readback = readback
        """What is read."""

    @abstractmethod
    def portions(self) -> Iterator[Portion]:
        """Bytes as they come. Speaks only as far as it is asked. Raises what speaking and encoding raise."""

    def broken(self, problem: Mapping[str, Any]) -> bytes | None:
        """The last bytes of a stream that failed on its way, or None where it can only be broken off.

        problem: what went wrong as JSON's own types, `code` and `detail` among them; no word of the letter.
        """
        return None


class Sound(Rendition):
    """The bare sound, in a format."""

    def __init__(self, readback: Readback, form: Format) -> None:
        super().__init__(readback)
        self._form = form
        self.media_type, self.name, self.filename = form.media_type, form.name, f"readback{form.extension}"

    def portions(self) -> Iterator[Portion]:
        """Bytes as they come; see `Rendition`."""
        sample_rate = self.readback.voice.sample_rate
        encoder = self._form.encoder(sample_rate, self.readback.tags)
        for chunks in self.readback.utterances():
            samples = _joined(chunks)
            yield _portion(encoder.write(samples), chunks, sample_rate)
        yield Portion(encoder.close())


class Events(Rendition):
    """One JSON object a line: the score, each phrase with its own sound, each rest, the end."""

    media_type, name, filename = "application/x-ndjson", "events", "readback.ndjson"

    def __init__(self, readback: Readback, form: Format, ahead: bool = False) -> None:
        """form: of the sound of each phrase; ahead: whether the score is sent without what who asks for it has."""
        super().__init__(replace(readback, room_tone=False))
        self._form, self._ahead = form, ahead

    def portions(self) -> Iterator[Portion]:
        """Bytes as they come; see `Rendition`. The score comes with the first sentence, not before."""
        head = _line({"event": "score", "score": self._score()})
        seconds = 0.0
        for chunks in self.readback.utterances():
            lines = b"".join(_line(self._event(chunk, cue)) for chunk in chunks for cue in chunk.cues)
            portion = _portion(head + lines, chunks, self.readback.voice.sample_rate)
            seconds += portion.seconds
            yield portion
            head = b""
        yield Portion(_line({"event": "end", "duration": round(seconds, 6)}))

    def broken(self, problem: Mapping[str, Any]) -> bytes:
        """The problem as an event."""
        return _line({"event": "error", "problem": dict(problem)})

    def _score(self) -> dict[str, Any]:
        readback = self.readback
        if self._ahead:
            return to_dict_ahead(readback.score, readback.begin, readback.voice)
        return to_dict(readback.score)

    def _event(self, chunk: Chunk, cue: Cue) -> dict[str, Any]:
        sample_rate = self.readback.voice.sample_rate
        told = as_json(cue, sample_rate)
        if isinstance(cue, RestCue):
            return {"event": "rest", **told, "seconds": round((cue.end - cue.start) / sample_rate, 6)}
        sound = encode(_faded(chunk.samples, sample_rate), self._form, sample_rate, self.readback.tags)
        return {"event": told["kind"], **told, "media_type": self._form.media_type, "audio": in_base64(sound)}


class Archive(Rendition):
    """Audio, cues and score in one zip. Audio is held until it is whole, if that is not too much, and else sent on."""

    media_type, name, filename = "application/zip", "zip", "readback.zip"

    def __init__(self, readback: Readback, form: Format) -> None:
        super().__init__(readback)
        self._form = form
        self._spool = _Spool()
        self._zip = zipfile.ZipFile(cast(io.BytesIO, self._spool), "w", zipfile.ZIP_DEFLATED)

    def portions(self) -> Iterator[Portion]:
        """Bytes as they come; see `Rendition`."""
        score, cues = self.readback.score, list[Cue]()
        yield from self._audio(cues)
        timeline = Timeline(self.readback.voice.sample_rate, tuple(cues))
        for sheet in (CUE_SHEETS["json"], CUE_SHEETS["vtt"]):
            self._zip.writestr(_entry(f"cues{sheet.extension}"), sheet.render(timeline, score.letter.text))
        self._zip.writestr(_entry("score.json"), to_json(score))
        self._zip.close()
        yield Portion(self._spool.take())

    def _audio(self, cues: list[Cue]) -> Iterator[Portion]:
        sample_rate = self.readback.voice.sample_rate
        encoder = self._form.encoder(sample_rate, self.readback.tags)
        held = bytearray()
        entry = _entry(f"readback{self._form.extension}", zipfile.ZIP_STORED)
        utterances = self.readback.utterances()
        for chunks in utterances:
            cues += (cue for chunk in chunks for cue in chunk.cues)
            samples = _joined(chunks)
            held += encoder.write(samples)
            yield _portion(b"", chunks, sample_rate)
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
                yield _portion(self._spool.take(), chunks, sample_rate)
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


def _portion(data: bytes, chunks: tuple[Chunk, ...], sample_rate: int) -> Portion:
    seconds = sum(len(chunk.samples) for chunk in chunks) / sample_rate
    spoken = any(not isinstance(cue, RestCue) for chunk in chunks for cue in chunk.cues)
    return Portion(data, seconds, int(spoken))


def _joined(chunks: tuple[Chunk, ...]) -> Samples:
    return np.concatenate([chunk.samples for chunk in chunks])


def _faded(samples: Samples, sample_rate: int) -> Samples:
    """The sound with edges that do not click. A phrase that is sent by itself has no rest to ring out in."""
    size = min(round(FADE_SECONDS * sample_rate), len(samples) // 2)
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


def in_base64(data: bytes) -> str:
    """Bytes as text that JSON and HTML can hold."""
    return base64.b64encode(data).decode("ascii")


def _line(event: dict[str, Any]) -> bytes:
    return json.dumps(event, separators=(",", ":")).encode() + b"\n"
