"""What of revisits falls due."""

from __future__ import annotations

from huiyin.journal import clocks
from huiyin.journal.models import Clock
from huiyin.revisits.actions import CLOCK, lock_of, revisit_due


@clocks.on_due(CLOCK, first=lock_of)
def thirty_days_after(clock: Clock) -> None:
    """Somebody looks in."""
    revisit_due(int(clock.subject.partition(":")[2]))
