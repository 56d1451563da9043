"""The set-up of `scripts/environment.py`, for real: a checkout of its own, a wheel made here, no network."""

import base64
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).parent.parent / "scripts"
TALE = "import sys, cuckoo\nprint(cuckoo.VERSION, *sys.argv[1:])\nsys.exit(int(len(sys.argv) > 2))\n"


@dataclass(frozen=True)
class Checkout:
    root: Path

    def start(self, *arguments: str, cwd: Path | None = None) -> subprocess.Popen[str]:
        command = [sys.executable, str(self.root / "scripts" / "readback"), *arguments]
        wheels = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(self.wheels)}
        return subprocess.Popen(
            command,
            cwd=cwd,
            env={**os.environ, **wheels},
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str, cwd: Path | None = None) -> tuple[int, str, str]:
        with self.start(*arguments, cwd=cwd) as process:
            out, err = process.communicate(timeout=120)
        return process.returncode, out, err

    def lock(self, version: str) -> None:
        """Pin the only requirement, a wheel made on the spot."""
        wheel = make_wheel(self.wheels, version)
        digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
        (self.root / "requirements.lock").write_text(f"cuckoo=={version} --hash=sha256:{digest}\n")

    @property
    def wheels(self) -> Path:
        # pip reads several folders out of that variable, split at spaces, so this one is outside.
        return self.root.parent / "wheels"

    @property
    def environment(self) -> Path:
        return self.root / ".readback" / "run"


def make_wheel(folder: Path, version: str) -> Path:
    folder.mkdir(exist_ok=True)
    info = f"cuckoo-{version}.dist-info"
    files = {
        "cuckoo.py": f"VERSION = {version!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: cuckoo\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = [f"{name},sha256={digest_of(text)},{len(text)}" for name, text in files.items()]
    path = folder / f"cuckoo-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(name, text)
        wheel.writestr(f"{info}/RECORD", "\n".join([*record, f"{info}/RECORD,,", ""]))
    return path


def digest_of(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()


def made_in(folder: Path) -> Checkout:
    # A name that is not ASCII, with a space: the way to the checkout is written into the environment.
    root = folder / "Lettre à moi"
    shutil.copytree(SCRIPTS, root / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "service").mkdir()
    (root / "service" / "__main__.py").write_text(TALE)
    made = Checkout(root)
    made.lock("1.0")
    return made


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """One whose environment has not been made."""
    return made_in(tmp_path)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """One whose environment was made, for all tests that make it again; its first run says what it does."""
    folder = tmp_path_factory.mktemp("ready")
    (folder / "service.py").write_text("raise SystemExit('the caller’s own file was run')")
    made = made_in(folder)
    status, out, err = made.run("letter.txt", cwd=folder)
    assert (status, out) == (0, "1.0 letter.txt\n")
    assert err.startswith("Setting up Readback in ")
    assert err.count("\n") == 1
    return made


def test_the_second_run_says_nothing(ready: Checkout) -> None:
    assert ready.run("two", "words") == (1, "1.0 two words\n", "")


def test_another_lock_makes_the_environment_again(ready: Checkout) -> None:
    assert ready.run()[1] == "1.0\n"
    ready.lock("2.0")
    assert ready.run()[1] == "2.0\n"


def test_an_environment_of_another_python_is_made_again(ready: Checkout) -> None:
    stamp = ready.environment / "stamp"
    stamp.write_text(stamp.read_text(encoding="utf-8").replace(sys.version.split()[0], "3.10.1"), encoding="utf-8")
    assert "Setting up" in ready.run()[2]
    assert ready.run()[2] == ""


def test_two_first_runs_at_once_set_up_once(checkout: Checkout) -> None:
    both = [checkout.start(), checkout.start()]
    answers = [process.communicate(timeout=120) for process in both]
    assert [out for out, _ in answers] == ["1.0\n", "1.0\n"]
    assert "".join(err for _, err in answers).count("Setting up") == 1


def test_a_failing_install_is_one_sentence_and_leaves_nothing(checkout: Checkout) -> None:
    lock = checkout.root / "requirements.lock"
    lock.write_text(lock.read_text()[:-9] + "00000000\n")
    status, out, err = checkout.run()
    assert (status, out) == (1, "")
    assert err.splitlines()[1].startswith("Readback could not be set up: ")
    assert len(err.splitlines()) == 2
    assert not checkout.environment.exists()
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in (checkout.root / ".readback" / "run.log").read_text()


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is sent to a process group, as a POSIX terminal does")
def test_ctrl_c_in_the_first_run_leaves_nothing_half_made(checkout: Checkout) -> None:
    process = checkout.start()
    wait_for(checkout.environment / "bin")
    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert err.splitlines()[1:] == ["Stopped. Nothing was left half made; the next run starts again."]
    assert not checkout.environment.exists()


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL")
def test_a_set_up_that_was_killed_is_made_again(checkout: Checkout) -> None:
    process = checkout.start()
    wait_for(checkout.environment / "bin")
    os.kill(process.pid, signal.SIGKILL)
    process.communicate(timeout=30)
    assert checkout.run()[1] == "1.0\n"


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 30
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_no_lock_file_names_an_address() -> None:
    locks = [*SCRIPTS.parent.glob("requirements*.lock"), *(SCRIPTS.parent / "service").rglob("*.lock")]
    assert len(locks) > 4
    for lock in locks:
        text = lock.read_text()
        assert not [word for word in ("://", "index-url", "find-links", " @ ") if word in text]
        assert text.count("--hash=sha256:") > text.count("==")
