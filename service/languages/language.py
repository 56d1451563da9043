"""What has to be known of a language to say a letter in it and to find its joints. A language is one such value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple, Protocol

_NONE: frozenset[str] = frozenset()


class Numeral(NamedTuple):
    """Something that is not said as it is written, such as what has digits in it, and how it is said."""

    end: int
    """Where it ends in the text, in code points."""
    said: str
    """The words for it; empty where it is silent, as the mark of a note is."""
    dotted: bool = False
    """True where it ends in an abbreviation whose last dot (a.m.) may not be a full stop."""
    groups: tuple[int, ...] = ()
    """Where each group of a number that is dialled begins in the text; `said` has a comma between them."""


class Numbers(Protocol):
    """How numbers, times, dates, money and measures are said in a language."""

    def numeral(self, text: str, start: int, end: int) -> Numeral | None:
        """What is written with digits from `start`, and how it is said; None where nothing is. Never past `end`."""

    def cardinal(self, digits: str) -> str:
        """A number in words; one that is too long digit by digit."""

    def spell(self, digits: str) -> str:
        """Digits one by one."""


class Capitals(NamedTuple):
    """When a word in capitals is an acronym, and when it is only said with emphasis."""

    after: frozenset[str] = frozenset()
    """Words after which it is an acronym, in lower case: the US."""
    before: frozenset[str] = frozenset()
    """Words before which it is one: IT team."""
    usual: bool = False
    """Whether it is one elsewhere, too."""
    plain: frozenset[str] = frozenset()
    """Words after which it is none, where it usually is: let US."""


LONGEST_LISTED = 4
"""Letters of the longest words in `Language.capital_words`."""


@dataclass(frozen=True, eq=False)
class Language:
    """The tables of one language. Words are in lower case with straight apostrophes unless it says otherwise.

    What is left out has no table: such a language is phrased by its marks alone. A language is equal to itself only,
    so that what is derived from its tables can be kept by it.
    """

    tag: str
    """BCP 47 tag: `en`."""
    syllables: Callable[[str], int]
    """How many syllables a word has as the voice is given it, with or without its marks."""
    numbers: Numbers | None = None
    """How numbers are said. None: numbers, signs, abbreviations and capitals are given to the voice as written."""
    name: str = ""
    """What it is called in English: `Spanish`."""
    preface: str = ""
    """The line that may be said before the letter: these are your own words. Empty where there is none."""
    preface_syllables: int | None = None
    """Syllables of that line as they were heard; None where they are counted as any."""

    writing: tuple[str, ...] = ()
    """Scripts that it is written in; a word in another is said as it sounds in Latin letters. None: any will do."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """Marks of its scripts, one character each, to the mark they are like: `.` `?` `!` or `,`."""
    opening: frozenset[str] = frozenset("([{")
    """What opens a part of a sentence: brackets, in Spanish also the marks before a question."""
    asides: bool = False
    """Whether a question mark before a comma belongs inside a sentence."""
    capitalised: frozenset[str] = _NONE
    """Words that are written with a capital wherever they stand, and so are no initial: i."""
    capitals_start: bool = True
    """Whether a capital after dots says that a sentence begins; not where every noun has one."""
    ascii_words: bool = False
    """Whether a word that is not of the letters a to z is looked at more closely."""
    consonants_abbreviate: bool = False
    """Whether a few letters without a vowel and with a dot are short for something: `Dr.`, but in Czech `vlk.`."""
    short_words: Literal["open", "close", ""] = ""
    """Where the short words of the language stand, by which a joint is chosen where no table tells: they open a
    phrase (prepositions, articles) or close it (postpositions)."""

    greetings: frozenset[str] = _NONE
    """Words that open a letter and address somebody."""
    wishes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """First words of greetings of two, to the second ones: good, to morning."""
    addressing: frozenset[str] = _NONE
    """Words that open a line which says to whom the letter is: to, my."""
    salutations: frozenset[str] = _NONE
    """Those of the greetings that only ever open a letter, so that they do so under a heading, too: dear."""
    my: frozenset[str] = _NONE
    """Those of them that may stand before a greeting: my dear."""
    addressees: frozenset[str] = _NONE
    """Words that may follow a greeting word: who is addressed."""
    closings: frozenset[str] = _NONE
    """First words of a closing line."""
    closing_lines: frozenset[str] = _NONE
    """Whole closing lines, without punctuation."""
    names: frozenset[str] = _NONE
    """Small words that may stand in a name under a letter: the, your, and."""
    kisses: bool = False
    """Whether an x at the end of a line stands for a kiss."""
    crosses: frozenset[str] = _NONE
    """Words after which it is a letter or a name, and no kiss: letter, find."""
    postscript: str = r"[Pp]\.? ?[Ss]\b"
    """Regular expression for what stands before a postscript."""

    abbreviations: Mapping[str, str] = field(default_factory=dict)
    """What is said in place of an abbreviation; the key is without its last dot, `e.g`."""
    never_final: frozenset[str] = _NONE
    """Abbreviations whose dot never ends a sentence: titles and the like."""
    numbering: Mapping[str, str] = field(default_factory=dict)
    """What stands short before a number ("No. 7"), and is a word with a full stop where none follows."""
    nameless: Mapping[str, str] = field(default_factory=dict)
    """What is said for an abbreviation where no name follows: Saint, to Street."""
    after_names: Mapping[str, str] = field(default_factory=dict)
    """What is said for an abbreviation after a name, where none follows: Doctor, to Drive."""
    cased: frozenset[str] = _NONE
    """Abbreviations that are words of their own in small letters: `fr`."""
    units: frozenset[str] = _NONE
    """What stands short after a number, so that its dot may be no full stop: ft, mins."""
    postscripts: Mapping[str, str] = field(default_factory=dict)
    """Abbreviations with a clause's rest after them: `p.s`."""
    title_forms: tuple[str, ...] = ()
    """Abbreviated titles as they are written, without the dot: `Mr`."""
    titles: frozenset[str] = _NONE
    """Titles as they are said, before a name."""
    with_following: frozenset[str] = _NONE
    """Runs without white space, or their first words, that may be read with what follows them, in capitals as written:
    `May`, before a day."""
    respellings: Mapping[str, str] = field(default_factory=dict)
    """The same word as a voice says it right, with the apostrophe that was not typed."""
    small: Mapping[str, str] = field(default_factory=dict)
    """The same for words that are so only in small letters, since a name is written alike: ty."""
    sequences: Mapping[str, str] = field(default_factory=dict)
    """Words that are so only together, each said as the one in its place: `u r`, you are."""
    stutters: Mapping[str, str] = field(default_factory=dict)
    """What is said for the beginning of a word that is said again, w-what, by the letters that the word begins with."""
    no_stutters: frozenset[str] = _NONE
    """Words that look like it: d-day."""
    censored: tuple[str, ...] = ()
    """Words that people write with signs in place of letters, the likelier first."""
    alternatives: frozenset[str] = _NONE
    """Words between which a stroke is `either`: he/she."""
    either: str = ""
    """What is said for that stroke: or."""
    streets: Mapping[str, str] = field(default_factory=dict)
    """What stands short after a street's name: St, to Street."""
    signs: Mapping[str, str] = field(default_factory=dict)
    """What is said for a sign: and, for `&`."""
    grades: Mapping[str, str] = field(default_factory=dict)
    """Signs after a mark at school, to what is said for them: a B-."""
    compared: Mapping[str, str] = field(default_factory=dict)
    """What is said for `<` and `>` between two words."""
    micro: Mapping[str, str] = field(default_factory=dict)
    """What a unit with a Greek letter for its micro sign is read as, by the unit: µg, for `g`."""
    rates: Mapping[str, str] = field(default_factory=dict)
    """What is said for a stroke and the word after it, behind what is counted: a day, for `day` in 2 tablets/day."""
    roman: Callable[[int], str] | None = None
    """How a Roman number is said; None where it is left as it is."""
    link: str = ""
    """What is said for a link; empty where it is silent."""
    dot: str = "."
    """What is said for the dot in an e-mail address."""
    acronyms: frozenset[str] = _NONE
    """Words that are spelt or said in capitals, in capitals."""
    emphasis: Mapping[str, Capitals] = field(default_factory=dict)
    """Those of them that are words, too, in capitals: US."""
    capital_words: frozenset[str] = _NONE
    """Words of at most `LONGEST_LISTED` letters: in capitals they are plain words, and others are letters."""
    doubled: frozenset[str] = _NONE
    """Words with a doubled letter, to say "goooood" as "good"."""
    starters: frozenset[str] = _NONE
    """Words that, capitalised after an initial or an acronym with dots, begin a sentence."""

    resuming: frozenset[str] = _NONE
    """Words in small letters that begin a sentence also where the space before them was not typed: so hard.i cried."""
    kin: frozenset[str] = _NONE
    """Names of people of the family, which do not go on after initials: the U.S. Mum stayed."""
    nobody: frozenset[str] = _NONE
    """Those of them that are nobody's name, also after a title: then, she."""
    openings: frozenset[str] = _NONE
    """Words that begin a sentence before its subject: at, yesterday."""
    lettered: frozenset[str] = _NONE
    """Words before a letter that is no initial: an, plan, vitamin."""
    answering: frozenset[str] = _NONE
    """Words before a word that is else short for something: said, before no."""
    saying: frozenset[str] = _NONE
    """Verbs that say who spoke: said, asked."""
    exclaimed: frozenset[str] = _NONE
    """Names that end in a mark: yahoo."""
    predicate_ends: tuple[str, ...] = ()
    """Endings of verbs by which a sentence is told from its opening: ed."""
    unfinished: frozenset[str] = _NONE
    """Words that end no line but where a program wrapped it: the, my, every."""
    compounding: frozenset[str] = _NONE
    """First parts of words that keep their hyphen where it stands at the end of a line: half, well, self."""
    compounded: frozenset[str] = _NONE
    """Last parts of such words: hearted, minded."""

    joining: frozenset[str] = _NONE
    """Words a phrase may begin with: and, because, when."""
    coordinating: frozenset[str] = _NONE
    """Those of them that also join single words: and, or."""
    comparing: frozenset[str] = _NONE
    """Those of them that compare: as, than."""
    loose: frozenset[str] = _NONE
    """Those of them that are other words, too, so that they open a phrase less surely: once, before."""
    relatives: frozenset[str] = _NONE
    """Words that open a clause about what came before: that, which, who."""
    declaring: frozenset[str] = _NONE
    """Those of them that open what is said or known: that."""
    asking: frozenset[str] = _NONE
    """Words that open what is asked, and so belong to the verb before: what, how, whether."""
    articles: frozenset[str] = _NONE
    """Articles, possessives and other words that wait for their noun."""
    pointers: frozenset[str] = _NONE
    """Words that wait for a noun or stand alone: this, some, both."""
    prepositions: frozenset[str] = _NONE
    """Prepositions that wait for their object."""
    binding: frozenset[str] = _NONE
    """Those of them that bind what follows to the noun before: of."""
    particles: frozenset[str] = _NONE
    """Prepositions that may also end a verb: up, down, over."""
    to: frozenset[str] = _NONE
    """Words that stand before an infinitive."""
    negations: frozenset[str] = _NONE
    """Words that wait for what they deny: not."""
    auxiliaries: frozenset[str] = _NONE
    """Auxiliaries and forms of be, have and do."""
    subjects: frozenset[str] = _NONE
    """Pronouns that are only ever the subject."""
    objects: frozenset[str] = _NONE
    """Pronouns that are only ever the object."""
    pronouns: frozenset[str] = _NONE
    """Pronouns that are either."""
    address: frozenset[str] = _NONE
    """Those of them that the reader is addressed by: you."""
    standing: frozenset[str] = _NONE
    """Those of them that may stand before a preposition: there."""
    counting: frozenset[str] = _NONE
    """Numbers in words: three, hundred."""
    any: frozenset[str] = _NONE
    """Words that belong to a degree after them: any, before more."""
    degrees: frozenset[str] = _NONE
    """Adverbs that wait for the word they qualify: very, too, so."""
    adjectives: frozenset[str] = _NONE
    """Common adjectives that wait for their noun."""
    adjective_ends: tuple[str, ...] = ()
    """Endings of adjectives."""
    adjectives_follow: bool = False
    """Whether an adjective mostly stands after its noun."""
    adverbs: frozenset[str] = _NONE
    """Adverbs that lean on the verb before or after them."""
    adverb_ends: tuple[str, ...] = ()
    """Endings of adverbs."""
    gerund_ends: tuple[str, ...] = ()
    """Endings of verbs that stand where a noun might: ing."""
    introducing: frozenset[str] = _NONE
    """First words of abbreviations that open a phrase: for, in for example."""
    trailing: frozenset[str] = _NONE
    """Short words that close the phrase they end: too, again, ago."""
    linking: frozenset[str] = _NONE
    """Verbs that wait for their complement: feel, get, want, let."""
    finite: frozenset[str] = _NONE
    """Verbs that have a subject of their own, before them: is, turns."""
    no_gerunds: frozenset[str] = _NONE
    """Words with the ending of such a verb that are none: morning."""
    transitive: frozenset[str] = _NONE
    """Verbs that wait for their object, if it follows: give, tell."""
    contractions: tuple[str, ...] = ()
    """Beginnings of a subject and its auxiliary in one word: `i'`."""
    naming: frozenset[str] = _NONE
    """Words before a name: called."""
    pairs: frozenset[tuple[str, str]] = frozenset()
    """Words that belong together though both may stand at a joint."""
    good_openings: frozenset[tuple[str, str]] = frozenset()
    """Two words that a phrase begins well with: instead of, even though."""
    closed: frozenset[tuple[str, str]] = frozenset()
    """Two words that end a phrase though the last one alone would wait: at all."""
    poor_openings: frozenset[tuple[str, str]] = frozenset()
    """Two words that look like the beginning of a phrase and only ever end one."""

    months: Mapping[str, str] = field(default_factory=dict)
    """Month names and their short forms, to the full name."""
    weekdays: Mapping[str, str] = field(default_factory=dict)
    """Short weekday names, to the full name."""
    no_dates: frozenset[str] = _NONE
    """Short forms of months and weekdays that are words of their own, whose dot is a full stop: sun, sat."""
    day_ends: tuple[str, ...] = ()
    """Endings of weekday names."""

    @cached_property
    def ends(self) -> str:
        """The characters that end a sentence."""
        return ".?!…" + "".join(char for char, mark in self.marks.items() if mark in ".?!")

    @cached_property
    def alike(self) -> Mapping[int, str]:
        """`marks`, for str.translate."""
        return {ord(char): mark for char, mark in self.marks.items()}

    @cached_property
    def small_words(self) -> frozenset[str]:
        """The words that every text in the language is full of, where it has tables."""
        return (
            self.joining | self.relatives | self.articles | self.pointers | self.prepositions | self.particles | self.to
        ) | (self.negations | self.auxiliaries | self.subjects | self.objects | self.pronouns | self.degrees)

    @cached_property
    def waiting(self) -> frozenset[str]:
        """The words that wait for the next one."""
        return self.articles | self.prepositions | self.degrees | self.joining | self.to

    @cached_property
    def predicates(self) -> frozenset[str]:
        """The words by which a sentence has begun in earnest: its subject, or a verb."""
        one = {word for word in self.articles if "'" in word}
        return self.subjects | self.auxiliaries | (self.pronouns - self.pointers - self.articles) | one

    @cached_property
    def days(self) -> frozenset[str]:
        """The names of the weekdays and months, as they are said."""
        return frozenset([*self.weekdays.values(), *self.months.values()])


def words(text: str) -> frozenset[str]:
    """The words of a table that is written as one text."""
    return frozenset(text.split())


def pairs(text: str) -> frozenset[tuple[str, str]]:
    """Pairs of words that are written as one text, with commas between the pairs."""
    return frozenset((first, second) for first, second in (pair.split() for pair in text.split(",")))
