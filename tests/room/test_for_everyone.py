"""The listening room for everyone (WCAG 2.2 AA): every state of it, in a real browser, from a real server."""

from __future__ import annotations

import contextlib
import itertools
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.room.browser import Look, Sight, sight
from tests.room.states import PATIENCE, STATES, desk, lost, screen, speaking, stopped, teaching, written
from tests.running import Place, running

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.conftest import Finds, Opens

PHONE = Look(390, 844)
LETTER = "Dear Sam,\n\nYou came home late, and the day was long. You sat down all the same.\n\nMe"
HELP = "Nobody reads along here. If tonight is too much to carry, a person can help. " * 8
NUMBERS = ("Emergency: 112", "The clinic on Tuesdays and Thursdays, from nine: +44 20 7946 0000", "Samaritans: 116 123")
NARROW, LOW, DESKTOP = (320, 640), (320, 256), (1280, 800)
DRAWN = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(0))))"
"""Resolves when the page has been laid out and drawn as it is now."""
LIKE = ("speaking", "well_on", "imagining")
"""States that look like another one."""
FOCUSED = """(({activeElement: one}) => one === document.body ? "BODY" : one.id || one.textContent.trim())(document)"""

SEEN = """
const seen = (one) => one.checkVisibility({visibilityProperty: true}) && one.getClientRects().length > 0;
const over = document.querySelector("dialog[open], #dark:not([hidden])");
const shown = over ?? document;
const name = (one) => one.id || one.textContent.trim().slice(0, 30) || one.tagName;
const box = (one) => {
  const label = one.matches("input[type=checkbox], input[type=radio]") ? one.closest("label") : null;
  return (label ?? one).getBoundingClientRect();
};
const controls = [...shown.querySelectorAll("button, select, summary, textarea, input, a[href]")].filter(seen);
"""
TARGETS = """controls.flatMap((one) => {
  const {width, height} = box(one);
  const least = one.closest("#help p") ? 24 : 43.9;
  return width >= least && height >= least ? [] : [`${name(one)}: ${width} × ${height}`];
})"""
OUTSIDE = """[...document.body.querySelectorAll("*")].filter(seen).flatMap((one) => {
  if (one.closest(".unseen, #breath, option, optgroup") || one.matches("option, optgroup")) return [];
  const {left, right} = one.getBoundingClientRect();
  return left >= -5 && right <= document.documentElement.clientWidth + 5 ? [] : [`${name(one)}: ${left} to ${right}`];
}).concat(document.documentElement.scrollWidth > WIDTH ? ["it scrolls to the side"] : [])"""
CUT = """[...document.body.querySelectorAll("button, summary, label, p, h1, h2, legend, li, td, th, output, .letter")]
  .filter(seen).filter((one) => one.clientWidth && !one.matches(".unseen"))
  .filter((one) => one.scrollWidth > one.clientWidth + parseFloat(getComputedStyle(one).fontSize) * 0.35
    || one.scrollHeight > one.clientHeight + 6)
  .map((one) => `${name(one)}: ${one.scrollWidth} in ${one.clientWidth}, ${one.scrollHeight} in ${one.clientHeight}`)"""
OVER = """controls.flatMap((one, at) => controls.slice(at + 1).flatMap((other) => {
  const foot = document.getElementById("foot");
  if (one.contains(other) || foot?.contains(one) !== foot?.contains(other)) return [];
  const a = box(one), b = box(other);
  const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return wide > 1 && high > 1 ? [`${name(one)} and ${name(other)}`] : [];
}))"""
AT_FOCUS = """(() => {
  const one = document.activeElement;
  const foot = document.getElementById("foot");
  const style = getComputedStyle(one);
  const shown = one.nextElementSibling?.tagName === "SPAN" && getComputedStyle(one).opacity === "0"
    ? getComputedStyle(one.nextElementSibling) : style;
  const {top, bottom, left} = one.getBoundingClientRect();
  const edge = foot && !one.closest("#foot, #dark, dialog") && getComputedStyle(foot).position === "sticky"
    ? Math.min(innerHeight, foot.getBoundingClientRect().top) : innerHeight;
  return {
    name: one.id || one.textContent.trim() || one.value, tag: one.tagName, top, left,
    scroll: scrollY + (one.closest("dialog")?.scrollTop ?? 0),
    ring: shown.outlineStyle !== "none" && parseFloat(shown.outlineWidth) >= 2,
    hidden: bottom <= 0 || top >= edge, partly: bottom - top < edge && (top < -1 || bottom > edge + 1),
  };
})()"""


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    """With the tone voice: it is quick."""
    with running() as place:
        yield place


@pytest.fixture(scope="module", params=[name for name in STATES if name not in LIKE])
def state(request: pytest.FixtureRequest, chromium: Browser, server: Place) -> Iterator[Sight]:
    """A telephone on which the page is in a state. It stays there for all tests of states, but for what is read on."""
    with sight(chromium, server.address, PHONE, tap=False) as opened:
        opened.page.goto("/")
        way = STATES[request.param]
        way(opened)
        yield opened
        if way in (lost, teaching):
            opened.forgive()  # the browser notes that requests failed, or were refused
        assert opened.complaints == []


@contextlib.contextmanager
def sized(opened: Sight, size: tuple[int, int]) -> Iterator[None]:
    """The window has another size for a while. size: in CSS pixels."""
    opened.page.set_viewport_size({"width": size[0], "height": size[1]})
    opened.page.evaluate(DRAWN)
    yield
    opened.page.set_viewport_size({"width": PHONE.width, "height": PHONE.height})


@contextlib.contextmanager
def enlarged(opened: Sight) -> Iterator[None]:
    """Text is twice as large for a while, as a browser's own setting has it."""
    session = opened.context.new_cdp_session(opened.page)
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 32, "fixed": 26}})
    opened.page.evaluate(DRAWN)
    yield
    session.send("Page.setFontSizes", {"fontSizes": {"standard": 16, "fixed": 13}})
    session.detach()


def found(opened: Sight, script: str) -> list[str]:
    width = opened.page.viewport_size["width"] if opened.page.viewport_size else 0
    lines: list[str] = opened.page.evaluate(f"() => {{ {SEEN} return {script.replace('WIDTH', str(width))} }}")
    return lines


def laid_out(opened: Sight) -> list[str]:
    """What does not fit."""
    return [
        *(f"outside: {line}" for line in found(opened, OUTSIDE)),
        *(f"cut off: {line}" for line in found(opened, CUT)),
        *(f"over each other: {line}" for line in found(opened, OVER)),
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(state: Sight, axe_finds: Finds, scheme: Any) -> None:
    state.page.emulate_media(color_scheme=scheme)
    assert axe_finds(state) == []


def test_targets_are_as_large_as_a_finger(state: Sight) -> None:
    assert found(state, TARGETS) == []


@pytest.mark.parametrize("size", [NARROW, LOW, DESKTOP], ids=str)
def test_everything_fits_any_window(state: Sight, size: tuple[int, int]) -> None:
    with sized(state, size):
        assert laid_out(state) == []


@pytest.mark.parametrize("size", [(390, 844), (640, 400)], ids=str)
def test_everything_fits_with_text_twice_as_large(state: Sight, size: tuple[int, int]) -> None:
    with sized(state, size), enlarged(state):
        assert state.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") == 34
        assert laid_out(state) == []


def test_nothing_moves_where_stillness_is_asked_for(state: Sight) -> None:
    state.page.emulate_media(reduced_motion="reduce")
    assert state.page.evaluate("document.getAnimations().length") == 0
    assert state.page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert not state.page.is_visible("#breath")
    state.page.emulate_media(reduced_motion="no-preference")


def test_every_name_begins_with_what_is_seen_and_every_control_has_one(state: Sight) -> None:
    unlike = """controls.flatMap((one) => {
      const label = one.getAttribute("aria-label");
      const said = label ?? (one.labels?.[0]?.textContent || one.textContent).trim();
      if (!said) return [name(one)];
      return label && !label.startsWith(one.textContent.trim()) ? [`${name(one)}: ${label}`] : [];
    })"""
    assert found(state, unlike) == []


def test_every_state_is_a_heading_or_a_region_and_marks_are_only_seen(state: Sight) -> None:
    assert state.page.evaluate("document.documentElement.lang") == "en"
    assert state.page.evaluate("document.title")
    named = """[...document.querySelectorAll("section:not([hidden])")].flatMap((one) =>
      one.querySelector("h1, h2") || one.getAttribute("aria-label") ? [] : [one.id])"""
    assert found(state, named) == []
    assert (
        found(
            state,
            """[...document.querySelectorAll("#sheet *")].filter((one) =>
      one.getAttributeNames().some((name) => name.startsWith("aria") || name === "role")).map(name)""",
        )
        == []
    )


def test_tabbing_reaches_everything_in_order_and_nothing_hides_what_has_the_focus(state: Sight) -> None:
    for size in ((390, 844), LOW):
        with sized(state, size):
            stops = tabbed(state)
            assert [stop["name"] for stop in stops if not stop["ring"]] == [], "focus is seen"
            assert [stop["name"] for stop in stops if stop["hidden"]] == [], f"out of sight, {size}"
            assert size == LOW or [stop["name"] for stop in stops if stop["partly"]] == [], "half behind the foot"
            missing = set(found(state, REACHED)) - {stop["name"] for stop in stops}
            assert not missing
    tops = [stop["top"] + stop["scroll"] for stop in stops if stop["tag"] not in ("A",)]
    assert all(after > before - 60 for before, after in itertools.pairwise(tops)), "in the order that is seen"


def test_going_through_the_controls_leaves_the_letter_where_it_is(opens: Opens, server: Place) -> None:
    sight = opens(server, PHONE)
    STATES["paused"](sight)
    for control in ("back", "longer", "stop", "More"):
        tab_to(sight, control)
        assert sight.page.evaluate("scrollY") == 0


REACHED = """controls.filter((one) => !one.disabled && one.tabIndex >= 0 && one.type !== "radio")
  .map((one) => one.id || one.textContent.trim() || one.value)"""


def tabbed(opened: Sight) -> list[dict[str, Any]]:
    """Where the focus stops on its way once through the page."""
    opened.page.evaluate("document.activeElement.blur(), scrollTo(0, 0)")
    stops: list[dict[str, Any]] = []
    start = """(() => {
      const one = document.querySelector("dialog[open], #dark:not([hidden])") ?? document.querySelector("main");
      one.tabIndex = -1;
      one.focus({preventScroll: true}); one.removeAttribute("tabindex") })()"""
    opened.page.evaluate(start)
    for _ in range(80):
        opened.page.keyboard.press("Tab")
        stop = opened.page.evaluate(AT_FOCUS)
        if stop["hidden"] or stop["partly"]:  # it may still be on its way
            opened.page.evaluate(DRAWN)
            stop = opened.page.evaluate(AT_FOCUS)
        if stop["tag"] == "BODY" or (stops and stop["name"] == stops[0]["name"]):
            return stops
        stops.append(stop)
    raise AssertionError(f"it does not come to an end: {[stop['name'] for stop in stops]}")


def test_nothing_moves_while_settling_where_stillness_is_asked_for(opens: Opens, server: Place) -> None:
    still = opens(server, Look(390, 844, still=True))
    STATES["settling"](still)
    assert not still.page.is_visible("#breath")
    assert still.page.inner_text("#settling-said") == "Breathing in"
    assert still.page.evaluate("document.getAnimations().length") == 0
    still.page.click("#settling-skip")
    screen(still, "listening")
    still.until('document.querySelector("#sheet .resting") !== null', PATIENCE)
    assert still.page.evaluate("document.getAnimations().length") == 0


def test_the_mark_is_seen_where_the_system_sets_the_colours(opens: Opens, server: Place) -> None:
    sight = opens(server, forced_colors="active")
    speaking(sight)
    sight.until('getComputedStyle(document.querySelector(".now") ?? document.body).outlineStyle === "solid"')


WATCH = """(() => {
  window.said = [];
  const live = "[role=status], [role=alert], [aria-live], output";
  new MutationObserver((changes) => changes.forEach(({target}) => {
    const one = (target.nodeType === 1 ? target : target.parentElement)?.closest(live);
    if (one?.checkVisibility()) said.push(`${one.id}: ${one.textContent}`);
  })).observe(document.body, {subtree: true, childList: true, characterData: true});
})()"""


def test_no_screen_reader_is_interrupted_while_the_letter_is_read(opens: Opens, server: Place) -> None:
    sight = opens(server)
    written(sight, "Sam, you sat down all the same.")
    sight.page.click("#listen")
    screen(sight, "listening")
    sight.page.evaluate(WATCH)
    for button in ("slower", "longer", "on", "pause", "pause"):
        sight.page.click(f"#{button}")
        sight.page.wait_for_timeout(120)
    screen(sight, "ended")
    assert sight.page.evaluate("said") == []


def press(sight: Sight, *keys: str) -> None:
    for key in keys:
        sight.page.keyboard.press(key)


def tab_to(sight: Sight, wanted: str, back: bool = False) -> None:
    """Tab until something has the focus. wanted: its id, or its text."""
    for _ in range(60):
        if sight.page.evaluate(FOCUSED) == wanted:
            return
        press(sight, "Shift+Tab" if back else "Tab")
    raise AssertionError(f"not reached by Tab: {wanted}")


def test_the_whole_way_is_gone_by_keyboard_alone(opens: Opens, server: Place) -> None:
    sight = opens(server)
    desk(sight)
    tab_to(sight, "letter")
    sight.page.keyboard.insert_text(LETTER[:-2])  # as pasted, for each key that is pressed takes a while
    sight.page.keyboard.type(LETTER[-2:])
    tab_to(sight, "voice")
    tab_to(sight, "pace")
    press(sight, "ArrowDown")
    assert sight.page.input_value("#pace") == "very-slow"
    tab_to(sight, "The pace, finer")
    press(sight, "Enter")
    tab_to(sight, "speed")
    press(sight, "ArrowRight")
    assert sight.page.input_value("#speed") == "1.05"
    tab_to(sight, "listen", back=True)
    press(sight, "Enter")
    sight.until('document.querySelector("#sheet .now") !== null', PATIENCE)
    assert focus(sight) == "pause"
    press(sight, "Space")
    assert sight.page.inner_text("#pause") == "Go on", "pressed once, not twice"
    press(sight, "ArrowRight", "ArrowRight")
    sight.until('document.querySelector(".next")?.textContent === "and the day was long."')
    press(sight, "ArrowLeft", "Enter")
    assert sight.page.inner_text("#pause") == "Pause"
    tab_to(sight, "slower")
    with sight.page.expect_request("**/v1/readbacks") as asked:
        press(sight, "Space")
    assert json.loads(asked.value.post_data or "")["pace"]["speed"] == pytest.approx(0.95)
    assert sight.page.inner_text("#pause") == "Pause", "Space pressed the button that had the focus"
    tab_to(sight, "longer")
    press(sight, "Enter", "Escape")
    screen(sight, "stopped")
    assert focus(sight) == "stopped-title"
    tab_to(sight, "wait")
    press(sight, "Enter")
    assert focus(sight) == "waiting-title"
    tab_to(sight, "wait-over")
    press(sight, "Enter")
    assert focus(sight) == "pause"
    for _ in range(5):
        press(sight, "ArrowRight")
    screen(sight, "ended")
    assert focus(sight) == "ended-title"
    tab_to(sight, "ended-keep")
    press(sight, "Enter")
    sight.until('document.getElementById("ended-note").textContent === "Kept on this device."')
    tab_to(sight, "ended-back")
    press(sight, "Enter")
    assert focus(sight) == "listen"
    tab_to(sight, "Keep on this device")
    press(sight, "Enter")
    sight.until('document.querySelectorAll("#kept li").length === 1')
    tab_to(sight, "forget")
    press(sight, "Enter")
    assert focus(sight) == "forget-no"
    tab_to(sight, "forget-yes", back=True)
    press(sight, "Enter")
    sight.until('document.querySelectorAll("#kept li").length === 0')
    assert focus(sight) != "BODY", "the focus is not lost with what was forgotten"


def focus(sight: Sight) -> str:
    found: str = sight.page.evaluate(FOCUSED)
    return found


def test_one_kept_letter_is_forgotten_by_keyboard_and_the_focus_stays_near(opens: Opens, server: Place) -> None:
    sight = opens(server)
    STATES["kept"](sight)
    sight.page.focus("#kept li:first-child button:last-child")
    press(sight, "Enter")
    sight.until('document.querySelectorAll("#kept li").length === 1')
    assert focus(sight) != "BODY"
    sight.page.focus("#kept .open")
    press(sight, "Enter")
    assert focus(sight) != "BODY"


def test_eyes_closed_holds_the_focus_and_is_left_by_keyboard(opens: Opens, server: Place) -> None:
    sight = opens(server)
    STATES["dark"](sight)
    assert focus(sight) == "dark-pause"
    names = set()
    for _ in range(4):
        press(sight, "Tab")
        names.add(focus(sight))
    assert names <= {"dark-pause", "dark-leave", "BODY"}, "what is under the dark is out of reach"
    tab_to(sight, "dark-leave")
    press(sight, "Enter")
    assert not sight.page.is_visible("#dark")
    assert focus(sight) == "pause"
    sight.page.click("#eyes")
    press(sight, "Escape")
    screen(sight, "stopped")
    assert not sight.page.is_visible("#dark")


LETTERS = {
    "one long word": "Dear " + "Sam" * 400,
    "a very long line": "You did what you could today, and that is enough for now. " * 60,
    "right to left": "שלום סם,\n\nעשית מה שיכולת היום, וזה מספיק.\n\nשלך",
    "Chinese": "亲爱的山姆：\n\n" + "你今天已经做了你能做的事情，这已经足够了。" * 20,
    "a column of spaces": "a" + " " * 500 + "b",
}


@pytest.mark.parametrize("name", LETTERS)
def test_any_letter_fits_the_sheet(opens: Opens, server: Place, name: str) -> None:
    sight = opens(server, Look(320, 640))
    desk(sight)
    sight.page.fill("#letter", LETTERS[name])
    sight.page.click("#listen")
    sight.until('document.getElementById("sheet").textContent !== ""')
    assert laid_out(sight) == []
    if name == "right to left":
        assert sight.page.evaluate("""getComputedStyle(document.getElementById("sheet")).unicodeBidi""") == "plaintext"


@pytest.mark.parametrize("look", [PHONE, Look(1280, 800, dark=True)], ids=str)
def test_a_long_text_of_where_to_turn_and_its_numbers_leave_room_for_the_letter(
    opens: Opens, axe_finds: Finds, look: Look
) -> None:
    with running(help_text=HELP, help_numbers=NUMBERS) as place:
        sight = opens(place, look)
        for way in (written, stopped):
            sight.page.goto("/")
            way(sight)
            assert axe_finds(sight) == []
            assert laid_out(sight) == []
            assert found(sight, TARGETS) == []
            assert [stop["name"] for stop in tabbed(sight) if stop["hidden"] or stop["partly"]] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_plain_pages(opens: Opens, server: Place, axe_finds: Finds, scheme: Any) -> None:
    sight = opens(server, PHONE, "/docs", color_scheme=scheme)
    assert axe_finds(sight) == []
    sight.page.goto("/listen")
    assert axe_finds(sight) == []


def test_without_javascript_the_form_plays_and_back_keeps_the_letter(opens: Opens, server: Place) -> None:
    sight = opens(server, PHONE, java_script_enabled=False, tap=False)
    for gone in ("#open-file", "#folded", "#controls", "#dark", "#stopped"):
        assert not sight.page.is_visible(gone)
    assert sight.page.is_visible("#help")
    sight.page.fill("#letter", "With warmth, me")
    sight.page.select_option("#pace", "gentle")
    sight.page.get_by_label("Begin with").check()
    sight.page.click("#listen")
    sound = sight.page.locator("audio")
    sound.wait_for()
    assert len(sound.get_attribute("src") or "") > 20_000
    assert sight.page.is_visible("text=To the page where letters are read")
    sight.page.go_back()
    assert sight.page.input_value("#letter") == "With warmth, me"
    assert sight.page.input_value("#pace") == "gentle"
