"""What a host's name is, which machine it means, and whether an origin is at it."""

from __future__ import annotations

import pytest

from service.hosts import is_near, is_same, is_this_machine, split


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:80", "127.0.0.1", "127.1.2.3:8", "[::1]", "[::1]:80", "a.localhost", "::1"]
)
def test_the_loopback_is_this_machine(host: str) -> None:
    assert is_this_machine(host)
    assert is_near(host)


@pytest.mark.parametrize(
    "host",
    [
        *("10.0.0.5", "192.168.1.9:8880", "172.16.0.1", "[fd00::1]:80", "fd00::1", "kokoro:8880", "tts.local"),
        *("a.home.arpa", "my_box.local:8880"),
    ],
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


NO_NAMES = [
    *("localhost:80@evil.example", "localhost@evil.example", "user:pass@localhost", "@localhost", "localhost@"),
    *("localhost:80:80", "localhost:", ":80", "localhost:-1", "localhost:99999", "localhost:8o", "localhost:٨٠"),
    *("localhost/", "localhost/.evil.example", "localhost?x", "localhost#x", "localhost\\.evil.example", "a\\b"),
    *("localhost evil.example", " localhost", "localhost\t", "localhost\n", "localhost\r\nX: y", "localhost\0"),
    *(
        "localhost.",
        "localhost..",
        ".localhost",
        "a..localhost",
        "localhost%2eevil.example",
        "%6cocalhost",
        "local%00host",
    ),
    *("localhost;evil.example", "localhost,evil.example", "-localhost", "localhost-", "localhost&x", "loc*lhost", "*"),
    *("[::1", "::1]", "[::1]evil.example", "[::1].evil.example", "evil.example[::1]", "[[::1]]", "[]", "[localhost]"),
    *(
        "[::1%25lo]",
        "[fe80::1%eth0]",
        "[::1]:",
        "[::1]:80:80",
        "[::1]@evil.example",
        "[::1]:80@evil.example",
        "[127.0.0.1]",
    ),
    *(
        "ｌocalhost",
        "localhost。",
        "localhost．",
        "ⓛocalhost",
        "lоcalhost",
        "ﬁ.local",
        "localhoſt",
        "İ.local",
        "\u212a.local",
    ),
    *("x" * 400, "a." * 200 + "local", "http://localhost", "//localhost", "javascript:x"),
]


@pytest.mark.parametrize("host", NO_NAMES, ids=ascii)
def test_what_is_no_hosts_name_is_no_machine_and_nobodys_origin(host: str) -> None:
    assert split(host) == ("", None)
    assert not is_this_machine(host)
    assert not is_near(host)
    for origin in ("http://localhost", "http://[::1]", "http://evil.example", f"http://{host}"):
        assert not is_same(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:8000", "localhost:8000"),
        ("http://LOCALHOST", "localhost"),
        ("http://localhost", "localhost:80"),
        ("https://a.example", "a.example:443"),
        ("https://a.example:8443", "a.example"),
        ("http://[::1]:8000", "[::1]:8000"),
        ("http://192.168.1.20:8000/any/page?with=query", "192.168.1.20:8000"),
    ],
)
def test_an_origin_is_at_its_own_host_also_where_a_proxy_left_out_the_port(origin: str, host: str) -> None:
    assert is_same(origin, host)


@pytest.mark.parametrize(
    ("origin", "host"),
    [
        ("http://localhost:9000", "localhost:8000"),
        ("http://localhost", "localhost:8000"),
        ("https://a.example", "a.example:80"),
        ("http://evil.example", "localhost:8000"),
        ("http://localhost.evil.example:8000", "localhost:8000"),
        ("http://localhost:8000@evil.example", "localhost:8000"),
        ("http://evil.example/localhost:8000", "localhost:8000"),
        ("null", "localhost:8000"),
        ("null", ""),
        ("", ""),
        ("http://", ""),
        ("localhost:8000", "localhost:8000"),
        ("http:localhost:8000", "localhost:8000"),
    ],
)
def test_any_other_origin_is_not(origin: str, host: str) -> None:
    assert not is_same(origin, host)
