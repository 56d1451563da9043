"""Which machine a host's name means, as far as a name tells: this one, one of the same network, or any other."""

from __future__ import annotations

import ipaddress
import re

NEAR_ENDINGS = (".local", ".internal", ".home.arpa", ".localhost")
"""Endings of names that the public network does not give to anybody."""


def bare(host: str) -> str:
    """The host alone: no port, no brackets, small letters."""
    name = host.lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name if name.count(":") > 1 else name.partition(":")[0]


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


def _address(name: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(name)
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
