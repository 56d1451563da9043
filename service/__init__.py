"""Readback: a letter goes in, slow pause-spaced speech comes out."""

__version__ = "0.1.0"
