"""A score goes in, the sound of its phrases comes out, a sentence at a time and at one level."""

from service.speech.catalogue import open_catalogue
from service.speech.speech import said

__all__ = ["open_catalogue", "said"]
