"""What is to leave the house: made in the transaction of what happened, so that a kill loses none and doubles none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from huiyin.channels.events import EVENT_OF, EVENTS
from huiyin.channels.models import Delivery, Outlet
from huiyin.groups.quiet import quiet_now
from huiyin.journal.models import Entry
from huiyin.journal.recording import reacts_to
from huiyin.notices.models import Notice
from huiyin.notices.wording import KINDS
from huiyin.people.hours import days_set, hours_of
from huiyin.people.models import Person
from huiyin.people.queries import posts_held
from huiyin.tasks.models import Task
from huiyin.worktime.hours import quiet_ends


def mail_notices(made: Sequence[tuple[Notice, bool]]) -> None:
    """Notices just made wait to be mailed to those who asked for that: one query where nobody did."""
    notices = {notice.person_id: (notice, urgent) for notice, urgent in made}
    boxes = Outlet.objects.filter(person__in=notices, ended_at=None).select_related("person")
    rows = []
    for box in boxes:
        assert box.person is not None
        notice, urgent = notices[box.person.pk]
        if KINDS[notice.kind].family in box.told:
            due = timezone.now() if urgent else quiet_over(box.person, timezone.now())
            rows.append(Delivery(outlet=box, entry_id=notice.entry_id, notice=notice, due_at=due))
    Delivery.objects.bulk_create(rows)


def quiet_over(person: Person, moment: datetime) -> datetime:
    """Gives the moment itself, or the end of the quiet it lies in: nights for everybody, days off for officials, by their unit's hours."""
    held = next((h for h in posts_held([person.pk]) if not h.delegated), None)
    hours = hours_of(held.post.unit_id if held is not None else person.home_id)
    days = days_set(date.fromordinal(moment.toordinal() - 1), 40)
    return quiet_ends(moment, hours, days, respect_days=person.kind == Person.Kind.OFFICIAL)


@reacts_to(*(kind for _words, kinds in EVENTS.values() for kind in kinds))
def tell_robots(entry: Entry) -> None:
    """What became of a task waits to be told by its group's robots; not of one that is only for those concerned."""
    if entry.kind == "rung.fired" and not entry.data["person"]:
        return  # a vacant rung: nobody was told, the next one follows
    about = entry.about
    here = {"group": about.group_id} if isinstance(about, Task) else {"group__tasks": entry.data["task"]}
    robots = list(Outlet.objects.filter(**here, ended_at=None))
    robots = [robot for robot in robots if EVENT_OF[entry.kind] in robot.told]
    if not robots:
        return
    task = Task.objects.select_related("group", "message").get(pk=entry.data["task"])
    if task.visibility != Task.Visibility.GROUP:
        return
    now = timezone.now()
    urgent = task.message is not None and bool(task.message.urgent_reason)
    due = now if urgent else quiet_now(task.group, now) or now
    Delivery.objects.bulk_create([Delivery(outlet=robot, entry=entry, due_at=due) for robot in robots])
