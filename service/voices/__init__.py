"""Voices, beside reading: listed, installed, measured, and heard side by side."""

from service.voices.listing import roster

__all__ = ["roster"]
