"""The voices that a machine already has, by way of pyttsx3: SAPI5, NSSpeechSynthesizer, espeak-ng.

Its quirks are dealt with here. pyttsx3 hangs, loses files and crashes with threads, so it lives in a process of its
own (`pyttsx3_child.py`) that is killed and started again, and speaks one phrase at a time. Which voices there are is
asked of another such process (`system_listing.py`), so that nobody who wants to know waits for a phrase. It can only
write files, so each is written into a private folder and removed as soon as it is read. espeak-ng does not go at the
rate that it is told, and under a certain rate does not slow down any more, so its rates are measured.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import importlib.util
import sys
import threading
import time
import weakref
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path

import numpy as np

from service.audio import Samples, Take
from service.errors import VoiceNotInstalled
from service.speech.engines.child import Keeper, Late, Lost, clear_away
from service.speech.engines.engine import EngineFailed, Utterance
from service.speech.engines.resample import resampled
from service.speech.engines.respite import Respite
from service.speech.engines.system_listing import Lister, Listing
from service.speech.engines.takes import Span, join, parted
from service.speech.voice_parts import install_command
from service.voice import Voice

TALKER = (sys.executable, "-P", "-W", "ignore", str(Path(__file__).with_name("pyttsx3_child.py")))
"""The child's command. `-P`: the modules beside it are not to be taken for others of their names. `-W`: since 3.12
Python warns where a process with threads is copied, and a machine may make errors of warnings."""
LONGEST = 2000
"""The most characters that the child is given in one go."""
WORDS_A_MINUTE = 175
"""What pyttsx3 is told at speed 1.0."""
CURVE = (
    (90, 0.519),
    (95, 0.549),
    (100, 0.576),
    (110, 0.633),
    (120, 0.690),
    (130, 0.750),
    (140, 0.806),
    (150, 0.859),
    (160, 0.913),
    (175, 1.0),
    (190, 1.080),
    (205, 1.166),
    (220, 1.243),
    (240, 1.349),
)
"""What espeak-ng is told, in words a minute, and how fast its English voices then are, as a part of their speed at 175.

Those of other languages follow it by their `response`. It slows down no more from 85 on, whatever it is told."""
SILENT = 1e-3
"""Sound that nowhere is louder, at full scale 1.0, says nothing."""
EASE_SECONDS = (0.003, 0.005)
"""How long the voice takes to come and to go at the edges of a phrase, in seconds."""
EDGE = 0.25
"""What is left of it there, and of what lies around it."""
NO_SUCH = "this machine has no such voice", "Choose one of those that `readback voices` lists as ready."
"""Why a voice cannot read that has a file but is another machine's, and what to do about it."""
_ENDS = ".?!।"
_MARKS = ".,;:।"
_JOINERS = "\u200c\u200d"


class SystemEngine:
    """Speaks with the machine's own voices, in one child process, a phrase at a time."""

    name = "system"
    packages: tuple[str, ...] = ("pyttsx3>=2.99", "soxr>=1", "espeakng-loader>=0.2.4; sys_platform == 'linux'")
    terms = "On Linux this brings espeak-ng, which is under the GPL-3.0-or-later; pyttsx3 is under the MPL-2.0."
    longest = 400
    apart = 1

    def __init__(
        self, measured: Sequence[Voice] = (), *, limit: float = 20.0, child: Sequence[str] | None = None
    ) -> None:
        """measured: the system's voices that have a file. limit: seconds for a phrase. child: another command."""
        self._limit = limit
        self._command = tuple(child or TALKER)
        self._lister = Lister(self._command, measured)
        self._speaking = threading.Lock()
        self._numbers = count()
        self._respite = Respite("the machine's own voices")
        clear_away()  # not only when one of these speaks next, which may be never
        self._start_anew()

    def _start_anew(self) -> None:
        self._keeper = Keeper(self._command)
        self._end = weakref.finalize(self, self._keeper.end)

    @property
    def pid(self) -> int | None:
        """The process number of the child that speaks; None while there is none."""
        return self._keeper.pid

    @property
    def folder(self) -> Path | None:
        """The private folder; None while there is none."""
        return self._keeper.folder

    def missing(self, voice: Voice) -> tuple[str, str] | None:
        """Why the voice cannot read here and what to do about it, or None if it can, as far as is known; see `Engine`.

        Which voices the machine has is known from the first `found` or `open` on.
        """
        if (listing := self._lister.known) is not None:
            return None if voice.model in listing.models else NO_SUCH
        if (lacking := self._lacking()) is not None:
            return lacking, install_command(self.name)
        return None

    def found(self) -> tuple[Voice, ...]:
        """The machine's voices. Looks once, within a time limit, and remembers; none where it cannot say."""
        return self._listing().voices

    def open(self, voice: Voice) -> None:
        """Start the child, if it does not run yet. Raises VoiceNotInstalled."""
        if self._lacking() is None:
            with contextlib.suppress(Lost):  # it is tried again, and told, where something is to be spoken
                self._keeper.child()  # it comes up while the machine says its voices
            self._listing()
        if (missing := self.missing(voice)) is not None:
            raise VoiceNotInstalled(voice.name, *missing)

    def close(self) -> None:
        """End the child and remove its folder. A phrase that is being spoken fails."""
        end = self._end
        self._start_anew()
        end()
        self._lister.close()

    def speak(self, utterance: Utterance, voice: Voice, speed: float, seed: int) -> tuple[Take, ...]:
        """One take a phrase, without times of words. The seed changes nothing. Raises EngineFailed within the limit."""
        keeper = self._keeper
        self.open(voice)
        told = self._told(speed)
        last = len(utterance.phrases) - 1
        return tuple(
            self._take(keeper, given(phrase.respelt, ends=utterance.ends and at == last), voice, told, at)
            for at, phrase in enumerate(utterance.phrases)
        )

    def _told(self, speed: float) -> int:
        """What pyttsx3 is told for a speed, in words a minute."""
        if self._listing().driver != "espeak":
            return round(WORDS_A_MINUTE * speed)
        rates, speeds = zip(*CURVE, strict=True)
        return round(float(np.interp(speed, speeds, rates)))

    def _take(self, keeper: Keeper, text: str, voice: Voice, told: int, at: int) -> Take:
        with self._speaking:
            self._respite.check(at)
            sounds = self._sounds(keeper, text, voice, told, at)
        takes: list[Take] = []
        for samples in sounds:
            if not len(samples) or float(np.abs(samples).max()) < SILENT:
                raise EngineFailed("nothing was said", at, retried=True)
            takes += [eased(take) for take in parted(samples, voice.sample_rate, (Span(0, len(samples)),))]
        return join(takes)

    def _sounds(self, keeper: Keeper, text: str, voice: Voice, told: int, at: int) -> list[Samples]:
        """The sound of a phrase, a piece at a time; tried once more with a new child in what time is left."""
        begun = time.monotonic()
        lost = Lost()
        for part_of_limit in (0.5, 1.0):
            try:
                until = begun + part_of_limit * self._limit
                sounds = [self._sound(keeper, piece, voice, told, until) for piece in pieces(text)]
            except Lost as failure:
                keeper.end_child()
                lost = failure
                self._respite.told(answered=not isinstance(failure, Late))
                self._respite.check(at)
            else:
                self._respite.told(answered=True)
                return sounds
        raise EngineFailed(str(lost), at, retried=True)

    def _sound(self, keeper: Keeper, text: str, voice: Voice, told: int, until: float) -> Samples:
        child, path = keeper.child(), keeper.room() / f"{next(self._numbers)}.wav"
        request = {"do": "speak", "text": text, "voice": voice.model, "words_a_minute": told, "file": str(path)}
        try:
            child.ask(request, until)
            return _read(path, voice.sample_rate)
        finally:
            with contextlib.suppress(OSError):
                path.unlink()

    def _listing(self) -> Listing:
        return self._lister.listing() if self._lacking() is None else Listing()

    def _lacking(self) -> str | None:
        """What has to be installed before any of the voices can read."""
        if self._command != TALKER or self._lister.known is not None:
            return None
        if importlib.util.find_spec("pyttsx3") is None:
            return "the package pyttsx3 is not installed"
        if importlib.util.find_spec("soxr") is None:
            return "the package soxr is not installed"
        if sys.platform.startswith("linux") and importlib.util.find_spec("espeakng_loader") is None:
            return None if _has_espeak() else "espeak-ng is not installed"
        return None


@cache
def _has_espeak() -> bool:
    return any(ctypes.util.find_library(name) for name in ("espeak-ng", "espeak"))


def given(spoken: str, *, ends: bool) -> str:
    """What the voice is given for a phrase: a comma where the sentence goes on, and nothing that is markup to anyone.

    A control character is a command to espeak-ng, `<` is one to SAPI5, and `[[` to NSSpeechSynthesizer.
    """
    plain = "".join(c if (c.isprintable() or c in _JOINERS) and c not in "<>[]" else " " for c in spoken)
    text = " ".join(plain.split())
    if not ends:
        return f"{text.rstrip(_MARKS)},"
    return text if text.endswith(tuple(_ENDS)) else f"{text.rstrip(_MARKS)}."


def eased(take: Take) -> Take:
    """The take with its edges softened: espeak-ng sets in and breaks off within a millisecond."""
    rise, fall = (round(seconds * take.sample_rate) for seconds in EASE_SECONDS)
    at = np.arange(len(take.samples))
    inward = np.minimum((at - take.start) / rise, (take.end - at) / fall)
    gain = EDGE + (1 - EDGE) * np.clip(inward, 0, 1)
    return replace(take, samples=(take.samples * gain).astype(np.float32))


def pieces(text: str) -> list[str]:
    """The text in pieces of no more than LONGEST characters, parted between words where that is possible."""
    done = []
    while len(text) > LONGEST:
        cut = text.rfind(" ", 1, LONGEST + 1)
        cut = cut if cut > 0 else LONGEST
        done.append(text[:cut])
        text = text[cut:].lstrip()
    return [*done, text]


def _read(path: Path, sample_rate: int) -> Samples:
    """The samples of a WAV or AIFF file, mono, at the rate. Raises Lost where it is neither."""
    import soundfile

    try:
        sound, own = soundfile.read(path, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError):
        raise Lost("its file could not be read") from None
    return resampled(np.ascontiguousarray(sound.mean(axis=1)), own, sample_rate)
