"""A file is whole or it is not there."""

from __future__ import annotations

import io
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
import soundfile

from service.audio import Samples
from service.deliver.files import write_file, write_stream, write_text
from service.deliver.renditions import Sound
from service.encode.formats import FORMATS, Tags, encode
from service.errors import FileNotWritten
from service.mix.mix import Chunk
from service.score.score import Score
from tests.readings import score_of

RATE = 24000
TAGS = Tags("T", "v", "e")


def chunks(seconds: int = 3) -> Iterator[Samples]:
    rng = np.random.default_rng(1)
    for _ in range(seconds):
        yield (rng.standard_normal(RATE) * 0.1).astype(np.float32)


@dataclass
class Recorded:
    """A reading that somebody recorded: sound, and nobody who speaks."""

    pieces: Iterator[Samples]
    score: Score = field(default_factory=lambda: score_of("Rest now."))
    sample_rate: int = RATE
    tags: Tags = TAGS

    def chunks(self) -> Iterator[tuple[Chunk, ...]]:
        return ((Chunk(samples, ()),) for samples in self.pieces)


def sound(name: str, pieces: Iterator[Samples]) -> Sound:
    return Sound(Recorded(pieces), FORMATS[name])


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_file_holds_what_the_encoder_made_with_its_patches(name: str, tmp_path: Path) -> None:
    path = tmp_path / "letter.bin"
    write_file(path, sound(name, chunks()))
    assert path.read_bytes() == encode(np.concatenate(list(chunks())), FORMATS[name], RATE, TAGS)
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter.bin"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such modes")
def test_nobody_else_may_read_it(tmp_path: Path) -> None:
    write_file(tmp_path / "letter.wav", sound("wav", chunks()))
    assert stat.S_IMODE((tmp_path / "letter.wav").stat().st_mode) == 0o600


def test_while_it_is_written_only_a_hidden_part_is_there(tmp_path: Path) -> None:
    seen: list[list[str]] = []

    def watched() -> Iterator[Samples]:
        for chunk in chunks():
            seen.append([entry.name for entry in tmp_path.iterdir()])
            yield chunk

    write_file(tmp_path / "letter.mp3", sound("mp3", watched()))
    assert all(len(names) == 1 and names[0].startswith(".") and names[0].endswith(".part") for names in seen)


@pytest.mark.parametrize("failure", [KeyboardInterrupt, RuntimeError, MemoryError])
@pytest.mark.parametrize("name", ["wav", "mp3", "m4a"])
def test_whatever_breaks_the_speech_nothing_is_left_and_the_old_file_stays(
    failure: type[BaseException], name: str, tmp_path: Path
) -> None:
    path = tmp_path / "letter"
    path.write_bytes(b"old")

    def broken() -> Iterator[Samples]:
        yield from chunks(1)
        raise failure

    with pytest.raises(failure):
        write_file(path, sound(name, broken()))
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot limit the size of a file")
def test_a_full_disk_is_one_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, before[1]))
    try:
        with pytest.raises(FileNotWritten, match=r"letter.wav was not written: .+\."):
            write_file(tmp_path / "letter.wav", sound("wav", chunks(20)))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX has a limit for files")
@pytest.mark.parametrize("name", ["opus", "mp3", "wav"])
def test_wherever_a_disk_is_full_it_is_the_same_sentence(name: str, tmp_path: Path) -> None:
    """What could not be written is tried again when the file is closed. A limit for files stands for the disk here."""
    size = len(encode(np.concatenate(list(chunks())), FORMATS[name], RATE, TAGS))
    path = tmp_path / f"letter.{name}"
    code = (
        "import resource, sys; from pathlib import Path; from tests.deliver.test_files import *\n"
        "for most in map(int, sys.argv[3:]):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (most, -1))\n"
        "    try: write_file(Path(sys.argv[1]), sound(sys.argv[2], chunks()))\n"
        "    except FileNotWritten as error: print(error)"
    )
    places = [str(size - less) for less in (1, 100, 4000, 9000, 20_000)]
    done = subprocess.run([sys.executable, "-c", code, str(path), name, *places], capture_output=True, text=True)
    assert done.stdout.splitlines() == [f"{path} was not written: file too large."] * len(places), done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
def test_a_device_is_written_to_and_not_replaced() -> None:
    with pytest.raises(FileNotWritten, match="the disk is full"):
        write_file(Path("/dev/full"), sound("wav", chunks()))
    write_file(Path("/dev/null"), sound("wav", chunks()))
    assert not Path("/dev/null").is_file()


def test_a_missing_folder_and_a_folder_in_its_place_are_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotWritten, match="the folder does not exist"):
        write_text(tmp_path / "nowhere" / "cues.vtt", "WEBVTT\n")
    with pytest.raises(FileNotWritten, match="it is a folder"):
        write_file(tmp_path, sound("wav", chunks()))


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nobody forbids anything to root")
def test_a_folder_that_may_not_be_written_to_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FileNotWritten, match="no permission"):
        write_text(tmp_path / "cues.vtt", "WEBVTT\n")


def test_a_link_keeps_being_a_link(tmp_path: Path) -> None:
    link = tmp_path / "link.txt"
    link.symlink_to(tmp_path / "real.txt")
    write_text(link, "é\n")
    assert link.is_symlink()
    assert (tmp_path / "real.txt").read_bytes() == "é\n".encode()


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_stream_gets_each_chunk_as_soon_as_it_is_there(name: str) -> None:
    out = io.BytesIO()
    sizes: list[int] = []

    def watched() -> Iterator[Samples]:
        for chunk in chunks(4):
            sizes.append(len(out.getvalue()))
            yield chunk

    write_stream(out, sound(name, watched()))
    assert sizes[0] == 0
    assert all(after > before for before, after in pairwise(sizes))


def test_a_stream_of_wav_is_read_to_its_end() -> None:
    out = io.BytesIO()
    write_stream(out, sound("wav", chunks(2)))
    assert len(soundfile.read(io.BytesIO(out.getvalue()))[0]) == 2 * RATE
