"""Several Huiyin processes on one PostgreSQL and one bus, each started as in life and ended as in a bad night."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests import forked
from tests.forked import Forked
from tests.live.conftest import PATIENCE, Listener
from tests.postgres import TABLES, free_port, new_database
from tests.tables import kept, put_tables

ROOT = Path(__file__).resolve().parent.parent.parent


class Bus:
    """A Valkey (or Redis) of ours, keeping nothing."""

    def __init__(self) -> None:
        program = shutil.which("valkey-server") or shutil.which("redis-server")
        if program is None:
            pytest.skip("no Valkey and no Redis here; on Debian: apt-get install redis-server")
        self.program, self.port = program, free_port()
        self.process: subprocess.Popen[bytes] | None = None
        self.start()

    @property
    def address(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = [self.program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd="/")

    def stop(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None


class Process:
    """One `huiyin serve`: forked, or with `--workers`, whose processes are begun from the command's name, by the command itself."""

    def __init__(self, env: dict[str, str], *options: str) -> None:
        self.port = free_port()
        self.log = open(Path(env["HUIYIN_DATA"]) / f"serve-{self.port}.log", "w+b")  # noqa: SIM115
        words = ["serve", "--port", str(self.port), *options]
        self.process: Forked | subprocess.Popen[bytes]
        if options:
            command = [sys.executable, "-m", "huiyin", *words]
            self.process = subprocess.Popen(command, env=env, cwd=ROOT, stdout=self.log, stderr=self.log, start_new_session=True)
        else:
            self.process = forked.start(env, *words, stdout=self.log, own_session=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def health(self) -> dict[str, Any]:
        """What it says of itself; {} while it does not answer, or with nothing."""
        try:
            return httpx.get(f"{self.url}/healthz", timeout=PATIENCE).json()
        except (httpx.HTTPError, ValueError):
            return {}

    def said(self) -> str:
        self.log.flush()
        return Path(self.log.name).read_text()

    def children(self) -> list[int]:
        """The worker processes of `--workers`."""
        told = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return [int(pid) for pid in told if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]

    def kill(self) -> None:
        """kill -9, children and all."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Served:
    """A database, and the process that serves it, if there is one just now."""

    def __init__(self, env: dict[str, str]) -> None:
        self.env = env
        self.process: Process | None = None

    def serve(self) -> Process:
        """Starts a server and waits until it answers."""
        process = Process(self.env)
        try:
            until(lambda: process.health().get("database") == "ok" or process.process.poll() is not None, 60)
            assert process.process.poll() is None, process.said()
        except BaseException:
            process.kill()
            raise
        self.process = process
        return process

    def kill(self) -> None:
        """kill -9."""
        if self.process is not None:
            self.process.kill()
            self.process.log.close()
            self.process = None


class Browser:
    """One person's browser, at any of the processes."""

    def __init__(self, session: str, person: int) -> None:
        self.session, self.person = session, person
        self.listeners: list[Listener] = []
        self.http = httpx.Client(cookies={"huiyin": session}, headers={"accept": "application/json"}, timeout=PATIENCE)

    def listen(self, at: Process, cursors: str = "") -> Listener:
        self.listeners.append(Listener(at.url, self.session, cursors))
        return self.listeners[-1]

    def say(self, at: Process, group: int, text: str, key: str = "") -> httpx.Response:
        return self.http.post(f"{at.url}/groups/{group}/messages", json={"text": text, "key": key or f"key-{text}-{self.person}"[:40]})

    def close(self) -> None:
        for listener in self.listeners:
            listener.close()
        self.http.close()


def until(true: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """Gives the first true answer; fails after so many seconds. Asks ten times a second: what is waited for is another process."""
    ends = time.monotonic() + seconds
    while True:
        if answer := true():
            return answer
        assert time.monotonic() < ends, "it did not come about"
        time.sleep(0.1)


def huiyin(env: dict[str, str], *words: str, code: str = "") -> str:
    """Runs a command of Huiyin's, or a piece of Python with Django ready. Gives what it printed."""
    done = forked.run(env, *words, code=code)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def with_tables(env: dict[str, str]) -> None:
    """Makes the database anew, with tables and nothing in them, where making it is not what is tried."""
    if address := env["HUIYIN_DATABASE"]:
        new_database(address, address.rpartition("/")[2], "template1" if kept() is None else TABLES)
    else:
        put_tables(Path(env["HUIYIN_DATA"]))
    if kept() is None:  # not by ./dev test
        huiyin(env, "migrate")


PEOPLE = """
import json
from django.db import transaction
from tests.factories import a_group, a_person, a_session
people = [a_person() for _ in range(6)]
group = a_group("值班群", owner=people[0], members=people[1:])
print(json.dumps({"group": group.pk, "people": [[a_session(p), p.pk] for p in people]}))
"""


def environment(data: Path, database: str, bus: str) -> dict[str, str]:
    """Gives the environment of a production server."""
    env = {key: value for key, value in os.environ.items() if not key.startswith(("HUIYIN_", "DJANGO_"))}
    return env | {
        "HUIYIN_DATA": str(data), "HUIYIN_DATABASE": database, "HUIYIN_BUS": bus, "HUIYIN_MODE": "production",
        "DJANGO_SETTINGS_MODULE": "huiyin.settings", "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1",
    }  # fmt: skip


def prepared(env: dict[str, str]) -> tuple[int, list[Browser]]:
    """Makes the database with a group of six. Gives the group's id and their browsers."""
    with_tables(env)
    told = json.loads(huiyin(env, code=PEOPLE).splitlines()[-1])
    return told["group"], [Browser(session, person) for session, person in told["people"]]


@contextlib.contextmanager
def serving(env: dict[str, str], count: int, *options: str) -> Iterator[list[Process]]:
    """Starts so many servers on the same database and bus, and waits until they hear each other."""
    started = [Process(env, *options) for _ in range(count)]
    try:
        for process in started:
            until(lambda process=process: process.health().get("database") == "ok" or process.process.poll() is not None, 60)  # type: ignore[misc]
            assert process.process.poll() is None, process.said()
        yield started
    finally:
        for process in started:
            process.kill()
            process.log.close()
