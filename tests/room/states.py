"""The states of the listening room, and the way to each: for whoever looks at all of them, a test or a camera."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from benchmarks.readings import letter
from tests.room.browser import Sight

LETTER = letter("short")
PATIENCE = 60_000
Way = Callable[[Sight], None]
"""From the desk, as it is when the page has just come, to a state."""


def desk(sight: Sight) -> None:
    """As the page comes."""
    sight.until('document.getElementById("folded").hidden === false')


def written(sight: Sight, text: str = LETTER) -> None:
    """A letter is on the desk, and its length is said."""
    desk(sight)
    sight.page.fill("#letter", text)
    sight.until('document.getElementById("length").textContent !== ""')


def unfolded(sight: Sight) -> None:
    """All that is folded away is open."""
    written(sight)
    for fold in ("around", "finer", "recording", "shelf"):
        sight.page.click(f"#{fold} > summary")
    sight.until("!document.querySelector('#folded details:not([open])')")


def kept(sight: Sight) -> None:
    """Two letters are kept on the device."""
    written(sight)
    sight.page.click("#shelf > summary")
    for count, text in enumerate((LETTER, "hey you...\n\nyou made it through today. that counts.")):
        sight.page.fill("#letter", text)
        sight.page.click("#keep")
        sight.until(f'document.querySelectorAll("#kept li").length === {count + 1}')
    sight.page.evaluate("document.activeElement.blur(), scrollTo(0, document.body.scrollHeight)")


def forgetting(sight: Sight) -> None:
    """It is asked once more, before everything is forgotten."""
    kept(sight)
    sight.page.click("#forget")


def unwritten(sight: Sight) -> None:
    """Somebody listens, and there is no letter."""
    desk(sight)
    sight.page.click("#listen")
    sight.until('document.getElementById("desk-note").textContent !== ""')


def worded(sight: Sight) -> None:
    """The wording is looked at again."""
    written(
        sight,
        "Dear Sam,\n\nYou should rest. Why don't you go to bed early, and you must not worry.\n\nWith warmth,\nme",
    )
    sight.page.click("#around > summary")
    sight.page.click("#look-again")
    screen(sight, "wording")


def checking(sight: Sight) -> None:
    """How it is, before the letter."""
    written(sight)
    _around(sight, "check")
    sight.page.click("#listen")
    screen(sight, "checking")
    sight.page.click("#numbers label:nth-child(5)")


def settling(sight: Sight) -> None:
    """Breathing in."""
    written(sight)
    _around(sight, "breaths")
    sight.page.click("#listen")
    screen(sight, "settling")
    sight.until('document.getElementById("settling-said").textContent !== ""')


def imagining(sight: Sight) -> None:
    """The longest line that is said before a letter."""
    written(sight)
    _around(sight, "image")
    sight.page.click("#listen")
    screen(sight, "settling")


def speaking(sight: Sight) -> None:
    """A phrase is marked."""
    written(sight)
    sight.page.click("#listen")
    screen(sight, "listening")
    sight.until('document.querySelector("#sheet .now") !== null', PATIENCE)


def well_on(sight: Sight) -> None:
    """A phrase in the middle is marked."""
    speaking(sight)
    for _ in range(4):
        sight.page.click("#on")
    sight.until('/solve|hard weeks|part of you/.test(document.querySelector(".now")?.textContent)', PATIENCE)


def resting(sight: Sight) -> None:
    """It rests after a phrase."""
    speaking(sight)
    sight.until('document.querySelector("#sheet .resting") !== null', PATIENCE)


def paused(sight: Sight) -> None:
    """It waits for the listener."""
    speaking(sight)
    sight.page.click("#pause")
    sight.until('document.querySelector("#sheet .next") !== null')


def more(sight: Sight) -> None:
    """All that is at hand."""
    speaking(sight)
    sight.page.click("#more > summary")


def choosing(sight: Sight) -> None:
    """A word was said wrongly: which."""
    speaking(sight)
    sight.page.click("#wrong")
    sight.until('document.getElementById("teaching").open')


def teaching(sight: Sight) -> None:
    """How a word is said: it was taught before, and what is written now cannot be read."""
    choosing(sight)
    _said(sight, "Oluwaseun-Aoife", "EE-fa")
    sight.until('!document.getElementById("teaching").open')
    sight.page.click("#wrong")
    _said(sight, "Oluwaseun-Aoife", "12")
    sight.until('document.getElementById("teaching-note").textContent !== ""')


def lost(sight: Sight) -> None:
    """The connection is lost: little has come, and what is asked for now does not arrive."""
    written(sight, "\n\n".join([LETTER] * 8))
    sight.throttle(150_000)
    sight.page.click("#listen")
    screen(sight, "listening")
    sight.until('document.querySelector("#sheet .now") !== null', PATIENCE)
    sight.page.route("**/v1/readbacks", lambda route: route.abort("internetdisconnected"))
    sight.page.click("#slower")
    sight.until('document.getElementById("try-again").hidden === false', PATIENCE)


def stopped(sight: Sight) -> None:
    """It was stopped gently."""
    speaking(sight)
    sight.page.click("#pause")
    sight.page.click("#stop")
    screen(sight, "stopped")


def waiting(sight: Sight) -> None:
    """There is time."""
    stopped(sight)
    sight.page.click("#wait")
    screen(sight, "waiting")


def ended(sight: Sight) -> None:
    """The letter was heard, with a number and a word before it and after it, and is rated."""
    written(sight, "With warmth,\nSam")
    _around(sight, "check", "rate")
    sight.page.click("#listen")
    for label, word in ((4, "tired"), (7, "a little lighter")):
        sight.until('document.body.dataset.screen === "checking"', PATIENCE)
        sight.page.click(f"#numbers label:nth-child({label})")
        sight.page.fill("#word", word)
        sight.page.click("#check-form button[type=submit]")
        screen(sight, "listening" if word == "tired" else "ended")


def dark(sight: Sight) -> None:
    """For closed eyes."""
    more(sight)
    sight.page.click("#eyes")
    sight.until('document.getElementById("dark").hidden === false')


STATES: Mapping[str, Way] = MappingProxyType(
    {
        way.__name__: way
        for way in (
            *(desk, written, unfolded, kept, forgetting, unwritten, worded, checking, settling, imagining),
            *(speaking, well_on, resting, paused, more, choosing, teaching, lost, stopped, waiting, ended, dark),
        )
    }
)
"""Every state of the page, by its name."""


def screen(sight: Sight, name: str) -> None:
    """Wait until a screen is shown."""
    sight.until(f'document.body.dataset.screen === "{name}"', PATIENCE)


def _around(sight: Sight, *boxes: str) -> None:
    """Tick what is wished for around the letter, and fold it away again."""
    sight.page.click("#around > summary")
    for box in boxes:
        sight.page.check(f"#{box}")
    sight.page.click("#around > summary")


def _said(sight: Sight, word: str, said: str) -> None:
    """A word is chosen and written as it is to be said, and that is to be used."""
    sight.page.fill("#which-word", word)
    sight.page.click("#which-on")
    sight.until('document.getElementById("how").hidden === false')
    sight.page.fill("#sound", said)
    sight.page.click("#use")
