"""What a word is in its sentence, as far as its neighbours tell: a verb, a thing, a description; now, or over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from service.sounds.context_words import (
    ADVERBS,
    BE,
    COPULAS,
    DESCRIBING,
    DETERMINERS,
    DO,
    HABITS,
    HAVE,
    MODALS,
    NUMBERS,
    OBJECTS,
    PAST,
    PAST_TIMES,
    PLACES,
    PLURALS,
    PREPOSITIONS,
    SUBJECTS,
    TO_A_THING,
    WATCHING,
    WHEN,
    WISHING,
)

END = frozenset(".!?:;")
"""Marks after which somebody is told something anew."""
REACH = 8
"""How many words to each side are looked at."""


@dataclass(frozen=True)
class Context:
    """A word of a sentence and what stands around it."""

    words: Sequence[str]
    """The words of the sentence, in small letters with straight apostrophes."""
    marks: Sequence[str]
    """The mark after each."""
    capitals: Sequence[bool]
    """Whether each is written with a capital."""
    at: int
    """Which of them it is about."""
    stem: str = field(default="")
    """The word without its ending."""

    def word(self, away: int) -> str:
        """The word so far away; empty where a mark stands between, or where none is."""
        low, high = sorted((self.at, self.at + away))
        if low < 0 or high >= len(self.words) or any(self.marks[low:high]):
            return ""
        return self.words[self.at + away]

    @cached_property
    def left(self) -> int:
        """How far to the left the word is that decides: adverbs and small talk between are passed over."""
        away = -1
        while away > -REACH and (self.word(away) in ADVERBS or self._is_adverb(self.word(away))):
            away -= 1
        return away

    def _is_adverb(self, word: str) -> bool:
        return len(word) > 4 and word.endswith("ly") and word not in DESCRIBING

    @cached_property
    def before(self) -> str:
        """The word before it that decides."""
        return self.word(self.left)

    @property
    def after(self) -> str:
        """The word after it."""
        return self.word(1)

    @property
    def near(self) -> Sequence[str]:
        """The words around it, marks or not."""
        return self.words[max(0, self.at - REACH) : self.at + REACH + 1]

    @property
    def takes_an_object(self) -> bool:
        """Whether what follows is done something to."""
        after = self.after
        if after in ("her", "his", "that", "this", "all", "one"):
            return True
        return after in OBJECTS or (after in DETERMINERS and after not in ("no", "some", "any"))

    @cached_property
    def verb(self) -> bool:
        """Whether it says what somebody does."""
        if self.words[self.at].endswith("s") and self.words[self.at] != self.stem:
            return self._third_person()
        before, further = self.before, self.word(self.left - 1)
        if before == "to":
            return self._to_do(further)
        if before in MODALS or before in DO or before in SUBJECTS:
            return not (before in ("you", "it") and self._given(further))
        if (before in OBJECTS or before in PLURALS) and further in WATCHING:
            return True
        if before in WATCHING and before in ("help", "let", "let's"):
            return True
        if not before:
            return self._begins()
        if before in ("and", "or", "but", "then"):
            return self._goes_on()
        if before in DETERMINERS or before in PREPOSITIONS or before in BE or before in HAVE or before in NUMBERS:
            return before in ("that", "which") and further.endswith("s") and not further.endswith("ss")
        if before in ("who", "which", "what"):
            return before != "what" and self.stem == self.words[self.at]
        if before in WHEN:
            return self.takes_an_object
        if before in DESCRIBING or before in COPULAS:
            return False
        return self._after_anything(before)

    def _to_do(self, further: str) -> bool:
        """Whether "to" stands before what somebody does: I used to abuse it, and not: I am used to abuse."""
        if further == "used":
            return self.word(self.left - 2) not in BE | {"get", "got", "getting", "become", "not"}
        return further not in TO_A_THING

    def _given(self, verb: str) -> bool:
        return verb in ("give", "gave", "gives", "given", "show", "showed", "offer", "offered", "about", "with", "of")

    def _begins(self) -> bool:
        """Whether a word that begins is what somebody is told to do."""
        after = self.after
        if (
            self.takes_an_object
            or after in NUMBERS
            or after in ("how", "what", "why", "where", "who", "when", "to", "yourself", "less")
        ):
            return True
        if not after or after in BE or after in MODALS or after in HAVE or after in PREPOSITIONS or after in DO:
            return False
        return self._is_adverb(after) or after in PLACES or after in ("more", "against", "out", "down", "up", "with")

    def _goes_on(self) -> bool:
        """Whether a word after "and" is a verb as the one before it was: told by what follows, or by a verb before."""
        if self.takes_an_object:
            return True
        for away in range(self.left - 2, self.left - 5, -1):
            word = self._past_commas(away)
            if word in MODALS or (word == "to" and self._past_commas(away - 1) not in TO_A_THING):
                return self.after not in BE and self.word(self.left - 1) not in DETERMINERS
            if not word or word in DETERMINERS or word in PREPOSITIONS:
                return False
        return False

    def _past_commas(self, away: int) -> str:
        """The word so far to the left, also past commas."""
        start = self.at + away
        return self.words[start] if start >= 0 and END.isdisjoint("".join(self.marks[start : self.at])) else ""

    def _after_anything(self, before: str) -> bool:
        """Whether it is a verb after a word of which nothing is known."""
        further = self.word(self.left - 1)
        if before.endswith(("ed", "ing")) or before in PAST:
            return False
        if before in PLURALS:
            return self.takes_an_object or not further or further in WHEN or further in DETERMINERS
        plural = before.endswith("s") and not before.endswith(("ss", "us", "'s"))
        if self.takes_an_object:
            return plural
        ends = self.after in WHEN or self.after in ("", "to", "with") or self._is_adverb(self.after)
        return plural and ends and (further in DETERMINERS or not further)

    def _third_person(self) -> bool:
        """Whether a word with an s is what somebody does, and not several things."""
        before = self.before
        if before in ("he", "she", "it", "who", "that", "which", "this", "nobody", "everyone", "nothing", "everything"):
            return True
        if before in ("everybody", "someone", "somebody", "one", "something", "anyone", "anything", "what"):
            return True
        if not before or before in DETERMINERS or before in NUMBERS or before in DESCRIBING:
            return False
        if before in PREPOSITIONS or before in BE or before in HAVE or before in MODALS or before in DO:
            return False
        if before in ("and", "or", "but"):
            return self.takes_an_object
        noun = self.word(self.left - 1) in DETERMINERS or self.capitals[self.at + self.left]
        goes_on = self.takes_an_object or not self.after or self.after in PREPOSITIONS | PLACES | WHEN
        return noun and not before.endswith("s") and (goes_on or self._is_adverb(self.after))

    @cached_property
    def describing(self) -> bool:
        """Whether it says what something is like."""
        before, after = self.before, self.after
        if before in BE or before in COPULAS or before in ("so", "too", "very", "more", "most", "as", "quite"):
            return True
        if before in DETERMINERS or before in DESCRIBING or before in ("of", "with", "in"):
            stands_before = bool(after) and after not in PREPOSITIONS | BE | MODALS | HAVE | DO | {"and", "or", "that"}
            return stands_before and after not in DETERMINERS and after not in SUBJECTS
        return False

    @cached_property
    def participle(self) -> bool:
        """Whether it stands after have, be or get."""
        before, further = self.before, self.word(self.left - 1)
        if before in HAVE or before in BE or before in ("get", "got", "getting", "gets"):
            return True
        return before in ("i", "you", "we", "they", "he", "she", "it", "ever") and (
            further in HAVE or further in BE - {"be", "being", "been"}
        )

    @cached_property
    def over(self) -> bool:
        """Whether a verb whose past is written like its present tells of what is over."""
        before, further = self.before, self.word(self.left - 1)
        if self.participle:
            return True
        if before in MODALS or before in DO or further in DO:
            return False
        if before == "to" or before in WATCHING or before in DETERMINERS or before in DESCRIBING:
            return False
        if further in WATCHING and before in OBJECTS:
            return False
        if before in ("he", "she", "it", "who", "nobody", "everyone", "mum", "dad"):
            return True
        told = self._tells_of_the_past()
        if before not in ("i", "you", "we", "they"):
            return told or (bool(before) and not self._is_told(before))
        if before == "you" and further in WHEN and self.after in ("this", "these"):
            return False
        if before == "you" and further not in WHEN | WISHING and self.word(self.left - 2) in DETERMINERS:
            return True
        if any(word in PAST_TIMES for word in self.near) or (told and before != "you"):
            return not self._hoped(further)
        if self._hoped(further) or any(word in HABITS for word in self.near):
            return False
        if before == "you":
            return told and further not in WISHING
        return further not in WHEN

    def _hoped(self, further: str) -> bool:
        """Whether it is what somebody wishes, or what may be: I hope you read this."""
        return further in WISHING or further == "if"

    def _is_told(self, before: str) -> bool:
        return before in ("and", "or", "then", "please", "just", "but", "people", "let's", "everyone")

    def _tells_of_the_past(self) -> bool:
        """Whether another verb around it does."""
        low, high = max(0, self.at - REACH), min(len(self.words), self.at + REACH + 1)
        return any(self.words[place] in PAST or self._ended(place) for place in range(low, high) if place != self.at)

    def _ended(self, place: int) -> bool:
        """Whether a word is a verb with the ending of the past: I opened."""
        return place > 0 and self.words[place].endswith("ed") and self.words[place - 1] in SUBJECTS
