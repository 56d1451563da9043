"""Cue sheets: when each phrase and each rest is heard. One small class a format, found in a dict.

JSON holds everything, in seconds. WebVTT and SRT hold each phrase as it was written, for players; a line break inside
a phrase is a wrap and becomes a space. They differ in what they do with rests:

- WebVTT has names for cues, and allows a cue without text: a rest is a cue named `rest sentence` that says nothing,
  so that a page can follow it and a player shows nothing.
- SRT has neither, and players show or trip over a cue without text: a rest is the gap between two cues.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from service.errors import FormatUnknown
from service.mix.timeline import Cue, PhraseCue, PrefaceCue, RestCue, Timeline

_LINE_BREAKS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_BREAK = re.compile(rf"(?<!\s)[^\S{_LINE_BREAKS}]*+[{_LINE_BREAKS}]\s*+")
"""White space with a line break in it. It is looked for where white space begins and nowhere within, however long."""
_UNWRITABLE = re.compile(r"[\0\ud800-\udfff]")
_JOINER = "\u2060"


class CueSheet(ABC):
    """A way to write a timeline down."""

    name: str
    """What requests call it."""
    extension: str
    """Ending of a file's name, with the dot."""
    media_type: str
    """For the Content-Type header."""

    @abstractmethod
    def render(self, timeline: Timeline, letter: str) -> str:
        """Write the cues; `letter` is the text that their offsets count in."""


class Json(CueSheet):
    """Everything that is known, in seconds to the microsecond: enough to find each sample again."""

    name, extension, media_type = "json", ".json", "application/json"

    def render(self, timeline: Timeline, letter: str) -> str:
        """Write the cues. The letter is not needed: only offsets into it are written."""
        cues = [as_json(cue, timeline.sample_rate) for cue in timeline.cues]
        sheet = {"version": 1, "duration": round(timeline.seconds, 6), "cues": cues}
        return json.dumps(sheet, separators=(",", ":")) + "\n"


class WebVtt(CueSheet):
    """For the web: phrases, and rests as cues without text."""

    name, extension, media_type = "vtt", ".vtt", "text/vtt; charset=utf-8"

    def render(self, timeline: Timeline, letter: str) -> str:
        """Write the cues."""
        blocks = ["WEBVTT"]
        for cue in timeline.cues:
            start, end = _milliseconds(cue, timeline.sample_rate)
            if start < end:
                times = f"{_clock(start, '.')} --> {_clock(end, '.')}"
                blocks.append(f"{_identifier(cue)}\n{times}\n{_escaped(_line(cue, letter))}".rstrip("\n"))
        return "\n\n".join(blocks) + "\n"


class Srt(CueSheet):
    """For players that know nothing else: phrases only."""

    name, extension, media_type = "srt", ".srt", "application/x-subrip"

    def render(self, timeline: Timeline, letter: str) -> str:
        """Write the cues. SRT has no escapes: an invisible joiner keeps what looks like a mark from being one."""
        blocks: list[str] = []
        for cue in timeline.cues:
            line = re.sub(r"([<{]|--(?=>))", rf"\1{_JOINER}", _line(cue, letter))
            start, end = _milliseconds(cue, timeline.sample_rate)
            if line and start < end:
                blocks.append(f"{len(blocks) + 1}\n{_clock(start, ',')} --> {_clock(end, ',')}\n{line}\n")
        return "\n".join(blocks)


CUE_SHEETS: Mapping[str, CueSheet] = {sheet.name: sheet for sheet in (Json(), WebVtt(), Srt())}
"""The cue sheets by name."""
_ENDINGS: Mapping[str, CueSheet] = {sheet.extension: sheet for sheet in CUE_SHEETS.values()}


def cue_sheet_of(path: str | PurePath) -> CueSheet:
    """Find a cue sheet by the ending of a file's name; raise `FormatUnknown`."""
    try:
        return _ENDINGS[PurePath(path).suffix.lower()]
    except KeyError:
        raise FormatUnknown(tuple(CUE_SHEETS)) from None


def as_json(cue: Cue, sample_rate: int) -> dict[str, Any]:
    """The cue as JSON's own types, its times in seconds. sample_rate: samples a second."""
    times = _times(cue.start, cue.end, sample_rate)
    match cue:
        case PhraseCue():
            words = [{"text": list(word.text), **_times(word.start, word.end, sample_rate)} for word in cue.words]
            return {"kind": "phrase", "index": cue.index, **times, "text": list(cue.text), "words": words}
        case PrefaceCue():
            return {"kind": "preface", "spoken": cue.spoken, **times}
        case RestCue():
            return {"kind": "rest", "rest": cue.rest, **times}


def _times(start: int, end: int, sample_rate: int) -> dict[str, float]:
    return {"start": round(start / sample_rate, 6), "end": round(end / sample_rate, 6)}


def _line(cue: Cue, letter: str) -> str:
    """What a player shows: one line, never empty but for a rest."""
    match cue:
        case PhraseCue():
            text = letter[slice(*cue.text)]
        case PrefaceCue():
            text = cue.spoken
        case RestCue():
            text = ""
    return _UNWRITABLE.sub("\ufffd", _BREAK.sub(" ", text)).strip()


def _identifier(cue: Cue) -> str:
    match cue:
        case PhraseCue():
            return f"phrase {cue.index}"
        case PrefaceCue():
            return "preface"
        case RestCue():
            return f"rest {cue.rest}"


def _escaped(line: str) -> str:
    return line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _milliseconds(cue: Cue, sample_rate: int) -> tuple[int, int]:
    """Start and end, to the nearest millisecond; in whole numbers, so that neighbours meet."""
    start, end = ((2000 * sample + sample_rate) // (2 * sample_rate) for sample in (cue.start, cue.end))
    return start, end


def _clock(milliseconds: int, point: str) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{thousandths:03}"
