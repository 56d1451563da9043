"""The kinds of rests: why it is quiet after a phrase."""

from __future__ import annotations

from typing import Literal, get_args

RestKind = Literal[
    "soft", "clause", "trail", "sentence", "paragraph", "greeting", "closing", "lead_in", "lead_out", "breath"
]
REST_KINDS: tuple[RestKind, ...] = get_args(RestKind)
