"""A person's deadlines as a calendar. The same tasks give the same bytes, so that an unchanged calendar is not sent again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Count, F, Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from huiyin.journal.models import Entry
from huiyin.people.models import Person
from huiyin.people.queries import posts_held
from huiyin.tasks.models import IN_HAND, Assignee, Task
from huiyin.tasks.participation import assignees_of, doers

if TYPE_CHECKING:  # with the zones of all the world it is 80 modules: loaded when the first calendar is asked for
    from icalendar import Alarm, Event, Todo

SHOWN = 200
EVERY = timedelta(minutes=15)  # how often a program looks again
LONG = timedelta(minutes=30)  # a deadline has no length, an entry in a calendar needs one: it ends at the deadline


def deadlines_of(person: Person) -> list[Task]:
    """Gives the open tasks with a deadline that a person leads or helps with today, the nearest first."""
    mine = [held.post_id for held in posts_held([person.pk])]
    named = Assignee.objects.filter(Q(person=person) | Q(post__in=mine), ended_at=None, task__state__in=IN_HAND)
    rows = Task.objects.filter(pk__in=named.values("task"), deadline_at__isnull=False).select_related("group")
    tasks = list(rows.order_by("deadline_at", "pk")[:SHOWN])
    assignees = assignees_of(tasks)
    today = doers([a for of_task in assignees.values() for a in of_task])
    return [t for t in tasks if any(today.get(a.pk) == person for a in assignees.get(t.pk, []))]


@dataclass(frozen=True, slots=True)
class Revision:
    """Which entry of a calendar it is, in every house (RFC 5545 3.8.4.7), how often it changed, and when it did last."""

    uid: str
    sequence: int
    at: datetime


def revisions_of(tasks: Sequence[Task]) -> dict[int, Revision]:
    """Gives the revision of each task, by its id. Everything that happens to a task, and a new name of its group, is one."""
    streams, groups = [task.stream_id for task in tasks], {task.group.stream_id for task in tasks}
    entries = Entry.objects.filter(Q(seq=1) | Q(seq=F("stream__seq")), stream__in=streams).only("stream_id", "seq", "at", "hash")
    first: dict[int, Entry] = {}
    last: dict[int, Entry] = {}
    for entry in sorted(entries, key=lambda entry: entry.seq):
        first.setdefault(entry.stream_id, entry)
        last[entry.stream_id] = entry
    renamed = Entry.objects.filter(kind="group.renamed", stream__in=groups).values_list("stream").annotate(n=Count("pk"), at=Max("at"))
    names = {stream: (n, at) for stream, n, at in renamed}
    found = {}
    for task in tasks:
        n, at = names.get(task.group.stream_id, (0, task.issued_at))
        # Its first link in the chain is this house's own, and stays when the house moves or is restored.
        uid = f"task-{task.number}-{first[task.stream_id].hash[:16]}@huiyin"
        found[task.pk] = Revision(uid, last[task.stream_id].seq + n, max(last[task.stream_id].at, at))
    return found


def calendar(tasks: Sequence[Task], bare: bool = False, as_todos: bool = False, alarm_minutes: int | None = None) -> bytes:
    """Gives tasks as a calendar, in the language that is on. As events, which every calendar shows; or as to-dos (VTODO), which
    Thunderbird and others keep in a list of their own. `bare`: numbers instead of titles; `alarm_minutes`: it rings so long before."""
    from icalendar import Calendar, vDuration

    revisions = revisions_of(tasks)
    whole = Calendar()
    whole.add("prodid", "-//Huiyin//deadlines//EN")
    whole.add("version", "2.0")
    whole.add("method", "PUBLISH")
    for name in ("name", "x-wr-calname"):  # RFC 7986, and what Apple and Google read
        whole.add(name, _("Huiyin: my deadlines"))
    whole.add("refresh-interval", EVERY, parameters={"VALUE": "DURATION"})
    whole.add("x-published-ttl", vDuration(EVERY))  # what Outlook reads
    for task in tasks:
        entry = _todo(task) if as_todos else _event(task)
        _fill(entry, task, revisions[task.pk], bare)
        if alarm_minutes is not None:
            entry.add_component(_alarm(alarm_minutes, str(entry["summary"])))
        whole.add_component(entry)
    return bytes(whole.to_ical())


def _event(task: Task) -> Event:
    from icalendar import Event

    event = Event()
    assert task.deadline_at is not None
    event.add("dtstart", task.deadline_at - LONG)
    event.add("dtend", task.deadline_at)
    event.add("transp", "TRANSPARENT")  # it takes nobody's time: others may still invite them then
    return event


def _todo(task: Task) -> Todo:
    from icalendar import Todo

    todo = Todo()
    assert task.deadline_at is not None
    todo.add("due", task.deadline_at)
    todo.add("status", "NEEDS-ACTION")
    return todo


def _alarm(minutes: int, words: str) -> Alarm:
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", words)
    alarm.add("trigger", timedelta(minutes=-minutes), parameters={"RELATED": "END"})  # an entry ends at the deadline
    return alarm


def _fill(entry: Event | Todo, task: Task, revision: Revision, bare: bool) -> None:
    number = f"№ {task.number}"
    entry.add("uid", revision.uid)
    entry.add("dtstamp", revision.at)
    entry.add("last-modified", revision.at)
    entry.add("created", task.issued_at)
    entry.add("sequence", revision.sequence)
    entry.add("summary", _("Due: %(what)s") % {"what": number if bare else task.title})
    if not bare:
        entry.add("description", f"{number} · {task.group.name}")
    if settings.ORIGIN:
        entry.add("url", f"{settings.ORIGIN}{reverse('task', args=[task.pk])}")
    entry.add("class", "PRIVATE")
