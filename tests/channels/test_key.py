"""The server's key is changed: everything sealed lies under the new one or nothing does, and everybody signs in again."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings

from huiyin.channels.actions import add_robot
from huiyin.channels.actions.mailboxes import ask_mailbox
from huiyin.channels.actions.rotating import reseal
from huiyin.channels.models import Destination, MailCode
from huiyin.channels.sealing import Unreadable, seal, unseal
from huiyin.commands.key import NEXT
from huiyin.journal.models import Entry
from huiyin.people.actions.devices import end_everybody
from huiyin.people.devices import session_of
from tests.factories import a_group, a_person, a_session
from tests.tables import put_tables
from tests.test_cli import huiyin

NEW = "n" * 20 + "another-key-drawn-at-random"
WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-0000"


def _sealed() -> list[str]:
    owner = a_person()
    group = a_group(owner=owner)
    for n in range(3):
        add_robot(group, owner, "wecom", name=f"值班群{n}", address=f"{WECOM}{n}", events=["issued"])
    ask_mailbox(owner, "someone@county.example")
    return _all_sealed()


def _all_sealed() -> list[str]:
    return [sealed for kind in (Destination, MailCode) for sealed in kind.objects.order_by("pk").values_list("sealed", flat=True)]


def test_what_is_sealed_opens_under_the_new_key_alone(mail_server) -> None:
    before = [unseal(one) for one in _sealed()]
    assert len(before) == 4
    assert reseal(settings.SECRET_KEY, NEW, "old", "new") == 4
    after = _all_sealed()
    assert [unseal(one, NEW) for one in after] == before
    for one in after:
        with pytest.raises(Unreadable):
            unseal(one)
    assert reseal(settings.SECRET_KEY, NEW, "old", "new") == 0, "again after an interruption: nothing is sealed twice"
    assert Entry.objects.filter(kind="key.changed").order_by("seq").first().data == {"was": "old", "now": "new", "sealed": 4}


def test_a_row_under_neither_key_leaves_all_as_it_was(mail_server) -> None:
    _sealed()
    strange = Destination.objects.order_by("-pk").first()
    Destination.objects.filter(pk=strange.pk).update(sealed=seal({"address": "x"}, "a third key"))
    with pytest.raises(Unreadable):
        reseal(settings.SECRET_KEY, NEW, "old", "new")
    for one in Destination.objects.exclude(pk=strange.pk):
        unseal(one.sealed)


def test_everybody_is_signed_out() -> None:
    keys = [a_session(a_person()) for _ in range(3)]
    assert end_everybody() >= 3 and [session_of(key) for key in keys] == [None] * 3 and end_everybody() == 0


def test_the_command_changes_the_file_and_goes_on_after_an_interruption(tmp_path: Path) -> None:
    house = tmp_path / "house"
    put_tables(house)
    assert huiyin("migrate", data=house).returncode == 0
    before = (house / "secret_key").read_text()
    done = huiyin("key", "rotate", data=house)
    assert done.returncode == 0, done.stderr
    first = (house / "secret_key").read_text()
    assert first != before and not (house / NEXT).exists() and (house / "secret_key").stat().st_mode & 0o077 == 0
    (house / NEXT).write_text("k" * 10 + "left-over-of-an-interrupted-change")
    assert "key rotate" in huiyin("check", "--deploy", data=house).stderr
    assert huiyin("key", "rotate", data=house).returncode == 0
    assert (house / "secret_key").read_text().endswith("left-over-of-an-interrupted-change")
    assert huiyin("journal", "verify", data=house).returncode == 0


def test_a_key_in_the_environment_is_changed_with_the_old_one_in_a_file(tmp_path: Path) -> None:
    house, old = tmp_path / "house", tmp_path / "old"
    old.write_text("o" * 10 + "ld-key-drawn-at-random-somewhere")
    put_tables(house)
    assert huiyin("migrate", data=house, HUIYIN_SECRET_KEY=old.read_text()).returncode == 0
    assert "--old" in huiyin("key", "rotate", data=house, HUIYIN_SECRET_KEY=NEW).stderr
    assert huiyin("key", "rotate", "--old", str(old), data=house, HUIYIN_SECRET_KEY=NEW).returncode == 0
