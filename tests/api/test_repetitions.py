"""What repeats, by a program: begun once, listed, changed, paused, ended, as on its page; nobody else changes it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from huiyin.tasks.models import Repetition, Task
from tests.api.test_paging import read_on
from tests.tasks.conftest import MONDAY, TUESDAY_CLOSING, a_lake


@pytest.fixture
def lake(db):
    """It is Monday, 23 November 2026."""
    with time_machine.travel(MONDAY, tick=False):
        yield a_lake()


def weekly(lake, **more):
    rhythm = {"unit": "week", "weekdays": [0, 3]}
    return {"title": "报水位", "lead": {"post": lake.posts["deputy"].pk}, "rhythm": rhythm, "at": "10:00", "key": "again-1"} | more


def test_it_is_begun_once_listed_changed_paused_and_ended(lake, program):
    ask, path = program(lake.secretary), f"/groups/{lake.group.pk}/repetitions"
    begun = ask("post", path, weekly(lake))
    assert begun.status_code == 201, begun.content
    told = begun.json()
    assert told["state"] == "running" and told["issued"] == 1 and told["often"].startswith("每周") and told["at"] == "10:00"
    assert [one["deadline_at"][:16] for one in told["coming"]][:2] == ["2026-11-30T02:00", "2026-12-03T02:00"]
    assert ask("post", path, weekly(lake)).json()["id"] == told["id"] and Repetition.objects.count() == 1 == Task.objects.count()
    assert ask("get", "/tasks").json()[0]["repetition"] == told["id"]
    here = f"/repetitions/{told['id']}"
    changed = ask("patch", here, {"title": "报水位和雨量", "at": None, "lead": {"post": lake.posts["director"].pk}}).json()
    assert (changed["title"], changed["at"], changed["lead"]["post"]) == ("报水位和雨量", None, lake.posts["director"].pk)
    assert ask("patch", here, {"rhythm": {"unit": "month", "day": 25}}).json()["rhythm"]["unit"] == "month"
    assert ask("post", f"{here}/pause").json()["may"] == ["resume", "end", "change"]
    assert ask("post", f"{here}/pause").status_code == 409
    assert ask("post", f"{here}/end").json()["state"] == "ended" and ask("get", "/repetitions").json() == []
    assert [one["id"] for one in ask("get", "/repetitions?ended=true").json()] == [told["id"]]
    assert ask("post", f"{here}/resume").json()["coming"] and ask("post", f"{here}/away").status_code == 422


def test_rules_are_the_pages(lake, program):
    ask = program(lake.secretary)
    made = ask("post", f"/groups/{lake.group.pk}/repetitions", weekly(lake, visibility="line")).json()
    here = f"/repetitions/{made['id']}"
    assert program(lake.director)("get", here).json()["may"] == []  # stands above who leads it
    assert program(lake.director)("patch", here, {"title": "不报了"}).status_code == 403
    assert program(lake.deputy)("post", f"{here}/end").status_code == 403
    for method, path in (("get", here), ("patch", here), ("post", f"{here}/end")):
        assert program(lake.fisherman)(method, path, None if method == "get" else {}).status_code == 404
    assert program(lake.fisherman)("get", "/repetitions").json() == []
    assert program(lake.fisherman)("post", f"/groups/{lake.group.pk}/repetitions", weekly(lake)).status_code == 403
    for wrong in ({"unit": "hour"}, {"unit": "week", "weekdays": []}, {"unit": "month", "day": 99}, {"unit": "month", "nth": -40}):
        assert ask("post", f"/groups/{lake.group.pk}/repetitions", weekly(lake, rhythm=wrong, key="")).status_code == 422, wrong
    for wrong in ({"at": "25:00"}, {"ahead": 31}, {"visibility": "all"}):
        assert ask("post", f"/groups/{lake.group.pk}/repetitions", weekly(lake, key="", **wrong)).status_code == 422, wrong


def test_lists_of_tasks_and_of_what_repeats_are_read_on_from_a_place(lake, program):
    ask = program(lake.secretary)
    tasks = [lake.task(title=f"第{n}件", deadline=TUESDAY_CLOSING + timedelta(days=n // 2) if n < 4 else None) for n in range(7)]
    pages = read_on(ask, "/tasks?limit=3", lambda page: page == 1 and ask("post", f"/tasks/{tasks[0].pk}/withdraw", {"words": "不用了"}))
    assert [task["id"] for page in pages for task in page] == [task.pk for task in tasks]
    assert ask("get", "/tasks?after=1.2").status_code == 422
    made = [ask("post", f"/groups/{lake.group.pk}/repetitions", weekly(lake, key=f"k{n}")).json()["id"] for n in range(3)]
    assert [one["id"] for page in read_on(ask, "/repetitions?limit=2") for one in page] == made
