"""What is to leave the house: made in the transaction of what happened, so that a kill loses none and doubles none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.utils import timezone

from huiyin.channels.events import EVENT_OF, EVENTS
from huiyin.channels.models import Delivery, Outlet
from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn
from huiyin.groups.quiet import quiet_now
from huiyin.journal.models import Entry
from huiyin.journal.recording import reacts_together_to
from huiyin.notices.models import Notice
from huiyin.notices.wording import KINDS
from huiyin.people.hours import days_set, hours_of
from huiyin.people.models import Person
from huiyin.people.queries import posts_held
from huiyin.tasks.models import Rung, Task
from huiyin.worktime.hours import quiet_ends

# Asked with every rung that is told, and mostly answered by nothing: spelled once.
_boxes = Compiled[Outlet](lambda people: Outlet.objects.filter(IdIn("person_id", people), ended_at=None).select_related("person"))
_robots = Compiled[Outlet](lambda groups: Outlet.objects.filter(IdIn("group_id", groups), ended_at=None).order_by("pk"))


def mail_notices(made: Sequence[tuple[Notice, bool]]) -> None:
    """Notices just made wait to be mailed to those who asked for that: one query where nobody did."""
    people = {notice.person_id for notice, _urgent in made}
    boxes = {box.person_id: box for box in _boxes(tuple(people))}
    rows = []
    for notice, urgent in made:
        box = boxes.get(notice.person_id)
        if box is not None and box.person is not None and KINDS[notice.kind].family in box.told:
            due = timezone.now() if urgent else quiet_over(box.person, timezone.now())
            rows.append(Delivery(outlet=box, entry_id=notice.entry_id, notice=notice, due_at=due))
    Delivery.objects.bulk_create(rows)


def quiet_over(person: Person, moment: datetime) -> datetime:
    """Gives the moment itself, or the end of the quiet it lies in: nights for everybody, days off for officials, by their unit's hours."""
    held = next((h for h in posts_held([person.pk]) if not h.delegated), None)
    hours = hours_of(held.post.unit_id if held is not None else person.home_id)
    days = days_set(date.fromordinal(moment.toordinal() - 1), 40)
    return quiet_ends(moment, hours, days, respect_days=person.kind == Person.Kind.OFFICIAL)


@reacts_together_to(*(kind for _words, kinds in EVENTS.values() for kind in kinds))
def tell_robots(entries: Sequence[Entry]) -> None:
    """What became of tasks waits to be told by their groups' robots; not of those that are only for those concerned. One query where
    there are no robots, two where an action did not hand its task over."""
    # A vacant rung: nobody was told, the next one follows.
    told = [entry for entry in entries if entry.kind != "rung.fired" or entry.data["person"]]
    groups = _groups_of(told)
    robots: dict[int, list[Outlet]] = {}
    for robot in _robots(tuple(set(groups.values()))):
        robots.setdefault(robot.group_id or 0, []).append(robot)
    near = ((entry, robot) for entry in told for robot in robots.get(groups.get(entry.data["task"], 0), ()))
    meant = [(entry, robot) for entry, robot in near if EVENT_OF[entry.kind] in robot.told]
    if not meant:
        return
    now = timezone.now()
    tasks = Task.objects.filter(visibility=Task.Visibility.GROUP).select_related("group", "message")
    open_ones = tasks.in_bulk({entry.data["task"] for entry, _robot in meant})
    dues = {pk: _due(task, now) for pk, task in open_ones.items()}
    Delivery.objects.bulk_create(
        [Delivery(outlet=robot, entry=entry, due_at=dues[entry.data["task"]]) for entry, robot in meant if entry.data["task"] in dues]
    )


def _groups_of(entries: Sequence[Entry]) -> dict[int, int]:
    """The group of each task that is spoken of, by the task's id."""
    found: dict[int, int] = {}
    for entry in entries:
        about = entry.about.task if isinstance(entry.about, Rung) else entry.about
        if isinstance(about, Task):
            found[about.pk] = about.group_id
    unknown = {entry.data["task"] for entry in entries} - found.keys()
    return found | dict(Task.objects.filter(pk__in=unknown).values_list("pk", "group")) if unknown else found


def _due(task: Task, now: datetime) -> datetime:
    urgent = task.message is not None and bool(task.message.urgent_reason)
    return now if urgent else quiet_now(task.group, now) or now
