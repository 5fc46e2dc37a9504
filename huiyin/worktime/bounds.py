"""Which days, numbers and places in lists are taken from outside: all that comes in an address, a form, a file or a program's body and is
to be a day or a number is read here, and nowhere else.

A day at the end of the calendar has no day after it, no midnight in another zone and no place in a database; a digit of another script is
a digit to `str.isdigit` and none to `int`. What lies beyond is nothing (None): each reader says whether that is left out or refused.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta, tzinfo

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)  # Python reads 20261128 and 2026-W48-6 too: nobody here writes so
MOST_DIGITS = 15  # of a number: fits into every column, and into a float
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def is_known(day: date) -> bool:
    """Whether a day (or a moment's day) lies within the years that the house reckons with."""
    return FIRST_DAY <= date(day.year, day.month, day.day) <= LAST_DAY


def day_in(text: str | None) -> date | None:
    """Gives the day a text names (2026-11-28). None for nonsense, and for a day beyond the bounds."""
    text = (text or "").strip()
    try:
        day = date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
    return day if day is not None and is_known(day) else None


def moment_in(text: str | None) -> datetime | None:
    """Gives the moment a text names (ISO 8601, with or without a zone). None for nonsense and beyond the bounds."""
    try:
        moment = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    return moment if is_known(moment) else None


def whole_in(text: str | None, digits: int = MOST_DIGITS) -> int | None:
    """Gives the whole number, not negative, that a text names in ASCII digits. None for anything else, and for more digits."""
    text = text or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= digits else None


def moment_of(micros: int) -> datetime | None:
    """Gives the moment of a number of microseconds since 1970, as cursors bear them. None beyond the bounds."""
    try:
        moment = EPOCH + timedelta(microseconds=micros)
    except OverflowError:
        return None
    return moment if is_known(moment) else None


def midnight(day: date, zone: tzinfo, later: int = 0) -> datetime:
    """Gives the beginning of a day in a zone, or so many days later. Takes a day within the bounds."""
    return datetime.combine(day + timedelta(days=later), time(), zone)
