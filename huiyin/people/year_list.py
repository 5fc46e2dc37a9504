"""A year's list of working days as a file: read and checked row by row, and written in the same form.

Two forms are read: ours, {"year", "source", "complete", "days": [{"date", "worked", "name"}]}, and the one public tables of
Chinese holidays come in, {"year", "papers": […], "days": [{"name", "date", "isOffDay"}]}. docs/operators/working-days.md says more.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huiyin.core.bounded_json import TooLong, Unreadable, read_json
from huiyin.core.errors import Invalid
from huiyin.language.clean import one_line
from huiyin.worktime.bounds import day_in
from huiyin.worktime.calendar import LAST_YEAR, days_by_law

MOST_BYTES = 256 * 1024
MOST_DAYS = 400
EARLIEST, LATEST = 2004, 2099
_NAME_LIMIT, _SOURCE_LIMIT, _SHOWN_LIMIT = 40, 200, 60


@dataclass(frozen=True)
class ListedDay:
    """One day of a list: whether it is worked, and what it is called."""

    date: date
    worked: bool
    name: str = ""


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be taken: its number, counted from one (0: the list as a whole), and words for the reader."""

    row: int
    words: str

    def __str__(self) -> str:
        return f"{_('Row %(row)d') % {'row': self.row}}: {self.words}" if self.row else self.words


@dataclass
class YearList:
    """A list that was read. It can be taken when `faults` is empty; without days it takes the year's list back."""

    year: int
    source: str = ""
    complete: bool = True
    days: list[ListedDay] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def free(self) -> list[ListedDay]:
        """The days off, in order."""
        return [day for day in self.days if not day.worked]

    @property
    def worked(self) -> list[ListedDay]:
        """The days that are worked, make-up days mostly, in order."""
        return [day for day in self.days if day.worked]

    @property
    def digest(self) -> str:
        """The sha256 of what it says; the record holds it."""
        return hashlib.sha256(write_year_list(self).encode()).hexdigest()


def read_year_list(content: bytes | str) -> YearList:
    """Reads a list, naming each row that cannot be taken. Takes a JSON file's bytes or text. Raises Invalid where it is no such list."""
    given = _read_json(content)
    year, days = given.get("year"), given.get("days")
    if type(year) is not int or not EARLIEST <= year <= LATEST:
        raise Invalid(_("“year” must be a year from %(first)d to %(last)d.") % {"first": EARLIEST, "last": LATEST}, field="file")
    if not isinstance(days, list):
        raise Invalid(_("“days” must be a list of days."), field="file")
    if len(days) > MOST_DAYS:
        raise Invalid(_("The list names more days than a year has."), field="file")
    listed = YearList(year, _source(given), given.get("complete", True) is not False)
    seen: dict[date, int] = {}
    for row, one in enumerate(days, 1):
        day = _read_day(one, year)
        if isinstance(day, ListedDay) and day.date in seen:
            day = _("%(day)s stands in row %(row)d already.") % {"day": day.date.isoformat(), "row": seen[day.date]}
        if isinstance(day, ListedDay):
            seen[day.date] = row
            listed.days.append(day)
        else:
            listed.faults.append(Fault(row, day))
    listed.days.sort(key=lambda day: day.date)
    if days and not listed.faults:
        listed.faults += _missing(listed)
    return listed


def write_year_list(listed: YearList) -> str:
    """Gives a list in our form, one day a line, so that two of them can be compared."""
    head = json.dumps({"year": listed.year, "source": listed.source, "complete": listed.complete}, ensure_ascii=False)
    rows = ",\n  ".join(
        json.dumps({"date": day.date.isoformat(), "worked": day.worked, "name": day.name}, ensure_ascii=False) for day in listed.days
    )
    return f'{head[:-1]}, "days": [\n  {rows}\n]}}\n' if rows else f'{head[:-1]}, "days": []}}\n'


def _read_json(content: bytes | str) -> dict[str, Any]:
    try:
        given = read_json(content, MOST_BYTES)
    except TooLong as error:
        raise Invalid(_("The file is larger than a list of a year can be (256 KB)."), field="file") from error
    except Unreadable as error:
        raise Invalid(_("This is no JSON. Look at docs/operators/working-days.md for the form."), field="file") from error
    if not isinstance(given, dict):
        raise Invalid(_('This is no list of a year\'s days: it must begin with {"year": …, "days": […]}.'), field="file")
    return given


def _source(given: dict[str, Any]) -> str:
    papers = given.get("papers")
    source = given.get("source") or (papers[0] if isinstance(papers, list) and papers else "")
    return _line(source, _SOURCE_LIMIT)


def _line(words: Any, limit: int) -> str:
    """Plain words on one line; what cannot be shown or kept (control characters, half characters) goes."""
    return one_line(words)[:limit] if isinstance(words, str) else ""


def _read_day(one: Any, year: int) -> ListedDay | str:
    """Gives the day, or why the row cannot be taken."""
    if not isinstance(one, dict):
        return _('A day is written as {"date": …, "worked": …, "name": …}.')
    day = day_in(str(one.get("date", "")))
    if day is None:
        shown = _line(str(one.get("date", ""))[:_SHOWN_LIMIT], _SHOWN_LIMIT)
        return _("“%(day)s” is no day; write it as 2027-01-01.") % {"day": shown}
    if day.year != year and (day.year, day.month) != (year - 1, 12):
        return _("%(day)s is not in %(year)d.") % {"day": day.isoformat(), "year": year}
    worked = one["worked"] if "worked" in one else not one["isOffDay"] if type(one.get("isOffDay")) is bool else None
    if type(worked) is not bool:
        return _("%(day)s: “worked” must be true or false.") % {"day": day.isoformat()}
    return ListedDay(day, worked, _line(one.get("name", ""), _NAME_LIMIT))


def _missing(listed: YearList) -> list[Fault]:
    """A complete list of a year nobody knows yet frees at least the days of the law; a torn file must not make workdays of them."""
    if not listed.complete or listed.year <= LAST_YEAR:
        return []
    free = {day.date for day in listed.free}
    lacking = sorted(day for day in days_by_law(listed.year) if day not in free)
    words = _("%(day)s is free by law, and the list does not say so. Is it complete?")
    return [Fault(0, words % {"day": day.isoformat()}) for day in lacking]
