"""What repeats: each time one ordinary task with its ladder, once, by whoever holds the posts then."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone

from huiyin.core.errors import Invalid, NotAllowed, NotThere, WrongState
from huiyin.groups.actions import add_people, archive, remove_member
from huiyin.groups.models import Member, Message
from huiyin.journal import clocks
from huiyin.journal.models import Clock, Entry
from huiyin.journal.verifying import verify
from huiyin.notices.models import Notice
from huiyin.people.actions.days import import_days
from huiyin.people.actions.organisation import leave_post, take_post
from huiyin.tasks.actions import (
    Change,
    Named,
    Repeats,
    TaskDraft,
    change_repetition,
    end_repetition,
    pause_repetition,
    report_done,
    resume_repetition,
    start_repetition,
)
from huiyin.tasks.models import Repetition, Rung, Task
from huiyin.worktime.recurrence import Rhythm
from tests.factories import a_person
from tests.tasks.conftest import climb
from tests.tasks.test_clocks import at, told

MONDAYS = Repeats(Rhythm("week", weekdays=(0,)), time(10), said="每周一上午10点前")


def repeated(lake, repeats: Repeats = MONDAYS, **more) -> Repetition:
    draft = {"title": "报清拆进度", "lead": Named(post=lake.posts["deputy"].pk)} | more
    task = start_repetition(lake.group, lake.secretary, TaskDraft(**draft), repeats)
    assert task.repetition is not None
    return task.repetition


def issued(repetition: Repetition) -> list[tuple[int, datetime]]:
    rows = Task.objects.filter(repetition=repetition).order_by("nth")
    return [(task.nth, timezone.localtime(task.deadline_at)) for task in rows]


def entries(repetition: Repetition, kind: str) -> list[dict]:
    return [e.data for e in Entry.objects.filter(stream=repetition.stream_id, kind=kind).order_by("seq")]


def test_the_first_comes_at_once_and_each_next_in_its_time(lake, monday):
    series = repeated(lake, text="@水产局副局长 每周一上午10点前把清拆进度报我")
    assert issued(series) == [(1, at(30, 10))]
    assert Message.objects.filter(group=lake.group, text__contains="每周一").count() == 1
    monday.move_to(at(4, 8, 29, month=12))
    climb()
    assert len(issued(series)) == 1
    monday.move_to(at(4, 8, 30, month=12))  # the working day before
    climb()
    assert climb() == 0
    assert issued(series) == [(1, at(30, 10)), (2, at(7, 10, month=12))]
    second = Task.objects.get(repetition=series, nth=2)
    assert [rung.post for rung in Rung.objects.filter(task=second)] == [lake.posts["director"], lake.posts["county_deputy"]]
    report_done(second, lake.deputy, "还剩四十口")
    monday.move_to(at(8, 9, month=12))
    climb()
    assert told(second) == [], "it was reported; its ladder waits like any other task's"
    assert verify().broken is None


def test_of_several_that_fell_due_while_the_server_was_down_the_latest_is_issued_once_late_and_marked(lake, monday):
    series = repeated(lake)
    monday.move_to(at(18, 9, month=12))  # the 7th and 14th were missed; the 21st is issued this morning
    while clocks.fire_due():
        pass
    assert issued(series) == [(1, at(30, 10)), (2, at(21, 10, month=12))]
    assert entries(series, "repetition.missed") == [
        {"repetition": series.pk, "count": 2, "days": ["2026-12-07", "2026-12-14"], "because": "down"}
    ]
    last = entries(series, "repetition.issued")[-1]
    assert (last["n"], last["late_seconds"]) == (2, 30 * 60)
    while clocks.fire_due():
        pass
    assert len(issued(series)) == 2


def test_one_whose_deadline_passed_meanwhile_gets_the_working_time_it_would_have_had(lake, monday):
    daily = repeated(lake, Repeats(Rhythm("workday"), said="每个工作日"))
    assert issued(daily) == [(1, at(23, 17, 30))]
    monday.move_to(at(24, 20))
    clocks.fire_due()
    # Tuesday's, issued late in the evening: a whole working day from now, which ends on Wednesday evening.
    assert issued(daily)[-1] == (2, at(25, 17, 30))
    assert entries(daily, "repetition.issued")[-1]["late_seconds"] == (11 * 60 + 30) * 60


def test_a_clock_that_jumps_issues_nothing_twice(lake, monday):
    series = repeated(lake)
    for moment in (at(4, 9, month=12), at(24, 9), at(4, 10, month=12), at(4, 8, month=12), at(4, 11, month=12)):
        monday.move_to(moment)
        clocks.fire_due()
    assert [n for n, _deadline in issued(series)] == [1, 2]


def test_the_same_key_begins_it_once(lake, monday):
    draft = TaskDraft("报清拆进度", Named(post=lake.posts["deputy"].pk), key="k1")
    first = start_repetition(lake.group, lake.secretary, draft, MONDAYS)
    again = start_repetition(lake.group, lake.secretary, draft, MONDAYS)
    assert (first.pk, Repetition.objects.count(), first.repetition) == (again.pk, 1, again.repetition)


def test_a_holiday_moves_it_and_new_days_reckon_it_anew(lake, monday, tmp_path):
    series = repeated(lake)
    table = tmp_path / "2026.json"
    table.write_text('{"year": 2026, "complete": false, "days": [{"date": "2026-12-07", "worked": false, "name": "抢险补休"}]}')
    import_days(table)
    monday.move_to(at(3, 8, 30, month=12))  # it is due on Friday 4th by now, so it is issued on Thursday
    while clocks.fire_due():
        pass
    assert issued(series)[-1] == (2, at(4, 10, month=12))


def test_paused_it_issues_nothing_and_resumed_it_goes_on_without_a_burst(lake, monday):
    series = repeated(lake)
    pause_repetition(series, lake.secretary)
    monday.move_to(at(15, 9, month=12))
    clocks.fire_due()
    assert len(issued(series)) == 1
    resume_repetition(series, lake.secretary)
    clocks.fire_due()
    assert len(issued(series)) == 1, "the 7th and 14th lie behind"
    monday.move_to(at(18, 8, 30, month=12))
    clocks.fire_due()
    assert issued(series)[-1] == (2, at(21, 10, month=12))
    assert entries(series, "repetition.missed") == []


def test_ended_it_ends_and_an_ending_by_mistake_is_taken_back(lake, monday):
    series = repeated(lake)
    end_repetition(series, lake.secretary)
    assert not Clock.objects.filter(kind="repetition.due", fired_at=None).exists()
    with pytest.raises(WrongState):
        pause_repetition(series, lake.secretary)
    with pytest.raises(WrongState):
        change_repetition(series, lake.secretary, Change(title="别的"))
    resume_repetition(series, lake.secretary)
    monday.move_to(at(4, 8, 30, month=12))
    clocks.fire_due()
    assert len(issued(series)) == 2


def test_changed_it_is_otherwise_from_the_next_one_on(lake, monday):
    series = repeated(lake)
    change = Change(title="报清拆与存鱼", lead=Named(lake.director.pk), repeats=Repeats(Rhythm("week", weekdays=(0, 3)), time(15), 0))
    change_repetition(series, lake.secretary, change)
    assert Task.objects.get(repetition=series).title == "报清拆进度"
    monday.move_to(at(26, 9))
    clocks.fire_due()
    assert len(issued(series)) == 1, "Monday the 30th has its task already; before it nothing comes"
    monday.move_to(at(3, 8, 30, month=12))
    clocks.fire_due()
    second = Task.objects.get(repetition=series, nth=2)
    assert (second.title, second.lead_post) == ("报清拆与存鱼", lake.posts["director"])
    assert issued(series)[-1] == (2, at(3, 15, month=12))
    assert entries(series, "repetition.changed")[0]["fields"] == ["title", "lead", "rhythm", "at", "ahead"]
    change_repetition(series, lake.secretary, Change(repeats=Repeats(Rhythm("month", day=25), None, 2)))
    monday.move_to(at(23, 8, 30, month=12))
    clocks.fire_due()
    assert issued(series)[-1] == (3, at(25, 17, 30, month=12))


def test_it_follows_the_posts(lake, monday):
    series = repeated(lake, lead=Named(lake.deputy.pk, lake.posts["deputy"].pk))
    for role, name in (("deputy", "许新任"), ("secretary", "莫新书记")):
        leave_post(lake.posts[role].holdings.get(until=None), date(2026, 11, 23), by=None)
        monday.move_to(at(25, 9))
        take_post(lake.posts[role], a_person(name), date(2026, 11, 25))
    monday.move_to(at(4, 9, month=12))
    clocks.fire_due()
    second = Task.objects.get(repetition=series, nth=2)
    assert (second.issuer.name, second.issuer_post) == ("莫新书记", lake.posts["secretary"])
    lead = second.assignees.get(role="lead")
    assert (lead.person, lead.post) == (None, lake.posts["deputy"])
    assert Member.objects.filter(group=lake.group, person__name__in=["许新任", "莫新书记"], left_at=None).count() == 2
    with pytest.raises(NotAllowed):
        pause_repetition(series, lake.secretary)
    pause_repetition(series, second.issuer)


def test_while_nobody_holds_the_post_it_is_said_and_goes_on_later(lake, monday):
    series = repeated(lake)
    leave_post(lake.posts["deputy"].holdings.get(until=None), date(2026, 11, 23), by=None)
    monday.move_to(at(4, 9, month=12))
    clocks.fire_due()
    assert [missed["because"] for missed in entries(series, "repetition.missed")] == ["invalid"]
    take_post(lake.posts["deputy"], a_person("许新任"), date(2026, 12, 8))
    monday.move_to(at(11, 9, month=12))
    clocks.fire_due()
    assert issued(series)[-1] == (2, at(14, 10, month=12))


def test_who_may_not_be_given_it_any_more_holds_up_nobody_and_the_owner_is_told(lake, monday, client_for):
    other = a_person("韩帮手")
    add_people(lake.group, [other], by=lake.secretary)
    series = repeated(lake, helpers=[Named(other.pk), Named(lake.director.pk)])
    remove_member(lake.group, other, lake.secretary)
    monday.move_to(at(4, 9, month=12))
    clocks.fire_due()
    second = Task.objects.get(repetition=series, nth=2)
    assert {one.person_id for one in second.assignees.filter(role="helper")} == {lake.director.pk}, "the rest goes on"
    assert entries(series, "repetition.missed") == []
    assert [told["people"] for told in entries(series, "repetition.left_out")] == [[other.pk]]
    assert Notice.objects.filter(kind="repetition.left_out", person=lake.secretary).count() == 1
    page = client_for(lake.secretary).get(f"/repetitions/{series.pk}").content.decode()
    assert "韩帮手" in page and "不能再派给" in page


def test_with_the_group_it_ends(lake, monday):
    series = repeated(lake)
    archive(lake.group, lake.secretary)
    series.refresh_from_db()
    assert series.state == "ended" and entries(series, "repetition.ended") == [{"repetition": series.pk, "because": "group"}]
    monday.move_to(at(4, 9, month=12))
    clocks.fire_due()
    assert len(issued(series)) == 1
    with pytest.raises(WrongState):
        resume_repetition(series, lake.secretary)


def test_only_who_has_it_repeated_changes_it(lake, monday):
    series = repeated(lake)
    for person in (lake.deputy, lake.director, lake.fisherman, lake.county_deputy):
        with pytest.raises(NotAllowed):
            end_repetition(series, person)
    with pytest.raises(NotThere):
        end_repetition(series, a_person())
    with pytest.raises(NotAllowed):
        start_repetition(lake.group, lake.fisherman, TaskDraft("x", Named(lake.deputy.pk)), MONDAYS)
    with pytest.raises(NotAllowed):
        start_repetition(lake.group, lake.deputy, TaskDraft("x", Named(lake.director.pk)), MONDAYS)


def test_what_cannot_repeat_is_refused(lake, monday):
    whole = lake.task()
    for repeats, more, field in (
        (Repeats(MONDAYS.rhythm, ahead=31), {}, "ahead"), (MONDAYS, {"title": ""}, "title"), (MONDAYS, {"parent": whole.pk}, "parent"),
    ):  # fmt: skip
        with pytest.raises(Invalid) as refused:
            repeated(lake, repeats, **more)
        assert refused.value.field == field
    assert not Repetition.objects.exists()


def test_over_a_year_each_last_working_day_has_its_task_once(lake, monday):
    series = repeated(lake, Repeats(Rhythm("month", nth=-1), said="每月最后一个工作日"))
    for _month in range(13):
        due = Clock.objects.get(kind="repetition.due", fired_at=None).due_at
        for moment in (due - timedelta(minutes=1), due, due + timedelta(minutes=1)):
            monday.move_to(moment)
            clocks.fire_due()
    deadlines = [deadline for _n, deadline in issued(series)]
    assert [(d.year, d.month) for d in deadlines] == [(2026 + (10 + n) // 12, (10 + n) % 12 + 1) for n in range(14)]
    assert [n for n, _deadline in issued(series)] == list(range(1, 15))
    assert entries(series, "repetition.missed") == []
