"""Long lists are read on from a place in their order, whatever comes and goes meanwhile."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huiyin.groups.actions import add_people, leave
from tests.factories import a_group, a_person, say

pytestmark = pytest.mark.django_db


def read_on(ask, path: str, between=lambda page: None) -> list[list[dict]]:
    """Gives all pages of a list."""
    pages = []
    while path:
        answer = ask("get", path)
        assert answer.status_code == 200, answer.content
        pages.append(answer.json())
        between(len(pages))
        link = re.fullmatch(r'</api/v1(/[^>]+)>; rel="next"', answer.headers.get("Link", ""))
        path = link[1] if link else ""
    return pages


def test_members_come_once_each_although_some_leave_and_come_meanwhile(program):
    owner, people = a_person("周建国"), [a_person() for _ in range(7)]
    group = a_group(owner=owner, members=people)
    late = a_person()

    def between(page: int) -> None:
        if page == 1:
            leave(group, people[0])  # was on the first page: nobody behind moves up and is missed
            add_people(group, [late], by=owner)

    pages = read_on(program(owner), f"/groups/{group.pk}/members?limit=3", between)
    assert [[m["person"]["id"] for m in page] for page in pages] == [
        [owner.pk, people[0].pk, people[1].pk], [p.pk for p in people[2:5]], [people[5].pk, people[6].pk, late.pk],
    ]  # fmt: skip
    named = read_on(program(owner), f"/groups/{group.pk}/members?limit=1&q={owner.name}")
    assert [m["role"] for page in named for m in page] == ["owner"]


def test_groups_come_once_each_the_latest_first(program):
    me = a_person()
    groups = [a_group(owner=me) for _ in range(5)]
    for group in groups:
        say(group, me, "收到")
    pages = read_on(program(me), "/groups?limit=2&archived=false")
    assert [[g["id"] for g in page] for page in pages] == [[groups[4].pk, groups[3].pk], [groups[2].pk, groups[1].pk], [groups[0].pk]]
    assert len(read_on(program(me), "/groups?limit=5")) == 1


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text("0123456789.", max_size=70) | st.text(max_size=8))
def test_any_place_that_is_sent_is_a_place_or_refused(program, after: str):
    me = a_person()
    ask, group = program(me), a_group(owner=me)
    for path in ("/groups", f"/groups/{group.pk}/members"):
        answer = ask.client.get(f"/api/v1{path}", {"after": after}, headers={"authorization": f"Bearer {ask.shown}"})
        assert answer.status_code in (200, 422), (after, answer.content)
