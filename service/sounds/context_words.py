"""The small words of English by which a neighbour is told to be a verb or a thing."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a table that is written as one text."""
    return frozenset(text.split())


DETERMINERS = words(
    "a an the my your his her its our their this that these those some any no every each another either neither "
    "much many few several both all such what whose which one's mum's dad's"
)
NUMBERS = words("one two three four five six seven eight nine ten first second third last next hundred")
"""What counts."""
OBJECTS = words(
    "me him them us it you her yourself myself himself herself itself ourselves themselves yourselves everything "
    "everyone nothing something anything"
    " others someone anyone somebody"
)
"""Words for whom something is done to."""
SUBJECTS = words("i you we they he she it who i'd you'd we'd they'd he'd she'd ")
MODALS = words(
    "can could will would shall should may might must cannot can't couldn't won't wouldn't shouldn't mustn't i'll "
    "you'll we'll they'll he'll she'll it'll gonna wanna gotta let's please ought"
)
DO = words("do does did don't doesn't didn't dont didnt doesnt")
BE = words(
    "is am are was were be been being i'm you're we're they're he's she's it's isn't aren't wasn't weren't im "
    "that's what's there's here's"
)
HAVE = words(
    "have has had having haven't hasn't hadn't i've you've we've they've ive youve i'd've would've should've "
    "could've might've must've"
)
COPULAS = words(
    "feel feels felt feeling seem seems seemed look looks looked looking sound sounds sounded become became "
    "becoming stay stayed remain remained get getting got keep kept grow grew go goes went stand stood sit sat "
    "come came draw drew live lived hold held lie lay make made"
)
"""Verbs after which something is said to be like something."""
PREPOSITIONS = words(
    "of in on at by for from with without into onto about after before between through during against under over "
    "around near than like within upon despite beyond per until since via towards toward beside off out as"
)
ADVERBS = words(
    "not never always just still also even ever only really often sometimes now then soon already again almost "
    "maybe perhaps simply actually honestly rarely seldom usually both all quite rather truly n't kindly finally"
)
"""Words that may stand between a word and what decides it."""
DESCRIBING = words(
    "good bad great little big small old new long short own same other whole more less most least such real true "
    "hard gentle kind quiet loud early late past present first last only daily lovely lonely friendly emotional "
    "physical sexual verbal childhood drug alcohol substance domestic inner outer constant deep strong poor rich "
    "full best worst better worse steady slow quick clear open final further happy sad angry bitter terrible "
    "horrible awful huge single written online public private personal free bright dark warm cold hot soft heavy "
    "light special different difficult easy beautiful wonderful precious tiny salty biting north east west south "
    "medical criminal broken safe secret family christmas birthday school planning building parking world"
)
"""Words before a thing that say what it is like."""
WATCHING = words(
    "let make makes made help helps helped helping see saw watch watched hear heard have let's lets letting"
)
"""Verbs after which somebody does something: let me record this."""
TO_A_THING = words(
    "due subjected exposed lead leads led leading addicted back prone related according thanks response responses "
    "reaction contrast return returned returning end ends victim sensitive comes came come close closer next "
    "contribute contributes object objects objection key answer similar linked way path road witness connected "
    "opposed devoted attention down addiction regard respect limit limits solution opposite vulnerable attached"
    " subject"
)
"""Words after which "to" stands before a thing: used to conflict, an end to abuse."""
WHEN = words(
    "when whenever while if as after before until once because since unless though although where time that and "
    "so but whether wherever how why what"
)
WISHING = words(
    "hope wish want know think guess bet glad suppose whenever as time until once moment day can will imagine "
    "sure believe while"
)
"""Words before what has not been yet: I hope you read it."""
HABITS = words(
    "every often usually sometimes always each whenever daily weekly nightly seldom rarely now tonight tomorrow "
    "today lot mornings evenings nights weekends aloud"
    " anymore any nowadays"
)
PAST_TIMES = words("yesterday ago once last earlier already previously then years")
PAST = words(
    "was were had did went came felt said saw knew thought told made took gave found left kept cried smiled "
    "laughed wrote sat stood fell began became brought bought heard held lost met ran slept spoke wept lay got "
    "asked wanted needed helped tried called looked turned stopped started loved used noticed realised realized "
    "understood stayed died lived moved worried hugged sobbed shook broke woke didn't wasn't weren't hadn't "
    "couldn't"
)
"""Verbs that tell of what is over."""

PLURALS = words("people children men women parents others kids police adults families friends doctors teachers")
"""Several people, of whom something may be said without an s at the end."""
PLACES = words("alone here there away far abroad together now nearby forever apart again too differently well")
"""Words that follow what somebody does."""
