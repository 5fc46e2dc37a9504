"""When what repeats comes: its first time, the following ones, how long before its deadline it is issued."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huiyin.core.errors import Invalid
from huiyin.people.hours import days_set, hours_of
from huiyin.tasks.drafts import Repeats
from huiyin.tasks.models import Repetition
from huiyin.tasks.recurrence.parts import lead_unit
from huiyin.worktime.hours import Hours
from huiyin.worktime.recurrence import Due, Rhythm, dues_after, moments


def usual_ahead(rhythm: Rhythm) -> int:
    """Gives how many working days before its deadline such a task is issued, where nobody says: the longer the period, the earlier."""
    if rhythm.unit == "workday" or len(rhythm.weekdays) >= 5:
        return 0
    if rhythm.unit == "week":
        return 1
    return 3 if rhythm.every == 1 else 5


def first_deadline(repeats: Repeats, now: datetime, hours: Hours) -> tuple[date, date, datetime]:
    """Gives the first day after now, whose turn it is, and its deadline. Raises Invalid where there is none within six years."""
    days = days_set()
    for due in dues_after(repeats.rhythm, now.astimezone(hours.tz).date() - timedelta(1), days):
        deadline = moments(due.day, repeats.at, 0, hours, days)[1]
        if deadline > now:
            return due.day, due.turn, deadline
    raise Invalid(_("This rhythm names no day in the coming years."), field="rhythm")


def coming(repetition: Repetition) -> Iterator[tuple[Due, datetime, datetime]]:
    """Gives what comes after the last one: the day, when it is issued, its deadline. Up to six years ahead."""
    hours, days = hours_of(lead_unit(repetition)), days_set()
    last = repetition.last_due or timezone.localdate() - timedelta(1)
    for due in dues_after(repetition.pattern, last, days, repetition.last_turn):
        yield (due, *moments(due.day, repetition.at, repetition.ahead, hours, days))


def next_one(repetition: Repetition) -> tuple[Due, datetime, datetime] | None:
    """Gives the next one, or None where the rhythm names no day any more."""
    return next(coming(repetition), None)
