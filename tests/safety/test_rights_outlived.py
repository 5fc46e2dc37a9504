"""What somebody set up acts later, and asks then whether they still may: who was shown out or locked gets, says and does nothing more."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from django.test import Client

from huiyin.channels.actions import add_robot, ask_mailbox, choose_mail, confirm_mailbox
from huiyin.channels.actions.rounds import send_due
from huiyin.channels.models import Delivery as Sent
from huiyin.groups.actions import hand_over, make_invite, remove_member, set_end, set_role, use_invite
from huiyin.groups.actions.inviting import InviteOver
from huiyin.groups.exporting import actions
from huiyin.groups.exporting.actions import ask_export, ask_own_copy, make_next
from huiyin.groups.models import Export, Member
from huiyin.groups.queries import open_invites
from huiyin.hooks.actions import make_hook, resume_subscription, subscribe
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.notices.models import Notice
from huiyin.people.actions.holdings import leave_post
from huiyin.people.actions.locking import lock_person
from huiyin.people.actions.tokens import make_token
from huiyin.privacy.copying.sections import sections
from huiyin.protocols.ical.actions import make_link
from huiyin.tasks.actions import Named, TaskDraft, start_repetition
from huiyin.tasks.actions.viewing import save_view
from huiyin.tasks.models import Repetition, Task
from tests.channels.conftest import SECRET, mail_server, programs  # noqa: F401
from tests.channels.test_mail import BOX, code_in, text_of
from tests.factories import a_group, a_person, say
from tests.hooks.conftest import receiver  # noqa: F401
from tests.tasks.conftest import COUNTY, climb, lake, monday  # noqa: F401
from tests.tasks.test_clocks import at
from tests.tasks.test_recurrence import MONDAYS


def shown_out(group, owner, successor):
    """The owner hands the group over and is taken out of it."""
    hand_over(group, successor, by=owner)
    remove_member(group, owner, by=successor)


def locked(group, owner, successor):
    """The owner hands the group over, stays in it, and is locked out of the house."""
    hand_over(group, successor, by=owner)
    lock_person(owner)


def only_locked(group, owner, successor):
    """The owner is locked out of the house; the group is theirs by name."""
    lock_person(owner)


GONE = [shown_out, locked, only_locked]


@pytest.mark.parametrize("goes", GONE)
def test_a_removed_owners_webhook_hears_nothing_more_and_the_new_owner_is_told(goes, receiver, client_for):  # noqa: F811
    owner, heir = a_person("周建国"), a_person("何未央")
    group = a_group(owner=owner, members=[heir])
    made, _secret = subscribe(group, owner, receiver.address, ["message.posted"])
    say(group, heir, "先前说的")
    goes(group, owner, heir)
    say(group, heir, "不该再听见")
    send_due()
    send_due()
    assert receiver.got == []
    made.refresh_from_db()
    assert made.destination.stopped_for == "right" and Entry.objects.filter(kind="subscription.stopped").count() == 1
    if goes is only_locked:
        return
    assert Notice.objects.get(kind="program.stopped").person == heir
    here = f"/groups/{group.pk}/subscriptions/{made.pk}"
    assert "已停止" in client_for(heir).get(f"/groups/{group.pk}/hooks").content.decode()
    assert "建它的人" in client_for(heir).get(here).content.decode()
    opened = client_for(heir).post(f"/me/notices/{Notice.objects.get(kind='program.stopped').pk}/open")
    assert opened.headers["Location"] == here
    resume_subscription(made, heir)
    send_due()
    made.refresh_from_db()
    assert len(receiver.got) == 2 and made.by == heir, "who sets it going again answers for it"


def test_a_group_handed_over_goes_on_being_told_only_by_its_new_owners_word(receiver):  # noqa: F811
    owner, heir = a_person(), a_person()
    group = a_group(owner=owner, members=[heir])
    made, _secret = subscribe(group, owner, receiver.address, ["message.posted"])
    hand_over(group, heir, by=owner)
    say(group, heir, "一")
    send_due()
    made.refresh_from_db()
    assert receiver.got == [] and made.destination.stopped_for == "right"


@pytest.mark.parametrize("goes", GONE)
def test_a_program_does_not_speak_for_who_is_gone(goes):
    owner, heir = a_person(), a_person()
    group = a_group(owner=owner, members=[heir])
    _hook, secret = make_hook(group, owner, "水位站")
    goes(group, owner, heir)
    answer = Client().post(f"/hooks/{secret}", json.dumps({"text": "31.2"}), content_type="application/json")
    assert answer.status_code == 404


@pytest.mark.parametrize("goes", GONE)
def test_a_removed_leaders_robot_is_told_nothing_more(goes, lake, programs, client_for):  # noqa: F811
    robot = add_robot(
        lake.group, lake.secretary, "dingtalk", name="值班群", address=programs.address("dingtalk"), secret=SECRET, events=["issued"]
    )
    lake.task()
    goes(lake.group, lake.secretary, lake.county_deputy)
    send_due()
    robot.refresh_from_db()
    assert programs.tried == 0 and robot.stopped_at is not None and robot.stopped_for == "right"
    assert list(Sent.objects.values_list("state", flat=True)) == ["waiting"]
    if goes is not only_locked:
        assert Notice.objects.get(kind="program.stopped").person == lake.county_deputy
        page = client_for(lake.county_deputy).get(f"/groups/{lake.group.pk}/robots/{robot.pk}").content.decode()
        assert "添加它的人" in page
        client_for(lake.county_deputy).post(f"/groups/{lake.group.pk}/robots/{robot.pk}/resume")
        send_due()
        assert len(programs.got) == 1


@pytest.mark.parametrize("goes", GONE)
def test_a_copy_asked_for_before_is_not_made_for_who_is_gone(goes):
    owner, heir = a_person(), a_person()
    group = a_group(owner=owner, members=[heir])
    say(group, heir, "不该抄走")
    export = ask_export(group, owner)
    goes(group, owner, heir)
    make_next()
    export.refresh_from_db()
    assert export.state == Export.State.GONE and not Entry.objects.filter(kind="export.made").exists()


def test_a_copy_that_is_being_made_when_its_asker_goes_is_not_kept(monkeypatch):
    owner, heir = a_person(), a_person()
    group = a_group(owner=owner, members=[heir])
    say(group, heir, "一")
    export = ask_export(group, owner)
    write = actions.write

    def and_meanwhile(*args):
        shown_out(group, owner, heir)
        return write(*args)

    monkeypatch.setattr(actions, "write", and_meanwhile)
    make_next()
    export.refresh_from_db()
    assert export.state == Export.State.GONE and not actions.storage().exists(export.path)


def test_nobody_locked_out_is_made_a_copy_of_their_own(lake):  # noqa: F811
    export = ask_own_copy(lake.deputy)
    lock_person(lake.deputy)
    make_next()
    export.refresh_from_db()
    assert export.state == Export.State.GONE


@pytest.mark.parametrize("goes", GONE)
def test_a_code_brings_nobody_in_for_who_was_shown_out(goes):
    owner, heir, stranger = a_person(), a_person(), a_person(kind="resident")
    group = a_group(owner=owner, members=[heir])
    invite = make_invite(group, owner)
    goes(group, owner, heir)
    with pytest.raises(InviteOver):
        use_invite(invite.key, stranger)
    assert open_invites(group) == []
    assert Client().get(f"/join/{invite.key}").status_code == 410


def test_who_is_a_plain_member_again_invites_nobody():
    owner, manager = a_person(), a_person()
    group = a_group(owner=owner, members=[manager])
    set_role(group, manager, "manager", by=owner)
    invite = make_invite(group, manager)
    assert len(open_invites(group)) == 1
    set_role(group, manager, "member", by=owner)
    with pytest.raises(InviteOver):
        use_invite(invite.key, a_person())


def repeated(lake) -> Repetition:  # noqa: F811
    draft = TaskDraft("报清拆进度", Named(post=lake.posts["deputy"].pk))
    task = start_repetition(lake.group, lake.secretary, draft, MONDAYS)
    assert task.repetition is not None
    return task.repetition


@pytest.mark.parametrize("goes", [shown_out, only_locked])
def test_what_repeats_is_issued_in_nobodys_name_who_is_gone_and_lets_nobody_in_again(goes, lake, monday):  # noqa: F811
    series = repeated(lake)
    goes(lake.group, lake.secretary, lake.county_deputy)
    monday.move_to(at(4, 9, month=12))
    climb()
    assert Task.objects.filter(repetition=series).count() == 1
    assert Entry.objects.filter(stream=series.stream_id, kind="repetition.missed").count() == 1
    if goes is shown_out:
        assert not Member.objects.filter(group=lake.group, person=lake.secretary, left_at=None).exists()
        assert Notice.objects.get(kind="repetition.missed").person == lake.county_deputy, "whoever owns the group now"


def test_no_rhythm_lets_in_again_whom_a_person_removed(lake, monday):  # noqa: F811
    series = repeated(lake)
    remove_member(lake.group, lake.deputy, by=lake.secretary)
    monday.move_to(at(4, 9, month=12))
    climb()
    assert Task.objects.filter(repetition=series).count() == 1
    assert not Member.objects.filter(group=lake.group, person=lake.deputy, left_at=None).exists()


def test_a_calendar_a_token_and_a_saved_view_show_nothing_more(lake, client_for):  # noqa: F811
    task = lake.task()
    calendar, (_token, shown) = make_link(lake.director), make_token(lake.director, "表格", ["tasks:read", "groups:read"])
    view = save_view(lake.director, "本群", f"?group={lake.group.pk}")
    program = {"HTTP_AUTHORIZATION": f"Bearer {shown}"}
    browser = client_for(lake.director)
    assert task.title in browser.get(f"/board{view.address}").content.decode()
    leave_post(lake.director.holdings.get(), until=datetime(2026, 11, 22).date())
    remove_member(lake.group, lake.director, by=lake.secretary)
    assert task.title not in browser.get(f"/board{view.address}").content.decode()
    assert Client().get(f"/api/v1/tasks/{task.pk}", **program).status_code == 404
    assert Client().get(f"/api/v1/groups/{lake.group.pk}", **program).status_code == 404
    assert task.title not in Client().get(f"/calendar/{calendar}.ics").content.decode()
    lock_person(lake.director)
    assert Client().get("/api/v1/groups", **program).status_code == 401
    assert Client().get(f"/calendar/{calendar}.ics").status_code == 404


def a_box(person, mail_server):  # noqa: F811
    ask_mailbox(person, BOX)
    box = confirm_mailbox(person, code_in(mail_server.mails[-1]))
    mail_server.mails.clear()
    return box


def test_a_letter_that_waited_for_the_morning_names_no_group_to_who_was_shown_out_at_night(lake, mail_server, monday):  # noqa: F811
    a_box(lake.director, mail_server)
    monday.move_to(datetime(2026, 11, 23, 23, 0, tzinfo=COUNTY))
    set_role(lake.group, lake.director, "manager", by=lake.secretary)
    remove_member(lake.group, lake.director, by=lake.secretary)
    monday.move_to(datetime(2026, 11, 24, 9, 0, tzinfo=COUNTY))
    send_due()
    assert mail_server.mails == [] and list(Sent.objects.values_list("state", flat=True)) == ["spared"]


def test_a_letter_to_who_is_locked_out_is_not_sent(lake, mail_server, monday):  # noqa: F811
    a_box(lake.deputy, mail_server)
    lake.task()
    lock_person(lake.deputy)
    send_due()
    assert mail_server.mails == []


def test_a_family_that_was_crossed_out_while_it_waited_is_not_sent(lake, mail_server, monday):  # noqa: F811
    a_box(lake.deputy, mail_server)
    monday.move_to(datetime(2026, 11, 23, 23, 0, tzinfo=COUNTY))
    lake.task(deadline=None)
    choose_mail(lake.deputy, ["late"], bare=False)
    monday.move_to(datetime(2026, 11, 24, 9, 0, tzinfo=COUNTY))
    send_due()
    assert [text_of(raw) for raw in mail_server.mails] == []


def test_a_copy_of_ones_own_data_is_no_window_into_what_one_may_not_see_any_more(lake):  # noqa: F811
    lake.task(title="只给在任的人看", visibility="line")
    leave_post(lake.deputy.holdings.get(), until=datetime(2026, 11, 22).date())
    told = next(rows for key, _title, rows in sections(lake.deputy) if key == "notices")
    assert len(told) == 1 and "只给在任的人看" not in str(told)


def test_the_clock_of_a_group_needs_nobodys_word(lake):  # noqa: F811
    """What belongs to the group itself (its last day, its quiet) was decided when it was set, and goes on without who set it."""
    set_end(lake.group, date(2026, 11, 24), lake.secretary)
    shown_out(lake.group, lake.secretary, lake.county_deputy)
    assert clocks.fire_due(datetime(2026, 11, 25, 1, 0, tzinfo=COUNTY)) >= 1
    lake.group.refresh_from_db()
    assert lake.group.archived_at is not None
