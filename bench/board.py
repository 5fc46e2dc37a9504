"""./dev bench board: the supervision board and *today* over a hundred thousand tasks, on SQLite and on PostgreSQL.

Asks the WSGI application itself, as five people who see all, a district, a bureau, little and nothing much, with each filter. Prints
p50 and p99 of the wall's time and of the processor's (PostgreSQL's with ours: it says more where others work), the first answer (nothing
remembered yet) and queries; writes bench/results/board.json.

    ./dev bench board                 both databases, some ten minutes on a quiet machine
    ./dev bench board --rounds 30     fewer requests a page     --only sqlite     --tasks 20000
"""

from __future__ import annotations

import argparse
import contextlib
import html
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
GOALS = {"p50_ms": 25.0, "p99_ms": 80.0}
PAGES = {
    "board": "/board", "overdue": "/board?light=late", "near": "/board?light=near", "in time": "/board?light=calm",
    "settled": "/board?light=done", "second page": "/board", "tenth page": "/board", "of a unit": "/board?unit={unit}",
    "of a group": "/board?group={group}", "of an issuer": "/board?issuer={issuer}", "of a field": "/board?field=环保",
    "of a period": "/board?since=2026-06-01&until=2026-09-30", "newest first": "/board?sort=issued", "last moved": "/board?sort=moved",
    "search": "/board?q=第4711件", "search, many": "/board?q=第47", "today": "/today",
}  # fmt: skip


ON = {"second page": 1, "tenth page": 9}  # so many pages are read on before it


def main() -> int:
    """Measures and prints a table; gives 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=120, help="requests measured a page and person")
    parser.add_argument("--tasks", type=int, default=100_000)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--pages", default="", help="only pages whose name holds this")
    parser.add_argument("--keep", type=Path, help="a directory in which the city is left, and found again the next time (SQLite)")
    parser.add_argument("--postgresql", default="", help="the address of a database of its own; with --keep its city is found again")
    parser.add_argument("--one", choices=("sqlite", "postgresql"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.tasks, args.rounds, args.pages, Path(os.environ["HUIYIN_DATA"]))))
        return 0
    from tests.postgres import postgres

    report: dict[str, Any] = {"cores": os.cpu_count(), "load": os.getloadavg()[0], "tasks": args.tasks, "rounds": args.rounds}
    if args.only != "postgresql":
        report["sqlite"] = child("sqlite", "", args.keep)
    if args.only != "sqlite":
        if args.postgresql:
            report["postgresql"] = child("postgresql", args.postgresql, args.keep and args.keep / "postgresql")
        else:
            with postgres() as address:
                report["postgresql"] = child("postgresql", address)
    if not args.only and not args.pages:
        (ROOT / "bench" / "results" / "board.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    return shown(report)


def child(database: str, address: str, keep: Path | None = None) -> dict[str, Any]:
    """Measures in a process of its own, so that each database has its own settings."""
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
    with contextlib.nullcontext(str(keep)) if keep else tempfile.TemporaryDirectory(prefix="huiyin-board-") as data:
        surroundings = os.environ | {"HUIYIN_DATA": data, "HUIYIN_DATABASE": address, "HUIYIN_MODE": "dev", "HUIYIN_BUS": ""}
        command = [sys.executable, __file__, *sys.argv[1:], "--one", database, *(["--keep", data] if keep else [])]
        done = subprocess.run(command, env=surroundings, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def shown(report: dict[str, Any]) -> int:
    """Prints the table. Gives 1 where the worst page of all misses a goal."""
    print(f"{'page':<14}{'who':<10}{'database':<12}{'p50 ms':>8}{'p99 ms':>8}{'cpu p50':>9}{'cpu p99':>9}{'first':>8}{'queries':>9}")
    missed = 0
    for database in ("sqlite", "postgresql"):
        for row in report.get(database, ()):
            kept = all(row[name] <= goal for name, goal in GOALS.items())
            missed += not kept
            figures = f"{row['p50_ms']:>8.1f}{row['p99_ms']:>8.1f}{row['cpu_p50_ms']:>9.1f}{row['cpu_p99_ms']:>9.1f}{row['first_ms']:>8.0f}"
            print(f"{row['page']:<14}{row['who']:<10}{database:<12}{figures}{row['queries']:>9}   {'' if kept else 'MISSED'}")
    print(f"goal: p50 ≤ {GOALS['p50_ms']:.0f} ms, p99 ≤ {GOALS['p99_ms']:.0f} ms; missed {missed} times")
    return int(bool(missed))


def measure(tasks: int, rounds: int, pages: str, home: Path) -> list[dict[str, Any]]:
    """Makes the city and asks for each page as each person."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    from bench.board_making import make
    from huiyin.live.server import spare_the_collector

    call_command("migrate", verbosity=0)
    began, noted = time.monotonic(), home / "who.json"  # beside the data it is about
    who = json.loads(noted.read_text()) if noted.exists() else make(tasks)
    noted.write_text(json.dumps(who))
    print(f"{tasks:,} tasks made in {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    application = get_wsgi_application()
    spare_the_collector()  # as a server does: or one page in fifty pays 100 ms for a look through all that was loaded
    rows = []
    for name in ("all", "district", "bureau", "clerk", "resident"):
        for page, path in PAGES.items():
            if pages in page:
                figures = asked(application, path.format(**who, issuer=who["bureau"]), who[name], rounds, ON.get(page, 0))
                rows.append({"page": page, "who": name} | figures)
    return rows


def asked(application: Any, path: str, person: int, rounds: int, on: int = 0) -> dict[str, Any]:
    """Asks for one page as one person, so many pages further on. Gives the figures."""
    from django.core.cache import cache
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from huiyin.people.models import Person
    from tests.factories import a_session

    session = a_session(Person.objects.get(pk=person))
    for _ in range(on):
        if link := re.search(rb'href="([^"]+)" rel="next"', page_at(application, path, session)):
            path = "/board" + html.unescape(link[1].decode())
    ask = asking(application, path, session)
    ask()
    cache.clear()
    connection.queries_log.clear()  # a request clears it, and nothing could be counted behind what was there
    with CaptureQueriesContext(connection) as first:
        cold, queries = ask()[0], len(first)
    if os.environ.get("HUIYIN_BENCH_SLOW"):
        for query in first:
            if float(query["time"]) * 1000 >= float(os.environ["HUIYIN_BENCH_SLOW"]):
                print(path, query["time"], query["sql"][:1500], file=sys.stderr)
    times = [ask() for _ in range(rounds)]
    figures: dict[str, Any] = {"first_ms": cold, "queries": queries}
    for place, kind in enumerate(("", "cpu_")):
        ordered = sorted(time[place] for time in times)
        figures |= {f"{kind}p50_ms": ordered[len(ordered) // 2], f"{kind}p99_ms": ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]}
    return {name: round(value, 2) for name, value in figures.items()}


def page_at(application: Any, path: str, session: str) -> bytes:
    """Gives a page."""
    return b"".join(application(environment(path, session), lambda status, headers, error=None: None))


def environment(path: str, session: str) -> dict[str, Any]:
    """Gives what a server tells an application of a request."""
    from django.conf import settings
    from django.test import RequestFactory

    cookie = f"{settings.SESSION_COOKIE_NAME}={session}"
    return dict(RequestFactory(SERVER_NAME="127.0.0.1").get(path).environ) | {"HTTP_COOKIE": cookie}


def asking(application: Any, path: str, session: str) -> Any:
    """Gives a function that asks once and gives milliseconds by the wall's clock and of the processor's time, the database's with it."""
    environ = environment(path, session)
    statuses: list[str] = []

    def ask() -> tuple[float, float]:
        began, worked = time.perf_counter(), time.process_time() + databases_time()
        answer = application(dict(environ), lambda status, headers, error=None: statuses.append(status))
        b"".join(answer)
        took = (time.perf_counter() - began) * 1000, (time.process_time() + databases_time() - worked) * 1000
        answer.close()
        for call in getattr(answer, "afterwards", ()):  # as the server does when the page has been sent
            call()
        assert statuses.pop().startswith("200"), path
        return took

    return ask


def databases_time() -> float:
    """Gives the seconds of the processor that PostgreSQL's process behind our connection has had, where it is on this machine."""
    from django.db import connection

    if connection.vendor != "postgresql" or connection.connection is None:
        return 0.0
    try:
        return int(Path(f"/proc/{connection.connection.info.backend_pid}/schedstat").read_text().split()[0]) / 1e9
    except OSError:
        return 0.0


if __name__ == "__main__":
    sys.exit(main())
