"""What whoever runs Readback may set: environment variables with the prefix READBACK_, or a TOML file.

`read_settings` is called once, at the start, and what it returns is handed to whatever needs it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from ipaddress import ip_network
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal, get_args
from urllib.parse import urlsplit

from annotated_types import Ge, Gt, Le
from platformdirs import user_data_path
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from service.errors import SettingInvalid
from service.hosts import is_near, split

PREFIX = "READBACK_"
OTHERS = frozenset(("SETTINGS", "GOLDEN"))
"""Variables with the prefix that are no fields: where the file is, and that of `tests/score/test_golden.py`."""
MAY_BE: Mapping[str, str] = MappingProxyType(
    {
        "remote_url": "it may be an address such as https://speech.example.org/v1, with nothing after the path and no "
        "name or password in it; http:// only to this machine or the private network, since letters are not sent "
        "in the open",
        "remote_key": "it may be a key, which has no spaces, and no letters but those of ASCII",
        "remote_model": "it may be a model's name",
        "remote_voices": "it may be the names that the server has for its voices, with commas between them",
        "remote_language": "it may be a language's tag, such as en-US",
        "trusted_proxies": "it may be addresses or networks, such as 127.0.0.1, 10.0.0.0/8, with commas between them",
        "help_text": "it may be text of up to 2,000 characters, with empty lines between its paragraphs",
        "help_numbers": "it may be up to ten telephone numbers, each with whose it is before it, such as "
        "Samaritans: 116 123, with commas between them",
    }
)
"""What is said of a setting whose type does not say it all."""


LISTS = ("allowed_hosts", "allowed_origins", "trusted_proxies", "remote_voices", "help_numbers")
"""Settings that are written with commas."""
HELP_TEXT = (
    "This is not a crisis service. If you are in danger, or this is too much to carry alone, a person can help: the "
    "emergency number where you are, or a helpline. findahelpline.com lists helplines in many countries."
)
HELP_CHARACTERS, HELP_NUMBERS = 2000, 10
_NUMBER = re.compile(r"[^:]*\w[^:]*:\s*\+?[0-9][0-9 ()./-]*[0-9]")
"""Whose number it is, and the number: nothing with * or #, by which a telephone can be told to do things."""


class Settings(BaseSettings):
    """All settings, with what they are unless set otherwise. `docs/deploy.md` lists them."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", hide_input_in_errors=False, frozen=True)

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port to listen on; 0 takes a free one."""
    voice: str = "heart"
    """Who reads unless a request says otherwise."""
    pace: str = "slow"
    """The preset unless a request says otherwise."""
    voices_folder: Path = user_data_path("readback", appauthor=False) / "voices"
    """Where the parts of installed voices lie, and the files of voices of one's own."""
    max_characters: Annotated[int, Field(ge=1, le=10_000_000)] = 20_000
    """The longest letter, in characters."""
    max_hours: Annotated[float, Field(gt=0, le=1000)] = 6.0
    """The longest reading, in hours: short as a letter is, its rests may be long."""
    threads: Annotated[int, Field(ge=1, le=256)] = os.cpu_count() or 1
    """How many utterances are spoken at the same time."""
    max_readbacks: Annotated[int, Field(ge=1, le=10_000)] = 100
    """How many readings may be under way at once."""
    max_connections: Annotated[int, Field(ge=1, le=100_000)] = 1000
    """How many connections may be open at once."""
    max_held: Annotated[int, Field(ge=24, le=100_000)] = 24
    """Megabytes that bodies, documents and zips may hold, all of them together."""
    arrival_timeout: Annotated[float, Field(gt=0, le=3600)] = 20.0
    """Seconds within which a request's head has to come, and each 64 kB of its body."""
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("localhost", "127.0.0.1", "[::1]")
    """Names in the Host header that are answered, with commas between them; * answers all."""
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Web pages of other origins that may call the API (CORS), with commas between them."""
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    """Addresses or networks of proxies that are believed when they say for whom they ask, with commas between them."""
    read_timeout: Annotated[float, Field(gt=0, le=3600)] = 60.0
    """Seconds that a listener may take nothing of what was sent before the reading is given up."""
    remote_url: str = ""
    """Where a server answers that speaks OpenAI's speech API, up to `/v1`. Empty: no letter leaves this machine."""
    remote_key: SecretStr = SecretStr("")
    """The key that it asks for; empty sends none. Never shown."""
    remote_model: str = "tts-1"
    """Which of its models speaks."""
    remote_voices: Annotated[tuple[str, ...], NoDecode] = ("alloy",)
    """Its voices, by its own names for them, with commas between them."""
    remote_language: str = "en-US"
    """BCP 47 tag of what they speak."""
    remote_timeout: Annotated[float, Field(gt=0, le=100)] = 30.0
    """Seconds that a phrase may take there, all tries together."""
    help_text: str = HELP_TEXT
    """What the page says of where to turn: plain text, an empty line between paragraphs."""
    help_numbers: Annotated[tuple[str, ...], NoDecode] = ()
    """Telephone numbers under it, each with whose it is before it, `Samaritans: 116 123`, with commas between them."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """How much is logged. No level logs a word of a letter."""

    @property
    def most_seconds(self) -> float:
        """The longest reading, in seconds."""
        return self.max_hours * 3600

    @field_validator(*LISTS, mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("trusted_proxies")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for one in value:
            ip_network(one)  # "*" is none: whoever can reach this server could then be anybody
        return value

    @field_validator("remote_url")
    @classmethod
    def _reachable(cls, value: str) -> str:
        """The address without a slash at its end, if a letter may be sent there."""
        if not value:
            return value
        parts = urlsplit(value)  # a port that is none, and brackets left open, are ValueErrors
        host, _ = parts.hostname, parts.port
        plain = re.fullmatch(r"[!-~]+", value) and not ({"@", "?", "#", "\\"} & set(value)) and split(parts.netloc)[0]
        if not host or not plain or parts.scheme not in ("https", *(["http"] if is_near(host) else [])):
            raise ValueError("not an address that letters are sent to")
        return value.rstrip("/")

    @field_validator("remote_key")
    @classmethod
    def _one_word(cls, value: SecretStr) -> SecretStr:
        key = value.get_secret_value().strip()
        if not re.fullmatch(r"[!-~]*", key):
            raise ValueError("not a key")
        return SecretStr(key)

    @field_validator("remote_voices")
    @classmethod
    def _named(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.fullmatch(r"[\w.+()-]{1,100}", name) for name in value):
            raise ValueError("not names of voices")
        return tuple(dict.fromkeys(value))

    @field_validator("remote_model")
    @classmethod
    def _some_model(cls, value: str) -> str:
        if not value.strip():
            raise ValueError("no model")
        return value.strip()

    @field_validator("remote_language")
    @classmethod
    def _tag(cls, value: str) -> str:
        if not re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*", value):
            raise ValueError("not a tag of a language")
        return value

    @field_validator("help_text")
    @classmethod
    def _said(cls, value: str) -> str:
        # An empty one would be a page that does not say where to turn.
        if not value.strip() or len(value) > HELP_CHARACTERS or not _printable(value):
            raise ValueError("not text for the page")
        return value

    @field_validator("help_numbers")
    @classmethod
    def _to_be_called(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(value) > HELP_NUMBERS:
            raise ValueError("too many")
        if not all(len(one) <= 100 and one.isprintable() and _NUMBER.fullmatch(one) for one in value):
            raise ValueError("not telephone numbers")
        return value

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is given in code wins over the environment, and that over the file that READBACK_SETTINGS names."""
        file = os.environ.get("READBACK_SETTINGS")
        toml = (TomlConfigSettingsSource(settings_cls, Path(file)),) if file else ()
        return (init_settings, env_settings, *toml)


def _printable(text: str) -> bool:
    return all(character.isprintable() or character in "\r\n\t" for character in text)


def read_settings(**given: object) -> Settings:
    """The settings. Raises SettingInvalid, which names the first bad one, its value and what it may be."""
    file = os.environ.get("READBACK_SETTINGS")
    if file and not Path(file).is_file():
        raise SettingInvalid("READBACK_SETTINGS", file, "it may be the path of a TOML file that is there")
    _check_names()
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        if first["type"] == "extra_forbidden":
            raise SettingInvalid(f"{name} in {file}", None, _unknown(name.lower(), "")) from None
        raise SettingInvalid(PREFIX + name.upper(), _shown(name, str(first["input"])), _may_be(name)) from None
    except ValueError as error:
        raise SettingInvalid("READBACK_SETTINGS", str(file), f"it is not TOML: {error}") from None


def forget_secrets() -> None:
    """Take what is secret out of the environment, once it was read: programs that are run beside this inherit it."""
    for variable in tuple(os.environ):
        if variable.upper() == f"{PREFIX}REMOTE_KEY":
            del os.environ[variable]


def _check_names() -> None:
    """Raise SettingInvalid for a variable of ours that nothing reads: it is misspelt, and somebody counts on it."""
    known = {name.upper() for name in Settings.model_fields} | OTHERS
    for variable in sorted(os.environ):
        name = variable.upper().removeprefix(PREFIX)
        if name != variable.upper() and name not in known:
            raise SettingInvalid(variable, None, _unknown(name.lower(), PREFIX))


def _unknown(name: str, prefix: str) -> str:
    """What is said of a name that is none, with the one that is meant where that can be guessed."""
    import difflib

    near = difflib.get_close_matches(name, (*Settings.model_fields, *(("settings",) if prefix else ())), 1)
    meant = "".join(f"; perhaps {prefix}{one.upper() if prefix else one} is meant" for one in near)
    return f"there is no setting of that name{meant}"


def _shown(name: str, value: str) -> str | None:
    """The value, as far as it may be seen: a key is a secret, and an address may have one in it."""
    secret = name == "remote_key" or (name == "remote_url" and {"@", "?", "#"} & set(value))
    return None if secret else value


def _may_be(name: str) -> str:
    """What a setting may be, in words, from its type and its limits."""
    if name in MAY_BE:
        return MAY_BE[name]
    field = Settings.model_fields[name]
    if choices := [str(choice) for choice in get_args(field.annotation) if isinstance(choice, str)]:
        return f"it may be one of {', '.join(choices)}"
    if field.annotation is Path:
        return "it may be the path of a folder"
    if field.annotation is str:
        return "it may be text"
    if field.annotation not in (int, float):
        return "it may be names, with commas between them"
    words = ["it may be", "a whole number" if field.annotation is int else "a number"]
    for limit in field.metadata:
        match limit:
            case Ge(least):
                words += ["from", str(least)]
            case Gt(under):
                words += ["above", f"{under}, up"]
            case Le(most):
                words += ["to", str(most)]
    return " ".join(words)
