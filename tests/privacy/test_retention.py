"""What is kept only for a time goes when its time is over: not a day before, once, and the record says so."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from huiyin.channels.models import Delivery, MailCode
from huiyin.cli import main
from huiyin.core import retention_periods
from huiyin.groups.actions import archive
from huiyin.groups.exporting.actions import ask_export
from huiyin.groups.exporting.actions import make_next as make_next_export
from huiyin.groups.models import Export, Message
from huiyin.hooks.actions import subscribe
from huiyin.journal import clocks
from huiyin.journal.models import Clock, Entry, Sealed
from huiyin.journal.verifying import verify
from huiyin.media.actions import keep_upload, storage
from huiyin.notices.actions import read_all
from huiyin.notices.models import Notice
from huiyin.people.models import Device, SignInCode
from huiyin.privacy.actions import retention
from huiyin.privacy.actions.retention import due, make_next, next_round, run_now
from huiyin.privacy.models import Round
from huiyin.tasks.actions import Named, TaskDraft, issue_task
from tests.factories import a_group, a_person, a_session, say

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)  # 12:00 where the house stands
A_SECOND = timedelta(seconds=1)


def at(moment: datetime) -> Any:
    return time_machine.travel(moment, tick=False)


def goes(name: str, begun: datetime, term: timedelta) -> None:
    """One thing of this kind stays until the last second of its term, and is gone with the next."""
    with at(begun + term - A_SECOND):
        assert due()[name] == 0
        assert run_now().removed.get(name, 0) == 0
    with at(begun + term):
        assert due()[name] == 1
        assert run_now().removed[name] == 1
        assert due()[name] == 0 and run_now().removed.get(name, 0) == 0


def test_a_copy_that_its_own_clock_missed_goes_after_a_week_with_its_file() -> None:
    with at(NOON):
        owner = a_person()
        ask_export(a_group(owner=owner), owner)
        made = make_next_export()
        assert made is not None and storage().exists(made.path)
    goes("exports", NOON, timedelta(days=7))


def test_the_file_of_a_copy_is_gone_too(django_capture_on_commit_callbacks: Any) -> None:
    owner = a_person()
    ask_export(a_group(owner=owner), owner)
    made = make_next_export()
    assert made is not None
    with at(timezone.now() + timedelta(days=8)), django_capture_on_commit_callbacks(execute=True):
        run_now()
    assert not storage().exists(made.path) and not Export.objects.exists()


def test_codes_go_after_two_days(client: Client) -> None:
    with at(NOON):
        client.post("/sign-in", {"phone": a_person().phone})
    Session.objects.all().delete()
    goes("codes", NOON, timedelta(days=2))
    assert not SignInCode.objects.exists() and not MailCode.objects.exists()


def test_read_notices_go_and_unread_ones_stay() -> None:
    with at(NOON):
        owner, doer = a_person(), a_person()
        group = a_group(owner=owner, members=[doer])
        issue_task(group, owner, TaskDraft("看看路灯", Named(doer.pk)))
        first = Notice.objects.get(person=doer)
        read_all(doer, first.pk)
        issue_task(group, owner, TaskDraft("看看井盖", Named(doer.pk)))
    goes("notices", NOON, timedelta(days=180))
    assert Notice.objects.get().stream.task.title == "看看井盖"


def test_deliveries_that_wait_stay_and_answered_ones_go() -> None:
    with at(NOON):
        owner = a_person()
        subscription, _secret = subscribe(a_group(owner=owner), owner, "https://tasks.example/told", ["message.posted"])
        Delivery.to(subscription.destination, event="test", state="sent").save()
        Delivery.to(subscription.destination, event="test").save()
    goes("webhooks", NOON, timedelta(days=30))
    assert Delivery.objects.get().state == "waiting"


def test_a_photo_nobody_sent_goes_after_a_day() -> None:
    with at(NOON):
        keep_upload(a_person(), io.BytesIO(b"a,b\n"), "a.csv", "text/csv")
    with at(NOON + timedelta(hours=23)):
        assert due()["uploads"] == 0
    with at(NOON + timedelta(hours=25)):
        assert due()["uploads"] == 1 and run_now().removed["uploads"] == 1


def test_a_session_goes_when_its_device_was_signed_out_and_a_living_one_stays() -> None:
    from huiyin.people.actions.devices import end_device

    person = a_person()
    ended, living = a_session(person), a_session(person)
    first = Device.objects.filter(person=person).order_by("pk").first()
    assert first is not None
    end_device(person, first.pk)
    assert due()["sessions"] == 1
    run_now()
    assert set(Session.objects.values_list("session_key", flat=True)) == {living} and ended != living


def test_numbers_and_addresses_of_sign_ins_go_after_three_years_and_the_record_still_holds(client: Client) -> None:
    with at(NOON):
        client.post("/sign-in", {"phone": "+8613900007777"})
        client.post("/sign-in/code", {"code": "000000"})
        sealed = Sealed.objects.get(entry__kind="session.refused")
        assert "13900007777" in str(sealed.body)
    goes("security", NOON, timedelta(days=1096))
    sealed.refresh_from_db()
    assert sealed.body is None and Entry.objects.filter(kind="session.refused").count() == 1
    assert verify().broken is None


def test_messages_of_an_ended_group_stay_unless_the_operator_says_so(settings: Any) -> None:
    with at(NOON):
        owner, doer = a_person(), a_person()
        group = a_group(owner=owner, members=[doer])
        say(group, doer, "那口井的事")
        issue_task(group, owner, TaskDraft("看看井盖", Named(doer.pk)))
        archive(group, owner)
    with at(NOON + timedelta(days=9000)):
        assert due()["archived"] == 0
    settings.KEEP = "archived=365"
    goes("archived", NOON, timedelta(days=365))
    first, task = Message.objects.filter(group=group).order_by("n")
    assert first.erased_at and not first.text and task.erased_at is None and "井盖" in task.text  # the task is the record of an office
    assert verify().broken is None


def test_a_round_a_day_however_long_the_server_was_down(django_capture_on_commit_callbacks: Any) -> None:
    with at(NOON):
        retention.step()
        clock = Clock.objects.get(kind=retention.CLOCK)
        assert clock.due_at == datetime(2026, 11, 25, 19, 40, tzinfo=UTC)  # 03:40 in the morning
    with at(NOON + timedelta(days=9)):
        assert clocks.fire_due() == 1 and clocks.fire_due() == 0
        assert make_next() is not None
        assert make_next() is None
        (entry,) = Entry.objects.filter(kind="retention.ran")
        assert entry.data["by_clock"] is True and entry.by is None
        assert Clock.objects.get(kind=retention.CLOCK, fired_at=None).due_at > timezone.now()


def test_a_round_whose_maker_died_is_taken_up_again_and_recorded_once() -> None:
    with at(NOON):
        dead = Round.objects.create(beat_at=NOON, removed={"codes": 3})
        assert make_next() is None  # it may be alive
    with at(NOON + timedelta(minutes=11)):
        again = make_next()
        assert again is not None and again.pk == dead.pk and again.removed["codes"] == 3
        assert make_next() is None
    assert Entry.objects.filter(kind="retention.ran").count() == 1


def test_the_command_looks_first_and_removes_nothing_by_it(capsys: pytest.CaptureFixture[str]) -> None:
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=timezone.now() - A_SECOND)
    assert main(["retention", "--dry-run"]) == 0
    out = capsys.readouterr().out
    assert [line.split()[0] for line in out.splitlines() if "sessions" in line] == ["1"]
    assert Session.objects.count() == 1 and not Entry.objects.filter(kind="retention.ran").exists()
    assert main(["retention"]) == 0
    assert not Session.objects.exists() and Entry.objects.get(kind="retention.ran").data["removed"]["sessions"] == 1


@pytest.mark.parametrize("said", ["security=182", "security=0", "exports=0", "exports=32", "letters=5", "security", "security=-1"])
def test_terms_that_cannot_be_followed_are_refused_everywhere(said: str, settings: Any, capsys: pytest.CaptureFixture[str]) -> None:
    settings.KEEP = said
    for command in (["check", "--deploy"], ["retention"], ["serve", "--port", "1"]):
        assert main(command) != 0
        assert "HUIYIN_KEEP" in capsys.readouterr().err, command
    assert not Round.objects.exists()


moments = st.datetimes(datetime(2020, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))


@given(days=st.integers(1, 31), begun=moments, later=st.timedeltas(timedelta(0), timedelta(days=40)))
def test_a_thing_goes_exactly_from_the_moment_its_term_is_over(days: int, begun: datetime, later: timedelta) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.KEEP", f"exports={days}")
        until, before = retention_periods.kept_until("exports", begun), retention_periods.gone_before("exports", begun + later)
        assert until is not None and before is not None
        assert (begun <= before) == (until <= begun + later) == (later >= timedelta(days=days))


@given(days=st.integers(0, 999_999))
def test_no_number_of_days_takes_the_record_of_sign_ins_below_half_a_year(days: int) -> None:
    try:
        assert retention_periods.read_terms(f"security={days}")["security"] >= 183
    except retention_periods.BadTerms:
        assert days < 183 or days > retention_periods.LONGEST


@given(after=moments)
def test_the_next_round_is_the_first_twenty_to_four_after_any_moment(after: datetime) -> None:
    found = next_round(after)
    local = timezone.localtime(found, timezone.get_default_timezone())
    assert (local.hour, local.minute, local.second) == (3, 40, 0) and timedelta(0) < found - after <= timedelta(days=1)
