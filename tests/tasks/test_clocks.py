"""The ladder and the calendar: each rung once, at its moment or marked late, whatever happened to server, posts and clocks meanwhile."""

from __future__ import annotations

import json
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiyin.groups.models import Message
from huiyin.journal.models import Entry
from huiyin.people.actions.days import import_days
from huiyin.people.actions.organisation import delegate, leave_post, set_reports_to, take_post
from huiyin.tasks import ladder
from huiyin.tasks.actions import (
    Named,
    Repeats,
    TaskDraft,
    acknowledge_task,
    ask_for_time,
    decline_task,
    grant_time,
    pass_on,
    start_repetition,
)
from huiyin.tasks.models import Rung, Task
from huiyin.worktime.hours import Hours
from huiyin.worktime.recurrence import Rhythm
from tests.factories import a_person, a_post
from tests.tasks.conftest import COUNTY, TUESDAY_CLOSING, climb


def told(task: Task) -> list[tuple[str, bool]]:
    """Who was told, in order, and whether late."""
    fired = Rung.objects.filter(task=task, fired_at__isnull=False).order_by("round", "n").select_related("person")
    return [(r.person.name if r.person else "—", bool(r.late_seconds)) for r in fired]


def at(day: int, hour: int, minute: int = 0, month: int = 11, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=COUNTY)


def test_a_server_that_was_down_over_several_rungs_tells_each_once_late_and_marked(lake, monday):
    task = lake.task()
    monday.move_to(at(27, 9))
    assert climb() == 2
    assert told(task) == [("方敏", True), ("何川", True)]
    assert climb() == 0
    lines = [m.text for m in Message.objects.filter(group=lake.group).order_by("n")]
    assert sum("方敏" in line and "才通知" in line for line in lines) == 1


def test_a_clock_that_jumps_back_and_forth_tells_nobody_twice(lake, monday):
    task = lake.task()
    for moment in (TUESDAY_CLOSING, at(23, 10), TUESDAY_CLOSING, at(24, 17, 31), at(20, 8), TUESDAY_CLOSING):
        monday.move_to(moment)
        climb()
    assert told(task) == [("方敏", False)]


def test_a_vacant_post_is_climbed_past_in_the_same_moment(lake, monday):
    leave_post(lake.posts["director"].holdings.get(until=None), date(2026, 11, 22), by=None)
    task = lake.task()
    monday.move_to(TUESDAY_CLOSING)
    climb()
    assert told(task) == [("—", False), ("何川", False)]
    assert Rung.objects.get(task=task, n=1).vacant


def test_who_acts_for_a_post_is_told(lake, monday):
    acting = a_person("沈代理")
    take_post(lake.posts["director"], acting, acting=True, since=date(2026, 11, 1))
    task = lake.task()
    monday.move_to(TUESDAY_CLOSING)
    climb()
    assert told(task) == [("方敏", False)], "the holder is there"
    leave_post(lake.posts["director"].holdings.get(until=None, acting=False), date(2026, 11, 23), by=None)
    other = lake.task(title="另一件", deadline=at(25, 17, 30))
    monday.move_to(at(25, 17, 30))
    climb()
    assert told(other) == [("沈代理", False)]


def test_while_a_delegation_runs_the_delegate_is_told(lake, monday):
    stand_in = a_person("许代办")
    delegate(lake.posts["director"], stand_in, date(2026, 11, 23), date(2026, 11, 30), by=lake.director)
    task = lake.task()
    monday.move_to(TUESDAY_CLOSING)
    climb()
    assert told(task) == [("许代办", False)]


def test_one_person_on_two_rungs_is_told_once(lake, monday):
    leave_post(lake.posts["director"].holdings.get(until=None), date(2026, 11, 22), by=None)
    take_post(lake.posts["director"], lake.county_deputy, since=date(2026, 11, 23))
    task = lake.task()
    monday.move_to(at(27, 9))
    climb()
    assert [name for name, _late in told(task) if name != "—"] == ["何川"]


def test_a_new_reporting_line_counts_for_rungs_not_yet_told_and_the_record_says_so(lake, monday):
    task = lake.task()
    monday.move_to(TUESDAY_CLOSING)
    climb()
    between = a_post("常务副局长", lake.posts["director"].unit, reports_to=lake.posts["county_deputy"])
    take_post(between, a_person("吴常务"), since=date(2026, 11, 1))
    set_reports_to(lake.posts["director"], between, by=None)
    monday.move_to(at(26, 9))
    climb()
    assert [name for name, _late in told(task)][:2] == ["方敏", "吴常务"]
    assert Entry.objects.filter(stream=task.stream_id, kind="ladder.changed").count() == 1


def test_more_time_granted_before_the_deadline_moves_the_first_rung(lake, monday):
    task = lake.task()
    extension = ask_for_time(task, lake.deputy, "冷库要明天腾", at(26, 12))
    monday.move_to(at(24, 9))
    grant_time(extension, lake.secretary)
    monday.move_to(at(25, 9))
    assert climb() == 0
    monday.move_to(at(26, 12))
    climb()
    assert told(task) == [("方敏", False)]


def test_who_declines_stops_no_clock_and_the_next_lead_has_their_own_superior(lake, monday):
    task = lake.task()
    decline_task(task, lake.deputy, "这归渔政站")
    pass_on(task, lake.secretary, Named(lake.director.pk), "那就局长自己办")
    task.refresh_from_db()
    assert [r.post for r in task.rungs.filter(round=task.round)] == [lake.posts["county_deputy"]]
    monday.move_to(TUESDAY_CLOSING)
    climb()
    assert told(task) == [("何川", False)]


def test_the_issuer_may_start_it_higher_cut_it_and_set_the_interval(lake, monday):
    higher = lake.task(title="高一级", ladder_skip=1)
    cut = lake.task(title="只到局长", ladder_most=1)
    none = lake.task(title="不问责", ladder_on=False)
    monday.move_to(at(30, 9))
    climb()
    assert [name for name, _ in told(higher)] == ["何川"]
    assert [name for name, _ in told(cut)] == ["方敏"]
    assert told(none) == []
    assert Entry.objects.filter(stream=none.stream_id, kind="task.overdue").count() == 1, "that it is overdue is said all the same"


@pytest.mark.parametrize(
    ("deadline", "second"),
    [
        (at(24, 17, 30), at(25, 14, 30)),  # Tuesday's closing; Wednesday 8:30–12:00 and half an hour
        (at(27, 16), at(30, 11)),  # Friday 16:00: an hour and a half, then Monday
        (at(20, 17, 30, month=9), at(21, 14, 30, month=9)),  # Sunday, 20 September 2026 is worked for the National Day week
        (at(30, 17, 30, month=9), at(8, 14, 30, month=10)),  # the week of the National Day lies between
        (at(24, 23, 59), at(25, 14, 30)),  # midnight
        (at(31, 17, 30, month=12), at(4, 14, 30, month=1, year=2027)),  # into a year whose table is not out
    ],
)
def test_the_second_rung_comes_after_four_working_hours(deadline, second):
    assert ladder.dues(deadline, 2, 4, Hours(), {}) == [deadline, second]


@settings(max_examples=200, deadline=None)
@given(
    line=st.lists(st.integers(1, 40), unique=True, max_size=12), own=st.sets(st.integers(1, 40), max_size=3),
    above=st.sets(st.integers(1, 40), max_size=5), skip=st.integers(0, 15), most=st.none() | st.integers(0, 15),
)  # fmt: skip
def test_a_ladder_is_a_piece_of_the_line_below_the_issuer(line, own, above, skip, most):
    rungs = ladder.climb(line, own, above, skip, most)
    assert not set(rungs) & (own | above)
    assert "".join(chr(r) for r in rungs) in "".join(chr(p) for p in line), "in the line's order, without gaps"
    below = next((n for n, post in enumerate(line) if post in own | above), len(line))
    assert set(rungs) <= set(line[:below])
    if most is None and skip == 0:
        assert rungs == line[:below]


@settings(max_examples=100, deadline=None)
@given(start=st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1)), count=st.integers(1, 6), interval=st.integers(1, 40))
def test_rungs_come_in_order_and_never_before_the_deadline(start, count, interval):
    deadline = start.replace(tzinfo=COUNTY)
    moments = ladder.dues(deadline, count, interval, Hours(), {})
    assert moments[0] == deadline and len(moments) == count
    assert moments == sorted(set(moments))
    assert ladder.near(deadline, Hours(), {}) <= deadline


def nagged(task: Task) -> list[list[int]]:
    entries = Entry.objects.filter(stream=task.stream_id, kind="task.nagged").order_by("seq")
    return [entry.data["people"] for entry in entries]


def test_only_who_has_not_acknowledged_is_asked_again_and_only_at_working_times(lake, monday):
    task = lake.task(deadline=at(30, 17, 30), helpers=[Named(lake.director.pk)])
    acknowledge_task(task, lake.director)
    monday.move_to(at(23, 22))  # two working hours are not over: it was 16:42
    climb()
    assert nagged(task) == []
    monday.move_to(at(24, 9, 45))
    climb()
    assert nagged(task) == [[lake.deputy.pk]]
    monday.move_to(at(25, 8, 30))
    climb()
    assert len(nagged(task)) == 2
    acknowledge_task(task, lake.deputy)
    monday.move_to(at(27, 8, 30))
    climb()
    assert len(nagged(task)) == 2


def test_a_provisional_deadline_is_read_anew_when_the_years_table_comes_out(lake, monday, tmp_path):
    monday.move_to(at(30, 16, 0, month=12))
    task = lake.task(deadline=at(4, 17, 30, month=1, year=2027), deadline_words="两个工作日内")
    assert task.provisional
    days = [{"date": f"2027-01-0{n}", "worked": False, "name": "元旦"} for n in (1, 2, 3, 4)]
    days.append({"date": "2027-01-05", "worked": True, "name": "上班"})
    table = tmp_path / "2027.json"
    table.write_text(json.dumps({"year": 2027, "complete": False, "days": days}))
    import_days(table)
    climb()
    task.refresh_from_db()
    assert (task.deadline_at, task.provisional) == (at(5, 17, 30, month=1, year=2027), False)
    assert task.rungs.get(n=1).due_at == task.deadline_at
    assert Entry.objects.filter(stream=task.stream_id, kind="deadline.moved").get().data["because"] == "calendar"


def test_every_task_for_a_day_of_a_year_without_a_table_is_marked(lake, monday, tmp_path):
    """Also what was set as a moment, and what repeats: it stays where it was told to be, and is certain when the table is out."""
    monday.move_to(at(30, 16, 0, month=12))
    set_so = lake.task(title="写好方案", deadline=at(5, 17, 30, month=1, year=2027))
    draft = TaskDraft("报水位", Named(post=lake.posts["deputy"].pk))
    again = start_repetition(lake.group, lake.secretary, draft, Repeats(Rhythm("month", day=6)))
    this_year = lake.task(title="今天的事", deadline=at(31, 17, 30, month=12))
    assert again.deadline_at == at(6, 17, 30, month=1, year=2027)
    assert (set_so.provisional, again.provisional, this_year.provisional) == (True, True, False)
    days = [{"date": f"2027-01-0{n}", "worked": n > 4, "name": "元旦"} for n in range(1, 8)]
    table = tmp_path / "2027.json"
    table.write_text(json.dumps({"year": 2027, "complete": False, "days": days}))
    import_days(table)
    climb()
    for task in (set_so, again):
        before = task.deadline_at
        task.refresh_from_db()
        assert (task.deadline_at, task.provisional) == (before, False)
        assert not Entry.objects.filter(stream=task.stream_id, kind="deadline.moved").exists()
