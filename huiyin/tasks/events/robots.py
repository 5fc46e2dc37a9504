"""What a group's robot says of a task. Only of tasks their groups see: the others concern those in their line alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from huiyin.core.dates import clock_words
from huiyin.groups.quiet import quiet_now
from huiyin.journal.event_types import CardFacts, Headline
from huiyin.journal.models import Entry
from huiyin.people.models import Post
from huiyin.tasks.models import Rung, Task


def headline(event: str, words: Any, said: Any, look: str) -> Headline:
    """Gives what robots say of an entry of a task: the event its owner chooses, its words, the headline and its look."""
    return Headline(event, words, said, look, groups, card)


def groups(entries: Sequence[Entry], listening: Callable[[Sequence[int]], set[int]]) -> Mapping[int, tuple[int, datetime]]:
    """Gives for entries the group that hears of each and from when on, by the entry's id. `listening` tells which groups have robots."""
    told = [entry for entry in entries if entry.kind != "rung.fired" or entry.data["person"]]
    group_of = _groups_of(told)
    wanted = listening(sorted(set(group_of.values())))
    near = [entry for entry in told if group_of.get(entry.data["task"]) in wanted]
    if not near:
        return {}
    now = timezone.now()
    tasks = Task.objects.filter(visibility=Task.Visibility.GROUP).select_related("group", "message")
    seen = tasks.in_bulk({entry.data["task"] for entry in near})
    dues = {pk: _due(task, now) for pk, task in seen.items()}
    return {entry.pk: (seen[entry.data["task"]].group_id, dues[entry.data["task"]]) for entry in near if entry.data["task"] in seen}


def card(entry: Entry) -> CardFacts:
    """Gives what stands on the card, in the language that is on."""
    task = Task.objects.select_related("lead_post__unit", "issuer_post__unit").get(pk=entry.data["task"])
    facts: list[tuple[Any, str]] = []
    if task.lead_post is not None:
        facts.append((pgettext_lazy("on a card", "Lead"), str(task.lead_post)))
    if task.issuer_post is not None:
        facts.append((pgettext_lazy("on a card", "From"), str(task.issuer_post)))
    if entry.kind == "rung.fired":
        told = Post.objects.select_related("unit").get(pk=entry.data["post"])
        facts.append((pgettext_lazy("on a card", "Told"), str(told)))
    due = clock_words(task.deadline_at) if task.deadline_at is not None else ""
    return CardFacts(task.title, reverse("task", args=[task.pk]), task.number, facts, due)


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
