"""The proxy of docs/deploy.md: nothing of a letter and nothing of its sound comes to lie on its disk."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from tests.conftest import missing
from tests.running import LETTER, READ, Place, long_letter, running

DOCS = (Path(__file__).parents[2] / "docs" / "deploy.md").read_text(encoding="utf-8")
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin")
CONF = """daemon off; pid {folder}/pid; error_log {folder}/error.log info; events {{ worker_connections 64; }}
http {{ access_log {folder}/access.log; client_body_temp_path {folder}/bodies; proxy_temp_path {folder}/answers;
fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
server {{ listen 127.0.0.1:{port}; {location} }} }}"""


def lines() -> list[str]:
    """The lines of nginx's location."""
    found = re.search(r"    location / \{\n(.*?)    \}\n", DOCS, re.S)
    assert found
    return [line.strip() for line in found[1].splitlines()]


def test_nginx_is_told_to_hold_bodies_and_answers_in_memory() -> None:
    said = dict(line.rstrip(";").split(" ", 1) for line in lines() if not line.startswith("proxy_set_header"))
    assert said["proxy_buffering"] == said["proxy_request_buffering"] == "off"
    assert said["proxy_max_temp_file_size"] == "0"
    assert said["client_body_buffer_size"] == said["client_max_body_size"]
    assert "proxy_set_header Host $http_host;" in lines(), "with the port, which is held against the Origin"


@pytest.mark.skipif(sys.platform != "linux", reason="strace is for Linux")
def test_a_real_nginx_makes_no_file_of_a_letter_or_of_its_sound(tmp_path: Path) -> None:
    if NGINX is None or not shutil.which("strace"):
        missing("nginx and strace; on Debian: apt install nginx-light strace")
    with running(allowed_hosts=("127.0.0.1",)) as place:
        trace = through_nginx(place, tmp_path)
    made = [line for line in trace.splitlines() if "O_CREAT" in line and re.search("/(bodies|answers)/", line)]
    assert made == []


def through_nginx(place: Place, folder: Path) -> str:
    """What nginx asked of the system while letters and readings went through it."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        port = sock.getsockname()[1]
    location = "location / { " + " ".join(lines()).replace("127.0.0.1:8000", f"127.0.0.1:{place.port}") + " }"
    (folder / "conf").write_text(CONF.format(folder=folder, port=port, location=location))
    watching = ["strace", "-f", "-qq", "-o", str(folder / "trace"), "-e", "trace=openat"]
    nginx = subprocess.Popen([*watching, str(NGINX), "-c", str(folder / "conf")])
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30, trust_env=False) as client:
            deadline = time.monotonic() + 15
            while not (folder / "pid").exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            assert client.post("/v1/scores", json={"letter": long_letter(19_000)}).status_code == 200
            plain = {"Content-Type": "text/plain"}
            assert client.post("/v1/letters", content=b"word " * 400_000, headers=plain).status_code == 413
            assert client.post(READ, json={"letter": LETTER, "format": "wav"}).status_code == 200
    finally:
        # strace is told to end nginx, which it began, and ends with it
        nginx.send_signal(signal.SIGTERM)
        if (folder / "pid").exists():
            subprocess.run(["kill", (folder / "pid").read_text().strip()], check=False)
        nginx.wait(15)
    return (folder / "trace").read_text(errors="replace")
