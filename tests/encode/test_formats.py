"""What is decoded is what was written, at the time that was said: with decoders that are not ours."""

from __future__ import annotations

import gc
import io
import os
import signal
import subprocess
import sys
import threading
import time
import wave
from pathlib import Path

import imageio_ffmpeg
import mutagen
import numpy as np
import pytest
import soundfile

from service.audio import Samples
from service.encode import encoders
from service.encode.formats import FORMATS, SAMPLE_RATES, Encoder, Tags, encode, format_named, format_of, to_s16
from service.errors import FormatUnknown

RATE = 24000
TAGS = Tags("An evening letter", "heart", "hibari")
FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
BURST = 240
DECODED_BY_LIBSNDFILE = ("mp3", "opus", "flac", "wav")
TAGGED = ("mp3", "m4a", "opus", "flac", "wav")
EVERY = tuple(FORMATS)


def bursts(seconds: float) -> tuple[Samples, list[int]]:
    """Room tone with a burst of noise in each second, the first after 0.2 s and the last just before the end."""
    rng = np.random.default_rng(7)
    sound = (rng.standard_normal(int(seconds * RATE) + 137) * 3e-4).astype(np.float32)
    places = [4800, *(k * RATE + 321 * k for k in range(1, int(seconds) - 1)), len(sound) - 2 * BURST]
    for place in places:
        sound[place : place + BURST] += rng.standard_normal(BURST).astype(np.float32) * 0.2
    return sound, places


SOUND, PLACES = bursts(12)


def voice(seconds: float) -> Samples:
    """Something like speech: a gliding buzz in syllables of uneven length."""
    t = np.arange(int(seconds * RATE)) / RATE
    phase = 2 * np.pi * np.cumsum(140 + 30 * np.sin(1.7 * t)) / RATE
    buzz = sum(np.sin(k * phase) / k for k in range(1, 20))
    syllables = np.clip(np.sin(2 * np.pi * 2.3 * t + np.sin(3.1 * t)), 0, 1) ** 2
    return (0.2 * buzz * syllables).astype(np.float32)


def streamed(encoder: Encoder, sound: Samples, step: int = 12000) -> tuple[bytes, bytes]:
    """The bytes of a stream, and those of the file after its patches."""
    pieces = [encoder.write(sound[at : at + step]) for at in range(0, len(sound), step)]
    stream = b"".join(pieces) + encoder.close()
    whole = bytearray(stream)
    for at, data in encoder.patches():
        whole[at : at + len(data)] = data
    return stream, bytes(whole)


def by_ffmpeg(path: Path, sample_rate: int = RATE) -> Samples:
    if path.suffix == ".pcm":
        return np.frombuffer(path.read_bytes(), "<i2").astype(np.float32) / np.float32(32767)
    command = [
        FFMPEG,
        "-v",
        "error",
        "-nostdin",
        "-i",
        str(path),
        "-f",
        "f32le",
        "-ar",
        str(sample_rate),
        "-ac",
        "1",
        "-",
    ]
    samples: Samples = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.float32)
    return samples


def by_libsndfile(path: Path) -> Samples:
    samples, rate = soundfile.read(path, dtype="float32")
    whole: Samples = samples[:: rate // RATE]
    return whole


def lateness(decoded: Samples, sound: Samples, place: int, length: int = BURST) -> float:
    """Milliseconds by which the sound at `place` is late in what was decoded."""
    low = max(0, place - 2400)
    match = np.correlate(decoded[low : place + length + 2400], sound[place : place + length], "valid")
    return (low + int(np.argmax(match)) - place) * 1000 / RATE


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("kind", ["stream", "file"])
def test_what_ffmpeg_decodes_is_on_time_from_the_first_sound_to_the_last(name: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"sound{FORMATS[name].extension}"
    stream, file = streamed(FORMATS[name].encoder(RATE, TAGS), SOUND)
    path.write_bytes(stream if kind == "stream" else file)
    decoded = by_ffmpeg(path)
    assert max(abs(lateness(decoded, SOUND, place)) for place in PLACES) <= 1
    surplus = (len(decoded) - len(SOUND)) * 1000 / RATE
    assert 0 <= surplus <= (50 if kind == "stream" or name == "aac" else 0)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("sample_rate", [rate for rate in SAMPLE_RATES if rate != RATE])
def test_every_format_is_written_in_every_rate_and_on_time(sample_rate: int, name: str, tmp_path: Path) -> None:
    sound = np.interp(np.arange(4 * sample_rate) / sample_rate, np.arange(len(SOUND)) / RATE, SOUND).astype(np.float32)
    path = tmp_path / f"sound{FORMATS[name].extension}"
    path.write_bytes(encode(sound, FORMATS[name], sample_rate, TAGS))
    decoded = by_ffmpeg(path, sample_rate)
    assert 0 <= len(decoded) - len(sound) <= (2048 if name == "aac" else 0)
    # Each burst of noise is found where it was, by its loudness: a low rate keeps little of its shape.
    width = sample_rate // 200
    for place in (place * sample_rate // RATE for place in PLACES[:3]):
        near = slice(place - 20 * width, place + 20 * width)
        heard, meant = (np.convolve(np.square(one[near]), np.ones(2 * width), "same") for one in (decoded, sound))
        assert abs(int(np.argmax(heard)) - int(np.argmax(meant))) <= width


@pytest.mark.parametrize("name", DECODED_BY_LIBSNDFILE)
def test_what_libsndfile_decodes_of_a_file_is_on_time_and_exactly_as_long(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"sound{FORMATS[name].extension}"
    path.write_bytes(streamed(FORMATS[name].encoder(RATE, TAGS), SOUND)[1])
    decoded = by_libsndfile(path)
    assert max(abs(lateness(decoded, SOUND, place)) for place in PLACES) <= 1
    assert len(decoded) == len(SOUND)


@pytest.mark.parametrize("name", EVERY)
def test_speech_is_on_time_and_as_loud_as_it_was(name: str, tmp_path: Path) -> None:
    speech = voice(6)
    path = tmp_path / f"speech{FORMATS[name].extension}"
    path.write_bytes(encode(speech, FORMATS[name], RATE, TAGS))
    decoded = by_ffmpeg(path)[: len(speech)]
    assert abs(lateness(decoded, speech, 2 * RATE, 2 * RATE)) <= 1
    level = 20 * np.log10(np.std(decoded) / np.std(speech))
    assert abs(level) <= 0.3


def test_sound_at_the_very_start_of_bare_aac_is_faded_in_and_not_lost(tmp_path: Path) -> None:
    speech = voice(2)[2400:]
    path = tmp_path / "speech.aac"
    path.write_bytes(encode(speech, FORMATS["aac"], RATE, TAGS))
    assert np.std(by_ffmpeg(path)[400:1024]) >= 0.5 * np.std(speech[400:1024])


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("seconds", [0.5, 2.0])
def test_the_first_write_gives_nearly_all_it_was_given(
    name: str, seconds: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoders, "PATIENCE", 20.0)  # a child takes its time where the machine is busy
    speech = voice(seconds)
    encoder = FORMATS[name].encoder(RATE, TAGS)
    first = encoder.write(speech)
    path = tmp_path / f"first{FORMATS[name].extension}"
    path.write_bytes(first)
    rest = encoder.close()
    assert len(first) > 0
    if name != "m4a":  # half a fragment would not decode; its size is bounded below
        assert len(by_ffmpeg(path)) >= len(speech) - 0.36 * RATE
    assert len(rest) < 8000


@pytest.mark.parametrize("name", EVERY)
def test_the_bytes_do_not_depend_on_how_the_sound_was_cut(name: str) -> None:
    whole = encode(SOUND[: 5 * RATE], FORMATS[name], RATE, TAGS)
    assert streamed(FORMATS[name].encoder(RATE, TAGS), SOUND[: 5 * RATE], 7777)[1] == whole


def test_the_same_samples_give_the_same_bytes_in_every_process() -> None:
    program = (
        "import hashlib, numpy as np\n"
        "from service.encode.formats import FORMATS, Tags, encode\n"
        "sound = (np.random.default_rng(3).standard_normal(48000) * 0.1).astype(np.float32)\n"
        "for name, form in FORMATS.items():\n"
        "    print(name, hashlib.sha256(encode(sound, form, 24000, Tags('T', 'v', 'e'))).hexdigest())\n"
    )
    runs = {subprocess.run([sys.executable, "-c", program], capture_output=True, check=True).stdout for _ in range(2)}
    assert len(runs) == 1
    assert len(runs.pop().splitlines()) == len(FORMATS)


@pytest.mark.parametrize("name", TAGGED)
def test_a_file_says_that_a_computer_reads_and_says_no_date(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"tagged{FORMATS[name].extension}"
    path.write_bytes(encode(SOUND[:RATE], FORMATS[name], RATE, TAGS))
    said = subprocess.run(
        [FFMPEG, "-v", "error", "-nostdin", "-i", str(path), "-f", "ffmetadata", "-"], capture_output=True, check=True
    ).stdout.decode()
    streams = subprocess.run([FFMPEG, "-hide_banner", "-i", str(path)], capture_output=True, check=False).stderr
    everything = said + streams.decode()
    assert "An evening letter" in everything
    assert "computer voice; voice=heart; engine=hibari" in everything.replace("\\", "")
    assert "date" not in everything.lower().replace("update", "")
    assert "creation_time" not in everything


@pytest.mark.parametrize("name", ["mp3", "m4a", "opus", "flac", "wav"])
def test_mutagen_finds_the_length_of_a_finished_file(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"length{FORMATS[name].extension}"
    path.write_bytes(encode(SOUND, FORMATS[name], RATE, TAGS))
    assert mutagen.File(path).info.length == pytest.approx(len(SOUND) / RATE, abs=0.1)


def test_an_mp4_file_is_an_ordinary_one_and_a_stream_a_fragmented_one() -> None:
    stream, file = streamed(FORMATS["m4a"].encoder(RATE, TAGS), SOUND)

    def boxes(data: bytes) -> list[bytes]:
        found, at = [], 0
        while at < len(data):
            found.append(data[at + 4 : at + 8])
            at += int.from_bytes(data[at : at + 4], "big")
        return found

    assert boxes(file) == [b"ftyp", b"mdat", b"moov"]
    assert boxes(stream)[:4] == [b"ftyp", b"moov", b"moof", b"mdat"]
    assert boxes(stream)[-1] == b"free"


@pytest.mark.parametrize("kind", ["stream", "file"])
def test_python_and_pydub_read_a_wav_with_and_without_its_length(kind: str, tmp_path: Path) -> None:
    from pydub import AudioSegment

    AudioSegment.converter = FFMPEG
    stream, file = streamed(FORMATS["wav"].encoder(RATE, TAGS), SOUND)
    data = stream if kind == "stream" else file
    heard = AudioSegment.from_wav(io.BytesIO(data))
    assert (heard.frame_rate, heard.channels, heard.sample_width) == (RATE, 1, 2)
    assert heard.raw_data == to_s16(SOUND)
    with wave.open(io.BytesIO(data)) as reader:
        assert reader.readframes(reader.getnframes()) == to_s16(SOUND)
    path = tmp_path / "sound.wav"
    path.write_bytes(data)
    assert len(by_libsndfile(path)) == len(by_ffmpeg(path)) == len(SOUND)


def test_pydub_hears_the_rests_of_an_mp3_where_they_are(tmp_path: Path) -> None:
    from pydub import AudioSegment, silence

    AudioSegment.converter = FFMPEG
    tone = (0.2 * np.sin(2 * np.pi * 220 * np.arange(RATE) / RATE)).astype(np.float32)
    quiet = np.zeros(RATE, np.float32)
    path = tmp_path / "rests.mp3"
    path.write_bytes(encode(np.concatenate([quiet, tone, quiet, tone, quiet]), FORMATS["mp3"], RATE, TAGS))
    subprocess.run(
        [FFMPEG, "-v", "error", "-nostdin", "-i", str(path), str(path.with_suffix(".wav"))],
        capture_output=True,
        check=True,
    )
    with path.with_suffix(".wav").open("rb") as decoded:
        heard = AudioSegment.from_wav(decoded)
    found = silence.detect_nonsilent(heard, min_silence_len=300, silence_thresh=-40, seek_step=1)
    assert np.allclose(found, [(1000, 2000), (3000, 4000)], atol=10)


def test_samples_are_rounded_and_held_at_full_scale() -> None:
    samples = np.array([0.0, 1.0, -1.0, 2.0, -2.0, 0.4 / 32767, 0.6 / 32767], np.float32)
    assert np.frombuffer(to_s16(samples), "<i2").tolist() == [0, 32767, -32767, 32767, -32768, 0, 1]


def test_a_phrase_becomes_a_small_flac_within_milliseconds() -> None:
    phrase = voice(3)
    encode(phrase, FORMATS["flac"], RATE, TAGS)
    began = time.process_time()
    for _ in range(10):
        data = encode(phrase, FORMATS["flac"], RATE, TAGS)
    assert (time.process_time() - began) / 10 < 0.05
    assert np.array_equal(soundfile.read(io.BytesIO(data), dtype="int16")[0], np.frombuffer(to_s16(phrase), "<i2"))


@pytest.mark.parametrize("name", ["opus", "m4a", "aac"])
def test_a_stream_that_is_dropped_leaves_no_child_and_no_thread(name: str) -> None:
    before = threading.active_count()
    encoder = FORMATS[name].encoder(RATE, TAGS)
    encoder.write(voice(1))
    child = encoder._child._process.pid  # type: ignore[attr-defined]
    os.kill(child, 0)
    del encoder
    gc.collect()
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)
    assert threading.active_count() == before


@pytest.mark.parametrize("name", ["opus", "m4a", "aac"])
def test_a_child_that_dies_is_an_error_and_not_a_short_file(name: str) -> None:
    encoder = FORMATS[name].encoder(RATE, TAGS)
    encoder.write(voice(1))
    encoder._child._process.kill()  # type: ignore[attr-defined]
    encoder._child._process.wait()  # type: ignore[attr-defined]
    with pytest.raises(OSError, match=r".+"):
        encoder.write(voice(1))
    with pytest.raises(OSError, match=r".+"):
        encoder.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a program for a while")
def test_a_child_that_hangs_is_killed_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    encoder, minute = FORMATS["opus"].encoder(RATE, TAGS), voice(60)
    encoder.write(voice(1))
    child = encoder._child._process  # type: ignore[attr-defined]
    os.kill(child.pid, signal.SIGSTOP)
    begun = time.monotonic()
    encoder.write(minute)
    assert time.monotonic() - begun < 5, "nobody waits for it until it counts as hung"
    assert encoder.waits
    assert encoder.write(voice(0)) == b""
    monkeypatch.setattr("service.encode.ffmpeg.STALLED", 0.1)
    time.sleep(0.2)
    with pytest.raises(TimeoutError):
        _ = encoder.waits
    assert child.wait() != 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot stop a program for a while")
@pytest.mark.parametrize("name", ["opus", "m4a", "aac"])
def test_a_child_that_hangs_at_the_end_is_killed_after_a_while(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.encode.ffmpeg.STALLED", 0.5)
    encoder = FORMATS[name].encoder(RATE, TAGS)
    encoder.write(voice(1))
    child = encoder._child._process  # type: ignore[attr-defined]
    os.kill(child.pid, signal.SIGSTOP)
    with pytest.raises(TimeoutError):
        encoder.close()
    assert child.wait() != 0


@pytest.mark.parametrize("name", ["opus", "aac"])
def test_a_long_piece_in_one_go_does_not_lock_up(name: str, tmp_path: Path) -> None:
    minutes = np.tile(voice(6), 20)
    path = tmp_path / f"long{FORMATS[name].extension}"
    path.write_bytes(encode(minutes, FORMATS[name], RATE, TAGS))
    assert len(by_ffmpeg(path)) == pytest.approx(len(minutes), abs=0.05 * RATE)


@pytest.mark.parametrize("name", [name for name in EVERY if name != "pcm"])
@pytest.mark.parametrize("rate", [16000, 22050, 44100, 48000])
def test_voices_of_other_rates_are_on_time_too(name: str, rate: int, tmp_path: Path) -> None:
    sound = SOUND[: 4 * rate]
    places = [place for place in PLACES if place + 2 * BURST < len(sound)]
    path = tmp_path / f"rate{FORMATS[name].extension}"
    path.write_bytes(encode(sound, FORMATS[name], rate, TAGS))
    command = [FFMPEG, "-v", "error", "-nostdin", "-i", str(path), "-f", "f32le", "-ar", str(rate), "-"]
    decoded = np.frombuffer(subprocess.run(command, capture_output=True, check=True).stdout, np.float32)
    assert max(abs(lateness(decoded, sound, place)) for place in places) <= 5


@pytest.mark.parametrize(
    ("path", "name"), [("a.mp3", "mp3"), ("B.WAV", "wav"), ("c.ogg", "opus"), ("d.oga", "opus"), (Path("e.m4a"), "m4a")]
)
def test_the_format_follows_the_ending(path: str | Path, name: str) -> None:
    assert format_of(path) is format_named(name)


def test_an_unknown_format_is_refused_with_those_there_are() -> None:
    with pytest.raises(FormatUnknown, match=r"mp3, m4a, opus, flac, wav, aac, pcm"):
        format_of("letter.txt")
    with pytest.raises(FormatUnknown):
        format_named("midi")


def test_a_format_says_what_it_is() -> None:
    for name, form in FORMATS.items():
        assert form.name == name
        assert form.extension.startswith(".")
        assert form.media_type.startswith("audio/")
