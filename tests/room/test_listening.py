"""A letter is heard in the listening room: the page in a real browser, from a real server."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.room.tap import Tap, heard, rests, tapped
from tests.running import EVENTS, Counting, Failing, Place, lines, long_letter, running, until

if TYPE_CHECKING:
    from playwright.sync_api import FilePayload, Request

    from tests.conftest import Opens
    from tests.room.browser import Sight

LETTER = "Dear Sam,\n\nYou came home late, and the day was long. You sat down all the same.\n\nMe"
PHRASES = ("Dear Sam,", "You came home late,", "and the day was long.", "You sat down all the same.", "Me")
STARTS = [LETTER.index(phrase) for phrase in PHRASES]
PACE = {"preset": "slow", "rests": {"lead_in": 0.25}, "rest_scale": 0.7}
"""As the page asks for it, with short rests, so that the tests wait for no long ones."""
SHORT = """() => {
  const rests = document.getElementById("rests");
  rests.value = "0.7";
  rests.dispatchEvent(new Event("input"));
}"""
NOW = 'document.querySelector(".now")?.textContent ?? ""'


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    """With the tone voice: it is quick, and its sound begins and ends where its phrases do."""
    with running() as place:
        yield place


def listened(sight: Sight, letter: str = LETTER) -> None:
    """The letter is on the desk, the rests are short, and Listen was pressed."""
    sight.page.fill("#letter", letter)
    sight.page.evaluate(SHORT)
    sight.page.click("#listen")


def at(sight: Sight, phrase: str) -> None:
    """Wait until a phrase is marked."""
    sight.until(f"({NOW}) === {phrase!r}", 30_000)


def read_out(sight: Sight) -> None:
    """Wait until the last phrase was heard; what is left is the last rest."""
    at(sight, PHRASES[-1])
    sight.until(f'({NOW}) === ""')


def screen(sight: Sight, name: str) -> None:
    sight.until(f'document.body.dataset.screen === "{name}"', 60_000)


def asked_for(request: Request) -> dict[str, Any]:
    """What a request says."""
    body: dict[str, Any] = json.loads(request.post_data or "")
    return body


def marked(tap: Tap) -> list[int]:
    """Where each phrase began that was marked, in order."""
    return [start for start, _ in itertools.groupby(mark.start for mark in tap.marks) if start is not None]


def test_every_phrase_is_marked_once_in_order_and_sounds_while_it_is(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listened(sight)
    screen(sight, "ended")
    tap = tapped(sight.page)
    assert marked(tap) == STARTS
    sounds = heard(tap, shortest=0.4)
    begun = [tap.heard(mark.at) for mark in tap.marks if mark.start is not None]
    assert len(sounds) == len(PHRASES)
    for (start, end), mark in zip(sounds, begun, strict=True):
        assert start - 0.3 < mark < end, "the mark is on the phrase that sounds"


def test_the_letter_stands_there_as_it_was_written(opens: Opens, server: Place) -> None:
    letter = "  hey 🌧️ you...\n\n<b>not bold</b>, & *not*   this\n\n\n- me xx "
    sight = opens(server)
    listened(sight, letter)
    sight.until('document.querySelector(".phrase") !== null')
    assert sight.page.evaluate('document.getElementById("sheet").textContent') == letter


def test_a_place_that_is_silent_says_so_to_who_points_at_it_and_is_shown_as_it_was_written(
    opens: Opens, server: Place
) -> None:
    sight = opens(server)
    found = sight.page.evaluate("""async () => {
      const { Sheet } = await import("/room/player/sheet.js");
      const { silentHere } = await import("/room/words.js");
      const sheet = new Sheet(document.createElement("div"), document.body, () => 0, () => 0, silentHere);
      const letter = "hey 🌧️ you";
      const phrase = { start: 0, end: letter.length, silent: [{ start: 4, end: 7, reason: "emoji" }] };
      sheet.show(letter, [phrase]);
      const [span] = sheet._element.querySelectorAll("[title]");
      return [sheet._element.textContent, span.textContent, span.title, span.parentElement.className];
    }""")
    assert found == ["hey 🌧️ you", "🌧️", "silent here: emoji", "phrase"]


def test_nothing_sounds_or_is_asked_for_until_somebody_listens(opens: Opens, server: Place) -> None:
    sight = opens(server)
    sight.page.fill("#letter", LETTER)
    sight.until('document.getElementById("length").textContent !== ""')
    assert tapped(sight.page).first_sound() is None
    assert not [asked for asked in sight.requests if asked.endswith("/v1/readbacks")]


def test_the_predicted_length_follows_the_letter_and_the_pace(opens: Opens, server: Place) -> None:
    sight = opens(server)
    told = 'document.getElementById("length").textContent'
    sight.page.fill("#letter", LETTER)
    sight.until(f'{told} === "about 15 seconds, read by a computer voice"')
    sight.page.fill("#letter", LETTER * 8)
    sight.until(f'{told} === "about 1½ minutes, read by a computer voice"')
    sight.page.select_option("#pace", "very-slow")
    sight.until(f'{told} === "about 2 minutes, read by a computer voice"')
    sight.page.fill("#letter", " ")
    sight.until(f'{told} === ""')


def test_longer_rests_hold_from_the_very_next_rest(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listened(sight)
    at(sight, PHRASES[1])
    sight.page.click("#longer")
    sight.page.click("#longer")
    read_out(sight)
    tap = tapped(sight.page)
    kept = planned_rests(server)
    found = [end - start for start, end in rests(tap, shortest=0.4)]
    assert len(kept) == len(found)
    assert found[0] == pytest.approx(kept[0], abs=0.06)
    for rest, before in zip(found[1:], kept[1:], strict=True):
        assert rest == pytest.approx(min(before * 1.25 * 1.25, 3.9), abs=0.06)


def planned_rests(server: Place) -> list[float]:
    """The rests between the letter's phrases, as the service plans them."""
    score = server.post("/v1/scores", {"letter": LETTER, "pace": PACE}).json()
    return [part["seconds"] for part in score["parts"] if part["kind"] == "rest"][1:-1]


def test_another_speed_is_asked_for_from_the_next_phrase_and_no_word_is_lost(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listened(sight)
    at(sight, PHRASES[1])
    sight.page.click("#slower")
    sight.page.click("#slower")
    read_out(sight)
    tap = tapped(sight.page)
    assert marked(tap) == STARTS
    assert len([asked for asked in sight.requests if asked.endswith("/v1/readbacks")]) == 2, "two presses, one request"
    lengths = [end - start for start, end in heard(tap, shortest=0.4)]
    alone = lengths_of_phrases(server, 1.0), lengths_of_phrases(server, 0.8)
    assert lengths[:2] == pytest.approx(alone[0][:2], abs=0.12)
    assert lengths[3:] == pytest.approx(alone[1][3:], abs=0.12)


def lengths_of_phrases(server: Place, speed: float) -> list[float]:
    body = {"letter": LETTER, "pace": {"preset": "slow", "speed": speed}}
    events = lines(server.post("/v1/readbacks", body, headers=EVENTS))
    return [event["end"] - event["start"] for event in events if event["event"] == "phrase"]


def test_too_much_reads_on_one_pace_down(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listened(sight)
    at(sight, PHRASES[0])
    with sight.page.expect_request("**/v1/readbacks") as asked:
        sight.page.click("#too-much")
    assert asked_for(asked.value)["pace"]["preset"] == "very-slow"
    read_out(sight)
    assert marked(tapped(sight.page)) == STARTS


def test_pause_is_quiet_and_going_on_begins_with_the_sentence(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listened(sight)
    at(sight, PHRASES[2])
    sight.page.keyboard.press("Space")
    assert sight.page.inner_text("#pause") == "Go on"
    sight.page.wait_for_timeout(1000)
    assert sight.page.evaluate(NOW) == ""
    before = len(marked(tapped(sight.page)))
    sight.page.keyboard.press("Space")
    at(sight, PHRASES[1])
    tap = tapped(sight.page)
    assert marked(tap)[before:] == STARTS[1:2]
    silence = max(tap.time(float(end)) - tap.time(float(begin)) for begin, end in quiet_blocks(tap))
    assert silence > 0.7, "a pause is silent, without room tone"


def quiet_blocks(tap: Tap) -> list[tuple[int, int]]:
    quiet = [at for at, level in enumerate(tap.levels) if level < -100]
    runs = [[at for _, at in run] for _, run in itertools.groupby(enumerate(quiet), lambda pair: pair[1] - pair[0])]
    return [(run[0], run[-1]) for run in runs]


def test_arrows_and_clicks_choose_the_phrase_that_is_read(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listened(sight)
    at(sight, PHRASES[0])
    sight.page.click(f'[data-start="{STARTS[3]}"]')
    at(sight, PHRASES[3])
    sight.page.keyboard.press("ArrowLeft")
    at(sight, PHRASES[2])
    sight.page.keyboard.press("ArrowRight")
    at(sight, PHRASES[3])
    sight.page.click("#more > summary")
    sight.page.click("#again")
    at(sight, PHRASES[0])


def test_stopping_gently_ends_the_phrase_and_fades_and_offers_what_comes_next(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listened(sight)
    at(sight, PHRASES[1])
    sight.page.keyboard.press("Escape")
    screen(sight, "stopped")
    tap = tapped(sight.page)
    stretches = heard(tap, shortest=0.4)
    assert len(stretches) == 2
    assert stretches[1][1] - stretches[1][0] == pytest.approx(lengths_of_phrases(server, 1.0)[1], abs=0.12)
    last = max(at for at, level in enumerate(tap.levels) if level > -100)
    assert tap.time(last) - stretches[1][1] == pytest.approx(1.5, abs=0.25)
    sight.page.click("#wait")
    sight.page.click("#wait-over")
    at(sight, PHRASES[1])


def test_after_stopping_a_slower_reading_begins_with_the_sentence(opens: Opens, server: Place) -> None:
    sight = opens(server)
    listened(sight)
    at(sight, PHRASES[2])
    sight.page.click("#stop")
    screen(sight, "stopped")
    with sight.page.expect_request("**/v1/readbacks") as asked:
        sight.page.click("#slower-reading")
    assert asked_for(asked.value)["pace"]["preset"] == "very-slow"
    assert asked_for(asked.value)["from_character"] == STARTS[1]
    at(sight, PHRASES[1])


def test_closing_stops_the_work_on_the_server(opens: Opens) -> None:
    counting = Counting(seconds=0.05)
    with running(counting) as place:
        sight = opens(place)
        listened(sight, long_letter(8000))
        until(lambda: len(counting.spoken) > 3)
        sight.page.close()
        until(lambda: 'outcome="left"' in place.get("/metrics").text)
        assert len(counting.spoken) < 60


def test_what_was_fetched_stays_playable_when_the_server_is_gone_and_the_rest_can_be_asked_for_again(
    opens: Opens,
) -> None:
    counting = Counting(seconds=0.8)
    with running(counting) as place:
        sight = opens(place)
        listened(sight, long_letter(600))
        until(lambda: len(counting.spoken) >= 5)
    sight.until('document.getElementById("reading-note").textContent !== ""', 30_000)
    said = sight.page.inner_text("#reading-note")
    assert said == "The connection to the service was lost. What has come so far can still be heard."
    sight.until('document.getElementById("pause").textContent === "Go on"', 60_000)
    before = marked(tapped(sight.page))
    assert len(before) >= 2, "what had come was heard"
    sight.page.click("#try-again")
    sight.until('!document.getElementById("try-again").hidden')
    assert "lost" in sight.page.inner_text("#reading-note"), "it is still gone"
    with running(port=place.port):
        sight.page.click("#try-again")
        sight.until(f"({NOW}) !== ''", 30_000)
        assert sight.page.inner_text("#reading-note") == ""
        assert max(marked(tapped(sight.page))) >= before[-1], "it goes on where it was"
    sight.forgive()  # the browser notes that requests failed


def test_a_voice_that_fails_at_once_is_told_beside_the_letter(opens: Opens) -> None:
    with running(Failing("Sam")) as place:
        sight = opens(place)
        listened(sight, "Sam, you did enough.")
        sight.until('document.getElementById("desk-note").textContent !== ""')
        assert "failed" in sight.page.inner_text("#desk-note")
        screen(sight, "writing")
        assert sight.page.input_value("#letter") == "Sam, you did enough."
        sight.forgive()


@pytest.mark.parametrize(
    ("letter", "said"),
    [
        ("You did enough. " * 70, "This letter is longer than can be read here in one go. Read in parts, it works."),
        ("亲爱的你", "This voice does not speak the script that most of this letter is in. Another voice may."),
    ],
    ids=["too long", "another script"],
)
def test_what_cannot_be_read_is_said_for_a_listener_and_the_letter_stays(opens: Opens, letter: str, said: str) -> None:
    with running(voice="heart", max_characters=1000, ready=False) as place:
        sight = opens(place)
        sight.page.fill("#letter", letter)
        sight.until(f'document.getElementById("desk-note").textContent === {said!r}')
        sight.page.click("#listen")
        screen(sight, "writing")
        sight.until(f'document.getElementById("desk-note").textContent === {said!r}')
        assert sight.page.input_value("#letter") == letter
        sight.forgive()  # the browser notes what was refused


def test_listening_to_an_empty_letter_says_what_to_do(opens: Opens, server: Place) -> None:
    sight = opens(server)
    sight.page.click("#listen")
    assert sight.page.inner_text("#desk-note") == "There is no letter yet. Paste or type one, then listen."
    assert sight.page.evaluate("document.activeElement.id") == "letter"


def test_that_a_voice_is_waited_for_is_said_after_a_while_and_not_to_a_screen_reader(opens: Opens) -> None:
    with running(Counting(seconds=4)) as place:
        sight = opens(place)
        listened(sight)
        sight.until('document.getElementById("patience").hidden === false')
        assert sight.page.locator("#patience").evaluate("one => one.closest('[role=status], [aria-live]')") is None
        at(sight, PHRASES[0])
        sight.until('document.getElementById("patience").hidden')


def test_a_kept_letter_whose_voice_is_not_here_is_opened_and_that_is_said(opens: Opens, server: Place) -> None:
    sight = opens(server)
    entry = {"id": "abcdefgh1", "letter": "abcdefgh2", "kept": "2026-11-01T20:00:00Z", "text": LETTER, "voice": "zed"}
    file = json.dumps({"readback_letters": 1, "entries": [{**entry, "pace": {"preset": "gentle"}, "checks": []}]})
    sight.page.click("#shelf > summary")
    payload: FilePayload = {"name": "letters.json", "mimeType": "application/json", "buffer": file.encode()}
    sight.page.set_input_files("#import-file", payload)
    sight.page.click("#kept .open")
    assert sight.page.input_value("#letter") == LETTER
    assert sight.page.input_value("#pace") == "gentle"
    said = "The voice that this letter was kept with is not here, so another one is chosen."
    sight.until('document.getElementById("length").textContent !== ""')
    assert sight.page.inner_text("#desk-note") == said
