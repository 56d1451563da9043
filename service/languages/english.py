"""English: the tables by which a letter in it is read and phrased."""

from __future__ import annotations

from service.languages.english_acronyms import ACRONYMS, EMPHASIS
from service.languages.english_numerals import MONTHS, WEEKDAYS, WITH_FOLLOWING, EnglishNumbers
from service.languages.english_numerals.rates import RATES
from service.languages.english_short_words import SHORT_WORDS
from service.languages.english_typing import (
    ALTERNATIVES,
    CENSORED,
    NO_STUTTERS,
    RESPELLINGS,
    SEQUENCES,
    SMALL,
    STREETS,
    STUTTERS,
)
from service.languages.language import Language, pairs, words
from service.languages.syllables import english

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

_SIGNS = {
    "&": "and",
    "+": "plus",
    "=": "equals",
    "%": "percent",
    "@": "at",
    "×": "times",
    "÷": "divided by",
    "−": "minus",
    "±": "plus or minus",
    "≠": "does not equal",
    "≈": "about",
    "≤": "less than or equal to",
    "≥": "greater than or equal to",
    "∞": "infinity",
    "√": "the square root of",
    "∴": "therefore",
    "°": "degrees",
    "↑": "up",
    "↓": "down",
    "§": "section",
    "№": "number",
    "℅": "care of",
    "‰": "per thousand",
}

ENGLISH = Language(
    tag="en",
    syllables=english,
    numbers=EnglishNumbers(),
    name="English",
    preface="These are your own words.",
    preface_syllables=6,
    writing=("Latin",),
    ascii_words=True,
    capitalised=words("i"),
    greetings=words("dear dearest hello hi hey hiya howdy greetings morning evening afternoon beloved darling"),
    addressees=words(
        "you love me self sweetheart darling friend little one dear old young myself there all everyone everybody mum "
        "mom dad mama papa brother sister child kid girl boy lovely beautiful sweet brave tired past future younger "
        "older kind hurting heart body mind part of mine my again honey again both team folks pal mate stranger "
        "and the your our inner that is"
    ),
    wishes={"good": words("morning evening afternoon")},
    addressing=words("to my"),
    my=words("my"),
    names=words("the your and"),
    kisses=True,
    closings=words(
        "love yours warmly warmest with sincerely regards best kind kindest cheers take hugs always forever lots all "
        "your from until thank thanks thinking sending goodnight good bye goodbye xoxo respectfully faithfully "
        "affectionately much big tenderly gently peace blessings be see in be as ever"
    ),
    closing_lines=words(
        "love yours warmly sincerely regards cheers hugs always forever goodnight bye goodbye xoxo respectfully "
        "faithfully affectionately thanks tenderly gently peace blessings me take with"
    ),
    abbreviations=_ABBREVIATIONS,
    never_final=words(
        "dr mr mrs ms mx prof rev st sgt capt lt col gen sen gov hon e.g eg i.e ie vs approx vol pp esp incl n.b mt "
        "tel ca"
    ),
    numbering={"no": "number", "p": "page", "fig": "figure", "apt": "apartment"},
    nameless={"Saint": "Street"},
    postscripts={"p.s": "PS"},
    title_forms=("Mr", "Mrs", "Ms", "Dr", "Prof"),
    with_following=WITH_FOLLOWING,
    signs=_SIGNS,
    micro={"m": "µm", "g": "µg", "l": "µl"},
    rates=RATES,
    roman=lambda number: EnglishNumbers().cardinal(str(number)),
    link="a link",
    dot="dot",
    titles=words("doctor mister missus ms mix professor reverend saint sergeant captain aunt auntie uncle granny"),
    respellings=RESPELLINGS,
    small=SMALL,
    sequences=SEQUENCES,
    stutters=STUTTERS,
    no_stutters=NO_STUTTERS,
    censored=CENSORED,
    alternatives=ALTERNATIVES,
    either="or",
    streets=STREETS,
    acronyms=ACRONYMS,
    emphasis=EMPHASIS,
    capital_words=SHORT_WORDS,
    doubled=words(
        "good too been see week feel need sleep soon keep sweet free cool all well hello miss kiss deep tree three "
        "look book room food moon mood tool fool school cry feet meet seen green tell call small still will kill fall "
        "full pull off coffee happy really sorry sunny funny pretty silly worry yell hmm mm been agree add app egg "
        "weed seed speed indeed goodnight loose choose bloom breeze cheer beer deer sheep"
    ),
    starters=words(
        "the a an he she it you i we they this that these those then there and but so my your his her our their if "
        "when what who why how where as at in on for after before maybe perhaps no not yes please now today tomorrow "
        "it's i'm i've you're he's she's we're they're that's don't let there's even still just all every nobody"
    ),
    joining=words(
        "and but or so because although though when while if since until unless till whereas wherever whenever "
        "whether nor yet before after once as than"
    ),
    relatives=words("that which who whom whose where what how why"),
    articles=words(
        "a an the my your his her its our their every each no whose another such i'm you're we're they're he's she's "
        "it's that's there's what's who's i've you've we've they've i'll you'll he'll she'll we'll they'll it'll "
        "i'd you'd he'd she'd we'd they'd let's lets"
    ),
    pointers=words(
        "this that these those some any both all half many much more most few several other own same one two three "
        "four five six seven eight nine ten first last next second only little enough lots whole either neither"
    ),
    prepositions=words(
        "of at for from with without into onto upon to towards toward about against among amongst between beyond "
        "beside besides behind beneath below above during despite except like near under underneath within via per "
        "across along around by in on through throughout over up down off out inside outside past until till since "
        "before after as than"
    ),
    binding=words("of"),
    to=words("to"),
    negations=words("not don't can't won't"),
    particles=words(
        "up down over out in on off through around along by about past inside outside before after behind above below "
        "near across without"
    ),
    auxiliaries=words(
        "am is are was were be been being have has had having do does did will would shall should can could may might "
        "must ought cannot can't won't don't doesn't didn't isn't aren't wasn't weren't haven't hasn't hadn't "
        "wouldn't couldn't shouldn't mustn't needn't ain't might've would've could've should've gonna wanna gotta"
    ),
    subjects=words("i he she we they"),
    objects=words("me him us them yourself myself himself herself itself ourselves yourselves themselves each-other"),
    pronouns=words(
        "you it her this that everybody everyone everything nobody somebody someone something nothing there"
    ),
    degrees=words("very too so quite rather really pretty extremely incredibly terribly awfully more most less least"),
    adjectives=words(
        "good bad big small old new young little long short great high low own other same different whole real true "
        "kind warm cold hot hard soft dark light early late quiet loud tired sad happy brave gentle heavy tiny huge "
        "certain single open close deep full empty free clear fine easy simple safe strong weak wise sweet dear fresh "
        "best better worst worse entire main red blue green black white grey gray brown golden silver bright wet dry "
        "poor rich sick lonely lovely friendly harsh cruel proud calm slow quick fast tender kinder warmer mean "
        "former inner outer nice wonderful beautiful terrible horrible awful perfect important difficult fierce dull"
    ),
    adjective_ends=("ful", "less", "ous", "ible", "able", "ive", "ish", "ic", "ical", "ular", "ient", "iant"),
    adverb_ends=("ly",),
    contractions=("i'", "you'", "he'", "she'", "we'", "they'", "it'", "that's", "there's"),
    naming=words("called named"),
    poor_openings=pairs("for ever,so much,so many,of it,of you,of me,of him,of us,of them"),
    adverbs=words(
        "just never always ever only even still already almost nearly really actually probably simply not also often "
        "sometimes usually hardly barely finally gently slowly quietly perhaps maybe once first ever-so"
    ),
    trailing=words(
        "too again ago either enough now then today tonight tomorrow yesterday anyway though alone together away back "
        "here there else apart ever yet already instead anymore home awake asleep alive afraid"
    ),
    linking=words(
        "feel feels felt get gets got want wants wanted need needs needed let lets make makes made seem seems seemed "
        "become becomes became keep keeps kept look looks sound sounds going trying try tried used able allowed have"
    ),
    pairs=pairs(
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
    months=MONTHS,
    weekdays=WEEKDAYS,
    no_dates=words("sun sat"),
    day_ends=("day",),
)
"""English, as it is written in letters on both sides of the Atlantic."""
