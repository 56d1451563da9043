"""NOTICE names what the default install brings, and none of it keeps us from Apache-2.0."""

import re
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
BROUGHT = sorted(set(re.findall(r"^([\w.-]+)==", (ROOT / "requirements.lock").read_text(), re.M)))


@pytest.mark.parametrize("name", BROUGHT)
def test_everything_in_the_lock_is_named(name: str) -> None:
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    assert re.search(rf"^{re.escape(name)} \(.+\)", notice, re.M)


@pytest.mark.parametrize("name", BROUGHT)
def test_no_licence_is_stricter_than_the_lesser_gpl(name: str) -> None:
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return  # for another system or Python
    first_line = (about["License"] or "").partition("\n")[0]
    said = [about["License-Expression"] or first_line, *about.get_all("Classifier", [])]
    strict = [text for text in said if re.search(r"(?<!L)A?GPL|(?<!Lesser )General Public License", text)]
    assert not strict
