"""The child process in which pyttsx3 lives: it speaks one phrase at a time into a file, and may hang or die alone.

It is started by its path and imports nothing of ours. Requests come as lines of JSON on standard input, answers leave
as lines of JSON on what was standard output. It ends when standard input does, whatever else it is doing.

    {"do": "voices"}                         -> {"driver": …, "voices": [{"id", "name", "languages"}, …]}
    {"do": "speak", "text": …, "voice": an id,
     "words_a_minute": …, "file": a path}    -> {"file": the path}, once the file is whole
                                             -> {"failed": why}, with no word of the text
"""

from __future__ import annotations

import ctypes
import json
import os
import queue
import signal
import struct
import sys
import threading
import time
from pathlib import Path
from typing import IO, Any

POLL_SECONDS = 0.002
"""How often a file that is being written is looked at."""
FORMS = {b"RIFF": ("<", b"data"), b"FORM": (">", b"SSND")}
"""The two kinds of file that drivers write: how numbers stand in it, and which chunk holds the samples."""
HAS_ESPEAK = sys.platform not in ("win32", "darwin")
"""Whether pyttsx3 speaks by way of espeak-ng here."""
DICTIONARIES = {"nb": "no", "hyw": "hy", "ltg": "lv"}
"""Languages of which espeak-ng keeps the words under another one's name."""
PR_SET_PDEATHSIG = 1

Message = dict[str, Any]


def main() -> None:
    """Answer requests until there are no more.

    What a driver raises ends the process in which it does. Where espeak-ng speaks that is a copy, elsewhere it is this
    one, which whoever asked starts again.
    """
    answers = _answers()
    sys.excepthook = lambda kind, *_: _end(kind, answers)
    requests: queue.SimpleQueue[Message] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    if HAS_ESPEAK:
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # what a crash leaves on a disk would hold the phrase
        _load_espeak()
    import pyttsx3  # type: ignore[import-untyped]

    engine = pyttsx3.init()
    answer = _answer_apart if HAS_ESPEAK else _answer
    while True:
        answer(engine, requests.get(), answers)


def _answers() -> IO[bytes]:
    """Standard output for answers alone: pyttsx3 prints, and so may what it loads."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return answers


def _end(kind: type[BaseException], answers: IO[bytes]) -> None:
    """Answer with the type of what was raised, whose message may hold the text, and end."""
    _send(answers, {"failed": kind.__name__})
    os._exit(0)


def _listen(lines: IO[bytes], requests: queue.SimpleQueue[Message]) -> None:
    """Pass requests on. When nobody can ask any more, end, even if a driver hangs."""
    for line in lines:
        requests.put(json.loads(line))
    os._exit(0)


def _load_espeak() -> None:
    """Load espeak-ng's library, the machine's own or else a package's: pyttsx3 takes what is loaded."""
    try:
        ctypes.CDLL("libespeak-ng.so.1")
    except OSError:
        try:
            import espeakng_loader  # type: ignore[import-untyped]
        except ImportError:
            return
        os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
        ctypes.CDLL(espeakng_loader.get_library_path())
    _keep_to_one_thread()


def _keep_to_one_thread() -> None:
    """Have espeak-ng speak in the thread that asks, and tell pyttsx3 when it is done, which it then does not do itself.

    In a thread of its own it now and then sets the rate while the voice is being changed, and a phrase is lost that
    comes while another ends.
    """
    from pyttsx3.drivers import _espeak  # type: ignore[import-untyped]

    synth = _espeak.Synth
    done = (_espeak.EVENT * 2)(_espeak.EVENT(type=_espeak.EVENT_MSG_TERMINATED), _espeak.EVENT())

    def speak_and_tell(*args: Any, **named: Any) -> Any:
        result = synth(*args, **named)
        _espeak.SynthCallback(None, 0, done)
        return result

    _espeak.AUDIO_OUTPUT_RETRIEVAL = _espeak.AUDIO_OUTPUT_SYNCHRONOUS
    _espeak.Synth = speak_and_tell


def _answer_apart(engine: Any, request: Message, answers: IO[bytes]) -> None:
    """Answer a request in a copy of this process, in which espeak-ng has not spoken yet.

    Its flutter, its noise and its gain go on from phrase to phrase: the same phrase would not be the same sound.
    """
    own = os.getpid()
    pid = os.fork()
    if pid == 0:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == own:
            _answer(engine, request, answers)
        os._exit(0)
    _, status = os.waitpid(pid, 0)
    if status:
        _send(answers, {"failed": f"ended with status {status}"})


def _answer(engine: Any, request: Message, answers: IO[bytes]) -> None:
    _send(answers, voices(engine) if request["do"] == "voices" else speak(engine, request))


def _send(answers: IO[bytes], answer: Message) -> None:
    answers.write(json.dumps(answer).encode() + b"\n")


def voices(engine: Any) -> Message:
    """All voices that pyttsx3 knows and that can speak."""
    listed = engine.getProperty("voices")
    if HAS_ESPEAK:
        listed = [voice for voice in listed if _has_dictionary(voice.languages[0])]
    found = [{"id": v.id, "name": v.name, "languages": list(v.languages)} for v in listed]
    return {"driver": str(engine), "voices": found}


def _has_dictionary(language: str) -> bool:
    """Whether espeak-ng knows the words of a language: it lists voices of which it has only the sounds."""
    from pyttsx3.drivers import _espeak

    folder = ctypes.c_char_p()
    _espeak.Info(ctypes.byref(folder))
    first = language.split("-")[0]
    return Path(os.fsdecode(folder.value or b""), f"{DICTIONARIES.get(first, first)}_dict").exists()


def speak(engine: Any, request: Message) -> Message:
    """Speak a phrase into a file. Voice and rate are set each time: they outlast a phrase."""
    errors: list[str] = []
    token = engine.connect("error", lambda name, exception: errors.append(type(exception).__name__))
    engine.setProperty("voice", request["voice"])
    engine.setProperty("rate", request["words_a_minute"])
    engine.save_to_file(request["text"], request["file"])
    engine.runAndWait()
    engine.disconnect(token)
    if errors:
        return {"failed": errors[0]}
    if engine.getProperty("voice") != request["voice"]:
        return {"failed": "the voice could not be chosen"}
    # The loop may return before the file exists. How long to wait is for the one who asked to say.
    path = Path(request["file"])
    while not is_whole(path):
        if not path.parent.exists():
            return {"failed": "its folder was taken away"}
        time.sleep(POLL_SECONDS)
    return {"file": request["file"]}


def is_whole(path: Path) -> bool:
    """Whether a WAV or AIFF file is there with all the samples that its header speaks of."""
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            order, wanted = FORMS[file.read(4)]
            at = 12
            while True:
                file.seek(at)
                kind, length = struct.unpack(f"{order}4sI", file.read(8))
                if kind == wanted:
                    return bool((length > 0 or HAS_ESPEAK) and at + 8 + length <= size)
                at += 8 + length + length % 2
    except (OSError, KeyError, struct.error):
        return False


if __name__ == "__main__":
    main()
