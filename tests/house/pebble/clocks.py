"""What of pebbles falls due: one that nobody lifts is said once."""

from __future__ import annotations

from huiyin.journal import clocks
from huiyin.journal.models import Clock
from huiyin.journal.recording import record
from tests.house.pebble.actions import CLOCK
from tests.house.pebble.models import Pebble, State


@clocks.on_due(CLOCK)
def waited_long(clock: Clock) -> None:
    """It has lain for three days: its post is told."""
    pebble = Pebble.locked(int(clock.subject.rpartition(":")[2]))
    if pebble.state == State.LAID:
        record(pebble.stream_id, "pebble.waited", data={"pebble": pebble.pk, "group": pebble.group_id})
