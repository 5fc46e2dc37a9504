"""Story S9: when a person changes post, everything open goes to the successor in one reviewed step, and both sign."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huiyin.groups.models import Member
from huiyin.journal.errors import NotAllowed, NotThere, Refused
from huiyin.journal.models import Entry
from huiyin.people.actions.organisation import leave_post, take_post
from huiyin.tasks.actions import Named, accept_report, acknowledge_task, give_over, report_done, take_over
from huiyin.tasks.models import Handover, Task
from huiyin.tasks.rules import may_see
from huiyin.tasks.standing import part_of
from tests.factories import a_person


@pytest.fixture
def changed(lake, monday):
    """The deputy director leaves on Tuesday; somebody else takes the post on Wednesday."""
    person = lake.task(title="写明分片日期", lead=Named(lake.deputy.pk, lake.posts["deputy"].pk), deadline=None)
    post = lake.task(title="落实存鱼", deadline=None)
    acknowledge_task(person, lake.deputy)
    monday.move_to(monday_of(24))
    leave_post(lake.posts["deputy"].holdings.get(until=None), date(2026, 11, 23), by=None)
    monday.move_to(monday_of(25))
    newcomer = a_person("许新任")
    take_post(lake.posts["deputy"], newcomer, date(2026, 11, 25))
    return lake, newcomer, person, post


def monday_of(day: int):
    from tests.tasks.conftest import MONDAY

    return MONDAY + timedelta(days=day - 23)


def test_everything_open_is_listed_when_the_holder_changes(changed):
    lake, newcomer, person, _post = changed
    handover = Handover.objects.get(post=lake.posts["deputy"])
    assert (handover.leaver, handover.successor) == (lake.deputy, newcomer)
    assert [item.task for item in handover.items.all()] == [person], "what was given to the post goes with the post by itself"


def test_nobodys_access_lasts_longer_than_the_post(changed):
    lake, newcomer, person, post = changed
    for task in (person, post):
        with pytest.raises(Refused):
            report_done(task, lake.deputy, "我再报一次")
        assert part_of(newcomer, Task.objects.get(pk=task.pk)).lead
    other = lake.task(title="只给相关人", visibility="line", deadline=None, lead=Named(lake.director.pk))
    assert not may_see(part_of(lake.deputy, other), other)


def test_one_step_and_both_sign(changed):
    lake, newcomer, person, _post = changed
    handover = Handover.objects.get(post=lake.posts["deputy"])
    with pytest.raises(Refused):
        take_over(handover, newcomer)  # who leaves signs first
    with pytest.raises(NotThere):
        give_over(handover, lake.fisherman, {})
    with pytest.raises(NotAllowed):
        give_over(handover, newcomer, {})
    give_over(handover, lake.deputy, {}, "冷库钥匙在值班室。")
    person.refresh_from_db()
    lead = person.assignees.get(role="lead", ended_at=None)
    assert lead.person == newcomer and lead.acknowledged_at is None, "who takes over says that they know"
    assert Member.objects.filter(group=lake.group, person=newcomer, left_at=None).exists()
    take_over(handover, newcomer)
    handover.refresh_from_db()
    assert handover.given_by == lake.deputy and handover.taken_at is not None
    assert Entry.objects.filter(stream=person.stream_id, kind="task.handed_over").count() == 1
    with pytest.raises(Refused):
        give_over(handover, lake.deputy, {})
    report_done(person, newcomer, "按日期拆完了")
    accept_report(person, lake.secretary)


def test_where_the_leaver_is_gone_the_superior_hands_over(changed):
    from huiyin.people.actions.locking import lock_person

    lake, newcomer, _person, _post = changed
    handover = Handover.objects.get(post=lake.posts["deputy"])
    lock_person(lake.deputy, by=None)
    with pytest.raises(NotThere):
        give_over(handover, lake.county_deputy, {})  # two rungs up: not theirs
    assert give_over(handover, lake.director, {}).given_by == lake.director
    take_over(handover, newcomer)


def test_by_the_pages(changed, client_for):
    lake, newcomer, person, _post = changed
    handover = Handover.objects.get(post=lake.posts["deputy"])
    leaver, successor = client_for(lake.deputy), client_for(newcomer)
    assert person.title in leaver.get(f"/handovers/{handover.pk}").content.decode()
    assert client_for(lake.fisherman).get(f"/handovers/{handover.pk}").status_code == 404
    leaver.post(f"/handovers/{handover.pk}", {"words": "都在这里了"})
    page = successor.get(f"/handovers/{handover.pk}").content.decode()
    assert "都在这里了" in page and "接手" in page
    successor.post(f"/handovers/{handover.pk}/take")
    assert "双方已签" in successor.get("/handovers").content.decode()


def test_what_one_would_leave_is_listed_before_leaving(lake, monday, client_for):
    lake.task(title="写明分片日期", lead=Named(lake.deputy.pk, lake.posts["deputy"].pk), deadline=None)
    client = client_for(lake.secretary)
    answer = client.post("/handovers/begin", {"post": lake.posts["secretary"].pk})
    page = client.get(answer.url).content.decode()
    assert "写明分片日期" in page and lake.group.name in page
    assert "还没有人接" in page
