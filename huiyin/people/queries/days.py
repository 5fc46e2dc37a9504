"""The years whose working days are known, and their lists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from huiyin.core.errors import NotThere
from huiyin.people.models import DeclaredYear
from huiyin.people.year_list import ListedDay, YearList
from huiyin.worktime.calendar import FIRST_YEAR, LAST_YEAR, listed_days

_BEFORE, _AFTER = 1, 2


@dataclass(frozen=True)
class YearKnown:
    """What is known of a year. `state`: "declared" (a list was brought in), "partly" (only some days of it), "shipped" or "provisional"."""

    year: int
    state: str
    free: int = 0
    worked: int = 0
    source: str = ""

    @property
    def has_list(self) -> bool:
        """Whether there is a list to be taken out."""
        return self.state != "provisional"


def years_known(today: date) -> list[YearKnown]:
    """Gives last year to the year after next, and every other year that was declared, in order."""
    free, worked = Count("days", filter=Q(days__worked=False)), Count("days", filter=Q(days__worked=True))
    declared = {row.year: row for row in DeclaredYear.objects.annotate(free=free, worked=worked)}
    years = {*declared, *range(today.year - _BEFORE, today.year + _AFTER + 1)}
    return [_known(year, declared.get(year)) for year in sorted(years)]


def _known(year: int, row: DeclaredYear | None) -> YearKnown:
    if row is not None:
        # Of a year that is shipped a list of some days is enough: the rest was known before.
        state = "declared" if row.complete or year <= LAST_YEAR else "partly"
        return YearKnown(year, state, row.free, row.worked, row.source)  # type: ignore[attr-defined]
    shipped = listed_days(year)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return YearKnown(year, "provisional")
    free = sum(not worked for worked, _name in shipped.values())
    return YearKnown(year, "shipped", free, len(shipped) - free)


def list_of(year: int) -> YearList:
    """Gives a year's list as it can be brought in again: the declared one, or the shipped one. Raises NotThere where there is none."""
    row = DeclaredYear.objects.filter(pk=year).first()
    if row is not None:
        return YearList(year, row.source, row.complete, [ListedDay(day.date, day.worked, day.name) for day in row.days.all()])
    shipped = listed_days(year)
    if not shipped:
        raise NotThere
    return YearList(year, "", True, [ListedDay(day, *shipped[day]) for day in sorted(shipped)])
