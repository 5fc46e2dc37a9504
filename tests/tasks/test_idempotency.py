"""A decision that is sent twice is made once; one that came too late says why."""

from __future__ import annotations

import pytest
from django.utils import timezone

from huiyin.journal.models import Entry
from huiyin.people.actions.organisation import delegate
from huiyin.tasks.actions import report_done
from huiyin.tasks.models import MoveMade, State, Task
from tests.factories import a_person

AS_SCRIPT = {"X-Fragment": "1", "Accept": "application/json"}


def test_a_decision_sent_again_with_its_key_is_made_once(lake, monday, client_for):
    task = lake.task()
    report_done(task, lake.deputy, "办好了")
    client, path = client_for(lake.secretary), f"/tasks/{task.pk}/accept"
    first = client.post(path, {"key": "k1", "words": "好"}, headers=AS_SCRIPT)
    again = client.post(path, {"key": "k1", "words": "好"}, headers=AS_SCRIPT)
    assert (first.status_code, again.status_code) == (200, 200)
    assert "light-done" in again.content.decode()
    assert Entry.objects.filter(stream=task.stream_id, kind="task.accepted").count() == 1
    assert MoveMade.objects.count() == 1


def test_the_same_key_is_another_move_and_another_persons(lake, monday, client_for):
    task = lake.task()
    client_for(lake.deputy).post(f"/tasks/{task.pk}/acknowledge", {"key": "k"}, headers=AS_SCRIPT)
    client_for(lake.deputy).post(f"/tasks/{task.pk}/decline", {"key": "k", "words": "归渔政站"}, headers=AS_SCRIPT)
    client_for(lake.secretary).post(f"/tasks/{task.pk}/insist", {"key": "k", "words": "还是你办"}, headers=AS_SCRIPT)
    assert Task.objects.get(pk=task.pk).state == State.ISSUED
    assert MoveMade.objects.count() == 3


def test_what_was_refused_may_be_sent_again_with_its_key(lake, monday, client_for):
    task = lake.task()
    client, path = client_for(lake.deputy), f"/tasks/{task.pk}/decline"
    assert client.post(path, {"key": "k", "words": ""}, headers=AS_SCRIPT).status_code == 422
    assert client.post(path, {"key": "k", "words": "归渔政站"}, headers=AS_SCRIPT).status_code == 200


def test_who_comes_too_late_learns_by_whom(lake, monday, client_for):
    task = lake.task()
    report_done(task, lake.deputy, "办好了")
    stand_in = a_person("许代办")
    delegate(lake.posts["secretary"], stand_in, timezone.localdate(), timezone.localdate(), by=lake.secretary)
    client_for(stand_in).post(f"/tasks/{task.pk}/accept", {"key": "a"}, headers=AS_SCRIPT)
    late = client_for(lake.secretary).post(f"/tasks/{task.pk}/send-back", {"key": "b", "words": "缺日期"}, headers=AS_SCRIPT)
    assert late.status_code in (409, 422)
    late = client_for(lake.secretary).post(
        f"/tasks/{task.pk}/send-back", {"key": "b", "words": "缺日期", "deadline": "2026-12-01T17:30"}, headers=AS_SCRIPT
    )
    assert late.status_code == 409 and "许代办" in late.json()["words"] and "办结" in late.json()["words"]
    assert not MoveMade.objects.filter(key="b").exists()


@pytest.mark.parametrize("key", ["k" * 40, "k" * 400, "键"])
def test_keys_are_bounded(lake, monday, client_for, key):
    task = lake.task()
    assert client_for(lake.deputy).post(f"/tasks/{task.pk}/acknowledge", {"key": key}, headers=AS_SCRIPT).status_code == 200
    assert len(MoveMade.objects.get().key) <= 40


def test_today_is_cleared_without_javascript(lake, monday, client_for):
    task = lake.task()
    report_done(task, lake.deputy, "办好了")
    client = client_for(lake.secretary)
    page = client.get("/today").content.decode()
    assert f'action="/tasks/{task.pk}/send-back"' in page
    client.post(f"/tasks/{task.pk}/send-back", {"words": "缺日期", "deadline": "2026-12-01T17:30"})
    assert Task.objects.get(pk=task.pk).state == State.RETURNED
    assert f'action="/tasks/{task.pk}/acknowledge"' not in client_for(lake.deputy).get("/today").content.decode()
