"""A server of the files of the page as they lie in their folder: for what needs no service behind it."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from service.web.known import known

ROOM = Path(__file__).parents[3] / "service" / "web" / "static" / "room"
TYPES = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
PAGE = (
    '<!doctype html><html lang="en"><title>{title}</title><link rel="manifest" href="room/manifest.webmanifest">'
    '<script type="application/json" id="known">{known}</script>'
)


@dataclass
class Folder:
    """A place in which the files are served, under a path such as a proxy may put before them."""

    port: int
    path: str
    title: list[str] = field(default_factory=lambda: ["first"])
    """What the page is called, so that a test can tell one answer from another."""
    asked: list[str] = field(default_factory=list)
    """Methods and paths of all requests, in order."""

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}{self.path}"

    def answer(self, path: str) -> tuple[str, bytes] | None:
        """Media type and body of what is at a path below this place."""
        if path in ("", "sandboxed"):
            return TYPES[".html"], PAGE.format(title=self.title[-1], known=json.dumps(known())).encode()
        if path in ("v1/voices", "listen"):
            return "application/json", b'{"at": "the service"}'
        file = ROOM / path.removeprefix("room/")
        if path == "service-worker.js" or (path.startswith("room/") and file.is_file()):
            return TYPES[file.suffix], file.read_bytes()
        return (TYPES[file.suffix], b"") if path.startswith("room/") and file.suffix in TYPES else None


class Handler(BaseHTTPRequestHandler):
    """Answers from the server's Folder."""

    def do_GET(self) -> None:
        self.reply()

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.reply()

    def reply(self) -> None:
        folder: Folder = self.server.folder  # type: ignore[attr-defined]
        path = urlsplit(self.path).path
        folder.asked.append(f"{self.command} {path}")
        found = folder.answer(path.removeprefix(folder.path)) if path.startswith(folder.path) else None
        kind, body = found or ("text/plain", b"")
        self.send_response(200 if found else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Access-Control-Allow-Origin", "*")
        if path.endswith("/sandboxed"):
            self.send_header("Content-Security-Policy", "sandbox allow-scripts")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing."""


@contextlib.contextmanager
def served(path: str = "/", port: int = 0) -> Iterator[Folder]:
    """The files, at a port of their own or at the one that is named."""
    with ThreadingHTTPServer(("127.0.0.1", port), Handler) as server:
        folder = Folder(server.server_address[1], path)
        server.folder = folder  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield folder
        finally:
            server.shutdown()
            thread.join(timeout=10)
