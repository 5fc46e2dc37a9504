"""kill -9 at any moment: what was acknowledged is there once, what is due rings once."""

from __future__ import annotations

import json
import random
import signal
import subprocess
from pathlib import Path

import pytest

from tests.faults.processes import environment, huiyin, until, with_tables
from tests.faults.storm import Storm, Talk, nothing_lost
from tests.forked import Piped

pytestmark = [pytest.mark.sqlite_only]  # they bring their own databases


def killed(talk: Talk, kills: int) -> int:
    chance = random.Random(20261123)
    talk.serve()
    storm = Storm(talk)
    try:
        for _ in range(kills):
            storm.wait_for(chance.randint(20, 160))
            talk.kill()
            talk.serve()
        storm.wait_for(40)
    finally:
        storm.stop()
    talk.kill()
    nothing_lost(storm, talk.kept())
    return storm.count


def test_every_acknowledged_message_outlives_kills(talk):
    killed(talk, 2)


@pytest.mark.long
def test_every_acknowledged_message_outlives_fifty_kills(talk):
    print(f"\n{killed(talk, 50)} acknowledged through 50 kills on {talk.env['HUIYIN_DATABASE'] or 'SQLite'}")


RINGING = """
import sys, time
from datetime import timedelta
from django.utils import timezone
from huiyin.journal import clocks
from huiyin.journal.event_types import EVENT_TYPES, EventType
from huiyin.journal.models import Entry, Stream
from huiyin.journal.recording import record
EVENT_TYPES.found["test.rang"] = EventType("test.rang", {"subject": "subject"})
stream = Stream.objects.get_or_create(key="test:clocks")[0]
@clocks.on_due("test")
def rang(clock):
    record(stream.pk, "test.rang", data={"subject": clock.subject})
"""
WINDING = (
    RINGING
    + """
now = timezone.now()
for place in range(COUNT):
    clocks.schedule("test", f"t:{place}", now + timedelta(milliseconds=5 * place))
"""
)
FIRING = (
    RINGING
    + """
print("ready", flush=True)
while clocks.next_due() is not None:
    clocks.fire_due(limit=20)
print("done", flush=True)
"""
)
RUNG = (
    RINGING
    + """
import json
from huiyin.journal.verifying import verify
assert verify().broken is None
print(json.dumps([e.data["subject"] for e in Entry.objects.filter(stream=stream)]))
"""
)


def rung(env: dict[str, str], count: int, kills: int) -> None:
    """Two loops fire clocks; one after the other is killed and started again; each clock rang once."""
    chance = random.Random(7)
    with_tables(env)
    huiyin(env, code=WINDING.replace("COUNT", str(count)))

    def loop() -> Piped:
        return Piped(env, FIRING)

    loops: list[Piped] = []
    try:
        for _ in range(kills):
            victim = loop()
            loops.append(victim)
            victim.stdout.readline()  # ready: from here on it is in the middle of firing
            with pytest.raises(subprocess.TimeoutExpired):
                victim.wait(chance.uniform(0.005, 0.06))
            victim.send_signal(signal.SIGKILL)
            victim.wait()
        loops += [loop(), loop()]
        until(lambda: all(one.poll() is not None for one in loops), 120)
    finally:
        for one in loops:
            one.kill()
            one.wait()
            one.stdout.close()
    told = json.loads(huiyin(env, code=RUNG).splitlines()[-1])
    assert sorted(told) == sorted(f"t:{place}" for place in range(count))


def test_each_clock_rings_once_although_the_loop_was_killed(tmp_path: Path):
    rung(environment(tmp_path, "", ""), 250, 2)


@pytest.mark.long
def test_each_clock_rings_once_through_fifty_kills(tmp_path: Path):
    rung(environment(tmp_path, "", ""), 12_000, 50)
