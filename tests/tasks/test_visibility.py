"""The board's sight is the page's: whatever the organisation looks like, the list shows everybody what its page would show, no more."""

from __future__ import annotations

import random
import re
from contextlib import suppress
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from huiyin.core.errors import Refused
from huiyin.db.lookups import IdIn
from huiyin.groups.actions import membership
from huiyin.people.actions.organisation import close_post, delegate, leave_post, set_reports_to, take_post
from huiyin.people.actions.persons import change_person
from huiyin.people.models import Holding, Person, Post
from huiyin.people.reporting_line import line_up
from huiyin.tasks.actions import Named, TaskDraft, decline_task, issue_task, pass_on, withdraw_task
from huiyin.tasks.lights import Light
from huiyin.tasks.lines import Lines
from huiyin.tasks.models import Task
from huiyin.tasks.participation import part_of
from huiyin.tasks.queries import offered, visibility
from huiyin.tasks.queries.board import View, board
from huiyin.tasks.queries.keyset import SORTS
from huiyin.tasks.queries.offered import choices
from huiyin.tasks.queries.visibility import visibility_of, visible_to
from huiyin.tasks.rules import may_see
from tests.factories import a_group, a_holding, a_person, a_post, a_unit
from tests.tasks.conftest import TUESDAY_CLOSING, a_lake, climb

mappings = st.dictionaries(st.integers(0, 12), st.one_of(st.none(), st.integers(0, 12)), max_size=13)


@given(mappings, st.frozensets(st.integers(0, 12), max_size=3))
def test_below_a_post_is_whoever_has_it_above(superiors: dict[int, int | None], asked: frozenset[int]) -> None:
    """For any mapping at all, with circles and with posts that are gone."""
    line = Lines(1, superiors)
    expected = {post for post in superiors if asked & set(line.above(post))} | asked
    assert line.below(asked) == tuple(sorted(expected)) == line.below(asked)
    assert all(set(line.above(post)) == {p for p in line_up(post, superiors.get) if p in superiors} for post in superiors)


def a_town(chance: random.Random) -> tuple[list[Person], list[Post], list[Task]]:
    """Eight posts in a tree of chance, most held; tasks between them; then everything moves a little, as far as rules allow."""
    units = [a_unit() for _ in range(2)]
    posts: list[Post] = []
    for n in range(8):
        posts.append(a_post(f"第{n}职", chance.choice(units), chance.choice(posts) if posts and chance.random() < 0.9 else None))
    people = [a_person() for _ in range(9)]
    for post, person in zip(posts, people, strict=False):
        if chance.random() < 0.9:
            a_holding(person, post, since=date(2026, 1, 1))
    groups = [a_group(owner=people[0], members=people[1:]), a_group(owner=people[3], members=[people[n] for n in (1, 5, 8)])]
    tasks = []
    for _ in range(9):
        group = chance.choice(groups)
        lead = Named(post=chance.choice(posts).pk) if chance.random() < 0.7 else Named(chance.choice(people).pk)
        helpers = [Named(chance.choice(people).pk)] if chance.random() < 0.5 else []
        draft = TaskDraft("一件事", lead, helpers, deadline=TUESDAY_CLOSING, visibility=chance.choice(["group", "line", "line"]))
        with suppress(Refused):
            tasks.append(issue_task(group, chance.choice(people), draft))
    return people, posts, tasks


def everything_moves(chance: random.Random, people: list[Person], posts: list[Post], tasks: list[Task]) -> None:
    """Lines change, posts change hands, are lent and closed; tasks are passed on; somebody leaves their group."""
    for _ in range(2):
        with suppress(Refused):
            set_reports_to(chance.choice(posts), chance.choice([*posts, None]))
    held = list(Holding.objects.filter(until=None).select_related("person", "post"))
    for one in chance.sample(held, 2):
        with suppress(Refused):
            leave_post(one, date(2026, 11, 23))
        with suppress(Refused):
            take_post(one.post, chance.choice(people), since=date(2026, 11, 24))
    lent = chance.choice(held)
    with suppress(Refused):
        delegate(lent.post, chance.choice(people), date(2026, 11, 24), date(2026, 12, 24))
    for task in tasks[:3]:
        lead = task.assignees.get(role="lead").person
        with suppress(Refused):
            decline_task(task, lead or people[0], "不归我管")
            pass_on(task, task.issuer, Named(chance.choice(people).pk), "换一位")
    with suppress(Refused):
        close_post(chance.choice(posts))
    for task in tasks[3:5]:
        with suppress(Refused):
            membership.leave(task.group, chance.choice(people))


@pytest.mark.parametrize("seed", range(8))
def test_the_list_shows_what_the_page_shows_whatever_the_organisation_is(db, monday, monkeypatch, seed):
    chance = random.Random(seed)
    people, posts, tasks = a_town(chance)
    monday.move_to(TUESDAY_CLOSING)
    climb()
    everything_moves(chance, people, posts, tasks)
    tasks = list(Task.objects.select_related("lead_post", "group", "issuer"))
    for person in people:
        opened = {task.pk for task in tasks if may_see(part_of(person, task), task)}
        seen = visibility_of(person)
        assert set(visible_to(person).values_list("pk", flat=True)) == opened
        beside = Task.objects.filter(seen.outside_the_line()).values_list("pk", flat=True)
        below = Task.objects.filter(Q(IdIn("lead_post_id", seen.below, by_index=False))).values_list("pk", flat=True)
        assert {*beside, *below} == opened and not {*beside} & {*below}
        found = [board(person, View()) for few in (1000, 0) if not monkeypatch.setattr(visibility, "FEW", few)]
        assert [{t.pk for t in one.rows} for one in found] == [opened, opened]
        assert found[0].counts == found[1].counts and sum(found[0].counts.values()) == len(opened)
        both = []
        for most in (1000, -1):
            monkeypatch.setattr(offered, "FEW", most)
            monkeypatch.setattr(offered, "LOOKED_AT", most)
            both.append(offered._choices(seen))
        assert both[0] == both[1]
        offered_people = re.findall(r'value="(\d+)"', choices(seen)["issuers"])
        assert {int(pk) for pk in offered_people} == {task.issuer_id for task in tasks if task.pk in opened}


def test_many_and_few_are_put_in_the_same_order(lake, monday, monkeypatch):
    for n in range(6):
        lake.task(title=f"第{n}件", field="环保" if n % 2 else "", deadline=TUESDAY_CLOSING.replace(day=24 + n // 2) if n else None)
    monday.move_to(TUESDAY_CLOSING.replace(day=25, hour=9))
    lights, sorts = ["", *Light.values], list(SORTS)
    unit, since = Task.objects.exclude(lead_unit=None).values_list("lead_unit", flat=True)[0], date(2026, 11, 20)
    filters: tuple[dict[str, Any], ...] = ({}, {"field": "环保"}, {"unit": unit}, {"since": since, "until": since + timedelta(days=9)})
    for person, light, sort, more in product((lake.secretary, lake.director, lake.fisherman), lights, sorts, filters):
        shown = []
        for few in (1000, 0):
            monkeypatch.setattr(visibility, "FEW", few)
            found = board(person, View(light=light, sort=sort, **more))
            shown.append(([task.pk for task in found.rows], found.counts))
        assert shown[0] == shown[1], (person.name, light, sort, more)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("more", [{"unit": 1}, {"since": date(2026, 1, 1), "until": date(2026, 12, 31)}], ids=["unit", "period"])
def test_where_much_is_seen_a_page_is_found_along_its_order_by_the_index_alone(lake, monday, monkeypatch, more):
    """Left to itself SQLite looks up a year of tasks by the period, and sorts them for a page of forty (measured: 30 ms)."""
    lake.task()
    more = {"unit": lake.posts["director"].unit_id} if "unit" in more else more
    monkeypatch.setattr(visibility, "FEW", 0)
    with CaptureQueriesContext(connection) as asked:
        assert board(lake.secretary, View(**more)).rows
    found = [one["sql"] for one in asked if "LIMIT 41" in one["sql"]]
    with connection.cursor() as cursor:
        plans = [row[3] for sql in found for row in cursor.execute(f"EXPLAIN QUERY PLAN {sql}").fetchall()]
    assert any("task_board_open" in plan for plan in plans), plans
    assert not any("task_by_issue" in plan or "task_of_unit" in plan or "ORDER BY" in plan for plan in plans), plans


def test_what_somebody_saw_is_not_remembered_when_it_is_theirs_no_longer(lake, monday, monkeypatch):
    """Counts and filters are kept for a moment: under what the person sees, so that they go with it."""
    lake.task(visibility="line")
    monkeypatch.setattr(visibility, "FEW", 0)
    assert board(lake.director, View()).counts["near"] == 1
    assert choices(visibility_of(lake.director))["issuers"]
    leave_post(lake.posts["director"].holdings.get(until=None), date(2026, 11, 22), by=None)
    assert sum(board(lake.director, View()).counts.values()) == 0
    assert not choices(visibility_of(lake.director))["issuers"]


@pytest.mark.django_db(transaction=True)
def test_what_i_just_did_shows_in_the_counts_although_they_are_remembered(monday, monkeypatch):
    """The lake by hand: commits are needed, for after them what was counted is under another mark."""
    lake = a_lake()
    task = lake.task()
    monkeypatch.setattr(visibility, "FEW", 0)
    assert board(lake.secretary, View()).counts["off"] == 0
    withdraw_task(task, lake.secretary, "不用办了")
    assert board(lake.secretary, View()).counts["off"] == 1


def test_old_counts_are_given_once_more_and_made_anew_behind_the_page(lake, monday, monkeypatch):
    monkeypatch.setattr(visibility, "FEW", 0)
    lake.task()

    def counted(later: list[Any] | None = None) -> int:
        return sum(board(lake.director, View(), later=later).counts.values())

    assert counted() == 1
    lake.task(title="又一件")
    later: list[Any] = []
    monday.move_to(timezone.now() + timedelta(seconds=10))
    assert counted(later) == 1 and not later, "fresh"
    monday.move_to(timezone.now() + timedelta(seconds=10))
    assert counted(later) == 1 and len(later) == 1
    assert counted(later) == 1 and len(later) == 1, "one makes them, not everybody who comes meanwhile"
    later.pop()()
    assert counted(later) == 2 and not later
    lake.task(title="第三件")
    monday.move_to(timezone.now() + timedelta(seconds=20))
    assert counted() == 3, "who takes nothing to be done later waits"
    lake.task(title="第四件")
    monday.move_to(timezone.now() + timedelta(seconds=61))
    assert counted(later) == 4 and not later, "so old that they are forgotten"


def test_old_choices_are_given_once_more_and_made_anew_behind_the_page(lake, monday):
    lake.task()
    seen, later = visibility_of(lake.secretary), []
    assert "环保" not in choices(seen)["fields"]
    lake.task(field="环保")
    assert "环保" not in choices(seen, later)["fields"] and not later, "a minute long nobody asks"
    cache.delete(f"fresh:board-choices:{seen.mark}:{seen.book}")
    assert "环保" not in choices(seen, later)["fields"] and len(later) == 1
    assert "环保" not in choices(seen, later)["fields"] and len(later) == 1, "one makes it, not everybody who comes meanwhile"
    later[0]()
    assert "环保" in choices(seen, later)["fields"]
    change_person(lake.secretary, name="江望帆")
    assert "江望帆" in choices(visibility_of(lake.secretary), later)["issuers"], "a name that is given up is not offered once more"
