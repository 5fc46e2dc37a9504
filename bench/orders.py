"""./dev bench orders: many order of one listing at once, over HTTP, by the ordinary action, beside pretix; then a stock is sold out.

One `huiyin serve` on each database, and pretix with one worker of its own on the same database (bench/orders_peer.py; `--without-peer`).
8 and 64 clients, each from an address of its own, order for four hundred people, 1 kg at a time: orders a second, p50 and p99, processor
time of the server with its database, and what it makes of a core. Then 200 behind one address, as behind a carrier's; 200 for the last 50
of a stock, without waiting; and a sale as it was once (emfcamp/Website#1901): 967 orders within 17 seconds, at most 134 in one, with five
who look at the page for each who orders. On PostgreSQL also 64 clients at one process and at two (`--processes`: that alone).
Writes bench/results/orders.json.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import itertools
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
import django

django.setup()
from bench.measuring import core_seconds, cpu_seconds  # noqa: E402
from bench.orders_peer import NoPeer, pretix  # noqa: E402
from bench.size_postgres import kept  # noqa: E402
from tests.faults.buyers import AWAY, Buyers, Line  # noqa: E402
from tests.faults.processes import ROOT, Process, environment, huiyin, until  # noqa: E402

SECONDS = float(os.environ.get("HUIYIN_BENCH_SECONDS", "8"))
CLIENTS = (8, 64)
PEOPLE, ONE_ADDRESS, LAST = 400, 200, 50
SALE, SALE_SECONDS, SALE_PEAK, LOOKERS = 967, 17.0, 134, 5
#: Where pretix cannot be installed: measured on 28 November 2026 on a machine of the same kind, one worker, 64 clients.
PEER_BEFORE = {"sqlite": 15.3, "postgresql": 15.5}
GOALS, P99_MS = {"sqlite": 15.0, "postgresql": 10.0}, 400.0
MAKING = """
import json
from django.db import transaction
from huiyin.people.actions.tokens import make_token
from tests.factories import a_person
from tests.market.conftest import KG, a_market
with transaction.atomic():
    big, last, sale = a_market(1_000_000 * KG), a_market(LAST * KG), a_market(SALE * KG)
    tokens = [make_token(a_person(kind="resident"), "bench", ["orders:read", "orders:write"])[1] for _ in range(PEOPLE)]
print(json.dumps(dict(big=big.listing.pk, last=last.listing.pk, sale=sale.listing.pk, tokens=tokens)))
"""


@dataclass
class Shop:
    """A server that takes orders. `order(line, n)`: sends the n-th order, gives its status; `roots`: the processes it consists of, the
    database's last; `ports`: of each process that takes orders."""

    port: int
    order: Callable[[Line, int], Any]
    roots: Sequence[int]
    ports: Sequence[int] = ()


def address(n: int) -> str:
    """Gives the n-th of many addresses."""
    return f"127.1.{n // 250}.{n % 250 + 1}"


async def flood(shop: Shop, clients: int, of_one: bool = False) -> dict[str, Any]:
    """Has so many clients order for a while, each its next when the one before was answered. `of_one`: all from one address."""
    took: list[float] = []
    refused: Counter[int] = Counter()
    numbers = itertools.count()
    ends = time.monotonic() + SECONDS

    async def client(n: int) -> None:
        port = shop.ports[n % len(shop.ports)] if shop.ports else shop.port
        line = Line(lambda: port, "127.2.0.1" if of_one else address(n))
        try:
            while time.monotonic() < ends:
                began = time.perf_counter()
                status = await shop.order(line, next(numbers))
                if status == 201:
                    took.append((time.perf_counter() - began) * 1000)
                else:
                    refused[status] += 1
        finally:
            line.close()

    used, own, database, began = cpu_seconds(shop.roots), _own_seconds(), cpu_seconds(shop.roots[-1:]), time.monotonic()
    busy = _busy_seconds()
    await asyncio.gather(*[client(n) for n in range(clients)])
    seconds = time.monotonic() - began
    used, own, database = cpu_seconds(shop.roots) - used, _own_seconds() - own, cpu_seconds(shop.roots[-1:]) - database
    return {
        "a_second": len(took) / seconds, **cuts(took), "refused": dict(refused), "cpu_ms": used * 1000 / max(1, len(took)),
        "of_a_core": used / seconds, "generator_of_a_core": own / seconds,
        "last_root_of_a_core": database / seconds, "machine_of_a_core": (_busy_seconds() - busy) / seconds,
    }  # fmt: skip


def cuts(took: Sequence[float]) -> dict[str, float]:
    """Gives p50 and p99 of these."""
    found = statistics.quantiles(took, n=100) if len(took) > 1 else [0.0] * 99
    return {"p50": found[49], "p99": found[98]}


def _busy_seconds() -> float:
    return sum(core_seconds(n) for n in range(os.cpu_count() or 1))


def _own_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def sold_out(port: int, made: dict[str, Any]) -> dict[str, int]:
    """Has 200 clients ask at once for the last 50, without waiting. Gives how often each status was answered."""
    buyers = Buyers(made["last"], made["tokens"][:200], lambda: [port])
    asyncio.run(buyers.all(lambda n: iter([{"grams": 1000, "take": "all", "wait": False, "key": "last"}])))
    return {str(status): count for status, count in sorted(buyers.answered.statuses.items())}


async def sale(port: int, made: dict[str, Any]) -> dict[str, Any]:
    """Sells 967 within 17 seconds to whoever comes when they come, with five who look for each who buys."""
    orders: list[float] = []
    looks: list[float] = []
    statuses: Counter[str] = Counter()
    begin = time.monotonic() + 0.5

    async def come(at: float, what: str, n: int) -> None:
        await asyncio.sleep(max(0.0, begin + at - time.monotonic()))
        line, began = Line(lambda: port, address(n)), time.perf_counter()
        try:
            if what == "order":
                body = {"grams": 1000, "take": "all", "wait": False, "key": f"sale-{n}"}
                status = (await line.post(f"/api/v1/listings/{made['sale']}/orders", made["tokens"][n % PEOPLE], body))[0]
            else:
                status = (await line.ask(f"GET /listings/{made['sale']}"))[0]
            statuses[f"{what} {status}"] += 1
        except AWAY:
            statuses[f"{what} cut off"] += 1
        finally:
            line.close()
        (orders if what == "order" else looks).append((time.perf_counter() - began) * 1000)

    times = list(arrivals())
    chance = random.Random(2)
    people = [("order", at) for at in times] + [("look", max(0.0, at - chance.random())) for at in times for _ in range(LOOKERS)]
    await asyncio.gather(*[come(at, what, n) for n, (what, at) in enumerate(people)])
    return {
        "statuses": dict(statuses), "seconds": time.monotonic() - begin, "orders": cuts(orders), "looks": cuts(looks),
        "last_at": times[-1],
    }  # fmt: skip


def arrivals() -> Iterator[float]:
    """Gives the moments at which orders come: a fifth of the first second's peak of 134 less each second, 967 in 17 seconds."""
    left, second = SALE, 0
    while left:
        now = min(left, max(round(SALE_PEAK * 0.88**second), round(left / max(1.0, SALE_SECONDS - second))))
        yield from (second + n / now for n in range(now))
        left, second = left - now, second + 1


@contextlib.contextmanager
def ours(database: str, home: Path, processes: int = 1) -> Iterator[tuple[Shop, dict[str, Any]]]:
    """Gives Huiyin on one database, and what was made in it."""
    home.mkdir(parents=True)
    home.chmod(0o711)  # PostgreSQL runs as nobody when we are root
    with contextlib.ExitStack() as stack:
        place = stack.enter_context(kept(home / "postgresql")) if database == "postgresql" else ""
        env = environment(home, place, "")
        huiyin(env, "migrate")
        code = f"import django; django.setup()\nLAST, SALE, PEOPLE = {LAST}, {SALE}, {PEOPLE}\n{MAKING}"
        done = subprocess.run([sys.executable, "-c", code], env=env, cwd=ROOT, capture_output=True, text=True, check=True)
        made = json.loads(done.stdout.splitlines()[-1])
        served = [Process(env) for _n in range(processes)]
        for process in served:
            stack.callback(process.kill)
        until(lambda: all(process.health().get("database") == "ok" for process in served), 60)

        async def order(line: Line, n: int) -> int:
            body = {"grams": 1000, "take": "all", "key": f"{os.getpid()}-{time.monotonic_ns()}-{n}"}
            return (await line.post(f"/api/v1/listings/{made['big']}/orders", made["tokens"][n % PEOPLE], body))[0]

        roots = [*(process.process.pid for process in served), *([_postmaster(home / "postgresql")] if place else [])]
        yield Shop(served[0].port, order, roots, [process.port for process in served]), made


def _postmaster(home: Path) -> int:
    return int((home / "data" / "postmaster.pid").read_text().splitlines()[0])


def measured(database: str, home: Path, with_peer: bool) -> dict[str, Any]:
    """Measures on one database."""
    found: dict[str, Any] = {}
    with ours(database, home / "ours") as (shop, made):
        asyncio.run(flood(shop, 8))  # what is looked up once is known
        found["ours"] = {str(clients): asyncio.run(flood(shop, clients)) for clients in CLIENTS}
        found["one_address"] = asyncio.run(flood(shop, ONE_ADDRESS, of_one=True))
        found["sold_out"] = sold_out(shop.port, made)
        found["sale"] = asyncio.run(sale(shop.port, made))
    if database == "postgresql":
        found["processes"] = by_processes(home)
    if with_peer:
        try:
            with pretix(database, home / "peer") as (port, order, roots):
                theirs = Shop(port, order, roots)
                found["pretix"] = {str(clients): asyncio.run(flood(theirs, clients)) for clients in CLIENTS}
        except NoPeer as why:
            found["pretix_missing"] = str(why)
    return found


def by_processes(home: Path) -> dict[str, Any]:
    """Measures one process and two on PostgreSQL, one after the other, with what each part takes of the processors."""
    found: dict[str, Any] = {}
    for count in (1, 2):
        with ours("postgresql", home / f"by{count}", count) as (shop, _made):
            asyncio.run(flood(shop, 16))
            found[str(count)] = asyncio.run(flood(shop, 64))
    return found


def show_processes(found: dict[str, Any]) -> None:
    """Prints what one process made and what two did."""
    for count, by in found.items():
        database, ratio = by["last_root_of_a_core"], by["a_second"] / found["1"]["a_second"]
        print(
            f"postgresql  by {count}: {by['a_second']:.1f} orders/s = {ratio:.2f} ×, p99 {by['p99']:.0f} ms; {by['cpu_ms']:.2f} ms of "
            f"processor each; of a core: Huiyin {by['of_a_core'] - database:.2f}, the database {database:.2f}, the clients "
            f"{by['generator_of_a_core']:.2f}, all the machine {by['machine_of_a_core']:.2f} of {os.cpu_count()}"
        )


def shown(database: str, found: dict[str, Any]) -> bool:
    """Prints what was measured on one database. Gives whether every goal is kept."""
    kept_all = True
    for clients in map(str, CLIENTS):
        one, peer = found["ours"][clients], found.get("pretix", {}).get(clients)
        rate, whose = (peer["a_second"], "pretix") if peer else (PEER_BEFORE[database], "pretix as measured on 28 November 2026")
        ratio = one["a_second"] / max(rate, 0.01)
        kept_all = kept_all and ratio >= GOALS[database] and (clients != "64" or one["p99"] <= P99_MS)
        print(
            f"{database:11}{clients:>4} clients {one['a_second']:7.1f} orders/s = {ratio:4.1f} × {whose} ({rate:.1f}/s), "
            f"p50 {one['p50']:.0f} p99 {one['p99']:.0f} ms, {one['cpu_ms']:.2f} ms of processor each = {1000 / one['cpu_ms']:.0f}/s "
            f"of one core, refused {one['refused']}"
        )
        if peer:
            print(f"{'':11}     pretix   p50 {peer['p50']:.0f} p99 {peer['p99']:.0f} ms, {peer['cpu_ms']:.1f} ms of processor each, "
                  f"refused {peer['refused']}")  # fmt: skip
    one = found["one_address"]
    exact = found["sold_out"] == {"201": LAST, "409": ONE_ADDRESS - LAST}
    sale = found["sale"]
    crowd = f"{one['a_second']:.1f} orders/s, p99 {one['p99']:.0f} ms, refused {one['refused']}"
    print(f"{database:11} {ONE_ADDRESS} behind one address: {crowd}")
    print(f"{database:11} the last {LAST} of {ONE_ADDRESS}: {found['sold_out']} {'exactly' if exact else 'WRONG'}")
    print(f"{database:11} the sale: {sale['statuses']}; orders p50 {sale['orders']['p50']:.0f} p99 {sale['orders']['p99']:.0f} ms, "
          f"looks p50 {sale['looks']['p50']:.0f} p99 {sale['looks']['p99']:.0f} ms")  # fmt: skip
    show_processes(found.get("processes", {}))
    if why := found.get("pretix_missing"):
        print(f"{database:11} no pretix here: {why}")
    return kept_all and exact and not one["refused"]


def main() -> int:
    """Measures on both databases and prints a table. Gives 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    parser.add_argument("--without-peer", action="store_true", help="measure Huiyin alone")
    parser.add_argument("--processes", action="store_true", help="measure only one process beside two, on PostgreSQL")
    args = parser.parse_args()
    databases = [args.only] if args.only else ["sqlite", "postgresql"]
    result: dict[str, Any] = {"machine": os.cpu_count(), "load": os.getloadavg(), "date": f"{date.today()}", "seconds": SECONDS}
    missed = False
    with tempfile.TemporaryDirectory(prefix="huiyin-orders-") as home:
        Path(home).chmod(0o711)
        if args.processes:
            show_processes(by_processes(Path(home)))
            return 0
        for database in databases:
            result[database] = measured(database, Path(home) / database, not args.without_peer)
            missed = not shown(database, result[database]) or missed
    if not args.only:
        (ROOT / "bench" / "results" / "orders.json").write_text(json.dumps(result, indent=1) + "\n")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
