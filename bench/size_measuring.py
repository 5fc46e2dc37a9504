"""What a city of this size asks of the pages: each sort of request by many people at random, through the WSGI application."""

from __future__ import annotations

import os
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from bench.pages import server_time, unhurried

PEOPLE = 40  # signed in, with the busiest official always among them
COLD = 12  # requests after the databases' pages have left the memory
COMMON, RARE, ABSENT = ("收到", "水位", "辛苦"), ("河沿", "贾枣", "孟庚", "雷浩"), ("鲸鱼", "雪橇", "椰林")
Ask = Callable[[], float]


@dataclass(slots=True)
class Reader:
    """Somebody signed in, with the groups they are in: (id, number of the last message)."""

    pk: int
    session: str
    groups: list[tuple[int, int]]


def measure(rounds: int, only: str = "") -> dict[str, Any]:
    """Gives for each sort of request its times and queries. Takes how many are measured of each, and words their names must have."""
    from django.conf import settings
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    unhurried()
    chance = random.Random(7)
    readers = _readers(chance)
    application = get_wsgi_application()
    found: dict[str, Any] = {}
    for name, sort in _sorts(readers, chance).items():
        if only not in name:
            continue
        reader, path = next(sort)
        client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
        client.cookies[settings.SESSION_COOKIE_NAME] = reader.session
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        queries = len(captured)  # now: the next request empties the list
        assert answer.status_code == 200, (path, answer.status_code)
        _leave_memory(connection)
        client.get("/me")  # the first connection's own cost is not the page's
        cold = sorted(server_time(application, path, who.session)() for who, path in (next(sort) for _ in range(COLD)))
        for who, path in (next(sort) for _ in range(rounds // 3)):
            server_time(application, path, who.session)()
        asked = [next(sort) for _ in range(rounds)]
        worked = time.process_time()
        timed = sorted((server_time(application, path, who.session)(), path) for who, path in asked)
        worked = (time.process_time() - worked) / rounds * 1000  # of this process alone: steady on a machine that is busy with other things
        times = [took for took, _path in timed]
        found[name] = _figures(times, cold) | {
            "cpu_ms": round(worked, 1),
            "queries": queries,
            "kb": round(len(answer.content) / 1024),
            "slowest": timed[-1][1],
        }
        print(f"{name:<44}", found[name], flush=True)
    if not only or only in "posting":
        found |= _posting(rounds)
    return {"sorts": found, "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}


def _figures(times: list[float], cold: list[float]) -> dict[str, Any]:
    at = {"p50_ms": 0.5, "p95_ms": 0.95, "p99_ms": 0.99}
    figures = {name: times[min(len(times) - 1, int(len(times) * share))] for name, share in at.items()}
    figures |= {"most_ms": times[-1], "cold_p50_ms": statistics.median(cold) if cold else 0.0, "cold_most_ms": cold[-1] if cold else 0.0}
    return {name: round(value, 1) for name, value in figures.items()}


def _readers(chance: random.Random) -> list[Reader]:
    from django.db.models import Count

    from huiyin.groups.models import Member
    from huiyin.people.models import Person
    from tests.factories import a_session

    members = Member.objects.filter(left_at=None)
    officials = Person.objects.filter(kind="official").count()
    busiest = members.filter(person__lte=50).values_list("person").annotate(c=Count("pk")).order_by("-c").first()
    # People as they come: half of them officials, half residents who are in a group at all.
    wanted = [busiest[0] if busiest else 1]
    while len(wanted) < PEOPLE:
        pk = chance.randrange(1, officials) if len(wanted) % 2 else chance.randrange(officials, Person.objects.count())
        if pk not in wanted and members.filter(person=pk).exists():
            wanted.append(pk)
    return [
        Reader(pk, a_session(Person.objects.get(pk=pk)), list(members.filter(person=pk).values_list("group", "group__last_n")))
        for pk in wanted
    ]


def _sorts(readers: list[Reader], chance: random.Random) -> dict[str, Iterator[tuple[Reader, str]]]:
    """What is asked, by name: endless (reader, path)."""
    busiest = readers[0]
    largest = _largest(readers)

    def by_all(path: Callable[[Reader, tuple[int, int]], str]) -> Iterator[tuple[Reader, str]]:
        while True:
            reader = chance.choice(readers)
            yield reader, path(reader, chance.choice(reader.groups))

    def by(reader: Reader, path: Callable[[tuple[int, int]], str], group: tuple[int, int] | None = None) -> Iterator[tuple[Reader, str]]:
        while True:
            yield reader, path(group or chance.choice(reader.groups))

    def some(words: tuple[str, ...]) -> str:
        return quote(chance.choice(words))

    def name() -> str:
        from bench.size_words import a_name

        return quote(a_name(chance))

    def n(group: tuple[int, int]) -> int:
        return chance.randrange(1, max(1, group[1]) + 1)

    def day() -> str:
        return f"2026-{chance.randrange(1, 11):02d}-{chance.randrange(1, 29):02d}"

    return {
        "messages list": by_all(lambda who, g: "/messages"),
        "messages list, 300 groups": by(busiest, lambda g: "/messages"),
        "group": by_all(lambda who, g: f"/groups/{g[0]}"),
        "group, by somebody in 300": by(busiest, lambda g: f"/groups/{g[0]}"),
        "group, the largest": by(busiest, lambda g: f"/groups/{g[0]}", largest),
        "older messages": by_all(lambda who, g: f"/groups/{g[0]}/messages?before={n(g)}"),
        "jump to a day": by_all(lambda who, g: f"/groups/{g[0]}?on={day()}"),
        "around an old message": by_all(lambda who, g: f"/groups/{g[0]}?around={n(g)}"),
        "group's details, the largest": by(busiest, lambda g: f"/groups/{g[0]}/details", largest),
        "search, common word": by_all(lambda who, g: f"/search?q={some(COMMON)}"),
        "search, common word, 300 groups": by(busiest, lambda g: f"/search?q={some(COMMON)}"),
        "search, rare word": by_all(lambda who, g: f"/search?q={some(RARE)}"),
        "search, rare word, 300 groups": by(busiest, lambda g: f"/search?q={some(RARE)}"),
        "search, absent word, 300 groups": by(busiest, lambda g: f"/search?q={some(ABSENT)}"),
        "search, long words, 300 groups": by(busiest, lambda g: f"/search?q={some(('排涝泵站', '低保材料', '值班人员'))}"),
        "search, common word, one group": by_all(lambda who, g: f"/search?q={some(COMMON)}&group={g[0]}"),
        "search, common word, largest group": by(busiest, lambda g: f"/search?q={some(COMMON)}&group={g[0]}", largest),
        "search, by person, 300 groups": by(busiest, lambda g: f"/search?q={some(COMMON)}&from={name()}"),
        "search, only a person, 300 groups": by(busiest, lambda g: f"/search?from={name()}"),
        "search, a week, 300 groups": by(busiest, lambda g: f"/search?q={some(COMMON)}&since=2026-03-02&until=2026-03-08"),
        "search, only a week, 300 groups": by(busiest, lambda g: "/search?since=2026-03-02&until=2026-03-08"),
        "search, only photos, 300 groups": by(busiest, lambda g: "/search?kind=photo"),
        "unread, another page, 300 groups": by(busiest, lambda g: "/me"),
        "people": by_all(lambda who, g: "/people"),
        "people, by name": by_all(lambda who, g: f"/people?part=found&q={name()}"),
        "people, by sound": by_all(lambda who, g: f"/people?part=found&q={chance.choice(('wangwei', 'lixue', 'zgq', 'zhangq'))}"),
        "people, by post": by_all(lambda who, g: f"/people?part=found&q={some(('水利局主任', '网格长', '书记'))}"),
    }


def _largest(readers: list[Reader]) -> tuple[int, int]:
    from huiyin.groups.models import Group, Member

    # Of those the busiest official is in, the one with most members, among the first by the order in which they were made.
    mine = dict(readers[0].groups)
    sizes = {pk: Member.objects.filter(group=pk, left_at=None).count() for pk in sorted(mine)[:20]}
    largest = max(sizes, key=lambda pk: sizes[pk])
    return largest, Group.objects.get(pk=largest).last_n


def _posting(rounds: int) -> dict[str, Any]:
    """One message after the other into the group with most members, by its members in turn, each committed for good."""
    from huiyin.groups.actions import post_message
    from huiyin.groups.models import Member

    group = 2  # the largest in which everybody may write
    authors = list(Member.objects.filter(group=group, left_at=None).order_by("pk").values_list("person", flat=True)[:50])
    times = []
    for turn in range(rounds):
        began = time.perf_counter()
        post_message(group, authors[turn % len(authors)], f"第{turn}次报水位，请大家留意。", key=f"bench{time.time_ns()}")
        times.append((time.perf_counter() - began) * 1000)
    figures = _figures(sorted(times[rounds // 10 :]), [])
    return {"posting, the largest group": figures | {"cpu_ms": 0, "queries": 0, "kb": 0, "slowest": ""}}


def _leave_memory(connection: Any) -> None:
    """Asks the system to forget what it holds of SQLite's file. (PostgreSQL keeps its own memory; its file pages go too.)"""
    connection.close()
    data = Path(os.environ["HUIYIN_DATA"])
    for path in data.glob("huiyin.sqlite3*") if connection.vendor == "sqlite" else (data / "data" / "base").rglob("*"):
        if path.is_file():
            handle = os.open(path, os.O_RDONLY)
            os.posix_fadvise(handle, 0, 0, os.POSIX_FADV_DONTNEED)
            os.close(handle)
