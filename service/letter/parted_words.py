"""Words that a hyphen parts at the end of a line: half-⏎hearted keeps its hyphen, no-⏎body is one word without it."""

from __future__ import annotations

import re

from service.languages.language import Language
from service.letter.normalize import Saying

_BREAK = r"(?:\r\n|[\n\r\x85\u2028])[ \t]{0,8}"
"""The end of a line inside a word."""
PARTED = rf"(?:(?<=[^\W\d_]{{2}}[-‐\xad]){_BREAK}(?=[^\W\d_A-Z])[^\s<\d]++)*+"
"""What may follow a run that ends in a hyphen: the rest of its word on the next line."""
_PARTING = re.compile(rf"([^\W\d_]{{1,20}})([-‐\xad])({_BREAK})([^\W\d_]{{1,20}})")
_KEPT, _DASH = "-", "—"


class Rejoined:
    """A run whose words were parted, as one, and where each of its letters stood."""

    def __init__(self, run: str, language: Language) -> None:
        pieces: list[str] = []
        origins: list[int] = []
        at = 0
        for match in _PARTING.finditer(run):
            pieces += (run[at : match.end(1)], _joint(match[1], match[2], match[4], run[: match.start()], language))
            origins += range(at, match.end(1))
            origins += [match.start(2)] * len(pieces[-1])
            at = match.start(4)
        self.text = "".join([*pieces, run[at:]])
        """It without the ends of lines."""
        self._origins = [*origins, *range(at, len(run))]

    def moved(self, saying: Saying) -> Saying:
        """A saying of the text as one of the run."""
        return saying._replace(start=self._origins[saying.start], end=self._origins[saying.end - 1] + 1)


def _joint(first: str, hyphen: str, second: str, before: str, language: Language) -> str:
    """What stands between the two: nothing, the hyphen of a compound, or a dash where it parts no word."""
    lower, upper = first.lower(), second.lower()
    if hyphen == "\xad" or lower + upper in language.small_words:
        return ""
    if lower in language.compounding or upper in language.compounded or before.endswith("-"):
        return _KEPT
    return _DASH if upper in language.small_words | language.resuming else ""
