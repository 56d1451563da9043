"""What both the service and the page go by: said once, here, and read by the page from a block in itself."""

from __future__ import annotations

from typing import Any

from service.documents.document import LARGEST
from service.errors import DocumentTooLong
from service.phrases.rests import REST_KINDS
from service.score import pace_file
from service.score.pace import PRESETS, RANGES
from service.sounds.pronunciations import LONGEST, MOST


def known() -> dict[str, Any]:
    """It as JSON's own types. `web/static/room/known.js` says what each is."""
    free = [preset for preset in PRESETS.values() if not preset.breath]
    return {
        "presets": list(PRESETS),
        "down": [preset.preset for preset in sorted(free, key=lambda preset: -preset.syllable_rate)],
        "rests": REST_KINDS,
        "ranges": dict(RANGES),
        "pace_file": {"largest": pace_file.LARGEST, "longest_name": pace_file.LONGEST_NAME},
        "pronunciations": {"most": MOST, "longest": LONGEST},
        "document": {"largest": LARGEST, "too_large": str(DocumentTooLong(LARGEST))},
    }
