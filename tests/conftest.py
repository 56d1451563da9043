"""What all tests share."""

import os
from typing import NoReturn

import pytest


def missing(what: str) -> NoReturn:
    """End a test whose part is missing here: a skip at home, a failure in CI, which has every part."""
    if os.environ.get("CI"):
        pytest.fail(f"missing: {what}", pytrace=False)
    pytest.skip(f"missing: {what}")
