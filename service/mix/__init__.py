"""The sound of phrases goes in, and rests between them; samples come out, with the cues of when each is heard."""

from service.mix.mix import Mix

__all__ = ["Mix"]
