"""Spans of whole days: months, years, decades, and their beginnings and ends."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

Days = tuple[date, date, str]  # the first day, the day after the last, the grain


def midnight(day: date) -> datetime:
    """Gives the moment a day begins."""
    return datetime.combine(day, time())


def one_day(day: date | None) -> Days:
    """Gives a single day as a span. Raises ValueError for None."""
    if day is None:
        raise ValueError("no such day")
    return day, day + timedelta(1), "day"


def century(value: tuple[int | None, int | None, str], this_year: int) -> Days:
    """十九世纪七十年代: 1870 to 1879; the decade alone is the nearest one ahead that is not more than eighty years off."""
    century, decade, side = value
    first = 100 * (century - 1) if century is not None else this_year // 100 * 100
    if decade is None:
        begin, size = first, 100
    else:
        begin, size = first + decade, 10
        if century is None and begin > this_year:
            begin -= 100
    if side:
        part = size // 5 if size == 100 else 3
        begin, size = (begin, part) if side == "start" else (begin + size - part, part)
    return date(begin, 1, 1), date(begin + size, 1, 1), "decade"


def year_days(year: int) -> Days:
    """Gives a year's days."""
    return date(year, 1, 1), date(year + 1, 1, 1), "year"


def month_days(year: int, month: int) -> Days:
    """Gives a month's days."""
    begin = date(year, month, 1)
    return begin, add_months(begin, 1), "month"


def add_months(day: date, count: int) -> date:
    """Gives the same day so many months later, or the month's last where it has no such day."""
    at = day.year * 12 + day.month - 1 + count
    first = date(at // 12, at % 12 + 1, 1)
    following = date((at + 1) // 12, (at + 1) % 12 + 1, 1)
    return first.replace(day=min(day.day, (following - first).days))


def edge_of(days: Days, side: str) -> Days:
    """The beginning, middle or end of a span: of a month 1–5, 11–20 and the 25th on; of years and quarters the outer months."""
    begin, end, grain = days
    if grain == "month":
        first, last = {
            "start": (0, 5), "middle": (10, 20), "end": (24, None), "first ten": (0, 10), "middle ten": (10, 20), "last ten": (20, None),
        }[side]  # fmt: skip
        return begin + timedelta(first), end if last is None else begin + timedelta(last), f"{side} of month"
    if grain == "week":
        return begin, begin + timedelta(5), "end of week"
    size = 2 if grain in ("year", "half") else 1
    if side.startswith("start") or side == "first ten":
        return begin, add_months(begin, size), f"start of {grain}"
    if side.startswith("middle"):
        return add_months(begin, 5 if grain == "year" else 1), add_months(begin, 7 if grain == "year" else 2), f"middle of {grain}"
    return add_months(end, -size), end, f"end of {grain}"
