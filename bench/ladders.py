"""./dev bench ladders: ten thousand ladders fall due within one minute while people post: how long until all are told, how long posts take.

One `huiyin serve` on each database, in a directory of its own. Tasks are issued through the action; then their deadlines are spread
over one minute that begins when everything is ready. In each of the forty groups a browser listens, so that lines and cards are drawn
and sent; beside it one sender posts ten messages a second in another group, before and during.

Takes some fifteen minutes for each database on a quiet machine, most of it to issue the tasks: `--data DIRECTORY` keeps these, `--make`
makes them there and stops, so that what is measured can wait for quiet. HUIYIN_BENCH_LADDERS=2000 takes fewer, as thick. Goals: all told
within the minute they fall due in, or within the two seconds in which the loop looks after it; p99 of posting at most twice what it was.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
import django

django.setup()
from bench.measuring import cpu_seconds  # noqa: E402
from bench.size_postgres import kept  # noqa: E402
from tests.faults.processes import ROOT, Process, environment, huiyin, until  # noqa: E402

COUNT = int(os.environ.get("HUIYIN_BENCH_LADDERS", "10000"))
SPREAD_SECONDS = 60 * COUNT / 10_000  # fewer come as thick
A_LOOK_SECONDS = 2.0  # the loop looks once a second, and what it finds takes a moment
MAKING = """
import json
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from tests.factories import a_session
from tests.tasks.conftest import a_lake
lakes = [a_lake() for _ in range(40)]  # nobody may issue more than 300 in an hour
far = timezone.now() + timedelta(days=300)
done = 0
while done < COUNT:
    with transaction.atomic():
        for _ in range(200):
            lakes[done % 40].task(title=f"第{done}件", deadline=far)
            done += 1
from tests.factories import a_group
talk = a_group(owner=lakes[0].secretary, members=[lakes[0].deputy])
listeners = [a_session(lake.deputy) for lake in lakes]
print(json.dumps({"count": COUNT, "group": talk.pk, "session": a_session(lakes[0].secretary), "listeners": listeners}))
"""
SPREADING = """
from datetime import timedelta
from django.db import transaction
from django.utils import timezone
from huiyin.journal.models import Clock
from huiyin.tasks.models import Rung, Task
begin = timezone.now() + timedelta(seconds=3 + COUNT / 500)
ids = list(Task.objects.order_by("pk").values_list("pk", flat=True))
with transaction.atomic():
    for n, pk in enumerate(ids):
        at = begin + timedelta(seconds=SPREAD * n / len(ids))
        Task.objects.filter(pk=pk).update(deadline_at=at)
        Clock.objects.filter(subject=f"task:{pk}", kind="task.rung", fired_at=None).update(due_at=at)
Clock.objects.filter(kind="task.nag").delete()
print((begin - timezone.now()).total_seconds())
"""
COUNTING = """
from django.db.models import Max, Min
from huiyin.groups.models import Message
from huiyin.tasks.models import Task
told = Message.objects.filter(extra__has_key="event")  # stored when it happened; a rung bears the moment its loop began
begin, end = (Task.objects.aggregate(m=of("deadline_at"))["m"] for of in (Min, Max))
last = told.aggregate(m=Max("at"))["m"] or begin
print(told.count(), (last - begin).total_seconds(), (last - end).total_seconds())
"""


def main() -> int:
    """Measures on both databases and prints a table; writes bench/results/ladders.json. Gives 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="a directory in which the tasks are left, and found again the next time")
    parser.add_argument("--make", action="store_true", help="make them there and stop")
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    args = parser.parse_args()
    if args.make and not args.data:
        parser.error("--make needs --data")
    logging.getLogger("httpx").setLevel(logging.WARNING)  # a line for each message otherwise
    databases = [args.only] if args.only else ["sqlite", "postgresql"]
    with contextlib.nullcontext(str(args.data)) if args.data else tempfile.TemporaryDirectory(prefix="huiyin-ladders-") as data:
        for database in databases:
            make(database, Path(data) / database)
        if args.make:
            return 0
        found = {"machine": os.cpu_count(), "load": os.getloadavg()[0], "count": COUNT, "date": f"{date.today()}"}
        found |= {database: measured(database, Path(data) / database) for database in databases}
    if not args.only:
        (ROOT / "bench" / "results" / "ladders.json").write_text(json.dumps(found, indent=1) + "\n")
    return max(shown(database, found[database]) for database in databases)


def shown(database: str, row: dict[str, float]) -> int:
    """Prints a line. Gives 1 where a goal is missed."""
    posts = f"posting p50 {row['before_p50']:.1f} → {row['during_p50']:.1f}, p99 {row['before_ms']:.1f} → {row['during_ms']:.1f} ms"
    late = f"the last {row['behind_seconds']:.1f} s after the last deadline, {row['cpu_ms_each']:.2f} ms of processor time each"
    kept = row["behind_seconds"] <= A_LOOK_SECONDS and row["during_ms"] <= 2 * row["before_ms"]
    told = f"{row['told']} told within {row['seconds']:.1f} s ({SPREAD_SECONDS:.0f} s of deadlines)"
    print(f"{database:11} {told}, {late}; {posts}   {'kept' if kept else 'MISSED'}")
    return int(not kept)


@contextlib.contextmanager
def surroundings(database: str, home: Path) -> Iterator[dict[str, str]]:
    """Gives the environment in which a command finds the data in `home`, with its PostgreSQL running."""
    if database == "sqlite":
        yield environment(home, "", "")
        return
    with kept(home / "postgresql") as address:
        yield environment(home, address, "")


def make(database: str, home: Path) -> None:
    """Issues the tasks, where that has not been done in `home`."""
    note = home / "told.json"
    if note.exists() and json.loads(note.read_text())["count"] == COUNT:
        return
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    home.chmod(0o711)  # PostgreSQL runs as nobody when we are root
    with surroundings(database, home) as env:
        huiyin(env, "migrate")
        done = subprocess.run(
            [sys.executable, "-c", "import django; django.setup()\n" + MAKING.replace("COUNT", str(COUNT))],
            env=env, cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
    note.write_text(done.stdout.splitlines()[-1])


def measured(database: str, made: Path) -> dict[str, float]:
    """Gives seconds until all were told, and the p99 of posting before and during, in milliseconds. What is in `made` stays as it is."""
    with tempfile.TemporaryDirectory(prefix="huiyin-ladders-") as parent:
        Path(parent).chmod(0o711)
        home = Path(parent) / "copy"
        subprocess.run(["cp", "-a", made, home], check=True)  # with its owners
        told = json.loads((home / "told.json").read_text())
        with surroundings(database, home) as env:
            huiyin(env, "migrate")
            return climbed(env, told)


def climbed(env: dict[str, str], told: dict[str, Any]) -> dict[str, float]:
    """Serves, posts, lets all deadlines come within the minute, posts on until all are told."""
    server = Process(env)
    try:
        until(server.health, 60)
        sender = httpx.Client(cookies={"huiyin": told["session"]}, headers={"accept": "application/json"}, timeout=30)
        where = f"{server.url}/groups/{told['group']}/messages"
        heard = [listening(server.url, session) for session in told["listeners"]]
        before = posting(sender, where, 100, "before")
        worked = cpu_seconds([server.process.pid])
        posting(sender, where, 100, "meanwhile")
        idle = (cpu_seconds([server.process.pid]) - worked) / 10  # processor seconds a second, of posting alone
        spreading = SPREADING.replace("SPREAD", str(SPREAD_SECONDS)).replace("COUNT", str(COUNT))
        spread = subprocess.run(
            [sys.executable, "-c", f"import django; django.setup()\n{spreading}"],
            env=env, cwd=ROOT, capture_output=True, text=True, check=True,
        )  # fmt: skip
        time.sleep(max(0.0, float(spread.stdout.split()[-1])))
        during: list[float] = []
        count, began, worked = 0, time.monotonic(), cpu_seconds([server.process.pid])
        while count < COUNT and len(during) < 6000:
            during += posting(sender, where, 50, f"during-{len(during)}")
            asked = huiyin(env, code=COUNTING).split()[-3:]
            count = int(asked[0])
        cpu = cpu_seconds([server.process.pid]) - worked - idle * (time.monotonic() - began)
    finally:
        server.kill()
    return {"told": count, "seconds": float(asked[1]), "behind_seconds": float(asked[2]), "cpu_ms_each": cpu / max(1, count) * 1000,
            "heard_kb": sum(len_[0] for len_ in heard) / 1024, "before_ms": p99(before), "during_ms": p99(during),
            "before_p50": statistics.median(before), "during_p50": statistics.median(during)}  # fmt: skip


def listening(url: str, session: str) -> list[int]:
    """A browser that hears what its group hears. Gives where it counts the bytes."""
    count, client = [0], httpx.Client(cookies={"huiyin": session}, timeout=httpx.Timeout(30, read=None))

    def hear() -> None:
        try:
            with client.stream("GET", f"{url}/live") as answer:
                for piece in answer.iter_raw():
                    count[0] += len(piece)
        except httpx.HTTPError:
            pass  # the server is killed in the end

    threading.Thread(target=hear, daemon=True).start()
    return count


def posting(sender: httpx.Client, where: str, count: int, name: str) -> list[float]:
    """Posts ten messages a second. Gives how long each took, in milliseconds."""
    took = []
    for n in range(count):
        begun = time.perf_counter()
        sender.post(where, json={"text": f"水位三十七米 {n}", "key": f"{name}-{n:06d}"}).raise_for_status()
        took.append((time.perf_counter() - begun) * 1000)
        time.sleep(max(0.0, 0.1 - took[-1] / 1000))
    return took


def p99(values: list[float]) -> float:
    """The 99th percentile."""
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


if __name__ == "__main__":
    sys.exit(main())
