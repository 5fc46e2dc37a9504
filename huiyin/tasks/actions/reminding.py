"""Asking again those who have not acknowledged, at working times only; reading provisional deadlines anew when a year's table is out."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from huiyin.journal import clocks
from huiyin.journal.models import Clock
from huiyin.journal.recording import record
from huiyin.language.deadlines import read_deadlines
from huiyin.people.extension_points import WorkingTimeChange
from huiyin.people.hours import days_set, hours_of
from huiyin.tasks.actions.group_lines import show, tell
from huiyin.tasks.actions.laddering import set_deadline, subject
from huiyin.tasks.models import IN_HAND, Task
from huiyin.tasks.participation import assignees_of, doers
from huiyin.worktime.calendar import add_workdays, is_workday
from huiyin.worktime.hours import Hours, add_working_hours, is_working

NAG, CALENDAR = "task.nag", "tasks.calendar"
FIRST_HOURS = 2  # working hours until somebody is asked for the first time


def schedule_nag(task: Task) -> None:
    """Whoever has not acknowledged in two working hours is asked again; call it in the transaction that gives somebody a task."""
    hours = hours_of(task.lead_unit_id or task.group.unit_id)
    clocks.schedule(NAG, subject(task), add_working_hours(timezone.now(), FIRST_HOURS, hours, days_set()))


def _task_of(subject: str) -> Task:
    return Task.locked(int(subject.partition(":")[2]))


@clocks.on_due(NAG, first=_task_of)
def nag(clock: Clock) -> None:
    """Asks those who have not acknowledged, and nobody else; again each working morning. Ends with their word, or with the task."""
    task = _task_of(clock.subject)
    if task.state not in IN_HAND:
        return
    hours = hours_of(task.lead_unit_id or task.group.unit_id)
    now = clock.fired_at or timezone.now()
    if is_working(now, hours, days_set()):
        waiting = [a for a in assignees_of([task]).get(task.pk, []) if a.acknowledged_at is None]
        today = doers(waiting)
        people = sorted({person.pk for person in today.values()})
        if not people:
            return
        record(task.stream_id, "task.nagged", data={"task": task.pk, "people": people}, about=task)
    clocks.schedule(NAG, clock.subject, _next_morning(now, hours))


def _next_morning(now: datetime, hours: Hours) -> datetime:
    day = add_workdays(now.astimezone(hours.tz).date(), 1, days_set())
    return datetime.combine(day, hours.morning[0], hours.tz)


def calendar_changed(change: WorkingTimeChange) -> None:
    """Called when days were declared: provisional deadlines are read anew soon, by the loop, because there may be many."""
    if change.days is not None and Task.objects.filter(provisional=True, ended_at=None).exists():
        clocks.schedule(CALENDAR, "days", timezone.now())


@clocks.on_due(CALENDAR)
def read_anew(clock: Clock) -> None:
    """Reads the words of every open task whose deadline is provisional as on the day they were said, with the days as they are now.

    What was set as a moment, or issued by what repeats, stays where it was told to be; only when others are told is reckoned anew.
    """
    for pk in list(Task.objects.filter(provisional=True, ended_at=None).order_by("group", "pk").values_list("pk", flat=True)):
        task = Task.locked(pk)
        if task.deadline_at is None or task.overdue_at is not None:
            continue
        hours = hours_of(task.lead_unit_id or task.group.unit_id)
        if task.deadline_read_at is None:
            if not is_workday(task.deadline_at.astimezone(hours.tz).date(), days_set()).provisional:
                _settle(task)
            continue
        readings = read_deadlines(task.deadline_words, task.deadline_read_at, hours, days_set())
        moment = next((r.moment for r in readings if r.moment is not None), None)
        if moment is None:
            continue
        if moment == task.deadline_at:
            _settle(task)
            continue
        set_deadline(task, max(moment, timezone.now()))
        task.save()
        data = {"task": task.pk, "deadline": task.deadline_at.isoformat(), "because": "calendar"}
        record(task.stream_id, "deadline.moved", data=data, about=task)
        tell(task, "calendar", deadline=task.deadline_at.isoformat())
        show(task)


def _settle(task: Task) -> None:
    """The day stands, and is certain now."""
    set_deadline(task, task.deadline_at or timezone.now())
    task.save()
    show(task)
