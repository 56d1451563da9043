"""Everything that can go wrong and that somebody outside can act on.

    ReadbackError
    ├── LetterError
    │   ├── LetterEmpty          letter-empty
    │   ├── LetterTooLong        letter-too-long
    │   ├── LanguageNotSpoken    language-not-spoken
    │   └── ReadingTooLong       reading-too-long
    ├── DocumentError
    │   ├── DocumentUnknown      document-unknown
    │   ├── DocumentUnreadable   document-unreadable
    │   ├── DocumentEmpty        document-empty
    │   └── DocumentTooLong      document-too-long
    ├── VoiceError
    │   ├── VoiceUnknown         voice-unknown
    │   ├── VoiceNotInstalled    voice-not-installed
    │   ├── VoiceInvalid         voice-invalid
    │   └── InstallFailed        install-failed
    ├── PaceInvalid              pace-invalid
    ├── PronunciationInvalid     pronunciation-invalid
    ├── ScoreInvalid             score-invalid
    ├── FormatUnknown            format-unknown
    ├── FileNotWritten           file-not-written
    ├── NotSent                  not-sent
    ├── BodyInvalid              body-invalid
    ├── SettingInvalid           setting-invalid
    ├── PassageMissing           passage-missing
    ├── PartMissing              part-missing
    ├── Busy                     busy
    └── SpeechFailed             speech-failed

Every error carries a stable `code` and one sentence that says what to do; the sentence never
repeats a word of the letter. `web/problems.py` turns codes into HTTP statuses and `cli/` into exit
statuses: those are the only two tables.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

DocumentKind = Literal["picture", "old-word", "outlook", "pages", "other"]
"""Kinds of documents that are not read."""
DocumentReason = Literal["damaged", "locked", "too-much", "encoding"]
"""Why a document of a kind that is read cannot be read."""
_UNKNOWN: Mapping[DocumentKind, str] = MappingProxyType(
    {
        "picture": "This is a picture. A picture of handwriting, or a scan, cannot be read here; typing it in works.",
        "old-word": "This is a document of an older Word (.doc). Open it and save it as .docx, .pdf or plain text.",
        "outlook": "This is a message of Outlook (.msg). Open it there and save it as text or HTML, or copy the letter "
        "and paste it.",
        "pages": "This is a document of Pages. Open it there and export it as Word (.docx), PDF or plain text.",
        "other": "This is no document of a kind that is read here: .txt, .md, .docx, .odt, .rtf, "
        ".eml, .html, or .pdf with text in it. Copy the letter and paste it, or save it as one of these.",
    }
)
_UNREADABLE: Mapping[DocumentReason, str] = MappingProxyType(
    {
        "damaged": "The document is damaged, or only a part of it came. Save it anew, or copy the letter and paste it.",
        "locked": "The document is locked. Save it without a password, or open it, copy the letter and paste it.",
        "too-much": "Reading this document takes more than any letter does. Copy the letter and paste it.",
        "encoding": "It is not known in which encoding this text is. Save it as plain text in UTF-8.",
    }
)

Full = Literal["readings", "plans", "documents", "arrivals", "connections"]
"""What may be full: places for what is done, what is being sent here, connections that are open."""
_FULL: Mapping[Full, str] = MappingProxyType(
    {
        "readings": "Too many readings are under way.",
        "plans": "Too many readings are being planned.",
        "documents": "Too many documents are being opened.",
        "arrivals": "More is being sent here at this moment than there is room for.",
        "connections": "Too many connections are open.",
    }
)


class ReadbackError(Exception):
    """The root of the tree. `str(error)` is the sentence that a person reads."""

    code = "error"
    """Stable name of the kind of error, part of the API."""


class LetterError(ReadbackError):
    """The letter cannot be read as it is."""


class LetterEmpty(LetterError):
    """There is nothing in the letter that can be spoken."""

    code = "letter-empty"

    def __init__(self) -> None:
        super().__init__("There is nothing to read: the letter has no words. Write at least one word.")


class LetterTooLong(LetterError):
    """The letter has more characters than this place reads."""

    code = "letter-too-long"

    def __init__(self, characters: int, limit: int) -> None:
        super().__init__(
            f"The letter has {characters:,} characters and the limit is {limit:,}. "
            "Read it in parts, or raise READBACK_MAX_CHARACTERS."
        )
        self.characters = characters
        """Length of the letter, in code points."""
        self.limit = limit
        """The longest letter that is read, in code points."""


class LanguageNotSpoken(LetterError):
    """Most of the letter is in a script that the voice cannot speak."""

    code = "language-not-spoken"

    def __init__(self, voice: str, script: str, start: int, end: int, voices: Sequence[str] = ()) -> None:
        others = f"These voices can: {', '.join(voices)}." if voices else "No voice here can."
        super().__init__(
            f"The voice {voice} does not speak {script} script (characters {start} to {end} of the letter). {others}"
        )
        self.voice, self.script = voice, script
        self.start, self.end = start, end
        """Where that part is, in code points of the letter."""
        self.voices = tuple(voices)
        """Names of the voices that speak it."""


class ReadingTooLong(LetterError):
    """Read at that pace, the letter would take longer than readings may here."""

    code = "reading-too-long"

    def __init__(self, seconds: float, limit: float) -> None:
        super().__init__(
            f"The reading would take {_hours(seconds)}, and the limit is {_hours(limit)}. Choose shorter rests or a "
            "quicker pace, read it in parts, or raise READBACK_MAX_HOURS."
        )
        self.seconds = round(seconds, 3)
        """How long it would take, as predicted."""
        self.limit = limit
        """The longest that a reading may take, in seconds."""


def _hours(seconds: float) -> str:
    minutes = seconds / 60
    return f"{minutes / 60:.1f} hours" if minutes >= 90 else f"{minutes:.1f} minutes"


class DocumentError(ReadbackError):
    """The letter cannot be taken out of the document that it is in."""


class DocumentUnknown(DocumentError):
    """It is a document of another kind than those that are read."""

    code = "document-unknown"

    def __init__(self, kind: DocumentKind) -> None:
        super().__init__(_UNKNOWN[kind])
        self.kind = kind
        """What it looks like."""


class DocumentUnreadable(DocumentError):
    """It is of a kind that is read, and damaged, locked, or more work than any letter is."""

    code = "document-unreadable"

    def __init__(self, reason: DocumentReason) -> None:
        super().__init__(_UNREADABLE[reason])
        self.reason = reason
        """Why it cannot be read."""


class DocumentEmpty(DocumentError):
    """There is no text in it."""

    code = "document-empty"

    def __init__(self) -> None:
        super().__init__(
            "There is no text in it. A picture of handwriting, or a scan, cannot be read here; typing it in works."
        )


class DocumentTooLong(DocumentError):
    """It has more bytes than are taken, or would have once it is unpacked."""

    code = "document-too-long"

    def __init__(self, limit: int) -> None:
        super().__init__(
            f"The document, or what is packed into it, has more than {limit:,} bytes. "
            "Copy the letter itself and paste it, or save it as plain text."
        )
        self.limit = limit
        """The most bytes that are taken."""


class VoiceError(ReadbackError):
    """The voice that was asked for cannot read."""


class VoiceUnknown(VoiceError):
    """No voice has that name."""

    code = "voice-unknown"

    def __init__(self, voices: Sequence[str]) -> None:
        super().__init__(f"There is no voice of that name. The voices are: {', '.join(voices)}.")
        self.voices = tuple(voices)


class VoiceNotInstalled(VoiceError):
    """The voice is known, and something that it needs is missing."""

    code = "voice-not-installed"

    def __init__(self, voice: str, reason: str, mend: str) -> None:
        super().__init__(f"The voice {voice} cannot read yet: {reason}. {mend}")
        self.voice, self.reason = voice, reason
        self.mend = mend
        """The one thing to do about it, a sentence or a command."""


class VoiceInvalid(VoiceError):
    """The file of the voice is not what it may be."""

    code = "voice-invalid"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file} describes no voice: {reason}.")
        self.file = file
        """The file's name, without its folder."""
        self.reason = reason
        """What is wrong with it, as half a sentence."""


class InstallFailed(VoiceError):
    """What a voice needs could not be fetched or is not what it is to be. Nothing is left of it."""

    code = "install-failed"

    def __init__(self, what: str, reason: str) -> None:
        super().__init__(f"{what} was not installed: {reason}.")
        self.what, self.reason = what, reason


class PaceInvalid(ReadbackError):
    """A number of the pace is out of its range, or two of them contradict each other."""

    code = "pace-invalid"

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        """Which field of the pace, with dots for nesting: `rests.sentence`."""


class PronunciationInvalid(ReadbackError):
    """A word that is taught cannot be, or how it is said cannot be read."""

    code = "pronunciation-invalid"

    def __init__(self, index: int | None, sentence: str) -> None:
        """index: of the word among those that are taught, from 0; None where it is about all of them."""
        super().__init__(f"pronunciations: {sentence}" if index is None else f"pronunciation {index}: {sentence}")
        self.index = index
        """Which word, counted from 0; None where it is about all of them."""


class ScoreInvalid(ReadbackError):
    """A score is of another version, or contradicts the letter in it."""

    code = "score-invalid"

    def __init__(self, sentence: str) -> None:
        super().__init__(f"The score cannot be read: {sentence}")


class FormatUnknown(ReadbackError):
    """No audio or cue format has that name or ending."""

    code = "format-unknown"

    def __init__(self, formats: Sequence[str]) -> None:
        super().__init__(f"There is no format of that name. The formats are: {', '.join(formats)}.")
        self.formats = tuple(formats)


class FileNotWritten(ReadbackError):
    """A file could not be written; nothing is left of it."""

    code = "file-not-written"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path} was not written: {reason}.")
        self.path = path
        """Which file."""
        self.reason = reason
        """Why, as half a sentence."""


class NotSent(ReadbackError):
    """Nobody said that the letter may leave this machine, so it did not."""

    code = "not-sent"

    def __init__(self, host: str, leaving: str | None = None) -> None:
        """leaving: where it goes, as a sentence, where there was nobody to be asked; None where somebody said no."""
        unasked = f" {leaving} --send says beforehand that it may." if leaving else ""
        super().__init__(f"Nothing was sent.{unasked}")
        self.host = host
        """Where it would have been sent."""


class BodyInvalid(ReadbackError):
    """What was sent, or the file that was given, is not UTF-8 text or not JSON, or has fields that do not fit."""

    code = "body-invalid"


class SettingInvalid(ReadbackError):
    """A setting is not what it may be; nothing is started."""

    code = "setting-invalid"

    def __init__(self, name: str, value: str | None, may: str) -> None:
        """value: what it is set to; None leaves it unsaid, where it may be a secret that has nothing to do with us."""
        super().__init__(f"{name} is set: {may}." if value is None else f"{name} is set to {value!r}: {may}.")
        self.name, self.value, self.may = name, value, may


class PassageMissing(ReadbackError):
    """There is no passage in a voice's language to measure it on, or to hear it with."""

    code = "passage-missing"

    def __init__(self, voice: str, language: str, mend: str) -> None:
        super().__init__(f"There is no passage in the language of the voice {voice} ({language}). {mend}")
        self.voice, self.language = voice, language
        self.mend = mend
        """The one thing to do about it, a sentence."""


class PartMissing(ReadbackError):
    """Libraries that are installed only where somebody wants what they do are not installed."""

    code = "part-missing"

    def __init__(self, what: str, packages: Sequence[str]) -> None:
        super().__init__(
            f"{what} need {' and '.join(packages)}, which this installation is without. "
            f"Run `pip install {' '.join(packages)}` in Readback's environment."
        )
        self.packages = tuple(packages)
        """The packages that are not there."""


class Busy(ReadbackError):
    """This place is as full as it may be."""

    code = "busy"

    def __init__(self, full: Full, retry_after: int) -> None:
        super().__init__(f"{_FULL[full]} Try again in {retry_after} seconds.")
        self.full: Full = full
        """What was full."""
        self.retry_after = retry_after
        """Whole seconds after which trying again makes sense."""


class SpeechFailed(ReadbackError):
    """The engine failed or hung on a phrase, and once more when it was tried again."""

    code = "speech-failed"

    def __init__(self, phrase: int, voice: str, again: float | None = None) -> None:
        """again: seconds after which it is asked again, where it did not answer several times in a row."""
        if again is None:
            sentence = f"The voice {voice} failed at phrase {phrase}, twice. Try again, or choose another voice."
        else:
            self.retry_after = math.ceil(again)
            """Whole seconds after which trying again makes sense; only there where that is known."""
            sentence = (
                f"The voice {voice} has not answered several times in a row, so it is left alone for a while. "
                f"Choose another voice, or try again in {self.retry_after} seconds."
            )
        super().__init__(sentence)
        self.phrase = phrase
        """Index of the phrase, counted from 0."""
        self.voice = voice
