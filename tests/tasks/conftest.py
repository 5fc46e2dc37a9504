"""The county of story S3: a reporting line, a group with the people served in it, a deadline."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from huiyin.groups.models import Group
from huiyin.journal import clocks
from huiyin.people.models import Person, Post
from huiyin.tasks.actions import Named, TaskDraft, issue_task
from huiyin.tasks.models import Rung, Task
from tests.factories import a_group, a_holding, a_person, a_post, a_unit

COUNTY = ZoneInfo("Asia/Shanghai")
_lakes = itertools.count(1)  # the browser's tests share one county
MONDAY = datetime(2026, 11, 23, 16, 42, tzinfo=COUNTY)
TUESDAY_CLOSING = datetime(2026, 11, 24, 17, 30, tzinfo=COUNTY)


@dataclass
class Lake:
    """Secretary → deputy county head → bureau director → deputy director; a fisherman; all in one group."""

    secretary: Person
    county_deputy: Person
    director: Person
    deputy: Person
    fisherman: Person
    group: Group
    posts: dict[str, Post]

    def task(self, **more: object) -> Task:
        """Gives a task the secretary issued to the deputy director: by the end of work tomorrow."""
        draft = {"title": "落实上湖村存鱼的去处", "lead": Named(post=self.posts["deputy"].pk), "deadline": TUESDAY_CLOSING} | more
        return issue_task(self.group, self.secretary, TaskDraft(**draft))  # type: ignore[arg-type]


@pytest.fixture
def monday():
    """It is Monday, 23 November 2026, 16:42 in the county."""
    with time_machine.travel(MONDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lake(db: None, monday: object) -> Lake:
    return a_lake()


def a_lake() -> Lake:
    """Gives the people, posts and group of the story."""
    n = next(_lakes)
    county, bureau = a_unit(f"云河{n}县委", short_name="云河县"), a_unit(f"云河{n}县水产局", short_name="水产局")
    posts = {"secretary": a_post("书记", county)}
    posts["county_deputy"] = a_post("副县长", county, posts["secretary"])
    posts["director"] = a_post("局长", bureau, posts["county_deputy"])
    posts["deputy"] = a_post("副局长", bureau, posts["director"])
    people = {"secretary": "江远帆", "county_deputy": "何川", "director": "方敏", "deputy": "周建国"}
    held = {role: a_holding(a_person(name), posts[role], since=date(2026, 1, 1)).person for role, name in people.items()}
    fisherman = a_person("孟渔生", kind="resident")
    group = a_group("网箱清拆工作群", owner=held["secretary"], members=[*list(held.values())[1:], fisherman])
    return Lake(**held, fisherman=fisherman, group=group, posts=posts)


def climb() -> int:
    """Lets the loop run until nothing is due any more. Gives how many rungs were told."""
    before = Rung.objects.filter(fired_at__isnull=False).count()
    while clocks.fire_due():
        pass
    return Rung.objects.filter(fired_at__isnull=False).count() - before
