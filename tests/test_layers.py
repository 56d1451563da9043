"""Imports point one way, by folder: a stage imports from the stages under it, and nothing else."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SERVICE = Path(__file__).parent.parent / "service"
FLOORS = (
    ("errors", "hosts", "audio", "process", "programs"),
    ("settings", "voice", "templates"),
    ("languages", "documents", "encode"),
    ("letter",),
    ("phrases", "sounds"),
    ("score",),
    ("speech",),
    ("mix",),
    ("render",),
    ("deliver",),
    ("voices",),
    ("web",),
    ("cli",),
    ("__main__",),
)
"""The folders and files at the top of the package, from the bottom up. One imports from the floors under its own."""
PLAN = ("languages", "letter", "phrases", "score")
"""The plan: pure, no numpy, nothing of sound, no disk and no clock."""
IMPURE = frozenset(
    ("numpy", "os", "pathlib", "time", "datetime", "io", "socket", "threading", "pydantic", "logging", "subprocess")
)
MOST_FLOORS = 12
"""How long the longest way down may be, a file or a folder at a time."""
MOST_AT_THE_TOP = 26
ONLY = {"fastapi": "web", "starlette": "web", "uvicorn": "web", "prometheus_client": "web", "jinja2": "templates"} | {
    "pydantic": "settings speech.voice_files web",
    "pydantic_settings": "settings",
    "platformdirs": "settings",
    "hibari": "speech.engines.hibari speech.engines.hibari_g2p",
    "onnxruntime": "speech.engines.hibari speech.engines.kokoro speech.engines.piper speech.engines.onnx_graph",
    "onnx": "speech.engines.hibari speech.engines.kokoro speech.engines.vits speech.engines.onnx_graph",
    "piper": "speech.engines.espeak_g2p",
    "soxr": "speech.engines.resample",
    "pyttsx3": "speech.engines.pyttsx3_child",
    "espeakng_loader": "speech.engines.pyttsx3_child",
    "httpx": "speech.engines.remote",
    "soundfile": "encode.encoders speech.engines.system",
    "lameenc": "encode.encoders",
    "imageio_ffmpeg": "encode.ffmpeg",
    "num2words": "languages.numerals",
    "anyascii": "languages.transliteration",
    "py3langid": "languages.identify",
    "pypdfium2": "documents.pdf",
    "charset_normalizer": "documents.plain",
    "tomlkit": "voices.voice_file",
    "packaging": "voices.packages",
    "pyloudnorm": "voices.loudness",
    "matplotlib": "voices.pictures",
    "swift_f0": "voices.pictures",
}
"""Which modules, or folders, alone may import a library."""
INSIDE_ONLY = frozenset(
    "py3langid pypdfium2 charset_normalizer hibari onnxruntime onnx lameenc soundfile imageio_ffmpeg httpx soxr "
    "matplotlib swift_f0 piper pyttsx3 espeakng_loader tomlkit pyloudnorm".split()
)
"""What is imported inside the function that needs it, so that a machine without it starts all the same."""
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
FILES = {
    ".".join(path.relative_to(SERVICE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(SERVICE.rglob("*.py"))
}


@cache
def imports(module: str) -> tuple[tuple[str, bool], ...]:
    """What a module imports: each name, and whether that stands inside a function."""
    return tuple(_imports(module, ast.parse(FILES[module].read_text(encoding="utf-8")), inside=False))


def _imports(module: str, node: ast.AST, inside: bool) -> Iterator[tuple[str, bool]]:
    if isinstance(node, ast.Import):
        yield from ((alias.name, inside) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        assert not node.level, f"{module} imports by dots"
        deeper = [f"{node.module}.{alias.name}" for alias in node.names]
        ours = [name for name in deeper if name.removeprefix("service.") in FILES and name.startswith("service.")]
        yield from ((name, inside) for name in ours or [node.module or ""])
    for child in ast.iter_child_nodes(node):
        yield from _imports(module, child, inside or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def ours(module: str) -> Iterator[str]:
    """Modules of the package that a module imports."""
    for name, _ in imports(module):
        if name.startswith("service."):
            yield name.removeprefix("service.")


def room(module: str) -> str:
    """The folder or file at the top in which a module is."""
    return module.split(".")[0]


def stages() -> Mapping[str, set[str]]:
    """What each folder, or file at the top, imports of the others."""
    found: dict[str, set[str]] = {name: set() for name in FLOOR}
    for module in FILES:
        if module != "__init__":
            found[room(module)] |= {room(name) for name in ours(module)} - {room(module)}
    return found


def test_every_folder_has_its_floor_and_there_are_few() -> None:
    there = {room(module) for module in FILES} - {"__init__"}
    assert there == FLOOR.keys()
    assert len(there) <= MOST_AT_THE_TOP


def test_no_import_runs_upward() -> None:
    assert [
        f"{module} imports {name}"
        for module in FILES
        for name in ours(module)
        if room(name) != room(module) and FLOOR[room(name)] >= FLOOR[room(module)]
    ] == []


def test_nothing_imports_in_a_circle() -> None:
    graph = {module: {name for name in ours(module) if name != module} for module in FILES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" imports ".join(reversed(error.args[1])))


def test_the_way_down_is_short() -> None:
    graph = stages()
    depth: dict[str, int] = {}
    for name in TopologicalSorter(graph).static_order():
        depth[name] = 1 + max((depth[under] for under in graph[name]), default=0)
    assert max(depth.values()) <= MOST_FLOORS, sorted(depth.items(), key=lambda item: item[1])


def test_only_the_command_starts_the_web() -> None:
    assert {name for name, imported in stages().items() if "web" in imported} == {"cli"}


def test_the_product_imports_neither_its_benchmarks_nor_its_tests() -> None:
    assert [
        (module, name)
        for module in FILES
        for name, _ in imports(module)
        if name.split(".")[0] in ("benchmarks", "tests")
    ] == []


def test_the_plan_knows_no_sound_no_disk_and_no_clock() -> None:
    assert [
        (module, name)
        for module in FILES
        if room(module) in PLAN
        for name, _ in imports(module)
        if name.split(".")[0] in IMPURE
    ] == []


def test_a_library_is_imported_by_the_one_place_it_belongs_to() -> None:
    for module in FILES:
        for name, inside in imports(module):
            library = name.split(".")[0]
            if (owners := ONLY.get(library)) is not None:
                assert {module, room(module)} & set(owners.split()), f"{module} imports {library}"
            if library in INSIDE_ONLY:
                assert inside, f"{module} imports {library} outside a function"


def test_planning_a_letter_imports_no_numpy() -> None:
    look = (
        "import sys; from service.letter.letter import read_letter; from service.score.pace import PaceWish\n"
        "from service.score.plan import plan; from service.voice import Voice, Measured\n"
        "import service.score.score_file, service.languages.writing_systems, service.languages.registry\n"
        "print('numpy' in sys.modules, 'pydantic' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert found.split() == ["False", "False"]
