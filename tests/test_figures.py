"""The pages of figures: a group's rows are written anew, and everything else stays as it was."""

from __future__ import annotations

import ast
import re
from dataclasses import replace
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks.figures import QUESTIONS, Answer, Figure
from benchmarks.group import TITLES, measured, read, written
from benchmarks.pages import BEGIN, END, Measured, section, with_answers, with_section

ROOT = Path(__file__).parent.parent
START = Figure("From the request to the first sound", "≤ 100 ms", "61 ms", True)
MEMORY = Figure("Most memory", "", "286 MB", None, Answer("memory", "286 MB", "for a letter of 300 words"))
ORDER = ("reading", "cost", "serving")
INTRODUCTION = "# Figures\n\nHow they are measured.\n"
README = "# Readback\n\n<!-- bench -->\n<!-- /bench -->\n\nWhat follows.\n"


def group(name: str, *figures: Figure) -> Measured:
    return Measured(name, f"About {name}", "Measured on 2026-11-26.", figures)


def source(name: str) -> str:
    """The text of a group's module, or of the folder's own where it has several."""
    module, folder = ROOT / "benchmarks" / f"{name}.py", ROOT / "benchmarks" / name
    return (module if module.exists() else folder / "__init__.py").read_text(encoding="utf-8")


def headings(page: str) -> list[str]:
    return re.findall(r"^## (.+)$", page, re.M)


def test_a_section_has_its_heading_its_day_and_a_row_for_each_figure() -> None:
    assert section(group("cost", START, MEMORY)).splitlines() == [
        "<!-- bench cost -->",
        "## About cost",
        "",
        "Measured on 2026-11-26.",
        "",
        "| figure | asked | measured | reached |",
        "|---|---|---|---|",
        "| From the request to the first sound | ≤ 100 ms | 61 ms | yes |",
        "| Most memory |  | 286 MB |  |",
        "<!-- /bench cost -->",
    ]


def test_what_is_not_reached_stands_out_and_a_bar_breaks_no_table() -> None:
    text = section(group("cost", replace(START, reached=False, measured="one | two")))
    assert "| one \\| two | **no** |" in text


def test_groups_that_are_not_measured_stay_to_the_byte() -> None:
    page = INTRODUCTION
    for name in ORDER:
        page = with_section(page, group(name, START), ORDER)
    again = with_section(page, group("cost", MEMORY), ORDER)
    assert headings(again) == ["About reading", "About cost", "About serving"]
    for name in ("reading", "serving"):
        assert section(group(name, START)) in again
    assert section(group("cost", MEMORY)) in again
    assert again.count("From the request") == 2
    assert with_section(again, group("cost", START), ORDER) == page


@pytest.mark.parametrize("measured_in", [ORDER, ORDER[::-1], ("cost", "serving", "reading")])
def test_sections_come_in_their_order_whichever_is_measured_first(measured_in: tuple[str, ...]) -> None:
    page = INTRODUCTION
    for name in measured_in:
        page = with_section(page, group(name, START), ORDER)
    assert page.startswith(INTRODUCTION)
    assert headings(page) == ["About reading", "About cost", "About serving"]


def test_the_readmes_answers_are_filled_in_and_the_others_stay() -> None:
    first = with_answers(README, {key: Answer(key, "1 s", "at first") for key in QUESTIONS})
    assert first.count(" | 1 s | at first |") == len(QUESTIONS)
    second = with_answers(first, group("cost", START, MEMORY).answers)
    changed = [line for line in second.splitlines() if line not in first.splitlines()]
    assert changed == [f"| {QUESTIONS['memory']} | 286 MB | for a letter of 300 words |"]
    assert second.startswith("# Readback\n")
    assert second.endswith("\n\nWhat follows.\n")


def test_answers_come_in_the_order_of_the_questions_and_what_nobody_measured_is_left_out() -> None:
    page = with_answers(README, {"page": Answer("page", "9 kB", "")})
    page = with_answers(page, {"length": Answer("length", "3 min", "")})
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert [row.split(" | ")[1] for row in rows] == ["answer", "3 min", "9 kB"]


def test_an_answer_to_no_question_is_refused() -> None:
    with pytest.raises(ValueError, match="wieght"):
        Answer("wieght", "1 kB", "")


def test_a_figure_survives_its_line() -> None:
    assert read(written(START)) == START
    assert read(written(MEMORY)) == MEMORY


def test_a_group_that_fails_leaves_the_pages_as_they_were_and_the_next_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on a machine where one group cannot be measured, and another has nothing to measure."""
    figures, readme = tmp_path / "figures.md", tmp_path / "README.md"
    figures.write_text(with_section(INTRODUCTION, group("reading", START), list(TITLES)), encoding="utf-8")
    readme.write_text(README, encoding="utf-8")
    monkeypatch.setattr(bench, "FIGURES", figures)
    monkeypatch.setattr(bench, "README", readme)
    found: dict[str, tuple[Figure, ...] | None] = {"reading": None, "choice": (), "cost": (MEMORY,)}
    monkeypatch.setattr(bench, "measured", found.get)
    assert bench.run(list(found), write=True) == 1
    text = figures.read_text(encoding="utf-8")
    assert headings(text) == ["About reading", TITLES["cost"]]
    assert section(group("reading", START)) in text
    assert "286 MB" in readme.read_text(encoding="utf-8")
    assert "reading: failed" in capsys.readouterr().err


def test_what_was_measured_before_ctrl_c_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    figures, readme = tmp_path / "figures.md", tmp_path / "README.md"
    figures.write_text(with_section(INTRODUCTION, group("serving", START), list(TITLES)), encoding="utf-8")
    readme.write_text(README, encoding="utf-8")
    monkeypatch.setattr(bench, "FIGURES", figures)
    monkeypatch.setattr(bench, "README", readme)

    def stopped_at_serving(name: str) -> tuple[Figure, ...]:
        if name == "serving":
            raise KeyboardInterrupt
        return (MEMORY,)

    monkeypatch.setattr(bench, "measured", stopped_at_serving)
    monkeypatch.setattr("sys.argv", ["bench", "--write", "cost", "serving", "room"])
    assert bench.main() == 130
    text = figures.read_text(encoding="utf-8")
    assert headings(text) == [TITLES["cost"], "About serving"]
    assert "Stopped" in capsys.readouterr().err


def test_a_group_is_measured_in_a_process_of_its_own_and_its_failure_is_seen(capfd: pytest.CaptureFixture[str]) -> None:
    assert measured("nothing_of_this_name") is None
    assert "nothing_of_this_name" in capfd.readouterr().err


@pytest.mark.parametrize("name", TITLES)
def test_every_group_is_a_module_that_gives_figures(name: str) -> None:
    """By its text: what the modules import is for measuring, and is not here."""
    text = source(name)
    assert "\ndef figures() -> Iterator[Figure]:\n" in text


def test_the_pages_that_are_there_are_written_as_the_benchmarks_write_them() -> None:
    readme, figures = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "docs/figures.md"))
    assert with_answers(readme, {}) == readme
    empty = Measured("none", "", "", ())
    assert with_section(figures, empty, list(TITLES)) == figures
    assert re.findall(r"^<!-- bench (\w+) -->$", figures, re.M) == [
        name for name in TITLES if f"bench {name} " in figures
    ]


def test_the_readme_answers_every_question_and_each_answer_is_given_by_a_figure() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    answered = re.findall(r"^\| (.+?) \| \S", text.partition(BEGIN)[2].partition(END)[0], re.M)
    assert answered == ["question", *QUESTIONS.values()]
    given = "".join(map(source, TITLES))
    assert sorted(re.findall(r'Answer\(\s*"([\w-]+)"', given)) == sorted(QUESTIONS)


def test_whatever_a_benchmark_imports_is_in_its_environment() -> None:
    pinned = {line.partition("==")[0] for line in (ROOT / "requirements-bench.lock").read_text().splitlines()}
    given_by = packages_distributions()
    lacking = {
        name
        for name in _imported([*(ROOT / "benchmarks").rglob("*.py")])
        if name in given_by and not {distribution.lower() for distribution in given_by[name]} & pinned
    }
    assert lacking == set()


def _imported(paths: list[Path]) -> set[str]:
    """The top of all that these files import, and whatever of ours they do, but for the service itself."""
    found, seen = set(), set()
    while paths:
        path = paths.pop()
        if path in seen or not path.exists():
            continue
        seen.add(path)
        names = [name for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) for name in _named(node)]
        found |= {name.partition(".")[0] for name in names}
        for name in names:
            if name.startswith(("tests.", "benchmarks.")):
                parts = name.split(".")
                folders = [ROOT.joinpath(*parts[:end]) / "__init__.py" for end in range(1, len(parts) + 1)]
                paths += [*folders, ROOT.joinpath(*parts).with_suffix(".py")]
    assert len(seen) > 30
    return found


def _named(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
