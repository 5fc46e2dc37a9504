"""What comes again: every Monday, the 25th of each month, the last working day of a quarter. Days only; pure arithmetic.

A rhythm names *days*; where one is no working day it is moved, before or after, left out, or stays, as was chosen. Two that are moved
to the same day are one. docs/developers/tasks.md says why.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from huiyin.worktime.bounds import day_in
from huiyin.worktime.calendar import add_workdays, is_workday
from huiyin.worktime.hours import Hours

UNITS = ("workday", "week", "month")
MOVED = ("before", "after", "skip", "stay")
MONTHS = (1, 2, 3, 6, 12)  # a period of months divides the year, so that it begins where people expect it
LAST = -1
MOST_DAYS = 10  # of one month
_NONE: Mapping[date, bool] = {}
_FARTHEST_DAYS = 366 * 6
_LOOK_BACK_DAYS = 62  # further than any holiday moves a day


class InvalidRhythm(ValueError):
    """A rhythm that cannot be; `field` says what of it."""

    def __init__(self, field: str) -> None:
        super().__init__(f"this rhythm cannot be: {field}")
        self.field = field


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often something comes again. Raises InvalidRhythm.

    unit "workday": each working day. "week": on `weekdays` (0 is Monday) of every `every`-th week, counted from the week of `anchor`.
    "month": in each period of `every` months (3: quarters): on `day` (1 to 31, or LAST) of its `month`-th month, and on the days `also`
    of the same month; or the `nth` working day of the period, from the end where negative; or, with both, the `nth` working day after
    that day.
    `moved`: where a day falls that is not worked.
    """

    unit: str
    every: int = 1
    weekdays: tuple[int, ...] = ()
    month: int = 1
    day: int | None = None
    nth: int | None = None
    moved: str = "before"
    anchor: date | None = None
    also: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        self._require("unit", self.unit in UNITS)
        self._require("moved", self.moved in MOVED)
        if self.unit == "week":
            self._require("every", 1 <= self.every <= 8 and (self.every == 1 or self.anchor is not None))
            days = self.weekdays
            self._require("weekdays", bool(days) and list(days) == sorted(set(days)) and all(0 <= n <= 6 for n in days))
        if self.unit == "month":
            self._require("every", self.every in MONTHS)
            self._require("month", 1 <= self.month <= self.every)
            self._require("day", self.day is None or self.day == LAST or 1 <= self.day <= 31)
            self._require("nth", self.nth is None or 1 <= abs(self.nth) <= 20)
            self._require("day", self.day is not None or self.nth is not None)
            named = {self.day, *self.also}
            self._require("also", not self.also or (self.nth is None and len(self.also) < len(named) <= MOST_DAYS))
            self._require("also", all(n == LAST or 1 <= n <= 31 for n in self.also) and list(self.also) == sorted(self.also))
            # After a day only few can be counted: the count must end before the next period's begins.
            self._require("nth", self.day is None or self.nth is None or (1 <= self.nth <= 5 and 1 <= self.day <= 28))

    def _require(self, field: str, holds: bool) -> None:
        if not holds:
            raise InvalidRhythm(field)

    @classmethod
    def from_dict(cls, kept: Mapping[str, Any]) -> Rhythm:
        """Gives the rhythm from what `to_dict` gave, or a browser sent. Raises InvalidRhythm for anything else."""
        number = lambda name, otherwise: kept.get(name, otherwise) if kept.get(name) is not None else otherwise  # noqa: E731
        numbers = {"every": number("every", 1), "month": number("month", 1), "day": number("day", None), "nth": number("nth", None)}
        for name, value in numbers.items():
            if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
                raise InvalidRhythm(name)
        weekdays = kept.get("weekdays") or []
        if not isinstance(weekdays, list | tuple) or len(weekdays) > 7 or not all(type(n) is int for n in weekdays):
            raise InvalidRhythm("weekdays")
        anchor = day_in(str(kept["anchor"])) if kept.get("anchor") else None
        if kept.get("anchor") and anchor is None:
            raise InvalidRhythm("anchor")
        also = kept.get("also") or []
        if not isinstance(also, list | tuple) or len(also) > MOST_DAYS or not all(type(n) is int for n in also):
            raise InvalidRhythm("also")
        unit, moved = str(kept.get("unit", "")), str(kept.get("moved") or "before")
        return cls(unit, weekdays=tuple(sorted(set(weekdays))), moved=moved, anchor=anchor, also=tuple(sorted(also)), **numbers)

    def to_dict(self) -> dict[str, Any]:
        """Gives the rhythm as it is kept in JSON: only what matters for its unit."""
        kept: dict[str, Any] = {"unit": self.unit, "every": self.every, "moved": self.moved}
        if self.unit == "week":
            kept |= {"weekdays": list(self.weekdays), "anchor": self.anchor and self.anchor.isoformat()}
        if self.unit == "month":
            kept |= {"month": self.month, "day": self.day, "nth": self.nth}
            kept |= {"also": list(self.also)} if self.also else {}
        return kept

    @property
    def counts_workdays(self) -> bool:
        """Whether its days are working days by their name, so that nothing needs to be moved."""
        return self.unit == "workday" or self.nth is not None


@dataclass(frozen=True, slots=True)
class Due:
    """One of its days: where it falls; whose turn it is (the day named, or the first day of the period: it stays the same when the
    calendar moves the day); whether the State Council has yet to speak of these days."""

    day: date
    turn: date
    provisional: bool


def dues_after(rhythm: Rhythm, day: date, overrides: Mapping[date, bool] = _NONE, turn: date | None = None) -> Iterator[Due]:
    """Gives the days of a rhythm after a day, in order, each once, for six years. Takes days declared worked or free.

    `turn`: the last turn that had its day; a calendar that comes out later, and moves that day, does not give it another.
    """
    last, farthest = day, _ahead(day, _FARTHEST_DAYS)
    for of, named in _named(rhythm, _ahead(day, -_LOOK_BACK_DAYS), farthest, overrides):
        falls = _falls(rhythm, named, overrides)
        if falls is not None and falls > last and (turn is None or of > turn):
            last = falls
            yield Due(falls, of, _provisional(rhythm, named, falls, overrides))


def moments(due: date, at: time | None, ahead: int, hours: Hours, overrides: Mapping[date, bool] = _NONE) -> tuple[datetime, datetime]:
    """Gives when what is due on a day is given out, and its deadline: at `at`, or at closing. Given out when the morning begins,
    `ahead` working days before; always before the deadline."""
    deadline = datetime.combine(due, at or hours.afternoon[1], hours.tz)
    given = datetime.combine(add_workdays(due, -ahead, overrides), hours.morning[0], hours.tz)
    while given >= deadline:
        given = datetime.combine(add_workdays(given.date(), -1, overrides), hours.morning[0], hours.tz)
    return given, deadline


def _named(rhythm: Rhythm, start: date, end: date, overrides: Mapping[date, bool]) -> Iterator[tuple[date, date]]:
    """Whose turn it is, and the day it names."""
    if rhythm.unit == "month":
        yield from _of_periods(rhythm, start, end, overrides)
        return
    for ordinal in range(start.toordinal(), end.toordinal()):
        day = date.fromordinal(ordinal)
        if rhythm.unit == "workday":
            if is_workday(day, overrides).is_workday:
                yield day, day
        elif day.weekday() in rhythm.weekdays and _in_step(rhythm, day):
            yield day, day


def _in_step(rhythm: Rhythm, day: date) -> bool:
    """Whether a day's week is one of every so many, counted from the anchor's."""
    if rhythm.every == 1 or rhythm.anchor is None:
        return True
    weeks = (_monday(day) - _monday(rhythm.anchor)).days // 7
    return weeks % rhythm.every == 0


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _of_periods(rhythm: Rhythm, start: date, end: date, overrides: Mapping[date, bool]) -> Iterator[tuple[date, date]]:
    period = (start.year * 12 + start.month - 1) // rhythm.every
    last = (end.year * 12 + end.month - 1) // rhythm.every
    while period <= last:
        first = period * rhythm.every
        if rhythm.also:  # each day has a turn of its own
            yield from sorted((day, day) for day in {_of_month(first + rhythm.month - 1, n) for n in (rhythm.day or LAST, *rhythm.also)})
        else:
            yield date(first // 12, first % 12 + 1, 1), _in_period(rhythm, first, overrides)
        period += 1


def _in_period(rhythm: Rhythm, first_month: int, overrides: Mapping[date, bool]) -> date:
    if rhythm.day is not None:
        day = _of_month(first_month + rhythm.month - 1, rhythm.day)
        return day if rhythm.nth is None else add_workdays(day, rhythm.nth, overrides)
    assert rhythm.nth is not None
    begins = date(first_month // 12, first_month % 12 + 1, 1)
    after = first_month + rhythm.every
    ends = date(after // 12, after % 12 + 1, 1)
    if rhythm.nth > 0:
        return min(add_workdays(begins - timedelta(1), rhythm.nth, overrides), add_workdays(ends, -1, overrides))
    return max(add_workdays(ends, rhythm.nth, overrides), add_workdays(begins - timedelta(1), 1, overrides))


def _of_month(month: int, day: int) -> date:
    """A day of a month counted from the year 0; a month that has no 31st has its last day instead: nothing is left out."""
    year, number = divmod(month, 12)
    longest = monthrange(year, number + 1)[1]
    return date(year, number + 1, longest if day == LAST else min(day, longest))


def _falls(rhythm: Rhythm, named: date, overrides: Mapping[date, bool]) -> date | None:
    if rhythm.moved == "stay" or rhythm.counts_workdays or is_workday(named, overrides).is_workday:
        return named
    if rhythm.moved == "skip":
        return None
    return add_workdays(named, -1 if rhythm.moved == "before" else 1, overrides)


def _provisional(rhythm: Rhythm, named: date, falls: date, overrides: Mapping[date, bool]) -> bool:
    if rhythm.moved == "stay" and not rhythm.counts_workdays:
        return False
    return is_workday(named, overrides).provisional or is_workday(falls, overrides).provisional


def _ahead(day: date, days: int) -> date:
    return date.fromordinal(max(1, min(date.max.toordinal() - 400, day.toordinal() + days)))
