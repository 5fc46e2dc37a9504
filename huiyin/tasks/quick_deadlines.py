"""Deadlines that one tap sets."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from huiyin.people.hours import days_set, hours_of
from huiyin.worktime.calendar import add_workdays, is_workday


def quick_deadlines(unit: int | None, now: datetime) -> list[tuple[str, str]]:
    """Gives the deadlines one tap sets: (moment for a form, words): today's and tomorrow's closing, this week's, three working days.
    Takes the unit whose hours count."""
    hours, days = hours_of(unit), days_set()
    closing = hours.afternoon[1]
    today = now.astimezone(hours.tz).date()
    ahead: list[tuple[str, Any]] = []
    if is_workday(today, days).is_workday and now.astimezone(hours.tz).time() < closing:
        ahead.append((_("today's closing"), today))
    ahead.append((_("next working day"), add_workdays(today, 1, days)))
    friday = today + timedelta(days=(4 - today.weekday()) % 7)
    if friday > today:
        ahead.append((_("this Friday"), friday))
    ahead.append((_("three working days"), add_workdays(today, 3, days)))
    ahead.append((_("five working days"), add_workdays(today, 5, days)))
    seen: dict[str, str] = {}
    for words, day in ahead:
        seen.setdefault(f"{datetime.combine(day, closing):%Y-%m-%dT%H:%M}", words)
    return list(seen.items())
