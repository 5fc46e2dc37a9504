"""A city's tasks for `bench/board.py`: units, posts, people, groups and a hundred thousand tasks, as rows like those the actions leave.

Left out is what the board never reads: messages, entries, notices. The same for the same seed.
"""

from __future__ import annotations

import random
import string
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from bench.size_words import BUREAUS, DEALS, PLACES, TITLES, a_name
from huiyin.db.bulk import insert_rows
from huiyin.groups.models import Group, Member
from huiyin.journal.models import Stream
from huiyin.people.models import Holding, Person, Post, Unit
from huiyin.tasks.actions.word_index import index_words
from huiyin.tasks.models import Assignee, Report, Rung, Task

UNITS, POSTS, PEOPLE, GROUPS = 1000, 5000, 20_000, 600
FIELDS = ("环保", "住建", "交通", "水务", "农业", "教育", "卫健", "民政", "应急", "文旅", "市监", "")
#: Of a hundred tasks: how many are in each state. What is open is spread around today as a city's is.
STATES = (
    ("settled", 56), ("withdrawn", 4), ("issued", 9), ("acknowledged", 9), ("underway", 14), ("reported", 5), ("returned", 2),
    ("declined", 1),
)  # fmt: skip
AT_ONCE = 5000


def make(count: int, seed: int = 4) -> dict[str, int]:
    """Fills an empty, migrated database. Gives the people whose boards are asked for: who sees all, a district, a bureau, little."""
    chance = random.Random(seed)
    with transaction.atomic():
        units, posts, people = _organisation(chance)
        groups, members = _groups(chance, posts, people)
    for start in range(0, count, AT_ONCE):
        with transaction.atomic():
            _tasks(chance, start, min(AT_ONCE, count - start), posts, groups, members)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":  # as the server does by itself within minutes
            cursor.execute("VACUUM ANALYZE")
    by_unit: dict[int, Post] = {}
    for post in posts:
        by_unit.setdefault(post.unit_id, post)
    districts = [unit for unit in units if unit.parent_id == units[0].pk]
    bureaus = [unit for unit in units if unit.parent_id == districts[0].pk]
    heads = {"all": units[0], "district": districts[1], "bureau": bureaus[-1]}
    told = {name: _holder(by_unit[unit.pk]) for name, unit in heads.items()}
    return told | {"clerk": _holder(posts[-1]), "resident": members[groups[0].pk][-1], "unit": districts[2].pk, "group": groups[7].pk}


def _put(rows: Sequence[models.Model]) -> None:
    for start in range(0, len(rows), AT_ONCE):
        insert_rows(rows[start : start + AT_ONCE])


def _holder(post: Post) -> int:
    return Holding.objects.get(post=post).person_id


def _organisation(chance: random.Random) -> tuple[list[Unit], list[Post], list[Person]]:
    units = [Unit(name="云梦泽市", kind="county", code="", order=0)]
    _put(units)
    districts = [Unit(name=f"{PLACES[n]}区", kind="county", parent=units[0], order=n) for n in range(10)]
    _put(districts)
    bureaus = [Unit(name=f"{BUREAUS[n % len(BUREAUS)]}局{n}", kind="bureau", parent=above, order=n)
               for above in districts for n in range(20)]  # fmt: skip
    _put(bureaus)
    rest = UNITS - 11 - len(bureaus)
    offices = [Unit(name=f"{PLACES[n % len(PLACES)]}办{n}", kind="other", parent=bureaus[n % len(bureaus)], order=n) for n in range(rest)]
    _put(offices)
    units += districts + bureaus + offices
    heads: dict[int, Post] = {}
    for layer in (units[:1], districts, bureaus, offices):
        made = [Post(unit=unit, title=TITLES[0], reports_to=heads.get(unit.parent_id or 0), order=0) for unit in layer]
        _put(made)
        heads |= {post.unit_id: post for post in made}
    more = [Post(unit=unit, title=f"{TITLES[place % len(TITLES)]}{place}", reports_to=heads[unit.pk], order=place)
            for unit in units for place in range(1, POSTS // UNITS)]  # fmt: skip
    _put(more)
    posts = [*heads.values(), *more]
    people = [_person(chance, n) for n in range(PEOPLE)]
    _put(people)
    holdings = [Holding(post=post, person=person, since=date(2025, 3, 1)) for post, person in zip(posts, people, strict=False)]
    Holding.objects.bulk_create(holdings, batch_size=1000)
    return units, posts, people


def _person(chance: random.Random, n: int) -> Person:
    kind = "official" if n < POSTS * 2 else "resident"
    return Person(name=a_name(chance), phone=f"+86190{n:08d}", kind=kind, created_at=timezone.now(), language="zh-hans")


def _groups(chance: random.Random, posts: list[Post], people: list[Person]) -> tuple[list[Group], dict[int, list[int]]]:
    streams = [Stream(key=f"group:{n + 1}") for n in range(GROUPS)]
    _put(streams)
    groups = [
        Group(name=f"{PLACES[n % len(PLACES)]}{DEALS[n % len(DEALS)]}群{n}", kind="work", made_by=people[n], stream=streams[n],
              made_at=timezone.now(), last_at=timezone.now()) for n in range(GROUPS)
    ]  # fmt: skip
    Group.objects.bulk_create(groups, batch_size=100)
    members = {group.pk: sorted({people[int(PEOPLE * chance.random() ** 2)].pk for _ in range(30)}) for group in groups}
    _put([Member(group=group, person_id=person, role="owner" if n == 0 else "member", joined_at=timezone.now())
          for group in groups for n, person in enumerate(members[group.pk])])  # fmt: skip
    return groups, members


def _tasks(chance: random.Random, start: int, count: int, posts: list[Post], groups: list[Group], members: dict[int, list[int]]) -> None:
    held = dict(Holding.objects.values_list("post", "person"))
    superior = {post.pk: post.reports_to_id for post in posts}
    streams = [Stream(key=f"task:2026-{start + n:06d}") for n in range(count)]
    _put(streams)
    tasks = [_task(chance, start + n, streams[n], posts, groups, held, superior) for n in range(count)]
    _put(tasks)
    index_words(tasks)
    _put([Assignee(task=task, role="lead", person_id=held[task.lead_post_id or 0], post=task.lead_post) for task in tasks])
    _put(list(_rungs(tasks, held, superior)))
    _put([Report(task=t, by_id=held[t.lead_post_id or 0], at=t.moved_at, words="办完了") for t in tasks if t.state == "reported"])


def _task(
    chance: random.Random, n: int, stream: Stream, posts: list[Post], groups: list[Group], held: dict[int, int],
    superior: dict[int, int | None],
) -> Task:  # fmt: skip
    now = timezone.now()
    lead = posts[1 + int((len(posts) - 1) * chance.random())]
    issuer = superior[lead.pk] or lead.pk
    if chance.random() < 0.3:
        issuer = superior[issuer] or issuer
    state = chance.choices([s for s, _w in STATES], [w for _s, w in STATES])[0]
    ended = state in ("settled", "withdrawn")
    # Deadlines fall on the end of a working day, many on the same one.
    days = -chance.randint(1, 365) if ended else round(chance.gauss(12, 15))
    deadline = None if chance.random() < 0.04 else (now + timedelta(days=days)).replace(hour=9, minute=30, second=0, microsecond=0)
    issued = (deadline or now) - timedelta(days=chance.randint(2, 30))
    return Task(
        stream=stream, number=f"26-{n:06d}", group=groups[n % len(groups)], title=_title(chance, n),
        words="情况报市府办，附照片。" * (n % 3), field=FIELDS[n % len(FIELDS)],
        visibility="line" if n % 10 == 0 else "group", state=state, issuer_id=held[issuer],
        issuer_post_id=issuer, lead_post=lead, lead_unit_id=lead.unit_id, issued_at=min(issued, now), deadline_at=deadline,
        near_at=deadline and deadline - timedelta(days=5), overdue_at=deadline if deadline and deadline < now and not ended else None,
        ended_at=min(deadline or now, now) if ended else None, moved_at=min(now, issued + timedelta(days=1)),
    )  # fmt: skip


def _title(chance: random.Random, n: int) -> str:
    what = f"{PLACES[n % len(PLACES)]}{BUREAUS[n % len(BUREAUS)]}：{DEALS[n % len(DEALS)]}第{n}件"
    return what + "".join(chance.choices(string.ascii_lowercase, k=4))


def _rungs(tasks: Sequence[Task], held: dict[int, int], superior: dict[int, int | None]) -> Iterator[Rung]:
    now = timezone.now()
    for task in tasks:
        post, at = superior[task.lead_post_id or 0], task.deadline_at
        for n in (1, 2):
            if post is None or post == task.issuer_post_id or at is None:
                break
            fired: datetime | None = at if at < now and task.ended_at is None else None
            data: dict[str, Any] = {"fired_at": fired, "person_id": held[post] if fired else None}
            yield Rung(task=task, round=1, n=n, post_id=post, due_at=at, **data)
            post, at = superior[post], at + timedelta(days=1)
