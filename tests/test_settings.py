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
        ("READBACK_PORT", "http", "it may be a whole number from 0 to 65535."),
        ("READBACK_PORT", "65536", "it may be a whole number from 0 to 65535."),
        ("READBACK_PORT", "-1", "it may be a whole number from 0 to 65535."),
        ("READBACK_MAX_CHARACTERS", "0", "it may be a whole number from 1 to 10000000."),
        ("READBACK_THREADS", "0", "it may be a whole number from 1 to 256."),
        ("READBACK_MAX_READBACKS", "many", "it may be a whole number from 1 to 10000."),
        ("READBACK_READ_TIMEOUT", "0", "it may be a number above 0, up to 3600."),
        ("READBACK_READ_TIMEOUT", "nan", "it may be a number above 0, up to 3600."),
        ("READBACK_LOG_LEVEL", "chatty", "it may be one of debug, info, warning, error."),
    ],
)
def test_nothing_starts_with_a_setting_that_cannot_be_and_one_sentence_says_what_can(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, may: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingInvalid) as bad:
        read_settings()
    assert str(bad.value) == f"{name} is set to '{value}': {may}"
    assert bad.value.name == name


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("host = 5", "READBACK_HOST is set to '5': it may be text."),
        ("allowed_hosts = [5]", "READBACK_ALLOWED_HOSTS is set to '5': it may be names, with commas between them."),
        ("prot = 80", "is set: there is no setting of that name; perhaps port is meant."),
        ("zzz = 80", "is set: there is no setting of that name."),
    ],
)
def test_a_bad_line_of_the_file_is_said(line: str, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "readback.toml"
    file.write_text(line)
    monkeypatch.setenv("READBACK_SETTINGS", str(file))
    with pytest.raises(SettingInvalid) as bad:
        read_settings()
    assert str(bad.value).endswith(said)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("READBACK_PROT", "; perhaps READBACK_PORT is meant"),
        ("READBACK_SETTING", "; perhaps READBACK_SETTINGS is meant"),
        ("READBACK_", ""),
        ("READBACK_XYZ", ""),
    ],
)
def test_a_variable_that_nothing_reads_is_said_without_its_value(
    name: str, meant: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "a secret of something else")
    with pytest.raises(SettingInvalid) as bad:
        read_settings()
    assert str(bad.value) == f"{name} is set: there is no setting of that name{meant}."


def test_variables_of_other_programs_and_of_the_tests_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("READBACK_GOLDEN", "READBACKS", "MY_READBACK_PROT"):
        monkeypatch.setenv(name, "write")
    assert read_settings().port == 8000


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
