"""The listening room in a real Chromium, from a real server with the real voice: what a person there hears and sees.

Sound is heard behind the page, where it goes to the loudspeaker (`tests/room/tap.py`), and its times are those of the
loudspeaker, as the browser tells them.
"""

from __future__ import annotations

import contextlib
import json
import random
import statistics
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Browser, Request

from benchmarks.figures import Answer, Figure
from benchmarks.readings import letter
from benchmarks.serving import server
from tests.room.browser import Sight, browser, chromium, sight
from tests.room.hearing import Hearing, NotHeardError, sounds_of
from tests.room.tap import BLOCK, heard, tapped

PRESSES = 7
"""How often *Listen* is pressed, each time in a page that was just opened."""
TURNS = ("longer", "longer", "shorter", "shorter", "longer", "longer", "shorter", "longer")
"""What is pressed while evening.txt is heard, in this order, at random moments."""
APART = (9.0, 17.0)
"""How far apart these moments are, in seconds."""
THROTTLED, LATENCY = 400_000, 100.0
"""Bits a second that a slow network carries, and how long it takes to answer, in milliseconds."""
SLOW = f"slow network ({THROTTLED // 1000} kbit/s, {LATENCY:.0f} ms)"
WHOLE = ("evening", "steps", "breathless")
PATIENCE = 270.0
"""How long a letter may take to be heard, in seconds."""
UNDERRUN = 0.02
"""A rest that is this much longer than it was to be is one, in seconds."""
FOLDER = Path(__file__).parent.parent / "service" / "web" / "static" / "room"
PARTS = (".css", ".js", ".png", ".svg", ".webmanifest")
WORDS = ("Wilhelmina", "quince", "harbour")
"""Words of a letter that occur nowhere else."""
LETTER = f"Dear {WORDS[0]},\n\nYou made the {WORDS[1]} jam. You walked to the {WORDS[2]}, too.\n\nMe"
STORED = """(async () => {
  const found = [document.cookie, ...Object.entries(localStorage), ...Object.entries(sessionStorage)].filter(String);
  for (const { name, version } of await indexedDB.databases()) {
    const asked = (request) => new Promise((done, failed) => {
      request.onsuccess = () => done(request.result);
      request.onerror = () => failed(request.error);
    });
    const base = await asked(indexedDB.open(name, version));
    for (const store of base.objectStoreNames) {
      const entries = await asked(base.transaction(store).objectStore(store).getAll());
      found.push(...entries.map((one) => JSON.stringify(one)));
    }
    base.close();
  }
  for await (const name of (await navigator.storage.getDirectory()).keys()) found.push(name);
  const kept = [];
  for (const name of await caches.keys())
    for (const request of await (await caches.open(name)).keys())
      kept.push([request.url, await (await caches.match(request)).text()]);
  return { found: found.map(String), kept };
})()"""


def figures() -> Iterator[Figure]:
    """All figures of the listening room; none where this machine has no Chromium."""
    executable = chromium()
    if executable is None:
        return
    with server("tests.room.tapserver") as port, browser(executable) as opened:
        room = Room(port, opened)
        yield first_sound(room)
        yield from weight(room)
        stored = stored_without_keep(room)
        yield from whole_letters(room)
        yield quiet(room, stored)


@dataclass
class Room:
    """The page of a server, to be opened in a browser."""

    port: int
    browser: Browser
    complaints: list[str] = field(default_factory=list)
    """Of all pages that were opened: errors in the console, and requests to other hosts."""

    @contextlib.contextmanager
    def opened(self, **how: Any) -> Iterator[Sight]:
        """The page, in a profile of its own, not gone to."""
        with sight(self.browser, f"http://127.0.0.1:{self.port}", **how) as one:
            yield one
            self.complaints += one.complaints

    def post(self, path: str, body: Any, accept: str = "application/json") -> bytes:
        """What the server answers."""
        headers = {"Content-Type": "application/json", "Accept": accept}
        address = f"http://127.0.0.1:{self.port}{path}"
        request = urllib.request.Request(address, data=json.dumps(body).encode(), headers=headers)
        with urllib.request.urlopen(request, timeout=60) as answer:
            data: bytes = answer.read()
        return data


def written(page: Sight, text: str) -> None:
    """Put a letter into the page, and wait until its length is told."""
    page.page.fill("#letter", text)
    page.until('document.getElementById("length").textContent !== ""')


def first_sound(room: Room) -> Figure:
    """From the press of *Listen* until the room is heard, and until the first word is."""
    tones, words = zip(*(_pressed(room) for _ in range(PRESSES)), strict=True)
    tone, word = statistics.median(tones), statistics.median(words)
    return Figure(
        f"From the press of *Listen* to the first word at the loudspeaker, median of {PRESSES} pages",
        "≤ 500 ms",
        f"{word:.0f} ms ({min(words):.0f} to {max(words):.0f}; the room tone after {tone:.0f} ms)",
        word <= 500,
        Answer("first-sound", f"{word / 1000:.2f} s", "from the press to the loudspeaker, in Chromium"),
    )


def _pressed(room: Room) -> tuple[float, float]:
    """Milliseconds from a press until the first sample that is not silent, and until the first of speech."""
    with room.opened() as one:
        one.page.goto("/")
        written(one, letter("evening"))
        one.page.wait_for_timeout(500)
        one.page.click("#listen")
        one.page.wait_for_timeout(2000)
        tap = tapped(one.page)
        press = next(press.at for press in tap.presses if press.kind == "click" and press.what == "listen")
        first = tap.first_sound()
        speech = heard(tap)
        if first is None or not speech:
            raise NotHeardError("nothing was heard within two seconds")
        return tap.at(first) - press, tap.at(speech[0][0]) - press


def weight(room: Room) -> Iterator[Figure]:
    """Bytes of a first visit, as they come over the network, and how soon *Listen* is there when that is slow."""
    with room.opened(tap=False) as one:
        session = one.context.new_cdp_session(one.page)
        sizes: list[int] = []
        session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
        one.throttle(THROTTLED, LATENCY)
        session.send("Network.enable")
        one.page.goto("/", wait_until="commit")
        one.until('document.getElementById("folded")?.hidden === false', 60_000)
        ready = one.page.evaluate("performance.now()") / 1000
        one.page.wait_for_load_state("networkidle")
        needed, requests = sum(sizes), len(sizes)
        rest = [path for path in parts() if f"GET {one.address}/{path}" not in one.requests]
        for path in rest:
            one.page.evaluate("path => fetch(path).then((answer) => answer.arrayBuffer()).then(() => null)", path)
        one.page.wait_for_timeout(300)
        every = sum(sizes)
    yield Figure(
        "All files of the page, as they come over the network: compressed, with the heads of the answers",
        "≤ 150 kB",
        f"{every / 1000:.0f} kB ({needed / 1000:.0f} kB in {requests} requests before it is used; the rest are icons, "
        f"the manifest and the service worker)",
        every <= 150_000,
        Answer("page", f"{needed / 1000:.0f} kB", "before *Listen* can be pressed for the first time; compressed"),
    )
    yield Figure(f"A first visit over a {SLOW}: until *Listen* can be pressed", "", f"{ready:.1f} s", None)


def parts() -> list[str]:
    """The address of each file of the page, but for the page itself."""
    files = sorted(path for path in FOLDER.rglob("*") if path.suffix in PARTS and not path.name.endswith(".d.ts"))
    names = [path.relative_to(FOLDER).as_posix() for path in files]
    return [name if name == "service-worker.js" else f"room/{name}" for name in names]


@dataclass
class Listener:
    """A page in which a letter is being heard."""

    name: str
    sight: Sight
    turns: Sequence[str] = ()
    """What is pressed meanwhile."""
    bodies: list[Any] = field(default_factory=list)
    """What the page asked for."""
    done: int = 0
    """How much of that was."""
    due: float = float("inf")
    """When the next is."""

    def begin(self) -> None:
        """Open the page over a slow network, and press *Listen*."""
        self.sight.context.on("request", self._asked)
        self.sight.throttle(THROTTLED, LATENCY)
        self.sight.page.goto("/", timeout=60_000)
        written(self.sight, letter(self.name))
        self.sight.page.click("#listen")
        if self.turns:
            self.sight.page.click("#more > summary")  # where *shorter rests* is

    def _asked(self, request: Request) -> None:
        if request.url.endswith("/v1/readbacks"):
            self.bodies.append(json.loads(request.post_data or ""))

    def go_on(self, chance: random.Random) -> bool:
        """Press what is due. Whether it is still being heard."""
        if self.done < len(self.turns) and time.monotonic() > self.due:
            self.sight.page.click(f"#{self.turns[self.done]}")
            self.done += 1
            self.due = time.monotonic() + chance.uniform(*APART)
        return bool(self.sight.page.evaluate('document.body.dataset.screen === "listening"'))

    def hearing(self, room: Room) -> Hearing:
        """What was heard, beside what the service sends for the same wish."""
        if len(self.bodies) != 1:
            raise NotHeardError(f"{self.name} was asked for {len(self.bodies)} times")
        body = self.bodies[0]
        tap = tapped(self.sight.page)
        score = json.loads(room.post("/v1/scores", body))
        events = room.post("/v1/readbacks", body, "application/x-ndjson").splitlines()
        return Hearing(tap, score, sounds_of([json.loads(line) for line in events]))


def whole_letters(room: Room) -> Iterator[Figure]:
    """Three letters from their beginning to their end, at the same time, each over a slow network.

    In evening.txt there are presses on the way, and what else is asked of a reading is measured there.
    """
    with contextlib.ExitStack() as stack:
        listeners = [
            Listener(name, stack.enter_context(room.opened()), TURNS if name == WHOLE[0] else ()) for name in WHOLE
        ]
        for listener in listeners:
            listener.begin()
        heard_to_the_end(listeners)
        hearings = [listener.hearing(room) for listener in listeners]
    evening = hearings[0]
    yield marks(evening)
    yield rests(evening)
    yield next_rest(evening)
    yield underruns(hearings)


def heard_to_the_end(listeners: Sequence[Listener]) -> None:
    """Wait until all are at the end of their letters, pressing what is to be pressed on the way."""
    chance = random.Random(4)
    end = time.monotonic() + PATIENCE
    for listener in listeners:
        listener.due = time.monotonic() + APART[0]
    while sum(listener.go_on(chance) for listener in listeners):  # not any(), which does not ask them all
        if time.monotonic() > end:
            raise TimeoutError(f"A letter was not at its end after {PATIENCE:.0f} seconds.")
        listeners[0].sight.page.wait_for_timeout(50)


def marks(hearing: Hearing) -> Figure:
    """How far each mark is from the sound of its phrase."""
    sounds, files = np.abs(hearing.marked()).T
    return Figure(
        f"How far the mark of a phrase is from its sound, the worst of {len(sounds)}",
        "≤ 50 ms",
        f"{sounds.max():.0f} ms (median {np.median(sounds):.0f}, 95th percentile {np.percentile(sounds, 95):.0f}; "
        f"against the first sample of the phrase's own file {files.max():.0f} at the worst)",
        bool(sounds.max() <= 50),
    )


def rests(hearing: Hearing) -> Figure:
    """How far each rest is from what the score and the listener's factor make of it."""
    found, own = np.abs(hearing.wrong()).T * 1000
    return Figure(
        f"How far a rest is from what the plan and the listener's presses make of it, the worst of {len(found)}",
        "≤ 20 ms",
        f"{own.max():.0f} ms (95th percentile {np.percentile(own, 95):.0f}; with the soft ends of the phrases on "
        f"either side {found.max():.0f} and {np.percentile(found, 95):.0f}; {len(hearing.turns)} presses)",
        bool(own.max() <= 20),
    )


def next_rest(hearing: Hearing) -> Figure:
    """How many rests are as before after a press."""
    turns = list(hearing.later())
    within = [any(rest.begins < turn.at < rest.begins + rest.lasted for rest in hearing.rests) for turn, _ in turns]
    worst = max(later for _, later in turns)
    return Figure(
        f"*Longer rests* or *Shorter rests* pressed at {len(turns)} random moments, {sum(within)} of them in a rest: "
        f"rests that begin later and are still as before",
        "0",
        str(worst),
        worst == 0,
    )


def underruns(hearings: Sequence[Hearing]) -> Figure:
    """Rests that were longer than they were to be because the sound was not there.

    What the machine itself did not render in time, with all these pages at once on it, is told beside them.
    """
    wrong = [hearing.wrong()[:, 1] - hearing.lost() for hearing in hearings]
    count = sum(int(np.sum(one > UNDERRUN)) for one in wrong)
    lost = sum(int(np.isnan(hearing.tap.levels).sum()) * BLOCK / hearing.tap.rate for hearing in hearings) * 1000
    worst = max(float(one.max()) for one in wrong) * 1000
    return Figure(
        f"{len(WHOLE)} whole letters ({', '.join(WHOLE)}) heard at once, each over a {SLOW}: rests that grew because "
        f"the sound was late",
        "0",
        f"{count} (of {sum(map(len, wrong))} rests the worst was {worst:+.0f} ms; the busy machine itself left out "
        f"{lost:.0f} ms of sound)",
        count == 0,
    )


def stored_without_keep(room: Room) -> list[str]:
    """What the browser has stored after all that can be done in the page but *Keep*: anything but the page's files."""
    with room.opened(tap=False, service_workers="allow") as one:
        one.page.goto("/")
        written(one, LETTER)
        _all_but_keep(one)
        one.until("navigator.serviceWorker.ready.then(({ active }) => active?.state === 'activated')")
        stored = one.page.evaluate(STORED)
        cookies = [str(cookie["name"]) for cookie in one.context.cookies()]
    ours = {f"{one.address}/{path}" for path in ("", *parts())}
    kept = [url for url, text in stored["kept"] if url not in ours or any(word in text for word in WORDS)]
    if not stored["kept"]:
        raise SystemExit("The service worker has kept nothing: there is nothing to look at.")
    return [*stored["found"], *kept, *cookies]


def _all_but_keep(one: Sight) -> None:
    """The whole way through the page, by its buttons."""
    page = one.page
    page.click("#around > summary")
    for choice in ("#breaths", "#check", "#rate"):
        page.check(choice)
    page.click("#look-again")
    page.click("#wording-back")
    page.click("#recording > summary")
    with page.expect_download():
        page.click("#save")
    page.click("#listen")
    page.fill("#word", WORDS[0])
    page.click("#check-form button[type=submit]")
    page.click("#settling-skip")
    one.until('document.querySelector(".now") !== null')
    for press in (
        "#longer",
        "#slower",
        "#on",
        "#back",
        "#pause",
        "#pause",
        "#too-much",
        "#stop",
        "#wait",
        "#wait-over",
    ):
        page.click(press)
    one.until('!document.getElementById("checking").hidden', 60_000)
    page.click("#check-skip")
    page.click("#ended-back")


def quiet(room: Room, stored: Sequence[str]) -> Figure:
    """What is not to be: of all pages that were opened."""
    elsewhere = [line for line in room.complaints if line.startswith("another host")]
    errors = [line for line in room.complaints if line not in elsewhere]
    counts = (len(elsewhere), len(errors), len(stored))
    return Figure(
        "In all of this: requests to other hosts, errors in the browser's console, and things stored without *Keep*",
        "0, 0, 0",
        ", ".join(map(str, counts)) + "".join(f"; {line}" for line in (*room.complaints, *stored)),
        not any(counts),
    )
