"""What of cases falls due: a time limit that runs out; open limits reckoned anew after a list of working days came out."""

from __future__ import annotations

from django.utils import timezone

from huiyin.cases.actions.clocks import ANEW, DUE, lock_for, pass_clock, reckon_anew
from huiyin.journal import clocks
from huiyin.journal.models import Clock


@clocks.on_due(DUE, first=lock_for)
def limit_passed(clock: Clock) -> None:
    """A time limit ran out while it was running."""
    pass_clock(clock.subject, clock.fired_at or timezone.now())


@clocks.on_due(ANEW)
def calendar_came_out(clock: Clock) -> None:
    """Some of the open limits are reckoned anew, then the next."""
    now = clock.fired_at or timezone.now()
    after = reckon_anew(int(clock.data.get("after", 0)), now)
    if after is not None:
        clocks.schedule(ANEW, "all", now, {"after": after})
