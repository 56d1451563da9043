"""Text goes in, a letter comes out: its blocks, and the words of any slice of it as a voice is given them."""

from service.letter.letter import Letter, read_letter

__all__ = ["Letter", "read_letter"]
