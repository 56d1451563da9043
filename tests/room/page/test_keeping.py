"""Letters kept in a browser: a real one, with its real database."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.room.page.folder import served

LETTER = {"text": "Dear Sam,\n\nthat is enough 🌿 \ud83d", "voice": "heart", "pace": {"preset": "slow", "speed": 0.9}}
"""With half a character in it, as a page can hold one."""
CALL = """async ([name, given]) => {
  const keeping = await import("./room/keeping.js");
  try {
    return {answer: await keeping[name](...given)};
  } catch (error) {
    return {code: error.code, name: error.name, field: error.field};
  }
}"""
DATABASES = "async () => (await indexedDB.databases()).map((one) => one.name)"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with served() as folder:
        yield folder.address


@pytest.fixture
def tabs(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    context = chromium.new_context(base_url=address)
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def tab(tabs: BrowserContext) -> Page:
    return opened(tabs)


def opened(tabs: BrowserContext, path: str = "/") -> Page:
    page = tabs.new_page()
    page.goto(path)
    return page


def call(tab: Page, function: str, *given: Any) -> Any:
    answer = tab.evaluate(CALL, [function, list(given)])
    assert "code" not in answer, answer
    return answer.get("answer")


def refused(tab: Page, function: str, *given: Any) -> str:
    answer = tab.evaluate(CALL, [function, list(given)])
    assert answer.get("name") == "KeepingError", answer
    return str(answer["code"])


def at(tab: Page, day: int) -> None:
    tab.clock.set_fixed_time(f"2026-11-{day:02d}T20:15:00Z")


NONE = {"added": 0, "merged": 0, "already": 0, "words": 0}
LOOKS = {
    "kept": [],
    "keptWords": [],
    "forgetWord": ["Aoife"],
    "exported": [],
    "imported": ['{"readback_letters": 1, "entries": []}'],
    "forget": ["nothing"],
    "forgetEverything": [],
}


@pytest.mark.parametrize("listed", [True, False])
@pytest.mark.parametrize("function", LOOKS)
def test_looking_and_forgetting_make_no_database(function: str, listed: bool, tab: Page) -> None:
    tab.evaluate("() => { window.list = indexedDB.databases.bind(indexedDB); }")
    if not listed:
        tab.evaluate("() => { delete IDBFactory.prototype.databases; }")
    found = call(tab, function, *LOOKS[function])
    assert found in (None, [], {"readback_letters": 1, "entries": []}, NONE)
    assert tab.evaluate("() => window.list()") == []


def test_versions_of_a_letter_are_together_and_the_newest_is_first(tab: Page) -> None:
    at(tab, 1)
    first = call(tab, "keep", LETTER)
    at(tab, 2)
    other = call(tab, "keep", {**LETTER, "text": "Dear me"})
    at(tab, 3)
    second = call(tab, "keep", {**LETTER, "letter": first["letter"], "text": "Dear Sam, it is late."})
    tab.reload()
    letters = call(tab, "kept")
    assert [[version["id"] for version in one["versions"]] for one in letters] == [
        [second["id"], first["id"]],
        [other["id"]],
    ]
    assert [one["letter"] for one in letters] == [first["letter"], other["letter"]]
    assert letters[0]["versions"][1] == {**LETTER, "checks": [], "kept": "2026-11-01T20:15:00.000Z"} | {
        name: first[name] for name in ("id", "letter")
    }


def test_keeping_the_same_text_again_changes_that_version_and_not_its_date(tab: Page) -> None:
    at(tab, 1)
    first = call(tab, "keep", LETTER)
    at(tab, 2)
    checks = [{"when": "2026-11-02T20:00:00Z", "before": {"number": 3}, "after": {"number": 5, "word": "quieter"}}]
    again = {"letter": first["letter"], "text": LETTER["text"], "voice": "emma", "pace": {}, "checks": checks}
    call(tab, "keep", again)
    (letter,) = call(tab, "kept")
    assert letter["versions"] == [{**again, "id": first["id"], "kept": first["kept"]}]


def test_one_version_is_forgotten_or_everything_and_then_no_database_is_left(tab: Page) -> None:
    one, two = (call(tab, "keep", {**LETTER, "text": text}) for text in ("one", "two"))
    call(tab, "forget", one["id"])
    call(tab, "forget", one["id"])
    assert [letter["letter"] for letter in call(tab, "kept")] == [two["letter"]]
    assert tab.evaluate(DATABASES) == ["readback"]
    call(tab, "forgetEverything")
    assert tab.evaluate(DATABASES) == []
    assert call(tab, "kept") == []


def test_without_a_list_of_databases_what_is_kept_is_found_all_the_same(tab: Page) -> None:
    tab.evaluate("() => { delete IDBFactory.prototype.databases; }")
    call(tab, "keep", LETTER)
    assert len(call(tab, "kept")) == 1


def test_another_tab_that_only_looks_does_not_keep_anybody_from_forgetting(tabs: BrowserContext, tab: Page) -> None:
    other = opened(tabs)
    call(tab, "keep", LETTER)
    assert len(call(other, "kept")) == 1
    call(tab, "forgetEverything")
    assert call(other, "kept") == []


def test_a_tab_that_holds_on_is_said_and_what_was_to_be_forgotten_goes_when_it_is_closed(
    tabs: BrowserContext, tab: Page
) -> None:
    call(tab, "keep", LETTER)
    other = opened(tabs)
    opening = "indexedDB.open('readback').onsuccess = ({ target }) => resolve(window.held = target.result)"
    other.evaluate(f"() => new Promise((resolve) => {{ {opening}; }}).then(() => 0)")
    assert refused(tab, "forgetEverything") == "in-use"
    other.close()
    tab.wait_for_function("async () => (await indexedDB.databases()).length === 0")


def test_a_full_disk_is_said_and_a_file_is_brought_in_whole_or_not_at_all(tabs: BrowserContext, tab: Page) -> None:
    brought = [entry("small", "small"), *(entry(f"big-{number:05}", noise(900_000)) for number in range(4))]
    room = {"origin": tab.evaluate("location.origin"), "quotaSize": 2_000_000}
    tabs.new_cdp_session(tab).send("Storage.overrideQuotaForOrigin", room)
    call(tab, "keep", LETTER)
    assert refused(tab, "imported", json.dumps({"readback_letters": 1, "entries": brought})) == "no-room"
    assert [letter["versions"][0]["text"] for letter in call(tab, "kept")] == [LETTER["text"]]
    assert refused(tab, "keep", {**LETTER, "text": noise(1_000_000)}) == "no-room"
    assert len(call(tab, "kept")) == 1


def test_a_browser_that_has_no_database_for_us_is_said(tabs: BrowserContext) -> None:
    sandboxed = opened(tabs, "/sandboxed")
    tabs.add_init_script("Object.defineProperty(window, 'indexedDB', {value: undefined})")
    without = opened(tabs)
    for page in (sandboxed, without):
        for function, given in (("kept", []), ("exported", []), ("keep", [LETTER]), ("forgetEverything", [])):
            assert refused(page, function, *given) == "not-possible"


def test_a_database_of_a_later_readback_is_left_alone(tab: Page) -> None:
    later = "() => new Promise((resolve) => { indexedDB.open('readback', 9).onsuccess = (event) => {"
    tab.evaluate(f"{later} event.target.result.close(); resolve(0); }}; }})")
    assert refused(tab, "keep", LETTER) == "not-possible"
    assert refused(tab, "kept") == "not-possible"


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"text": 1}, {"voice": None}, {"pace": {"speed": 9}}, {"checks": [{}]}]
)
def test_what_is_no_letter_is_not_kept(tab: Page, wrong: dict[str, Any]) -> None:
    assert refused(tab, "keep", {**LETTER, **wrong}) == "entry-invalid"
    assert tab.evaluate(DATABASES) == []


def test_everything_goes_into_a_file_and_comes_out_of_it_on_another_device(
    tab: Page, chromium: Browser, address: str
) -> None:
    for text in ("one", "two"):
        call(tab, "keep", {**LETTER, "text": text})
    text = tab.evaluate("async () => JSON.stringify(await (await import('./room/keeping.js')).exported())")
    device = chromium.new_context(base_url=address)
    page = opened(device)
    assert call(page, "imported", text) == NONE | {"added": 2}
    assert call(page, "imported", text) == NONE | {"already": 2}
    assert by_id(call(page, "exported")) == by_id(call(tab, "exported"))
    device.close()


def test_a_file_that_is_wrong_anywhere_changes_nothing(tab: Page) -> None:
    entries = [entry("right-01", "right"), {**entry("wrong-01", "wrong"), "kept": "yesterday"}]
    assert refused(tab, "imported", json.dumps({"readback_letters": 1, "entries": entries})) == "file-invalid"
    assert tab.evaluate(DATABASES) == []


def test_a_word_is_kept_by_its_key_and_forgotten_by_it_or_with_everything(tab: Page) -> None:
    for word, said in (("Siobhan", "shiv-AWN"), ("aoife", "AY-fa"), ("Aoife", "EE-fa")):
        call(tab, "keepWord", {"word": word, "said": said})
    call(tab, "keep", LETTER)
    tab.reload()
    words = [{"word": "Aoife", "said": "EE-fa"}, {"word": "Siobhan", "said": "shiv-AWN"}]
    assert call(tab, "keptWords") == words
    call(tab, "forgetWord", "AOIFE")
    assert call(tab, "keptWords") == words[1:]
    assert len(call(tab, "kept")) == 1
    call(tab, "forgetEverything")
    assert call(tab, "keptWords") == []
    assert tab.evaluate(DATABASES) == []


@pytest.mark.parametrize("listed", [True, False])
def test_what_an_earlier_readback_has_kept_is_found_and_words_are_kept_beside_it(listed: bool, tab: Page) -> None:
    old = json.dumps(entry("earlier", "earlier"))
    tab.evaluate(f"""() => new Promise((resolve) => {{
      const opening = indexedDB.open("readback", 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore("entries", {{ keyPath: "id" }}).put({old});
      opening.onsuccess = () => resolve(opening.result.close());
    }})""")
    if not listed:
        tab.evaluate("() => { delete IDBFactory.prototype.databases; }")
    assert call(tab, "keptWords") == []
    call(tab, "keepWord", {"word": "Aoife", "said": "EE-fa"})
    assert [letter["versions"][0]["text"] for letter in call(tab, "kept")] == ["earlier"]
    assert call(tab, "keptWords") == [{"word": "Aoife", "said": "EE-fa"}]


def test_words_come_out_of_the_file_on_another_device_and_what_is_said_there_stays(
    tab: Page, chromium: Browser, address: str
) -> None:
    for word, said in (("Aoife", "EE-fa"), ("Siobhan", "shiv-AWN")):
        call(tab, "keepWord", {"word": word, "said": said})
    file = call(tab, "exported")
    assert file == {
        "readback_letters": 2,
        "entries": [],
        "pronunciations": {"Aoife": "EE-fa", "Siobhan": "shiv-AWN"},
    }
    device = chromium.new_context(base_url=address)
    page = opened(device)
    call(page, "keepWord", {"word": "AOIFE", "said": "AY-fa"})
    assert call(page, "imported", json.dumps(file)) == NONE | {"words": 1}
    assert call(page, "imported", json.dumps(file)) == NONE
    assert call(page, "keptWords") == [{"word": "AOIFE", "said": "AY-fa"}, {"word": "Siobhan", "said": "shiv-AWN"}]
    device.close()


def entry(name: str, text: str) -> dict[str, Any]:
    name = name.ljust(8, "0")
    return {**LETTER, "id": name, "letter": name, "kept": "2026-11-01T20:15:00Z", "text": text, "checks": []}


def noise(characters: int) -> str:
    """A text that no database can make smaller."""
    return Random(characters).randbytes(characters // 2).hex()


def by_id(file: dict[str, Any]) -> list[dict[str, Any]]:
    return sorted(file["entries"], key=lambda one: str(one["id"]))
