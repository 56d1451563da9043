"""What a host's name is, and which machine it means, as far as it tells: this one, one of the same network, any other.

What is no host's name (a name and a password before it, white space, what has to be decoded first) means no machine,
since programs do not agree which one it would be.
"""

from __future__ import annotations

import ipaddress
import re

NEAR_ENDINGS = (".local", ".internal", ".home.arpa", ".localhost")
"""Endings of names that the public network does not give to anybody."""
LONGEST = 300
"""Characters of the longest that is looked at; a name has 253 at most."""
_LABEL = "[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
HOST = rf"(?i:(\[[0-9a-f]*:[0-9a-f:.]*\]|{_LABEL}(?:\.{_LABEL})*)(?::([0-9]{{1,5}}))?)"
"""What a host's name matches, with its port where one is said."""
_HOST = re.compile(HOST, re.ASCII)
_ORIGIN = re.compile("([a-z][a-z0-9+.-]*)://(.+)", re.ASCII)
_PORTS = {"http": 80, "https": 443}


def split(host: str) -> tuple[str, int | None]:
    """Name and port as they stand in an address or a Host header: small letters, an IPv6 address in its brackets.

    ("", None) for what is no host's name; None for a port that is not said.
    """
    found = _HOST.fullmatch(host.lower()) if len(host) <= LONGEST and host.isascii() else None
    if found is None or (found[1].startswith("[") and _address(found[1][1:-1]) is None):
        return "", None
    port = int(found[2]) if found[2] else None
    return ("", None) if port is not None and port > 65535 else (found[1], port)


def bare(host: str) -> str:
    """The host alone: no port, no brackets, small letters; empty for what is no host's name."""
    if ":" in host and "[" not in host and _address(host) is not None:
        return host.lower()  # an IPv6 address without the brackets that it has in an address
    return split(host)[0].strip("[]")


def is_this_machine(host: str) -> bool:
    """Whether it is this machine, spoken to over its own loopback. host: a name or an address, with or without port."""
    name = bare(host)
    address = _address(name)
    return name == "localhost" or name.endswith(".localhost") if address is None else address.is_loopback


def is_near(host: str) -> bool:
    """Whether it is this machine or one of a private network: by its address, or by a name that no other one has."""
    name = bare(host)
    address = _address(name)
    if address is None:
        # Without a dot it is a container's or an office's name; one that begins with a digit is an address in disguise.
        return name.endswith(NEAR_ENDINGS) or re.fullmatch("[a-z][a-z0-9-]*", name) is not None
    return address.is_loopback or address.is_private or address.is_link_local


def is_same(origin: str, host: str) -> bool:
    """Whether an origin, `https://example.org:8443`, or an address that begins with one, is at a host of that name.

    A proxy may leave the port out of the Host, so only one that is there is compared.
    """
    found = _ORIGIN.fullmatch(origin.lower())
    if found is None:
        return False
    name, port = split(found[2].partition("/")[0])
    own, own_port = split(host)
    return bool(name) and name == own and own_port in (None, port or _PORTS.get(found[1]))


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
