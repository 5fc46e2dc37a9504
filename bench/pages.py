"""./dev bench pages: server time and queries of the pages that matter, on SQLite and on PostgreSQL. Writes var/bench/pages.json."""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
GOALS = {"p50_ms": 12.0, "p99_ms": 40.0, "queries": 12}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=400, help="requests measured a page")
    parser.add_argument("--one", choices=("sqlite", "postgresql"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.rounds)))
        return
    from tests.postgres import postgres

    results = {"sqlite": child("sqlite", args.rounds)}
    with postgres() as address:
        results["postgresql"] = child("postgresql", args.rounds, HUIYIN_DATABASE=address)
    report = {"machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}", "pages": results}
    out = ROOT / "var" / "bench" / "pages.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(report, indent=1))
    print(f"{'page':<22}{'database':<12}{'p50 ms':>8}{'p99 ms':>8}{'queries':>9}{'KB':>7}   goal: p50 ≤ 12, p99 ≤ 40, ≤ 12 queries")
    for database, pages in results.items():
        for name, row in pages.items():
            kept = all(row[key] <= goal for key, goal in GOALS.items())
            print(
                f"{name:<22}{database:<12}{row['p50_ms']:>8.1f}{row['p99_ms']:>8.1f}{row['queries']:>9}{row['kb']:>7.0f}   "
                f"{'kept' if kept else 'MISSED'}"
            )


def child(database: str, rounds: int, **env: str) -> dict:
    """Measures in a process of its own, so that each database has its own settings."""
    with tempfile.TemporaryDirectory(prefix="huiyin-bench-") as data:
        surroundings = os.environ | {"HUIYIN_DATA": data, "HUIYIN_DATABASE": "", "HUIYIN_MODE": "dev"} | env
        command = [sys.executable, __file__, "--one", database, "--rounds", str(rounds)]
        done = subprocess.run(command, env=surroundings, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(rounds: int) -> dict:
    """The county, a group of 60 members with 2,000 messages, a signed-in member: each page `rounds` times."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    from huiyin.demo.loading import load

    load()
    group, reader = big_group()
    unhurried()
    from tests.factories import a_session

    # Without the test environment: its signals keep a copy of every template's context, which no server does.
    client = Client(SERVER_NAME="127.0.0.1")
    client.cookies[settings.SESSION_COOKIE_NAME] = a_session(reader)
    application = get_wsgi_application()
    figures = {}
    for name, path in {
        "messages list": "/messages",
        "group, 50 messages": f"/groups/{group.pk}",
        "older 50 messages": f"/groups/{group.pk}/messages?before=1000",
        "group's details": f"/groups/{group.pk}/details",
        "search, two characters": "/search?q=水位",
        "people": "/people",
        "me": "/me",
    }.items():
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path)
        queries = len(captured)
        assert answer.status_code == 200, (path, answer.status_code)
        ask = server_time(application, path, client.cookies[settings.SESSION_COOKIE_NAME].value)
        for _ in range(20):
            ask()
        times = [ask() for _ in range(rounds)]
        times.sort()
        figures[name] = {
            "p50_ms": statistics.median(times), "p99_ms": times[int(len(times) * 0.99) - 1],
            "queries": queries, "kb": len(answer.content) / 1024,
        }  # fmt: skip
    return figures


def unhurried() -> None:
    """Nobody searches as often as a measurement does: what one person may look for in a minute does not count here.

    Objects are collected as seldom as in the server, or one page in ten pays 30 ms for all that was loaded.
    """
    from huiyin.live.server import spare_the_collector
    from huiyin.people import throttles

    spare_the_collector()

    throttles.SEARCHES_A_MINUTE = throttles.LOOK_UPS_A_MINUTE = 10**9


def server_time(application: Callable[..., Iterable[bytes]], path: str, session: str) -> Callable[[], float]:
    """Gives a function that asks for a page once, as the server's threads do, and gives the milliseconds it took."""
    from django.conf import settings
    from django.test import RequestFactory

    environ = RequestFactory(SERVER_NAME="127.0.0.1").get(path).environ | {"HTTP_COOKIE": f"{settings.SESSION_COOKIE_NAME}={session}"}

    def ask() -> float:
        began = time.perf_counter()
        answer = application(dict(environ), lambda status, headers, error=None: None)
        b"".join(answer)
        took = (time.perf_counter() - began) * 1000
        answer.close()  # type: ignore[attr-defined]
        return took

    return ask


def big_group() -> tuple:
    from huiyin.groups.actions import Draft, post_messages
    from huiyin.groups.message_search.index import index_pending
    from tests.factories import a_group, a_person

    people = [a_person() for _ in range(60)]
    group = a_group("水库值守群", owner=people[0], members=people[1:])
    for start in range(0, 2000, 200):
        post_messages(
            [
                Draft(group.pk, people[n % 60].pk, f"第{n}次报水位：{n % 37}米，北岸有风，船都靠了。@{people[(n + 1) % 60].name} 请看")
                for n in range(start, start + 200)
            ]
        )
    while index_pending():  # as the clockwork of a server has done long since
        pass
    return group, people[7]


if __name__ == "__main__":
    main()
