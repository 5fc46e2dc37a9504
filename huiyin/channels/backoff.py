"""How long to wait after a failure, and when to give up."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

FIRST_SECONDS = 10
LONGEST_SECONDS = 3600
ASKED_SECONDS = 86_400  # the longest wait anybody may ask for
STOP_AFTER = timedelta(hours=24)
STOP_FAILURES = 10


def wait_after(failures: int, chance: float | None = None) -> timedelta:
    """Gives how long to wait after so many failures in a row: 10 s doubled each time, an hour at most, and of that a random part
    between a half and the whole, so that those who failed together do not come back together. `chance` in [0, 1) is for tests."""
    whole = min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** min(max(failures, 1) - 1, 20))
    part = random.random() if chance is None else chance  # noqa: S311  (spreads load, guards nothing)
    return timedelta(seconds=whole * (0.5 + part / 2))


def asked_wait(said: str, now: datetime) -> timedelta:
    """Gives how long the other side asks to be left in peace (Retry-After, RFC 9110 10.2.3): seconds, or a day and time; a day at most.
    Nothing for anything else, and for what has passed."""
    said = said.strip()
    if said.isascii() and said.isdigit():
        return timedelta(seconds=min(int(said[:9]), ASKED_SECONDS))
    try:
        until = parsedate_to_datetime(said)
        wait = until.replace(tzinfo=until.tzinfo or UTC) - now
    except (ValueError, TypeError, IndexError, OverflowError):
        return timedelta()
    return min(max(wait, timedelta()), timedelta(seconds=ASKED_SECONDS))


def is_hopeless(failures: int, failing_since: datetime, now: datetime) -> bool:
    """Whether to stop: at least ten failures in a row, over at least a day."""
    return failures >= STOP_FAILURES and now - failing_since >= STOP_AFTER
