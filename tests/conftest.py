"""What all tests share."""

import os
from pathlib import Path
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """End a test whose part is missing here: a skip at home, a failure in CI, which has every part."""
    if os.environ.get("CI"):
        pytest.fail(f"missing: {what}", pytrace=False)
    pytest.skip(f"missing: {what}")


def _own_voices_folder() -> None:
    """Parts of voices are kept in the checkout, so that what a person has installed plays no part in the tests."""
    os.environ.setdefault("READBACK_VOICES_FOLDER", str(Path(__file__).parent.parent / ".readback" / "voices"))


_own_voices_folder()
