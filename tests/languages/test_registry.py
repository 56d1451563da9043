"""Letters in other languages: where they rest, and what the voice is given."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.errors import LetterEmpty
from service.languages.registry import language_of
from service.languages.syllables import count
from service.letter.letter import read_letter
from service.phrases.division import OVERRUN
from service.phrases.phrases import outline, split
from service.phrases.rests import REST_KINDS
from service.score.pace import PRESETS
from service.score.plan import plan
from service.score.score import Preface
from service.score.score_file import from_json, to_json
from tests.letter.heard import words
from tests.phrases.test_phrases import check_verbatim
from tests.readings import CATALOGUE, LIMIT

SPANISH = """Querida Sam:

Sé que hoy ha sido un día muy difícil y que llegaste a casa sin fuerzas después de hablar con la Dra. Gómez a las
3:30 p. m. en el hospital. ¿Cómo estás ahora? ¡Qué cansancio tan grande!

No tienes que resolverlo todo esta noche, p. ej. los papeles de EE. UU. o la lista de la Sra. Ruiz. El 25 de mayo
también creíste que no podrías seguir adelante, y aquí estás.

—¿Te acuerdas de la abuela? —dijo mamá—. Ella siempre decía que la tristeza necesita compañía, no soluciones.

Cuando sientas que la voz de la crítica vuelve a gritar dentro de tu cabeza puedes poner una mano en el pecho y decirte
que haces lo que puedes con lo que tienes.

Con todo mi cariño,
Ana"""
LETTERS = {
    "es": SPANISH,
    "fr": "Chère Sam,\n\nJe sais que la journée a été longue ; tu n'as pas dormi, n'est-ce pas ? « Ce n'est rien ! » "
    "disais-tu à M. Dupont. Pourtant, quand la nuit tombe sur la maison et que tu restes seule avec toutes ces pensées "
    "dans la cuisine, tu peux respirer doucement.\n\nJe t'embrasse,\nTa petite voix",
    "de": "Liebe Anna,\n\nich weiß, dass du müde bist. Am 3. Mai hat Dr. Müller z. B. gesagt: „Das ist genug.“ Du hast "
    "den ganzen Tag für andere Menschen gearbeitet und danach noch lange in der Küche gesessen... Das Leben ist schwer "
    "genug.\n\nAlles Liebe\nDeine Freundin",
    "hi": "प्रिय सैम,\n\nमुझे पता है कि आज का दिन तुम्हारे लिए बहुत कठिन था। तुमने पूरे दिन दूसरों के लिए काम किया और फिर भी तुम्हें "
    "लगता है कि तुमने कुछ नहीं किया है। क्या तुम ठीक हो? मैं यहाँ हूँ, online भी।",
    "ja": "親愛なるサムへ\n\n今日はとても疲れましたね。でも、あなたは一日中みんなのために"
    "働いてくれましたから少しだけ休んでもいいのです。「大丈夫」と言ってください。3月10日に会いましょう！",
    "th": "วันนี้เธอเหนื่อยมากใช่ไหมฉันรู้ว่าเธอพยายามอย่างเต็มที่เพื่อทุกคนแล้วและเธอควรได้พักผ่อนบ้าง",
    "ru": "Дорогая Аня!\n\nЯ знаю, что сегодня был трудный день. Это я. Помни, что говорил А. П. Чехов в 1998 г. о "
    "доброте, и отдохни немного в тишине своей тёплой комнаты.",
    "ar": "عزيزتي سام،\n\nأعرف أن اليوم كان صعبا عليك. هل أنت بخير؟ لقد فعلت ما بوسعك؛ وهذا يكفي.",
}


def phrased(text: str, tag: str, limit: int = 12) -> list[tuple[str, str]]:
    return [(part.spoken, kind) for part, kind in split(read_letter(text, LIMIT, language_of(tag)), limit)]


def said(text: str, tag: str) -> str:
    return " ".join(word.spoken for word in words(text, 0, len(text), language_of(tag)))


def test_a_region_has_the_tables_of_its_language() -> None:
    assert language_of("es-MX") is language_of("es") is language_of("ES")
    assert language_of("fr-CA") is language_of("fr")
    assert language_of("und").small_words == language_of("en-GB").small_words


def test_a_voice_of_no_language_may_know_any_script_and_another_is_told_how_a_word_sounds() -> None:
    assert said("My friend Маша.", "und") == "My friend Маша."
    assert said("My friend Маша.", "en") == "My friend Masha."
    assert said("Meine Freundin Маша.", "de") == "Meine Freundin Masha."
    assert said("Подруга Маша.", "ru") == "Подруга Маша."


def test_a_spanish_letter_rests_where_a_reader_would() -> None:
    assert phrased(SPANISH, "es") == [
        ("Querida Sam,", "greeting"),
        ("Sé que hoy ha sido un día muy difícil", "soft"),
        ("y que llegaste a casa", "soft"),
        ("sin fuerzas después de hablar", "soft"),
        ("con la doctora Gómez", "soft"),
        ("a las tres y media de la tarde", "soft"),
        ("en el hospital.", "sentence"),
        ("Cómo estás ahora?", "sentence"),
        ("Qué cansancio tan grande!", "paragraph"),
        ("No tienes que resolverlo todo esta noche,", "clause"),
        ("por ejemplo los papeles", "soft"),
        ("de Estados Unidos o la lista", "soft"),
        ("de la señora Ruiz.", "sentence"),
        ("El veinticinco de mayo también creíste", "soft"),
        ("que no podrías seguir adelante,", "clause"),
        ("y aquí estás.", "paragraph"),
        ("Te acuerdas de la abuela?", "clause"),
        ("dijo mamá.", "sentence"),
        ("Ella siempre decía", "soft"),
        ("que la tristeza necesita compañía,", "clause"),
        ("no soluciones.", "paragraph"),
        ("Cuando sientas que la voz de la crítica", "soft"),
        ("vuelve a gritar dentro de tu cabeza", "soft"),
        ("puedes poner una mano", "soft"),
        ("en el pecho y decirte", "soft"),
        ("que haces lo que puedes con lo que tienes.", "closing"),
        ("Con todo mi cariño,", "clause"),
        ("Ana.", "lead_out"),
    ]


@pytest.mark.parametrize(
    "torn", ["la | ", "de | ", "no | ", "muy | ", "que | ", "doctora | ", "y | ", "tu | ", "te | ", "a | ", "ha | "]
)
def test_in_spanish_what_belongs_together_is_not_torn_apart(torn: str) -> None:
    for limit in (10, 12, 14):
        joints = " ".join(text + (" |" if kind == "soft" else "") for text, kind in phrased(SPANISH, "es", limit))
        assert f" {torn}" not in f"{joints} "


@pytest.mark.parametrize(
    "greeting", ["Querida Sam,", "Hola,", "Querido yo:", "Buenos días, mi amor:", "Para mi yo de ayer,"]
)
@pytest.mark.parametrize(
    "closing", ["Con cariño,", "Un abrazo,", "Te quiere,", "Con todo mi amor", "Besos,", "Hasta pronto,"]
)
def test_a_spanish_letter_has_its_greeting_and_its_closing(greeting: str, closing: str) -> None:
    letter = read_letter(
        f"{greeting}\n\nHoy has hecho bastante y puedes descansar.\n\n{closing}\nAna", LIMIT, language_of("es")
    )
    assert [block.role for block in letter.blocks] == ["greeting", "paragraph", "closing", "signature"]


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("El Sr. Gil y Ud. llegaron, etc. Después llovió.", "El señor Gil y usted llegaron, etcétera. Después llovió."),
        ("¿Qué?, pregunté. ¡No! dije.", "Qué? pregunté. No! dije."),
        ("a las 15:30 o a la 1:15", "a las quince treinta o a la una y cuarto."),
        ("1.234,5 y 2,05", "mil doscientos treinta y cuatro coma cinco y dos coma cero cinco."),
        ("el 1.º día, la 3.ª vez", "el primer día, la tercera vez."),
        ("el 50 % y el 5%", "el cincuenta por ciento y el cinco por ciento."),
        ("el 1 de mayo de 2020", "el primero de mayo de dos mil veinte."),
        ("el 25/12/2019", "el veinticinco de diciembre de dos mil diecinueve."),
        ("12,50 € o $5", "doce euros con cincuenta o cinco dólares."),
        ("21 años, 1 hora, 200 veces", "veintiún años, una hora, doscientas veces."),
        ("de 2-3 horas", "de dos a tres horas."),
        ("½ taza y 20 °C", "media taza y veinte grados centígrados."),
        ("«Estás aquí», dijo.", "Estás aquí, dijo."),
        ("Juan Carlos II y el siglo XXI", "Juan Carlos segundo y el siglo veintiuno."),
        ("mira https://ejemplo.es/a", "mira un enlace."),
        ("escribe a ana@correo.es", "escribe a ana arroba correo punto es."),
        ("muuuuucho y NO PUEDO", "mucho y no puedo."),
        ("nin\u0303o y cafe\u0301", "niño y café."),
        ("P. D. Te quiero.", "posdata, Te quiero."),
        ("dont im x", "dont im x."),
        ("a 0º de la nada", "a cero º de la nada."),
    ],
)
def test_spanish_is_said_as_people_say_it(written: str, heard: str) -> None:
    assert said(written, "es") == heard


@pytest.mark.parametrize(
    ("words", "syllables"),
    [
        *(("casa", 2), ("día", 2), ("aire", 2), ("ciudad", 2), ("oía", 3), ("leer", 2), ("caótico", 4)),
        *(("cuídate", 3),),
        *(
            ("guerra", 2),
            ("vergüenza", 3),
            ("queso", 2),
            ("ahora", 3),
            ("búho", 2),
            ("hoy", 1),
            ("Uruguay", 3),
            ("y", 1),
        ),
        *(
            ("buey", 1),
            ("construir", 2),
            ("tranquilidad", 4),
            ("averigüéis", 4),
            ("rehén", 2),
            ("también,", 2),
            ("DNI", 4),
        ),
    ],
)
def test_spanish_syllables_are_counted_from_the_spelling(words: str, syllables: int) -> None:
    assert count(words, each=language_of("es").syllables) == syllables


@pytest.mark.parametrize(
    ("tag", "words", "syllables"),
    [
        *(("fr", "journée", 2), ("de", "Müdigkeit", 3), ("ru", "сегодня", 3), ("el", "και", 1)),
        *(("hi", "तुम्हारा", 3),),
        *(
            ("hi", "दिन", 1),
            ("ja", "きょう", 2),
            ("ja", "サムへ", 3),
            ("zh", "你好", 2),
            ("ko", "안녕", 2),
            ("de", "Str.", 1),
        ),
        *(("ar", "كتاب", 2), ("de", "…", 0)),
    ],
)
def test_syllables_of_other_languages_are_counted_by_the_script(tag: str, words: str, syllables: int) -> None:
    assert count(words, each=language_of(tag).syllables) == syllables


def test_french_is_phrased_by_its_marks() -> None:
    assert phrased(LETTERS["fr"], "fr") == [
        ("Chère Sam,", "greeting"),
        ("Je sais que la journée a été longue,", "clause"),
        ("tu n'as pas dormi, n'est-ce pas?", "sentence"),
        ("Ce n'est rien!", "sentence"),
        ("disais-tu à M. Dupont.", "sentence"),
        ("Pourtant, quand la nuit tombe sur la maison", "soft"),
        ("et que tu restes seule avec", "soft"),
        ("toutes ces pensées dans la cuisine,", "clause"),
        ("tu peux respirer doucement.", "closing"),
        ("Je t'embrasse,", "clause"),
        ("Ta petite voix.", "lead_out"),
    ]


def test_german_is_phrased_by_its_marks_and_its_nouns_begin_no_sentence() -> None:
    assert phrased(LETTERS["de"], "de") == [
        ("Liebe Anna,", "greeting"),
        ("ich weiß, dass du müde bist.", "sentence"),
        ("Am 3. Mai hat Dr. Müller z. B. gesagt,", "clause"),
        ("Das ist genug.", "sentence"),
        ("Du hast den ganzen Tag für andere", "soft"),
        ("Menschen gearbeitet und danach noch", "soft"),
        ("lange in der Küche gesessen,", "trail"),
        ("Das Leben ist schwer genug.", "paragraph"),
        ("Alles Liebe,", "clause"),
        ("Deine Freundin.", "lead_out"),
    ]


def test_hindi_keeps_its_vowel_signs_and_ends_its_sentences_at_the_danda() -> None:
    found = phrased(LETTERS["hi"], "hi")
    assert [kind for _, kind in found if kind != "soft"] == [
        *("greeting", "sentence", "sentence", "sentence", "lead_out"),
    ]
    assert " ".join(text for text, _ in found).replace(",", "").replace(".", "") == (
        LETTERS["hi"].replace("\n\n", " ").replace("।", "").replace(",", "")
    )


def test_japanese_rests_at_its_marks_and_is_cut_between_letters_only_where_it_is_too_long() -> None:
    found = phrased(LETTERS["ja"], "ja")
    assert [(text, kind) for text, kind in found if kind != "soft"] == [
        ("親愛なるサムへ.", "paragraph"),
        ("今日はとても疲れましたね.", "sentence"),
        ("でも,", "clause"),
        ("休んでもいいのです.", "sentence"),
        ("大丈夫と言ってください.", "sentence"),
        ("3月10日に会いましょう!", "lead_out"),
    ]
    assert (
        "".join(text for text, kind in found[3:7])
        == "あなたは一日中みんなのために働いてくれましたから少しだけ休んでもいいのです."
    )


def test_arabic_rests_at_its_own_marks() -> None:
    kinds = [kind for _, kind in phrased(LETTERS["ar"], "ar", 10)]
    assert kinds == ["greeting", "sentence", "sentence", "lead_out"]


def test_initials_and_short_forms_end_no_sentence_in_russian_and_a_short_word_does() -> None:
    found = phrased(LETTERS["ru"], "ru")
    assert ("Это я.", "sentence") in found
    assert found[0] == ("Дорогая Аня!", "greeting")
    assert "А. П. Чехов" in " ".join(text for text, _ in found)


@pytest.mark.parametrize("tag", ["fr", "de", "pt", "sv"])
def test_what_an_engine_reads_by_itself_is_given_to_it_as_written(tag: str) -> None:
    text = "Um 15:30 kostet es 12,50 € (ca. 20 %), dont IM & 😀 **so** \u200bja."
    heard = said(text, tag)
    for kept in ("15:30", "12,50 €", "20 %", "dont", "IM", "&", "so", "ja"):
        assert kept in heard
    for silent in ("😀", "*", "(", "\u200b"):
        assert silent not in heard


def test_a_link_is_a_word_only_where_there_is_one_for_it() -> None:
    assert said("Siehe https://a.de/b nach.", "de") == "Siehe nach."
    assert said("Siehe [hier](https://a.de/b) nach.", "de") == "Siehe hier, nach."


@pytest.mark.parametrize("tag", LETTERS)
@pytest.mark.parametrize("limit", [10, 12, 14])
def test_no_phrase_is_much_longer_than_the_limit(tag: str, limit: int) -> None:
    parts = split(read_letter(LETTERS[tag], LIMIT, language_of(tag)), limit)
    assert all(part.syllables <= limit + OVERRUN for part, _ in parts)
    for (part, _), (after, _) in pairwise(parts):
        assert unicodedata.category(LETTERS[tag][after.start])[0] != "M"
        assert part.end <= after.start


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "Querida Sam:",
                "¿",
                "¡",
                "?",
                "!",
                "—",
                "«",
                "»",
                " ",
                "\n",
                "\n\n",
                "p. ej. ",
                "EE. UU.",
                "12,50 €",
                "1.º",
            ),
            *(
                "de la ",
                "casa ",
                "que ",
                "Sr. ",
                "Ud.",
                "a las 3:30 p. m. ",
                "P. D. ",
                "niño",
                "n\u0303",
                "...",
                "…",
                ",",
                ".",
            ),
            *(
                "z. B. ",
                "3. ",
                "Mai ",
                "Dr. ",
                "M. ",
                "\u00a0;",
                " ;",
                "№",
                "€",
                "%",
                "[a](http://a.b) ",
                "http://a.b/c ",
                "a@b.de",
            ),
            *(
                "今日は",
                "、",
                "。",
                "「",
                "」",
                "働いて",
                "ー",
                "っ",
                "है",
                "क",
                "्",
                "।",
                "ใ",
                "เธอ",
                "า",
                "مرحبا",
                "؟",
                "،",
                "\u200d",
                "\ud800",
            ),
            *(
                "a" * 70,
                "ก" * 300,
                "語" * 250,
                "😀",
                "<b>",
                "**",
                "(",
                ")",
                "- ",
                "1. ",
                "5",
                "x",
                "é",
                "Ünï",
                "S:t",
                "l·l",
            ),
        ]
    ),
    max_size=30,
).map("".join)
ANYTHING = st.text(alphabet=st.characters(exclude_categories=()), max_size=150)


@pytest.mark.parametrize("tag", ["es", "de", "ja", "hi", "el"])
@settings(max_examples=150, deadline=None)
@given(text=ANYTHING | PIECES)
def test_a_letter_in_any_language_is_said_whole_and_in_order(tag: str, text: str) -> None:
    check_verbatim(text, tag)


@pytest.mark.parametrize("tag", ["es", "fr", "ja"])
@settings(max_examples=60, deadline=None)
@given(text=ANYTHING | PIECES, preface=st.booleans())
def test_a_plan_in_any_language_comes_back_from_json(tag: str, text: str, preface: bool) -> None:
    voice = replace(CATALOGUE.voice("tone"), language=tag)
    try:
        score = plan(read_letter(text, LIMIT, language_of(tag)), PRESETS["slow"], voice, preface)
    except LetterEmpty:
        return
    back = from_json(to_json(score), lambda name: voice, LIMIT)
    assert back.parts == score.parts
    assert to_json(back) == to_json(from_json(to_json(back), lambda name: voice, LIMIT))


def test_the_line_before_the_letter_is_in_the_language_of_the_voice() -> None:
    voice = replace(CATALOGUE.voice("tone"), language="es-ES")
    score = plan(read_letter(SPANISH, LIMIT, language_of("es")), PRESETS["slow"], voice, preface=True)
    assert score.parts[1] == Preface("Estas son tus propias palabras.", 9)
    assert score.notices == ()


def test_where_there_is_no_such_line_in_a_language_it_is_left_out_and_a_notice_says_so() -> None:
    voice = replace(CATALOGUE.voice("tone"), language="fi")
    score = plan(read_letter("Olet tehnyt tarpeeksi.", LIMIT, language_of("fi")), PRESETS["slow"], voice, preface=True)
    assert not any(isinstance(part, Preface) for part in score.parts)
    assert score.notices == ("The line before the letter is left out: there is none in Finnish.",)


@pytest.mark.parametrize("tag", ["es", "de", "hi", "ja"])
def test_twenty_thousand_characters_are_planned_in_no_time(tag: str) -> None:
    """In a tenth of a second; the bound is for a machine that is busy, and for what takes quadratic time."""
    text = (LETTERS[tag] + "\n\n") * (LIMIT // (len(LETTERS[tag]) + 2))
    start = time.perf_counter()
    parts = split(read_letter(text, LIMIT, language_of(tag)), 12)
    assert time.perf_counter() - start < 2.0
    assert len(parts) > 100
    assert {kind for _, kind in parts} <= set(REST_KINDS)


@pytest.mark.parametrize("letter", ["Vino I. Martínez a verme.", "Vino P. Martínez a verme."])
def test_an_initial_is_one_in_a_language_in_which_it_is_no_word(letter: str) -> None:
    assert len(outline(read_letter(letter, LIMIT, language_of("es"))).sentences) == 1
