"""Ways through the listening room that people take, in the wrong order and at the wrong moment as well."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from service.documents.document import LARGEST
from service.errors import DocumentEmpty, DocumentTooLong, DocumentUnknown
from tests.documents.made import docx, paragraph, pdf
from tests.room.browser import Look
from tests.room.tap import heard, rests, tapped
from tests.room.test_listening import LETTER as LONG
from tests.room.test_listening import NOW, PHRASES, STARTS, asked_for, at, listened, marked, screen
from tests.running import Counting, Failing, Hanging, Place, running, until

if TYPE_CHECKING:
    from playwright.sync_api import Download, FilePayload, Page

    from tests.conftest import Opens
    from tests.room.browser import Sight

SHORT = "You did enough."
NOTE = 'document.getElementById("desk-note").textContent'
PAUSE = 'document.getElementById("pause").textContent'
KEPT = "import('/room/keeping.js').then((keeping) => keeping.kept())"
STORED = """async () => [
  localStorage.length, sessionStorage.length, document.cookie,
  (await indexedDB.databases()).map(({ name }) => name),
  (await Promise.all((await caches.keys()).map(async (name) => {
    const requests = await (await caches.open(name)).keys();
    return requests.map(({ method, url }) => `${method} ${new URL(url).pathname}`);
  }))).flat(),
]"""
READBACKS = "/v1/readbacks"


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running() as place:
        yield place


def asked(sight: Sight) -> int:
    """How many readings were asked for until now."""
    return len([one for one in sight.requests if one.endswith(READBACKS)])


def saved(page: Page, press: Callable[[], object]) -> bytes:
    """The file that the page hands over."""
    with page.expect_download() as waiting:
        press()
    download: Download = waiting.value
    return Path(download.path()).read_bytes()


def file(name: str, data: bytes) -> FilePayload:
    """A file that somebody chooses."""
    return {"name": name, "mimeType": "", "buffer": data}


def pace_file(**pace: Any) -> FilePayload:
    return file("pace.json", json.dumps({"readback_pace": 1, "name": "From Ana", "pace": pace}).encode())


def brisk(sight: Sight) -> None:
    """Rests so short that a test need not wait for them."""
    rests = {"clause": 0.4, "sentence": 0.6, "greeting": 0.6, "paragraph": 0.6, "closing": 0.6, "lead_out": 0.3}
    sight.page.set_input_files("#pace-file", pace_file(preset="slow", rests=rests))
    sight.until('document.getElementById("finer-note").textContent !== ""')


def opened(sight: Sight, name: str) -> None:
    """One of the folded parts of the page, opened."""
    sight.page.click(f"#{name} > summary")


def settled(sight: Sight) -> None:
    """Wait until the length of what is on the desk has been asked for and told."""
    sight.until('document.getElementById("length").textContent !== ""')


# What is said beside the letter.


def test_what_went_wrong_is_still_said_when_the_length_is_told(opens: Opens) -> None:
    with running(Failing("Sam")) as place:
        sight = opens(place)
        sight.page.fill("#letter", "Sam, you did enough.")
        settled(sight)
        with sight.page.expect_response("**/v1/scores"):
            sight.page.click("#listen")
        screen(sight, "writing")
        sight.page.wait_for_timeout(400)
        assert "failed" in sight.page.inner_text("#desk-note")
        sight.page.type("#letter", ".")
        sight.until(f'{NOTE} === ""')
        sight.forgive()


def test_that_letters_of_a_file_were_guessed_is_still_said_when_the_length_is_told(opens: Opens, server: Place) -> None:
    sight = opens(server)
    sight.page.set_input_files("#file", file("letter.txt", "Dear Zoë, enough.".encode("cp1252")))
    settled(sight)
    assert sight.page.input_value("#letter") == "Dear Zoë, enough."
    assert "no UTF-8" in sight.page.inner_text("#desk-note")


# In the wrong order, twice and quickly.


def test_pressing_listen_again_and_again_ends_with_one_reading(opens: Opens, server: Place) -> None:
    sight = opens(server, tap=False)
    sight.page.fill("#letter", LONG)
    sight.page.evaluate("""() => {
      for (let time = 0; time < 4; time += 1) document.getElementById("listen").click();
    }""")
    at(sight, PHRASES[0])
    until(lambda: server.count("readback_under_way") <= 1)
    sight.page.keyboard.press("Escape")
    screen(sight, "stopped")


def test_a_reading_that_was_closed_hears_no_clicks(opens: Opens, server: Place) -> None:
    sight = opens(server)
    brisk(sight)
    for _ in range(2):
        listened(sight, LONG)
        at(sight, PHRASES[0])
        sight.page.evaluate("history.back()")
        screen(sight, "writing")
    listened(sight, LONG)
    at(sight, PHRASES[0])
    sight.page.click(f'[data-start="{STARTS[3]}"]')
    at(sight, PHRASES[3])
    assert asked(sight) == 3
    assert sight.complaints == []


def test_pausing_while_it_loads_holds_it_until_somebody_goes_on(opens: Opens) -> None:
    slow = Hanging("Sam")
    with running(slow) as place:
        sight = opens(place)
        listened(sight, LONG)
        sight.page.keyboard.press("Space")
        slow.free.set()
        assert sight.page.inner_text("#pause") == "Go on"
        sight.until('document.querySelector(".phrase") !== null')
        sight.page.wait_for_timeout(700)
        assert marked(tapped(sight.page)) == []
        sight.page.keyboard.press("Space")
        at(sight, PHRASES[0])


def test_stopping_while_it_loads_is_a_stop(opens: Opens) -> None:
    slow = Hanging("Sam")
    with running(slow) as place:
        sight = opens(place)
        listened(sight, LONG)
        sight.page.keyboard.press("Escape")
        screen(sight, "stopped")
        slow.free.set()
        sight.page.wait_for_timeout(1000)
        assert tapped(sight.page).first_sound() is None or marked(tapped(sight.page)) == []
        sight.page.click("#wait")
        sight.page.click("#wait-over")
        at(sight, PHRASES[0])


def test_slower_while_it_loads_holds(opens: Opens) -> None:
    slow = Hanging("Sam")
    with running(slow) as place:
        sight = opens(place)
        brisk(sight)
        listened(sight, LONG)
        sight.page.click("#slower")
        sight.page.wait_for_timeout(400)  # longer than presses are gathered
        with sight.page.expect_request(f"**{READBACKS}") as asking:
            slow.free.set()
        assert asked_for(asking.value)["pace"]["speed"] == 0.9
        at(sight, PHRASES[3])
        assert sight.page.inner_text("#reading-note") == ""


def test_slower_holds_where_the_server_has_room_for_one_reading(opens: Opens) -> None:
    with running(Counting(seconds=0.3), max_readbacks=1) as place:
        sight = opens(place)
        brisk(sight)
        listened(sight, LONG + " " + SHORT * 10)
        at(sight, PHRASES[0])
        with sight.page.expect_response(lambda answer: READBACKS in answer.url and answer.status == 200):
            sight.page.click("#slower")
        at(sight, PHRASES[3])
        assert sight.page.inner_text("#reading-note") == ""
        sight.forgive()  # the browser notes the first answer, which said that there is no room


def test_a_pace_that_cannot_be_had_is_told_and_it_reads_on(opens: Opens, server: Place) -> None:
    sight = opens(server)
    brisk(sight)
    listened(sight, LONG)
    at(sight, PHRASES[0])
    sight.page.route(f"**{READBACKS}", lambda route: route.abort())
    sight.page.click("#slower")
    sight.until('document.getElementById("reading-note").textContent.endsWith("It goes on as it was.")')
    at(sight, PHRASES[1])
    sight.page.unroute(f"**{READBACKS}")
    with sight.page.expect_request(f"**{READBACKS}") as asking:
        sight.page.click("#try-again")
    assert asked_for(asking.value)["pace"]["speed"] == 0.9
    sight.until('document.getElementById("reading-note").textContent === ""')
    sight.forgive()


def test_heard_again_it_is_at_the_pace_that_was_chosen_last(opens: Opens, server: Place) -> None:
    sight = opens(server)
    brisk(sight)
    listened(sight, SHORT)
    at(sight, SHORT)
    sight.page.click("#slower")  # nothing is left to come
    sight.page.click("#slower")
    screen(sight, "ended")
    with sight.page.expect_request(f"**{READBACKS}") as asking:
        sight.page.click("#hear-again")
    assert asked_for(asking.value)["pace"]["speed"] == 0.8
    at(sight, SHORT)
    at(sight, "")
    first, again = (end - start for start, end in heard(tapped(sight.page), shortest=0.4))
    assert again == pytest.approx(first / 0.8, abs=0.1)


def test_a_phrase_that_is_gone_back_to_is_followed_by_the_pace_that_was_chosen_last(
    opens: Opens, server: Place
) -> None:
    sight = opens(server)
    brisk(sight)
    listened(sight, LONG)
    at(sight, PHRASES[2])
    with sight.page.expect_request(f"**{READBACKS}") as asking:
        sight.page.click("#too-much")
    assert asked_for(asking.value)["from_character"] == STARTS[3]
    at(sight, PHRASES[3])
    with sight.page.expect_request(f"**{READBACKS}") as asking:
        sight.page.click(f'[data-start="{STARTS[0]}"]')
    assert asked_for(asking.value).get("from_character") in (None, STARTS[1])
    at(sight, PHRASES[1])


def test_a_place_far_ahead_is_asked_for_where_a_voice_is_slow(opens: Opens) -> None:
    counting = Counting(seconds=0.25)
    letter = " ".join(f"This is day {day}." for day in range(80))
    with running(counting) as place:
        sight = opens(place)
        listened(sight, letter)
        at(sight, "This is day 0.")
        sight.page.evaluate("""document.querySelectorAll(".phrase")[70].click()""")
        at(sight, "This is day 70.")
        assert len(counting.spoken) < 60


def test_stopping_with_the_eyes_closed_shows_the_quiet_screen(opens: Opens, server: Place) -> None:
    sight = opens(server, Look(390, 844))
    listened(sight, LONG)
    at(sight, PHRASES[0])
    opened(sight, "more")
    sight.page.click("#eyes")
    sight.page.touchscreen.tap(195, 100)
    assert sight.page.evaluate(PAUSE) == "Go on"
    sight.page.touchscreen.tap(30, 700)
    assert sight.page.evaluate(PAUSE) == "Pause"
    sight.page.touchscreen.tap(300, 400)
    sight.page.keyboard.press("Escape")
    screen(sight, "stopped")
    assert sight.page.is_hidden("#dark")


# Leaving and coming back.


def test_a_telephones_way_back_leads_to_the_letter(opens: Opens, server: Place) -> None:
    sight = opens(server)
    for _ in range(2):
        listened(sight, LONG)
        at(sight, PHRASES[0])
        sight.page.evaluate("history.back()")
        screen(sight, "writing")
        assert sight.page.input_value("#letter") == LONG
    before = sight.page.evaluate("history.length")
    for _ in range(2):
        sight.page.click("#listen")
        sight.page.keyboard.press("Escape")
        screen(sight, "stopped")
        sight.page.evaluate("""() => {
          document.getElementById("close").click();
          document.getElementById("listen").click();
        }""")
        at(sight, PHRASES[0])
        sight.page.evaluate("history.back()")
        screen(sight, "writing")
    assert sight.page.evaluate("history.length") == before
    sight.page.evaluate("history.forward()")
    sight.page.wait_for_timeout(200)
    assert sight.page.evaluate("history.state") is None
    opened(sight, "around")
    sight.page.click("#look-again")
    sight.page.evaluate("history.back()")
    screen(sight, "writing")


def test_a_page_that_comes_back_from_the_browsers_memory_is_at_the_desk(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listened(sight, LONG)
    at(sight, PHRASES[0])
    left(sight)
    assert not sight.page.inner_text("#sheet"), "what the browser keeps in its memory has no letter that was read"
    back(sight)
    screen(sight, "writing")
    sight.page.click("#listen")
    at(sight, PHRASES[0])
    sight.page.evaluate("history.back()")
    screen(sight, "writing")
    opened(sight, "around")
    sight.page.click("#look-again")
    screen(sight, "wording")
    left(sight)
    assert not sight.page.inner_text("#worded")
    back(sight)
    screen(sight, "writing")


def left(sight: Sight) -> None:
    """The page is left, and kept by the browser as it is."""
    sight.page.evaluate('dispatchEvent(new PageTransitionEvent("pagehide", { persisted: true }))')


def back(sight: Sight) -> None:
    """Somebody comes back to it."""
    sight.page.evaluate('dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }))')


def test_a_call_that_takes_the_sound_away_is_a_pause(opens: Opens, server: Place) -> None:
    sight = opens(server)
    brisk(sight)
    sight.page.evaluate("""() => {
      const Context = AudioContext;
      window.AudioContext = class extends Context { constructor(how) { super(how); window.sounding = this; } };
    }""")
    listened(sight, LONG)
    at(sight, PHRASES[2])
    sight.page.evaluate("sounding.suspend()")
    sight.until(f'{PAUSE} === "Go on"')
    sight.page.click("#pause")
    at(sight, PHRASES[1])


# A pace that somebody else has made.


def test_a_length_that_a_pace_file_names_is_kept_and_slower_is_slower_than_that(opens: Opens, server: Place) -> None:
    sight = opens(server)
    first, second = "You came home late today.", "You sat down all the same."
    letter = f"{first} {second}"
    wish = {"preset": "slow", "duration": 10, "rests": {"lead_in": 0.25}}
    score = server.post("/v1/scores", {"letter": letter, "pace": wish}).json()
    planned = [part["seconds"] for part in score["parts"] if part["kind"] == "rest"][1:-1]
    assert score["pace"]["rest_scale"] > 1.1
    sight.page.set_input_files("#pace-file", pace_file(preset="slow", duration=10))
    sight.until('document.getElementById("finer-note").textContent !== ""')
    sight.page.fill("#letter", letter)
    sight.page.click("#listen")
    sight.until(f"JSON.parse(readbackTap()).marks?.some(({{ start }}) => start === {letter.index(second)})")
    sight.page.keyboard.press("Space")
    with sight.page.expect_request(f"**{READBACKS}") as asking:
        sight.page.click("#slower")
    pace = asked_for(asking.value)["pace"]
    assert "duration" not in pace
    assert pace["syllables_per_second"] == pytest.approx(score["pace"]["syllables_per_second"] * 0.9, abs=0.01)
    assert pace["rest_scale"] == pytest.approx(score["pace"]["rest_scale"], abs=0.001)
    sight.page.click("#pause")
    at(sight, second)
    found = [end - start for start, end in rests(tapped(sight.page), shortest=0.4)]
    assert found[0] == pytest.approx(planned[0], abs=0.06)


def test_a_pace_is_saved_and_opened_again_without_a_word_of_the_letter(opens: Opens, server: Place) -> None:
    sight = opens(server)
    sight.page.fill("#letter", LONG)
    sight.page.select_option("#pace", "very-slow")
    opened(sight, "finer")
    sight.page.fill("#speed", "0.9")
    sight.page.fill("#rests", "1.5")
    pace = saved(sight.page, lambda: sight.page.click("#pace-save"))
    assert json.loads(pace)["pace"] == {"preset": "very-slow", "speed": 0.9, "rest_scale": 1.5}
    other = opens(server)
    opened(other, "finer")
    other.page.set_input_files("#pace-file", file("pace.json", pace))
    other.until('document.getElementById("finer-note").textContent !== ""')
    ids = ("#pace", "#speed", "#rests")
    assert [other.page.input_value(one) for one in ids] == ["very-slow", "0.9", "1.5"]
    other.page.set_input_files("#pace-file", file("pace.json", b"{}"))
    other.until('document.getElementById("finer-note").textContent.startsWith("This is not a file")')


# What is kept, because somebody asked for it.


def kept(sight: Sight) -> list[dict[str, Any]]:
    """The letters that are kept, newest first: their versions."""
    found: list[dict[str, Any]] = sight.page.evaluate(KEPT)
    return found


def keep(sight: Sight) -> None:
    sight.page.click("#keep")
    sight.until('document.getElementById("shelf-note").textContent !== ""')


def texts(sight: Sight) -> list[list[str]]:
    return [[version["text"] for version in letter["versions"]] for letter in kept(sight)]


def test_an_edited_letter_is_a_version_and_another_letter_is_not(opens: Opens, server: Place) -> None:
    sight = opens(server)
    opened(sight, "shelf")
    sight.page.fill("#letter", "Dear me.")
    keep(sight)
    keep(sight)  # the same once more
    sight.page.type("#letter", " You too.")
    keep(sight)
    assert texts(sight) == [["Dear me. You too.", "Dear me."]]
    sight.page.fill("#letter", "")
    sight.page.type("#letter", "Dear Ben.")
    keep(sight)
    assert texts(sight) == [["Dear Ben."], ["Dear me. You too.", "Dear me."]]
    sight.page.set_input_files("#file", file("ana.txt", b"Dear Ana."))
    sight.until('document.getElementById("letter").value === "Dear Ana."')
    keep(sight)
    assert len(texts(sight)) == 3
    sight.page.focus("#letter")
    sight.page.keyboard.press("Control+A")
    sight.page.evaluate("""() => {
      const letter = document.getElementById("letter");
      letter.dispatchEvent(new InputEvent("beforeinput", { inputType: "insertFromPaste" }));
      document.execCommand("insertText", false, "Dear Eve.");
    }""")
    keep(sight)
    assert texts(sight)[0] == ["Dear Eve."]


def test_an_empty_letter_is_not_kept_and_that_is_said(opens: Opens, server: Place) -> None:
    sight = opens(server)
    opened(sight, "shelf")
    keep(sight)
    assert sight.page.inner_text("#shelf-note") == "There is no letter yet. Paste or type one, then listen."


def test_letters_are_opened_again_saved_as_a_file_forgotten_and_brought_back(opens: Opens, server: Place) -> None:
    sight = opens(server)
    opened(sight, "shelf")
    sight.page.select_option("#pace", "gentle")
    sight.page.fill("#letter", "Dear me, enough.")
    keep(sight)
    all_of_it = saved(sight.page, lambda: sight.page.click("#export"))
    assert [entry["text"] for entry in json.loads(all_of_it)["entries"]] == ["Dear me, enough."]
    sight.page.fill("#letter", "")
    sight.page.select_option("#pace", "slow")
    sight.page.click("#kept .open")
    assert sight.page.input_value("#letter") == "Dear me, enough."
    assert sight.page.input_value("#pace") == "gentle"
    sight.page.click("#forget")
    sight.page.click("#forget-no")
    assert len(texts(sight)) == 1
    sight.page.click("#forget")
    sight.page.click("#forget-yes")
    sight.until('document.getElementById("kept").children.length === 0')
    assert sight.page.evaluate("indexedDB.databases()") == []
    sight.page.set_input_files("#import-file", file("letters.json", all_of_it))
    sight.until('document.querySelectorAll("#kept .open").length === 1')
    assert sight.page.inner_text("#shelf-note") == "One letter was added."
    sight.page.click("#kept button:not(.open)")
    sight.until('document.getElementById("kept").children.length === 0')


def answered(sight: Sight, number: int, word: str) -> None:
    """How it is, said on the screen that asks."""
    screen(sight, "checking")
    sight.page.check(f'#numbers input[value="{number}"]', force=True)
    sight.page.fill("#word", word)
    sight.page.click('#check-form [type="submit"]')


def test_checks_stand_side_by_side_and_are_kept_with_the_letter_that_was_heard(opens: Opens, server: Place) -> None:
    sight = opens(server)
    brisk(sight)
    opened(sight, "around")
    sight.page.check("#check")
    sight.page.check("#rate")
    listened(sight, SHORT)
    answered(sight, 3, "heavy")
    at(sight, SHORT)
    sight.page.keyboard.press("ArrowRight")
    answered(sight, 5, "")
    screen(sight, "ended")
    assert sight.page.inner_text("#compared-before") == "3, heavy"
    assert sight.page.inner_text("#compared-after") == "5"
    sight.page.select_option("#believable", "7")
    for _ in range(2):
        sight.page.click("#ended-keep")
        sight.until('document.getElementById("ended-note").textContent !== ""')
    [letter] = kept(sight)
    [check] = letter["versions"][0]["checks"]
    assert (check["before"], check["after"]) == ({"number": 3, "word": "heavy"}, {"number": 5})
    assert check["ratings"] == {"believable": 7}
    sight.page.click("#ended-back")
    sight.page.fill("#letter", "")
    sight.page.type("#letter", "Another one.")
    opened(sight, "shelf")
    keep(sight)
    assert [letter["versions"][0]["checks"] for letter in kept(sight)] == [[], [check]]


def test_nothing_is_stored_over_a_whole_way_without_keep(opens: Opens, server: Place) -> None:
    sight = opens(server, service_workers="allow")
    brisk(sight)
    sight.page.evaluate("navigator.serviceWorker.ready.then(() => undefined)")
    opened(sight, "around")
    sight.page.check("#check")
    sight.page.check('input[name="own"][value="spoken"]')
    listened(sight, SHORT)
    answered(sight, 3, "heavy")
    at(sight, SHORT)
    sight.page.click("#slower")
    sight.page.click("#longer")
    answered(sight, 5, "")
    screen(sight, "ended")
    sight.page.click("#ended-back")
    opened(sight, "shelf")
    opened(sight, "recording")
    saved(sight.page, lambda: sight.page.click("#save"))
    local, session, cookie, databases, cached = sight.page.evaluate(STORED)
    assert (local, session, cookie, databases) == (0, 0, "", [])
    assert cached
    assert all(one == "GET /" or one.startswith("GET /room/") for one in cached)
    sight.context.set_offline(True)
    sight.page.reload()
    assert sight.page.inner_text("h1") == "Readback"
    listened(sight, SHORT)
    sight.until(f'{NOTE} === "The connection to the service was lost."')
    screen(sight, "writing")
    sight.forgive()


def test_two_windows_share_what_is_kept_and_one_can_forget_it(opens: Opens, server: Place) -> None:
    sight = opens(server)
    opened(sight, "shelf")
    sight.page.fill("#letter", "Dear me.")
    keep(sight)
    other = sight.context.new_page()
    other.goto("/")
    other.click("#shelf > summary")
    other.click("#forget")
    other.click("#forget-yes")
    sight.until("indexedDB.databases().then((all) => all.length === 0)")
    sight.page.click("#kept button:not(.open)")
    sight.until('document.getElementById("kept").children.length === 0')


# The recording.


FORMS = {"mp3": b"ID3", "m4a": b"ftyp", "opus": b"OggS", "wav": b"RIFF"}
"""With what each begins, more or less."""


def test_the_recording_is_saved_in_every_form_and_with_captions(opens: Opens, server: Place) -> None:
    sight = opens(server, tap=False)
    sight.page.fill("#letter", SHORT)
    opened(sight, "recording")
    for form, begins in FORMS.items():
        sight.page.select_option("#format", form)
        sight.page.uncheck("#captions")
        assert begins in saved(sight.page, lambda: sight.page.click("#save"))[:12]
        sight.page.check("#captions")
        with zipfile.ZipFile(io.BytesIO(saved(sight.page, lambda: sight.page.click("#save")))) as pack:
            assert begins in pack.read(f"readback.{form}")[:12]
            assert SHORT in pack.read("cues.vtt").decode()
    assert sight.page.inner_text("#recording-note") == "The recording is saved."


def test_a_recording_that_breaks_off_is_not_saved(opens: Opens) -> None:
    with running(Failing("Sam")) as place:
        sight = opens(place, tap=False)
        downloads: list[Any] = []
        sight.page.on("download", lambda download: downloads.append(download))
        sight.page.fill("#letter", "You did enough. " * 4 + "Sam too.")
        opened(sight, "recording")
        sight.page.click("#save")
        sight.until('document.getElementById("save-stop").hidden')
        assert sight.page.inner_text("#recording-note") not in ("", "The recording is saved.")
        assert downloads == []
        sight.forgive()


# Around the letter.


def test_settling_can_be_skipped_and_left_at_each_of_its_steps(opens: Opens, server: Place) -> None:
    sight = opens(server, path=None)
    sight.page.clock.install()
    sight.page.goto("/")
    opened(sight, "around")
    sight.page.check("#breaths")
    sight.page.check("#image")
    sight.page.select_option("#quiet", "10")
    sight.page.fill("#letter", SHORT)
    said = 'document.getElementById("settling-said").textContent'
    image = "If you like, let a compassionate image come to mind."
    steps = [(0, "Breathing in"), (4, "Breathing out"), (6, "Breathing in"), (20, image), (6, "A little quiet.")]
    for skipped in range(len(steps)):
        sight.page.click("#listen")
        for seconds, words in steps[: skipped + 1]:
            sight.page.clock.run_for(seconds * 1000)
            assert sight.page.evaluate(said) == words
        if skipped % 2:
            sight.page.click("#settling-leave")
            screen(sight, "writing")
        else:
            sight.page.click("#settling-skip")
            screen(sight, "listening")
            sight.page.clock.run_for(500)
            sight.page.evaluate("history.back()")
            screen(sight, "writing")
    sight.page.click("#listen")
    sight.page.clock.run_for(47_000)
    screen(sight, "listening")


@pytest.mark.parametrize("own", ["", "shown", "spoken"])
def test_that_these_are_their_own_words_is_left_out_shown_or_said(opens: Opens, server: Place, own: str) -> None:
    sight = opens(server)
    opened(sight, "around")
    sight.page.check(f'input[name="own"][value="{own}"]')
    listened(sight, SHORT)
    if own == "spoken":
        at(sight, "These are your own words.")
        assert sight.page.get_attribute("#own-words", "class") == "now"
    at(sight, SHORT)
    assert sight.page.is_visible("#own-words") == bool(own)


@pytest.mark.parametrize(("line", "language"), [("Estas son tus propias palabras.", "es"), ("", "")])
def test_the_line_before_the_letter_is_shown_in_the_voices_language_where_there_is_one_in_it(
    opens: Opens, server: Place, line: str, language: str
) -> None:
    sight = opens(server, tap=False)
    opened(sight, "around")
    sight.page.check('input[name="own"][value="shown"]')
    sight.page.eval_on_selector(
        "#voice",
        "(voice, [own, language]) => void Object.assign(voice.selectedOptions[0].dataset, {own, language})",
        [line, language],
    )
    sight.page.fill("#letter", SHORT)
    sight.page.click("#listen")
    screen(sight, "listening")
    assert sight.page.is_visible("#own-words") == bool(line)
    assert (sight.page.inner_text("#own-words"), sight.page.get_attribute("#own-words", "lang")) == (line, language)


LOCKS = """
const [waiting, held] = [[], new Set()];
window.locks = { waiting, held, answer: () => waiting.splice(0).forEach((given) => given()) };
const request = () => new Promise((resolve) => waiting.push(() => {
  const lock = { released: false, release: async () => { lock.released = true; held.delete(lock); } };
  held.add(lock);
  resolve(lock);
}));
Object.defineProperty(navigator, "wakeLock", { value: { request } });
"""
"""A browser that answers a page that asks to keep the screen on when the test says so."""


def test_the_screen_stays_on_while_it_reads_and_no_longer(opens: Opens, server: Place) -> None:
    sight = opens(server, path=None, tap=False)
    sight.page.add_init_script(LOCKS)
    sight.page.goto("/")
    sight.page.fill("#letter", LONG)
    sight.page.click("#listen")
    sight.until("locks.waiting.length > 0")
    sight.page.click("#pause")
    sight.page.click("#pause")
    sight.page.evaluate("locks.answer()")
    sight.until("locks.held.size === 1 && locks.waiting.length === 0")
    sight.page.click("#pause")
    sight.until("locks.held.size === 0")
    sight.page.click("#pause")
    sight.until("locks.waiting.length > 0")
    sight.page.evaluate("history.back()")
    screen(sight, "writing")
    sight.page.evaluate("locks.answer()")
    sight.until("locks.held.size === 0 && locks.waiting.length === 0")


def test_who_reads_aloud_has_the_marks_and_no_sound(opens: Opens, server: Place) -> None:
    sight = opens(server)
    brisk(sight)
    opened(sight, "around")
    sight.page.check("#aloud")
    listened(sight, LONG)
    at(sight, PHRASES[0])
    at(sight, PHRASES[1])
    assert tapped(sight.page).first_sound() is None


# What people bring.


def dropped(sight: Sight, name: str, kind: str, data: bytes, more: int = 0) -> None:
    """A file, dropped onto the page. more: zeros that follow its data."""
    sight.page.evaluate(
        """([name, type, data, more]) => {
          const given = new DataTransfer();
          given.items.add(new File([Uint8Array.from(data), new Uint8Array(more)], name, { type }));
          document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: given, bubbles: true, cancelable: true }));
        }""",
        [name, kind, list(data), more],
    )


def test_files_are_dropped_and_what_cannot_be_read_is_said(opens: Opens, server: Place) -> None:
    sight = opens(server)
    letter = 'document.getElementById("letter").value.trim()'
    dropped(sight, "letter.txt", "text/plain", b"Dear Sam,\r\n\r\nplain.")
    sight.until(f'{letter} === "Dear Sam,\\n\\nplain."')
    dropped(sight, "letter.docx", "", docx(paragraph("Dear Sam,"), paragraph("from Word.")))
    sight.until(f'{letter}.endsWith("from Word.")')
    dropped(sight, "letter.pdf", "", pdf("Dear Sam, from a PDF."))
    sight.until(f'{letter} === "Dear Sam, from a PDF."')
    for name, kind, data, size, problem in (
        ("hand.jpg", "image/jpeg", b"\xff\xd8\xff", 8_000_000, DocumentUnknown("picture")),
        ("empty.txt", "text/plain", b"", 0, DocumentEmpty()),
        ("song.mp3", "audio/mpeg", b"ID3\x04\0\0", 0, DocumentUnknown("other")),
        ("book.txt", "text/plain", b"Dear Sam.", LARGEST, DocumentTooLong(LARGEST)),
    ):
        dropped(sight, name, kind, data, size)
        sight.until(f"{NOTE} === {json.dumps(str(problem))}")
        assert sight.page.input_value("#letter") == "Dear Sam, from a PDF."
    sight.forgive()  # a browser notes what is answered with a problem


def test_a_page_whose_service_is_gone_says_that_it_opens_no_files(opens: Opens) -> None:
    with running() as place:
        sight = opens(place)
    dropped(sight, "letter.txt", "text/plain", b"Dear Sam.")
    sight.until(f'{NOTE}.startsWith("Files are opened by the service")')
    assert sight.page.input_value("#letter") == ""
    sight.forgive()


def test_a_letter_of_20000_characters_with_everything_in_it_is_read_from_any_place(opens: Opens, server: Place) -> None:
    sight = opens(server)
    hebrew, cloud, family = "\u05e9\u05dc\u05d5\u05dd", "\U0001f327\ufe0f", "\U0001f469\u200d\U0001f467"
    line = f"{hebrew}, {cloud} you did what you could, {family} and no full stop came\n\n"
    letter = "\n  " + (line * (20_000 // len(line)))
    listened(sight, letter)
    sight.until('document.querySelectorAll(".phrase").length > 100')
    assert sight.page.evaluate('document.getElementById("sheet").textContent') == letter
    sight.page.evaluate("""() => {
      const phrases = [...document.querySelectorAll(".phrase")];
      phrases[phrases.length - 2].click();
    }""")
    sight.until(f"({NOW}) !== ''")
    assert sight.page.evaluate("[...document.querySelectorAll('.phrase')].at(-2).classList.contains('now')")
    with sight.page.expect_request(f"**{READBACKS}") as asking:
        sight.page.click("#back")
        sight.page.click("#slower")
    place = asked_for(asking.value)["from_character"]
    assert letter[place - 1].isspace()
    assert not letter[place].isspace()
