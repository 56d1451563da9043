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
    (
        "deliver",
        "documents",
        "encode",
        "languages",
        "letter",
        "mix",
        "phrases",
        "score",
        "speech",
        "voices",
    ),
    ("errors", "hosts"),
    ("settings", "languages.writing_systems", "languages.english_lexicon", "languages.language"),
    ("languages.syllables", "letter.line_breaks", "languages.numerals"),
    ("languages.english_numerals", "languages.spanish_numerals"),
    ("languages.english", "languages.spanish"),
    ("languages.registry", "letter.marks"),
    ("letter.tokens",),
    ("voice", "score.pace"),
    ("letter.letter", "score.pace_file"),
    ("phrases.joints",),
    ("phrases.phrases",),
    ("score.score", "score.score_file"),
    ("audio",),
    ("speech.engines", "speech.engines.engine", "speech.voice_parts"),
    (
        "speech.engines.takes",
        "speech.engines.onnx_graph",
        "speech.engines.loaded",
        "speech.engines.streamed_wav",
        "speech.engines.resample",
        "speech.engines.child",
    ),
    ("speech.engines.phonemes", "speech.engines.intonation", "speech.engines.vits", "speech.engines.system_voices"),
    ("speech.engines.sentence", "speech.engines.hibari_g2p", "speech.engines.espeak_g2p"),
    (
        "speech.engines.hibari",
        "speech.engines.kokoro",
        "speech.engines.piper",
        "speech.engines.remote",
        "speech.engines.system",
        "speech.engines.tone",
    ),
    ("speech.engines.pyttsx3_child",),
    ("speech.catalogue",),
    ("voices.install", "voices.listing"),
    ("speech.mastering",),
    ("speech.speech",),
    ("mix.timeline",),
    ("mix.mix",),
    ("encode.ogg", "encode.mp3_head", "encode.mp4", "encode.ffmpeg"),
    ("encode.encoders",),
    ("encode.formats", "deliver.cue_sheets"),
    ("deliver.files", "languages.identify", "voices.loudness", "voices.passages"),
    ("documents.docx_numbering", "documents.pdf"),
    ("documents.docx",),
    ("documents.document",),
    ("documents.sandbox",),
    ("documents.letter_file",),
    ("render",),
    ("voices.voice_file", "voices.measure", "voices.pictures"),
    ("voices.audition",),
    ("web",),
    ("cli.main",),
    ("cli",),
    ("__main__",),
)
"""From the bottom to the top. A module imports from the layers under its own."""
PAIRS = {frozenset({"score.score", "score.score_file"})}
"""A noun and the way it is written: two files of one module, which may import each other."""
PLAN = LAYERS[: LAYERS.index(("audio",))]
"""The plan: pure, no numpy, nothing of sound."""
LIBRARIES = {
    "fastapi": "web",
    "starlette": "web",
    "uvicorn": "web",
    "prometheus_client": "web",
    "hibari": ("speech.engines.hibari", "speech.engines.hibari_g2p"),
    "onnxruntime": (
        "speech.engines.hibari",
        "speech.engines.kokoro",
        "speech.engines.piper",
        "speech.engines.onnx_graph",
    ),
    "onnx": ("speech.engines.hibari", "speech.engines.kokoro", "speech.engines.vits", "speech.engines.onnx_graph"),
    "piper": "speech.engines.espeak_g2p",
    "soxr": "speech.engines.resample",
    "num2words": "languages.numerals",
    "py3langid": "languages.identify",
    "pypdf": "documents.pdf",
    "pydantic": ("settings", "speech.catalogue", "web"),
    "pydantic_settings": "settings",
    "platformdirs": "settings",
    "lameenc": "encode.encoders",
    "soundfile": ("encode.encoders", "speech.engines.system"),
    "pyttsx3": "speech.engines.pyttsx3_child",
    "espeakng_loader": "speech.engines.pyttsx3_child",
    "imageio_ffmpeg": "encode.ffmpeg",
    "httpx": "speech.engines.remote",
    "matplotlib": "voices.pictures",
    "swift_f0": "voices.pictures",
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
        "import sys; from service.letter.letter import read_letter; from service.score.pace import PaceWish\n"
        "from service.score.score import plan, Score; from service.voice import Voice, Measured\n"
        "import service.languages.writing_systems, service.languages.registry\n"
        "print('numpy' in sys.modules, 'pydantic' in sys.modules)"
    )
    found = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True).stdout
    assert found.split() == ["False", "False"]


def test_every_layer_is_still_there() -> None:
    assert [name for name in STEPS if name not in FILES and name not in ("__init__", "web")] == []
