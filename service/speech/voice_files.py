"""The files of voices: where they lie, what may stand in them, and why one describes no voice."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import TypeAdapter, ValidationError

from service.encode.formats import SAMPLE_RATES
from service.errors import VoiceInvalid
from service.hosts import HOST
from service.languages.writing_systems import is_script
from service.voice import Measured, Voice, VoicePart

ENDING = ".toml"
LARGEST = 256 * 1024
"""The largest file that is read, in bytes: no voice needs a hundredth of it."""
LONGEST_REASON = 300
"""The most characters that are said of a file, some of which may be its own."""
RANGES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "syllables_per_second": (0.5, 20.0),
        "phrase_seconds": (0.0, 10.0),
        "syllable_seconds": (0.0, 5.0),
        "consonant_seconds": (0.0, 5.0),
        "mark_seconds": (0.0, 10.0),
        "response": (0.1, 10.0),
        "slowest": (0.1, 20.0),
        "level": (-70.0, 0.0),
        "dnsmos": (1.0, 5.0),
        "times_real_time": (0.0, 1e6),
    }
)
"""What each figure under `measured` may be, lowest and highest, in its own unit."""
_LINE = r"[^\x00-\x1f\x7f-\x9f\u2028\u2029]"
_DIGEST = "[0-9a-f]{64}"
_WORDS = (f"(?:{_LINE}|[\t\r\n]){{0,1000}}", "it may be up to 1,000 characters of text")
_MAY_BE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "name": (
            rf"(?!\s)(?:(?![/\\]){_LINE}){{1,100}}(?<!\s)",
            "it may be up to 100 characters on one line, without / and \\",
        ),
        "language": ("[A-Za-z]{2,8}([-_][A-Za-z0-9]{1,8})*", "it may be a language's tag, such as en-US"),
        "description": _WORDS,
        "licence": _WORDS,
        "attribution": _WORDS,
        "accent": _WORDS,
        "model": (f"{_LINE}{{1,1000}}", "it may be up to 1,000 characters on one line"),
        "sha256": (_DIGEST, "it may be 64 of the digits 0 to 9 and a to f"),
        "leaves_to": (HOST, "it may be a host's name"),
    }
)
"""The texts of a voice: what each matches, and what is said where it does not."""
_PART_MAY_BE: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "file": (rf"(?!\.+$)(?:(?![/\\:]){_LINE}){{1,200}}", "it may be a file's name, without a folder"),
        "sha256": _MAY_BE["sha256"],
        "member": (f"{_LINE}{{1,500}}", "it may be a path inside the packages"),
    }
)
_PACKAGES = {
    "pypi": (r"[A-Za-z0-9][\w.-]*==[\w.!+-]+", "they may be names with versions, such as voice==1.0"),
    "npm": (r"(@[\w.-]+/)?\w[\w.-]*@\w[\w.+-]*", "they may be names with versions, such as voice@1.0"),
}
"""What the packages of a part match, by registry. A program is told them, so nothing in them is an option or a path."""


def voices_folder() -> Path:
    """Where our voices' files lie: inside the package once it is installed, beside it in a checkout."""
    package = Path(__file__).parent.parent
    inside = package / "data" / "voices"
    return inside if inside.is_dir() else package.parent / "voices"


def file_stem(name: str) -> str:
    """The name of a voice's file, without its ending: no system forbids it. `system:Samantha` is system-Samantha."""
    return unicodedata.normalize("NFC", name.replace(":", "-"))


def read_folder(folder: Path, engines: Collection[str]) -> tuple[Mapping[str, Voice], Mapping[str, str]]:
    """The voices of a folder by name, and why each of the other files there describes none, by the file's stem.

    engines: names of those there are.
    """
    found: dict[str, Voice] = {}
    unreadable: dict[str, str] = {}
    for path in sorted(folder.glob(f"*{ENDING}")):
        try:
            voice = read_voice(path)
            if voice.engine not in engines:
                raise _invalid(path, f"engine: there is none called {voice.engine!r}; it may be {', '.join(engines)}")
            found[voice.name] = voice
        except VoiceInvalid as error:
            unreadable[error.file.removesuffix(ENDING)] = error.reason
    return found, unreadable


def read_voice(path: Path) -> Voice:
    """The voice that a file describes. Raises VoiceInvalid, which names the file and what is wrong with it."""
    try:
        voice = _voice().validate_python(_table(path))
    except ValidationError as error:
        raise _invalid(path, _wrong(error)) from None
    except OSError as error:
        raise _invalid(path, (error.strerror or str(error)).lower()) from None
    for fault in _faults(voice, path):
        raise _invalid(path, fault)
    return voice


def _table(path: Path) -> dict[str, Any]:
    """What stands in a file, by the keys of today."""
    if not path.is_file():  # a pipe would be waited for
        raise _invalid(path, "it is no file that can be read")
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise _invalid(path, f"it has more than {LARGEST // 1024} kB")
    try:
        table = tomllib.loads(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise _invalid(path, "it is not UTF-8") from None
    except (ValueError, RecursionError) as error:
        raise _invalid(path, f"it is not TOML: {error}".rstrip(".")) from None
    if "rate" in table and "sample_rate" not in table:  # what it was called in 0.1.0
        table["sample_rate"] = table.pop("rate")
    return table


@cache
def _voice() -> TypeAdapter[Voice]:
    return TypeAdapter(Voice)


def _wrong(error: ValidationError) -> str:
    """The first thing that the types do not like."""
    first = error.errors()[0]
    return f"{'.'.join(map(str, first['loc']))}: {first['msg'][:1].lower()}{first['msg'][1:]}"


def _faults(voice: Voice, path: Path) -> Iterator[str]:
    """What is wrong with a voice whose types are right."""
    yield from _unlike(voice, _MAY_BE, "")
    if file_stem(voice.name) != unicodedata.normalize("NFC", path.stem):
        yield f"the voice in it is called {voice.name!r}"
    if voice.sample_rate not in SAMPLE_RATES:
        yield f"sample_rate: it may be {', '.join(map(str, SAMPLE_RATES))}"
    for script in voice.scripts:
        if not is_script(script):
            yield f"scripts: there is none called {script!r}; they are Unicode's, such as Latin, Cyrillic or Han"
    yield from _misfigured(voice.measured)
    for number, part in enumerate(voice.parts):
        yield from _broken(part, f"parts.{number}.")


def _misfigured(measured: Measured) -> Iterator[str]:
    for name, (low, high) in RANGES.items():
        value = getattr(measured, name)
        if value is not None and not low <= value <= high:
            yield f"measured.{name}: out of range, it may be from {low:g} to {high:g}"
    if measured.phrase_seconds + measured.syllable_seconds <= 0:
        yield "measured: a phrase takes no time; phrase_seconds or syllable_seconds is above 0"


def _broken(part: VoicePart, where: str) -> Iterator[str]:
    yield from _unlike(part, _PART_MAY_BE, where)
    if part.size < 1:
        yield f"{where}size: it is above 0"
    pattern, may = _PACKAGES[part.registry]
    if not part.packages or not all(re.fullmatch(pattern, package, re.ASCII) for package in part.packages):
        yield f"{where}packages: {may}"


def _unlike(thing: Voice | VoicePart, may_be: Mapping[str, tuple[str, str]], where: str) -> Iterator[str]:
    for name, (pattern, may) in may_be.items():
        value = getattr(thing, name)
        if value is not None and not re.fullmatch(pattern, value):
            yield f"{where}{name}: {may}"


def _invalid(path: Path, reason: str) -> VoiceInvalid:
    """The error, on one line whatever the file and its name hold."""
    stem = _printable(unicodedata.normalize("NFC", path.stem))
    return VoiceInvalid(f"{stem}{ENDING}", _printable(reason)[:LONGEST_REASON])


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)
