"""The arithmetic of the ladder: which posts it climbs, and when each is told. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime

from huiyin.worktime.calendar import is_workday
from huiyin.worktime.hours import Hours, add_working_hours

NEAR_DAYS = 3  # working days: officials' lights turn amber three working days before the deadline (督办台账)


def climb(line: Sequence[int], issuer_posts: Set[int], above_issuer: Set[int], skip: int = 0, most: int | None = None) -> list[int]:
    """Gives the posts a ladder climbs, the first to be told first.

    Takes the posts above the lead, nearest first; the posts the issuer holds and those above them; how many rungs the issuer
    starts higher, and after how many it is cut. The ladder ends below the issuer, and never reaches who stands above the issuer.
    A ladder started too high begins at its last rung.
    """
    rungs: list[int] = []
    for post in line:
        if post in issuer_posts or post in above_issuer:
            break
        rungs.append(post)
    if skip and rungs:
        rungs = rungs[min(skip, len(rungs) - 1) :]
    return rungs if most is None else rungs[:most]


def dues(deadline: datetime, count: int, interval_hours: int, hours: Hours, days: Mapping[date, bool]) -> list[datetime]:
    """Gives when each of `count` rungs is told: the first at the deadline, each next after `interval_hours` of working time."""
    moments: list[datetime] = []
    at = deadline
    for n in range(count):
        at = add_working_hours(at, interval_hours, hours, days) if n else deadline
        moments.append(at)
    return moments


def near(deadline: datetime, hours: Hours, days: Mapping[date, bool]) -> datetime:
    """Gives when a task's light turns amber: the beginning of the day three working days before its deadline."""
    day = deadline.astimezone(hours.tz).date()
    left = NEAR_DAYS
    for _ in range(60):  # longer than any holiday
        if left == 0:
            break
        day = date.fromordinal(day.toordinal() - 1)
        left -= is_workday(day, days).is_workday
    return datetime.combine(day, hours.morning[0], hours.tz)
