"""A letter goes in, its phrases come out, each with the kind of the rest after it."""

from service.phrases.phrases import split

__all__ = ["split"]
