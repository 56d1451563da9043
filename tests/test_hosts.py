"""Which machine a host's name means."""

from __future__ import annotations

import pytest

from service.hosts import is_near, is_this_machine


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "127.0.0.1", "127.1.2.3:8", "[::1]", "[::1]:80", "a.localhost"]
)
def test_the_loopback_is_this_machine(host: str) -> None:
    assert is_this_machine(host)
    assert is_near(host)


@pytest.mark.parametrize(
    "host", ["10.0.0.5", "192.168.1.9:8880", "172.16.0.1", "[fd00::1]:80", "kokoro:8880", "tts.local", "a.home.arpa"]
)
def test_a_private_network_is_near_and_is_not_this_machine(host: str) -> None:
    assert is_near(host)
    assert not is_this_machine(host)


@pytest.mark.parametrize(
    "host",
    [
        "api.openai.com",
        "8.8.8.8:80",
        "[2001:4860:4860::8888]",
        "[::ffff:8.8.8.8]",
        "134744072",
        "0x8080808",
        "127.0.0.1.example.org",
        "localhost.example.org",
        "",
        "mylocal.org",
        "kokoro。org",
    ],
)
def test_anything_else_is_far(host: str) -> None:
    assert not is_near(host)
    assert not is_this_machine(host)
