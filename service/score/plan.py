"""From phrases to a score: how long to rest, how fast to speak, and how long that will take. Deterministic."""

from __future__ import annotations

import hashlib
import math
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from service.errors import PaceInvalid
from service.languages.language import Language
from service.letter.letter import Letter
from service.letter.scripts import SCRIPT
from service.phrases.phrases import Phrase, split
from service.phrases.rests import RestKind
from service.score.pace import LONGEST_REST, LONGEST_UNASKED, RANGES, Pace
from service.score.score import Part, Preface, Rest, Score
from service.voice import Voice

SHORT_STRETCH, LONG_STRETCH = 0.85, 1.25
"""Factors on a rest: the first after a phrase of three syllables, the second after one at the limit."""
EDGES: frozenset[RestKind] = frozenset({"lead_in", "lead_out"})
"""Rests that no factor touches."""
EMPTY_BREATHS: frozenset[RestKind] = frozenset({"paragraph", "greeting", "closing"})
"""With breath: rests that are a whole breath in which nothing is said."""


def plan(letter: Letter, pace: Pace, voice: Voice, preface: bool = False) -> Score:
    """The score of a letter at a pace, for a voice's measured rate. Deterministic. Raises PaceInvalid."""
    seed = seed_of(letter.text, pace.preset)
    phrases = split(letter, pace.phrase_syllables, pace.breath)
    before = Preface.of(letter.language) if preface else None
    draft = _Draft(phrases, pace, seed, voice, before)
    fitted = _fitted(draft, pace)
    parts = tuple(draft.parts(fitted))
    seconds = predicted(parts, syllable_rate_of(fitted, voice), voice)
    notices = (*notices_of(fitted, pace, voice), *unsaid(parts))
    if preface and before is None:
        notices += (f"The line before the letter is left out: there is none in {_tongue(letter.language)}.",)
    # A score may be kept as long as somebody listens: it needs nothing of what was seen of its letter.
    return Score(replace(letter, memory=None), voice.name, fitted, seed, parts, seconds, notices)


def _tongue(language: Language) -> str:
    return language.name or f"the language {language.tag}"


def seed_of(text: str, preset: str) -> int:
    """A number of 32 bits that follows from the letter and the preset.

    Nothing else of the pace is in it: who changes speed or rests hears the same reading, slower or with more quiet.
    """
    digest = hashlib.blake2b(f"{preset}\0{text}".encode("utf-8", "surrogatepass"), digest_size=4)
    return int.from_bytes(digest.digest(), "big")


def syllable_rate_of(pace: Pace, voice: Voice) -> float:
    """The rate at which the voice will speak, in syllables a second: the pace's, but not under the voice's floor."""
    return max(pace.syllable_rate, voice.measured.slowest)


def own_seconds(part: Phrase | Preface, voice: Voice) -> float:
    """Predicted seconds of what is said, at the voice's own pace."""
    if isinstance(part, Preface):
        return voice.measured.seconds(part.syllables, part.consonants)
    return voice.measured.seconds(part.syllables, part.consonants, part.marks)


def predicted(parts: Sequence[Part], syllable_rate: float, voice: Voice) -> float:
    """Predicted seconds of all parts, at a rate of speech in syllables a second."""
    rests = sum(part.seconds for part in parts if isinstance(part, Rest))
    speech = sum(own_seconds(part, voice) for part in parts if not isinstance(part, Rest))
    return rests + speech * voice.measured.syllables_per_second / syllable_rate


def notices_of(pace: Pace, wish: Pace, voice: Voice) -> Iterator[str]:
    """What the listener is told: where the letter goes, and what of the pace could not be kept as it was asked."""
    if voice.leaving is not None:
        yield voice.leaving
    if pace.syllable_rate < voice.measured.slowest:
        yield (
            f"The voice {voice.name} stays clear down to {voice.measured.slowest:g} syllables a second, "
            f"so it speaks at that rate and not at {pace.syllable_rate:.2f}."
        )
    if wish.breath and wish.rest_scale != 1.0:
        yield "With breath, a phrase and its rest make one breath, so rest_scale has no effect."


def unsaid(parts: Sequence[Part]) -> Iterator[str]:
    """What the listener is told of words that nobody here can say: where they stand, and never the word."""
    for part in parts:
        for start, end, why in part.silent if isinstance(part, Phrase) else ():
            if why == SCRIPT:
                yield f"Characters {start} to {end} of the letter are in a script that is not spoken here."


class _Draft:
    """A letter's phrases and rests, waiting for a speed and a factor on rests. What neither changes is made once."""

    def __init__(
        self,
        phrases: tuple[tuple[Phrase, RestKind], ...],
        pace: Pace,
        seed: int,
        voice: Voice,
        before: Preface | None,
    ) -> None:
        self._phrases = phrases
        self._voice = voice
        self._before = before
        self._own = [own_seconds(phrase, voice) for phrase, _ in phrases]
        # It spreads rests and keeps no secret.
        chance = random.Random(seed)  # noqa: S311
        self._chances = [chance.uniform(-1.0, 1.0) for _ in phrases]
        self._free = [] if pace.breath else [self._rest_after(at, pace) for at in range(len(phrases))]

    @property
    def words(self) -> int:
        """How many words are spoken."""
        return sum(len(phrase.words) for phrase, _ in self._phrases)

    def parts(self, pace: Pace) -> Iterator[Part]:
        """Phrases and rests at the pace."""
        yield _edge("lead_in", pace)
        if self._before is not None:
            yield self._before
            yield self._after_preface(pace)
        for (phrase, _), rest in zip(self._phrases, self._rests(pace), strict=True):
            yield phrase
            yield replace(rest, seconds=rest.seconds_at(pace.rest_scale))

    def seconds(self, pace: Pace) -> float:
        """Predicted seconds at the pace."""
        slower = self._voice.measured.syllables_per_second / syllable_rate_of(pace, self._voice)
        speech, rests = sum(self._own), sum(rest.seconds_at(pace.rest_scale) for rest in self._rests(pace))
        rests += _edge("lead_in", pace).seconds
        if self._before is not None:
            speech += own_seconds(self._before, self._voice)
            rests += self._after_preface(pace).seconds
        return speech * slower + rests

    def _after_preface(self, pace: Pace) -> Rest:
        if pace.breath:
            return _edge("greeting", pace)
        return Rest.scaled("greeting", pace.rests["greeting"], _most("greeting", pace), pace.rest_scale)

    def _rests(self, pace: Pace) -> list[Rest]:
        """The rests after the phrases. Their factor may be another one than the pace's; with breath there is none."""
        return self._free or self._breaths(pace)

    def _rest_after(self, at: int, pace: Pace) -> Rest:
        phrase, kind = self._phrases[at]
        return _edge(kind, pace) if kind in EDGES else _rest(phrase.syllables, kind, pace, self._chances[at])

    def _breaths(self, pace: Pace) -> list[Rest]:
        slower = self._voice.measured.syllables_per_second / syllable_rate_of(pace, self._voice)
        return [
            _edge(kind, pace) if kind in EDGES else _breath(own * slower, kind, pace, chance)
            for (_, kind), own, chance in zip(self._phrases, self._own, self._chances, strict=True)
        ]


def _edge(kind: RestKind, pace: Pace) -> Rest:
    """A rest that is as long as the pace says, whatever stands before it."""
    return Rest(kind, round(min(pace.rests[kind], _most(kind, pace)), 3))


def _rest(syllables: int, kind: RestKind, pace: Pace, chance: float) -> Rest:
    """The rest after a phrase. chance: -1 to 1."""
    long = min(1.0, max(0.0, (syllables - 3) / max(1, pace.phrase_syllables - 3)))
    stretch = SHORT_STRETCH + (LONG_STRETCH - SHORT_STRETCH) * long
    base = pace.rests[kind] * stretch * (1.0 + pace.jitter * chance)
    return Rest.scaled(kind, base, _most(kind, pace), pace.rest_scale)


def _breath(said: float, kind: RestKind, pace: Pace, chance: float) -> Rest:
    """The rest after a breath group: what its breath leaves, or an empty breath between paragraphs.

    said: predicted seconds of the group.
    """
    jitter = 1.0 + pace.jitter * chance
    if kind in EMPTY_BREATHS or kind in pace.asked:
        return Rest(kind, round(min(LONGEST_REST, pace.rests[kind] * jitter), 3))
    return Rest(kind, round(max(pace.shortest_breath, (pace.breath_seconds - said) * jitter), 3))


def _most(kind: RestKind, pace: Pace) -> float:
    """The longest that a rest may be, in seconds: for anybody, or for a preset that nobody asked to go further."""
    free = pace.breath or (kind in pace.asked and pace.rests[kind] > LONGEST_UNASKED)
    return LONGEST_REST if free else LONGEST_UNASKED


def _fitted(draft: _Draft, pace: Pace) -> Pace:
    """The pace at which the reading takes as long as was asked: by its rests first, then by its speed."""
    wanted = pace.duration
    if pace.words_per_minute is not None:
        wanted = draft.words / pace.words_per_minute * 60
    if wanted is None:
        return pace
    bound = replace(pace, duration=None, words_per_minute=None)
    shorter = wanted < draft.seconds(bound)
    if not pace.breath:
        rests = _solve(lambda value: draft.seconds(replace(bound, rest_scale=value)), wanted, *RANGES["rest_scale"])
        if rests is not None:
            return replace(bound, rest_scale=rests)
        bound = replace(bound, rest_scale=RANGES["rest_scale"][0 if shorter else 1])
    slow, quick = _speeds(pace)
    speed = _solve(lambda value: draft.seconds(replace(bound, speed=value)), wanted, quick, slow)
    if speed is None:
        raise _unreachable(pace, wanted, draft.seconds(replace(bound, speed=quick if shorter else slow)))
    return replace(bound, speed=speed)


def _speeds(pace: Pace) -> tuple[float, float]:
    """The factors on the rate that keep both the factor and the rate in their ranges, slowest and quickest."""
    (slow, quick), (least, most) = RANGES["speed"], RANGES["syllables_per_second"]
    return max(slow, least / pace.syllables_per_second), min(quick, most / pace.syllables_per_second)


def _unreachable(pace: Pace, wanted: float, near: float) -> PaceInvalid:
    """The refusal. The nearest is rounded towards what can be met, so that asking for it is answered."""
    field, asked, nearest, unit = "duration", wanted, near, " seconds"
    if pace.words_per_minute is not None:
        field, asked, unit = "words_per_minute", pace.words_per_minute, ""
        nearest = asked * wanted / near
    tenths = (math.floor if nearest < asked else math.ceil)(nearest * 10)
    return PaceInvalid(field, f"it cannot be met: the nearest that can is {tenths / 10:g}{unit}.")


def _solve(seconds: Callable[[float], float], wanted: float, short: float, long: float) -> float | None:
    """The value between `short` and `long` at which `seconds`, which grows from one to the other, is as wanted."""
    if not seconds(short) <= wanted <= seconds(long):
        return None
    for _ in range(24):
        middle = (short + long) / 2
        if seconds(middle) < wanted:
            short = middle
        else:
            long = middle
    return round((short + long) / 2, 6)
