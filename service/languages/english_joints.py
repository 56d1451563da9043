"""English: the tables by which its sentences are divided into phrases."""

from __future__ import annotations

from service.languages.language import pairs, words

JOINING = words(
    "and but or so because although though when while if since until unless till whereas wherever whenever "
    "whether nor yet before after once as than"
)
RELATIVES = words("that which who whom whose where what how why")
ARTICLES = words(
    "a an the my your his her its our their every each no whose another such i'm you're we're they're he's she's "
    "it's that's there's what's who's i've you've we've they've i'll you'll he'll she'll we'll they'll it'll "
    "i'd you'd he'd she'd we'd they'd let's lets"
)
POINTERS = words(
    "this that these those some any both all half many much more most few several other own same one two three "
    "four five six seven eight nine ten first last next second only little enough lots whole either neither"
)
PREPOSITIONS = words(
    "of at for from with without into onto upon to towards toward about against among amongst between beyond "
    "beside besides behind beneath below above during despite except like near under underneath within via per "
    "across along around by in on through throughout over up down off out inside outside past until till since "
    "before after as than"
)
BINDING = words("of")
TO = words("to")
NEGATIONS = words("not don't can't won't")
PARTICLES = words(
    "up down over out in on off through around along by about past inside outside before after behind above below "
    "near across without"
)
AUXILIARIES = words(
    "am is are was were be been being have has had having do does did will would shall should can could may might "
    "must ought cannot can't won't don't doesn't didn't isn't aren't wasn't weren't haven't hasn't hadn't "
    "wouldn't couldn't shouldn't mustn't needn't ain't might've would've could've should've gonna wanna gotta"
)
SUBJECTS = words("i he she we they")
OBJECTS = words("me him us them yourself myself himself herself itself ourselves yourselves themselves each-other")
PRONOUNS = words("you it her this that everybody everyone everything nobody somebody someone something nothing there")
DEGREES = words("very too so quite rather really pretty extremely incredibly terribly awfully more most less least")
ADJECTIVES = words(
    "good bad big small old new young little long short great high low own other same different whole real true "
    "kind warm cold hot hard soft dark light early late quiet loud tired sad happy brave gentle heavy tiny huge "
    "certain single open close deep full empty free clear fine easy simple safe strong weak wise sweet dear fresh "
    "best better worst worse entire main red blue green black white grey gray brown golden silver bright wet dry "
    "poor rich sick lonely lovely friendly harsh cruel proud calm slow quick fast tender kinder warmer mean "
    "former inner outer nice wonderful beautiful terrible horrible awful perfect important difficult fierce dull"
)
ADVERBS = words(
    "just never always ever only even still already almost nearly really actually probably simply not also often "
    "sometimes usually hardly barely finally gently slowly quietly perhaps maybe once first ever-so"
)
TRAILING = words(
    "too again ago either enough now then today tonight tomorrow yesterday anyway though alone together away back "
    "here there else apart ever yet already instead anymore home awake asleep alive afraid"
)
LINKING = words(
    "feel feels felt get gets got want wants wanted need needs needed let lets make makes made seem seems seemed "
    "become becomes became keep keeps kept look looks sound sounds going trying try tried used able allowed have"
)
PAIRS = pairs(
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
)
POOR_OPENINGS = pairs("for ever,so much,so many,of it,of you,of me,of him,of us,of them")
