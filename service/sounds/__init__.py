"""Words go in, how they sound comes out: where a voice, left to itself, would say a name or a homograph wrongly."""

from service.sounds.pronunciations import Pronunciations
from service.sounds.sounds import sounds_of
from service.sounds.tries import tries

__all__ = ["Pronunciations", "sounds_of", "tries"]
