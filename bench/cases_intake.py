"""Requests coming in over HTTP: programs of two hundred residents register them at a running server, each by the ordinary action."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import httpx

from bench.measuring import cpu_seconds
from tests.faults.processes import ROOT, Process, environment, huiyin, until

SECONDS = 6.0
MAKING = """
import json
from huiyin.people.actions.tokens import make_token
from tests.factories import a_person
print(json.dumps([make_token(a_person(kind="resident"), "bench", ["cases:write"])[1] for _n in range(200)]))
"""


def intake(home: Path, address: str) -> dict[str, Any]:
    """Gives, for 8 and 64 clients: registered a second, processor seconds of the server's tree for each, p50 and p99 in ms, refusals."""
    env = environment(home, address, "")
    huiyin(env, "migrate")
    made = [sys.executable, "-c", "import django; django.setup()\n" + MAKING]
    told: dict[str, Any] = {}
    for clients in (8, 64):
        done = subprocess.run(made, env=env, cwd=ROOT, capture_output=True, text=True, check=True)  # 60 an hour a person: others each time
        process = Process(env)
        try:
            until(lambda url=process.url: httpx.get(f"{url}/healthz").status_code == 200)  # type: ignore[misc]
            told[str(clients)] = _flood(process, json.loads(done.stdout.splitlines()[-1]), clients)
        finally:
            process.kill()
    return told


def _flood(process: Process, tokens: list[str], clients: int) -> dict[str, float]:
    took: list[float] = []
    refused: list[int] = []
    ends = time.monotonic() + SECONDS

    def client(n: int) -> None:
        mine = tokens[n::clients]
        with httpx.Client(base_url=process.url, timeout=60) as http:
            for k in range(59 * len(mine)):
                if time.monotonic() > ends:
                    return
                body = {"text": f"村口第{k}盏路灯坏了三天，晚上孩子放学看不见路，请尽快来修。", "place": "柳渡村", "key": f"{n}-{k}"}
                began = time.perf_counter()
                answer = http.post("/api/v1/cases", json=body, headers={"Authorization": f"Bearer {mine[k // 59]}"})
                if answer.status_code == 201:
                    took.append((time.perf_counter() - began) * 1000)
                else:
                    refused.append(answer.status_code)

    began, worked = time.monotonic(), cpu_seconds([process.pid])
    threads = [threading.Thread(target=client, args=(n,)) for n in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    cuts = statistics.quantiles(took, n=100) if len(took) > 1 else [0.0] * 99
    cpu = (cpu_seconds([process.pid]) - worked) / max(1, len(took))
    return {
        "a_second": round(len(took) / (time.monotonic() - began), 1), "cpu_ms": round(cpu * 1000, 2), "p50": round(cuts[49], 1),
        "p99": round(cuts[98], 1), "refused": len(refused),
    }  # fmt: skip
