"""What is put into a page is text there and nothing else, in every place of every page."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jinja2
import pytest

from service import templates
from service.settings import Settings
from service.speech.catalogue import Catalogue
from service.speech.engines.tone import ToneEngine
from service.speech.reader import Reader
from service.templates import Templates
from service.voices.audition import Hearing
from service.voices.audition import page as audition_page
from service.web.app import create_app
from service.web.listening_room import page as room_page
from service.web.pages import docs_page, player_page, problem_page
from tests.conftest import missing
from tests.readings import CATALOGUE

FILES = sorted(path for path in Path(templates.__file__).parent.glob("**/templates/*") if path.is_file())
PLAIN = "(zoe said hello)"
ODD = "<script>a()</script> </title></select> \"two\" 'three' &lt;b {{ 7*7 }} {% if %} {# ${b} zoë 李"
"""Everything at once that means something in HTML, in a template, or in a file that is not UTF-8."""
NAMES = ("id", "href", "src", "aria-labelledby")
"""Attributes that hold names made of what is said, and sounds."""
TONE = CATALOGUE.voice("tone")


class Elements(HTMLParser):
    """The elements of a page with the names of their attributes, and what people read in it or it is told."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, ...]] = []
        self.said: list[str] = []
        self._drawing = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self._drawing:  # what is drawn of a letter differs from letter to letter
            self.found.append((tag, *(name for name, _ in attrs)))
            self.said.extend(value or "" for name, value in attrs if name not in NAMES)
        self._drawing += tag == "svg"

    def handle_endtag(self, tag: str) -> None:
        self._drawing -= tag == "svg"

    def handle_data(self, data: str) -> None:
        if not self._drawing:
            self.said.append(data)


def room(said: str) -> str:
    voices = (
        replace(TONE, name=said, description=said, language="en"),
        replace(TONE, name=f"far:{said}", description=said, language="es", leaves_to=said),
        replace(TONE, name=f"near:{said}", description=said, language=said),
    )
    settings = Settings(voice=said, help_text=f"{said}\n\n{said}", help_numbers=(f"{said}: 116 123",))
    return room_page(Catalogue({voice.name: voice for voice in voices}, {"tone": ToneEngine()}), settings)


def docs(said: str) -> str:
    """The page of a document that says it wherever ours says anything, and of names for it, too."""
    document = json.loads(json.dumps(create_app(Settings(voice="tone"), CATALOGUE).openapi()))
    return docs_page(_saying(document, said))


def _saying(value: Any, said: str, name: str = "") -> Any:
    """A part of the document. name: what the object is in which it stands."""
    if isinstance(value, list):
        return [_saying(one, said) for one in value]
    if isinstance(value, dict):
        named = name in ("paths", "responses", "content", "examples", "properties")
        return {f"{key} {said}" if named else key: _saying(one, said, key) for key, one in value.items()}
    return f"{value} {said}" if isinstance(value, str) and name not in ("$ref", "in") else value


def audition(said: str) -> str:
    for library in ("matplotlib", "swift_f0", "soxr"):
        if importlib.util.find_spec(library) is None:
            missing(library)
    voice = replace(TONE, name=said, description=said, licence=said, leaves_to=said)
    catalogue = Catalogue({voice.name: voice}, {"tone": ToneEngine()})
    hearing = Hearing(Reader(voice, catalogue.engines["tone"]), said)
    return audition_page(catalogue, [hearing], ["slow"], lambda line: None)


PAGES: dict[str, tuple[Callable[[str], str], int]] = {
    "the listening room": (room, 15),
    "a problem": (lambda said: problem_page(said, said), 3),
    "a reading": (lambda said: "".join(player_page(said, early=said)), 1),
    "the documentation": (docs, 500),
    "the audition": (audition, 10),
}
"""Each page, with something said in every place that data goes to, and how many places those are at least."""


@pytest.mark.parametrize(("page", "places"), PAGES.values(), ids=list(PAGES))
def test_what_is_put_into_a_page_is_text_and_changes_nothing_of_the_page(
    page: Callable[[str], str], places: int
) -> None:
    plain, odd = Elements(page(PLAIN)), Elements(page(ODD))
    assert odd.found == plain.found
    found = sum(text.count(PLAIN) for text in plain.said)
    assert found >= places
    # Examples are shown as JSON, in which a quote has a stroke before it.
    assert sum(text.replace('\\"', '"').count(ODD) for text in odd.said) == found


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_template_puts_values_into_quotes_and_takes_only_a_drawing_as_it_is(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"=\s*\{\{", text.partition("<script>")[0]), "a value without quotes ends at a space"
    assert not re.search(r"autoescape|Markup|'[^'\n<>]*\{\{[^}]*\}\}[^'\n<>]*'>", text)
    taken = re.findall(r"\{\{[^}]*\|\s*safe\s*\}\}", text)
    assert taken == (["{{ drawn.drawing|safe }}"] if path.name == "audition.html" else [])
    for script in re.findall(r"<script>.*?</script>", text, re.S):
        assert re.findall(r"\{\{.*?\}\}", script) == ["{{ second }}", "{{ margin }}"]


def test_a_place_that_is_left_open_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "one.html").write_text("<p>{{ one }}{{ other }}</p>\n")
    made = Templates(tmp_path)
    assert made.filled("one.html", one="<", other="ü") == "<p>&lt;ü</p>\n"
    with pytest.raises(jinja2.UndefinedError):
        made.filled("one.html", one="<")


def test_a_page_waits_for_no_file_once_the_templates_are_there(tmp_path: Path) -> None:
    path = tmp_path / "one.html"
    path.write_text("{% include 'other.html' %}")
    (tmp_path / "other.html").write_text("Yes.")
    made = Templates(tmp_path)
    for file in (path, tmp_path / "other.html"):
        file.unlink()
    assert made.filled("one.html") == "Yes."


def test_reading_a_letter_and_listing_the_voices_bring_no_templates(tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("That is enough for today.")
    code = (
        "import sys; from service.cli.main import main\n"
        f"main(['read', {str(letter)!r}, '-o', {str(tmp_path / 'a.wav')!r}, '--voice', 'tone']); main(['voices'])\n"
        "print('jinja2' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "False"
