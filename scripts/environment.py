"""The environments that the scripts run in: made inside the checkout, once, from the pinned and hashed requirements.

An environment is a folder in `.readback/`. It is ready when its stamp says what it was made from; the stamp is
written last, so whatever was interrupted is made again. Only the standard library is used, and no syntax that
Python 3.6 cannot parse, so that an old Python comes as far as the sentence that says it is too old.
"""

import contextlib
import os
import sys
import time

if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit("Readback needs Python 3.11 or newer, and this is Python {}.{}.".format(*sys.version_info[:2]))

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, NoReturn

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".readback"
WINDOWS = os.name == "nt"

LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock", "bench": "requirements-bench.lock"}
"""Each environment and what it is made from."""

VOICES = ("emma", "joe")
"""One voice of each engine that has files to fetch; what lies in the same packages comes along."""

NOT_COMPILED = (
    *("pip", "setuptools", "pkg_resources", "scipy[/\\\\]stats", "matplotlib", "mpl_toolkits", "fontTools"),
    *("pygments", "mypy", "mypyc", "openai", "onnx"),
)
"""Folders of which little or nothing is imported: that compiles itself when it is."""

MOST_PIPS = 4
"""How many pips install side by side, at most."""

PATIENCE = 600.0
"""How long to wait for another set-up of the same environment, in seconds."""


def replace_with(name: str, *arguments: str) -> NoReturn:
    """Become Python in the environment `name`, given these arguments; make the environment first if it is not ready."""
    argv = python(name, *arguments)
    if not WINDOWS:
        os.execv(argv[0], argv)
    sys.exit(call(argv))


def python(name: str, *arguments: str) -> list[str]:
    """The command that runs Python in the environment `name`, which is ready once this returns."""
    with sentences():
        if stamp_of(name) != wanted(name):
            set_up(name)
    # -P: what happens to lie in the caller's folder is not imported.
    return [str(executable(name)), "-P", *arguments]


def call(argv: Sequence[str]) -> int:
    """Run a command to its end and return its exit status; Ctrl-C is the command's own to answer."""
    import subprocess

    with subprocess.Popen(argv) as child:
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                continue


def fetch_voices(name: str) -> None:
    """Put the models of the voices that are tried into `.readback/voices`, once; where that fails, a line says why."""
    os.environ.setdefault("READBACK_VOICES_FOLDER", str(HOME / "voices"))
    for voice in VOICES:
        call(python(name, "-m", "service", "voices", "install", voice))


def executable(name: str) -> Path:
    """The Python of the environment `name`."""
    return HOME / name / ("Scripts/python.exe" if WINDOWS else "bin/python")


def wanted(name: str) -> str:
    """What the environment `name` has to be made from: this Python, this checkout, these requirements."""
    pins = (ROOT / LOCKS[name]).read_text(encoding="utf-8")
    return "\n".join([sys.version, sys.base_prefix, str(ROOT), pins])


def stamp_of(name: str) -> str:
    """What the environment `name` was made from, or nothing if it is not there or was never finished."""
    if not executable(name).exists():
        return ""
    try:
        return (HOME / name / "stamp").read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def set_up(name: str) -> None:
    """Make the environment `name`, unless another process has made it meanwhile."""
    check_venv()
    HOME.mkdir(exist_ok=True)
    with only_one(HOME / f"{name}.busy"):
        if stamp_of(name) == wanted(name):
            return
        say(f"Setting up Readback in {HOME / name}, about a minute, once.")
        clear(HOME / name)
        try:
            install(name)
        except BaseException:
            clear(HOME / name)
            raise


def install(name: str) -> None:
    """Fill the environment `name`: Python's own venv, the pinned requirements, the way to the checkout, the stamp."""
    made_from = wanted(name)
    home = HOME / name
    with (HOME / f"{name}.log").open("w", encoding="utf-8") as log:
        logged([sys.executable, "-I", "-m", "venv", str(home)], log)
        install_all(name, log)
        compile_all(name, log)
    # Written as ASCII: a .pth file is read in an encoding that differs from one machine to the next.
    way = f"import sys; sys.path.append({str(ROOT)!a})\n"
    (site_packages(home) / "readback.pth").write_text(way, encoding="ascii")
    (home / "stamp").write_text(made_from, encoding="utf-8")


def install_all(name: str, log: IO[str]) -> None:
    """Install what is pinned. pip unpacks on one core, so that each core has a pip, with its share of the packages.

    That is safe since the lock is whole: there is nothing to resolve, and nothing to replace.
    """
    from concurrent.futures import ThreadPoolExecutor

    pip = [str(executable(name)), "-I", "-m", "pip", "--no-input", "--disable-pip-version-check"]
    how = ["--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-compile"]
    pins = pins_in(ROOT / LOCKS[name])
    side_by_side = min(os.cpu_count() or 1, MOST_PIPS, len(pins))
    shares = [HOME / name / f"requirements-{number}.txt" for number in range(side_by_side)]
    for number, share in enumerate(shares):
        share.write_text("".join(pins[number :: len(shares)]), encoding="utf-8")
    with ThreadPoolExecutor() as threads:
        for done in [threads.submit(logged, [*pip, "install", *how, "-r", str(share)], log) for share in shares]:
            done.result()


def pins_in(lock: Path) -> list[str]:
    """What a lock pins, a package each, with its version and its hashes."""
    packages: list[str] = []
    for line in lock.read_text(encoding="utf-8").splitlines(keepends=True):
        if line.startswith(" "):
            packages[-1] += line
        else:
            packages.append(line)
    return packages


def site_packages(home: Path) -> Path:
    """Where an environment keeps its packages."""
    if WINDOWS:
        return home / "Lib" / "site-packages"
    return home / "lib" / "python{}.{}".format(*sys.version_info[:2]) / "site-packages"


def compile_all(name: str, log: IO[str]) -> None:
    """Compile the packages now, on all cores: where Python may not write as it runs, every start would do it again."""
    import subprocess

    packages = str(site_packages(HOME / name))
    left = r"[/\\](tests?|{})[/\\]".format("|".join(NOT_COMPILED))
    how = ["-m", "compileall", "-q", "-j", "0", "-x", left, packages]
    # A file that does not compile is one that is never imported: its message is in the log, and that is all.
    argv = [str(executable(name)), "-I", *how]
    subprocess.call(argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=without_settings(os.environ))


def without_settings(environment: Mapping[str, str]) -> dict[str, str]:
    """The environment without our settings, one of which is a key: who only sets something up need not know them."""
    return {name: value for name, value in environment.items() if not name.upper().startswith("READBACK_")}


def logged(
    argv: Sequence[str],
    log: IO[str],
    cwd: Path | None = None,
    environment: Mapping[str, str] | None = None,
    seconds: float | None = None,
) -> None:
    """Run a command, all its output into the log; a failure is a sentence that names the log.

    seconds: how long it may take; as long as it likes if there is nothing.
    """
    import subprocess

    log.write("$ {}\n".format(" ".join(argv)))
    log.flush()
    try:
        # The lock's file stays open in it: should this process be killed, nobody starts before the install has ended.
        status = subprocess.call(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            close_fds=False,
            cwd=cwd,
            env=without_settings(environment or os.environ),
            timeout=seconds,
        )
    except subprocess.TimeoutExpired:
        raise SetUpError(f"it was not done in {seconds:.0f} seconds. What happened is in {log.name}") from None
    if status != 0:
        raise SetUpError(f"its parts could not be downloaded or installed. What happened is in {log.name}")


def clear(home: Path) -> None:
    """Remove an environment, its stamp first, so that what a removal cut short leaves is never taken for whole."""
    import shutil

    (home / "stamp").unlink(missing_ok=True)
    if home.exists():
        shutil.rmtree(home)


def check_venv() -> None:
    """Say what to install where the system has split Python's venv off, as Debian does."""
    from importlib.util import find_spec

    if find_spec("venv") is None or find_spec("ensurepip") is None:
        raise SetUpError("this Python comes without venv. On Debian and Ubuntu: apt install python3-venv")


@contextlib.contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Hold the lock at `path`, waiting for its holder up to `PATIENCE`; the system frees it when a process dies."""
    deadline = time.monotonic() + PATIENCE
    with path.open("a+b") as file:
        os.set_inheritable(file.fileno(), True)
        waiting = False
        while not lock(file):
            if not waiting:
                say("Another Readback is setting up the same environment; waiting for it.")
            waiting = True
            if time.monotonic() > deadline:
                raise SetUpError(f"another set-up has held {path} for {PATIENCE / 60:.0f} minutes")
            time.sleep(0.1)
        yield


def lock(file: IO[bytes]) -> bool:
    """Whether this process now holds the lock on `file`."""
    try:
        if sys.platform == "win32":
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


class SetUpError(Exception):
    """The environment could not be made; the message ends a sentence."""


@contextlib.contextmanager
def sentences() -> Iterator[None]:
    """Whatever stops a set-up is one sentence and an exit status, never a traceback."""
    try:
        yield
    except (SetUpError, OSError) as error:
        say(f"Readback could not be set up: {error}.")
        sys.exit(1)
    except KeyboardInterrupt:
        say("Stopped. Nothing was left half made; the next run starts again.")
        sys.exit(130)


def say(sentence: str) -> None:
    """One line to the person at the terminal."""
    print(sentence, file=sys.stderr, flush=True)
