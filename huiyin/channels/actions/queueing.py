"""What is to leave the house: made in the transaction of what happened, so that a kill loses none and doubles none."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import Any

from django.utils import timezone

from huiyin.channels.models import Delivery, Destination
from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn
from huiyin.journal.event_types import EVENT_TYPES, notice_types
from huiyin.journal.models import Entry
from huiyin.journal.recording import reacts_together_where
from huiyin.notices.models import Notice
from huiyin.people.hours import days_set, hours_of
from huiyin.people.models import Person
from huiyin.people.queries import own_post_of
from huiyin.worktime.hours import quiet_ends

# Asked with every rung that is told, and mostly answered by nothing: spelled once.
_boxes = Compiled[Destination](
    lambda people: Destination.objects.filter(IdIn("person_id", people), ended_at=None).select_related("person")
)
_robots = Compiled[Destination](lambda groups: Destination.objects.filter(IdIn("group_id", groups), ended_at=None).order_by("pk"))


def mail_notices(made: Sequence[tuple[Notice, bool]]) -> None:
    """Notices just made wait to be mailed to those who asked for that."""
    people = {notice.person_id for notice, _urgent in made}
    boxes = {box.person_id: box for box in _boxes(tuple(people))}
    rows, types = [], notice_types() if boxes else {}
    for notice, urgent in made:
        box = boxes.get(notice.person_id)
        if box is not None and box.person is not None and types[notice.kind].family in box.told:
            due = timezone.now() if urgent else quiet_over(box.person, timezone.now())
            rows.append(Delivery.to(box, entry_id=notice.entry_id, notice=notice, due_at=due))
    Delivery.objects.bulk_create(rows)


def quiet_over(person: Person, moment: datetime) -> datetime:
    """Gives the moment itself, or the end of the quiet it lies in: nights for everybody, days off for officials, by their unit's hours."""
    held = own_post_of(person.pk)
    hours = hours_of(held.post.unit_id if held is not None else person.home_id)
    days = days_set(date.fromordinal(moment.toordinal() - 1), 40)
    return quiet_ends(moment, hours, days, respect_days=person.kind == Person.Kind.OFFICIAL)


@reacts_together_where(lambda kind: kind.robot is not None)
def tell_robots(entries: Sequence[Entry]) -> None:
    """What robots are told waits for their groups' robots, from the moment their group is no longer quiet."""
    ways: dict[Any, list[tuple[Entry, str]]] = {}
    for entry in entries:
        if (robot := EVENT_TYPES[entry.kind].robot) is not None:
            ways.setdefault(robot.groups, []).append((entry, robot.event))
    rows: list[Delivery] = []
    for groups_of, some in ways.items():
        robots: dict[int, list[Destination]] = {}
        heard = groups_of([entry for entry, _event in some], partial(_listening, robots))
        for entry, event in some:
            group, due = heard.get(entry.pk, (0, None))
            rows += [Delivery.to(robot, entry=entry, due_at=due) for robot in robots.get(group, ()) if event in robot.told]
    if rows:
        Delivery.objects.bulk_create(rows)


def _listening(robots: dict[int, list[Destination]], groups: Sequence[int]) -> set[int]:
    """Which of these groups have a robot; puts the robots into `robots`, by their group."""
    for robot in _robots(tuple(groups)):
        robots.setdefault(robot.group_id or 0, []).append(robot)
    return set(robots)
