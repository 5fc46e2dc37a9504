"""./dev bench size: a city's year, made and measured on SQLite and on PostgreSQL. Writes bench/results/size.json.

The city is made once in the directory given (--data) and used again as long as the parameters are the same; delete the directory
when done. docs/operators/scale.md has the figures and what follows from them.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench.size_making import made_before, make, note, on_disk  # noqa: E402

GOALS_MS = {"sqlite": 250.0, "postgresql": 100.0}  # the 99th of a hundred
A_MESSAGE_BYTES = 6000  # what the disk must have free for each, for both databases and their indexes while loading


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name, number in (("people", 330_000), ("groups", 10_000), ("messages", 5_000_000), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=number)
    parser.add_argument("--data", type=Path, required=True, help="a directory for gigabytes of data")
    parser.add_argument("--only", choices=("sqlite", "postgresql"), help="one database instead of both")
    parser.add_argument("--rounds", type=int, default=300, help="requests measured of each sort")
    parser.add_argument("--make", action="store_true", help="make it and stop")
    parser.add_argument("--verify", action="store_true", help="recompute every chain too")
    parser.add_argument("--sort", default="", help="measure only sorts with these words in their names")
    parser.add_argument("--child", choices=("make", "measure", "verify"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    size = {name: getattr(args, name) for name in ("people", "groups", "messages", "seed")}
    if args.child:
        print(json.dumps(_child(args, size)))
        return
    args.data.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(args.data).free < size["messages"] * A_MESSAGE_BYTES:
        raise SystemExit(f"{args.data} has too little room for {size['messages']:,} messages")
    results = {}
    for database in ("sqlite", "postgresql"):
        if args.only in (None, database):
            results[database] = _on(database, args, size)
    if not args.make:
        _report(results, args)


def _on(database: str, args: argparse.Namespace, size: dict[str, int]) -> dict[str, Any]:
    """Makes the city on one database where it is not there yet, and measures."""
    home: Path = args.data / database
    mark = home / "made.json"
    made = made_before(mark, size)
    if made is None:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir()
        with _address(database, home, durable=False) as address:
            seconds = _ask("make", args, home, address)["seconds"]
        made = note(mark, size, seconds)
    data = home / ("huiyin.sqlite3" if database == "sqlite" else "data/base")
    result = {"made_in_seconds": made["seconds"], "bytes_on_disk": on_disk(data)}
    if args.make:
        return result
    with _address(database, home, durable=True) as address:
        if args.verify:
            result["verified"] = _ask("verify", args, home, address)
        result |= _ask("measure", args, home, address)
    return result


def _address(database: str, home: Path, durable: bool) -> Any:
    from contextlib import nullcontext

    from bench.size_postgres import kept

    return nullcontext("") if database == "sqlite" else kept(home, durable)


def _ask(what: str, args: argparse.Namespace, home: Path, address: str) -> dict[str, Any]:
    """Does one thing in a process of its own, so that each database has its own settings."""
    surroundings = os.environ | {"HUIYIN_DATA": str(home), "HUIYIN_DATABASE": address, "HUIYIN_MODE": "dev"}
    words = [f"--{name}={getattr(args, name)}" for name in ("people", "groups", "messages", "seed", "data", "rounds", "sort")]
    done = subprocess.run(
        [sys.executable, __file__, *words, "--child", what], env=surroundings, stdout=subprocess.PIPE, text=True, check=True
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def _child(args: argparse.Namespace, size: dict[str, int]) -> dict[str, Any]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "huiyin.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    database = os.environ["HUIYIN_DATABASE"] or Path(os.environ["HUIYIN_DATA"]) / "huiyin.sqlite3"
    call_command("migrate", verbosity=0)
    if args.child == "make":
        connection.close()
        return {"seconds": make(size, database)}
    if args.child == "verify":
        from huiyin.journal.verifying import verify

        verdict = verify()
        return {"streams": verdict.streams, "entries": verdict.entries, "broken": str(verdict.broken or "")}
    from bench.size_measuring import measure

    return measure(args.rounds, args.sort)


def _report(results: dict[str, Any], args: argparse.Namespace) -> None:
    out = ROOT / "bench" / "results" / "size.json"
    for database, result in results.items():
        print(
            f"\n{database}: {result['bytes_on_disk'] / 1e9:.1f} GB on disk, made in {result['made_in_seconds']} s, "
            f"the process at its largest {result['memory_mb']} MB"
        )
        heads = f"{'':<44}{'p50':>8}{'p95':>8}{'p99':>8}{'most':>8}{'cold p50':>10}{'cold most':>10}"
        print(f"{heads}{'own cpu':>9}{'queries':>9}")
        for name, row in result["sorts"].items():
            kept = row["p99_ms"] <= GOALS_MS[database]
            print(
                f"{name:<44}{row['p50_ms']:>8.1f}{row['p95_ms']:>8.1f}{row['p99_ms']:>8.1f}{row['most_ms']:>8.1f}"
                f"{row['cold_p50_ms']:>10.1f}{row['cold_most_ms']:>10.1f}{row['cpu_ms']:>9.1f}{row['queries']:>9}   "
                f"{'kept' if kept else 'MISSED'}"
            )
    if args.sort or args.only:
        return  # a part of the picture is no result to keep
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    size = {name: getattr(args, name) for name in ("people", "groups", "messages", "seed")}
    out.parent.mkdir(exist_ok=True)
    report = {"machine": machine, "when": f"{datetime.now(UTC):%Y-%m-%d}", "size": size, "goals_p99_ms": GOALS_MS, "databases": results}
    out.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
