"""Programs that are run beside this one: what they are given of where it runs."""

from __future__ import annotations

import os

OURS = "READBACK_"
"""How the names of settings begin. One of them is a key."""


def environment() -> dict[str, str]:
    """What a program is given: all there is, but none of our settings. It has nothing to do with them."""
    return {name: value for name, value in os.environ.items() if not name.upper().startswith(OURS)}
