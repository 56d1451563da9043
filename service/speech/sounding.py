"""The phrases of a score with what a voice is told of how their words sound, a sentence at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from service.phrases.phrases import Phrase
from service.score.score import Part, Score
from service.sounds.sounds import Spoken, accent_of, sounds_of


def sounded(score: Score, language: str) -> Iterator[Part]:
    """The parts of a score, each word with its sounds where a voice may say it otherwise than people do.

    language: BCP 47 tag of what the voice speaks.
    """
    accent, taught = accent_of(language), score.pronunciations
    if accent is None and not taught:
        yield from score.parts
        return
    told = _told(score, language)
    for part in score.parts:
        yield next(told) if isinstance(part, Phrase) else part


def _told(score: Score, language: str) -> Iterator[Phrase]:
    """The phrases. A word is told by the sentence around it, however that is parted."""
    accent, text = accent_of(language), score.letter.text
    for _, group in groupby(score.phrases, key=lambda phrase: phrase.sentence):
        phrases = list(group)
        words = [Spoken(word.spoken, text[word.start : word.end]) for phrase in phrases for word in phrase.words]
        sounds = iter(sounds_of(words, accent, score.pronunciations))
        for phrase in phrases:
            own = [next(sounds) for _ in phrase.words]
            yield (
                phrase
                if not any(own)
                else replace(
                    phrase,
                    words=tuple(
                        replace(word, sounds=told) if told else word
                        for word, told in zip(phrase.words, own, strict=True)
                    ),
                )
            )
