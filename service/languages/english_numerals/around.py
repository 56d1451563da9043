"""What stands around a number, and so decides what it is: a noun that is counted after it, a word before it."""

from __future__ import annotations

import re

_NEAR = 48
"""Characters before a number that are looked at."""
_NEXT = re.compile(r"[ \u00a0]([a-z][a-z'’-]{0,24})(?![\w@])")
_PLURALS = frozenset("people men women children feet teeth mice sheep fish ppl folk others".split())
_ENDS_IN_S = frozenset(
    "is was has this us its his yes plus does perhaps always as thus towards afterwards sometimes unless across "
    "besides less ours yours hers theirs whereas versus tells says gives takes comes goes makes helps saves means "
    "keeps answers picks feels looks needs wants lets gets it's that's what's".split()
)
"""Words that end like a plural, and are none."""
_STOPS = frozenset(
    "and or but the a an to in on at for if when is was are were be me my you your i he she we they it of from with "
    "by that this so because then now any anytime whenever while until till before after during not as who which will "
    "would can could should has had have did do there here told said asked answered picked saved helped".split()
)
"""Words after which no noun is counted any more."""
_ARTICLE = re.compile(r"(?<!\w)an?\s[-−~]?$", re.IGNORECASE)
_HEADS = re.compile(
    r" (?:tablet|pill|dose|capsule|patch|run|walk|drive|ride|race|swim|hike|note|bill|coin|bet|song|fine|bag|bottle|"
    r"can|jar|glass|pack|packet|box|voucher|fee|gift|baby|session|call|break|nap|shift|journey|commute|flight|trip|"
    r"limit|zone|course|programme|program|plan|rule|wait|delay|film|movie|video|clip|timer|appointment|slot|lecture|"
    r"meditation|sprint|marathon|radius|dumbbell|kettlebell|barbell|deposit|spoon|syringe|mug|drink|slice|ticket|meal|loan|debt)s?(?!\w)"
)
"""Nouns before which a measure stands as one word: a 50 mg tablet, my 20 min walk."""


def before(m: re.Match[str], pattern: re.Pattern[str]) -> bool:
    """Whether what stands shortly before a number ends as a pattern says."""
    return pattern.search(m.string, max(0, m.start() - _NEAR), m.start()) is not None


def counted(text: str, end: int, reach: int = 1) -> bool:
    """Whether a noun that is counted follows, as the first word or one of the first few: 101 reasons."""
    for _ in range(reach):
        following = _NEXT.match(text, end)
        if following is None:
            return False
        word = following[1].replace("’", "'")
        if word in _PLURALS or (word.endswith("s") and not word.endswith("ss") and word not in _ENDS_IN_S):
            return True
        if word in _STOPS:
            return False
        end = following.end()
    return False


def attributive(m: re.Match[str]) -> bool:
    """Whether a measure stands before its noun, and so in the singular: a 10 km run, 50 mg tablets."""
    return before(m, _ARTICLE) or _HEADS.match(m.string, m.end()) is not None
