"""The pages for people: a front page, and the OpenAPI document as plain HTML. They ask nothing of the network."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

STATIC = Path(__file__).parent / "static"
FRONT = STATIC / "index.html"
POLICY = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
    "Referrer-Policy": "no-referrer",
}
"""What a browser is told: these pages load nothing, send nothing, and tell nobody where somebody came from."""
FRAME = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""


def front_page(scheme: str, host: str) -> str:
    """What this is, with the address that it was called by. A proxy that ends TLS says so in X-Forwarded-Proto."""
    address = f"{'https' if scheme == 'https' else 'http'}://{host}"
    return FRONT.read_text(encoding="utf-8").replace("{address}", escape(address))


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
            '<p>For programs: <a href="/openapi.json">/openapi.json</a>. Times are in seconds, offsets count'
            " characters (code points) of the letter.</p>",
            "<nav><ul>",
            *(f'<li><a href="#{_anchor(name)}"><code>{escape(name)}</code></a></li>' for name, _ in operations),
            "</ul></nav>",
            *(line for name, operation in operations for line in _operation(name, operation, document)),
        )
    )
    style = (STATIC / "page.css").read_text(encoding="utf-8")
    return FRAME.format(title="Readback: how to call it", style=style, body=body)


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
