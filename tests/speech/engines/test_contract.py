"""What every engine promises, held against each that is installed here."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import repeat

import numpy as np
import pytest

from service.audio import Take
from service.languages.registry import language_of, primary
from service.letter.letter import read_letter
from service.phrases.phrases import Phrase, split
from service.speech.engines.engine import Engine, Utterance
from service.speech.mastering import loudness
from service.speech.speech import groups
from service.speech.voice_files import voices_folder
from service.voice import Voice
from tests.conftest import missing
from tests.readings import CATALOGUE, LETTERS

WHOLE = "emma"
"""The voice of Kokoro that everything is held against."""
SIBLINGS = [name for name, voice in CATALOGUE.files.items() if voice.engine == "kokoro" and name != WHOLE]
"""Kokoro's other voices: the model and the code are emma's, only the style differs. A sentence of each is enough."""
VOICES = [name for name in CATALOGUE.files if name not in SIBLINGS]
SENTENCES = {
    "en": "When you are tired, and the day was long, you may put it down for a while.",
    "es": "Cuando estás cansada, y el día fue largo, puedes dejarlo un rato, sin prisa.",
    "fr": "Quand tu es fatiguée, et que le jour fut long, tu peux le poser, sans hâte.",
    "de": "Wenn du müde bist, und der Tag lang war, darfst du ihn ablegen, ganz in Ruhe.",
    "hi": "जब तुम थके हो, और दिन लंबा था, तब तुम उसे रख सकते हो, थोड़ी देर के लिए।",
}
PASSAGES = voices_folder() / "passages"
BRIEF = "When you are tired, you may rest."
SLOW = 40.0
"""Times real time under which a voice is given less of the letters: all of them take Kokoro six minutes."""


@pytest.fixture(params=VOICES)
def voice(request: pytest.FixtureRequest) -> Voice:
    """Each voice that can read here."""
    found = CATALOGUE.voice(request.param)
    if (why := CATALOGUE.missing(found)) is not None:
        missing(f"the voice {found.name}: {why[0]}")
    return found


@pytest.fixture
def engine(voice: Voice) -> Engine:
    """The engine of the voice, its voice open."""
    found = CATALOGUE.reader(voice.name).engine
    found.open(voice)
    return found


def language(voice: Voice) -> str:
    """The language a voice is tried in: its own, English where it has none."""
    return primary(voice.language) if primary(voice.language) in SENTENCES else "en"


def letter(voice: Voice, name: str) -> str:
    """One of the letters, or for a voice of another language the passage in its own."""
    if language(voice) == "en":
        return LETTERS[name]
    return (PASSAGES / f"{language(voice)}.txt").read_text(encoding="utf-8")


def phrases_of(text: str, voice: Voice) -> tuple[Phrase, ...]:
    return tuple(phrase for phrase, _ in split(read_letter(text, language=language_of(voice.language)), 12))


def utterances(text: str, engine: Engine, voice: Voice) -> list[Utterance]:
    found = []
    for group in groups(phrases_of(text, voice), engine.longest):
        phrases = tuple(part for part in group.parts if isinstance(part, Phrase))
        found.append(Utterance(phrases, group.ends))
    return found


def slow(voice: Voice) -> bool:
    return voice.measured.times_real_time is not None and voice.measured.times_real_time < SLOW


def some(text: str, engine: Engine, voice: Voice) -> list[Utterance]:
    """The utterances of a text; where the voice is slow to make, the sentence that was spoken already."""
    return utterances(SENTENCES[language(voice)] if slow(voice) else text, engine, voice)


@cache
def spoken(name: str, utterance: Utterance) -> tuple[Take, ...]:
    """An utterance at an unhurried speed, spoken once for all tests that only look at it. name: of the voice."""
    voice = CATALOGUE.voice(name)
    return CATALOGUE.reader(voice.name).engine.speak(utterance, voice, 0.7, 1)


def unhurried(voice: Voice) -> float:
    """The speed at which a voice says what is not about its speed; its own where it is slow to make."""
    return 1.0 if slow(voice) else 0.7


def level(samples: np.ndarray) -> float:
    return float(10 * np.log10(np.square(samples).mean() + 1e-12))


def test_a_sentence_comes_as_one_take_a_phrase_in_the_voices_rate(engine: Engine, voice: Voice) -> None:
    (utterance,) = utterances(SENTENCES[language(voice)], engine, voice)
    takes = spoken(voice.name, utterance)
    assert len(takes) == len(utterance.phrases) >= 3
    for take in takes:
        assert isinstance(take, Take)
        assert (take.sample_rate, take.samples.dtype.name, take.samples.ndim) == (voice.sample_rate, "float32", 1)
        assert take.length > voice.sample_rate // 5
        assert np.isfinite(take.samples).all()


def test_the_same_seed_is_the_same_sound_to_the_sample(engine: Engine, voice: Voice) -> None:
    (utterance,) = utterances(BRIEF, engine, voice)
    first, second = (engine.speak(utterance, voice, 0.7, 99) for _ in range(2))
    assert all(np.array_equal(one.samples, two.samples) for one, two in zip(first, second, strict=True))
    assert [(take.start, take.end, take.words) for take in first] == [(t.start, t.end, t.words) for t in second]


def test_four_threads_at_once_hear_what_one_hears(engine: Engine, voice: Voice) -> None:
    asked = utterances("You are here. Rest now." if slow(voice) else letter(voice, "short"), engine, voice)
    alone = [engine.speak(utterance, voice, unhurried(voice), at) for at, utterance in enumerate(asked)]
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(engine.speak, asked, repeat(voice), repeat(unhurried(voice)), range(len(asked))))
    for one, two in zip(alone, together, strict=True):
        assert all(np.array_equal(a.samples, b.samples) for a, b in zip(one, two, strict=True))


@pytest.mark.parametrize("name", LETTERS)
def test_words_follow_each_other_inside_their_take_and_are_those_of_the_phrase(
    engine: Engine, voice: Voice, name: str
) -> None:
    if slow(voice) and name != "typed":
        pytest.skip("a slow voice reads one of the letters")
    for utterance in some(letter(voice, name), engine, voice):
        for phrase, take in zip(utterance.phrases, spoken(voice.name, utterance), strict=True):
            if not take.words:
                continue
            assert [word.text for word in take.words] == [(word.start, word.end) for word in phrase.words]
            assert take.words[0].start >= 0
            assert take.words[-1].end <= take.length
            assert all(word.start < word.end for word in take.words)
            assert all(a.end <= b.start for a, b in zip(take.words, take.words[1:], strict=False))


def test_outside_what_is_heard_a_take_is_quiet(engine: Engine, voice: Voice) -> None:
    for utterance in some(letter(voice, "short"), engine, voice):
        for take in spoken(voice.name, utterance):
            speech = level(take.samples[take.start : take.end])
            around = np.concatenate((take.samples[: take.start], take.samples[take.end :]))
            assert len(around) == 0 or level(around) < speech - 25
            edge = voice.sample_rate // 1000
            assert level(take.samples[take.start : take.start + edge]) < speech - 10
            assert level(take.samples[take.end - edge : take.end]) < speech - 10


def test_a_lower_speed_is_as_much_longer_as_it_says(engine: Engine, voice: Voice) -> None:
    asked = utterances(letter(voice, "short"), engine, voice)[: 1 if slow(voice) else None]
    seconds = {
        speed: sum(take.seconds for utterance in asked for take in engine.speak(utterance, voice, speed, 1))
        for speed in (1.0, 0.8, 0.6)
    }
    for speed in (0.8, 0.6):
        answered = (seconds[1.0] / seconds[speed]) ** (1 / voice.measured.response)
        assert answered == pytest.approx(speed, rel=0.05)


def test_the_rate_that_was_measured_is_the_rate_that_is_heard(engine: Engine, voice: Voice) -> None:
    syllables = seconds = 0.0
    for utterance in utterances(letter(voice, "evening"), engine, voice)[:: 9 if slow(voice) else 1]:
        syllables += sum(phrase.syllables for phrase in utterance.phrases)
        seconds += sum(take.seconds for take in engine.speak(utterance, voice, voice.measured.speed(3.7), 1))
    # Sentences differ, so a few of them may be as far off as another letter would.
    assert syllables / seconds == pytest.approx(3.7, rel=0.07 if slow(voice) else 0.02)


@pytest.mark.parametrize(
    "text",
    [
        "A.",
        "Noël & Zoë, 3:30 p.m.!",
        "e\u0301te\u0301 na\u00efve \u0141ukasz",
        "wow 🐈 wow",
        "hm hmm mmm shh psst",
        "xkcd qwrtp",
        "AAAAAAAA I AM SO TIRED",
        "<b>you</b> [*] {you} /you/ [you](/ju/)",
        "1234567890123456789012345678901234567890",
        "'' you '' “” you",
        "you’re rock ’n’ roll",
    ],
)
def test_odd_letters_are_spoken(engine: Engine, voice: Voice, text: str) -> None:
    text = text[:9] if slow(voice) else text
    for utterance in utterances(text, engine, voice):
        takes = engine.speak(utterance, voice, unhurried(voice), 1)
        assert len(takes) == len(utterance.phrases)
        assert all(take.length > 0 for take in takes)


def test_one_phrase_of_any_length_is_spoken(engine: Engine, voice: Voice) -> None:
    phrases = phrases_of(letter(voice, "breathless"), voice)
    phrases = phrases[: 3 if slow(voice) else None]
    words = tuple(word for phrase in phrases for word in phrase.words)
    syllables = sum(phrase.syllables for phrase in phrases)
    phrase = Phrase(words[0].start, words[-1].end, words, "paragraph", 0, syllables)
    (take,) = engine.speak(Utterance((phrase,), True), voice, 0.7, 1)
    assert [word.text for word in take.words] in ([], [(word.start, word.end) for word in words])
    assert take.seconds == pytest.approx(syllables / (voice.measured.syllables_per_second * 0.7), rel=0.25)


def test_opening_a_voice_twice_is_harmless(engine: Engine, voice: Voice) -> None:
    engine.open(voice)
    assert CATALOGUE.missing(voice) is None


class Stuck(tuple[Phrase, ...]):
    """Phrases at which whoever looks at them hangs, until they are let go."""

    reached: threading.Event
    free: threading.Event

    def __iter__(self) -> Iterator[Phrase]:
        self.reached.set()
        self.free.wait(30)
        return super().__iter__()


def test_while_it_speaks_what_is_missing_and_found_is_answered_at_once(engine: Engine, voice: Voice) -> None:
    (utterance,) = utterances(BRIEF, engine, voice)[:1]
    found, stuck = engine.found(), Stuck(utterance.phrases)
    stuck.reached, stuck.free = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as threads:
        speaking = threads.submit(engine.speak, Utterance(stuck, True), voice, 0.7, 1)
        assert stuck.reached.wait(30)
        asking = threading.Thread(target=lambda: (engine.missing(voice), engine.found()), daemon=True)
        asking.start()
        asking.join(2.0)
        assert not asking.is_alive(), "it waits for what is spoken"
        assert (engine.missing(voice), engine.found()) == (None, found)
        assert not speaking.done()
        stuck.free.set()
        assert len(speaking.result()) == len(utterance.phrases)


def test_what_is_missing_is_answered_before_anything_was_looked_for() -> None:
    code = (
        "import sys\n"
        "from service.speech.catalogue import open_catalogue\n"
        "catalogue = open_catalogue()\n"
        "import subprocess, socket\n"
        "def refused(*args, **named): raise SystemExit('it asks somebody')\n"
        "subprocess.Popen = socket.socket.connect = refused\n"
        "for voice in catalogue.files.values():\n    catalogue.missing(voice)\n"
        "print(*{'onnxruntime', 'onnx', 'hibari', 'piper', 'pyttsx3', 'httpx', 'soxr'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "", "it imports what it needs to speak"


@pytest.mark.parametrize("name", SIBLINGS)
def test_a_sentence_of_each_sibling_is_whole_and_as_loud_and_as_fast_as_its_file_says(name: str) -> None:
    voice = CATALOGUE.voice(name)
    if (why := CATALOGUE.missing(voice)) is not None:
        missing(f"the voice {name}: {why[0]}")
    engine = CATALOGUE.reader(name).engine
    (utterance,) = utterances(BRIEF, engine, voice)
    takes = engine.speak(utterance, voice, voice.measured.speed(3.7), 1)
    for phrase, take in zip(utterance.phrases, takes, strict=True):
        assert [word.text for word in take.words] == [(word.start, word.end) for word in phrase.words]
        speech = level(take.samples[take.start : take.end])
        edge = voice.sample_rate // 1000
        assert level(take.samples[take.start : take.start + edge]) < speech - 8
        assert level(take.samples[take.end - edge : take.end]) < speech - 8
    heard = np.concatenate([take.samples[take.start : take.end] for take in takes])
    assert loudness(heard, voice.sample_rate) == pytest.approx(voice.measured.level, abs=2.5)
    own = sum(voice.measured.seconds(phrase.syllables, phrase.consonants, phrase.marks) for phrase in utterance.phrases)
    expected = own * voice.measured.syllables_per_second / 3.7
    assert sum(take.seconds for take in takes) == pytest.approx(expected, rel=0.15)
