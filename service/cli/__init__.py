"""What is typed goes in, calls come out: the command `readback`."""

from service.cli.main import main

__all__ = ["main"]
