"""Who is told of what: once, in the transaction of what happened, in their own language."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction

from huiyin.groups.actions import add_people, hand_over, set_role
from huiyin.handover.actions import give_over, take_over
from huiyin.handover.models import Handover
from huiyin.journal import clocks
from huiyin.journal.models import Entry
from huiyin.notices.actions import forget_old, read_all, read_notice
from huiyin.notices.models import Notice
from huiyin.notices.queries import notices_of, unread_count
from huiyin.people.actions.holdings import leave_post, take_post
from huiyin.tasks.actions import (
    Named,
    accept_report,
    acknowledge_task,
    add_progress,
    ask_for_time,
    decline_task,
    explain_rung,
    grant_time,
    move_deadline,
    pass_on,
    refuse_time,
    report_done,
    send_back,
    withdraw_task,
)
from huiyin.tasks.models import Rung, Task
from tests.factories import a_group, a_person
from tests.tasks.conftest import TUESDAY_CLOSING


def told(person) -> list[str]:
    """The kinds of what a person was told, oldest first."""
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


def test_who_is_given_a_task_is_told_and_who_gave_it_is_not(lake):
    lake.task(helpers=[Named(lake.county_deputy.pk)])
    assert told(lake.deputy) == ["task.issued"]
    assert told(lake.county_deputy) == ["task.helping"]
    assert told(lake.secretary) == told(lake.fisherman) == told(lake.director) == []


def test_a_report_waits_for_the_issuers_word_and_the_word_comes_back(lake):
    task = lake.task()
    acknowledge_task(task, lake.deputy)
    add_progress(task, lake.deputy, "冷库在腾")
    assert told(lake.secretary) == [], "who acknowledged stands in the receipts, how it goes stands in the group"
    report_done(task, lake.deputy, "运完了")
    send_back(task, lake.secretary, "去了哪里？", TUESDAY_CLOSING + timedelta(days=1))
    report_done(task, lake.deputy, "合作社收了")
    accept_report(task, lake.secretary)
    assert told(lake.secretary) == ["task.reported", "task.reported"]
    assert told(lake.deputy) == ["task.issued", "task.returned", "task.accepted"]


def test_where_the_group_hears_nothing_the_issuer_is_told_how_it_goes(lake):
    add_progress(lake.task(visibility=Task.Visibility.LINE), lake.deputy, "在查")
    assert told(lake.secretary) == ["task.progressed"]


def test_overdue_tells_those_who_do_it_who_issued_it_and_one_rung_at_a_time(lake, monday):
    task = lake.task()
    monday.move_to(TUESDAY_CLOSING + timedelta(minutes=30))
    clocks.fire_due()
    clocks.fire_due()
    assert told(lake.deputy) == ["task.issued", "task.overdue"]
    assert told(lake.secretary) == ["task.overdue"]
    assert told(lake.director) == ["rung.fired"]
    assert told(lake.county_deputy) == []
    assert "1800" in str(Notice.objects.get(person=lake.director).entry.data["late_seconds"])
    line = notices_of(lake.director, 1)[1][0]
    assert "30 分钟" in " ".join(line.facts) and f"№ {task.number}" in line.facts and line.href == f"/tasks/{task.pk}"
    explain_rung(Rung.objects.get(fired_at__isnull=False), lake.director, "钥匙刚找到")
    assert told(lake.secretary)[-1] == "rung.explained"


def test_more_time_is_asked_for_and_answered(lake):
    task = lake.task()
    later = TUESDAY_CLOSING + timedelta(days=1)
    refuse_time(ask_for_time(task, lake.deputy, "冷库不够", later), lake.secretary, "够的")
    grant_time(ask_for_time(task, lake.deputy, "真的不够", later), lake.secretary)
    move_deadline(task, lake.secretary, later + timedelta(days=1), "下雪")
    withdraw_task(task, lake.secretary, "不用了")
    assert told(lake.secretary) == ["extension.asked", "extension.asked"]
    assert told(lake.deputy) == ["task.issued", "extension.refused", "extension.granted", "deadline.moved", "task.withdrawn"]


def test_a_declined_task_is_told_to_issuer_and_superior_and_then_to_whom_it_goes(lake):
    task = lake.task()
    decline_task(task, lake.deputy, "不归我管")
    assert told(lake.secretary) == told(lake.director) == ["task.declined"]
    colleague = a_person()
    add_people(lake.group, [colleague], by=lake.secretary)
    pass_on(task, lake.director, Named(colleague.pk))
    assert told(colleague) == ["task.issued"]
    assert told(lake.secretary) == ["task.declined", "task.passed_on"]


def test_nobody_is_told_longer_than_they_hold_the_post(lake):
    task = lake.task()
    leave_post(lake.secretary.holdings.get(), until=TUESDAY_CLOSING.date() - timedelta(days=2))
    report_done(task, lake.deputy, "运完了")
    assert told(lake.secretary) == ["handover.opened"]


def test_who_has_not_acknowledged_is_asked_again_and_told_by_the_house(lake, monday):
    lake.task()
    monday.move_to(TUESDAY_CLOSING - timedelta(hours=6))
    clocks.fire_due()
    assert told(lake.deputy) == ["task.issued", "task.nagged"]
    assert "还没有签收" in notices_of(lake.deputy, 1)[1][0].words


def test_a_handover_is_told_to_who_leaves_and_to_who_comes(lake):
    lake.task(lead=Named(lake.deputy.pk, lake.posts["deputy"].pk))
    successor = a_person()
    leave_post(lake.deputy.holdings.get(), until=TUESDAY_CLOSING.date() - timedelta(days=2))
    take_post(lake.posts["deputy"], successor)
    handover = Handover.objects.get()
    assert told(lake.deputy) == ["task.issued", "handover.opened", "handover.named"]
    give_over(handover, lake.deputy, {})
    take_over(handover, successor)
    assert told(successor) == ["handover.given"] and told(lake.deputy)[-1] == "handover.taken"
    line = notices_of(successor, 1)[1][0]
    assert line.href == f"/handovers/{handover.pk}" and "水产局副局长" in line.words


def test_a_group_handed_over_and_a_manager_made(lake):
    owner, other = a_person(), a_person()
    group = a_group(owner=owner, members=[other])
    set_role(group, other, "manager", by=owner)
    hand_over(group, other, by=owner)
    assert told(other) == ["member.made_manager", "group.handed_over"]
    assert told(owner) == []


def test_what_is_rolled_back_was_told_to_nobody(lake):
    with pytest.raises(RuntimeError), transaction.atomic():
        lake.task()
        raise RuntimeError
    assert not Notice.objects.exists() and not Entry.objects.filter(kind="task.issued").exists()


def test_reading(lake):
    lake.task()
    lake.task(title="再看一遍")
    first, second = Notice.objects.filter(person=lake.deputy).order_by("pk")
    assert read_notice(lake.director, first.pk) is None
    assert read_notice(lake.deputy, first.pk) == first
    assert unread_count(lake.deputy) == 1
    assert read_all(lake.deputy, first.pk) == 0, "what came after the page was drawn stays unread"
    assert read_all(lake.deputy, second.pk) == 1
    assert unread_count(lake.deputy) == 0


def test_a_notice_is_kept_for_a_year(lake):
    lake.task()
    at = Notice.objects.get().at
    assert forget_old(at + timedelta(days=365)) == 0
    assert forget_old(at + timedelta(days=367)) == 1


def test_everybody_reads_it_in_their_own_language(lake, in_language):
    lake.task()
    with in_language("en"):
        assert notices_of(lake.deputy, 1)[1][0].words == "江远帆 gave you a task: 落实上湖村存鱼的去处"
    with in_language("zh-hans"):
        assert notices_of(lake.deputy, 1)[1][0].words == "江远帆交办给您：落实上湖村存鱼的去处"


def test_who_acts_on_a_task_has_read_what_they_were_told_of_it(lake):
    task, other = lake.task(), lake.task(title="另一件")
    acknowledge_task(task, lake.deputy)
    assert [n.stream.task for n in Notice.objects.filter(person=lake.deputy, read_at=None)] == [other]
    report_done(task, lake.deputy, "运完了")
    accept_report(task, lake.secretary)
    assert unread_count(lake.secretary) == 0
    assert unread_count(lake.deputy) == 2, "the other task, and that this one is settled"
