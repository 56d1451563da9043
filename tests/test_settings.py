"""What whoever runs Readback may set."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from service.errors import SettingInvalid
from service.settings import Settings, read_settings


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*Settings.model_fields, "settings"):
        monkeypatch.delenv(f"READBACK_{name.upper()}", raising=False)


def test_unless_something_is_set_only_this_machine_is_answered() -> None:
    settings = read_settings()
    assert (settings.host, settings.port, settings.max_characters) == ("127.0.0.1", 8000, 20_000)
    assert settings.allowed_hosts == ("localhost", "127.0.0.1", "[::1]")
    assert settings.allowed_origins == ()
    assert (settings.voice, settings.pace, settings.log_level) == ("heart", "slow", "info")
    assert settings.threads >= 1


def test_the_environment_wins_over_the_file_and_code_over_both(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "readback.toml"
    file.write_text('port = 1\nmax_characters = 2\npace = "gentle"\nallowed_hosts = ["a", "b"]\n')
    monkeypatch.setenv("READBACK_SETTINGS", str(file))
    monkeypatch.setenv("READBACK_PORT", "3")
    monkeypatch.setenv("READBACK_MAX_CHARACTERS", "4")
    settings = read_settings(max_characters=5)
    assert (settings.port, settings.max_characters, settings.pace) == (3, 5, "gentle")
    assert settings.allowed_hosts == ("a", "b")


@pytest.mark.parametrize(
    ("text", "hosts"), [("a.org, b.org", ("a.org", "b.org")), ("*", ("*",)), (" , ", ()), ("[::1]", ("[::1]",))]
)
def test_lists_have_commas_between_them(monkeypatch: pytest.MonkeyPatch, text: str, hosts: tuple[str, ...]) -> None:
    monkeypatch.setenv("READBACK_ALLOWED_HOSTS", text)
    assert read_settings().allowed_hosts == hosts


@pytest.mark.parametrize(
    ("name", "value", "may"),
    [
        ("READBACK_PORT", "http", "integer"),
        ("READBACK_PORT", "65536", "65535"),
        ("READBACK_PORT", "-1", "0"),
        ("READBACK_MAX_CHARACTERS", "0", "1"),
        ("READBACK_THREADS", "0", "1"),
        ("READBACK_MAX_READBACKS", "many", "integer"),
        ("READBACK_READ_TIMEOUT", "0", "0"),
        ("READBACK_READ_TIMEOUT", "nan", "3600"),
        ("READBACK_LOG_LEVEL", "chatty", "'debug', 'info', 'warning' or 'error'"),
    ],
)
def test_a_bad_setting_stops_with_its_name_its_value_and_what_it_may_be(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, may: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingInvalid) as bad:
        read_settings()
    assert str(bad.value).startswith(f"{name} is set to '{value}': ")
    assert may in str(bad.value)
    assert bad.value.name == name


def test_a_file_that_is_not_there_and_one_that_is_not_toml_are_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "readback.toml"
    monkeypatch.setenv("READBACK_SETTINGS", str(file))
    with pytest.raises(SettingInvalid, match=r"READBACK_SETTINGS is set to .*readback\.toml"):
        read_settings()
    file.write_text("port = = 1")
    with pytest.raises(SettingInvalid, match="it is not TOML"):
        read_settings()
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(SettingInvalid, match="it is not TOML"):
        read_settings()


def test_settings_cannot_be_changed_once_they_are_read() -> None:
    with pytest.raises(ValidationError):
        read_settings().port = 1
