"""The waiting list by quantity: who moves up when something is free, and who is passed over. Pure: no database; the time is told.

The rule, in full:

1. The list is served in the order of places. While anybody is waited for, nobody behind them is served.
2. Who takes a part gets what is free, once it is their least; the rest goes on waiting in the same place.
3. Who does not fit (all or nothing, or less than their least) while something is free is *waited for*, for `PATIENCE`.
4. After that they are passed over: those behind are served. Who is passed keeps their place, and is served as soon as they fit, before
   all behind them. It is told who was passed, at what moment, and how many grams were missing.
5. Where nothing is free, nobody is waited for and nobody is passed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

PATIENCE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Waits:
    """One entry of the list: `since`: from when on it is waited for, None before; `passed`: it was passed over before."""

    id: int
    grams: int
    place: int
    whole: bool = False
    least: int = 0
    since: datetime | None = None
    passed: bool = False

    def takes(self, free: int) -> int:
        """Gives what it would get of so much that is free; nought where it does not fit."""
        grams = min(free, self.grams)
        enough = self.grams if self.whole else max(1, min(self.least, self.grams))
        return grams if grams >= enough else 0


@dataclass(slots=True)
class Turn:
    """What one look at the list brought. `given`: grams by entry; `passed`: (entry, grams that were missing), to be recorded;
    `head`: who is waited for from now or before, `until`: how long, at most."""

    given: dict[int, int] = field(default_factory=dict)
    passed: list[tuple[int, int]] = field(default_factory=list)
    head: int | None = None
    until: datetime | None = None


def serve(free: int, entries: Sequence[Waits], now: datetime, patience: timedelta = PATIENCE) -> Turn:
    """Gives who moves up. Takes what is free in grams and all who wait, in any order."""
    turn = Turn()
    for entry in sorted(entries, key=lambda one: one.place):
        if free <= 0:
            break
        if grams := entry.takes(free):
            turn.given[entry.id] = grams
            free -= grams
        elif not entry.passed:
            until = (entry.since or now) + patience
            if now < until:
                turn.head, turn.until = entry.id, until
                break
            turn.passed.append((entry.id, max(entry.grams if entry.whole else min(entry.least, entry.grams), 1) - free))
    return turn
