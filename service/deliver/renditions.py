"""A reading drained into bytes, a sentence at a time: sound, events, or one zip, all made from the same iterator.

Nothing here knows of HTTP: the service, and whatever else wants a reading as bytes, drain the same renditions.
"""

from __future__ import annotations

import base64
import io
import json
import zipfile
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, cast

import numpy as np

from service.audio import Samples
from service.deliver.cue_sheets import CUE_SHEETS, as_json
from service.deliver.held import Held, Share
from service.encode.formats import Encoder, Format, encode
from service.mix.mix import Chunk
from service.mix.timeline import Cue, RestCue
from service.render import Reading, Recorder, joined
from service.score.score import Score
from service.score.score_file import to_dict, to_json, written

FADE_SECONDS = 0.003
"""How long the edges of a phrase that is sent by itself fade, in seconds."""
HELD = 1 << 24
"""Bytes of audio that are held for a zip, so that lengths in its head are right: half an hour of MP3."""
ZIPS = 2 / 3
"""The part of what may be held at all beyond which zips are sent on: the rest is for letters that arrive."""
PAUSE = 0.05
"""Seconds after which an encoder that is behind is looked after again."""
NOTHING = np.zeros(0, np.float32)
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
    pause: float = 0.0
    """Seconds in which nothing more will come of it, and others may have the turn."""


class Rendition(ABC):
    """One way to have a reading as bytes."""

    media_type: str
    """What kind of bytes they are."""
    name: str
    """What it is called where readings are counted."""
    filename: str
    """What a file with these bytes is called."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
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

    def __init__(self, reading: Reading, form: Format) -> None:
        super().__init__(reading)
        self._form = form
        self._patches: tuple[tuple[int, bytes], ...] = ()
        self.media_type, self.name, self.filename = form.media_type, form.name, f"readback{form.extension}"

    def portions(self) -> Iterator[Portion]:
        """Bytes as they come; see `Rendition`."""
        sample_rate = self.reading.sample_rate
        encoder = self._form.encoder(sample_rate, self.reading.tags)
        # Here and below, no name keeps the sound while whoever listens takes nothing.
        handed = deque[Portion]()
        for portion in map(partial(_encoded, encoder, sample_rate), self.reading.chunks()):
            handed.append(portion)
            del portion
            yield handed.pop()
            yield from _catching_up(encoder)
        encoder.end()
        yield from _catching_up(encoder)
        yield Portion(encoder.close())
        self._patches = encoder.patches()

    def patches(self) -> tuple[tuple[int, bytes], ...]:
        """After the last portion: offsets, and the bytes to write over there in a finished file."""
        return self._patches


class Events(Rendition):
    """One JSON object a line: the score, each phrase with its own sound, each rest, the end."""

    media_type, name, filename = "application/x-ndjson", "events", "readback.ndjson"

    def __init__(self, reading: Reading, form: Format, told: Callable[[Score], Mapping[str, Any]] = to_dict) -> None:
        """reading: without room tone, which the player lays; form: of the sound of each phrase.

        told: what of the score is sent first, as JSON's own types.
        """
        super().__init__(reading)
        self._form, self._told = form, told

    def portions(self) -> Iterator[Portion]:
        """Bytes as they come; see `Rendition`. The score comes with the first sentence, not before."""
        head = f'{{"event":"score","score":{written(self._told(self.reading.score))}}}\n'.encode()
        seconds = 0.0
        for portion in map(self._events, self.reading.chunks()):
            seconds += portion.seconds
            yield replace(portion, data=head + portion.data) if head else portion
            head = b""
        yield Portion(_line({"event": "end", "duration": round(seconds, 6)}))

    def broken(self, problem: Mapping[str, Any]) -> bytes:
        """The problem as an event."""
        return _line({"event": "error", "problem": dict(problem)})

    def _events(self, chunks: tuple[Chunk, ...]) -> Portion:
        lines = b"".join(_line(self._event(chunk, cue)) for chunk in chunks for cue in chunk.cues)
        return _portion(lines, chunks, self.reading.sample_rate)

    def _event(self, chunk: Chunk, cue: Cue) -> dict[str, Any]:
        sample_rate = self.reading.sample_rate
        told = as_json(cue, sample_rate)
        if isinstance(cue, RestCue):
            return {"event": "rest", **told, "seconds": round((cue.end - cue.start) / sample_rate, 6)}
        sound = encode(_faded(chunk.samples, sample_rate), self._form, sample_rate, self.reading.tags)
        return {"event": told["kind"], **told, "media_type": self._form.media_type, "audio": in_base64(sound)}


class Archive(Rendition):
    """Sound, cues and score in one zip. Sound is held until it is whole, if that is not too much, and else sent on."""

    media_type, name, filename = "application/zip", "zip", "readback.zip"

    def __init__(self, reading: Reading, form: Format, held: Held) -> None:
        """held: what all readings together may hold; where it has no room, the sound is sent on as it comes."""
        self._recorder = Recorder(reading)
        super().__init__(self._recorder)
        self._sound = Sound(self._recorder, form)
        self._held = held
        self._spool = _Spool()
        self._zip = zipfile.ZipFile(cast(io.BytesIO, self._spool), "w", zipfile.ZIP_DEFLATED)

    def portions(self) -> Iterator[Portion]:
        """Bytes as they come; see `Rendition`."""
        with self._held.share(of=ZIPS) as share:
            yield from self._sounding(share)
        score, timeline = self.reading.score, self._recorder.timeline
        for sheet in (CUE_SHEETS["json"], CUE_SHEETS["vtt"]):
            self._zip.writestr(_entry(f"cues{sheet.extension}"), sheet.render(timeline, score.letter.text))
        self._zip.writestr(_entry("score.json"), to_json(score))
        self._zip.close()
        yield Portion(self._spool.take())

    def _sounding(self, share: Share) -> Iterator[Portion]:
        """The sound's own part of the zip."""
        entry = _entry(self._sound.filename, zipfile.ZIP_STORED)
        sounds, pieces, whole = self._sound.portions(), deque[bytearray](), True
        for portion in sounds:
            pieces.append(bytearray(portion.data))
            room = share.take(len(portion.data))
            portion = replace(portion, data=b"")  # it is held once
            yield portion
            if not room or share.size > HELD:
                whole = False
                break
        if whole:
            _mend(pieces, self._sound.patches())
            entry.file_size = sum(map(len, pieces))
        with self._zip.open(entry, "w", force_zip64=not whole) as file:
            while pieces:
                piece = pieces.popleft()
                file.write(piece)
                share.give(min(len(piece), share.size))
                yield Portion(self._spool.take())
            for portion in sounds:
                file.write(portion.data)
                portion = replace(portion, data=self._spool.take())  # it is held once
                yield portion


def _mend(pieces: Sequence[bytearray], patches: Iterable[tuple[int, bytes]]) -> None:
    """Write over what is at the patches' places in all the pieces one after the other."""
    for at, data in patches:
        start = 0
        for piece in pieces:
            begin, end = max(at, start), min(at + len(data), start + len(piece))
            if begin < end:
                piece[begin - start : end - start] = data[begin - at : end - at]
            start += len(piece)


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


def _catching_up(encoder: Encoder) -> Iterator[Portion]:
    """What comes of an encoder that is behind, until it is not. Nobody else has to wait for that."""
    while encoder.waits:
        yield Portion(encoder.write(NOTHING), pause=PAUSE)


def _encoded(encoder: Encoder, sample_rate: int, chunks: tuple[Chunk, ...]) -> Portion:
    return _portion(encoder.write(joined(chunks)), chunks, sample_rate)


def _portion(data: bytes, chunks: tuple[Chunk, ...], sample_rate: int) -> Portion:
    seconds = sum(len(chunk.samples) for chunk in chunks) / sample_rate
    spoken = any(not isinstance(cue, RestCue) for chunk in chunks for cue in chunk.cues)
    return Portion(data, seconds, int(spoken))


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
