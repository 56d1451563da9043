"""How the words of a case sound: in the phonemes that the voice heart is given, or a British voice of Kokoro."""

from __future__ import annotations

from functools import cache

from service.phrases.phrases import Phrase
from service.speech.engines.alphabets import misaki
from service.speech.engines.engine import Utterance
from service.speech.engines.hibari_g2p import alphabet, english, missing_front
from service.speech.engines.phonemes import Speller
from service.speech.sounding import sounded
from service.speech.speech import groups
from tests.cases.case import LIMIT, Case, score_of
from tests.conftest import missing

MARKS_AROUND = " \n.,;:!?\"'“”‘’()"
"""What stands around a word and is none of it."""


def as_sounded(case: Case) -> dict[str, list[str]]:
    """How the words that a case names sound, each time that they stand there."""
    score = score_of(case.letter, case.language)
    found: dict[str, list[str]] = {word: [] for word in case.sounds}
    for group in groups(sounded(score, case.language), LIMIT):
        phrases = tuple(part for part in group.parts if isinstance(part, Phrase))
        for call in speller(british=case.language == "en-GB").spell(Utterance(phrases, group.ends), LIMIT):
            for _, word in call.words:
                name = case.letter[slice(*word.text)].strip(MARKS_AROUND).lower()
                if name in found:
                    found[name].append(call.symbols[word.start - 1 : word.end - 1])
    return found


@cache
def speller(british: bool) -> Speller:
    """What writes words as phonemes. Ends the test where it is missing."""
    if (why := missing_front()) is not None:
        missing(f"hibari's phonemes: {why[0]}")
    return Speller(english(british), frozenset(alphabet()), misaki(british))
