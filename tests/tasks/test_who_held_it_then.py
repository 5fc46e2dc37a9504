"""A settled matter does not change hands with the post: page, receipts, API, copy and group say who held it then."""

from __future__ import annotations

import importlib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps

from huiyin.people.actions.organisation import leave_post, take_post
from huiyin.people.models import Person
from huiyin.privacy.copying.sections import sections
from huiyin.tasks.actions import Named, accept_report, acknowledge_task, report_done, withdraw_task
from huiyin.tasks.models import Assignee, Task
from tests.factories import a_person
from tests.tasks.conftest import COUNTY, MONDAY, Lake

NEXT_WEEK = datetime(2026, 11, 30, 9, 0, tzinfo=COUNTY)


@pytest.fixture
def successor(lake: Lake, monday: Any) -> Any:
    """Lets somebody else take the deputy director's post, and gives them; it is the week after then."""

    def comes() -> Person:
        new = a_person("新来人")
        take_post(lake.posts["deputy"], new, MONDAY.date() + timedelta(days=1), replaces=True)
        monday.move_to(NEXT_WEEK)
        return new

    return comes


def page_of(client_for: Any, person: Person, task: Task) -> str:
    return client_for(person).get(f"/tasks/{task.pk}").content.decode()


def copy_of(person: Person) -> list[str]:
    return [str(row["number"]) for name, _words, rows in sections(person) if name == "tasks" for row in rows]


def settled(lake: Lake, **more: Any) -> Task:
    task = lake.task(**more)
    acknowledge_task(task, lake.deputy)
    report_done(task, lake.deputy, "鱼已有去处。")
    return accept_report(task, lake.secretary)


def test_a_settled_task_shows_who_did_it_and_not_who_holds_the_post_now(lake: Lake, successor: Any, client_for: Any) -> None:
    task = settled(lake)
    new = successor()
    page = page_of(client_for, lake.secretary, task)
    assert "周建国" in page
    assert new.name not in page
    group = client_for(lake.secretary).get(f"/groups/{lake.group.pk}/tasks?ended=1").content.decode()
    assert "周建国" in group
    assert new.name not in group


def test_who_led_it_by_name_stands_there_too_after_the_post_is_anothers(lake: Lake, successor: Any, client_for: Any) -> None:
    task = settled(lake, lead=Named(person=lake.deputy.pk, post=lake.posts["deputy"].pk))
    assert successor().name not in page_of(client_for, lake.secretary, task)


def test_a_withdrawn_task_and_its_receipts_keep_who_had_it(lake: Lake, successor: Any, client_for: Any) -> None:
    task = withdraw_task(lake.task(), lake.secretary, "不用办了。")
    new = successor()
    page = page_of(client_for, lake.secretary, task)
    assert "周建国" in page  # also as who had not read it
    assert new.name not in page


def test_the_successor_may_read_what_was_settled_and_the_record_of_it_is_the_predecessors(
    lake: Lake, successor: Any, client_for: Any
) -> None:
    task = settled(lake)
    new = successor()
    assert "周建国" in page_of(client_for, new, task)
    assert [copy_of(lake.deputy), copy_of(new)] == [[task.number], []]


def test_what_is_open_goes_on_with_the_post_and_says_who_acknowledged_and_reported(lake: Lake, successor: Any, client_for: Any) -> None:
    task, reported = lake.task(), lake.task(title="报一次进度")
    acknowledge_task(task, lake.deputy)
    report_done(reported, lake.deputy, "报过了。")
    new = successor()
    page = page_of(client_for, lake.secretary, task)
    assert new.name in page
    assert "由周建国签收" in page
    assert "周建国已汇报" in page_of(client_for, lake.secretary, reported)


def test_of_what_had_ended_before_it_is_read_from_who_held_the_post_on_that_day(lake: Lake, successor: Any) -> None:
    tasks = [settled(lake), withdraw_task(lake.task(), lake.secretary, "不用办了。")]
    open_one = lake.task()
    Assignee.objects.update(held_by=None)  # as the version before left them
    new = successor()
    importlib.import_module("huiyin.tasks.migrations.0005_who_held_it").fill(apps, None)
    assert {a.held_by for a in Assignee.objects.filter(task__in=tasks)} == {lake.deputy}
    assert Assignee.objects.get(task=open_one).held_by is None
    assert new != lake.deputy


def test_of_what_ended_while_nobody_held_the_post_nobody_who_came_later_is_shown(lake: Lake, monday: Any, client_for: Any) -> None:
    task = lake.task()
    leave_post(lake.deputy.holdings.get(), MONDAY.date() - timedelta(days=1))
    withdraw_task(task, lake.secretary, "不用了")
    new = a_person("新来人")
    monday.move_to(NEXT_WEEK)
    take_post(lake.posts["deputy"], new, NEXT_WEEK.date())
    assert "新来人" not in page_of(client_for, lake.secretary, task)
