"""What keeps the code readable as it grows: no long file, no long function, and nothing that catches whatever comes."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import quantiles

SERVICE = Path(__file__).parent.parent / "service"
TREES = {
    path.relative_to(SERVICE).as_posix(): ast.parse(path.read_text(encoding="utf-8")) for path in SERVICE.rglob("*.py")
}
LONGEST_FILE, LONGEST_FUNCTION, NINE_OF_TEN = 400, 50, 18
"""Lines, at most; the last is of nine functions in ten."""
PAGE = SERVICE / "web" / "static" / "room"
CATCH_ALL = {"speech/speech.py", "web/middleware.py"}
"""The loop of the workers, and the last handler of the application."""
BROAD = {"Exception", "BaseException"}


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def functions() -> dict[str, int]:
    """The lines of every function, by its file and its name."""
    return {
        f"{name}:{node.lineno} {node.name}": length(node)
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


def test_no_file_is_long() -> None:
    lines = {name: (SERVICE / name).read_text(encoding="utf-8").count("\n") for name in TREES}
    assert {name: many for name, many in lines.items() if many > LONGEST_FILE} == {}


def test_no_script_of_the_page_is_long() -> None:
    ours = [path for path in PAGE.rglob("*.js") if path.parent.name != "libraries"]
    lines = {path.name: path.read_text(encoding="utf-8").count("\n") for path in ours}
    assert {name: many for name, many in lines.items() if many > LONGEST_FILE} == {}
    assert len(lines) > 20


def test_no_function_is_long_and_nine_of_ten_are_short() -> None:
    lines = functions()
    assert {name: many for name, many in lines.items() if many > LONGEST_FUNCTION} == {}
    assert quantiles(lines.values(), n=10)[-1] <= NINE_OF_TEN


def test_two_places_catch_whatever_comes() -> None:
    found = [
        name
        for name, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler) and (node.type is None or BROAD & _named(node.type))
    ]
    assert sorted(found) == sorted(CATCH_ALL)


def _named(kind: ast.expr) -> set[str]:
    return {node.id for node in ast.walk(kind) if isinstance(node, ast.Name)}
