"""The service as `readback serve` runs it, handing out what listens in the page as well: for `tests/room/tap.py`.

`python -m tests.room.tapserver PORT`
"""

from __future__ import annotations

import sys

from service.settings import read_settings
from service.web.app import create_app
from service.web.server import listening, serve
from tests.room.tap import tappable

if __name__ == "__main__":
    settings = read_settings(port=int(sys.argv[1]))
    app = create_app(settings)
    tappable(app)
    serve(app, settings, listening(settings))
