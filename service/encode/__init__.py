"""Samples go in, bytes in one of the formats come out."""

from service.encode.formats import encode, format_named, format_of

__all__ = ["encode", "format_named", "format_of"]
