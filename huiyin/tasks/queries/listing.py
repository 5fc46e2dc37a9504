"""Tasks as lists of them are read beside the board: those of a group, and those a program asks for."""

from __future__ import annotations

from django.db.models import QuerySet

from huiyin.groups.models import Group
from huiyin.people.models import Person
from huiyin.tasks.models import OPEN, Task
from huiyin.tasks.queries.keyset import Place, keys_from
from huiyin.tasks.queries.visibility import visible_to

#: What a card says of the task itself.
CONCERNED = ("issuer", "lead_post__unit", "lead_unit", "message")


def tasks_of_group(group: Group, ended: bool) -> QuerySet[Task]:
    """Gives the tasks a group shows to all its members, parts left out: the open ones, the next deadline first; or those that ended, the
    last first."""
    tasks = Task.objects.filter(group=group, visibility=Task.Visibility.GROUP, parent=None).select_related(*CONCERNED)
    return tasks.exclude(state__in=OPEN).order_by("-ended_at") if ended else tasks.filter(state__in=OPEN).order_by("deadline_at", "pk")


def tasks_from(person: Person, group: Group | None, state: str, begins: Place | None, count: int) -> list[Task]:
    """Gives the next so many tasks this person may see behind a place, by their deadlines. Takes a group to stay in, and a state, or "open"
    for all that has not ended."""
    found = visible_to(person)
    if group is not None:
        found = found.filter(group=group)
    found = found.filter(state__in=OPEN) if state == "open" else found.filter(state=state)
    keys = keys_from(found, "deadline", begins, count)
    known = Task.objects.select_related(*CONCERNED).in_bulk(keys)
    return [known[pk] for pk in keys if pk in known]


def task_in(group: Group, pk: int | None) -> Task | None:
    """Gives a task of a group by its id, or None."""
    return Task.objects.filter(group=group, pk=pk or 0).first()
