"""The command `readback`, whose voices hang: the system's in their process, and `tone` at the word `tomorrow`."""

from __future__ import annotations

import sys

from service.cli import main
from service.speech import catalogue
from service.speech.engines import system
from tests.running import Hanging

VOICE = "system:English-America"
HANGS = """
import json, sys, time
voice = {"id": "gmw/en-us", "name": "English (America)", "languages": []}
for line in sys.stdin:
    if json.loads(line)["do"] != "voices":
        time.sleep(1000)
    print(json.dumps({"driver": "espeak", "voices": [voice]}), flush=True)
"""
"""A child that knows one voice, and speaks for ever."""
COMMAND = (sys.executable, "-m", "tests.hanging")


class Stuck(Hanging):
    """A tone that cannot be broken off."""

    def __init__(self) -> None:
        super().__init__("tomorrow")


if __name__ == "__main__":
    setattr(system, "TALKER", (sys.executable, "-c", HANGS))  # noqa: B010
    setattr(catalogue, "ToneEngine", Stuck)  # noqa: B010
    sys.exit(main())
