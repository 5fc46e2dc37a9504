"""Months, each by its first day. Pure."""

from __future__ import annotations

import re
from datetime import date

AHEAD = 18  # months that can be announced
_MONTH = re.compile(r"(\d{4})-(\d{2})(?:-01)?")


def month_of(day: date) -> date:
    """Gives the month in which a day lies."""
    return day.replace(day=1)


def months_from(first: date, count: int) -> list[date]:
    """Gives so many months, one after another."""
    start = first.year * 12 + first.month - 1
    return [date((start + n) // 12, (start + n) % 12 + 1, 1) for n in range(count)]


def month_in(text: str, today: date) -> date | None:
    """Gives the month that a text names ("2027-03"), where it can be announced; else None."""
    found = _MONTH.fullmatch(text.strip()[:10])
    if found is None:
        return None
    return next((one for one in months_from(month_of(today), AHEAD) if (one.year, one.month) == tuple(map(int, found.groups()))), None)
