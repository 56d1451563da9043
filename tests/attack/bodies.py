"""Bodies that somebody sends who means harm, as long as bodies may be, and bodies at random."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from service.phrases.rests import REST_KINDS
from service.score.pace import FIELDS
from tests.attack.growing import Kind, drawn
from tests.attack.lateness import FORM, JSON, Sent
from tests.running import LETTER, READ, SCORES, SPEECH

LONGEST = 1_200_000
"""Bytes of the longest body, nearly."""
LISTEN = "/listen"
LIMIT = 20_000


def many(unit: str, size: int, joint: str) -> str:
    """A unit again and again, with its number in place of each #."""
    count = size // (len(unit.replace("#", "12345")) + len(joint))
    return joint.join(unit.replace("#", str(number)) for number in range(count))


@dataclass(frozen=True)
class Made:
    """A body of any length: what stands before the units, the unit, and what stands after them."""

    before: str
    unit: str
    after: str = ""
    joint: str = ","
    path: str = SCORES
    kind: str = JSON

    def of(self, size: int) -> Sent:
        """The request, of about so many bytes."""
        return Sent(self.path, f"{self.before}{many(self.unit, size, self.joint)}{self.after}".encode(), self.kind)


FIELD = '"f#":1'
SCORE = '{"score":{"version":1,"letter":"Dear Sam, you did enough.","voice":"tone","seed":1,"pace":{},"parts":['
VALUES: Mapping[str, str] = MappingProxyType(
    {
        "lists": "[]",
        "objects": "{}",
        "objects in objects": '{"":[]}',
        "floats": "1e9",
        "long floats": "9.87654321098765432109876e-300",
        "digits": "1" * 4300,
        "texts": '""',
        "escapes": '"\\ud83d\\ude00"',
        "nulls": "null",
    }
)
BODIES: Mapping[str, Made] = MappingProxyType(
    {
        "unknown fields": Made("{", FIELD, "}"),
        "unknown fields to read": Made("{", FIELD, "}", path=READ),
        "unknown fields of a pace": Made('{"letter":"a","pace":{', FIELD, "}}"),
        "unknown kinds of rest": Made('{"letter":"a","pace":{"rests":{', FIELD, "}}}"),
        "unknown fields of speech": Made('{"input":"a",', FIELD, "}", path=SPEECH),
        "unknown fields of a voice": Made('{"input":"a","voice":{', FIELD, "}}", path=SPEECH),
        "a field again and again": Made("{", '"pace":[]', "}"),
        "rests of a score": Made(SCORE, '{"kind":"rest","rest":"soft","seconds":1}', "]}}"),
        "parts of no kind": Made(SCORE, '{"kind":#}', "]}}"),
        "unknown fields of a score": Made('{"score":{', FIELD, "}}"),
        "unknown fields of its pace": Made('{"score":{"version":1,"voice":"x","letter":"a","pace":{', FIELD, "}}}"),
        "a long letter": Made('{"letter":"', "a ", '"}', ""),
        "a long name": Made('{"letter":"a","voice":"', "v", '"}', ""),
        "a long name of a field": Made('{"letter":"a","pace":{"', "rests.", '":1}}', ""),
        "a form of signs": Made("letter=", "%41", "", "", LISTEN, FORM),
        "a form of half signs": Made("letter=", "%4", "", "", LISTEN, FORM),
        "a form of letters": Made("letter=", "é%41", "", "", LISTEN, FORM),
        "a form of fields": Made("letter=a", "letter=a", "", "&", LISTEN, FORM),
        "brackets": Made("", "[", "", ""),
        **{f"{name} as a letter": Made('{"letter":[', one, "]}") for name, one in VALUES.items()},
        **{f"{name} as a score": Made(SCORE, one, "]}}") for name, one in VALUES.items()},
    }
)
"""What may be made long, by what it is."""


def phrases(letters: int) -> Sent:
    """A score with a phrase for each word of its letter, which has so many characters."""
    letter = ("a " * (letters // 2)).strip()
    parts = ",".join(f'{{"kind":"phrase","text":[{at},{at + 1}]}}' for at in range(0, len(letter), 2))
    head = json.dumps({"version": 1, "letter": letter, "voice": "tone", "seed": 1, "pace": {}})
    return Sent(SCORES, f'{{"score":{head[:-1]},"parts":[{parts}]}}}}'.encode())


def adversarial(chance: random.Random) -> Iterator[tuple[str, Sent]]:
    """Kinds of bodies, each with its name, without an end: in the whole length and less, and letters that grow."""
    letters = drawn(chance)
    while True:
        for name, made in BODIES.items():
            yield name, made.of(LONGEST // chance.choice((1, 1, 1, 2, 3, 4, 6, 9)))
        yield "phrases of a score", phrases(LIMIT)
        for _ in range(len(BODIES)):
            kind = next(letters)
            yield f"a letter of {kind}", letter_of(kind, chance)


def letter_of(kind: Kind, chance: random.Random) -> Sent:
    """A request with a letter as long as letters may be."""
    text = kind.of(LIMIT)[:LIMIT]
    return Sent(SCORES, json.dumps({"letter": text, "preface": chance.random() < 0.2}).encode())


def random_body(chance: random.Random) -> Sent:
    """A body that may be one, or nearly."""
    text = next(drawn(chance)).of(chance.choice((10, 100, 1000, 5000)))
    names = [*FIELDS, *REST_KINDS, "letter", "voice", "pace", "score", "input", "version", "parts", "kind", "text", "x"]
    body: Any = _value(chance, names, 3)
    if chance.random() < 0.8:
        body = {**(body if isinstance(body, dict) else {}), "letter": text}
        body |= {"voice": "tone"} if chance.random() < 0.5 else {}
    data = json.dumps(body, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    if chance.random() < 0.1:
        at = chance.randrange(len(data) + 1)
        data = data[:at] + bytes([chance.randrange(256)]) + data[at + chance.randrange(2) :]
    return Sent(chance.choice((SCORES, SCORES, SCORES, SPEECH, LISTEN)), data, chance.choice((JSON, JSON, JSON, FORM)))


def _value(chance: random.Random, names: list[str], depth: int) -> Any:
    if depth and chance.random() < 0.4:
        return {name: _value(chance, names, depth - 1) for name in chance.choices(names, k=chance.randrange(6))}
    if depth and chance.random() < 0.2:
        return [_value(chance, names, depth - 1) for _ in range(chance.randrange(6))]
    return chance.choice((None, True, 1, 0.5, -1, 1e300, "slow", "tone", "", "soft", LETTER, 10**30))
