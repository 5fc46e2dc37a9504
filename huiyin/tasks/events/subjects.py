"""What the streams of tasks and of what repeats are about, for whoever was told of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.core.dates import clock_words
from huiyin.groups.models import Member
from huiyin.journal.event_types import StreamType, Subject
from huiyin.people.models import Person
from huiyin.tasks.models import Repetition, Task
from huiyin.tasks.queries.visibility import visible_to


def _tasks(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    found = visible_to(person).filter(stream__in=streams).select_related("group")
    return {task.stream_id: _task(task) for task in found}


def _task(task: Task) -> Subject:
    deadline = clock_words(task.deadline_at)
    facts = [("number", f"№ {task.number}")]
    if task.deadline_at is not None and task.is_open:
        facts.append(("deadline", _("by %(deadline)s") % {"deadline": deadline}))
    return Subject(
        reverse("task", args=[task.pk]),
        {"title": task.title, "deadline": deadline, "group": task.group.name},
        [*facts, ("group", task.group.name)],
        task.number,
        f"task:{task.pk}:{task.issued_at.isoformat()}",
    )


def _repetitions(person: Person, streams: Sequence[int]) -> Mapping[int, Subject]:
    inside = Member.objects.filter(person=person, left_at=None).values("group")
    found = Repetition.objects.filter(stream__in=streams, group__in=inside)
    return {one.stream_id: Subject(reverse("repetition", args=[one.pk]), {"title": one.title}) for one in found}


STREAMS = [
    StreamType("task", gettext_lazy("Tasks"), _tasks),
    StreamType("repetition", gettext_lazy("Repeating tasks"), _repetitions),
]
