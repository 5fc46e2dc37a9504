"""Which days are worked in mainland China: by the State Council's yearly lists, and beyond them by the law, marked as provisional.

docs/decisions/004-working-time.md says where each figure comes from.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import chinese_calendar
from chinese_calendar import constants

_NONE: Mapping[date, bool] = {}
FIRST_YEAR, LAST_YEAR = min(constants.holidays).year, max(constants.holidays).year
_FARTHEST_DAYS = 366 * 30

# Spring Festival's first day, Qingming, Dragon Boat, Mid-Autumn (month, day), computed with lunar-python 1.4.8.
_LUNAR: dict[int, tuple[tuple[int, int], tuple[int, int], tuple[int, int], tuple[int, int]]] = {
    2027: ((2, 6), (4, 5), (6, 9), (9, 15)),
    2028: ((1, 26), (4, 4), (5, 28), (10, 3)),
    2029: ((2, 13), (4, 4), (6, 16), (9, 22)),
    2030: ((2, 3), (4, 5), (6, 5), (9, 12)),
    2031: ((1, 23), (4, 5), (6, 24), (10, 1)),
    2032: ((2, 11), (4, 4), (6, 12), (9, 19)),
    2033: ((1, 31), (4, 4), (6, 1), (9, 8)),
    2034: ((2, 19), (4, 5), (6, 20), (9, 27)),
    2035: ((2, 8), (4, 5), (6, 10), (9, 16)),
}


@dataclass(frozen=True, slots=True)
class Workday:
    """Whether a day is worked. `provisional`: the State Council has not yet said so for this year.

    `why`: "declared" (set in Huiyin), "weekday", "weekend", "make-up day", or the holiday's English name ("Spring Festival").
    """

    is_workday: bool
    provisional: bool
    why: str


def is_workday(day: date, overrides: Mapping[date, bool] = _NONE) -> Workday:
    """Gives whether a day is worked, how sure that is, and why. Takes days declared worked (True) or free (False), which go before all."""
    if day in overrides:
        return Workday(overrides[day], False, "declared")
    return _known(day) if FIRST_YEAR <= day.year <= LAST_YEAR else _by_law(day)


def _known(day: date) -> Workday:
    worked = chinese_calendar.is_workday(day)
    weekend = day.weekday() >= 5
    if worked:
        return Workday(True, False, "make-up day" if weekend else "weekday")
    name = constants.holidays.get(day)
    return Workday(False, False, "weekend" if name is None else _name(str(name)))


def _name(listed: str) -> str:
    """The list's names as we write them; a holiday of one year only keeps its own ("Anti-Fascist 70th Day")."""
    return {"Tomb-sweeping Day": "Qingming", "Mid-autumn Festival": "Mid-Autumn Festival"}.get(listed, listed)


def _by_law(day: date) -> Workday:
    if (name := _statutory(day.year).get(day)) is not None:
        return Workday(False, True, name)
    return Workday(day.weekday() < 5, True, "weekday" if day.weekday() < 5 else "weekend")


@lru_cache(maxsize=64)
def _statutory(year: int) -> dict[date, str]:
    """The 13 days of State Council decree 795 (2024), and nothing of what is moved around them: that is not known before it is said.

    Outside of the table of lunar dates only the fixed ones.
    """
    days = {date(year, 1, 1): "New Year's Day"}
    days |= dict.fromkeys((date(year, 5, 1), date(year, 5, 2)), "Labour Day")
    if year in _LUNAR:
        spring, qingming, boats, moon = (date(year, month, day) for month, day in _LUNAR[year])
        days |= {spring + timedelta(n): "Spring Festival" for n in (-1, 0, 1, 2)}
        days |= {qingming: "Qingming", boats: "Dragon Boat Festival", moon: "Mid-Autumn Festival"}
    return days | {date(year, 10, n): "National Day" for n in (1, 2, 3)}


def next_holiday(day: date, overrides: Mapping[date, bool] = _NONE) -> date:
    """Gives the first day of the holiday that is next, or the day itself where a holiday goes on. Raises ValueError where none is known."""
    for ahead in range(366):
        at = day + timedelta(ahead)
        if is_workday(at, overrides).why not in ("weekday", "weekend", "make-up day", "declared"):
            return at
    raise ValueError("no holiday within a year")


def days_by_law(year: int) -> dict[date, str]:
    """Gives the days the law makes free in a year, with the holiday's English name: what a complete list of that year cannot lack."""
    return dict(_statutory(year))


def listed_days(year: int) -> dict[date, tuple[bool, str]]:
    """Gives what the shipped list says of a year: (worked, the holiday's English name) for each day unlike its weekday. Else {}."""
    free = {day: (False, _name(str(name))) for day, name in constants.holidays.items() if day.year == year}
    worked = {day: (True, _name(str(name))) for day, name in constants.workdays.items() if day.year == year}
    return free | worked


def add_workdays(day: date, count: int, overrides: Mapping[date, bool] = _NONE) -> date:
    """Gives the `count`-th workday after a day, which itself does not count; before it where `count` is negative; 0 gives the day.

    Raises ValueError where there are not so many workdays within thirty years.
    """
    step, left = (1, count) if count >= 0 else (-1, -count)
    at = day
    for _ in range(_FARTHEST_DAYS):
        if left == 0:
            return at
        at += timedelta(step)
        left -= is_workday(at, overrides).is_workday
    raise ValueError("there are not so many workdays")
