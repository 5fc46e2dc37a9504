"""Rights follow the post, by the clock: board, task, group, handover open with it and close with it, and nobody has to press anything."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from huiyin.groups.actions import add_source, set_role
from huiyin.groups.rules import membership_of
from huiyin.handover.actions import open_handover
from huiyin.journal import clocks
from huiyin.people.actions.organisation import delegate, leave_post, take_post
from huiyin.people.models import Holding
from huiyin.tasks.actions import Named
from tests.factories import a_group, a_holding, a_person, a_post, a_unit
from tests.tasks.conftest import COUNTY, MONDAY, Lake

TODAY = MONDAY.date()
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def hidden(lake: Lake) -> Any:
    """A task of the deputy director that only its line sees, in a group none of the others is in."""
    return lake.task(title="只给这条线上的人看", visibility="line")


def at(monday: Any, day: date, hour: int = 9, minute: int = 0) -> None:
    """It is that hour of that day; what fell due has happened."""
    monday.move_to(datetime(day.year, day.month, day.day, hour, minute, tzinfo=COUNTY))
    clocks.fire_due()


def sees(client_for: Any, person: Any, task: Any) -> set[str]:
    """Where a person finds the task: its page, the board, a copy of the board."""
    client = client_for(person)
    places = {"page": f"/tasks/{task.pk}", "board": "/board", "copy": "/board.xlsx"}
    found = set()
    for name, path in places.items():
        answer = client.get(path)
        words = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if answer.status_code == 200 and (name == "copy" or task.title.encode() in words):
            found.add(name)
    return found - {"copy"}


def test_a_holding_that_ends_tomorrow_opens_until_midnight(lake: Lake, hidden: Any, monday: Any, client_for: Any) -> None:
    holding = Holding.objects.get(post=lake.posts["county_deputy"])
    leave_post(holding, until=TODAY)
    at(monday, TODAY, 23, 59)
    assert sees(client_for, lake.county_deputy, hidden) == {"page", "board"}
    at(monday, TOMORROW, 0, 1)
    assert sees(client_for, lake.county_deputy, hidden) == set()
    assert client_for(lake.county_deputy).post(f"/tasks/{hidden.pk}/pass-on").status_code == 404


def test_the_new_holder_sees_from_the_first_day_and_not_before(lake: Lake, hidden: Any, monday: Any, client_for: Any) -> None:
    new = a_person()
    take_post(lake.posts["county_deputy"], new, TOMORROW, replaces=True)
    assert sees(client_for, new, hidden) == set()
    at(monday, TOMORROW, 0, 1)
    assert sees(client_for, new, hidden) == {"page", "board"}
    assert sees(client_for, lake.county_deputy, hidden) == set()


def test_who_acts_sees_as_long_as_they_act(lake: Lake, hidden: Any, monday: Any, client_for: Any) -> None:
    stand_in = a_person()
    acting = take_post(lake.posts["director"], stand_in, TODAY, acting=True)
    assert sees(client_for, stand_in, hidden) == {"page", "board"}
    leave_post(acting, until=TOMORROW)
    at(monday, TOMORROW, 23, 59)
    assert sees(client_for, stand_in, hidden) == {"page", "board"}
    at(monday, TOMORROW + timedelta(days=1), 0, 1)
    assert sees(client_for, stand_in, hidden) == set()


def test_a_delegation_begins_and_ends_by_the_clock(lake: Lake, hidden: Any, monday: Any, client_for: Any) -> None:
    delegate_ = a_person()
    delegate(lake.posts["deputy"], delegate_, TOMORROW, TOMORROW + timedelta(days=1), by=lake.deputy)
    path = f"/tasks/{hidden.pk}/acknowledge"
    assert sees(client_for, delegate_, hidden) == set()
    at(monday, TOMORROW, 0, 1)
    assert sees(client_for, delegate_, hidden) == {"page", "board"}
    at(monday, TOMORROW + timedelta(days=1), 23, 59)
    assert sees(client_for, delegate_, hidden) == {"page", "board"}
    at(monday, TOMORROW + timedelta(days=2), 0, 1)
    assert sees(client_for, delegate_, hidden) == set()
    assert client_for(delegate_).post(path).status_code == 404


def test_a_delegation_ends_with_the_post_of_who_gave_it(lake: Lake, hidden: Any, monday: Any, client_for: Any) -> None:
    delegate_ = a_person()
    delegate(lake.posts["deputy"], delegate_, TODAY, TODAY + timedelta(days=30), by=lake.deputy)
    leave_post(Holding.objects.get(post=lake.posts["deputy"]), until=TODAY)
    assert sees(client_for, delegate_, hidden) == {"page", "board"}
    at(monday, TOMORROW, 0, 1)
    assert sees(client_for, delegate_, hidden) == set()


@pytest.mark.parametrize("role", ["member", "manager"])
def test_a_membership_that_the_post_brought_ends_at_midnight(role: str, monday: Any, client_for: Any, db: None) -> None:
    unit, owner, leaver = a_unit(), a_person(), a_person()
    post = a_post("科员", unit)
    holding = a_holding(leaver, post, since=date(2026, 1, 1))
    group = a_group(owner=owner)
    add_source(group, by=owner, unit=unit)
    if role == "manager":
        set_role(group, leaver, "manager", by=owner)
    leave_post(holding, until=TODAY)
    at(monday, TODAY, 23, 59)
    assert client_for(leaver).get(f"/groups/{group.pk}").status_code == 200
    at(monday, TOMORROW, 0, 1)
    client = client_for(leaver)
    assert membership_of(leaver, group) is None
    for path in ("", "/details", "/members", "/exports", "/hooks", "/tasks"):
        assert client.get(f"/groups/{group.pk}{path}").status_code == 404, path
    assert client.post(f"/groups/{group.pk}/messages", {"text": "还能说吗", "key": "after-the-post"}).status_code == 404


def test_a_handover_is_seen_by_who_stands_above_as_long_as_they_do(lake: Lake, monday: Any, client_for: Any) -> None:
    lake.task(lead=Named(lake.deputy.pk, lake.posts["deputy"].pk))
    handover = open_handover(lake.posts["deputy"], lake.deputy, by=lake.deputy)
    assert handover is not None
    path = f"/handovers/{handover.pk}"
    assert client_for(lake.director).get(path).status_code == 200
    assert client_for(lake.county_deputy).get(path).status_code == 404, "two above is not right above"
    leave_post(Holding.objects.get(post=lake.posts["director"]), until=TODAY)
    at(monday, TOMORROW, 0, 1)
    assert client_for(lake.director).get(path).status_code == 404
    assert client_for(lake.deputy).get(path).status_code == 200, "who leaves looks after what they leave"


def test_what_somebody_was_told_closes_with_the_post(lake: Lake, hidden: Any, monday: Any, client_for: Any) -> None:
    client = client_for(lake.deputy)
    assert hidden.title in client.get("/me/notices").content.decode()
    leave_post(Holding.objects.get(post=lake.posts["deputy"]), until=TODAY)
    at(monday, TOMORROW, 0, 1)
    page = client_for(lake.deputy).get("/me/notices").content.decode()
    assert hidden.title not in page
    assert "已不便查看" in page
