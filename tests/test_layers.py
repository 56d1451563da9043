"""Imports point one way: a later stage of the way through the house imports an earlier one, and nothing else."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVICE = Path(__file__).parent.parent / "service"
LAYERS = (
    ("__init__",),
    ("errors", "hosts"),
    ("settings", "scripts", "exceptions", "language"),
    ("syllables", "lines", "numerals"),
    ("english_numerals", "spanish_numerals"),
    ("english", "spanish"),
    ("tongues", "chunks"),
    ("spoken",),
    ("voice", "pace"),
    ("letter", "pacefile"),
    ("joints",),
    ("phrases",),
    ("score", "scorefile"),
    ("audio",),
    ("engines", "engines.engine", "parts"),
    ("engines.takes", "engines.graph", "engines.shelf", "engines.wav", "engines.resample", "engines.child"),
    ("engines.phonemes", "engines.melody", "engines.vits", "engines.machine"),
    ("engines.sentence", "engines.front", "engines.espeak"),
    ("engines.hibari", "engines.kokoro", "engines.piper", "engines.remote", "engines.system", "engines.tone"),
    ("engines.talker",),
    ("catalogue",),
    ("install", "roster"),
    ("master",),
    ("speech",),
    ("timeline",),
    ("mix",),
    ("ogg", "xing", "mp4", "ffmpeg"),
    ("encoders",),
    ("encode", "cues"),
    ("deliver", "guess", "loudness", "passages"),
    ("items", "pdf"),
    ("word",),
    ("document",),
    ("envelope",),
    ("letterfile",),
    ("render",),
    ("voicefile", "measure", "pictures"),
    ("audition",),
    ("web",),
    ("cli",),
    ("__main__",),
)
"""From the bottom to the top. A module imports from the layers under its own."""
PAIRS = {frozenset({"score", "scorefile"})}
"""A noun and the way it is written: two files of one module, which may import each other."""
PLAN = LAYERS[: LAYERS.index(("audio",))]
"""The plan: pure, no numpy, nothing of sound."""
LIBRARIES = {
    "fastapi": "web",
    "starlette": "web",
    "uvicorn": "web",
    "prometheus_client": "web",
    "hibari": ("engines.hibari", "engines.front"),
    "onnxruntime": ("engines.hibari", "engines.kokoro", "engines.piper", "engines.graph"),
    "onnx": ("engines.hibari", "engines.kokoro", "engines.vits", "engines.graph"),
    "piper": "engines.espeak",
    "soxr": "engines.resample",
    "num2words": "numerals",
    "py3langid": "guess",
    "pypdf": "pdf",
    "pydantic": ("settings", "catalogue", "web"),
    "pydantic_settings": "settings",
    "platformdirs": "settings",
    "lameenc": "encoders",
    "soundfile": ("encoders", "engines.system"),
    "pyttsx3": "engines.talker",
    "espeakng_loader": "engines.talker",
    "imageio_ffmpeg": "ffmpeg",
    "httpx": "engines.remote",
    "matplotlib": "pictures",
    "swift_f0": "pictures",
}
"""Which module alone may import a library."""
INSIDE_ONLY = {"py3langid", "pypdf", "hibari", "onnxruntime", "onnx", "lameenc", "soundfile", "imageio_ffmpeg"} | {
    *("httpx", "soxr", "matplotlib", "swift_f0", "piper", "pyttsx3", "espeakng_loader")
}
"""What is imported inside the function that needs it, so that a machine without it starts all the same."""
STEPS = {name: number for number, layer in enumerate(LAYERS) for name in layer}
FILES = {
    ".".join(path.relative_to(SERVICE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(SERVICE.rglob("*.py"))
}


def step(module: str) -> int:
    return STEPS["web" if module.split(".")[0] == "web" else module]


def imports(module: str) -> Iterator[tuple[str, ast.AST, bool]]:
    """What a module imports: (name, node, whether it stands inside a function)."""
    tree = ast.parse(FILES[module].read_text(encoding="utf-8"))
    inside = {
        node
        for function in ast.walk(tree)
        if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef)
        for node in ast.walk(function)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node, node in inside
        elif isinstance(node, ast.ImportFrom):
            yield from ((name, node, node in inside) for name in named(module, node))


def named(module: str, node: ast.ImportFrom) -> list[str]:
    base = node.module or ""
    if node.level:
        package = FILES[module].parent.relative_to(SERVICE.parent).parts
        base = ".".join((*package[: len(package) - node.level + 1], *([base] if base else [])))
    deeper = [f"{base}.{alias.name}" for alias in node.names]
    ours = [name for name in deeper if name.removeprefix("service.") in FILES and name.startswith("service.")]
    return ours or [base]


def ours(module: str) -> Iterator[str]:
    for name, _, _ in imports(module):
        if name == "service" or name.startswith("service."):
            yield name.removeprefix("service").removeprefix(".") or "__init__"


@pytest.mark.parametrize("module", FILES)
def test_a_module_has_its_place_and_imports_only_from_under_it(module: str) -> None:
    assert module in STEPS or module.split(".")[0] == "web", f"{module} has no place among the layers"
    for imported in ours(module):
        if module.split(".")[0] == imported.split(".")[0] == "web" or frozenset({module, imported}) in PAIRS:
            continue
        assert step(imported) < step(module), f"{module} imports {imported}"


@pytest.mark.parametrize("module", FILES)
def test_a_library_is_imported_by_the_one_module_it_belongs_to(module: str) -> None:
    for name, _, inside in imports(module):
        library = name.split(".")[0]
        owners = LIBRARIES.get(library)
        if owners is not None:
            allowed = (owners,) if isinstance(owners, str) else owners
            assert module in allowed or module.split(".")[0] in allowed, f"{module} imports {library}"
        if library in INSIDE_ONLY:
            assert inside, f"{module} imports {library} outside a function"


@pytest.mark.parametrize("module", [name for layer in PLAN for name in layer if name != "settings"])
def test_the_plan_knows_no_sound_no_disk_and_no_clock(module: str) -> None:
    assert {name.split(".")[0] for name, _, _ in imports(module)}.isdisjoint(
        {"numpy", "os", "pathlib", "time", "datetime", "io", "socket", "threading", "pydantic", "logging"}
    )


def test_planning_a_letter_imports_no_numpy() -> None:
    look = (
        "import sys; from service.letter import read_letter; from service.pace import PaceWish\n"
        "from service.score import plan, Score; from service.voice import Voice, Measured\n"
        "import service.scripts, service.tongues\n"
        "print('numpy' in sys.modules, 'pydantic' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert found.split() == ["False", "False"]


def test_every_layer_is_still_there() -> None:
    assert [name for name in STEPS if name not in FILES and name not in ("__init__", "web")] == []
