"""English: the tables by which a letter in it is read and phrased."""

from __future__ import annotations

from service.languages import english_joints as joints
from service.languages.english_acronyms import ACRONYMS, EMPHASIS
from service.languages.english_numerals import MONTHS, WEEKDAYS, WITH_FOLLOWING, EnglishNumbers
from service.languages.english_numerals.measures import UNITS
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
from service.languages.language import Language, words
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
    "sr": "Sister",
    "fr": "Father",
    "messrs": "Messers",
    "pres": "President",
    "supt": "Superintendent",
    "insp": "Inspector",
    "det": "Detective",
    "sgt": "Sergeant",
    "cpl": "Corporal",
    "maj": "Major",
    "cmdr": "Commander",
    "lieut": "Lieutenant",
    "adm": "Admiral",
    "amb": "Ambassador",
    "rep": "Representative",
    "bro": "Brother",
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
    "cf": "compare",
    "viz": "namely",
    "ibid": "ibid",
    "al": "al",
    "avg": "average",
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
    "ln": "Lane",
    "cres": "Crescent",
    "sq": "Square",
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
    "p.p.s": "PPS",
    "a.k.a": "AKA",
    "ph.d": "PhD",
    "n.b": "NB",
    "esp": "especially",
    "incl": "including",
    "misc": "miscellaneous",
    "temp": "temperature",
    "drs": "Doctors",
    "ep": "episode",
    "nr": "near",
    "opp": "opposite",
    "plat": "platform",
    "ref": "reference",
    "hosp": "hospital",
    "pkt": "packet",
    "mtg": "meeting",
    "prev": "previous",
    "asst": "assistant",
    "mgr": "manager",
    "bldg": "building",
    "acct": "account",
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
    crosses=words("letter find equals times option factor"),
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
        "dr mr mrs ms mx prof rev st sgt capt lt col gen sen gov hon fr messrs pres supt insp det cpl maj cmdr lieut "
        "adm amb rep bro a.k.a e.g eg i.e ie vs approx vol pp esp incl n.b mt tel ca cf viz nr opp "
        "ep drs plat ref asst prev"
    ),
    numbering={
        "no": "number",
        "p": "page",
        "fig": "figure",
        "apt": "apartment",
        "sun": "Sunday",
        "sat": "Saturday",
        "c": "circa",
        "b": "born",
        "d": "died",
        "v": "verse",
        "vv": "verses",
        "cor": "Corinthians",
        "rom": "Romans",
        "isa": "Isaiah",
        "prov": "Proverbs",
        "eph": "Ephesians",
        "gal": "Galatians",
        "heb": "Hebrews",
        "jn": "John",
        "lk": "Luke",
        "mk": "Mark",
        "rev": "Revelation",
        "gen": "Genesis",
    },
    nameless={"Saint": "Street", "Sister": "Senior"},
    after_names={"Doctor": "Drive"},
    cased=words("fr bro rep det amb adm"),
    units=frozenset(UNITS) - words("% x p k"),
    postscripts={"p.s": "PS", "p.p.s": "PPS", "ps": "PS", "pps": "PPS"},
    title_forms=("Mr", "Mrs", "Ms", "Dr", "Prof"),
    with_following=WITH_FOLLOWING,
    signs=_SIGNS,
    grades={"*": "star", "-": "minus"},
    compared={"<": "less than", ">": "greater than"},
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
    salutations=words("dear dearest"),
    resuming=words(
        "i i'm i've i'll i'd i’m i’ve i’ll i’d im ive but and then so because the my you your you're he she we they it "
        "it's this that there when if what who why how maybe now today just even still please sometimes"
    ),
    kin=words(
        "mum mom mam mummy mommy mama dad daddy papa nan nana nanny gran granny grandma grandpa grandad granddad pops "
        "auntie uncle sis"
    ),
    nobody=words("i he she it we they you the then but when that this there what and a my his her"),
    openings=words(
        "at on in by around about from since until till before after during for every each last this next yesterday "
        "today tonight tomorrow then late early only maybe perhaps and but so because when"
    ),
    lettered=words(
        "a an the plan plans vitamin vitamins grade grades group section type part appendix option level hepatitis "
        "block flat floor room bus class column line form schedule team unit wing ward exhibit letter person patient "
        "my your his her their got get straight another"
    ),
    answering=words("is was are were be been said say says saying answer answered told me a"),
    saying=words(
        "said says say asked ask asks whispered whispers whisper thought think thinks replied replies told tells "
        "cried cries shouted shouts shout wondered wonders answered answers yelled yells called sobbed sobs screamed "
        "muttered mumbled murmured laughed sighed added begged snapped joked wrote texted repeated pleaded"
    ),
    exclaimed=words("yahoo jeopardy oliver wham oklahoma airplane"),
    predicate_ends=("ed",),
    unfinished=words("the a an my your our their every whose and because although"),
    compounding=words(
        "half well self ex non mother father sister brother son daughter grand co good bad high low long short hard "
        "soft old new open warm cold kind light heavy deep hot broken first second third last one two three four five "
        "six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety all ever much so ill full part "
        "full semi anti pre post mid cross over-and near fast slow late early year month week day man woman sugar "
        "heart mind"
    ),
    compounded=words(
        "hearted minded like free old law aged eyed haired headed handed looking known loved called being care worth "
        "esteem harm doubt pity hatred help made up off in out on down by to earned needed forgotten deserved meant "
        "written spoken long year month week day time term compassion kindness forgiveness respect love talk soothing"
    ),
    starters=words(
        "the a an he she it you i we they this that these those then there and but so my your his her our their if "
        "when what who why how where as at in on for after before maybe perhaps no not yes please now today tomorrow "
        "it's i'm i've you're he's she's we're they're that's don't let there's even still just all every nobody "
        "everything everyone everybody something someone somebody nothing anything anyone each some many most both "
        "few one two three because although though while since until unless whenever wherever which who's what's "
        "again also always never sometimes often soon later yesterday tonight once here keep take remember rest "
        "breathe go come give try think know look listen hold stay call tell ask write read eat sleep wait stop start "
        "do did does is are was were have has had can could would should am you'll i'll we'll he'll she'll they'll "
        "it'll i'd you'd we'd they'd you've we've they've can't won't didn't doesn't isn't wasn't thank thanks sorry "
        "well ok okay oh how's where's here's with without from by to of about like than instead during through"
    ),
    joining=joints.JOINING,
    coordinating=joints.COORDINATING,
    comparing=joints.COMPARING,
    loose=joints.LOOSE,
    relatives=joints.RELATIVES,
    declaring=joints.DECLARING,
    asking=joints.ASKING,
    address=joints.ADDRESS,
    standing=joints.STANDING,
    counting=joints.COUNTING,
    any=joints.ANY,
    gerund_ends=("ing",),
    introducing=words("for that"),
    articles=joints.ARTICLES,
    pointers=joints.POINTERS,
    prepositions=joints.PREPOSITIONS,
    binding=joints.BINDING,
    to=joints.TO,
    negations=joints.NEGATIONS,
    particles=joints.PARTICLES,
    auxiliaries=joints.AUXILIARIES,
    subjects=joints.SUBJECTS,
    objects=joints.OBJECTS,
    pronouns=joints.PRONOUNS,
    degrees=joints.DEGREES,
    adjectives=joints.ADJECTIVES,
    adjective_ends=("ful", "less", "ous", "ible", "able", "ive", "ish", "ic", "ical", "ular", "ient", "iant"),
    adverb_ends=("ly",),
    contractions=("i'", "you'", "he'", "she'", "we'", "they'", "it'", "that's", "there's"),
    naming=words("called named"),
    poor_openings=joints.POOR_OPENINGS,
    adverbs=joints.ADVERBS,
    trailing=joints.TRAILING,
    linking=joints.LINKING,
    transitive=joints.TRANSITIVE,
    finite=joints.FINITE,
    no_gerunds=joints.NO_GERUNDS,
    closed=joints.CLOSED,
    good_openings=joints.GOOD_OPENINGS,
    pairs=joints.PAIRS,
    months=MONTHS,
    weekdays=WEEKDAYS,
    no_dates=words("sun sat"),
    day_ends=("day",),
)
"""English, as it is written in letters on both sides of the Atlantic."""
