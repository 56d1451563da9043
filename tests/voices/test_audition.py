"""The page on which voices are heard side by side: one file, its sound, pictures and figures the readings' own."""

from __future__ import annotations

import base64
import importlib.util
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from service.cli.main import main
from service.encode.formats import FORMATS, encode
from service.errors import VoiceUnknown
from service.mix.timeline import Timeline
from service.speech.catalogue import Catalogue
from service.speech.reader import Reader
from service.voices import audition, pictures
from service.voices.audition import Hearing, figures_of, hearings, page
from service.voices.loudness import integrated
from service.voices.passages import opening, passage_of
from tests.conftest import missing
from tests.readings import CATALOGUE, heard, readback_of, score_of

VOICES, PACES = ("heart", "tone"), ("gentle", "slow")
TEXT = opening(passage_of(CATALOGUE.voice("heart"), ""))


class Elements(HTMLParser):
    """Every element with its attributes, and all text, of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


@pytest.fixture(scope="module", autouse=True)
def libraries() -> None:
    for name in ("matplotlib", "swift_f0", "soxr"):
        if importlib.util.find_spec(name) is None:
            missing(name)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of two voices at two paces."""
    if (why := CATALOGUE.missing(CATALOGUE.voice("heart"))) is not None:
        missing(f"the voice heart: {why[0]}")
    folder = tmp_path_factory.mktemp("audition") / "new"
    return audition.audition(CATALOGUE, VOICES, PACES, folder, lambda line: None)


@pytest.fixture(scope="module")
def elements(written: Path) -> Elements:
    return Elements(written.read_text(encoding="utf-8"))


def test_the_page_is_one_file(written: Path) -> None:
    assert [entry.name for entry in written.parent.iterdir()] == ["audition.html"]


def test_the_page_asks_nobody_for_anything(written: Path, elements: Elements) -> None:
    text = written.read_text(encoding="utf-8")
    assert "://" not in text
    assert not elements.of("link")
    assert not elements.of("img")
    for _, attributes in elements.found:
        for name in ("src", "href", "xlink:href", "srcset", "action", "poster"):
            assert (attributes.get(name) or "#").startswith(("#", "data:"))
    assert set(re.findall(r"url\((.)", text)) <= {"#"}
    assert "@import" not in text


def test_every_voice_has_a_player_at_every_pace_that_plays_its_reading(elements: Elements) -> None:
    players = elements.of("audio")
    assert len(players) == len(VOICES) * len(PACES)
    wanted = [(voice, pace) for voice in VOICES for pace in PACES]
    for player, (voice, pace) in zip(players, wanted, strict=True):
        assert "controls" in player
        assert player["aria-label"] == f"{voice} at the pace {pace}"
        sound = (player["src"] or "").removeprefix("data:audio/mpeg;base64,")
        score = score_of(TEXT, voice, preset=pace)
        samples, timeline = heard(score)
        tags = readback_of(CATALOGUE, score).tags
        assert base64.b64decode(sound, validate=True) == encode(samples, FORMATS["mp3"], timeline.sample_rate, tags)


def test_every_reading_has_a_picture_that_is_told_as_well(elements: Elements) -> None:
    drawn = elements.of("svg")
    assert len(drawn) == len(VOICES) * len(PACES)
    assert all(picture["role"] == "img" for picture in drawn)
    assert "heart at the pace slow" in str(drawn[1]["aria-label"])
    assert len({picture["aria-label"] for picture in drawn}) == len(drawn)


def test_the_figures_are_those_of_the_readings(written: Path) -> None:
    text = written.read_text(encoding="utf-8")
    articles = re.findall(r"<article.*?</article>", text, re.S)
    for article, (voice, pace) in zip(articles, [(v, p) for v in VOICES for p in PACES], strict=True):
        score = score_of(TEXT, voice, preset=pace)
        samples, timeline = heard(score)
        shown = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", article))
        assert shown["Length"] == f"{len(samples) / timeline.sample_rate:.1f} s"
        assert shown["Length as predicted"] == f"{score.predicted_seconds:.1f} s"
        assert shown["Words a minute"] == f"{len(TEXT.split()) / timeline.seconds * 60:.0f}"
        assert float(shown["Syllables a second"]) == pytest.approx(score.pace.syllable_rate, rel=0.1)
        assert shown["Level"] == f"−{-integrated(samples, timeline.sample_rate):.1f} LUFS"
        assert float(shown["Level"][1:5]) == pytest.approx(20, abs=1)
        assert 25 <= int(shown["Rests"].split()[0]) <= 50


def test_names_in_the_page_are_given_once_and_lead_somewhere(elements: Elements) -> None:
    names = [str(attributes["id"]) for _, attributes in elements.found if "id" in attributes]
    assert sorted(names) == sorted(set(names))
    links = [str(attributes["href"]) for attributes in elements.of("a")]
    assert links == ["#voice-heart", "#voice-tone"]
    assert {link[1:] for link in links} <= set(names)
    labelled = [str(attributes["aria-labelledby"]) for attributes in elements.of("section")]
    assert set(labelled) <= set(names)


def test_the_page_says_what_it_is_before_it_plays_and_in_which_language(elements: Elements) -> None:
    assert elements.of("html")[0]["lang"] == "en"
    assert elements.of("blockquote")[0]["lang"] == "en-US"
    text = " ".join(" ".join(elements.text).split())
    assert text.index("Play two voices one after the other") < text.index("heart")
    assert TEXT in text
    assert "!" not in re.sub(r"\"use strict\".*", "", text)


def test_what_a_voice_says_of_itself_is_text_and_nothing_else() -> None:
    odd = replace(CATALOGUE.voice("tone"), name="<b>&\"'", description="<script>alert(1)</script>")
    catalogue = Catalogue({odd.name: odd}, CATALOGUE.engines)
    found = Elements(
        page(
            catalogue,
            [Hearing(Reader(odd, catalogue.engines["tone"]), "It costs $5 & $6, <b>so to speak</b>. Yes.")],
            ["slow"],
            print,
        )
    )
    assert len(found.of("script")) == 1
    assert not found.of("b")
    assert any("<script>alert(1)</script>" in text for text in found.text)
    assert len([text for text in found.text if "$5" in text]) == 2, "in the passage and in the picture"


def test_the_same_voices_make_the_same_page(written: Path, tmp_path: Path) -> None:
    again = audition.audition(CATALOGUE, VOICES, PACES, tmp_path, lambda line: None)
    assert again.read_bytes() == written.read_bytes()


def test_voices_that_are_not_named_are_those_that_can_read_and_leave_nothing() -> None:
    far = replace(CATALOGUE.voice("tone"), name="far", leaves_to="example.org")
    foreign = replace(CATALOGUE.voice("tone"), name="foreign", language="xx")
    catalogue = Catalogue({**{v.name: v for v in (CATALOGUE.voice("tone"), far, foreign)}}, CATALOGUE.engines)
    said: list[str] = []
    assert [hearing.reader.voice.name for hearing in hearings(catalogue, (), said.append)] == ["tone"]
    assert len(said) == 1
    assert "foreign" in said[0]
    assert [hearing.reader.voice.name for hearing in hearings(catalogue, ("far",), said.append)] == ["far"]
    with pytest.raises(VoiceUnknown):
        hearings(catalogue, ("nobody",), said.append)


def test_a_silent_reading_has_a_picture_all_the_same() -> None:
    samples = np.zeros(24_000, np.float32)
    drawn = pictures.picture_of("", samples, Timeline(24_000, heard(score_of("Yes."))[1].cues), "x")
    whole = ElementTree.fromstring(f'<svg xmlns:xlink="x">{drawn.drawing}</svg>')
    assert whole.findall(".//path")


def test_the_command_makes_the_folder_and_says_how_large_the_page_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "a" / "b"
    for _ in range(2):
        assert main(["voices", "audition", "-o", str(folder), "--voice", "tone", "--pace", "gentle"]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[0] == "tone (1 of 1)"
    assert re.fullmatch(rf"{re.escape(str(folder / 'audition.html'))}: 1 voice, \d\.\d MB\.", out[1])
    assert [entry.name for entry in folder.iterdir()] == ["audition.html"]
    only = Elements((folder / "audition.html").read_text(encoding="utf-8"))
    assert len(only.of("audio")) == 1


def test_a_missing_library_is_said_in_a_line_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "swift_f0" else there(name))
    assert main(["voices", "audition", "-o", str(tmp_path)]) == 1
    assert capsys.readouterr().err == (
        "readback: The pictures need swift-f0, which this installation is without. "
        "Run `pip install swift-f0` in Readback's environment.\n"
    )
    assert not list(tmp_path.iterdir())


def test_the_figures_share_out_the_whole_reading() -> None:
    score = score_of(TEXT)
    samples, timeline = heard(score)
    figures = figures_of(readback_of(CATALOGUE, score), timeline, -20.0)
    speech = sum(phrase.syllables for phrase in score.phrases) / figures.syllables_per_second
    assert speech + figures.rests * figures.seconds == pytest.approx(len(samples) / timeline.sample_rate, abs=0.01)
