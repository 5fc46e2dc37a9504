"""Ladders while the power fails, and while two processes run: each rung is told exactly once, and the group hears of it once."""

from __future__ import annotations

import json
import random
import signal
import subprocess
from pathlib import Path

import pytest

from tests.faults.processes import environment, huiyin, until, with_tables
from tests.forked import Piped
from tests.postgres import address_in

pytestmark = [pytest.mark.sqlite_only]  # they bring their own databases

ISSUING = """
from datetime import timedelta
from django.utils import timezone
from huiyin.groups.actions import posting_checks
from tests.tasks.conftest import a_lake
posting_checks.MENTIONED_AN_HOUR = 10**6  # nobody names three thousand people in an hour
lake = a_lake()
now = timezone.now()
for n in range(COUNT):
    lake.task(title=f"第{n}件", deadline=now + timedelta(hours=1, seconds=n))
"""
#: Twenty days from now everything is due; the process that says so may be killed at any moment.
CLIMBING = """
from datetime import timedelta
from django.utils import timezone
from huiyin.journal import clocks
then = timezone.now() + timedelta(days=20)
print("ready", flush=True)
while (due := clocks.next_due()) is not None and due <= then:
    clocks.fire_due(then, limit=20)
"""
COUNTED = """
import json
from collections import Counter
from huiyin.groups.models import Message
from huiyin.journal.models import Entry
from huiyin.journal.verifying import verify
from huiyin.tasks.models import Rung
assert verify().broken is None
fired = Counter((e.data["task"], e.data["round"], e.data["n"]) for e in Entry.objects.filter(kind="rung.fired"))
lines = Counter(m.text for m in Message.objects.filter(extra__has_key="event"))
overdue = Entry.objects.filter(kind="task.overdue").count()
rungs = Rung.objects.filter(fired_at__isnull=False).count()
print(json.dumps({
    "rungs": rungs, "entries": len(fired), "most": max(fired.values()), "lines": len(lines), "twice": max(lines.values()),
    "overdue": overdue,
}))
"""


#: What repeats each working day: in twenty days much is missed, and of each the latest is issued.
REPEATING = """
from tests.tasks.conftest import a_lake
from huiyin.tasks.actions import Named, Repeats, TaskDraft, start_repetition
from huiyin.worktime.recurrence import Rhythm
lake = a_lake()
for n in range(COUNT):
    draft = TaskDraft(f"第{n}件", Named(post=lake.posts["deputy"].pk), ladder_on=False)
    start_repetition(lake.group, lake.secretary, draft, Repeats(Rhythm("workday")))
"""
REPEATED = """
import json
from collections import Counter
from huiyin.groups.models import Message
from huiyin.journal.models import Entry
from huiyin.journal.verifying import verify
from huiyin.tasks.models import Task
assert verify().broken is None
issued = Counter((e.data["repetition"], e.data["n"]) for e in Entry.objects.filter(kind="repetition.issued"))
tasks = Counter(Task.objects.values_list("repetition", "nth"))
said = Counter(m.text for m in Message.objects.filter(extra__has_key="task") if m.extra["task"]["as"] == "issued")
print(json.dumps({
    "tasks": len(tasks), "twice": max(tasks.values()), "entries": len(issued), "most": max(issued.values()),
    "missed": Entry.objects.filter(kind="repetition.missed").count(), "said": sorted(set(said.values())),
}))
"""


def told_after(env: dict[str, str], count: int, kills: int, before: str, counted: str) -> dict[str, object]:
    """Two loops ring the clocks of `count` things; one after the other is killed and started again. Gives what was counted then."""
    chance = random.Random(11)
    with_tables(env)
    huiyin(env, code=before.replace("COUNT", str(count)))

    def loop() -> Piped:
        return Piped(env, CLIMBING)

    loops = [loop()]
    try:
        for _ in range(kills):
            victim = loop()
            loops.append(victim)
            victim.stdout.readline()  # ready: from here on it is in the middle of climbing
            with pytest.raises(subprocess.TimeoutExpired):
                victim.wait(chance.uniform(0.005, 0.08))
            victim.send_signal(signal.SIGKILL)
            victim.wait()
        loops += [loop(), loop()]
        until(lambda: all(one.poll() is not None for one in loops), 300)
        assert loops[-1].returncode == loops[-2].returncode == 0
    finally:
        for one in loops:
            one.kill()
            one.wait()
            one.stdout.close()
    counted_up: dict[str, object] = json.loads(huiyin(env, code=counted).splitlines()[-1])
    return counted_up


def climbed(env: dict[str, str], count: int, kills: int) -> None:
    """Two rungs of each task, each told once."""
    told = told_after(env, count, kills, ISSUING, COUNTED)
    assert told == {"rungs": 2 * count, "entries": 2 * count, "most": 1, "lines": 2 * count, "twice": 1, "overdue": count}


def repeated(env: dict[str, str], count: int, kills: int) -> None:
    """The first and, of all that was missed, the latest: each once, with its message and its entry."""
    told = told_after(env, count, kills, REPEATING, REPEATED)
    assert told == {"tasks": 2 * count, "twice": 1, "entries": 2 * count, "most": 1, "missed": count, "said": [2]}


def test_what_repeats_is_issued_once_although_the_loop_was_killed(tmp_path: Path):
    repeated(environment(tmp_path, "", ""), 30, 3)


def test_two_processes_on_postgresql_issue_what_repeats_once(tmp_path: Path, cluster_of_faults: str):
    repeated(environment(tmp_path, address_in(cluster_of_faults, tmp_path.name), ""), 30, 2)


def test_each_rung_is_told_once_although_the_loop_was_killed(tmp_path: Path):
    climbed(environment(tmp_path, "", ""), 60, 2)


def test_two_processes_on_postgresql_tell_each_rung_once(tmp_path: Path, cluster_of_faults: str):
    climbed(environment(tmp_path, address_in(cluster_of_faults, tmp_path.name), ""), 60, 1)


@pytest.mark.long
def test_each_rung_is_told_once_through_fifty_kills(tmp_path: Path):
    climbed(environment(tmp_path, "", ""), 3000, 50)
