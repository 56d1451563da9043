"""English as it is typed: words without their apostrophe, words of texting, sounds, words with letters hidden."""

from __future__ import annotations

from service.languages.language import words

_NO_APOSTROPHE = (
    "im:I'm ive:I've dont:don't doesnt:doesn't didnt:didn't wont:won't cant:can't isnt:isn't wasnt:wasn't "
    "arent:aren't werent:weren't havent:haven't hasnt:hasn't hadnt:hadn't wouldnt:wouldn't couldnt:couldn't "
    "shouldnt:shouldn't mustnt:mustn't neednt:needn't youre:you're theyre:they're youve:you've weve:we've "
    "theyve:they've youll:you'll theyll:they'll youd:you'd theyd:they'd itll:it'll itd:it'd thats:that's "
    "thatll:that'll whats:what's whos:who's wheres:where's hows:how's theres:there's heres:here's hes:he's "
    "shes:she's wouldve:would've couldve:could've shouldve:should've mightve:might've aint:ain't yall:y'all "
    "oclock:o'clock i:I"
)
_TEXTING = (
    "pls:please plz:please ur:your tho:though thru:through bc:because luv:love thx:thanks thnx:thanks tnx:thanks "
    "tysm:thank_you_so_much omg:OMG ily:I_love_you ilysm:I_love_you_so_much ily2:I_love_you_too "
    "ps:PS pps:PPS "
    "btw:by_the_way idk:I_don't_know idc:I_don't_care idek:I_don't_even_know nvm:never_mind jk:just_kidding "
    "irl:in_real_life afaik:as_far_as_I_know fyi:FYI dm:DM dms:DMs bday:birthday xmas:Christmas tmi:TMI ppl:people "
    "hbu:how_about_you wbu:what_about_you fml:FML ffs:FFS ttyl:talk_to_you_later ttys:talk_to_you_soon "
    "imo:in_my_opinion imho:in_my_humble_opinion smh:SMH tbh:to_be_honest tbf:to_be_fair "
    "atm:at_the_moment abt:about msg:message msgs:messages txt:text txts:texts tmrw:tomorrow tmr:tomorrow "
    "tomoz:tomorrow 2moro:tomorrow 2morrow:tomorrow 2mrw:tomorrow 2day:today 2nite:tonight 2night:tonight "
    "tonite:tonight gr8:great gr8ful:grateful l8r:later l8:late m8:mate m8s:mates b4:before h8:hate w8:wait "
    "str8:straight sum1:someone any1:anyone every1:everyone 4eva:forever 4ever:forever 4get:forget neva:never "
    "wk:week wks:weeks wknd:weekend yr:year yrs:years bf:BF gf:GF bff:BFF bffs:BFFs "
    "sth:something smth:something sry:sorry kk:OK yh:yeah nite:night w/:with w/o:without w/e:whatever b/c:because "
    "c/o:care_of n/a:N_A s/he:she_or_he wwi:World_War_One wwii:World_War_Two wtf:WTF wth:WTH lmao:LMAO omw:on_my_way "
    "asap:ASAP gtg:got_to_go g2g:got_to_go brb:BRB bbl:BBL hmu:hit_me_up ikr:I_know_right iirc:if_I_recall_correctly "
    "urself:yourself urselves:yourselves w/c:week_commencing dr's:doctor's nr:near b'day:birthday b'days:birthdays "
    "rly:really rm:room btwn:between sez:says gma:grandma ret'd:retired ch:chapter rlly:really prolly:probably "
    "prbly:probably deffo:definitely "
    "coz:because becos:because bcos:because bcoz:because bcuz:because bcz:because cud:could shud:should wud:would "
    "cld:could shld:should wld:would tht:that thru:through nxt:next bk:back hv:have gd:good jst:just evry:every "
    "evry1:everyone some1:someone ne1:anyone no1:no_one 2gether:together 2getha:together l8er:later w8ing:waiting "
    "luvs:loves luved:loved luvly:lovely thnks:thanks thku:thank_you thanku:thank_you tyvm:thank_you_very_much "
    "lmk:let_me_know nbd:no_big_deal wfh:work_from_home wyd:what_are_you_doing ofc:of_course "
    "iykyk:if_you_know_you_know "
    "fwiw:for_what_it's_worth w/end:weekend w/ends:weekends a/c:account smthing:something smthn:something "
    "yday:yesterday "
    "plse:please mths:months mth:month rofl:ROFL tgif:TGIF tfw:that_feeling_when se7en:Seven "
    "hba1c:HBA_one_C a1c:A_one_C h2o:H_two_O bdays:birthdays g'nite:good_night g'day:good_day "
    "tldr:TLDR tba:TBA tbc:TBC obv:obviously obvs:obviously prob:probably probs:probably defo:definitely "
    "dw:don't_worry hbd:happy_birthday wdym:what_do_you_mean istg:I_swear_to_God ngl:not_gonna_lie eg:for_example "
    "ie:that_is vs:versus co2:C_O_two at&t:A_T_and_T he/him:he_him she/her:she_her they/them:they_them "
    "she/they:she_they he/they:he_they he/him/his:he_him_his she/her/hers:she_her_hers am/pm:AM_PM w/out:without "
    "they/them/theirs:they_them_theirs tl;dr:TLDR lol:lol"
)
_SOUNDS = (
    "hmm:hmm hm:hm mhm:mhm pfft:pfft ssh:shh shhh:shh grr:gurr grrr:gurr brr:burr brrr:burr tsk:tisk "
    "zzz:zuzz bzz:buzz bzzz:buzz pst:psst psst:psst hmph:humph mwah:muah aww:aw awww:aw ahh:ah ahhh:ah pff:pfft"
)
_SPELT = words(
    "nhs ocd adhd asd ptsd cptsd bpd bdd cpn cpns cmht cmhts uti utis mri mris ecg ecgs eeg ekg hiv std stds stis iud "
    "hrt ivf ibs pmdd pcos emdr cbt dbt ect gp gps dwp esa hmrc uk usa eu tv tvs diy cfs mnd copd dna icu iapt ssri "
    "ssris snri maoi iq faq hb wbc rbc bmi ldl hdl nspcc rspca ymca itv bbc aka cv cvs uc"
)
"""Acronyms that are letters in small letters, too, since they are no words."""


def _table(text: str) -> dict[str, str]:
    """A table that is written as one text: `tysm:thank_you_so_much`."""
    pairs = (pair.replace("_", " ").rpartition(":") for pair in text.split())
    return {typed: said for typed, _, said in pairs}


def _capitals(word: str) -> str:
    plural = word.endswith("s") and word[:-1] in _SPELT
    return f"{word[:-1].upper()}s" if plural else word.upper()


RESPELLINGS: dict[str, str] = {
    **{word: _capitals(word) for word in _SPELT},
    **_table(_NO_APOSTROPHE),
    **_table(_TEXTING),
    **_table(_SOUNDS),
}
"""What is typed, in lower case, to the words that a voice says right."""
SMALL: dict[str, str] = {
    **{
        "ty": "thank you",
        "sti": "STI",
        "gad": "GAD",
        "iv": "IV",
        "dr": "doctor",
        "sm": "so much",
        "sh": "shh",
        "Sh": "shh",
        "rn": "right now",
    },
    **{"hw": "homework", "pw": "password", "np": "no problem", "Np": "no problem"},
}
"""The same where it is written in small letters, and not for a name."""
SEQUENCES: dict[str, str] = {
    **_table(
        "thx_4:thanks_for thanks_4:thanks_for ty_4:thank_you_for waiting_4:waiting_for here_4:here_for "
        "ready_4:ready_for "
        "n_i:and_I n_i'm:and_I'm n_then:and_then n_my:and_my n_the:and_the n_he:and_he n_she:and_she n_it:and_it "
        "n_so:and_so "
        "n_we:and_we n_u:and_you n_now:and_now n_a:and_a 2_urself:to_yourself 2_yourself:to_yourself "
        "2_myself:to_myself "
        "4_everything:for_everything 4_being:for_being 4_ever:for_ever 4_always:for_always 4_now:for_now 4_ur:for_your "
        "4_your:for_your 4_my:for_my 4_him:for_him 4_her:for_her 4_them:for_them 2_b:to_be 2_be:to_be 2_c:to_see "
        "2_me:to_me u_2:you_too me_2:me_too "
        "u_r:you_are r_u:are_you c_u:see_you c_ya:see_ya 4_u:for_you 4_me:for_me 2_u:to_you 4_us:for_us how_r:how_are "
        "we_r:we_are they_r:they_are why_r:why_are where_r:where_are"
    ),
    **{
        f"{typed} {after}": f"{meant} {after}"
        for typed, meant, following in (
            ("id", "I'd", "rather like love never be have say give want do go hate still always only hoped thought"),
            ("ill", "I'll", "be always never try get go keep do see tell come take make let miss love write have hold"),
        )
        for after in following.split()
    },
}
"""Words that are read together, in lower case: each is said as the one in its place."""
STUTTERS: dict[str, str] = {
    **{letter: f"{letter}uh" for letter in "bdfghjklmnprstvwyz"},
    **_table(
        "c:kuh q:kuh x:zuh ce:suh ci:suh cy:suh th:thuh sh:shuh ch:chuh ph:fuh kn:nuh wr:ruh who:huh gn:nuh ps:suh"
    ),
}
"""The beginning of a word, to what is said for it where it is said again: `w-what`, "wuh what"."""
NO_STUTTERS = words("d-day h-hour b-boy b-boys v-vine c-class t-total a-ah x-x e-e")
"""Words of a letter and a hyphen that are said as they are written."""
CENSORED = tuple(
    "fuck fucked fucking fucker fuckers fuckin fucks shit shitty shits bullshit bitch bitches ass asses asshole arse "
    "arsehole bastard bastards damn damned goddamn hell crap crappy cunt dick dickhead prick piss pissed twat wank "
    "wanker bollocks bloody tits slut whore pussy cock rape raped rapist suicide suicidal kill killed killing die "
    "died dead death sex sexual drunk drugs abuse abused cancer hate hated pink".split()
)
"""Words that people hide a letter of, the likelier first."""
ALTERNATIVES = words(
    "he she they it you i we him her them his hers their theirs himself herself themselves us me my your yes no maybe "
    "true false male female boy girl"
)
"""Words between which a stroke is an "or"."""
STREETS: dict[str, str] = {"St": "Street", "Rd": "Road", "Ave": "Avenue", "Ln": "Lane", "Blvd": "Boulevard"}
"""What stands short after the name of a street."""
