"""Every regular expression of the service, with the ways in which it is used, found in the code itself."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from service.letter.letter import _sentence_end
from service.letter.tokens import normalizer_of
from tests.attack.planners import languages

ROOT = Path(__file__).parent.parent.parent
WAYS = frozenset(("match", "fullmatch", "search", "findall", "finditer", "sub", "split"))
_OURS = re.compile(r"service\.(?:__main__|voices|speech|settings|hosts|web\.listening_room)")
"""Modules whose expressions see what whoever runs the service has written, and no letter."""

BOUNDED = frozenset(("service.letter.normalize._EDGES",))
"""Expressions that are given no more than a word is long: what they are asked, the planners show."""

Use = tuple[str, Callable[[str], object]]
"""What it is called, and the expression used on a text."""


def used() -> Iterator[Use]:
    """Each expression in each way that the code uses it."""
    for path in sorted((ROOT / "service").rglob("*.py")):
        name = ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        if _OURS.match(name):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        module = importlib.import_module(name)
        yield from _named(name, module, tree)
        yield from _inline(name, tree)
    for language in languages():
        yield f"the joints of runs in {language.tag}", _use(normalizer_of(language)._cuts, "finditer")
        yield f"the ends of sentences in {language.tag}", _use(_sentence_end(language), "search")


def _named(name: str, module: Any, tree: ast.Module) -> Iterator[Use]:
    """Those that a module holds under a name, also many in a table."""
    ways = _ways(tree)
    for held, value in vars(module).items():
        for at, pattern in enumerate(_patterns(value)):
            for way in sorted(ways.get(held, WAYS & {"match"})):
                yield f"{name}.{held}[{at}].{way}", _use(pattern, way)


def _patterns(value: Any) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _patterns(one)


def _ways(tree: ast.Module) -> dict[str, set[str]]:
    """How each name is used: `_WORD.findall(…)`."""
    found: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in WAYS and isinstance(node.value, ast.Name):
            found.setdefault(node.value.id, set()).add(node.attr)
    return found


def _inline(name: str, tree: ast.Module) -> Iterator[Use]:
    """Those that stand where they are used: `re.sub("…", …)`."""
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WAYS):
            continue
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "re" and node.args:
            written = node.args[0]
            if isinstance(written, ast.Constant) and isinstance(written.value, str):
                yield f"{name}:{node.lineno}.{node.func.attr}", _use(re.compile(written.value), node.func.attr)


def _use(pattern: re.Pattern[str] | re.Pattern[bytes], way: str) -> Callable[[str], object]:
    if isinstance(pattern.pattern, bytes):
        of_bytes = _use(re.compile(pattern.pattern.decode("latin-1"), pattern.flags & ~re.ASCII), way)
        return lambda text: of_bytes(text.encode("utf-8", "surrogatepass").decode("latin-1"))
    if way == "sub":
        return lambda text: pattern.sub("", text)
    if way == "finditer":
        return lambda text: sum(1 for _ in pattern.finditer(text))
    use: Callable[[str], object] = getattr(pattern, way)
    return use
