"""English: the tables by which its sentences are divided into phrases."""

from __future__ import annotations

from service.languages.language import pairs, words

JOINING = words(
    "and but or so because although though when while if since until unless till whereas wherever whenever "
    "whether nor yet before after once as than"
)
COORDINATING = words("or and nor yet so")
COMPARING = words("as than")
LOOSE = words("as than once before after until till since")
DECLARING = words("that")
ASKING = words("what how why whether")
ADDRESS = words("you u")
FINITE = words(
    "am is are was were will would can could may might must shall should isn't aren't wasn't weren't won't wouldn't "
    "can't couldn't shouldn't turns comes goes makes feels seems gets keeps takes hurts happens means looks sounds "
    "matters turned became becomes thinks says"
)
NO_GERUNDS = words(
    "morning evening wedding feeling building meeting ending beginning ceiling painting thing spring string being "
    "everything something nothing anything clothing darling sibling offspring during ring king wing sling"
)
STANDING = words("there")
ANY = words("any")
COUNTING = words(
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million dozen"
)
RELATIVES = words("that which who whom whose where what how why whoever whatever whichever")
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
BINDING = words("of up down out off on over")
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
PRONOUNS = words(
    "you u it her this that everybody everyone everything nobody somebody someone something nothing anybody anyone "
    "anything there"
)
DEGREES = words("very too so quite rather really pretty extremely incredibly terribly awfully more most less least")
ADJECTIVES = words(
    "good bad big small old new young little long short great high low own other same different whole real true "
    "kind warm cold hot hard soft dark light early late quiet loud tired sad happy brave gentle heavy tiny huge "
    "certain single open close deep full empty free clear fine easy simple safe strong weak wise sweet dear fresh "
    "best better worst worse entire main red blue green black white grey gray brown golden silver bright wet dry "
    "poor rich sick lonely lovely friendly harsh cruel proud calm slow quick fast tender kinder warmer mean "
    "former inner outer nice wonderful beautiful terrible horrible awful perfect important difficult fierce dull "
    "right wrong ordinary usual normal extra"
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
    "become becomes became keep keeps kept look looks sound sounds going trying try tried used able allowed have "
    "manage manages managed decide decides decided learn learns learned learnt begin begins began begun hope hopes "
    "hoped afford deserve deserves deserved refuse refuses refused promise promises promised pretend pretending "
    "expect expects expected wish wishes wished getting making keeping letting wanting needing hoping learning "
    "waiting waited longing dying"
)
TRANSITIVE = words(
    "start starts started starting beginning love loves loved ask asked asks asking tell tells told telling "
    "give gives gave giving take takes took taking put puts putting bring brings brought bringing help helps helped "
    "helping find finds found finding hold holds held holding leave leaves leaving watch watched watching hear heard "
    "hearing see saw seen seeing send sent sending show showed showing carry carries carried carrying call "
    "calling using losing saying said say says build built open opened close closed light lit write wrote writing "
    "read reading cause caused catch caught buy bought pay paid lose lost miss missed missing meet met save saved "
    "forgive forgave remember remembers remembered forget forgot forgotten notice noticed finish finished run ran "
    "running wear wore wearing break broke broken drink drank eat ate eating cook cooked wash washed washing sign "
    "signed fix fixed check checked raise raised bury buried choose chose chosen spend spent lift lifted touch touched "
    "handing bear know knew known think thought believe believed mean means meant do did done have had knows thinks"
)
PAIRS = pairs(
    "going on,turning into,turned into,turn into,little bit,bit happy,"
    "say so,said so,think so,thought so,hope so,told so,do so,did so,"
    "human being,human beings,"
    "mother in,father in,sister in,brother in,on empty,on hold,bit by,day by,side by,little by,one by,step by,"
    "good while,long while,little while,in order,order to,went along,go along,grown ups,grown up,days in,times a,"
    "o clock,get to,half of,who knows,in spite,spite of,"
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
    "feeling like,"
    "worried about,scared of,guilty about,angry at,angry with,sorry for,sorry about,good at,bad at,frightened of,"
    "ashamed of,jealous of,fond of,kind to,cruel to,close to,listen to,look at,looked at,looking at,looks at,"
    "look for,looking for,looked for,looked after,looking after,talk to,talked to,talking to,talk about,"
    "talked about,talking about,think about,thought about,thinking about,thinking of,know about,worry about,"
    "worrying about,care about,cared about,cares about,dream of,believe in,believed in,wait for,waited for,"
    "waiting for,ask for,asked for,asking for,belong to,belongs to,deal with,dealing with,cope with,live with,"
    "living with,made of,depend on,rely on,lean on,hold on,held on,holding on,let down,let go,letting go,go on,"
    "goes on,went on,carry on,carried on,keep on,kept on,come back,came back,come home,came home,go back,"
    "went back,going back,get up,got up,getting up,get out,got out,get through,got through,give up,giving up,"
    "gave up,put up,end up,ended up,make up,made up,wake up,woke up,waking up,grow up,grew up,stand up,stood up,"
    "turn up,turned up,show up,showed up,turn out,turned out,turns out,work out,worked out,find out,found out,"
    "sit down,sat down,lie down,lay down,fall apart,fell apart,falling apart,fall asleep,fell asleep,run out,"
    "ran out,look forward,forward to,never once,ever once,not once,only once,nothing but,anything but,"
    "everyone but,everything but,lot like,just like,bit like,feels like,felt like,feel like,looks like,look like,"
    "sounds like,seems like,hundred and,thousand and,years old,year old,months old,front door,in case,every time,"
    "each time,first time,last time,next time,every day,every morning,every night,every week,this morning,"
    "last night,last week,last year,next week,next year,this week,this year,enough to,ready to,willing to,"
    "afraid to,about to,meant to,hard to,easy to,easier to,harder to,safe to,free to,glad to,happy to,time to,"
    "way to,sort out,point of,loads of,plenty of,piece of,pieces of,hundreds of,thousands of,lack of,kinds of,"
    "sorts of,types of,photo of,photos of,picture of,pictures of,memory of,memories of,name of,smell of,taste of,"
    "sense of,version of,amount of,number of,way of,idea of,loss of,death of,all over,"
    "at home,at work,at school,"
    "at night,in bed,in love,on time,on purpose,for now,for good,for sure,in fact,in there,over there,out there,"
    "up there,down there,back then,right now,right away,by now,until now,so far,too much,too many,too hard,"
    "too far,too long,no matter,matter how,matter what,matter with,wrong with,like this"
)
POOR_OPENINGS = pairs("at all,out loud,once that,for ever,so much,so many,of it,of you,of me,of him,of us,of them")
GOOD_OPENINGS = pairs(
    "instead of,because of,even though,even if,even when,in spite,as if,as though,so that,rather than,each time,every "
    "time,in order,no matter,not because,except for,next to,just as,just because,only because,long before,long after,"
    "ever since,not because,not just,not only,any time,the way,the day,the night,the moment,the minute,the last,the "
    "first,the next,all the,along with,apart from,as soon,what if,in case,at least,all because,but also"
)
CLOSED = pairs(
    "at all,after all,at last,for good,for sure,went along,go along,of all,above all,as well,no more,once more,any "
    "more,each other,one another,no one,by now,for now,until now,right now,so much,so far,too much,"
    "too far,very much,on end,all day,all night,all along,all right,at once,in there,over there,up there,down there"
)
