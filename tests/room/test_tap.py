"""The tap hears what a page plays, when it plays it: tones at times that the page itself knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.room.tap import BLOCK, Tap, heard, rests, tapped
from tests.running import Place, running

if TYPE_CHECKING:
    from tests.conftest import Opens
    from tests.room.browser import Sight

POLICY = {"Content-Security-Policy": "default-src 'self'"}
PAGE = """<!doctype html><html lang=en><title>Tones</title><main><h1>Tones</h1><button id=go>Go</button>
<p><span data-start=0>one</span> <span data-start=7>two</span></p></main><script src=tones.js></script>"""
SCRIPT = """
const TONES = [[0.30, 0.50], [0.70, 0.74], [1.00, 1.30]];
document.querySelector("#go").onclick = () => {
  const context = new AudioContext();
  const buffer = (seconds, sample) => {
    const made = new AudioBuffer({ length: Math.round(seconds * context.sampleRate), sampleRate: context.sampleRate });
    made.copyToChannel(Float32Array.from({ length: made.length }, (_, n) => sample(n / context.sampleRate)), 0);
    return made;
  };
  const out = new GainNode(context);
  out.connect(context.destination);
  const play = (sound, at, loop = false) => {
    const node = new AudioBufferSourceNode(context, { buffer: sound, loop });
    node.connect(out);
    node.start(at);
  };
  play(buffer(1, () => (Math.random() - 0.5) * 0.0012), 0, true); // room tone, -69 dB
  const from = context.currentTime;
  window.tones = TONES.map(([start, end]) => [from + start, from + end]);
  for (const [start, end] of TONES)
    play(buffer(end - start, (t) => 0.14 * Math.cos(2 * Math.PI * 210 * t)), from + start);
  const [one, two] = document.querySelectorAll("[data-start]");
  window.marks = [];
  const mark = (before, after) => {
    before?.classList.remove("now");
    after?.classList.add("now");
    window.marks.push(context.currentTime);
  };
  setTimeout(mark, 300, null, one);
  setTimeout(mark, 700, one, two);
  setTimeout(mark, 1000, two, null);
  setTimeout(() => out.disconnect(context.destination), 1600);
  setTimeout(() => (document.title = "done"), 1900);
};
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Place]:
    with running(ready=False) as place:
        yield place


def serve(sight: Sight, name: str, kind: str, text: str) -> None:
    headers = POLICY | {"Content-Type": kind}
    sight.context.route(f"**/{name}", lambda route: route.fulfill(body=text, headers=headers))


@pytest.fixture
def tones(opens: Opens, server: Place) -> Sight:
    sight = opens(server, path=None)
    serve(sight, "tones", "text/html", PAGE)
    serve(sight, "tones.js", "text/javascript", SCRIPT)
    serve(sight, "favicon.ico", "image/svg+xml", "<svg/>")
    sight.page.goto("/tones")
    sight.page.click("#go")
    sight.until("document.title == 'done'")
    return sight


def edges(tap: Tap, tones: list[list[float]]) -> list[float]:
    return [a - b for one, two in zip(heard(tap), tones, strict=True) for a, b in zip(one, two, strict=True)]


def test_tones_are_heard_when_they_sound(tones: Sight) -> None:
    tap = tapped(tones.page)
    known = tones.page.evaluate("tones")
    block = BLOCK / tap.rate
    assert max(map(abs, edges(tap, known))) <= 1.5 * block
    assert tap.speech() == pytest.approx(20 * np.log10(0.14 / np.sqrt(2)), abs=1.5)
    assert [end - start for start, end in rests(tap)] == pytest.approx([0.2, 0.26], abs=2 * block)
    assert (first := tap.first_sound()) is not None
    assert first < known[0][0]

    assert tap.first == 0
    floor = np.median(tap.levels[tap.levels < -40])
    assert -72 < floor < -66
    assert not np.isnan(tap.levels).any()
    assert tap.levels[-10:].max() == -200, "what the page takes off the loudspeaker is heard no longer"

    assert [mark.start for mark in tap.marks] == [0, 7, None]
    for mark, now in zip(tap.marks, tones.page.evaluate("marks"), strict=True):
        assert now - 0.2 < tap.heard(mark.at) < now, "what is heard is behind what is computed: sound takes its time"
        assert tap.at(tap.heard(mark.at)) == pytest.approx(mark.at, abs=5)
    assert [(press.kind, press.what) for press in tap.presses] == [("click", "go")]
    assert tap.presses[0].at < tap.at(known[0][0])
