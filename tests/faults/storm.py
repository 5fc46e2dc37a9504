"""Eight people who post as fast as they are answered, through kills and full disks, and what must be true afterwards."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from tests.faults.processes import Process, Served, huiyin, until, with_tables

PEOPLE = """
import json
from tests.factories import a_group, a_person, a_session
people = [a_person() for _ in range({count})]
group = a_group("风暴群", owner=people[0], members=people[1:])
print(json.dumps({{"group": group.pk, "stream": group.stream_id, "sessions": [[a_session(p), p.pk] for p in people]}}))
"""
KEPT = """
import json
from django.db import connection
from huiyin.groups.models import Message
from huiyin.journal.verifying import verify
verdict = verify()
whole = "ok"
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        whole = cursor.fetchone()[0]
rows = list(Message.objects.filter(group={group}, text__startswith="w").order_by("n").values_list("n", "text", "author"))
print(json.dumps({{"rows": rows, "broken": str(verdict.broken or ""), "whole": whole}}))
"""


def settle(env: dict[str, str], people: int = 60) -> dict[str, Any]:
    """Makes the database with a group of so many people. Gives the group, its stream and each person's session."""
    with_tables(env)
    told: dict[str, Any] = json.loads(huiyin(env, code=PEOPLE.format(count=people)).splitlines()[-1])
    return told


class Talk(Served):
    """A group in a database, and the process that serves it. Takes what `settle` gave."""

    def __init__(self, env: dict[str, str], told: dict[str, Any]) -> None:
        super().__init__(env)
        self.group, self.stream, self.sessions = told["group"], told["stream"], told["sessions"]

    def kept(self) -> dict[str, Any]:
        """What is stored, looked at by a process of its own."""
        return json.loads(huiyin(self.env, code=KEPT.format(group=self.group)).splitlines()[-1])

    def browser(self, place: int) -> httpx.Client:
        """A person's browser; it takes whole addresses, because the server's changes."""
        return httpx.Client(cookies={"huiyin": self.sessions[place][0]}, headers={"accept": "application/json"}, timeout=10)


class Storm:
    """Writers 0…n-1, each a thread: the next message is sent when the one before was acknowledged, with the same key until then."""

    def __init__(self, talk: Talk, writers: int = 8, pause: float = 0.0) -> None:
        self.talk, self.pause = talk, pause
        self.acknowledged: list[list[int]] = [[] for _ in range(writers)]  # by writer, the number its n-th message was given
        self.refusals: list[int] = []
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self._write, args=(w,), daemon=True) for w in range(writers)]
        for thread in self.threads:
            thread.start()

    def _write(self, writer: int) -> None:
        acknowledged = self.acknowledged[writer]
        with self.talk.browser(writer) as http:
            while not self.stopping.is_set():
                place = len(acknowledged)
                body = {"text": f"w{writer} {place}", "key": f"storm-{writer}-{place}"}
                process = self.talk.process
                try:
                    answer = http.post(f"{process.url if process else 'http://127.0.0.1:1'}/groups/{self.talk.group}/messages", json=body)
                except httpx.HTTPError:
                    self.stopping.wait(0.02)  # the server is away: the same key again
                    continue
                if answer.status_code in (200, 201):
                    acknowledged.append(answer.json()["n"])
                else:
                    self.refusals.append(answer.status_code)
                    self.stopping.wait(0.05)
                if self.pause:
                    self.stopping.wait(self.pause)

    @property
    def count(self) -> int:
        return sum(map(len, self.acknowledged))

    def wait_for(self, more: int, seconds: float = 60) -> None:
        """Waits until so many more were acknowledged."""
        wanted = self.count + more
        until(lambda: self.count >= wanted, seconds)

    def stop(self) -> None:
        self.stopping.set()
        for thread in self.threads:
            thread.join(15)


def nothing_lost(storm: Storm, kept: dict[str, Any]) -> None:
    """Every acknowledged message is there exactly once, under the number it was given, in the order of its sender."""
    assert kept["broken"] == "" and kept["whole"] == "ok"
    numbers = {text: n for n, text, _author in kept["rows"]}
    assert len(numbers) == len(kept["rows"]), "a message is there twice"
    for writer, given in enumerate(storm.acknowledged):
        assert given == sorted(given)
        assert [numbers.get(f"w{writer} {place}") for place in range(len(given))] == given
        # At most one more: stored, but the answer never came.
        assert sum(text.startswith(f"w{writer} ") for text in numbers) - len(given) in (0, 1)


def paced(times: int, step: Callable[[int], None]) -> float:
    """Calls a step so many times. Gives the seconds it took."""
    began = time.monotonic()
    for place in range(times):
        step(place)
    return time.monotonic() - began


def memory_kb(process: Process) -> int:
    """What a process holds in memory of its own, in kB; what SQLite maps of its file is the system's to keep or to drop."""
    for line in Path(f"/proc/{process.process.pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1])
    raise AssertionError("no RssAnon")
