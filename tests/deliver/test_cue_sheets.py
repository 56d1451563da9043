"""Cue sheets as others read them."""

from __future__ import annotations

import io
import json
import subprocess
from itertools import pairwise

import imageio_ffmpeg
import pytest
import webvtt

from service.audio import WordTime
from service.deliver.cue_sheets import CUE_SHEETS, cue_sheet_of
from service.errors import FormatUnknown
from service.mix.timeline import PhraseCue, PrefaceCue, RestCue, Timeline

RATE = 24000
LETTER = "Dear Sam,\n\nYou were <b>so</b> brave & kind,\n  --> {\\an8}even then.\r\n42"
GREETING = (0, 9)
SENTENCE = (11, LETTER.index("\r"))
NUMBER = (len(LETTER) - 2, len(LETTER))
TIMELINE = Timeline(
    RATE,
    (
        RestCue("lead_in", 0, 19200),
        PrefaceCue(19200, 28801, "These are your own words."),
        RestCue("paragraph", 28801, 40000),
        PhraseCue(0, 40000, 66667, GREETING, (WordTime((0, 4), 40000, 50001), WordTime((5, 8), 50001, 66667))),
        RestCue("greeting", 66667, 109867),
        PhraseCue(1, 109867, 181234, SENTENCE),
        RestCue("soft", 181234, 181234),
        PhraseCue(2, 181234, 90_000_000, NUMBER),
        RestCue("lead_out", 90_000_000, 90_024_000),
    ),
)


def rendered(name: str) -> str:
    return CUE_SHEETS[name].render(TIMELINE, LETTER)


def test_json_holds_every_cue_and_finds_each_sample_again() -> None:
    sheet = json.loads(rendered("json"))
    assert sheet["version"] == 1
    assert round(sheet["duration"] * RATE) == TIMELINE.length
    assert len(sheet["cues"]) == len(TIMELINE.cues)
    for written, cue in zip(sheet["cues"], TIMELINE.cues, strict=True):
        assert (round(written["start"] * RATE), round(written["end"] * RATE)) == (cue.start, cue.end)
    assert sheet["cues"][0] == {"kind": "rest", "rest": "lead_in", "start": 0.0, "end": 0.8}
    assert sheet["cues"][1]["kind"] == "preface"
    assert sheet["cues"][1]["spoken"] == "These are your own words."
    assert list(sheet["cues"][3]) == ["kind", "index", "start", "end", "text", "words"]
    assert sheet["cues"][3]["words"][0] == {"text": [0, 4], "start": 1.666667, "end": 2.083375}


def test_json_has_no_word_of_the_letter() -> None:
    assert "Sam" not in rendered("json")


def test_a_web_player_reads_the_phrases_as_they_were_written() -> None:
    cues = [cue for cue in webvtt.from_buffer(io.StringIO(rendered("vtt"))).captions if cue.text]
    assert [cue.identifier for cue in cues] == ["preface", "phrase 0", "phrase 1", "phrase 2"]
    assert cues[1].text == "Dear Sam,"
    assert cues[2].raw_text == "You were &lt;b&gt;so&lt;/b&gt; brave &amp; kind, --&gt; {\\an8}even then."
    assert (cues[1].start, cues[1].end) == ("00:00:01.667", "00:00:02.778")
    assert cues[3].end == "01:02:30.000"


def test_rests_of_a_vtt_are_named_and_say_nothing() -> None:
    blocks = [block.split("\n") for block in rendered("vtt").rstrip("\n").split("\n\n")[1:]]
    rests = [block for block in blocks if block[0].startswith("rest ")]
    assert [block[0] for block in rests] == ["rest lead_in", "rest paragraph", "rest greeting", "rest lead_out"]
    assert all(len(block) == 2 and " --> " in block[1] for block in rests)
    assert all(len(block) == 3 and "-->" not in block[2] for block in blocks if block not in rests)


def test_neighbours_of_a_vtt_meet_to_the_millisecond() -> None:
    times = [line.split(" --> ") for line in rendered("vtt").split("\n") if " --> " in line]
    assert all(before[1] == after[0] for before, after in pairwise(times))


def test_two_readers_of_srt_agree_and_show_nothing_during_a_rest() -> None:
    sheet = rendered("srt")
    read = webvtt.from_buffer(io.StringIO(sheet), format="srt").captions
    assert [block.split("\n")[0] for block in sheet.strip().split("\n\n")] == ["1", "2", "3", "4"]
    assert sheet.count("-->") == 4
    assert not [mark for mark in ("<b>", "</b>", "{\\an8}") if mark in sheet]
    assert [cue.raw_text.replace("\u2060", "") for cue in read] == [
        "These are your own words.",
        "Dear Sam,",
        "You were <b>so</b> brave & kind, --> {\\an8}even then.",
        "42",
    ]
    ffmpeg = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "srt", "-i", "-", "-f", "srt", "-"]
    again = subprocess.run(ffmpeg, input=sheet.encode(), capture_output=True, check=True).stdout.decode()
    events = webvtt.from_buffer(io.StringIO(again), format="srt").captions
    assert [(cue.start, cue.end, cue.raw_text) for cue in events] == [
        (cue.start, cue.end, cue.raw_text) for cue in read
    ]
    assert events[1].start == "00:00:01.667"


@pytest.mark.parametrize("mark", ["\n", "\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029", "\n \t\n"])
@pytest.mark.parametrize("name", ["vtt", "srt"])
def test_no_cue_holds_a_line_break_whatever_the_letter_holds(name: str, mark: str) -> None:
    letter = f"one{mark}two\0 \ud800"
    timeline = Timeline(RATE, (PhraseCue(0, 0, RATE, (0, len(letter))),))
    sheet = CUE_SHEETS[name].render(timeline, letter)
    assert "one two\ufffd \ufffd" in sheet
    assert sheet.encode()


@pytest.mark.parametrize("name", list(CUE_SHEETS))
def test_an_empty_timeline_is_an_empty_sheet(name: str) -> None:
    assert "-->" not in CUE_SHEETS[name].render(Timeline(RATE, ()), "")


def test_the_sheet_follows_the_ending() -> None:
    for name, sheet in CUE_SHEETS.items():
        assert cue_sheet_of(f"letter{sheet.extension.upper()}") is sheet
        assert sheet.name == name
    with pytest.raises(FormatUnknown, match="json, vtt, srt"):
        cue_sheet_of("letter.lrc")
