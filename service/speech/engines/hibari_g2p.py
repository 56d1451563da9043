"""hibari's grapheme-to-phoneme code: English words to the alphabet that hibari and Kokoro read."""

from __future__ import annotations

import importlib.util
import json
from functools import cache
from pathlib import Path

from service.speech.engines.phonemes import Tokens

MEND = "Run `pip install 'hibari-tts[fast]' onnx` in Readback's environment."


def missing_front() -> tuple[str, str] | None:
    """Why neither hibari nor Kokoro can speak here and what to do about it; None if they can. Imports nothing."""
    for module in ("hibari", "onnxruntime", "onnx"):
        if importlib.util.find_spec(module) is None:
            return f"the package {module} is not installed", MEND
    return None


def english(british: bool) -> Tokens:
    """A front for British or American English. No mark-up in a letter is read as pronunciation."""
    from hibari.g2p import G2P

    g2p = G2P(british=british)
    return lambda text: g2p.phonemize_tokens(g2p._tokens(text))


@cache
def alphabet() -> dict[str, int]:
    """Number of each symbol."""
    from hibari import tts

    numbers: dict[str, int] = json.loads((Path(tts.ASSETS) / "vocab.json").read_text(encoding="utf-8"))
    return numbers
