"""Settings that are wrong stop the start, are named with what they should be, and never show a secret."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiyin.environment import PREFIX, WrongSettings, key_given, read
from huiyin.environment.table import SETTINGS
from tests.test_cli import surroundings, typed

pytestmark = [pytest.mark.sqlite_only, pytest.mark.no_database]

WRONG = {
    "HUIYIN_MODE=prod": "production, dev",
    "HUIYIN_ORIGIN=https://talk.example.gov/huiyin": "https://talk.example.gov",
    "HUIYIN_ORIGIN=http://talk.example.gov": "https://",
    "HUIYIN_ORIGIN=talk.example.gov": "https://talk.example.gov",
    "HUIYIN_PROXIES=proxy.county.local": "names are not looked up",
    "HUIYIN_HOSTS=https://talk.example.gov": "without https://",
    "HUIYIN_AUDIT_LOG=/no/such/place/audit.log": "in a directory that is there",
    "HUIYIN_AUDIT_LOG=http://collector": "syslog+tls://host:port",
    "HUIYIN_SMS_GATEWAY=notaurl": "console",
    "HUIYIN_SMS_GATWAY=https://sms.example": "Is HUIYIN_SMS_GATEWAY meant?",
    "HUIYIN_FLAVOUR=sweet": "settings.md",
    "HUIYIN_MAP=/no/such/place/county.geojson": "a file that can be read",
    "HUIYIN_ZONE=Asia/Peking": "Asia/Shanghai",
    "HUIYIN_ZONE=../../etc/passwd": "Asia/Shanghai",
    "HUIYIN_DATABASE=postgresql://huiyin:hush#hush@db/huiyin": "%23",
    "HUIYIN_DATABASE=postgresql://huiyin:hush/hush@db/huiyin": "%2F",
    "HUIYIN_DATABASE=mysql://huiyin:hush@db/huiyin": "postgresql://user:password@host:port/name",
    "HUIYIN_DATABASE=postgresql://huiyin:hush@db:54x2/huiyin": "postgresql://user:password@host:port/name",
    "HUIYIN_BUS=redis://:hush#@db:6379/0": "redis://:password@host:port/0",
    "HUIYIN_MAIL=mail.county.example": "smtps://user:password@host",
    "HUIYIN_MAIL_FROM=回音": "e-mail address",
    "HUIYIN_OIDC_ISSUER=gov": "https://",
    "HUIYIN_HOOK_ALLOW=http://10.1.2.3": "10.1.2.3:8080",
    "HUIYIN_DEMO=yes": "1",
    "HUIYIN_WORKERS=many": "from 1 to 64",
    "HUIYIN_S3_BUCKET=huiyin": "HUIYIN_S3_KEY, HUIYIN_S3_SECRET",
    "HUIYIN_S3_KEY=hush": "HUIYIN_S3_BUCKET, HUIYIN_S3_SECRET",
}  # fmt: skip


@pytest.mark.parametrize("said", WRONG)
def test_a_wrong_setting_is_named_with_what_it_should_be(said: str) -> None:
    name, _, value = said.partition("=")
    with pytest.raises(WrongSettings) as wrong:
        read({name: value})
    (line,) = wrong.value.lines
    assert name in line or name.startswith("HUIYIN_S3")
    assert WRONG[said] in line
    assert "hush" not in line


def test_every_command_is_stopped_by_it_with_all_that_is_wrong_at_once(tmp_path: Path) -> None:
    wrong = {"HUIYIN_MODE": "prod", "HUIYIN_DATABASE": "postgresql://huiyin:hush#hush@db/huiyin", "HUIYIN_SMS_GATWAY": "x"}
    for words, status in ((["check", "--deploy"], 1), (["check"], 1), (["serve"], 2), (["migrate"], 2), (["django", "check"], 2)):
        done = typed(*words, data=tmp_path / "data", **wrong)
        assert done.returncode == status, words
        assert all(name in done.stderr for name in wrong)
        assert "Traceback" not in done.stderr and "hush" not in done.stderr + done.stdout
    assert not (tmp_path / "data").exists()


def test_a_server_of_ones_own_is_stopped_by_it_too_and_shows_no_secret(tmp_path: Path) -> None:
    """Who runs `uvicorn huiyin.asgi:application` goes past the command line."""
    env = surroundings(tmp_path, {"HUIYIN_DATABASE": "postgresql://huiyin:hush#hush@db/huiyin"})
    done = subprocess.run([sys.executable, "-c", "import huiyin.asgi"], env=env, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "HUIYIN_DATABASE is wrong" in done.stderr and "hush" not in done.stderr


def test_what_is_right_is_taken() -> None:
    said = read({
        "HUIYIN_DATABASE": "postgresql://huiyin:a%23b@10.0.0.1:5432/huiyin", "HUIYIN_ORIGIN": "https://talk.example.gov:8443/",
        "HUIYIN_HOSTS": " a.b , 10.1.2.3", "HUIYIN_MAIL_FROM": "回音 <huiyin@county.example>",
        "HUIYIN_PROXIES": "10.1.2.3, 10.2.0.0/16", "HUIYIN_MAIL": "smtp+plain://10.1.2.3",
        "HUIYIN_BUS": "redis://bus:6379/0", "HUIYIN_SMS_GATEWAY": "console", "HUIYIN_TEST_DATA": "x", "HUIYIN_MODE": "",
    })  # fmt: skip
    assert said["ORIGIN"] == "https://talk.example.gov:8443" and said["HOSTS"] == ["a.b", "10.1.2.3"] and said["MODE"] == "production"
    assert read({"HUIYIN_ORIGIN": "http://127.0.0.1:8000"})["ORIGIN"]
    assert read({"HUIYIN_ORIGIN": "http://10.1.2.3:8000", "HUIYIN_MODE": "dev"})["ORIGIN"]
    assert key_given({"HUIYIN_SECRET_KEY": "k "}) == "k "


SAID = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=60)


@given(st.sampled_from([one.name for one in SETTINGS]), SAID)
def test_whatever_stands_there_is_read_or_refused_in_words(name: str, said: str) -> None:
    try:
        read({PREFIX + name: said})
    except WrongSettings as wrong:
        assert all(wrong.lines)
        hidden = next(one for one in SETTINGS if one.name == name).secret
        assert not hidden or len(said) < 8 or said not in str(wrong)


def test_what_deploy_hands_on_is_all_known() -> None:
    """The unit, the image, the compose file, the Caddyfile and the file of settings name only settings there are."""
    import re

    known = {PREFIX + one.name for one in SETTINGS}
    for path in (Path(__file__).resolve().parents[2] / "deploy").iterdir():
        assert set(re.findall(r"HUIYIN_[A-Z0-9_]+", path.read_text())) <= known, path.name
