"""Signs between and around words: angle brackets that are no tag, arrows, strokes, ticked boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.languages.language import Language
from service.letter.mended import Change

MARKUP = "mark-up"
"""Why it is silent: a tag, the box of a list."""
_ANGLED = re.compile(r"(?<!\d)<([^<>\s](?:[^<>]{0,200}[^<>\s])?)>")
_TAG = re.compile(
    r"[/!?]?([A-Za-z][A-Za-z0-9]*)(?:[:-][A-Za-z][\w:-]*)?"
    r"(?:\s+[@:\w.-]+(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'|[^\s\"'=<>`]+))?)*\s*/?\??"
)
_ATTRIBUTES = re.compile(r"\s([A-Za-z][\w:-]*)(?=[\s/]|$)")
_ADDRESS = re.compile(r"(?:mailto:)?[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}|(?:https?://|www\.)\S+")
_NAMED = re.compile(r"\b[A-Z]\w{0,28}\s\Z")
"""A name, after which an address stands in brackets."""
_BARE = frozenset(
    "allowfullscreen async autofocus autoplay checked controls default defer disabled hidden html loop multiple muted "
    "novalidate nowrap open readonly required reversed selected".split()
)
"""Attributes that stand without a value."""
TAGS = frozenset(
    "a abbr address area article aside audio b base bdi bdo big blockquote body br button canvas caption center cite "
    "code col colgroup data datalist dd del details dfn dialog dir div dl doctype dt em embed fieldset figcaption "
    "figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input ins kbd "
    "label legend li link main map mark marquee menu meta meter nav nobr noscript object ol optgroup option output p "
    "param picture pre progress q rp rt ruby s samp script search section select slot small source span strike strong "
    "style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video "
    "wbr xml break emphasis lang lexicon phoneme prosody say-as speak voice o w v st1".split()
)
"""Elements of HTML, of the mark-up of speech, and what Word's mark-up begins with."""
_ARROW_SIGN = re.compile(
    "[\u2190\u2192\u2194\u21d0\u21d2\u21d4\u2794\u2799\u279c\u279d\u279e\u27a1\u27f5\u27f6\u27f7\u27f9]"
)
_ARROW = re.compile(
    "(?<![\\w<>-])(?:<[-=]{1,3}>?|[-=]{1,3}>)(?=[ \\t\\w])|(?<=\\w)<?[-=]{1,3}>(?=\\w)"
    rf"|{_ARROW_SIGN.pattern}\ufe0f?"
)
_COMPARED = re.compile(r"(?<=\w )[<>](?= \w)")
_COUNT = re.compile(r"\d\s$")
"""What stands before something that is counted."""
_CHAIN = re.compile(
    r"(?<![^\s(\[\"'“‘—–,])[^\W\d_](?:[^\W\d_]|['’-]){0,40}(?:/[^\W\d_](?:[^\W\d_]|['’-]){0,40}){1,12}(?![\w/@]|\.\w)"
)
_BESIDE = re.compile(r"(?<=\S)([ \t]{1,3})/(?=[ \t\r\n])(?!\s?\d)")
_WITH = re.compile(r"(?<![\w/])([wW]/)(?=[^\W\d_]{2}|[ \t])(?!(?:[oe]|out)\b)")
_TIMES = re.compile(r"(?<=\d)[^\s\d]{0,8} (x)(?= \d)|(?<=[^\W\d_]) (x)(?= \d{1,3}(?:[.,;:!?)]|\s*\Z|\s*\n))")
"""An x between something and a number: 10 mg x 7 days, tablets x 28."""
_GRADE = re.compile(
    r"(?<![*\w-])(?:[A-FO]|AB)((?:\*)(?=s?(?![\w*]))|-(?=[.,;:!?]|\s{0,9}\Z|\s{0,9}\n|"
    r"\s(?:and|in|on|for|from|or|blood|average|student)\b))"
)
"""A mark at school with a sign, a group of blood: an A* in Maths, a B-, O-."""
_GRADED = re.compile(r"\b(?:an?|group|type|blood|grade|got|and|with|straight|rh):?\s\Z", re.IGNORECASE)
"""What stands before a mark with a minus."""
_STAR = re.compile(r"(?<!\b[A-E])\*")
_ASIDE = re.compile(
    r"(?:(?<=[.!?…]\s)|(?:\A|(?<=\n))[ \t]{0,4})\*(?:[a-z][^*\n.!?,;:]{1,60}(\*)(?= [A-Z])|[a-z]{2,12}s(\*)(?= [a-z]))"
)
"""What somebody does, between stars, before what is said: *deep breath* Right. *hugs* you are ok."""
_BOX = re.compile(r"(?m)^[ \t]*(?:(?:[-*+•]|\d{1,3}[.)])[ \t]+)?\[([xX])\](?=[ \t])")


def angled(text: str, language: Language) -> Iterator[Change]:
    """Angle brackets around words are brackets, around an address quotation marks, and a tag is left as it is."""
    if ">" not in text:
        return
    tags: dict[str, bool] = {}
    for match in _ANGLED.finditer(text):
        inner = match.group(1)
        if inner not in tags:
            tags[inner] = is_tag(inner)
        if tags[inner] or not any(char.isalnum() for char in inner) or inner[0] == "3":
            continue
        named = _NAMED.search(text, max(0, match.start() - 30), match.start())
        pair = '""' if _ADDRESS.fullmatch(inner) and not named else "()"
        mailto = 7 if inner.startswith("mailto:") else 0
        yield Change(match.start(), match.start() + 1 + mailto, pair[0], MARKUP if mailto else "")
        yield Change(match.end() - 1, match.end(), pair[1])


def is_tag(inner: str) -> bool:
    """Whether what stands in angle brackets is a tag: a name that there is, and attributes with their values."""
    match = _TAG.fullmatch(inner)
    if match is None or match.group(1).lower() not in TAGS:
        return False
    bare = re.sub(r"\"[^\"]*\"|'[^']*'", "", inner)
    return all(name.lower() in _BARE for name in _ATTRIBUTES.findall(bare))


def compared(text: str, language: Language) -> Iterator[Change]:
    """`Hope > fear`."""
    if not language.compared or not ("<" in text or ">" in text):
        return
    for match in _COMPARED.finditer(text):
        yield Change(*match.span(), language.compared[match.group()])


def boxes(text: str, language: Language) -> Iterator[Change]:
    """The x of a box that is ticked, before an item."""
    if "[" in text:
        for match in _BOX.finditer(text):
            yield Change(match.start(1), match.end(1), "-", MARKUP)


def arrows(text: str, language: Language) -> Iterator[Change]:
    """An arrow between words is a dash."""
    if ">" in text or "<" in text or _ARROW_SIGN.search(text):
        for match in _ARROW.finditer(text):
            if _at_start(text, match.start()):
                continue  # a bullet
            yield Change(*match.span(), "—")


def _at_start(text: str, at: int) -> bool:
    """Whether nothing but white space stands before it on its line."""
    near = text[max(0, at - 40) : at]
    return not near[near.rfind("\n") + 1 :].strip()


def strokes(text: str, language: Language) -> Iterator[Change]:
    """A stroke between words: or, between he and she; a rest elsewhere; and w/ before a word."""
    if "/" not in text or not language.either:
        return
    found = [
        Change(match.start(1), match.end(1), language.respellings["w/"] + " ")
        for match in _WITH.finditer(text)
        if "w/" in language.respellings
    ]
    for match in _CHAIN.finditer(text):
        found += _chained(match, language)
    found += (Change(match.end() - 1, match.end(), "—") for match in _BESIDE.finditer(text))
    yield from sorted(found)


def stars(text: str, language: Language) -> Iterator[Change]:
    """`an A* in Maths`, `a B-`, and a rest after `*deep breath*`."""
    if not language.grades or not ("*" in text or "-" in text):
        return
    found = [
        Change(*m.span(1), f" {language.grades[m[1]]}")
        for m in _GRADE.finditer(text)
        if (_GRADED.search(text, max(0, m.start() - 12), m.start()) if m[1] == "-" else not _in_stars(text, m.start()))
    ]
    for match in _ASIDE.finditer(text):
        at = match.end() - 1
        found.append(Change(at, at + 1, "." if match[1] else ","))
    yield from sorted(found)


def _in_stars(text: str, at: int) -> bool:
    """Whether a star that is open stands before it on its line."""
    near = text[max(0, at - 60) : at]
    return len(_STAR.findall(near, near.rfind("\n") + 1)) % 2 == 1


def times(text: str, language: Language) -> Iterator[Change]:
    """`10mg x 7 days`, `hugs x 100`."""
    if " x " in text and "×" in language.signs:
        for match in _TIMES.finditer(text):
            at = 1 if match[1] else 2
            yield Change(match.start(at), match.end(at), "×")


def _before(match: re.Match[str]) -> tuple[int, int]:
    return max(0, match.start() - 4), match.start()


def _chained(match: re.Match[str], language: Language) -> Iterator[Change]:
    words = match.group().split("/")
    lower = [word.lower() for word in words]
    if match.group().lower() in language.respellings or all(len(word) == 1 for word in words):
        return
    if len(words) == 2 and lower[1] in language.rates and _COUNT.search(match.string, *_before(match)):
        yield Change(match.start() + len(words[0]), match.end(), f" {language.rates[lower[1]]}")
        return
    days = all(word in language.weekdays or word in language.months for word in lower)
    if any(word in language.joining for word in lower):
        said = " "
    else:
        said = f" {language.either} " if all(word in language.alternatives for word in lower) else ", "
    at = match.start()
    for word, key in zip(words, lower, strict=True):
        end = at + len(word)
        if days and key in language.weekdays:
            yield Change(at, end, language.weekdays[key])
        if end < match.end():
            yield Change(end, end + 1, said)
        at = end + 1
