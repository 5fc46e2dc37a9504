"""./dev bench orders: many order of one listing at once, over HTTP, by the ordinary action; then the last of a stock is sold out.

One `huiyin serve` on each database. 8 and 64 clients, each a person of its own, order 1 kg at a time for some seconds: orders a second, p50
and p99. Then 200 clients ask for the last 50 of a stock without waiting: exactly 50 are sold, 150 told `full`. Writes
bench/results/orders.json. The peer (pretix, one quota, its REST API: 15.5 orders/s with one worker, p99 4.5 s) was measured by itself;
its figures stand in ../shared/reference and are not taken here: it does not install beside our pins.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
import django

django.setup()
from bench.size_postgres import kept  # noqa: E402
from tests.faults.processes import ROOT, Process, environment, huiyin, until  # noqa: E402

SECONDS = float(os.environ.get("HUIYIN_BENCH_SECONDS", "8"))
PEER_A_SECOND = 15.5
GOALS = {"sqlite": 15, "postgresql": 10}
MAKING = """
import json
from huiyin.people.actions.tokens import make_token
from tests.factories import a_person
from tests.market.conftest import KG, a_market
big, last = a_market(1_000_000 * KG), a_market(50 * KG)
tokens = [make_token(a_person(kind="resident"), "bench", ["orders:read", "orders:write"])[1] for _n in range(200)]
print(json.dumps({"big": big.listing.pk, "last": last.listing.pk, "tokens": tokens}))
"""


def order(http: httpx.Client, listing: int, token: str, key: str, wait: bool = True) -> int:
    """Orders a kilogram. Gives the status."""
    body = {"grams": 1000, "take": "all", "wait": wait, "key": key}
    answer = http.post(f"/api/v1/listings/{listing}/orders", json=body, headers={"Authorization": f"Bearer {token}"})
    return answer.status_code


def flood(url: str, made: dict[str, Any], clients: int) -> dict[str, float]:
    """Has so many clients order for a while. Gives orders a second, p50 and p99 in ms, and how many were refused."""
    took: list[float] = []
    refused: list[int] = []
    ends = time.monotonic() + SECONDS

    def client(n: int) -> None:
        with httpx.Client(base_url=url, timeout=60) as http:
            k = 0
            while time.monotonic() < ends:
                began = time.perf_counter()
                status = order(http, made["big"], made["tokens"][n], f"{clients}-{n}-{k}")
                (took if status == 201 else refused).append((time.perf_counter() - began) * 1000 if status == 201 else status)  # type: ignore[arg-type]
                k += 1

    began = time.monotonic()
    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = statistics.quantiles(took, n=100) if len(took) > 1 else [0.0] * 99
    return {"a_second": len(took) / (time.monotonic() - began), "p50": cuts[49], "p99": cuts[98], "refused": len(refused)}


def sold_out(url: str, made: dict[str, Any]) -> dict[int, int]:
    """Has 200 clients ask at once for the last 50. Gives how often each status was answered."""
    answered: dict[int, int] = {}
    ready = threading.Barrier(len(made["tokens"]))
    guard = threading.Lock()

    def client(n: int) -> None:
        with httpx.Client(base_url=url, timeout=60) as http:
            ready.wait()
            status = order(http, made["last"], made["tokens"][n], "last", wait=False)
        with guard:
            answered[status] = answered.get(status, 0) + 1

    threads = [threading.Thread(target=client, args=(n,)) for n in range(len(made["tokens"]))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answered


def measured(database: str, home: Path) -> dict[str, Any]:
    """Measures on one database."""
    home.mkdir(parents=True)
    home.chmod(0o711)  # PostgreSQL runs as nobody when we are root
    with contextlib.ExitStack() as stack:
        address = stack.enter_context(kept(home / "postgresql")) if database == "postgresql" else ""
        env = environment(home, address, "")
        huiyin(env, "migrate")
        done = subprocess.run([sys.executable, "-c", "import django; django.setup()\n" + MAKING], env=env, cwd=ROOT, capture_output=True,
                              text=True, check=True)  # fmt: skip
        made = json.loads(done.stdout.splitlines()[-1])
        process = Process(env)
        try:
            until(lambda: httpx.get(f"{process.url}/healthz").status_code == 200)
            found: dict[str, Any] = {str(clients): flood(process.url, made, clients) for clients in (8, 64)}
            found["sold_out"] = sold_out(process.url, made)
        finally:
            process.kill()
    return found


def main() -> int:
    """Measures on both databases and prints a table. Gives 1 where a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=("sqlite", "postgresql"))
    args = parser.parse_args()
    databases = [args.only] if args.only else ["sqlite", "postgresql"]
    result: dict[str, Any] = {"machine": os.cpu_count(), "load": os.getloadavg()[0], "date": f"{date.today()}"}
    missed = 0
    with tempfile.TemporaryDirectory(prefix="huiyin-orders-") as home:
        for database in databases:
            row = result[database] = measured(database, Path(home) / database)
            for clients in ("8", "64"):
                one = row[clients]
                rate = f"{one['a_second']:7.1f} orders/s ({one['a_second'] / PEER_A_SECOND:.1f} × pretix)"
                print(f"{database:11} {clients:>3} clients {rate}  p50 {one['p50']:.0f}  p99 {one['p99']:.0f} ms  refused {one['refused']}")
            exact = row["sold_out"] == {201: 50, 409: 150}
            print(f"{database:11} the last 50: {row['sold_out']}  {'exactly' if exact else 'WRONG'}")
            kept_goal = row["64"]["a_second"] >= GOALS[database] * PEER_A_SECOND and row["64"]["p99"] <= 400 and exact
            missed |= int(not kept_goal)
    if not args.only:
        (ROOT / "bench" / "results" / "orders.json").write_text(json.dumps(result, indent=1) + "\n")
    return missed


if __name__ == "__main__":
    sys.exit(main())
