"""Whose page asks: ours, or somebody else's, who would learn that there is a Readback here and make it speak.

A page of another site can send forms and load sounds without reading what comes back, and that somebody uses Readback
is nobody's business. Browsers say in Sec-Fetch-Site whose page it is, though only over TLS or to their own machine;
else they say it in Origin, with what scripts and forms send, and else in Referer, unless the page keeps that back.
"""

from __future__ import annotations

from collections.abc import Collection

from starlette.datastructures import Headers

from service.hosts import is_same

PAGES = frozenset(("/", "/docs"))
"""Where a link on another site may lead: pages on which nothing is anybody's."""
API = "/v1/"
"""Where what costs something begins: there, a browser has to say whose page it is."""


def is_refused(method: str, path: str, headers: Headers, allowed: Collection[str]) -> bool:
    """Whether nothing is done for this request, since the page of another site makes it. allowed: origins that may.

    What asks beforehand whether it may, by OPTIONS, is answered by whoever knows the origins.
    """
    if method == "OPTIONS":
        return False
    foreign = is_foreign(headers, allowed)
    if foreign is None:
        return path.startswith(API) and headers.get("user-agent", "").startswith("Mozilla/")
    follows = method in ("GET", "HEAD") and headers.get("sec-fetch-dest", "document") == "document"
    return foreign and not (follows and path in PAGES)


def is_foreign(headers: Headers, allowed: Collection[str] = ()) -> bool | None:
    """Whether the page of another site asks, and none of an origin that is allowed; None where nothing tells."""
    site, origin, host = headers.get("sec-fetch-site"), headers.get("origin"), headers.get("host", "")
    if origin is not None and (origin in allowed or "*" in allowed):
        return False
    if site is not None:
        return site not in ("same-origin", "none")
    referer = headers.get("referer")
    if origin is None and referer is None:
        return None
    return not is_same(origin if origin is not None else referer or "", host)
