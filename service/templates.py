"""Pages of HTML, made from templates: files that lie beside what fills them in.

What is put into a place is text and nothing else there, whatever it holds. A place that is left open is a fault.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined


class Templates:
    """The templates of a folder, read and parsed once: a page that is made waits for no file."""

    def __init__(self, folder: Path) -> None:
        self._parsed = Environment(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            auto_reload=False,
            trim_blocks=True,
            keep_trailing_newline=True,
        )
        for name in self._parsed.list_templates():
            self._parsed.get_template(name)

    def filled(self, name: str, **given: Any) -> str:
        """The page that a template makes of what is given. Raises jinja2.UndefinedError where something is lacking."""
        return self._parsed.get_template(name).render(given)
