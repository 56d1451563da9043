"""Words whose sound a person has taught: how each is to be said, for a reading, and for the next."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from service.errors import PronunciationInvalid
from service.sounds.ipa import NotIpa, sounds_in
from service.sounds.respelling import NotReadable, plain_letters, respelling_of, sounds_of_respelling

MOST = 200
"""The most words that may be taught at once."""
LONGEST = 60
"""The most characters of a word, and of how it is said."""
ENDINGS = (".toml", ".json")
LARGEST = 64 * 1024
"""The largest file of taught words that is opened, in bytes."""
APOSTROPHES = str.maketrans("’‘ʼ＇", "''''")


@dataclass(frozen=True)
class Taught:
    """How a word is said."""

    sounds: tuple[str, ...]
    """Its sounds, for both accents."""
    letters: str
    """The same in letters, for a voice that is given those."""


@dataclass(frozen=True)
class Pronunciations:
    """Words and how each is said, as a person wrote it: `Aoife`, `EE-fa`."""

    given: tuple[tuple[str, str], ...] = ()
    """Word and sound, in the order in which they were given."""

    @classmethod
    def of(cls, given: Any) -> Pronunciations:
        """What JSON's own types say. Raises PronunciationInvalid, with the index of what cannot be read."""
        if not isinstance(given, Mapping):
            raise PronunciationInvalid(None, 'they are words and how each is said, such as {"Aoife": "EE-fa"}.')
        if len(given) > MOST:
            raise PronunciationInvalid(None, f"there are more than {MOST}.")
        seen: set[str] = set()
        for index, (word, said) in enumerate(given.items()):
            if (key := _checked(word, said, index)) in seen:
                raise PronunciationInvalid(index, "the same word stands there twice.")
            seen.add(key)
        return cls(tuple(given.items()))

    @cached_property
    def taught(self) -> Mapping[str, Taught]:
        """How each word is said, by the word in small letters."""
        return {key_of(word): _taught(said) for word, said in self.given}

    def to_dict(self) -> dict[str, str]:
        """As a request writes them."""
        return dict(self.given)

    def __bool__(self) -> bool:
        return bool(self.given)


NOTHING = Pronunciations()
EXAMPLES = {
    ".toml": '[pronunciations] and under it Aoife = "EE-fa".',
    ".json": '{"pronunciations": {"Aoife": "EE-fa"}}.',
}
"""The shape of a file of them, by its ending."""


def key_of(word: str) -> str:
    """A word by which it is found, whatever its capitals and however its apostrophes and accents are typed."""
    return unicodedata.normalize("NFC", word.strip()).translate(APOSTROPHES).casefold()


def pronunciations_in(text: str, ending: str) -> Pronunciations:
    """Those in a small file without a letter: a table `pronunciations` of TOML or JSON. Raises PronunciationInvalid."""
    if len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        raise PronunciationInvalid(None, f"the file has more than {LARGEST // 1024} kB.")
    import tomllib

    try:
        file = tomllib.loads(text) if ending == ".toml" else json.loads(text)
    except (ValueError, RecursionError):
        raise PronunciationInvalid(None, f"the file is not {ending[1:].upper()}.") from None
    if not isinstance(file, dict) or file.keys() != {"pronunciations"}:
        raise PronunciationInvalid(
            None, f"the file is to hold one table and nothing else, like this: {EXAMPLES[ending]}"
        )
    return Pronunciations.of(file["pronunciations"])


def _checked(word: Any, said: Any, index: int) -> str:
    """The key of a word that may be taught so. Raises PronunciationInvalid."""
    if not isinstance(word, str) or not isinstance(said, str):
        raise PronunciationInvalid(index, "it is no text.")
    key = key_of(word)
    if not 0 < len(word) <= LONGEST or not 0 < len(said) <= LONGEST:
        raise PronunciationInvalid(index, f"the word and its sound have from 1 to {LONGEST} characters each.")
    if not is_word(key):
        raise PronunciationInvalid(index, "it is not one word of letters.")
    try:
        _taught(said)
    except (NotIpa, NotReadable):
        raise PronunciationInvalid(
            index,
            "its sound cannot be read. Write it as newspapers do (EE-fa, capitals for the stress), or in IPA "
            "between strokes (/ˈiːfə/).",
        ) from None
    return key


def is_word(key: str) -> bool:
    """Whether a key is of one word that is not too long."""
    letters = key.replace("-", "").replace("'", "")
    return 0 < len(letters) <= LONGEST and all(unicodedata.category(char)[0] in "LM" for char in letters)


def _taught(said: str) -> Taught:
    """What is meant by a respelling, or by IPA between strokes. Raises NotIpa and NotReadable."""
    said = said.strip().translate(APOSTROPHES)
    if said.startswith(("/", "[")) and len(said) > 2:
        sounds = sounds_in(said[1:-1] if said[-1] in "/]" else said[1:])
        return Taught(sounds, plain_letters(respelling_of(sounds)))
    return Taught(sounds_of_respelling(said), plain_letters(said))


def merged(*several: Pronunciations) -> Pronunciations:
    """All of them; of one word, the last."""
    found = {key_of(word): (word, said) for one in several for word, said in one.given}
    return Pronunciations(tuple(found.values()))
