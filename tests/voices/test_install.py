"""Fetching what a voice needs: by real pip and npm, from registries on this machine."""

from __future__ import annotations

import hashlib
import http.server
import io
import json
import os
import shutil
import signal
import subprocess
import sys
import tarfile
import threading
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from service.errors import FileNotWritten, InstallFailed, VoiceNotInstalled, VoiceUnknown
from service.speech.catalogue import Catalogue
from service.speech.engines.tone import ToneEngine
from service.speech.voice_parts import Parts
from service.voice import Voice, VoicePart
from service.voices.install import FETCHING, install
from tests.conftest import missing
from tests.readings import CATALOGUE

MODEL = bytes(range(256)) * 2000
STYLE, OTHER = b"style" * 1000, b"other" * 1000


def wheel(name: str, version: str, files: dict[str, bytes]) -> bytes:
    """A wheel that pip takes."""
    stem = f"{name.replace('-', '_')}-{version}.dist-info"
    about = {
        f"{stem}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n".encode(),
        f"{stem}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{stem}/RECORD": b"",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path, data in (files | about).items():
            archive.writestr(path, data)
    return out.getvalue()


def package(files: dict[str, bytes]) -> bytes:
    """An npm package's archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for path, data in files.items():
            info = tarfile.TarInfo(f"package/{path}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


WHEELS = {
    "clara-model-1": wheel("clara-model-1", "1.0", {"clara_model_1/part.bin": MODEL[:300_000]}),
    "clara-model-2": wheel("clara-model-2", "1.0", {"clara_model_2/part.bin": MODEL[300_000:]}),
}
NPM = package(
    {
        "package.json": b'{"name": "clara-styles", "version": "1.0.0"}',
        "voices/clara.bin": STYLE,
        "voices/nora.bin": OTHER,
    }
)


@dataclass
class Registry:
    """An index for pip and a registry for npm, on loopback."""

    address: str = ""
    asked: list[str] = field(default_factory=list)
    hang: threading.Event | None = None

    def answer(self, path: str) -> tuple[str, bytes] | None:
        """Type and body of what is at a path."""
        self.asked.append(path)
        name = path.rstrip("/").rpartition("/")[2]
        if path.startswith("/simple/") and name in WHEELS:
            file = f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
            return "text/html", f'<a href="/files/{name}/{file}">{file}</a>'.encode()
        if path.startswith("/files/"):
            if self.hang is not None:
                self.hang.wait(30)
            return "application/zip", WHEELS[path.split("/")[2]]
        if path == "/clara-styles":
            dist = {
                "tarball": f"{self.address}/clara-styles-1.0.0.tgz",
                "shasum": hashlib.sha1(NPM).hexdigest(),
            }
            version = {"name": "clara-styles", "version": "1.0.0", "dist": dist}
            about = {"name": "clara-styles", "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}}
            return "application/json", json.dumps(about).encode()
        return ("application/gzip", NPM) if path == "/clara-styles-1.0.0.tgz" else None


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
    """The registries, with pip and npm pointed at them as a clinic points them at its mirror."""
    found = Registry()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = found.answer(unquote(self.path))
            self.send_response(404 if answer is None else 200)
            kind, body = answer or ("text/plain", b"")
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for name in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"{found.address}/simple/")
    monkeypatch.setenv("npm_config_registry", f"{found.address}/")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield found
    server.shutdown()
    server.server_close()


def part(file: str, data: bytes, **others: object) -> VoicePart:
    return VoicePart(file, hashlib.sha256(data).hexdigest(), len(data), **others)  # type: ignore[arg-type]


MODEL_PART = part(
    "clara.onnx",
    MODEL,
    registry="pypi",
    packages=("clara-model-1==1.0", "clara-model-2==1.0"),
    member="*/part.bin",
)


def style(name: str, data: bytes) -> VoicePart:
    packages = ("clara-styles@1.0.0",)
    return part(f"{name}.bin", data, registry="npm", packages=packages, member=f"voices/{name}.bin")


class Fetched(ToneEngine):
    """A voice that reads as soon as its parts are there."""

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        return self.parts.missing(voice)


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    return Parts(tmp_path / "voices" / "parts")


@pytest.fixture
def catalogue(parts: Parts) -> Catalogue:
    tone = CATALOGUE.voice("tone")
    clara = replace(tone, name="clara", parts=(MODEL_PART, style("clara", STYLE)))
    nora = replace(tone, name="nora", parts=(MODEL_PART, style("nora", OTHER)))
    only_model = replace(tone, name="plain", parts=(MODEL_PART,))
    return Catalogue({voice.name: voice for voice in (clara, nora, only_model)}, {"tone": Fetched(parts)})


def needs_npm() -> None:
    if shutil.which("npm") is None:
        missing("npm")


def test_a_voice_is_fetched_by_pip_and_npm_from_the_mirror_they_are_pointed_at(
    registry: Registry, catalogue: Catalogue, parts: Parts
) -> None:
    needs_npm()
    clara = catalogue.voice("clara")
    assert "run `readback voices install clara`" in " ".join(catalogue.missing(clara) or ()).lower()
    said: list[str] = []
    install(["clara"], catalogue, parts, None, said.append)
    assert parts.bytes_of(clara, "clara.onnx") == MODEL
    assert parts.bytes_of(clara, "clara.bin") == STYLE
    assert said[-2:] == ["clara can read now.", "So can nora, plain."]
    # What lay in the same packages came along; nothing else is left in the folder.
    assert catalogue.missing(catalogue.voice("nora")) is None
    assert sorted(path.name for path in parts.folder.iterdir()) == ["clara.bin", "clara.onnx", "nora.bin"]


def test_a_second_time_asks_nobody_for_anything(registry: Registry, catalogue: Catalogue, parts: Parts) -> None:
    install(["plain"], catalogue, parts, None, lambda line: None)
    registry.asked.clear()
    install(["plain"], catalogue, parts, None, lambda line: None)
    assert registry.asked == []


def test_a_folder_serves_without_a_network(
    registry: Registry, catalogue: Catalogue, parts: Parts, tmp_path: Path
) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    for name, data in WHEELS.items():
        (folder / f"{name.replace('-', '_')}-1.0-py3-none-any.whl").write_bytes(data)
    (folder / "clara-styles-1.0.0.tgz").write_bytes(NPM)
    install(["clara", "nora"], catalogue, parts, folder, lambda line: None)
    assert catalogue.missing(catalogue.voice("clara")) is None
    assert registry.asked == []


def test_a_folder_may_hold_the_files_themselves(catalogue: Catalogue, parts: Parts, tmp_path: Path) -> None:
    for name, data in (("clara.onnx", MODEL), ("clara.bin", STYLE)):
        (tmp_path / name).write_bytes(data)
    install(["clara"], catalogue, parts, tmp_path, lambda line: None)
    assert parts.bytes_of(catalogue.voice("clara"), "clara.onnx") == MODEL


def test_a_folder_without_them_is_told_what_it_lacks(catalogue: Catalogue, parts: Parts, tmp_path: Path) -> None:
    with pytest.raises(InstallFailed, match=r"clara_model_1-1\.0-.*whl is in") as refused:
        install(["clara"], catalogue, parts, tmp_path, lambda line: None)
    assert refused.value.code == "install-failed"
    assert list(parts.folder.iterdir()) == []


@pytest.mark.parametrize("wrong", [MODEL[:-1], MODEL[:-1] + b"x", MODEL + b"x", b""])
def test_a_file_that_is_not_the_one_it_is_to_be_is_refused_and_removed(
    catalogue: Catalogue, parts: Parts, tmp_path: Path, wrong: bytes
) -> None:
    (tmp_path / "clara.onnx").write_bytes(wrong)
    with pytest.raises(InstallFailed, match="not the file it is to be"):
        install(["plain"], catalogue, parts, tmp_path, lambda line: None)
    assert list(parts.folder.iterdir()) == []
    assert catalogue.missing(catalogue.voice("plain")) is not None


def test_a_file_that_was_damaged_is_fetched_anew(catalogue: Catalogue, parts: Parts, tmp_path: Path) -> None:
    (tmp_path / "clara.onnx").write_bytes(MODEL)
    install(["plain"], catalogue, parts, tmp_path, lambda line: None)
    parts.path(MODEL_PART).write_bytes(b"x" + MODEL[1:])
    with pytest.raises(VoiceNotInstalled, match="not the file it was"):
        parts.bytes_of(catalogue.voice("plain"), "clara.onnx")
    install(["plain"], catalogue, parts, tmp_path, lambda line: None)
    assert parts.bytes_of(catalogue.voice("plain"), "clara.onnx") == MODEL


def test_a_package_that_does_not_hold_it_is_named(catalogue: Catalogue, parts: Parts, tmp_path: Path) -> None:
    for name in WHEELS:
        file = tmp_path / f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
        file.write_bytes(wheel(name, "1.0", {"readme": b"nothing"}))
    with pytest.raises(InstallFailed, match=r"clara_model_1-1.0-py3-none-any\.whl does not hold it"):
        install(["plain"], catalogue, parts, tmp_path, lambda line: None)


def test_what_pip_cannot_find_is_one_sentence(registry: Registry, catalogue: Catalogue, parts: Parts) -> None:
    lost = replace(catalogue.voice("plain"), parts=(replace(MODEL_PART, packages=("clara-model-9==1.0",)),))
    with pytest.raises(InstallFailed, match=r"clara\.onnx was not installed: pip failed \(.*clara-model-9") as refused:
        install(["plain"], Catalogue({"plain": lost}, catalogue.engines), parts, None, lambda line: None)
    assert "\n" not in str(refused.value)


def test_a_name_that_is_nobodys_is_answered_with_the_voices(catalogue: Catalogue, parts: Parts) -> None:
    with pytest.raises(VoiceUnknown):
        install(["clara", "zoe"], catalogue, parts, None, lambda line: None)


def test_a_disk_without_room_is_told_before_anything_is_fetched(
    registry: Registry, catalogue: Catalogue, parts: Parts
) -> None:
    huge = replace(catalogue.voice("plain"), parts=(replace(MODEL_PART, size=10**15),))
    with pytest.raises(FileNotWritten, match="MB are needed there"):
        install(["plain"], Catalogue({"plain": huge}, catalogue.engines), parts, None, lambda line: None)
    assert registry.asked == []


def test_what_a_killed_run_left_behind_is_cleared_away_a_day_later(
    catalogue: Catalogue, parts: Parts, tmp_path: Path
) -> None:
    old, young = parts.folder / f"{FETCHING}old", parts.folder / f"{FETCHING}young"
    for folder in (old, young):
        folder.mkdir(parents=True)
    os.utime(old, (time.time() - 100_000,) * 2)
    (tmp_path / "clara.onnx").write_bytes(MODEL)
    install(["plain"], catalogue, parts, tmp_path, lambda line: None)
    assert not old.exists()
    assert young.exists()


INTERRUPTED = """
import sys
from pathlib import Path
from tests.voices.test_install import Catalogue, Fetched, MODEL_PART, Parts, CATALOGUE, install, replace
parts = Parts(Path(sys.argv[1]))
voice = replace(CATALOGUE.voice("tone"), name="plain", parts=(MODEL_PART,))
install(["plain"], Catalogue({"plain": voice}, {"tone": Fetched(parts)}), parts, None, print)
"""


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent another way there")
def test_ctrl_c_leaves_nothing_half_done_and_it_can_be_run_again(
    registry: Registry, catalogue: Catalogue, parts: Parts
) -> None:
    registry.hang = threading.Event()
    running = subprocess.Popen(
        [sys.executable, "-c", INTERRUPTED, str(parts.folder)],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 30
    while not any(path.startswith("/files/") for path in registry.asked) and time.monotonic() < deadline:
        time.sleep(0.05)
    os.killpg(running.pid, signal.SIGINT)
    assert running.wait(20) != 0
    assert list(parts.folder.iterdir()) == []
    registry.hang.set()
    registry.hang = None
    install(["plain"], catalogue, parts, None, lambda line: None)
    assert catalogue.missing(catalogue.voice("plain")) is None


def test_a_folder_that_cannot_be_made_is_one_sentence(catalogue: Catalogue, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileNotWritten, match="was not written: not a directory"):
        install(["plain"], catalogue, Parts(tmp_path / "file" / "parts"), tmp_path, lambda line: None)


PACKAGES = """
import sys
from pathlib import Path
from tests.voices.test_install import CATALOGUE, Catalogue, Fetched, Parts, install
class Bringing(Fetched):
    packages = ("clara-model-1>=1.0", "nothing-here>=1; sys_platform == 'linux' and sys_platform != 'linux'")
    terms = "It is under terms of its own."
engines = {"tone": Bringing(Parts(Path(sys.argv[1])))}
install(["tone"], Catalogue({"tone": CATALOGUE.voice("tone")}, engines), Parts(Path(sys.argv[1])), None, print)
import clara_model_1
print(clara_model_1.__path__[0])
"""


def test_the_packages_of_an_engine_are_installed_where_readback_runs_and_their_terms_said_first(
    registry: Registry, tmp_path: Path
) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv"], check=True)
    python = tmp_path / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    root = str(Path(__file__).parents[2])
    path = os.pathsep.join([root, *(entry for entry in sys.path if "site-packages" in entry)])
    done = subprocess.run(
        [python, "-c", PACKAGES, str(tmp_path / "parts")],
        env={**os.environ, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = done.stdout.splitlines()
    assert lines[:2] == ["It is under terms of its own.", "Installing clara-model-1>=1.0, nothing-here>=1"], done.stderr
    assert str(tmp_path / "venv") in lines[-1]
