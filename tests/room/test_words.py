"""What the page says, every string of it: no praise, no blame, no alarm, nobody told what to do."""

from __future__ import annotations

import colorsys
import html.parser
import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.settings import HELP_TEXT, Settings
from service.speech.catalogue import Catalogue
from service.web.listening_room import FOLDER, page
from service.web.pages import player_page, problem_page
from service.web.problems import EXAMPLES, TITLES
from tests.readings import CATALOGUE
from tests.room.node import node

STYLES = sorted(FOLDER.glob("*.css"))
MODULES = sorted([*FOLDER.glob("*.js"), *FOLDER.glob("player/*.js")])
SCRIPTS = [path for path in MODULES if path.name not in ("words.js", "wording.js")]
SAID_IN = frozenset(("alt", "aria-label", "placeholder", "title", "label", "content", "summary"))
"""Attributes that people read or hear."""

UNWANTED = re.compile(
    r"!|\b(should|shouldn['’]t|must|mustn['’]t|have to|has to|need to|needs to|ought|required"
    r"|great|well done|good job|nice work|awesome|amazing|perfect|excellent|proud|congrat\w*|bravo|hooray|yay"
    r"|streaks?|scores?|points|goals?|achieve\w*|progress|reward\w*|badges?|level up|keep it up"
    r"|wrong with you|your fault|you failed|failed|failure|invalid|error|errors|illegal|forbidden|denied|fatal"
    r"|warning|danger|alert|attention|caution|urgent|oops|sorry|unfortunately|please|hurry|now or never)\b",
    re.I,
)
ALLOWED = (
    "If you are in danger, or",
    "The score cannot be read",
    "a score.",
    "The voice failed",
    "The audio encoder failed",
)
"""Where the line of where to turn names what it is for; what programs send is called a score; and a machine failed."""
MACHINE = re.compile(r"The voice \w+ failed")
TECHNICAL = (
    r"[\s.#\[\]>:()a-zA-Z0-9_=\"'*,-]*[#\[>][\s.#\[\]>:()a-zA-Z0-9_=\"'*,-]*",  # a selector
    r"button, summary, select, input, textarea, a",
    r"(\(prefers-[a-z-]+: [a-z-]+\))",
)
"""Strings of other modules with several words that nobody reads."""


class Reader(html.parser.HTMLParser):
    """What a page says."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.feed(text)

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.said.append(" ".join(data.split()))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "meta" or ("name", "description") in attrs:
            self.said.extend(value for name, value in attrs if name in SAID_IN and value)


def of_the_page() -> Iterator[str]:
    tone = Catalogue({"tone": CATALOGUE.voice("tone")}, CATALOGUE.engines)
    said = Reader(page(tone, Settings(voice="tone"))).said
    assert HELP_TEXT in said
    yield from said


def of_the_scripts() -> Iterator[str]:
    """Every string that words.js holds or makes, of several numbers and hosts."""
    script = f"""
    const words = await import({json.dumps((FOLDER / "words.js").as_uri())});
    const said = [];
    const read = (value) => {{
      if (typeof value === "string") said.push(value);
      else if (typeof value === "function") read(made(value));
      else if (Array.isArray(value) || (value && typeof value === "object")) Object.values(value).forEach(read);
    }};
    const GIVEN = [0, 0.8, 1, 1.2, 3, 65, 200, 4000, "speech.example.org", "2026-11-22T20:00:00Z", {{}}, undefined];
    const made = (call) => GIVEN.map((one) => {{ try {{ return call(one); }} catch {{ return ""; }} }});
    read({{...words}});
    console.log(JSON.stringify(said));
    """
    command = [node(), "--input-type=module", "-e", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    yield from (text for text in json.loads(done.stdout) if text != "Invalid Date")


def of_the_answers() -> Iterator[str]:
    yield from TITLES.values()
    for problem in EXAMPLES.values():
        yield problem.detail
        yield from Reader(problem_page(TITLES[problem.code], problem.detail)).said
    yield from Reader("".join(player_page("audio/mpeg"))).said


def of_the_rest() -> Iterator[str]:
    manifest = json.loads((FOLDER / "manifest.webmanifest").read_text(encoding="utf-8"))
    yield from (manifest["name"], manifest["short_name"], manifest["description"])
    for path in STYLES:
        yield from re.findall(r"content:\s*[\"']([^\"']+)[\"']", path.read_text(encoding="utf-8"))
    yield from Reader((FOLDER / "icon.svg").read_text(encoding="utf-8")).said


@pytest.mark.parametrize("said", [of_the_page, of_the_scripts, of_the_answers, of_the_rest])
def test_no_word_praises_or_blames_or_alarms_or_tells_anybody_what_to_do(said: Callable[[], Iterator[str]]) -> None:
    sentences = list(said())
    assert len(sentences) >= 3
    assert [line for line in sentences if is_unwanted(line)] == []


def is_unwanted(line: str) -> bool:
    for allowed in ALLOWED:
        line = line.replace(allowed, "")
    return bool(UNWANTED.search(MACHINE.sub("", line)))


def test_what_is_unwanted_is_known_when_it_is_read() -> None:
    unwanted = (
        "Well done.",
        "You should rest.",
        "Error: no letter",
        "It works!",
        "A streak of 3 days",
        "You must wait",
    )
    assert all(map(is_unwanted, unwanted))
    assert not any(map(is_unwanted, ("Pause", "Some people soften these; you decide.", HELP_TEXT)))


def test_the_words_of_scripts_are_all_read() -> None:
    said = list(of_the_scripts())
    for sentence in ("Pause", "Breathing in", "about a minute, read by a computer voice", "One letter was added."):
        assert sentence in said
    assert any("speech.example.org" in sentence for sentence in said)


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_only_words_js_says_anything(path: Path) -> None:
    prose = [
        text for text in literals(path.read_text(encoding="utf-8")) if re.search(r"[^\W\d_]{2,} [^\W\d_]{2,}", text)
    ]
    assert [text for text in prose if not any(re.fullmatch(one, text) for one in TECHNICAL)] == []


def literals(script: str) -> list[str]:
    """The strings in a script, without its comments."""
    token = re.compile(
        r"/\*.*?\*/|//[^\n]*|/(?![*/ ])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*(?=[.,;)\s])"
        r"|\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\]|\\.)*)`",
        re.S,
    )
    return [text for found in token.finditer(script) for text in found.groups() if text]


def test_strings_are_found_and_comments_are_not() -> None:
    script = "// it's one\nconst a = \"two words\"; /* 'three' */ b(`four ${c} five`, 'six', /\"seven'/g);"
    assert literals(script) == ["two words", "four ${c} five", "six"]


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_no_colour_alarms(path: Path) -> None:
    style = path.read_text(encoding="utf-8")
    colours = re.findall(r"#([0-9a-fA-F]{3,8})\b(?=[^{}]*[;}])", style)
    assert colours
    assert not re.findall(r"\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\(", style), (
        "written in another way"
    )
    assert not re.findall(r":[^;{}]*\b(?:red|crimson|tomato|orangered|firebrick|darkred|maroon|salmon|coral)\b", style)
    assert [colour for colour in colours if is_red(colour)] == []


def is_red(colour: str) -> bool:
    """Hue from 340 to 20 degrees, and not nearly grey."""
    digits = "".join(digit * 2 for digit in colour[:3]) if len(colour) in (3, 4) else colour[:6]
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    hue, _, saturation = colorsys.rgb_to_hls(red, green, blue)
    return saturation > 0.4 and (hue >= 340 / 360 or hue <= 20 / 360)


def test_red_is_known_when_it_is_seen() -> None:
    assert [colour for colour in ("c00", "d9534f", "faf8f4", "2f5d62", "dc3545aa") if is_red(colour)] == [
        *("c00", "d9534f", "dc3545aa")
    ]
