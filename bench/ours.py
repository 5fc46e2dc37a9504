"""Huiyin as it is installed: `huiyin serve` in production mode, one process, with people who are signed in and members."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.driving import Member
from bench.measuring import Running

ROOT = Path(__file__).resolve().parent.parent
MARKERS_SHARE = 5  # every fifth member moves their cursor once a second while posts are paced


def answers(port: int) -> bool:
    """Whether somebody listens at a port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def prepare(home: Path, members: int, groups: int, database: str = "") -> list[tuple[int, str]]:
    """Makes the database: each group with its members, each member signed in. Gives (group, session key) of everybody.

    Takes the data directory, members altogether, how many groups they are spread over, and PostgreSQL's address or nothing.
    """
    home.mkdir(exist_ok=True)
    surroundings = _surroundings(home, database)
    subprocess.run(
        [sys.executable, "-m", "huiyin", "migrate"],
        env=surroundings,
        check=True,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    command = [sys.executable, __file__, str(members), str(groups)]
    done = subprocess.run(command, env=surroundings, check=True, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    return [(group, key) for group, key in json.loads(done.stdout.splitlines()[-1])]


@contextmanager
def serving(home: Path, port: int, database: str = "") -> Iterator[Running]:
    """Gives the running server."""
    command = [sys.executable, "-m", "huiyin", "serve", "--port", str(port)]
    server = Running(command, home / "serve.log", env=_surroundings(home, database), cwd=ROOT)
    try:
        server.wait_until(lambda: answers(port))
        yield server
    finally:
        server.end()


def plan(people: list[tuple[int, str]], senders: int, *, hear: bool = True, mark: bool = False) -> list[Member]:
    """Gives the plan: the first `senders` post, all listen (or nobody), a share moves cursors."""
    lines = [
        Member(("both" if hear else "send") if n < senders else "hear", str(group), "-", key)
        for n, (group, key) in enumerate(people) if hear or n < senders
    ]  # fmt: skip
    if mark:
        lines += [Member("mark", str(group), "-", key) for group, key in people[::MARKERS_SHARE]]
    return lines


def _surroundings(home: Path, database: str) -> dict[str, str]:
    return os.environ | {
        "HUIYIN_DATA": str(home), "HUIYIN_DATABASE": database, "HUIYIN_MODE": "production", "HUIYIN_BUS": "", "HUIYIN_ORIGIN": "",
        "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "huiyin.settings",
    }  # fmt: skip


def _fill(members: int, groups: int) -> list[tuple[int, str]]:
    import django

    django.setup()
    from django.db import transaction

    from tests.factories import a_group, a_person, a_session

    with transaction.atomic():
        people = [a_person() for _ in range(members)]
        given = []
        for n in range(groups):
            mine = people[n::groups]
            group = a_group(f"值班{n + 1}", owner=mine[0], members=mine[1:])
            given += [(group.pk, a_session(person)) for person in mine]
    return given


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    print(json.dumps(_fill(int(sys.argv[1]), int(sys.argv[2]))))
