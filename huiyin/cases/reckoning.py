"""How a date comes about: the sum, and its steps as they are kept and as people read them.

A day on which something happens does not count; calendar days run through days off, and end with their last day. Working days follow the
State Council's list, and end when the unit closes (Civil Code, art. 201, 203).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from huiyin.cases.limits import DAYS, Limit
from huiyin.core.dates import clock_words, year_words
from huiyin.worktime.bounds import day_in, moment_in
from huiyin.worktime.calendar import is_workday
from huiyin.worktime.hours import Hours

LAST_MINUTE = time(23, 59)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """When it is due, step by step; `provisional`: a year's list of working days was not out yet."""

    due_at: datetime
    steps: list[list[Any]] = field(default_factory=list)
    provisional: bool = False


def reckon(limit: Limit, start: datetime, hours: Hours, days_set: Mapping[date, bool]) -> Reckoned:
    """Gives when a limit that began at a moment ends. Takes the unit's hours and the days declared worked or free."""
    first = start.astimezone(hours.tz).date()
    steps: list[list[Any]] = [["began", start.isoformat(timespec="seconds")], ["first", first.isoformat()]]
    if limit.unit == DAYS:
        due = datetime.combine(first + timedelta(days=limit.count), LAST_MINUTE, hours.tz)
        return Reckoned(due, [*steps, ["days", limit.count], ["due", due.isoformat(timespec="seconds")]])
    day, left, provisional, off = first, limit.count, False, []
    while left:
        day += timedelta(days=1)
        told = is_workday(day, days_set)
        provisional |= told.provisional
        if told.is_workday:
            left -= 1
        else:
            off.append((day, told.why))
    due = datetime.combine(day, hours.afternoon[1], hours.tz)
    steps += [["workdays", limit.count], *_spans(off)]
    steps += [["provisional", day.year]] if provisional else []
    return Reckoned(due, [*steps, ["due", due.isoformat(timespec="seconds")]], provisional)


def _spans(off: Sequence[tuple[date, str]]) -> list[list[Any]]:
    """Days off that follow each other for the same reason are one step."""
    spans: list[list[Any]] = []
    for day, why in off:
        if spans and spans[-1][3] == why and spans[-1][2] == (day - timedelta(days=1)).isoformat():
            spans[-1][2] = day.isoformat()
        else:
            spans.append(["off", day.isoformat(), day.isoformat(), why])
    return spans


def steps_in_words(limit: Limit, steps: Sequence[Sequence[Any]]) -> list[str]:
    """Gives the steps of a sum as sentences, in the active language."""
    return [words for step in steps if (words := _said(limit, step))]


def _said(limit: Limit, step: Sequence[Any]) -> str:
    name, *told = step
    if name == "began":
        return _("It began %(at)s: %(event)s.") % {"at": clock_words(moment_in(told[0])), "event": limit.begins}
    if name == "first":
        return _("The day on which it began does not count: %(day)s.") % {"day": _day(told[0])}
    if name == "days":
        return ngettext("The rule gives %(n)s calendar day; days off count.", "The rule gives %(n)s calendar days; days off count.",
                        told[0]) % {"n": told[0]}  # fmt: skip
    if name == "workdays":
        return ngettext("The rule gives %(n)s working day.", "The rule gives %(n)s working days.", told[0]) % {"n": told[0]}
    if name == "off":
        facts = {"from": _day(told[0]), "until": _day(told[1]), "why": _why(told[2])}
        return (_("%(from)s does not count: %(why)s.") if told[0] == told[1] else _("%(from)s to %(until)s do not count: %(why)s.")) % facts
    if name == "provisional":
        return _("The list of working days of %(year)s is not out yet: this date is provisional until it is.") % {"year": told[0]}
    if name == "until":
        return _("The head of the unit approved more time, until %(at)s.") % {"at": clock_words(moment_in(told[0]))}
    if name == "anew":
        return _("A list of working days came out on %(day)s: the date was reckoned anew.") % {"day": _day(told[0])}
    return _("So it is due %(at)s.") % {"at": clock_words(moment_in(told[0]))} if name == "due" else ""


def _day(said: str) -> str:
    day = day_in(said)
    return year_words(datetime.combine(day, time())) if day else ""


def _why(said: str) -> str:
    """What a day off is called."""
    known = {
        "weekend": pgettext("why a day is off", "weekend"),
        "declared": pgettext("why a day is off", "declared free"),
        "New Year's Day": pgettext("why a day is off", "New Year's Day"),
        "Spring Festival": pgettext("why a day is off", "Spring Festival"),
        "Qingming": pgettext("why a day is off", "Qingming"), "Labour Day": pgettext("why a day is off", "Labour Day"),
        "Dragon Boat Festival": pgettext("why a day is off", "Dragon Boat Festival"),
        "Mid-Autumn Festival": pgettext("why a day is off", "Mid-Autumn Festival"),
        "National Day": pgettext("why a day is off", "National Day"),
    }  # fmt: skip
    return known.get(said, said)
