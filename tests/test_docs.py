"""What the pages say is so: everything that can be set, called or answered is in them, and their examples run."""

from __future__ import annotations

import argparse
import ast
import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from annotated_types import Ge, Gt, Le

from service import __version__, errors
from service.cli.main import parser
from service.deliver.cue_sheets import CUE_SHEETS
from service.encode.formats import FORMATS
from service.phrases.rests import REST_KINDS
from service.render import planned
from service.score.pace import LONGEST_REST, LONGEST_UNASKED, PRESETS, RANGES, Pace
from service.score.plan import LONG_STRETCH, SHORT_STRETCH
from service.score.score import Rest, Score
from service.settings import Settings, read_settings
from service.speech.catalogue import open_catalogue
from service.web.app import create_app
from service.web.problems import STATUSES
from tests.conftest import missing

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("docs/*.md"), *ROOT.glob("*.md"), ROOT / "voices" / "README.md"])
ADDRESS = "http://127.0.0.1:8000"
FOR_PEOPLE = {"GET /", "GET /room/{file}", "GET /service-worker.js", "POST /listen", "GET /listen"}
"""Routes of the page, which are no part of the API."""
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True)
class Example:
    """A fenced block of a page."""

    page: str
    line: int
    language: str
    about: str
    """What stands after the language: for JSON that is to be sent, a method and a route."""
    text: str

    def __str__(self) -> str:
        return f"{self.page}:{self.line}"


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def examples(*languages: str) -> list[Example]:
    found = []
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        for match in FENCE.finditer(text):
            line = text.count("\n", 0, match.start()) + 1
            language, about, body = match.groups()
            found.append(Example(str(path.relative_to(ROOT)), line, language, about.strip(), body))
    return [example for example in found if not languages or example.language in languages]


def rows(text: str) -> dict[str, list[str]]:
    """The rows of all tables, each under every word that its first cell has between backticks or bare."""
    found = {}
    for line in re.findall(r"^\|(.+)\|$", text, re.M):
        first, *rest = [cell.strip() for cell in line.split("|")]
        for name in re.findall(r"`([^`]+)`", first) or [first]:
            found[name] = rest
    return found


# What the program has, the pages have.


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_listed_with_what_it_is_and_may_be(name: str) -> None:
    unless_set, may_be, _ = rows(page("docs/deploy.md"))[f"READBACK_{name.upper()}"]
    field = Settings.model_fields[name]
    default = ",".join(field.default) if isinstance(field.default, tuple) else str(field.default)
    if name == "threads":
        default = "the number of cores"
    if name == "voices_folder":
        default, unless_set = "readback/voices", unless_set.split("` ")[0]
    assert unless_set.strip("`") == (default.removesuffix(".0") or "none")
    for limit in field.metadata:
        if isinstance(limit, Ge):
            assert may_be.startswith(f"{limit.ge} to ")
        if isinstance(limit, Gt):
            assert may_be.startswith(f"above {limit.gt}, ")
        if isinstance(limit, Le):
            assert may_be.endswith(f"to {limit.le}")


def test_no_setting_is_listed_that_there_is_not() -> None:
    everything = {f"READBACK_{name.upper()}" for name in Settings.model_fields} | {"READBACK_SETTINGS"}
    for path in PAGES:
        assert set(re.findall(r"READBACK_[A-Z_]+", path.read_text(encoding="utf-8"))) <= everything


def commands(under: argparse.ArgumentParser | None = None) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    """All commands, and the commands of commands, each by what is typed for it."""
    for action in (under or parser())._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, deeper in action.choices.items():
                yield name, deeper
                yield from ((f"{name} {further}", one) for further, one in commands(deeper))


@pytest.mark.parametrize(("name", "parser"), list(commands()))
def test_every_command_and_option_is_described(name: str, parser: argparse.ArgumentParser) -> None:
    text = page("docs/api.md")
    assert f"readback {name}" in text
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            continue
        for option in action.option_strings or [str(action.metavar)]:
            assert option in ("-h", "--help") or re.search(rf"[` ]{option}\b", text), option


def test_no_option_is_described_that_there_is_not() -> None:
    options = {option for _, parser in commands() for action in parser._actions for option in action.option_strings}
    listed = re.findall(r"^\| `(--?\w[\w-]*)", page("docs/api.md"), re.M)
    assert listed
    assert set(listed) <= options


@pytest.fixture(scope="module")
def openapi() -> dict[str, Any]:
    return create_app(Settings(voice="tone")).openapi()


def test_every_route_is_described(openapi: dict[str, Any]) -> None:
    text = page("docs/api.md")
    for route, methods in openapi["paths"].items():
        for method in methods:
            assert f"{method.upper()} {route}" in text
    for name in FOR_PEOPLE:
        assert f"`{name}`" in text


def test_no_route_is_described_that_there_is_not(openapi: dict[str, Any]) -> None:
    routes = {f"{method.upper()} {route}" for route, methods in openapi["paths"].items() for method in methods}
    for path in PAGES:
        named = re.findall(r"`((?:GET|POST|PUT|DELETE) /[\w/{}]*)`", path.read_text(encoding="utf-8"))
        assert set(named) <= routes | FOR_PEOPLE


def test_every_field_of_a_body_is_described(openapi: dict[str, Any]) -> None:
    known = rows(page("docs/api.md"))
    for methods in openapi["paths"].values():
        for operation in methods.values():
            for schema in operation.get("requestBody", {}).get("content", {}).values():
                for field in fields_of(schema["schema"], openapi):
                    assert field in known, f"{operation['operationId']}: {field}"


def fields_of(schema: dict[str, Any], openapi: dict[str, Any]) -> Iterator[str]:
    """Names of the fields of a schema and of the objects in it, a score's own excepted."""
    if "$ref" in schema:
        schema = openapi["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    for one in schema.get("anyOf", schema.get("oneOf", [])):
        yield from fields_of(one, openapi)
    for name, field in schema.get("properties", {}).items():
        yield name
        if name != "score":
            yield from fields_of(field, openapi)


def kinds(root: type[errors.ReadbackError]) -> Iterator[type[errors.ReadbackError]]:
    for kind in root.__subclasses__():
        yield kind
        yield from kinds(kind)


@pytest.mark.parametrize("code", sorted({kind.code for kind in kinds(errors.ReadbackError)} - {"error"}))
def test_every_error_is_described(code: str) -> None:
    assert code in rows(page("docs/api.md").partition("## Errors")[2])


@pytest.mark.parametrize("code", STATUSES)
def test_every_problem_is_described_with_its_status(code: str) -> None:
    assert rows(page("docs/api.md").partition("## Errors")[2])[code][0] == str(STATUSES[code])


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_described(name: str) -> None:
    form = FORMATS[name]
    assert form.media_type in rows(page("docs/api.md"))[name][0]
    assert f"`{form.extension}`" in page("docs/api.md")


@pytest.mark.parametrize("name", CUE_SHEETS)
def test_every_cue_sheet_is_described(name: str) -> None:
    assert f"`{CUE_SHEETS[name].extension}`" in page("docs/api.md")


@pytest.mark.parametrize("name", open_catalogue().files)
@pytest.mark.parametrize("where", ["README.md", "docs/voices.md"])
def test_every_voice_is_described(where: str, name: str) -> None:
    voice = open_catalogue().voice(name)
    assert voice.licence in rows(page(where))[name]


@pytest.mark.parametrize("field", RANGES)
def test_every_number_of_a_pace_is_given_with_its_range(field: str) -> None:
    low, high = RANGES[field]
    assert f"{low:g} to {high:.6g}" in rows(page("docs/api.md"))[field][0]


def test_every_code_in_the_glossary_and_elsewhere_is_a_kind_of_rest() -> None:
    for name in ("docs/glossary.md", "docs/pacing.md", "docs/api.md"):
        for kind in REST_KINDS:
            assert f"`{kind}`" in page(name), (name, kind)


# The numbers of the paces.


def seconds(pace: Pace, kind: str) -> str:
    return f"{pace.rests[kind]:g} s" if pace.rests[kind] else "–"  # type: ignore[index]


def preset_rows() -> Iterator[tuple[str, list[str]]]:
    paces = PRESETS.values()
    yield "", list(PRESETS)
    yield "syllables a second, rests not counted", [f"{pace.syllables_per_second:g}" for pace in paces]
    yield "longest phrase, in syllables", [str(pace.phrase_syllables) for pace in paces]
    for kind in REST_KINDS:
        if kind != "breath":
            yield kind, [seconds(pace, kind) for pace in paces]
    yield "each rest varies by", [f"±{pace.jitter:.0%}".replace("%", " %") for pace in paces]


@pytest.mark.parametrize(("first", "cells"), list(preset_rows()))
def test_the_table_of_presets_has_their_numbers(first: str, cells: list[str]) -> None:
    text = page("docs/pacing.md").partition("## The presets")[2].partition("What that comes to")[0]
    assert rows(text)[first] == cells


def test_the_bounds_of_rests_are_given() -> None:
    text = page("docs/pacing.md")
    for number in (LONGEST_REST, LONGEST_UNASKED, SHORT_STRETCH, LONG_STRETCH):
        assert re.search(rf"\b{re.escape(f'{number:g}')}\b", text)
    breath = PRESETS["with-breath"]
    assert (breath.breath_seconds, breath.shortest_breath) == (10.0, 3.5)
    assert "at least 3.5 seconds" in text


def evening(preset: str) -> Score:
    letter = page("tests/letters/evening.txt")
    return planned(open_catalogue(), letter, "heart", PRESETS[preset], 20_000)


@pytest.mark.parametrize("preset", PRESETS)
def test_the_pages_plans_are_those_of_the_score(preset: str) -> None:
    """The numbers are a prediction, and move a little whenever a voice is measured anew."""
    score = evening(preset)
    rests = sum(part.seconds for part in score.parts if isinstance(part, Rest))
    expected = {
        "words a minute, all in": score.words_per_minute,
        "words a minute of speech alone": score.words / (score.predicted_seconds - rests) * 60,
        "part of it that is rests": rests / score.predicted_seconds * 100,
        "minutes for 300 words": 300 / score.words_per_minute,
    }
    table = rows(page("docs/pacing.md").partition("<!-- plans -->")[2].partition("<!-- /plans -->")[0])
    for first, value in expected.items():
        said = float(table[first][list(PRESETS).index(preset)].removesuffix(" %"))
        assert said == pytest.approx(value, rel=0.03), first
    assert f"{score.words} words" in page("docs/pacing.md")


# The pages by themselves.


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", path.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://")):
            continue
        name, _, heading = target.partition("#")
        file = path.parent / name if name else path
        assert file.exists(), target
        assert not heading or heading in anchors(file), target


def anchors(path: Path) -> set[str]:
    """The headings of a page as links name them."""
    text = re.sub(FENCE, "", path.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading).lower().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_prose_is_plain(path: Path) -> None:
    text = re.sub(FENCE, "", path.read_text(encoding="utf-8"))
    prose = re.sub(r"`[^`]*`|!\[[^]]*\]|<!--.*?-->|^    .*$", "", text, flags=re.M)
    assert "!" not in prose
    assert not re.search(r"\b(should|must)\b", prose), "no lecturing"


def test_the_readme_opens_with_its_two_commands_and_has_a_place_for_figures() -> None:
    text = page("README.md")
    first = re.findall(r"^    (.+)$", text, re.M)
    assert first[:2] == ["scripts/readback read examples/letter.txt", "scripts/test"]
    assert first[2].startswith("curl ")
    assert text.index("![") < text.index("## Voices") < text.index("<!-- bench -->") < text.index("<!-- /bench -->")


def test_the_changelog_has_the_version_and_before_it_at_most_what_is_to_come() -> None:
    versions = re.findall(r"^## (.+)$", page("CHANGELOG.md"), re.M)
    assert versions[versions[0] == "Unreleased"] == __version__


def test_the_documents_of_a_voice_name_every_field_of_its_file() -> None:
    text = page("docs/voices.md")
    for path in sorted((ROOT / "voices").glob("*.toml")):
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for key in {*table, *table["measured"]}:
            assert re.search(rf"\b{key}\b", text), key


# The examples run.


@dataclass(frozen=True)
class Place:
    """A folder with a letter in it, and a server to call."""

    folder: Path
    address: str
    environment: dict[str, str]

    def run(self, command: list[str], text: str = "") -> str:
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, input=text, capture_output=True, text=True, timeout=120
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
        return done.stdout

    def here(self, text: str) -> str:
        return text.replace(ADDRESS, self.address)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("examples")
    shutil.copy(ROOT / "examples" / "letter.txt", folder)
    programs = folder / "bin"
    programs.mkdir()
    command = programs / "readback"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m service "$@"\n')
    command.chmod(0o755)
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    kept = {key: value for key, value in os.environ.items() if not key.startswith("READBACK_")}
    environment = {**kept, "PYTHONPATH": str(ROOT), "HOME": str(folder), "PATH": path}
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = [sys.executable, "-m", "service", "serve", "--port", str(port)]
    with subprocess.Popen(serve, cwd=folder, env=environment) as server:
        address = f"http://127.0.0.1:{port}"
        try:
            until_ready(address, server)
            yield Place(folder, address, environment)
        finally:
            server.terminate()
            server.wait(15)


def until_ready(address: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 30
    while True:
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            assert server.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "not ready after 30 seconds"
            time.sleep(0.1)


def transcript(text: str) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines that follow it."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


def looks_like(line: str) -> str:
    """A pattern for a line of output: any number for a number, anything for an ellipsis."""
    return ".*?".join(re.sub(r"\d+(?:\\\.\d+)?", r"\\d+(?:\\.\\d+)?", re.escape(part)) for part in line.split("…"))


@pytest.mark.parametrize("example", examples("console"), ids=str)
def test_what_is_typed_on_a_terminal_answers_as_shown(example: Example, place: Place) -> None:
    if os.name == "nt":
        missing("a POSIX shell")
    for command, shown in transcript(example.text):
        if command.startswith("curl") and not shutil.which("curl"):
            missing("curl")
        line = re.sub(r"^curl ", "curl --fail-with-body ", place.here(command))
        said = place.run(["/bin/sh", "-c", line])
        pattern = "\n".join(looks_like(row) for row in shown)
        assert re.search(pattern, said, re.S), f"{command}\n{said}"


@pytest.mark.parametrize("example", examples("python"), ids=str)
def test_every_program_runs(example: Example, place: Place) -> None:
    ast.parse(example.text)
    place.run([sys.executable, "-W", "error", "-c", place.here(example.text)])


@pytest.mark.parametrize("example", examples("json"), ids=str)
def test_all_json_is_json_and_what_can_be_sent_is_taken(example: Example, place: Place) -> None:
    body = json.loads(example.text)
    if example.about:
        method, route = example.about.split()
        assert post(place.address + route, body, method=method)[0] == 200


@pytest.mark.parametrize("example", [one for one in examples("toml") if "[measured]" not in one.text], ids=str)
def test_a_settings_file_is_read(example: Example, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "readback.toml"
    file.write_text(example.text, encoding="utf-8")
    for name in Settings.model_fields:
        monkeypatch.delenv(f"READBACK_{name.upper()}", raising=False)
    monkeypatch.setenv("READBACK_SETTINGS", str(file))
    table = tomllib.loads(example.text)
    assert table.keys() <= Settings.model_fields.keys()
    settings = read_settings()
    for name, value in table.items():
        assert getattr(settings, name) == (tuple(value) if isinstance(value, list) else value)


def test_every_example_is_of_a_language_that_is_tried() -> None:
    assert {example.language for example in examples()} <= {"console", "python", "json", "toml"}


def test_the_readmes_curl_brings_an_mp3(place: Place) -> None:
    if not shutil.which("curl"):
        missing("curl")
    line = re.findall(r"^    (curl .+)$", page("README.md"), re.M)[0]
    place.run(shlex.split(place.here(line)))
    assert (place.folder / "letter.mp3").read_bytes()[:3] == b"ID3"


def post(url: str, body: Any, method: str = "POST") -> tuple[int, bytes]:
    data = json.dumps(body).encode()
    request = urllib.request.Request(url, data=data, headers={"Content-Type": "application/json"}, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def example_of(key: str, name: str = "docs/api.md") -> dict[str, Any]:
    """The one JSON example of a page that has a key."""
    found = [json.loads(example.text) for example in examples("json") if example.page == name]
    return next(body for body in found if key in body)


def test_the_score_shown_is_one_that_can_be_sent_back(place: Place) -> None:
    shown = example_of("parts")
    status, answer = post(f"{place.address}/v1/scores", {"score": shown})
    assert status == 200, answer
    fresh = json.loads(answer)
    assert fresh.keys() == shown.keys()
    for part, again in zip(shown["parts"], fresh["parts"], strict=True):
        assert part == again
    assert fresh["predicted_seconds"] == pytest.approx(shown["predicted_seconds"], rel=0.05)
    assert fresh["words_per_minute"] == pytest.approx(shown["words_per_minute"], rel=0.05)


def test_the_problem_shown_is_the_one_that_is_answered(place: Place) -> None:
    shown = example_of("code")
    status, answer = post(f"{place.address}/v1/scores", {"letter": "Dear Sam", "pace": {"speed": 3}})
    assert (status, json.loads(answer)) == (shown["status"], shown)


def test_the_table_of_errors_has_the_statuses_that_are_answered(place: Place) -> None:
    table = rows(page("docs/api.md").partition("## Errors")[2])
    bad: dict[str, Any] = {
        "letter-empty": {"letter": " . "},
        "letter-too-long": {"letter": "a" * 20_001},
        "language-not-spoken": {"letter": "Дорогой Сэм"},
        "voice-unknown": {"letter": "Dear Sam", "voice": "nobody"},
        "pace-invalid": {"letter": "Dear Sam", "pace": "hasty"},
        "score-invalid": {"score": {"version": 2}},
        "format-unknown": {"letter": "Dear Sam", "format": "vox"},
        "field-invalid": {"letter": 5},
    }
    for code, body in bad.items():
        status, answer = post(f"{place.address}/v1/readbacks", body)
        assert (json.loads(answer)["code"], str(status)) == (code, table[code][0])


# What docs/privacy.md says.


def test_a_reading_leaves_nothing_in_the_home_folder(place: Place, tmp_path: Path) -> None:
    """onnxruntime keeps a device number and a queue of reports in the home folder unless its telemetry is off."""
    home = tmp_path / "home"
    home.mkdir()
    environment = {key: value for key, value in place.environment.items() if key != "ORT_DISABLE_TELEMETRY"}
    environment |= {"HOME": str(home), "XDG_CACHE_HOME": str(home), "LOCALAPPDATA": str(home), "TMPDIR": str(home)}
    there = Place(tmp_path, place.address, environment)
    there.run([sys.executable, "-m", "service", "read", "-", "-o", "reading.wav"], "Dear Sam, that is enough.")
    assert not list(home.rglob("*"))
