"""How many matters wait for a person: the number on the tab *Matters*. What they may look at is on *today*, by the same rules."""

from __future__ import annotations

from django.db.models import Q

from huiyin.db.compiled import Compiled
from huiyin.db.lookups import IdIn
from huiyin.db.statements import in_one_go
from huiyin.people.models import Person
from huiyin.people.queries.holders import ask_posts
from huiyin.tasks.models import IN_HAND, Assignee, State, Task
from huiyin.tasks.participation import doers
from huiyin.tasks.queries.today import issued_by, pleas, to_explain

MOST = 100  # the badge says 99+


def waiting_count(person: Person) -> int:
    """Gives how many tasks wait for a person: a report, a plea for time, a declined task for their word; one they are asked to explain;
    one that is theirs and not acknowledged, or was sent back."""
    mine = tuple(sorted(ask_posts(person)()))
    with in_one_go():
        asked = [_words.ask(person.pk, mine), _extensions.ask(person.pk, mine), _rungs.ask(person.pk)]
        given = _given.ask(person.pk, mine)
    tasks = {task for one in asked for task in one()}
    rows = given()
    does = doers(rows) if rows else {}
    return len(tasks | {a.task_id for a in rows if does.get(a.pk) == person})


_words = Compiled[int](
    lambda person, mine: Task.objects.filter(issued_by(person, mine), ended_at=None, state__in=[State.REPORTED, State.DECLINED])
    .order_by()
    .values_list("pk", flat=True)[:MOST]
)
_extensions = Compiled[int](lambda person, mine: pleas(person, mine).order_by().values_list("task", flat=True)[:MOST])
_rungs = Compiled[int](lambda person: to_explain(person).order_by().values_list("task", flat=True)[:MOST])
_given = Compiled[Assignee](
    lambda person, mine: Assignee.objects.filter(
        Q(person=person, post=None) | Q(IdIn("post_id", mine)), Q(acknowledged_at=None) | Q(task__state=State.RETURNED), ended_at=None,
        task__state__in=IN_HAND,
    ).select_related("person").order_by("pk")[:MOST]
)  # fmt: skip
