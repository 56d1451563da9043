"""The command `readback`."""

from service.cli.main import main

__all__ = ["main"]
