"""A word that was said wrongly is taught in the listening room: chosen, tried, used, kept, forgotten, refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.room.browser import Look
from tests.room.states import screen
from tests.room.tap import heard, tapped
from tests.room.test_for_everyone import focus, press, tab_to
from tests.room.test_listening import asked_for, at
from tests.running import Place, running

if TYPE_CHECKING:
    from playwright.sync_api import Request

    from tests.conftest import Opens
    from tests.room.browser import Sight

LETTER = "Dear Aoife,\n\nYou came home late, and Siobhan’s tea was cold. You sat down all the same.\n\nAoife"
PHRASES = ("Dear Aoife,", "You came home late,", "and Siobhan’s tea was cold.", "You sat down all the same.", "Aoife")
READBACKS = "**/v1/readbacks"
OPEN = 'document.getElementById("teaching").open'
HOW = 'document.getElementById("how").hidden === false'
NOTE = 'document.getElementById("teaching-note").textContent'
PAUSE = 'document.getElementById("pause").textContent'
KEPT = "import('/room/keeping.js').then((keeping) => keeping.keptWords())"
DATABASES = "indexedDB.databases().then((all) => all.map(({ name }) => name))"


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    """With the tone voice: it is quick, and says taught words as it says all others."""
    with running() as place:
        yield place


def listening(sight: Sight, letter: str = LETTER) -> None:
    """The letter is heard."""
    sight.page.fill("#letter", letter)
    sight.page.click("#listen")
    sight.until('document.querySelector("#sheet .now") !== null')


def chosen(sight: Sight, word: str = "Aoife") -> None:
    """It is said that a word was said wrongly, and which."""
    sight.page.click("#wrong")
    sight.page.get_by_role("button", name=word, exact=True).click()
    sight.until(HOW)


def tries(sight: Sight) -> list[str]:
    return sight.page.locator("#tries button").all_inner_texts()


def used(sight: Sight, said: str) -> Request:
    """It is used, and the page asks for what is still to come: the request."""
    sight.page.fill("#sound", said)
    with sight.page.expect_request(READBACKS) as asking:
        sight.page.click("#use")
    sight.until(f"!{OPEN}")
    request: Request = asking.value
    return request


def readings(sight: Sight) -> list[dict[str, Any]]:
    """What is said in each request for a reading from now on."""
    said: list[dict[str, Any]] = []
    sight.page.on("request", lambda one: said.append(asked_for(one)) if one.url.endswith("/v1/readbacks") else None)
    return said


def untaught(request: Request) -> bool:
    """Whether it asks for a plan in which no word is said otherwise."""
    return request.url.endswith("/v1/scores") and "pronunciations" not in asked_for(request)


# Which word.


def test_the_letter_waits_while_a_word_is_taught_and_goes_on_when_nothing_is(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listening(sight)
    at(sight, PHRASES[1])
    said = readings(sight)
    sight.page.click("#wrong")
    assert sight.page.evaluate(PAUSE) == "Go on"
    assert sight.page.locator("#which-words button").all_inner_texts()[0] == "Aoife"
    assert "Siobhan" in sight.page.locator("#which-words button").all_inner_texts(), "however it stands in the letter"
    sight.page.keyboard.press("Escape")
    sight.until(f"!{OPEN}")
    sight.until(f'{PAUSE} === "Pause"')
    assert sight.page.evaluate("document.body.dataset.screen") == "listening", "Esc closed the dialog and no more"
    assert focus(sight) == "wrong"
    assert said == [], "nothing was taught, so nothing is read anew"


def test_what_was_paused_before_stays_paused(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listening(sight)
    sight.page.click("#pause")
    chosen(sight)
    sight.page.click("#teaching-close")
    sight.until(f"!{OPEN}")
    sight.page.wait_for_timeout(200)
    assert sight.page.evaluate(PAUSE) == "Go on"


def test_a_word_that_is_pressed_on_the_sheet_is_the_one_that_is_meant(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listening(sight)
    phrase = sight.page.locator(".phrase", has_text="Siobhan")
    box = phrase.evaluate("""(one) => {
      const range = document.createRange();
      range.setStart(one.firstChild, 6);
      range.setEnd(one.firstChild, 10);
      const { left, top, width, height } = range.getBoundingClientRect();
      return [left + width / 2, top + height / 2];
    }""")
    sight.page.mouse.dblclick(*box)
    sight.until('document.getElementById("wrong").textContent === "Said wrongly: Siobhan?"')
    sight.page.click("#wrong")
    sight.until(HOW)
    assert sight.page.inner_text("#how-title") == "How is “Siobhan” said?"
    sight.page.click("#teaching-close")
    sight.until('document.getElementById("wrong").textContent === "Said wrongly?"')
    at(sight, PHRASES[2])


def test_a_word_that_is_marked_no_more_is_not_meant_any_more(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listening(sight)
    sight.page.evaluate("""getSelection().selectAllChildren(document.querySelector(".phrase"))""")
    sight.until('document.getElementById("wrong").textContent === "Said wrongly: Dear?"')
    sight.page.evaluate("getSelection().removeAllRanges()")
    sight.until('document.getElementById("wrong").textContent === "Said wrongly?"')


def test_a_word_is_typed_and_what_is_no_single_word_is_said_in_a_sentence(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listening(sight)
    sight.page.click("#wrong")
    sight.page.fill("#which-word", "Aoife Bell")
    sight.page.click("#which-on")
    sight.until(f'{NOTE} === "That is no single word. One word at a time can be taught."')
    assert sight.page.input_value("#which-word") == "Aoife Bell", "what was written stays"
    sight.forgive()  # the browser notes that a request was refused
    sight.page.fill("#which-word", "Nguyen")
    sight.page.keyboard.press("Enter")
    sight.until(HOW)
    assert sight.page.inner_text("#how-title") == "How is “Nguyen” said?"


# How it sounds.


def test_a_try_is_heard_at_once_and_stands_in_the_field(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listening(sight)
    chosen(sight)
    assert 1 <= len(tries(sight)) <= 3
    with sight.page.expect_request(READBACKS) as asking:
        sight.page.locator("#tries button").nth(1).click()
    body = asked_for(asking.value)
    assert body["letter"] == "Aoife"
    assert body["voice"] == "tone"
    assert body["pronunciations"] == {"Aoife": tries(sight)[1]}
    assert not body["preface"]
    assert sight.page.input_value("#sound") == tries(sight)[1]
    assert sight.page.locator("#tries [aria-pressed=true]").all_inner_texts() == [tries(sight)[1]]
    sight.page.wait_for_timeout(1500)
    assert len(heard(tapped(sight.page), shortest=0.1)) == 1, "the word is heard, and only that"
    sight.page.fill("#sound", "EE-fa")
    assert sight.page.locator("#tries [aria-pressed=true]").count() == 0
    with sight.page.expect_request(READBACKS) as asking:
        sight.page.click("#hear")
    assert asked_for(asking.value)["pronunciations"] == {"Aoife": "EE-fa"}


def test_without_a_sound_it_is_heard_as_it_is_said_by_itself(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listening(sight)
    chosen(sight)
    with sight.page.expect_request(READBACKS) as asking:
        sight.page.click("#hear")
    assert "pronunciations" not in asked_for(asking.value)
    sight.page.click("#use")
    sight.until(f'{NOTE} === "There is nothing yet in the field “How it sounds”."')
    assert focus(sight) == "sound"


def test_a_sound_that_cannot_be_read_is_said_in_a_sentence_and_what_is_written_stays(
    opens: Opens, server: Place
) -> None:
    sight = opens(server)
    listening(sight)
    chosen(sight)
    sight.page.fill("#sound", "12")
    for press_it in ("#hear", "#use"):
        sight.page.click(press_it)
        sight.until(f'{NOTE} === "That cannot be read as a sound. Syllables can, such as EE-fa."')
        assert sight.page.input_value("#sound") == "12"
        assert sight.page.evaluate(OPEN)
    sight.forgive()  # the browser notes that requests were refused


def test_without_a_connection_a_sentence_says_so_and_what_is_written_stays(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listening(sight)
    at(sight, PHRASES[1])
    sight.page.click("#wrong")
    sight.page.route("**/v1/*", lambda route: route.abort("internetdisconnected"))
    sight.page.fill("#which-word", "Aoife")
    sight.page.click("#which-on")
    sight.until(f'{NOTE} === "The connection to the service was lost."')
    sight.page.unroute("**/v1/*")
    sight.page.click("#which-on")
    sight.until(HOW)
    sight.page.route("**/v1/*", lambda route: route.abort("internetdisconnected"))
    sight.page.fill("#sound", "EE-fa")
    for press_it in ("#hear", "#use"):
        sight.page.click(press_it)
        sight.until(f'{NOTE} === "The connection to the service was lost."')
    assert sight.page.input_value("#sound") == "EE-fa"
    sight.forgive()


# From then on.


def test_it_is_said_so_at_once_from_the_sentence_that_was_heard_and_in_all_that_follows(
    opens: Opens, server: Place
) -> None:
    sight = opens(server)
    listening(sight)
    at(sight, PHRASES[3])
    chosen(sight)
    body = asked_for(used(sight, "EE-fa"))
    assert body["pronunciations"] == {"Aoife": "EE-fa"}
    assert body["letter"] == LETTER
    assert body["from_character"] == LETTER.index(PHRASES[3])
    at(sight, PHRASES[3])
    at(sight, PHRASES[4])
    assert sight.page.inner_text("#reading-note") == ""
    screen(sight, "ended")
    with sight.page.expect_request(READBACKS) as asking:
        sight.page.click("#hear-again")
    assert asked_for(asking.value)["pronunciations"] == {"Aoife": "EE-fa"}, "what was heard before is read anew"
    at(sight, PHRASES[0])
    sight.page.keyboard.press("Escape")
    screen(sight, "stopped")
    with sight.page.expect_request("**/v1/scores") as asking:
        sight.page.click("#close")
    assert asked_for(asking.value)["pronunciations"] == {"Aoife": "EE-fa"}
    sight.page.click("#recording > summary")
    with sight.page.expect_request(READBACKS) as asking, sight.page.expect_download():
        sight.page.click("#save")
    assert asked_for(asking.value)["pronunciations"] == {"Aoife": "EE-fa"}
    assert sight.page.evaluate(DATABASES) == [], "nothing is kept unless it is asked for"
    assert not [one for one in sight.requests if "Aoife" in one or "EE-fa" in one], "it is in no address"


def test_a_word_is_said_as_before_again(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listening(sight)
    chosen(sight)
    assert sight.page.is_hidden("#as-before")
    used(sight, "EE-fa")
    chosen(sight)
    assert sight.page.input_value("#sound") == "EE-fa"
    with sight.page.expect_request(READBACKS) as asking:
        sight.page.click("#as-before")
    assert "pronunciations" not in asked_for(asking.value)
    sight.until(f"!{OPEN}")


def test_two_words_are_taught_and_one_word_has_one_sound_however_it_is_written(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listening(sight)
    chosen(sight)
    used(sight, "EE-fa")
    chosen(sight, "Siobhan")
    used(sight, "shiv-AWN")
    sight.page.click("#wrong")
    sight.page.fill("#which-word", "AOIFE")
    sight.page.click("#which-on")
    sight.until(HOW)
    assert asked_for(used(sight, "AY-fa"))["pronunciations"] == {"Siobhan": "shiv-AWN", "AOIFE": "AY-fa"}


def test_a_word_is_taught_after_the_letter(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listening(sight, "Aoife, enough.")
    screen(sight, "ended")
    sight.page.click("#ended-wrong")
    sight.page.fill("#which-word", "Aoife")
    sight.page.click("#which-on")
    sight.until(HOW)
    sight.page.fill("#sound", "EE-fa")
    sight.page.click("#use")
    sight.until(f"!{OPEN}")
    assert focus(sight) == "ended-wrong"
    with sight.page.expect_request(READBACKS) as asking:
        sight.page.click("#hear-again")
    assert asked_for(asking.value)["pronunciations"] == {"Aoife": "EE-fa"}
    at(sight, "Aoife, enough.")


# Kept on this device.


def kept_word(sight: Sight, said: str = "EE-fa") -> None:
    listening(sight)
    chosen(sight)
    sight.page.check("#word-keep")
    used(sight, said)
    sight.until("(async () => (await import('/room/keeping.js')).keptWords())().then(([one]) => !!one)")


def test_a_kept_word_holds_when_the_page_is_loaded_anew_until_it_is_forgotten(opens: Opens, server: Place) -> None:
    sight = opens(server)
    kept_word(sight)
    sight.page.reload()
    with sight.page.expect_request("**/v1/scores") as asking:
        sight.page.fill("#letter", LETTER)
    assert asked_for(asking.value)["pronunciations"] == {"Aoife": "EE-fa"}
    sight.page.click("#listen")
    sight.until('document.querySelector("#sheet .now") !== null')
    chosen(sight)
    assert sight.page.is_checked("#word-keep")
    assert sight.page.input_value("#sound") == "EE-fa"
    sight.page.click("#teaching-close")
    sight.page.evaluate("history.back()")
    screen(sight, "writing")
    sight.page.click("#shelf > summary")
    sight.page.get_by_role("button", name="Forget: Aoife", exact=True).wait_for()
    assert sight.page.inner_text("#kept .open") == "Aoife: EE-fa"
    with sight.page.expect_request(untaught):
        sight.page.get_by_role("button", name="Forget: Aoife", exact=True).click()
    sight.until('document.querySelectorAll("#kept li").length === 0')
    assert sight.page.evaluate(KEPT) == []


def test_a_word_that_is_kept_no_more_or_said_as_before_is_forgotten_on_the_device(opens: Opens, server: Place) -> None:
    sight = opens(server)
    kept_word(sight)
    chosen(sight)
    sight.page.uncheck("#word-keep")
    used(sight, "AY-fa")
    assert sight.page.evaluate(KEPT) == []
    chosen(sight)
    sight.page.check("#word-keep")
    used(sight, "AY-fa")
    assert sight.page.evaluate(KEPT) == [{"word": "Aoife", "said": "AY-fa"}]
    chosen(sight)
    sight.page.click("#as-before")
    sight.until(f"!{OPEN}")
    assert sight.page.evaluate(KEPT) == []


def test_the_file_of_what_is_kept_holds_words_and_forgetting_everything_forgets_them(
    opens: Opens, server: Place, tmp_path: Path
) -> None:
    sight = opens(server)
    kept_word(sight)
    sight.page.evaluate("history.back()")
    screen(sight, "writing")
    sight.page.click("#shelf > summary")
    sight.page.click("#keep")
    sight.until('document.querySelectorAll("#kept li").length === 2')
    with sight.page.expect_download() as saving:
        sight.page.click("#export")
    file = tmp_path / "letters.json"
    saving.value.save_as(file)
    assert json.loads(file.read_text(encoding="utf-8"))["pronunciations"] == {"Aoife": "EE-fa"}
    sight.page.click("#forget")
    with sight.page.expect_request(untaught):
        sight.page.click("#forget-yes")
    sight.until('document.querySelectorAll("#kept li").length === 0')
    assert sight.page.evaluate(DATABASES) == []
    with sight.page.expect_request("**/v1/scores") as asking:
        sight.page.set_input_files("#import-file", file)
    sight.until('document.getElementById("shelf-note").textContent === "One letter was added. One word was added."')
    assert asked_for(asking.value)["pronunciations"] == {"Aoife": "EE-fa"}


def test_where_nothing_can_be_kept_the_word_is_used_all_the_same(opens: Opens, server: Place) -> None:
    sight = opens(server)
    sight.page.evaluate("""() => {
      IDBFactory.prototype.open = () => { throw new DOMException("", "InvalidStateError"); };
    }""")
    listening(sight)
    chosen(sight)
    sight.page.check("#word-keep")
    sight.page.fill("#sound", "EE-fa")
    sight.page.click("#use")
    sight.until(f'{NOTE}.endsWith("a private one. It is said so until this page is closed.")')
    assert not sight.page.is_checked("#word-keep")
    with sight.page.expect_request(READBACKS) as asking:
        sight.page.click("#teaching-close")
    assert asked_for(asking.value)["pronunciations"] == {"Aoife": "EE-fa"}


def test_a_kept_word_that_the_service_does_not_take_is_told_and_can_be_forgotten(opens: Opens, server: Place) -> None:
    sight = opens(server)
    sight.page.evaluate("import('/room/keeping.js').then((one) => one.keepWord({ word: 'Aoife', said: '12' }))")
    sight.page.reload()
    sight.page.fill("#letter", LETTER)
    sight.until('document.getElementById("desk-note").textContent.includes("to be forgotten")')
    sight.forgive()
    sight.page.click("#shelf > summary")
    sight.page.get_by_role("button", name="Forget: Aoife", exact=True).click()
    sight.until('document.getElementById("length").textContent !== ""')
    assert sight.page.inner_text("#desk-note") == ""


# For everyone.


def test_a_word_is_taught_by_keyboard_alone(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listening(sight)
    tab_to(sight, "wrong")
    press(sight, "Enter")
    assert focus(sight) == "which-title"
    tab_to(sight, "which-word")
    sight.page.keyboard.type("Aoife")
    press(sight, "Enter")
    sight.until(HOW)
    assert focus(sight) == "how-title"
    tab_to(sight, tries(sight)[0])
    with sight.page.expect_request(READBACKS):
        press(sight, "Space")
    tab_to(sight, "sound")
    press(sight, "ArrowLeft", "ArrowRight", "Control+a")
    sight.page.keyboard.type("EE-fa")
    with sight.page.expect_request(READBACKS) as asking:
        press(sight, "Enter")
    assert asked_for(asking.value)["letter"] == "Aoife", "Enter lets it be heard"
    tab_to(sight, "word-keep")
    press(sight, "Space")
    tab_to(sight, "use")
    with sight.page.expect_request(READBACKS) as asking:
        press(sight, "Enter")
    assert asked_for(asking.value)["letter"] == LETTER
    sight.until(f"!{OPEN}")
    assert focus(sight) == "wrong"
    assert sight.page.evaluate(KEPT) == [{"word": "Aoife", "said": "EE-fa"}]


def test_nothing_of_the_letter_is_left_in_what_is_closed_and_leaving_closes_it(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listening(sight)
    chosen(sight)
    sight.page.locator("#tries button").first.click()
    sight.page.evaluate("history.back()")
    screen(sight, "writing")
    sight.until(f"!{OPEN}")
    assert focus(sight) == "listen"
    left = """["which-words", "tries", "taught-word"].map((id) => document.getElementById(id).textContent).join("")
      + document.getElementById("sound").value + document.getElementById("which-word").value"""
    sight.until(f'({left}) === ""')


def test_who_reads_aloud_is_not_asked_what_was_said_wrongly(opens: Opens, server: Place) -> None:
    sight = opens(server)
    sight.page.click("#around > summary")
    sight.page.check("#aloud")
    listening(sight)
    assert sight.page.is_hidden("#wrong")


def test_the_chosen_try_is_seen_where_the_system_sets_the_colours(opens: Opens, server: Place) -> None:
    sight = opens(server, Look(320, 640), forced_colors="active")
    listening(sight)
    chosen(sight)
    sight.page.locator("#tries button").first.click()
    sight.until('getComputedStyle(document.querySelector("[aria-pressed=true]")).outlineStyle === "solid"')
