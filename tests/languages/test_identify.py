"""Which language a letter looks like, where it is another than the voice's: a notice, and the reading goes ahead."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import LetterEmpty
from service.languages.identify import unlike
from service.languages.registry import language_of
from service.letter.letter import read_letter
from service.render import planned
from service.score.pace import PRESETS
from service.speech.catalogue import Catalogue
from service.speech.engines.tone import ToneEngine
from tests.readings import CATALOGUE, LETTERS, LIMIT, readback_of, score_of

FOREIGN = {
    "de": "Ich weiß, dass dieser Tag schwer für dich war. Du hast alles gegeben, was du konntest, und es ist kein "
    "Zeichen von Schwäche, wenn du jetzt müde bist. Leg dich hin und lass es für heute gut sein.",
    "fr": "Je sais que cette journée a été difficile pour toi. Tu as fait tout ce que tu pouvais, et il n’y a aucune "
    "honte à être fatigué maintenant. Repose-toi, je suis là.",
    "es": "Sé que hoy ha sido un día muy difícil para ti. Has hecho todo lo que podías y no tienes que resolverlo todo "
    "esta noche. Descansa, que yo estoy contigo.",
    "it": "So che oggi è stata una giornata difficile per te. Hai fatto tutto quello che potevi e non devi risolvere "
    "ogni cosa questa sera. Riposati un poco, io sono qui.",
    "pt": "Eu sei que hoje foi um dia muito difícil para ti. Fizeste tudo o que podias e não precisas de resolver "
    "tudo esta noite. Descansa um pouco, que eu estou aqui.",
    "nl": "Ik weet dat het vandaag een zware dag voor je was. Je hebt alles gedaan wat je kon en je hoeft niet alles "
    "vanavond op te lossen. Rust maar even uit, ik ben bij je.",
    "af": "Ek weet dat vandag vir jou baie swaar was. Jy het alles gedoen wat jy kon, en jy hoef nie alles vanaand op "
    "te los nie. Rus nou maar, ek is hier by jou.",
    "sv": "Jag vet att det har varit en tung dag för dig. Du har gjort allt som du kunde och du behöver inte lösa "
    "allting i kväll. Vila en stund, jag är här hos dig.",
    "da": "Jeg ved, at det har været en hård dag for dig. Du har gjort alt, hvad du kunne, og du behøver ikke løse "
    "det hele i aften. Hvil dig lidt, jeg er her hos dig.",
    "no": "Jeg vet at det har vært en tung dag for deg. Du har gjort alt du kunne, og du trenger ikke å løse alt i "
    "kveld. Hvil deg litt, jeg er her hos deg hele tiden.",
    "is": "Ég veit að dagurinn í dag var erfiður fyrir þig. Þú gerðir allt sem þú gast og þarft ekki að leysa allt í "
    "kvöld. Hvíldu þig núna, ég er hér hjá þér.",
    "pl": "Wiem, że to był dla ciebie bardzo trudny dzień. Zrobiłaś wszystko, co było można, i nie musisz dziś "
    "wieczorem rozwiązać wszystkiego. Odpocznij trochę, jestem przy tobie.",
    "cs": "Vím, že to byl pro tebe těžký den. Udělal jsi všechno, co bylo v tvých silách, a nemusíš dnes večer "
    "vyřešit úplně všechno. Odpočiň si trochu, jsem tady s tebou.",
    "sk": "Viem, že to bol pre teba ťažký deň. Urobil si všetko, čo bolo v tvojich silách, a nemusíš dnes večer "
    "vyriešiť úplne všetko. Oddýchni si trochu, som tu pri tebe.",
    "sl": "Vem, da je bil danes zate zelo težek dan. Naredil si vse, kar je bilo mogoče, in ni ti treba rešiti vsega "
    "že nocoj. Odpočij si malo, jaz sem tukaj s tabo.",
    "hr": "Znam da je danas bio težak dan za tebe. Napravila si sve što je bilo moguće i ne moraš večeras riješiti "
    "baš sve. Odmori se malo, ja sam ovdje s tobom.",
    "ro": "Știu că azi a fost o zi foarte grea pentru tine. Ai făcut tot ce se putea și nu trebuie să rezolvi totul "
    "în seara asta. Odihnește-te puțin, eu sunt aici cu tine.",
    "hu": "Tudom, hogy ez a mai nap nagyon nehéz volt neked. Mindent megtettél, amit lehetett, és nem kell ma este "
    "mindent megoldanod. Pihenj egy kicsit, itt vagyok veled.",
    "fi": "Tiedän, että tämä päivä oli sinulle raskas. Teit kaiken, minkä voit, eikä sinun tarvitse ratkaista kaikkea "
    "tänä iltana. Lepää nyt hetki, minä olen täällä sinun kanssasi.",
    "et": "Ma tean, et tänane päev oli sulle raske. Sa tegid kõik, mis oli võimalik, ja sa ei pea täna õhtul kõike "
    "ära lahendama. Puhka natuke, ma olen siin sinu juures.",
    "lt": "Aš žinau, kad ši diena tau buvo labai sunki. Tu padarei viską, ką galėjai, ir šį vakarą tau nereikia visko "
    "išspręsti. Pailsėk truputį, aš esu čia su tavimi.",
    "lv": "Es zinu, ka šī diena tev bija ļoti grūta. Tu izdarīji visu, ko varēji, un tev nav šovakar viss jāatrisina. "
    "Atpūties mazliet, es esmu šeit pie tevis.",
    "tr": "Bugünün senin için çok zor olduğunu biliyorum. Elinden gelen her şeyi yaptın ve bu akşam hepsini çözmek "
    "zorunda değilsin. Biraz dinlen, ben buradayım.",
    "ca": "Sé que avui ha estat un dia molt difícil per a tu. Has fet tot el que podies i no cal que ho resolguis tot "
    "aquesta nit. Descansa una mica, que jo soc aquí amb tu.",
    "cy": "Rwy’n gwybod bod heddiw wedi bod yn ddiwrnod anodd iawn i ti. Fe wnest ti bopeth y gallet ti, ac nid oes "
    "rhaid i ti ddatrys popeth heno. Gorffwys nawr, dw i yma gyda ti.",
    "ga": "Tá a fhios agam go raibh an lá inniu an-deacair duit. Rinne tú gach rud a bhí ar do chumas, agus níl ort "
    "gach rud a réiteach anocht. Lig do scíth anois, tá mé anseo leat.",
    "id": "Aku tahu bahwa hari ini sangat berat untukmu. Kamu sudah melakukan semua yang kamu bisa, dan kamu tidak "
    "harus menyelesaikan semuanya malam ini. Istirahatlah, aku ada di sini bersamamu.",
    "tl": "Alam ko na naging mahirap ang araw na ito para sa iyo. Ginawa mo ang lahat ng kaya mo, at hindi mo "
    "kailangang lutasin ang lahat ngayong gabi. Magpahinga ka muna, nandito lang ako.",
    "vi": "Mình biết hôm nay là một ngày rất khó khăn với bạn. Bạn đã làm tất cả những gì có thể, và bạn không cần "
    "phải giải quyết mọi thứ trong đêm nay. Hãy nghỉ một chút, mình ở đây.",
    "sw": "Najua kwamba siku ya leo ilikuwa ngumu sana kwako. Ulifanya kila kitu ulichoweza, na si lazima umalize "
    "mambo yote usiku wa leo. Pumzika kidogo, mimi niko hapa pamoja nawe.",
}
PLAIN = {
    "German without its letters": ("de", "ich weiss dass es fuer dich schwer war und ich bin bei dir, schlaf gut"),
    "French without accents": ("fr", "je sais que c'est tres difficile pour toi mais tu n'es pas seule, je suis la"),
    "Spanish in lower case": ("es", "ya se que hoy fue muy dificil para ti pero no estas sola, yo estoy contigo"),
    "a short German letter": ("de", "Liebe Anna,\n\ndu bist nicht allein.\n\nIch bin bei dir.\n\nDeine Mia"),
    "a wrapped letter": ("nl", "Lieve Sanne,\n\nik weet dat het een zware\ndag voor je was, en dat je\nnu moe bent."),
    "decomposed letters": (
        "vi",
        "Mi\u0300nh bie\u0302\u0301t ho\u0302m nay la\u0300 mo\u0323\u0302t nga\u0300y kho\u0301",
    ),
}
ENGLISH = {
    "a kind letter": "You did what you could today, and that is enough. Go to bed now; I will be here in the morning.",
    "typed": "hey love its been such a rubbish day hasnt it i no u tried so hard n nobody saw it but i did ok xx",
    "text speech": "omg hun u ok?? ik its bad rn but ur not on ur own tbh, me n ma r here 4 u, luv u loads, ttyl xx",
    "Scots": "Wee, sleekit, cow'rin, tim'rous beastie, O, what a panic's in thy breastie! Thou need na start awa sae "
    "hasty, wi' bickering brattle! I wad be laith to rin an' chase thee, wi' murd'ring pattle!",
    "Scots speech": "Och, dinnae fash yersel, hen. Ye've aye been a guid lass an ye ken fine we're aw here for ye. "
    "Haud yer wheesht an hae a wee cup o tea, it'll be awricht the morn.",
    "patois": "Mi deh yah, yuh know. Mi know seh it hard fi yuh, but yuh a go mek it. Nuh mek dem bad mind people "
    "get inna yuh head. Wi love yuh, an wi deh pon yuh side same way, no matter wha dem seh.",
    "Yorkshire": "Ey up, lass. Tha's nowt to be sorry for. Sit thissen down by t'fire an' ha' summat warm, an' let "
    "t'rest on it bide while mornin'. Tha did reight well, an' don't thee let nobody tell thee owt else.",
    "Southern": "Well, sugar, y'all done what y'all could. Ain't nobody fixin' to holler at ya. Come set a spell.",
    "Singlish": "Aiyah, don't worry so much lah. You already try your best, what for still blame yourself one? Go "
    "makan first, then sleep. Tomorrow can settle, confirm can one. I jaga you, okay?",
    "names": "Maria, José, Jürgen, Łukasz, Björn, Siobhán, Giuseppe, Nguyễn Thị Hạnh, Ağa, Márton, Zoë, Anaïs, Paweł, "
    "Søren, Ngọc, Ștefan, Jiří, Þóra, Aoife, Matěj, Ana de la Cruz, Luís da Silva, Jan van der Berg",
    "Spanish names": "María del Carmen de la Cruz, José de los Santos, Juan de la Vega, Ana de las Heras, Luis del "
    "Río, Pedro de la Torre, Carmen de los Ángeles, Sofía del Valle, Diego de la Fuente",
    "places": "Rio de Janeiro, São Paulo, Los Angeles, Las Vegas, La Paz, El Paso, Le Havre, Den Haag, Bad Ems, Buenos "
    "Aires, Santiago de Compostela, Aix-en-Provence, Ponte de Lima, Santa Cruz de la Sierra, San Juan del Sur",
    "a French sentence": "When the train was late again my grandmother only said, “C'est la vie, ma chère, on ne peut "
    "pas tout avoir dans la vie,” and she laughed, and I hope that you can laugh about it one day too.",
    "a French line": "Do you remember how we sang in the kitchen?\n\nNon, rien de rien, non, je ne regrette rien\n\n"
    "You said that you would never forget that night, and neither have I.",
    "a German proverb": "Your grandfather had a saying for days like this.\n\nEs wird nichts so heiß gegessen, wie es "
    "gekocht wird.\n\nIt means that things are never as bad as they look at first.",
    "Spanglish": "Ay mija, no te preocupes, I know it's hard pero you're gonna be okay, te lo juro, we got you, you "
    "and me y toda la familia, okay? Mañana we start again, poco a poco.",
    "Franglais": "Bon, I am sorry, mais you know that je t'aime, and we will have un petit café and talk it over.",
    "ambiguous words": "So, man, was in an hell war; die was a man, no, me, a son, as on a sole, so was I in it.",
    "a poem": "I wandered lonely as a cloud\nThat floats on high o'er vales and hills,\nWhen all at once I saw a "
    "crowd,\nA host, of golden daffodils;",
    "Middle English": "Whan that Aprille with his shoures soote, the droghte of March hath perced to the roote, and "
    "bathed every veyne in swich licour of which vertu engendred is the flour",
    "nonsense verse": "'Twas brillig, and the slithy toves did gyre and gimble in the wabe: all mimsy were the "
    "borogoves, and the mome raths outgrabe.",
    "a song": "Frère Jacques, Frère Jacques, dormez-vous, dormez-vous? Sonnez les matines, sonnez les matines, ding, "
    "ding, dong. Are you sleeping, are you sleeping, brother John?",
    "a refrain": "La la la, la la la, na na na na, hey hey hey, la la la la la, oh oh oh, na na na na, da da da da dum",
    "one-letter words": "a b c d e f g h i j k l m n o p q r s t u v w x y z a e i o u y a e i o u y w s z k v",
    "telegraphic": "Tired. Sad. Rain again. Soup, bread, bed. Mum rang twice. Slept badly. Woke early. Walked anyway. "
    "Met Jo near school. Laughed hard. Felt lighter afterwards. Small wins count double.",
    "a list": "- milk\n- eggs\n- bread\n- ring dad\n- walk dog\n- water plants\n- pay rent\n- post parcel\n- sleep",
    "typos": "teh day wsa hrad adn yuo ddi waht yuo cuold, plese dno't be so mena to yuorself, i lvoe yuo vrey mcuh",
    "no vowels": "Brr! Hmm, pfft, tsk tsk, shh. Grr, mmm, psst, zzz, brr, hmm, pfft, nth, crwth, cwm, shh, tsk, hmm",
}


def looks(text: str, voice: str = "en") -> str | None:
    letter = read_letter(text, LIMIT, language_of(voice))
    return unlike(letter.text, letter.language, voice)


@pytest.mark.parametrize("tag", FOREIGN)
def test_a_letter_in_another_language_is_noticed(tag: str) -> None:
    assert looks(FOREIGN[tag]) == tag
    assert looks(FOREIGN[tag].lower()) == tag
    assert looks(FOREIGN[tag], tag) is None
    assert looks(FOREIGN[tag], f"{tag}-XX") is None


@pytest.mark.parametrize("case", PLAIN)
def test_a_short_letter_that_is_typed_plainly_is_noticed_too(case: str) -> None:
    tag, text = PLAIN[case]
    assert looks(text) == tag


@pytest.mark.parametrize("case", ENGLISH)
def test_english_of_any_kind_is_let_be(case: str) -> None:
    assert looks(ENGLISH[case]) is None
    assert looks(ENGLISH[case].lower()) is None


@pytest.mark.parametrize("name", LETTERS)
def test_the_letters_are_english_line_by_line(name: str) -> None:
    for text in (LETTERS[name], LETTERS[name].lower(), *filter(str.strip, LETTERS[name].splitlines())):
        try:
            assert looks(text, "en-US") is None
        except LetterEmpty:
            continue


def test_a_letter_of_few_words_or_in_another_script_tells_nothing() -> None:
    assert looks("Liebe Anna, du bist nicht allein.") is None
    assert looks("Дорогая Аня, ты сделала сегодня всё, что могла, и этого достаточно для одного дня.") is None


def test_a_voice_of_no_language_reads_any() -> None:
    assert looks(FOREIGN["de"], "und") is None
    assert score_of(FOREIGN["de"], "tone").notices == ()


def test_an_english_letter_is_strange_to_a_voice_of_another_language() -> None:
    assert looks(LETTERS["evening"], "es") == "en"
    assert looks(LETTERS["evening"], "de") == "en"


def test_the_notice_comes_with_the_plan_and_the_reading_goes_ahead() -> None:
    alone = Catalogue({"heart": CATALOGUE.voice("heart")}, {"hibari": CATALOGUE.engines["hibari"]})
    score = planned(alone, FOREIGN["es"], alone.voice("heart"), PRESETS["slow"], LIMIT)
    assert score.notices == ("This letter looks Spanish, and heart speaks English. No voice here speaks Spanish.",)
    assert score.words > 20
    if CATALOGUE.missing(CATALOGUE.voice("heart")) is None:
        assert readback_of(CATALOGUE, score).score == score


def test_the_notice_names_a_few_voices_that_can_read_now() -> None:
    tone = CATALOGUE.voice("tone")
    spanish = {name: replace(tone, name=name, language="es-ES") for name in ("ana", "berta", "carla", "dora")}
    away = replace(CATALOGUE.voice("heart"), name="eva", engine="away", language="es")
    tongues = Catalogue(
        {"heart": CATALOGUE.voice("heart"), "eva": away, **spanish},
        {"hibari": CATALOGUE.engines["hibari"], "tone": ToneEngine(), "away": Away()},
    )
    (notice,) = planned(tongues, FOREIGN["es"], tongues.voice("heart"), PRESETS["slow"], LIMIT).notices
    assert (
        notice == "This letter looks Spanish, and heart speaks English. These voices speak Spanish: ana, berta, carla."
    )
    assert planned(tongues, FOREIGN["es"], tongues.voice("ana"), PRESETS["slow"], LIMIT).notices == ()


class Away(ToneEngine):
    """An engine that is not here."""

    name = "away"

    def missing(self, voice: object) -> tuple[str, str]:
        return ("it is not installed", "Install it.")


def test_an_english_letter_does_not_load_the_library() -> None:
    look = (
        "import sys; sys.path.insert(0, 'tests'); from readings import LETTERS, score_of\n"
        "score_of(LETTERS['evening'], 'heart'); print('py3langid' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert found.split() == ["False"]


@settings(max_examples=100, deadline=None)
@given(st.text() | st.lists(st.sampled_from([*" \n\r\t'’.", *FOREIGN.values(), "die", "İ", "e\u0301"])).map("".join))
def test_any_text_looks_like_something_or_nothing(text: str) -> None:
    try:
        assert looks(text) in (None, *FOREIGN)
    except LetterEmpty:
        return


REPEATED = [LETTERS["evening"] * 20, FOREIGN["de"] * 100, "a " * 10_000, "a\n\n" * 7_000, "'a" * 10_000]


@pytest.mark.parametrize("text", REPEATED)
def test_twenty_thousand_characters_are_looked_at_in_no_time(text: str) -> None:
    """In a millisecond or two; the bound is for a machine that is busy, and for what takes quadratic time."""
    letter = read_letter(text[:LIMIT], LIMIT)
    looks(FOREIGN["de"])
    start = time.perf_counter()
    unlike(letter.text, letter.language, "en")
    assert time.perf_counter() - start < 0.1
