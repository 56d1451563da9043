"""The tree as somebody finds it: as CONTRIBUTING.md draws it, as each stage tells it, and every path that is named."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.test_docs import PAGES

ROOT = Path(__file__).parent.parent
SERVICE = ROOT / "service"
STAGES = sorted(path.parent.name for path in SERVICE.glob("*/__init__.py"))
SILENT = frozenset({"documents"})
"""Stages that hand on nothing: this one is imported by the process in which a document is opened."""
MOST_VERBS = 5
"""One to three verbs, and what they take or give."""
FROM = (ROOT, SERVICE, SERVICE / "web" / "static" / "room")
"""Where a path may begin, beside the folder in which it is named."""
PATH = re.compile(r"(?:[\w-]+/)*(?:[\w-]+/|[\w-]+\.(?:py|js|css|md|toml|txt|lock|html|png))")
"""A folder, with its slash, or a file of a kind that we have."""
ELSEWHERE = re.compile(
    r"letter-to-dad-about-the-drinking\.txt|audition\.html|brisk\.toml|remote-alloy\.toml|service/speech/engines/hum\.py|parts/"
)
"""What lies, or may lie, with somebody else."""
WRITTEN = [
    path
    for folder in ("service", "benchmarks", "tests", "scripts")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "node_modules" not in path.parts
]


def drawn() -> list[str]:
    """The names in CONTRIBUTING's picture of the package, a folder with its slash."""
    picture = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("    service/\n")[2].partition("\n\n")[0]
    return [name for line in picture.splitlines() for name in re.findall(r"\w+(?:/|\.py)(?=,|  )", line)]


def test_the_tree_that_is_drawn_is_the_one_that_is_there() -> None:
    there = [f"{path.name}/" if path.is_dir() else path.name for path in SERVICE.iterdir()]
    ours = {name for name in there if not name.startswith("__") and name != "data/"}
    assert sorted(drawn()) == sorted(ours)


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "scripts/README.md"])
def test_every_script_is_told_and_no_other(page: str) -> None:
    scripts = {path.name for path in (ROOT / "scripts").iterdir() if path.is_file() and not path.suffix}
    text = (ROOT / page).read_text(encoding="utf-8")
    told = re.findall(r"^    scripts/(\w+) ", text, re.M) or re.findall(r"`(\w+)` (?:is|the|ruff|measures|pins)", text)
    assert set(told) == scripts


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_says_in_a_sentence_what_it_does_and_hands_on_its_verbs(stage: str) -> None:
    module = importlib.import_module(f"service.{stage}")
    sentence = (module.__doc__ or "").partition("\n")[0]
    assert sentence.endswith(".")
    assert stage == "voices" or re.search(r"\bgo(es)? in\b.*\bcomes? out\b", sentence)
    verbs = getattr(module, "__all__", [])
    assert len(verbs) <= MOST_VERBS
    assert bool(verbs) != (stage in SILENT)
    assert all(hasattr(module, verb) for verb in verbs)


def test_every_module_of_the_engines_is_told() -> None:
    folder = SERVICE / "speech" / "engines"
    told = re.findall(r"^(\w+(?: \w+)*)  ", importlib.import_module("service.speech.engines").__doc__ or "", re.M)
    there = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert sorted(name for line in told for name in line.split()) == sorted(there)


def test_inside_the_package_modules_are_imported_by_their_full_path() -> None:
    """What stages hand on is for everybody else: inside, an import says which file something is in."""
    verbs = {stage: getattr(importlib.import_module(f"service.{stage}"), "__all__", []) for stage in STAGES}
    assert [
        (str(path.relative_to(ROOT)), verb)
        for path in SERVICE.rglob("*.py")
        for stage, verb in re.findall(r"^\s*from service\.(\w+) import (\w+)", path.read_text(encoding="utf-8"), re.M)
        if verb in verbs.get(stage, [])
    ] == []


def names(text: str) -> Iterator[str]:
    """What is between backticks and looks like a path of ours."""
    for name in re.findall(r"`([^`\s]+)`", text):
        if PATH.fullmatch(name) and not ELSEWHERE.fullmatch(name):
            yield name


def docstrings(path: Path) -> str:
    """All strings of a module that stand as statements."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return "\n".join(
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    )


@pytest.mark.parametrize("path", [*PAGES, ROOT / "scripts" / "README.md", ROOT / "NOTICE"], ids=lambda path: path.name)
def test_paths_that_a_page_names_are_there(path: Path) -> None:
    text = re.sub(r"\]\([^)]*\)", "]", path.read_text(encoding="utf-8"))
    named = set(names(text)) | set(re.findall(r"\b(?:service|tests|benchmarks|scripts|docs|voices)/[\w/-]+\.\w+", text))
    assert lost(named, path) == []


def test_paths_that_a_docstring_names_are_there() -> None:
    assert [(path.name, name) for path in WRITTEN for name in lost(set(names(docstrings(path))), path)] == []


def lost(named: set[str], path: Path) -> list[str]:
    """Those of the names that lead nowhere, from the file that has them or from the top."""
    return sorted(
        name
        for name in named
        if not ELSEWHERE.fullmatch(name) and not any((folder / name).exists() for folder in (path.parent, *FROM))
    )
