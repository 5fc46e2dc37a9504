"""`huiyin check --deploy` names what is weak, in words that say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from huiyin.commands.weaknesses import filesystem, weaknesses
from huiyin.people.actions.backups import backup_was_made
from huiyin.people.models import Administrator
from tests.factories import a_person

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_only]


@pytest.fixture
def sound(settings, tmp_path, monkeypatch):
    """A house with nothing weak about it; each test weakens one thing. Gives the settings."""
    data = tmp_path / "data"
    data.mkdir(mode=0o700)
    for name in ("secret_key", "huiyin.sqlite3"):
        (data / name).touch(mode=0o600)
    mounts = tmp_path / "mounts"
    mounts.write_text("/dev/sda1 / ext4 rw 0 0\n")
    monkeypatch.setattr(filesystem, "__defaults__", (mounts,))
    for name, value in {
        "MODE": "production", "DEMO": False, "DEBUG": False, "SECURE": True, "ALLOWED_HOSTS": ["huiyin.example"],
        "SECRET_KEY": "qL7vW2-xN9cT4mK8rB3zP6yH1dF5gJ0sAeUiOoRtYwEcVbNm",
        "SMS_GATEWAY": "https://sms.example/send", "OIDC_ISSUER": "", "OIDC_CLIENT_ID": "",
        "OIDC_CLIENT_SECRET": "", "DATA": data, "BUS": "",
    }.items():  # fmt: skip
        setattr(settings, name, value)
    for role in Administrator.Role:
        Administrator.objects.create(person=a_person(), role=role)
    backup_was_made(1, sealed=False, missing=0)
    return settings


def test_a_sound_house_has_nothing_to_mend(sound):
    assert list(weaknesses()) == []


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("DEMO", True, "HUIYIN_DEMO"),
        ("MODE", "dev", "HUIYIN_MODE"),
        ("DEBUG", True, "HUIYIN_DEBUG"),
        ("SECURE", False, "HUIYIN_ORIGIN"),
        ("ALLOWED_HOSTS", ["huiyin.example", "*"], "HUIYIN_HOSTS"),
        ("SECRET_KEY", "short", "HUIYIN_SECRET_KEY"),
        ("SMS_GATEWAY", "", "HUIYIN_SMS_GATEWAY"),
        ("SMS_GATEWAY", "console", "HUIYIN_SMS_GATEWAY"),
        ("SMS_GATEWAY", "http://sms.example/send", "https://"),
        ("OIDC_ISSUER", "https://id.example", "HUIYIN_OIDC_CLIENT_ID"),
        ("OIDC_CLIENT_ID", "huiyin", "HUIYIN_OIDC_ISSUER"),
        ("OIDC_CLIENT_SECRET", "secret", "HUIYIN_OIDC_ISSUER"),
        ("BUS", "redis://127.0.0.1/0", "HUIYIN_DATABASE"),
    ],
)
def test_one_weak_setting_is_one_sentence(sound, name, value, word):
    setattr(sound, name, value)
    (sentence,) = weaknesses()
    assert word in str(sentence)


@pytest.mark.parametrize("name", ["", "secret_key", "huiyin.sqlite3"])
def test_what_others_on_the_machine_can_read_is_named(sound, name):
    path = sound.DATA / name
    path.chmod(0o740)
    (sentence,) = weaknesses()
    assert str(path) in sentence


def test_data_that_a_restart_would_take_is_named(sound, monkeypatch, tmp_path):
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\ntmpfs {tmp_path} tmpfs rw 0 0\n/dev/sdb1 {tmp_path}/dat ext4 rw 0 0\n")
    monkeypatch.setattr(filesystem, "__defaults__", (mounts,))
    (sentence,) = weaknesses()
    assert "HUIYIN_DATA" in sentence


def test_a_machine_that_tells_no_mounts_raises_no_alarm(tmp_path):
    assert filesystem(tmp_path, Path("/nowhere/mounts")) == ""


def test_a_missing_administrator_is_named(sound):
    Administrator.objects.filter(role=Administrator.Role.AUDIT).delete()
    (sentence,) = weaknesses()
    assert "create-admin --role audit" in sentence


@pytest.mark.parametrize(
    "key", ["django-insecure-8x2k#" + "q" * 30, "please-change-me-" + "7h3k9d2f5g8j1l4z" * 2, "s" * 50, "0123456789" * 5, "password" * 5]
)
def test_a_key_that_others_know_is_named(sound, key):
    sound.SECRET_KEY = key
    assert any("HUIYIN_SECRET_KEY" in said for said in weaknesses())


def test_keys_that_are_made_here_are_none_of_those(sound, tmp_path, monkeypatch):
    monkeypatch.delenv("HUIYIN_SECRET_KEY", raising=False)
    from huiyin.secrets import secret_key

    for n in range(50):
        sound.SECRET_KEY = secret_key(tmp_path / str(n))
        assert list(weaknesses()) == []
