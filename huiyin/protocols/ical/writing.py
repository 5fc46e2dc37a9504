"""A person's deadlines as a calendar. The same tasks give the same bytes, so that an unchanged calendar is not sent again."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.people.models import Person
from huiyin.people.queries import posts_held
from huiyin.tasks.models import IN_HAND, Assignee, Task
from huiyin.tasks.participation import assignees_of, doers

if TYPE_CHECKING:  # with the zones of all the world it is 80 modules: loaded when the first calendar is asked for
    from icalendar import Event, Todo

SHOWN = 200
LONG = timedelta(minutes=30)  # a deadline has no length, an entry in a calendar needs one: it ends at the deadline


def deadlines_of(person: Person) -> list[Task]:
    """Gives the open tasks with a deadline that a person leads or helps with today, the nearest first. Some seven queries."""
    mine = [held.post_id for held in posts_held([person.pk])]
    named = Assignee.objects.filter(Q(person=person) | Q(post__in=mine), ended_at=None, task__state__in=IN_HAND)
    rows = Task.objects.filter(pk__in=named.values("task"), deadline_at__isnull=False).select_related("group")
    tasks = list(rows.order_by("deadline_at", "pk")[:SHOWN])
    assignees = assignees_of(tasks)
    today = doers([a for of_task in assignees.values() for a in of_task])
    return [t for t in tasks if any(today.get(a.pk) == person for a in assignees.get(t.pk, []))]


def calendar(tasks: Iterable[Task], bare: bool = False, as_todos: bool = False) -> bytes:
    """Gives tasks as a calendar, in the language that is on. As events, which every calendar shows; or as to-dos (VTODO), which
    Thunderbird and others keep in a list of their own. `bare`: numbers instead of titles."""
    from icalendar import Calendar

    whole = Calendar()
    whole.add("prodid", "-//Huiyin//deadlines//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", _("Huiyin: my deadlines"))
    whole.add("refresh-interval", timedelta(minutes=15), parameters={"VALUE": "DURATION"})
    for task in tasks:
        whole.add_component(_todo(task, bare) if as_todos else _event(task, bare))
    return bytes(whole.to_ical())


def _event(task: Task, bare: bool) -> Event:
    from icalendar import Event

    event = Event()
    assert task.deadline_at is not None
    event.add("dtstart", task.deadline_at - LONG)
    event.add("dtend", task.deadline_at)
    event.add("transp", "TRANSPARENT")  # it takes nobody's time: others may still invite them then
    _fill(event, task, bare)
    return event


def _todo(task: Task, bare: bool) -> Todo:
    from icalendar import Todo

    todo = Todo()
    assert task.deadline_at is not None
    todo.add("due", task.deadline_at)
    todo.add("status", "NEEDS-ACTION")
    _fill(todo, task, bare)
    return todo


def _fill(entry: Event | Todo, task: Task, bare: bool) -> None:
    number = f"№ {task.number}"
    entry.add("uid", f"task-{task.number}@huiyin")
    entry.add("dtstamp", task.moved_at)
    entry.add("summary", _("Due: %(what)s") % {"what": number if bare else task.title})
    if not bare:
        entry.add("description", f"{number} · {task.group.name}")
    if settings.ORIGIN:
        entry.add("url", f"{settings.ORIGIN}{reverse('task', args=[task.pk])}")
    entry.add("class", "PRIVATE")
