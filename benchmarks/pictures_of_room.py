"""Pictures of every state of the listening room. `python -m benchmarks.pictures_of_room FOLDER`.

On a telephone and on a desktop, light and dark, with the real voice. With `--docs`, the four in the docs as well.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser

from benchmarks.serving import server
from tests.room.browser import Look, browser, chromium, sight
from tests.room.states import STATES

DOCS = Path(__file__).parent.parent / "docs"
PHONE, DESKTOP = Look(390, 844), Look(1280, 800)
LOOKS = tuple(Look(size.width, size.height, dark) for size in (PHONE, DESKTOP) for dark in (False, True))
CHOSEN = {
    "room-desk": ("written", PHONE),
    "room-listening-dark": ("well_on", Look(390, 844, dark=True)),
    "room-listening": ("well_on", DESKTOP),
    "room-stopped": ("stopped", PHONE),
}
"""What the docs show: the name of each picture, the state and the look."""
SHARP = 1.5
"""Pixels of those to a pixel of the page."""
COLOURS = 24
HEAVIEST = 80_000
"""Bytes that a picture in the docs may have."""


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.pictures_of_room", description=__doc__)
    parser.add_argument("folder", type=Path, help="where they go")
    parser.add_argument("--docs", action="store_true", help="write the four of the docs, too")
    parser.add_argument("--only", nargs="*", default=[*STATES], choices=[*STATES], help="these states alone")
    options = parser.parse_args()
    options.folder.mkdir(parents=True, exist_ok=True)
    if (executable := chromium()) is None:
        raise SystemExit("There is no Chromium here. On Debian: apt install chromium.")
    with server() as port, browser(executable) as opened:
        address = f"http://127.0.0.1:{port}"
        for state in options.only:
            for look in LOOKS:
                picture(opened, address, state, look, options.folder / f"{state}-{look}.png")
        for name, (state, look) in CHOSEN.items() if options.docs else ():
            picture(opened, address, state, look, DOCS / f"{name}.png", device_scale_factor=SHARP)
            lighten(DOCS / f"{name}.png")


def picture(opened: Browser, address: str, state: str, look: Look, path: Path, **more: Any) -> None:
    """Go to a state in a profile of its own, and take it as it is seen. The pointer is out of the way."""
    with sight(opened, address, look, tap=False, **more) as seen:
        seen.page.goto("/")
        STATES[state](seen)
        seen.page.mouse.move(0, 0)
        seen.page.evaluate("document.activeElement.blur(), document.getElementById('letter').scrollTo(0, 0)")
        seen.page.screenshot(path=path)


def lighten(path: Path) -> None:
    """Keep few colours, of which the page has few anyway."""
    from PIL import Image

    with Image.open(path) as full:
        few = full.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    few.save(path, optimize=True)
    if path.stat().st_size > HEAVIEST:
        raise SystemExit(f"{path.name} has more than {HEAVIEST} bytes.")


if __name__ == "__main__":
    main()
