"""A letter, a pace and a voice go in, a score comes out: what will be said, and how long it will be quiet."""

from service.score.plan import plan
from service.score.score_file import from_json, to_json

__all__ = ["from_json", "plan", "to_json"]
