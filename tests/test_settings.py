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
        *(
            (
                "READBACK_TRUSTED_PROXIES",
                one,
                "it may be addresses or networks, such as 127.0.0.1, 10.0.0.0/8, with commas between them.",
            )
            for one in ("*", "nginx", "127.0.0.1:80", "10.0.0.1/8")
        ),
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


KEY = "sk-xylophone 1234567890"
NOT_AN_ADDRESS = (
    "it may be an address such as https://speech.example.org/v1, with nothing after the path and no name or password "
    "in it; http:// only to this machine or the private network, since letters are not sent in the open."
)


def test_no_letter_leaves_unless_a_server_is_named() -> None:
    settings = read_settings()
    assert (settings.remote_url, settings.remote_key.get_secret_value()) == ("", "")
    assert (settings.remote_model, settings.remote_voices, settings.remote_language) == ("tts-1", ("alloy",), "en-US")


@pytest.mark.parametrize(
    "url",
    [
        "https://api.openai.com/v1",
        "https://speech.example.org:8443/v1/",
        "http://localhost:8880/v1",
        "http://[::1]:8880/v1",
        "http://192.168.1.20:8880/v1",
        "http://kokoro:8880/v1",
        "http://speech.local/v1",
    ],
)
def test_a_server_may_be_any_over_tls_and_a_near_one_without(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("READBACK_REMOTE_URL", url)
    assert read_settings().remote_url == url.rstrip("/")


@pytest.mark.parametrize(
    "url",
    [
        "http://api.openai.com/v1",
        "http://8.8.8.8/v1",
        "http://134744072/v1",
        "http://localhost.example.org/v1",
        "api.openai.com/v1",
        "ftp://localhost/v1",
        "https://",
        "https:///v1",
        "https://a.org:port/v1",
        "https://[::1/v1",
        "https://a.org/v 1",
        "https://ä.org/v1",
        "file:///etc/passwd",
    ],
)
def test_a_letter_is_not_sent_in_the_open_or_to_what_is_no_address(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("READBACK_REMOTE_URL", url)
    with pytest.raises(SettingInvalid) as bad:
        read_settings()
    assert str(bad.value) == f"READBACK_REMOTE_URL is set to '{url}': {NOT_AN_ADDRESS}"


@pytest.mark.parametrize(
    "url", ["https://me:secret@a.org/v1", "https://a.org/v1?key=secret", "https://a.org/v1#secret"]
)
def test_an_address_with_a_secret_in_it_is_refused_without_being_shown(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("READBACK_REMOTE_URL", url)
    with pytest.raises(SettingInvalid) as bad:
        read_settings()
    assert str(bad.value) == f"READBACK_REMOTE_URL is set: {NOT_AN_ADDRESS}"


@pytest.mark.parametrize("key", [KEY, "sk-\u00fcber", "sk\nx"])
def test_a_key_that_cannot_be_one_is_refused_without_being_shown(monkeypatch: pytest.MonkeyPatch, key: str) -> None:
    monkeypatch.setenv("READBACK_REMOTE_KEY", key)
    with pytest.raises(SettingInvalid) as bad:
        read_settings()
    said = "READBACK_REMOTE_KEY is set: it may be a key, which has no spaces, and no letters but those of ASCII."
    assert str(bad.value) == said
    assert bad.value.value is None
    assert bad.value.__suppress_context__


def test_a_key_in_the_file_that_is_no_text_is_not_shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "readback.toml"
    file.write_text("remote_key = 1234567890")
    monkeypatch.setenv("READBACK_SETTINGS", str(file))
    with pytest.raises(SettingInvalid) as bad:
        read_settings()
    assert "1234567890" not in str(bad.value)


def test_a_key_is_taken_without_the_line_that_ends_it_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READBACK_REMOTE_KEY", " sk-xylophone\n")
    settings = read_settings()
    assert settings.remote_key.get_secret_value() == "sk-xylophone"
    assert "xylophone" not in f"{settings} {settings!r} {settings.model_dump()} {settings.model_dump_json()}"


@pytest.mark.parametrize(
    ("name", "value", "may"),
    [
        ("VOICES", "a/b", "it may be the names that the server has for its voices, with commas between them."),
        ("MODEL", " ", "it may be a model's name."),
        ("LANGUAGE", "English (US)", "it may be a language's tag, such as en-US."),
        ("TIMEOUT", "101", "it may be a number above 0, up to 100."),
    ],
)
def test_what_a_server_is_asked_for_is_checked_at_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, may: str
) -> None:
    monkeypatch.setenv(f"READBACK_REMOTE_{name}", value)
    with pytest.raises(SettingInvalid) as bad:
        read_settings()
    assert str(bad.value).endswith(f": {may}")


def test_voices_of_a_server_are_listed_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READBACK_REMOTE_VOICES", "nova, af_bella+af_sky(2), nova")
    assert read_settings().remote_voices == ("nova", "af_bella+af_sky(2)")


def test_the_page_says_where_to_turn_unless_it_is_set_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "not a crisis service" in read_settings().help_text
    assert read_settings().help_numbers == ()
    monkeypatch.setenv("READBACK_HELP_TEXT", "Ring us.\n\nAny evening.")
    monkeypatch.setenv("READBACK_HELP_NUMBERS", "Samaritans: 116 123, Телефон: +44 (0)20-7946, Clinic (nights): 999")
    settings = read_settings()
    assert settings.help_text == "Ring us.\n\nAny evening."
    assert settings.help_numbers == ("Samaritans: 116 123", "Телефон: +44 (0)20-7946", "Clinic (nights): 999")


@pytest.mark.parametrize("text", ["", "  \n ", "a" * 2001, "a\x1b[31m", "a\u202eb"])
def test_where_to_turn_is_said_in_words_that_can_be_shown(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setenv("READBACK_HELP_TEXT", text)
    with pytest.raises(SettingInvalid) as bad:
        read_settings()
    assert str(bad.value).endswith("it may be text of up to 2,000 characters, with empty lines between its paragraphs.")


@pytest.mark.parametrize(
    "numbers",
    [
        *("116 123", "Samaritans", ": 116 123", "Samaritans: javascript:1", "Reset: *#06#", "Sam: 1", "Sam: 1;ext=2"),
        *("a: 12," * 11, "a" * 100 + ": 123", "S\x07am: 123", "Sam: 116 123 nights"),
    ],
)
def test_a_number_that_a_telephone_could_not_simply_call_is_refused(
    monkeypatch: pytest.MonkeyPatch, numbers: str
) -> None:
    monkeypatch.setenv("READBACK_HELP_NUMBERS", numbers)
    with pytest.raises(SettingInvalid) as bad:
        read_settings()
    assert str(bad.value).endswith(
        "it may be up to ten telephone numbers, each with whose it is before it, such as Samaritans: 116 123, with "
        "commas between them."
    )
