"""Node, which runs the page's scripts without a page."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from tests.conftest import missing


def node() -> str:
    """Node: the machine's, or the one that Playwright brings."""
    if (found := shutil.which("node")) is not None:
        return found
    import playwright

    brought = Path(playwright.__file__).parent / "driver" / ("node.exe" if os.name == "nt" else "node")
    if not brought.exists():
        missing("Node; on Debian: apt install nodejs")
    return str(brought)
