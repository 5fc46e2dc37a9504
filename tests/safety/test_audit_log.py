"""Security events reach a file or syslog as lines of JSON, and posting never waits for them."""

from __future__ import annotations

import json
import socket

import pytest

from huiyin.journal import recording
from huiyin.journal.models import Entry
from huiyin.journal.recording import open_stream, record
from huiyin.people.actions.tokens import make_token, revoke_token
from huiyin.people.audit_log import AuditLog
from huiyin.people.extension_points import token_scopes
from tests.factories import a_person
from tests.tables import put_tables
from tests.test_cli import huiyin

pytestmark = pytest.mark.django_db


@pytest.fixture
def following(monkeypatch):
    """Gives a function that lets an audit log follow the journal for this test."""

    def follow(log: AuditLog) -> AuditLog:
        monkeypatch.setattr(recording, "followers", [log.follow])
        return log

    return follow


def test_a_lock_is_told_to_the_file_and_holds_against_the_record(tmp_path, following, django_capture_on_commit_callbacks):
    path = tmp_path / "audit.jsonl"
    log = following(AuditLog(str(path)))
    who = a_person()
    with django_capture_on_commit_callbacks(execute=True):
        record(open_stream("organisation"), "person.locked", by=who, data={"person": who.pk})
        record(open_stream("organisation"), "unit.closed", by=who, data={"unit": 1})
    log.close()
    (told,) = [json.loads(words) for words in path.read_text().splitlines()]
    entry = Entry.objects.get(kind="person.locked")
    assert (told["kind"], told["by"], told["seq"], told["hash"]) == ("person.locked", who.pk, entry.seq, entry.hash)
    assert path.stat().st_mode & 0o077 == 0


def test_a_programs_token_is_told_of_when_it_is_made_and_when_it_is_revoked(tmp_path, following, django_capture_on_commit_callbacks):
    path = tmp_path / "audit.jsonl"
    log = following(AuditLog(str(path)))
    who = a_person()
    with django_capture_on_commit_callbacks(execute=True):
        token, _shown = make_token(who, "看板", list(token_scopes())[:1])
        revoke_token(who, token.pk)
    log.close()
    assert [json.loads(words)["kind"] for words in path.read_text().splitlines()] == ["token.made", "token.revoked"]


def test_syslog_receives_the_line(following, django_capture_on_commit_callbacks):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listening:
        listening.bind(("127.0.0.1", 0))
        listening.settimeout(5)
        log = following(AuditLog(f"syslog://127.0.0.1:{listening.getsockname()[1]}"))
        with django_capture_on_commit_callbacks(execute=True):
            record(open_stream("organisation"), "person.unlocked", data={"person": 7})
        log.close()
        assert b'"kind":"person.unlocked"' in listening.recv(4096)


def test_what_finds_no_room_is_counted_and_nobody_waits(tmp_path, following, monkeypatch, django_capture_on_commit_callbacks):
    path = tmp_path / "audit.jsonl"
    log = following(AuditLog(str(path), room=2))
    begin = log.begin
    monkeypatch.setattr(log, "begin", lambda: None)  # the writer stands still
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(5):
            record(open_stream("organisation"), "person.locked", data={"person": number})
    begin()
    log.close()
    lines = [json.loads(words) for words in path.read_text().splitlines()]
    assert lines[0] == {"kind": "audit_log.dropped", "lines": 3}
    assert [told["data"]["person"] for told in lines[1:]] == [0, 1]


def test_a_place_that_cannot_be_written_stops_nobody(tmp_path, following, django_capture_on_commit_callbacks):
    log = following(AuditLog(str(tmp_path)))  # a directory
    with django_capture_on_commit_callbacks(execute=True):
        record(open_stream("organisation"), "person.locked", data={"person": 7})
    log.close()
    assert log.dropped == 1
    assert Entry.objects.filter(kind="person.locked").count() == 1


def test_the_setting_reaches_the_journal_of_a_running_command(tmp_path):
    house, told = tmp_path / "house", tmp_path / "audit.jsonl"
    put_tables(house)
    assert huiyin("migrate", data=house).returncode == 0
    words = ("create-admin", "--name", "林小满", "--phone", "13800001234", "--role", "system")
    assert huiyin(*words, data=house, HUIYIN_AUDIT_LOG=str(told)).returncode == 0
    assert "administrator.appointed" in [json.loads(line)["kind"] for line in told.read_text().splitlines()]
