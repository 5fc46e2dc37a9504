"""Working hours of units, and the days that were set to work or rest."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from functools import lru_cache
from itertools import count

from django.core.cache import cache

from huiyin.people.extension_points import RECKON_WORKING_TIME, WorkingTimeChange
from huiyin.people.models import DeclaredDay, DeclaredYear, Unit
from huiyin.worktime.calendar import FIRST_YEAR, LAST_YEAR, is_workday
from huiyin.worktime.hours import Hours

_KEPT_SECONDS = 60
_DAYS_KEY = "days:declared"
_changes = count()
_generation = [next(_changes)]


def tell_changed(change: WorkingTimeChange) -> None:
    """Tells those who reckon with working time that it changed. Called by the action that changed it, in its transaction."""
    for one in RECKON_WORKING_TIME:
        one.changed(change)


def hours_of(unit_id: int | None) -> Hours:
    """Gives the hours of a unit: its own, or its parent's, or the county's default. Takes a unit's id or None."""
    key = f"hours:{unit_id}"
    if (kept := cache.get(key)) is not None:
        return Hours.from_dict(kept)
    found: dict[str, object] = {}
    seen: set[int] = set()
    at = unit_id
    while at is not None and at not in seen and not found:
        seen.add(at)
        row = Unit.objects.filter(pk=at).values("hours", "parent_id").first()
        found, at = (row["hours"] or {}, row["parent_id"]) if row else ({}, None)
    cache.set(key, found, _KEPT_SECONDS)
    return Hours.from_dict(found)


def forget_hours(unit_ids: Iterable[int]) -> None:
    """Forgets the hours of these units: they, or those of a unit above, were changed."""
    _generation[0] = next(_changes)
    cache.delete_many([f"hours:{pk}" for pk in unit_ids])


def days_set(start: date | None = None, days: int = 0) -> Mapping[date, bool]:
    """Gives the days declared to be worked (True) or free (False), which go before the shipped table.

    A complete list of a year answers for each of its days, also those it does not name. All that is declared is given: the
    table is small, and a deadline may lie further than any `start` and `days` its reader thought of.
    """
    kept = cache.get(_DAYS_KEY)
    if kept is None:
        years = DeclaredYear.objects.filter(complete=True).values_list("year", flat=True)
        rows = DeclaredDay.objects.order_by("list_id", "date").values_list("date", "worked")  # the later list goes before the earlier
        kept = json.dumps([sorted(years), [[day.toordinal(), worked] for day, worked in rows]])
        cache.set(_DAYS_KEY, kept, _KEPT_SECONDS)
    return _declared(kept)


def forget_days() -> None:
    """Forgets the declared days, in all processes that share a cache; one that shares none knows within a minute."""
    _generation[0] = next(_changes)
    cache.delete(_DAYS_KEY)


def generation() -> int:
    """Gives a number that is another one after each change made in this process: whoever keeps what was reckoned compares it."""
    return _generation[0]


class _Days(Mapping[date, bool]):
    """The days named, and all days of the years whose list is complete."""

    def __init__(self, years: Iterable[int], named: dict[date, bool]) -> None:
        self.years, self.named = frozenset(years), named

    def __getitem__(self, day: date) -> bool:
        worked = self.named.get(day)
        if worked is not None:
            return worked
        if day.year not in self.years:
            raise KeyError(day)
        # Within the shipped table a list corrects it; beyond, whatever it leaves out is as the week says.
        return is_workday(day).is_workday if FIRST_YEAR <= day.year <= LAST_YEAR else day.weekday() < 5

    def __contains__(self, day: object) -> bool:
        return day in self.named or (isinstance(day, date) and day.year in self.years)

    def __iter__(self) -> Iterator[date]:
        yield from (day for day in self.named if day.year not in self.years)
        for year in self.years:
            first = date(year, 1, 1)
            yield from (first + timedelta(n) for n in range((date(year, 12, 31) - first).days + 1))

    def __len__(self) -> int:
        return sum(1 for _ in self)


@lru_cache(maxsize=4)
def _declared(kept: str) -> _Days:
    """Read once for each state of the table, not for each page."""
    years, rows = json.loads(kept)
    return _Days(years, {date.fromordinal(ordinal): worked for ordinal, worked in rows})
