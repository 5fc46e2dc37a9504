"""./dev bench cases: lists and search over a county's requests, and how many come in over HTTP, on SQLite and on PostgreSQL.

Asks the WSGI application itself for the desk's list, its filters and searches, as the desk (sees all), a bureau (nine in ten), an office
(sixty) and a resident: p50 and p99 by the wall's clock and of the processor (PostgreSQL's waiting is in the wall's alone). Then a server is
started and 8 and 64 programs register requests (bench/cases_intake.py). Beside it django-helpdesk, in an environment of its own: its list
and search with 100,000 tickets, its public form (bench/cases_peer.py). Writes bench/results/cases.json.

    ./dev bench cases --cases 1000000        --only sqlite   --rounds 40   --keep DIRECTORY (found again the next time)
                      --no-intake            --without-peer
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
GOALS = {"p50_ms": 25.0, "p99_ms": 100.0}
PAGES = {
    "list": "", "open": "?state=open", "overdue": "?state=late", "settled": "?state=settled", "of a topic": "?topic=health",
    "a topic, open": "?topic=health&state=open", "of a unit": "?unit={unit}", "a unit, open": "?unit={unit}&state=open",
    "far back": "?after={far}", "search, common": "?q=路灯", "search, two words": "?q=路灯 柳渡村", "search, rare": "?q=来件4711。",
    "search, none": "?q=鲸鱼",
    "search, answers": "?q=水渠的问题已经安排", "search, open": "?q=路灯&state=open", "by number": "?q=2026-000001",
}  # fmt: skip
SEARCHED = {"resident": ("search, common", "search, none")}


def main() -> int:
    """Measures and prints a table; gives 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--without-peer", action="store_true")
    parser.add_argument("--no-intake", action="store_true")
    parser.add_argument("--one", choices=("sqlite", "postgresql"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        print(json.dumps(measure(args.cases, args.rounds, Path(os.environ["HUIYIN_DATA"]))))
        return 0
    report: dict[str, Any] = {"machine": os.cpu_count(), "load": os.getloadavg()[0], "date": f"{date.today()}"}
    for database in (args.only,) if args.only else ("sqlite", "postgresql"):
        report[database] = child(database, args)
        print(f"{database}: {json.dumps(report[database]['import'])} {json.dumps(report[database].get('intake'))}", flush=True)
    if not args.without_peer:
        from bench.cases_peer import lists

        report["django-helpdesk"] = lists(min(args.rounds, 10))
    if not args.only:
        (ROOT / "bench" / "results" / "cases.json").write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")
    else:
        print(json.dumps(report, ensure_ascii=False))
    return shown(report)


def child(database: str, args: argparse.Namespace) -> dict[str, Any]:
    """Measures in a process of its own, and the intake with a server of its own."""
    from bench.size_postgres import kept

    with contextlib.ExitStack() as stack:
        found = args.keep / database if args.keep else None
        home = found or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="huiyin-cases-")))
        home.mkdir(parents=True, exist_ok=True)
        home.chmod(0o711)
        address = stack.enter_context(kept(home / "postgresql")) if database == "postgresql" else ""
        env = os.environ | {"HUIYIN_DATA": str(home), "HUIYIN_DATABASE": address, "HUIYIN_MODE": "dev", "HUIYIN_BUS": ""}
        command = [sys.executable, __file__, "--one", database, "--cases", str(args.cases), "--rounds", str(args.rounds)]
        done = subprocess.run(command, env=env, stdout=subprocess.PIPE, text=True, check=True)
        told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        if not args.no_intake:
            from bench.cases_intake import intake

            told["intake"] = intake(home, address, peer=not args.without_peer)
        return told


def shown(report: dict[str, Any]) -> int:
    """Prints the table. Gives 1 where a goal is missed."""
    print(f"{'page':<20}{'who':<10}{'database':<17}{'p50 ms':>8}{'p99 ms':>8}{'cpu p50':>9}{'cpu p99':>9}{'queries':>9}")
    missed = 0
    for database in ("sqlite", "postgresql", "django-helpdesk"):
        for row in report.get(database, {}).get("pages", ()):
            kept = database == "django-helpdesk" or all(row[f"cpu_{name}"] <= goal for name, goal in GOALS.items())
            missed += not kept
            figures = f"{row['p50_ms']:>8.1f}{row['p99_ms']:>8.1f}{row['cpu_p50_ms']:>9.1f}{row['cpu_p99_ms']:>9.1f}{row['queries']:>9}"
            print(f"{row['page']:<20}{row['who']:<10}{database:<17}{figures}   {'' if kept else 'MISSED'}")
    print(f"goal, of the processor: p50 ≤ {GOALS['p50_ms']:.0f} ms, p99 ≤ {GOALS['p99_ms']:.0f} ms; missed {missed} times")
    return int(bool(missed))


def measure(cases: int, rounds: int, home: Path) -> dict[str, Any]:
    """Makes the county, or finds it, and asks for each page as each person."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    from bench.board import asked
    from bench.cases_making import make
    from huiyin.cases.models import Case
    from huiyin.core.paging import number_of
    from huiyin.live.server import spare_the_collector

    call_command("migrate", verbosity=0)
    noted = home / "who.json"
    who = json.loads(noted.read_text()) if noted.exists() else make(cases, home)
    noted.write_text(json.dumps(who))
    there = Case.objects.order_by("registered_at")[who["cases"] // 2]
    who["far"] = f"{number_of(there.registered_at)}.{there.pk}"
    if os.environ.get("HUIYIN_DATABASE"):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    application = get_wsgi_application()
    spare_the_collector()
    rows: list[dict[str, Any]] = []
    for name in ("desk", "bureau", "small"):
        for page, query in PAGES.items():
            rows.append({"page": page, "who": name} | asked(application, "/cases/desk" + query.format(**who), who[name], rounds))
    for page in SEARCHED["resident"]:
        path = "/search" + PAGES[page]
        rows.append({"page": page, "who": "resident"} | asked(application, path, who["resident"], min(rounds, 25)))
    rows.append({"page": "my requests", "who": "resident"} | asked(application, "/cases", who["resident"], rounds))
    return {"import": {name: who[name] for name in ("cases", "import_s", "import_cpu_s")}, "pages": rows, "at": time.strftime("%F %T")}


if __name__ == "__main__":
    sys.exit(main())
