"""The plain pages: the OpenAPI document as HTML, and what the form without JavaScript is answered with.

They have no script, and ask nothing of the network but their style and their icon from here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from types import MappingProxyType
from typing import Any

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
        "Cross-Origin-Resource-Policy": "same-origin",
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
FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="room/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="room/page.css">
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
BACK = '<p><a href="./">To the page where letters are read</a></p>'


def problem_page(title: str, sentence: str) -> str:
    """What went wrong with a form, and the way back."""
    body = (
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(sentence)}</p>",
        "<p>Your browser's Back leads to the letter, as you left it.</p>",
        BACK,
    )
    return FRAME.format(title=f"Readback: {escape(title)}", body="\n".join(body))


def player_page(media_type: str) -> tuple[str, str]:
    """What stands before and after a reading, in base64, on a page that plays it."""
    body = (
        "<h1>Your letter</h1>",
        "<p>A computer voice reads it. The player appears below once all of the sound is there.</p>",
        "<p>The sound is in this page alone, and gone when the page is closed.</p>",
        BACK,
        f'<audio controls aria-label="Your letter, read aloud" src="data:{media_type};base64,\0"></audio>',
    )
    before, after = FRAME.format(title="Readback: your letter", body="\n".join(body)).split("\0")
    return before, after


def docs_page(document: Mapping[str, Any]) -> str:
    """The OpenAPI document, to be read."""
    return _page(json.dumps(document))


@cache
def _page(text: str) -> str:
    document = json.loads(text)
    operations = [
        (f"{method.upper()} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    body = "\n".join(
        (
            f"<h1>{escape(document['info']['title'])} {escape(document['info']['version'])}</h1>",
            f"<p>{escape(document['info']['description'])}</p>",
            '<p>For programs: <a href="openapi.json">/openapi.json</a>. Times are in seconds, offsets count'
            " characters (code points) of the letter.</p>",
            "<nav><ul>",
            *(f'<li><a href="#{_anchor(name)}"><code>{escape(name)}</code></a></li>' for name, _ in operations),
            "</ul></nav>",
            *(line for name, operation in operations for line in _operation(name, operation, document)),
        )
    )
    return FRAME.format(title="Readback: how to call it", body=body)


def _operation(name: str, operation: Mapping[str, Any], document: Mapping[str, Any]) -> Iterator[str]:
    yield f'<section id="{_anchor(name)}"><h2><code>{escape(name)}</code></h2>'
    yield f"<p><strong>{escape(operation['summary'])}.</strong> {escape(operation.get('description', ''))}</p>"
    if parameters := operation.get("parameters"):
        rows = [(one["name"], f"{one['in']}. {one.get('description', '')}") for one in parameters]
        yield from _table("Parameters", rows)
    for kind, content in operation.get("requestBody", {}).get("content", {}).items():
        rows = list(_fields(content["schema"], document))
        yield from _table("Body" if rows else f"Body: {escape(kind)}", rows)
        for about, example in content.get("examples", {}).items():
            yield from _example(about, example["value"])
    yield "<h3>Answers</h3>"
    for status, answer in operation["responses"].items():
        yield from _answer(status, answer)
    yield "</section>"


def _answer(status: str, answer: Mapping[str, Any]) -> Iterator[str]:
    yield f"<details><summary><strong>{escape(status)}</strong> {escape(answer['description'])}</summary>"
    for media_type, content in answer.get("content", {}).items():
        yield f"<p><code>{escape(media_type)}</code></p>"
        if "example" in content:
            yield from _example("", content["example"])
        for about, example in content.get("examples", {}).items():
            yield from _example(about, example["value"])
    yield "</details>"


def _table(title: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    yield f"<h3>{title}</h3><dl>"
    for name, about in rows:
        yield f"<dt><code>{escape(name)}</code></dt><dd>{escape(about)}</dd>"
    yield "</dl>"


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


def _example(about: str, value: Any) -> Iterator[str]:
    text = value if isinstance(value, str) else json.dumps(value, indent=2, ensure_ascii=False)
    yield f"<figure><figcaption>{escape(about)}</figcaption><pre>{escape(text)}</pre></figure>"


def _anchor(name: str) -> str:
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower()).strip("-")
