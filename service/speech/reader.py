"""A reader: a voice together with the engine that speaks it, found once and handed on."""

from __future__ import annotations

from dataclasses import dataclass

from service.speech.engines.engine import Engine
from service.voice import Voice


@dataclass(frozen=True)
class Reader:
    """Who reads. Made by `Catalogue.reader`, which has looked whether the voice can read here."""

    voice: Voice
    """Who it is, and what was measured of them."""
    engine: Engine
    """What makes their speech. It loads what the voice needs when it first speaks, not before."""
