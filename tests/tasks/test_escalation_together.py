"""Ladders whose clocks ring together: as many statements for thirty as for ten, one that fails holds up no other, each says its own."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.groups.models import Message
from huiyin.journal import clocks
from huiyin.journal.clocks import FEWEST, MOST, _Pace
from huiyin.journal.models import Clock, Entry
from huiyin.journal.verifying import verify
from huiyin.notices.models import Notice
from huiyin.tasks.actions import Named, escalation
from huiyin.tasks.models import Rung
from tests.tasks.conftest import TUESDAY_CLOSING, a_lake, climb

COUNT = _Pace.count


@pytest.fixture(autouse=True)
def _all_at_once(monkeypatch):
    """However slow the machine is that runs this."""
    monkeypatch.setattr(_Pace, "count", lambda self, beside_others: MOST)


def test_thirty_cost_as_many_statements_as_ten(lake, monday):
    other = a_lake()
    for n in range(5):
        lake.task(title=f"第{n}件"), other.task(title=f"第{n}件")
    monday.move_to(TUESDAY_CLOSING)
    with CaptureQueriesContext(connection) as ten:
        assert climb() == 10
    later = TUESDAY_CLOSING.replace(day=25)
    monday.move_to(TUESDAY_CLOSING.replace(hour=9))
    for n in range(15):
        lake.task(title=f"又第{n}件", deadline=later), other.task(title=f"又第{n}件", deadline=later)
    Clock.objects.filter(fired_at=None).exclude(due_at=later).delete()
    monday.move_to(later)
    with CaptureQueriesContext(connection) as thirty:
        assert climb() == 30
    assert len(thirty) <= len(ten) + 2, [q["sql"][:90] for q in thirty]
    assert verify().broken is None


def test_each_of_them_says_its_own_and_tells_its_own(lake, monday):
    other = a_lake()
    tasks = [lake.task(title="甲"), other.task(title="乙"), lake.task(title="丙", helpers=[Named(lake.director.pk)])]
    monday.move_to(TUESDAY_CLOSING)
    assert climb() == 4, "one of them is climbed past"
    fired = {rung.task_id: rung.person for rung in Rung.objects.filter(fired_at__isnull=False, vacant=False).select_related("person")}
    # Who helps needs not be told as a rung: the next one up is.
    assert fired == {tasks[0].pk: lake.director, tasks[1].pk: other.director, tasks[2].pk: lake.county_deputy}
    for task, people in zip(tasks, (lake, other, lake), strict=True):
        told = set(Notice.objects.filter(stream=task.stream, kind__in=["task.overdue", "rung.fired"]).values_list("person", "kind"))
        expected = {(people.deputy.pk, "task.overdue"), (people.secretary.pk, "task.overdue"), (fired[task.pk].pk, "rung.fired")}
        assert told == expected | ({(lake.director.pk, "task.overdue")} if task == tasks[2] else set())
        assert Message.objects.filter(group=task.group, text__contains=task.number, extra__has_key="event").count() == 1


def test_one_that_cannot_be_told_holds_up_no_other(lake, monday, monkeypatch):
    tasks = [lake.task(title=f"第{n}件") for n in range(4)]
    decide = escalation._decide

    def stumble(one, *more):
        if one.task.pk == tasks[1].pk:
            raise RuntimeError("this one fails")
        decide(one, *more)

    monkeypatch.setattr(escalation, "_decide", stumble)
    monday.move_to(TUESDAY_CLOSING)
    assert climb() == 3
    assert set(Rung.objects.filter(fired_at__isnull=False).values_list("task", flat=True)) == {t.pk for t in tasks} - {tasks[1].pk}
    monkeypatch.setattr(escalation, "_decide", decide)
    monday.shift(120)
    clocks.fire_due()
    assert Entry.objects.filter(kind="rung.fired", stream=tasks[1].stream_id).count() == 1
    assert Entry.objects.filter(kind="rung.fired").count() == 4


def test_as_many_ring_together_as_their_time_allows():
    pace = _Pace()
    for _ in range(50):
        pace.took(10, 10 * 0.0019)
    beside = {"sqlite": 3, "postgresql": 15}[connection.vendor]  # there only the same groups wait
    assert (COUNT(pace, True), COUNT(pace, False)) == (beside, 26), "not quite two thousandths each: in 6 or 30, and in 50"
    for _ in range(50):
        pace.took(1, 3.0)
    assert COUNT(pace, False) == FEWEST, "never so few that none is spared anything"
    for _ in range(80):
        pace.took(100, 0.001)
    assert COUNT(pace, False) == MOST
