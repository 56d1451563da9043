"""The renditions that only the web has: OpenAI's events, and a page that plays the sound. And which is asked for."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from service.deliver.held import Held
from service.deliver.renditions import Archive, Events, Portion, Rendition, Sound, in_base64
from service.encode.formats import FORMATS, Format
from service.render import Readback, Reading
from service.score.score_file import to_dict, to_dict_ahead
from service.web.pages import player_page
from service.web.problems import Problem


class ServerSent(Sound):
    """The audio in OpenAI's events."""

    def __init__(self, reading: Reading, form: Format) -> None:
        super().__init__(reading, form)
        self.media_type = "text/event-stream"

    def portions(self) -> Iterator[Portion]:
        """Bytes as they come; see `Rendition`."""
        seconds = 0.0
        for portion in super().portions():
            seconds += portion.seconds
            delta = {"type": "speech.audio.delta", "audio": in_base64(portion.data)}
            yield replace(portion, data=_sent(delta) if portion.data else b"")
        words, whole = self.reading.score.words, round(seconds)
        usage = {"input_tokens": words, "output_tokens": whole, "total_tokens": words + whole}
        yield Portion(_sent({"type": "speech.audio.done", "usage": usage}))

    def broken(self, problem: Mapping[str, Any]) -> bytes:
        """The problem, as OpenAI's clients expect it."""
        return _sent({"type": "error", **Problem.of(problem).to_openai()})


class Page(Sound):
    """A page that plays the audio, which is in it: a browser that is answered with sound asks for it anew, by GET."""

    def __init__(self, reading: Reading, form: Format) -> None:
        super().__init__(reading, form)
        self._before, self._after = (part.encode() for part in player_page(form.media_type))
        self.media_type, self.name, self.filename = "text/html; charset=utf-8", "page", "readback.html"

    def portions(self) -> Iterator[Portion]:
        """Bytes as they come; see `Rendition`."""
        head, held = self._before, b""
        for portion in super().portions():
            held += portion.data
            whole = len(held) // 3 * 3  # base64 that goes on has no padding
            yield replace(portion, data=head + base64.b64encode(held[:whole]))
            head, held = b"", held[whole:]
        yield Portion(base64.b64encode(held) + self._after)

    def broken(self, problem: Mapping[str, Any]) -> bytes:
        """The rest of the page, with the sentence after what was read until then."""
        _, after = player_page(self._form.media_type, early=problem["detail"])
        return after.encode()


def rendition_of(accept: str, readback: Readback, form: Format | None, held: Held, ahead: bool = False) -> Rendition:
    """The way to send that an Accept header asks for: events, a zip, or else the audio. form: None is the usual.

    ahead: whether events begin with the score ahead alone (`to_dict_ahead`). To the others it is of no account.
    """
    asked = {part.split(";")[0].strip().lower() for part in accept.split(",")}
    if Events.media_type in asked:
        begin, voice = readback.begin, readback.reader.voice
        told = partial(to_dict_ahead, begin=begin, voice=voice) if ahead else to_dict
        sound = FORMATS["wav" if form is FORMATS["wav"] else "flac"]
        return Events(replace(readback, room_tone=False), sound, told)
    form = form or FORMATS["mp3"]
    return Archive(readback, form, held) if Archive.media_type in asked else Sound(readback, form)


def _sent(event: dict[str, Any]) -> bytes:
    return b"data: " + json.dumps(event, separators=(",", ":")).encode() + b"\n\n"
