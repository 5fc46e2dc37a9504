"""Requests coming in over HTTP: programs of residents register them at a running server, each by the ordinary action, with triage and a
key that makes sending again safe; beside it, in the same run and on the same kind of database, tickets through django-helpdesk's public
form."""

from __future__ import annotations

import contextlib
import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huiyin.settings")
import django

django.setup()
from bench.cases_peer import NoPeer, served  # noqa: E402
from bench.measuring import cpu_seconds  # noqa: E402
from bench.size_postgres import kept  # noqa: E402
from tests import forked  # noqa: E402
from tests.faults.processes import Process, environment, huiyin, until  # noqa: E402

SECONDS = float(os.environ.get("HUIYIN_BENCH_SECONDS", "8"))
CLIENTS, PEOPLE, AN_HOUR = (8, 64), 400, 59  # requests an hour that one person's program may send
WARM = 40
WORDS = "村口第{n}盏路灯坏了三天，晚上孩子放学看不见路，请尽快来修。"
MAKING = f"""
import json
from django.db import transaction
from huiyin.people.actions.tokens import make_token
from tests.factories import a_person
with transaction.atomic():
    print(json.dumps([make_token(a_person(kind="resident"), "bench", ["cases:write"])[1] for _n in range({PEOPLE})]))
"""
Send = Callable[[httpx.Client, int], int]


def main() -> int:
    """Measures both on both databases, or on the one named, and prints JSON."""
    told: dict[str, Any] = {}
    for database in sys.argv[1:] or ("sqlite", "postgresql"):
        with contextlib.ExitStack() as stack:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="huiyin-intake-")))
            home.chmod(0o711)
            told[database] = intake(home, stack.enter_context(kept(home / "postgresql")) if database == "postgresql" else "")
    print(json.dumps(told, ensure_ascii=False))
    return 0


def intake(home: Path, address: str, peer: bool = True) -> dict[str, Any]:
    """Gives, for 8 and 64 clients, ours and django-helpdesk's: registered a second, processor seconds of the server's processes for each
    (without PostgreSQL's), p50 and p99 in ms, refusals. `home` may hold a county already; both have the database to themselves."""
    told: dict[str, Any] = {}
    env = environment(home, address, "")
    if not (home / "who.json").exists():  # there are none yet
        forked.run(env, "migrate", timeout=900)
    for clients in CLIENTS:
        tokens = json.loads(huiyin(env, code=MAKING).splitlines()[-1])  # 60 an hour a person: others each time
        process = Process(env)
        try:
            until(lambda process=process: process.health().get("database") == "ok", 60)  # type: ignore[misc]
            told[str(clients)] = _flood(process.url, process.process.pid, clients, _ours(tokens), (201,))
            print(f"{'postgresql' if address else 'sqlite'}, {clients}: {told[str(clients)]}", file=sys.stderr, flush=True)
        finally:
            process.kill()
    if peer:
        try:
            told["django-helpdesk"] = _peer(address)
        except NoPeer as missing:
            told["django-helpdesk"] = {"missing": str(missing)}
    return told


def _ours(tokens: list[str]) -> Send:
    def send(http: httpx.Client, n: int) -> int:
        whose = tokens[n // AN_HOUR % len(tokens)] if n < AN_HOUR * len(tokens) else tokens[-1]
        body = {"text": WORDS.format(n=n), "place": "柳渡村", "key": f"bench-{n}"}
        return http.post("/api/v1/cases", json=body, headers={"Authorization": f"Bearer {whose}"}).status_code

    return send


def _peer(address: str) -> dict[str, Any]:
    with contextlib.ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="peer-")))
        home.chmod(0o711)
        own = stack.enter_context(kept(home / "postgresql")) if address else ""
        url, pid, form = stack.enter_context(served(home, own))

        def send(http: httpx.Client, n: int) -> int:
            return http.post(url, data=form | {"title": f"路灯 {n}", "body": WORDS.format(n=n)}).status_code

        return {str(clients): _flood(url, pid, clients, send, (302,)) for clients in CLIENTS}


def _flood(url: str, pid: int, clients: int, send: Send, good: tuple[int, ...]) -> dict[str, float]:
    took: list[float] = []
    refused: list[int] = []
    lock = threading.Lock()
    turn, ends = iter(range(10**9)), 0.0

    def client() -> None:
        with httpx.Client(base_url=url, timeout=60) as http:
            while time.monotonic() < ends:
                with lock:
                    n = next(turn)
                began = time.perf_counter()
                if (status := send(http, n)) in good:
                    took.append((time.perf_counter() - began) * 1000)
                else:
                    refused.append(status)

    with httpx.Client(base_url=url, timeout=60) as http:  # neither is charged for what it loads once
        for _n in range(WARM):
            send(http, next(turn))
    ends = time.monotonic() + SECONDS
    began, worked = time.monotonic(), cpu_seconds([pid])
    threads = [threading.Thread(target=client) for _n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = statistics.quantiles(took, n=100) if len(took) > 1 else [0.0] * 99
    cpu = (cpu_seconds([pid]) - worked) / max(1, len(took))
    return {
        "a_second": round(len(took) / (time.monotonic() - began), 1), "cpu_ms": round(cpu * 1000, 2), "p50": round(cuts[49], 1),
        "p99": round(cuts[98], 1), "refused": len(refused),
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
