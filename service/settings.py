"""What whoever runs Readback may set: environment variables with the prefix READBACK_, or a TOML file.

A value that is passed in, never a global.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from service.errors import SettingInvalid


class Settings(BaseSettings):
    """All settings, with what they are unless set otherwise. `docs/deploy.md` lists them."""

    model_config = SettingsConfigDict(env_prefix="READBACK_", extra="ignore", hide_input_in_errors=False, frozen=True)

    host: str = "127.0.0.1"
    """Address to listen on."""
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """Port to listen on; 0 takes a free one."""
    voice: str = "heart"
    """Who reads unless a request says otherwise."""
    pace: str = "slow"
    """The preset unless a request says otherwise."""
    max_characters: Annotated[int, Field(ge=1, le=10_000_000)] = 20_000
    """The longest letter, in characters."""
    threads: Annotated[int, Field(ge=1, le=256)] = os.cpu_count() or 1
    """How many utterances are spoken at the same time."""
    max_readbacks: Annotated[int, Field(ge=1, le=10_000)] = 100
    """How many readings may be under way at once."""
    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ("localhost", "127.0.0.1", "[::1]")
    """Names in the Host header that are answered, with commas between them; * answers all."""
    allowed_origins: Annotated[tuple[str, ...], NoDecode] = ()
    """Web pages of other origins that may call the API (CORS), with commas between them."""
    read_timeout: Annotated[float, Field(gt=0, le=3600)] = 60.0
    """Seconds that a listener may take nothing of what was sent before the reading is given up."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    """How much is logged. No level logs a word of a letter."""

    @field_validator("allowed_hosts", "allowed_origins", mode="before")
    @classmethod
    def _listed(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

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


def read_settings(**given: object) -> Settings:
    """The settings. Raises SettingInvalid, which names the first bad one, its value and what it may be."""
    file = os.environ.get("READBACK_SETTINGS")
    if file and not Path(file).is_file():
        raise SettingInvalid("READBACK_SETTINGS", file, "it may be the path of a TOML file that is there")
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "settings"
        raise SettingInvalid(f"READBACK_{name.upper()}", str(first["input"]), first["msg"]) from None
    except ValueError as error:
        raise SettingInvalid("READBACK_SETTINGS", str(file), f"it is not TOML: {error}") from None
