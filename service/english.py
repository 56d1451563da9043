"""What has to be known of a language to say a letter in it and to find its joints. Tables only; English so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Language:
    """The tables of one language. Words are in lower case with straight apostrophes unless it says otherwise."""

    tag: str
    """BCP 47 tag: `en`."""
    greetings: frozenset[str]
    """Words that open a letter and address somebody."""
    addressees: frozenset[str]
    """Words that may follow a greeting word: who is addressed."""
    closings: frozenset[str]
    """First words of a closing line."""
    closing_lines: frozenset[str]
    """Whole closing lines, without punctuation."""
    abbreviations: Mapping[str, str]
    """What is said in place of an abbreviation; the key is without its last dot, `e.g`."""
    never_final: frozenset[str]
    """Abbreviations whose dot never ends a sentence: titles and the like."""
    titles: frozenset[str]
    """Titles as they are said, before a name."""
    respellings: Mapping[str, str]
    """The same word with the apostrophe that was not typed, so that a voice says it right."""
    acronyms: frozenset[str]
    """Words that are spelt or said in capitals, in capitals."""
    doubled: frozenset[str]
    """Words with a doubled letter, to say "goooood" as "good"."""
    starters: frozenset[str]
    """Words that, capitalised after an initial or an acronym with dots, begin a sentence."""
    joining: frozenset[str]
    """Words a phrase may begin with: and, because, when."""
    relatives: frozenset[str]
    """Words that open a clause about what came before: that, which, who."""
    articles: frozenset[str]
    """Articles, possessives and other words that wait for their noun."""
    pointers: frozenset[str]
    """Words that wait for a noun or stand alone: this, some, both."""
    prepositions: frozenset[str]
    """Prepositions that wait for their object."""
    particles: frozenset[str]
    """Prepositions that may also end a verb: up, down, over."""
    auxiliaries: frozenset[str]
    """Auxiliaries and forms of be, have and do."""
    subjects: frozenset[str]
    """Pronouns that are only ever the subject."""
    objects: frozenset[str]
    """Pronouns that are only ever the object."""
    pronouns: frozenset[str]
    """Pronouns that are either."""
    degrees: frozenset[str]
    """Adverbs that wait for the word they qualify: very, too, so."""
    adjectives: frozenset[str]
    """Common adjectives that wait for their noun."""
    adverbs: frozenset[str]
    """Adverbs that lean on the verb before or after them."""
    trailing: frozenset[str]
    """Short words that close the phrase they end: too, again, ago."""
    linking: frozenset[str]
    """Verbs that wait for their complement: feel, get, want, let."""
    pairs: frozenset[tuple[str, str]]
    """Words that belong together though both may stand at a joint."""
    months: Mapping[str, str]
    """Month names and their short forms, to the full name."""
    weekdays: Mapping[str, str]
    """Short weekday names, to the full name."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _pairs(text: str) -> frozenset[tuple[str, str]]:
    return frozenset((first, second) for first, second in (pair.split() for pair in text.split(",")))


_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_WEEKDAYS = {
    "mon": "Monday",
    "tue": "Tuesday",
    "tues": "Tuesday",
    "wed": "Wednesday",
    "weds": "Wednesday",
    "thu": "Thursday",
    "thur": "Thursday",
    "thurs": "Thursday",
    "fri": "Friday",
    "sat": "Saturday",
    "sun": "Sunday",
}

_ABBREVIATIONS = {
    "dr": "Doctor",
    "mr": "Mister",
    "mrs": "Missus",
    "ms": "Ms",
    "mx": "Mix",
    "prof": "Professor",
    "rev": "Reverend",
    "st": "Saint",
    "jr": "Junior",
    "sr": "Senior",
    "sgt": "Sergeant",
    "capt": "Captain",
    "lt": "Lieutenant",
    "col": "Colonel",
    "gen": "General",
    "sen": "Senator",
    "gov": "Governor",
    "hon": "Honourable",
    "e.g": "for example",
    "eg": "for example",
    "i.e": "that is",
    "ie": "that is",
    "etc": "et cetera",
    "vs": "versus",
    "approx": "approximately",
    "no": "number",
    "nos": "numbers",
    "vol": "volume",
    "ch": "chapter",
    "pp": "pages",
    "est": "established",
    "dept": "department",
    "appt": "appointment",
    "ave": "Avenue",
    "rd": "Road",
    "blvd": "Boulevard",
    "fig": "figure",
    "apt": "apartment",
    "inc": "Incorporated",
    "ltd": "Limited",
    "ca": "circa",
    "ft": "feet",
    "lb": "pound",
    "lbs": "pounds",
    "hr": "hour",
    "hrs": "hours",
    "min": "minute",
    "mins": "minutes",
    "sec": "second",
    "secs": "seconds",
    "wk": "week",
    "wks": "weeks",
    "yr": "year",
    "yrs": "years",
    "mt": "Mount",
    "a.m": "AM",
    "p.m": "PM",
    "p.s": "PS",
    "ph.d": "PhD",
    "n.b": "NB",
    "esp": "especially",
    "incl": "including",
    "misc": "miscellaneous",
    "temp": "temperature",
    "tel": "telephone",
}

_PLAIN = {
    "wwi": "World War One",
    "wwii": "World War Two",
    "pls": "please",
    "plz": "please",
    "btw": "by the way",
    "idk": "I don't know",
    "w/o": "without",
    "w/": "with",
    "b/c": "because",
    "bc": "because",
    "ur": "your",
    "im": "I'm",
    "ive": "I've",
    "dont": "don't",
    "doesnt": "doesn't",
    "didnt": "didn't",
    "wont": "won't",
    "cant": "can't",
    "isnt": "isn't",
    "wasnt": "wasn't",
    "arent": "aren't",
    "werent": "weren't",
    "havent": "haven't",
    "hasnt": "hasn't",
    "hadnt": "hadn't",
    "wouldnt": "wouldn't",
    "couldnt": "couldn't",
    "shouldnt": "shouldn't",
    "mustnt": "mustn't",
    "neednt": "needn't",
    "youre": "you're",
    "theyre": "they're",
    "youve": "you've",
    "weve": "we've",
    "theyve": "they've",
    "youll": "you'll",
    "theyll": "they'll",
    "youd": "you'd",
    "theyd": "they'd",
    "itll": "it'll",
    "itd": "it'd",
    "thats": "that's",
    "thatll": "that'll",
    "whats": "what's",
    "whos": "who's",
    "wheres": "where's",
    "hows": "how's",
    "theres": "there's",
    "heres": "here's",
    "hes": "he's",
    "shes": "she's",
    "wouldve": "would've",
    "couldve": "could've",
    "shouldve": "should've",
    "mightve": "might've",
    "aint": "ain't",
    "yall": "y'all",
    "oclock": "o'clock",
    "tho": "though",
    "i": "I",
}

ENGLISH = Language(
    tag="en",
    greetings=_words("dear dearest hello hi hey hiya howdy greetings morning evening afternoon beloved darling"),
    addressees=_words(
        "you love me self sweetheart darling friend little one dear old young myself there all everyone everybody mum "
        "mom dad mama papa brother sister child kid girl boy lovely beautiful sweet brave tired past future younger "
        "older kind hurting heart body mind part of mine my again honey again both team folks pal mate stranger "
        "and the your our inner that is"
    ),
    closings=_words(
        "love yours warmly warmest with sincerely regards best kind kindest cheers take hugs always forever lots all "
        "your from until thank thanks thinking sending goodnight good bye goodbye xoxo respectfully faithfully "
        "affectionately much big tenderly gently peace blessings be see in be as ever"
    ),
    closing_lines=_words(
        "love yours warmly sincerely regards cheers hugs always forever goodnight bye goodbye xoxo respectfully "
        "faithfully affectionately thanks tenderly gently peace blessings me take with"
    ),
    abbreviations=_ABBREVIATIONS,
    never_final=_words(
        "dr mr mrs ms mx prof rev st sgt capt lt col gen sen gov hon e.g eg i.e ie vs approx vol pp esp incl n.b mt "
        "tel ca"
    ),
    titles=_words("doctor mister missus ms mix professor reverend saint sergeant captain aunt auntie uncle granny"),
    respellings=_PLAIN,
    acronyms=_words(
        "NHS GP TV UK USA US CBT PTSD OCD ADHD EMDR DBT CFT MRI ASAP BBC NASA AA ICU IVF HIV AIDS DIY FAQ ID IQ "
        "UTI ENT EU UN UAE AI API URL EEG ECG EKG OAP UFO ATM ETA FYI IBS IOU ASD BPD CAMHS CPN "
        "SEN EAP UV VIP CEO HR PR AD BC DNA RNA NICU ER EDI LGBTQIA NYC LA OMG USB CO USD GBP MBA IV"
    ),
    doubled=_words(
        "good too been see week feel need sleep soon keep sweet free cool all well hello miss kiss deep tree three "
        "look book room food moon mood tool fool school cry feet meet seen green tell call small still will kill fall "
        "full pull off coffee happy really sorry sunny funny pretty silly worry yell hmm mm been agree add app egg "
        "weed seed speed indeed goodnight loose choose bloom breeze cheer beer deer sheep"
    ),
    starters=_words(
        "the a an he she it you i we they this that these those then there and but so my your his her our their if "
        "when what who why how where as at in on for after before maybe perhaps no not yes please now today tomorrow "
        "it's i'm i've you're he's she's we're they're that's don't let there's even still just all every nobody"
    ),
    joining=_words(
        "and but or so because although though when while if since until unless till whereas wherever whenever "
        "whether nor yet before after once as than"
    ),
    relatives=_words("that which who whom whose where what how why"),
    articles=_words(
        "a an the my your his her its our their every each no whose another such i'm you're we're they're he's she's "
        "it's that's there's what's who's i've you've we've they've i'll you'll he'll she'll we'll they'll it'll "
        "i'd you'd he'd she'd we'd they'd let's lets"
    ),
    pointers=_words(
        "this that these those some any both all half many much more most few several other own same one two three "
        "four five six seven eight nine ten first last next second only little enough lots whole either neither"
    ),
    prepositions=_words(
        "of at for from with without into onto upon to towards toward about against among amongst between beyond "
        "beside besides behind beneath below above during despite except like near under underneath within via per "
        "across along around by in on through throughout over up down off out inside outside past until till since "
        "before after as than"
    ),
    particles=_words(
        "up down over out in on off through around along by about past inside outside before after behind above below "
        "near across without"
    ),
    auxiliaries=_words(
        "am is are was were be been being have has had having do does did will would shall should can could may might "
        "must ought cannot can't won't don't doesn't didn't isn't aren't wasn't weren't haven't hasn't hadn't "
        "wouldn't couldn't shouldn't mustn't needn't ain't might've would've could've should've gonna wanna gotta"
    ),
    subjects=_words("i he she we they"),
    objects=_words("me him us them yourself myself himself herself itself ourselves yourselves themselves each-other"),
    pronouns=_words(
        "you it her this that everybody everyone everything nobody somebody someone something nothing there"
    ),
    degrees=_words("very too so quite rather really pretty extremely incredibly terribly awfully more most less least"),
    adjectives=_words(
        "good bad big small old new young little long short great high low own other same different whole real true "
        "kind warm cold hot hard soft dark light early late quiet loud tired sad happy brave gentle heavy tiny huge "
        "certain single open close deep full empty free clear fine easy simple safe strong weak wise sweet dear fresh "
        "best better worst worse entire main red blue green black white grey gray brown golden silver bright wet dry "
        "poor rich sick lonely lovely friendly harsh cruel proud calm slow quick fast tender kinder warmer mean "
        "former inner outer nice wonderful beautiful terrible horrible awful perfect important difficult fierce dull"
    ),
    adverbs=_words(
        "just never always ever only even still already almost nearly really actually probably simply not also often "
        "sometimes usually hardly barely finally gently slowly quietly perhaps maybe once first ever-so"
    ),
    trailing=_words(
        "too again ago either enough now then today tonight tomorrow yesterday anyway though alone together away back "
        "here there else apart ever yet already instead anymore home awake asleep alive afraid"
    ),
    linking=_words(
        "feel feels felt get gets got want wants wanted need needs needed let lets make makes made seem seems seemed "
        "become becomes became keep keeps kept look looks sound sounds going trying try tried used able allowed have"
    ),
    pairs=_pairs(
        "so that,as if,as though,even if,even though,even when,rather than,more than,less than,because of,out of,such "
        "as,as well,and then,and so,but also,and yet,or so,so much,each other,one another,at all,at least,of course,no "
        "one,up to,next to,due to,instead of,as soon,as long,if only,what if,ever since,just as,only if,just because,"
        "only because,long ago,any more,a lot,lot of,lots of,kind of,sort of,part of,bit of,one of,all of,some of,most "
        "of,both of,none of,each of,many of,because that,for ever,look after,is that,was that,say that,even as,"
        "than that,better than,other than,no more,not only,"
        "just when,just before,just after,soon as,long as,much as,well as,far as,good as,gentle as,so many,how much,"
        "how many,how hard,how long,how far,how heavy,what you,front of,end of,middle of,rest of,side of,edge of,top "
        "of,back of,minute of,hour of,days of,weeks of,months of,years of,couple of,cup of,fear of,sound of,summer of,"
        "afraid of,proud of,tired of,full of,sick of,think of,thought of,care of,hold of,able to,want to,wanted to,"
        "wants to,need to,needed to,needs to,have to,has to,had to,going to,used to,trying to,try to,tried to,"
        "allowed to,ought to,supposed to,like to,love to,got to,get to,begin to,began to,start to,started to,"
        "feeling like"
    ),
    months={
        **{name.lower(): name for name in _MONTHS},
        **{name[:3].lower(): name for name in _MONTHS},
        "sept": "September",
    },
    weekdays=_WEEKDAYS,
)
"""English, as it is written in letters on both sides of the Atlantic."""
