"""./dev bench live: live delivery and durable posting, Huiyin and its peers in one run. Writes bench/results/live.json.

./dev bench live              medians of three runs, some ten minutes
./dev bench live --quick      one short run
./dev bench live --only huiyin --settings 200,posts-sqlite
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from bench import ours, xmpp  # noqa: E402
from bench.driving import Generator, Member, compiled  # noqa: E402
from bench.goals import medians, table  # noqa: E402
from bench.measuring import SERVER_CORE, cpu_seconds, memory_kb, pin  # noqa: E402
from tests.postgres import NoPostgres, cluster, free_port  # noqa: E402

SETTINGS = ("200", "1000", "posts-sqlite", "posts-postgresql")
SENDERS = 64
SLOW = {("prosody", "1000")}  # a thousand who join tell each other of it a million times, at five thousand a second
NOT_KEPT = {("prosody", "posts-postgresql")}
FANNED = {"saturated": "closed 64", "one": "closed 1", "paced": "paced 50"}
PHASES = {
    "200": FANNED,
    "1000": {"one": "closed 1"},
    "posts-sqlite": {"8": "closed 8", "64": "closed 64"},
    "posts-postgresql": {"8": "closed 8", "64": "closed 64"},
}


def main() -> None:
    args = _arguments()
    results: dict[str, dict[str, Any]] = {}
    with tempfile.TemporaryDirectory(prefix="huiyin-bench-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        program = compiled(Path(name))
        for setting in args.settings:
            for server in args.only:
                if (server, setting) in SLOW | NOT_KEPT:
                    continue
                home = Path(name) / f"{server}-{setting}"
                home.mkdir()
                try:
                    results.setdefault(server, {})[setting] = measure(program, home, server, setting, args)
                except (xmpp.Missing, NoPostgres) as missing:
                    print(missing, file=sys.stderr)
    for server, settings in results.items():
        measured = [figures for phases in settings.values() for figures in phases.values() if "generator_cpu" in figures]
        if measured:
            own, others = (max(figures[name] for figures in measured) for name in ("generator_cpu", "others_share"))
            print(f"{server}: the generator used at most {own:.0%} of its core, others at most {others:.0%} of the server's.")
    print("\n".join(table(results)))
    if not args.no_file:
        write(results, args)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=3, help="runs of each phase; the median counts (3)")
    parser.add_argument("--seconds", type=float, default=5.0, help="of each run (5)")
    parser.add_argument("--quick", action="store_true", help="one run of two seconds, nothing written")
    parser.add_argument("--only", default="huiyin,ejabberd,prosody", help="servers, with commas")
    parser.add_argument("--settings", default=",".join(SETTINGS), help="with commas")
    parser.add_argument("--no-file", action="store_true", help="do not write bench/results/live.json")
    args = parser.parse_args()
    args.only, args.settings = args.only.split(","), args.settings.split(",")
    if args.quick:
        args.runs, args.seconds, args.no_file = 1, 2.0, True
    return args


def measure(program: Path, home: Path, server: str, setting: str, args: argparse.Namespace) -> dict[str, dict[str, float]]:
    """Starts a server for a setting and lets its members talk. Gives the phases' figures."""
    found: dict[str, dict[str, float]] = {}
    with started(home, server, setting) as (protocol, port, plan, roots):
        before = memory_kb(roots)
        with Generator(program, protocol, port, plan, roots, home) as generator:
            listeners = int(generator.connected["listeners"])
            if listeners:
                found["connected"] = {"kb_a_member": round((memory_kb(roots) - before) / listeners, 1)}
            for phase, command in PHASES[setting].items():
                runs = [generator.phase(f"{command} 1 {args.seconds}") for _ in range(args.runs)]
                found[phase] = medians(runs)
                print(f"{server} {setting} {phase}: {_told(found[phase])}", file=sys.stderr, flush=True)
    return found


def _told(figures: dict[str, float]) -> str:
    return (
        f"{figures['deliveries_s']:,.0f} deliveries/s, {figures['deliveries_cpu_s']:,.0f} a CPU-second, {figures['posts_s']:,.0f} posts/s, "
        f"p50 {figures['p50_ms']:.1f} ms, p99 {figures['p99_ms']:.1f} ms, server {figures['cpu_share']:.0%}, "
        f"generator {figures['generator_cpu']:.0%}"
    )


@contextmanager
def started(home: Path, server: str, setting: str) -> Iterator[tuple[str, int, list[Member], list[int]]]:
    """Gives (protocol, port, plan, the server's process ids) of a running server with its members."""
    posting = setting.startswith("posts")
    members = SENDERS if posting else int(setting)
    port = free_port()
    with ExitStack() as stack:
        database, roots = "", []
        if setting == "posts-postgresql":
            database, root = stack.enter_context(_postgres())
            roots = [root]
        if server == "huiyin":
            people = ours.prepare(home, members, SENDERS if posting else 1, database)
            running = stack.enter_context(ours.serving(home, port, database))
            plan = ours.plan(people, SENDERS, hear=not posting, mark=not posting)
            yield "huiyin", port, plan, [running.pid, *roots]
        else:
            start: Callable[..., Any] = getattr(xmpp, server)
            running = stack.enter_context(start(home / "server", port, members, database))
            yield "xmpp", port, xmpp.plan(members, SENDERS if posting else 1, SENDERS), [running.pid, *roots]


@contextmanager
def _postgres() -> Iterator[tuple[str, int]]:
    """Gives a PostgreSQL that writes to the disk before it answers, on the server's core: (address, process id)."""
    with cluster(sync=True) as running:
        port = running.address.rpartition(":")[2].partition("/")[0]
        root = next(
            int(entry.name) for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and f"-p\0{port}\0".encode() in _command(entry) + b"\0" and b"postgres" in _command(entry)
        )  # fmt: skip
        pin([root], SERVER_CORE)
        yield running.address, root


def _command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""


def write(results: dict[str, Any], args: argparse.Namespace) -> None:
    """Keeps the figures with the machine and the day."""
    model = next((line.partition(":")[2].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line), "")
    report = {
        "date": datetime.date.today().isoformat(),
        "machine": f"{os.cpu_count()} cores, {model or platform.machine()}, Python {platform.python_version()}",
        "peers": {peer: xmpp.version(peer) for peer in results if peer != "huiyin"},
        "runs": args.runs, "seconds": args.seconds, "results": results,
    }  # fmt: skip
    file = ROOT / "bench" / "results" / "live.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(report, indent=1, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    assert cpu_seconds([os.getpid()]) >= 0, "needs /proc"
    main()
