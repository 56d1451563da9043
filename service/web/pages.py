"""The plain pages: the OpenAPI document as HTML, and what the form without JavaScript is answered with.

They have no script, and ask nothing of the network but their style and their icon from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from service.templates import Templates

ELSEWHERE = (
    *("accelerometer", "camera", "display-capture", "encrypted-media", "gamepad", "geolocation"),
    *("gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment"),
    *("publickey-credentials-create", "publickey-credentials-get", "serial", "usb", "xr-spatial-tracking"),
)
"""What no page of ours has any use for."""
SHUT: Mapping[str, str] = MappingProxyType(
    {
        "Permissions-Policy": ", ".join(
            (*(f"{name}=()" for name in ELSEWHERE), "autoplay=(self)", "fullscreen=(self)", "screen-wake-lock=(self)")
        ),
        "X-Frame-Options": "DENY",
        "Cross-Origin-Opener-Policy": "same-origin",
    }
)
"""What a browser is told with everything that people look at: nobody else embeds it, and it asks for no device."""
POLICY: Mapping[str, str] = MappingProxyType(
    {
        **SHUT,
        "Content-Security-Policy": "default-src 'none'; style-src 'self'; img-src 'self'; media-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        "Referrer-Policy": "no-referrer",
    }
)
"""What it is told with these pages: they run nothing, send nothing, and tell nobody where somebody came from."""
TEMPLATES = Templates(Path(__file__).parent / "templates")
"""What all pages here are made of."""
SOUND = "\0"
"""Stands in a page where the sound goes, and nowhere else."""


def problem_page(title: str, sentence: str) -> str:
    """What went wrong with a form, and the way back."""
    return TEMPLATES.filled("problem.html", title=title, sentence=sentence)


def player_page(media_type: str, early: str = "") -> tuple[str, str]:
    """What stands before and after a reading, in base64, on a page that plays it. early: why it ends before its end."""
    page = TEMPLATES.filled("player.html", media_type=media_type, sound=SOUND, early=early)
    before, _, after = page.partition(SOUND)
    return before, after


def docs_page(document: Mapping[str, Any]) -> str:
    """The OpenAPI document, to be read."""
    return _page(json.dumps(document))


@cache
def _page(text: str) -> str:
    document = json.loads(text)
    operations = {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
    return TEMPLATES.filled(
        "docs.html",
        about=document["info"],
        operations=operations,
        anchor=_anchor,
        parameters=_parameters,
        fields=lambda schema: list(_fields(schema, document)),
        written=_written,
    )


def _parameters(operation: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(one["name"], f"{one['in']}. {one.get('description', '')}") for one in operation["parameters"]]


def _fields(schema: Mapping[str, Any], document: Mapping[str, Any], within: str = "") -> Iterator[tuple[str, str]]:
    """The fields of a body, those of its objects by their path; a score is described where it is answered."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        if name == "Score":
            return
        schema = document["components"]["schemas"][name]
    for one in schema.get("anyOf", ()):
        yield from _fields(one, document, within)
    for name, field in schema.get("properties", {}).items():
        required = " Required." if name in schema.get("required", ()) else ""
        yield within + name, field.get("description", "") + required
        yield from _fields(field, document, f"{within}{name}.")


def _written(example: Any) -> str:
    return example if isinstance(example, str) else json.dumps(example, indent=2, ensure_ascii=False)


def _anchor(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower()).strip("-")
